#include "billing/allocation_ledger_store.hpp"
#include "billing/allocation_plan_service.hpp"
#include "billing/allocation_plan_store.hpp"
#include "billing/allocation_run_service.hpp"
#include "billing/allocation_run_store.hpp"
#include "billing/allocation_totals_store.hpp"
#include "billing/bill_store.hpp"
#include "billing/claim_store.hpp"
#include "billing/export_service.hpp"
#include "billing/receipt_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "billing/usage_store.hpp"
#include "http/json_fields.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::billing {
namespace allocation_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

Json username_or_null(db::Transaction& tx, TenantScope scope, std::optional<UserId> id) {
    const auto user = id ? tenants::find_user(tx, scope, *id) : std::nullopt;
    return user ? Json(user->username) : Json(nullptr);
}

/// Departments read their own rows and nothing of the runs and plans behind them.
bool sees_own_rows_only(const tenants::Caller& caller) {
    return caller.role == tenants::Role::department;
}
Status require_whole_view(const tenants::Caller& caller) {
    if (sees_own_rows_only(caller)) return Error{Errc::permission, "permission_denied"};
    return Done{};
}

// --- plans
// ----------------------------------------------------------------------------------------

constexpr Field kPlanBodyFields[] = {
    field::code("code"),
    field::text("source_document").about("On what the percentages stand."),
    field::date("effective_from").about("First day of a month."),
    field::any("steps").about(
        "As `yunhe allocate` takes them; a cost step may carry budget_item and "
        "document."),
};
constexpr Shape kPlanBody{"AllocationPlanBody", kPlanBodyFields};
constexpr Field kOpinionFields[] = {field::text("opinion", 2000).optional()};
constexpr Shape kOpinion{"AllocationOpinion", kOpinionFields};

constexpr Field kPlanFields[] = {
    field::id<PlanId>("id"),
    field::text("code", 64),
    field::one_of("state", enum_values<PlanState>),
    field::integer("version"),
    field::text("source_document"),
    field::date("effective_from"),
    field::any("steps"),
    field::text("drafted_by", 64).nullable(),
    field::text("approved_by", 64).nullable(),
    field::timestamp("approved_at").nullable(),
};
constexpr Shape kPlan{"AllocationPlan", kPlanFields};

Json to_json(db::Transaction& tx, TenantScope scope, const StoredPlan& plan) {
    return {{"id", to_text(plan.id)},
            {"code", plan.code},
            {"state", std::string(to_text(plan.state))},
            {"version", plan.version},
            {"source_document", plan.source_document},
            {"effective_from", to_text(plan.effective_from)},
            {"steps", plan.steps},
            {"drafted_by", username_or_null(tx, scope, plan.drafted_by_id)},
            {"approved_by", username_or_null(tx, scope, plan.approved_by_id)},
            {"approved_at", plan.approved_at ? Json(to_text(*plan.approved_at)) : Json(nullptr)}};
}

Result<Reply> create_plan(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, draft_plan(tx, call.caller,
                               {.code = call.body.text("code"),
                                .source_document = call.body.text("source_document"),
                                .effective_from = call.body.date("effective_from"),
                                .steps = call.body.any("steps")}));
    Reply reply;
    reply.status = 201;
    reply.body = to_json(tx, call.caller.scope, plan);
    return reply;
}

Result<Reply> approve(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(plan, approve_plan(tx, call.caller, call.path_value("code"),
                                 call.body.text_or("opinion", "")));
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, plan);
    return reply;
}

Result<Reply> list_all_plans(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_whole_view(call.caller));
    const auto plans = list_plans(tx, call.caller.scope, call.page);
    Reply reply;
    reply.body = page_json(
        call.page, plans,
        [&](const StoredPlan& plan) { return to_json(tx, call.caller.scope, plan); },
        [](const StoredPlan& plan) { return plan.id.value; });
    return reply;
}

Result<Reply> read_one_plan(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_whole_view(call.caller));
    const auto plan = find_plan_by_code(tx, call.caller.scope, call.path_value("code"));
    if (!plan) return not_found();
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, *plan);
    return reply;
}

// --- runs
// -----------------------------------------------------------------------------------------

