/// Staff on record, facts about them, and what still keeps them from duty.
#include <map>

#include "http/call.hpp"
#include "http/context.hpp"
#include "http/json_fields.hpp"
#include "tenants/access_gate_store.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/person_service.hpp"
#include "tenants/routes.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {
namespace person_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

constexpr Field kFactFields[] = {
    field::id<PersonFactId>("id"),
    field::one_of("kind", enum_values<PersonFactKind>),
    field::date("from"),
    field::date("until").nullable().about("Inclusive; null: without end."),
    field::text("provider", 200).nullable().about("Who trained, checked or vetted."),
    field::text("document", 200).nullable().about("Number of the certificate or agreement."),
    field::text("digest_sm3", 64).nullable().about("SM3 of the document, hexadecimal."),
    field::texts("parts", 64).about("Parts of a confidentiality agreement: term, liability."),
    field::text("recorded_by", 64).about("Username."),
    field::id<BodyId>("recorded_by_body_id"),
    field::timestamp("recorded_at"),
    field::timestamp("ended_at").nullable(),
    field::text("end_reason", 1000).nullable(),
};
constexpr Shape kFact{"PersonFact", kFactFields};
constexpr Field kPersonFields[] = {
    field::id<PersonId>("id"),
    field::id<BodyId>("developer_id"),
    field::text("name", 200),
    field::one_of("kind", enum_values<PersonKind>),
    field::text("id_number_masked", 40),
    field::date("left_on").nullable(),
    field::text("leaving_reason", 1000).nullable(),
    field::boolean("on_duty"),
    field::texts("unmet_gates", 64)
        .about("Gates of the rule pack that this person doesn't meet now."),
    field::objects("facts", kFact).about("Oldest first."),
    field::timestamp("created_at"),
};
constexpr Shape kPerson{"Person", kPersonFields};
constexpr Field kPersonBodyFields[] = {
    field::text("name", 200),
    field::one_of("kind", enum_values<PersonKind>),
    field::text("id_number", 20).about("Stored sealed; only a masked form is ever shown."),
};
constexpr Shape kPersonBody{"PersonBody", kPersonBodyFields};
constexpr Field kFactBodyFields[] = {
    field::one_of("kind", enum_values<PersonFactKind>),
    field::date("from").about("The day of the check, the signature or the first day on duty."),
    field::date("until").optional().about("Inclusive; absent: without end."),
    field::text("provider", 200).optional(),
    field::text("document", 200).optional(),
    field::text("digest_sm3", 64).optional(),
    field::texts("parts", 64).items(10).optional(),
};
constexpr Shape kFactBody{"PersonFactBody", kFactBodyFields};
constexpr Field kEndFields[] = {field::text("reason", 1000)};
constexpr Shape kEndBody{"PersonFactEnd", kEndFields};
constexpr Field kLeaveFields[] = {field::date("on"), field::text("reason", 1000)};
constexpr Shape kLeaveBody{"PersonLeaving", kLeaveFields};

Json to_json(const PersonFact& fact) {
    return {{"id", to_text(fact.id)},
            {"kind", std::string(to_text(fact.kind))},
            {"from", to_text(fact.from)},
            {"until", or_null(fact.until)},
            {"provider", or_null(fact.provider)},
            {"document", or_null(fact.document)},
            {"digest_sm3", or_null(fact.digest_sm3)},
            {"parts", json_of(fact.parts)},
            {"recorded_by", fact.recorded_by_name},
            {"recorded_by_body_id", to_text(fact.recorded_by_body)},
            {"recorded_at", to_text(fact.recorded_at)},
            {"ended_at", or_null(fact.ended_at)},
            {"end_reason", or_null(fact.end_reason)}};
}

/// Renders people with their facts; reads the facts of each developer once.
class PersonRender {
public:
    PersonRender(const Call& call, db::Transaction& tx)
        : call_(call),
          tx_(tx),
          rules_(load_rules(tx, call.caller.scope, call.context.rule_packs)) {}

    Json operator()(const Person& person) {
        Json facts = Json::array();
        for (const auto& fact :
             list_person_facts(tx_, call_.caller.scope, person.developer_id, person.id))
            facts.push_back(to_json(fact));
        Json unmet = Json::array();
        bool on_duty = false;
        for (const auto& staff : staff_of(person.developer_id)) {
            if (staff.person_id != person.id) continue;
            for (const auto& gate : unmet_gates_of(*rules_.pack, staff, call_.caller.now))
                unmet.push_back(gate.gate);
            for (const auto& duty : staff.on_duty) on_duty |= duty.contains(call_.caller.now);
        }
        return {{"id", to_text(person.id)},
                {"developer_id", to_text(person.developer_id)},
                {"name", person.name},
                {"kind", std::string(to_text(person.kind))},
                {"id_number_masked", person.id_number_masked},
                {"left_on", or_null(person.left_on)},
                {"leaving_reason", or_null(person.leaving_reason)},
                {"on_duty", on_duty},
                {"unmet_gates", std::move(unmet)},
                {"facts", std::move(facts)},
                {"created_at", to_text(person.created_at)}};
    }

private:
    const std::vector<StaffFacts>& staff_of(BodyId developer_id) {
        const auto found = staff_.find(developer_id);
        if (found != staff_.end()) return found->second;
        return staff_
            .emplace(developer_id,
                     read_staff_facts(tx_, call_.caller.scope, *rules_.pack, developer_id))
            .first->second;
    }

