/// The route tables of this folder, one per *_api.cpp. app/routes.cpp joins them.
#pragma once

#include <span>

#include "http/route.hpp"

namespace yunhe::catalog {

// Resources, scenarios, requests.
std::span<const http::Route> resource_routes();
std::span<const http::Route> resource_import_routes();
std::span<const http::Route> scenario_routes();
std::span<const http::Route> data_request_routes();
std::span<const http::Route> data_request_course_routes();
std::span<const http::Route> grant_routes();
std::span<const http::Route> continuation_routes();

// Offers.
std::span<const http::Route> product_routes();
std::span<const http::Route> product_version_routes();
std::span<const http::Route> certificate_routes();
std::span<const http::Route> price_plan_routes();
std::span<const http::Route> price_cap_routes();
std::span<const http::Route> buyer_routes();
std::span<const http::Route> supply_terms_routes();
std::span<const http::Route> listing_routes();
std::span<const http::Route> order_routes();
std::span<const http::Route> entitlement_routes();
std::span<const http::Route> chain_stop_routes();
std::span<const http::Route> search_routes();

}  // namespace yunhe::catalog