constexpr Field kRowFields[] = {
    field::text("to", 100),
    field::text("department_name").nullable(),
    field::text("budget_route", 40).nullable(),
    field::text("resource", 64).nullable(),
    field::text("resource_name").nullable(),
    field::text("weight", 40).nullable(),
    field::text("usage", 40).nullable().about("Null: not measured, counted as 1."),
    field::text("quality", 40).nullable().about("Null: not evaluated, counted as 1."),
    field::text("exact_share", 20000),
    field::text("rounding", 20000),
    field::money("amount").about("In a later run of the period the difference."),
};
constexpr Shape kRow{"AllocationRow", kRowFields};

constexpr Field kPoolFields[] = {
    field::one_of("kind", enum_values<PoolKind>).about("refund: what refunds took back."),
    field::id<ClaimId>("claim_id"),
    field::text("product_code", 64),
    field::text("product_name"),
    field::text("payer_uscc", 64),
    field::text("plan_code", 64),
    field::date("realised_on"),
    field::money("pool"),
    field::money("change").about("Sum of the rows: the pool, or in a later run what it grew by."),
    field::id<LedgerEntryId>("entry_id").nullable(),
    field::objects("rows", kRow).items(100000),
};
constexpr Shape kPool{"AllocationPool", kPoolFields};

constexpr Field kRunFields[] = {
    field::id<RunId>("id"),
    field::integer("number"),
    field::one_of("kind", enum_values<RunKind>),
    field::period("period"),
    field::one_of("state", enum_values<RunState>),
    field::integer("version"),
    field::text("drafted_by", 64).nullable(),
    field::timestamp("drafted_at"),
    field::text("reviewed_by", 64).nullable(),
    field::timestamp("reviewed_at").nullable(),
    field::text("posted_by", 64).nullable(),
    field::timestamp("posted_at").nullable(),
    field::id<RefundId>("refund_id").nullable().about("Of a refund's run."),
    field::id<RunId>("reverses_id").nullable().about("Of a reversal: the run that it undoes."),
    field::money("total"),
    field::objects("pools", kPool).items(100000),
};
constexpr Shape kRun{"AllocationRun", kRunFields};
constexpr std::size_t kRunHeadFields = std::size(kRunFields) - 2;
constexpr Shape kRunHead{"AllocationRunHead", std::span(kRunFields).first(kRunHeadFields)};

constexpr Field kRunBodyFields[] = {field::period("period").about("Of the use.")};
constexpr Shape kRunBody{"AllocationRunBody", kRunBodyFields};
constexpr Field kWhatIfBodyFields[] = {
    field::period("period").about("Of the use."),
    field::code("plan_code").about("Of any plan, approved or not."),
};
constexpr Shape kWhatIfBody{"AllocationWhatIfBody", kWhatIfBodyFields};
constexpr Field kWhatIfFields[] = {
    field::period("period"),
    field::text("plan_code", 64),
    field::money("total"),
    field::objects("pools", kPool).items(100000),
};
constexpr Shape kWhatIf{"AllocationWhatIf", kWhatIfFields};
constexpr Field kRunFilters[] = {field::period("period")};
constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReason{"AllocationRunReason", kReasonFields};
constexpr Field kCompareBodyFields[] = {
    field::period("period").about("Of the use."),
    field::texts("plan_codes", 64).items(10).about("Of any plans, approved or not."),
};
constexpr Shape kCompareBody{"AllocationCompareBody", kCompareBodyFields};
constexpr Field kColumnFields[] = {
    field::text("column", 64).about("A plan's code; the last one is what is posted now."),
    field::money("amount"),
};
constexpr Shape kColumn{"AllocationCompareColumn", kColumnFields};
constexpr Field kComparedFields[] = {
    field::text("to", 100),
    field::text("department_name").nullable(),
    field::objects("amounts", kColumn).about("In the order of the columns."),
};
constexpr Shape kCompared{"AllocationCompareRecipient", kComparedFields};
constexpr Field kCompareFields[] = {
    field::period("period"),
    field::objects("columns", kColumn),
    field::objects("recipients", kCompared).items(100000).about("By `to`."),
};
constexpr Shape kCompare{"AllocationCompare", kCompareFields};

