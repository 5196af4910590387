#include <boost/test/unit_test.hpp>

#include "base/clock.hpp"
#include "http/router.hpp"

namespace yunhe::http::router_test {
namespace {

Result<Reply> nothing(const Call&) { return Reply{}; }

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/orders", Permission::signed_in, nothing, "listOrders", "Lists."},
    {Method::post, "/api/v1/orders", Permission::signed_in, nothing, "createOrder", "Creates."},
    {Method::get, "/api/v1/orders/:order_id", Permission::signed_in, nothing, "readOrder",
        "Reads."},
    {Method::get, "/api/v1/orders/export", Permission::signed_in, nothing, "exportOrders",
        "Exports."},
    {Method::post, "/api/v1/orders/:id/submit", Permission::signed_in, nothing, "submitOrder",
        "Submits."},
};
static_assert(well_formed(kRoutes));

std::string_view operation_of(Method method, std::string_view path) {
    const auto match = Router(kRoutes).find(method, path);
    return match.route == nullptr ? "" : match.route->operation;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(router)

BOOST_AUTO_TEST_CASE(named_segments_win_over_parameters) {
    BOOST_TEST(operation_of(Method::get, "/api/v1/orders/export") == "exportOrders");
    BOOST_TEST(operation_of(Method::get, "/api/v1/orders/ord_1") == "readOrder");
}

BOOST_AUTO_TEST_CASE(a_named_segment_that_leads_nowhere_falls_back_to_the_parameter) {
    BOOST_TEST(operation_of(Method::post, "/api/v1/orders/export/submit") == "submitOrder");
}

BOOST_AUTO_TEST_CASE(path_values_carry_the_names_of_their_own_route) {
    const Router router(kRoutes);
    const auto submit = router.find(Method::post, "/api/v1/orders/ord_7/submit");
    BOOST_REQUIRE_EQUAL(submit.path_values.size(), 1u);
    BOOST_TEST(submit.path_values[0].first == "id");
    BOOST_TEST(submit.path_values[0].second == "ord_7");
}

BOOST_AUTO_TEST_CASE(head_finds_get_and_other_methods_learn_what_is_allowed) {
    BOOST_TEST(operation_of(Method::head, "/api/v1/orders") == "listOrders");
    const Router router(kRoutes);
    const auto wrong = router.find(Method::delete_, "/api/v1/orders");
    BOOST_TEST(wrong.route == nullptr);
    const std::vector<Method> expected{Method::get, Method::head, Method::post, Method::options};
    BOOST_TEST((wrong.allowed == expected));
}

BOOST_AUTO_TEST_CASE(paths_that_are_nearly_right_are_not_found) {
    for (const auto* path : {"", "/", "api/v1/orders", "/api/v1/orders/", "/api/v1/orders//submit",
                             "/api/v1/ORDERS", "/api/v1/orders/a/submit/", "//api/v1/orders"})
        BOOST_TEST(Router(kRoutes).find(Method::get, path).allowed.empty(), path);
}

BOOST_AUTO_TEST_CASE(a_path_of_900000_slashes_costs_no_time) {
    const std::string path(900'000, '/');
    const Router router(kRoutes);
    const auto begin = steady_now();
    BOOST_TEST(router.find(Method::get, path).allowed.empty());
    BOOST_TEST((steady_now() - begin < std::chrono::milliseconds(100)));
}

BOOST_AUTO_TEST_CASE(the_same_route_twice_is_a_bug) {
    const Route twice[] = {kRoutes[0], kRoutes[0]};
    BOOST_CHECK_THROW(Router{twice}, InvariantViolation);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::http::router_test
