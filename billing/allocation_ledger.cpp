#include "billing/allocation_ledger.hpp"

namespace yunhe::billing {
namespace {

constexpr std::size_t kColumns = kAllocationLedgerColumns.size();

struct Cell {
    std::string text;
    bool free = false;  ///< Somebody typed it: a spreadsheet must not run it.
};

int fiscal_year_of(Date realised_on) { return period_of(realised_on).year; }

std::array<Cell, kColumns> cells_of(const LedgerRow& ledger_row) {
    const auto& labels = ledger_row.labels;
    const auto& row = ledger_row.row;
    return {{{to_text(ledger_row.usage_period)},
             {std::to_string(fiscal_year_of(ledger_row.realised_on))},
             {labels.product_code, true},
             {labels.product_name, true},
             {labels.payer, true},
             {labels.payer_uscc},
             {labels.claim_number},
             {labels.payment_code, true},
             {labels.bill_no, true},
             {labels.item_code, true},
             {to_text(ledger_row.realised_on)},
             {to_text(ledger_row.pool)},
             {labels.plan_code, true},
             {labels.plan_document, true},
             {row.to, true},
             {row.department_name, true},
             {row.budget_route},
             {row.resource_code, true},
             {row.resource_name, true},
             {row.weight},
             {row.usage},
             {row.quality},
             {row.exact_share},
             {row.rounding},
             {to_text(row.amount)},
             {to_text(ledger_row.run_id)},
             {ledger_row.entry},
             {to_text(ledger_row.posted_at)}}};
}

}  // namespace

Json to_json(const LedgerRow& row) {
    auto cells = cells_of(row);
    Json object = Json::object();
    for (std::size_t i = 0; i < kColumns; ++i) {
        const std::string column(kAllocationLedgerColumns[i]);
        if (cells[i].text.empty()) object[column] = nullptr;
        else object[column] = std::move(cells[i].text);
    }
    return object;
}

void write_csv_row(CsvWriter& writer, const LedgerRow& row) {
    for (const auto& cell : cells_of(row)) {
        if (cell.free) writer.text(cell.text);
        else writer.plain(cell.text);
    }
    writer.end_row();
}

}  // namespace yunhe::billing
