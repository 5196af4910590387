/// The authority's acts on the operator's mandate.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/mandate_store.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// Records a mandate, in force or, with `state` draft, to be activated later. Opens the duty to
/// plan for its end. A reason for a term over the usual length is logged (Yangzhou 8). Errors:
/// malformed `bad_interval`; rule `mandate_over_limit`, `safety_head_missing`, citing the pack.
Result<Mandate> record_mandate(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               Mandate mandate, const std::optional<std::string>& override_reason);
/// The same without a caller's event: for the mandate that a tenant is opened with.
void open_with_mandate(db::Transaction& tx, TenantScope scope, Mandate mandate, Timestamp now);

/// All below: errors not_found; party, state. Each changes when access is open, at once.

/// Names who is first responsible for safety from now on; the timeline keeps who was.
Result<Mandate> name_safety_head(db::Transaction& tx, const Caller& caller, MandateId id,
                                 const std::string& name);
/// A draft counts from now, or from its first day if that is later.
Result<Mandate> activate_mandate(db::Transaction& tx, const Caller& caller, MandateId id);
/// Errors: malformed `/reason`.
Result<Mandate> suspend_mandate(db::Transaction& tx, const Caller& caller, MandateId id,
                                const std::string& reason);
Result<Mandate> resume_mandate(db::Transaction& tx, const Caller& caller, MandateId id,
                               const std::string& opinion);
/// Ends it before its last day, on the document of the body that may (the pack's
/// `mandate_terminators`). Errors: malformed `/reason`.
Result<Mandate> end_mandate(db::Transaction& tx, const Caller& caller, MandateId id,
                            const std::string& document, const std::string& reason);
/// Records who keeps access open from one day to another. Errors: malformed `/to` bad_interval,
/// `/successor_uscc` bad_uscc.
Result<Mandate> take_over_mandate(db::Transaction& tx, const Caller& caller, MandateId id,
                                  MandateTakeover takeover);

}  // namespace yunhe::tenants
