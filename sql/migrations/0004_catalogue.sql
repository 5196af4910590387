-- Resources, scenarios, data requests, grants.

CREATE TABLE resources (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    code          VARCHAR(64)     NOT NULL,
    department_id BIGINT UNSIGNED NOT NULL,
    name          VARCHAR(200)    NOT NULL,
    field         VARCHAR(64)     NOT NULL,
    level         VARCHAR(40)     NOT NULL,
    personal      BOOLEAN         NOT NULL,
    secret        BOOLEAN         NOT NULL,
    origin        VARCHAR(40)     NOT NULL,
    openness      VARCHAR(40)     NOT NULL,
    barred_reason VARCHAR(64)     NULL,
    unlock_proof  VARCHAR(40)     NULL,
    registration_number VARCHAR(64) NULL,
    state         VARCHAR(40)     NOT NULL,
    version       INT             NOT NULL DEFAULT 1,
    created_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY resources_code (tenant_id, code),
    KEY resources_by_department (tenant_id, department_id, id),
    CONSTRAINT resources_department FOREIGN KEY (tenant_id, department_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT resources_level CHECK (level IN ('L1', 'L2', 'L3', 'L4')),
    CONSTRAINT resources_origin CHECK
        (origin IN ('city', 'province_returned', 'city_returned_to_county')),
    CONSTRAINT resources_openness CHECK (openness IN ('barred', 'conditional', 'unconditional')),
    CONSTRAINT resources_unlock CHECK (unlock_proof IN ('desensitised', 'anonymised', 'consented')),
    CONSTRAINT resources_state CHECK (state IN ('draft', 'published', 'suspended', 'retired')),
    CONSTRAINT resources_bar CHECK ((openness = 'barred') = (barred_reason IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE resource_columns (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    resource_id BIGINT UNSIGNED NOT NULL,
    position    INT             NOT NULL,
    name        VARCHAR(64)     NOT NULL,
    title       VARCHAR(200)    NOT NULL,
    PRIMARY KEY (tenant_id, resource_id, position),
    UNIQUE KEY resource_columns_name (tenant_id, resource_id, name),
    CONSTRAINT resource_columns_resource FOREIGN KEY (tenant_id, resource_id)
        REFERENCES resources (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Each published state of an entry. Rows are never changed.
CREATE TABLE resource_versions (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    resource_id   BIGINT UNSIGNED NOT NULL,
    version       INT             NOT NULL,
    content       JSON            NOT NULL,
    changed_by_id BIGINT UNSIGNED NOT NULL,
    changed_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, resource_id, version),
    CONSTRAINT resource_versions_resource FOREIGN KEY (tenant_id, resource_id)
        REFERENCES resources (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE scenarios (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    code         VARCHAR(64)     NOT NULL,
    developer_id BIGINT UNSIGNED NOT NULL,
    agreement_id BIGINT UNSIGNED NOT NULL,
    name         VARCHAR(200)    NOT NULL,
    purpose      VARCHAR(40)     NOT NULL,
    field        VARCHAR(64)     NOT NULL,
    value        TEXT            NOT NULL,
    feasibility  TEXT            NOT NULL,
    necessity    TEXT            NOT NULL,
    state        VARCHAR(40)     NOT NULL,
    version      INT             NOT NULL DEFAULT 1,
    created_at   DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY scenarios_code (tenant_id, code),
    KEY scenarios_by_developer (tenant_id, developer_id, id),
    CONSTRAINT scenarios_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT scenarios_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT scenarios_purpose CHECK
        (purpose IN ('industry', 'public_governance', 'public_welfare')),
    CONSTRAINT scenarios_state CHECK (state IN ('recorded', 'approved'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE data_requests (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    number         BIGINT UNSIGNED NOT NULL,
    scenario_id    BIGINT UNSIGNED NOT NULL,
    agreement_id   BIGINT UNSIGNED NOT NULL,
    developer_id   BIGINT UNSIGNED NOT NULL,
    state          VARCHAR(40)     NOT NULL COMMENT 'lapsed, active and expired are computed',
    version        INT             NOT NULL DEFAULT 1,
    continuation_document VARCHAR(200) NULL,
    created_at     DATETIME(6)     NOT NULL,
    submitted_at   DATETIME(6)     NULL,
    decided_at     DATETIME(6)     NULL,
    supplied_at    DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY data_requests_number (tenant_id, number),
    KEY data_requests_by_scenario (tenant_id, scenario_id, id),
    KEY data_requests_by_developer (tenant_id, developer_id, id),
    CONSTRAINT data_requests_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id),
    CONSTRAINT data_requests_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT data_requests_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT data_requests_state CHECK (state IN
        ('draft', 'submitted', 'returned', 'assessment', 'joint_decision', 'granted',
         'partly_granted', 'refused', 'supplied', 'revoked', 'withdrawn')),
    CONSTRAINT data_requests_decided CHECK ((decided_at IS NOT NULL) OR
        state NOT IN ('granted', 'partly_granted', 'supplied', 'revoked'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE data_request_items (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    request_id       BIGINT UNSIGNED NOT NULL,
    resource_id      BIGINT UNSIGNED NOT NULL,
    position         INT             NOT NULL,
    consent_document VARCHAR(200)    NULL,
    PRIMARY KEY (tenant_id, request_id, resource_id),
    KEY data_request_items_by_resource (tenant_id, resource_id),
    CONSTRAINT data_request_items_request FOREIGN KEY (tenant_id, request_id)
        REFERENCES data_requests (tenant_id, id),
    CONSTRAINT data_request_items_resource FOREIGN KEY (tenant_id, resource_id)
        REFERENCES resources (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Minimal necessity: columns are asked for one by one, each with its purpose.
CREATE TABLE data_request_columns (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    request_id  BIGINT UNSIGNED NOT NULL,
    resource_id BIGINT UNSIGNED NOT NULL,
    position    INT             NOT NULL,
    name        VARCHAR(64)     NOT NULL,
    purpose     VARCHAR(500)    NOT NULL,
    PRIMARY KEY (tenant_id, request_id, resource_id, position),
    UNIQUE KEY data_request_columns_name (tenant_id, request_id, resource_id, name),
    CONSTRAINT data_request_columns_item FOREIGN KEY (tenant_id, request_id, resource_id)
        REFERENCES data_request_items (tenant_id, request_id, resource_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What the data centre and the experts found; one row a role.
CREATE TABLE assessments (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    request_id      BIGINT UNSIGNED NOT NULL,
    role            VARCHAR(40)     NOT NULL,
    body_id         BIGINT UNSIGNED NOT NULL,
    user_id         BIGINT UNSIGNED NOT NULL,
    reasonable      BOOLEAN         NOT NULL,
    reasonable_text TEXT            NOT NULL,
    compliant       BOOLEAN         NOT NULL,
    compliant_text  TEXT            NOT NULL,
    safe            BOOLEAN         NOT NULL,
    safe_text       TEXT            NOT NULL,
    opinion         TEXT            NOT NULL,
    assessed_at     DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, request_id, role),
    CONSTRAINT assessments_request FOREIGN KEY (tenant_id, request_id)
        REFERENCES data_requests (tenant_id, id),
    CONSTRAINT assessments_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id),
    CONSTRAINT assessments_role CHECK (role IN ('data_centre', 'expert'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One body's place in the joint decision: opened together when the assessment is over.
CREATE TABLE data_request_seats (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    request_id BIGINT UNSIGNED NOT NULL,
    seat       VARCHAR(64)     NOT NULL COMMENT 'code of the rule pack''s seat',
    body_id    BIGINT UNSIGNED NOT NULL,
    role       VARCHAR(40)     NOT NULL,
    position   INT             NOT NULL,
    article    VARCHAR(64)     NULL,
    opened_at  DATETIME(6)     NOT NULL,
    due_on     DATE            NOT NULL,
    PRIMARY KEY (tenant_id, request_id, seat, body_id),
    KEY data_request_seats_by_body (tenant_id, body_id),
    CONSTRAINT data_request_seats_request FOREIGN KEY (tenant_id, request_id)
        REFERENCES data_requests (tenant_id, id),
    CONSTRAINT data_request_seats_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE data_request_seat_items (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    request_id    BIGINT UNSIGNED NOT NULL,
    seat          VARCHAR(64)     NOT NULL,
    body_id       BIGINT UNSIGNED NOT NULL,
    resource_id   BIGINT UNSIGNED NOT NULL,
    decision      VARCHAR(40)     NOT NULL,
    conditions    TEXT            NOT NULL,
    opinion       TEXT            NOT NULL,
    decided_by_id BIGINT UNSIGNED NULL,
    decided_at    DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, request_id, seat, body_id, resource_id),
    CONSTRAINT data_request_seat_items_seat FOREIGN KEY (tenant_id, request_id, seat, body_id)
        REFERENCES data_request_seats (tenant_id, request_id, seat, body_id),
    CONSTRAINT data_request_seat_items_item FOREIGN KEY (tenant_id, request_id, resource_id)
        REFERENCES data_request_items (tenant_id, request_id, resource_id),
    CONSTRAINT data_request_seat_items_decision CHECK (decision IN
        ('pending', 'agree', 'agree_with_conditions', 'refuse', 'return')),
    CONSTRAINT data_request_seat_items_decided CHECK
        ((decision = 'pending') = (decided_at IS NULL)
         AND (decided_at IS NULL) = (decided_by_id IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What a decided request gave. Access ends at to_at or, earlier, at revoked_at.
CREATE TABLE grants (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    request_id     BIGINT UNSIGNED NOT NULL,
    scenario_id    BIGINT UNSIGNED NOT NULL,
    resource_id    BIGINT UNSIGNED NOT NULL,
    agreement_id   BIGINT UNSIGNED NOT NULL,
    developer_id   BIGINT UNSIGNED NOT NULL,
    from_at        DATETIME(6)     NOT NULL,
    to_at          DATETIME(6)     NOT NULL,
    revoked_at     DATETIME(6)     NULL,
    revoked_reason TEXT            NOT NULL,
    created_at     DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY grants_of_request (tenant_id, request_id, resource_id),
    KEY grants_by_scenario (tenant_id, scenario_id),
    KEY grants_by_resource (tenant_id, resource_id),
    KEY grants_by_developer (tenant_id, developer_id, id),
    CONSTRAINT grants_item FOREIGN KEY (tenant_id, request_id, resource_id)
        REFERENCES data_request_items (tenant_id, request_id, resource_id),
    CONSTRAINT grants_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id),
    CONSTRAINT grants_resource FOREIGN KEY (tenant_id, resource_id)
        REFERENCES resources (tenant_id, id),
    CONSTRAINT grants_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT grants_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT grants_interval CHECK (from_at < to_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The hand-over record of each granted resource.
CREATE TABLE supplies (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    request_id     BIGINT UNSIGNED NOT NULL,
    resource_id    BIGINT UNSIGNED NOT NULL,
    record         TEXT            NOT NULL,
    supplied_by_id BIGINT UNSIGNED NOT NULL,
    supplied_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, request_id, resource_id),
    CONSTRAINT supplies_grant FOREIGN KEY (tenant_id, request_id, resource_id)
        REFERENCES grants (tenant_id, request_id, resource_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
