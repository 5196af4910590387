#include <rapidcheck/boost_test.h>

#include <algorithm>

#include "billing/settlement.hpp"

namespace yunhe::billing::settlement_property_test {
namespace {

constexpr Period kPeriod{2026, 9};

const char* kCharges[] = {
    R"({"meter": "calls", "aggregation": "sum", "model": "unit", "unit_price": "0.123457"})",
    R"({"meter": "calls", "aggregation": "sum", "model": "unit", "unit_price": "0.000730",
        "minimum": "10.00", "maximum": "25.00"})",
    R"({"meter": "calls", "aggregation": "sum", "model": "graduated",
        "tiers": [{"up_to": "300", "unit_price": "0.350000"},
                  {"up_to": null, "unit_price": "0.199900", "flat_fee": "1.00"}]})",
    R"({"meter": "calls", "aggregation": "sum", "model": "volume",
        "tiers": [{"up_to": "500", "unit_price": "0.080000"},
                  {"up_to": null, "unit_price": "0.061250"}]})",
    R"({"meter": "calls", "aggregation": "sum", "model": "package", "package_size": "100",
        "unit_price": "25.000000", "free_quantity": "50"})",
    R"({"meter": "calls", "aggregation": "sum", "model": "fixed", "amount": "99.99"})",
    R"({"meter": "calls", "aggregation": "sum", "model": "share", "percent": "3.333333"})",
    R"({"meter": "calls", "aggregation": "sum", "model": "share", "percent": "5",
        "minimum": "10.00"})",
};

RatingPlan any_plan(std::string code) {
    const auto* text = kCharges[*rc::gen::inRange<std::size_t>(0, std::size(kCharges))];
    return {std::move(code), {parse_charge(parse_json(text).value()).value()}};
}

