#include <boost/test/unit_test.hpp>

#include "billing/quality_basis.hpp"

namespace quality_basis_test {

using namespace yunhe;
using namespace yunhe::billing;

namespace {

constexpr TicketPoints kPoints{.late = 2, .partly = 5, .unmended = 10};

TicketEffect effect(const char* outcome, bool late) {
    return {1, outcome, late, points_of(kPoints, outcome, late)};
}

std::string scored(const QualityMeasures& measures, const std::vector<TicketEffect>& tickets) {
    const auto score = score_of(measures, tickets, "/items/0");
    if (score.ok()) return score.value();
    return score.error().fields.at(0).pointer + " " + score.error().fields.at(0).code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quality_basis)

BOOST_AUTO_TEST_CASE(a_score_is_the_mean_of_its_measures) {
    BOOST_CHECK_EQUAL(scored({"1", "1", "1"}, {}), "1");
    BOOST_CHECK_EQUAL(scored({"0.9", "0.95", "1"}, {}), "0.95");
    BOOST_CHECK_EQUAL(scored({"1", "1", "0"}, {}), "0.666666");
    BOOST_CHECK_EQUAL(scored({"0", "0", "0"}, {}), "0");
}

BOOST_AUTO_TEST_CASE(tickets_take_off_what_the_tenant_decided) {
    BOOST_CHECK_EQUAL(scored({"1", "1", "1"}, {effect("mended", false)}), "1");
    BOOST_CHECK_EQUAL(scored({"1", "1", "1"}, {effect("mended", true)}), "0.98");
    BOOST_CHECK_EQUAL(scored({"1", "1", "1"}, {effect("partly_mended", true)}), "0.93");
    BOOST_CHECK_EQUAL(
        scored({"0.9", "0.9", "0.9"}, {effect("not_mended", true), effect("partly_mended", false)}),
        "0.73");
    BOOST_CHECK_EQUAL(scored({"0.1", "0.1", "0.1"},
                             {effect("not_mended", true), effect("not_mended", true)}),
                      "0");
}

BOOST_AUTO_TEST_CASE(measures_are_decimals_from_0_to_1) {
    BOOST_CHECK_EQUAL(scored({"1.000001", "1", "1"}, {}), "/items/0/completeness out_of_range");
    BOOST_CHECK_EQUAL(scored({"1", "", "1"}, {}), "/items/0/timeliness bad_decimal");
    BOOST_CHECK_EQUAL(scored({"1", "1", "-0.1"}, {}), "/items/0/accuracy bad_decimal");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace quality_basis_test
