/// Delegations in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "base/scope.hpp"
#include "db/transaction.hpp"
#include "tenants/delegation.hpp"

namespace yunhe::tenants {

/// Of one body, or of all bodies of the tenant; oldest first.
std::vector<Delegation> list_delegations(db::Transaction& tx, TenantScope scope,
                                         std::optional<BodyId> body_id, const PageRequest& page);
/// Those by which `delegate` may act on that day, by the principal's name.
std::vector<Delegation> all_delegations_to(db::Transaction& tx, TenantScope scope, UserId delegate,
                                           Date day);
/// Does a delegation between the two stand on that day?
bool delegation_stands(db::Transaction& tx, TenantScope scope, UserId principal, UserId delegate,
                       Date day);

std::optional<Delegation> lock_delegation(db::Transaction& tx, TenantScope scope, DelegationId id);
void insert_delegation(db::Transaction& tx, TenantScope scope, const Delegation& delegation,
                       UserId created_by);
void revoke_delegation(db::Transaction& tx, TenantScope scope, DelegationId id, UserId revoked_by,
                       Timestamp at);

}  // namespace yunhe::tenants
