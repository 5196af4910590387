/// A developer puts its staff on record.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/person_store.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::tenants {

struct NewPerson {
    std::string name;
    PersonKind kind = PersonKind::technician;
    std::string id_number;  ///< Never logged, stored sealed.
    std::optional<Date> identity_checked_on;
    std::optional<Date> trained_on;
    std::optional<Date> confidentiality_until;
};
/// Errors: malformed `/id_number` bad_id_number; state `person_exists`.
Result<Person> register_person(db::Transaction& tx, const Caller& caller, const Signer& signer,
                               const NewPerson& person);

}  // namespace yunhe::tenants
