#include "tenants/agreement_end_service.hpp"

#include "db/case_store.hpp"
#include "tenants/agreement_end_store.hpp"
#include "tenants/obligation_service.hpp"

namespace yunhe::tenants {

void end_requests(db::Transaction& tx, TenantScope scope, AgreementId agreement_id, Timestamp at) {
    for (const auto& request : list_requests_ending_with(tx, scope, agreement_id)) {
        db::record_case_event(tx, scope,
                              {.aggregate = "data_request",
                               .aggregate_id = request.id,
                               .action = request.granted ? "expire" : "lapse",
                               .from_state = request.state,
                               .to_state = request.granted ? "expired" : "lapsed",
                               .actor = {},
                               .at = at});
        db::close_all_todos(tx, scope, "data_request", request.id, at);
        for (const auto kind : {ObligationKind::request_decision,
                                ObligationKind::request_head_decision, ObligationKind::grant_end})
            cancel_obligation(tx, scope, kind, "data_request", request.id, at);
    }
}

}  // namespace yunhe::tenants
