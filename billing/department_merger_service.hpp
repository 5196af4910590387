/// The ledger's part in a department's merger. The API layer calls it in the transaction in which
/// the event was confirmed (tenants/party_event_service.hpp).
#pragma once

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/party_event.hpp"

namespace yunhe::billing {

/// Posts the entry of department_merger.hpp into the period of today, effective on the day of the
/// event. A split moves nothing: which part of an amount goes is nobody's rule, so the proposals
/// are named as left behind. Does nothing for other events. Errors: state `period_closed`.
Result<std::vector<tenants::LeftBehind>> move_department_balances(
    db::Transaction& tx, const tenants::Caller& caller, const tenants::PartyEvent& event);

}  // namespace yunhe::billing
