/// In whose name something was prepared: the case file knows.
#pragma once

#include <optional>
#include <string_view>

#include "db/transaction.hpp"

namespace yunhe::tenants {

/// In whose name `prepared_by` last acted on this case; nothing: in its own.
std::optional<UserId> find_prepared_for(db::Transaction& tx, TenantScope scope,
                                        std::string_view aggregate, std::uint64_t aggregate_id,
                                        UserId prepared_by);

}  // namespace yunhe::tenants
