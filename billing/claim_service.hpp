/// What is done with a claim: lock, decide, apply, save, record.
#pragma once

#include <string>

#include "billing/claim.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::billing {

/// Finance hands the claim to the collecting unit. Errors: not_found; those of `submit`; rule
/// `rule_pack_expired`, `non_tax_off`.
Result<Claim> submit_claim(db::Transaction& tx, const tenants::Caller& caller,
                           const tenants::Rules& rules, ClaimId id);
/// The collecting unit confirms; booked in book nontax in the month of caller.now, or the next open
/// one. A supplement's entry names that of the claim it corrects; below zero it is set off against
/// it. Errors: not_found; those of `confirm` and booking_period; rule `rule_pack_expired`,
/// `non_tax_off`.
Result<Claim> confirm_claim(db::Transaction& tx, const tenants::Caller& caller,
                            const tenants::Rules& rules, ClaimId id, const std::string& opinion);
/// The collecting unit gives it back to finance. Errors: not_found; those of `return_to_draft`.
Result<Claim> return_claim(db::Transaction& tx, const tenants::Caller& caller, ClaimId id,
                           const std::string& reason);

}  // namespace yunhe::billing
