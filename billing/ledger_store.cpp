#include "billing/ledger_store.hpp"

#include <algorithm>

namespace yunhe::billing {
namespace {

bool period_is_closed(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    const auto read_state = [](const db::Row& row) { return row.text("state"); };
    const auto state = tx.find(R"(
        SELECT state
          FROM ledger_periods
         WHERE tenant_id = ? AND book = ? AND period = ?
           FOR UPDATE)",
                               read_state, scope, book, period);
    return state == "closed";
}

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
    entry.reverses_id = row.optional_id<LedgerEntryId>("reverses_id");
    entry.names = {row.optional_id<UserId>("maker_id"), row.optional_id<UserId>("checker_id"),
                   row.optional_id<UserId>("booker_id")};
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

}  // namespace

Result<LedgerEntryId> post_entry(db::Transaction& tx, TenantScope scope, const Entry& entry,
                                 const VoucherNames& names, std::optional<LedgerEntryId> reverses) {
    const auto& head = entry.head();
    if (period_is_closed(tx, scope, head.book, head.period))
        return wrong_state("period_closed", {{"period", to_text(head.period)}});

    const auto series = "voucher:" + std::string(to_text(head.book)) + ":" +
                        std::to_string(head.period.year);
    const auto voucher = tx.next_number(scope, series);
    const auto id = tx.new_id<LedgerEntryId>();
    tx.execute(R"(
        INSERT INTO ledger_entries
               (tenant_id, id, book, fiscal_year, voucher, period, usage_period, booked_at,
                effective_on, source_kind, source_id, description, reverses_id, maker_id,
                checker_id, booker_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, id, head.book, head.period.year, voucher, head.period, head.usage_period,
               head.booked_at, head.effective_on, head.source_kind, head.source_id,
               head.description, reverses, names.maker_id, names.checker_id, names.booker_id);
    insert_postings(tx, scope, id, entry.postings());
    move_balances(tx, scope, entry);
    return id;
}

std::vector<StoredEntry> list_entries(db::Transaction& tx, TenantScope scope,
                                      const LedgerFilter& filter, const PageRequest& page) {
    const auto period = filter.period ? to_text(*filter.period) : std::string();
    const auto book = filter.book ? std::string(to_text(*filter.book)) : std::string();
    auto entries = tx.list(R"(
        SELECT id, voucher, fiscal_year, book, period, usage_period, booked_at, effective_on,
               source_kind, source_id, description, reverses_id, maker_id, checker_id, booker_id
          FROM ledger_entries e
         WHERE tenant_id = ? AND id > ? AND (? = '' OR book = ?) AND (? = '' OR period = ?)
           AND (? = '' OR EXISTS (SELECT 1
                                    FROM ledger_postings p
                                   WHERE p.tenant_id = e.tenant_id AND p.entry_id = e.id
                                     AND p.account = ?))
         ORDER BY id
         LIMIT ?)", read_entry, scope, page.after_id, book, book, period, period, filter.account,
                           filter.account, std::int64_t{page.fetch()});
    for (auto& entry : entries) add_postings(tx, scope, entry);
    return entries;
}

std::optional<StoredEntry> find_entry(db::Transaction& tx, TenantScope scope, LedgerEntryId id) {
    auto entry = tx.find(R"(
        SELECT id, voucher, fiscal_year, book, period, usage_period, booked_at, effective_on,
               source_kind, source_id, description, reverses_id, maker_id, checker_id, booker_id
          FROM ledger_entries
         WHERE tenant_id = ? AND id = ?)", read_entry, scope, id);
    if (entry) add_postings(tx, scope, *entry);
    return entry;
}

std::vector<TrialBalanceLine> trial_balance(db::Transaction& tx, TenantScope scope, Book book,
                                            Period period) {
    return tx.list(R"(
        SELECT account, group_kind,
               SUM(IF(period < ?, debit_fen - credit_fen, 0)) AS opening_fen,
               SUM(IF(period = ?, debit_fen, 0)) AS debit_fen,
               SUM(IF(period = ?, credit_fen, 0)) AS credit_fen
          FROM ledger_balances
         WHERE tenant_id = ? AND book = ? AND period <= ?
         GROUP BY account, group_kind
         ORDER BY account, group_kind)",
                   [](const db::Row& row) {
                       return TrialBalanceLine{row.text("account"),
                                               row.enumerator<PostingGroup>("group_kind"),
                                               row.money("opening_fen"), row.money("debit_fen"),
                                               row.money("credit_fen")};
                   },
                   period, period, period, scope, book, period);
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
    return report;
}

}  // namespace yunhe::billing
