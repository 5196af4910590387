/// Developers' staff and the facts about them in SQL. Identity numbers are kept sealed; only their
/// masked form is read.
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
std::optional<Person> find_person(db::Transaction& tx, TenantScope scope, PersonId id);
std::optional<Person> lock_person(db::Transaction& tx, TenantScope scope, PersonId id);
/// By id, one page; `developer_id` narrows it to one party's.
std::vector<Person> list_persons(db::Transaction& tx, TenantScope scope,
                                 std::optional<BodyId> developer_id, const PageRequest& page);
/// All staff that a developer ever had: for the gates.
std::vector<Person> list_staff(db::Transaction& tx, TenantScope scope, BodyId developer_id);
void insert_person(db::Transaction& tx, TenantScope scope, const Person& person,
                   const SealedIdNumber& id_number);
void save_leaving(db::Transaction& tx, TenantScope scope, const Person& person);

/// Oldest first. `person_id` narrows it to one of them.
std::vector<PersonFact> list_person_facts(db::Transaction& tx, TenantScope scope,
                                          BodyId developer_id,
                                          std::optional<PersonId> person_id = {});
std::optional<PersonFact> lock_person_fact(db::Transaction& tx, TenantScope scope,
                                           PersonFactId id);
void insert_person_fact(db::Transaction& tx, TenantScope scope, BodyId developer_id,
                        const PersonFact& fact);
/// Writes the end and its reason, once.
void end_person_fact(db::Transaction& tx, TenantScope scope, PersonFactId id, Timestamp at,
                     const std::string& reason);

}  // namespace yunhe::tenants
