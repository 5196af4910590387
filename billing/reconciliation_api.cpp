/// Reconciliations.
#include "billing/reconciliation_service.hpp"
#include "billing/reconciliation_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::billing {
namespace reconciliation_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kComparisonFields[] = {
    field::text("comparison", 64),
    field::integer("compared"),
    field::integer("differences"),
};
constexpr Shape kComparison{"Comparison", kComparisonFields};
constexpr Field kReconciliationFields[] = {
    field::id<ReconciliationId>("id"),
    field::integer("number"),
    field::one_of("state", enum_values<ReconciliationState>),
    field::text("requested_by", 64).nullable(),
    field::timestamp("requested_at"),
    field::timestamp("finished_at").nullable().about("Real time."),
    field::integer("differences"),
    field::text("failure", 400).nullable(),
    field::objects("comparisons", kComparison).about("Empty while it waits, and in lists."),
};
constexpr Shape kReconciliation{"Reconciliation", kReconciliationFields};

constexpr Field kDifferenceFields[] = {
    field::text("comparison", 64),
    field::text("object_kind", 40),
    field::text("object_id", 160).about("Id, code or name of the object, or the fault's text."),
    field::text("expected", 80).nullable(),
    field::text("found", 80).nullable(),
};
constexpr Shape kDifference{"Difference", kDifferenceFields};

Json to_json(db::Transaction& tx, TenantScope scope, const Reconciliation& reconciliation) {
    const auto user = tenants::find_user(tx, scope, reconciliation.requested_by_id);
    const auto& finished = reconciliation.finished_at;
    Json comparisons = Json::array();
    for (const auto& comparison : reconciliation.comparisons)
        comparisons.push_back({{"comparison", comparison.code},
                               {"compared", comparison.compared},
                               {"differences", comparison.differences}});
    return {{"id", to_text(reconciliation.id)},
            {"number", reconciliation.number},
            {"state", to_text(reconciliation.state)},
            {"requested_by", user ? Json(user->username) : Json(nullptr)},
            {"requested_at", to_text(reconciliation.requested_at)},
            {"finished_at", finished ? Json(to_text(*finished)) : Json(nullptr)},
            {"differences", reconciliation.differences},
            {"failure",
             reconciliation.failure.empty() ? Json(nullptr) : Json(reconciliation.failure)},
            {"comparisons", std::move(comparisons)}};
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Result<Reply> request(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, request_reconciliation(tx, call.caller));
    return reply;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    Reply reply;
    reply.body = page_json(
        call.page, list_reconciliations(tx, call.caller.scope, call.page),
        [&](const Reconciliation& row) { return to_json(tx, call.caller.scope, row); },
        [](const Reconciliation& row) { return row.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ReconciliationId>("reconciliation_id"));
    const auto reconciliation = find_reconciliation(tx, call.caller.scope, id);
    if (!reconciliation) return not_found();
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, *reconciliation);
    return reply;
}

Result<Reply> list_differences_of(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ReconciliationId>("reconciliation_id"));
    if (!find_reconciliation(tx, call.caller.scope, id)) return not_found();
    Reply reply;
    reply.body = page_json(
        call.page, list_differences(tx, call.caller.scope, id, call.page),
        [](const StoredDifference& row) -> Json {
            return {{"comparison", row.code},
                    {"object_kind", row.difference.object_kind},
                    {"object_id", row.difference.object_id},
                    {"expected", text_or_null(row.difference.expected)},
                    {"found", text_or_null(row.difference.found)}};
        },
        [](const StoredDifference& row) { return row.position; });
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/reconciliations", Permission::reconciliation_run, request,
     "requestReconciliation", "Asks for a comparison of events, lines, documents and ledger.",
     {.reply = &kReconciliation, .status = 202}},
    {Method::get, "/api/v1/reconciliations", Permission::reconciliation_run, list,
     "listReconciliations", "Reconciliations, oldest first.", {.page_of = &kReconciliation}},
    {Method::get, "/api/v1/reconciliations/:reconciliation_id", Permission::reconciliation_run,
     show, "getReconciliation", "One of them with its comparisons.", {.reply = &kReconciliation}},
    {Method::get, "/api/v1/reconciliations/:reconciliation_id/differences",
     Permission::reconciliation_run, list_differences_of, "listReconciliationDifferences",
     "What does not agree, object by object.", {.page_of = &kDifference}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace reconciliation_api

std::span<const http::Route> reconciliation_routes() { return reconciliation_api::kRoutes; }

}  // namespace yunhe::billing
