/// Developers' staff in SQL. Identity numbers are kept sealed; only their masked form is read.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/person.hpp"

namespace yunhe::tenants {

/// The two forms in which an identity number is stored beside its mask.
struct SealedIdNumber {
    std::string sealed;  ///< Bytes.
    std::string digest;  ///< Keyed, 64 characters.
};

/// The person of this developer with that identity number.
std::optional<Person> find_person_by_digest(db::Transaction& tx, TenantScope scope,
                                            BodyId developer_id, std::string_view digest);
/// By id, one page; `developer_id` narrows it to one party's.
std::vector<Person> list_persons(db::Transaction& tx, TenantScope scope,
                                 std::optional<BodyId> developer_id, const PageRequest& page);
/// All staff of one developer: for the gates.
std::vector<Person> list_staff(db::Transaction& tx, TenantScope scope, BodyId developer_id);
void insert_person(db::Transaction& tx, TenantScope scope, const Person& person,
                   const SealedIdNumber& id_number);

}  // namespace yunhe::tenants
