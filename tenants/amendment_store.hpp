/// Amendments and their signatures in SQL.
#pragma once

#include <optional>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/amendment.hpp"

namespace yunhe::tenants {

std::optional<Amendment> find_amendment(db::Transaction& tx, TenantScope scope, AmendmentId id);
/// REQUIRES: the agreement is locked already (parents first).
std::optional<Amendment> lock_amendment(db::Transaction& tx, TenantScope scope, AmendmentId id);
/// Of one agreement, by number; there are few.
std::vector<Amendment> amendments_of(db::Transaction& tx, TenantScope scope,
                                     AgreementId agreement_id);

void insert_amendment(db::Transaction& tx, TenantScope scope, const Amendment& amendment);
/// Saves state, review, text and moments and raises the version by one.
void save_amendment(db::Transaction& tx, TenantScope scope, const Amendment& amendment);

void insert_amendment_signature(db::Transaction& tx, TenantScope scope, AmendmentId amendment_id,
                                const AgreementSignature& signature);
/// Oldest first.
std::vector<AgreementSignature> amendment_signatures(db::Transaction& tx, TenantScope scope,
                                                     AmendmentId amendment_id);

}  // namespace yunhe::tenants
