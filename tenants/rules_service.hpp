/// The rules that a tenant stands under: its pack, its policy, its mandate.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/tenant.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::tenants {

struct Rules {
    const RulePack* pack = nullptr;  ///< Lives as long as the library, or as `kept`.
    TenantPolicy policy;
    std::shared_ptr<const RulePack> kept = {};  ///< A text that this program doesn't hold any more.
    const RulePack* national = nullptr;  ///< The national layer; lives as long as the library.
};

/// REQUIRES: a tenant other than 0. Throws std::runtime_error if the stored policy doesn't fit the
/// pack of this program any more.
Rules load_rules(db::Transaction& tx, TenantScope scope, const RulePackLibrary& library);

/// The rules of what was begun under an earlier text of the tenant's pack: `digest` is what an
/// agreement carries, `today` what load_rules gave. The policy is today's, without what doesn't fit
/// the earlier text (there the text itself counts). Where the text was never kept the rules are
/// today's; then `rules.pack->digest != digest`. Throws std::runtime_error if this program can't
/// read the kept text.
Rules rules_under(db::Transaction& tx, TenantScope scope, const Rules& today,
                  std::string_view digest);
/// The same where today's rules aren't at hand.
Rules load_rules_under(db::Transaction& tx, TenantScope scope, const RulePackLibrary& library,
                       std::string_view digest);

/// May this new act (a member of namespace `act`, tenants/tenant.hpp) be done at caller.now? After
/// the pack's last day it needs a live continuation basis; its document is returned and must be
/// printed on the act. Nothing is returned while the pack is in force.
/// Errors: state `mandate_ended`, `mandate_not_begun`; rule `rule_pack_expired`, citing the pack's
/// term (args: rule_pack, valid_to).
Result<std::optional<std::string>> require_pack_in_force(db::Transaction& tx, const Caller& caller,
                                                         const Rules& rules, std::string_view act);

/// Only the mandate: for acts that need no pack in force.
Status require_mandate(db::Transaction& tx, const Caller& caller);

}  // namespace yunhe::tenants
