#include "billing/allocation_run_service.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "billing/aggregation.hpp"
#include "billing/allocation_plan_store.hpp"
#include "billing/allocation_run_store.hpp"
#include "billing/claim_store.hpp"
#include "billing/ledger_store.hpp"
#include "billing/non_tax_store.hpp"
#include "billing/payment_notice_store.hpp"
#include "billing/quality_store.hpp"
#include "billing/receipt_store.hpp"
#include "billing/usage_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"
#include "db/case_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kPostTask = "post_allocation_run";

RunActor actor_of(const tenants::Caller& caller) {
    return caller.role == tenants::Role::treasury ? RunActor::treasury : RunActor::finance;
}

// --- what a pool's shares depend on
// ---------------------------------------------------------------

using MeterUse = std::pair<std::string, Aggregation>;

/// The meter of the plan that measures usage; nothing where its only one doesn't add up.
std::optional<MeterUse> allocation_meter_of(const catalog::PricePlan& plan) {
    for (const auto& charge : plan.charges) {
        const auto meter = charge.at("meter").get<std::string>();
        if (plan.allocation_meter && *plan.allocation_meter != meter) continue;
        const auto aggregation =
            stored_enum<Aggregation>(charge.at("aggregation").get<std::string>());
        if (measures_usage(aggregation)) return MeterUse{meter, aggregation};
    }
    return std::nullopt;
}

/// The orders with a charged line of their price's allocation meter, by meter.
std::map<MeterUse, std::vector<catalog::OrderId>> charged_orders(db::Transaction& tx,
                                                                 TenantScope scope,
                                                                 const Claim& claim) {
    std::map<MeterUse, std::set<catalog::OrderId>> found;
    for (const auto& line : charge_lines_of_claim(tx, scope, claim.id)) {
        if (line.treatment != Treatment::charged || !line.order_id) continue;
        const auto plan = catalog::find_price_plan_by_code(tx, scope, line.plan_code);
        const auto use = plan ? allocation_meter_of(*plan) : std::nullopt;
        if (use && use->first == line.meter) found[*use].insert(*line.order_id);
    }
    std::map<MeterUse, std::vector<catalog::OrderId>> orders;
    for (const auto& [use, ids] : found) orders[use].assign(ids.begin(), ids.end());
    return orders;
}

/// Per resource code; empty where no meter of the claim adds up.
std::map<std::string, Decimal> usage_of(db::Transaction& tx, TenantScope scope, const Claim& claim,
                                        const std::vector<std::string>& lineage_codes) {
    std::map<std::string, Decimal> usage;
    for (const auto& [use, orders] : charged_orders(tx, scope, claim)) {
        const auto measured = resource_usage(tx, scope, claim.period, orders, use.first, use.second,
                                             lineage_codes);
        for (const auto& code : lineage_codes) {
            const auto found = measured.find(code);
            usage[code].micro += found == measured.end() ? 0 : found->second.micro;
        }
    }
    return usage;
}

using QualityScores = std::map<catalog::ResourceId, std::string>;

PoolSource source_of(db::Transaction& tx, TenantScope scope, const catalog::LineageItem& item,
                     const catalog::Resource& resource, const QualityScores& quality,
                     const std::map<std::string, Decimal>& usage) {
    const auto department = tenants::find_body(tx, scope, resource.department_id);
    YUNHE_ASSERT(department.has_value());
    PoolSource source;
    source.resource_code = resource.code;
    source.resource_name = resource.name;
    source.department_code = department->code;
    source.department_name = department->name;
    if (department->department_kind)
        source.budget_route = tenants::budget_route(*department->department_kind);
    source.open = resource.openness == catalog::Openness::unconditional;
    source.weight = item.weight;
    if (const auto used = usage.find(resource.code); used != usage.end())
        source.usage = to_text(used->second);
    if (const auto score = quality.find(resource.id); score != quality.end())
        source.quality = score->second;
    return source;
}

/// The lineage by which the claim's period is allocated, without the developer's own data.
std::vector<PoolSource> sources_of(db::Transaction& tx, TenantScope scope, const Claim& claim,
                                   const QualityScores& quality) {
    const auto versions = catalog::lineage_versions(tx, scope, claim.product_id);
    const auto* version = catalog::version_of_period(versions, claim.period);
    YUNHE_ASSERT(version != nullptr);
    auto lineage = version->lineage;
    std::erase_if(lineage, [](const auto& item) { return !item.resource_id; });
    std::vector<std::string> codes;
    for (const auto& item : lineage) codes.push_back(item.resource_code);
    const auto usage = usage_of(tx, scope, claim, codes);
    std::vector<PoolSource> sources;
    for (const auto& item : lineage) {
        const auto resource = catalog::find_resource(tx, scope, *item.resource_id);
        YUNHE_ASSERT(resource.has_value());
        sources.push_back(source_of(tx, scope, item, *resource, quality, usage));
    }
    return sources;
}