Json to_json(const PoolRow& row) {
    return {{"to", row.to},
            {"department_name", or_null(row.department_name)},
            {"budget_route", or_null(row.budget_route)},
            {"resource", or_null(row.resource_code)},
            {"resource_name", or_null(row.resource_name)},
            {"weight", or_null(row.weight)},
            {"usage", or_null(row.usage)},
            {"quality", or_null(row.quality)},
            {"exact_share", row.exact_share},
            {"rounding", row.rounding},
            {"amount", to_text(row.amount)}};
}

Json to_json(const RunPool& pool) {
    Json rows = Json::array();
    for (const auto& row : pool.rows) rows.push_back(to_json(row));
    return {
        {"kind", to_text(pool.kind)},
        {"claim_id", to_text(pool.claim_id)},
        {"product_code", pool.labels.product_code},
        {"product_name", pool.labels.product_name},
        {"payer_uscc", pool.labels.payer_uscc},
        {"plan_code", pool.labels.plan_code},
        {"realised_on", to_text(pool.realised_on)},
        {"pool", to_text(pool.pool)},
        {"change", to_text(pool.change())},
        {"entry_id", pool.entry_id ? Json(to_text(LedgerEntryId{*pool.entry_id})) : Json(nullptr)},
        {"rows", std::move(rows)}};
}

Json to_json(const std::vector<RunPool>& pools) {
    Json shown = Json::array();
    for (const auto& pool : pools) shown.push_back(to_json(pool));
    return shown;
}

Json head_json(db::Transaction& tx, TenantScope scope, const AllocationRun& run) {
    return {{"id", to_text(run.id)},
            {"number", run.number},
            {"kind", to_text(run.kind)},
            {"period", to_text(run.period)},
            {"state", std::string(to_text(run.state))},
            {"version", run.version},
            {"drafted_by", username_or_null(tx, scope, run.drafted_by_id)},
            {"drafted_at", to_text(run.drafted_at)},
            {"reviewed_by", username_or_null(tx, scope, run.reviewed_by_id)},
            {"reviewed_at", or_null(run.reviewed_at)},
            {"posted_by", username_or_null(tx, scope, run.posted_by_id)},
            {"posted_at", or_null(run.posted_at)},
            {"refund_id", or_null(run.refund_id)},
            {"reverses_id", or_null(run.reverses_id)}};
}

Json to_json(db::Transaction& tx, TenantScope scope, const AllocationRun& run) {
    auto shown = head_json(tx, scope, run);
    shown["total"] = to_text(run.total());
    shown["pools"] = to_json(run.pools);
    return shown;
}

Result<Reply> create_run(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(run, draft_run(tx, call.caller, call.body.period("period")));
    Reply reply;
    reply.status = 201;
    reply.body = to_json(tx, call.caller.scope, run);
    return reply;
}

using RunAct = Result<AllocationRun> (*)(db::Transaction&, const tenants::Caller&, RunId,
                                         const std::string&);
Result<Reply> act(const Call& call, db::Transaction& tx, RunAct act_on, const char* words) {
    YUNHE_TRY(id, call.path_id<RunId>("run_id"));
    YUNHE_TRY(run, act_on(tx, call.caller, id, call.body.text_or(words, "")));
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, run);
    return reply;
}
Result<Reply> review(const Call& call, db::Transaction& tx) {
    return act(call, tx, review_run, "opinion");
}
Result<Reply> discard(const Call& call, db::Transaction& tx) {
    return act(call, tx, discard_run, "opinion");
}
Result<Reply> post(const Call& call, db::Transaction& tx) {
    return act(call, tx, post_run, "opinion");
}
Result<Reply> reverse(const Call& call, db::Transaction& tx) {
    return act(call, tx, reverse_run, "reason");
}

Result<Reply> try_out(const Call& call, db::Transaction& tx) {
    const auto period = call.body.period("period");
    const auto code = call.body.text("plan_code");
    YUNHE_TRY(pools, try_out_plan(tx, call.caller, period, code));
    Money total;
    for (const auto& pool : pools) total += pool.change();
    Reply reply;
    reply.body = {{"period", to_text(period)},
                  {"plan_code", code},
                  {"total", to_text(total)},
                  {"pools", to_json(pools)}};
    return reply;
}

