/// Which agreement an application renews, in SQL.
#pragma once

#include <optional>

#include "db/transaction.hpp"
#include "tenants/agreement_store.hpp"

namespace yunhe::tenants {

std::optional<AgreementId> find_renewed_agreement(db::Transaction& tx, TenantScope scope,
                                                  ApplicationId application_id);
void save_renewed_agreement(db::Transaction& tx, TenantScope scope, ApplicationId application_id,
                            AgreementId agreement_id);
/// Does another application name it that isn't withdrawn, rejected or lapsed by today?
bool has_other_renewal(db::Transaction& tx, TenantScope scope, AgreementId agreement_id,
                       ApplicationId application_id, Date today);
/// The agreement that goes on from this one, if it was drafted.
std::optional<Agreement> find_renewing_agreement(db::Transaction& tx, TenantScope scope,
                                                 AgreementId agreement_id);

}  // namespace yunhe::tenants
