#include <boost/test/unit_test.hpp>

#include "billing/usage_forecast.hpp"
#include "billing/usage_query.hpp"
#include "catalog/quota_share.hpp"
#include "tenants/api_key.hpp"

namespace yunhe::billing::usage_query_test {
namespace {

Timestamp at(const char* text) { return parse_timestamp(text).value(); }
Date day(const char* text) { return parse_date(text).value(); }

UsageRow row(const char* code, const char* meter, std::int64_t units, const char* order = "",
             const char* resources = "") {
    UsageEvent event;
    event.id = "e";
    event.quantity = {units * 1'000'000};
    return {.point = {.at = "2026-09-01",
                      .code = code,
                      .meter = meter,
                      .figures = {.quantity = event.quantity,
                                  .events = 1,
                                  .largest = event.quantity,
                                  .latest = latest_text(event),
                                  .distinct = 0}},
            .order_code = order,
            .resources = resources,
            .day = day("2026-09-01")};
}

/// An order O1 whose lineage is R1 and R2.
catalog::TenantChains chains_of_o1() {
    catalog::TenantChains chains;
    auto& chain = chains.orders["O1"];
    chain.lineage.push_back({.in_force = {at("2026-01-01T00:00:00Z"), Timestamp::max()},
                             .resources = {{.id = {}, .code = "R1", .granted = {}},
                                           {.id = {}, .code = "R2", .granted = {}}}});
    return chains;
}

UsageQuery query_by(UsageGroup group, std::string resource = "") {
    UsageQuery query{.group = group, .from = day("2026-09-01"), .to = day("2026-09-30")};
    query.filter.resource_code = std::move(resource);
    return query;
}

std::string shown(const std::vector<UsagePoint>& points) {
    std::string text;
    for (const auto& point : points)
        text += point.code + ":" + to_text(point.figures.quantity) + " ";
    return text;
}

constexpr std::int64_t kMillion = 1'000'000;

BOOST_AUTO_TEST_SUITE(usage_query)

BOOST_AUTO_TEST_CASE(ranges_are_bounded_by_their_step) {
    UsageQuery query{.from = day("2026-09-02"), .to = day("2026-09-01")};
    BOOST_TEST(check_usage_query(query).error().fields.front().code == "before_from");
    query.to = query.from + std::chrono::days(6);
    query.step = UsageStep::hour;
    BOOST_CHECK(check_usage_query(query).ok());
    query.to += std::chrono::days(1);
    BOOST_TEST(check_usage_query(query).error().fields.front().code == "range_too_long");
    query.step = UsageStep::day;
    BOOST_CHECK(check_usage_query(query).ok());
}

BOOST_AUTO_TEST_CASE(a_use_counts_for_each_resource_that_it_touched) {
    const auto chains = chains_of_o1();
    const std::vector<UsageRow> rows{row("", "calls", 3, "O1", "*"),
                                     row("", "calls", 2, "O1", "R2"),
                                     row("", "calls", 5, "O1", "R1,R3")};
    BOOST_TEST(shown(fold_usage(query_by(UsageGroup::resource), rows, chains)) ==
               "R1:8 R2:5 R3:5 ");
    BOOST_TEST(shown(fold_usage(query_by(UsageGroup::resource, "R2"), rows, chains)) == "R2:5 ");
    // Grouped otherwise, the filter counts each use once.
    BOOST_TEST(shown(fold_usage(query_by(UsageGroup::total, "R1"), rows, chains)) == ":8 ");
}

BOOST_AUTO_TEST_CASE(rows_fold_by_time_code_and_meter) {
    const std::vector<UsageRow> rows{row("P2", "calls", 3), row("P1", "rows", 1),
                                     row("P1", "calls", 2)};
    const auto points = fold_usage(query_by(UsageGroup::product), rows, {});
    BOOST_TEST(shown(points) == "P1:2 P1:1 P2:3 ");
    const auto totals = total_by_meter(points);
    BOOST_CHECK(totals.at("calls").quantity == Quantity{5 * kMillion});
    BOOST_CHECK(totals.at("calls").largest == Quantity{3 * kMillion});
    BOOST_TEST(totals.at("calls").events == 2);
    BOOST_CHECK(totals.at("rows").quantity == Quantity{kMillion});
}

BOOST_AUTO_TEST_CASE(a_forecast_is_linear_in_the_time_that_is_over) {
    const Interval september{at("2026-08-31T16:00:00Z"), at("2026-09-30T16:00:00Z")};
    const auto third = at("2026-09-10T16:00:00Z");
    const auto foreseen = forecast(Aggregation::sum, {10 * kMillion}, september, third);
    BOOST_CHECK(foreseen->quantity == Quantity{30 * kMillion});
    BOOST_CHECK(foreseen->method == ForecastMethod::linear);
    // An order that lives for the second and third thirds only.
    const auto later = forecast(Aggregation::sum, {10 * kMillion}, {third, september.to},
                                at("2026-09-20T16:00:00Z"));
    BOOST_CHECK(later->quantity == Quantity{20 * kMillion});
    // A count stays whole.
    const auto calls = forecast(Aggregation::count, {10 * kMillion}, september,
                                at("2026-09-11T16:00:00Z"));
    BOOST_CHECK(calls->quantity == Quantity{28 * kMillion});
}

BOOST_AUTO_TEST_CASE(what_does_not_grow_with_time_stays_level) {
    const Interval september{at("2026-08-31T16:00:00Z"), at("2026-09-30T16:00:00Z")};
    const auto third = at("2026-09-10T16:00:00Z");
    for (const auto aggregation : {Aggregation::max, Aggregation::last, Aggregation::unique}) {
        const auto foreseen = forecast(aggregation, {7}, september, third);
        BOOST_CHECK(foreseen->quantity == Quantity{7});
        BOOST_CHECK(foreseen->method == ForecastMethod::level);
    }
    BOOST_CHECK(forecast(Aggregation::sum, {7}, september, september.to)->method ==
                ForecastMethod::actual);
    BOOST_CHECK(forecast(Aggregation::sum, {7}, september, september.from)->quantity ==
                Quantity{7});
    BOOST_CHECK(!forecast(Aggregation::sum, {INT64_MAX}, september, third));
}

BOOST_AUTO_TEST_CASE(shares_of_a_quota_are_reached_once_on_the_way_up) {
    const auto reached = [](std::int64_t before, std::int64_t after) {
        std::string text;
        for (const int percent : catalog::reached_percents({before * kMillion},
                                                          {after * kMillion}, {10 * kMillion}))
            text += std::to_string(percent) + " ";
        return text;
    };
    BOOST_TEST(reached(0, 4) == "");
    BOOST_TEST(reached(4, 5) == "50 ");
    BOOST_TEST(reached(5, 7) == "");
    BOOST_TEST(reached(0, 9) == "50 80 ");
    BOOST_TEST(reached(0, 12) == "50 80 100 ");
    BOOST_TEST(reached(10, 11) == "");
    BOOST_TEST(reached(12, 3) == "");
}

BOOST_AUTO_TEST_CASE(a_key_has_its_own_limit_within_the_tenants) {
    using tenants::effective_rate;
    BOOST_TEST(effective_rate({}, 0, false) == 0);
    BOOST_TEST(effective_rate({}, 60, false) == 60);
    BOOST_TEST(effective_rate(100, 60, false) == 60);
    BOOST_TEST(effective_rate(30, 60, false) == 30);
    BOOST_TEST(effective_rate(100, 60, true) == 100);
    BOOST_TEST(effective_rate(100, 0, false) == 100);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::usage_query_test
