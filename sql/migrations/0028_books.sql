-- The life of the two books: what is closed, who checked a voucher, years, opening balances, and
-- what a reconciliation found.

-- One row per book, locked by whoever posts or closes. Nothing is booked into `closed_through` or
-- earlier, nor into the period that is being closed or earlier.
CREATE TABLE ledger_books (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    book           VARCHAR(40) NOT NULL CHECK (book IN ('operator', 'nontax')),
    closed_through CHAR(7) NULL,
    closing        CHAR(7) NULL,
    PRIMARY KEY (tenant_id, book),
    CONSTRAINT ledger_books_in_order CHECK (closing > closed_through)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT INTO ledger_books (tenant_id, book, closed_through)
SELECT tenant_id, book, MAX(period)
  FROM ledger_periods
 WHERE state = 'closed'
 GROUP BY tenant_id, book;

ALTER TABLE ledger_periods
    ADD COLUMN requested_by_id BIGINT UNSIGNED NULL,
    ADD COLUMN requested_at DATETIME(6) NULL,
    ADD COLUMN explanations JSON NOT NULL DEFAULT ('{}') COMMENT 'by check: why it may stay open',
    ADD COLUMN entry_count BIGINT NULL COMMENT 'when it was closed, as the next two',
    ADD COLUMN debit_fen BIGINT NULL,
    ADD COLUMN digest CHAR(64) NULL COMMENT 'SM3 over its entries in order of voucher',
    ADD CONSTRAINT ledger_periods_four_eyes
        CHECK (closed_by_id IS NULL OR requested_by_id IS NULL OR closed_by_id <> requested_by_id);

ALTER TABLE ledger_entries
    ADD COLUMN corrects_id BIGINT UNSIGNED NULL COMMENT 'entry it mends' AFTER reverses_id,
    ADD KEY ledger_entries_corrects (tenant_id, corrects_id),
    ADD CONSTRAINT ledger_entries_corrects FOREIGN KEY (tenant_id, corrects_id)
        REFERENCES ledger_entries (tenant_id, id);

-- Who checked a voucher (审核) that one person booked alone. The entry itself never changes.
CREATE TABLE voucher_checks (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    entry_id   BIGINT UNSIGNED NOT NULL,
    checker_id BIGINT UNSIGNED NOT NULL,
    checked_at DATETIME(6) NOT NULL,
    opinion    VARCHAR(400) NOT NULL,
    PRIMARY KEY (tenant_id, entry_id),
    CONSTRAINT voucher_checks_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A closed year of a book. `entry_id`: what moved the year's income to the surplus, if there was
-- any.
CREATE TABLE fiscal_years (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    book         VARCHAR(40) NOT NULL CHECK (book IN ('operator', 'nontax')),
    fiscal_year  INT NOT NULL,
    entry_id     BIGINT UNSIGNED NULL,
    vouchers     BIGINT UNSIGNED NOT NULL COMMENT 'the last number of the year',
    closed_by_id BIGINT UNSIGNED NOT NULL,
    closed_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, book, fiscal_year),
    CONSTRAINT fiscal_years_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What the year carries over into the next, account by account.
CREATE TABLE fiscal_year_balances (
    tenant_id   BIGINT UNSIGNED NOT NULL,
    book        VARCHAR(40) NOT NULL,
    fiscal_year INT NOT NULL,
    account     VARCHAR(160) NOT NULL,
    group_kind  VARCHAR(40) NOT NULL CHECK (group_kind IN ('money', 'memo')),
    balance_fen BIGINT NOT NULL CHECK (balance_fen <> 0),
    PRIMARY KEY (tenant_id, book, fiscal_year, account, group_kind),
    CONSTRAINT fiscal_year_balances_year FOREIGN KEY (tenant_id, book, fiscal_year)
        REFERENCES fiscal_years (tenant_id, book, fiscal_year)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Balances with which a book begins (期初余额): a document of its own with four eyes.
CREATE TABLE opening_balances (
    tenant_id      BIGINT UNSIGNED NOT NULL,
    id             BIGINT UNSIGNED NOT NULL,
    number         BIGINT UNSIGNED NOT NULL,
    book           VARCHAR(40) NOT NULL CHECK (book IN ('operator', 'nontax')),
    as_of          DATE NOT NULL COMMENT 'last day of a month',
    document       VARCHAR(200) NOT NULL,
    state          VARCHAR(40) NOT NULL CHECK (state IN ('draft', 'approved', 'refused')),
    version        INT NOT NULL DEFAULT 1,
    recorded_by_id BIGINT UNSIGNED NOT NULL,
    recorded_at    DATETIME(6) NOT NULL,
    decided_by_id  BIGINT UNSIGNED NULL,
    decided_at     DATETIME(6) NULL,
    entry_id       BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY opening_balances_number (tenant_id, number),
    CONSTRAINT opening_balances_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id),
    CONSTRAINT opening_balances_decided CHECK ((state = 'draft') = (decided_by_id IS NULL)),
    CONSTRAINT opening_balances_booked CHECK ((state = 'approved') = (entry_id IS NOT NULL)),
    CONSTRAINT opening_balances_four_eyes
        CHECK (state <> 'approved' OR decided_by_id <> recorded_by_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE opening_balance_lines (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    opening_id BIGINT UNSIGNED NOT NULL,
    position   INT NOT NULL,
    account    VARCHAR(160) NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
    PRIMARY KEY (tenant_id, opening_id, position),
    UNIQUE KEY opening_balance_lines_once (tenant_id, opening_id, account),
    CONSTRAINT opening_balance_lines_document FOREIGN KEY (tenant_id, opening_id)
        REFERENCES opening_balances (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One comparison of events, lines, documents, ledger and allocation.
CREATE TABLE reconciliations (
    tenant_id       BIGINT UNSIGNED NOT NULL,
    id              BIGINT UNSIGNED NOT NULL,
    number          BIGINT UNSIGNED NOT NULL,
    state           VARCHAR(40) NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    requested_by_id BIGINT UNSIGNED NOT NULL,
    requested_at    DATETIME(6) NOT NULL,
    finished_at     DATETIME(6) NULL COMMENT 'real time',
    differences     BIGINT NOT NULL DEFAULT 0,
    failure         VARCHAR(400) NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY reconciliations_number (tenant_id, number),
    CONSTRAINT reconciliations_finished CHECK ((state = 'waiting') = (finished_at IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One comparison of two sides: how many objects, and what both add up to.
CREATE TABLE reconciliation_checks (
    tenant_id         BIGINT UNSIGNED NOT NULL,
    reconciliation_id BIGINT UNSIGNED NOT NULL,
    code              VARCHAR(64) NOT NULL,
    position          INT NOT NULL,
    compared          BIGINT NOT NULL,
    differences       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, reconciliation_id, code),
    CONSTRAINT reconciliation_checks_of FOREIGN KEY (tenant_id, reconciliation_id)
        REFERENCES reconciliations (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What does not agree, named down to the object. At most 1,000 of each comparison are kept; its
-- row in reconciliation_checks counts them all.
CREATE TABLE reconciliation_differences (
    tenant_id         BIGINT UNSIGNED NOT NULL,
    reconciliation_id BIGINT UNSIGNED NOT NULL,
    position          INT NOT NULL,
    code              VARCHAR(64) NOT NULL,
    object_kind       VARCHAR(40) NOT NULL,
    object_id         VARCHAR(160) NOT NULL,
    expected          VARCHAR(80) NOT NULL,
    found             VARCHAR(80) NOT NULL,
    PRIMARY KEY (tenant_id, reconciliation_id, position),
    CONSTRAINT reconciliation_differences_of FOREIGN KEY (tenant_id, reconciliation_id, code)
        REFERENCES reconciliation_checks (tenant_id, reconciliation_id, code)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
