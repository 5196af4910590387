#include "billing/settlement_service.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "billing/bill_store.hpp"
#include "billing/charge_line_store.hpp"
#include "billing/claim_store.hpp"
#include "billing/document_case_service.hpp"
#include "billing/non_tax_store.hpp"
#include "billing/price_facts_service.hpp"
#include "billing/quarantine_service.hpp"
#include "billing/settlement_store.hpp"
#include "billing/usage_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;
using tenants::Role;

// --- reading the facts
// ----------------------------------------------------------------------------

RatingPlan read_plan(const catalog::PricePlan& plan) {
    RatingPlan read{.code = plan.code, .charges = {}};
    for (const auto& json : plan.charges) {
        auto charge = parse_charge(json);
        YUNHE_ASSERT(charge.ok());
        read.charges.push_back(std::move(charge).value());
    }
    return read;
}

/// Totals and traces of a period, by subject.
class PeriodUsage {
public:
    /// Ingest goes on meanwhile, so the totals are read before and after the events: if they moved,
    /// a line's quantity would not be that of the events it names. Errors: state `usage_moved`.
    static Result<PeriodUsage> read(db::Transaction& tx, TenantScope scope, Period period,
                                    EventTraces traces) {
        PeriodUsage usage;
        const auto totals = usage_of_period(tx, scope, period);
        if (traces == EventTraces::read) {
            usage.traces_ = trace_events(tx, scope, period);
            if (usage_of_period(tx, scope, period) != totals) return wrong_state("usage_moved");
        }
        for (const auto& total : totals) usage.totals_[total.subject_id].push_back(total);
        return usage;
    }

    /// As the plans' charges aggregate it. Meters without a charge are in it with their sum, so
    /// that rating can name them.
    std::vector<MeterUsage> of(std::uint64_t subject_id,
                               const std::vector<RatingPlan>& plans) const {
        std::vector<MeterUsage> usage;
        const auto found = totals_.find(subject_id);
        if (found == totals_.end()) return usage;
        for (const auto& total : found->second) {
            const auto quantity = quantity_of(total, plans);
            const auto found_trace = traces_.find({subject_id, total.meter});
            YUNHE_ASSERT(traces_.empty() || found_trace != traces_.end());
            EventTrace trace;
            trace.events = total.count;
            if (found_trace != traces_.end()) trace = found_trace->second;
            usage.push_back({.meter = total.meter,
                             .quantity = quantity,
                             .events = trace.events,
                             .first_at = trace.first_at,
                             .last_at = trace.last_at,
                             .digest_hex = trace.digest_hex});
        }
        return usage;
    }

    /// Bodies or orders that used anything; the two kinds share no id.
    std::set<std::uint64_t> subjects(SubjectKind kind) const {
        std::set<std::uint64_t> ids;
        for (const auto& [id, totals] : totals_)
            if (totals.front().subject_kind == kind) ids.insert(id);
        return ids;
    }

private:
    static Quantity quantity_of(const UsageTotal& total, const std::vector<RatingPlan>& plans) {
        for (const auto& plan : plans) {
            for (const auto& charge : plan.charges)
                if (charge.meter == total.meter)
                    return quantity_for(charge.aggregation.value_or(Aggregation::sum), total);
        }
        return total.sum;
    }

    std::map<std::uint64_t, std::vector<UsageTotal>> totals_;
    std::map<SubjectMeter, EventTrace> traces_;
};

/// Bodies, products, scenarios and plans of one period, each read once.
class Names {
public:
    Names(db::Transaction& tx, TenantScope scope) : tx_(tx), scope_(scope) {}

    const tenants::Body& body(BodyId id) {
        return read(bodies_, id, [&] { return tenants::find_body(tx_, scope_, id); });
    }
    const catalog::Product& product(catalog::ProductId id) {
        return read(products_, id, [&] { return catalog::find_product(tx_, scope_, id); });
    }
    const catalog::Scenario& scenario(catalog::ScenarioId id) {
        return read(scenarios_, id, [&] { return catalog::find_scenario(tx_, scope_, id); });
    }
    /// In force for use of the product in the scenario; none: nothing is asked for it.
    const std::optional<RatingPlan>& plan(const catalog::Order& order, Period period) {
        const std::pair key{order.product_id, order.scenario_id};
        const auto known = plans_.find(key);
        if (known != plans_.end()) return known->second;
        const auto plan = catalog::find_price_plan_in_force(
            tx_, scope_, catalog::PriceKind::data_use, order.product_id, order.scenario_id, period);
        return plans_.emplace(key, plan ? std::optional(read_plan(*plan)) : std::nullopt)
            .first->second;
    }

private:
    template <class Map, class IdType, class Find>
    static const typename Map::mapped_type& read(Map& map, IdType id, Find find) {
        const auto known = map.find(id);
        if (known != map.end()) return known->second;
        auto found = find();
        YUNHE_ASSERT(found.has_value());
        return map.emplace(id, std::move(*found)).first->second;
    }

