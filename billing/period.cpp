#include "billing/period.hpp"

#include <algorithm>

namespace yunhe::billing {

bool takes_entries(const BookState& book, Period period) {
    if (book.closed_through && period <= *book.closed_through) return false;
    return !book.closing || period > *book.closing;
}

Period first_open_period(const BookState& book, Period period) {
    if (takes_entries(book, period)) return period;
    if (book.closing) return next(*book.closing);
    return next(*book.closed_through);
}

PeriodState state_of(const BookState& book, Period period) {
    if (book.closed_through && period <= *book.closed_through) return PeriodState::closed;
    if (book.closing && period == *book.closing) return PeriodState::closing;
    return PeriodState::open;
}

Status check_ready(Period period, const std::vector<ClosingCheck>& checks) {
    std::vector<FieldError> open;
    for (const auto& check : checks) {
        if (!check.blocks()) continue;
        open.push_back({check.samples.empty() ? "" : check.samples.front(), check.code,
                        {{"count", std::to_string(check.count)}}});
    }
    if (open.empty()) return Done{};
    auto refusal = wrong_state("period_not_ready", {{"period", to_text(period)}});
    refusal.fields = std::move(open);
    return refusal;
}

std::uint64_t period_case_id(Book book, Period period) {
    const std::uint64_t month = static_cast<std::uint64_t>(period.year * 100 + period.month);
    return (book == Book::operators ? 1'000'000u : 2'000'000u) + month;
}

}  // namespace yunhe::billing
