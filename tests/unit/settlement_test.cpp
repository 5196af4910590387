#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "base/csv.hpp"
#include "billing/settlement.hpp"

namespace yunhe::billing::settlement_test {
namespace {

using catalog::OrderId;
using catalog::OrderKind;
using catalog::WaiverGround;

constexpr Period kPeriod{2026, 9};

Timestamp at(const char* text) { return parse_timestamp(text).value(); }

RatingPlan plan_of(std::string code, const Json& charges) {
    RatingPlan plan{.code = std::move(code), .charges = {}};
    for (const auto& json : charges) plan.charges.push_back(parse_charge(json).value());
    return plan;
}

RatingPlan plan_from(std::string code, std::string_view charges) {
    return plan_of(std::move(code), parse_json(charges).value());
}

MeterUsage used(std::string meter, std::string_view quantity, std::int64_t events = 3) {
    return {.meter = std::move(meter),
            .quantity = Quantity::parse(quantity).value(),
            .events = events,
            .first_at = at("2026-09-01T00:00:00Z"),
            .last_at = at("2026-09-29T00:00:00Z"),
            .digest_hex = std::string(64, 'a')};
}

constexpr auto kUnit = R"([{"meter": "calls", "aggregation": "sum", "model": "unit",
                            "unit_price": "0.120000"}])";

OrderFacts order_of(std::uint64_t id, std::string code) {
    OrderFacts order;
    order.id = OrderId{id};
    order.code = std::move(code);
    order.product_id = catalog::ProductId{id * 10};
    order.product_code = "P" + order.code;
    order.scenario_id = catalog::ScenarioId{id * 100};
    order.scenario_code = "S" + order.code;
    order.developer_id = BodyId{7};
    order.developer_uscc = "913210001001210102";
    order.days_active = 30;
    order.plan = plan_from("use", kUnit);
    return order;
}

PeriodFacts facts_of(std::vector<OrderFacts> orders) {
    PeriodFacts facts;
    facts.period = kPeriod;
    facts.orders = std::move(orders);
    return facts;
}

std::vector<ChargeLine> lines_of(const PeriodFacts& facts) { return rate_period(facts).value(); }

/// Lines as they stand on a document that doesn't change any more.
std::vector<ChargeLine> billed(std::vector<ChargeLine> lines, std::uint64_t first_id = 1) {
    for (auto& line : lines) line.id = ChargeLineId{first_id++};
    return lines;
}

// --- the example
// ----------------------------------------------------------------------------------

