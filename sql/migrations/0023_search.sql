-- What a stop of a part of a chain closed, and the index of the search.

CREATE TABLE chain_stops (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    cause          VARCHAR(40)     NOT NULL,
    aggregate      VARCHAR(64)     NOT NULL COMMENT 'the case in which it was stopped',
    aggregate_id   BIGINT UNSIGNED NOT NULL,
    title          VARCHAR(500)    NOT NULL,
    reason         TEXT            NOT NULL,
    stopped_at     DATETIME(6)     NOT NULL COMMENT 'closed from this instant on',
    recorded_at    DATETIME(6)     NOT NULL,
    recorded_by_body_id BIGINT UNSIGNED NOT NULL,
    recorded_by_user_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY chain_stops_by_case (tenant_id, aggregate, aggregate_id),
    CONSTRAINT chain_stops_recorded_by FOREIGN KEY (tenant_id, recorded_by_body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT chain_stops_cause CHECK (cause IN ('grant_revoked', 'consent_withdrawn',
        'resource_suspended', 'product_suspended', 'product_withdrawn', 'certificate_revoked',
        'listing_suspended', 'listing_delisted'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Exactly the products, listings and orders that were open without it. Rows are never changed.
CREATE TABLE chain_stop_items (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    stop_id      BIGINT UNSIGNED NOT NULL,
    aggregate    VARCHAR(64)     NOT NULL,
    aggregate_id BIGINT UNSIGNED NOT NULL,
    code         VARCHAR(64)     NOT NULL,
    scenario_id  BIGINT UNSIGNED NOT NULL,
    body_id      BIGINT UNSIGNED NOT NULL COMMENT 'the developer, or the department that bought',
    PRIMARY KEY (tenant_id, stop_id, aggregate, aggregate_id, scenario_id),
    KEY chain_stop_items_by_thing (tenant_id, aggregate, aggregate_id),
    CONSTRAINT chain_stop_items_stop FOREIGN KEY (tenant_id, stop_id)
        REFERENCES chain_stops (tenant_id, id),
    CONSTRAINT chain_stop_items_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id),
    CONSTRAINT chain_stop_items_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT chain_stop_items_aggregate CHECK (aggregate IN ('product', 'listing', 'order'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Who was told, and what each did about it.
CREATE TABLE chain_stop_parties (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    stop_id    BIGINT UNSIGNED NOT NULL,
    body_id    BIGINT UNSIGNED NOT NULL,
    measure    TEXT            NULL,
    seen_at    DATETIME(6)     NULL,
    seen_by_id BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, stop_id, body_id),
    KEY chain_stop_parties_by_body (tenant_id, body_id, stop_id),
    CONSTRAINT chain_stop_parties_stop FOREIGN KEY (tenant_id, stop_id)
        REFERENCES chain_stops (tenant_id, id),
    CONSTRAINT chain_stop_parties_body FOREIGN KEY (tenant_id, body_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT chain_stop_parties_seen CHECK
        ((seen_at IS NULL) = (measure IS NULL) AND (seen_at IS NULL) = (seen_by_id IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One row per tenant whose index stands: in which form, and how many documents it has. Whoever
-- changes the index locks it first.
CREATE TABLE search_indexes (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    format         INT             NOT NULL,
    document_count INT UNSIGNED    NOT NULL,
    PRIMARY KEY (tenant_id),
    CONSTRAINT search_indexes_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A product or resource under its running number, and the keys under which it is found now.
CREATE TABLE search_documents (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    document   INT UNSIGNED    NOT NULL,
    type       VARCHAR(40)     NOT NULL,
    subject_id BIGINT UNSIGNED NOT NULL,
    code       VARCHAR(64)     NOT NULL,
    name       VARCHAR(200)    NOT NULL,
    index_keys MEDIUMTEXT      NOT NULL COMMENT 'one a line, sorted',
    PRIMARY KEY (tenant_id, document),
    UNIQUE KEY search_documents_subject (tenant_id, type, subject_id),
    CONSTRAINT search_documents_type CHECK (type IN ('product', 'resource'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Which documents of a block of 8192 a key stands for.
CREATE TABLE search_postings (
    tenant_id BIGINT UNSIGNED NOT NULL,
    index_key VARCHAR(100)    NOT NULL,
    block     INT UNSIGNED    NOT NULL,
    members   VARBINARY(1024) NOT NULL COMMENT 'two bytes each, or a bitmap',
    PRIMARY KEY (tenant_id, index_key, block)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
