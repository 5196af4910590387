/// What ends with an agreement, whether its term ran out or it was terminated.
#pragma once

#include "db/transaction.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::tenants {

/// The agreement's data requests end with it: what was granted expires, the rest lapses; to-dos,
/// deadlines of seats and terms of grants are closed. States themselves follow from the dates.
void end_requests(db::Transaction& tx, TenantScope scope, AgreementId agreement_id, Timestamp at);

}  // namespace yunhe::tenants
