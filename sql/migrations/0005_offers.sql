-- Products, certificates, prices, listings, orders.

CREATE TABLE products (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    code          VARCHAR(64) NOT NULL,
    developer_id  BIGINT UNSIGNED NOT NULL,
    name          VARCHAR(200) NOT NULL,
    kind          VARCHAR(40) NOT NULL,
    state         VARCHAR(40) NOT NULL CHECK (state IN
                  ('draft', 'submitted', 'returned', 'registered', 'rejected', 'withdrawn')),
    version       INT NOT NULL DEFAULT 1,
    review_round  INT NOT NULL DEFAULT 0,
    registered_at DATETIME(6) NULL,
    created_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY products_code (tenant_id, code),
    KEY products_by_developer (tenant_id, developer_id, id),
    CONSTRAINT products_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT products_registered CHECK (state <> 'registered' OR registered_at IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE product_scenarios (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    product_id  BIGINT UNSIGNED NOT NULL,
    scenario_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, product_id, scenario_id),
    CONSTRAINT product_scenarios_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT product_scenarios_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One source a row: a resource, or the developer's own data by name. Weights are exact texts.
CREATE TABLE product_lineage (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    product_id  BIGINT UNSIGNED NOT NULL,
    position    INT NOT NULL,
    resource_id BIGINT UNSIGNED NULL,
    own_name    VARCHAR(200) NULL,
    weight      VARCHAR(20) NOT NULL,
    PRIMARY KEY (tenant_id, product_id, position),
    UNIQUE KEY product_lineage_once (tenant_id, product_id, resource_id),
    CONSTRAINT product_lineage_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT product_lineage_resource FOREIGN KEY (tenant_id, resource_id)
        REFERENCES resources (tenant_id, id),
    CONSTRAINT product_lineage_one_source CHECK ((resource_id IS NULL) <> (own_name IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One seat's answer in the round of review that a submission opens.
CREATE TABLE product_reviews (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    product_id       BIGINT UNSIGNED NOT NULL,
    round            INT NOT NULL,
    seat             VARCHAR(64) NOT NULL,
    decision         VARCHAR(40) NOT NULL CHECK (decision IN ('pass', 'return', 'reject')),
    no_raw_data      BOOLEAN NOT NULL,
    not_reversible   BOOLEAN NOT NULL,
    only_granted     BOOLEAN NOT NULL,
    inside_scenario  BOOLEAN NOT NULL,
    opinion          TEXT NOT NULL,
    reviewed_by_id   BIGINT UNSIGNED NOT NULL,
    reviewed_at      DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, product_id, round, seat),
    CONSTRAINT product_reviews_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Issued once, when the last seat passed the product. The signature is DER in Base64.
CREATE TABLE certificates (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    number     VARCHAR(64) NOT NULL,
    product_id BIGINT UNSIGNED NOT NULL,
    issued_at  DATETIME(6) NOT NULL,
    content    TEXT NOT NULL,
    digest     CHAR(64) NOT NULL,
    signature  VARCHAR(400) NOT NULL,
    public_key TEXT NOT NULL,
    PRIMARY KEY (tenant_id, number),
    UNIQUE KEY certificates_by_product (tenant_id, product_id),
    CONSTRAINT certificates_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The standard for data use that price plans of kind data_use must equal.
CREATE TABLE approved_standards (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    code           VARCHAR(64) NOT NULL,
    product_id     BIGINT UNSIGNED NOT NULL,
    scenario_id    BIGINT UNSIGNED NOT NULL,
    document       VARCHAR(200) NOT NULL,
    effective_from DATE NOT NULL,
    charges        JSON NOT NULL,
    state          VARCHAR(40) NOT NULL CHECK (state IN ('recorded', 'confirmed')),
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    confirmed_by_id BIGINT UNSIGNED NULL,
    version        INT NOT NULL DEFAULT 1,
    created_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY approved_standards_code (tenant_id, code),
    CONSTRAINT approved_standards_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT approved_standards_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id),
    CONSTRAINT approved_standards_four_eyes
        CHECK (confirmed_by_id IS NULL OR confirmed_by_id <> recorded_by_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE price_plans (
    tenant_id        BIGINT UNSIGNED NOT NULL,
    id               BIGINT UNSIGNED NOT NULL,
    code             VARCHAR(64) NOT NULL,
    kind             VARCHAR(40) NOT NULL CHECK (kind IN ('data_use', 'operator_fee', 'market')),
    product_id       BIGINT UNSIGNED NULL,
    scenario_id      BIGINT UNSIGNED NULL,
    effective_from   DATE NOT NULL,
    state            VARCHAR(40) NOT NULL CHECK (state IN ('draft', 'approved', 'withdrawn')),
    charges          JSON NOT NULL,
    standard_code    VARCHAR(64) NULL,
    allocation_meter VARCHAR(64) NULL,
    continuation_document VARCHAR(200) NULL,
    drafted_by_id    BIGINT UNSIGNED NOT NULL,
    approved_by_id   BIGINT UNSIGNED NULL,
    version          INT NOT NULL DEFAULT 1,
    created_at       DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY price_plans_code (tenant_id, code),
    KEY price_plans_by_product (tenant_id, product_id, scenario_id, effective_from),
    CONSTRAINT price_plans_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT price_plans_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id),
    CONSTRAINT price_plans_both_or_none CHECK ((product_id IS NULL) = (scenario_id IS NULL)),
    CONSTRAINT price_plans_four_eyes
        CHECK (approved_by_id IS NULL OR approved_by_id <> drafted_by_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE listings (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    code         VARCHAR(64) NOT NULL,
    product_id   BIGINT UNSIGNED NOT NULL,
    developer_id BIGINT UNSIGNED NOT NULL,
    listed_from  DATE NOT NULL,
    state        VARCHAR(40) NOT NULL
        CHECK (state IN ('proposed', 'listed', 'suspended', 'delisted', 'refused')),
    version      INT NOT NULL DEFAULT 1,
    created_at   DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY listings_code (tenant_id, code),
    KEY listings_by_product (tenant_id, product_id),
    CONSTRAINT listings_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE listing_scenarios (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    listing_id  BIGINT UNSIGNED NOT NULL,
    scenario_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, listing_id, scenario_id),
    CONSTRAINT listing_scenarios_listing FOREIGN KEY (tenant_id, listing_id)
        REFERENCES listings (tenant_id, id),
    CONSTRAINT listing_scenarios_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- When a listing was live: a row opens when it is listed or resumed and closes when it stops.
CREATE TABLE listing_intervals (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    listing_id BIGINT UNSIGNED NOT NULL,
    live_from  DATETIME(6) NOT NULL,
    live_to    DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, listing_id, live_from),
    CONSTRAINT listing_intervals_listing FOREIGN KEY (tenant_id, listing_id)
        REFERENCES listings (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE orders (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    code          VARCHAR(64) NOT NULL,
    listing_id    BIGINT UNSIGNED NOT NULL,
    product_id    BIGINT UNSIGNED NOT NULL,
    scenario_id   BIGINT UNSIGNED NOT NULL,
    developer_id  BIGINT UNSIGNED NOT NULL,
    buyer_name    VARCHAR(200) NOT NULL,
    buyer_uscc    VARCHAR(18) NULL,
    department_id BIGINT UNSIGNED NULL,
    kind          VARCHAR(40) NOT NULL CHECK (kind IN ('paid', 'trial', 'source_free')),
    from_on       DATE NOT NULL,
    to_on         DATE NOT NULL,
    state         VARCHAR(40) NOT NULL CHECK (state IN
                  ('requested', 'accepted', 'refused', 'cancelled', 'suspended')),
    version       INT NOT NULL DEFAULT 1,
    accepted_at   DATETIME(6) NULL,
    ended_at      DATETIME(6) NULL,
    waiver_ground VARCHAR(40) NULL
        CHECK (waiver_ground IN ('public_purpose', 'source_trial', 'approved')),
    waiver_state  VARCHAR(40) NULL CHECK (waiver_state IN ('requested', 'confirmed', 'refused')),
    waiver_document VARCHAR(200) NULL,
    waiver_limits VARCHAR(500) NULL,
    waiver_requested_by_id BIGINT UNSIGNED NULL,
    waiver_confirmed_by_id BIGINT UNSIGNED NULL,
    created_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY orders_code (tenant_id, code),
    KEY orders_by_developer (tenant_id, developer_id, id),
    KEY orders_by_department (tenant_id, department_id, id),
    CONSTRAINT orders_listing FOREIGN KEY (tenant_id, listing_id)
        REFERENCES listings (tenant_id, id),
    CONSTRAINT orders_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT orders_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id),
    CONSTRAINT orders_dates CHECK (from_on <= to_on),
    CONSTRAINT orders_waiver CHECK ((waiver_ground IS NULL) = (waiver_state IS NULL)),
    CONSTRAINT orders_four_eyes CHECK (waiver_confirmed_by_id IS NULL
        OR waiver_confirmed_by_id <> waiver_requested_by_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- When an accepted order was suspended and resumed again; a running suspension is orders.ended_at.
CREATE TABLE order_suspensions (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    order_id       BIGINT UNSIGNED NOT NULL,
    suspended_from DATETIME(6) NOT NULL,
    suspended_to   DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, order_id, suspended_from),
    CONSTRAINT order_suspensions_order FOREIGN KEY (tenant_id, order_id)
        REFERENCES orders (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
