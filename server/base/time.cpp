#include "base/time.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>

namespace yunhe {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::year_month_day;

std::optional<int> number(std::string_view text) {
    int value = 0;
    if (text.empty()) return std::nullopt;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

Error bad(std::string code) { return {Errc::malformed, std::move(code)}; }

/// The offset of "Z" or "+08:00" in minutes.
std::optional<int> offset_minutes(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() != 6 || text[3] != ':' || (text[0] != '+' && text[0] != '-'))
        return std::nullopt;
    const auto hours = number(text.substr(1, 2));
    const auto minutes = number(text.substr(4, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

Date date_of(Timestamp instant) {
    const auto local = instant.time_since_epoch() + kChinaOffset;
    return Date(std::chrono::floor<days>(local));
}

Timestamp start_of(Date day) { return Timestamp(day.time_since_epoch() - kChinaOffset); }

Period period_of(Date day) {
    const year_month_day civil(day);
    return {static_cast<int>(civil.year()), static_cast<int>(static_cast<unsigned>(civil.month()))};
}

Period period_of(Timestamp instant) { return period_of(date_of(instant)); }

Date first_day(Period period) {
    const std::chrono::month month(static_cast<unsigned>(period.month));
    return Date(year_month_day(std::chrono::year(period.year), month, std::chrono::day(1)));
}

Period next(Period period) {
    if (period.month == 12) return {period.year + 1, 1};
    return {period.year, period.month + 1};
}

int days_in(Period period) {
    return static_cast<int>((first_day(next(period)) - first_day(period)).count());
}

Date add_months(Date day, int months) {
    const year_month_day civil(day);
    const auto month = civil.year() / civil.month() + std::chrono::months(months);
    const auto last = year_month_day(month / std::chrono::last);
    return Date(year_month_day(month / std::min(civil.day(), last.day())));
}

Result<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad("bad_date");
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1) return bad("bad_date");
    const year_month_day civil(std::chrono::year(*year),
                               std::chrono::month(static_cast<unsigned>(*month)),
                               std::chrono::day(static_cast<unsigned>(*day)));
    if (!civil.ok()) return bad("bad_date");
    return Date(civil);
}

Result<Period> parse_period(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return bad("bad_period");
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    if (!year || !month || *year < 1 || *month < 1 || *month > 12) return bad("bad_period");
    return Period{*year, *month};
}

Result<Timestamp> parse_timestamp(std::string_view text) {
    if (text.size() < 20 || text[13] != ':' || text[16] != ':') return bad("bad_timestamp");
    if (text[10] != 'T' && text[10] != 't') return bad("bad_timestamp");
    const auto day = parse_date(text.substr(0, 10));
    const auto hour = number(text.substr(11, 2));
    const auto minute = number(text.substr(14, 2));
    const auto second = number(text.substr(17, 2));
    if (!day.ok() || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
        return bad("bad_timestamp");

    auto rest = text.substr(19);
    int fraction = 0;
    if (rest.front() == '.') {
        const auto digits = std::min(rest.find_first_not_of("0123456789", 1), rest.size()) - 1;
        if (digits < 1 || digits > 9) return bad("bad_timestamp");
        std::string micros(rest.substr(1, std::min<std::size_t>(digits, 6)));
        micros.resize(6, '0');
        fraction = *number(micros);
        rest.remove_prefix(1 + digits);
    }
    const auto offset = offset_minutes(rest);
    if (!offset) return bad("bad_timestamp");
    return Timestamp(day.value().time_since_epoch() + std::chrono::hours(*hour) +
                     std::chrono::minutes(*minute - *offset) + std::chrono::seconds(*second) +
                     microseconds(fraction));
}

std::string to_text(Date day) {
    const year_month_day civil(day);
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(civil.year()),
                  static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
    return buffer;
}

std::string to_text(Period period) { return to_text(first_day(period)).substr(0, 7); }

std::string to_text(Timestamp instant) {
    const auto day = std::chrono::floor<days>(instant);
    const std::chrono::hh_mm_ss time(instant - day);
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    std::string text = to_text(Date(day.time_since_epoch())) + buffer;
    if (time.subseconds().count() != 0) {
        std::snprintf(buffer, sizeof buffer, ".%06d", static_cast<int>(time.subseconds().count()));
        text += buffer;
    }
    return text + "Z";
}

Interval intersection(const Interval& a, const Interval& b) {
    return {std::max(a.from, b.from), std::min(a.to, b.to)};
}

}  // namespace yunhe
