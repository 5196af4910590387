-- The two books: entries that never change, and the balances kept beside them.

CREATE TABLE ledger_periods (
    tenant_id BIGINT UNSIGNED NOT NULL,
    book      VARCHAR(40) NOT NULL CHECK (book IN ('operator', 'nontax')),
    period    CHAR(7) NOT NULL,
    state     VARCHAR(40) NOT NULL CHECK (state IN ('open', 'closing', 'closed')),
    closed_at DATETIME(6) NULL,
    closed_by_id BIGINT UNSIGNED NULL,
    version   INT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, book, period)
);

CREATE TABLE ledger_entries (
    tenant_id    BIGINT UNSIGNED NOT NULL,
    id           BIGINT UNSIGNED NOT NULL,
    book         VARCHAR(40) NOT NULL CHECK (book IN ('operator', 'nontax')),
    fiscal_year  INT NOT NULL,
    voucher      BIGINT UNSIGNED NOT NULL,
    period       CHAR(7) NOT NULL,
    usage_period CHAR(7) NULL,
    booked_at    DATETIME(6) NOT NULL,
    effective_on DATE NOT NULL,
    source_kind  VARCHAR(40) NOT NULL,
    source_id    VARCHAR(80) NOT NULL,
    description  VARCHAR(400) NOT NULL,
    reverses_id  BIGINT UNSIGNED NULL,
    maker_id     BIGINT UNSIGNED NULL,
    checker_id   BIGINT UNSIGNED NULL,
    booker_id    BIGINT UNSIGNED NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY ledger_entries_voucher (tenant_id, book, fiscal_year, voucher),
    UNIQUE KEY ledger_entries_reverses (tenant_id, reverses_id),
    KEY ledger_entries_period (tenant_id, book, period, id),
    KEY ledger_entries_source (tenant_id, source_kind, source_id),
    CONSTRAINT ledger_entries_reverses FOREIGN KEY (tenant_id, reverses_id)
        REFERENCES ledger_entries (tenant_id, id)
);

-- Debit above zero, credit below. `memo` postings are budget proposals and no money.
CREATE TABLE ledger_postings (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    entry_id   BIGINT UNSIGNED NOT NULL,
    position   INT NOT NULL,
    account    VARCHAR(160) NOT NULL,
    group_kind VARCHAR(40) NOT NULL CHECK (group_kind IN ('money', 'memo')),
    amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
    PRIMARY KEY (tenant_id, entry_id, position),
    KEY ledger_postings_account (tenant_id, account, entry_id),
    CONSTRAINT ledger_postings_entry FOREIGN KEY (tenant_id, entry_id)
        REFERENCES ledger_entries (tenant_id, id)
);

-- The movement of an account in a period; its balance is the sum of all periods up to one.
CREATE TABLE ledger_balances (
    tenant_id  BIGINT UNSIGNED NOT NULL,
    book       VARCHAR(40) NOT NULL,
    period     CHAR(7) NOT NULL,
    account    VARCHAR(160) NOT NULL,
    group_kind VARCHAR(40) NOT NULL,
    debit_fen  BIGINT NOT NULL DEFAULT 0,
    credit_fen BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, book, period, account, group_kind)
);
