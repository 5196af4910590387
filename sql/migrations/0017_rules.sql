-- Rule packs as they were when something was first done under them, and departures from rules that
-- allow them with a reason.

CREATE TABLE rule_pack_versions (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    digest        CHAR(64)        NOT NULL COMMENT 'SM3 of the text',
    rule_pack_id  VARCHAR(64)     NOT NULL,
    pack_text     MEDIUMTEXT      NOT NULL COMMENT 'the whole pack, byte for byte',
    first_used_at DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    CONSTRAINT rule_pack_versions_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE rule_overrides (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    rule_key         VARCHAR(64)     NOT NULL,
    rule_pack_id     VARCHAR(64)     NOT NULL,
    rule_pack_digest CHAR(64)        NOT NULL,
    article          VARCHAR(64)     NOT NULL,
    reason           TEXT            NOT NULL,
    aggregate        VARCHAR(40)     NOT NULL COMMENT 'what the act was done to',
    aggregate_id     BIGINT UNSIGNED NOT NULL,
    body_id          BIGINT UNSIGNED NOT NULL,
    username         VARCHAR(64)     NOT NULL,
    role             VARCHAR(40)     NOT NULL,
    recorded_at      DATETIME(6)     NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY rule_overrides_rule (tenant_id, rule_key, id),
    KEY rule_overrides_aggregate (tenant_id, aggregate, aggregate_id),
    CONSTRAINT rule_overrides_pack FOREIGN KEY (tenant_id, rule_pack_digest)
        REFERENCES rule_pack_versions (tenant_id, digest),
    CONSTRAINT rule_overrides_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
