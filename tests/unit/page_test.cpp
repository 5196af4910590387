#include <boost/test/unit_test.hpp>

#include "base/page.hpp"

namespace page_test {

using namespace yunhe;

namespace {

Json page_of(std::uint32_t limit, const std::vector<std::uint64_t>& rows) {
    return page_json(PageRequest{0, limit}, rows, [](std::uint64_t row) { return Json(row); },
                     [](std::uint64_t row) { return row; });
}

std::string pointer_of(std::string_view limit, std::string_view cursor) {
    const auto page = parse_page(limit, cursor);
    return page.ok() ? "ok" : page.error().fields.at(0).pointer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page)

BOOST_AUTO_TEST_CASE(nothing_asked_gives_the_first_page) {
    const auto page = parse_page("", "").value();
    BOOST_TEST(page.after_id == 0u);
    BOOST_TEST(page.limit == kPageLimitDefault);
    BOOST_TEST(page.fetch() == kPageLimitDefault + 1);
}

BOOST_AUTO_TEST_CASE(limits_are_one_to_two_hundred) {
    BOOST_TEST(parse_page("1", "").value().limit == 1u);
    BOOST_TEST(parse_page("200", "").value().limit == 200u);
    for (const auto* wrong : {"0", "201", "-1", "+5", "1x", " 1", "99999999999", "x"})
        BOOST_TEST(pointer_of(wrong, "") == "?limit", wrong);
}

BOOST_AUTO_TEST_CASE(a_cursor_leads_behind_the_last_row_seen) {
    BOOST_TEST(parse_page("", cursor_text(77)).value().after_id == 77u);
    for (const auto* wrong : {"77", "ord_000000000001a", "cur_", "cur_000000000001A"})
        BOOST_TEST(pointer_of("", wrong) == "?cursor", wrong);
}

BOOST_AUTO_TEST_CASE(a_page_shows_limit_rows_and_tells_whether_more_follow) {
    const auto more = page_of(2, {5, 6, 7});
    BOOST_TEST(more["data"] == Json::array({5, 6}));
    BOOST_TEST(more["has_more"] == Json(true));
    BOOST_TEST(more["next_cursor"] == Json(cursor_text(6)));
    const auto last = page_of(2, {5, 6});
    BOOST_TEST(last["has_more"] == Json(false));
    BOOST_TEST(last["next_cursor"].is_null());
    BOOST_TEST(page_of(2, {})["data"] == Json::array());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace page_test
