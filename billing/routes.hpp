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
std::span<const http::Route> bill_routes();
std::span<const http::Route> claim_routes();
std::span<const http::Route> receipt_routes();
std::span<const http::Route> allocation_routes();
std::span<const http::Route> ledger_routes();

}  // namespace yunhe::billing