std::string example_text(const std::string& name) {
    std::ifstream file(std::string(YUNHE_SOURCE_DIR) + "/tests/cases/yangzhou/" + name);
    BOOST_REQUIRE_MESSAGE(file, name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}
CsvTable example_table(const std::string& name) {
    return CsvTable::parse(example_text(name)).value();
}

/// Columns of expected/charge_lines.csv.
using Columns = std::vector<std::string>;
constexpr const char* kColumns[] = {"period", "book",        "developer", "order",
                                    "product", "scenario",   "meter",     "quantity",
                                    "list_amount", "amount", "treatment"};

Columns columns_of(const ChargeLine& line) {
    return {to_text(line.period),      std::string(to_text(line.book)), line.developer_uscc,
            line.order_code,           line.product_code,               line.scenario_code,
            line.meter,                to_text(line.quantity),          to_text(line.list_amount),
            to_text(line.amount),      std::string(to_text(line.treatment))};
}

/// The example's orders and prices, with the quantities that its lines are expected to have.
class Example {
public:
    Example() {
        for (const auto& row : scenarios_.rows())
            purposes_[scenarios_.cell(row, "code")] =
                from_text<catalog::Purpose>(scenarios_.cell(row, "purpose")).value();
        for (const auto& row : products_.rows())
            developers_[products_.cell(row, "code")] = products_.cell(row, "developer");
        for (const auto& row : expected_.rows()) add_usage(row);
    }

    PeriodFacts facts() const {
        PeriodFacts facts = facts_of({});
        for (const auto& row : orders_.rows()) facts.orders.push_back(order(row));
        for (const auto& json : prices_)
            if (!json.contains("product"))
                facts.platform_plans.push_back(plan_of(json.at("id"), json.at("charges")));
        for (const auto& [uscc, usage] : developer_usage_)
            facts.developers.push_back({body_of(uscc), uscc, usage});
        return facts;
    }

    std::set<Columns> expected() const {
        std::set<Columns> rows;
        for (const auto& row : expected_.rows()) {
            Columns columns;
            for (const auto* name : kColumns) columns.push_back(expected_.cell(row, name));
            rows.insert(std::move(columns));
        }
        return rows;
    }

private:
    static BodyId body_of(const std::string& uscc) {
        return BodyId{std::hash<std::string>{}(uscc) | 1};
    }

    void add_usage(const CsvRow& row) {
        const auto entry = used(expected_.cell(row, "meter"), expected_.cell(row, "quantity"));
        const auto& order = expected_.cell(row, "order");
        if (order.empty())
            developer_usage_[expected_.cell(row, "developer")].push_back(entry);
        else
            order_usage_[order].push_back(entry);
    }

    std::optional<RatingPlan> plan(const std::string& product, const std::string& scenario) const {
        for (const auto& json : prices_)
            if (json.value("product", "") == product && json.value("scenario", "") == scenario)
                return plan_of(json.at("id"), json.at("charges"));
        return std::nullopt;
    }

    OrderFacts order(const CsvRow& row) const {
        OrderFacts facts;
        facts.code = orders_.cell(row, "code");
        facts.id = OrderId{row.line};
        facts.kind = from_text<OrderKind>(orders_.cell(row, "kind")).value();
        facts.product_code = orders_.cell(row, "product");
        facts.product_id = catalog::ProductId{std::hash<std::string>{}(facts.product_code)};
        facts.scenario_code = orders_.cell(row, "scenario");
        facts.scenario_id = catalog::ScenarioId{row.line};
        facts.developer_uscc = developers_.at(facts.product_code);
        facts.developer_id = body_of(facts.developer_uscc);
        catalog::Order order;
        order.from = parse_date(orders_.cell(row, "from")).value();
        order.to = parse_date(orders_.cell(row, "to")).value();
        order.accepted_at = at("2026-04-01T01:00:00Z");
        const auto ground = from_text<WaiverGround>(orders_.cell(row, "waiver_ground"));
        if (ground)
            order.waiver = catalog::Waiver{.ground = *ground,
                                           .state = catalog::WaiverState::confirmed,
                                           .document = orders_.cell(row, "waiver_document"),
                                           .limits = "",
                                           .requested_by_id = {},
                                           .confirmed_by_id = {}};
        facts.days_active = days_active(order, kPeriod);
        facts.ground = catalog::waiver_ground(order, purposes_.at(facts.scenario_code),
                                               order.from);
        facts.plan = plan(facts.product_code, facts.scenario_code);
        if (order_usage_.contains(facts.code)) facts.usage = order_usage_.at(facts.code);
        return facts;
    }

    const CsvTable orders_ = example_table("orders.csv");
    const CsvTable products_ = example_table("products.csv");
    const CsvTable scenarios_ = example_table("scenarios.csv");
    const CsvTable expected_ = example_table("expected/charge_lines.csv");
    const Json prices_ = parse_json(example_text("prices.json")).value();
    std::map<std::string, catalog::Purpose> purposes_;
    std::map<std::string, std::string> developers_;
    std::map<std::string, std::vector<MeterUsage>> order_usage_;
    std::map<std::string, std::vector<MeterUsage>> developer_usage_;
};

BOOST_AUTO_TEST_SUITE(settlement)

BOOST_AUTO_TEST_CASE(the_yangzhou_example_comes_out_to_the_fen) {
    const Example example;
    const auto lines = lines_of(example.facts());
    std::set<Columns> got;
    for (const auto& line : lines) got.insert(columns_of(line));
    BOOST_TEST(lines.size() == got.size());
    BOOST_TEST((got == example.expected()));

    const auto documents = plan_documents(lines, {"6"});
    const auto table = example_table("expected/claims.csv");
    std::map<std::pair<std::string, std::string>, std::string> claims;
    for (const auto& [claim, positions] : documents.claims)
        claims[{claim.developer_uscc, claim.product_code}] = to_text(claim.amount);
    BOOST_TEST(claims.size() == table.rows().size());
    for (const auto& row : table.rows())
        BOOST_TEST((claims[{table.cell(row, "developer"), table.cell(row, "product")}]) ==
                   table.cell(row, "amount"));

    Money bills;
    for (const auto& [bill, positions] : documents.bills) bills += bill.amount;
    const auto summary = parse_json(example_text("expected/summary.json")).value();
    BOOST_TEST(to_text(bills) == summary.at("bills").get<std::string>());
}

BOOST_AUTO_TEST_CASE(a_ground_charges_nothing_and_keeps_the_list_price) {
    for (const auto ground :
         {WaiverGround::public_purpose, WaiverGround::source_trial, WaiverGround::approved}) {
        auto order = order_of(1, "O1");
        order.kind = OrderKind::trial;
        order.usage = {used("calls", "100")};
        order.ground = ground;
        order.ground_document = "示例3号";
        const auto line = lines_of(facts_of({order})).at(0);
        BOOST_TEST(to_text(line.list_amount) == "12.00");
        BOOST_TEST(to_text(line.amount) == "0.00");
        BOOST_TEST((line.treatment == Treatment::zero_rated));
        BOOST_TEST((line.ground == ground));
        BOOST_TEST(line.ground_document == "示例3号");
    }
}

BOOST_AUTO_TEST_CASE(without_a_ground_every_kind_of_order_is_charged) {
    for (const auto kind : {OrderKind::paid, OrderKind::trial, OrderKind::source_free}) {
        auto order = order_of(1, "O1");
        order.kind = kind;
        order.usage = {used("calls", "100")};
        const auto line = lines_of(facts_of({order})).at(0);
        BOOST_TEST(to_text(line.amount) == "12.00");
        BOOST_TEST((line.treatment == Treatment::charged));
        BOOST_TEST(!line.ground);
    }
}

BOOST_AUTO_TEST_CASE(a_live_paid_order_owes_fixed_and_minimum_also_without_events) {
    auto order = order_of(1, "O1");
    order.plan = plan_from("use", R"([
        {"meter": "seats", "aggregation": "max", "model": "fixed", "amount": "300.00"},
        {"meter": "rows", "aggregation": "sum", "model": "unit", "unit_price": "0.000730",
         "minimum": "10.00"},
        {"meter": "calls", "aggregation": "sum", "model": "unit", "unit_price": "0.120000"}])");
    order.days_active = 10;
    const auto lines = lines_of(facts_of({order}));
    BOOST_REQUIRE(lines.size() == 2u);
    BOOST_TEST(lines[0].meter == "seats");
    BOOST_TEST(to_text(lines[0].amount) == "100.00");
    BOOST_TEST(lines[0].explanation.at("days_active") == 10);
    BOOST_TEST(lines[0].explanation.at("events").is_null());
    BOOST_TEST(lines[1].meter == "rows");
    BOOST_TEST(to_text(lines[1].amount) == "10.00");

    order.days_active = 0;
    BOOST_TEST(lines_of(facts_of({order})).empty());
    order.days_active = 10;
    order.kind = OrderKind::trial;
    BOOST_TEST(lines_of(facts_of({order})).empty());
    order.usage = {used("rows", "1")};
    BOOST_TEST(lines_of(facts_of({order})).size() == 1u);
}

