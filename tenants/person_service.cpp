#include "tenants/person_service.hpp"

namespace yunhe::tenants {

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
                        .identity_checked_on = wanted.identity_checked_on,
                        .trained_on = wanted.trained_on,
                        .confidentiality_until = wanted.confidentiality_until,
                        .created_at = caller.now};
    const auto context = "person/" + std::to_string(person.id.value);
    insert_person(tx, caller.scope, person,
                  {signer.seal(caller.scope, context, wanted.id_number), digest});
    return person;
}

}  // namespace yunhe::tenants
