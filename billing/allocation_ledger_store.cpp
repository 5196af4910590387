#include "billing/allocation_ledger_store.hpp"

#include "billing/ledger_store.hpp"

namespace yunhe::billing {
namespace {

LedgerRow read_ledger_row(const db::Row& row) {
    LedgerRow found;
    found.id = row.uint64("id");
    found.usage_period = row.period("period");
    found.realised_on = row.date("realised_on");
    found.pool = row.money("pool_fen");
    found.labels = {.product_code = row.text("product_code"),
                    .product_name = row.text("product_name"),
                    .payer = row.text("payer"),
                    .payer_uscc = row.text("payer_uscc"),
                    .claim_number = row.text("claim_number"),
                    .payment_code = row.text("payment_code"),
                    .bill_no = row.text("bill_no"),
                    .item_code = row.text("item_code"),
                    .plan_code = row.text("plan_code"),
                    .plan_document = row.text("plan_document")};
    found.row = {.to = row.text("to_name"),
                 .department_code = row.text("department_code"),
                 .department_name = row.text("department_name"),
                 .budget_route = row.text("budget_route"),
                 .resource_code = row.text("resource_code"),
                 .resource_name = row.text("resource_name"),
                 .weight = row.text("weight"),
                 .usage = row.text("usage_text"),
                 .quality = row.text("quality"),
                 .exact_share = row.text("exact_share"),
                 .rounding = row.text("rounding"),
                 .amount = row.money("amount_fen")};
    found.run_id = row.id<RunId>("run_id");
    found.run_number = row.uint64("number");
    if (!row.null("entry_id")) found.entry = to_text(row.id<LedgerEntryId>("entry_id"));
    found.posted_at = row.timestamp("posted_at");
    return found;
}

constexpr std::uint32_t kRowsAtOnce = 1000;

}  // namespace

std::vector<LedgerRow> list_allocation_rows(db::Transaction& tx, TenantScope scope,
                                            const AllocationLedgerFilter& filter,
                                            const PageRequest& page) {
    const auto period = filter.usage_period ? to_text(*filter.usage_period) : std::string();
    return tx.list(R"(
        SELECT parts.id, runs.period, pools.realised_on, pools.pool_fen, pools.product_code,
               pools.product_name, pools.payer, pools.payer_uscc, pools.claim_number,
               pools.payment_code, pools.bill_no, pools.item_code, pools.plan_code,
               pools.plan_document, parts.to_name, parts.department_code, parts.department_name,
               parts.budget_route, parts.resource_code, parts.resource_name, parts.weight,
               parts.usage_text, parts.quality, parts.exact_share, parts.rounding,
               parts.amount_fen, pools.run_id, runs.number, pools.entry_id, runs.posted_at
          FROM allocation_parts parts
          JOIN allocation_pools pools
            ON pools.tenant_id = parts.tenant_id AND pools.id = parts.pool_id
          JOIN allocation_runs runs ON runs.tenant_id = pools.tenant_id AND runs.id = pools.run_id
         WHERE parts.tenant_id = ? AND parts.id > ? AND runs.state IN ('posted', 'reversed')
           AND (? = '' OR runs.period = ?) AND (? = '' OR parts.department_code = ?)
           AND (? = '' OR pools.product_code = ?)
           AND (? = 0 OR YEAR(pools.realised_on) = ?)
         ORDER BY parts.id
         LIMIT ?)",
                   read_ledger_row, scope, page.after_id, period, period, filter.department_code,
                   filter.department_code, filter.product_code, filter.product_code,
                   filter.fiscal_year.value_or(0), filter.fiscal_year.value_or(0), page.fetch());
}

void each_allocation_row(db::Transaction& tx, TenantScope scope,
                         const AllocationLedgerFilter& filter,
                         const std::function<void(const LedgerRow&)>& visit) {
    PageRequest page{.after_id = 0, .limit = kRowsAtOnce};
    for (;;) {
        const auto rows = list_allocation_rows(tx, scope, filter, page);
        for (const auto& row : rows) visit(row);
        if (rows.size() < page.fetch()) return;
        page.after_id = rows.back().id;
    }
}

}  // namespace yunhe::billing