    db::Transaction& tx_;
    TenantScope scope_;
    std::map<BodyId, tenants::Body> bodies_;
    std::map<catalog::ProductId, catalog::Product> products_;
    std::map<catalog::ScenarioId, catalog::Scenario> scenarios_;
    std::map<std::pair<catalog::ProductId, catalog::ScenarioId>, std::optional<RatingPlan>> plans_;
};

OrderFacts order_facts(Period period, const catalog::Order& order, const PeriodUsage& usage,
                       Names& names) {
    const auto& scenario = names.scenario(order.scenario_id);
    OrderFacts facts;
    facts.id = order.id;
    facts.code = order.code;
    facts.kind = order.kind;
    facts.product_id = order.product_id;
    facts.product_code = names.product(order.product_id).code;
    facts.scenario_id = order.scenario_id;
    facts.scenario_code = scenario.code;
    facts.developer_id = order.developer_id;
    facts.developer_uscc = names.body(order.developer_id).code;
    facts.days_active = days_active(order, period);
    facts.ground = catalog::waiver_ground(order, scenario.purpose, first_day(period));
    if (facts.ground && facts.ground != catalog::WaiverGround::public_purpose) {
        facts.ground_document = order.waiver->document;
        for (const auto& quota : order.waiver->quotas)
            facts.waived_quantities.emplace(quota.meter, quota.quantity);
    }
    facts.plan = names.plan(order, period);
    std::vector<RatingPlan> plans;
    if (facts.plan) plans.push_back(*facts.plan);
    facts.usage = usage.of(order.id.value, plans);
    return facts;
}

std::vector<ServiceFeeFacts> service_fees(db::Transaction& tx, TenantScope scope, Period period,
                                          Names& names) {
    std::vector<ServiceFeeFacts> fees;
    for (const auto& agreement : tenants::list_signed_agreements(tx, scope)) {
        // An amendment in force from the first day on changes what is due at the start.
        const auto fee = terms_on(agreement, agreement.from).service_fee;
        if (period_of(agreement.from) != period || fee.zero()) continue;
        fees.push_back({.agreement_id = agreement.id,
                        .agreement_number = agreement.number,
                        .developer_id = agreement.developer_id,
                        .developer_uscc = names.body(agreement.developer_id).code,
                        .amount = fee});
    }
    return fees;
}

// --- what stands already
// --------------------------------------------------------------------------

/// A period's documents and lines, parted into what stays and what a new settlement replaces.
struct Standing {
    std::vector<Bill> bills;
    std::vector<Claim> claims;
    std::vector<ChargeLine> billed;    ///< On documents that don't change any more.
    std::vector<ChargeLine> replaced;  ///< On drafts, or on none.
};

Standing read_standing(db::Transaction& tx, TenantScope scope, Period period) {
    Standing standing{.bills = bills_of_period(tx, scope, period),
                      .claims = claims_of_period(tx, scope, period),
                      .billed = {},
                      .replaced = {}};
    std::set<BillId> issued;
    for (const auto& bill : standing.bills)
        if (stays(bill.state)) issued.insert(bill.id);
    std::set<ClaimId> submitted;
    for (const auto& claim : standing.claims)
        if (claim.state != ClaimState::draft) submitted.insert(claim.id);
    for (auto& line : charge_lines_of_period(tx, scope, period)) {
        const bool stays = (line.bill_id && issued.contains(*line.bill_id)) ||
                           (line.claim_id && submitted.contains(*line.claim_id));
        (stays ? standing.billed : standing.replaced).push_back(std::move(line));
    }
    return standing;
}

/// Removes drafts with their lines and desks; `standing` keeps only what stays.
void remove_drafts(db::Transaction& tx, const Caller& caller, Standing& standing) {
    delete_charge_lines(tx, caller.scope, standing.replaced);
    for (const auto& bill : standing.bills) {
        if (stays(bill.state)) continue;
        catalog::close_case(tx, caller, case_of(bill));
        delete_draft_bill(tx, caller.scope, bill.id);
    }
    for (const auto& claim : standing.claims) {
        if (claim.state != ClaimState::draft) continue;
        catalog::close_case(tx, caller, case_of(claim));
        delete_draft_claim(tx, caller.scope, claim.id);
    }
    std::erase_if(standing.bills, [](const Bill& bill) { return !stays(bill.state); });
    std::erase_if(standing.claims,
                  [](const Claim& claim) { return claim.state == ClaimState::draft; });
}

