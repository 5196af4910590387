#include <boost/test/unit_test.hpp>

#include "tenants/material_age.hpp"

namespace yunhe::tenants::material_age_test {
namespace {

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    return *library.find(id);
}
Date day(std::string_view text) { return parse_date(text).value(); }

constexpr std::string_view kReports = "audit_and_financial_reports";

std::vector<StaleMaterial> stale(std::string_view id, std::optional<Date> period_end,
                                 std::optional<Date> founded_on, std::string_view today) {
    const StatedMaterial materials[] = {{"application_form", {}}, {std::string(kReports),
                                                                   period_end}};
    return stale_materials(pack(id), materials, founded_on, day(today));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(material_age)

BOOST_AUTO_TEST_CASE(only_materials_with_an_age_need_a_period) {
    const auto today = day("2026-11-21");
    BOOST_CHECK(!period_needed_from(pack("ningbo-2023"), "application_form", {}, today));
    BOOST_CHECK(!period_needed_from(pack("yangzhou-2024"), kReports, {}, today));
    const auto missing = stale("ningbo-2023", {}, {}, "2026-11-21");
    BOOST_REQUIRE_EQUAL(missing.size(), 1U);
    BOOST_CHECK(missing[0].reason == StaleReason::period_not_stated);
    BOOST_CHECK_EQUAL(missing[0].code, kReports);
    BOOST_CHECK_EQUAL(missing[0].rule.article.value(), "13(二)");
}

BOOST_AUTO_TEST_CASE(reports_are_of_the_latest_year) {
    for (const auto* id : {"ningbo-2023", "quzhou-2024"}) {
        BOOST_CHECK(stale(id, day("2025-12-31"), {}, "2026-11-21").empty());
        BOOST_CHECK(stale(id, day("2025-11-21"), {}, "2026-11-21").empty());
        const auto old = stale(id, day("2025-11-20"), {}, "2026-11-21");
        BOOST_REQUIRE_EQUAL(old.size(), 1U);
        BOOST_CHECK(old[0].reason == StaleReason::too_old);
        BOOST_CHECK(old[0].needed_from == day("2025-11-21"));
        BOOST_CHECK(stale(id, day("2026-11-22"), {}, "2026-11-21").at(0).reason ==
                    StaleReason::period_in_future);
    }
    BOOST_CHECK_EQUAL(stale("quzhou-2024", {}, {}, "2026-11-21").at(0).rule.article.value(),
                      "三(二)");
}

BOOST_AUTO_TEST_CASE(who_is_younger_than_a_year_reports_up_to_the_latest_month) {
    const auto founded = day("2026-01-15");
    BOOST_CHECK(stale("ningbo-2023", day("2026-10-31"), founded, "2026-11-21").empty());
    const auto old = stale("ningbo-2023", day("2026-10-30"), founded, "2026-11-21");
    BOOST_REQUIRE_EQUAL(old.size(), 1U);
    BOOST_CHECK(old[0].needed_from == day("2026-10-31"));
    // On the first birthday the ordinary rule begins.
    BOOST_CHECK(!stale("ningbo-2023", day("2026-06-30"), founded, "2027-01-14").empty());
    BOOST_CHECK(stale("ningbo-2023", day("2026-06-30"), founded, "2027-01-15").empty());
    // Quzhou's text knows no such exception.
    BOOST_CHECK(stale("quzhou-2024", day("2026-06-30"), founded, "2026-11-21").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::material_age_test
