/// Leases: of all servers on one database, one does a background task at a time.
///
/// A lease is a row with an end and a fencing token that grows with each new holder. The holder
/// passes its token to `still_holds` inside every transaction of the task: a server that was asleep
/// for longer than its lease finds out there, before it commits. (GET_LOCK would be local to one
/// cluster node.)
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "db/transaction.hpp"

namespace yunhe::db {

struct Lease {
    std::string name;          ///< The task, e.g. "audit_sealer".
    std::uint64_t token = 0;
};

/// Takes the lease if nobody holds it or its end has passed; also renews one's own. `holder` names
/// the process (unique, e.g. host, process and a random number). Times are the database's own
/// clock, because servers' clocks differ. Nothing: somebody else holds it.
std::optional<Lease> take_lease(Transaction& tx, std::string_view name, std::string_view holder,
                                std::chrono::seconds duration);

/// True if the lease is still the latest; locks it until the transaction ends, so that nobody else
/// can take it before the commit.
bool still_holds(Transaction& tx, const Lease& lease);

/// Gives it up before its end. A lease lost meanwhile is left alone.
void release_lease(Transaction& tx, const Lease& lease);

}  // namespace yunhe::db