BOOST_AUTO_TEST_CASE(tiers_do_not_span_orders_and_platform_costs_are_per_developer) {
    auto facts = facts_of({});
    facts.platform_plans = {plan_from("platform", R"([
        {"meter": "core_hours", "aggregation": "sum", "model": "unit", "unit_price": "1.000000",
         "free_quantity": "100"}])")};
    facts.developers = {{BodyId{2}, "B", {used("core_hours", "150")}},
                        {BodyId{1}, "A", {used("core_hours", "101")}}};
    const auto lines = lines_of(facts);
    BOOST_REQUIRE(lines.size() == 2u);
    BOOST_TEST(lines[0].developer_uscc == "A");
    BOOST_TEST(to_text(lines[0].amount) == "1.00");
    BOOST_TEST(to_text(lines[1].amount) == "50.00");
    BOOST_TEST((lines[1].book == Book::operators));
    BOOST_TEST(!lines[1].order_id);
}

BOOST_AUTO_TEST_CASE(a_service_fee_is_one_operator_line_of_quantity_one) {
    auto facts = facts_of({});
    facts.service_fees = {
        {tenants::AgreementId{4}, 2, BodyId{1}, "A", Money::fen(500'000)},
        {tenants::AgreementId{3}, 1, BodyId{2}, "B", Money()},
    };
    const auto lines = lines_of(facts);
    BOOST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(lines[0].meter == "agreement_service_fee");
    BOOST_TEST(to_text(lines[0].quantity) == "1");
    BOOST_TEST(to_text(lines[0].amount) == "5000.00");
    BOOST_TEST((lines[0].book == Book::operators));
}

BOOST_AUTO_TEST_CASE(usage_that_no_price_covers_stops_the_settlement) {
    auto order = order_of(1, "O1");
    order.usage = {used("rows", "5")};
    BOOST_TEST(rate_period(facts_of({order})).error().code == "usage_without_price");
    order.plan.reset();
    BOOST_TEST(rate_period(facts_of({order})).error().code == "usage_without_price");
    order.usage.clear();
    BOOST_TEST(lines_of(facts_of({order})).empty());
    auto facts = facts_of({});
    facts.developers = {{BodyId{1}, "A", {used("core_hours", "1")}}};
    BOOST_TEST(rate_period(facts).error().code == "usage_without_price");
}

constexpr auto kShare = R"([{"meter": "sales", "aggregation": "sum", "model": "share",
                             "percent": "5"}])";

