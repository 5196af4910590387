#include <boost/test/unit_test.hpp>

#include "billing/aggregation.hpp"

namespace yunhe::billing::aggregation_test {
namespace {

MeteredFact fact(int second, std::string_view id, std::string_view quantity,
                 std::optional<std::string_view> property = std::nullopt) {
    return {Timestamp(std::chrono::seconds(second)), id, Quantity::parse(quantity).value(),
            property};
}

std::string folded(Aggregation aggregation, const std::vector<MeteredFact>& facts) {
    Aggregate aggregate(aggregation);
    for (const auto& each : facts) BOOST_REQUIRE(aggregate.add(each).ok());
    BOOST_TEST(aggregate.facts() == static_cast<std::int64_t>(facts.size()));
    return to_text(aggregate.quantity());
}

BOOST_AUTO_TEST_SUITE(aggregation)

BOOST_AUTO_TEST_CASE(every_aggregation_gives_the_same_in_either_order) {
    std::vector<MeteredFact> facts = {fact(3, "b", "1.5", "x"), fact(1, "a", "4", "y"),
                                      fact(3, "c", "2", "x"), fact(2, "d", "0")};
    for (int pass = 0; pass < 2; ++pass) {
        BOOST_TEST(folded(Aggregation::sum, facts) == "7.5");
        BOOST_TEST(folded(Aggregation::count, facts) == "4");
        BOOST_TEST(folded(Aggregation::max, facts) == "4");
        BOOST_TEST(folded(Aggregation::unique, facts) == "2");
        BOOST_TEST(folded(Aggregation::last, facts) == "2");
        std::reverse(facts.begin(), facts.end());
    }
}

BOOST_AUTO_TEST_CASE(nothing_used_is_zero) {
    for (const auto& entry : enum_texts<Aggregation>) BOOST_TEST(folded(entry.value, {}) == "0");
}

BOOST_AUTO_TEST_CASE(a_sum_beyond_its_range_is_an_error_and_changes_nothing) {
    Aggregate aggregate(Aggregation::sum);
    BOOST_REQUIRE(aggregate.add(fact(1, "a", "9223372036854")).ok());
    BOOST_TEST(aggregate.add(fact(2, "b", "1")).error().code == "overflow");
    BOOST_TEST(to_text(aggregate.quantity()) == "9223372036854");
    BOOST_TEST(aggregate.facts() == 1);
}

BOOST_AUTO_TEST_CASE(only_sum_and_count_measure_usage) {
    BOOST_TEST(to_text(usage_of_event(Aggregation::sum, Quantity{2'500'000})) == "2.5");
    BOOST_TEST(to_text(usage_of_event(Aggregation::count, Quantity{2'500'000})) == "1");
    for (const auto aggregation : {Aggregation::max, Aggregation::unique, Aggregation::last})
        BOOST_TEST(!measures_usage(aggregation));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::aggregation_test
