-- Versions of products, used columns and lawful origins in their lineage, recusals from reviews,
-- numbers in public registers, revoked certificates.

-- Beside state, kind and registration of the product as a whole.
ALTER TABLE products
    ADD COLUMN registered_number INT NOT NULL DEFAULT 1 COMMENT 'version registered last, else 1',
    ADD COLUMN revoked_at DATETIME(6) NULL,
    MODIFY COLUMN state VARCHAR(40) NOT NULL CHECK (state IN
        ('draft', 'submitted', 'returned', 'registered', 'rejected', 'withdrawn', 'revoked')),
    ADD CONSTRAINT products_revoked CHECK ((state = 'revoked') = (revoked_at IS NOT NULL));

-- What a product says and is made of. Number 1 shares its state with the product.
CREATE TABLE product_versions (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    product_id    BIGINT UNSIGNED NOT NULL,
    number        INT NOT NULL,
    state         VARCHAR(40) NOT NULL,
    kind          VARCHAR(40) NOT NULL,
    description   TEXT NOT NULL,
    delivery      VARCHAR(40) NULL,
    form          VARCHAR(40) NULL,
    statements    JSON NOT NULL,
    review_round  INT NOT NULL,
    effective_on  DATE NULL COMMENT 'as asked for; once registered, its first day',
    registered_at DATETIME(6) NULL,
    created_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, product_id, number),
    CONSTRAINT product_versions_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT product_versions_state CHECK (state IN
        ('draft', 'submitted', 'returned', 'registered', 'rejected', 'withdrawn', 'revoked')),
    CONSTRAINT product_versions_registered CHECK (state NOT IN ('registered', 'revoked')
        OR (registered_at IS NOT NULL AND effective_on IS NOT NULL)),
    CONSTRAINT product_versions_delivery CHECK (delivery IN
        ('api_call', 'online_use', 'deployment', 'file_export', 'on_site')),
    CONSTRAINT product_versions_form CHECK (form IN ('result', 'statistics', 'row_level', 'raw'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT INTO product_versions (tenant_id, product_id, number, state, kind, description, statements,
    review_round, effective_on, registered_at, created_at)
SELECT tenant_id, id, 1, state, kind, '', '{}', review_round,
       DATE(registered_at + INTERVAL 8 HOUR), registered_at, created_at
  FROM products;

ALTER TABLE products DROP COLUMN review_round;

ALTER TABLE product_lineage
    ADD COLUMN number INT NOT NULL DEFAULT 1 COMMENT 'version of the product' AFTER product_id,
    ADD COLUMN used_columns JSON NOT NULL DEFAULT '[]' COMMENT 'empty: every granted one',
    ADD COLUMN origin_document VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'own data',
    ADD COLUMN import_case VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'own data: approved import',
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (tenant_id, product_id, number, position),
    DROP KEY product_lineage_once,
    ADD UNIQUE KEY product_lineage_once (tenant_id, product_id, number, resource_id),
    ADD CONSTRAINT product_lineage_own CHECK (resource_id IS NULL
        OR (origin_document = '' AND import_case = ''));

ALTER TABLE product_reviews
    ADD COLUMN number INT NOT NULL DEFAULT 1 COMMENT 'version of the product' AFTER product_id,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (tenant_id, product_id, number, round, seat);

-- Who declared a conflict of interest and left its seat to a colleague.
CREATE TABLE product_recusals (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    product_id  BIGINT UNSIGNED NOT NULL,
    number      INT NOT NULL,
    round       INT NOT NULL,
    user_id     BIGINT UNSIGNED NOT NULL,
    seat        VARCHAR(64) NOT NULL,
    reason      VARCHAR(2000) NOT NULL,
    recused_at  DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, product_id, number, round, user_id),
    CONSTRAINT product_recusals_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One certificate for each registered version.
ALTER TABLE certificates
    ADD COLUMN product_number INT NOT NULL DEFAULT 1 AFTER product_id,
    DROP KEY certificates_by_product,
    ADD UNIQUE KEY certificates_by_product (tenant_id, product_id, product_number);

CREATE TABLE certificate_revocations (
    tenant_id          BIGINT UNSIGNED NOT NULL,
    number             VARCHAR(64) NOT NULL,
    revoked_at         DATETIME(6) NOT NULL,
    reason             VARCHAR(1000) NOT NULL,
    document           VARCHAR(200) NOT NULL,
    revoked_by_body_id BIGINT UNSIGNED NOT NULL,
    revoked_by_id      BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, number),
    CONSTRAINT certificate_revocations_certificate FOREIGN KEY (tenant_id, number)
        REFERENCES certificates (tenant_id, number)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Numbers under which public registers know a product.
CREATE TABLE product_registrations (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    product_id     BIGINT UNSIGNED NOT NULL,
    register       VARCHAR(40) NOT NULL CHECK (register IN
                   ('national', 'provincial', 'data_intellectual_property')),
    number         VARCHAR(100) NOT NULL,
    valid_from     DATE NOT NULL,
    valid_to       DATE NULL,
    document       VARCHAR(200) NOT NULL,
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    recorded_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, product_id, register, number),
    CONSTRAINT product_registrations_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT product_registrations_dates CHECK (valid_to IS NULL OR valid_from <= valid_to)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
