#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "billing/money_cli.hpp"

namespace yunhe::billing::money_cli_test {
namespace {

using Run = int (*)(std::istream&, std::ostream&, Language);

struct Outcome {
    int exit_code = 0;
    std::vector<Json> lines;
};

std::vector<Json> json_lines(std::istream& input) {
    std::vector<Json> lines;
    for (std::string line; std::getline(input, line);) lines.push_back(parse_json(line).value());
    return lines;
}

Outcome run(Run command, const std::string& text) {
    std::istringstream input(text);
    std::ostringstream output;
    Outcome outcome;
    outcome.exit_code = command(input, output, Language::english);
    std::istringstream written(output.str());
    outcome.lines = json_lines(written);
    return outcome;
}

std::string text_of_case(const std::string& name) {
    std::ifstream file(std::string(YUNHE_SOURCE_DIR) + "/tests/cases/" + name);
    BOOST_REQUIRE_MESSAGE(file.good(), name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<Json> expected_of_case(const std::string& name) {
    std::istringstream text(text_of_case(name));
    return json_lines(text);
}

/// Of each line the error's code, or "ok".
std::string codes(const Outcome& outcome) {
    std::string text;
    for (const auto& line : outcome.lines)
        text += (text.empty() ? "" : " ") +
                (line.contains("error") ? line["error"]["code"].get<std::string>() : "ok");
    return text;
}

const std::string kLine = R"({"charge": {"model": "unit", "unit_price": "1"}, "quantity": "2"})";
const std::string kOverLines = "{\"charge\":\n\n  {\"model\": \"unit\",\n   \"unit_price\": "
                               "\"1\"},\r\n\"quantity\":\n\"2\"}";

BOOST_AUTO_TEST_SUITE(money_cli)

BOOST_AUTO_TEST_CASE(the_worked_allocations_come_out_to_the_fen) {
    const auto outcome = run(run_allocate, text_of_case("allocation/cases.jsonl"));
    const auto expected = expected_of_case("allocation/expected.jsonl");
    BOOST_REQUIRE_EQUAL(outcome.lines.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i].contains("error"))
            BOOST_TEST(outcome.lines[i]["error"]["code"] == expected[i]["error"]["code"]);
        else
            BOOST_TEST(to_text(outcome.lines[i]) == to_text(expected[i]));
    }
    BOOST_TEST(outcome.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(the_worked_ratings_come_out_to_the_fen) {
    const auto outcome = run(run_rate, text_of_case("rating/cases.jsonl"));
    const auto expected = expected_of_case("rating/expected.jsonl");
    BOOST_REQUIRE_EQUAL(outcome.lines.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        BOOST_TEST(outcome.lines[i]["amount"] == expected[i]["amount"]);
    BOOST_TEST(outcome.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(blank_lines_are_skipped_and_an_object_may_stand_over_several) {
    const auto outcome = run(run_rate, "\n" + kLine + "\n \t\r\n" + kOverLines + "\n\n" + kLine);
    BOOST_TEST(codes(outcome) == "ok ok ok");
    BOOST_TEST(outcome.lines[1]["amount"] == "2.00");
    BOOST_TEST(outcome.exit_code == 0);
    BOOST_TEST(run(run_rate, "").exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_bad_line_answers_in_its_place) {
    const auto outcome = run(run_rate, kLine + "\nnot json\n" + kLine + "\n{}\n" + kLine);
    BOOST_TEST(codes(outcome) == "ok bad_json ok missing_field ok");
    BOOST_TEST(outcome.lines[3]["error"]["pointer"] == "/charge");
    BOOST_TEST(outcome.lines[3]["error"]["message"].get<std::string>().size() > 0);
    BOOST_TEST(outcome.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(a_line_cut_short_does_not_swallow_those_after_it) {
    for (const std::size_t length : {1u, 12u, 20u, 40u, 60u}) {
        const std::string cut = kLine.substr(0, length);
        BOOST_TEST(codes(run(run_rate, cut + "\n" + kLine + "\n" + kLine)) == "bad_json ok ok",
                   cut);
        BOOST_TEST(codes(run(run_rate, kLine + "\n" + cut)) == "ok bad_json", cut);
    }
}

BOOST_AUTO_TEST_CASE(a_broken_object_over_several_lines_is_one_error) {
    const std::string broken = "{\n \"charge\": {\n  \"model\" \"unit\"\n },\n \"quantity\": 1\n}";
    BOOST_TEST(codes(run(run_rate, broken + "\n" + kLine)) == "bad_json ok");
    const std::string repeated = "{\n \"quantity\": \"1\",\n \"quantity\": \"1\"\n}";
    BOOST_TEST(codes(run(run_rate, repeated + "\n" + kLine)) == "bad_json ok");
}

BOOST_AUTO_TEST_CASE(json_that_is_no_object_is_refused_as_the_shape_says) {
    BOOST_TEST(codes(run(run_rate, "1\n[]\n\"x\"\nnull")) ==
               "bad_charge bad_charge bad_charge bad_charge");
    BOOST_TEST(codes(run(run_allocate, "1\n[]")) == "bad_plan bad_plan");
    BOOST_TEST(codes(run(run_rate, kLine + kLine)) == "bad_json");
}

BOOST_AUTO_TEST_CASE(messages_come_in_the_language_asked_for) {
    std::istringstream input("{}");
    std::ostringstream output;
    BOOST_TEST(run_allocate(input, output, Language::chinese) == 1);
    BOOST_TEST(output.str().find("字段") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::money_cli_test
