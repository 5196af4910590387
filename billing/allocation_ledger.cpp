#include "billing/allocation_ledger.hpp"

namespace yunhe::billing {
namespace {

constexpr std::size_t kColumns = kAllocationLedgerColumns.size();

int fiscal_year_of(Date realised_on) { return period_of(realised_on).year; }

std::array<std::string, kColumns> cells_of(const LedgerRow& ledger_row) {
    const auto& labels = ledger_row.labels;
    const auto& row = ledger_row.row;
    return {to_text(ledger_row.usage_period),
            std::to_string(fiscal_year_of(ledger_row.realised_on)),
            labels.product_code,
            labels.product_name,
            labels.payer,
            labels.payer_uscc,
            labels.claim_number,
            labels.payment_code,
            labels.bill_no,
            labels.item_code,
            to_text(ledger_row.realised_on),
            to_text(ledger_row.pool),
            labels.plan_code,
            labels.plan_document,
            row.to,
            row.department_name,
            row.budget_route,
            row.resource_code,
            row.resource_name,
            row.weight,
            row.usage,
            row.quality,
            row.exact_share,
            row.rounding,
            to_text(row.amount),
            to_text(ledger_row.run_id),
            ledger_row.entry,
            to_text(ledger_row.posted_at)};
}

}  // namespace

Json to_json(const LedgerRow& row) {
    auto cells = cells_of(row);
    Json object = Json::object();
    for (std::size_t i = 0; i < kColumns; ++i) {
        const std::string column(kAllocationLedgerColumns[i]);
        if (cells[i].empty()) object[column] = nullptr;
        else object[column] = std::move(cells[i]);
    }
    return object;
}

}  // namespace yunhe::billing
