/// What ends with an agreement of itself: its data requests, decided or not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::tenants {

/// A data request that isn't over, as the catalogue keeps it.
struct EndingRequest {
    std::uint64_t id = 0;
    std::string state;
    bool granted = false;  ///< Something was granted: it expires; else it lapses.
};
std::vector<EndingRequest> list_requests_ending_with(db::Transaction& tx, TenantScope scope,
                                                     AgreementId agreement_id);

}  // namespace yunhe::tenants
