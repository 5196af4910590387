/// Departments and the resources of their catalogues.
#include "catalog/department_store.hpp"
#include "catalog/resource_service.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using http::or_null;
using tenants::Permission;

constexpr Field kColumnFields[] = {
    field::text("name", 64).about("As the source system names it; unique in the resource."),
    field::text("title").optional().about("What people call it."),
};
constexpr Shape kColumn{"ResourceColumn", kColumnFields};

constexpr Field kBodyFields[] = {
    field::code("code").about("Unique in the tenant; never changes."),
    field::text("name"),
    field::text("field", 64).about("What the data is about."),
    field::one_of("level", enum_values<Level>),
    field::boolean("personal").optional().about("Holds personal information."),
    field::boolean("secret").optional().about(
        "Holds commercial secrets or confidential business information."),
    field::one_of("origin", enum_values<Origin>).optional().about("Absent: city."),
    field::one_of("openness", enum_values<Openness>)
        .about("barred: can't be requested; unconditional: never carries a charge."),
    field::text("barred_reason", 64).optional().nullable().about(
        "Barred resources only: one of the rule pack's reasons."),
    field::one_of("unlock", enum_values<Unlock>).optional().nullable().about(
        "What makes personal or secret data usable."),
    field::text("registration_number", 64).optional().nullable().about(
        "Of the national register of public data resources."),
    field::objects("columns", kColumn).items(500),
};
constexpr Shape kResourceBody{"ResourceBody", kBodyFields};

constexpr Field kWarningFields[] = {
    field::text("code", 64),
    field::text("text", 500),
};
constexpr Shape kWarning{"ResourceWarning", kWarningFields};

constexpr Field kResourceFields[] = {
    field::id<ResourceId>("id"),
    field::code("code"),
    field::one_of("state", enum_values<ResourceState>),
    field::integer("version", 1),
    field::id<BodyId>("department_id"),
    field::code("department_code"),
    field::text("department_name"),
    field::text("area", 64).nullable().about("The department's; null: the city itself."),
    field::text("name"),
    field::text("field", 64),
    field::one_of("level", enum_values<Level>),
    field::boolean("personal"),
    field::boolean("secret"),
    field::one_of("origin", enum_values<Origin>),
    field::one_of("openness", enum_values<Openness>),
    field::text("barred_reason", 64).nullable(),
    field::one_of("unlock", enum_values<Unlock>).nullable(),
    field::text("registration_number", 64).nullable(),
    field::objects("columns", kColumn),
    field::timestamp("created_at"),
    field::objects("warnings", kWarning).about("What doesn't stop the resource but is missing."),
};
constexpr Shape kResource{"Resource", kResourceFields};

constexpr Field kVersionFields[] = {
    field::integer("version", 1),
    field::any("content").about("The entry as it was published."),
    field::timestamp("changed_at"),
};
constexpr Shape kVersion{"ResourceVersion", kVersionFields};

constexpr Field kDepartmentFields[] = {
    field::id<BodyId>("id"),
    field::code("code"),
    field::text("name"),
    field::one_of("department_kind", enum_values<tenants::DepartmentKind>).nullable(),
    field::text("budget_route", 64).nullable(),
    field::text("area", 64).nullable(),
    field::integer("resources").about("Published resources."),
};
constexpr Shape kDepartment{"Department", kDepartmentFields};

constexpr Field kReasonFields[] = {field::text("reason", 2000).optional()};
constexpr Shape kReason{"ResourceReasonBody", kReasonFields};

/// The duty to register is national and unverified, so it warns only.
Json warnings_json(const Call& call, const Resource& resource) {
    Json warnings = Json::array();
    if (!resource.registration_number)
        warnings.push_back({{"code", "resource_not_registered"},
                            {"text", error_text("resource_not_registered",
                                                {{"resource", resource.code}}, call.language)}});
    return warnings;
}

