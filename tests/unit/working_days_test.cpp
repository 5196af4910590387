#include <boost/test/unit_test.hpp>

#include <string>

#include "tenants/working_days.hpp"

namespace working_days_test {

using namespace yunhe;
using namespace yunhe::tenants;

namespace {

Date day(const char* text) { return parse_date(text).value(); }

std::string after(const char* from, int n) {
    return to_text(add_working_days(day(from), n, embedded_holidays()));
}

std::string wrong_place(const char* json) {
    const auto parsed = parse_holidays(json);
    return parsed.ok() ? "nothing" : parsed.error().fields.at(0).pointer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(working_days)

BOOST_AUTO_TEST_CASE(the_calendar_knows_announced_years_only) {
    BOOST_CHECK(embedded_holidays().knows(day("2024-01-01")));
    BOOST_CHECK(embedded_holidays().knows(day("2026-12-31")));
    BOOST_CHECK(!embedded_holidays().knows(day("2027-01-01")));
    BOOST_CHECK(is_working_day(day("2027-01-01"), embedded_holidays()));
    BOOST_CHECK(!is_working_day(day("2027-01-02"), embedded_holidays()));
}

BOOST_AUTO_TEST_CASE(holidays_rest_and_make_up_days_work) {
    const struct {
        const char* date;
        bool works;
    } rows[] = {
        {"2024-02-04", true},  {"2024-02-09", true},  {"2024-02-12", false}, {"2024-02-18", true},
        {"2024-05-11", true},  {"2024-09-14", true},  {"2024-10-12", true},  {"2025-01-01", false},
        {"2025-01-26", true},  {"2025-01-28", false}, {"2025-02-04", false}, {"2025-02-08", true},
        {"2025-04-27", true},  {"2025-10-08", false}, {"2025-10-11", true},  {"2026-01-04", true},
        {"2026-02-14", true},  {"2026-02-16", false}, {"2026-02-23", false}, {"2026-02-28", true},
        {"2026-04-06", false}, {"2026-05-09", true},  {"2026-09-20", true},  {"2026-09-25", false},
        {"2026-10-07", false}, {"2026-10-08", true},  {"2026-10-10", true},  {"2026-10-11", false},
        {"2026-11-21", false}, {"2026-11-20", true},
    };
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.date)
    BOOST_CHECK_EQUAL(is_working_day(day(row.date), embedded_holidays()), row.works);
}

BOOST_AUTO_TEST_CASE(the_first_day_does_not_count) {
    BOOST_CHECK_EQUAL(after("2026-03-02", 0), "2026-03-02");
    BOOST_CHECK_EQUAL(after("2026-03-02", 1), "2026-03-03");
    BOOST_CHECK_EQUAL(after("2026-03-06", 1), "2026-03-09");
    BOOST_CHECK_EQUAL(after("2026-03-21", 5), "2026-03-27");
    BOOST_CHECK_EQUAL(after("2026-09-30", 1), "2026-10-08");
    BOOST_CHECK_EQUAL(after("2026-10-08", 2), "2026-10-10");
    BOOST_CHECK_EQUAL(after("2026-02-13", 2), "2026-02-24");
}

BOOST_AUTO_TEST_CASE(counting_undoes_adding) {
    for (Date from = day("2023-12-20"); from < day("2027-02-01"); from += std::chrono::days(7))
        for (const int n : {0, 1, 5, 10, 20, 60}) {
            const Date to = add_working_days(from, n, embedded_holidays());
            BOOST_CHECK_EQUAL(working_days_between(from, to, embedded_holidays()), n);
            if (n > 0) BOOST_CHECK(is_working_day(to, embedded_holidays()));
        }
    BOOST_CHECK_EQUAL(
        working_days_between(day("2026-03-10"), day("2026-03-02"), embedded_holidays()), 0);
}

BOOST_AUTO_TEST_CASE(every_announced_year_has_as_many_working_days_as_the_notice_leaves) {
    // 2025 has 13 statutory days off; 2024 had 11, and 2026 has 13.
    BOOST_CHECK_EQUAL(
        working_days_between(day("2023-12-31"), day("2024-12-31"), embedded_holidays()), 251);
    BOOST_CHECK_EQUAL(
        working_days_between(day("2024-12-31"), day("2025-12-31"), embedded_holidays()), 248);
    BOOST_CHECK_EQUAL(
        working_days_between(day("2025-12-31"), day("2026-12-31"), embedded_holidays()), 248);
}

BOOST_AUTO_TEST_CASE(a_strange_calendar_is_refused_where_it_is_strange) {
    BOOST_CHECK_EQUAL(wrong_place(R"({})"), "/years");
    BOOST_CHECK_EQUAL(wrong_place(R"({"years": [{"announced": true, "holidays": []}]})"),
                      "/years/0/year");
    BOOST_CHECK_EQUAL(wrong_place(R"({"years": [{"year": 2030, "announced": true, "holidays": [
            {"from": "2030-01-01", "to": "2029-12-01", "make_up_days": []}]}]})"),
                      "/years/0/holidays/0/to");
    BOOST_CHECK_EQUAL(wrong_place(R"({"years": [{"year": 2030, "announced": true, "holidays": [
            {"from": "2030-01-01", "to": "2030-01-01", "make_up_days": ["2030-01-02"]}]}]})"),
                      "/years/0/holidays/0/make_up_days");
    BOOST_CHECK_EQUAL(
        wrong_place(R"({"years": [{"year": 2030, "announced": true, "holidays": []}]})"),
        "nothing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace working_days_test
