#include "billing/ledger_period_store.hpp"

#include "base/crypto.hpp"

namespace yunhe::billing {
namespace {

std::optional<Period> period_or_none(const db::Row& row, const char* column) {
    if (row.null(column)) return std::nullopt;
    return row.period(column);
}

BookState read_book_row(const db::Row& row) {
    return {period_or_none(row, "closed_through"), period_or_none(row, "closing")};
}

std::optional<PeriodSeal> read_period_seal(const db::Row& row) {
    if (row.null("digest")) return std::nullopt;
    return PeriodSeal{row.uint64("entry_count"), row.money("debit_fen"), row.text("digest")};
}

LedgerPeriod read_period_row(const db::Row& row) {
    LedgerPeriod period;
    period.book = row.enumerator<Book>("book");
    period.period = row.period("period");
    period.state = row.enumerator<PeriodState>("state");
    period.entries = row.uint64("entries");
    period.requested_by_id = row.optional_id<UserId>("requested_by_id");
    period.requested_at = row.optional_timestamp("requested_at");
    period.closed_by_id = row.optional_id<UserId>("closed_by_id");
    period.closed_at = row.optional_timestamp("closed_at");
    if (const auto explanations = row.optional_json("explanations"))
        period.explanations = *explanations;
    period.seal = read_period_seal(row);
    return period;
}

AccountBalance read_account_balance(const db::Row& row) {
    return {row.text("account"), row.enumerator<PostingGroup>("group_kind"),
            row.money("balance_fen")};
}

FiscalYear read_fiscal_year(const db::Row& row) {
    return {row.enumerator<Book>("book"), static_cast<int>(row.int64("fiscal_year")),
            row.optional_id<LedgerEntryId>("entry_id"), row.uint64("vouchers"),
            row.id<UserId>("closed_by_id"), row.timestamp("closed_at")};
}

}  // namespace

BookState lock_book(db::Transaction& tx, TenantScope scope, Book book) {
    const auto lock = [&] {
        return tx.find(R"(
            SELECT closed_through, closing
              FROM ledger_books
             WHERE tenant_id = ? AND book = ?
               FOR UPDATE)", read_book_row, scope, book);
    };
    if (const auto known = lock()) return *known;
    tx.execute("INSERT IGNORE INTO ledger_books (tenant_id, book) VALUES (?, ?)", scope, book);
    return lock().value();
}

BookState read_book(db::Transaction& tx, TenantScope scope, Book book) {
    return tx.find(R"(
        SELECT closed_through, closing
          FROM ledger_books
         WHERE tenant_id = ? AND book = ?)", read_book_row, scope, book).value_or(BookState{});
}

void save_book(db::Transaction& tx, TenantScope scope, Book book, const BookState& state) {
    tx.execute(R"(
        UPDATE ledger_books
           SET closed_through = ?, closing = ?
         WHERE tenant_id = ? AND book = ?)",
               state.closed_through, state.closing, scope, book);
}

PeriodSeal seal_period(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    PeriodSeal seal;
    crypto::Sm3 digest;
    std::uint64_t last_voucher = 0;
    const auto take = [&](const db::Row& row) {
        const auto voucher = row.uint64("voucher");
        const auto amount = row.money("amount_fen");
        seal.entries += voucher != last_voucher;
        last_voucher = voucher;
        if (!amount.negative()) seal.debit += amount;
        digest.add(std::to_string(voucher) + "|" + row.text("id") + "|" + row.text("account") +
                   "|" + row.text("group_kind") + "|" + std::to_string(amount.fen()) + "|" +
                   row.text("effective_on") + "|" + row.text("source_kind") + "|" +
                   row.text("source_id") + "|" + row.text("description") + "\n");
        return 0;
    };
    (void)tx.list(R"(
        SELECT ledger_entries.voucher, ledger_entries.id, ledger_entries.effective_on,
               ledger_entries.source_kind, ledger_entries.source_id, ledger_entries.description,
               ledger_postings.account, ledger_postings.group_kind, ledger_postings.amount_fen
          FROM ledger_entries
          JOIN ledger_postings
            ON ledger_postings.tenant_id = ledger_entries.tenant_id
           AND ledger_postings.entry_id = ledger_entries.id
         WHERE ledger_entries.tenant_id = ? AND ledger_entries.book = ?
           AND ledger_entries.period = ?
         ORDER BY ledger_entries.voucher, ledger_postings.position)",
                  take, scope, book, period);
    seal.digest_hex = crypto::hex(digest.digest());
    return seal;
}

