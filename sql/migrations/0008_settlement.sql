-- Settlement: non-tax settings, rated periods, charge lines, bills, claims.

-- Facts without which book nontax is off. The last confirmed row is in force.
CREATE TABLE non_tax_settings (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    document        VARCHAR(200) NOT NULL,
    unit_code       VARCHAR(64) NOT NULL,
    unit_name       VARCHAR(200) NOT NULL,
    item_code       VARCHAR(64) NOT NULL,
    item_name       VARCHAR(200) NOT NULL,
    state           VARCHAR(40) NOT NULL CHECK (state IN ('recorded', 'confirmed', 'replaced')),
    version         INT NOT NULL DEFAULT 1,
    recorded_by_id  BIGINT UNSIGNED NOT NULL,
    recorded_at     DATETIME(6) NOT NULL,
    confirmed_by_id BIGINT UNSIGNED NULL,
    confirmed_at    DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT non_tax_settings_recorded_by FOREIGN KEY (tenant_id, recorded_by_id)
        REFERENCES users (tenant_id, id),
    CONSTRAINT non_tax_settings_confirmed CHECK (state <> 'confirmed' OR
        (confirmed_by_id IS NOT NULL AND confirmed_by_id <> recorded_by_id))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE settlements (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    period         CHAR(7) NOT NULL,
    version        INT NOT NULL DEFAULT 1,
    digest         CHAR(64) NOT NULL COMMENT 'SM3 of the whole rating',
    line_count     BIGINT NOT NULL,
    claimed_fen    BIGINT NOT NULL,
    billed_fen     BIGINT NOT NULL,
    zero_rated_fen BIGINT NOT NULL COMMENT 'at list price',
    settled_by_id  BIGINT UNSIGNED NOT NULL,
    settled_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY settlements_period (tenant_id, period),
    CONSTRAINT settlements_settled_by FOREIGN KEY (tenant_id, settled_by_id)
        REFERENCES users (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE bills (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    period         CHAR(7) NOT NULL,
    developer_id   BIGINT UNSIGNED NOT NULL,
    developer_uscc VARCHAR(64) NOT NULL,
    developer_name VARCHAR(200) NOT NULL,
    supplement     INT NOT NULL COMMENT '0: the bill of the period',
    state          VARCHAR(40) NOT NULL CHECK (state IN ('draft', 'issued')),
    version        INT NOT NULL DEFAULT 1,
    number         BIGINT UNSIGNED NULL,
    amount_fen     BIGINT NOT NULL CHECK (amount_fen <> 0),
    net_fen        BIGINT NOT NULL,
    tax_fen        BIGINT NOT NULL,
    tax_rate       VARCHAR(20) NOT NULL COMMENT 'percent',
    drafted_by_id  BIGINT UNSIGNED NOT NULL,
    drafted_at     DATETIME(6) NOT NULL,
    issued_by_id   BIGINT UNSIGNED NULL,
    issued_at      DATETIME(6) NULL,
    entry_id       BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY bills_once (tenant_id, period, developer_id, supplement),
    UNIQUE KEY bills_number (tenant_id, number),
    KEY bills_by_developer (tenant_id, developer_id, id),
    CONSTRAINT bills_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT bills_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT bills_split CHECK (net_fen + tax_fen = amount_fen),
    CONSTRAINT bills_issued CHECK (state <> 'issued' OR (number IS NOT NULL AND
        entry_id IS NOT NULL AND issued_by_id IS NOT NULL AND issued_by_id <> drafted_by_id))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE claims (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    period          CHAR(7) NOT NULL,
    developer_id    BIGINT UNSIGNED NOT NULL,
    developer_uscc  VARCHAR(64) NOT NULL,
    developer_name  VARCHAR(200) NOT NULL,
    product_id      BIGINT UNSIGNED NOT NULL,
    product_code    VARCHAR(64) NOT NULL,
    product_name    VARCHAR(200) NOT NULL,
    supplement      INT NOT NULL COMMENT '0: the claim of the period',
    state           VARCHAR(40) NOT NULL CHECK (state IN ('draft', 'submitted', 'confirmed')),
    version         INT NOT NULL DEFAULT 1,
    number          BIGINT UNSIGNED NULL,
    amount_fen      BIGINT NOT NULL CHECK (amount_fen <> 0),
    drafted_by_id   BIGINT UNSIGNED NOT NULL,
    drafted_at      DATETIME(6) NOT NULL,
    submitted_by_id BIGINT UNSIGNED NULL,
    submitted_at    DATETIME(6) NULL,
    confirmed_by_id BIGINT UNSIGNED NULL,
    confirmed_at    DATETIME(6) NULL,
    non_tax_setting_id    BIGINT UNSIGNED NULL,
    continuation_document VARCHAR(200) NULL,
    entry_id        BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY claims_once (tenant_id, period, developer_id, product_id, supplement),
    UNIQUE KEY claims_number (tenant_id, number),
    KEY claims_by_developer (tenant_id, developer_id, id),
    CONSTRAINT claims_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT claims_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT claims_non_tax FOREIGN KEY (tenant_id, non_tax_setting_id)
        REFERENCES non_tax_settings (tenant_id, id),
    CONSTRAINT claims_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT claims_submitted CHECK (state = 'draft' OR submitted_by_id IS NOT NULL),
    CONSTRAINT claims_confirmed CHECK (state <> 'confirmed' OR
        (number IS NOT NULL AND entry_id IS NOT NULL AND non_tax_setting_id IS NOT NULL AND
         confirmed_by_id IS NOT NULL AND confirmed_by_id <> submitted_by_id))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One rated meter of an order, a developer or an agreement. Lines of drafts are replaced when the
-- period is settled again; lines of issued bills and submitted claims stay.
CREATE TABLE charge_lines (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    settlement_id   BIGINT UNSIGNED NOT NULL,
    period          CHAR(7) NOT NULL,
    book            VARCHAR(40) NOT NULL CHECK (book IN ('operator', 'nontax')),
    developer_id    BIGINT UNSIGNED NOT NULL,
    developer_uscc  VARCHAR(64) NOT NULL,
    order_id        BIGINT UNSIGNED NULL,
    order_code      VARCHAR(64) NOT NULL,
    product_id      BIGINT UNSIGNED NULL,
    product_code    VARCHAR(64) NOT NULL,
    scenario_id     BIGINT UNSIGNED NULL,
    scenario_code   VARCHAR(64) NOT NULL,
    agreement_id    BIGINT UNSIGNED NULL,
    meter           VARCHAR(64) NOT NULL,
    quantity_micro  BIGINT NOT NULL CHECK (quantity_micro >= 0),
    list_fen        BIGINT NOT NULL,
    amount_fen      BIGINT NOT NULL,
    treatment       VARCHAR(40) NOT NULL CHECK (treatment IN ('charged', 'zero_rated')),
    ground          VARCHAR(40) NULL
        CHECK (ground IN ('public_purpose', 'source_trial', 'approved')),
    ground_document VARCHAR(200) NOT NULL,
    plan_code       VARCHAR(64) NOT NULL,
    corrects_id     BIGINT UNSIGNED NULL COMMENT 'the line billed before, on a supplement',
    bill_id         BIGINT UNSIGNED NULL,
    claim_id        BIGINT UNSIGNED NULL,
    explanation     JSON NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY charge_lines_period (tenant_id, period, id),
    KEY charge_lines_developer (tenant_id, developer_id, id),
    CONSTRAINT charge_lines_settlement FOREIGN KEY (tenant_id, settlement_id)
        REFERENCES settlements (tenant_id, id),
    CONSTRAINT charge_lines_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT charge_lines_order FOREIGN KEY (tenant_id, order_id)
        REFERENCES orders (tenant_id, id),
    CONSTRAINT charge_lines_product FOREIGN KEY (tenant_id, product_id)
        REFERENCES products (tenant_id, id),
    CONSTRAINT charge_lines_scenario FOREIGN KEY (tenant_id, scenario_id)
        REFERENCES scenarios (tenant_id, id),
    CONSTRAINT charge_lines_agreement FOREIGN KEY (tenant_id, agreement_id)
        REFERENCES agreements (tenant_id, id),
    CONSTRAINT charge_lines_corrects FOREIGN KEY (tenant_id, corrects_id)
        REFERENCES charge_lines (tenant_id, id),
    CONSTRAINT charge_lines_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    CONSTRAINT charge_lines_claim FOREIGN KEY (tenant_id, claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT charge_lines_one_book CHECK (
        (book = 'nontax' AND bill_id IS NULL AND order_id IS NOT NULL) OR
        (book = 'operator' AND claim_id IS NULL AND order_id IS NULL)),
    CONSTRAINT charge_lines_ground CHECK ((ground IS NOT NULL) = (treatment = 'zero_rated'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
