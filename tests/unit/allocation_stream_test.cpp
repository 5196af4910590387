#include <boost/test/unit_test.hpp>

#include "billing/allocation_stream.hpp"

namespace yunhe::billing::allocation_stream_test {
namespace {

const std::string kPlan =
    R"({"id":"p","steps":[{"to":"general","percent":"20"},)"
    R"({"to":"departments","remaining":true,"basis":["weight"],"fallback":["usage"]}]})";
const std::string kSources =
    R"([{"department":"D1","resource":"R1","weight":"60","usage":"1.5"},)"
    R"({"quality":"0.95","resource":"R\u0032","department":"单位"}])";

std::string object(const std::string& pool, const std::string& plan, const std::string& sources) {
    return R"({"pool":")" + pool + R"(","plan":)" + plan + R"(,"sources":)" + sources + "}";
}

/// What both readers make of a text: the strict one's result, if it takes it at all.
std::string strictly(const std::string& text) {
    const auto json = parse_json(text);
    if (!json.ok()) return "refused";
    const auto request = parse_allocation_request(json.value());
    if (!request.ok()) return "refused";
    const auto& taken = request.value();
    const auto allocation = allocate(taken.pool, taken.plan, taken.sources);
    return allocation.ok() ? to_json_text(allocation.value(), taken.plan.id) : "not allocated";
}
std::string quickly(AllocationStream& stream, const std::string& text) {
    const auto* request = stream.read(text);
    if (request == nullptr) return "refused";
    const auto allocation = allocate(request->pool, request->plan, request->sources);
    return allocation.ok() ? to_json_text(allocation.value(), request->plan.id) : "not allocated";
}

BOOST_AUTO_TEST_CASE(what_is_right_is_read_as_the_strict_reader_reads_it) {
    AllocationStream stream;
    const std::string other = R"({"id":"q","steps":[{"to":"general","remaining":true}]})";
    const std::string texts[] = {
        object("1234.56", kPlan, kSources), object("0.01", kPlan, kSources),
        object("7.00", other, "[]"), R"({"plan":)" + other + R"(,"pool":"3.00"})",
        object("1234.56", kPlan, kSources),
        "  " + object("9.99", kPlan, R"([{"department":"D","resource":"R","weight":"0"}])") + "\r"};
    for (const auto& text : texts)
        BOOST_TEST_CONTEXT(text) BOOST_TEST(quickly(stream, text) == strictly(text));
}

BOOST_AUTO_TEST_CASE(what_the_strict_reader_refuses_is_left_to_it) {
    AllocationStream stream;
    BOOST_REQUIRE(stream.read(object("1.00", kPlan, kSources)) != nullptr);
    const std::string wrong[] = {
        "", "{", "1", "[]", "null", object("1.0", kPlan, kSources),
        object("-1.00", kPlan, kSources),
        object("-0.00", kPlan, kSources), object("1.00", "{}", kSources),
        object("1.00", kPlan, "{}"), object("1.00", kPlan, R"([{"department":"D"}])"),
        object("1.00", kPlan, R"([{"department":"D","resource":"R","weight":60}])"),
        object("1.00", kPlan, R"([{"department":"D","resource":"R","weight":"01"}])"),
        object("1.00", kPlan, R"([{"department":"D","resource":"R","resource":"S"}])"),
        object("1.00", kPlan, R"([{"department":"D","resource":"R","more":"1"}])"),
        object("1.00", R"({"id":"q","steps":[{"to":"general","remaining":true}]})", kSources),
        R"({"pool":"1.00","plan":)" + kPlan + "}",
        R"({"pool":"1.00","pool":"1.00","plan":)" + kPlan + R"(,"sources":)" + kSources + "}",
        R"({"pool":"1.00","more":1,"plan":)" + kPlan + R"(,"sources":)" + kSources + "}",
        R"({"pool":1.00,"plan":)" + kPlan + R"(,"sources":)" + kSources + "}",
        object("1.00", kPlan, kSources) + "x", object("1.00", kPlan, kSources) + "{}",
        object("1.00", kPlan, "[{\"department\":\"\xFF\",\"resource\":\"R\"}]")};
    for (const auto& text : wrong) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(strictly(text) == "refused");
            BOOST_TEST(stream.read(text) == nullptr);
        }
    }
    BOOST_TEST(stream.read(object("1.00", kPlan, kSources)) != nullptr);
}

}  // namespace
}  // namespace yunhe::billing::allocation_stream_test
