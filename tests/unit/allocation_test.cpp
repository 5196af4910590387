#include <boost/test/unit_test.hpp>

#include "billing/allocation_json.hpp"

namespace yunhe::billing::allocation_test {
namespace {

/// What `yunhe allocate` answers: "to amount, ..." or "code pointer".
std::string answer(std::string_view text) {
    const auto request = parse_allocation_request(parse_json(text).value());
    const auto described = [](const Error& error) {
        return error.fields.front().code + " " + error.fields.front().pointer;
    };
    if (!request.ok()) return described(request.error());
    const auto& [pool, plan, sources] = request.value();
    const auto allocation = allocate(pool, plan, sources);
    if (!allocation.ok()) return described(allocation.error());
    std::string parts;
    for (const auto& part : allocation.value().parts)
        parts += (parts.empty() ? "" : ", ") + part.to + " " + to_text(part.amount);
    return parts;
}

std::string answer(const std::string& pool, const std::string& steps, const std::string& sources) {
    return answer("{\"pool\": " + pool + ", \"plan\": {\"id\": \"p\", \"steps\": [" + steps +
                  "]}, \"sources\": [" + sources + "]}");
}

const std::string kRest = R"({"to": "departments", "remaining": true, "basis": ["weight"]})";
const std::string kOne = R"({"department": "D1", "resource": "R1", "weight": "1"})";

/// The answer to a plan of these steps, for an ordinary pool and source.
std::string plan_answer(const std::string& steps) { return answer("\"1.00\"", steps, kOne); }

Part part(std::string to, std::int64_t fen) { return {std::move(to), Money::fen(fen)}; }

std::vector<std::int64_t> fen_of(const std::vector<Part>& parts) {
    std::vector<std::int64_t> fen;
    for (const auto& each : parts) fen.push_back(each.amount.fen());
    return fen;
}

BOOST_AUTO_TEST_SUITE(allocation)

BOOST_AUTO_TEST_CASE(fixed_steps_take_in_order_what_is_left) {
    BOOST_TEST(plan_answer(R"({"to": "a", "fixed": "0.70"}, {"to": "b", "fixed": "0.70"},
                              {"to": "c", "percent": "50"}, )" + kRest) ==
               "a 0.70, b 0.30, c 0.00, department:D1 0.00");
}

BOOST_AUTO_TEST_CASE(percents_are_of_the_net_pool_wherever_they_stand) {
    BOOST_TEST(plan_answer(R"({"to": "c", "percent": "50"}, {"to": "a", "fixed": "0.40"}, )" +
                           kRest) == "c 0.30, a 0.40, department:D1 0.30");
    BOOST_TEST(plan_answer(R"({"to": "c", "percent": "100"}, )" + kRest) ==
               "c 1.00, department:D1 0.00");
}

BOOST_AUTO_TEST_CASE(equal_remainders_go_by_share_and_then_by_name) {
    // 0.03 in halves: 1.5 fen each; "a" before "department:D1".
    BOOST_TEST(answer("\"0.03\"", R"({"to": "a", "percent": "50"}, )" + kRest, kOne) ==
               "a 0.02, department:D1 0.01");
    BOOST_TEST(answer("\"0.03\"", R"({"to": "z", "percent": "50"}, )" + kRest, kOne) ==
               "z 0.01, department:D1 0.02");
    // 1.5 and 0.5 fen: the larger share gets the odd fen though its name comes last.
    BOOST_TEST(answer("\"0.02\"", R"({"to": "z", "percent": "75"}, )" + kRest, kOne) ==
               "z 0.02, department:D1 0.00");
}

BOOST_AUTO_TEST_CASE(an_absent_field_counts_as_one_and_a_zero_takes_no_part) {
    BOOST_TEST(answer("\"1.00\"",
                      R"({"to": "departments", "remaining": true, "basis": ["weight", "quality"]})",
                      R"({"department": "D1", "resource": "R1", "weight": "3"},
                         {"department": "D2", "resource": "R2", "weight": "1", "quality": "1"},
                         {"department": "D3", "resource": "R3", "quality": "0"})") ==
               "department:D1 0.75, department:D2 0.25, department:D3 0.00");
}

BOOST_AUTO_TEST_CASE(the_fallback_is_used_only_if_all_factors_are_zero) {
    const std::string steps = R"({"to": "departments", "remaining": true, "basis": ["usage"],
                                  "fallback": ["weight"]})";
    const std::string first = R"({"department": "D1", "resource": "R1", "weight": "1", )";
    const std::string second = R"({"department": "D2", "resource": "R2", "weight": "3", )";
    BOOST_TEST(answer("\"1.00\"", steps, first + R"("usage": "0"}, )" + second +
                                             R"("usage": "0"})") ==
               "department:D1 0.25, department:D2 0.75");
    BOOST_TEST(answer("\"1.00\"", steps, first + R"("usage": "0.000001"}, )" + second +
                                             R"("usage": "0"})") ==
               "department:D1 1.00, department:D2 0.00");
}