PoolLabels labels_of(db::Transaction& tx, TenantScope scope, const Claim& claim,
                     const StoredPlan& plan) {
    PoolLabels labels;
    labels.product_code = claim.product_code;
    labels.product_name = claim.product_name;
    labels.payer = claim.developer_name;
    labels.payer_uscc = claim.developer_uscc;
    if (claim.number) labels.claim_number = std::to_string(*claim.number);
    if (const auto notice = find_notice_of_claim(tx, scope, claim.id)) {
        labels.payment_code = notice->payment_code;
        labels.bill_no = notice->bill_no;
    }
    if (claim.non_tax_setting_id)
        if (const auto setting = find_non_tax(tx, scope, *claim.non_tax_setting_id))
            labels.item_code = setting->facts.item.code;
    labels.plan_code = plan.code;
    labels.plan_document = plan.source_document;
    return labels;
}

// --- all pools of a period
// ------------------------------------------------------------------------

/// `allocate` speaks of its input; whoever runs a period needs to know which product it was.
Error refused_allocation(const Claim& claim, const Error& error) {
    const auto reason = error.fields.empty() ? error.code : error.fields.front().code;
    return refused_by_system("allocation_refused",
                             {{"product", claim.product_code}, {"reason", reason}});
}

Result<RunPool> pool_of(db::Transaction& tx, TenantScope scope, const Claim& claim,
                        const ClaimRealised& realised, const StoredPlan& plan,
                        const QualityScores& quality, const std::vector<Part>& posted) {
    const auto sources = sources_of(tx, scope, claim, quality);
    auto rows = pool_rows(plan.plan, realised.amount, sources, posted);
    if (!rows.ok()) return refused_allocation(claim, rows.error());
    RunPool pool;
    pool.id = tx.new_id<RunPoolId>();
    pool.claim_id = claim.id;
    pool.plan_id = plan.id;
    pool.pool = realised.amount;
    pool.realised_on = *realised.last_on;
    pool.labels = labels_of(tx, scope, claim, plan);
    pool.rows = std::move(rows).value();
    return pool;
}

/// By product, then developer. `trial`: that plan's whole figures; null: what the plan in force
/// gives beyond what is posted.
Result<std::vector<RunPool>> pools_of(db::Transaction& tx, TenantScope scope, Period period,
                                      const StoredPlan* trial) {
    const auto in_force = trial ? std::optional(*trial) : find_plan_in_force(tx, scope, period);
    const auto quality = confirmed_quality(tx, scope, period);
    std::vector<RunPool> pools;
    for (const auto& claim : list_confirmed_claims(tx, scope, period)) {
        const auto realised = realised_of_claim(tx, scope, claim.id);
        if (realised.amount.zero()) continue;
        if (!in_force)
            return refused_by_system("no_allocation_plan", {{"period", to_text(period)}});
        const auto posted = trial ? std::vector<Part>() : posted_parts(tx, scope, claim.id);
        YUNHE_TRY(pool, pool_of(tx, scope, claim, realised, *in_force, quality, posted));
        if (!pool.rows.empty()) pools.push_back(std::move(pool));
    }
    return pools;
}

// --- cases
// ----------------------------------------------------------------------------------------

void record(db::Transaction& tx, const tenants::Caller& caller, const AllocationRun& run,
            RunAction action, RunState from, const std::string& opinion) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "allocation_run",
                           .aggregate_id = run.id.value,
                           .action = std::string(to_text(action)),
                           .from_state = std::string(to_text(from)),
                           .to_state = std::string(to_text(run.state)),
                           .actor = tenants::case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = {{"total", to_text(run.total())}}});
}

void discard_other_drafts(db::Transaction& tx, const tenants::Caller& caller, Period period) {
    for (auto& run : lock_draft_runs(tx, caller.scope, period)) {
        run.state = RunState::discarded;
        save_run(tx, caller.scope, run);
        record(tx, caller, run, RunAction::discard, RunState::draft, "");
        db::close_all_todos(tx, caller.scope, "allocation_run", run.id.value, caller.now);
    }
}

