#include <boost/test/unit_test.hpp>

#include "billing/income_limit.hpp"

namespace yunhe::billing::income_limit_test {
namespace {

Money yuan(std::int64_t amount) { return Money::fen(amount * 100); }

BOOST_AUTO_TEST_SUITE(income_limit)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t allowed = 0;
    for (const auto& state : enum_texts<IncomeLimitState>)
        for (const auto& action : enum_texts<IncomeLimitAction>)
            for (const auto& actor : enum_texts<IncomeLimitActor>)
                allowed +=
                    next_state(kIncomeLimitMoves, state.value, action.value, actor.value).ok();
    BOOST_TEST(allowed == kIncomeLimitMoves.size());
}

BOOST_AUTO_TEST_CASE(a_limit_is_of_this_year_or_one_of_the_next_five) {
    IncomeLimit limit;
    limit.amount = yuan(100);
    limit.document = "示例文号";
    const auto code = [&](int year) {
        limit.year = year;
        const auto checked = check_income_limit(limit, 2026);
        return checked.ok() ? "" : checked.error().fields.at(0).code;
    };
    BOOST_TEST(code(2026) == "");
    BOOST_TEST(code(2031) == "");
    BOOST_TEST(code(2025) == "out_of_range");
    BOOST_TEST(code(2032) == "out_of_range");
    limit.document = " ";
    BOOST_TEST(code(2026) == "document_required");
    limit.amount = Money::fen(-1);
    BOOST_TEST(code(2026) == "bad_money");
}

BOOST_AUTO_TEST_CASE(what_is_above_lowers_what_the_next_year_permits) {
    const auto standings = stand_against({{2026, yuan(1000), yuan(1300)},
                                          {2027, yuan(1000), yuan(900)},
                                          {2029, yuan(1000), yuan(800)},
                                          {2030, yuan(100), yuan(0)}});
    BOOST_TEST((standings[0].permitted == yuan(1000)));
    BOOST_TEST((standings[0].overshoot == yuan(300)));
    BOOST_TEST((standings[1].carried_in == yuan(300)));
    BOOST_TEST((standings[1].permitted == yuan(700)));
    BOOST_TEST((standings[1].overshoot == yuan(200)));
    // A year without limit in between carries it on.
    BOOST_TEST((standings[2].carried_in == yuan(200)));
    BOOST_TEST((standings[2].permitted == yuan(800)));
    BOOST_TEST((standings[2].overshoot.zero()));
    BOOST_TEST((standings[3].permitted == yuan(100)));
}

BOOST_AUTO_TEST_CASE(an_overshoot_beyond_a_whole_years_limit_is_carried_through) {
    const auto standings = stand_against({{2026, yuan(100), yuan(350)},
                                          {2027, yuan(100), yuan(0)},
                                          {2028, yuan(200), yuan(20)}});
    BOOST_TEST((standings[1].permitted.zero()));
    BOOST_TEST((standings[1].overshoot == yuan(150)));
    BOOST_TEST((standings[2].permitted == yuan(50)));
    BOOST_TEST((standings[2].overshoot.zero()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::income_limit_test
