/// Registration of developers, and who can't be one.
#pragma once

#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/developer_store.hpp"

namespace yunhe::tenants {

struct DeveloperRegistration {
    std::string uscc;
    std::string name;
    std::string legal_representative;
    std::string username;
    std::string password;
};
/// Makes the body and its first user, a developer_admin who administers the body's users.
/// Errors: malformed `/uscc` bad_uscc, and those of create_user; state `developer_exists`,
/// `username_taken`; rule `related_party`.
Result<Developer> register_developer(db::Transaction& tx, const Caller& caller,
                                     const DeveloperRegistration& registration);

/// The operator declares an organisation related to itself. Errors: malformed `/uscc` bad_uscc;
/// state `related_party_exists`, `developer_exists` (it registered already).
Result<RelatedParty> declare_related_party(db::Transaction& tx, const Caller& caller,
                                           const std::string& uscc, const std::string& name);

}  // namespace yunhe::tenants
