#include <boost/test/unit_test.hpp>

#include "catalog/product_diff.hpp"
#include "catalog/product_registration.hpp"
#include "catalog/product_workflow.hpp"

namespace product_version_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

Date day(const char* text) { return parse_date(text).value(); }
Timestamp at(const char* text) { return parse_timestamp(text).value(); }

LineageVersions versions_of(const std::vector<Date>& first_days,
                            std::optional<Timestamp> revoked_at = {}) {
    LineageVersions versions;
    const auto intervals = in_force_intervals(first_days, revoked_at);
    for (std::size_t i = 0; i < intervals.size(); ++i)
        versions.push_back({.number = static_cast<int>(i) + 1, .in_force = intervals[i],
                            .lineage = {}});
    return versions;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(product_version)

BOOST_AUTO_TEST_CASE(the_first_version_counts_from_the_day_of_its_registration) {
    BOOST_CHECK(first_effective_day(at("2026-08-31T16:30:00Z"), {}, {}) == day("2026-09-01"));
    // What a developer asks for the first one counts for nothing: it is registered or it isn't.
    BOOST_CHECK(first_effective_day(at("2026-09-01T01:00:00Z"), {}, day("2027-01-01")) ==
                day("2026-09-01"));
}

BOOST_AUTO_TEST_CASE(later_versions_begin_with_a_period_that_is_still_to_come) {
    const auto now = at("2026-09-15T01:00:00Z");
    const auto before = day("2026-09-01");
    BOOST_CHECK(first_effective_day(now, before, {}) == day("2026-10-01"));
    BOOST_CHECK(first_effective_day(now, before, day("2026-08-01")) == day("2026-10-01"));
    BOOST_CHECK(first_effective_day(now, before, day("2026-12-01")) == day("2026-12-01"));
    BOOST_CHECK(first_effective_day(now, before, day("2026-12-02")) == day("2027-01-01"));
    // Never before its forerunner, even where that one lies ahead.
    BOOST_CHECK(first_effective_day(now, day("2026-11-01"), {}) == day("2026-12-01"));
    // On the first day of a period events of that day may have been judged already.
    BOOST_CHECK(first_effective_day(at("2026-09-30T16:00:00Z"), before, {}) == day("2026-11-01"));
}

BOOST_AUTO_TEST_CASE(one_version_is_in_force_from_its_first_day_to_the_next_ones) {
    const auto versions = versions_of({day("2026-09-10"), day("2026-11-01")});
    BOOST_CHECK(version_at(versions, at("2026-09-09T15:59:59Z")) == nullptr);
    BOOST_CHECK_EQUAL(version_at(versions, at("2026-09-09T16:00:00Z"))->number, 1);
    BOOST_CHECK_EQUAL(version_at(versions, at("2026-10-31T15:59:59Z"))->number, 1);
    BOOST_CHECK_EQUAL(version_at(versions, at("2026-10-31T16:00:00Z"))->number, 2);
}

BOOST_AUTO_TEST_CASE(a_revocation_ends_what_is_in_force_and_what_was_to_come) {
    const auto versions = versions_of({day("2026-09-10"), day("2026-11-01")},
                                      at("2026-10-05T00:00:00Z"));
    BOOST_CHECK_EQUAL(version_at(versions, at("2026-10-04T23:59:59Z"))->number, 1);
    BOOST_CHECK(version_at(versions, at("2026-10-05T00:00:00Z")) == nullptr);
    BOOST_CHECK(version_at(versions, at("2026-11-02T00:00:00Z")) == nullptr);
    // October's money is still shared by what was used then.
    BOOST_CHECK_EQUAL(version_of_period(versions, parse_period("2026-10").value())->number, 1);
    BOOST_CHECK_EQUAL(version_of_period(versions, parse_period("2026-11").value())->number, 1);
}

BOOST_AUTO_TEST_CASE(a_period_is_allocated_by_the_version_in_force_in_it) {
    const auto versions = versions_of({day("2026-09-10"), day("2026-11-01")});
    BOOST_CHECK(version_of_period(versions, parse_period("2026-08").value()) == nullptr);
    BOOST_CHECK_EQUAL(version_of_period(versions, parse_period("2026-09").value())->number, 1);
    BOOST_CHECK_EQUAL(version_of_period(versions, parse_period("2026-10").value())->number, 1);
    BOOST_CHECK_EQUAL(version_of_period(versions, parse_period("2026-11").value())->number, 2);
    BOOST_CHECK_EQUAL(version_of_period(versions, parse_period("2027-05").value())->number, 2);
}

BOOST_AUTO_TEST_CASE(a_difference_names_what_was_added_changed_and_taken_out) {
    Product before;
    before.kind = "api";
    before.description = "旧";
    before.lineage = {{ResourceId{1}, "R1", "", "60"}, {ResourceId{2}, "R2", "", "40"}};
    auto after = before;
    BOOST_CHECK(changes_between(before, after).empty());
    after.kind = "report";
    after.form = DataForm::statistics;
    after.lineage = {{ResourceId{1}, "R1", "", "70"},
                     {std::nullopt, "", "自采/一", "30", {}, "证明", ""}};
    const std::vector<ProductChange> expected = {
        {"/form", nullptr, "statistics"},
        {"/kind", "api", "report"},
        {"/lineage/R1/weight", "60", "70"},
        {"/lineage/R2/weight", "40", nullptr},
        {"/lineage/own:自采~1一/origin_document", nullptr, "证明"},
        {"/lineage/own:自采~1一/weight", nullptr, "30"}};
    BOOST_CHECK(changes_between(before, after) == expected);
}

BOOST_AUTO_TEST_CASE(a_version_waits_while_it_is_drafted_returned_or_under_review) {
    for (const auto& state : enum_texts<ProductState>) {
        const bool waits = state.value == ProductState::draft ||
                           state.value == ProductState::returned ||
                           state.value == ProductState::submitted;
        BOOST_CHECK_EQUAL(is_open(state.value), waits);
    }
}

BOOST_AUTO_TEST_CASE(a_missing_or_expired_number_in_the_public_registers_warns) {
    ProductRegistration number;
    number.valid_from = day("2026-01-01");
    number.valid_to = day("2026-12-31");
    BOOST_CHECK(registration_warnings({}, day("2026-09-01")) ==
                std::vector<std::string>{"product_not_in_register"});
    BOOST_CHECK(registration_warnings({number}, day("2026-12-31")).empty());
    BOOST_CHECK(registration_warnings({number}, day("2027-01-01")) ==
                std::vector<std::string>{"product_registration_expired"});
    number.where = Register::data_intellectual_property;
    BOOST_CHECK(registration_warnings({number}, day("2026-09-01")) ==
                std::vector<std::string>{"product_not_in_register"});
    number.valid_to = day("2025-12-31");
    BOOST_CHECK(!check_registration(number).ok());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace product_version_test