Json resource_json(const Call& call, const Resource& resource, const tenants::Body& department) {
    Json columns = Json::array();
    for (const auto& column : resource.columns) {
        Json entry = {{"name", column.name}};
        if (!column.title.empty()) entry["title"] = column.title;
        columns.push_back(std::move(entry));
    }
    return {{"id", to_text(resource.id)},
            {"code", resource.code},
            {"state", to_text(resource.state)},
            {"version", resource.version},
            {"department_id", to_text(resource.department_id)},
            {"department_code", department.code},
            {"department_name", department.name},
            {"area", http::or_null(department.area)},
            {"name", resource.name},
            {"field", resource.field},
            {"level", to_text(resource.level)},
            {"personal", resource.personal},
            {"secret", resource.secret},
            {"origin", to_text(resource.origin)},
            {"openness", to_text(resource.openness)},
            {"barred_reason", or_null(resource.barred_reason)},
            {"unlock", resource.unlock ? Json(to_text(*resource.unlock)) : Json(nullptr)},
            {"registration_number", or_null(resource.registration_number)},
            {"columns", std::move(columns)},
            {"created_at", to_text(resource.created_at)},
            {"warnings", warnings_json(call, resource)}};
}

tenants::Body department_of(const Call& call, db::Transaction& tx, const Resource& resource) {
    const auto department = tenants::find_body(tx, call.caller.scope, resource.department_id);
    YUNHE_ASSERT(department.has_value());
    return *department;
}

Reply reply_of(const Call& call, db::Transaction& tx, const Resource& resource, int status = 200) {
    Reply reply{.status = status};
    reply.body = resource_json(call, resource, department_of(call, tx, resource));
    reply.headers.emplace_back("ETag", http::etag(resource.version));
    return reply;
}

Resource resource_of(const Input& body) {
    Resource resource;
    resource.code = body.text("code");
    resource.name = body.text("name");
    resource.field = body.text("field");
    resource.level = body.enumerator<Level>("level");
    resource.personal = body.boolean_or("personal", false);
    resource.secret = body.boolean_or("secret", false);
    resource.origin = body.optional_enumerator<Origin>("origin").value_or(Origin::city);
    resource.openness = body.enumerator<Openness>("openness");
    resource.barred_reason = body.optional_text("barred_reason");
    resource.unlock = body.optional_enumerator<Unlock>("unlock");
    resource.registration_number = body.optional_text("registration_number");
    for (const auto& column : body.objects("columns"))
        resource.columns.push_back({column.text("name"), column.text_or("title", "")});
    return resource;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(resource, create_resource(tx, call.caller, rules, resource_of(call.body)));
    return reply_of(call, tx, resource, 201);
}

Result<Reply> change(const Call& call, db::Transaction& tx) {
    auto changed = resource_of(call.body);
    if (changed.code != call.path_value("resource_code"))
        return malformed("/code", "code_immutable");
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(current, lock_own_resource(tx, call.caller, changed.code));
    YUNHE_CHECK(http::check_if_match(call, current.version));
    YUNHE_TRY(resource, change_resource(tx, call.caller, rules, current, std::move(changed)));
    return reply_of(call, tx, resource);
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(resource, see_resource(tx, call.caller, call.path_value("resource_code")));
    return reply_of(call, tx, resource);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    ResourceFilter filter{.department_id = {},
                          .field = call.query.optional_text("field"),
                          .openness = call.query.optional_enumerator<Openness>("openness"),
                          .state = call.query.optional_enumerator<ResourceState>("state"),
                          .area = call.query.optional_text("area"),
                          .drafts_of = call.caller.body_id};
    if (const auto code = call.query.optional_text("department_code")) {
        const auto department = tenants::find_body_by_code(tx, call.caller.scope, *code);
        filter.department_id = department ? department->id : BodyId{};
    }
    const auto rows = list_resources(tx, call.caller.scope, filter, call.page);
    std::map<BodyId, tenants::Body> departments;
    for (const auto& row : rows)
        if (!departments.contains(row.department_id))
            departments.emplace(row.department_id, department_of(call, tx, row));
    Reply reply;
    reply.body = page_json(
        call.page, rows,
        [&](const Resource& row) {
            return resource_json(call, row, departments.at(row.department_id));
        },
        [](const Resource& row) { return row.id.value; });
    return reply;
}

