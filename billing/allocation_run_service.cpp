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
#include "billing/payment_entry_service.hpp"
#include "billing/payment_notice_store.hpp"
#include "billing/quality_store.hpp"
#include "billing/receipt_store.hpp"
#include "billing/usage_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"
#include "db/case_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/four_eyes_service.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kReviewRunTask = "review_allocation_run";
constexpr std::string_view kPostRunTask = "post_allocation_run";

RunActor run_actor_of(const tenants::Caller& caller) {
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

RunPool pool_head(db::Transaction& tx, TenantScope scope, const Claim& claim,
                  const StoredPlan& plan, Date realised_on) {
    RunPool pool;
    pool.id = tx.new_id<RunPoolId>();
    pool.claim_id = claim.id;
    pool.plan_id = plan.id;
    pool.realised_on = realised_on;
    pool.labels = labels_of(tx, scope, claim, plan);
    return pool;
}

/// The claim's pool and, where refunds took something back of it, the one below zero beside it;
/// only those that change something.
Result<std::vector<RunPool>> pools_of_claim(db::Transaction& tx, TenantScope scope,
                                            const Claim& claim, const ClaimRealised& realised,
                                            const StoredPlan& plan, const QualityScores& quality,
                                            const PostedParts& posted) {
    const auto sources = sources_of(tx, scope, claim, quality);
    auto rows = claim_rows(plan.plan, {realised.pool(), realised.mirrored}, sources, posted);
    if (!rows.ok()) return refused_allocation(claim, rows.error());
    std::vector<RunPool> pools;
    const auto add = [&](PoolKind kind, Money money, std::vector<PoolRow>& of_kind) {
        if (of_kind.empty()) return;
        auto pool = pool_head(tx, scope, claim, plan, *realised.last_on);
        pool.kind = kind;
        pool.pool = money;
        pool.rows = std::move(of_kind);
        pools.push_back(std::move(pool));
    };
    add(PoolKind::allocation, realised.pool(), rows.value().given);
    add(PoolKind::refund, -realised.mirrored, rows.value().mirrored);
    return pools;
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
        if (realised.pool().zero()) continue;
        if (!in_force)
            return refused_by_system("no_allocation_plan", {{"period", to_text(period)}});
        const auto posted = trial ? PostedParts() : posted_parts(tx, scope, claim.id);
        YUNHE_TRY(of_claim,
                  pools_of_claim(tx, scope, claim, realised, *in_force, quality, posted));
        std::ranges::move(of_claim, std::back_inserter(pools));
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

catalog::CaseRef case_of_run(const AllocationRun& run) {
    return {"allocation_run", run.id.value,
            std::to_string(run.number) + " " + to_text(run.period) + " " + to_text(run.total())};
}

void lock_claims(db::Transaction& tx, TenantScope scope, Period period) {
    std::set<ClaimId> ids;
    for (const auto& claim : list_confirmed_claims(tx, scope, period)) ids.insert(claim.id);
    for (const auto id : ids) (void)lock_claim(tx, scope, id);
}

/// What the draft shows must still be what comes out.
Status check_up_to_date(db::Transaction& tx, TenantScope scope, const AllocationRun& run) {
    YUNHE_TRY(now_pools, pools_of(tx, scope, run.period, nullptr));
    if (!same_figures(run.pools, now_pools)) return wrong_state("run_outdated");
    return Done{};
}

std::string run_description(const AllocationRun& run, const RunPool& pool) {
    const char* what = run.kind == RunKind::reversal ? "预算安排测算冲销 第"
                       : pool.kind == PoolKind::refund ? "退付冲回预算安排测算 第"
                                                       : "预算安排测算 第";
    return what + std::to_string(run.number) + "批 产品" + pool.labels.product_code;
}

/// Effective on the day of the posting, of a refund on the day of that. `reverses`: the entry that
/// this one undoes.
Status post_pool(db::Transaction& tx, const tenants::Caller& caller, const AllocationRun& run,
                 RunPool& pool, Date effective_on, std::optional<LedgerEntryId> reverses) {
    const auto parts = parts_of(pool.rows);
    const bool moves = std::any_of(parts.begin(), parts.end(),
                                   [](const Part& part) { return !part.amount.zero(); });
    if (!moves) return Done{};
    YUNHE_TRY(head, payment_head(tx, caller, Book::nontax, effective_on, run.period,
                                 {"allocation_run", to_text(run.id), run_description(run, pool)}));
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, run_posted(std::move(head), parts),
                                   {.maker_id = run.drafted_by_id,
                                    .checker_id = run.reviewed_by_id.value_or(caller.user_id),
                                    .booker_id = caller.user_id},
                                   reverses));
    pool.entry_id = entry_id.value;
    return Done{};
}

