#include "billing/dispute.hpp"

namespace yunhe::billing {

bool stops_dunning(DisputeState state) {
    return state == DisputeState::open || state == DisputeState::upheld;
}

Status check_contestable(const Document& document, std::optional<Money> contested) {
    if (document.red) return wrong_state("document_is_red");
    if (!document.standing) return wrong_state("document_not_standing");
    if (!contested) return Done{};
    const Money most = document.amount.negative() ? -document.amount : document.amount;
    if (*contested <= Money() || *contested > most)
        return malformed("/contested", "contested_out_of_range", {{"amount", to_text(most)}});
    return Done{};
}

}  // namespace yunhe::billing
