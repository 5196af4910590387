#include "billing/income_limit_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_INCOME_LIMIT_COLUMNS                                                               \
    "SELECT id, year, amount_fen, tax_included, document, state, version, recorded_by_id, "      \
    "recorded_at, decided_by_id, decided_at FROM income_limits "

IncomeLimit read_income_limit(const db::Row& row) {
    return {.id = row.id<IncomeLimitId>("id"),
            .year = static_cast<int>(row.int64("year")),
            .amount = row.money("amount_fen"),
            .tax_included = row.boolean("tax_included"),
            .document = row.text("document"),
            .state = row.enumerator<IncomeLimitState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .recorded_by_id = row.id<UserId>("recorded_by_id"),
            .recorded_at = row.timestamp("recorded_at"),
            .decided_by_id = row.optional_id<UserId>("decided_by_id"),
            .decided_at = row.optional_timestamp("decided_at")};
}

}  // namespace

std::optional<IncomeLimit> find_income_limit(db::Transaction& tx, TenantScope scope,
                                             IncomeLimitId id) {
    return tx.find(YUNHE_INCOME_LIMIT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_income_limit,
                   scope, id);
}

std::optional<IncomeLimit> lock_income_limit(db::Transaction& tx, TenantScope scope,
                                             IncomeLimitId id) {
    return tx.find(YUNHE_INCOME_LIMIT_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_income_limit, scope, id);
}

std::optional<IncomeLimit> lock_income_limit_of(db::Transaction& tx, TenantScope scope, int year,
                                                IncomeLimitState state) {
    return tx.find(YUNHE_INCOME_LIMIT_COLUMNS
                   "WHERE tenant_id = ? AND year = ? AND state = ? ORDER BY id DESC LIMIT 1 "
                   "FOR UPDATE",
                   read_income_limit, scope, year, state);
}

std::vector<IncomeLimit> list_income_limits(db::Transaction& tx, TenantScope scope,
                                            const PageRequest& page) {
    return tx.list(YUNHE_INCOME_LIMIT_COLUMNS "WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_income_limit, scope, page.after_id, page.fetch());
}

std::vector<IncomeLimit> confirmed_income_limits(db::Transaction& tx, TenantScope scope) {
    return tx.list(YUNHE_INCOME_LIMIT_COLUMNS
                   "WHERE tenant_id = ? AND state = 'confirmed' ORDER BY year",
                   read_income_limit, scope);
}

void insert_income_limit(db::Transaction& tx, TenantScope scope, const IncomeLimit& limit) {
    tx.execute("INSERT INTO income_limits (tenant_id, id, year, amount_fen, tax_included, "
               "document, state, version, recorded_by_id, recorded_at, decided_by_id, decided_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, limit.id, limit.year, limit.amount, limit.tax_included, limit.document,
               limit.state, limit.version, limit.recorded_by_id, limit.recorded_at,
               limit.decided_by_id, limit.decided_at);
}

void save_income_limit(db::Transaction& tx, TenantScope scope, const IncomeLimit& limit) {
    tx.execute("UPDATE income_limits SET state = ?, decided_by_id = ?, decided_at = ?, "
               "version = version + 1 WHERE tenant_id = ? AND id = ?",
               limit.state, limit.decided_by_id, limit.decided_at, scope, limit.id);
}

Money income_of_year(db::Transaction& tx, TenantScope scope, int year, bool tax_included) {
    const auto moved = tx.one(R"(
        SELECT COALESCE(SUM(credit_fen - debit_fen), 0) AS income_fen
          FROM ledger_balances
         WHERE tenant_id = ? AND book = 'operator' AND period >= ? AND period <= ?
           AND group_kind = 'money' AND (account LIKE 'income:%' OR (? AND account = 'tax')))",
                              [](const db::Row& row) { return row.money("income_fen"); }, scope,
                              Period{year, 1}, Period{year, 12}, tax_included);
    const auto closed = tx.one(R"(
        SELECT COALESCE(SUM(ledger_postings.amount_fen), 0) AS closed_fen
          FROM fiscal_years
          JOIN ledger_postings
            ON ledger_postings.tenant_id = fiscal_years.tenant_id
           AND ledger_postings.entry_id = fiscal_years.entry_id
         WHERE fiscal_years.tenant_id = ? AND fiscal_years.book = 'operator'
           AND fiscal_years.fiscal_year = ? AND ledger_postings.account LIKE 'income:%')",
                               [](const db::Row& row) { return row.money("closed_fen"); }, scope,
                               year);
    return moved + closed;
}

}  // namespace yunhe::billing