Result<Reply> act(const Call& call, db::Transaction& tx, ResourceAction action) {
    YUNHE_TRY(resource, act_on_resource(tx, call.caller, call.path_value("resource_code"), action,
                                        call.body.text_or("reason", "")));
    return reply_of(call, tx, resource);
}
Result<Reply> publish(const Call& call, db::Transaction& tx) {
    return act(call, tx, ResourceAction::publish);
}
Result<Reply> suspend(const Call& call, db::Transaction& tx) {
    return act(call, tx, ResourceAction::suspend);
}
Result<Reply> retire(const Call& call, db::Transaction& tx) {
    return act(call, tx, ResourceAction::retire);
}

Result<Reply> list_events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(resource, see_resource(tx, call.caller, call.path_value("resource_code")));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "resource", resource.id.value);
    return reply;
}

Result<Reply> list_versions(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(resource, see_resource(tx, call.caller, call.path_value("resource_code")));
    Json data = Json::array();
    for (const auto& kept : list_resource_versions(tx, call.caller.scope, resource.id))
        data.push_back({{"version", kept.version},
                        {"content", kept.content},
                        {"changed_at", to_text(kept.changed_at)}});
    Reply reply;
    reply.body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}};
    return reply;
}

Json department_json(const Department& row) {
    Json json = {{"id", to_text(row.body.id)},
                 {"code", row.body.code},
                 {"name", row.body.name},
                 {"department_kind", nullptr},
                 {"budget_route", nullptr},
                 {"area", nullptr},
                 {"resources", row.published_resources}};
    if (row.body.department_kind) {
        json["department_kind"] = to_text(*row.body.department_kind);
        json["budget_route"] = tenants::budget_route(*row.body.department_kind);
    }
    if (!row.body.area.empty()) json["area"] = row.body.area;
    return json;
}

Result<Reply> show_departments(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(call.page, list_departments(tx, call.caller.scope, call.page),
                           department_json,
                           [](const Department& row) { return row.body.id.value; });
    return reply;
}

constexpr Field kFilters[] = {
    field::code("department_code"),
    field::text("field", 64),
    field::one_of("openness", enum_values<Openness>),
    field::one_of("state", enum_values<ResourceState>),
    field::text("area", 64),
};

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/departments", Permission::catalogue_read, show_departments,
     "listDepartments", "Source departments and how many resources each has published.",
     {.page_of = &kDepartment}},
    {Method::post, "/api/v1/resources", Permission::resource_manage, create, "createResource",
     "Drafts a resource of the caller's department.",
     {.body = &kResourceBody, .reply = &kResource, .status = 201}},
    {Method::get, "/api/v1/resources", Permission::catalogue_read, list, "listResources",
     "Resources; drafts are shown to their own department only.",
     {.query = kFilters, .page_of = &kResource}},
    {Method::get, "/api/v1/resources/:resource_code", Permission::catalogue_read, show,
     "showResource", "One resource.", {.reply = &kResource}},
    {Method::put, "/api/v1/resources/:resource_code", Permission::resource_manage, change,
     "changeResource", "Changes a resource; what was published gets a new version.",
     {.body = &kResourceBody, .reply = &kResource}},
    {Method::post, "/api/v1/resources/:resource_code/publish", Permission::resource_manage, publish,
     "publishResource", "Publishes a drafted or suspended resource.",
     {.body = &kReason, .reply = &kResource}},
    {Method::post, "/api/v1/resources/:resource_code/suspend", Permission::resource_manage, suspend,
     "suspendResource", "Suspends a published resource: it can't be requested meanwhile.",
     {.body = &kReason, .reply = &kResource}},
    {Method::post, "/api/v1/resources/:resource_code/retire", Permission::resource_manage, retire,
     "retireResource", "Retires a resource for good.", {.body = &kReason, .reply = &kResource}},
    {Method::get, "/api/v1/resources/:resource_code/events", Permission::catalogue_read,
     list_events, "listResourceEvents", "What happened to the resource, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::get, "/api/v1/resources/:resource_code/versions", Permission::catalogue_read,
     list_versions, "listResourceVersions", "The resource as it was published, oldest first.",
     {.page_of = &kVersion}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> resource_routes() { return kRoutes; }

}  // namespace yunhe::catalog