std::vector<MeterUsage> any_usage() {
    if (*rc::gen::inRange(0, 5) == 0) return {};
    return {{.meter = "calls",
             .quantity = Quantity{*rc::gen::inRange<std::int64_t>(0, 2'000'000'000)},
             .events = *rc::gen::inRange<std::int64_t>(1, 1000),
             .first_at = {},
             .last_at = {},
             .digest_hex = "d"}};
}

std::optional<CheckedSales> any_sales(std::uint64_t number) {
    if (*rc::gen::arbitrary<bool>()) return std::nullopt;
    return CheckedSales{.report_id = SalesReportId{number},
                        .revision = 1,
                        .sales = Money::fen(*rc::gen::inRange<std::int64_t>(0, 100'000'000)),
                        .document = "示例"};
}

OrderFacts any_order(std::uint64_t number) {
    OrderFacts order;
    order.id = catalog::OrderId{number};
    order.code = "O" + std::to_string(number);
    order.kind = *rc::gen::element(catalog::OrderKind::paid, catalog::OrderKind::trial);
    const auto product = *rc::gen::inRange<std::uint64_t>(1, 4);
    order.product_id = catalog::ProductId{product};
    order.product_code = "P" + std::to_string(product);
    order.scenario_id = catalog::ScenarioId{1};
    order.scenario_code = "S1";
    order.developer_id = BodyId{product % 2 + 1};
    order.developer_uscc = "D" + std::to_string(product % 2 + 1);
    order.days_active = *rc::gen::inRange(0, 31);
    if (*rc::gen::inRange(0, 4) == 0) order.ground = catalog::WaiverGround::approved;
    order.plan = any_plan("use-" + order.code);
    order.usage = any_usage();
    order.sales = any_sales(number);
    return order;
}

/// A cap from some day of the month on, and what was used before it.
void add_cap(PeriodFacts& facts) {
    catalog::PriceCap cap;
    cap.code = "C1";
    cap.state = catalog::PriceCapState::confirmed;
    cap.effective_from = first_day(kPeriod) + std::chrono::days(*rc::gen::inRange(-5, 30));
    cap.items = {{.meter = "calls",
                  .tiers = {{std::nullopt,
                             UnitPrice{*rc::gen::inRange<std::int64_t>(0, 300'000)}}},
                  .amount_max = Money::fen(*rc::gen::inRange<std::int64_t>(0, 5'000))}};
    facts.caps = {cap};
    for (auto& developer : facts.developers)
        for (auto& usage : developer.usage)
            for (const auto day : cut_days(limit_slices(facts.caps, usage.meter, kPeriod)))
                usage.before.push_back(
                    {day, {*rc::gen::inRange<std::int64_t>(0, usage.quantity.micro + 1)}});
}

PeriodFacts any_facts() {
    PeriodFacts facts;
    facts.period = kPeriod;
    const auto orders = *rc::gen::inRange<std::uint64_t>(0, 8);
    for (std::uint64_t i = 1; i <= orders; ++i) facts.orders.push_back(any_order(i));
    facts.platform_plans = {any_plan("platform")};
    for (std::uint64_t i = 1; i <= 2; ++i)
        facts.developers.push_back({BodyId{i}, "D" + std::to_string(i), any_usage()});
    facts.service_fees = {{tenants::AgreementId{1}, 1, BodyId{1}, "D1",
                           Money::fen(*rc::gen::inRange<std::int64_t>(0, 1'000'000))}};
    if (*rc::gen::arbitrary<bool>()) add_cap(facts);
    return facts;
}

/// More of the same: every subject uses what it used and something beside it; some are waived, some
/// sales are reported late or otherwise.
PeriodFacts later(PeriodFacts facts) {
    for (auto& order : facts.orders) {
        for (auto& usage : order.usage)
            usage.quantity.micro += *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
        if (*rc::gen::inRange(0, 5) == 0) order.ground = catalog::WaiverGround::approved;
        // A report comes late, or another corrects it.
        if (*rc::gen::arbitrary<bool>()) order.sales = any_sales(1000);
    }
    for (auto& developer : facts.developers)
        for (auto& usage : developer.usage)
            usage.quantity.micro += *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    return facts;
}

Money sum_of(const std::vector<ChargeLine>& lines) {
    Money sum;
    for (const auto& line : lines) sum += line.amount;
    return sum;
}

Money sum_of(const DocumentPlan& documents) {
    Money sum;
    for (const auto& [bill, lines] : documents.bills) sum += bill.amount;
    for (const auto& [claim, lines] : documents.claims) sum += claim.amount;
    return sum;
}

RC_BOOST_PROP(lines_add_up_to_bills_and_claims, ()) {
    const auto lines = rate_period(any_facts()).value();
    const auto documents = plan_documents(lines, {"6"});
    RC_ASSERT(sum_of(lines) == sum_of(documents));
    for (const auto& [bill, positions] : documents.bills) {
        RC_ASSERT(bill.net + bill.tax == bill.amount);
        Money sum;
        for (const auto position : positions) sum += lines[position].amount;
        RC_ASSERT(sum == bill.amount);
    }
}

RC_BOOST_PROP(two_runs_give_the_same_lines_whatever_the_order_of_the_facts, ()) {
    auto facts = any_facts();
    const auto first = digest_of(rate_period(facts).value(), "6");
    std::ranges::reverse(facts.orders);
    std::ranges::reverse(facts.developers);
    RC_ASSERT(first == digest_of(rate_period(facts).value(), "6"));
}

RC_BOOST_PROP(what_was_billed_and_the_difference_are_the_whole, ()) {
    const auto facts = any_facts();
    auto before = rate_period(facts).value();
    std::uint64_t id = 1;
    for (auto& line : before) line.id = ChargeLineId{id++};
    const auto whole = rate_period(later(facts)).value();
    const auto rest = difference(whole, before);
    RC_ASSERT(sum_of(before) + sum_of(rest) == sum_of(whole));
    RC_ASSERT(sum_of(plan_documents(rest, {"6"})) == sum_of(rest));

    auto all = before;
    for (auto line : rest) {
        line.id = ChargeLineId{id++};
        all.push_back(line);
    }
    RC_ASSERT(difference(whole, all).empty());
}

RC_BOOST_PROP(a_waived_line_is_shown_at_list_price_and_charged_nothing, ()) {
    for (const auto& line : rate_period(any_facts()).value()) {
        const bool waived = line.treatment == Treatment::zero_rated;
        RC_ASSERT(waived == line.ground.has_value());
        RC_ASSERT(line.amount == (waived ? Money() : line.list_amount));
    }
}

}  // namespace
}  // namespace yunhe::billing::settlement_property_test
