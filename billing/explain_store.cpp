#include "billing/explain_store.hpp"

#include "billing/allocation_plan.hpp"
#include "billing/allocation_run.hpp"
#include "billing/opening_balance.hpp"
#include "billing/receipt.hpp"

namespace yunhe::billing {
namespace {

Json column_or_null(const db::Row& row, const char* column) {
    const auto text = row.optional_text(column);
    return text ? Json(*text) : Json(nullptr);
}

std::vector<ClaimId> claims_of_entry(db::Transaction& tx, TenantScope scope, LedgerEntryId id) {
    return tx.list(R"(
        SELECT id FROM claims WHERE tenant_id = ? AND entry_id = ?
         UNION
        SELECT claim_id FROM claim_realisations WHERE tenant_id = ? AND entry_id = ?
         UNION
        SELECT claim_id FROM allocation_pools WHERE tenant_id = ? AND entry_id = ?
         UNION
        SELECT claim_id FROM reliefs
         WHERE tenant_id = ? AND claim_id IS NOT NULL AND ? IN (entry_id, revoking_entry_id)
         UNION
        SELECT claim_id FROM refunds
         WHERE tenant_id = ? AND claim_id IS NOT NULL AND entry_id = ?
         ORDER BY id)",
                   [](const db::Row& row) { return row.id<ClaimId>("id"); }, scope, id, scope, id,
                   scope, id, scope, id, scope, id);
}

std::vector<BillId> bills_of_entry(db::Transaction& tx, TenantScope scope, LedgerEntryId id) {
    return tx.list(R"(
        SELECT id FROM bills WHERE tenant_id = ? AND entry_id = ?
         UNION
        SELECT bill_id FROM bill_payments WHERE tenant_id = ? AND entry_id = ?
         UNION
        SELECT bill_id FROM reliefs
         WHERE tenant_id = ? AND bill_id IS NOT NULL AND ? IN (entry_id, revoking_entry_id)
         UNION
        SELECT bill_id FROM refunds WHERE tenant_id = ? AND bill_id IS NOT NULL AND entry_id = ?
         ORDER BY id)",
                   [](const db::Row& row) { return row.id<BillId>("id"); }, scope, id, scope, id,
                   scope, id, scope, id);
}

/// Receipts whose money the entry books, matched or suspended.
void add_entry_receipts(db::Transaction& tx, TenantScope scope, LedgerEntryId id,
                  std::vector<Json>& others) {
    const auto read = [](const db::Row& row) {
        return Json{{"kind", "receipt"},
                    {"id", to_text(row.id<ReceiptId>("id"))},
                    {"serial", row.text("serial")},
                    {"payment_code", row.text("payment_code")},
                    {"paid_on", to_text(row.date("paid_on"))},
                    {"payer", row.text("payer")},
                    {"amount", to_text(row.money("amount_fen"))},
                    {"matched", to_text(row.money("matched_fen"))}};
    };
    for (auto& receipt : tx.list(R"(
        SELECT receipts.id, receipts.serial, receipts.payment_code, receipts.paid_on,
               receipts.payer, receipts.amount_fen, receipts.matched_fen
          FROM receipts
         WHERE receipts.tenant_id = ?
           AND receipts.id IN (SELECT receipt_id FROM claim_realisations
                                WHERE tenant_id = ? AND entry_id = ?
                                UNION
                               SELECT receipt_id FROM bill_payments
                                WHERE tenant_id = ? AND entry_id = ?
                                UNION
                               SELECT receipt_id FROM suspense_items
                                WHERE tenant_id = ? AND entry_id = ?)
         ORDER BY receipts.id)", read, scope, scope, id, scope, id, scope, id))
        others.push_back(std::move(receipt));
}

void add_entry_suspense(db::Transaction& tx, TenantScope scope, LedgerEntryId id,
                  std::vector<Json>& others) {
    const auto read = [](const db::Row& row) {
        return Json{{"kind", "suspense_settlement"},
                    {"id", to_text(row.id<SuspenseId>("suspense_id"))},
                    {"action", row.text("action")},
                    {"amount", to_text(row.money("amount_fen"))},
                    {"document", row.text("document")},
                    {"reason", row.text("reason")}};
    };
    for (auto& settlement : tx.list(R"(
        SELECT suspense_id, action, amount_fen, document, reason
          FROM suspense_settlements
         WHERE tenant_id = ? AND entry_id = ?
         ORDER BY id)", read, scope, id))
        others.push_back(std::move(settlement));
}

/// What names its own document: refunds, reliefs, allotments, opening balances, years.
void add_entry_documents(db::Transaction& tx, TenantScope scope, LedgerEntryId id,
                    std::vector<Json>& others) {
    const auto read = [](const db::Row& row) {
        return Json{{"kind", row.text("kind")},
                    {"number", row.text("number")},
                    {"document", column_or_null(row, "document")},
                    {"amount", row.null("amount_fen") ? Json(nullptr)
                                                      : Json(to_text(row.money("amount_fen")))},
                    {"reason", column_or_null(row, "reason")}};
    };
    for (auto& object : tx.list(R"(
        SELECT 'refund' AS kind, number, document, amount_fen, reason
          FROM refunds
         WHERE tenant_id = ? AND entry_id = ?
         UNION ALL
        SELECT CONCAT('relief_', kind), number, evidence, amount_fen, reason
          FROM reliefs
         WHERE tenant_id = ? AND ? IN (entry_id, revoking_entry_id)
         UNION ALL
        SELECT 'allotment', number, document, amount_fen, purpose
          FROM allotments
         WHERE tenant_id = ? AND entry_id = ?
         UNION ALL
        SELECT 'allotment_withdrawal', allotments.number, allotment_withdrawals.document,
               allotment_withdrawals.amount_fen, allotment_withdrawals.reason
          FROM allotment_withdrawals
          JOIN allotments ON allotments.tenant_id = allotment_withdrawals.tenant_id
           AND allotments.id = allotment_withdrawals.allotment_id
         WHERE allotment_withdrawals.tenant_id = ? AND allotment_withdrawals.entry_id = ?
         UNION ALL
        SELECT 'opening_balance', number, document, NULL, NULL
          FROM opening_balances
         WHERE tenant_id = ? AND entry_id = ?
         UNION ALL
        SELECT 'fiscal_year', fiscal_year, NULL, NULL, NULL
          FROM fiscal_years
         WHERE tenant_id = ? AND entry_id = ?)", read, scope, id, scope, id, scope, id, scope, id,
                                 scope, id, scope, id))
        others.push_back(std::move(object));
}

/// The step of the plan from which a part comes: its own, or that of the departments.
Json plan_step_of(const Json& steps, const std::string& to) {
    for (const auto& step : steps) {
        const auto named = step.value("to", "");
        if (named == to) return step;
        if (named == "departments" && to.starts_with("department:")) return step;
    }
    return nullptr;
}

std::vector<Json> parts_of_pool(db::Transaction& tx, TenantScope scope, std::uint64_t pool_id,
                                const Json& steps) {
    return tx.list(R"(
        SELECT to_name, department_code, department_name, budget_route, resource_code,
               resource_name, weight, usage_text, quality, exact_share, rounding, amount_fen
          FROM allocation_parts
         WHERE tenant_id = ? AND pool_id = ?
         ORDER BY position)",
                   [&](const db::Row& row) {
                       return Json{{"to", row.text("to_name")},
                                   {"step", plan_step_of(steps, row.text("to_name"))},
                                   {"department", row.text("department_code")},
                                   {"department_name", row.text("department_name")},
                                   {"budget_route", row.text("budget_route")},
                                   {"resource", row.text("resource_code")},
                                   {"resource_name", row.text("resource_name")},
                                   {"weight", row.text("weight")},
                                   {"usage", row.text("usage_text")},
                                   {"quality", row.text("quality")},
                                   {"exact_share", row.text("exact_share")},
                                   {"rounding", row.text("rounding")},
                                   {"amount", to_text(row.money("amount_fen"))}};
                   },
                   scope, pool_id);
}

}  // namespace

