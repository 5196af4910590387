/// The texts of rule packs under which something was done, kept by tenant: a later program may hold
/// another text of the same pack, but an agreement stays under the one that it was drafted under.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/transaction.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

/// Keeps the pack's text unless the tenant has it already. Agreements and overrides call it before
/// they write the pack's digest.
void keep_rule_pack(db::Transaction& tx, TenantScope scope, const RulePack& pack, Timestamp at);

/// Nothing where the text was never kept.
std::optional<std::string> find_rule_pack_text(db::Transaction& tx, TenantScope scope,
                                               std::string_view digest);

}  // namespace yunhe::tenants
