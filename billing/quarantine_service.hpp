/// Settling what waits in quarantine: a person decides, with a reason.
#pragma once

#include <map>
#include <string>

#include "billing/usage_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Puts the one to-do `settle_quarantine` on the operator's desk while anything waits.
void open_quarantine_todo(db::Transaction& tx, const tenants::Caller& caller);

/// Counts the event after all, if the chain at its own time is whole by now (a late registration
/// was mended); a correction takes effect whatever its age and sender. Errors: not_found; state
/// `quarantine_settled`; rule `event_still_denied` (args: code).
Result<QuarantinedEvent> release_event(db::Transaction& tx, const tenants::Caller& caller,
                                       catalog::EntitlementView& entitlements,
                                       QuarantinedEventId id, const std::string& reason);
/// The event never counts; it stays on record. Errors: not_found; state `quarantine_settled`.
Result<QuarantinedEvent> drop_event(db::Transaction& tx, const tenants::Caller& caller,
                                    QuarantinedEventId id, const std::string& reason);

/// What settling many came to.
struct SettledMany {
    std::int64_t settled = 0;
    std::map<std::string, std::int64_t> still_denied = {};  ///< By code; they wait on.
    bool more = false;  ///< Others of the filter wait that this call didn't look at.
};
inline constexpr std::uint32_t kSettledAtOnceMax = 1000;
/// Releases those of the filter that may count by now, oldest first. `filter.state` is ignored.
SettledMany release_events(db::Transaction& tx, const tenants::Caller& caller,
                           catalog::EntitlementView& entitlements, const QuarantineFilter& filter,
                           const std::string& reason);
/// Drops those of the filter, oldest first.
SettledMany drop_events(db::Transaction& tx, const tenants::Caller& caller,
                        const QuarantineFilter& filter, const std::string& reason);

/// Finds events of the period whose source and id came before on another day, within the 35 days
/// that senders may replay, takes them out of the sums and quarantines them (`id_reused`). How many
/// there were. REQUIRES: called before the period is settled.
std::int64_t quarantine_reused_ids(db::Transaction& tx, const tenants::Caller& caller,
                                   Period period);

}  // namespace yunhe::billing
