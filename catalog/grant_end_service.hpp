/// Ending grants before their time: revoked, narrowed by a change request, their consent withdrawn.
#pragma once

#include <string>
#include <vector>

#include "catalog/chain_effect.hpp"
#include "catalog/data_request.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// Revokes these live grants of one request at caller.now, with everything that hangs on them; the
/// request of the last one is over too. `by`: whose decision it is, absent where it follows from
/// something else. REQUIRES: the request is locked.
Status end_grants(db::Transaction& tx, const tenants::Caller& caller, DataRequest& request,
                  const std::vector<GrantId>& ids, StopCause cause, std::optional<BodyId> by,
                  const std::string& reason);

/// Takes out of the live grants what the change request no longer wants (`given_up`), or what the
/// new grant of the resource has for another purpose (`replaced`), and revokes those of which
/// nothing is left. REQUIRES: the change request is locked.
Status give_up_columns(db::Transaction& tx, const tenants::Caller& caller, DataRequest& change);
Status replace_columns(db::Transaction& tx, const tenants::Caller& caller, DataRequest& change,
                       const Grant& new_grant);

/// A decided request without a grant that isn't revoked is over.
/// REQUIRES: the request is locked.
Status end_request_without_grants(db::Transaction& tx, const tenants::Caller& caller,
                                  DataRequest& request, const std::string& reason);

}  // namespace yunhe::catalog