BOOST_AUTO_TEST_CASE(no_basis_is_refused_also_when_there_is_nothing_to_share_out) {
    const std::string nothing = R"({"department": "D1", "resource": "R1", "weight": "0"})";
    BOOST_TEST(answer("\"1.00\"", kRest, nothing) == "no_basis /sources");
    BOOST_TEST(answer("\"0.00\"", kRest, nothing) == "no_basis /sources");
    BOOST_TEST(answer("\"1.00\"", R"({"to": "a", "percent": "100"}, )" + kRest, nothing) ==
               "no_basis /sources");
}

BOOST_AUTO_TEST_CASE(the_exact_share_and_the_rounding_explain_each_amount) {
    const auto request =
        parse_allocation_request(
            parse_json(R"({"pool": "1.00", "plan": {"id": "p", "steps": [
                {"to": "f", "fixed": "0.10"}, {"to": "a", "percent": "10"}, )" + kRest + R"(]},
                "sources": [{"department": "D1", "resource": "R1", "weight": "1"},
                            {"department": "D1", "resource": "R2", "weight": "2"}]})").value())
            .value();
    const auto allocation = allocate(request.pool, request.plan, request.sources).value();
    const auto share = [&](const WideInt& value) {
        return exact_text(exact_share(allocation, value));
    };
    BOOST_TEST(share(allocation.parts[0].share) == "0.100000");
    BOOST_TEST(share(allocation.parts[1].share) == "0.090000");
    BOOST_TEST(share(allocation.parts[2].share) == "0.810000");
    BOOST_TEST(share(allocation.parts[2].resources[1].share) == "0.540000");
}

BOOST_AUTO_TEST_CASE(mistakes_of_form_name_their_place) {
    BOOST_TEST(answer("[]") == "bad_plan ");
    BOOST_TEST(answer(R"({"pool": "1.00", "plan": {}, "sources": []})") ==
               "missing_field /plan/id");
    BOOST_TEST(answer(R"({"plan": {"id": "p", "steps": []}})") == "missing_field /pool");
    BOOST_TEST(answer("1", kRest, kOne) == "bad_money /pool");
    BOOST_TEST(answer("\"-0.01\"", kRest, kOne) == "negative_pool /pool");
    BOOST_TEST(answer("\"1.00\"", kRest, "") == "no_sources /sources");
    BOOST_TEST(answer("\"1.00\"", kRest, "1") == "bad_plan /sources/0");
    BOOST_TEST(answer("\"1.00\"", kRest, R"({"department": "D1", "resource": "R1", "weight": 1})")
               == "bad_decimal /sources/0/weight");
    BOOST_TEST(answer("\"1.00\"", kRest, R"({"department": "D1"})") ==
               "missing_field /sources/0/resource");
    BOOST_TEST(answer("\"1.00\"", kRest, R"({"department": "D1", "resource": "R1", "size": "1"})")
               == "unknown_field /sources/0/size");
    BOOST_TEST(answer("\"1.00\"", kRest, kOne + R"(, {"department": "D2", "resource": "R1"})") ==
               "duplicate_resource /sources/1/resource");
}

