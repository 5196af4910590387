#include "billing/allotment_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_ALLOTMENT_COLUMNS                                                              \
    "SELECT id, number, department_id, department_code, document, budget_year, amount_fen, " \
    "withdrawn_fen, spent_fen, purpose, allotted_on, version, recorded_by_id, recorded_at, " \
    "entry_id FROM allotments "
#define YUNHE_SPENDING_COLUMNS                                                               \
    "SELECT id, number, allotment_id, department_id, document, amount_fen, purpose, "        \
    "spent_on, state, version, reported_by_id, reported_at FROM spending_reports "

Allotment read_allotment(const db::Row& row) {
    return {.id = row.id<AllotmentId>("id"),
            .number = row.uint64("number"),
            .department_id = row.id<BodyId>("department_id"),
            .department_code = row.text("department_code"),
            .document = row.text("document"),
            .budget_year = static_cast<int>(row.int64("budget_year")),
            .amount = row.money("amount_fen"),
            .withdrawn = row.money("withdrawn_fen"),
            .spent = row.money("spent_fen"),
            .purpose = row.text("purpose"),
            .allotted_on = row.date("allotted_on"),
            .version = static_cast<int>(row.int64("version")),
            .recorded_by_id = row.id<UserId>("recorded_by_id"),
            .recorded_at = row.timestamp("recorded_at"),
            .entry_id = row.uint64("entry_id")};
}

SpendingReport read_spending(const db::Row& row) {
    return {.id = row.id<SpendingReportId>("id"),
            .number = row.uint64("number"),
            .allotment_id = row.id<AllotmentId>("allotment_id"),
            .department_id = row.id<BodyId>("department_id"),
            .document = row.text("document"),
            .amount = row.money("amount_fen"),
            .purpose = row.text("purpose"),
            .spent_on = row.date("spent_on"),
            .state = row.enumerator<SpendingState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .reported_by_id = row.id<UserId>("reported_by_id"),
            .reported_at = row.timestamp("reported_at")};
}

template <class IdType>
std::uint64_t id_or_zero(const std::optional<IdType>& id) {
    return id ? id->value : 0;
}

}  // namespace

std::optional<Allotment> find_allotment(db::Transaction& tx, TenantScope scope, AllotmentId id) {
    return tx.find(YUNHE_ALLOTMENT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_allotment, scope,
                   id);
}

std::optional<Allotment> lock_allotment(db::Transaction& tx, TenantScope scope, AllotmentId id) {
    return tx.find(YUNHE_ALLOTMENT_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_allotment, scope, id);
}

std::vector<Allotment> list_allotments(db::Transaction& tx, TenantScope scope,
                                       const AllotmentFilter& filter, const PageRequest& page) {
    const auto department = id_or_zero(filter.department_id);
    const int year = filter.budget_year.value_or(0);
    return tx.list(YUNHE_ALLOTMENT_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? = 0 OR department_id = ?) "
                   "AND (? = 0 OR budget_year = ?) ORDER BY id LIMIT ?",
                   read_allotment, scope, page.after_id, department, department, year, year,
                   page.fetch());
}

bool has_allotment(db::Transaction& tx, TenantScope scope, const Allotment& allotment) {
    return tx.one("SELECT COUNT(*) AS n FROM allotments WHERE tenant_id = ? AND document = ? "
                  "AND department_id = ? AND budget_year = ?",
                  [](const db::Row& row) { return row.uint64("n") > 0; }, scope, allotment.document,
                  allotment.department_id, allotment.budget_year);
}

