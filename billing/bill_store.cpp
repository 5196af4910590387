#include "billing/bill_store.hpp"

#include "billing/charge_line_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_BILL_COLUMNS                                                                       \
    "SELECT id, period, developer_id, developer_uscc, developer_name, supplement, state, "       \
    "version, number, amount_fen, net_fen, tax_fen, tax_rate, drafted_by_id, drafted_at, "       \
    "issued_by_id, issued_at, entry_id, reviewed_by_id, reviewed_at, due_on, corrects_id, "      \
    "voids_id FROM bills "

Bill read_bill(const db::Row& row) {
    Bill bill;
    bill.id = row.id<BillId>("id");
    bill.period = row.period("period");
    bill.developer_id = row.id<BodyId>("developer_id");
    bill.developer_uscc = row.text("developer_uscc");
    bill.developer_name = row.text("developer_name");
    bill.supplement = static_cast<int>(row.int64("supplement"));
    bill.state = row.enumerator<BillState>("state");
    bill.version = static_cast<int>(row.int64("version"));
    if (!row.null("number")) bill.number = row.uint64("number");
    bill.amount = row.money("amount_fen");
    bill.net = row.money("net_fen");
    bill.tax = row.money("tax_fen");
    bill.tax_rate = row.text("tax_rate");
    bill.drafted_by_id = row.id<UserId>("drafted_by_id");
    bill.drafted_at = row.timestamp("drafted_at");
    bill.issued_by_id = row.optional_id<UserId>("issued_by_id");
    bill.issued_at = row.optional_timestamp("issued_at");
    if (!row.null("entry_id")) bill.entry_id = row.uint64("entry_id");
    bill.reviewed_by_id = row.optional_id<UserId>("reviewed_by_id");
    bill.reviewed_at = row.optional_timestamp("reviewed_at");
    bill.due_on = row.optional_date("due_on");
    bill.corrects_id = row.optional_id<BillId>("corrects_id");
    bill.voids_id = row.optional_id<BillId>("voids_id");
    return bill;
}

}  // namespace

std::optional<Bill> find_bill(db::Transaction& tx, TenantScope scope, BillId id) {
    return tx.find(YUNHE_BILL_COLUMNS "WHERE tenant_id = ? AND id = ?", read_bill, scope, id);
}

std::optional<Bill> lock_bill(db::Transaction& tx, TenantScope scope, BillId id) {
    return tx.find(YUNHE_BILL_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE", read_bill, scope,
                   id);
}

std::vector<Bill> list_bills(db::Transaction& tx, TenantScope scope, const BillFilter& filter,
                             const PageRequest& page) {
    return tx.list(YUNHE_BILL_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR period = ?) "
                   "AND (? IS NULL OR state = ?) AND (? IS NULL OR developer_id = ?) "
                   "AND (? = 0 OR state IN ('issued', 'voided')) ORDER BY id LIMIT ?",
                   read_bill, scope, page.after_id, filter.period, filter.period, filter.state,
                   filter.state, filter.developer_id, filter.developer_id, filter.issued_only,
                   page.fetch());
}

std::vector<Bill> bills_of_period(db::Transaction& tx, TenantScope scope, Period period) {
    return tx.list(YUNHE_BILL_COLUMNS "WHERE tenant_id = ? AND period = ? ORDER BY id", read_bill,
                   scope, period);
}

Money sum_bills(db::Transaction& tx, TenantScope scope) {
    return tx.one("SELECT CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) AS amount_fen FROM bills "
                  "WHERE tenant_id = ?",
                  [](const db::Row& row) { return row.money("amount_fen"); }, scope);
}

void insert_bill(db::Transaction& tx, TenantScope scope, const Bill& bill) {
    tx.execute(
        "INSERT INTO bills (tenant_id, id, period, developer_id, developer_uscc, developer_name, "
        "supplement, state, version, number, amount_fen, net_fen, tax_fen, tax_rate, "
        "drafted_by_id, drafted_at, issued_by_id, issued_at, entry_id, reviewed_by_id, "
        "reviewed_at, due_on, corrects_id, voids_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, bill.id, bill.period, bill.developer_id, bill.developer_uscc, bill.developer_name,
        bill.supplement, bill.state, bill.version, bill.number, bill.amount, bill.net, bill.tax,
        bill.tax_rate, bill.drafted_by_id, bill.drafted_at, bill.issued_by_id, bill.issued_at,
        bill.entry_id, bill.reviewed_by_id, bill.reviewed_at, bill.due_on, bill.corrects_id,
        bill.voids_id);
}

void save_bill(db::Transaction& tx, TenantScope scope, const Bill& bill) {
    tx.execute(
        "UPDATE bills SET state = ?, number = ?, reviewed_by_id = ?, reviewed_at = ?, "
        "issued_by_id = ?, issued_at = ?, due_on = ?, entry_id = ?, version = version + 1 "
        "WHERE tenant_id = ? AND id = ?",
        bill.state, bill.number, bill.reviewed_by_id, bill.reviewed_at, bill.issued_by_id,
        bill.issued_at, bill.due_on, bill.entry_id, scope, bill.id);
}

void delete_draft_bill(db::Transaction& tx, TenantScope scope, BillId id) {
    tx.execute("DELETE FROM bills WHERE tenant_id = ? AND id = ? "
               "AND state IN ('draft', 'reviewed')", scope, id);
}

std::vector<ChargeLine> charge_lines_of_bill(db::Transaction& tx, TenantScope scope, BillId id) {
    return all_charge_lines(tx, scope, {.bill_id = id});
}

std::optional<BillId> find_red_bill_of(db::Transaction& tx, TenantScope scope, BillId id) {
    return tx.find("SELECT id FROM bills WHERE tenant_id = ? AND voids_id = ?",
                   [](const db::Row& row) { return row.id<BillId>("id"); }, scope, id);
}

std::vector<BillInvoice> invoices_of_bill(db::Transaction& tx, TenantScope scope, BillId id) {
    return tx.list("SELECT id, bill_id, invoice_no, invoiced_on, net_fen, tax_fen, "
                   "recorded_by_id, recorded_at FROM bill_invoices "
                   "WHERE tenant_id = ? AND bill_id = ? ORDER BY id",
                   [](const db::Row& row) {
                       return BillInvoice{.id = row.id<BillInvoiceId>("id"),
                                          .bill_id = row.id<BillId>("bill_id"),
                                          .invoice_no = row.text("invoice_no"),
                                          .invoiced_on = row.date("invoiced_on"),
                                          .net = row.money("net_fen"),
                                          .tax = row.money("tax_fen"),
                                          .recorded_by_id = row.id<UserId>("recorded_by_id"),
                                          .recorded_at = row.timestamp("recorded_at")};
                   },
                   scope, id);
}

bool invoice_exists(db::Transaction& tx, TenantScope scope, const std::string& invoice_no) {
    return tx.find("SELECT id FROM bill_invoices WHERE tenant_id = ? AND invoice_no = ?",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, invoice_no)
        .has_value();
}

void insert_invoice(db::Transaction& tx, TenantScope scope, const BillInvoice& invoice) {
    tx.execute("INSERT INTO bill_invoices (tenant_id, id, bill_id, invoice_no, invoiced_on, "
               "net_fen, tax_fen, recorded_by_id, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, invoice.id, invoice.bill_id, invoice.invoice_no, invoice.invoiced_on,
               invoice.net, invoice.tax, invoice.recorded_by_id, invoice.recorded_at);
}

}  // namespace yunhe::billing
