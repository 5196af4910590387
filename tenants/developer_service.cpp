#include "tenants/developer_service.hpp"

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/body_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/user_service.hpp"

namespace yunhe::tenants {
namespace {

void record(db::Transaction& tx, const Caller& caller, const RelatedParty& party,
            const char* action, const char* from, const std::string& opinion) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "related_party",
                           .aggregate_id = party.id.value,
                           .action = action,
                           .from_state = from,
                           .to_state = party.ended_on ? "ended" : "declared",
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = {{"uscc", party.uscc}}});
}

Status check_registration(const DeveloperRegistration& registration, Date today) {
    if (!valid_uscc(registration.uscc)) return malformed("/uscc", "bad_uscc");
    if (registration.founded_on && *registration.founded_on > today)
        return malformed("/founded_on", "in_the_future");
    return Done{};
}

}  // namespace

Result<Developer> register_developer(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     const DeveloperRegistration& registration) {
    YUNHE_CHECK(check_registration(registration, date_of(caller.now)));
    if (find_developer_by_uscc(tx, caller.scope, registration.uscc) ||
        find_body_by_code(tx, caller.scope, registration.uscc))
        return wrong_state("developer_exists", {{"uscc", registration.uscc}});
    YUNHE_CHECK(require_unrelated(tx, caller.scope, registration.uscc));
    YUNHE_CHECK(check_applicant_kind(*rules.pack, registration.applicant_kind));

    YUNHE_TRY(body, create_body(tx, caller.scope,
                                {.id = {},
                                 .kind = BodyKind::developer,
                                 .code = registration.uscc,
                                 .name = registration.name,
                                 .uscc = registration.uscc,
                                 .department_kind = {},
                                 .area = "",
                                 .created_at = caller.now}));
    YUNHE_CHECK(create_user(tx, caller.scope, body,
                            {.username = registration.username,
                             .password = registration.password,
                             .role = Role::developer_admin,
                             .body_admin = true},
                            caller.now));
    const Developer developer{.id = body.id,
                              .uscc = registration.uscc,
                              .name = registration.name,
                              .legal_representative = registration.legal_representative,
                              .applicant_kind = registration.applicant_kind,
                              .founded_on = registration.founded_on,
                              .registered_at = caller.now};
    insert_developer(tx, caller.scope, developer);
    return developer;
}

Result<RelatedParty> declare_related_party(db::Transaction& tx, const Caller& caller,
                                           const NewRelatedParty& wanted) {
    if (!valid_uscc(wanted.uscc)) return malformed("/uscc", "bad_uscc");
    if (find_live_related_party(tx, caller.scope, wanted.uscc))
        return wrong_state("related_party_exists");
    const RelatedParty party{.id = tx.new_id<RelatedPartyId>(),
                             .uscc = wanted.uscc,
                             .name = wanted.name,
                             .relation = wanted.relation,
                             .declared_at = caller.now,
                             .declared_by_name = caller.username,
                             .ended_on = {},
                             .end_reason = {},
                             .ended_by_name = {}};
    insert_related_party(tx, caller.scope, party);
    record(tx, caller, party, "declare", "", party.relation);
    return party;
}

Result<RelatedParty> end_related_party(db::Transaction& tx, const Caller& caller,
                                       RelatedPartyId id, Date on, const std::string& reason) {
    auto party = lock_related_party(tx, caller.scope, id);
    if (!party) return not_found();
    if (on > date_of(caller.now)) return malformed("/on", "in_the_future");
    if (party->ended_on) return wrong_state("related_party_ended");
    party->ended_on = on;
    party->end_reason = reason;
    party->ended_by_name = caller.username;
    save_related_party_end(tx, caller.scope, *party);
    record(tx, caller, *party, "end", "declared", reason);
    return *party;
}

bool has_conflict(db::Transaction& tx, TenantScope scope, const std::string& uscc) {
    for (const auto& body : all_bodies_of_kind(tx, scope, BodyKind::operator_body))
        if (body.uscc == uscc || body.code == uscc) return true;
    return find_live_related_party(tx, scope, uscc).has_value();
}

Status require_unrelated(db::Transaction& tx, TenantScope scope, const std::string& uscc) {
    if (has_conflict(tx, scope, uscc)) return refused_by_system("related_party");
    return Done{};
}

}  // namespace yunhe::tenants
