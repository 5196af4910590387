#include "billing/export_rows_store.hpp"

#include <charconv>

#include "billing/account_name.hpp"
#include "billing/ageing_store.hpp"
#include "billing/export_sql_store.hpp"
#include "billing/ledger_store.hpp"

namespace yunhe::billing {
namespace export_rows {
namespace {

constexpr std::uint64_t kPageRows = 10'000;
constexpr std::string_view kFirstPeriod = "0000-00";
constexpr std::string_view kLastPeriod = "9999-99";

std::string text_or(const std::optional<Period>& period, std::string_view otherwise) {
    return period ? to_text(*period) : std::string(otherwise);
}

/// The value of one name in a statement.
class Names {
public:
    Names(TenantScope scope, ExportKind kind, const ExportFilter& filter) {
        const auto from = text_or(filter.period_from, kFirstPeriod);
        const auto to = text_or(filter.period_to, kLastPeriod);
        const auto year = filter.fiscal_year ? std::to_string(*filter.fiscal_year) : "";
        const Date first = filter.period_from ? first_day(*filter.period_from) : kFirstDay;
        const Date last = filter.period_to ? last_day(*filter.period_to) : kLastDay;
        const Period first_of_year{filter.fiscal_year.value_or(2000), 1};
        const Period last_of_year{filter.fiscal_year.value_or(2000), 12};
        values_ = {{"tenant", db::to_value(scope)},
                   {"from", from},
                   {"to", to},
                   {"year_from", to.substr(0, 4) + "-01"},
                   {"from_on", db::to_value(first)},
                   {"to_on", db::to_value(last)},
                   {"book", filter.book ? std::string(to_text(*filter.book)) : ""},
                   {"developer", filter.developer_uscc},
                   {"department", filter.department_code},
                   {"product", filter.product_code},
                   {"account", filter.account},
                   {"year", year},
                   {"published", std::string(filter.published_only ? "1" : "")},
                   {"money", std::string(kind == ExportKind::voucher_import ? "1" : "")},
                   {"first_on", db::to_value(first_day(first_of_year))},
                   {"last_on", db::to_value(last_day(last_of_year))},
                   {"first_period", to_text(first_of_year)},
                   {"last_period", to_text(last_of_year)},
                   {"begin_at", db::to_value(start_of(first_of_year))},
                   {"end_at", db::to_value(end_of(last_of_year))},
                   {"after", std::uint64_t{0}},
                   {"limit", kPageRows}};
    }
    void set(std::string_view name, std::uint64_t value) { values_.find(name)->second = value; }
    const db::Value& at(std::string_view name) const {
        const auto found = values_.find(name);
        YUNHE_ASSERT(found != values_.end());
        return found->second;
    }

private:
    static constexpr Date kFirstDay{std::chrono::local_days(std::chrono::year(1000) / 1 / 1)};
    static constexpr Date kLastDay{std::chrono::local_days(std::chrono::year(9999) / 12 / 31)};
    std::map<std::string, db::Value, std::less<>> values_;
};

bool in_name(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

/// A statement with `?` for every `:name`, and which names they stand for.
struct Bound {
    explicit Bound(std::string_view named) {
        for (std::size_t i = 0; i < named.size(); ++i) {
            if (named[i] != ':' || i + 1 == named.size() || !in_name(named[i + 1])) {
                text += named[i];
                continue;
            }
            std::size_t end = i + 1;
            while (end < named.size() && in_name(named[end])) ++end;
            names.emplace_back(named.substr(i + 1, end - i - 1));
            text += '?';
            i = end - 1;
        }
    }
    std::vector<db::Value> values(const Names& known) const {
        std::vector<db::Value> bound;
        for (const auto& name : names) bound.push_back(known.at(name));
        return bound;
    }
    std::string text;
    std::vector<std::string> names;
};

template <class Number>
Number whole_of(const std::string& text) {
    Number number = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    YUNHE_ASSERT(read.ec == std::errc() && read.ptr == end);
    return number;
}

/// From the database's form to the file's.
void convert(const ExportColumn& column, std::string& cell) {
    if (cell.empty()) return;
    switch (column.type) {
        case CellType::money: cell = to_text(Money::fen(whole_of<std::int64_t>(cell))); return;
        case CellType::quantity: {
            const auto micro = whole_of<std::int64_t>(cell);
            cell = to_text(Quantity{micro < 0 ? -micro : micro});
            if (micro < 0) cell.insert(cell.begin(), '-');
            return;
        }
        case CellType::id:
            cell = id_text(column.id_prefix, whole_of<std::uint64_t>(cell));
            return;
        case CellType::timestamp:
            cell[10] = 'T';
            cell = to_text(parse_timestamp(cell + "Z").value());
            return;
        default: break;
    }
    if (column.code != "account_name") return;
    const auto bar = cell.rfind('|');
    cell = account_title(cell.substr(0, bar), cell.substr(bar + 1));
}

/// Reads one statement's rows; returns how many there were, and the last key where there is one.
struct PageEnd {
    std::uint64_t rows = 0;
    std::uint64_t key = 0;
};
PageEnd read_page(db::Transaction& tx, const Bound& statement, const Names& names, bool keyed,
                  std::span<const ExportColumn> columns, std::vector<std::string>& cells,
                  const ExportRowVisitor& visit) {
    PageEnd end;
    std::string key;
    tx.each(statement.text, statement.values(names), [&](const db::Row& row) {
        unsigned position = 1;
        if (keyed) row.text_at(position++, key);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            row.text_at(position++, cells[i]);
            convert(columns[i], cells[i]);
        }
        visit(cells, true);
        ++end.rows;
    });
    if (keyed && end.rows > 0) end.key = whole_of<std::uint64_t>(key);
    return end;
}

void each_of_statement(db::Transaction& tx, TenantScope scope, ExportKind kind,
                       const ExportFilter& filter, const ExportRowVisitor& visit) {
    const auto& sql = export_sql(kind);
    const auto columns = row_of(kind).columns;
    const bool keyed = !sql.key.empty();
    std::string text = "SELECT ";
    if (keyed) text.append(sql.key).append(", ");
    text.append(sql.columns).append(sql.from).append(sql.tail);
    const Bound statement(text);
    Names names(scope, kind, filter);
    std::vector<std::string> cells(columns.size());
    for (;;) {
        const auto end = read_page(tx, statement, names, keyed, columns, cells, visit);
        if (!keyed || end.rows == 0) return;
        names.set("after", end.key);
    }
}

// --- the detail ledger: account by account, with carried balances -------------------------------

struct AccountLine {
    Book book = Book::nontax;
    std::string account;
    std::string party;
    PostingGroup group = PostingGroup::money;
    Money opening;
    Money year_debit;
    Money year_credit;
};

std::vector<AccountLine> accounts_of(db::Transaction& tx, const Names& names) {
    static const Bound statement(R"(
        SELECT balances.book, balances.account, MAX(bodies.name) AS party, balances.group_kind,
               SUM(CASE WHEN balances.period < :from
                        THEN balances.debit_fen - balances.credit_fen ELSE 0 END) AS opening_fen,
               SUM(CASE WHEN balances.period >= :year_from THEN balances.debit_fen ELSE 0 END)
                   AS year_debit_fen,
               SUM(CASE WHEN balances.period >= :year_from THEN balances.credit_fen ELSE 0 END)
                   AS year_credit_fen
          FROM ledger_balances balances
          LEFT JOIN bodies
            ON bodies.tenant_id = balances.tenant_id
           AND bodies.code = SUBSTRING_INDEX(balances.account, ':', -1)
         WHERE balances.tenant_id = :tenant AND balances.period <= :to
           AND (:book = '' OR balances.book = :book)
           AND (:account = '' OR balances.account = :account)
         GROUP BY balances.book, balances.account, balances.group_kind
         ORDER BY balances.book, balances.account, balances.group_kind)");
    std::vector<AccountLine> lines;
    tx.each(statement.text, statement.values(names), [&](const db::Row& row) {
        lines.push_back({.book = row.enumerator<Book>("book"),
                         .account = row.text("account"),
                         .party = row.optional_text("party").value_or(""),
                         .group = row.enumerator<PostingGroup>("group_kind"),
                         .opening = row.money("opening_fen"),
                         .year_debit = row.money("year_debit_fen"),
                         .year_credit = row.money("year_credit_fen")});
    });
    return lines;
}

struct DetailPosting {
    std::uint64_t entry_id = 0;
    int position = 0;
    std::string period;
    std::string effective_on;
    std::uint64_t voucher = 0;
    std::string description;
    Money amount;
};

std::vector<DetailPosting> postings_after(db::Transaction& tx, TenantScope scope,
                                          const AccountLine& line, const ExportFilter& filter,
                                          const DetailPosting& after) {
    return tx.list(R"(
        SELECT postings.entry_id, postings.position, entries.period, entries.effective_on,
               entries.voucher, entries.description, postings.amount_fen
          FROM ledger_postings postings
          JOIN ledger_entries entries
            ON entries.tenant_id = postings.tenant_id AND entries.id = postings.entry_id
         WHERE postings.tenant_id = ? AND postings.account = ? AND postings.group_kind = ?
           AND entries.book = ? AND entries.period BETWEEN ? AND ?
           AND (postings.entry_id > ? OR (postings.entry_id = ? AND postings.position > ?))
         ORDER BY postings.entry_id, postings.position
         LIMIT ?)",
                   [](const db::Row& row) {
                       return DetailPosting{.entry_id = row.uint64("entry_id"),
                                            .position = static_cast<int>(row.int64("position")),
                                            .period = row.text("period"),
                                            .effective_on = row.text("effective_on"),
                                            .voucher = row.uint64("voucher"),
                                            .description = row.text("description"),
                                            .amount = row.money("amount_fen")};
                   },
                   scope, line.account, line.group, line.book,
                   text_or(filter.period_from, kFirstPeriod),
                   text_or(filter.period_to, kLastPeriod), after.entry_id, after.entry_id,
                   after.position, kPageRows);
}

std::string_view side_of(Money balance) {
    if (balance.zero()) return "even";
    return balance.negative() ? "credit" : "debit";
}
Money without_sign(Money amount) { return amount.negative() ? -amount : amount; }

/// Fills the cells that all rows of an account share, and the balance after the row.
void put_row(std::vector<std::string>& cells, const AccountLine& line, const char* what,
             const DetailPosting* posting, Money debit, Money credit, Money balance) {
    cells = {std::string(to_text(line.book)),
             line.account,
             account_title(line.account, line.party),
             std::string(to_text(line.group)),
             what,
             posting != nullptr ? posting->period : "",
             posting != nullptr ? posting->effective_on : "",
             posting != nullptr ? std::to_string(posting->voucher) : "",
             posting != nullptr ? to_text(LedgerEntryId{posting->entry_id}) : "",
             posting != nullptr ? posting->description : "",
             debit.zero() ? "" : to_text(debit),
             credit.zero() ? "" : to_text(credit),
             std::string(side_of(balance)),
             to_text(without_sign(balance))};
}

void each_of_account(db::Transaction& tx, TenantScope scope, const AccountLine& line,
                     const ExportFilter& filter, const ExportRowVisitor& visit) {
    std::vector<std::string> cells;
    Money balance = line.opening;
    Money debit, credit;
    put_row(cells, line, "opening", nullptr, {}, {}, balance);
    visit(cells, false);
    DetailPosting last;
    for (;;) {
        const auto page = postings_after(tx, scope, line, filter, last);
        for (const auto& posting : page) {
            const auto in = posting.amount.negative() ? Money() : posting.amount;
            const auto out = posting.amount.negative() ? -posting.amount : Money();
            debit += in;
            credit += out;
            balance += posting.amount;
            put_row(cells, line, "posting", &posting, in, out, balance);
            visit(cells, true);
        }
        if (page.size() < kPageRows) break;
        last = page.back();
    }
    put_row(cells, line, "period", nullptr, debit, credit, balance);
    visit(cells, false);
    put_row(cells, line, "year", nullptr, line.year_debit, line.year_credit, balance);
    visit(cells, false);
}

// --- ageing ---------------------------------------------------------------------------------

void each_ageing_row(db::Transaction& tx, TenantScope scope, const ExportFilter& filter,
                     Timestamp now, const ExportRowVisitor& visit) {
    std::vector<std::string> cells;
    const auto today = date_of(now);
    const auto documents = open_documents(tx, scope, {.book = filter.book}, today);
    for (const auto& row : age(documents, today)) {
        if (!filter.developer_uscc.empty() && row.developer_uscc != filter.developer_uscc)
            continue;
        cells = {std::string(to_text(row.book)), row.developer_uscc, row.developer_name,
                 std::to_string(row.documents)};
        for (const auto amount : row.amounts) cells.push_back(to_text(amount));
        cells.push_back(to_text(row.open));
        visit(cells, true);
    }
}

}  // namespace
}  // namespace export_rows

