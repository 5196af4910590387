#include "tenants/person_service.hpp"

#include <algorithm>

#include "db/case_store.hpp"
#include "tenants/access_gate_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

std::string_view state_of(const Person& person) { return person.left_on ? "left" : "on_record"; }

void record(db::Transaction& tx, const Caller& caller, const Person& person, std::string action,
            std::string_view from, const std::string& opinion, Json details = Json::object()) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "person",
                           .aggregate_id = person.id.value,
                           .action = std::move(action),
                           .from_state = std::string(from),
                           .to_state = std::string(state_of(person)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
}

Result<Person> locked_person(db::Transaction& tx, const Caller& caller, PersonId id) {
    const auto person = lock_person(tx, caller.scope, id);
    if (!person) return not_found();
    if (caller.is_developer() && person->developer_id != caller.body_id) return not_found();
    return *person;
}

/// Nobody goes on duty before the gates that concern staff are met (岗前).
Status check_fit_for_duty(db::Transaction& tx, const Caller& caller, const Rules& rules,
                          const Person& person, Date from) {
    const auto at = std::max(start_of(from), caller.now);
    for (const auto& facts : read_staff_facts(tx, caller.scope, *rules.pack, person.developer_id)) {
        if (facts.person_id != person.id) continue;
        const auto unmet = unmet_gates_of(*rules.pack, facts, at);
        if (!unmet.empty()) return refuse_by_gates(unmet);
    }
    return Done{};
}

PersonFact fact_of(db::Transaction& tx, const Caller& caller, const Person& person,
                   const NewPersonFact& wanted) {
    return {.id = tx.new_id<PersonFactId>(),
            .person_id = person.id,
            .kind = wanted.kind,
            .from = wanted.from,
            .until = wanted.until,
            .provider = wanted.provider,
            .document = wanted.document,
            .digest_sm3 = wanted.digest_sm3,
            .parts = wanted.parts,
            .recorded_at = caller.now,
            .recorded_by = caller.user_id,
            .recorded_by_name = caller.username,
            .recorded_by_body = caller.body_id,
            .ended_at = {},
            .end_reason = {}};
}

}  // namespace

Result<Person> register_person(db::Transaction& tx, const Caller& caller, const Signer& signer,
                               const NewPerson& wanted) {
    if (!plausible_id_number(wanted.id_number)) return malformed("/id_number", "bad_id_number");
    const auto digest = signer.keyed_digest(caller.scope, wanted.id_number);
    if (find_person_by_digest(tx, caller.scope, caller.body_id, digest))
        return wrong_state("person_exists");
    const Person person{.id = tx.new_id<PersonId>(),
                        .developer_id = caller.body_id,
                        .name = wanted.name,
                        .kind = wanted.kind,
                        .id_number_masked = masked_id_number(wanted.id_number),
                        .created_at = caller.now,
                        .left_on = {},
                        .leaving_reason = {}};
    const auto context = "person/" + std::to_string(person.id.value);
    insert_person(tx, caller.scope, person,
                  {signer.seal(caller.scope, context, wanted.id_number), digest});
    record(tx, caller, person, "register", "", "");
    return person;
}

Result<PersonFact> record_person_fact(db::Transaction& tx, const Caller& caller,
                                      const Rules& rules, PersonId id,
                                      const NewPersonFact& wanted) {
    YUNHE_TRY(person, locked_person(tx, caller, id));
    if (!may_record(wanted.kind, caller.role)) return wrong_party("not_your_move");
    if (person.left_on) return wrong_state("person_left");
    if (wanted.kind != PersonFactKind::duty && wanted.from > date_of(caller.now))
        return malformed("/from", "in_the_future");
    const auto fact = fact_of(tx, caller, person, wanted);
    YUNHE_CHECK(check_fact(*rules.pack, fact));
    if (fact.kind == PersonFactKind::duty)
        YUNHE_CHECK(check_fit_for_duty(tx, caller, rules, person, fact.from));
    insert_person_fact(tx, caller.scope, person.developer_id, fact);
    record(tx, caller, person, "record_fact", state_of(person), "",
           {{"fact_id", to_text(fact.id)},
            {"kind", std::string(to_text(fact.kind))},
            {"digest_sm3", fact.digest_sm3}});
    bump_entitlement_version(tx, caller.scope);
    return fact;
}

Result<PersonFact> end_person_fact(db::Transaction& tx, const Caller& caller, PersonId person_id,
                                   PersonFactId id, const std::string& reason) {
    YUNHE_TRY(person, locked_person(tx, caller, person_id));
    auto fact = lock_person_fact(tx, caller.scope, id);
    if (!fact || fact->person_id != person_id) return not_found();
    if (!may_record(fact->kind, caller.role)) return wrong_party("not_your_move");
    if (fact->ended_at) return wrong_state("fact_ended");
    fact->ended_at = caller.now;
    fact->end_reason = reason;
    end_person_fact(tx, caller.scope, id, caller.now, reason);
    record(tx, caller, person, "end_fact", state_of(person), reason,
           {{"fact_id", to_text(id)}, {"kind", std::string(to_text(fact->kind))}});
    bump_entitlement_version(tx, caller.scope);
    return *fact;
}

Result<Person> record_leaving(db::Transaction& tx, const Caller& caller, PersonId id, Date on,
                              const std::string& reason) {
    YUNHE_TRY(person, locked_person(tx, caller, id));
    if (on > date_of(caller.now)) return malformed("/on", "in_the_future");
    if (person.left_on) return wrong_state("person_left");
    const auto before = state_of(person);
    person.left_on = on;
    person.leaving_reason = reason;
    save_leaving(tx, caller.scope, person);
    for (const auto& fact : list_person_facts(tx, caller.scope, person.developer_id, person.id))
        if (fact.kind == PersonFactKind::duty && !fact.ended_at)
            end_person_fact(tx, caller.scope, fact.id, caller.now, reason);
    record(tx, caller, person, "leave", before, reason, {{"on", to_text(on)}});
    bump_entitlement_version(tx, caller.scope);
    return person;
}

Result<Person> visible_person(db::Transaction& tx, const Caller& caller, PersonId id) {
    const auto person = find_person(tx, caller.scope, id);
    if (!person) return not_found();
    if (caller.is_developer() && person->developer_id != caller.body_id) return not_found();
    return *person;
}

}  // namespace yunhe::tenants
