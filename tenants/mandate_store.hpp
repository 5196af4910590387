/// Mandates with their stops and takeovers in SQL.
#pragma once

#include <optional>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/mandate.hpp"

namespace yunhe::tenants {

void insert_mandate(db::Transaction& tx, TenantScope scope, const Mandate& mandate);
/// In the order in which they were recorded, with stops and takeovers; a tenant has few.
std::vector<Mandate> all_mandates(db::Transaction& tx, TenantScope scope);
std::optional<Mandate> lock_mandate(db::Transaction& tx, TenantScope scope, MandateId id);
/// Saves state and moments and raises the version by one.
void save_mandate(db::Transaction& tx, TenantScope scope, const Mandate& mandate);

void insert_mandate_stop(db::Transaction& tx, TenantScope scope, MandateId id,
                         const MandateStop& stop);
/// Ends the open stop. REQUIRES: there is one.
void close_mandate_stop(db::Transaction& tx, TenantScope scope, MandateId id, Timestamp at);
void insert_mandate_takeover(db::Transaction& tx, TenantScope scope,
                             const MandateTakeover& takeover);

/// When a mandate or a takeover keeps access open (see the pure function of that name).
std::vector<Interval> mandate_intervals(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::tenants