void each_export_row(db::Transaction& tx, TenantScope scope, ExportKind kind,
                     const ExportFilter& filter, Timestamp now, const ExportRowVisitor& visit) {
    if (kind == ExportKind::receivable_ageing)
        return export_rows::each_ageing_row(tx, scope, filter, now, visit);
    if (kind != ExportKind::detail_ledger)
        return export_rows::each_of_statement(tx, scope, kind, filter, visit);
    const export_rows::Names names(scope, kind, filter);
    for (const auto& line : export_rows::accounts_of(tx, names))
        export_rows::each_of_account(tx, scope, line, filter, visit);
}

std::uint64_t count_export_rows(db::Transaction& tx, TenantScope scope, ExportKind kind,
                                const ExportFilter& filter) {
    if (kind == ExportKind::receivable_ageing) return 0;
    // A detail ledger is as long as its entries.
    const auto counted =
        kind == ExportKind::detail_ledger ? ExportKind::vouchers : kind;
    const auto& sql = export_sql(counted);
    if (sql.key.empty()) return 0;
    std::string text = "SELECT COUNT(*) AS row_count";
    text.append(sql.from);
    const export_rows::Bound statement(text);
    export_rows::Names names(scope, counted, filter);
    names.set("limit", std::numeric_limits<std::uint32_t>::max());
    std::uint64_t count = 0;
    tx.each(statement.text, statement.values(names),
            [&](const db::Row& row) { count = row.uint64("row_count"); });
    return count;
}

