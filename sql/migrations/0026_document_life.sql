-- The life of bills and claims after they are drawn up: review, red documents, invoices made
-- outside, disputes, dunning, reliefs.

ALTER TABLE bills
    MODIFY COLUMN state VARCHAR(40) NOT NULL
        CHECK (state IN ('draft', 'reviewed', 'issued', 'voided')),
    ADD COLUMN reviewed_by_id BIGINT UNSIGNED NULL,
    ADD COLUMN reviewed_at DATETIME(6) NULL,
    ADD COLUMN due_on DATE NULL,
    ADD COLUMN corrects_id BIGINT UNSIGNED NULL COMMENT 'on a supplement: the bill it corrects',
    ADD COLUMN voids_id BIGINT UNSIGNED NULL COMMENT 'on a red bill: the bill it takes back',
    ADD UNIQUE KEY bills_voids (tenant_id, voids_id),
    ADD KEY bills_due (tenant_id, state, due_on),
    ADD CONSTRAINT bills_voids FOREIGN KEY (tenant_id, voids_id) REFERENCES bills (tenant_id, id),
    ADD CONSTRAINT bills_corrects FOREIGN KEY (tenant_id, corrects_id)
        REFERENCES bills (tenant_id, id),
    DROP CONSTRAINT bills_issued,
    ADD CONSTRAINT bills_issued CHECK (state NOT IN ('issued', 'voided') OR
        (number IS NOT NULL AND entry_id IS NOT NULL AND issued_by_id IS NOT NULL AND
         (issued_by_id <> drafted_by_id OR reviewed_by_id IS NOT NULL))),
    ADD CONSTRAINT bills_reviewed CHECK (reviewed_by_id <> drafted_by_id);

UPDATE bills SET due_on = DATE(issued_at + INTERVAL 8 HOUR) + INTERVAL 30 DAY
 WHERE state = 'issued';

ALTER TABLE claims
    MODIFY COLUMN state VARCHAR(40) NOT NULL
        CHECK (state IN ('draft', 'submitted', 'confirmed', 'voided')),
    ADD COLUMN corrects_id BIGINT UNSIGNED NULL COMMENT 'on a supplement: the claim it corrects',
    ADD COLUMN voids_id BIGINT UNSIGNED NULL COMMENT 'on a red claim: the claim it takes back',
    ADD UNIQUE KEY claims_voids (tenant_id, voids_id),
    ADD CONSTRAINT claims_voids FOREIGN KEY (tenant_id, voids_id)
        REFERENCES claims (tenant_id, id),
    ADD CONSTRAINT claims_corrects FOREIGN KEY (tenant_id, corrects_id)
        REFERENCES claims (tenant_id, id),
    DROP CONSTRAINT claims_confirmed,
    ADD CONSTRAINT claims_confirmed CHECK (state NOT IN ('confirmed', 'voided') OR
        (number IS NOT NULL AND entry_id IS NOT NULL AND non_tax_setting_id IS NOT NULL AND
         confirmed_by_id IS NOT NULL AND confirmed_by_id <> submitted_by_id));

-- What a red line takes back is below zero.
ALTER TABLE charge_lines MODIFY COLUMN quantity_micro BIGINT NOT NULL;

