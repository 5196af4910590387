#include "billing/due_terms.hpp"

#include <algorithm>

namespace yunhe::billing {

Json instalments_json(const std::vector<Instalment>& instalments) {
    Json json = Json::array();
    for (const auto& instalment : instalments)
        json.push_back(
            {{"due_on", to_text(instalment.due_on)}, {"amount", to_text(instalment.amount)}});
    return json;
}

std::vector<Instalment> instalments_of(const Json& json) {
    std::vector<Instalment> instalments;
    for (const auto& item : json)
        instalments.push_back({parse_date(item.at("due_on").get<std::string>()).value(),
                               Money::parse(item.at("amount").get<std::string>()).value()});
    return instalments;
}

std::vector<DuePart> due_parts(const DueTerms& terms, Money open) {
    if (open.zero()) return {};
    if (open.negative()) return {{std::nullopt, open}};
    if (terms.instalments.empty()) return {{terms.due_on, open}};

    std::vector<DuePart> parts;
    Money rest = open;
    for (auto it = terms.instalments.rbegin(); it != terms.instalments.rend(); ++it) {
        const auto part = std::min(rest, it->amount);
        if (part.zero()) break;
        parts.push_back({it->due_on, part});
        rest = rest - part;
    }
    std::ranges::reverse(parts);
    parts.front().amount += rest;
    return parts;
}

std::optional<Date> first_due(const std::vector<DuePart>& parts) {
    std::optional<Date> first;
    for (const auto& part : parts)
        if (part.due_on && (!first || *part.due_on < *first)) first = part.due_on;
    return first;
}

Money overdue_of(const std::vector<DuePart>& parts, Date today) {
    Money overdue;
    for (const auto& part : parts)
        if (part.due_on && *part.due_on < today) overdue += part.amount;
    return overdue;
}

Status check_instalments(const std::vector<Instalment>& instalments, Money open, Date today) {
    const auto bad = malformed("/instalments", "bad_instalments");
    if (instalments.empty()) return bad;
    Money sum;
    auto before = today;
    for (const auto& instalment : instalments) {
        if (instalment.due_on <= before || instalment.amount <= Money()) return bad;
        if (instalment.amount > open) break;  // Keeps the sum within bounds; it differs anyway.
        before = instalment.due_on;
        sum += instalment.amount;
    }
    if (sum != open)
        return malformed("/instalments", "instalments_differ", {{"open", to_text(open)}});
    return Done{};
}

}  // namespace yunhe::billing
