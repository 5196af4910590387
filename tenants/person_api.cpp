#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/person_service.hpp"
#include "tenants/routes.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kPersonFields[] = {
    field::id<PersonId>("id"),
    field::id<BodyId>("developer_id"),
    field::text("name", 200),
    field::one_of("kind", enum_values<PersonKind>),
    field::text("id_number_masked", 40),
    field::date("identity_checked_on").nullable(),
    field::date("trained_on").nullable(),
    field::date("confidentiality_until").nullable(),
    field::texts("unmet_gates", 64)
        .about("Gates of the rule pack that this person doesn't meet today."),
    field::timestamp("created_at"),
};
constexpr Shape kPerson{"Person", kPersonFields};
constexpr Field kPersonBodyFields[] = {
    field::text("name", 200),
    field::one_of("kind", enum_values<PersonKind>),
    field::text("id_number", 20).about("Stored sealed; only a masked form is ever shown."),
    field::date("identity_checked_on").optional(),
    field::date("trained_on").optional(),
    field::date("confidentiality_until").optional(),
};
constexpr Shape kPersonBody{"PersonBody", kPersonBodyFields};

Json to_json(const Person& person, const Rules& rules, Timestamp now) {
    Json unmet = Json::array();
    for (const auto& gate : unmet_staff_gates(*rules.pack, {&person, 1}, date_of(now)))
        unmet.push_back(gate.gate);
    return {{"id", to_text(person.id)},
            {"developer_id", to_text(person.developer_id)},
            {"name", person.name},
            {"kind", std::string(to_text(person.kind))},
            {"id_number_masked", person.id_number_masked},
            {"identity_checked_on", or_null(person.identity_checked_on)},
            {"trained_on", or_null(person.trained_on)},
            {"confidentiality_until", or_null(person.confidentiality_until)},
            {"unmet_gates", std::move(unmet)},
            {"created_at", to_text(person.created_at)}};
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    const auto rules = load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(person, register_person(tx, call.caller, call.context.signer,
                                      {.name = call.body.text("name"),
                                       .kind = call.body.enumerator<PersonKind>("kind"),
                                       .id_number = call.body.text("id_number"),
                                       .identity_checked_on =
                                           call.body.optional_date("identity_checked_on"),
                                       .trained_on = call.body.optional_date("trained_on"),
                                       .confidentiality_until =
                                           call.body.optional_date("confidentiality_until")}));
    return Reply{.status = 201, .body = to_json(person, rules, call.caller.now)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rules = load_rules(tx, call.caller.scope, call.context.rule_packs);
    std::optional<BodyId> developer_id;
    if (call.caller.is_developer()) developer_id = call.caller.body_id;
    const auto rows = list_persons(tx, call.caller.scope, developer_id, call.page);
    const auto render = [&](const Person& p) { return to_json(p, rules, call.caller.now); };
    return Reply{
        .body = page_json(call.page, rows, render, [](const Person& p) { return p.id.value; })};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/persons", Permission::person_manage, create, "registerPerson",
     "Puts one of the developer's staff on record.",
     {.body = &kPersonBody, .reply = &kPerson, .status = 201}},
    {Method::get, "/api/v1/persons", Permission::agreement_read, list, "listPersons",
     "Lists staff on record; developers see their own.", {.page_of = &kPerson}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> person_routes() { return kRoutes; }

}  // namespace yunhe::tenants