BOOST_AUTO_TEST_CASE(plans_that_break_a_rule_are_refused) {
    BOOST_TEST(plan_answer("") == "no_remaining_step /plan/steps");
    BOOST_TEST(plan_answer(R"({"to": "a", "percent": "5"})") == "no_remaining_step /plan/steps");
    BOOST_TEST(plan_answer(kRest + ", " + kRest) == "bad_plan /plan/steps/0/remaining");
    BOOST_TEST(plan_answer(kRest + R"(, {"to": "a", "percent": "5"})") ==
               "bad_plan /plan/steps/0/remaining");
    BOOST_TEST(plan_answer(R"({"to": "a"}, )" + kRest) == "bad_plan /plan/steps/0");
    BOOST_TEST(plan_answer(R"({"to": "a", "fixed": "1.00", "percent": "5"}, )" + kRest) ==
               "bad_plan /plan/steps/0");
    BOOST_TEST(plan_answer(R"({"to": "a", "percent": "5"}, {"to": "a", "percent": "5"}, )" + kRest)
               == "bad_plan /plan/steps/1/to");
    BOOST_TEST(plan_answer(R"({"to": "", "percent": "5"}, )" + kRest) ==
               "bad_plan /plan/steps/0/to");
    BOOST_TEST(plan_answer(R"({"to": "department:D9", "percent": "5"}, )" + kRest) ==
               "bad_plan /plan/steps/0/to");
    BOOST_TEST(plan_answer(R"({"to": "departments", "percent": "5"},
                              {"to": "a", "remaining": true})") == "bad_plan /plan/steps/0/to");
    BOOST_TEST(plan_answer(R"({"to": "a", "remaining": true})") == "bad_plan /sources");
    BOOST_TEST(plan_answer(R"({"to": "a", "remaining": false})") ==
               "bad_plan /plan/steps/0/remaining");
    BOOST_TEST(plan_answer(R"({"to": "a", "fixed": "-1.00"}, )" + kRest) ==
               "bad_money /plan/steps/0/fixed");
}

BOOST_AUTO_TEST_CASE(a_basis_names_known_fields_once_each) {
    const auto basis = [](const std::string& rest) {
        return plan_answer(R"({"to": "departments", "remaining": true, )" + rest + "}");
    };
    BOOST_TEST(basis(R"("fallback": ["weight"])") == "missing_field /plan/steps/0/basis");
    BOOST_TEST(basis(R"("basis": [])") == "bad_plan /plan/steps/0/basis");
    BOOST_TEST(basis(R"("basis": "weight")") == "bad_plan /plan/steps/0/basis");
    BOOST_TEST(basis(R"("basis": ["weight", "weight"])") == "bad_plan /plan/steps/0/basis/1");
    BOOST_TEST(basis(R"("basis": ["age"])") == "bad_plan /plan/steps/0/basis/0");
    BOOST_TEST(basis(R"("basis": ["weight"], "fallback": [])") ==
               "bad_plan /plan/steps/0/fallback");
}

BOOST_AUTO_TEST_CASE(percents_are_at_most_a_hundred_alone_and_together) {
    BOOST_TEST(plan_answer(R"({"to": "a", "percent": "100.000001"}, )" + kRest) ==
               "bad_percent /plan/steps/0/percent");
    BOOST_TEST(plan_answer(R"({"to": "a", "percent": "60"},
                              {"to": "b", "percent": "40.000001"}, )" + kRest) ==
               "bad_percent /plan/steps/1/percent");
    BOOST_TEST(plan_answer(R"({"to": "a", "percent": "5.0000001"}, )" + kRest) ==
               "bad_decimal /plan/steps/0/percent");
}

BOOST_AUTO_TEST_CASE(each_code_comes_before_those_that_follow_it) {
    // Every line mends the mistake that the line before it named.
    const std::string good_source = R"({"department": "D1", "resource": "R1", "weight": "0"})";
    const std::string bad_source = R"({"department": "D1", "resource": "R1", "weight": "-"})";
    BOOST_TEST(answer(R"({"x": 1, "pool": "-1", "plan": {"steps": [{"to": ""}]}})") ==
               "unknown_field /x");
    BOOST_TEST(answer(R"({"pool": "-1", "plan": {"steps": [{"to": ""}]}})") ==
               "missing_field /plan/id");
    BOOST_TEST(answer("\"-1\"", R"({"to": ""})", bad_source) == "bad_money /pool");
    BOOST_TEST(answer("\"-1.00\"", R"({"to": ""})", bad_source) == "negative_pool /pool");
    BOOST_TEST(answer("\"1.00\"", R"({"to": ""})", bad_source) == "bad_plan /plan/steps/0");
    BOOST_TEST(answer("\"1.00\"", R"({"to": "a", "percent": "101"})", bad_source) ==
               "no_remaining_step /plan/steps");
    BOOST_TEST(answer("\"1.00\"", R"({"to": "a", "percent": "101"}, )" + kRest, bad_source) ==
               "bad_decimal /sources/0/weight");
    BOOST_TEST(answer("\"1.00\"", R"({"to": "a", "percent": "101"}, )" + kRest, good_source) ==
               "bad_percent /plan/steps/0/percent");
    BOOST_TEST(answer("\"1.00\"", R"({"to": "a", "percent": "1"}, )" + kRest,
                      good_source + ", " + good_source) ==
               "duplicate_resource /sources/1/resource");
    BOOST_TEST(answer("\"1.00\"", R"({"to": "a", "percent": "1"}, )" + kRest, good_source) ==
               "no_basis /sources");
}

BOOST_AUTO_TEST_CASE(a_named_account_needs_no_sources) {
    const std::string head =
        R"({"pool": "1.01", "plan": {"id": "p", "steps": [{"to": "a", "percent": "50"},
            {"to": "b", "remaining": true}]})";
    BOOST_TEST(answer(head + "}") == "a 0.51, b 0.50");
    BOOST_TEST(answer(head + R"(, "sources": []})") == "a 0.51, b 0.50");
    BOOST_TEST(answer(head + R"(, "sources": null})") == "bad_plan /sources");
}

