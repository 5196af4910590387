/// Signing in and out, and who one is.
#include "base/clock.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/dispatch.hpp"
#include "tenants/body_store.hpp"
#include "tenants/delegation_store.hpp"
#include "tenants/routes.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/session.hpp"
#include "tenants/session_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace session_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kSignInFields[] = {
    field::text("tenant", 40).optional().about("The tenant's slug; absent for platform-admin."),
    field::text("username", 64),
    field::text("password", 200),
};
constexpr Shape kSignInBody{"SignIn", kSignInFields};

constexpr Field kSessionBodyFields[] = {
    field::id<BodyId>("id"),
    field::code("code"),
    field::one_of("kind", enum_values<BodyKind>),
    field::text("name", 200),
};
constexpr Shape kSessionBody{"SessionBody", kSessionBodyFields};

constexpr Field kPrincipalFields[] = {
    field::id<UserId>("id").about("To be sent as X-Act-For."),
    field::text("username", 64),
    field::one_of("role", enum_values<Role>),
    field::date("to").about("The delegation's last day."),
};
constexpr Shape kPrincipal{"SessionPrincipal", kPrincipalFields};

constexpr Field kSessionUserFields[] = {
    field::id<UserId>("id"),
    field::text("username", 64),
    field::one_of("role", enum_values<Role>).about("While acting for a colleague: that one's."),
    field::boolean("body_admin"),
    field::object("body", kSessionBody),
    field::texts("permissions", 64).about("What the role may do; the console shows only that."),
    field::object("acts_for", kPrincipal).nullable().about("The colleague of X-Act-For (代理)."),
    field::objects("may_act_for", kPrincipal).about("Whose duties are in this user's hands today."),
};
constexpr Shape kSessionUser{"SessionUser", kSessionUserFields};

constexpr Field kSessionTenantFields[] = {
    field::text("slug", 40),
    field::text("name", 200),
    field::text("rule_pack", 64),
    field::boolean("sandbox"),
    field::timestamp("now").about("The tenant's clock."),
    field::text("banner", 500).optional().about("Shown on every page of the operator."),
};
constexpr Shape kSessionTenant{"SessionTenant", kSessionTenantFields};

constexpr Field kSessionFields[] = {
    field::text("csrf_token", 100).about("To be sent as X-CSRF-Token with every change."),
    field::object("user", kSessionUser),
    field::object("tenant",
                  kSessionTenant).nullable().about("Null for the platform's administrator."),
};
constexpr Shape kSession{"Session", kSessionFields};

constexpr Field kPasswordFields[] = {
    field::text("password", 200).about("The present one."),
    field::text("new_password", 200),
};
constexpr Shape kPasswordBody{"PasswordChange", kPasswordFields};

Json permissions_of(const Caller& caller) {
    Json names = Json::array();
    for (const auto& row : all_permissions())
        if (role_has(caller.role, row.permission)) names.push_back(row.name);
    return names;
}

/// Past the pack's last day every page says so, and on what basis work goes on.
std::optional<std::string> banner_of(db::Transaction& tx, const Call& call, const Tenant& tenant,
                                     const Caller& caller) {
    const auto* pack = call.context.rule_packs.find(tenant.rule_pack_id);
    const auto today = date_of(caller.now);
    if (pack == nullptr || !pack->has_ended(today)) return std::nullopt;
    const bool chinese = call.language == Language::chinese;
    const auto ended = to_text(*pack->valid_to);
    const auto bases = all_continuation_bases(tx, caller.scope);
    const auto* basis = find_live_basis(bases, today, kEveryAct);
    if (basis == nullptr)
        return chinese ? "《" + pack->title.zh + "》有效期已于 " + ended +
                             " 届满，新的公告、准入、协议、需求、定价和测算均已停办，须先由数据主管部门登记延续依据。"
                       : pack->title.en + " ended on " + ended +
                             ". New acts are refused until the authority records a basis for "
                             "continuation.";
    return chinese ? "《" + pack->title.zh + "》有效期已于 " + ended + " 届满，现依据 " +
                         basis->document + " 继续办理，至 " + to_text(basis->until) + " 止。"
                   : pack->title.en + " ended on " + ended + ". Work goes on by " +
                       basis->document +
                         " until " + to_text(basis->until) + ".";
}

/// Whose duties the user may do today, and whose it does in this call.
void add_delegations(db::Transaction& tx, const Caller& caller, Json& user) {
    user["acts_for"] = nullptr;
    user["may_act_for"] = Json::array();
    const auto today = date_of(caller.now);
    for (const auto& delegation :
         all_delegations_to(tx, caller.scope, caller.user_id, today)) {
        Json principal = {{"id", to_text(delegation.principal_id)},
                          {"username", delegation.principal_username},
                          {"role", to_text(delegation.principal_role)},
                          {"to", to_text(delegation.to)}};
        if (caller.delegate_for_id == delegation.principal_id) user["acts_for"] = principal;
        user["may_act_for"].push_back(std::move(principal));
    }
}

