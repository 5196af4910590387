-- Joint decisions: columns one by one, consents, recusals, escalation, change requests.

ALTER TABLE data_requests
    ADD COLUMN changes_id BIGINT UNSIGNED NULL COMMENT 'the request whose grants it asks to change',
    DROP CONSTRAINT data_requests_state,
    ADD CONSTRAINT data_requests_state CHECK (state IN
        ('draft', 'submitted', 'returned', 'assessment', 'joint_decision', 'granted',
         'partly_granted', 'refused', 'supplied', 'revoked', 'withdrawn', 'narrowed')),
    ADD CONSTRAINT data_requests_changes FOREIGN KEY (tenant_id, changes_id)
        REFERENCES data_requests (tenant_id, id);

-- What one seat said to single columns; a column without a row is agreed with its resource.
CREATE TABLE data_request_seat_columns (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    request_id  BIGINT UNSIGNED NOT NULL,
    seat        VARCHAR(64)     NOT NULL,
    body_id     BIGINT UNSIGNED NOT NULL,
    resource_id BIGINT UNSIGNED NOT NULL,
    position    INT             NOT NULL,
    name        VARCHAR(64)     NOT NULL,
    decision    VARCHAR(40)     NOT NULL,
    masking     VARCHAR(40)     NULL,
    text        TEXT            NOT NULL,
    PRIMARY KEY (tenant_id, request_id, seat, body_id, resource_id, position),
    UNIQUE KEY data_request_seat_columns_name (tenant_id, request_id, seat, body_id, resource_id,
                                               name),
    CONSTRAINT data_request_seat_columns_item FOREIGN KEY
        (tenant_id, request_id, seat, body_id, resource_id) REFERENCES data_request_seat_items
        (tenant_id, request_id, seat, body_id, resource_id),
    CONSTRAINT data_request_seat_columns_decision CHECK (decision IN ('agree', 'mask', 'refuse')),
    CONSTRAINT data_request_seat_columns_masking CHECK ((decision = 'mask') = (masking IS NOT NULL)
        AND (masking IS NULL OR masking IN ('statistical', 'cryptographic', 'suppressed',
             'pseudonym', 'generalised', 'randomised', 'synthetic')))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Somebody who may not sit for the body on this request, and who sits instead.
CREATE TABLE data_request_recusals (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    request_id     BIGINT UNSIGNED NOT NULL,
    user_id        BIGINT UNSIGNED NOT NULL,
    body_id        BIGINT UNSIGNED NOT NULL,
    substitute_id  BIGINT UNSIGNED NOT NULL,
    reason         TEXT            NOT NULL,
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    recorded_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, request_id, user_id),
    CONSTRAINT data_request_recusals_request FOREIGN KEY (tenant_id, request_id)
        REFERENCES data_requests (tenant_id, id),
    CONSTRAINT data_request_recusals_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT data_request_recusals_substitute CHECK (user_id <> substitute_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What the coordination set for a seat that stayed silent. Nobody decides in the seat's place.
CREATE TABLE data_request_escalations (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    request_id       BIGINT UNSIGNED NOT NULL,
    seat             VARCHAR(64)     NOT NULL,
    body_id          BIGINT UNSIGNED NOT NULL,
    kind             VARCHAR(40)     NOT NULL,
    on_date          DATE            NOT NULL COMMENT 'the last day, or the day of the meeting',
    text             TEXT            NOT NULL,
    ordered_by_id    BIGINT UNSIGNED NOT NULL,
    ordered_at       DATETIME(6)     NOT NULL,
    minutes_document VARCHAR(200)    NULL,
    minutes_sm3      CHAR(64)        NULL,
    minutes_text     TEXT            NULL,
    minutes_at       DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    KEY data_request_escalations_by_request (tenant_id, request_id, id),
    CONSTRAINT data_request_escalations_request FOREIGN KEY (tenant_id, request_id)
        REFERENCES data_requests (tenant_id, id),
    CONSTRAINT data_request_escalations_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT data_request_escalations_kind CHECK (kind IN ('last_date', 'meeting')),
    CONSTRAINT data_request_escalations_minutes CHECK
        ((minutes_document IS NULL) = (minutes_at IS NULL)
         AND (minutes_document IS NULL OR kind = 'meeting'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The consent to the use of one item: never for several at once.
CREATE TABLE consents (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    request_id     BIGINT UNSIGNED NOT NULL,
    resource_id    BIGINT UNSIGNED NOT NULL,
    document       VARCHAR(200)    NOT NULL,
    evidence_sm3   CHAR(64)        NULL COMMENT 'absent: recorded before digests were asked for',
    scope          TEXT            NOT NULL COMMENT 'what was consented to',
    subjects       BIGINT UNSIGNED NOT NULL COMMENT 'of how many persons; 0: not counted',
    obtained_on    DATE            NULL COMMENT 'absent: as evidence_sm3',
    valid_until    DATE            NULL,
    withdrawn_at   DATETIME(6)     NULL,
    withdrawn_text TEXT            NULL,
    PRIMARY KEY (tenant_id, request_id, resource_id),
    CONSTRAINT consents_item FOREIGN KEY (tenant_id, request_id, resource_id)
        REFERENCES data_request_items (tenant_id, request_id, resource_id),
    CONSTRAINT consents_validity CHECK (valid_until >= obtained_on),
    CONSTRAINT consents_withdrawal CHECK ((withdrawn_at IS NULL) = (withdrawn_text IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT INTO consents (tenant_id, request_id, resource_id, document, scope, subjects)
SELECT tenant_id, request_id, resource_id, consent_document, '', 0
  FROM data_request_items
 WHERE consent_document IS NOT NULL;

ALTER TABLE data_request_items DROP COLUMN consent_document;

-- What a grant covers. A change request that asks for less ends a column before its grant.
ALTER TABLE grants
    ADD COLUMN conditions    TEXT            NOT NULL DEFAULT ''
        COMMENT 'on the whole resource, of all seats',
    ADD COLUMN revoked_by_id BIGINT UNSIGNED NULL COMMENT 'the body; absent: it followed',
    ADD CONSTRAINT grants_revoked_by FOREIGN KEY (tenant_id, revoked_by_id)
        REFERENCES bodies (tenant_id, id);

CREATE TABLE grant_columns (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    grant_id   BIGINT UNSIGNED NOT NULL,
    position   INT             NOT NULL,
    name       VARCHAR(64)     NOT NULL,
    purpose    VARCHAR(500)    NOT NULL,
    masking    JSON            NOT NULL COMMENT 'all that the seats asked for',
    conditions TEXT            NOT NULL,
    ended_at   DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, grant_id, position),
    UNIQUE KEY grant_columns_name (tenant_id, grant_id, name),
    CONSTRAINT grant_columns_grant FOREIGN KEY (tenant_id, grant_id)
        REFERENCES grants (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT INTO grant_columns (tenant_id, grant_id, position, name, purpose, masking, conditions)
SELECT grants.tenant_id, grants.id, asked.position, asked.name, asked.purpose, '[]', ''
  FROM grants
  JOIN data_request_columns asked
    ON asked.tenant_id = grants.tenant_id
   AND asked.request_id = grants.request_id
   AND asked.resource_id = grants.resource_id;

-- What a change request takes away from what stands: given up at once, or replaced once the same
-- column is granted for its new purpose.
CREATE TABLE data_request_narrowings (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    request_id BIGINT UNSIGNED NOT NULL,
    grant_id   BIGINT UNSIGNED NOT NULL,
    name       VARCHAR(64)     NOT NULL,
    cause      VARCHAR(40)     NOT NULL,
    applied_at DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, request_id, grant_id, name),
    CONSTRAINT data_request_narrowings_request FOREIGN KEY (tenant_id, request_id)
        REFERENCES data_requests (tenant_id, id),
    CONSTRAINT data_request_narrowings_column FOREIGN KEY (tenant_id, grant_id, name)
        REFERENCES grant_columns (tenant_id, grant_id, name),
    CONSTRAINT data_request_narrowings_cause CHECK (cause IN ('given_up', 'replaced'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
