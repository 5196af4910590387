#include "billing/allotment.hpp"

#include <algorithm>

namespace yunhe::billing {

Status check_allotment(Money amount, Date allotted_on, Date today, Money awaiting) {
    if (amount <= Money()) return malformed("/amount", "must_be_positive");
    if (allotted_on > today) return malformed("/allotted_on", "day_in_future");
    if (amount > awaiting)
        return Error{Errc::funds, "over_attributed",
                     {{"open", to_text(std::max(awaiting, Money()))}}};
    return Done{};
}

Status check_allotment_use(const Allotment& allotment, Money amount) {
    if (amount <= Money()) return malformed("/amount", "must_be_positive");
    if (amount > allotment.open())
        return Error{Errc::funds, "over_allotment", {{"open", to_text(allotment.open())}}};
    return Done{};
}

Status check_spending(const Allotment& allotment, Money amount, Date spent_on, Date today) {
    if (spent_on > today) return malformed("/spent_on", "day_in_future");
    if (spent_on < allotment.allotted_on) return malformed("/spent_on", "before_allotment");
    return check_allotment_use(allotment, amount);
}

}  // namespace yunhe::billing
