#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

#include "tenants/material_type.hpp"
#include "tenants/panel.hpp"

namespace yunhe::tenants::panel_test {
namespace {

std::vector<UserId> users(std::uint64_t count) {
    std::vector<UserId> ids;
    for (std::uint64_t i = 1; i <= count; ++i) ids.push_back({i * 1000});
    return ids;
}

std::vector<CriterionScore> all(int score) {
    return {{"qualification", score}, {"technology", score}, {"scenario", score}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(panel)

BOOST_AUTO_TEST_CASE(the_same_seed_draws_the_same_panel) {
    const auto pool = users(7);
    BOOST_CHECK(draw_panel(pool, "5eed", 3) == draw_panel(pool, "5eed", 3));
    BOOST_CHECK(draw_panel(pool, "5eed", 7) != draw_panel(pool, "5eee", 7));
}

BOOST_AUTO_TEST_CASE(a_larger_draw_begins_with_the_smaller_one) {
    const auto pool = users(7);
    const auto three = draw_panel(pool, "5eed", 3);
    const auto five = draw_panel(pool, "5eed", 5);
    BOOST_REQUIRE_EQUAL(three.size(), 3U);
    BOOST_CHECK(std::equal(three.begin(), three.end(), five.begin()));
}

BOOST_AUTO_TEST_CASE(nobody_is_drawn_twice_and_nobody_from_outside) {
    const auto pool = users(5);
    for (std::size_t size = 0; size <= 7; ++size) {
        const auto drawn = draw_panel(pool, "seed", size);
        BOOST_CHECK_EQUAL(drawn.size(), std::min<std::size_t>(size, 5));
        const std::set<UserId> distinct(drawn.begin(), drawn.end());
        BOOST_CHECK_EQUAL(distinct.size(), drawn.size());
        for (const auto id : drawn) BOOST_CHECK(std::ranges::find(pool, id) != pool.end());
    }
}

BOOST_AUTO_TEST_CASE(over_many_seeds_everybody_has_the_same_chance) {
    const auto pool = users(7);
    std::map<UserId, int> times;
    constexpr int kDraws = 2100;
    for (int seed = 0; seed < kDraws; ++seed)
        for (const auto id : draw_panel(pool, std::to_string(seed), 3)) ++times[id];
    // 900 expected each; the standard deviation is about 23, so five of them never happen by
    // chance.
    for (const auto id : pool) BOOST_CHECK(times[id] > 785 && times[id] < 1015);
}

BOOST_AUTO_TEST_CASE(the_mean_is_exact) {
    const std::vector<std::vector<CriterionScore>> scores{all(90), all(91), all(83)};
    BOOST_CHECK(mean_score(scores) == Rational(264, 3));
    const std::vector<std::vector<CriterionScore>> thirds{all(41), all(38), all(55)};
    BOOST_CHECK(mean_score(thirds) == Rational(134, 3));
    // 59.99... is below 60, however near.
    const std::vector<std::vector<CriterionScore>> near{
        {{"a", 60}, {"b", 60}, {"c", 60}}, {{"a", 60}, {"b", 60}, {"c", 59}}};
    BOOST_CHECK(mean_score(near) < 60);
}

BOOST_AUTO_TEST_CASE(every_criterion_is_scored_once_within_bounds) {
    const std::vector<std::string> criteria{"qualification", "technology", "scenario"};
    BOOST_CHECK(check_scores(criteria, all(0)).ok());
    BOOST_CHECK(check_scores(criteria, all(100)).ok());
    BOOST_CHECK(!check_scores(criteria, all(101)).ok());
    BOOST_CHECK(!check_scores(criteria, all(-1)).ok());
    const std::vector<CriterionScore> few{{"qualification", 1}, {"technology", 1}};
    BOOST_REQUIRE(!check_scores(criteria, few).ok());
    BOOST_CHECK_EQUAL(check_scores(criteria, few).error().fields[0].code, "missing_score");
    auto twice = all(5);
    twice.push_back({"scenario", 6});
    BOOST_CHECK(!check_scores(criteria, twice).ok());
    auto foreign = all(5);
    foreign.push_back({"beauty", 6});
    BOOST_CHECK_EQUAL(check_scores(criteria, foreign).error().fields[0].code, "unknown_criterion");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(admission_files_and_staff)

BOOST_AUTO_TEST_CASE(files_are_judged_by_their_content) {
    using namespace std::string_view_literals;
    BOOST_CHECK(sniffed_media_type("%PDF-1.7\n") == "application/pdf"sv);
    BOOST_CHECK(sniffed_media_type("\x89PNG\r\n\x1a\n...") == "image/png"sv);
    BOOST_CHECK(sniffed_media_type("申请书(示例)\n") == "text/plain; charset=utf-8"sv);
    BOOST_CHECK(!sniffed_media_type("MZ\x90\0\x03"sv));
    BOOST_CHECK(!sniffed_media_type("PK\x03\x04 something else"));
    BOOST_CHECK(!sniffed_media_type(""));
    BOOST_CHECK(!sniffed_media_type("text\0with nul"sv));
    BOOST_CHECK(sniffed_media_type("PK\x03\x04[Content_Types].xml word/document.xml"));
    BOOST_CHECK(
        !sniffed_media_type("PK\x03\x04[Content_Types].xml word/document.xml vbaProject.bin"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::panel_test