Json session_json(db::Transaction& tx, const Call& call, const Caller& caller,
                  std::string_view session_token) {
    const auto body = find_body(tx, caller.scope, caller.body_id);
    YUNHE_ASSERT(body.has_value());
    Json user = {{"id", to_text(caller.user_id)},
                 {"username", caller.username},
                 {"role", to_text(caller.role)},
                 {"body_admin", caller.body_admin},
                 {"body",
                  {{"id", to_text(body->id)},
                   {"code", body->code},
                   {"kind", to_text(body->kind)},
                   {"name", body->name}}},
                 {"permissions", permissions_of(caller)}};
    add_delegations(tx, caller, user);
    Json json = {{"csrf_token", csrf_token_of(session_token)},
                 {"user", std::move(user)},
                 {"tenant", nullptr}};
    if (caller.scope.tenant() == kPlatformTenant) return json;
    const auto tenant = read_tenant(tx, caller.scope);
    json["tenant"] = {{"slug", tenant.slug},
                      {"name", tenant.name},
                      {"rule_pack", tenant.rule_pack_id},
                      {"sandbox", tenant.sandbox},
                      {"now", to_text(caller.now)}};
    if (const auto banner = banner_of(tx, call, tenant, caller)) json["tenant"]["banner"] = *banner;
    return json;
}

/// `token` empty: the cookie goes away.
std::string cookie_text(const Call& call, std::string_view token) {
    std::string text = std::string(http::kSessionCookie) + "=" + std::string(token) +
                       "; HttpOnly; SameSite=Strict; Path=/";
    if (call.request.header("x-forwarded-proto") == "https") text += "; Secure";
    if (token.empty()) text += "; Max-Age=0";
    return text;
}

Result<Reply> create_session(const Call& call) {
    const SignIn attempt{.slug = call.body.text_or("tenant", ""),
                         .username = call.body.text("username"),
                         .password = call.body.text("password"),
                         .remote_address = call.request.remote_address,
                         .old_session_token =
                             std::string(call.request.cookie(http::kSessionCookie)),
                         .request_id = call.request.request_id};
    YUNHE_TRY(signed_in, sign_in(call.context.database, attempt, real_now()));
    return call.context.database.read([&](db::Transaction& tx) -> Result<Reply> {
        Reply reply;
        reply.body = session_json(tx, call, signed_in.caller, signed_in.session_token);
        reply.headers.emplace_back("Set-Cookie", cookie_text(call, signed_in.session_token));
        return reply;
    });
}

/// API keys have no session.
Status require_session(const Call& call) {
    if (call.caller.api_key_id) return Error{Errc::permission, "session_needed"};
    return Done{};
}

Result<Reply> show_session(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_session(call));
    Reply reply;
    reply.body = session_json(tx, call, call.caller, call.request.cookie(http::kSessionCookie));
    return reply;
}

Result<Reply> delete_session(const Call& call) {
    YUNHE_CHECK(require_session(call));
    sign_out(call.context.database, call.caller, call.request.cookie(http::kSessionCookie),
             call.request.request_id, real_now());
    Reply reply{.status = 204};
    reply.headers.emplace_back("Set-Cookie", cookie_text(call, {}));
    return reply;
}

Result<Reply> set_own_password(const Call& call) {
    YUNHE_CHECK(require_session(call));
    const PasswordChange change{
        .old_password = call.body.text("password"),
        .new_password = call.body.text("new_password"),
        .session_token = std::string(call.request.cookie(http::kSessionCookie)),
        .remote_address = call.request.remote_address,
        .request_id = call.request.request_id};
    YUNHE_CHECK(change_password(call.context.database, call.caller, change, real_now()));
    return Reply{.status = 204};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/session", Permission::open, create_session, "signIn",
     "Signs in and sets the session cookie.",
     {.body = &kSignInBody, .reply = &kSession, .repeatable = true}},
    {Method::get, "/api/v1/session", Permission::signed_in, show_session, "showSession",
     "Who is signed in, with the CSRF token.", {.reply = &kSession}},
    {Method::delete_, "/api/v1/session", Permission::signed_in, delete_session, "signOut",
     "Ends the session.", {.status = 204, .repeatable = true}},
    {Method::post, "/api/v1/session/password", Permission::signed_in, set_own_password,
     "changePassword", "Changes one's own password and ends one's other sessions.",
     {.body = &kPasswordBody, .status = 204, .repeatable = true}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace session_api

std::span<const http::Route> session_routes() { return session_api::kRoutes; }

}  // namespace yunhe::tenants
