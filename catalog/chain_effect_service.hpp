/// Records what a stop of a grant, a product or a listing closes, and tells those whose it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/chain_effect.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// What `record_chain_stop` found.
struct StoppedThings {
    std::optional<ChainStopId> id;  ///< Absent: nothing was stopped.
    std::vector<ProductId> product_ids;
    std::vector<ListingId> listing_ids;
    std::vector<OrderId> order_ids;
};

/// Call it AFTER the fact itself is saved (grants.revoked_at, the listing's closed interval ...),
/// in the same transaction; `stop.at` is that fact's instant (one in the future is judged as of
/// then). Finds exactly the products, listings and orders that are closed by it, writes a case
/// event on each (`chain_stopped`, details: cause, stop_id, scenario_id, closed_from), one to-do
/// for each body concerned (task `chain_stopped` of the case "chain_stop": the developer, the
/// operator's staff, the department that bought; not the body that stopped it itself), keeps what
/// it stopped, and raises the entitlement version. Where nothing stops, only the version is raised.
StoppedThings record_chain_stop(db::Transaction& tx, const tenants::Caller& caller,
                                const ChainStop& stop);

/// Closes the caller's body's to-do: it has seen what was stopped and says what it does about it.
/// Errors: not_found (no such stop, or it doesn't concern the body); state `chain_stop_seen`;
/// malformed /measure.
Result<RecordedStop> acknowledge_chain_stop(db::Transaction& tx, const tenants::Caller& caller,
                                            ChainStopId id, const std::string& measure);

}  // namespace yunhe::catalog