/// Recipients down, plans across; what is posted now is the last column.
Result<Reply> compare(const Call& call, db::Transaction& tx) {
    const auto period = call.body.period("period");
    const auto codes = call.body.texts("plan_codes");
    if (codes.empty()) return malformed("/plan_codes", "missing_field");
    YUNHE_TRY(columns, compare_plans(tx, call.caller, period, codes));
    Json totals = Json::array();
    for (const auto& column : columns) {
        Money total;
        for (const auto& pool : column.pools) total += pool.change();
        totals.push_back({{"column", column.plan_code}, {"amount", to_text(total)}});
    }
    Json recipients = Json::array();
    for (const auto& row : compare_columns(columns)) {
        Json amounts = Json::array();
        for (std::size_t i = 0; i < columns.size(); ++i)
            amounts.push_back(
                {{"column", columns[i].plan_code}, {"amount", to_text(row.amounts[i])}});
        recipients.push_back({{"to", row.to},
                              {"department_name", or_null(row.department_name)},
                              {"amounts", std::move(amounts)}});
    }
    return Reply{.body = {{"period", to_text(period)},
                          {"columns", std::move(totals)},
                          {"recipients", std::move(recipients)}}};
}

Result<Reply> list_all_runs(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_whole_view(call.caller));
    const auto runs =
        list_runs(tx, call.caller.scope, call.query.optional_period("period"), call.page);
    Reply reply;
    reply.body = page_json(
        call.page, runs,
        [&](const AllocationRun& run) { return head_json(tx, call.caller.scope, run); },
        [](const AllocationRun& run) { return run.id.value; });
    return reply;
}

Result<Reply> read_one_run(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_whole_view(call.caller));
    YUNHE_TRY(id, call.path_id<RunId>("run_id"));
    const auto run = find_run(tx, call.caller.scope, id);
    if (!run) return not_found();
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, *run);
    return reply;
}

Result<Reply> list_run_events(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_whole_view(call.caller));
    YUNHE_TRY(id, call.path_id<RunId>("run_id"));
    if (!find_run(tx, call.caller.scope, id)) return not_found();
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "allocation_run", id.value);
    return reply;
}

Result<Reply> list_plan_events(const Call& call, db::Transaction& tx) {
    YUNHE_CHECK(require_whole_view(call.caller));
    const auto plan = find_plan_by_code(tx, call.caller.scope, call.path_value("code"));
    if (!plan) return not_found();
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "allocation_plan", plan->id.value);
    return reply;
}

// --- the allocation ledger
// ------------------------------------------------------------------------

constexpr auto kLedgerFields = [] {
    std::array<Field, kAllocationLedgerColumns.size()> fields{};
    for (std::size_t i = 0; i < fields.size(); ++i)
        fields[i] = field::text(kAllocationLedgerColumns[i], 20000).nullable();
    return fields;
}();
constexpr Shape kLedgerRow{"AllocationLedgerRow", kLedgerFields};
constexpr std::string_view kFormats[] = {"json", "csv"};
constexpr Field kLedgerFilters[] = {
    field::period("period").about("Of the use."),
    field::code("department").about("Departments see only their own rows."),
    field::code("product"),
    field::integer("fiscal_year", 2000, 2100).about("Of the day on which the money came."),
    field::one_of("format", kFormats).about("csv: all rows in one file."),
};

/// Errors: party `not_your_object`: another department's rows.
Result<AllocationLedgerFilter> ledger_filter(const Call& call, db::Transaction& tx) {
    AllocationLedgerFilter filter;
    filter.usage_period = call.query.optional_period("period");
    filter.department_code = call.query.text_or("department", "");
    filter.product_code = call.query.text_or("product", "");
    if (const auto year = call.query.optional_integer("fiscal_year"))
        filter.fiscal_year = static_cast<int>(*year);
    if (!sees_own_rows_only(call.caller)) return filter;
    const auto own = tenants::find_body(tx, call.caller.scope, call.caller.body_id);
    YUNHE_ASSERT(own.has_value());
    if (!filter.department_code.empty() && filter.department_code != own->code)
        return wrong_party("not_your_object");
    filter.department_code = own->code;
    return filter;
}

