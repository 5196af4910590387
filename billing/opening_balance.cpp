#include "billing/opening_balance.hpp"

#include <set>

namespace yunhe::billing {
namespace {

std::vector<Posting> postings_of(const OpeningBalance& opening) {
    std::vector<Posting> postings;
    for (const auto& [name, balance] : opening.lines) {
        const auto* kind = kind_of_account(opening.book, name);
        YUNHE_ASSERT(kind != nullptr);
        postings.push_back({name, balance, kind->group});
    }
    return postings;
}

std::string pointer_to(std::size_t line, std::string_view field) {
    return "/lines/" + std::to_string(line) + "/" + std::string(field);
}

}  // namespace

Status check_opening(const OpeningBalance& opening) {
    if (opening.as_of != last_day(period_of(opening.as_of)))
        return malformed("/as_of", "not_a_month_end");
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < opening.lines.size(); ++i) {
        const auto& [name, balance] = opening.lines[i];
        if (kind_of_account(opening.book, name) == nullptr)
            return malformed(pointer_to(i, "account"), "unknown_account", {{"account", name}});
        if (!seen.insert(name).second) return malformed(pointer_to(i, "account"), "repeated_item");
        if (balance.zero()) return malformed(pointer_to(i, "balance"), "must_not_be_zero");
    }
    YUNHE_CHECK(check_entry({}, postings_of(opening)));
    return Done{};
}

Entry entry_of(const OpeningBalance& opening, Timestamp booked_at) {
    return make_entry({.book = opening.book,
                       .period = period_of(opening.as_of),
                       .usage_period = {},
                       .booked_at = booked_at,
                       .effective_on = opening.as_of,
                       .source_kind = "opening_balance",
                       .source_id = to_text(opening.id),
                       .description = "期初余额 " + opening.document},
                      postings_of(opening));
}

}  // namespace yunhe::billing