// --- writing what is new
// --------------------------------------------------------------------------

/// The smallest number that none of the documents has.
template <class Documents, class Same>
int free_supplement(const Documents& documents, Same same) {
    std::set<int> taken;
    for (const auto& document : documents)
        if (same(document)) taken.insert(document.supplement);
    int supplement = 0;
    while (taken.contains(supplement)) ++supplement;
    return supplement;
}

constexpr BillState voided_state(const Bill&) { return BillState::voided; }
constexpr ClaimState voided_state(const Claim&) { return ClaimState::voided; }

/// The document that a new one corrects: the first of the party's that stands, else the last that
/// was voided; none for the first of all.
template <class Documents, class Same>
auto corrected_by_next(const Documents& documents, Same same) {
    std::optional<decltype(documents.front().id)> last;
    for (const auto& document : documents) {
        if (document.voids_id || !same(document)) continue;
        if (document.state != voided_state(document)) return std::optional(document.id);
        last = document.id;
    }
    return last;
}

/// A supplement keeps the tax rate of the bill that it corrects, whatever the policy says today; a
/// bill in the place of a voided one doesn't.
BillTaxRates tax_rates(const Standing& standing, const std::string& usual) {
    BillTaxRates rates{.usual = usual};
    for (const auto& bill : standing.bills)
        if (bill.state == BillState::issued && !bill.voids_id)
            rates.by_developer.emplace(bill.developer_uscc, bill.tax_rate);
    return rates;
}

void draft_bills(db::Transaction& tx, const Caller& caller, const Standing& standing,
                 DocumentPlan& plan, std::vector<ChargeLine>& lines, Names& names) {
    for (auto& [bill, positions] : plan.bills) {
        bill.id = tx.new_id<BillId>();
        bill.developer_name = names.body(bill.developer_id).name;
        const auto same = [&](const Bill& other) {
            return other.developer_id == bill.developer_id;
        };
        bill.supplement = free_supplement(standing.bills, same);
        bill.corrects_id = corrected_by_next(standing.bills, same);
        bill.drafted_by_id = caller.user_id;
        bill.drafted_at = caller.now;
        insert_bill(tx, caller.scope, bill);
        for (const auto position : positions) lines[position].bill_id = bill.id;
        catalog::record_step(tx, caller, case_of(bill), "draft", "", to_text(bill.state));
        catalog::open_role_todos(tx, caller, case_of(bill), kReviewBillTask, Role::finance);
    }
}

void draft_claims(db::Transaction& tx, const Caller& caller, const Standing& standing,
                  DocumentPlan& plan, std::vector<ChargeLine>& lines, Names& names) {
    for (auto& [claim, positions] : plan.claims) {
        claim.id = tx.new_id<ClaimId>();
        claim.developer_name = names.body(claim.developer_id).name;
        claim.product_name = names.product(claim.product_id).name;
        const auto same = [&](const Claim& other) {
            return other.developer_id == claim.developer_id && other.product_id == claim.product_id;
        };
        claim.supplement = free_supplement(standing.claims, same);
        claim.corrects_id = corrected_by_next(standing.claims, same);
        claim.drafted_by_id = caller.user_id;
        claim.drafted_at = caller.now;
        insert_claim(tx, caller.scope, claim);
        for (const auto position : positions) lines[position].claim_id = claim.id;
        catalog::record_step(tx, caller, case_of(claim), "draft", "", to_text(claim.state));
        catalog::open_role_todos(tx, caller, case_of(claim), kSubmitClaimTask, Role::finance);
    }
}

Settlement summarise(const Settlement& before, const std::vector<ChargeLine>& whole) {
    Settlement settlement = before;
    settlement.lines = static_cast<std::int64_t>(whole.size());
    settlement.claimed = settlement.billed = settlement.zero_rated = Money();
    for (const auto& line : whole) {
        (line.book == Book::nontax ? settlement.claimed : settlement.billed) += line.amount;
        settlement.zero_rated += line.list_amount - line.amount;
    }
    return settlement;
}

Settlement save(db::Transaction& tx, const Caller& caller, const std::optional<Settlement>& stored,
                Period period, const std::vector<ChargeLine>& whole, std::string digest_hex) {
    auto settlement = summarise(stored.value_or(Settlement{}), whole);
    settlement.period = period;
    settlement.digest_hex = std::move(digest_hex);
    settlement.settled_by_id = caller.user_id;
    settlement.settled_at = caller.now;
    if (stored) {
        save_settlement(tx, caller.scope, settlement);
        settlement.version += 1;
        return settlement;
    }
    settlement.id = tx.new_id<SettlementId>();
    insert_settlement(tx, caller.scope, settlement);
    return settlement;
}

