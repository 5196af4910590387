/// Sales reports in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/sales_report.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<SalesReport> find_sales_report(db::Transaction& tx, TenantScope scope,
                                             SalesReportId id);
std::optional<SalesReport> lock_sales_report(db::Transaction& tx, TenantScope scope,
                                             SalesReportId id);
/// All of an order and period, locked, by revision.
std::vector<SalesReport> lock_sales_reports_of(db::Transaction& tx, TenantScope scope,
                                               catalog::OrderId order_id, Period period);

struct SalesReportFilter {
    std::optional<Period> period = {};
    std::optional<catalog::OrderId> order_id = {};
    std::optional<BodyId> developer_id = {};
    std::optional<SalesReportState> state = {};
};
/// By id, page.fetch() at most.
std::vector<SalesReport> list_sales_reports(db::Transaction& tx, TenantScope scope,
                                            const SalesReportFilter& filter,
                                            const PageRequest& page);

/// The checked ones of a period.
SalesByOrder checked_sales(db::Transaction& tx, TenantScope scope, Period period);

void insert_sales_report(db::Transaction& tx, TenantScope scope, const SalesReport& report);
/// Saves figures, state and who reported and checked; raises the version.
void save_sales_report(db::Transaction& tx, TenantScope scope, const SalesReport& report);

}  // namespace yunhe::billing
