/// Looking a developer up on the lists of the dishonest, and what must be clean before admission.
#pragma once

#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/list_check_store.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

struct NewListCheck {
    std::string list;
    ListCheckSubject subject = ListCheckSubject::organisation;
    bool listed = false;
    Date checked_on;
    std::string source;
    std::string evidence_digest;
};
/// The subject's name is the one that the developer has now. Errors: not_found; malformed `/list`
/// not_one_of, `/checked_on` in_the_future, `/evidence_digest` bad_digest.
Result<ListCheck> record_list_check(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    std::string_view uscc, const NewListCheck& check);

/// May this developer be admitted today as far as the lists and the operator's interests go?
/// Errors: rule `list_check_missing`, `found_on_list`, citing the pack; tenant_policy
/// `list_check_too_old`; system `related_party`. REQUIRES: `developer_id` is a developer's.
Status require_admissible(db::Transaction& tx, const Caller& caller, const Rules& rules,
                          BodyId developer_id);

}  // namespace yunhe::tenants