std::vector<LedgerPeriod> all_ledger_periods(db::Transaction& tx, TenantScope scope) {
    return tx.list(R"(
        SELECT months.book, months.period, COALESCE(ledger_periods.state, 'open') AS state,
               months.entries, ledger_periods.requested_by_id, ledger_periods.requested_at,
               ledger_periods.closed_by_id, ledger_periods.closed_at, ledger_periods.explanations,
               ledger_periods.entry_count, ledger_periods.debit_fen, ledger_periods.digest
          FROM (SELECT book, period, SUM(entries) AS entries
                  FROM (SELECT book, period, COUNT(id) AS entries
                          FROM ledger_entries
                         WHERE tenant_id = ?
                         GROUP BY book, period
                         UNION ALL
                        SELECT book, period, 0
                          FROM ledger_periods
                         WHERE tenant_id = ?) AS named
                 GROUP BY book, period) AS months
          LEFT JOIN ledger_periods
            ON ledger_periods.tenant_id = ? AND ledger_periods.book = months.book
           AND ledger_periods.period = months.period
         ORDER BY months.book, months.period)",
                   read_period_row, scope, scope, scope);
}

LedgerPeriod read_ledger_period(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    const auto known = tx.find(R"(
        SELECT book, period, state, requested_by_id, requested_at, closed_by_id, closed_at,
               explanations, entry_count, debit_fen, digest,
               (SELECT COUNT(ledger_entries.id)
                  FROM ledger_entries
                 WHERE ledger_entries.tenant_id = ledger_periods.tenant_id
                   AND ledger_entries.book = ledger_periods.book
                   AND ledger_entries.period = ledger_periods.period) AS entries
          FROM ledger_periods
         WHERE tenant_id = ? AND book = ? AND period = ?)", read_period_row, scope, book, period);
    if (known) return *known;
    LedgerPeriod fresh;
    fresh.book = book;
    fresh.period = period;
    fresh.state = state_of(read_book(tx, scope, book), period);
    fresh.entries = tx.one(R"(
        SELECT COUNT(id) AS entries
          FROM ledger_entries
         WHERE tenant_id = ? AND book = ? AND period = ?)",
                           [](const db::Row& row) { return row.uint64("entries"); }, scope, book,
                           period);
    return fresh;
}

void save_ledger_period(db::Transaction& tx, TenantScope scope, const LedgerPeriod& period) {
    const auto seal = period.seal;
    const auto entries = seal ? std::optional(seal->entries) : std::nullopt;
    const auto debit = seal ? std::optional(seal->debit) : std::nullopt;
    const auto digest = seal ? std::optional(seal->digest_hex) : std::nullopt;
    tx.execute(R"(
        INSERT INTO ledger_periods
               (tenant_id, book, period, state, requested_by_id, requested_at, closed_by_id,
                closed_at, explanations, entry_count, debit_fen, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE state = VALUES(state),
                                    requested_by_id = VALUES(requested_by_id),
                                    requested_at = VALUES(requested_at),
                                    closed_by_id = VALUES(closed_by_id),
                                    closed_at = VALUES(closed_at),
                                    explanations = VALUES(explanations),
                                    entry_count = VALUES(entry_count),
                                    debit_fen = VALUES(debit_fen),
                                    digest = VALUES(digest),
                                    version = version + 1)",
               scope, period.book, period.period, period.state, period.requested_by_id,
               period.requested_at, period.closed_by_id, period.closed_at, period.explanations,
               entries, debit, digest);
}

