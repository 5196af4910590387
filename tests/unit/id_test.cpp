#include <limits>

#include <boost/test/unit_test.hpp>

#include "base/id.hpp"

namespace id_test {

using namespace yunhe;

BOOST_AUTO_TEST_SUITE(id)

BOOST_AUTO_TEST_CASE(ids_are_prefix_and_thirteen_characters) {
    BOOST_TEST(id_text("ord", 42) == "ord_000000000001a");
    BOOST_TEST(id_text("ord", 0) == "ord_0000000000000");
    BOOST_TEST(to_text(TenantId{std::numeric_limits<std::uint64_t>::max()}) == "ten_fzzzzzzzzzzzz");
}

BOOST_AUTO_TEST_CASE(ids_come_back) {
    for (const std::uint64_t value :
         {0ull, 1ull, 31ull, 32ull, 1ull << 63, ~0ull, 0x123456789abcdefull})
        BOOST_TEST(parse_id<BodyId>(to_text(BodyId{value})).value().value == value);
}

BOOST_AUTO_TEST_CASE(an_id_that_can_not_exist_is_not_found) {
    for (const auto* wrong : {"", "bod", "bod_", "bod_000000000001", "bod_000000000001aa",
                              "usr_000000000001a", "bod-000000000001a", "bod_00000000000il",
                              "bod_000000000001A", "bod_g000000000000", "bod_zzzzzzzzzzzzz"}) {
        const auto id = parse_id<BodyId>(wrong);
        BOOST_TEST(!id.ok(), wrong);
        if (!id.ok()) BOOST_TEST((id.error().kind == Errc::not_found));
    }
}

BOOST_AUTO_TEST_CASE(texts_sort_as_their_values) {
    BOOST_TEST(id_text("ord", 31) < id_text("ord", 32));
    BOOST_TEST(id_text("ord", 1023) < id_text("ord", 1024));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace id_test