/// Are the lines that are there the whole? Not where a document was voided since.
bool nothing_changed(const std::vector<ChargeLine>& whole, const Standing& standing) {
    auto there = standing.billed;
    there.insert(there.end(), standing.replaced.begin(), standing.replaced.end());
    return difference(whole, there).empty();
}

void close_settle_again(db::Transaction& tx, const Caller& caller, const Settlement& settlement) {
    catalog::close_task(tx, caller,
                        {"settlement", settlement.id.value, to_text(settlement.period)},
                        kSettleAgainTask);
}

Status check_nontax_is_on(db::Transaction& tx, TenantScope scope,
                          const std::vector<ChargeLine>& lines) {
    const bool nontax = std::ranges::any_of(
        lines, [](const ChargeLine& line) { return line.book == Book::nontax; });
    if (nontax && !find_confirmed_non_tax(tx, scope)) return refused_by_system("non_tax_off");
    return Done{};
}

}  // namespace

Result<PeriodFacts> read_period_facts(db::Transaction& tx, TenantScope scope, Period period,
                                      EventTraces traces) {
    YUNHE_TRY(usage, PeriodUsage::read(tx, scope, period, traces));
    Names names(tx, scope);
    PeriodFacts facts;
    facts.period = period;
    for (const auto& order : catalog::list_accepted_orders(tx, scope))
        facts.orders.push_back(order_facts(period, order, usage, names));
    for (const auto& plan : catalog::list_platform_plans_in_force(tx, scope, period))
        facts.platform_plans.push_back(read_plan(plan));
    for (const auto id : usage.subjects(SubjectKind::developer)) {
        facts.developers.push_back({.id = BodyId{id},
                                    .uscc = names.body(BodyId{id}).code,
                                    .usage = usage.of(id, facts.platform_plans)});
    }
    facts.service_fees = service_fees(tx, scope, period, names);
    YUNHE_CHECK(add_price_facts(tx, scope, facts));
    return facts;
}

Result<Settlement> settle(db::Transaction& tx, const Caller& caller, const tenants::Rules& rules,
                          Period period) {
    if (caller.now < end_of(period))
        return wrong_state("period_not_over", {{"period", to_text(period)}});
    tenants::lock_tenant(tx, caller.scope);  // One settlement at a time, the first one included.
    const auto stored = lock_settlement_of(tx, caller.scope, period);
    quarantine_reused_ids(tx, caller, period);
    YUNHE_TRY(facts, read_period_facts(tx, caller.scope, period));
    YUNHE_TRY(whole, rate_period(facts));
    YUNHE_CHECK(check_nontax_is_on(tx, caller.scope, whole));
    auto digest_hex = digest_of(whole, rules.policy.tax_rate);
    auto standing = read_standing(tx, caller.scope, period);
    if (stored && stored->digest_hex == digest_hex && nothing_changed(whole, standing)) {
        close_settle_again(tx, caller, *stored);
        return *stored;
    }
    auto lines = difference(whole, standing.billed);
    remove_drafts(tx, caller, standing);
    auto settlement = save(tx, caller, stored, period, whole, std::move(digest_hex));
    auto documents = plan_documents(lines, tax_rates(standing, rules.policy.tax_rate));
    Names names(tx, caller.scope);
    draft_bills(tx, caller, standing, documents, lines, names);
    draft_claims(tx, caller, standing, documents, lines, names);
    for (auto& line : lines) {
        line.id = tx.new_id<ChargeLineId>();
        line.settlement_id = settlement.id;
    }
    insert_charge_lines(tx, caller.scope, lines);
    catalog::record_step(tx, caller, {"settlement", settlement.id.value, to_text(period)}, "settle",
                         stored ? "settled" : "", "settled", "",
                         {{"version", settlement.version}, {"digest", settlement.digest_hex}});
    close_settle_again(tx, caller, settlement);
    tenants::publish_webhook(tx, caller.scope,
                             {.type = "settlement.done",
                              .subject = to_text(settlement.id),
                              .data = {{"period", to_text(period)},
                                       {"version", settlement.version},
                                       {"claimed", to_text(settlement.claimed)},
                                       {"billed", to_text(settlement.billed)}}},
                             caller.now);
    return settlement;
}

}  // namespace yunhe::billing
