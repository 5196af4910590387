/// Registration of developers, and who can't be one.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/developer_store.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

struct DeveloperRegistration {
    std::string uscc;
    std::string name;
    std::string legal_representative;
    ApplicantKind applicant_kind = ApplicantKind::legal_person;
    std::optional<Date> founded_on;
    std::string username;
    std::string password;
};
/// Makes the body and its first user, a developer_admin who administers the body's users.
/// Errors: malformed `/uscc` bad_uscc, `/founded_on` in_the_future, and those of create_user; state
/// `developer_exists`, `username_taken`; rule `related_party` (system),
/// `applicant_kind_not_admitted`, citing the pack.
Result<Developer> register_developer(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     const DeveloperRegistration& registration);

struct NewRelatedParty {
    std::string uscc;
    std::string name;
    std::string relation;
};
/// The operator declares an organisation related to itself. It may be a developer already: what
/// runs goes on, but nothing new of it is admitted. Errors: malformed `/uscc` bad_uscc; state
/// `related_party_exists`.
Result<RelatedParty> declare_related_party(db::Transaction& tx, const Caller& caller,
                                           const NewRelatedParty& party);
/// The relation ended: the declaration stays on record. Errors: not_found; malformed `/on`
/// in_the_future; state `related_party_ended`.
Result<RelatedParty> end_related_party(db::Transaction& tx, const Caller& caller,
                                       RelatedPartyId id, Date on, const std::string& reason);

/// Is this organisation the operator itself or related to it by a declaration that counts?
bool has_conflict(db::Transaction& tx, TenantScope scope, const std::string& uscc);
/// Conflict of interest: the operator and its declared related parties are no developers in its own
/// tenant. Errors: rule `related_party` (system).
Status require_unrelated(db::Transaction& tx, TenantScope scope, const std::string& uscc);

}  // namespace yunhe::tenants
