/// Delegations (代理) of one's own body.
#include "http/call.hpp"
#include "http/json_fields.hpp"
#include "tenants/delegation_service.hpp"
#include "tenants/delegation_store.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace delegation_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kNewFields[] = {
    field::text("principal", 64).optional().about(
        "Whose duties; absent: one's own. Others' only by the body's administrator."),
    field::text("delegate", 64).about("The colleague who will act: a username of the same body."),
    field::date("from"),
    field::date("to").about("Inclusive; at most 366 days in all."),
    field::text("reason", 500),
};
constexpr Shape kNewBody{"NewDelegation", kNewFields};

constexpr Field kDelegationFields[] = {
    field::id<DelegationId>("id"),
    field::id<UserId>("principal_id").about("To be sent as X-Act-For by the delegate."),
    field::text("principal", 64),
    field::one_of("principal_role", enum_values<Role>),
    field::text("delegate", 64),
    field::date("from"),
    field::date("to"),
    field::one_of("state", enum_values<DelegationState>).about("By the tenant's clock."),
    field::text("reason", 500),
    field::timestamp("created_at"),
    field::timestamp("revoked_at").nullable(),
};
constexpr Shape kDelegation{"Delegation", kDelegationFields};

Json delegation_json(const Delegation& delegation, Date today) {
    return {{"id", to_text(delegation.id)},
            {"principal_id", to_text(delegation.principal_id)},
            {"principal", delegation.principal_username},
            {"principal_role", to_text(delegation.principal_role)},
            {"delegate", delegation.delegate_username},
            {"from", to_text(delegation.from)},
            {"to", to_text(delegation.to)},
            {"state", to_text(state_on(delegation, today))},
            {"reason", delegation.reason},
            {"created_at", to_text(delegation.created_at)},
            {"revoked_at", http::or_null(delegation.revoked_at)}};
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const NewDelegation wanted{.principal = call.body.optional_text("principal"),
                               .delegate = call.body.text("delegate"),
                               .from = call.body.date("from"),
                               .to = call.body.date("to"),
                               .reason = call.body.text("reason")};
    YUNHE_TRY(delegation, delegate_duties(tx, call.caller, wanted));
    Reply reply{.status = 201};
    reply.body = delegation_json(delegation, date_of(call.caller.now));
    return reply;
}

/// An auditor sees those of every body: who acted for whom is what audits ask.
Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto today = date_of(call.caller.now);
    const std::optional<BodyId> body_id = call.caller.role == Role::auditor
                                              ? std::nullopt
                                              : std::optional(call.caller.body_id);
    Reply reply;
    reply.body = page_json(
        call.page, list_delegations(tx, call.caller.scope, body_id, call.page),
        [&](const Delegation& delegation) { return delegation_json(delegation, today); },
        [](const Delegation& delegation) { return delegation.id.value; });
    return reply;
}

Result<Reply> revoke(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<DelegationId>("delegation_id"));
    YUNHE_TRY(delegation, take_duties_back(tx, call.caller, id));
    Reply reply;
    reply.body = delegation_json(delegation, date_of(call.caller.now));
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/delegations", Permission::delegation_manage, create,
     "createDelegation", "Hands duties to a colleague for some days.",
     {.body = &kNewBody, .reply = &kDelegation, .status = 201}},
    {Method::get, "/api/v1/delegations", Permission::delegation_manage, list, "listDelegations",
     "Delegations of one's own body, oldest first.", {.page_of = &kDelegation}},
    {Method::post, "/api/v1/delegations/:delegation_id/revoke", Permission::delegation_manage,
     revoke, "revokeDelegation", "Ends a delegation before its last day.",
     {.reply = &kDelegation}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace delegation_api

std::span<const http::Route> delegation_routes() { return delegation_api::kRoutes; }

}  // namespace yunhe::tenants
