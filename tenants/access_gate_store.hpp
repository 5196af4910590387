/// The facts that access gates are judged by, read from SQL for one agreement or for all of a
/// tenant. Whoever writes such a fact raises the tenant's entitlement version in its transaction.
#pragma once

#include <map>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/access_gate.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::tenants {

/// REQUIRES: `pack` is the one that the agreement names.
GateFacts read_gate_facts(db::Transaction& tx, TenantScope scope, const RulePack& pack,
                          const Agreement& agreement);
/// The staff of one developer, whoever ever was on record.
std::vector<StaffFacts> read_staff_facts(db::Transaction& tx, TenantScope scope,
                                         const RulePack& pack, BodyId developer_id);

/// The pure questions of tenants/access_gate.hpp, asked of what is stored. REQUIRES: `pack` is the
/// one that the agreement names (agreement.rule_pack_id): a running agreement keeps its pack.
std::vector<UnmetGate> unmet_gates(db::Transaction& tx, TenantScope scope, const RulePack& pack,
                                   const Agreement& agreement, Timestamp at);
/// For the chain: four statements at most, none where the pack has no gate.
std::vector<Interval> gates_met_intervals(db::Transaction& tx, TenantScope scope,
                                          const RulePack& pack, AgreementId agreement_id,
                                          BodyId developer_id);

}  // namespace yunhe::tenants
