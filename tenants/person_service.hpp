/// A developer's staff register and the facts about its people. Every fact that a gate may depend
/// on raises the tenant's entitlement version.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/person_store.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::tenants {

struct NewPerson {
    std::string name;
    PersonKind kind = PersonKind::technician;
    std::string id_number;  ///< Never logged, stored sealed.
};
/// Errors: malformed `/id_number` bad_id_number; state `person_exists`.
Result<Person> register_person(db::Transaction& tx, const Caller& caller, const Signer& signer,
                               const NewPerson& person);

struct NewPersonFact {
    PersonFactKind kind = PersonFactKind::training;
    Date from;
    std::optional<Date> until;  ///< Inclusive.
    std::string provider;
    std::string document;
    std::string digest_sm3;
    std::vector<std::string> parts;
};
/// Errors: not_found; party `not_your_move` (see may_record); those of check_fact; malformed
/// `/from` in_the_future for what was checked; state `person_left`; for duty: rule
/// `staff_gate_not_met`, citing the gate (Quzhou 四(三)1 and the like).
Result<PersonFact> record_person_fact(db::Transaction& tx, const Caller& caller,
                                      const Rules& rules, PersonId id, const NewPersonFact& fact);
/// Ends a fact now: it stays on record. Errors: not_found; party; state `fact_ended`.
Result<PersonFact> end_person_fact(db::Transaction& tx, const Caller& caller, PersonId person_id,
                                   PersonFactId id, const std::string& reason);
/// The person leaves the developer on that day (today or before): duty ends now, the record stays.
/// Errors: not_found; malformed `/on` in_the_future; state `person_left`.
Result<Person> record_leaving(db::Transaction& tx, const Caller& caller, PersonId id, Date on,
                              const std::string& reason);

/// The person if the caller may see it: developers see their own only. Errors: not_found.
Result<Person> visible_person(db::Transaction& tx, const Caller& caller, PersonId id);

}  // namespace yunhe::tenants
