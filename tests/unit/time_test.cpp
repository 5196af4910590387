#include <boost/test/unit_test.hpp>

#include "base/time.hpp"

namespace time_test {

using namespace yunhe;

namespace {

Timestamp at(std::string_view text) { return parse_timestamp(text).value(); }
Date day(std::string_view text) { return parse_date(text).value(); }
Period month(std::string_view text) { return parse_period(text).value(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(time_of_china)

BOOST_AUTO_TEST_CASE(a_day_begins_at_sixteen_hours_utc_of_the_day_before) {
    BOOST_TEST(to_text(start_of(day("2026-09-01"))) == "2026-08-31T16:00:00Z");
    BOOST_TEST(to_text(end_of(day("2026-08-31"))) == "2026-08-31T16:00:00Z");
    BOOST_TEST(to_text(date_of(at("2026-08-31T15:59:59.999999Z"))) == "2026-08-31");
    BOOST_TEST(to_text(date_of(at("2026-08-31T16:00:00Z"))) == "2026-09-01");
    BOOST_TEST(to_text(date_of(at("1969-12-31T15:59:59Z"))) == "1969-12-31");
}

BOOST_AUTO_TEST_CASE(a_period_is_a_month_of_utc_plus_eight) {
    BOOST_TEST(to_text(period_of(at("2026-12-31T15:59:59Z"))) == "2026-12");
    BOOST_TEST(to_text(period_of(at("2026-12-31T16:00:00Z"))) == "2027-01");
    BOOST_TEST(to_text(next(month("2026-12"))) == "2027-01");
    BOOST_TEST(to_text(next(month("2026-01"))) == "2026-02");
    BOOST_TEST(to_text(last_day(month("2026-02"))) == "2026-02-28");
    BOOST_TEST(to_text(last_day(month("2028-02"))) == "2028-02-29");
    BOOST_TEST(days_in(month("2026-12")) == 31);
    BOOST_TEST(days_in(month("2100-02")) == 28);
    BOOST_TEST(to_text(start_of(month("2026-09"))) == "2026-08-31T16:00:00Z");
    BOOST_TEST((end_of(month("2026-09")) == start_of(month("2026-10"))));
    BOOST_TEST((month("2026-12") < month("2027-01")));
}

BOOST_AUTO_TEST_CASE(months_are_added_up_to_the_last_day_of_a_shorter_month) {
    BOOST_TEST(to_text(add_months(day("2026-01-31"), 1)) == "2026-02-28");
    BOOST_TEST(to_text(add_months(day("2028-01-31"), 1)) == "2028-02-29");
    BOOST_TEST(to_text(add_months(day("2026-08-31"), 6)) == "2027-02-28");
    BOOST_TEST(to_text(add_months(day("2026-11-15"), 2)) == "2027-01-15");
    BOOST_TEST(to_text(add_months(day("2026-01-31"), -2)) == "2025-11-30");
    BOOST_TEST(to_text(add_months(day("2028-02-29"), 24)) == "2030-02-28");
    BOOST_TEST(to_text(add_months(day("2026-05-31"), 0)) == "2026-05-31");
}

BOOST_AUTO_TEST_CASE(instants_are_read_with_offset_and_fraction) {
    BOOST_TEST((at("2026-09-01T09:00:00+08:00") == at("2026-09-01T01:00:00Z")));
    BOOST_TEST((at("2026-09-01T00:30:00-01:30") == at("2026-09-01T02:00:00z")));
    BOOST_TEST(to_text(at("2026-09-01t01:00:00.5Z")) == "2026-09-01T01:00:00.500000Z");
    BOOST_TEST(to_text(at("2026-09-01T01:00:00.000001Z")) == "2026-09-01T01:00:00.000001Z");
    BOOST_TEST(to_text(at("2026-09-01T01:00:00.1234569Z")) == "2026-09-01T01:00:00.123456Z");
    BOOST_TEST(to_text(at("1969-12-31T23:59:59.250000Z")) == "1969-12-31T23:59:59.250000Z");
}

BOOST_AUTO_TEST_CASE(what_is_no_instant_is_refused) {
    for (const auto* wrong :
         {"", "2026-09-01", "2026-09-01T01:00:00", "2026-09-01 01:00:00Z", "2026-02-29T01:00:00Z",
          "2026-09-01T24:00:00Z", "2026-09-01T01:60:00Z", "2026-09-01T01:00:60Z",
          "2026-09-01T01:00:00.Z", "2026-09-01T01:00:00.1", "2026-09-01T01:00:00+0800",
          "2026-09-01T01:00:00+24:00", "2026-09-01T01:00:00Z ", "2026-09-01T01:00:00.1234567890Z",
          "0000-09-01T01:00:00Z", "2026-9-01T01:00:00Z", "+026-09-01T01:00:00Z"})
        BOOST_TEST(!parse_timestamp(wrong).ok(), wrong);
}

BOOST_AUTO_TEST_CASE(what_is_no_day_or_period_is_refused) {
    for (const auto* wrong : {"", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31",
                              "2100-02-29", "2026-1-1", "2026/01/01", "2026-01-01 ", "0000-01-01"})
        BOOST_TEST(!parse_date(wrong).ok(), wrong);
    for (const auto* wrong :
         {"", "2026", "2026-00", "2026-13", "2026-1", "2026-011", "2026_01", "0000-01"})
        BOOST_TEST(!parse_period(wrong).ok(), wrong);
    BOOST_TEST(parse_date("x").error().code == "bad_date");
    BOOST_TEST(parse_period("x").error().code == "bad_period");
    BOOST_TEST(parse_timestamp("x").error().code == "bad_timestamp");
}

BOOST_AUTO_TEST_CASE(intervals_are_half_open) {
    const Interval august{start_of(month("2026-08")), end_of(month("2026-08"))};
    const Interval september{start_of(month("2026-09")), Timestamp::max()};
    BOOST_TEST(august.contains(august.from));
    BOOST_TEST(!august.contains(august.to));
    BOOST_TEST(september.contains(august.to));
    BOOST_TEST(intersection(august, september).empty());
    const Interval summer{start_of(day("2026-08-20")), start_of(day("2026-09-10"))};
    BOOST_TEST((intersection(summer, september) == Interval{september.from, summer.to}));
    BOOST_TEST((intersection(september, summer) == intersection(summer, september)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace time_test
