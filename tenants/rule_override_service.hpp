/// Records departures from soft rules. Whoever accepts an `override_reason` calls it in the same
/// transaction.
#pragma once

#include <cstdint>
#include <string_view>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rule_override.hpp"

namespace yunhe::tenants {

/// `aggregate` and `aggregate_id` name what the act was done to ("agreement", its raw id). Keeps
/// the text of the tenant's pack with it.
/// REQUIRES: the tenant's pack has the rule and may_be_overridden says so; a reason that isn't
/// blank; a caller who isn't anonymous.
void record_override(db::Transaction& tx, TenantScope scope, std::string_view rule_key,
                     std::string_view reason, std::string_view aggregate,
                     std::uint64_t aggregate_id, const Caller& caller);

}  // namespace yunhe::tenants
