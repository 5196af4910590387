/// Users, opened and looked after by their own body's administrator.
#include "http/call.hpp"
#include "tenants/body_store.hpp"
#include "tenants/routes.hpp"
#include "tenants/user_service.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace user_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kUserBodyFields[] = {
    field::text("username", 64),
    field::text("password", 200).about("The first one; the user changes it."),
    field::one_of("role", enum_values<Role>),
    field::boolean("body_admin").optional().about("May it look after the body's users too?"),
    field::code("body_code").optional().about(
        "The authority opens experts' users here; absent: one's own body."),
};
constexpr Shape kUserBody{"UserBody", kUserBodyFields};

constexpr Field kUserFields[] = {
    field::id<UserId>("id"),
    field::text("username", 64),
    field::one_of("role", enum_values<Role>),
    field::boolean("body_admin"),
    field::one_of("state", enum_values<UserState>),
    field::id<BodyId>("body_id"),
    field::code("body_code"),
    field::timestamp("created_at"),
};
constexpr Shape kUser{"User", kUserFields};

constexpr Field kResetFields[] = {field::text("password", 200)};
constexpr Shape kResetBody{"PasswordReset", kResetFields};

constexpr Field kFilters[] = {field::code("body_code")};

Json user_json(const User& user, const Body& body) {
    return {{"id", to_text(user.id)},
            {"username", user.username},
            {"role", to_text(user.role)},
            {"body_admin", user.body_admin},
            {"state", to_text(user.state)},
            {"body_id", to_text(user.body_id)},
            {"body_code", body.code},
            {"created_at", to_text(user.created_at)}};
}

Reply user_reply(const Call& call, db::Transaction& tx, const User& user, int status) {
    const auto body = find_body(tx, call.caller.scope, user.body_id);
    YUNHE_ASSERT(body.has_value());
    Reply reply;
    reply.status = status;
    reply.body = user_json(user, *body);
    return reply;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const NewUser wanted{.username = call.body.text("username"),
                         .password = call.body.text("password"),
                         .role = call.body.enumerator<Role>("role"),
                         .body_admin = call.body.boolean_or("body_admin", false)};
    YUNHE_TRY(user, open_user(tx, call.caller, call.body.text_or("body_code", ""), wanted));
    return user_reply(call, tx, user, 201);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto code = call.query.optional_text("body_code");
    const auto body = code ? find_body_by_code(tx, call.caller.scope, *code)
                           : find_body(tx, call.caller.scope, call.caller.body_id);
    if (!body) return not_found();
    YUNHE_CHECK(check_may_manage_users(call.caller, *body));
    Reply reply;
    reply.body = page_json(call.page, list_users(tx, call.caller.scope, body->id, call.page),
                           [&](const User& user) { return user_json(user, *body); },
                           [](const User& user) { return user.id.value; });
    return reply;
}

Result<Reply> reset(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<UserId>("user_id"));
    YUNHE_TRY(user, reset_password(tx, call.caller, id, call.body.text("password")));
    return user_reply(call, tx, user, 200);
}

Result<Reply> disable(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<UserId>("user_id"));
    YUNHE_TRY(user, disable_user(tx, call.caller, id));
    return user_reply(call, tx, user, 200);
}

Result<Reply> enable(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<UserId>("user_id"));
    YUNHE_TRY(user, enable_user(tx, call.caller, id));
    return user_reply(call, tx, user, 200);
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/users", Permission::user_manage, create, "createUser",
     "Opens a user of one's own body, or an expert's.",
     {.body = &kUserBody, .reply = &kUser, .status = 201}},
    {Method::get, "/api/v1/users", Permission::user_manage, list, "listUsers",
     "Users of one's own body, or the experts'.", {.query = kFilters, .page_of = &kUser}},
    {Method::post, "/api/v1/users/:user_id/reset-password", Permission::user_manage, reset,
     "resetPassword", "Gives a user a new password and ends its sessions.",
     {.body = &kResetBody, .reply = &kUser}},
    {Method::post, "/api/v1/users/:user_id/disable", Permission::user_manage, disable,
     "disableUser",
     "Takes a user's sign-in away.", {.reply = &kUser}},
    {Method::post, "/api/v1/users/:user_id/enable", Permission::user_manage, enable, "enableUser",
     "Gives a user's sign-in back.", {.reply = &kUser}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace user_api

std::span<const http::Route> user_routes() { return user_api::kRoutes; }

}  // namespace yunhe::tenants
