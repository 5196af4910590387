-- Tenants, bodies, users, sessions, API keys. Tenant 0 is the platform itself. Times of sessions,
-- keys and sign-in attempts are real time; all others are the tenant's.

CREATE TABLE tenants (
    tenant_id           BIGINT UNSIGNED NOT NULL,
    slug                VARCHAR(40)     NOT NULL,
    name                VARCHAR(200)    NOT NULL,
    rule_pack_id        VARCHAR(64)     NOT NULL,
    sandbox             TINYINT         NOT NULL,
    clock               DATETIME(6)     NULL,
    policy              JSON            NOT NULL,
    version             INT             NOT NULL,
    entitlement_version BIGINT UNSIGNED NOT NULL,
    created_at          DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id),
    UNIQUE KEY tenants_slug (slug),
    CONSTRAINT tenants_only_sandboxes_have_a_clock CHECK (sandbox IN (0, 1) AND (sandbox = 1) =
                                                          (clock IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE mandates (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    document    VARCHAR(200)    NOT NULL,
    from_on     DATE            NOT NULL,
    to_on       DATE            NOT NULL,
    recorded_at DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT mandates_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id),
    CONSTRAINT mandates_dates CHECK (from_on <= to_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE continuation_bases (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    document    VARCHAR(200)    NOT NULL,
    scope       VARCHAR(40)     NOT NULL,
    recorded_on DATE            NOT NULL,
    until_on    DATE            NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT continuation_bases_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id),
    CONSTRAINT continuation_bases_dates CHECK (recorded_on <= until_on),
    CONSTRAINT continuation_bases_scope CHECK (scope IN ('all', 'notice', 'admission', 'agreement',
        'renewal', 'data_request', 'price_approval', 'claim'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE bodies (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    kind            VARCHAR(40)     NOT NULL,
    code            VARCHAR(64)     NOT NULL,
    name            VARCHAR(200)    NOT NULL,
    uscc            CHAR(18)        NULL,
    department_kind VARCHAR(40)     NULL,
    area            VARCHAR(64)     NOT NULL,
    created_at      DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY bodies_code (tenant_id, code),
    KEY bodies_kind (tenant_id, kind, id),
    CONSTRAINT bodies_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id),
    CONSTRAINT bodies_kind_known CHECK (kind IN ('platform', 'operator', 'authority', 'data_centre',
        'expert', 'department', 'province', 'treasury', 'collecting_unit', 'supervisor',
            'developer',
        'evaluator')),
    CONSTRAINT bodies_platform_alone CHECK ((tenant_id = 0) = (kind = 'platform')),
    CONSTRAINT bodies_department_kind CHECK (department_kind IS NULL OR (kind = 'department' AND
        department_kind IN ('administrative', 'institution', 'enterprise', 'vertical')))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE users (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    body_id       BIGINT UNSIGNED NOT NULL,
    username      VARCHAR(64)     NOT NULL,
    role          VARCHAR(40)     NOT NULL,
    body_admin    TINYINT         NOT NULL,
    state         VARCHAR(40)     NOT NULL,
    password_hash VARCHAR(160)    NOT NULL,
    version       INT             NOT NULL DEFAULT 1,
    created_at    DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY users_username (tenant_id, username),
    KEY users_of_body (tenant_id, body_id, id),
    CONSTRAINT users_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id),
    CONSTRAINT users_state CHECK (state IN ('active', 'disabled')),
    CONSTRAINT users_role CHECK (role IN ('platform_admin', 'operator_admin', 'operator_staff',
        'finance', 'data_authority', 'coordination', 'data_centre', 'expert', 'department',
            'province',
        'treasury', 'collector', 'auditor', 'developer_admin', 'developer_staff', 'evaluator')),
    CONSTRAINT users_platform_alone CHECK ((tenant_id = 0) = (role = 'platform_admin')),
    CONSTRAINT users_body_admin CHECK (body_admin IN (0, 1))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- token_sm3 is the digest of the token that the browser holds; the token itself is nowhere.
CREATE TABLE sessions (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    user_id        BIGINT UNSIGNED NOT NULL,
    token_sm3      CHAR(64)        NOT NULL,
    created_at     DATETIME(6)     NOT NULL,
    last_seen_at   DATETIME(6)     NOT NULL,
    revoked_at     DATETIME(6)     NULL,
    remote_address VARCHAR(64)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY sessions_token (token_sm3),
    KEY sessions_of_user (tenant_id, user_id, revoked_at),
    KEY sessions_by_age (created_at),
    CONSTRAINT sessions_user FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- secret_hmac is keyed with the server's pepper, which is not in the database.
CREATE TABLE api_keys (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    body_id      BIGINT UNSIGNED NOT NULL,
    name         VARCHAR(100)    NOT NULL,
    secret_hmac  CHAR(64)        NOT NULL,
    scopes       JSON            NOT NULL,
    addresses    JSON            NOT NULL,
    expires_on   DATE            NULL,
    created_by   BIGINT UNSIGNED NOT NULL,
    created_at   DATETIME(6)     NOT NULL,
    last_used_at DATETIME(6)     NULL,
    revoked_at   DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY api_keys_id (id),
    KEY api_keys_of_body (tenant_id, body_id, id),
    CONSTRAINT api_keys_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id),
    CONSTRAINT api_keys_creator FOREIGN KEY (tenant_id, created_by) REFERENCES users (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Failed sign-ins in a row per name and address. name_sm3 covers slug and name, which may not
-- exist: then tenant_id is 0.
CREATE TABLE login_attempts (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    name_sm3       CHAR(64)        NOT NULL,
    remote_address VARCHAR(64)     NOT NULL,
    failures       INT UNSIGNED    NOT NULL,
    last_at        DATETIME(6)     NOT NULL,
    locked_until   DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, name_sm3, remote_address),
    KEY login_attempts_by_age (last_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
