/// What every step of a data request does besides its own: state, case event, desks.
#pragma once

#include <string>

#include "catalog/data_request_service.hpp"
#include "catalog/data_request_workflow.hpp"
#include "catalog/offer_case_service.hpp"

namespace yunhe::catalog {

CaseRef case_of(const DataRequest& request);

/// Moves the request by the workflow table, saves it, records the case event.
/// Errors: party, state. REQUIRES: the request is locked.
Status move_request(db::Transaction& tx, const tenants::Caller& caller, DataRequest& request,
                    DataRequestAction action, DataRequestActor actor, const std::string& opinion,
                    Json details = Json::object());

/// Puts on every desk what the request's state asks for now, and takes everything else away; keeps
/// the seats' duties (tenants/obligation.hpp) right, so that silent ones are reminded and brought
/// before their heads.
void refresh_request_todos(db::Transaction& tx, const tenants::Caller& caller,
                           const tenants::Rules& rules, const DataRequest& request);

/// A request as the caller may see it, locked. Errors: not_found.
Result<DataRequest> lock_visible(db::Transaction& tx, const tenants::Caller& caller,
                                 DataRequestId id);

/// Desks brought up to date; the request as the caller sees it after the step, with the names that
/// the stores fill in.
Result<DataRequest> finished(db::Transaction& tx, const tenants::Caller& caller,
                             const tenants::Rules& rules, const DataRequest& request);

/// What follows by itself for a request that was just decided: it is supplied where all was handed
/// over meanwhile, and over where all was revoked meanwhile. REQUIRES: the request is locked.
Status finish_decided(db::Transaction& tx, const tenants::Caller& caller, DataRequest& request);

/// The seats as they would be opened now. Errors: those of compute_seats.
Result<std::vector<Seat>> plan_seats(db::Transaction& tx, const tenants::Caller& caller,
                                     const tenants::Rules& rules, const DataRequest& request);

}  // namespace yunhe::catalog
