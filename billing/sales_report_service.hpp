/// Sales reports: the developer reports, finance checks.
#pragma once

#include <string>
#include <vector>

#include "billing/sales_report.hpp"
#include "catalog/offer_case_service.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// The developer's: mend what finance sent back.
inline constexpr std::string_view kMendSalesReportTask = "mend_sales_report";
/// Finance's.
inline constexpr std::string_view kCheckSalesReportTask = "check_sales_report";

catalog::CaseRef case_of(const SalesReport& report, const std::string& order_code);

/// Errors: malformed those of check_sales_figures, `/order` unknown_reference; party
/// `not_your_object`; state `sales_not_final` (the month isn't over),
/// `sales_report_open` (one waits already); rule
/// `no_share_of_sales` (no plan charges this order by share in the period), `order_not_live` (on no
/// day of the period).
Result<SalesReport> report_sales(db::Transaction& tx, const tenants::Caller& caller,
                                 const std::string& order_code, Period period,
                                 const SalesFigures& figures);
/// Enters other figures before they are checked. Errors: not_found; state `illegal_transition`;
/// those of check_sales_figures.
Result<SalesReport> mend_sales_report(db::Transaction& tx, const tenants::Caller& caller,
                                      SalesReportId id, const SalesFigures& figures);
Result<SalesReport> withdraw_sales_report(db::Transaction& tx, const tenants::Caller& caller,
                                          SalesReportId id, const std::string& reason);
/// The report counts; the one that counted before is replaced. Errors: not_found; state
/// `illegal_transition`; party `four_eyes`.
Result<SalesReport> check_sales_report(db::Transaction& tx, const tenants::Caller& caller,
                                       SalesReportId id, const std::string& opinion);
/// Errors: malformed `/reason` reason_required; not_found; state `illegal_transition`; party
/// `four_eyes`.
Result<SalesReport> return_sales_report(db::Transaction& tx, const tenants::Caller& caller,
                                        SalesReportId id, const std::string& reason);

/// An order that was live in the period under a plan with a share of sales.
struct SharedOrder {
    catalog::OrderId order_id;
    std::string order_code;
    BodyId developer_id;
    std::optional<SalesReportState> state;  ///< Of the latest report; absent: none was made.
};
/// Those without a checked report, by code: what closing a period asks about. `developer_id`: only
/// this developer's.
std::vector<SharedOrder> orders_without_sales(db::Transaction& tx, TenantScope scope, Period period,
                                              std::optional<BodyId> developer_id = {});

}  // namespace yunhe::billing
