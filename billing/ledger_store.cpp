#include "billing/ledger_store.hpp"

#include <algorithm>

#include "billing/ledger_period_store.hpp"

namespace yunhe::billing {
namespace {

void insert_postings(db::Transaction& tx, TenantScope scope, LedgerEntryId id,
                     const std::vector<Posting>& postings) {
    int position = 0;
    for (const auto& posting : postings)
        tx.execute(R"(
            INSERT INTO ledger_postings
                   (tenant_id, entry_id, position, account, group_kind, amount_fen)
            VALUES (?, ?, ?, ?, ?, ?))",
                   scope, id, ++position, posting.account, posting.group, posting.amount);
}

/// In order of account, so that two entries never wait for each other in a circle.
void move_balances(db::Transaction& tx, TenantScope scope, const Entry& entry) {
    auto postings = entry.postings();
    std::stable_sort(postings.begin(), postings.end(),
                     [](const Posting& a, const Posting& b) { return a.account < b.account; });
    for (const auto& posting : postings) {
        const Money debit = posting.amount.negative() ? Money() : posting.amount;
        const Money credit = posting.amount.negative() ? -posting.amount : Money();
        tx.execute(R"(
            INSERT INTO ledger_balances
                   (tenant_id, book, period, account, group_kind, debit_fen, credit_fen)
            VALUES (?, ?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE debit_fen = debit_fen + VALUES(debit_fen),
                                        credit_fen = credit_fen + VALUES(credit_fen))",
                   scope, entry.head().book, entry.head().period, posting.account, posting.group,
                   debit, credit);
    }
}

StoredEntry read_entry(const db::Row& row) {
    StoredEntry entry;
    entry.id = row.id<LedgerEntryId>("id");
    entry.voucher = row.uint64("voucher");
    entry.fiscal_year = static_cast<int>(row.int64("fiscal_year"));
    entry.head.book = row.enumerator<Book>("book");
    entry.head.period = row.period("period");
    if (!row.null("usage_period")) entry.head.usage_period = row.period("usage_period");
    entry.head.booked_at = row.timestamp("booked_at");
    entry.head.effective_on = row.date("effective_on");
    entry.head.source_kind = row.text("source_kind");
    entry.head.source_id = row.text("source_id");
    entry.head.description = row.text("description");
    entry.head.corrects_id = row.optional_id<LedgerEntryId>("corrects_id");
    entry.reverses_id = row.optional_id<LedgerEntryId>("reverses_id");
    entry.names = {row.optional_id<UserId>("maker_id"), row.optional_id<UserId>("checker_id"),
                   row.optional_id<UserId>("booker_id")};
    entry.checked_at = row.optional_timestamp("checked_at");
    return entry;
}

Posting read_posting(const db::Row& row) {
    return {row.text("account"), row.money("amount_fen"),
            row.enumerator<PostingGroup>("group_kind")};
}

void add_postings(db::Transaction& tx, TenantScope scope, StoredEntry& entry) {
    entry.postings = tx.list(R"(
        SELECT account, amount_fen, group_kind
          FROM ledger_postings
         WHERE tenant_id = ? AND entry_id = ?
         ORDER BY position)", read_posting, scope, entry.id);
}

/// Each of these statements selects what would be wrong and says it in one column.
constexpr std::string_view kFaultStatements[] = {
    R"(SELECT CONCAT('entry ', entry_id, ' (', group_kind, ') sums to ', SUM(amount_fen), ' fen')
           AS fault
         FROM ledger_postings
        WHERE tenant_id = ?
        GROUP BY entry_id, group_kind
       HAVING SUM(amount_fen) <> 0)",
    R"(SELECT CONCAT('entry ', e.id, ' has no postings') AS fault
         FROM ledger_entries e
         LEFT JOIN ledger_postings p ON p.tenant_id = e.tenant_id AND p.entry_id = e.id
        WHERE e.tenant_id = ? AND p.entry_id IS NULL)",
    R"(SELECT CONCAT('vouchers of ', book, ' ', fiscal_year, ' run to ', MAX(voucher), ' but are ',
                     COUNT(voucher)) AS fault
         FROM ledger_entries
        WHERE tenant_id = ?
        GROUP BY book, fiscal_year
       HAVING MAX(voucher) <> COUNT(voucher))",
    R"(SELECT CONCAT('voucher ', book, ' ', fiscal_year, '/', voucher, ' is of the period ', period)
           AS fault
         FROM ledger_entries
        WHERE tenant_id = ? AND LEFT(period, 4) <> fiscal_year)",
    R"(SELECT CONCAT('voucher ', e.book, ' ', e.fiscal_year, '/', e.voucher,
                     ' was checked by who made it') AS fault
         FROM ledger_entries e
         LEFT JOIN voucher_checks c ON c.tenant_id = e.tenant_id AND c.entry_id = e.id
        WHERE e.tenant_id = ? AND COALESCE(e.checker_id, c.checker_id) = e.maker_id)",
    R"(SELECT CONCAT('entry ', e.id, ' reverses ', e.reverses_id, ' but does not mirror it')
           AS fault
         FROM ledger_entries e
        WHERE e.tenant_id = ? AND e.reverses_id IS NOT NULL
          AND EXISTS (SELECT 1
                        FROM ledger_postings p
                       WHERE p.tenant_id = e.tenant_id AND p.entry_id IN (e.id, e.reverses_id)
                       GROUP BY p.account, p.group_kind
                      HAVING SUM(p.amount_fen) <> 0))",
    R"(SELECT CONCAT('entry ', e.id, ' of ', e.book, ' ', e.period,
                     ' was booked after the period was closed') AS fault
         FROM ledger_entries e
         JOIN ledger_periods p
           ON p.tenant_id = e.tenant_id AND p.book = e.book AND p.period = e.period
        WHERE e.tenant_id = ? AND p.closed_at < e.booked_at)",
    R"(SELECT CONCAT(c.book, ' ', c.fiscal_year, ' carries over ', c.account, ' ', c.balance_fen,
                     ' but its entries give ', COALESCE(given.fen, 0)) AS fault
         FROM fiscal_year_balances c
         LEFT JOIN (SELECT y.tenant_id, y.book, y.fiscal_year, p.account, p.group_kind,
                           SUM(p.amount_fen) AS fen
                      FROM fiscal_years y
                      JOIN ledger_entries e ON e.tenant_id = y.tenant_id AND e.book = y.book
                       AND e.fiscal_year <= y.fiscal_year
                      JOIN ledger_postings p
                        ON p.tenant_id = e.tenant_id AND p.entry_id = e.id
                     GROUP BY y.tenant_id, y.book, y.fiscal_year, p.account, p.group_kind) AS given
           ON given.tenant_id = c.tenant_id AND given.book = c.book
          AND given.fiscal_year = c.fiscal_year AND given.account = c.account
          AND given.group_kind = c.group_kind
        WHERE c.tenant_id = ? AND c.balance_fen <> COALESCE(given.fen, 0))",
};

