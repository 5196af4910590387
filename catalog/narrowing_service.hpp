/// What a narrower agreement takes away in the catalogue.
///
/// tenants/ stands to the left and can't call here: the API layer above both calls this in the
/// transaction in which the amendment was signed.
#pragma once

#include <string>
#include <vector>

#include "catalog/grant_store.hpp"
#include "tenants/agreement.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

/// Revokes, from the first instant of the newest amendment's first day, each grant of the agreement
/// whose scenario lies outside the fields that are left, and cuts what runs past the new last day.
/// REQUIRES: the agreement is locked and has an amendment. Returns the grants that were touched.
std::vector<Grant> revoke_narrowed_grants(db::Transaction& tx, const tenants::Caller& caller,
                                          const tenants::Rules& rules,
                                          const tenants::Agreement& agreement,
                                          const std::string& reason);

}  // namespace yunhe::catalog
