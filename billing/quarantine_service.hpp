/// Settling what waits in quarantine: a person decides, with a reason.
#pragma once

#include "billing/usage_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Counts the event after all, if the chain at its own time is whole by now (a late registration
/// was mended). Errors: not_found; state `quarantine_settled`; rule `event_still_denied` (args:
/// code).
Result<QuarantinedEvent> release_event(db::Transaction& tx, const tenants::Caller& caller,
                                       catalog::EntitlementView& entitlements,
                                       QuarantinedEventId id, const std::string& reason);
/// The event never counts; it stays on record. Errors: not_found; state `quarantine_settled`.
Result<QuarantinedEvent> drop_event(db::Transaction& tx, const tenants::Caller& caller,
                                    QuarantinedEventId id, const std::string& reason);

}  // namespace yunhe::billing
