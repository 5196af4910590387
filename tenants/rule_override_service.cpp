#include "tenants/rule_override_service.hpp"

#include "base/text.hpp"
#include "tenants/embedded_files.hpp"
#include "tenants/rule_override_store.hpp"
#include "tenants/rule_pack_version_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

/// The tenant's pack as this program holds it. Departures are rare, so it is parsed each time.
RulePack pack_of(db::Transaction& tx, TenantScope scope) {
    const auto wanted = read_tenant(tx, scope).rule_pack_id + ".json";
    for (const auto& file : embedded_rule_packs())
        if (file.name == wanted) return parse_rule_pack(file.text).value();
    fail_invariant("every tenant's pack is embedded", __FILE__, __LINE__);
}

}  // namespace

void record_override(db::Transaction& tx, TenantScope scope, std::string_view rule_key,
                     std::string_view reason, std::string_view aggregate,
                     std::uint64_t aggregate_id, const Caller& caller) {
    const auto pack = pack_of(tx, scope);
    const auto* rule = pack.find(rule_key);
    YUNHE_ASSERT(rule != nullptr && may_be_overridden(*rule));
    YUNHE_ASSERT(!blank(reason) && !caller.anonymous);
    keep_rule_pack(tx, scope, pack, caller.now);
    RuleOverride departure;
    departure.id = tx.new_id<RuleOverrideId>();
    departure.rule_key = rule->key;
    departure.rule_pack_id = pack.id;
    departure.rule_pack_digest = pack.digest;
    departure.article = rule->article.value_or("");
    departure.reason = reason;
    departure.aggregate = aggregate;
    departure.aggregate_id = aggregate_id;
    departure.body_id = caller.body_id;
    departure.username = caller.username;
    departure.role = caller.role;
    departure.recorded_at = caller.now;
    insert_override(tx, scope, departure);
}

}  // namespace yunhe::tenants
