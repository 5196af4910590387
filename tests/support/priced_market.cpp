#include "tests/support/priced_market.hpp"

#include <boost/test/unit_test.hpp>

namespace yunhe::test {

PricedMarket::PricedMarket(const Json& charges) {
    market.registered("P1", Json::array({Market::source("R1", "60"), Market::source("R2", "40")}));
    Json standard = {{"code", "std-S1"},       {"product_code", "P1"},
                     {"scenario_code", "S1"},  {"document", "示例文号"},
                     {"effective_from", "2026-03-01"}, {"charges", charges}};
    Market::must(finance().post("/api/v1/approved-standards", standard));
    Market::must(
        market.world.as("collector").post("/api/v1/approved-standards/std-S1/confirm"));
    Json plan = {{"code", "use-S1"},         {"kind", "data_use"},
                 {"product_code", "P1"},     {"scenario_code", "S1"},
                 {"effective_from", "2026-03-01"}, {"charges", charges},
                 {"standard_code", "std-S1"}};
    if (charges.size() > 1) plan["allocation_meter"] = charges[0].at("meter");
    Market::must(finance().post("/api/v1/price-plans", plan));
    Market::must(admin().post("/api/v1/price-plans/use-S1/approve"));
    const auto listing = Market::must(
        market.dev().post("/api/v1/listings", {{"code", "L1"},
                                               {"product_code", "P1"},
                                               {"scenario_codes", {"S1"}},
                                               {"from", "2026-03-10"}}));
    Market::must(market.staff().post(
        "/api/v1/listings/" + listing.json.at("id").get<std::string>() + "/list"));
    market.accepted("O1");
    Market::must(finance().put(
        "/api/v1/non-tax-settings",
        {{"document", "扬财非税〔2026〕示例1号"},
         {"collecting_unit", {{"code", "321000001"}, {"name", "市数据主管部门(示例)"}}},
         {"item", {{"code", "103070699"}, {"name", "公共数据有偿使用收入(示例)"}}}}));
    Market::must(market.world.as("collector").post("/api/v1/non-tax-settings/confirm"));
    gateway_ = market.world.operator_key({"events:write"});
}

void PricedMarket::platform_plan(const std::string& code, const Json& charges,
                                 const std::string& from) {
    Market::must(finance().post("/api/v1/price-plans", {{"code", code},
                                                        {"kind", "operator_fee"},
                                                        {"effective_from", from},
                                                        {"charges", charges}}));
    Market::must(admin().post("/api/v1/price-plans/" + code + "/approve"));
}

void PricedMarket::cap(const std::string& code, const std::string& from, const std::string& most) {
    Market::must(admin().post(
        "/api/v1/price-caps",
        {{"code", code},
         {"document", "示例文号" + code},
         {"effective_from", from},
         {"items", Json::array({{{"meter", "core_hours"},
                                 {"tiers", Json::array({Json{{"unit_price", most}}})}}})}}));
    Market::must(authority().post("/api/v1/price-caps/" + code + "/confirm"));
}

void PricedMarket::use(const std::string& subject, const std::string& meter,
                       const std::string& quantity, const std::string& time,
                       const std::string& property) {
    Json data = {{"meter", meter}, {"quantity", quantity}};
    if (!property.empty()) data["property"] = property;
    const Json event = {{"specversion", "1.0"},
                        {"id", "e" + std::to_string(++events_)},
                        {"source", "gateway/1"},
                        {"type", "yunhe.usage"},
                        {"subject", subject},
                        {"time", time},
                        {"data", data}};
    const auto answer = gateway_.send(http::Method::post, "/api/v1/events",
                                      Json::array({event}).dump(),
                                      "application/cloudevents-batch+json");
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.text);
    BOOST_REQUIRE_MESSAGE(answer.json.at("results")[0].at("status") == "accepted", answer.text);
}

Json PricedMarket::settled(const std::string& period) {
    return Market::must(finance().post("/api/v1/settlements", {{"period", period}})).json;
}

Json PricedMarket::line(const std::string& meter, const std::string& period) {
    Json found;
    for (const auto& row : finance().rows("/api/v1/charge-lines?period=" + period)) {
        if (row.at("meter") != meter) continue;
        BOOST_REQUIRE_MESSAGE(found.is_null(), "two lines of " << meter);
        found = row;
    }
    BOOST_REQUIRE_MESSAGE(!found.is_null(), "no line of " << meter);
    return found;
}

Json PricedMarket::explanation(const Json& line) {
    return Market::must(finance().get("/api/v1/charge-lines/" + line.at("id").get<std::string>() +
                                      "/explanation"))
        .json.at("explanation");
}

Json PricedMarket::charge(const std::string& meter, const std::string& aggregation,
                          const std::string& model, Json more) {
    more["meter"] = meter;
    more["aggregation"] = aggregation;
    more["model"] = model;
    return more;
}

}  // namespace yunhe::test
