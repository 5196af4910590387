#include "catalog/resource_store.hpp"
#include "catalog/routes.hpp"
#include "catalog/supply_terms_service.hpp"
#include "catalog/supply_terms_store.hpp"
#include "http/call.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::catalog {
namespace supply_terms_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kBodyFields[] = {field::boolean("free_of_charge"), field::text("document")};
constexpr Shape kBody{"SupplyTermsBody", kBodyFields};
constexpr Field kFields[] = {field::id<SupplyTermsId>("id"), field::text("resource_code", 64),
                             field::boolean("free_of_charge"), field::text("document"),
                             field::text("recorded_by", 64), field::timestamp("recorded_at")};
constexpr Shape kSupplyTerms{"SupplyTerms", kFields};

Json to_json(db::Transaction& tx, TenantScope scope, const std::string& resource_code,
             const SupplyTerms& terms) {
    const auto user = tenants::find_user(tx, scope, terms.recorded_by_id);
    YUNHE_ASSERT(user.has_value());
    return {{"id", to_text(terms.id)},
            {"resource_code", resource_code},
            {"free_of_charge", terms.free_of_charge},
            {"document", terms.document},
            {"recorded_by", user->username},
            {"recorded_at", to_text(terms.recorded_at)}};
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto& code = call.path_value("resource_code");
    YUNHE_TRY(terms, record_supply_terms(tx, call.caller, code,
                                         call.body.boolean("free_of_charge"),
                                         call.body.text("document")));
    Reply reply;
    reply.status = 201;
    reply.body = to_json(tx, call.caller.scope, code, terms);
    return reply;
}

/// Of what is published, and of the department's own.
Result<Reply> list_all(const Call& call, db::Transaction& tx) {
    const auto resource =
        find_resource_by_code(tx, call.caller.scope, call.path_value("resource_code"));
    const bool visible = resource && (resource->state != ResourceState::draft ||
                                      resource->department_id == call.caller.body_id);
    if (!visible) return not_found();
    Json data = Json::array();
    for (const auto& terms : all_supply_terms(tx, call.caller.scope, resource->id))
        data.push_back(to_json(tx, call.caller.scope, resource->code, terms));
    Reply reply;
    reply.body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/resources/:resource_code/supply-terms", Permission::resource_manage,
     create, "recordSupplyTerms", "The department says whether it gives the resource free.",
     {.body = &kBody, .reply = &kSupplyTerms, .status = 201}},
    {Method::get, "/api/v1/resources/:resource_code/supply-terms", Permission::catalogue_read,
     list_all, "listSupplyTerms", "On what terms the resource is given; the first counts.",
     {.page_of = &kSupplyTerms}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace supply_terms_api

std::span<const http::Route> supply_terms_routes() { return supply_terms_api::kRoutes; }

}  // namespace yunhe::catalog
