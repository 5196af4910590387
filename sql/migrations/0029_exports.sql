-- Files that people took out of the books, and events that other systems are told of.

-- One asked-for file, from the wish to the bytes. `filters`: what was asked for; `sidecar`: the
-- signed statement about the file (digest, control totals), byte for byte.
CREATE TABLE exports (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    number       BIGINT UNSIGNED NOT NULL,
    kind         VARCHAR(40)     NOT NULL,
    format       VARCHAR(20)     NOT NULL,
    filters      JSON            NOT NULL,
    headings     VARCHAR(20)     NOT NULL,
    state        VARCHAR(20)     NOT NULL,
    version      INT             NOT NULL DEFAULT 1,
    rows_total   BIGINT          NOT NULL COMMENT 'as estimated when it was asked for',
    rows_done    BIGINT          NOT NULL DEFAULT 0,
    attempts     INT             NOT NULL DEFAULT 0,
    body_id      BIGINT UNSIGNED NOT NULL,
    user_id      BIGINT UNSIGNED NOT NULL,
    username     VARCHAR(64)     NOT NULL,
    role         VARCHAR(40)     NOT NULL,
    requested_at DATETIME(6)     NOT NULL,
    finished_at  DATETIME(6)     NULL,
    file_name    VARCHAR(200)    NOT NULL,
    size_bytes   BIGINT          NOT NULL DEFAULT 0,
    digest       CHAR(64)        NULL COMMENT 'SM3 of the file',
    sidecar      MEDIUMTEXT      NULL,
    failure      VARCHAR(80)     NULL COMMENT 'an error code',
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY exports_number (tenant_id, number),
    KEY exports_of_body (tenant_id, body_id, id),
    KEY exports_waiting (state),
    CONSTRAINT exports_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id),
    CONSTRAINT exports_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    CONSTRAINT exports_format CHECK (format IN ('xlsx', 'csv', 'pdf', 'journal', 'json')),
    CONSTRAINT exports_headings CHECK (headings IN ('zh', 'en', 'code')),
    CONSTRAINT exports_done CHECK
        ((state = 'done') = (digest IS NOT NULL) AND (state = 'done') = (sidecar IS NOT NULL)),
    CONSTRAINT exports_failed CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CONSTRAINT exports_finished CHECK
        ((state IN ('done', 'failed')) = (finished_at IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Where a body wants events sent. Secrets are sealed; the former one signs beside the new one until
-- `former_until`. Times named _real are the machine's.
CREATE TABLE webhook_endpoints (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    body_id       BIGINT UNSIGNED NOT NULL,
    url           VARCHAR(500)    NOT NULL,
    description   VARCHAR(200)    NOT NULL,
    event_types   JSON            NOT NULL,
    secret_sealed TEXT            NOT NULL COMMENT 'Base64',
    former_sealed TEXT            NULL COMMENT 'Base64',
    former_until  DATETIME(6)     NULL,
    state         VARCHAR(20)     NOT NULL,
    version       INT             NOT NULL DEFAULT 1,
    failures      INT             NOT NULL DEFAULT 0 COMMENT 'in a row',
    created_by_id BIGINT UNSIGNED NOT NULL,
    created_at    DATETIME(6)     NOT NULL,
    ended_real    DATETIME(6)     NULL COMMENT 'since when it is off',
    PRIMARY KEY (tenant_id, id),
    KEY webhook_endpoints_of_body (tenant_id, body_id, id),
    CONSTRAINT webhook_endpoints_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT webhook_endpoints_state CHECK
        (state IN ('active', 'switched_off', 'failed', 'removed')),
    CONSTRAINT webhook_endpoints_ended CHECK ((state = 'active') = (ended_real IS NULL)),
    CONSTRAINT webhook_endpoints_former CHECK ((former_sealed IS NULL) = (former_until IS NULL)),
    CONSTRAINT webhook_endpoints_failures CHECK (failures >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What happened, once, if somebody wanted to be told. `body_id`: the developer that it concerns.
CREATE TABLE webhook_events (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    type        VARCHAR(64)     NOT NULL,
    body_id     BIGINT UNSIGNED NULL,
    subject     VARCHAR(128)    NOT NULL,
    payload     JSON            NOT NULL,
    occurred_at DATETIME(6)     NOT NULL COMMENT 'by the clock of the tenant',
    PRIMARY KEY (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE webhook_deliveries (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    endpoint_id BIGINT UNSIGNED NOT NULL,
    event_id    BIGINT UNSIGNED NOT NULL,
    state       VARCHAR(20)     NOT NULL,
    attempts    INT             NOT NULL DEFAULT 0,
    created_real DATETIME(6)    NOT NULL,
    ended_real  DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY webhook_deliveries_once (tenant_id, endpoint_id, event_id),
    KEY webhook_deliveries_state (tenant_id, endpoint_id, state, id),
    CONSTRAINT webhook_deliveries_endpoint FOREIGN KEY (tenant_id, endpoint_id)
        REFERENCES webhook_endpoints (tenant_id, id),
    CONSTRAINT webhook_deliveries_event FOREIGN KEY (tenant_id, event_id)
        REFERENCES webhook_events (tenant_id, id),
    CONSTRAINT webhook_deliveries_state CHECK
        (state IN ('waiting', 'sent', 'failed', 'refused', 'dropped')),
    CONSTRAINT webhook_deliveries_ended CHECK ((state = 'waiting') = (ended_real IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Each try of a delivery and what came of it.
CREATE TABLE webhook_attempts (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    delivery_id BIGINT UNSIGNED NOT NULL,
    attempt     INT             NOT NULL,
    at_real     DATETIME(6)     NOT NULL,
    outcome     VARCHAR(20)     NOT NULL,
    detail      VARCHAR(300)    NOT NULL,
    PRIMARY KEY (tenant_id, delivery_id, attempt),
    CONSTRAINT webhook_attempts_delivery FOREIGN KEY (tenant_id, delivery_id)
        REFERENCES webhook_deliveries (tenant_id, id),
    CONSTRAINT webhook_attempts_outcome CHECK (outcome IN ('sent', 'failed', 'refused'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
