#include <boost/test/unit_test.hpp>

#include "tenants/portal.hpp"

namespace yunhe::tenants::portal_test {

BOOST_AUTO_TEST_SUITE(portal)

BOOST_AUTO_TEST_CASE(of_a_name_only_the_first_character_is_shown) {
    BOOST_CHECK_EQUAL(masked_name("张三丰"), "张**");
    BOOST_CHECK_EQUAL(masked_name("李"), "李**");
    BOOST_CHECK_EQUAL(masked_name("Zhang San"), "Z**");
    BOOST_CHECK_EQUAL(masked_name(""), "**");
}

BOOST_AUTO_TEST_CASE(long_numbers_are_left_out) {
    BOOST_CHECK_EQUAL(without_numbers("电话13912345678,2026年第3号"), "电话***********,2026年第3号");
    BOOST_CHECK_EQUAL(without_numbers("32100019900101123X是我"), "******************是我");
    BOOST_CHECK_EQUAL(without_numbers("共 123456 元"), "共 123456 元");
    BOOST_CHECK_EQUAL(without_numbers("1234567"), "*******");
    BOOST_CHECK_EQUAL(without_numbers(""), "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::portal_test
