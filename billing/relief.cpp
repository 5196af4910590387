#include "billing/relief.hpp"

#include "billing/allocation.hpp"

namespace yunhe::billing {
namespace {

Status check_lowering(const Relief& relief, Money open) {
    if (relief.amount <= Money()) return malformed("/amount", "must_be_positive");
    if (relief.amount > open)
        return malformed("/amount", "relief_over_open", {{"open", to_text(open)}});
    return Done{};
}

Status check_deferral(const Relief& relief, std::optional<Date> due_on, Date today) {
    if (!relief.due_on) return malformed("/due_on", "missing_field");
    const auto before = due_on && *due_on > today ? *due_on : today;
    if (*relief.due_on <= before)
        return malformed("/due_on", "deferral_not_later", {{"due_on", to_text(before)}});
    return Done{};
}

/// What belongs to another kind.
Status check_strays(const Relief& relief) {
    if (!lowers(relief.kind) && !relief.amount.zero())
        return malformed("/amount", "only_for_waiver");
    if (relief.kind != ReliefKind::deferral && relief.due_on)
        return malformed("/due_on", "only_for_deferral");
    if (relief.kind != ReliefKind::instalments && !relief.instalments.empty())
        return malformed("/instalments", "only_for_instalments");
    return Done{};
}

}  // namespace

Status check_relief(const Relief& relief, const Document& document, Money open,
                    std::optional<Date> due_on, Date today) {
    YUNHE_CHECK(check_strays(relief));
    if (document.red) return wrong_state("document_is_red");
    if (!document.standing) return wrong_state("document_not_standing");
    if (open <= Money()) return wrong_state("nothing_open");
    if (lowers(relief.kind)) return check_lowering(relief, open);
    if (relief.kind == ReliefKind::deferral) return check_deferral(relief, due_on, today);
    return check_instalments(relief.instalments, open, today);
}

std::vector<IncomeLine> relieved_income(const std::vector<IncomeLine>& lines, Money amount,
                                        const TaxRate& rate) {
    Money whole;
    for (const auto& line : lines) whole += line.amount.net + line.amount.tax;
    YUNHE_ASSERT(amount > Money() && whole > Money());
    // What one line has too much below zero another has above: only the sums must fit, so shares
    // are formed of the lines above zero.
    Money above;
    for (const auto& line : lines) {
        const auto gross = line.amount.net + line.amount.tax;
        if (!gross.negative()) above += gross;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < lines.size(); ++i) names.push_back(std::to_string(i));
    std::vector<Claimant> claimants;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto gross = lines[i].amount.net + lines[i].amount.tax;
        const WideInt share = gross.negative() ? WideInt(0)
                                               : WideInt(gross.fen()) * WideInt(amount.fen());
        claimants.push_back({names[i], share});
    }
    const auto parts = spread(amount, claimants, WideInt(above.fen()));
    std::vector<IncomeLine> taken;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (parts[i].zero()) continue;
        taken.push_back({.kind = lines[i].kind, .amount = split_tax(-parts[i], rate)});
    }
    return taken;
}

}  // namespace yunhe::billing
