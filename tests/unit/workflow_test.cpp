#include <array>

#include <boost/test/unit_test.hpp>

#include "base/workflow.hpp"

using namespace yunhe;

namespace {

enum class Light { red, green, broken };
enum class Act { switch_on, switch_off, repair };
enum class Who { driver, warden };

constexpr std::array kMoves{
    Move{Light::red, Act::switch_on, Who::driver, Light::green},
    Move{Light::green, Act::switch_off, Who::driver, Light::red},
    Move{Light::broken, Act::repair, Who::warden, Light::red},
};

}  // namespace

template <>
inline constexpr auto yunhe::enum_texts<Light> = yunhe::texts_of(std::pair{Light::red, "red"},
                                                                 std::pair{Light::green, "green"},
                                                                 std::pair{Light::broken,
                                                                           "broken"});
template <>
inline constexpr auto yunhe::enum_texts<Act> =
    yunhe::texts_of(std::pair{Act::switch_on, "switch_on"},
                    std::pair{Act::switch_off, "switch_off"}, std::pair{Act::repair, "repair"});

BOOST_AUTO_TEST_SUITE(workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t accepted = 0;
    for (const auto from : {Light::red, Light::green, Light::broken})
        for (const auto action : {Act::switch_on, Act::switch_off, Act::repair})
            for (const auto actor : {Who::driver, Who::warden})
                accepted += next_state(kMoves, from, action, actor).ok() ? 1 : 0;
    BOOST_TEST(accepted == kMoves.size());
    BOOST_TEST(
        (next_state(kMoves, Light::red, Act::switch_on, Who::driver).value() == Light::green));
}

BOOST_AUTO_TEST_CASE(the_other_partys_move_is_refused_before_the_state_is_looked_at) {
    const auto refused = next_state(kMoves, Light::green, Act::repair, Who::driver);
    BOOST_TEST((refused.error().kind == Errc::party));
    BOOST_TEST(refused.error().code == "not_your_move");
}

BOOST_AUTO_TEST_CASE(the_right_actor_in_the_wrong_state_learns_both) {
    const auto refused = next_state(kMoves, Light::green, Act::switch_on, Who::driver);
    BOOST_TEST((refused.error().kind == Errc::state));
    BOOST_TEST(refused.error().code == "illegal_transition");
    const ErrorArgs expected{{"action", "switch_on"}, {"state", "green"}};
    BOOST_TEST((refused.error().args == expected));
}

BOOST_AUTO_TEST_CASE(texts_of_enumerators_come_back) {
    for (const auto light : {Light::red, Light::green, Light::broken})
        BOOST_TEST((from_text<Light>(to_text(light)) == light));
    BOOST_TEST(!from_text<Light>("Red").has_value());
    BOOST_CHECK_THROW(stored_enum<Light>("blue"), InvariantViolation);
    BOOST_CHECK_THROW(to_text(static_cast<Light>(9)), InvariantViolation);
    BOOST_TEST(enum_values<Act>.at(2) == "repair");
}

BOOST_AUTO_TEST_SUITE_END()
