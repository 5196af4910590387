/// Renewal: a new application that names the agreement that it goes on from.
#pragma once

#include "db/transaction.hpp"
#include "tenants/renewal_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// Names it. REQUIRES: the application is the caller's own draft and locked. Errors: malformed
/// `/renews_agreement_id` unknown_reference (not the developer's own); state
/// `agreement_not_signed`, `agreement_ended_early` (terminated: there is nothing to renew),
/// `renewal_exists` (another application already names it and wasn't withdrawn or refused); those
/// of check_renewal.
Status name_renewed_agreement(db::Transaction& tx, const Caller& caller, const Rules& rules,
                              ApplicationId application_id, AgreementId agreement_id);

/// Is it still in time when the application is submitted? Errors: those of check_renewal.
Status check_renewal_in_time(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             ApplicationId application_id);

}  // namespace yunhe::tenants