/// Balances and postings side by side: what is kept minus what the entries give must be zero.
std::vector<std::string> balance_faults(db::Transaction& tx, TenantScope scope) {
    return tx.list(R"(
        SELECT CONCAT(book, ' ', period, ' ', account, ' (', group_kind, ') is kept ',
                      SUM(debit_fen), '/', SUM(credit_fen), ' off from its entries') AS fault
          FROM (SELECT book, period, account, group_kind, debit_fen, credit_fen
                  FROM ledger_balances
                 WHERE tenant_id = ?
                 UNION ALL
                SELECT e.book, e.period, p.account, p.group_kind,
                       -GREATEST(p.amount_fen, 0), -GREATEST(-p.amount_fen, 0)
                  FROM ledger_postings p
                  JOIN ledger_entries e ON e.tenant_id = p.tenant_id AND e.id = p.entry_id
                 WHERE p.tenant_id = ?) AS both_sides
         GROUP BY book, period, account, group_kind
        HAVING SUM(debit_fen) <> 0 OR SUM(credit_fen) <> 0)",
                   [](const db::Row& row) { return row.text("fault"); }, scope, scope);
}

/// Months that were closed and don't hold any more what they held then.
std::vector<std::string> seal_faults(db::Transaction& tx, TenantScope scope) {
    std::vector<std::string> faults;
    for (const auto& period : all_ledger_periods(tx, scope)) {
        if (!period.seal) continue;
        if (seal_period(tx, scope, period.book, period.period) == *period.seal) continue;
        faults.push_back(std::string(to_text(period.book)) + " " + to_text(period.period) +
                         " is closed but its entries are not those of its closing");
    }
    return faults;
}

}  // namespace

