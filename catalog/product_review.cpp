#include "catalog/product_review.hpp"

#include "base/text.hpp"
#include "tenants/acting_role.hpp"

namespace yunhe::catalog {

Status check_reviewer(const tenants::Hands& hands, const std::vector<ProductReview>& reviews,
                      const std::vector<ProductRecusal>& recusals) {
    for (const auto& recusal : recusals)
        if (recusal.user_id == hands.user_id || recusal.user_id == hands.delegate_for_id)
            return wrong_state("reviewer_recused");
    for (const auto& review : reviews)
        YUNHE_CHECK(tenants::check_four_eyes(hands, review.reviewed_by_id));
    return Done{};
}

std::vector<tenants::RuleItem> product_review_seats(const tenants::RulePack& pack) {
    auto seats = pack.items("product_review_seats");
    if (!seats.empty()) return seats;
    tenants::RuleItem seat;
    const bool two_tiers = pack.tiers == 2;
    seat.code = two_tiers ? "operator" : "authority";
    seat.title = two_tiers ? tenants::LocalText{"一级运营主体", "First-level operator"}
                           : tenants::LocalText{"数据主管部门", "Data authority"};
    seat.role = two_tiers ? tenants::Role::operator_staff : tenants::Role::data_authority;
    return {seat};
}

std::optional<tenants::RuleItem> find_seat(const std::vector<tenants::RuleItem>& seats,
                                           tenants::Role role) {
    for (const auto& seat : seats)
        if (seat.role && tenants::acts_as(role, *seat.role)) return seat;
    return std::nullopt;
}

Status check_review(const ProductReview& review) {
    if (review.decision != ProductAction::pass) {
        if (blank(review.opinion)) return malformed("/opinion", "reason_required");
        return Done{};
    }
    const std::pair<bool, const char*> answers[] = {{review.no_raw_data, "no_raw_data"},
                                                    {review.not_reversible, "not_reversible"},
                                                    {review.only_granted, "only_granted"},
                                                    {review.inside_scenario, "inside_scenario"}};
    for (const auto& [met, what] : answers)
        if (!met) return refused_by_system("review_not_met", {{"what", what}});
    return Done{};
}

std::optional<ProductAction> review_outcome(const std::vector<tenants::RuleItem>& seats,
                                            const std::vector<ProductReview>& reviews) {
    for (const auto decision : {ProductAction::reject, ProductAction::return_})
        for (const auto& review : reviews)
            if (review.decision == decision) return decision;
    for (const auto& seat : seats) {
        const auto answers_it = [&](const auto& review) { return review.seat == seat.code; };
        const bool passed = std::any_of(reviews.begin(), reviews.end(), answers_it);
        if (!passed) return std::nullopt;
    }
    return ProductAction::pass;
}

}  // namespace yunhe::catalog