-- Invoices of a bill as the tax system made them; a red invoice is below zero.
CREATE TABLE bill_invoices (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    bill_id        BIGINT UNSIGNED NOT NULL,
    invoice_no     VARCHAR(64) NOT NULL,
    invoiced_on    DATE NOT NULL,
    net_fen        BIGINT NOT NULL,
    tax_fen        BIGINT NOT NULL,
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    recorded_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY bill_invoices_number (tenant_id, invoice_no),
    KEY bill_invoices_bill (tenant_id, bill_id, id),
    CONSTRAINT bill_invoices_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    CONSTRAINT bill_invoices_recorded_by FOREIGN KEY (tenant_id, recorded_by_id)
        REFERENCES users (tenant_id, id),
    CONSTRAINT bill_invoices_amount CHECK (net_fen + tax_fen <> 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- An amount of a red document that a standing one of the same developer, period and product owes
-- less. Nothing moves in the ledger.
CREATE TABLE document_offsets (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    bill_id      BIGINT UNSIGNED NULL,
    claim_id     BIGINT UNSIGNED NULL,
    red_bill_id  BIGINT UNSIGNED NULL,
    red_claim_id BIGINT UNSIGNED NULL,
    amount_fen   BIGINT NOT NULL CHECK (amount_fen > 0),
    offset_on    DATE NOT NULL,
    offset_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY document_offsets_bill (tenant_id, bill_id),
    KEY document_offsets_claim (tenant_id, claim_id),
    KEY document_offsets_red_bill (tenant_id, red_bill_id),
    KEY document_offsets_red_claim (tenant_id, red_claim_id),
    CONSTRAINT document_offsets_bill FOREIGN KEY (tenant_id, bill_id)
        REFERENCES bills (tenant_id, id),
    CONSTRAINT document_offsets_claim FOREIGN KEY (tenant_id, claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT document_offsets_red_bill FOREIGN KEY (tenant_id, red_bill_id)
        REFERENCES bills (tenant_id, id),
    CONSTRAINT document_offsets_red_claim FOREIGN KEY (tenant_id, red_claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT document_offsets_one_book CHECK (
        (bill_id IS NULL) <> (claim_id IS NULL) AND
        (bill_id IS NULL) = (red_bill_id IS NULL) AND
        (claim_id IS NULL) = (red_claim_id IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE disputes (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    number         BIGINT UNSIGNED NOT NULL,
    bill_id        BIGINT UNSIGNED NULL,
    claim_id       BIGINT UNSIGNED NULL,
    developer_id   BIGINT UNSIGNED NOT NULL,
    state          VARCHAR(40) NOT NULL
        CHECK (state IN ('open', 'upheld', 'dismissed', 'withdrawn', 'corrected')),
    version        INT NOT NULL DEFAULT 1,
    reason         TEXT NOT NULL,
    contested_fen  BIGINT NULL CHECK (contested_fen > 0),
    opened_by_id   BIGINT UNSIGNED NOT NULL,
    opened_at      DATETIME(6) NOT NULL,
    answer_due_on  DATE NOT NULL,
    answer         TEXT NOT NULL,
    correction     VARCHAR(40) NULL CHECK (correction IN ('settle_again', 'void_document')),
    answered_by_id BIGINT UNSIGNED NULL,
    answered_at    DATETIME(6) NULL,
    corrected_by_bill_id  BIGINT UNSIGNED NULL,
    corrected_by_claim_id BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY disputes_number (tenant_id, number),
    KEY disputes_bill (tenant_id, bill_id),
    KEY disputes_claim (tenant_id, claim_id),
    KEY disputes_developer (tenant_id, developer_id, id),
    CONSTRAINT disputes_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    CONSTRAINT disputes_claim FOREIGN KEY (tenant_id, claim_id) REFERENCES claims (tenant_id, id),
    CONSTRAINT disputes_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT disputes_corrected_by_bill FOREIGN KEY (tenant_id, corrected_by_bill_id)
        REFERENCES bills (tenant_id, id),
    CONSTRAINT disputes_corrected_by_claim FOREIGN KEY (tenant_id, corrected_by_claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT disputes_one_document CHECK ((bill_id IS NULL) <> (claim_id IS NULL)),
    CONSTRAINT disputes_answered CHECK (state NOT IN ('upheld', 'dismissed') OR
        (answered_by_id IS NOT NULL AND answer <> '')),
    CONSTRAINT disputes_upheld CHECK (state <> 'upheld' OR correction IS NOT NULL),
    CONSTRAINT disputes_corrected CHECK ((state = 'corrected') =
        (corrected_by_bill_id IS NOT NULL OR corrected_by_claim_id IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE document_voids (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    number          BIGINT UNSIGNED NOT NULL,
    bill_id         BIGINT UNSIGNED NULL,
    claim_id        BIGINT UNSIGNED NULL,
    state           VARCHAR(40) NOT NULL
        CHECK (state IN ('requested', 'approved', 'refused', 'withdrawn')),
    version         INT NOT NULL DEFAULT 1,
    reason          TEXT NOT NULL,
    evidence        VARCHAR(200) NOT NULL,
    dispute_id      BIGINT UNSIGNED NULL,
    requested_by_id BIGINT UNSIGNED NOT NULL,
    requested_at    DATETIME(6) NOT NULL,
    decided_by_id   BIGINT UNSIGNED NULL,
    decided_at      DATETIME(6) NULL,
    opinion         TEXT NOT NULL,
    red_bill_id     BIGINT UNSIGNED NULL,
    red_claim_id    BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY document_voids_number (tenant_id, number),
    KEY document_voids_bill (tenant_id, bill_id),
    KEY document_voids_claim (tenant_id, claim_id),
    CONSTRAINT document_voids_bill FOREIGN KEY (tenant_id, bill_id)
        REFERENCES bills (tenant_id, id),
    CONSTRAINT document_voids_claim FOREIGN KEY (tenant_id, claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT document_voids_dispute FOREIGN KEY (tenant_id, dispute_id)
        REFERENCES disputes (tenant_id, id),
    CONSTRAINT document_voids_red_bill FOREIGN KEY (tenant_id, red_bill_id)
        REFERENCES bills (tenant_id, id),
    CONSTRAINT document_voids_red_claim FOREIGN KEY (tenant_id, red_claim_id)
        REFERENCES claims (tenant_id, id),
    CONSTRAINT document_voids_one_document CHECK ((bill_id IS NULL) <> (claim_id IS NULL)),
    CONSTRAINT document_voids_four_eyes
        CHECK (state NOT IN ('approved', 'refused') OR decided_by_id <> requested_by_id),
    CONSTRAINT document_voids_red CHECK ((state = 'approved') =
        (red_bill_id IS NOT NULL OR red_claim_id IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Deferral, instalments, waiver after the fact, write-off. `instalments`: [{due_on, amount}].
CREATE TABLE reliefs (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    number          BIGINT UNSIGNED NOT NULL,
    kind            VARCHAR(40) NOT NULL
        CHECK (kind IN ('deferral', 'instalments', 'waiver', 'write_off')),
    bill_id         BIGINT UNSIGNED NULL,
    claim_id        BIGINT UNSIGNED NULL,
    developer_id    BIGINT UNSIGNED NOT NULL,
    state           VARCHAR(40) NOT NULL
        CHECK (state IN ('requested', 'confirmed', 'refused', 'withdrawn', 'revoked')),
    version         INT NOT NULL DEFAULT 1,
    reason          TEXT NOT NULL,
    evidence        VARCHAR(200) NOT NULL CHECK (evidence <> ''),
    amount_fen      BIGINT NOT NULL CHECK (amount_fen >= 0),
    due_on          DATE NULL,
    instalments     JSON NOT NULL,
    requested_by_id BIGINT UNSIGNED NOT NULL,
    requested_at    DATETIME(6) NOT NULL,
    decided_by_id   BIGINT UNSIGNED NULL,
    decided_at      DATETIME(6) NULL,
    decided_on      DATE NULL COMMENT 'in UTC+8',
    opinion         TEXT NOT NULL,
    entry_id        BIGINT UNSIGNED NULL,
    revoked_at      DATETIME(6) NULL,
    revoked_on      DATE NULL COMMENT 'in UTC+8',
    revoking_entry_id BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY reliefs_number (tenant_id, number),
    KEY reliefs_bill (tenant_id, bill_id, id),
    KEY reliefs_claim (tenant_id, claim_id, id),
    KEY reliefs_developer (tenant_id, developer_id, id),
    CONSTRAINT reliefs_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    CONSTRAINT reliefs_claim FOREIGN KEY (tenant_id, claim_id) REFERENCES claims (tenant_id, id),
    CONSTRAINT reliefs_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT reliefs_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT reliefs_revoking_entry FOREIGN KEY (tenant_id, revoking_entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT reliefs_one_document CHECK ((bill_id IS NULL) <> (claim_id IS NULL)),
    CONSTRAINT reliefs_kind CHECK (
        (amount_fen > 0) = (kind IN ('waiver', 'write_off')) AND
        (due_on IS NOT NULL) = (kind = 'deferral')),
    CONSTRAINT reliefs_four_eyes
        CHECK (state NOT IN ('confirmed', 'refused', 'revoked') OR
               decided_by_id <> requested_by_id),
    CONSTRAINT reliefs_posted CHECK (state NOT IN ('confirmed', 'revoked') OR
        (entry_id IS NOT NULL) = (amount_fen > 0)),
    CONSTRAINT reliefs_revoked CHECK ((state = 'revoked') = (revoked_on IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE dunnings (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    number       BIGINT UNSIGNED NOT NULL,
    bill_id      BIGINT UNSIGNED NULL,
    claim_id     BIGINT UNSIGNED NULL,
    developer_id BIGINT UNSIGNED NOT NULL,
    step         VARCHAR(40) NOT NULL CHECK (step IN ('reminder', 'notice', 'final_notice')),
    due_on       DATE NOT NULL COMMENT 'the day that was missed',
    overdue_fen  BIGINT NOT NULL CHECK (overdue_fen > 0),
    pay_by       DATE NOT NULL,
    letter       VARCHAR(200) NOT NULL,
    body_text    TEXT NOT NULL,
    issued_by_id BIGINT UNSIGNED NOT NULL,
    issued_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY dunnings_number (tenant_id, number),
    UNIQUE KEY dunnings_bill (tenant_id, bill_id, due_on, step),
    UNIQUE KEY dunnings_claim (tenant_id, claim_id, due_on, step),
    KEY dunnings_developer (tenant_id, developer_id, id),
    CONSTRAINT dunnings_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    CONSTRAINT dunnings_claim FOREIGN KEY (tenant_id, claim_id) REFERENCES claims (tenant_id, id),
    CONSTRAINT dunnings_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT dunnings_one_document CHECK ((bill_id IS NULL) <> (claim_id IS NULL)),
    CONSTRAINT dunnings_late CHECK (due_on < pay_by)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Late fees as the documents say that impose them; never computed, no part of a balance.
CREATE TABLE late_fees (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    number         BIGINT UNSIGNED NOT NULL,
    bill_id        BIGINT UNSIGNED NULL,
    claim_id       BIGINT UNSIGNED NULL,
    developer_id   BIGINT UNSIGNED NOT NULL,
    evidence       VARCHAR(200) NOT NULL,
    basis          VARCHAR(400) NOT NULL,
    amount_fen     BIGINT NOT NULL CHECK (amount_fen > 0),
    imposed_on     DATE NOT NULL,
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    recorded_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY late_fees_number (tenant_id, number),
    UNIQUE KEY late_fees_evidence (tenant_id, evidence),
    KEY late_fees_developer (tenant_id, developer_id, id),
    CONSTRAINT late_fees_bill FOREIGN KEY (tenant_id, bill_id) REFERENCES bills (tenant_id, id),
    CONSTRAINT late_fees_claim FOREIGN KEY (tenant_id, claim_id) REFERENCES claims (tenant_id, id),
    CONSTRAINT late_fees_developer FOREIGN KEY (tenant_id, developer_id)
        REFERENCES bodies (tenant_id, id),
    CONSTRAINT late_fees_one_document CHECK ((bill_id IS NULL) <> (claim_id IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
