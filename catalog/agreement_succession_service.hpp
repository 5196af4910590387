/// A developer's agreements go over to its successor with all that stands under them.
///
/// tenants/ stands to the left and can't call here: the API layer above both calls this in the
/// transaction in which the merger or split was confirmed.
#pragma once

#include "catalog/agreement_succession.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// From the confirmation on (table agreement_moves keeps day and event) the successor has the
/// agreements, their scenarios, requests, grants, continuations, duties and open tasks, and the
/// products, listings and orders whose scenarios all go with them. At a merger its staff goes too.
/// Signed texts, issued bills and claims, certificates and timelines keep the old name. Returns
/// what stays and why: agreements that don't run, products with a scenario that stays
/// (`scenarios_stay`), at a split the staff (`not_named`), users and keys (`made_anew`).
/// Does nothing unless a developer merges or splits. Errors: those of succeed_agreements.
Result<std::vector<tenants::LeftBehind>> hand_over_agreements(db::Transaction& tx,
                                                              const tenants::Caller& caller,
                                                              const tenants::PartyEvent& event);

}  // namespace yunhe::catalog