void open_post_todo(db::Transaction& tx, const tenants::Caller& caller, const AllocationRun& run) {
    for (const auto& body :
         tenants::all_bodies_of_kind(tx, caller.scope, tenants::BodyKind::treasury))
        db::open_todo(tx, caller.scope,
                      {.aggregate = "allocation_run",
                       .aggregate_id = run.id.value,
                       .task = std::string(kPostTask),
                       .title = std::to_string(run.number) + " " + to_text(run.period) + " " +
                                to_text(run.total()),
                       .body_id = body.id,
                       .role = std::string(to_text(tenants::Role::treasury)),
                       .opened_at = caller.now});
}

void lock_claims(db::Transaction& tx, TenantScope scope, Period period) {
    std::set<ClaimId> ids;
    for (const auto& claim : list_confirmed_claims(tx, scope, period)) ids.insert(claim.id);
    for (const auto id : ids) (void)lock_claim(tx, scope, id);
}

Status post_pool(db::Transaction& tx, const tenants::Caller& caller, const AllocationRun& run,
                 RunPool& pool) {
    const auto parts = parts_of(pool.rows);
    const bool moves = std::any_of(parts.begin(), parts.end(),
                                   [](const Part& part) { return !part.amount.zero(); });
    if (!moves) return Done{};
    EntryHead head;
    head.book = Book::nontax;
    head.period = period_of(caller.now);
    head.usage_period = run.period;
    head.booked_at = caller.now;
    head.effective_on = date_of(caller.now);
    head.source_kind = "allocation_run";
    head.source_id = to_text(run.id);
    head.description = "预算安排测算 第" + std::to_string(run.number) + "批 产品" +
                       pool.labels.product_code;
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, run_posted(std::move(head), parts),
                                   {.maker_id = run.drafted_by_id,
                                    .checker_id = caller.user_id,
                                    .booker_id = caller.user_id}));
    pool.entry_id = entry_id.value;
    return Done{};
}

}  // namespace

Result<AllocationRun> draft_run(db::Transaction& tx, const tenants::Caller& caller, Period period) {
    YUNHE_TRY(state, next_state(kRunMoves, RunState::draft, RunAction::draft, actor_of(caller)));
    YUNHE_TRY(pools, pools_of(tx, caller.scope, period, nullptr));
    AllocationRun run;
    run.number = tx.next_number(caller.scope, "allocation_run");
    discard_other_drafts(tx, caller, period);
    run.id = tx.new_id<RunId>();
    run.period = period;
    run.state = state;
    run.drafted_by_id = caller.user_id;
    run.drafted_at = caller.now;
    run.pools = std::move(pools);
    insert_run(tx, caller.scope, run);
    record(tx, caller, run, RunAction::draft, RunState::draft, "");
    if (!run.pools.empty()) open_post_todo(tx, caller, run);
    return run;
}

Result<std::vector<RunPool>> try_out_plan(db::Transaction& tx, const tenants::Caller& caller,
                                          Period period, std::string_view plan_code) {
    const auto plan = find_plan_by_code(tx, caller.scope, plan_code);
    if (!plan) return malformed("/plan_code", "no_such_plan");
    return pools_of(tx, caller.scope, period, &*plan);
}

Result<AllocationRun> post_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                               const std::string& opinion) {
    auto run = lock_run(tx, caller.scope, id);
    if (!run) return not_found();
    const auto from = run->state;
    YUNHE_TRY(to, next_state(kRunMoves, from, RunAction::post, actor_of(caller)));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "allocation_run", run->id.value,
                                            run->drafted_by_id));

    // From here on neither money nor scores move; what the draft shows must still be what comes
    // out.
    lock_claims(tx, caller.scope, run->period);
    if (!run->pools.empty()) freeze_quality(tx, caller.scope, run->period);
    YUNHE_TRY(now_pools, pools_of(tx, caller.scope, run->period, nullptr));
    if (!same_figures(run->pools, now_pools)) return wrong_state("run_outdated");

    for (auto& pool : run->pools) YUNHE_CHECK(post_pool(tx, caller, *run, pool));
    run->state = to;
    run->posted_by_id = caller.user_id;
    run->posted_at = caller.now;
    save_run(tx, caller.scope, *run);
    ++run->version;
    record(tx, caller, *run, RunAction::post, from, opinion);
    db::close_all_todos(tx, caller.scope, "allocation_run", run->id.value, caller.now);
    return *run;
}

}  // namespace yunhe::billing
