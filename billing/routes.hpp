/// The route tables of billing. Each stands in the `*_api.cpp` of its name.
#pragma once

#include <span>

#include "http/route.hpp"

namespace yunhe::billing {

std::span<const http::Route> event_routes();
std::span<const http::Route> usage_routes();
std::span<const http::Route> quality_routes();
std::span<const http::Route> department_view_routes();
std::span<const http::Route> non_tax_routes();
std::span<const http::Route> settlement_routes();
std::span<const http::Route> sales_report_routes();
std::span<const http::Route> income_limit_routes();
std::span<const http::Route> fee_simulation_routes();
std::span<const http::Route> bill_routes();
std::span<const http::Route> claim_routes();
std::span<const http::Route> document_void_routes();
std::span<const http::Route> dispute_routes();
std::span<const http::Route> relief_routes();
std::span<const http::Route> dunning_routes();
std::span<const http::Route> ageing_routes();
std::span<const http::Route> receipt_routes();
std::span<const http::Route> receipt_file_routes();
std::span<const http::Route> refund_routes();
std::span<const http::Route> allocation_routes();
std::span<const http::Route> allotment_routes();
std::span<const http::Route> department_statement_routes();
std::span<const http::Route> ledger_routes();
std::span<const http::Route> export_routes();
std::span<const http::Route> period_routes();
std::span<const http::Route> reconciliation_routes();

}  // namespace yunhe::billing