BOOST_AUTO_TEST_CASE(a_share_is_taken_of_what_was_checked) {
    auto order = order_of(1, "O1");
    order.plan = plan_from("use", kShare);
    BOOST_TEST(lines_of(facts_of({order})).empty());
    order.sales = CheckedSales{.report_id = SalesReportId{9},
                               .revision = 2,
                               .sales = Money::fen(123'456'71),
                               .document = "示例销售台账"};
    const auto lines = lines_of(facts_of({order}));
    BOOST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(to_text(lines[0].amount) == "6172.84");  // 6172.8355
    BOOST_TEST(lines[0].explanation.at("steps").at(0).at("percent") == "5");
    const auto& report = lines[0].explanation.at("sales_report");
    BOOST_TEST(report.at("id") == to_text(SalesReportId{9}));
    BOOST_TEST(report.at("revision") == 2);
    BOOST_TEST(report.at("sales") == "123456.71");
    BOOST_TEST(report.at("document") == "示例销售台账");
}

BOOST_AUTO_TEST_CASE(until_sales_are_checked_their_events_stand_in_a_line_of_nothing) {
    auto order = order_of(1, "O1");
    order.plan = plan_from("use", kShare);
    order.usage = {used("sales", "1")};
    const auto first = lines_of(facts_of({order}));
    BOOST_REQUIRE(first.size() == 1u);
    BOOST_TEST(first[0].amount.zero());
    BOOST_TEST(first[0].explanation.at("sales_report").is_null());
    BOOST_TEST(first[0].explanation.at("events").at("count") == 3);
    order.sales = CheckedSales{SalesReportId{9}, 1, Money::fen(100'000), "示例"};
    const auto rest =
        difference(lines_of(facts_of({order})), billed(first));
    BOOST_REQUIRE(rest.size() == 1u);
    BOOST_TEST(to_text(rest[0].amount) == "50.00");
    BOOST_TEST(rest[0].corrects_id.has_value());
    // A correction of the report later on asks for the difference only, also downwards.
    order.sales->sales = Money::fen(40'000);
    auto both = billed(first);
    for (auto& line : billed(rest, 2)) both.push_back(line);
    const auto less = difference(lines_of(facts_of({order})), both);
    BOOST_REQUIRE(less.size() == 1u);
    BOOST_TEST(to_text(less[0].amount) == "-30.00");
}

BOOST_AUTO_TEST_CASE(a_waived_share_shows_what_it_would_have_been) {
    auto order = order_of(1, "O1");
    order.plan = plan_from("use", kShare);
    order.sales = CheckedSales{SalesReportId{9}, 1, Money::fen(100'000), "示例"};
    order.ground = WaiverGround::approved;
    order.ground_document = "示例文号";
    auto line = lines_of(facts_of({order})).at(0);
    BOOST_TEST((line.treatment == Treatment::zero_rated));
    BOOST_TEST(to_text(line.list_amount) == "50.00");
    BOOST_TEST(line.amount.zero());
    // A quota of a meter can't divide what isn't counted by it: the share is waived whole.
    order.usage = {used("sales", "8")};
    order.waived_quantities = {{"sales", Quantity{1'000'000}}};
    line = lines_of(facts_of({order})).at(0);
    BOOST_TEST(to_text(line.list_amount) == "50.00");
    BOOST_TEST(line.amount.zero());
}

BOOST_AUTO_TEST_CASE(a_share_has_its_minimum_without_any_report) {
    auto order = order_of(1, "O1");
    order.plan = plan_from("use", R"([{"meter": "sales", "aggregation": "sum", "model": "share",
                                       "percent": "5", "minimum": "80.00"}])");
    auto line = lines_of(facts_of({order})).at(0);
    BOOST_TEST(to_text(line.amount) == "80.00");
    order.sales = CheckedSales{SalesReportId{9}, 1, Money::fen(100'000), "示例"};
    line = lines_of(facts_of({order})).at(0);
    BOOST_TEST(to_text(line.amount) == "80.00");
    order.kind = OrderKind::trial;
    order.sales.reset();
    BOOST_TEST(lines_of(facts_of({order})).empty());
}

BOOST_AUTO_TEST_CASE(a_price_cap_limits_platform_costs_but_no_state_income) {
    catalog::PriceCap cap;
    cap.code = "C1";
    cap.document = "示例文号";
    cap.state = catalog::PriceCapState::confirmed;
    cap.effective_from = parse_date("2026-09-01").value();
    cap.items = {{.meter = "calls",
                  .tiers = {{std::nullopt, UnitPrice::parse("0.05").value()}},
                  .amount_max = {}}};
    auto order = order_of(1, "O1");
    order.usage = {used("calls", "100")};
    auto facts = facts_of({order});
    facts.platform_plans = {plan_from("fee", kUnit)};
    facts.developers = {{BodyId{7}, "913210001001210102", {used("calls", "100")}}};
    facts.caps = {cap};
    const auto lines = lines_of(facts);
    BOOST_REQUIRE(lines.size() == 2u);
    BOOST_TEST(to_text(lines[0].amount) == "12.00");
    BOOST_TEST(!lines[0].explanation.contains("price_cap"));
    BOOST_TEST(to_text(lines[1].amount) == "5.00");
    BOOST_TEST(to_text(lines[1].list_amount) == "5.00");  // No waiver: no value was given away.
    BOOST_TEST(lines[1].explanation.at("price_cap").at("list_amount") == "12.00");
    BOOST_TEST(lines[1].explanation.at("price_cap").at("taken_off") == "7.00");
}

BOOST_AUTO_TEST_CASE(the_explanation_shows_plan_steps_exact_value_and_events) {
    auto order = order_of(1, "O1");
    order.usage = {used("calls", "12.345", 7)};
    const auto explanation = lines_of(facts_of({order})).at(0).explanation;
    BOOST_TEST(explanation.at("plan") == "use");
    BOOST_TEST(explanation.at("exact") == "1.481400");
    BOOST_TEST(explanation.at("steps").at(0).at("quantity") == "12.345");
    BOOST_TEST(explanation.at("events").at("count") == 7);
    BOOST_TEST(explanation.at("events").at("digest") == std::string(64, 'a'));
    BOOST_TEST(explanation.at("charge").at("unit_price") == "0.120000");
}

BOOST_AUTO_TEST_CASE(days_count_when_the_order_is_live_at_some_moment) {
    catalog::Order order;
    order.from = parse_date("2026-09-11").value();
    order.to = parse_date("2027-08-31").value();
    BOOST_TEST(days_active(order, kPeriod) == 0);
    order.accepted_at = at("2026-04-01T01:00:00Z");
    BOOST_TEST(days_active(order, kPeriod) == 20);
    BOOST_TEST(days_active(order, Period{2026, 10}) == 31);
    BOOST_TEST(days_active(order, Period{2026, 8}) == 0);
    // From the 15th at noon to the 18th at noon: two whole days in between.
    order.suspensions = {{at("2026-09-15T04:00:00Z"), at("2026-09-18T04:00:00Z")}};
    BOOST_TEST(days_active(order, kPeriod) == 18);
    order.ended_at = at("2026-09-20T04:00:00Z");
    BOOST_TEST(days_active(order, kPeriod) == 8);
    order.accepted_at = at("2026-09-20T01:00:00Z");
    BOOST_TEST(days_active(order, kPeriod) == 1);
}

BOOST_AUTO_TEST_CASE(what_was_billed_is_never_billed_again) {
    auto order = order_of(1, "O1");
    order.usage = {used("calls", "100")};
    const auto before = billed(lines_of(facts_of({order})));
    BOOST_TEST(difference(lines_of(facts_of({order})), before).empty());

    order.usage = {used("calls", "150", 5)};
    const auto rest = difference(lines_of(facts_of({order})), before);
    BOOST_REQUIRE(rest.size() == 1u);
    BOOST_TEST(to_text(rest[0].quantity) == "50");
    BOOST_TEST(to_text(rest[0].amount) == "6.00");
    BOOST_TEST((rest[0].corrects_id == ChargeLineId{1}));
    BOOST_TEST(rest[0].explanation.at("whole").at("amount") == "18.00");
    BOOST_TEST(rest[0].explanation.at("billed_before").at("amount") == "12.00");

    auto both = before;
    both.push_back(billed(rest, 9).at(0));
    BOOST_TEST(difference(lines_of(facts_of({order})), both).empty());
}

BOOST_AUTO_TEST_CASE(a_late_event_changes_the_tiers_of_the_whole_month) {
    auto order = order_of(1, "O1");
    order.plan = plan_from("use", R"([{"meter": "calls", "aggregation": "sum", "model": "volume",
        "tiers": [{"up_to": "100", "unit_price": "1.000000"},
                  {"up_to": null, "unit_price": "0.500000"}]}])");
    order.usage = {used("calls", "100")};
    const auto before = billed(lines_of(facts_of({order})));
    order.usage = {used("calls", "120")};
    const auto rest = difference(lines_of(facts_of({order})), before);
    BOOST_TEST(to_text(rest.at(0).amount) == "-40.00");
    const auto documents = plan_documents(rest, {"6"});
    BOOST_TEST(to_text(documents.claims.at(0).claim.amount) == "-40.00");
}

BOOST_AUTO_TEST_CASE(a_waiver_after_the_claim_takes_the_charge_back) {
    auto order = order_of(1, "O1");
    order.usage = {used("calls", "100")};
    const auto before = billed(lines_of(facts_of({order})));
    order.ground = WaiverGround::approved;
    const auto rest = difference(lines_of(facts_of({order})), before);
    BOOST_REQUIRE(rest.size() == 1u);
    BOOST_TEST(to_text(rest[0].quantity) == "0");
    BOOST_TEST(to_text(rest[0].list_amount) == "0.00");
    BOOST_TEST(to_text(rest[0].amount) == "-12.00");
    BOOST_TEST((rest[0].treatment == Treatment::zero_rated));
}

BOOST_AUTO_TEST_CASE(usage_below_what_was_billed_is_taken_back_as_the_whole_is_rated) {
    auto order = order_of(1, "O1");
    order.usage = {used("calls", "100")};
    const auto before = billed(lines_of(facts_of({order})));
    order.usage = {used("calls", "99")};
    const auto rest = difference(lines_of(facts_of({order})), before);
    BOOST_REQUIRE(rest.size() == 1u);
    BOOST_TEST(to_text(rest[0].quantity) == "-1");
    BOOST_TEST(to_text(rest[0].amount) == "-0.12");
    BOOST_TEST((rest[0].corrects_id == before[0].id));
    const auto nothing = difference({}, before);
    BOOST_REQUIRE(nothing.size() == 1u);
    BOOST_TEST(to_text(nothing[0].quantity) == "-100");
    BOOST_TEST(to_text(nothing[0].amount) == "-12.00");
    const auto documents = plan_documents(nothing, {"6"});
    BOOST_TEST(to_text(documents.claims.at(0).claim.amount) == "-12.00");
}

BOOST_AUTO_TEST_CASE(documents_gather_by_developer_and_product_and_skip_what_is_zero) {
    auto first = order_of(1, "O1");
    auto second = order_of(2, "O2");
    auto waived = order_of(3, "O3");
    second.product_id = first.product_id;
    second.product_code = first.product_code;
    for (auto* order : {&first, &second, &waived}) order->usage = {used("calls", "100")};
    waived.ground = WaiverGround::approved;
    auto facts = facts_of({waived, second, first});
    facts.service_fees = {{tenants::AgreementId{4}, 2, BodyId{7}, first.developer_uscc,
                           Money::fen(10'000)}};
    const auto lines = lines_of(facts);
    const auto documents = plan_documents(lines, {"6"});
    BOOST_REQUIRE(documents.claims.size() == 1u);
    BOOST_TEST(to_text(documents.claims[0].claim.amount) == "24.00");
    BOOST_TEST((documents.claims[0].lines == std::vector<std::size_t>{0, 1}));
    BOOST_REQUIRE(documents.bills.size() == 1u);
    BOOST_TEST(to_text(documents.bills[0].bill.net) == "94.34");
    BOOST_TEST(to_text(documents.bills[0].bill.tax) == "5.66");
    BOOST_TEST(documents.bills[0].bill.tax_rate == "6");
}

BOOST_AUTO_TEST_CASE(the_digest_tells_every_change) {
    auto order = order_of(1, "O1");
    order.usage = {used("calls", "100")};
    const auto lines = lines_of(facts_of({order}));
    BOOST_TEST(digest_of(lines, "6") == digest_of(lines, "6"));
    BOOST_TEST(digest_of(lines, "6") != digest_of(lines, "13"));
    order.usage[0].digest_hex = std::string(64, 'b');
    BOOST_TEST(digest_of(lines, "6") != digest_of(lines_of(facts_of({order})), "6"));
    BOOST_TEST(digest_of(lines, "6") != digest_of({}, "6"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::settlement_test
