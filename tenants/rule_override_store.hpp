/// Rule overrides in SQL.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/rule_override.hpp"

namespace yunhe::tenants {

void insert_override(db::Transaction& tx, TenantScope scope, const RuleOverride& departure);
/// Oldest first; of one rule, or of all.
std::vector<RuleOverride> list_overrides(db::Transaction& tx, TenantScope scope,
                                         const std::optional<std::string>& rule_key,
                                         const PageRequest& page);
/// How often each rule of a pack was departed from.
std::map<std::string, std::uint64_t> count_overrides(db::Transaction& tx, TenantScope scope,
                                                     const std::string& rule_pack_id);

}  // namespace yunhe::tenants
