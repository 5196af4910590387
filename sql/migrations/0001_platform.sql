-- What every module stands on. Tables of a tenant start their primary key with tenant_id; tables
-- without a tenant are named platform_ (the migrator makes platform_migrations and platform_leases
-- itself). Tenant 0 is the platform. Enums are texts with a CHECK. Times are UTC.

-- Running numbers without gaps: the row stays locked until the transaction that took a number ends.
CREATE TABLE counters (
    tenant_id BIGINT UNSIGNED NOT NULL,
    series    VARCHAR(64)     NOT NULL,
    value     BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, series),
    CONSTRAINT counters_value_counts_from_one CHECK (value >= 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The reply that a request with an Idempotency-Key got. No status: the claim of a request whose
-- reply is not stored yet. created_at is real time, also for sandbox tenants.
CREATE TABLE idempotency_keys (
    tenant_id       BIGINT UNSIGNED   NOT NULL,
    principal       VARCHAR(64)       NOT NULL,
    idempotency_key VARCHAR(128)      NOT NULL,
    request_hash    VARCHAR(128)      NOT NULL,
    status          SMALLINT UNSIGNED NULL,
    headers         JSON              NULL,
    body            MEDIUMTEXT        NULL,
    created_at      DATETIME(6)       NOT NULL,
    PRIMARY KEY (tenant_id, principal, idempotency_key),
    KEY idempotency_keys_by_age (created_at),
    CONSTRAINT idempotency_keys_named CHECK (principal <> '' AND idempotency_key <> ''),
    CONSTRAINT idempotency_keys_reply_is_whole
        CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (headers IS NULL)),
    CONSTRAINT idempotency_keys_status_is_http CHECK (status BETWEEN 100 AND 599)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Work to do after the commit. A message is visible from next_attempt_at on; claiming it moves that
-- into the future (the lease) and gives it a token that only the claimant knows.
CREATE TABLE outbox (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    topic           VARCHAR(64)     NOT NULL,
    payload         JSON            NOT NULL,
    state           VARCHAR(16)     NOT NULL,
    due_at          DATETIME(6)     NOT NULL,
    next_attempt_at DATETIME(6)     NOT NULL,
    attempts        INT UNSIGNED    NOT NULL,
    lease_token     BIGINT UNSIGNED NOT NULL,
    last_error      VARCHAR(1000)   NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY outbox_by_topic (tenant_id, state, topic, next_attempt_at),
    KEY outbox_by_time (state, next_attempt_at),
    CONSTRAINT outbox_state_known CHECK (state IN ('pending', 'dead')),
    CONSTRAINT outbox_topic_named CHECK (topic <> '')
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Who did or read what. Written in the transaction of the change; seq and seal come from the
-- sealer, which chains the rows of each tenant afterwards.
CREATE TABLE audit_rows (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    at_real         DATETIME(6)     NOT NULL,
    at_tenant       DATETIME(6)     NOT NULL,
    user_id         BIGINT UNSIGNED NULL,
    body_id         BIGINT UNSIGNED NULL,
    role            VARCHAR(64)     NOT NULL,
    delegate_for_id BIGINT UNSIGNED NULL,
    operation       VARCHAR(100)    NOT NULL,
    request_id      VARCHAR(64)     NOT NULL,
    subject         VARCHAR(255)    NOT NULL,
    details         JSON            NOT NULL,
    seq             BIGINT UNSIGNED NULL,
    seal            VARCHAR(512)    NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY audit_rows_by_seq (tenant_id, seq),
    KEY audit_rows_to_seal (seq, tenant_id, id),
    KEY audit_rows_by_user (tenant_id, user_id, id),
    KEY audit_rows_by_subject (tenant_id, subject, id),
    CONSTRAINT audit_rows_operation_named CHECK (operation <> ''),
    CONSTRAINT audit_rows_sealed_whole CHECK ((seq IS NULL) = (seal IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The steps of all cases, of every aggregate.
CREATE TABLE case_events (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    aggregate       VARCHAR(64)     NOT NULL,
    aggregate_id    BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    action          VARCHAR(64)     NOT NULL,
    from_state      VARCHAR(64)     NOT NULL,
    to_state        VARCHAR(64)     NOT NULL,
    user_id         BIGINT UNSIGNED NOT NULL,
    body_id         BIGINT UNSIGNED NOT NULL,
    role            VARCHAR(64)     NOT NULL,
    delegate_for_id BIGINT UNSIGNED NULL,
    at              DATETIME(6)     NOT NULL,
    opinion         TEXT            NOT NULL,
    details         JSON            NOT NULL,
    PRIMARY KEY (tenant_id, aggregate, aggregate_id, id),
    CONSTRAINT case_events_named CHECK (aggregate <> '' AND action <> '')
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Work desks. user_id 0 and role '' mean "any". open_slot is 0 while the task is open and the row's
-- own id afterwards, so that the unique key holds for open tasks only.
CREATE TABLE todos (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    aggregate    VARCHAR(64)     NOT NULL,
    aggregate_id BIGINT UNSIGNED NOT NULL,
    task         VARCHAR(64)     NOT NULL,
    title        VARCHAR(500)    NOT NULL,
    body_id      BIGINT UNSIGNED NOT NULL,
    role         VARCHAR(64)     NOT NULL,
    user_id      BIGINT UNSIGNED NOT NULL,
    opened_at    DATETIME(6)     NOT NULL,
    due_on       DATE            NULL,
    closed_at    DATETIME(6)     NULL,
    open_slot    BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY todos_open_once
        (tenant_id, aggregate, aggregate_id, task, body_id, user_id, open_slot),
    KEY todos_of_desk (tenant_id, body_id, open_slot, id),
    CONSTRAINT todos_named CHECK (aggregate <> '' AND task <> ''),
    CONSTRAINT todos_open_or_closed
        CHECK ((closed_at IS NULL AND open_slot = 0) OR (closed_at IS NOT NULL AND open_slot = id))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