Result<LedgerEntryId> post_entry(db::Transaction& tx, TenantScope scope, const Entry& entry,
                                 const VoucherNames& names, std::optional<LedgerEntryId> reverses) {
    const auto& head = entry.head();
    if (!takes_entries(lock_book(tx, scope, head.book), head.period))
        return wrong_state("period_closed", {{"period", to_text(head.period)}});

    const auto series = "voucher:" + std::string(to_text(head.book)) + ":" +
                        std::to_string(head.period.year);
    const auto voucher = tx.next_number(scope, series);
    const auto id = tx.new_id<LedgerEntryId>();
    tx.execute(R"(
        INSERT INTO ledger_entries
               (tenant_id, id, book, fiscal_year, voucher, period, usage_period, booked_at,
                effective_on, source_kind, source_id, description, reverses_id, corrects_id,
                maker_id, checker_id, booker_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, id, head.book, head.period.year, voucher, head.period, head.usage_period,
               head.booked_at, head.effective_on, head.source_kind, head.source_id,
               head.description, reverses, head.corrects_id, names.maker_id, names.checker_id,
               names.booker_id);
    insert_postings(tx, scope, id, entry.postings());
    move_balances(tx, scope, entry);
    return id;
}

std::vector<StoredEntry> list_entries(db::Transaction& tx, TenantScope scope,
                                      const LedgerFilter& filter, const PageRequest& page) {
    const auto period = filter.period ? to_text(*filter.period) : std::string();
    const auto book = filter.book ? std::string(to_text(*filter.book)) : std::string();
    auto entries = tx.list(R"(
        SELECT e.id, e.voucher, e.fiscal_year, e.book, e.period, e.usage_period, e.booked_at,
               e.effective_on, e.source_kind, e.source_id, e.description, e.reverses_id,
               e.corrects_id, e.maker_id, COALESCE(e.checker_id, c.checker_id) AS checker_id,
               e.booker_id, c.checked_at
          FROM ledger_entries e
          LEFT JOIN voucher_checks c ON c.tenant_id = e.tenant_id AND c.entry_id = e.id
         WHERE e.tenant_id = ? AND e.id > ? AND (? = '' OR e.book = ?)
           AND (? = '' OR e.period = ?)
           AND (? = '' OR EXISTS (SELECT 1
                                    FROM ledger_postings p
                                   WHERE p.tenant_id = e.tenant_id AND p.entry_id = e.id
                                     AND p.account = ?))
           AND (? = '' OR e.source_kind = ?) AND (? = '' OR e.source_id = ?)
           AND (? = 0 OR (e.checker_id IS NULL AND c.checker_id IS NULL))
         ORDER BY e.id
         LIMIT ?)", read_entry, scope, page.after_id, book, book, period, period, filter.account,
                           filter.account, filter.source_kind, filter.source_kind,
                           filter.source_id, filter.source_id, filter.unchecked_only,
                           std::int64_t{page.fetch()});
    for (auto& entry : entries) add_postings(tx, scope, entry);
    return entries;
}

std::optional<StoredEntry> find_entry(db::Transaction& tx, TenantScope scope, LedgerEntryId id) {
    auto entry = tx.find(R"(
        SELECT e.id, e.voucher, e.fiscal_year, e.book, e.period, e.usage_period, e.booked_at,
               e.effective_on, e.source_kind, e.source_id, e.description, e.reverses_id,
               e.corrects_id, e.maker_id, COALESCE(e.checker_id, c.checker_id) AS checker_id,
               e.booker_id, c.checked_at
          FROM ledger_entries e
          LEFT JOIN voucher_checks c ON c.tenant_id = e.tenant_id AND c.entry_id = e.id
         WHERE e.tenant_id = ? AND e.id = ?)", read_entry, scope, id);
    if (entry) add_postings(tx, scope, *entry);
    return entry;
}

std::vector<LedgerEntryId> corrections_of(db::Transaction& tx, TenantScope scope,
                                          LedgerEntryId id) {
    return tx.list(R"(
        SELECT id
          FROM ledger_entries
         WHERE tenant_id = ? AND (corrects_id = ? OR reverses_id = ?)
         ORDER BY id)",
                   [](const db::Row& row) { return row.id<LedgerEntryId>("id"); }, scope, id, id);
}

void insert_voucher_check(db::Transaction& tx, TenantScope scope, LedgerEntryId id,
                          UserId checker_id, Timestamp at, const std::string& opinion) {
    tx.execute(R"(
        INSERT INTO voucher_checks (tenant_id, entry_id, checker_id, checked_at, opinion)
        VALUES (?, ?, ?, ?, ?))", scope, id, checker_id, at, opinion);
}

std::vector<TrialBalanceLine> trial_balance(db::Transaction& tx, TenantScope scope, Book book,
                                            Period period) {
    const Period january{period.year, 1};
    return tx.list(R"(
        SELECT account, group_kind,
               SUM(IF(period < ?, debit_fen - credit_fen, 0)) AS opening_fen,
               SUM(IF(period = ?, debit_fen, 0)) AS debit_fen,
               SUM(IF(period = ?, credit_fen, 0)) AS credit_fen,
               SUM(IF(period >= ?, debit_fen, 0)) AS year_debit_fen,
               SUM(IF(period >= ?, credit_fen, 0)) AS year_credit_fen
          FROM ledger_balances
         WHERE tenant_id = ? AND book = ? AND period <= ?
         GROUP BY account, group_kind
         ORDER BY account, group_kind)",
                   [](const db::Row& row) {
                       return TrialBalanceLine{row.text("account"),
                                               row.enumerator<PostingGroup>("group_kind"),
                                               row.money("opening_fen"), row.money("debit_fen"),
                                               row.money("credit_fen"),
                                               row.money("year_debit_fen"),
                                               row.money("year_credit_fen")};
                   },
                   period, period, period, january, january, scope, book, period);
}

