-- Bank receipts beside the treasury's, files they came in, refunds with their mirrored
-- allocation, runs that are reviewed and can be reversed, allotments by the treasury and what
-- departments spent.

-- One applied file of receipts or payment notices.
CREATE TABLE receipt_files (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    kind           VARCHAR(40) NOT NULL
        CHECK (kind IN ('payment_notices', 'treasury_receipts', 'bank_receipts')),
    file_name      VARCHAR(200) NOT NULL,
    digest_sm3     CHAR(64) NOT NULL,
    size_bytes     BIGINT NOT NULL,
    format         VARCHAR(40) NOT NULL CHECK (format IN ('csv', 'xlsx')),
    encoding       VARCHAR(40) NULL CHECK (encoding IN ('utf-8', 'gb18030')),
    line_count     BIGINT NOT NULL,
    new_count      BIGINT NOT NULL,
    known_count    BIGINT NOT NULL COMMENT 'rows that came before',
    skipped_count  BIGINT NOT NULL,
    amount_fen     BIGINT NOT NULL COMMENT 'of the new rows',
    suspended_fen  BIGINT NOT NULL,
    imported_by_id BIGINT UNSIGNED NOT NULL,
    imported_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY receipt_files_kind (tenant_id, kind, id),
    CONSTRAINT receipt_files_imported_by FOREIGN KEY (tenant_id, imported_by_id)
        REFERENCES users (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- `payment_code` of a bank receipt is the remark that the payer wrote.
ALTER TABLE receipts
    ADD COLUMN book VARCHAR(40) NOT NULL DEFAULT 'nontax'
        CHECK (book IN ('operator', 'nontax')) AFTER id,
    ADD COLUMN bill_id BIGINT UNSIGNED NULL AFTER claim_id,
    ADD COLUMN file_id BIGINT UNSIGNED NULL,
    MODIFY COLUMN payment_code VARCHAR(200) NOT NULL,
    DROP KEY receipts_serial,
    ADD UNIQUE KEY receipts_serial (tenant_id, book, serial),
    DROP CONSTRAINT receipts_matched_claim,
    ADD CONSTRAINT receipts_matched_document
        CHECK (matched_fen = 0 OR claim_id IS NOT NULL OR bill_id IS NOT NULL),
    ADD CONSTRAINT receipts_one_book CHECK ((claim_id IS NULL OR book = 'nontax') AND
                                            (bill_id IS NULL OR book = 'operator')),
    ADD CONSTRAINT receipts_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    ADD CONSTRAINT receipts_file FOREIGN KEY (tenant_id, file_id)
        REFERENCES receipt_files (tenant_id, id);
ALTER TABLE receipts ALTER COLUMN book DROP DEFAULT;

ALTER TABLE payment_notices
    ADD COLUMN file_id BIGINT UNSIGNED NULL,
    ADD CONSTRAINT payment_notices_file FOREIGN KEY (tenant_id, file_id)
        REFERENCES receipt_files (tenant_id, id);

ALTER TABLE suspense_items
    MODIFY COLUMN reason VARCHAR(40) NOT NULL
        CHECK (reason IN ('unknown_code', 'overpaid', 'not_payable'));

-- Money that goes back to the payer: finance asks, whoever holds the account pays it out.
CREATE TABLE refunds (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    number          BIGINT UNSIGNED NOT NULL,
    book            VARCHAR(40) NOT NULL CHECK (book IN ('operator', 'nontax')),
    claim_id        BIGINT UNSIGNED NULL,
    bill_id         BIGINT UNSIGNED NULL,
    suspense_id     BIGINT UNSIGNED NULL,
    amount_fen      BIGINT NOT NULL CHECK (amount_fen > 0),
    reason          VARCHAR(400) NOT NULL,
    state           VARCHAR(40) NOT NULL
        CHECK (state IN ('requested', 'recorded', 'refused', 'withdrawn')),
    version         INT NOT NULL DEFAULT 1,
    requested_by_id BIGINT UNSIGNED NOT NULL,
    requested_at    DATETIME(6) NOT NULL,
    document        VARCHAR(200) NULL,
    refunded_on     DATE NULL,
    mirrored_fen    BIGINT NOT NULL DEFAULT 0 COMMENT 'taken back from what was allocated',
    entry_id        BIGINT UNSIGNED NULL,
    recorded_by_id  BIGINT UNSIGNED NULL,
    recorded_at     DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY refunds_number (tenant_id, number),
    KEY refunds_claim (tenant_id, claim_id),
    KEY refunds_bill (tenant_id, bill_id),
    CONSTRAINT refunds_claim FOREIGN KEY (tenant_id, claim_id) REFERENCES claims (tenant_id, id),
    CONSTRAINT refunds_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    CONSTRAINT refunds_suspense FOREIGN KEY (tenant_id, suspense_id)
        REFERENCES suspense_items (tenant_id, id),
    CONSTRAINT refunds_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT refunds_requested_by FOREIGN KEY (tenant_id, requested_by_id)
        REFERENCES users (tenant_id, id),
    CONSTRAINT refunds_one_target CHECK
        ((claim_id IS NOT NULL) + (bill_id IS NOT NULL) + (suspense_id IS NOT NULL) = 1),
    CONSTRAINT refunds_mirrored CHECK (mirrored_fen BETWEEN 0 AND amount_fen),
    CONSTRAINT refunds_four_eyes CHECK (recorded_by_id <> requested_by_id),
    CONSTRAINT refunds_recorded CHECK ((state = 'recorded') =
        (entry_id IS NOT NULL AND document IS NOT NULL AND refunded_on IS NOT NULL AND
         recorded_by_id IS NOT NULL AND recorded_at IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE suspense_settlements
    ADD COLUMN bill_id BIGINT UNSIGNED NULL AFTER claim_id,
    ADD COLUMN refund_id BIGINT UNSIGNED NULL AFTER bill_id,
    DROP CONSTRAINT suspense_settlements_target,
    ADD CONSTRAINT suspense_settlements_target CHECK
        ((action = 'move') = (claim_id IS NOT NULL OR bill_id IS NOT NULL)),
    ADD CONSTRAINT suspense_settlements_bill FOREIGN KEY (tenant_id, bill_id)
        REFERENCES bills (tenant_id, id),
    ADD CONSTRAINT suspense_settlements_refund FOREIGN KEY (tenant_id, refund_id)
        REFERENCES refunds (tenant_id, id);

-- Below zero: given back.
ALTER TABLE claim_realisations
    MODIFY COLUMN receipt_id BIGINT UNSIGNED NULL,
    MODIFY COLUMN amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
    ADD COLUMN refund_id BIGINT UNSIGNED NULL AFTER suspense_id,
    ADD CONSTRAINT claim_realisations_refund FOREIGN KEY (tenant_id, refund_id)
        REFERENCES refunds (tenant_id, id),
    ADD CONSTRAINT claim_realisations_origin CHECK
        ((amount_fen > 0) = (receipt_id IS NOT NULL) AND
         (amount_fen < 0) = (refund_id IS NOT NULL));

-- Money that a bill got, as claim_realisations.
CREATE TABLE bill_payments (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    id          BIGINT UNSIGNED NOT NULL,
    bill_id     BIGINT UNSIGNED NOT NULL,
    receipt_id  BIGINT UNSIGNED NULL,
    suspense_id BIGINT UNSIGNED NULL,
    refund_id   BIGINT UNSIGNED NULL,
    amount_fen  BIGINT NOT NULL CHECK (amount_fen <> 0),
    paid_on     DATE NOT NULL,
    entry_id    BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY bill_payments_bill (tenant_id, bill_id),
    CONSTRAINT bill_payments_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    CONSTRAINT bill_payments_receipt FOREIGN KEY (tenant_id, receipt_id)
        REFERENCES receipts (tenant_id, id),
    CONSTRAINT bill_payments_suspense FOREIGN KEY (tenant_id, suspense_id)
        REFERENCES suspense_items (tenant_id, id),
    CONSTRAINT bill_payments_refund FOREIGN KEY (tenant_id, refund_id)
        REFERENCES refunds (tenant_id, id),
    CONSTRAINT bill_payments_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT bill_payments_origin CHECK
        ((amount_fen > 0) = (receipt_id IS NOT NULL) AND
         (amount_fen < 0) = (refund_id IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A `refund` run takes back what a refund took out of a pool, a `reversal` undoes a posted run; the
-- rows of all three kinds add up.
ALTER TABLE allocation_runs
    ADD COLUMN kind VARCHAR(40) NOT NULL DEFAULT 'allocation'
        CHECK (kind IN ('allocation', 'refund', 'reversal')) AFTER number,
    MODIFY COLUMN state VARCHAR(40) NOT NULL
        CHECK (state IN ('draft', 'reviewed', 'posted', 'reversed', 'discarded')),
    ADD COLUMN reviewed_by_id BIGINT UNSIGNED NULL AFTER drafted_at,
    ADD COLUMN reviewed_at DATETIME(6) NULL AFTER reviewed_by_id,
    ADD COLUMN refund_id BIGINT UNSIGNED NULL,
    ADD COLUMN reverses_id BIGINT UNSIGNED NULL,
    ADD UNIQUE KEY allocation_runs_refund (tenant_id, refund_id),
    ADD UNIQUE KEY allocation_runs_reverses (tenant_id, reverses_id),
    DROP CONSTRAINT allocation_runs_posted,
    ADD CONSTRAINT allocation_runs_posted
        CHECK ((state IN ('posted', 'reversed')) = (posted_by_id IS NOT NULL)),
    ADD CONSTRAINT allocation_runs_reviewed
        CHECK (state <> 'reviewed' OR reviewed_by_id IS NOT NULL),
    ADD CONSTRAINT allocation_runs_reviewer CHECK (reviewed_by_id <> drafted_by_id),
    ADD CONSTRAINT allocation_runs_kind CHECK ((kind = 'refund') = (refund_id IS NOT NULL) AND
                                               (kind = 'reversal') = (reverses_id IS NOT NULL)),
    ADD CONSTRAINT allocation_runs_refund FOREIGN KEY (tenant_id, refund_id)
        REFERENCES refunds (tenant_id, id),
    ADD CONSTRAINT allocation_runs_reverses FOREIGN KEY (tenant_id, reverses_id)
        REFERENCES allocation_runs (tenant_id, id);
ALTER TABLE allocation_runs ALTER COLUMN kind DROP DEFAULT;

ALTER TABLE allocation_pools
    ADD COLUMN kind VARCHAR(40) NOT NULL DEFAULT 'allocation'
        CHECK (kind IN ('allocation', 'refund')) AFTER run_id,
    MODIFY COLUMN pool_fen BIGINT NOT NULL CHECK (pool_fen <> 0),
    DROP KEY allocation_pools_once,
    ADD UNIQUE KEY allocation_pools_once (tenant_id, run_id, claim_id, kind),
    ADD CONSTRAINT allocation_pools_sign CHECK ((kind = 'refund') = (pool_fen < 0));
ALTER TABLE allocation_pools ALTER COLUMN kind DROP DEFAULT;

-- What a budget gave a department (指标).
CREATE TABLE allotments (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    number          BIGINT UNSIGNED NOT NULL,
    department_id   BIGINT UNSIGNED NOT NULL,
    department_code VARCHAR(64) NOT NULL,
    document        VARCHAR(200) NOT NULL COMMENT '指标文号',
    budget_year     INT NOT NULL,
    amount_fen      BIGINT NOT NULL CHECK (amount_fen > 0),
    withdrawn_fen   BIGINT NOT NULL DEFAULT 0,
    spent_fen       BIGINT NOT NULL DEFAULT 0,
    purpose         VARCHAR(400) NOT NULL,
    allotted_on     DATE NOT NULL,
    version         INT NOT NULL DEFAULT 1,
    recorded_by_id  BIGINT UNSIGNED NOT NULL,
    recorded_at     DATETIME(6) NOT NULL,
    entry_id        BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY allotments_number (tenant_id, number),
    UNIQUE KEY allotments_document (tenant_id, document, department_id, budget_year),
    KEY allotments_department (tenant_id, department_id, id),
    CONSTRAINT allotments_department FOREIGN KEY (tenant_id, department_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT allotments_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT allotments_spent CHECK (withdrawn_fen >= 0 AND spent_fen >= 0 AND
                                       withdrawn_fen + spent_fen <= amount_fen)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What the treasury took back of an allotment (收回指标).
CREATE TABLE allotment_withdrawals (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    allotment_id   BIGINT UNSIGNED NOT NULL,
    document       VARCHAR(200) NOT NULL,
    amount_fen     BIGINT NOT NULL CHECK (amount_fen > 0),
    reason         VARCHAR(400) NOT NULL,
    withdrawn_on   DATE NOT NULL,
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    recorded_at    DATETIME(6) NOT NULL,
    entry_id       BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY allotment_withdrawals_allotment (tenant_id, allotment_id),
    CONSTRAINT allotment_withdrawals_allotment FOREIGN KEY (tenant_id, allotment_id)
        REFERENCES allotments (tenant_id, id),
    CONSTRAINT allotment_withdrawals_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What a department says it spent of an allotment, and on what.
CREATE TABLE spending_reports (
    tenant_id         BIGINT UNSIGNED NOT NULL,
    id                BIGINT UNSIGNED NOT NULL,
    number            BIGINT UNSIGNED NOT NULL,
    allotment_id      BIGINT UNSIGNED NOT NULL,
    department_id     BIGINT UNSIGNED NOT NULL,
    document          VARCHAR(200) NOT NULL,
    amount_fen        BIGINT NOT NULL CHECK (amount_fen > 0),
    purpose           VARCHAR(400) NOT NULL,
    spent_on          DATE NOT NULL,
    state             VARCHAR(40) NOT NULL CHECK (state IN ('reported', 'withdrawn')),
    version           INT NOT NULL DEFAULT 1,
    reported_by_id    BIGINT UNSIGNED NOT NULL,
    reported_at       DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY spending_reports_number (tenant_id, number),
    KEY spending_reports_allotment (tenant_id, allotment_id),
    KEY spending_reports_department (tenant_id, department_id, id),
    CONSTRAINT spending_reports_allotment FOREIGN KEY (tenant_id, allotment_id)
        REFERENCES allotments (tenant_id, id),
    CONSTRAINT spending_reports_department FOREIGN KEY (tenant_id, department_id)
        REFERENCES bodies (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
