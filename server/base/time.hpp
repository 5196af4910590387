/// Instants, days and periods.
///
/// `Timestamp` is an instant in UTC with microseconds. `Date` is a calendar day in UTC+8 (China has
/// one zone and no summer time). `Period` is a calendar month in UTC+8. All intervals are
/// half-open. Nothing here reads a clock: see base/clock.hpp.
#pragma once

#include <chrono>
#include <compare>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace yunhe {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
using Date = std::chrono::local_days;

struct Period {
    int year = 0;
    int month = 0;  ///< 1..12
    friend constexpr auto operator<=>(Period, Period) = default;
};

inline constexpr std::chrono::hours kChinaOffset{8};

Date date_of(Timestamp instant);          ///< The day in UTC+8 that holds the instant.
Timestamp start_of(Date day);             ///< 00:00 UTC+8 of the day.
inline Timestamp end_of(Date day) { return start_of(day + std::chrono::days(1)); }
Period period_of(Date day);
Period period_of(Timestamp instant);
Date first_day(Period period);
Period next(Period period);
inline Date last_day(Period period) { return first_day(next(period)) - std::chrono::days(1); }
inline Timestamp start_of(Period period) { return start_of(first_day(period)); }
inline Timestamp end_of(Period period) { return start_of(next(period)); }
int days_in(Period period);
/// The same day n months later; the last day of a shorter month where there is no such day.
Date add_months(Date day, int months);

/// "2026-09-01T01:00:00Z" or with an offset and up to 6 decimals (RFC 3339).
/// Errors: malformed `bad_timestamp`, as an Error without pointer: the caller adds its own.
Result<Timestamp> parse_timestamp(std::string_view text);
Result<Date> parse_date(std::string_view text);      ///< "2026-09-01"; errors: `bad_date`.
Result<Period> parse_period(std::string_view text);  ///< "2026-09"; errors: `bad_period`.

std::string to_text(Timestamp instant);  ///< RFC 3339 UTC; decimals only where they aren't zero.
std::string to_text(Date day);
std::string to_text(Period period);

/// A half-open stretch of time; `to` may be Timestamp::max() for "without end".
struct Interval {
    Timestamp from;
    Timestamp to;
    bool contains(Timestamp instant) const { return from <= instant && instant < to; }
    bool empty() const { return to <= from; }
    friend bool operator==(const Interval&, const Interval&) = default;
};
Interval intersection(const Interval& a, const Interval& b);

}  // namespace yunhe
