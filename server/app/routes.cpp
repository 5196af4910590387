#include "app/routes.hpp"

#include <vector>

#include "app/health_api.hpp"
#include "billing/routes.hpp"
#include "catalog/routes.hpp"
#include "tenants/routes.hpp"

namespace yunhe::app {
namespace {

using Table = std::span<const http::Route> (*)();

/// One line per *_api.cpp.
constexpr Table kTables[] = {
    health_routes,
    tenants::session_routes,
    tenants::tenant_routes,
    tenants::mandate_routes,
    tenants::body_routes,
    tenants::user_routes,
    tenants::delegation_routes,
    tenants::api_key_routes,
    tenants::rules_routes,
    tenants::rule_override_routes,
    tenants::desk_routes,
    tenants::obligation_routes,
    tenants::reminder_routes,
    tenants::webhook_routes,
    tenants::audit_routes,
    tenants::notice_routes,
    tenants::developer_routes,
    tenants::expert_routes,
    tenants::application_routes,
    tenants::objection_routes,
    tenants::laboratory_routes,
    tenants::deliberation_routes,
    tenants::review_routes,
    tenants::agreement_routes,
    tenants::amendment_routes,
    tenants::party_event_routes,
    tenants::person_routes,
    tenants::hold_routes,
    tenants::rectification_routes,
    tenants::exit_routes,
    tenants::emergency_plan_routes,
    tenants::access_gate_routes,
    tenants::portal_routes,
    tenants::small_case_routes,
    catalog::resource_routes,
    catalog::resource_import_routes,
    catalog::scenario_routes,
    catalog::data_request_routes,
    catalog::data_request_course_routes,
    catalog::grant_routes,
    catalog::continuation_routes,
    catalog::product_routes,
    catalog::product_version_routes,
    catalog::certificate_routes,
    catalog::price_plan_routes,
    catalog::price_cap_routes,
    catalog::buyer_routes,
    catalog::supply_terms_routes,
    catalog::listing_routes,
    catalog::order_routes,
    catalog::entitlement_routes,
    catalog::chain_stop_routes,
    catalog::search_routes,
    billing::event_routes,
    billing::usage_routes,
    billing::quality_routes,
    billing::department_view_routes,
    billing::non_tax_routes,
    billing::settlement_routes,
    billing::sales_report_routes,
    billing::income_limit_routes,
    billing::fee_simulation_routes,
    billing::bill_routes,
    billing::claim_routes,
    billing::document_void_routes,
    billing::dispute_routes,
    billing::relief_routes,
    billing::dunning_routes,
    billing::ageing_routes,
    billing::receipt_routes,
    billing::receipt_file_routes,
    billing::refund_routes,
    billing::allocation_routes,
    billing::allotment_routes,
    billing::department_statement_routes,
    billing::ledger_routes,
    billing::export_routes,
    billing::period_routes,
    billing::reconciliation_routes,
};

std::vector<http::Route> joined() {
    std::vector<http::Route> routes;
    for (const auto table : kTables) {
        const auto rows = table();
        routes.insert(routes.end(), rows.begin(), rows.end());
    }
    return routes;
}

}  // namespace

std::span<const http::Route> all_routes() {
    static const auto routes = joined();
    return routes;
}

}  // namespace yunhe::app
