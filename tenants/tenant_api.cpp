/// Tenants, their clock, policy and continuation bases.
#include "base/clock.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/routes.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/tenant_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace tenant_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kMandateFields[] = {
    field::text("document", 200),
    field::date("from"),
    field::date("to").about("The last day."),
};
constexpr Shape kMandateBody{"MandateBody", kMandateFields};

constexpr Field kFirstBodyFields[] = {
    field::code("code"),
    field::text("name", 200),
    field::text("username", 64).about("The body's first user, who administers it."),
    field::text("password", 200),
};
constexpr Shape kFirstBody{"FirstBody", kFirstBodyFields};

constexpr Field kNewTenantFields[] = {
    field::text("slug", 40),
    field::text("name", 200),
    field::text("rule_pack", 64),
    field::boolean("sandbox"),
    field::timestamp("clock").optional().about("Sandboxes only: what the clock shows at first."),
    field::object("mandate", kMandateBody),
    field::object("operator", kFirstBody),
    field::object("authority", kFirstBody),
};
constexpr Shape kNewTenant{"NewTenant", kNewTenantFields};

constexpr Field kTenantFields[] = {
    field::id<TenantId>("id"),
    field::text("slug", 40),
    field::text("name", 200),
    field::text("rule_pack", 64),
    field::boolean("sandbox"),
    field::timestamp("created_at"),
};
constexpr Shape kTenant{"Tenant", kTenantFields};

constexpr Field kClockBodyFields[] = {field::timestamp("now")};
constexpr Shape kClockBody{"ClockBody", kClockBodyFields};
constexpr Field kClockFields[] = {field::timestamp("now"), field::boolean("sandbox")};
constexpr Shape kClock{"Clock", kClockFields};

constexpr Field kPolicyFields[] = {
    field::integer("version"),
    field::any("policy").about("Every member written out."),
    field::texts("unset", 64).about("Keys that the rule pack leaves to the tenant and nobody set."),
};
constexpr Shape kPolicy{"Policy", kPolicyFields};

constexpr std::string_view kScopes[] = {kEveryAct,       act::notice,       act::admission,
                                        act::agreement,  act::renewal,      act::data_request,
                                        act::price_approval, act::claim};
constexpr Field kBasisBodyFields[] = {
    field::text("document", 200),
    field::one_of("scope", kScopes).about("The acts that it covers."),
    field::date("until").about("The last day."),
};
constexpr Shape kBasisBody{"ContinuationBasisBody", kBasisBodyFields};
constexpr Field kBasisFields[] = {
    field::id<ContinuationBasisId>("id"), field::text("document", 200),
    field::one_of("scope", kScopes),      field::date("recorded_on"),
    field::date("until"),
};
constexpr Shape kBasis{"ContinuationBasis", kBasisFields};

Reply made(Json body) {
    Reply reply;
    reply.status = 201;
    reply.body = std::move(body);
    return reply;
}

Reply shown(Json body) {
    Reply reply;
    reply.body = std::move(body);
    return reply;
}

/// A short list that fits one page.
template <class Rows, class Render>
Reply whole_page(const Rows& rows, Render render) {
    Json data = Json::array();
    for (const auto& row : rows) data.push_back(render(row));
    return shown({{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}});
}

/// The platform's administrator has no tenant and so none of this.
Status require_tenant(const Call& call) {
    if (call.caller.scope.tenant() == kPlatformTenant)
        return Error{Errc::permission, "platform_has_no_tenant"};
    return Done{};
}

Json tenant_json(const Tenant& tenant) {
    return {{"id", to_text(tenant.id)},
            {"slug", tenant.slug},
            {"name", tenant.name},
            {"rule_pack", tenant.rule_pack_id},
            {"sandbox", tenant.sandbox},
            {"created_at", to_text(tenant.created_at)}};
}

FirstBody read_first_body(const Input& input) {
    return {.code = input.text("code"),
            .name = input.text("name"),
            .username = input.text("username"),
            .password = input.text("password")};
}

Result<Reply> create_tenant(const Call& call, db::Transaction& tx) {
    const auto mandate = call.body.object("mandate");
    const NewTenant wanted{.slug = call.body.text("slug"),
                           .name = call.body.text("name"),
                           .rule_pack_id = call.body.text("rule_pack"),
                           .sandbox = call.body.boolean("sandbox"),
                           .clock = call.body.optional_timestamp("clock"),
                           .mandate_document = mandate.text("document"),
                           .mandate_from = mandate.date("from"),
                           .mandate_to = mandate.date("to"),
                           .operator_body = read_first_body(call.body.object("operator")),
                           .authority = read_first_body(call.body.object("authority"))};
    YUNHE_TRY(tenant,
              open_tenant(tx, call.caller, wanted, call.context.rule_packs, real_now()));
    return made(tenant_json(tenant));
}