void announce_run(db::Transaction& tx, const tenants::Caller& caller, const AllocationRun& run) {
    tenants::publish_webhook(tx, caller.scope,
                             {.type = "run.posted",
                              .subject = to_text(run.id),
                              .data = {{"number", run.number},
                                       {"kind", std::string(to_text(run.kind))},
                                       {"period", to_text(run.period)},
                                       {"total", to_text(run.total())}}},
                             caller.now);
}

}  // namespace

Result<AllocationRun> draft_run(db::Transaction& tx, const tenants::Caller& caller, Period period) {
    YUNHE_TRY(state, next_state(kRunMoves, RunState::draft, RunAction::draft,
                                run_actor_of(caller)));
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
    if (!run.pools.empty())
        catalog::open_role_todos(tx, caller, case_of_run(run), kReviewRunTask,
                                 tenants::Role::finance);
    return run;
}

Result<std::vector<RunPool>> try_out_plan(db::Transaction& tx, const tenants::Caller& caller,
                                          Period period, std::string_view plan_code) {
    const auto plan = find_plan_by_code(tx, caller.scope, plan_code);
    if (!plan) return malformed("/plan_code", "no_such_plan");
    return pools_of(tx, caller.scope, period, &*plan);
}

Result<std::vector<PlanColumn>> compare_plans(db::Transaction& tx, const tenants::Caller& caller,
                                              Period period,
                                              const std::vector<std::string>& plan_codes) {
    std::vector<PlanColumn> columns;
    for (std::size_t i = 0; i < plan_codes.size(); ++i) {
        const auto plan = find_plan_by_code(tx, caller.scope, plan_codes[i]);
        if (!plan) return malformed("/plan_codes/" + std::to_string(i), "no_such_plan");
        YUNHE_TRY(pools, pools_of(tx, caller.scope, period, &*plan));
        columns.push_back({plan_codes[i], std::move(pools)});
    }
    columns.push_back({std::string(kPostedColumn), posted_pools(tx, caller.scope, period)});
    return columns;
}

Result<AllocationRun> review_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                                 const std::string& opinion) {
    auto run = lock_run(tx, caller.scope, id);
    if (!run) return not_found();
    const auto from = run->state;
    YUNHE_TRY(to, next_state(kRunMoves, from, RunAction::review, run_actor_of(caller)));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "allocation_run", run->id.value,
                                            run->drafted_by_id));
    YUNHE_CHECK(check_up_to_date(tx, caller.scope, *run));
    run->state = to;
    run->reviewed_by_id = caller.user_id;
    run->reviewed_at = caller.now;
    save_run(tx, caller.scope, *run);
    ++run->version;
    record(tx, caller, *run, RunAction::review, from, opinion);
    catalog::close_case(tx, caller, case_of_run(*run));
    if (!run->pools.empty())
        catalog::open_role_todos(tx, caller, case_of_run(*run), kPostRunTask,
                                 tenants::Role::treasury);
    return *run;
}

Result<AllocationRun> discard_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                                  const std::string& opinion) {
    auto run = lock_run(tx, caller.scope, id);
    if (!run) return not_found();
    const auto from = run->state;
    YUNHE_TRY(to, next_state(kRunMoves, from, RunAction::discard, run_actor_of(caller)));
    run->state = to;
    save_run(tx, caller.scope, *run);
    ++run->version;
    record(tx, caller, *run, RunAction::discard, from, opinion);
    catalog::close_case(tx, caller, case_of_run(*run));
    return *run;
}

Result<AllocationRun> post_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                               const std::string& opinion) {
    auto run = lock_run(tx, caller.scope, id);
    if (!run) return not_found();
    const auto from = run->state;
    YUNHE_TRY(to, next_state(kRunMoves, from, RunAction::post, run_actor_of(caller)));
    for (const auto prepared_by : {run->drafted_by_id, *run->reviewed_by_id})
        YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "allocation_run", run->id.value,
                                                prepared_by));

    // From here on neither money nor scores move.
    lock_claims(tx, caller.scope, run->period);
    if (!run->pools.empty()) freeze_quality(tx, caller.scope, run->period);
    YUNHE_CHECK(check_up_to_date(tx, caller.scope, *run));

    for (auto& pool : run->pools)
        YUNHE_CHECK(post_pool(tx, caller, *run, pool, date_of(caller.now), {}));
    run->state = to;
    run->posted_by_id = caller.user_id;
    run->posted_at = caller.now;
    save_run(tx, caller.scope, *run);
    ++run->version;
    record(tx, caller, *run, RunAction::post, from, opinion);
    catalog::close_case(tx, caller, case_of_run(*run));
    announce_run(tx, caller, *run);
    return *run;
}