ExportNotes export_notes(db::Transaction& tx, TenantScope scope, ExportKind kind,
                         const ExportFilter& filter) {
    if (kind != ExportKind::department_statement) return {};
    ExportNotes notes;
    tx.each(R"(
        SELECT bodies.code, bodies.name, bodies.department_kind,
               (SELECT COALESCE(SUM(parts.amount_fen), 0)
                  FROM allocation_parts parts
                  JOIN allocation_pools pools
                    ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
                  JOIN allocation_runs runs
                    ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
                 WHERE parts.tenant_id = bodies.tenant_id
                   AND parts.department_code = bodies.code
                   AND runs.state IN ('posted', 'reversed')) AS attributed_fen,
               (SELECT COALESCE(SUM(allotments.amount_fen - allotments.withdrawn_fen), 0)
                  FROM allotments
                 WHERE allotments.tenant_id = bodies.tenant_id
                   AND allotments.department_id = bodies.id) AS allotted_fen,
               (SELECT COALESCE(SUM(allotments.spent_fen), 0)
                  FROM allotments
                 WHERE allotments.tenant_id = bodies.tenant_id
                   AND allotments.department_id = bodies.id) AS spent_fen
          FROM bodies
         WHERE bodies.tenant_id = ? AND bodies.kind = 'department'
           AND (? = '' OR bodies.code = ?)
         ORDER BY bodies.code)",
            std::vector<db::Value>{db::to_value(scope), filter.department_code,
                                   filter.department_code},
            [&](const db::Row& row) {
                const auto who = row.text("code") + " " + row.text("name");
                notes.emplace_back(who + " 累计测算(元)", to_text(row.money("attributed_fen")));
                notes.emplace_back(who + " 指标下达(元)", to_text(row.money("allotted_fen")));
                notes.emplace_back(who + " 已支出(元)", to_text(row.money("spent_fen")));
            });
    return notes;
}

}  // namespace yunhe::billing