Result<Reply> list_tenants(const Call& call, db::Transaction& tx) {
    const auto tenants = list_tenants_across_tenants(tx, call.page);
    return shown(page_json(call.page, tenants, tenant_json,
                           [](const Tenant& tenant) { return tenant.id.value; }));
}

Json clock_json(Timestamp now, bool sandbox) { return {{"now", to_text(now)},
                                                       {"sandbox", sandbox}}; }

Result<Reply> show_clock(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_tenant(call));
    return shown(clock_json(call.caller.now, read_tenant(tx, call.caller.scope).sandbox));
}

Result<Reply> put_clock(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(tenant, set_clock(tx, call.caller, call.body.timestamp("now")));
    if (*tenant.clock != call.caller.now)
        run_due_obligations(tx, call.caller.scope,
                            load_rules(tx, call.caller.scope, call.context.rule_packs),
                            *tenant.clock, real_now(), call.caller.now);
    return shown(clock_json(*tenant.clock, tenant.sandbox));
}

Reply policy_reply(const Rules& rules, int version) {
    auto reply = shown({{"version", version},
                        {"policy", to_json(rules.policy)},
                        {"unset", unset_keys(*rules.pack, rules.policy)}});
    reply.headers.emplace_back("ETag", http::etag(version));
    return reply;
}

Result<Reply> show_policy(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_tenant(call));
    const auto rules = load_rules(tx, call.caller.scope, call.context.rule_packs);
    return policy_reply(rules, read_tenant(tx, call.caller.scope).version);
}

/// The body's members are those of the policy and of the rules' vocabulary, which no fixed shape
/// holds; parse_policy is as strict as a shape.
Result<Reply> put_policy(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(policy, parse_json(call.request.body));
    YUNHE_CHECK(http::check_if_match(call, lock_tenant(tx, call.caller.scope).version));
    YUNHE_TRY(tenant, set_policy(tx, call.caller, policy, call.context.rule_packs));
    return policy_reply(load_rules(tx, call.caller.scope, call.context.rule_packs), tenant.version);
}

Json basis_json(const ContinuationBasis& basis) {
    return {{"id", to_text(basis.id)},
            {"document", basis.document},
            {"scope", basis.scope},
            {"recorded_on", to_text(basis.recorded_on)},
            {"until", to_text(basis.until)}};
}

Result<Reply> create_basis(const Call& call, db::Transaction& tx) {
    const ContinuationBasis wanted{.id = {},
                                   .document = call.body.text("document"),
                                   .scope = call.body.text("scope"),
                                   .recorded_on = {},
                                   .until = call.body.date("until")};
    YUNHE_TRY(basis, record_continuation_basis(tx, call.caller, wanted));
    return made(basis_json(basis));
}

Result<Reply> list_bases(const Call& call, db::Transaction& tx) {
    return whole_page(all_continuation_bases(tx, call.caller.scope), basis_json);
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/platform/tenants", Permission::platform_manage, create_tenant,
     "createTenant", "Opens a tenant with its operator and its authority.",
     {.body = &kNewTenant, .reply = &kTenant, .status = 201}},
    {Method::get, "/api/v1/platform/tenants", Permission::platform_manage, list_tenants,
     "listTenants", "All tenants, oldest first.", {.page_of = &kTenant}},
    {Method::get, "/api/v1/clock", Permission::signed_in, show_clock, "showClock",
     "The tenant's clock.", {.reply = &kClock}},
    {Method::put, "/api/v1/clock", Permission::tenant_configure, put_clock, "putClock",
     "Moves a sandbox's clock forward.",
     {.body = &kClockBody, .reply = &kClock, .repeatable = true}},
    {Method::get, "/api/v1/policy", Permission::signed_in, show_policy, "showPolicy",
     "What the tenant decided for itself.", {.reply = &kPolicy}},
    {Method::put, "/api/v1/policy", Permission::tenant_configure, put_policy, "putPolicy",
     "Replaces the tenant's policy by the JSON object sent; it may tighten the rule pack, never "
     "loosen "
     "it.",
     {.body_kind = http::BodyKind::raw, .reply = &kPolicy}},
    {Method::post, "/api/v1/continuation-bases", Permission::continuation_record, create_basis,
     "createContinuationBasis", "Records the basis for going on after the rule pack's end.",
     {.body = &kBasisBody, .reply = &kBasis, .status = 201}},
    {Method::get, "/api/v1/continuation-bases", Permission::signed_in, list_bases,
     "listContinuationBases", "The recorded bases.", {.page_of = &kBasis}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace tenant_api

std::span<const http::Route> tenant_routes() { return tenant_api::kRoutes; }

}  // namespace yunhe::tenants
