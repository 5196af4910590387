#include "tenants/agreement_end_store.hpp"

namespace yunhe::tenants {

std::vector<EndingRequest> list_requests_ending_with(db::Transaction& tx, TenantScope scope,
                                                     AgreementId agreement_id) {
    return tx.list(
        R"(SELECT data_requests.id, data_requests.state,
                  EXISTS (SELECT 1 FROM grants
                           WHERE grants.tenant_id = data_requests.tenant_id
                             AND grants.request_id = data_requests.id) AS granted
             FROM data_requests
            WHERE data_requests.tenant_id = ? AND data_requests.agreement_id = ?
              AND data_requests.state NOT IN ('refused', 'revoked', 'withdrawn', 'narrowed')
            ORDER BY data_requests.id)",
        [](const db::Row& row) {
            return EndingRequest{row.uint64("id"), row.text("state"), row.boolean("granted")};
        },
        scope, agreement_id);
}

}  // namespace yunhe::tenants