EntryOrigins origins_of(db::Transaction& tx, TenantScope scope, LedgerEntryId id) {
    EntryOrigins origins;
    origins.claims = claims_of_entry(tx, scope, id);
    origins.bills = bills_of_entry(tx, scope, id);
    origins.pool_ids = tx.list(R"(
        SELECT id
          FROM allocation_pools
         WHERE tenant_id = ? AND entry_id = ?
         ORDER BY id)",
                               [](const db::Row& row) { return row.uint64("id"); }, scope, id);
    add_entry_receipts(tx, scope, id, origins.others);
    add_entry_suspense(tx, scope, id, origins.others);
    add_entry_documents(tx, scope, id, origins.others);
    return origins;
}

Json pool_explanation(db::Transaction& tx, TenantScope scope, std::uint64_t pool_id) {
    Json steps;
    auto pool = tx.one(R"(
        SELECT allocation_pools.run_id, allocation_runs.number, allocation_runs.kind,
               allocation_runs.period, allocation_pools.claim_id, allocation_pools.pool_fen,
               allocation_pools.realised_on, allocation_pools.plan_code,
               allocation_pools.plan_document, allocation_pools.product_code,
               allocation_plans.effective_from, allocation_plans.steps
          FROM allocation_pools
          JOIN allocation_runs ON allocation_runs.tenant_id = allocation_pools.tenant_id
           AND allocation_runs.id = allocation_pools.run_id
          JOIN allocation_plans ON allocation_plans.tenant_id = allocation_pools.tenant_id
           AND allocation_plans.id = allocation_pools.plan_id
         WHERE allocation_pools.tenant_id = ? AND allocation_pools.id = ?)",
                       [&](const db::Row& row) {
                           steps = row.json("steps");
                           return Json{{"run_id", to_text(row.id<RunId>("run_id"))},
                                       {"run_number", row.uint64("number")},
                                       {"run_kind", row.text("kind")},
                                       {"usage_period", to_text(row.period("period"))},
                                       {"claim_id", to_text(row.id<ClaimId>("claim_id"))},
                                       {"product", row.text("product_code")},
                                       {"pool", to_text(row.money("pool_fen"))},
                                       {"realised_on", to_text(row.date("realised_on"))},
                                       {"plan", row.text("plan_code")},
                                       {"plan_document", row.text("plan_document")},
                                       {"plan_from", to_text(row.date("effective_from"))}};
                       },
                       scope, pool_id);
    pool["plan_steps"] = steps;
    pool["parts"] = parts_of_pool(tx, scope, pool_id, steps);
    return pool;
}

}  // namespace yunhe::billing
