/// Working days in mainland China: Monday to Friday, less public holidays, plus make-up days, as
/// the State Council's yearly notice arranges them (tenants/rule_packs/holidays-cn.json). A year
/// that is not announced has weekends only, so a date computed into it may move once the notice is
/// out.
#pragma once

#include <set>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yunhe::tenants {

struct Holidays {
    std::set<Date> days_off;      ///< Public holidays, weekends among them included.
    std::set<Date> make_up_days;  ///< Saturdays and Sundays on which one works.
    std::set<int> years;          ///< The years announced.

    bool knows(Date day) const;  ///< Is the arrangement of that day's year announced?
};

/// Strict. Errors: malformed `holidays_invalid` with a pointer.
Result<Holidays> parse_holidays(std::string_view json);

/// The calendar of this program; read once, never changed. Thread-safe.
const Holidays& embedded_holidays();

bool is_working_day(Date day, const Holidays& holidays);

/// The n-th working day after `day`; `day` itself never counts (as periods are reckoned in Chinese
/// law). n = 0 gives `day`. REQUIRES: n >= 0.
Date add_working_days(Date day, int n, const Holidays& holidays);

/// How many working days lie after `from`, up to and including `to`; 0 where `to` isn't later.
/// So working_days_between(d, add_working_days(d, n)) == n.
int working_days_between(Date from, Date to, const Holidays& holidays);

/// How many working days are left on `today`: 0 on the last day, negative once it is over.
int working_days_left(Date today, Date due_on, const Holidays& holidays);

}  // namespace yunhe::tenants
