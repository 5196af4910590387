/// Compliance review of a product by the seats of the rule pack. Pure.
///
/// Each seat answers four questions: no raw data leaves the domain, the result can't be reversed,
/// only granted resources went in, it stays inside the scenario.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/product.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::catalog {

struct ProductReview {
    std::string seat;  ///< Code of the pack's item.
    int round = 1;
    ProductAction decision = ProductAction::pass;  ///< pass, return_ or reject
    bool no_raw_data = false;
    bool not_reversible = false;
    bool only_granted = false;
    bool inside_scenario = false;
    std::string opinion;
    UserId reviewed_by_id;
    Timestamp reviewed_at;
};

/// The pack's seats; where its text is silent, the operator's (two tiers) or the authority's.
std::vector<tenants::RuleItem> product_review_seats(const tenants::RulePack& pack);

/// The seat on which this role sits, if any.
std::optional<tenants::RuleItem> find_seat(const std::vector<tenants::RuleItem>& seats,
                                           tenants::Role role);

/// Passing needs four times yes; returning and rejecting need an opinion.
/// Errors: malformed `/opinion` reason_required; rule `review_not_met` (args: what).
Status check_review(const ProductReview& review);

/// What the answers of one round come to: one no decides at once, a pass needs all seats; nullopt
/// while seats are missing.
std::optional<ProductAction> review_outcome(const std::vector<tenants::RuleItem>& seats,
                                            const std::vector<ProductReview>& reviews);

}  // namespace yunhe::catalog
