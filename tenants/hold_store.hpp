/// Holds in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/hold.hpp"

namespace yunhe::tenants {

std::optional<Hold> find_hold(db::Transaction& tx, TenantScope scope, HoldId id);
std::optional<Hold> lock_hold(db::Transaction& tx, TenantScope scope, HoldId id);
/// All holds of one agreement, released ones too, oldest first.
std::vector<Hold> list_holds_of(db::Transaction& tx, TenantScope scope, AgreementId agreement_id);
/// The same, one page.
std::vector<Hold> list_holds(db::Transaction& tx, TenantScope scope, AgreementId agreement_id,
                             const PageRequest& page);

void insert_hold(db::Transaction& tx, TenantScope scope, const Hold& hold);
/// Saves confirmation and release.
void save_hold(db::Transaction& tx, TenantScope scope, const Hold& hold);

/// What of this agreement is in use at that instant: accepted orders that run and grants that are
/// live, and the developer's keys that aren't over.
StoppedCounts count_in_use(db::Transaction& tx, TenantScope scope, const Agreement& agreement,
                           Timestamp at);

}  // namespace yunhe::tenants
