#include <rapidcheck/boost_test.h>

#include "billing/ageing.hpp"
#include "billing/relief.hpp"
#include "billing/settlement.hpp"

namespace yunhe::billing {
namespace {

const char* kHistoryCharges[] = {
    R"({"meter": "calls", "aggregation": "sum", "model": "graduated",
        "tiers": [{"up_to": "300", "unit_price": "0.350000"},
                  {"up_to": "900", "unit_price": "0.271828", "flat_fee": "2.00"},
                  {"up_to": null, "unit_price": "0.199900", "flat_fee": "1.00"}]})",
    R"({"meter": "calls", "aggregation": "sum", "model": "volume",
        "tiers": [{"up_to": "500", "unit_price": "0.080000"},
                  {"up_to": null, "unit_price": "0.061250"}]})",
    R"({"meter": "calls", "aggregation": "sum", "model": "package", "package_size": "100",
        "unit_price": "25.000000", "free_quantity": "50", "minimum": "10.00"})",
};

RatingPlan history_plan(std::size_t which) {
    return {"plan", {parse_charge(parse_json(kHistoryCharges[which]).value()).value()}};
}

/// One month of two orders of a developer, and of its platform costs, as it stands today.
PeriodFacts history_facts(std::size_t charge, const std::vector<std::int64_t>& micro) {
    const auto used = [&](std::size_t i) -> std::vector<MeterUsage> {
        if (micro[i] == 0) return {};
        return {{.meter = "calls", .quantity = Quantity{micro[i]}, .events = 1, .first_at = {},
                 .last_at = {}, .digest_hex = "d"}};
    };
    PeriodFacts facts;
    facts.period = {2026, 9};
    for (std::uint64_t i = 1; i <= 2; ++i) {
        OrderFacts order;
        order.id = catalog::OrderId{i};
        order.code = "O" + std::to_string(i);
        order.kind = catalog::OrderKind::trial;
        order.product_id = catalog::ProductId{1};
        order.product_code = "P1";
        order.scenario_id = catalog::ScenarioId{1};
        order.scenario_code = "S1";
        order.developer_id = BodyId{1};
        order.developer_uscc = "D1";
        order.plan = history_plan(charge);
        order.usage = used(i);
        facts.orders.push_back(std::move(order));
    }
    facts.platform_plans = {history_plan(charge)};
    facts.developers.push_back({BodyId{1}, "D1", used(0)});
    return facts;
}

Money amounts_of(const std::vector<ChargeLine>& lines) {
    Money sum;
    for (const auto& line : lines) sum += line.amount;
    return sum;
}

/// A closed month's history: events come late or are taken back, documents are voided. However it
/// goes, what stands in the end is what the right bill would have been.
RC_BOOST_PROP(supplements_and_voids_end_in_what_the_right_bill_would_have_been, ()) {
    const auto charge = *rc::gen::inRange<std::size_t>(0, std::size(kHistoryCharges));
    std::vector<ChargeLine> standing;
    std::uint64_t id = 1;
    std::vector<std::int64_t> micro(3);
    const auto settle = [&] {
        const auto whole = rate_period(history_facts(charge, micro)).value();
        const auto rest = difference(whole, standing);
        const auto documents = plan_documents(rest, {"6"});
        Money of_documents;
        for (const auto& [bill, lines] : documents.bills) {
            RC_ASSERT(bill.net + bill.tax == bill.amount);
            of_documents += bill.amount;
        }
        for (const auto& [claim, lines] : documents.claims) of_documents += claim.amount;
        RC_ASSERT(of_documents == amounts_of(rest));
        for (auto line : rest) {
            line.id = ChargeLineId{id++};
            standing.push_back(std::move(line));
        }
        RC_ASSERT(amounts_of(standing) == amounts_of(whole));
        RC_ASSERT(difference(whole, standing).empty());
    };
    const auto steps = *rc::gen::inRange(1, 8);
    for (int step = 0; step < steps; ++step) {
        const auto act = *rc::gen::inRange(0, 3);
        if (act == 2 && !standing.empty()) {
            // A document with some of the lines is taken back by mirrored ones.
            const auto from = *rc::gen::inRange<std::size_t>(0, standing.size());
            const auto taken = std::vector(standing.begin() + static_cast<std::ptrdiff_t>(from),
                                           standing.end());
            for (auto line : taken) {
                line.id = ChargeLineId{id++};
                line.quantity.micro = -line.quantity.micro;
                line.list_amount = -line.list_amount;
                line.amount = -line.amount;
                standing.push_back(std::move(line));
            }
            continue;
        }
        for (auto& quantity : micro)
            quantity = *rc::gen::inRange<std::int64_t>(0, 2'000'000'000);
        settle();
    }
    settle();
}

RC_BOOST_PROP(what_is_open_is_what_its_parts_are, ()) {
    DueTerms terms;
    auto due_on = parse_date("2026-01-01").value();
    const auto count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i) {
        due_on += std::chrono::days(*rc::gen::inRange(1, 60));
        terms.instalments.push_back(
            {due_on, Money::fen(*rc::gen::inRange<std::int64_t>(1, 1'000'000))});
    }
    const auto open = Money::fen(*rc::gen::inRange<std::int64_t>(-100, 3'000'000));
    Money sum;
    std::optional<Date> before;
    for (const auto& part : due_parts(terms, open)) {
        RC_ASSERT(!part.amount.zero());
        if (before && part.due_on) RC_ASSERT(*before < *part.due_on);
        before = part.due_on;
        sum += part.amount;
    }
    RC_ASSERT(sum == open);

    Document document;
    document.developer_uscc = "D1";
    std::vector<OpenDocument> documents;
    if (!open.zero()) documents.push_back({document, open, terms});
    const auto rows = age(documents, parse_date("2026-03-15").value());
    RC_ASSERT(rows.size() == documents.size());
    for (const auto& row : rows) {
        Money of_buckets;
        for (const auto amount : row.amounts) of_buckets += amount;
        RC_ASSERT(of_buckets == row.open);
    }
}

RC_BOOST_PROP(a_relief_takes_back_exactly_its_amount_and_never_more_than_a_line_has, ()) {
    const auto rate = TaxRate::parse("6").value();
    std::vector<IncomeLine> lines;
    Money whole;
    const auto count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
        const auto gross = Money::fen(*rc::gen::inRange<std::int64_t>(1, 5'000'000));
        lines.push_back({"m" + std::to_string(i), split_tax(gross, rate)});
        whole += gross;
    }
    const auto amount = Money::fen(*rc::gen::inRange<std::int64_t>(1, whole.fen() + 1));
    const auto taken = relieved_income(lines, amount, rate);
    Money sum;
    for (const auto& line : taken) {
        const auto gross = line.amount.net + line.amount.tax;
        sum += gross;
        for (const auto& given : lines)
            if (given.kind == line.kind)
                RC_ASSERT(-gross <= given.amount.net + given.amount.tax);
    }
    RC_ASSERT(sum == -amount);
}

}  // namespace
}  // namespace yunhe::billing
