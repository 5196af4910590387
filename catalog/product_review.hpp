/// Compliance review of a product by the seats of the rule pack. Pure.
///
/// Each seat answers four questions: no raw data leaves the domain, the result can't be reversed,
/// only granted resources went in, it stays inside the scenario.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/product.hpp"
#include "tenants/four_eyes.hpp"
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

/// Somebody who may not answer in this round: too near to the developer, or to the work.
struct ProductRecusal {
    int round = 1;
    std::string seat;
    UserId user_id;
    std::string reason;
    Timestamp recused_at;
};

/// May these hands answer for a seat? Nobody answers for two, in whoever's name, and nobody who
/// declared a conflict of interest in this round.
/// Errors: state `reviewer_recused`; party `four_eyes` (answered for another seat).
Status check_reviewer(const tenants::Hands& hands, const std::vector<ProductReview>& reviews,
                      const std::vector<ProductRecusal>& recusals);

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
