/// Recording bodies.
#pragma once

#include "db/transaction.hpp"
#include "tenants/body.hpp"
#include "tenants/caller.hpp"

namespace yunhe::tenants {

/// Records a body; `body.id` is given here. Who may do so is the caller's question (the authority
/// by `record_body`, strangers by registering as developers).
/// Errors: those of check_body; state `code_taken`.
Result<Body> create_body(db::Transaction& tx, TenantScope scope, Body body);

/// The authority records a body. Errors: rule `body_kind_not_recorded_here`; those of create_body.
Result<Body> record_body(db::Transaction& tx, const Caller& caller, Body body);

}  // namespace yunhe::tenants