/// The same file as the export of this kind.
Reply csv_reply(const Call& call, db::Transaction& tx, const AllocationLedgerFilter& filter) {
    const ExportFilter wanted{.period_from = filter.usage_period,
                              .period_to = filter.usage_period,
                              .department_code = filter.department_code,
                              .product_code = filter.product_code};
    Reply reply;
    reply.content_type = media_type_of(ExportFormat::csv);
    reply.headers.emplace_back("Content-Disposition",
                               "attachment; filename=\"allocation-ledger.csv\"");
    reply.raw = export_bytes(tx, call.caller, ExportKind::allocation_ledger, ExportFormat::csv,
                             wanted);
    return reply;
}

Result<Reply> read_ledger(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(filter, ledger_filter(call, tx));
    if (call.query.text_or("format", "json") == "csv") return csv_reply(call, tx, filter);
    const auto rows = list_allocation_rows(tx, call.caller.scope, filter, call.page);
    Reply reply;
    reply.body = page_json(
        call.page, rows, [](const LedgerRow& row) { return billing::to_json(row); },
        [](const LedgerRow& row) { return row.id; });
    return reply;
}

constexpr std::span<const Field> kTotalFilters =
    std::span(kLedgerFilters).first(std::size(kLedgerFilters) - 1);
constexpr Field kRecipientFields[] = {
    field::text("to", 100),
    field::text("department_code", 64).nullable().about("Null for an account."),
    field::text("department_name").nullable(),
    field::text("budget_route", 40).nullable(),
    field::integer("rows"),
    field::money("amount"),
};
constexpr Shape kRecipient{"AllocationRecipientTotal", kRecipientFields};
constexpr Field kTotalsFields[] = {
    field::integer("rows"),
    field::money("amount"),
    field::objects("recipients", kRecipient).items(100000).about("By `to`."),
};
constexpr Shape kTotals{"AllocationLedgerTotals", kTotalsFields};

Result<Reply> read_ledger_totals(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(filter, ledger_filter(call, tx));
    Json recipients = Json::array();
    std::uint64_t rows = 0;
    Money amount;
    for (const auto& total : allocation_totals(tx, call.caller.scope, filter)) {
        rows += total.row_count;
        amount += total.amount;
        recipients.push_back({{"to", total.to},
                              {"department_code", or_null(total.department_code)},
                              {"department_name", or_null(total.department_name)},
                              {"budget_route", or_null(total.budget_route)},
                              {"rows", total.row_count},
                              {"amount", to_text(total.amount)}});
    }
    Reply reply;
    reply.body = {{"rows", rows},
                  {"amount", to_text(amount)},
                  {"recipients", std::move(recipients)}};
    return reply;
}

// --- summary
// --------------------------------------------------------------------------------------

constexpr Field kEventCountFields[] = {field::integer("accepted"), field::integer("quarantined")};
constexpr Shape kEventCounts{"SummaryEvents", kEventCountFields};
constexpr Field kSummaryFields[] = {
    field::object("events", kEventCounts),
    field::money("claims").about("Confirmed."),
    field::money("realised").about("Matched to claims."),
    field::money("suspense").about("Waits to be settled."),
    field::money("allocated").about("By posted runs."),
    field::money("bills"),
};
constexpr Shape kSummary{"Summary", kSummaryFields};

