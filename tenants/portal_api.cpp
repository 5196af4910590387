/// The public portal: what everybody may read without login. Notices, disclosures and the
/// registration of developers stand beside their aggregates; here are the rest:
/// objections with their outcomes, operators and developers in force.
///
/// Shown of an agreement is what the national rules ask to publish (object, scope, term), no fee,
/// no person, and of an objection neither name nor contact.
#include <algorithm>

#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/application_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/mandate_store.hpp"
#include "tenants/portal.hpp"
#include "tenants/routes.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace portal_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kObjectionFields[] = {
    field::id<ObjectionId>("id"),
    field::one_of("state", enum_values<ObjectionState>),
    field::text("name", 200).about("First character only."),
    field::text("text", 20000)
        .nullable()
        .about("Shown once it is answered, long numbers left out."),
    field::text("answer", 20000).nullable(),
    field::date("raised_on"),
    field::date("answered_on").nullable(),
};
constexpr Shape kObjection{"PublicObjection", kObjectionFields};

constexpr Field kMandateFields[] = {
    field::text("document", 200),
    field::date("from"),
    field::date("to").about("Inclusive."),
};
constexpr Shape kMandate{"PublicMandate", kMandateFields};
constexpr Field kOperatorFields[] = {
    field::code("code"),
    field::text("name", 200),
    field::text("uscc", 18).nullable(),
    field::text("area", 64).nullable(),
    field::text("rule_pack_id", 64),
    field::objects("mandates", kMandate).about("Those in force today."),
};
constexpr Shape kOperator{"PublicOperator", kOperatorFields};

constexpr Field kDeveloperFields[] = {
    field::integer("agreement_number"),
    field::one_of("agreement_kind", enum_values<AgreementKind>),
    field::code("developer_uscc"),
    field::text("developer_name", 200),
    field::texts("fields").about("What is authorised, as the agreement names it."),
    field::date("from"),
    field::date("to").about("Inclusive."),
};
constexpr Shape kDeveloper{"PublicDeveloper", kDeveloperFields};

Json to_public_json(const Objection& objection) {
    Json json = {{"id", to_text(objection.id)},
                 {"state", std::string(to_text(objection.state))},
                 {"name", masked_name(objection.name)},
                 {"text", nullptr},
                 {"answer", nullptr},
                 {"raised_on", to_text(date_of(objection.created_at))},
                 {"answered_on", nullptr}};
    if (objection.state == ObjectionState::open) return json;
    // What nobody has read yet isn't published.
    json["text"] = without_numbers(objection.text);
    if (objection.answer) json["answer"] = without_numbers(*objection.answer);
    if (objection.answered_at) json["answered_on"] = to_text(date_of(*objection.answered_at));
    return json;
}

template <class Row, class IdOf>
std::vector<Row> page_of(const PageRequest& page, std::vector<Row> rows, IdOf id_of) {
    std::erase_if(rows, [&](const Row& row) { return id_of(row) <= page.after_id; });
    std::ranges::sort(rows, {}, id_of);
    if (rows.size() > page.fetch()) rows.resize(page.fetch());
    return rows;
}

Result<Reply> list_objections_of_disclosure(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ApplicationId>("disclosure_id"));
    const auto application = find_application(tx, call.caller.scope, id);
    if (!application || !application->disclosed_on) return not_found();
    const auto id_of = [](const Objection& o) { return o.id.value; };
    const auto rows = page_of(call.page, list_objections(tx, call.caller.scope, id), id_of);
    return Reply{.body = page_json(
                     call.page, rows, [](const Objection& o) { return to_public_json(o); },
                     id_of)};
}

Json mandates_json(db::Transaction& tx, const Caller& caller) {
    Json json = Json::array();
    const auto today = date_of(caller.now);
    for (const auto& mandate : all_mandates(tx, caller.scope)) {
        if (state_on(mandate, today) != MandateState::active || today < mandate.from) continue;
        json.push_back({{"document", mandate.document},
                        {"from", to_text(mandate.from)},
                        {"to", to_text(mandate.to)}});
    }
    return json;
}

Result<Reply> list_operators(const Call& call, db::Transaction& tx) {
    const auto tenant = read_tenant(tx, call.caller.scope);
    const auto mandates = mandates_json(tx, call.caller);
    const auto id_of = [](const Body& body) { return body.id.value; };
    const auto rows =
        page_of(call.page,
                all_bodies_of_kind(tx, call.caller.scope, BodyKind::operator_body), id_of);
    const auto render = [&](const Body& body) -> Json {
        return {{"code", body.code},
                {"name", body.name},
                {"uscc", or_null(body.uscc)},
                {"area", or_null(body.area)},
                {"rule_pack_id", tenant.rule_pack_id},
                {"mandates", mandates}};
    };
    return Reply{.body = page_json(call.page, rows, render, id_of)};
}

Result<Reply> list_developers_in_force(const Call& call, db::Transaction& tx) {
    const auto today = date_of(call.caller.now);
    auto agreements = list_signed_agreements(tx, call.caller.scope);
    std::erase_if(agreements, [&](const Agreement& agreement) {
        return state_on(agreement, today) != AgreementState::active;
    });
    const auto id_of = [](const Agreement& agreement) { return agreement.id.value; };
    const auto rows = page_of(call.page, std::move(agreements), id_of);
    const auto render = [&](const Agreement& agreement) -> Json {
        return {{"agreement_number", agreement.number},
                {"agreement_kind", std::string(to_text(agreement.kind))},
                {"developer_uscc", agreement.developer_uscc},
                {"developer_name", agreement.developer_name},
                {"fields", json_of(terms_on(agreement, today).fields)},
                {"from", to_text(agreement.from)},
                {"to", to_text(agreement.to)}};
    };
    return Reply{.body = page_json(call.page, rows, render, id_of)};
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/public/:slug/disclosures/:disclosure_id/objections", Permission::open,
     list_objections_of_disclosure, "listPublicObjections",
     "Objections to a disclosed result and what became of them, without names.",
     {.page_of = &kObjection}},
    {Method::get, "/api/v1/public/:slug/operators", Permission::open, list_operators,
     "listPublicOperators", "The tenant's operator and its mandate in force.",
     {.page_of = &kOperator}},
    {Method::get, "/api/v1/public/:slug/developers", Permission::open, list_developers_in_force,
     "listPublicDevelopers", "Developers whose agreement is in force, with fields and term.",
     {.page_of = &kDeveloper}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace portal_api

std::span<const http::Route> portal_routes() { return portal_api::kRoutes; }

}  // namespace yunhe::tenants
