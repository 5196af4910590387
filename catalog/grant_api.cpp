/// Grants: what decided requests gave, and their revocation.
#include "catalog/data_request_service.hpp"
#include "catalog/grant_reply_api.hpp"
#include "catalog/routes.hpp"
#include "catalog/scenario_store.hpp"
#include "http/call.hpp"
#include "http/json_fields.hpp"

namespace yunhe::catalog {
namespace grant_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kGrantFields[] = {
    field::id<GrantId>("id"),
    field::one_of("state", enum_values<GrantState>),
    field::id<DataRequestId>("data_request_id"),
    field::id<ScenarioId>("scenario_id"),
    field::code("scenario_code"),
    field::id<ResourceId>("resource_id"),
    field::code("resource_code"),
    field::text("resource_name"),
    field::id<tenants::AgreementId>("agreement_id"),
    field::id<BodyId>("developer_id"),
    field::text("developer_uscc", 64),
    field::timestamp("from"),
    field::timestamp("to").about("Access ends at this instant."),
    field::timestamp("revoked_at").nullable(),
    field::text("revoked_reason", 2000).nullable(),
    field::objects("columns", kGrantedColumn).about("No other column may be used."),
    field::text("conditions", 8000).nullable().about("Of all seats, on the whole resource."),
};
constexpr Shape kGrant{"Grant", kGrantFields};

constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReason{"RevokeGrantBody", kReasonFields};

Json grant_json(const NamedGrant& row, Timestamp now) {
    const auto& grant = row.grant;
    Json columns = Json::array();
    for (const auto& column : grant.columns) columns.push_back(granted_column_json(column));
    Json json = {{"id", to_text(grant.id)},
                 {"state", to_text(state_at(grant, now))},
                 {"data_request_id", to_text(grant.request_id)},
                 {"scenario_id", to_text(grant.scenario_id)},
                 {"scenario_code", row.scenario_code},
                 {"resource_id", to_text(grant.resource_id)},
                 {"resource_code", row.resource_code},
                 {"resource_name", row.resource_name},
                 {"agreement_id", to_text(grant.agreement_id)},
                 {"developer_id", to_text(grant.developer_id)},
                 {"developer_uscc", row.developer_uscc},
                 {"from", to_text(grant.from)},
                 {"to", to_text(grant.to)},
                 {"revoked_at", nullptr},
                 {"revoked_reason", nullptr},
                 {"columns", std::move(columns)},
                 {"conditions", http::or_null(grant.conditions)}};
    if (grant.revoked_at) {
        json["revoked_at"] = to_text(*grant.revoked_at);
        json["revoked_reason"] = grant.revoked_reason;
    }
    return json;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    std::optional<ScenarioId> scenario_id;
    if (const auto code = call.query.optional_text("scenario_code")) {
        const auto scenario = find_scenario_by_code(tx, call.caller.scope, *code);
        scenario_id = scenario ? scenario->id : ScenarioId{};
    }
    const auto rows = list_grants(tx, call.caller.scope, grant_viewer(call.caller), scenario_id,
                                  call.page);
    Reply reply;
    reply.body = page_json(
        call.page, rows,
        [&](const NamedGrant& row) { return grant_json(row, call.caller.now); },
        [](const NamedGrant& row) { return row.grant.id.value; });
    return reply;
}

Result<Reply> revoke(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<GrantId>("grant_id"));
    YUNHE_TRY(row, revoke_grant(tx, call.caller, id, call.body.text("reason")));
    Reply reply;
    reply.body = grant_json(row, call.caller.now);
    return reply;
}

constexpr Field kFilters[] = {field::code("scenario_code")};

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/grants", Permission::request_read, list, "listGrants",
     "The grants that concern the caller.", {.query = kFilters, .page_of = &kGrant}},
    {Method::post, "/api/v1/grants/:grant_id/revoke", Permission::request_decide, revoke,
     "revokeGrant", "Ends a grant now.", {.body = &kReason, .reply = &kGrant}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace grant_api

std::span<const http::Route> grant_routes() { return grant_api::kRoutes; }

}  // namespace yunhe::catalog
