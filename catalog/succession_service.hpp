/// What goes over in the catalogue when a department merges or splits.
///
/// tenants/ stands to the left and can't call here: the API layer above both calls this in the
/// transaction in which the event was confirmed.
#pragma once

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/party_event.hpp"

namespace yunhe::catalog {

/// Moves resources, seats that wait for an answer, and open tasks from a department to its
/// successor: all of them at a merger, at a split the resources named and the seats on those. What
/// was decided keeps the old department's name. Does nothing for other events.
/// Errors: malformed `/resource_codes` unknown_reference (not the department's).
Status hand_over_to_successor(db::Transaction& tx, const tenants::Caller& caller,
                              const tenants::PartyEvent& event);

}  // namespace yunhe::catalog