Result<Reply> read_summary(const Call& call, db::Transaction& tx) {
    const auto scope = call.caller.scope;
    const auto events = count_events(tx, scope);
    const auto receipts = receipt_totals(tx, scope);
    Reply reply;
    reply.body = {{"events", {{"accepted", events.accepted}, {"quarantined", events.quarantined}}},
                  {"claims", to_text(sum_confirmed_claims(tx, scope))},
                  {"realised", to_text(receipts.realised)},
                  {"suspense", to_text(receipts.suspense)},
                  {"allocated", to_text(sum_allocated(tx, scope))},
                  {"bills", to_text(sum_bills(tx, scope))}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/allocation-plans",
     Permission::allocation_draft,
     create_plan,
     "createAllocationPlan",
     "Drafts an allocation plan.",
     {.body = &kPlanBody, .reply = &kPlan, .status = 201}},
    {Method::get,
     "/api/v1/allocation-plans",
     Permission::allocation_read,
     list_all_plans,
     "listAllocationPlans",
     "Allocation plans in the order in which they were drafted.",
     {.page_of = &kPlan}},
    {Method::get,
     "/api/v1/allocation-plans/:code",
     Permission::allocation_read,
     read_one_plan,
     "readAllocationPlan",
     "One allocation plan.",
     {.reply = &kPlan}},
    {Method::get,
     "/api/v1/allocation-plans/:code/events",
     Permission::allocation_read,
     list_plan_events,
     "listAllocationPlanEvents",
     "What happened to it, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::post,
     "/api/v1/allocation-plans/:code/approve",
     Permission::allocation_approve,
     approve,
     "approveAllocationPlan",
     "The treasury approves a plan that finance drafted.",
     {.body = &kOpinion, .reply = &kPlan}},
    {Method::post,
     "/api/v1/allocation-runs",
     Permission::allocation_draft,
     create_run,
     "createAllocationRun",
     "Drafts the run of a usage period; other drafts of it are discarded.",
     {.body = &kRunBody, .reply = &kRun, .status = 201}},
    {Method::post,
     "/api/v1/allocation-runs/what-if",
     Permission::allocation_draft,
     try_out,
     "tryOutAllocationPlan",
     "What a period's money would give under a plan; saves nothing.",
     {.body = &kWhatIfBody, .reply = &kWhatIf, .repeatable = true}},
    {Method::post,
     "/api/v1/allocation-runs/compare",
     Permission::allocation_draft,
     compare,
     "compareAllocationPlans",
     "What a period's money would give under several plans, side by side with what is posted.",
     {.body = &kCompareBody, .reply = &kCompare, .repeatable = true}},
    {Method::get,
     "/api/v1/allocation-runs",
     Permission::allocation_read,
     list_all_runs,
     "listAllocationRuns",
     "Runs in the order in which they were drafted.",
     {.query = kRunFilters, .page_of = &kRunHead}},
    {Method::get,
     "/api/v1/allocation-runs/:run_id",
     Permission::allocation_read,
     read_one_run,
     "readAllocationRun",
     "One run with its pools and rows.",
     {.reply = &kRun}},
    {Method::get,
     "/api/v1/allocation-runs/:run_id/events",
     Permission::allocation_read,
     list_run_events,
     "listAllocationRunEvents",
     "What happened to it, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::post,
     "/api/v1/allocation-runs/:run_id/review",
     Permission::allocation_draft,
     review,
     "reviewAllocationRun",
     "Another person of finance reviews a draft.",
     {.body = &kOpinion, .reply = &kRun}},
    {Method::post,
     "/api/v1/allocation-runs/:run_id/discard",
     Permission::allocation_draft,
     discard,
     "discardAllocationRun",
     "Turns a draft or reviewed run down.",
     {.body = &kOpinion, .reply = &kRun}},
    {Method::post,
     "/api/v1/allocation-runs/:run_id/post",
     Permission::allocation_approve,
     post,
     "postAllocationRun",
     "The treasury posts a run that finance reviewed.",
     {.body = &kOpinion, .reply = &kRun}},
    {Method::post,
     "/api/v1/allocation-runs/:run_id/reverse",
     Permission::allocation_approve,
     reverse,
     "reverseAllocationRun",
     "Undoes a posted run by a run of its own with opposite rows and entries.",
     {.body = &kReason, .reply = &kRun}},
    {Method::get,
     "/api/v1/allocation-ledger",
     Permission::allocation_read,
     read_ledger,
     "readAllocationLedger",
     "Every row that was posted, as JSON page or CSV file.",
     {.query = kLedgerFilters, .page_of = &kLedgerRow}},
    {Method::get,
     "/api/v1/allocation-ledger/totals",
     Permission::allocation_read,
     read_ledger_totals,
     "readAllocationLedgerTotals",
     "Totals of the rows that a filter lets through, by recipient.",
     {.query = kTotalFilters, .reply = &kTotals}},
    {Method::get,
     "/api/v1/summary",
     Permission::ledger_read,
     read_summary,
     "readSummary",
     "The tenant's totals from events to money.",
     {.reply = &kSummary}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace allocation_api

std::span<const http::Route> allocation_routes() { return allocation_api::kRoutes; }

}  // namespace yunhe::billing