void insert_allotment(db::Transaction& tx, TenantScope scope, const Allotment& allotment) {
    tx.execute(R"(
        INSERT INTO allotments
               (tenant_id, id, number, department_id, department_code, document, budget_year,
                amount_fen, purpose, allotted_on, recorded_by_id, recorded_at, entry_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, allotment.id, allotment.number, allotment.department_id,
               allotment.department_code, allotment.document, allotment.budget_year,
               allotment.amount, allotment.purpose, allotment.allotted_on,
               allotment.recorded_by_id, allotment.recorded_at, allotment.entry_id);
}

void save_allotment(db::Transaction& tx, TenantScope scope, const Allotment& allotment) {
    tx.execute(R"(
        UPDATE allotments
           SET withdrawn_fen = ?, spent_fen = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               allotment.withdrawn, allotment.spent, scope, allotment.id);
}

void insert_allotment_withdrawal(db::Transaction& tx, TenantScope scope, AllotmentId id,
                                 const AllotmentWithdrawal& withdrawal) {
    struct WithdrawalEntity {};
    tx.execute(R"(
        INSERT INTO allotment_withdrawals
               (tenant_id, id, allotment_id, document, amount_fen, reason, withdrawn_on,
                recorded_by_id, recorded_at, entry_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, tx.new_id<Id<WithdrawalEntity>>(), id, withdrawal.document, withdrawal.amount,
               withdrawal.reason, withdrawal.withdrawn_on, withdrawal.recorded_by_id,
               withdrawal.recorded_at, withdrawal.entry_id);
}

std::vector<AllotmentWithdrawal> list_allotment_withdrawals(db::Transaction& tx, TenantScope scope,
                                                            AllotmentId id) {
    return tx.list(R"(
        SELECT document, amount_fen, reason, withdrawn_on, recorded_by_id, recorded_at, entry_id
          FROM allotment_withdrawals
         WHERE tenant_id = ? AND allotment_id = ?
         ORDER BY id)",
                   [](const db::Row& row) {
                       return AllotmentWithdrawal{.document = row.text("document"),
                                                  .amount = row.money("amount_fen"),
                                                  .reason = row.text("reason"),
                                                  .withdrawn_on = row.date("withdrawn_on"),
                                                  .recorded_by_id =
                                                      row.id<UserId>("recorded_by_id"),
                                                  .recorded_at = row.timestamp("recorded_at"),
                                                  .entry_id = row.id<LedgerEntryId>("entry_id")};
                   },
                   scope, id);
}

std::optional<SpendingReport> find_spending(db::Transaction& tx, TenantScope scope,
                                            SpendingReportId id) {
    return tx.find(YUNHE_SPENDING_COLUMNS "WHERE tenant_id = ? AND id = ?", read_spending, scope,
                   id);
}

std::optional<SpendingReport> lock_spending(db::Transaction& tx, TenantScope scope,
                                            SpendingReportId id) {
    return tx.find(YUNHE_SPENDING_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_spending, scope, id);
}

std::vector<SpendingReport> list_spending(db::Transaction& tx, TenantScope scope,
                                          const SpendingFilter& filter, const PageRequest& page) {
    const auto department = id_or_zero(filter.department_id);
    const auto allotment = id_or_zero(filter.allotment_id);
    const int year = filter.year.value_or(0);
    return tx.list(YUNHE_SPENDING_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? = 0 OR department_id = ?) "
                   "AND (? = 0 OR allotment_id = ?) AND (? = 0 OR YEAR(spent_on) = ?) "
                   "AND (? = 0 OR state = 'reported') ORDER BY id LIMIT ?",
                   read_spending, scope, page.after_id, department, department, allotment,
                   allotment, year, year, filter.standing_only, page.fetch());
}

void insert_spending(db::Transaction& tx, TenantScope scope, const SpendingReport& report) {
    tx.execute(R"(
        INSERT INTO spending_reports
               (tenant_id, id, number, allotment_id, department_id, document, amount_fen, purpose,
                spent_on, state, reported_by_id, reported_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, report.id, report.number, report.allotment_id, report.department_id,
               report.document, report.amount, report.purpose, report.spent_on, report.state,
               report.reported_by_id, report.reported_at);
}

void save_spending(db::Transaction& tx, TenantScope scope, const SpendingReport& report) {
    tx.execute("UPDATE spending_reports SET state = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               report.state, scope, report.id);
}

}  // namespace yunhe::billing
