-- Delegations (代理): a user's duties in the hands of a colleague, between two dates.

CREATE TABLE delegations (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    body_id      BIGINT UNSIGNED NOT NULL,
    principal_id BIGINT UNSIGNED NOT NULL COMMENT 'whose duties they are',
    delegate_id  BIGINT UNSIGNED NOT NULL COMMENT 'who acts',
    from_on      DATE            NOT NULL,
    to_on        DATE            NOT NULL COMMENT 'inclusive',
    reason       VARCHAR(500)    NOT NULL,
    created_by   BIGINT UNSIGNED NOT NULL,
    created_at   DATETIME(6)     NOT NULL,
    revoked_by   BIGINT UNSIGNED NULL,
    revoked_at   DATETIME(6)     NULL,
    PRIMARY KEY (tenant_id, id),
    KEY delegations_of_delegate (tenant_id, delegate_id, to_on),
    KEY delegations_of_principal (tenant_id, principal_id, to_on),
    KEY delegations_of_body (tenant_id, body_id, id),
    CONSTRAINT delegations_body FOREIGN KEY (tenant_id, body_id) REFERENCES bodies (tenant_id, id),
    CONSTRAINT delegations_principal FOREIGN KEY (tenant_id, principal_id)
        REFERENCES users (tenant_id, id),
    CONSTRAINT delegations_delegate FOREIGN KEY (tenant_id, delegate_id)
        REFERENCES users (tenant_id, id),
    CONSTRAINT delegations_creator FOREIGN KEY (tenant_id, created_by)
        REFERENCES users (tenant_id, id),
    CONSTRAINT delegations_dates CHECK (from_on <= to_on),
    CONSTRAINT delegations_two_people CHECK (principal_id <> delegate_id),
    CONSTRAINT delegations_revoked_whole CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
