#include "billing/sales_report_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_SALES_REPORT_COLUMNS                                                               \
    "SELECT id, order_id, developer_id, period, revision, sales_fen, document, "                 \
    "document_digest, note, state, version, reported_by_id, reported_at, checked_by_id, "        \
    "checked_at FROM sales_reports "

SalesReport read_sales_report(const db::Row& row) {
    return {.id = row.id<SalesReportId>("id"),
            .order_id = row.id<catalog::OrderId>("order_id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .period = row.period("period"),
            .revision = static_cast<int>(row.int64("revision")),
            .figures = {.sales = row.money("sales_fen"),
                        .document = row.text("document"),
                        .document_digest_hex = row.optional_text("document_digest"),
                        .note = row.text("note")},
            .state = row.enumerator<SalesReportState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .reported_by_id = row.id<UserId>("reported_by_id"),
            .reported_at = row.timestamp("reported_at"),
            .checked_by_id = row.optional_id<UserId>("checked_by_id"),
            .checked_at = row.optional_timestamp("checked_at")};
}

}  // namespace

std::optional<SalesReport> find_sales_report(db::Transaction& tx, TenantScope scope,
                                             SalesReportId id) {
    return tx.find(YUNHE_SALES_REPORT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_sales_report,
                   scope, id);
}

std::optional<SalesReport> lock_sales_report(db::Transaction& tx, TenantScope scope,
                                             SalesReportId id) {
    return tx.find(YUNHE_SALES_REPORT_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_sales_report, scope, id);
}

std::vector<SalesReport> lock_sales_reports_of(db::Transaction& tx, TenantScope scope,
                                               catalog::OrderId order_id, Period period) {
    return tx.list(YUNHE_SALES_REPORT_COLUMNS
                   "WHERE tenant_id = ? AND order_id = ? AND period = ? ORDER BY revision "
                   "FOR UPDATE",
                   read_sales_report, scope, order_id, period);
}

std::vector<SalesReport> list_sales_reports(db::Transaction& tx, TenantScope scope,
                                            const SalesReportFilter& filter,
                                            const PageRequest& page) {
    return tx.list(YUNHE_SALES_REPORT_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR period = ?) "
                   "AND (? IS NULL OR order_id = ?) AND (? IS NULL OR developer_id = ?) "
                   "AND (? IS NULL OR state = ?) ORDER BY id LIMIT ?",
                   read_sales_report, scope, page.after_id, filter.period, filter.period,
                   filter.order_id, filter.order_id, filter.developer_id, filter.developer_id,
                   filter.state, filter.state, page.fetch());
}

SalesByOrder checked_sales(db::Transaction& tx, TenantScope scope, Period period) {
    SalesByOrder sales;
    const auto reports = tx.list(YUNHE_SALES_REPORT_COLUMNS
                                 "WHERE tenant_id = ? AND period = ? AND state = 'checked'",
                                 read_sales_report, scope, period);
    for (const auto& report : reports)
        sales.emplace(report.order_id, CheckedSales{.report_id = report.id,
                                                    .revision = report.revision,
                                                    .sales = report.figures.sales,
                                                    .document = report.figures.document});
    return sales;
}

void insert_sales_report(db::Transaction& tx, TenantScope scope, const SalesReport& report) {
    tx.execute(
        "INSERT INTO sales_reports (tenant_id, id, order_id, developer_id, period, revision, "
        "sales_fen, document, document_digest, note, state, version, reported_by_id, reported_at, "
        "checked_by_id, checked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, report.id, report.order_id, report.developer_id, report.period, report.revision,
        report.figures.sales, report.figures.document, report.figures.document_digest_hex,
        report.figures.note, report.state, report.version, report.reported_by_id,
        report.reported_at, report.checked_by_id, report.checked_at);
}

void save_sales_report(db::Transaction& tx, TenantScope scope, const SalesReport& report) {
    tx.execute(
        "UPDATE sales_reports SET sales_fen = ?, document = ?, document_digest = ?, note = ?, "
        "state = ?, reported_by_id = ?, reported_at = ?, checked_by_id = ?, checked_at = ?, "
        "version = version + 1 WHERE tenant_id = ? AND id = ?",
        report.figures.sales, report.figures.document, report.figures.document_digest_hex,
        report.figures.note, report.state, report.reported_by_id, report.reported_at,
        report.checked_by_id, report.checked_at, scope, report.id);
}

}  // namespace yunhe::billing