Money opening_of(db::Transaction& tx, TenantScope scope, const AccountRange& range) {
    return tx.one(R"(
        SELECT COALESCE(SUM(debit_fen - credit_fen), 0) AS balance_fen
          FROM ledger_balances
         WHERE tenant_id = ? AND book = ? AND account = ? AND period < ?)",
                  [](const db::Row& row) { return row.money("balance_fen"); }, scope, range.book,
                  range.account, range.from);
}

std::vector<AccountLine> list_account_lines(db::Transaction& tx, TenantScope scope,
                                            const AccountRange& range, const PageRequest& page) {
    Money balance = opening_of(tx, scope, range);
    if (page.after_id != 0)
        balance += tx.one(R"(
            SELECT COALESCE(SUM(p.amount_fen), 0) AS before_fen
              FROM ledger_postings p
              JOIN ledger_entries e ON e.tenant_id = p.tenant_id AND e.id = p.entry_id
             WHERE p.tenant_id = ? AND p.account = ? AND p.entry_id <= ? AND e.book = ?
               AND e.period BETWEEN ? AND ?)",
                          [](const db::Row& row) { return row.money("before_fen"); }, scope,
                          range.account, page.after_id, range.book, range.from, range.to);
    const auto read_line = [&](const db::Row& row) {
        AccountLine line{read_entry(row), row.money("debit_fen"), row.money("credit_fen"), {}};
        balance += line.debit - line.credit;
        line.balance = balance;
        return line;
    };
    return tx.list(R"(
        SELECT e.id, e.voucher, e.fiscal_year, e.book, e.period, e.usage_period, e.booked_at,
               e.effective_on, e.source_kind, e.source_id, e.description, e.reverses_id,
               e.corrects_id, e.maker_id, COALESCE(e.checker_id, c.checker_id) AS checker_id,
               e.booker_id, c.checked_at, moved.debit_fen, moved.credit_fen
          FROM (SELECT p.tenant_id, p.entry_id, SUM(GREATEST(p.amount_fen, 0)) AS debit_fen,
                       SUM(GREATEST(-p.amount_fen, 0)) AS credit_fen
                  FROM ledger_postings p
                  JOIN ledger_entries e ON e.tenant_id = p.tenant_id AND e.id = p.entry_id
                 WHERE p.tenant_id = ? AND p.account = ? AND p.entry_id > ? AND e.book = ?
                   AND e.period BETWEEN ? AND ?
                 GROUP BY p.tenant_id, p.entry_id
                 ORDER BY p.entry_id
                 LIMIT ?) AS moved
          JOIN ledger_entries e ON e.tenant_id = moved.tenant_id AND e.id = moved.entry_id
          LEFT JOIN voucher_checks c ON c.tenant_id = e.tenant_id AND c.entry_id = e.id
         ORDER BY e.id)", read_line, scope, range.account, page.after_id, range.book, range.from,
                   range.to, std::int64_t{page.fetch()});
}

Money account_balance(db::Transaction& tx, TenantScope scope, Book book, std::string_view account) {
    return tx.one(R"(
        SELECT COALESCE(SUM(debit_fen - credit_fen), 0) AS balance_fen
          FROM ledger_balances
         WHERE tenant_id = ? AND book = ? AND account = ?)",
                  [](const db::Row& row) { return row.money("balance_fen"); }, scope, book,
                  account);
}

LedgerReport verify_ledger(db::Transaction& tx, TenantScope scope) {
    LedgerReport report;
    report.entries = tx.one("SELECT COUNT(id) AS n FROM ledger_entries WHERE tenant_id = ?",
                            [](const db::Row& row) { return row.uint64("n"); }, scope);
    report.postings = tx.one("SELECT COUNT(entry_id) AS n FROM ledger_postings WHERE tenant_id = ?",
                             [](const db::Row& row) { return row.uint64("n"); }, scope);
    const auto fault = [](const db::Row& row) { return row.text("fault"); };
    for (const auto statement : kFaultStatements)
        for (auto& line : tx.list(statement, fault, scope))
            report.faults.push_back(std::move(line));
    for (auto& line : balance_faults(tx, scope)) report.faults.push_back(std::move(line));
    for (auto& line : seal_faults(tx, scope)) report.faults.push_back(std::move(line));
    return report;
}

}  // namespace yunhe::billing