Result<AllocationRun> reverse_run(db::Transaction& tx, const tenants::Caller& caller, RunId id,
                                  const std::string& reason) {
    auto run = lock_run(tx, caller.scope, id);
    if (!run) return not_found();
    const auto from = run->state;
    YUNHE_TRY(to, next_state(kRunMoves, from, RunAction::reverse, run_actor_of(caller)));
    if (run->kind != RunKind::allocation) return wrong_state("run_not_reversible");
    lock_claims(tx, caller.scope, run->period);
    if (is_built_upon(tx, caller.scope, id)) return wrong_state("run_built_upon");

    AllocationRun reversal;
    reversal.id = tx.new_id<RunId>();
    reversal.number = tx.next_number(caller.scope, "allocation_run");
    reversal.kind = RunKind::reversal;
    reversal.period = run->period;
    reversal.state = RunState::posted;
    reversal.drafted_by_id = run->drafted_by_id;
    reversal.drafted_at = caller.now;
    reversal.posted_by_id = caller.user_id;
    reversal.posted_at = caller.now;
    reversal.reverses_id = id;
    reversal.pools = reversed_pools(run->pools);
    for (auto& pool : reversal.pools) pool.id = tx.new_id<RunPoolId>();
    insert_run(tx, caller.scope, reversal);
    for (std::size_t i = 0; i < reversal.pools.size(); ++i) {
        std::optional<LedgerEntryId> reverses;
        if (const auto entry = run->pools[i].entry_id) reverses = LedgerEntryId{*entry};
        YUNHE_CHECK(post_pool(tx, caller, reversal, reversal.pools[i], date_of(caller.now),
                              reverses));
    }
    save_run(tx, caller.scope, reversal);
    ++reversal.version;
    run->state = to;
    save_run(tx, caller.scope, *run);
    record(tx, caller, *run, RunAction::reverse, from, reason);
    record(tx, caller, reversal, RunAction::post, RunState::draft, reason);
    announce_run(tx, caller, reversal);
    return reversal;
}

Result<std::optional<RunId>> post_refund_mirror(db::Transaction& tx, const tenants::Caller& caller,
                                                const RefundMirror& mirror) {
    if (mirror.mirrored.zero()) return std::optional<RunId>();
    const auto claim = find_claim(tx, caller.scope, mirror.claim_id).value();
    auto pool = find_last_pool(tx, caller.scope, mirror.claim_id).value();
    const auto refunded = mirror.mirrored_before + mirror.mirrored;
    const auto posted = posted_parts(tx, caller.scope, mirror.claim_id);
    YUNHE_TRY(rows, refund_rows(given_rows(tx, caller.scope, mirror.claim_id), refunded,
                                posted.mirrored));
    pool.id = tx.new_id<RunPoolId>();
    pool.kind = PoolKind::refund;
    pool.pool = -refunded;
    pool.realised_on = mirror.on;
    pool.entry_id.reset();
    pool.rows = std::move(rows);

    AllocationRun run;
    run.id = tx.new_id<RunId>();
    run.number = tx.next_number(caller.scope, "allocation_run");
    run.kind = RunKind::refund;
    run.period = claim.period;
    run.state = RunState::posted;
    run.drafted_by_id = mirror.requested_by_id;
    run.drafted_at = caller.now;
    run.posted_by_id = caller.user_id;
    run.posted_at = caller.now;
    run.refund_id = mirror.refund_id;
    run.pools.push_back(std::move(pool));
    insert_run(tx, caller.scope, run);
    YUNHE_CHECK(post_pool(tx, caller, run, run.pools.front(), mirror.on, {}));
    save_run(tx, caller.scope, run);
    record(tx, caller, run, RunAction::post, RunState::draft, "");
    announce_run(tx, caller, run);
    return std::optional(run.id);
}

}  // namespace yunhe::billing