std::optional<Period> first_period_with_entries(db::Transaction& tx, TenantScope scope, Book book) {
    return tx.one(R"(
        SELECT MIN(period) AS period
          FROM ledger_entries
         WHERE tenant_id = ? AND book = ?)",
                  [](const db::Row& row) { return period_or_none(row, "period"); }, scope, book);
}

std::vector<AccountBalance> account_balances(db::Transaction& tx, TenantScope scope, Book book) {
    return tx.list(R"(
        SELECT account, group_kind, SUM(debit_fen - credit_fen) AS balance_fen
          FROM ledger_balances
         WHERE tenant_id = ? AND book = ?
         GROUP BY account, group_kind
         ORDER BY account, group_kind)", read_account_balance, scope, book);
}

std::vector<AccountBalance> balances_through(db::Transaction& tx, TenantScope scope, Book book,
                                             Period period) {
    return tx.list(R"(
        SELECT account, group_kind, SUM(debit_fen - credit_fen) AS balance_fen
          FROM ledger_balances
         WHERE tenant_id = ? AND book = ? AND period <= ?
         GROUP BY account, group_kind
        HAVING SUM(debit_fen - credit_fen) <> 0
         ORDER BY account, group_kind)", read_account_balance, scope, book, period);
}

std::uint64_t vouchers_of_year(db::Transaction& tx, TenantScope scope, Book book, int year) {
    return tx.one(R"(
        SELECT COUNT(id) AS vouchers
          FROM ledger_entries
         WHERE tenant_id = ? AND book = ? AND fiscal_year = ?)",
                  [](const db::Row& row) { return row.uint64("vouchers"); }, scope, book, year);
}

std::vector<FiscalYear> all_fiscal_years(db::Transaction& tx, TenantScope scope) {
    return tx.list(R"(
        SELECT book, fiscal_year, entry_id, vouchers, closed_by_id, closed_at
          FROM fiscal_years
         WHERE tenant_id = ?
         ORDER BY book, fiscal_year)", read_fiscal_year, scope);
}

std::optional<FiscalYear> find_fiscal_year(db::Transaction& tx, TenantScope scope, Book book,
                                           int year) {
    return tx.find(R"(
        SELECT book, fiscal_year, entry_id, vouchers, closed_by_id, closed_at
          FROM fiscal_years
         WHERE tenant_id = ? AND book = ? AND fiscal_year = ?)", read_fiscal_year, scope, book,
                   year);
}

void insert_fiscal_year(db::Transaction& tx, TenantScope scope, const FiscalYear& year,
                        const std::vector<AccountBalance>& carried) {
    tx.execute(R"(
        INSERT INTO fiscal_years
               (tenant_id, book, fiscal_year, entry_id, vouchers, closed_by_id, closed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?))",
               scope, year.book, year.year, year.entry_id, year.vouchers, year.closed_by_id,
               year.closed_at);
    for (const auto& line : carried)
        tx.execute(R"(
            INSERT INTO fiscal_year_balances
                   (tenant_id, book, fiscal_year, account, group_kind, balance_fen)
            VALUES (?, ?, ?, ?, ?, ?))",
                   scope, year.book, year.year, line.account, line.group, line.balance);
}

std::vector<AccountBalance> carried_over(db::Transaction& tx, TenantScope scope, Book book,
                                         int year) {
    return tx.list(R"(
        SELECT account, group_kind, balance_fen
          FROM fiscal_year_balances
         WHERE tenant_id = ? AND book = ? AND fiscal_year = ?
         ORDER BY account, group_kind)", read_account_balance, scope, book, year);
}

}  // namespace yunhe::billing
