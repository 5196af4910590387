-- From the finance system's payment notices over the treasury's receipts to what departments are
-- attributed.

CREATE TABLE payment_notices (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    claim_id     BIGINT UNSIGNED NOT NULL,
    payment_code VARCHAR(64) NOT NULL,
    bill_no      VARCHAR(64) NOT NULL,
    issued_on    DATE NOT NULL,
    due_on       DATE NOT NULL,
    amount_fen   BIGINT NOT NULL CHECK (amount_fen > 0),
    imported_at  DATETIME(6) NOT NULL,
    imported_by_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY payment_notices_claim (tenant_id, claim_id),
    UNIQUE KEY payment_notices_code (tenant_id, payment_code),
    CONSTRAINT payment_notices_claim FOREIGN KEY (tenant_id, claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT payment_notices_due CHECK (issued_on <= due_on)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The treasury's rows as they came; `claim_id` and `matched_fen` say what the import made of them.
CREATE TABLE receipts (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    serial       VARCHAR(64) NOT NULL,
    payment_code VARCHAR(64) NOT NULL,
    paid_on      DATE NOT NULL,
    payer        VARCHAR(200) NOT NULL,
    amount_fen   BIGINT NOT NULL CHECK (amount_fen > 0),
    claim_id     BIGINT UNSIGNED NULL,
    matched_fen  BIGINT NOT NULL,
    imported_at  DATETIME(6) NOT NULL,
    imported_by_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY receipts_serial (tenant_id, serial),
    CONSTRAINT receipts_claim FOREIGN KEY (tenant_id, claim_id) REFERENCES claims (tenant_id, id),
    CONSTRAINT receipts_matched CHECK (matched_fen BETWEEN 0 AND amount_fen),
    CONSTRAINT receipts_matched_claim CHECK (matched_fen = 0 OR claim_id IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE suspense_items (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    receipt_id   BIGINT UNSIGNED NOT NULL,
    amount_fen   BIGINT NOT NULL CHECK (amount_fen > 0),
    open_fen     BIGINT NOT NULL,
    reason       VARCHAR(40) NOT NULL CHECK (reason IN ('unknown_code', 'overpaid')),
    suspended_at DATETIME(6) NOT NULL,
    entry_id     BIGINT UNSIGNED NOT NULL,
    version      INT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY suspense_items_receipt (tenant_id, receipt_id),
    CONSTRAINT suspense_items_receipt FOREIGN KEY (tenant_id, receipt_id)
        REFERENCES receipts (tenant_id, id),
    CONSTRAINT suspense_items_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT suspense_items_open CHECK (open_fen BETWEEN 0 AND amount_fen)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE suspense_settlements (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    suspense_id   BIGINT UNSIGNED NOT NULL,
    action        VARCHAR(40) NOT NULL CHECK (action IN ('refund', 'move')),
    amount_fen    BIGINT NOT NULL CHECK (amount_fen > 0),
    claim_id      BIGINT UNSIGNED NULL,
    reason        VARCHAR(400) NOT NULL,
    document      VARCHAR(200) NOT NULL,
    entry_id      BIGINT UNSIGNED NOT NULL,
    settled_at    DATETIME(6) NOT NULL,
    settled_by_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY suspense_settlements_item (tenant_id, suspense_id),
    CONSTRAINT suspense_settlements_item FOREIGN KEY (tenant_id, suspense_id)
        REFERENCES suspense_items (tenant_id, id),
    CONSTRAINT suspense_settlements_claim FOREIGN KEY (tenant_id, claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT suspense_settlements_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT suspense_settlements_target CHECK ((action = 'move') = (claim_id IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Money that a claim got: a receipt's matched part, or what was moved to it out of suspense.
CREATE TABLE claim_realisations (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    claim_id    BIGINT UNSIGNED NOT NULL,
    receipt_id  BIGINT UNSIGNED NOT NULL,
    suspense_id BIGINT UNSIGNED NULL,
    amount_fen  BIGINT NOT NULL CHECK (amount_fen > 0),
    realised_on DATE NOT NULL,
    entry_id    BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY claim_realisations_claim (tenant_id, claim_id),
    CONSTRAINT claim_realisations_claim FOREIGN KEY (tenant_id, claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT claim_realisations_receipt FOREIGN KEY (tenant_id, receipt_id)
        REFERENCES receipts (tenant_id, id),
    CONSTRAINT claim_realisations_suspense FOREIGN KEY (tenant_id, suspense_id)
        REFERENCES suspense_items (tenant_id, id),
    CONSTRAINT claim_realisations_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE allocation_plans (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    code            VARCHAR(64) NOT NULL,
    source_document VARCHAR(200) NOT NULL,
    effective_from  DATE NOT NULL CHECK (DAY(effective_from) = 1),
    steps           JSON NOT NULL,
    state           VARCHAR(40) NOT NULL CHECK (state IN ('draft', 'approved')),
    drafted_by_id   BIGINT UNSIGNED NOT NULL,
    approved_by_id  BIGINT UNSIGNED NULL,
    approved_at     DATETIME(6) NULL,
    version         INT NOT NULL DEFAULT 1,
    created_at      DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY allocation_plans_code (tenant_id, code),
    CONSTRAINT allocation_plans_approved
        CHECK ((state = 'approved') = (approved_by_id IS NOT NULL)),
    CONSTRAINT allocation_plans_four_eyes CHECK (approved_by_id <> drafted_by_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE allocation_runs (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    number        BIGINT UNSIGNED NOT NULL,
    period        CHAR(7) NOT NULL COMMENT 'of the use',
    state         VARCHAR(40) NOT NULL CHECK (state IN ('draft', 'posted', 'discarded')),
    version       INT NOT NULL DEFAULT 1,
    drafted_by_id BIGINT UNSIGNED NOT NULL,
    drafted_at    DATETIME(6) NOT NULL,
    posted_by_id  BIGINT UNSIGNED NULL,
    posted_at     DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY allocation_runs_number (tenant_id, number),
    KEY allocation_runs_period (tenant_id, period, id),
    CONSTRAINT allocation_runs_posted CHECK ((state = 'posted') = (posted_by_id IS NOT NULL)),
    CONSTRAINT allocation_runs_four_eyes CHECK (posted_by_id <> drafted_by_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One claim's money in one run. Names and numbers are those of the day of the run.
CREATE TABLE allocation_pools (
    tenant_id     BIGINT UNSIGNED NOT NULL,
    id            BIGINT UNSIGNED NOT NULL,
    run_id        BIGINT UNSIGNED NOT NULL,
    claim_id      BIGINT UNSIGNED NOT NULL,
    plan_id       BIGINT UNSIGNED NOT NULL,
    pool_fen      BIGINT NOT NULL CHECK (pool_fen > 0),
    realised_on   DATE NOT NULL COMMENT 'day of the last money in it',
    product_code  VARCHAR(64) NOT NULL,
    product_name  VARCHAR(200) NOT NULL,
    payer         VARCHAR(200) NOT NULL,
    payer_uscc    VARCHAR(64) NOT NULL,
    claim_number  VARCHAR(64) NOT NULL,
    payment_code  VARCHAR(64) NOT NULL,
    bill_no       VARCHAR(64) NOT NULL,
    item_code     VARCHAR(64) NOT NULL,
    plan_code     VARCHAR(64) NOT NULL,
    plan_document VARCHAR(200) NOT NULL,
    entry_id      BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY allocation_pools_once (tenant_id, run_id, claim_id),
    KEY allocation_pools_claim (tenant_id, claim_id),
    CONSTRAINT allocation_pools_run FOREIGN KEY (tenant_id, run_id)
        REFERENCES allocation_runs (tenant_id, id),
    CONSTRAINT allocation_pools_claim FOREIGN KEY (tenant_id, claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT allocation_pools_plan FOREIGN KEY (tenant_id, plan_id)
        REFERENCES allocation_plans (tenant_id, id),
    CONSTRAINT allocation_pools_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- An account's row, or one resource's of a department. `amount_fen`: what the run gives, in a later
-- run the difference.
CREATE TABLE allocation_parts (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    pool_id         BIGINT UNSIGNED NOT NULL,
    position        INT NOT NULL,
    to_name         VARCHAR(100) NOT NULL,
    department_code VARCHAR(64) NOT NULL,
    department_name VARCHAR(200) NOT NULL,
    budget_route    VARCHAR(40) NOT NULL,
    resource_code   VARCHAR(64) NOT NULL,
    resource_name   VARCHAR(200) NOT NULL,
    weight          VARCHAR(40) NOT NULL,
    usage_text      VARCHAR(40) NOT NULL,
    quality         VARCHAR(40) NOT NULL,
    exact_share     TEXT NOT NULL,
    rounding        TEXT NOT NULL,
    amount_fen      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY allocation_parts_position (tenant_id, pool_id, position),
    UNIQUE KEY allocation_parts_once (tenant_id, pool_id, to_name, resource_code),
    CONSTRAINT allocation_parts_pool FOREIGN KEY (tenant_id, pool_id)
        REFERENCES allocation_pools (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
