/// Departments and the resources of their catalogues.
#include <charconv>

#include "catalog/department_store.hpp"
#include "catalog/resource_diff.hpp"
#include "catalog/resource_service.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace resource_api {
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
    field::text("type", 64).optional().about("In the source's words: varchar(18), date."),
    field::one_of("level", enum_values<Level>).optional().about("Absent: the resource's."),
    field::boolean("personal").optional().about("Holds personal information."),
    field::boolean("secret").optional().about("Holds commercial secrets or business information."),
    field::text("description", 2000).optional(),
    field::text("masking", 400).optional().about("How it is to be masked where it is given so."),
};
constexpr Shape kColumn{"ResourceColumn", kColumnFields};

constexpr Field kBodyFields[] = {
    field::code("code").about("Unique in the tenant; never changes."),
    field::text("name"),
    field::text("field", 64).about("What the data is about."),
    field::one_of("level", enum_values<Level>),
    field::boolean("personal").optional().about("Holds personal information."),
    field::boolean("secret").optional().about("Holds commercial secrets."),
    field::boolean("confidential").optional().about("Holds confidential business information."),
    field::one_of("origin", enum_values<Origin>).optional().about("Absent: city."),
    field::one_of("openness", enum_values<Openness>)
        .about("barred: can't be requested; unconditional: never carries a charge."),
    field::text("barred_reason", 64).optional().nullable().about(
        "Barred resources only: one of the rule pack's reasons."),
    field::one_of("unlock", enum_values<Unlock>).optional().nullable().about(
        "What makes personal or secret data usable."),
    field::text("unlock_document", 400).optional().nullable().about(
        "The evidence of the proof; without it no bar is lifted."),
    field::text("description", 4000).optional().nullable(),
    field::one_of("cadence", enum_values<Cadence>).optional().nullable().about(
        "How often the data is brought up to date."),
    field::text("registration_number", 64).optional().nullable().about(
        "Of the national register of public data resources."),
    field::date("registered_until").optional().nullable().about(
        "The number's last day; past it only warns."),
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
    field::boolean("confidential"),
    field::one_of("origin", enum_values<Origin>),
    field::one_of("openness", enum_values<Openness>),
    field::text("barred_reason", 64).nullable(),
    field::one_of("unlock", enum_values<Unlock>).nullable(),
    field::text("unlock_document", 400).nullable(),
    field::text("description", 4000).nullable(),
    field::one_of("cadence", enum_values<Cadence>).nullable(),
    field::text("registration_number", 64).nullable(),
    field::date("registered_until").nullable(),
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

constexpr Field kFieldChangeFields[] = {field::text("field", 64), field::any("before"),
                                        field::any("after")};
constexpr Shape kFieldChange{"ResourceFieldChange", kFieldChangeFields};
constexpr Field kColumnChangeFields[] = {field::text("name", 64),
                                         field::objects("fields", kFieldChange)};
constexpr Shape kColumnChange{"ResourceColumnChange", kColumnChangeFields};
constexpr Field kDiffFields[] = {
    field::integer("from", 1),
    field::integer("to", 1),
    field::objects("fields", kFieldChange).about("What the two say differently of the resource."),
    field::objects("columns_changed", kColumnChange),
    field::any("columns_added").about("As the later version has them."),
    field::any("columns_removed").about("As the earlier version had them."),
    field::boolean("columns_reordered"),
};
constexpr Shape kDiff{"ResourceDiff", kDiffFields};

constexpr Field kSuspensionFields[] = {
    field::text("reason", 2000).optional().about("Required where the grants stop too."),
    field::boolean("stop_grants")
        .optional()
        .about("Products, listings and orders that run on grants of the resource stop too, until "
               "it is published again. Absent: they go on."),
};
constexpr Shape kSuspension{"ResourceSuspensionBody", kSuspensionFields};

constexpr Field kReasonFields[] = {field::text("reason", 2000).optional()};
constexpr Shape kReason{"ResourceReasonBody", kReasonFields};

/// The duty to register is national and unverified, so it warns only.
Json warnings_json(const Call& call, const Resource& resource) {
    Json warnings = Json::array();
    ErrorArgs args = {{"resource", resource.code}};
    if (resource.registered_until) args.push_back({"until", to_text(*resource.registered_until)});
    for (const auto& code : warnings_of(resource, date_of(call.caller.now)))
        warnings.push_back({{"code", code}, {"text", error_text(code, args, call.language)}});
    return warnings;
}

Json column_json(const ResourceColumn& column) {
    Json entry = {{"name", column.name}};
    const std::pair<const char*, const std::string&> texts[] = {{"title", column.title},
                                                                {"type", column.type},
                                                                {"description", column.description},
                                                                {"masking", column.masking}};
    for (const auto& [member, text] : texts)
        if (!text.empty()) entry[member] = text;
    if (column.level) entry["level"] = to_text(*column.level);
    if (column.personal) entry["personal"] = true;
    if (column.secret) entry["secret"] = true;
    return entry;
}

Json resource_json(const Call& call, const Resource& resource, const tenants::Body& department) {
    Json columns = Json::array();
    for (const auto& column : resource.columns) {
        columns.push_back(column_json(column));
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
            {"confidential", resource.confidential},
            {"origin", to_text(resource.origin)},
            {"openness", to_text(resource.openness)},
            {"barred_reason", or_null(resource.barred_reason)},
            {"unlock", resource.unlock ? Json(to_text(*resource.unlock)) : Json(nullptr)},
            {"unlock_document", or_null(resource.unlock_document)},
            {"description", or_null(resource.description)},
            {"cadence", resource.cadence ? Json(to_text(*resource.cadence)) : Json(nullptr)},
            {"registration_number", or_null(resource.registration_number)},
            {"registered_until", resource.registered_until
                                     ? Json(to_text(*resource.registered_until))
                                     : Json(nullptr)},
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
    resource.confidential = body.boolean_or("confidential", false);
    resource.origin = body.optional_enumerator<Origin>("origin").value_or(Origin::city);
    resource.openness = body.enumerator<Openness>("openness");
    resource.barred_reason = body.optional_text("barred_reason");
    resource.unlock = body.optional_enumerator<Unlock>("unlock");
    resource.unlock_document = body.text_or("unlock_document", "");
    resource.description = body.text_or("description", "");
    resource.cadence = body.optional_enumerator<Cadence>("cadence");
    resource.registration_number = body.optional_text("registration_number");
    resource.registered_until = body.optional_date("registered_until");
    for (const auto& column : body.objects("columns"))
        resource.columns.push_back({.name = column.text("name"),
                                    .title = column.text_or("title", ""),
                                    .type = column.text_or("type", ""),
                                    .level = column.optional_enumerator<Level>("level"),
                                    .personal = column.boolean_or("personal", false),
                                    .secret = column.boolean_or("secret", false),
                                    .description = column.text_or("description", ""),
                                    .masking = column.text_or("masking", "")});
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
    ResourceAct wanted{.action = action, .reason = call.body.text_or("reason", "")};
    if (action == ResourceAction::suspend)
        wanted.stop_grants = call.body.boolean_or("stop_grants", false);
    YUNHE_TRY(resource,
              act_on_resource(tx, call.caller, call.path_value("resource_code"), wanted));
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

Json changes_json(const std::vector<FieldChange>& changes) {
    Json json = Json::array();
    for (const auto& change : changes)
        json.push_back(
            {{"field", change.field}, {"before", change.before}, {"after", change.after}});
    return json;
}

Result<ResourceVersion> version_in(const Call& call, db::Transaction& tx, ResourceId id,
                                   std::string_view name) {
    int number = 0;
    const auto& text = call.path_value(name);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return not_found();
    auto version = find_resource_version(tx, call.caller.scope, id, number);
    if (!version) return not_found();
    return std::move(*version);
}

Result<Reply> show_diff(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(resource, see_resource(tx, call.caller, call.path_value("resource_code")));
    YUNHE_TRY(from, version_in(call, tx, resource.id, "from_version"));
    YUNHE_TRY(to, version_in(call, tx, resource.id, "to_version"));
    const auto diff = diff_of(from.content, to.content);
    Json columns = Json::array();
    for (const auto& column : diff.changed)
        columns.push_back({{"name", column.name}, {"fields", changes_json(column.fields)}});
    Reply reply;
    reply.body = {{"from", from.version},
                  {"to", to.version},
                  {"fields", changes_json(diff.fields)},
                  {"columns_changed", std::move(columns)},
                  {"columns_added", diff.added},
                  {"columns_removed", diff.removed},
                  {"columns_reordered", diff.reordered}};
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
     {.body = &kSuspension, .reply = &kResource}},
    {Method::post, "/api/v1/resources/:resource_code/retire", Permission::resource_manage, retire,
     "retireResource", "Retires a resource for good.", {.body = &kReason, .reply = &kResource}},
    {Method::get, "/api/v1/resources/:resource_code/events", Permission::catalogue_read,
     list_events, "listResourceEvents", "What happened to the resource, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::get, "/api/v1/resources/:resource_code/versions", Permission::catalogue_read,
     list_versions, "listResourceVersions", "The resource as it was published, oldest first.",
     {.page_of = &kVersion}},
    {Method::get, "/api/v1/resources/:resource_code/versions/:from_version/diff/:to_version",
     Permission::catalogue_read, show_diff, "diffResourceVersions",
     "What changed between two published versions.", {.reply = &kDiff}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace resource_api

std::span<const http::Route> resource_routes() { return resource_api::kRoutes; }

}  // namespace yunhe::catalog
