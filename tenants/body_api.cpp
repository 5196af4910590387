/// Bodies and the invitation of their first administrators.
#include "http/call.hpp"
#include "tenants/body_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/routes.hpp"
#include "tenants/user_service.hpp"

namespace yunhe::tenants {
namespace body_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kBodyBodyFields[] = {
    field::code("code").about("Unique in the tenant; never changes."),
    field::one_of("kind", enum_values<BodyKind>),
    field::text("name", 200),
    field::text("uscc", 18).optional().about("Unified social credit code."),
    field::text("area", 64).optional().about("County or district; absent: the city itself."),
    field::one_of("department_kind", enum_values<DepartmentKind>).optional(),
};
constexpr Shape kBodyBody{"BodyBody", kBodyBodyFields};

constexpr Field kBodyFields[] = {
    field::id<BodyId>("id"),
    field::code("code"),
    field::one_of("kind", enum_values<BodyKind>),
    field::text("name", 200),
    field::text("uscc", 18).nullable(),
    field::text("area", 64).nullable(),
    field::one_of("department_kind", enum_values<DepartmentKind>).nullable(),
    field::timestamp("created_at"),
};
constexpr Shape kBody{"Body", kBodyFields};

constexpr Field kFirstAdminFields[] = {
    field::text("username", 64),
    field::text("password", 200),
    field::one_of("role", enum_values<Role>),
};
constexpr Shape kFirstAdminBody{"FirstAdminBody", kFirstAdminFields};

constexpr Field kFirstAdminReplyFields[] = {
    field::id<UserId>("id"),
    field::text("username", 64),
    field::one_of("role", enum_values<Role>),
    field::boolean("body_admin"),
    field::code("body_code"),
};
constexpr Shape kFirstAdmin{"FirstAdmin", kFirstAdminReplyFields};

constexpr Field kFilters[] = {field::one_of("kind", enum_values<BodyKind>),
                              field::text("area", 64)};

Json body_json(const Body& body) {
    Json json = {{"id", to_text(body.id)},
                 {"code", body.code},
                 {"kind", to_text(body.kind)},
                 {"name", body.name},
                 {"uscc", nullptr},
                 {"area", nullptr},
                 {"department_kind", nullptr},
                 {"created_at", to_text(body.created_at)}};
    if (body.uscc) json["uscc"] = *body.uscc;
    if (!body.area.empty()) json["area"] = body.area;
    if (body.department_kind) json["department_kind"] = to_text(*body.department_kind);
    return json;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    Body wanted;
    wanted.code = call.body.text("code");
    wanted.kind = call.body.enumerator<BodyKind>("kind");
    wanted.name = call.body.text("name");
    wanted.uscc = call.body.optional_text("uscc");
    wanted.area = call.body.text_or("area", "");
    wanted.department_kind = call.body.optional_enumerator<DepartmentKind>("department_kind");
    YUNHE_TRY(body, record_body(tx, call.caller, std::move(wanted)));
    Reply reply{.status = 201};
    reply.body = body_json(body);
    return reply;
}

std::optional<BodyId> only_developer(const Caller& caller) {
    if (!caller.is_developer()) return std::nullopt;
    return caller.body_id;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const BodyFilter filter{.kind = call.query.optional_enumerator<BodyKind>("kind"),
                            .area = call.query.optional_text("area"),
                            .seen_by_developer = only_developer(call.caller)};
    Reply reply;
    reply.body = page_json(call.page, list_bodies(tx, call.caller.scope, filter, call.page),
                           body_json,
                           [](const Body& body) { return body.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    const auto body = find_body_by_code(tx, call.caller.scope, call.path_value("body_code"));
    if (!body) return not_found();
    const auto own = only_developer(call.caller);
    if (own && body->kind == BodyKind::developer && body->id != *own) return not_found();
    Reply reply;
    reply.body = body_json(*body);
    return reply;
}

Result<Reply> invite(const Call& call, db::Transaction& tx) {
    const auto& code = call.path_value("body_code");
    NewUser wanted{.username = call.body.text("username"),
                   .password = call.body.text("password"),
                   .role = call.body.enumerator<Role>("role"),
                   .body_admin = true};
    YUNHE_TRY(user, invite_first_admin(tx, call.caller, code, std::move(wanted)));
    Reply reply{.status = 201};
    reply.body = {{"id", to_text(user.id)},
                  {"username", user.username},
                  {"role", to_text(user.role)},
                  {"body_admin", user.body_admin},
                  {"body_code", code}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/bodies", Permission::body_manage, create, "createBody",
     "The authority records a body.", {.body = &kBodyBody, .reply = &kBody, .status = 201}},
    {Method::get, "/api/v1/bodies", Permission::signed_in, list, "listBodies",
     "Bodies in the order in which they were recorded.", {.query = kFilters, .page_of = &kBody}},
    {Method::get, "/api/v1/bodies/:body_code", Permission::signed_in, show, "showBody", "One body.",
     {.reply = &kBody}},
    {Method::post, "/api/v1/bodies/:body_code/first-admin", Permission::body_manage, invite,
     "inviteFirstAdmin", "The authority invites a body's first user, who administers it.",
     {.body = &kFirstAdminBody, .reply = &kFirstAdmin, .status = 201}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace body_api

std::span<const http::Route> body_routes() { return body_api::kRoutes; }

}  // namespace yunhe::tenants
