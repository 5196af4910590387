#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/developer_service.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kDeveloperFields[] = {
    field::id<BodyId>("id"),
    field::code("uscc").about("Unified social credit code; also the code of its body."),
    field::text("name", 200),
    field::text("legal_representative", 200),
    field::timestamp("registered_at"),
};
constexpr Shape kDeveloper{"Developer", kDeveloperFields};
constexpr Field kRegistrationFields[] = {
    field::code("uscc"),
    field::text("name", 200),
    field::text("legal_representative", 200),
    field::text("username", 64),
    field::text("password", 128),
};
constexpr Shape kRegistrationBody{"DeveloperRegistration", kRegistrationFields};
constexpr Field kRelatedPartyFields[] = {
    field::id<RelatedPartyId>("id"),
    field::code("uscc"),
    field::text("name", 200),
    field::timestamp("declared_at"),
};
constexpr Shape kRelatedParty{"RelatedParty", kRelatedPartyFields};
constexpr Field kRelatedPartyBodyFields[] = {field::code("uscc"), field::text("name", 200)};
constexpr Shape kRelatedPartyBody{"RelatedPartyBody", kRelatedPartyBodyFields};

Json to_json(const Developer& developer) {
    return {{"id", to_text(developer.id)},
            {"uscc", developer.uscc},
            {"name", developer.name},
            {"legal_representative", developer.legal_representative},
            {"registered_at", to_text(developer.registered_at)}};
}

Json to_json(const RelatedParty& party) {
    return {{"id", to_text(party.id)},
            {"uscc", party.uscc},
            {"name", party.name},
            {"declared_at", to_text(party.declared_at)}};
}

Result<Reply> register_one(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(developer,
              register_developer(tx, call.caller,
                                 {call.body.text("uscc"), call.body.text("name"),
                                  call.body.text("legal_representative"),
                                  call.body.text("username"), call.body.text("password")}));
    return Reply{.status = 201, .body = to_json(developer)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rows = list_developers(tx, call.caller.scope, call.page);
    return Reply{.body = page_json(call.page, rows, [](const Developer& d) { return to_json(d); },
                                   [](const Developer& d) { return d.id.value; })};
}

Result<Reply> declare(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(party, declare_related_party(tx, call.caller, call.body.text("uscc"),
                                           call.body.text("name")));
    return Reply{.status = 201, .body = to_json(party)};
}

Result<Reply> list_related(const Call& call, db::Transaction& tx) {
    const auto rows = list_related_parties(tx, call.caller.scope, call.page);
    return Reply{.body = page_json(
                     call.page, rows, [](const RelatedParty& p) { return to_json(p); },
                     [](const RelatedParty& p) { return p.id.value; })};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/public/:slug/developers", Permission::open, register_one,
     "registerDeveloper", "Registers an organisation as developer, with its first user.",
     {.body = &kRegistrationBody, .reply = &kDeveloper, .status = 201}},
    {Method::get, "/api/v1/developers", Permission::application_process, list, "listDevelopers",
     "Lists registered developers.", {.page_of = &kDeveloper}},
    {Method::post, "/api/v1/related-parties", Permission::tenant_configure, declare,
     "declareRelatedParty", "Declares an organisation as related to the operator.",
     {.body = &kRelatedPartyBody, .reply = &kRelatedParty, .status = 201}},
    {Method::get, "/api/v1/related-parties", Permission::application_process, list_related,
     "listRelatedParties", "Lists the operator's declared related parties.",
     {.page_of = &kRelatedParty}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> developer_routes() { return kRoutes; }

}  // namespace yunhe::tenants
