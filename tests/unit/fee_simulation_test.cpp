#include <boost/test/unit_test.hpp>

#include "billing/fee_simulation.hpp"

namespace yunhe::billing::fee_simulation_test {
namespace {

constexpr Period kPeriod{2026, 9};

RatingPlan plan_of(const char* code, const char* meter, const char* price) {
    Charge charge;
    charge.meter = meter;
    charge.aggregation = Aggregation::sum;
    charge.unit_price = UnitPrice::parse(price).value();
    return {.code = code, .charges = {charge}};
}

MeterUsage used(const char* meter, std::int64_t units) {
    return {.meter = meter,
            .quantity = Quantity{units * 1'000'000},
            .events = 1,
            .first_at = {},
            .last_at = {},
            .digest_hex = {}};
}

OrderFacts order(std::uint64_t id, const char* code, const char* product) {
    OrderFacts made;
    made.id = catalog::OrderId{id};
    made.code = code;
    made.product_code = product;
    made.scenario_code = "S1";
    made.developer_id = BodyId{1};
    made.developer_uscc = "D1";
    made.plan = plan_of("old", "calls", "0.30");
    made.usage = {used("calls", 100), used("rows", 5)};
    return made;
}

PeriodFacts facts() {
    PeriodFacts made;
    made.period = kPeriod;
    made.orders = {order(1, "O1", "P1"), order(2, "O2", "P2")};
    made.platform_plans = {plan_of("fee", "core_hours", "1.00")};
    made.developers = {{BodyId{1}, "D1", {used("core_hours", 10)}},
                       {BodyId{2}, "D2", {used("core_hours", 20)}}};
    ServiceFeeFacts fee;
    fee.amount = Money::fen(100);
    made.service_fees = {fee};
    return made;
}

BOOST_AUTO_TEST_SUITE(fee_simulation)

BOOST_AUTO_TEST_CASE(a_data_use_plan_takes_the_place_of_the_orders_in_scope) {
    const SimulatedPlan plan{catalog::PriceKind::data_use, plan_of("new", "calls", "0.20")};
    auto tried = narrowed(facts(), {.product_code = "P1"}, plan);
    BOOST_REQUIRE(tried.orders.size() == 1u);
    BOOST_TEST(tried.orders[0].code == "O1");
    BOOST_TEST(tried.orders[0].plan->code == "new");
    BOOST_TEST(tried.developers.empty());
    BOOST_TEST(tried.service_fees.empty());
    const auto unpriced = take_unpriced(tried);
    BOOST_REQUIRE(unpriced.size() == 1u);
    BOOST_TEST(unpriced[0].subject == "O1");
    BOOST_TEST(unpriced[0].meter == "rows");
    const auto lines = rate_period(tried).value();
    BOOST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(to_text(lines[0].amount) == "20.00");
}

BOOST_AUTO_TEST_CASE(an_operator_fee_takes_the_place_of_platform_costs) {
    const SimulatedPlan plan{catalog::PriceKind::operator_fee,
                             plan_of("new", "core_hours", "0.50")};
    const auto all = narrowed(facts(), {}, plan);
    BOOST_TEST(all.orders.empty());
    BOOST_TEST(all.developers.size() == 2u);
    BOOST_TEST(all.platform_plans.at(0).code == "new");
    const auto one = narrowed(facts(), {.developer_uscc = "D2"}, plan);
    BOOST_REQUIRE(one.developers.size() == 1u);
    BOOST_TEST(one.developers[0].uscc == "D2");
    // Platform costs are of no order and no product.
    BOOST_TEST(narrowed(facts(), {.order_code = "O1"}, plan).developers.empty());
}

ChargeLine line(Book book, const char* order_code, const char* meter, std::int64_t fen) {
    ChargeLine made;
    made.period = kPeriod;
    made.book = book;
    made.developer_uscc = "D1";
    made.order_code = order_code;
    made.product_code = book == Book::nontax ? "P1" : "";
    made.meter = meter;
    made.plan_code = "old";
    made.quantity = Quantity{1'000'000};
    made.list_amount = made.amount = Money::fen(fen);
    return made;
}

BOOST_AUTO_TEST_CASE(lines_in_scope_are_those_that_the_plan_would_have_priced) {
    const SimulatedPlan use{catalog::PriceKind::data_use, plan_of("new", "calls", "0.20")};
    const SimulatedPlan fee{catalog::PriceKind::operator_fee, plan_of("new", "cores", "0.50")};
    const auto of_order = line(Book::nontax, "O1", "rows", 1);
    const auto platform = line(Book::operators, "", "cores", 1);
    const auto storage = line(Book::operators, "", "storage", 1);
    auto service = line(Book::operators, "", "cores", 1);
    service.agreement_id = tenants::AgreementId{1};
    // A plan of an order prices all of it: what it has no price for goes down to nothing.
    BOOST_TEST(in_simulation(of_order, {}, use));
    BOOST_TEST(!in_simulation(platform, {}, use));
    BOOST_TEST(in_simulation(platform, {}, fee));
    BOOST_TEST(!in_simulation(storage, {}, fee));
    BOOST_TEST(!in_simulation(service, {}, fee));
    BOOST_TEST(!in_simulation(of_order, {.developer_uscc = "D2"}, use));
    BOOST_TEST(!in_simulation(of_order, {.scenario_code = "S9"}, use));
}

BOOST_AUTO_TEST_CASE(supplements_are_added_up_and_each_side_may_stand_alone) {
    auto after = line(Book::nontax, "O1", "calls", 900);
    after.explanation = {{"plan", "new"}};
    const auto lines = compare({line(Book::nontax, "O1", "calls", 1000),
                                line(Book::nontax, "O1", "calls", -250),
                                line(Book::nontax, "O1", "rows", 70)},
                               {after, line(Book::nontax, "O2", "calls", 30)});
    BOOST_REQUIRE(lines.size() == 3u);
    BOOST_TEST(lines[0].meter == "calls");
    BOOST_TEST(to_text(lines[0].before) == "7.50");
    BOOST_TEST(to_text(lines[0].after) == "9.00");
    BOOST_TEST(to_text(lines[0].difference()) == "1.50");
    BOOST_TEST(lines[0].explanation.at("plan") == "new");
    BOOST_TEST(lines[1].meter == "rows");
    BOOST_TEST(to_text(lines[1].difference()) == "-0.70");
    BOOST_TEST(lines[1].explanation.is_null());
    BOOST_TEST(lines[2].order_code == "O2");
    BOOST_TEST(lines[2].plan_before.empty());
    BOOST_TEST(to_text(lines[2].before) == "0.00");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::fee_simulation_test
