#include "billing/settlement.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/crypto.hpp"
#include "billing/rating_json.hpp"

namespace yunhe::billing {
namespace {

/// The line of an order or a developer before anything is rated.
ChargeLine blank_line(Period period, const OrderFacts& order) {
    ChargeLine line;
    line.period = period;
    line.book = Book::nontax;
    line.developer_id = order.developer_id;
    line.developer_uscc = order.developer_uscc;
    line.order_id = order.id;
    line.order_code = order.code;
    line.product_id = order.product_id;
    line.product_code = order.product_code;
    line.scenario_id = order.scenario_id;
    line.scenario_code = order.scenario_code;
    return line;
}

ChargeLine blank_line(Period period, BodyId developer_id, const std::string& uscc) {
    ChargeLine line;
    line.period = period;
    line.book = Book::operators;
    line.developer_id = developer_id;
    line.developer_uscc = uscc;
    return line;
}

const MeterUsage* find_usage(const std::vector<MeterUsage>& usage, std::string_view meter) {
    for (const auto& entry : usage)
        if (entry.meter == meter) return &entry;
    return nullptr;
}

bool prices(const RatingPlan& plan, std::string_view meter) {
    return std::ranges::any_of(plan.charges,
                               [&](const Charge& charge) { return charge.meter == meter; });
}

Status check_priced(const std::string& subject, const std::vector<MeterUsage>& usage,
                    const std::vector<RatingPlan>& plans) {
    for (const auto& entry : usage) {
        const bool priced = std::ranges::any_of(
            plans, [&](const RatingPlan& plan) { return prices(plan, entry.meter); });
        if (!priced)
            return wrong_state("usage_without_price",
                               {{"subject", subject}, {"meter", entry.meter}});
    }
    return Done{};
}

Json events_json(const MeterUsage* usage) {
    if (usage == nullptr) return nullptr;
    return {{"count", usage->events},
            {"first_at", to_text(usage->first_at)},
            {"last_at", to_text(usage->last_at)},
            {"digest", usage->digest_hex}};
}

Json sales_json(const std::optional<CheckedSales>& sales) {
    if (!sales) return nullptr;
    return {{"id", to_text(sales->report_id)},
            {"revision", sales->revision},
            {"sales", to_text(sales->sales)},
            {"document", sales->document}};
}

struct Days {
    int active = 0;
    int in_period = 1;
};

Usage usage_of(const MeterUsage* used, Days days, const std::optional<CheckedSales>& sales) {
    return {.quantity = used == nullptr ? Quantity{} : used->quantity,
            .sales = sales ? sales->sales : Money(),
            .days_active = days.active,
            .days_in_period = days.in_period};
}

/// Fills in what the charge makes of the usage.
Status rate_into(ChargeLine& line, const std::string& plan_code, const Charge& charge,
                 const MeterUsage* used, Days days,
                 const std::optional<CheckedSales>& sales = {}) {
    const RatingRequest request{.charge = charge, .usage = usage_of(used, days, sales)};
    YUNHE_TRY(rating, rate(charge, request.usage));
    const Json rated = to_json(rating, request);
    line.meter = *charge.meter;
    line.quantity = request.usage.quantity;
    line.plan_code = plan_code;
    line.list_amount = rating.amount;
    line.amount = rating.amount;
    line.explanation = {{"plan", plan_code},
                        {"charge", to_json(charge)},
                        {"quantity", to_text(line.quantity)},
                        {"exact", rated.at("exact")},
                        {"steps", rated.at("steps")},
                        {"events", events_json(used)}};
    if (charge.model == ChargeModel::share) line.explanation["sales_report"] = sales_json(sales);
    if (charge.model != ChargeModel::fixed) return Done{};
    line.explanation["days_active"] = days.active;
    line.explanation["days_in_period"] = days.in_period;
    return Done{};
}

void zero_rate(ChargeLine& line, const OrderFacts& order) {
    line.treatment = Treatment::zero_rated;
    line.amount = Money();
    line.ground = order.ground;
    line.ground_document = order.ground_document;
}

/// The waiver covers the first units of the period; the rest is what the list price asks for all,
/// less what it asks for those. A line that charges anything is a charged one.
Status waive(ChargeLine& line, const OrderFacts& order, const Charge& charge, Days days) {
    if (!order.ground) return Done{};
    const auto most = order.waived_quantities.find(line.meter);
    if (most == order.waived_quantities.end() || line.quantity <= most->second) {
        zero_rate(line, order);
        return Done{};
    }
    auto usage = usage_of(nullptr, days, order.sales);
    usage.quantity = most->second;
    YUNHE_TRY(covered, rate(charge, usage));
    line.amount = std::max(Money(), line.list_amount - covered.amount);
    line.explanation["waived"] = {{"ground", to_text(*order.ground)},
                                  {"document", order.ground_document},
                                  {"quantity", to_text(most->second)},
                                  {"amount", to_text(line.list_amount - line.amount)}};
    return Done{};
}

Status rate_order(const OrderFacts& order, Period period, std::vector<ChargeLine>& lines) {
    std::vector<RatingPlan> plans;
    if (order.plan) plans.push_back(*order.plan);
    YUNHE_CHECK(check_priced(order.code, order.usage, plans));
    if (!order.plan) return Done{};
    const bool standing = order.kind == catalog::OrderKind::paid && order.days_active > 0;
    for (const auto& charge : order.plan->charges) {
        const auto* used = find_usage(order.usage, *charge.meter);
        const bool owed_anyway = standing && (charge.model == ChargeModel::fixed || charge.minimum);
        const bool sold = charge.model == ChargeModel::share && order.sales;
        if (used == nullptr && !owed_anyway && !sold) continue;
        auto line = blank_line(period, order);
        const Days days{order.days_active, days_in(period)};
        YUNHE_CHECK(rate_into(line, order.plan->code, charge, used, days, order.sales));
        YUNHE_CHECK(waive(line, order, charge, days));
        lines.push_back(std::move(line));
    }
    return Done{};
}

Status rate_developer(const DeveloperFacts& developer, const PeriodFacts& facts,
                      std::vector<ChargeLine>& lines) {
    const auto period = facts.period;
    const Days days{days_in(period), days_in(period)};
    YUNHE_CHECK(
        check_priced("developer:" + developer.uscc, developer.usage, facts.platform_plans));
    for (const auto& plan : facts.platform_plans) {
        for (const auto& charge : plan.charges) {
            const auto* used = find_usage(developer.usage, *charge.meter);
            if (used == nullptr) continue;
            auto line = blank_line(period, developer.id, developer.uscc);
            YUNHE_CHECK(rate_into(line, plan.code, charge, used, days));
            YUNHE_CHECK(limit_line(line, charge, usage_of(used, days, {}), used->before,
                                   facts.caps));
            lines.push_back(std::move(line));
        }
    }
    return Done{};
}

ChargeLine service_fee_line(const ServiceFeeFacts& fee, Period period) {
    auto line = blank_line(period, fee.developer_id, fee.developer_uscc);
    line.agreement_id = fee.agreement_id;
    line.meter = std::string(kServiceFeeMeter);
    line.quantity = Quantity{1'000'000};
    line.list_amount = fee.amount;
    line.amount = fee.amount;
    line.explanation = {{"agreement_id", to_text(fee.agreement_id)},
                        {"agreement_number", fee.agreement_number},
                        {"quantity", "1"},
                        {"exact", exact_text(rational_of(fee.amount))},
                        {"steps", Json::array()},
                        {"events", nullptr}};
    return line;
}

/// In an order of our own, whatever the caller's.
PeriodFacts sorted(PeriodFacts facts) {
    std::ranges::sort(facts.orders, {}, &OrderFacts::code);
    std::ranges::sort(facts.platform_plans, {}, &RatingPlan::code);
    std::ranges::sort(facts.developers, {}, &DeveloperFacts::uscc);
    std::ranges::sort(facts.service_fees, [](const auto& a, const auto& b) {
        return std::tie(a.developer_uscc, a.agreement_number) <
               std::tie(b.developer_uscc, b.agreement_number);
    });
    return facts;
}

// --- differences
// ----------------------------------------------------------------------------------

/// What makes two lines `same_subject`.
using Subject = std::tuple<Book, BodyId, std::optional<catalog::OrderId>,
                           std::optional<tenants::AgreementId>, std::string>;
Subject subject_of(const ChargeLine& line) {
    return {line.book, line.developer_id, line.order_id, line.agreement_id, line.meter};
}

/// All that was billed of one subject.
struct Billed {
    ChargeLine last;
    std::int64_t quantity_micro = 0;
    Money list_amount;
    Money amount;
};

Json figures_json(std::int64_t quantity_micro, Money list_amount, Money amount) {
    return {{"quantity", to_text(Quantity{quantity_micro})},
            {"list_amount", to_text(list_amount)},
            {"amount", to_text(amount)}};
}

std::map<Subject, Billed> sum_billed(const std::vector<ChargeLine>& lines) {
    std::map<Subject, Billed> sums;
    for (const auto& line : lines) {
        auto& sum = sums[subject_of(line)];
        sum.quantity_micro += line.quantity.micro;
        sum.list_amount += line.list_amount;
        sum.amount += line.amount;
        if (sum.last.id < line.id) sum.last = line;
    }
    return sums;
}

/// `whole` minus what was billed, as a line; nothing where they are equal. Below zero where less
/// was used than billed: rated as a whole, so that tiers, packages and minimums come out right.
std::optional<ChargeLine> subtract(const ChargeLine& whole, const Billed& billed) {
    const auto quantity_micro = whole.quantity.micro - billed.quantity_micro;
    ChargeLine line = whole;
    line.quantity = Quantity{quantity_micro};
    line.list_amount = whole.list_amount - billed.list_amount;
    line.amount = whole.amount - billed.amount;
    if (quantity_micro == 0 && line.list_amount.zero() && line.amount.zero())
        return std::nullopt;
    line.corrects_id = billed.last.id;
    line.explanation["whole"] = figures_json(whole.quantity.micro, whole.list_amount, whole.amount);
    line.explanation["billed_before"] =
        figures_json(billed.quantity_micro, billed.list_amount, billed.amount);
    return line;
}

/// A subject that isn't in the rating any more, as if it had used nothing.
ChargeLine emptied(const ChargeLine& billed) {
    ChargeLine line = billed;
    line.id = {};
    line.bill_id.reset();
    line.claim_id.reset();
    line.quantity = {};
    line.list_amount = {};
    line.amount = {};
    return line;
}

// --- documents
// ------------------------------------------------------------------------------------

/// REQUIRES: the bill's tax rate is set.
void add_to_bill(DocumentPlan::BillPlan& plan, const ChargeLine& line, std::size_t position) {
    const auto split = split_tax(line.amount, TaxRate::parse(plan.bill.tax_rate).value());
    plan.bill.period = line.period;
    plan.bill.developer_id = line.developer_id;
    plan.bill.developer_uscc = line.developer_uscc;
    plan.bill.amount += line.amount;
    plan.bill.net += split.net;
    plan.bill.tax += split.tax;
    plan.lines.push_back(position);
}

void add_to_claim(DocumentPlan::ClaimPlan& plan, const ChargeLine& line, std::size_t position) {
    plan.claim.period = line.period;
    plan.claim.developer_id = line.developer_id;
    plan.claim.developer_uscc = line.developer_uscc;
    plan.claim.product_id = *line.product_id;
    plan.claim.product_code = line.product_code;
    plan.claim.amount += line.amount;
    plan.lines.push_back(position);
}

Json digest_json(const ChargeLine& line) {
    return {{"period", to_text(line.period)},
            {"book", to_text(line.book)},
            {"developer", line.developer_uscc},
            {"order", line.order_code},
            {"product", line.product_code},
            {"scenario", line.scenario_code},
            {"meter", line.meter},
            {"quantity", to_text(line.quantity)},
            {"list_amount", to_text(line.list_amount)},
            {"amount", to_text(line.amount)},
            {"treatment", to_text(line.treatment)},
            {"ground", line.ground ? Json(to_text(*line.ground)) : Json()},
            {"ground_document", line.ground_document},
            {"plan", line.plan_code},
            {"explanation", line.explanation}};
}

}  // namespace

const std::string& BillTaxRates::of(const std::string& uscc) const {
    const auto found = by_developer.find(uscc);
    return found == by_developer.end() ? usual : found->second;
}

int days_active(const catalog::Order& order, Period period) {
    const auto live = catalog::live_interval(order);
    int days = 0;
    for (auto day = first_day(period); day <= last_day(period); day += std::chrono::days(1)) {
        const auto part = intersection(live, {start_of(day), end_of(day)});
        if (part.empty()) continue;
        const bool suspended = std::ranges::any_of(order.suspensions, [&](const Interval& pause) {
            return pause.from <= part.from && part.to <= pause.to;
        });
        if (!suspended) ++days;
    }
    return days;
}

Result<std::vector<ChargeLine>> rate_period(const PeriodFacts& unsorted) {
    const auto facts = sorted(unsorted);
    std::vector<ChargeLine> lines;
    for (const auto& order : facts.orders) YUNHE_CHECK(rate_order(order, facts.period, lines));
    for (const auto& developer : facts.developers)
        YUNHE_CHECK(rate_developer(developer, facts, lines));
    for (const auto& fee : facts.service_fees)
        if (!fee.amount.zero()) lines.push_back(service_fee_line(fee, facts.period));
    return lines;
}

std::vector<ChargeLine> difference(const std::vector<ChargeLine>& whole,
                                   const std::vector<ChargeLine>& billed) {
    auto sums = sum_billed(billed);
    std::vector<ChargeLine> lines;
    for (const auto& line : whole) {
        const auto found = sums.find(subject_of(line));
        if (found == sums.end()) {
            lines.push_back(line);
            continue;
        }
        if (auto rest = subtract(line, found->second)) lines.push_back(std::move(*rest));
        sums.erase(found);
    }
    for (const auto& [subject, sum] : sums)
        if (auto rest = subtract(emptied(sum.last), sum)) lines.push_back(std::move(*rest));
    return lines;
}

DocumentPlan plan_documents(const std::vector<ChargeLine>& lines, const BillTaxRates& rates) {
    std::map<std::string, DocumentPlan::BillPlan> bills;
    std::map<std::pair<std::string, std::string>, DocumentPlan::ClaimPlan> claims;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& line = lines[i];
        if (line.amount.zero()) continue;
        if (line.book == Book::nontax) {
            add_to_claim(claims[{line.developer_uscc, line.product_code}], line, i);
            continue;
        }
        auto& plan = bills[line.developer_uscc];
        if (plan.lines.empty()) plan.bill.tax_rate = rates.of(line.developer_uscc);
        add_to_bill(plan, line, i);
    }
    DocumentPlan plan;
    for (auto& [uscc, entry] : bills)
        if (!entry.bill.amount.zero()) plan.bills.push_back(std::move(entry));
    for (auto& [party, entry] : claims)
        if (!entry.claim.amount.zero()) plan.claims.push_back(std::move(entry));
    return plan;
}

std::string digest_of(const std::vector<ChargeLine>& lines, const std::string& tax_rate_text) {
    crypto::Sm3 digest;
    digest.add(canonical_text(Json{{"tax_rate", tax_rate_text}}));
    for (const auto& line : lines) digest.add(canonical_text(digest_json(line)));
    return crypto::hex(digest.digest());
}

}  // namespace yunhe::billing
