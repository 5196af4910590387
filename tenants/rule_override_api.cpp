/// Departures from soft rules, for those who supervise.
#include "http/call.hpp"
#include "tenants/agreement.hpp"
#include "tenants/routes.hpp"
#include "tenants/rule_override_store.hpp"

namespace yunhe::tenants {
namespace rule_override_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kFilters[] = {field::text("rule", 64).optional().about("A rule's key.")};

constexpr Field kOverrideFields[] = {
    field::id<RuleOverrideId>("id"),
    field::text("rule", 64),
    field::text("rule_pack", 64),
    field::text("rule_pack_digest", 64).about("Which text of the pack."),
    field::text("article", 64),
    field::text("reason", 2000),
    field::text("aggregate", 40).about("What the act was done to."),
    field::text("aggregate_id", 64),
    field::text("body_code", 64),
    field::text("username", 64),
    field::one_of("role", enum_values<Role>),
    field::timestamp("recorded_at"),
};
constexpr Shape kOverride{"RuleOverride", kOverrideFields};

/// As the API writes ids elsewhere, so that a reader can open the case.
std::string case_id(const RuleOverride& departure) {
    const std::string_view prefix = departure.aggregate == "agreement"
                                        ? AgreementEntity::prefix
                                        : std::string_view(departure.aggregate);
    return id_text(prefix, departure.aggregate_id);
}

Json override_json(const RuleOverride& departure) {
    return {{"id", to_text(departure.id)},
            {"rule", departure.rule_key},
            {"rule_pack", departure.rule_pack_id},
            {"rule_pack_digest", departure.rule_pack_digest},
            {"article", departure.article},
            {"reason", departure.reason},
            {"aggregate", departure.aggregate},
            {"aggregate_id", case_id(departure)},
            {"body_code", departure.body_code},
            {"username", departure.username},
            {"role", to_text(departure.role)},
            {"recorded_at", to_text(departure.recorded_at)}};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(
        call.page,
        list_overrides(tx, call.caller.scope, call.query.optional_text("rule"), call.page),
        override_json, [](const RuleOverride& departure) { return departure.id.value; });
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/rule-overrides", Permission::audit_read, list, "listRuleOverrides",
     "Where a written reason stood in for a rule that allows it, oldest first.",
     {.query = kFilters, .page_of = &kOverride}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace rule_override_api

std::span<const http::Route> rule_override_routes() { return rule_override_api::kRoutes; }

}  // namespace yunhe::tenants