BOOST_AUTO_TEST_CASE(a_plan_survives_its_json_form) {
    const std::string text =
        R"({"id":"p","steps":[{"to":"a","fixed":"1.00"},{"to":"b","percent":"12.5"},)"
        R"({"to":"departments","remaining":true,"basis":["usage","weight"],)"
        R"("fallback":["weight"]}]})";
    BOOST_TEST(to_text(to_json(parse_allocation_plan(parse_json(text).value()).value())) == text);
}

BOOST_AUTO_TEST_CASE(refunds_mirror_what_was_given_until_nothing_is_left) {
    const std::vector<Part> given = {part("a", 1), part("b", 1), part("c", 1)};
    const auto first = mirror_refund(given, Money::fen(1), {}).value();
    BOOST_TEST(fen_of(first) == (std::vector<std::int64_t>{-1, 0, 0}));
    const auto second = mirror_refund(given, Money::fen(3), first).value();
    BOOST_TEST(fen_of(second) == (std::vector<std::int64_t>{0, -1, -1}));
    BOOST_TEST(mirror_refund(given, Money::fen(4), {}).error().code == "refund_exceeds_pool");
    BOOST_TEST(mirror_refund(given, Money::fen(-1), {}).error().code == "refund_exceeds_pool");
}

BOOST_AUTO_TEST_CASE(a_refund_reaches_the_resources_of_a_department) {
    Part department = part("department:D1", 10);
    department.resources = {{"R1", Money::fen(7), 0}, {"R2", Money::fen(3), 0}};
    const auto mirror = mirror_refund({department}, Money::fen(5), {}).value();
    BOOST_TEST(mirror[0].amount.fen() == -5);
    BOOST_TEST(mirror[0].resources[0].amount.fen() == -4);  // 3.5 and 1.5: the larger share.
    BOOST_TEST(mirror[0].resources[1].amount.fen() == -1);
}

BOOST_AUTO_TEST_CASE(a_true_up_holds_only_what_differs) {
    Part before = part("department:D1", 10);
    before.resources = {{"R1", Money::fen(7), 0}, {"R2", Money::fen(3), 0}};
    Part after = part("department:D1", 10);
    after.resources = {{"R1", Money::fen(6), 0}, {"R2", Money::fen(4), 0}};
    const auto difference = true_up({part("same", 5), part("new", 2), after},
                                    {part("same", 5), part("gone", 2), before});
    BOOST_REQUIRE_EQUAL(difference.size(), 3u);
    BOOST_TEST(difference[0].to == "new");
    BOOST_TEST(difference[1].to == "department:D1");
    BOOST_TEST(difference[1].amount.zero());
    BOOST_TEST(difference[1].resources[0].amount.fen() == -1);
    BOOST_TEST(difference[2].to == "gone");
    BOOST_TEST(difference[2].amount.fen() == -2);
    BOOST_TEST(true_up({after}, {after}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::allocation_test
