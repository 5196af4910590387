// Random weights, and random histories of a product's versions.
#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include "catalog/product.hpp"

namespace product_version_property_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

std::string percent_text(std::int64_t micro) {
    auto digits = std::to_string(micro % 1'000'000);
    digits.insert(0, 6 - digits.size(), '0');
    return std::to_string(micro / 1'000'000) + "." + digits;
}

std::vector<LineageItem> lineage_of(const std::vector<std::int64_t>& micros) {
    std::vector<LineageItem> lineage;
    for (const auto micro : micros) {
        const auto number = lineage.size() + 1;
        lineage.push_back({ResourceId{number}, "R" + std::to_string(number), "",
                           percent_text(micro)});
    }
    return lineage;
}

/// Cuts 100 % (in millionths of a percent) into as many parts as given, each above zero.
std::vector<std::int64_t> cut_of_hundred() {
    const auto cuts = *rc::gen::container<std::vector<std::int64_t>>(
        rc::gen::inRange<std::int64_t>(1, 100'000'000));
    std::vector<std::int64_t> points(cuts.begin(), cuts.end());
    points.insert(points.end(), {0, 100'000'000});
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    std::vector<std::int64_t> parts;
    for (std::size_t i = 1; i < points.size(); ++i) parts.push_back(points[i] - points[i - 1]);
    return parts;
}

struct History {
    std::vector<Date> first_days;
    std::optional<Timestamp> revoked_at;
};

/// Registers versions one after the other, each some days after the last registration.
History random_history() {
    History history;
    auto now = parse_timestamp("2026-01-15T01:00:00Z").value();
    const auto count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
        now += std::chrono::hours(*rc::gen::inRange(0, 24 * 70));
        std::optional<Date> asked;
        if (*rc::gen::arbitrary<bool>())
            asked = date_of(now) + std::chrono::days(*rc::gen::inRange(-40, 120));
        const auto forerunner = history.first_days.empty()
                                    ? std::nullopt
                                    : std::optional(history.first_days.back());
        const auto from = first_effective_day(now, forerunner, asked);
        RC_ASSERT(start_of(from) <= now || forerunner.has_value());
        if (forerunner) RC_ASSERT(start_of(from) > now);
        history.first_days.push_back(from);
    }
    if (*rc::gen::arbitrary<bool>())
        history.revoked_at = now + std::chrono::hours(*rc::gen::inRange(0, 24 * 100));
    return history;
}

LineageVersions versions_of(const History& history) {
    LineageVersions versions;
    const auto intervals = in_force_intervals(history.first_days, history.revoked_at);
    for (const auto& interval : intervals)
        versions.push_back({.number = static_cast<int>(versions.size()) + 1,
                            .in_force = interval, .lineage = {}});
    return versions;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(product_version_property)

BOOST_AUTO_TEST_CASE(weights_pass_exactly_when_they_sum_to_one_hundred) {
    BOOST_CHECK(rc::check("any cut of 100 passes, one millionth more or less doesn't", [] {
        auto parts = cut_of_hundred();
        RC_ASSERT(check_lineage(lineage_of(parts)).ok());
        const auto index = *rc::gen::inRange<std::size_t>(0, parts.size());
        parts[index] += 1;
        RC_ASSERT(!check_lineage(lineage_of(parts)).ok());
        parts[index] -= 2;
        RC_ASSERT(!check_lineage(lineage_of(parts)).ok());
    }));
}

BOOST_AUTO_TEST_CASE(versions_never_overlap_and_leave_no_gap) {
    BOOST_CHECK(rc::check("at every instant at most one version, none missing before the end", [] {
        const auto history = random_history();
        const auto versions = versions_of(history);
        const auto begin = versions.front().in_force.from;
        const auto end = history.revoked_at.value_or(Timestamp::max());
        for (int i = 0; i < 40; ++i) {
            const auto at = begin + std::chrono::hours(*rc::gen::inRange(-500, 24 * 900));
            int in_force = 0;
            for (const auto& version : versions) in_force += version.in_force.contains(at);
            RC_ASSERT(in_force == (begin <= at && at < end ? 1 : 0));
            RC_ASSERT((version_at(versions, at) != nullptr) == (in_force == 1));
        }
    }));
}

BOOST_AUTO_TEST_CASE(a_period_is_judged_and_allocated_by_the_same_version) {
    BOOST_CHECK(rc::check("whatever is in force at an event's time shares its period's money", [] {
        const auto versions = versions_of(random_history());
        const auto begin = versions.front().in_force.from;
        for (int i = 0; i < 40; ++i) {
            const auto at = begin + std::chrono::hours(*rc::gen::inRange(0, 24 * 900));
            const auto* judged = version_at(versions, at);
            if (judged == nullptr) continue;
            const auto* allocated = version_of_period(versions, period_of(at));
            RC_ASSERT(allocated != nullptr);
            RC_ASSERT(judged->number == allocated->number);
        }
    }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace product_version_property_test
