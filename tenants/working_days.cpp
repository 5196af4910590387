#include "tenants/working_days.hpp"

#include <chrono>
#include <string>

#include "base/json.hpp"
#include "tenants/embedded_files.hpp"

namespace yunhe::tenants {
namespace {

using std::chrono::days;

Error invalid(std::string pointer, std::string code) {
    return {Errc::malformed, "holidays_invalid", {}, {{std::move(pointer), std::move(code)}}, {}};
}

bool is_weekend(Date day) {
    const std::chrono::weekday weekday(day);
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

Result<Date> date_at(const Json& object, const std::string& member, const std::string& at) {
    if (!object.contains(member)) return invalid(at + "/" + member, "missing_field");
    if (!object[member].is_string()) return invalid(at + "/" + member, "wrong_type");
    auto day = parse_date(object[member].get<std::string>());
    if (!day.ok()) return invalid(at + "/" + member, "bad_date");
    return day;
}

Status read_make_up_days(const Json& holiday, const std::string& at, Holidays& holidays) {
    if (!holiday.contains("make_up_days") || !holiday["make_up_days"].is_array())
        return invalid(at + "/make_up_days", "wrong_type");
    for (const auto& text : holiday["make_up_days"]) {
        const auto day =
            text.is_string() ? parse_date(text.get<std::string>()) : Result<Date>(Error{});
        if (!day.ok()) return invalid(at + "/make_up_days", "bad_date");
        if (!is_weekend(day.value())) return invalid(at + "/make_up_days", "not_a_weekend");
        holidays.make_up_days.insert(day.value());
    }
    return Done{};
}

Status read_holiday(const Json& holiday, const std::string& at, Holidays& holidays) {
    if (!holiday.is_object()) return invalid(at, "wrong_type");
    YUNHE_TRY(from, date_at(holiday, "from", at));
    YUNHE_TRY(to, date_at(holiday, "to", at));
    if (to < from || to - from > days(31)) return invalid(at + "/to", "out_of_range");
    for (Date day = from; day <= to; day += days(1)) holidays.days_off.insert(day);
    return read_make_up_days(holiday, at, holidays);
}

Status read_year(const Json& year, const std::string& at, Holidays& holidays) {
    if (!year.is_object()) return invalid(at, "wrong_type");
    if (!year.contains("year") || !year["year"].is_number_integer())
        return invalid(at + "/year", "wrong_type");
    if (!year.contains("announced") || !year["announced"].is_boolean())
        return invalid(at + "/announced", "wrong_type");
    if (!year.contains("holidays") || !year["holidays"].is_array())
        return invalid(at + "/holidays", "wrong_type");
    if (!year["announced"].get<bool>()) return Done{};
    holidays.years.insert(year["year"].get<int>());
    std::size_t index = 0;
    for (const auto& holiday : year["holidays"])
        YUNHE_CHECK(read_holiday(holiday, at + "/holidays/" + std::to_string(index++), holidays));
    return Done{};
}

}  // namespace

bool Holidays::knows(Date day) const {
    return years.contains(static_cast<int>(std::chrono::year_month_day(day).year()));
}

Result<Holidays> parse_holidays(std::string_view json) {
    YUNHE_TRY(root, parse_json(json));
    if (!root.is_object() || !root.contains("years") || !root["years"].is_array())
        return invalid("/years", "wrong_type");
    Holidays holidays;
    std::size_t index = 0;
    for (const auto& year : root["years"])
        YUNHE_CHECK(read_year(year, "/years/" + std::to_string(index++), holidays));
    return holidays;
}

const Holidays& embedded_holidays() {
    static const Holidays holidays = [] {
        for (const auto& file : embedded_rule_packs()) {
            if (file.name != "holidays-cn.json") continue;
            auto parsed = parse_holidays(file.text);
            YUNHE_ASSERT(parsed.ok());
            return std::move(parsed).value();
        }
        fail_invariant("the calendar is embedded", __FILE__, __LINE__);
    }();
    return holidays;
}

bool is_working_day(Date day, const Holidays& holidays) {
    if (holidays.make_up_days.contains(day)) return true;
    return !is_weekend(day) && !holidays.days_off.contains(day);
}

Date add_working_days(Date day, int n, const Holidays& holidays) {
    YUNHE_ASSERT(n >= 0);
    while (n > 0) {
        day += days(1);
        if (is_working_day(day, holidays)) --n;
    }
    return day;
}

int working_days_between(Date from, Date to, const Holidays& holidays) {
    int count = 0;
    for (Date day = from + days(1); day <= to; day += days(1))
        count += is_working_day(day, holidays);
    return count;
}

int working_days_left(Date today, Date due_on, const Holidays& holidays) {
    return due_on < today ? -working_days_between(due_on, today, holidays)
                          : working_days_between(today, due_on, holidays);
}

}  // namespace yunhe::tenants
