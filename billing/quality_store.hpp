/// Evaluated quality scores of resources per period.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/resource.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

struct QualityScore {
    catalog::ResourceId resource_id;
    std::string resource_code;
    std::string quality;  ///< Decimal text of at most six decimals.
    UserId recorded_by_id;
    std::optional<UserId> confirmed_by_id;
    bool frozen = false;  ///< A posted run used it: it can't change any more.
    /// What it was computed from (billing/quality_basis.hpp); absent: given as a whole.
    std::optional<Json> basis = {};
    Period period = {};
};

/// By resource code.
std::vector<QualityScore> list_quality(db::Transaction& tx, TenantScope scope, Period period);
/// Records or replaces; a replaced score must be confirmed anew. REQUIRES: it isn't frozen.
void save_quality(db::Transaction& tx, TenantScope scope, Period period, const QualityScore& score);
/// Confirms all scores of the period that wait for it; returns how many.
std::uint64_t confirm_quality(db::Transaction& tx, TenantScope scope, Period period, UserId user_id,
                              Timestamp at);
/// Of one resource, newest period first.
std::vector<QualityScore> list_quality_of(db::Transaction& tx, TenantScope scope,
                                          catalog::ResourceId resource_id);
/// Confirmed scores of periods `from` to `to`, with the department of each resource.
struct DepartmentScore {
    BodyId department_id;
    Period period;
    std::string resource_code;
    std::string quality;
};
std::vector<DepartmentScore> list_confirmed_quality(db::Transaction& tx, TenantScope scope,
                                                    Period from, Period to);
/// Confirmed scores only.
std::map<catalog::ResourceId, std::string> confirmed_quality(db::Transaction& tx, TenantScope scope,
                                                             Period period);
/// From now on the period's confirmed scores can't change (first posting of a run).
void freeze_quality(db::Transaction& tx, TenantScope scope, Period period);

}  // namespace yunhe::billing