    const Call& call_;
    db::Transaction& tx_;
    Rules rules_;
    std::map<BodyId, std::vector<StaffFacts>> staff_;
};

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(person, register_person(tx, call.caller, call.context.signer,
                                      {.name = call.body.text("name"),
                                       .kind = call.body.enumerator<PersonKind>("kind"),
                                       .id_number = call.body.text("id_number")}));
    return Reply{.status = 201, .body = PersonRender(call, tx)(person)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    std::optional<BodyId> developer_id;
    if (call.caller.is_developer()) developer_id = call.caller.body_id;
    const auto rows = list_persons(tx, call.caller.scope, developer_id, call.page);
    PersonRender render(call, tx);
    return Reply{.body = page_json(
                     call.page, rows, [&](const Person& p) { return render(p); },
                     [](const Person& p) { return p.id.value; })};
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<PersonId>("person_id"));
    YUNHE_TRY(person, visible_person(tx, call.caller, id));
    return Reply{.body = PersonRender(call, tx)(person)};
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<PersonId>("person_id"));
    YUNHE_TRY(person, visible_person(tx, call.caller, id));
    return Reply{.body = case_timeline(tx, call.caller.scope, "person", person.id.value)};
}

Result<Reply> record_fact(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<PersonId>("person_id"));
    const auto rules = load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(fact, record_person_fact(tx, call.caller, rules, id,
                                       {.kind = call.body.enumerator<PersonFactKind>("kind"),
                                        .from = call.body.date("from"),
                                        .until = call.body.optional_date("until"),
                                        .provider = call.body.text_or("provider", ""),
                                        .document = call.body.text_or("document", ""),
                                        .digest_sm3 = call.body.text_or("digest_sm3", ""),
                                        .parts = call.body.texts("parts")}));
    return Reply{.status = 201, .body = to_json(fact)};
}

Result<Reply> end_fact(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(person_id, call.path_id<PersonId>("person_id"));
    YUNHE_TRY(id, call.path_id<PersonFactId>("fact_id"));
    YUNHE_TRY(fact, end_person_fact(tx, call.caller, person_id, id, call.body.text("reason")));
    return Reply{.body = to_json(fact)};
}

Result<Reply> leave(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<PersonId>("person_id"));
    YUNHE_TRY(person, record_leaving(tx, call.caller, id, call.body.date("on"),
                                     call.body.text("reason")));
    return Reply{.body = PersonRender(call, tx)(person)};
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/persons", Permission::person_manage, create, "registerPerson",
     "Puts one of the developer's staff on record.",
     {.body = &kPersonBody, .reply = &kPerson, .status = 201}},
    {Method::get, "/api/v1/persons", Permission::agreement_read, list, "listPersons",
     "Lists staff on record; developers see their own.", {.page_of = &kPerson}},
    {Method::get, "/api/v1/persons/:person_id", Permission::agreement_read, show, "showPerson",
     "One person with all facts on record.", {.reply = &kPerson}},
    {Method::get, "/api/v1/persons/:person_id/events", Permission::agreement_read, events,
     "listPersonEvents", "Shows who recorded what about this person.", {.page_of = &kCaseEvent}},
    {Method::post, "/api/v1/persons/:person_id/facts", Permission::person_fact_record, record_fact,
     "recordPersonFact",
     "Records training, identity check or filing (operator, authority), a confidentiality "
     "agreement or duty (developer).",
     {.body = &kFactBody, .reply = &kFact, .status = 201}},
    {Method::post, "/api/v1/persons/:person_id/facts/:fact_id/end", Permission::person_fact_record,
     end_fact, "endPersonFact", "Ends a fact; it stays on record.",
     {.body = &kEndBody, .reply = &kFact}},
    {Method::post, "/api/v1/persons/:person_id/leave", Permission::person_manage, leave,
     "recordPersonLeaving", "The person leaves the developer; the record stays.",
     {.body = &kLeaveBody, .reply = &kPerson}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace person_api

std::span<const http::Route> person_routes() { return person_api::kRoutes; }

}  // namespace yunhe::tenants
