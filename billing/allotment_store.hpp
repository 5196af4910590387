/// Allotments, what was taken back of them, and reports of spending in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/allotment.hpp"
#include "billing/ledger.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Allotment> find_allotment(db::Transaction& tx, TenantScope scope, AllotmentId id);
std::optional<Allotment> lock_allotment(db::Transaction& tx, TenantScope scope, AllotmentId id);
struct AllotmentFilter {
    std::optional<BodyId> department_id = {};
    std::optional<int> budget_year = {};
};
/// By id.
std::vector<Allotment> list_allotments(db::Transaction& tx, TenantScope scope,
                                       const AllotmentFilter& filter, const PageRequest& page);
/// Has this document an allotment of this department and year?
bool has_allotment(db::Transaction& tx, TenantScope scope, const Allotment& allotment);
/// REQUIRES: it has none.
void insert_allotment(db::Transaction& tx, TenantScope scope, const Allotment& allotment);
/// Saves what was withdrawn and spent, raises the version.
void save_allotment(db::Transaction& tx, TenantScope scope, const Allotment& allotment);

struct AllotmentWithdrawal {
    std::string document;
    Money amount;
    std::string reason;
    Date withdrawn_on;
    UserId recorded_by_id;
    Timestamp recorded_at;
    LedgerEntryId entry_id;
};
void insert_allotment_withdrawal(db::Transaction& tx, TenantScope scope, AllotmentId id,
                                 const AllotmentWithdrawal& withdrawal);
/// By id.
std::vector<AllotmentWithdrawal> list_allotment_withdrawals(db::Transaction& tx, TenantScope scope,
                                                            AllotmentId id);

std::optional<SpendingReport> find_spending(db::Transaction& tx, TenantScope scope,
                                            SpendingReportId id);
std::optional<SpendingReport> lock_spending(db::Transaction& tx, TenantScope scope,
                                            SpendingReportId id);
struct SpendingFilter {
    std::optional<BodyId> department_id = {};
    std::optional<AllotmentId> allotment_id = {};
    std::optional<int> year = {};  ///< Of the day on which it was spent.
    bool standing_only = false;
};
/// By id.
std::vector<SpendingReport> list_spending(db::Transaction& tx, TenantScope scope,
                                          const SpendingFilter& filter, const PageRequest& page);
void insert_spending(db::Transaction& tx, TenantScope scope, const SpendingReport& report);
/// Saves the state, raises the version.
void save_spending(db::Transaction& tx, TenantScope scope, const SpendingReport& report);

}  // namespace yunhe::billing
