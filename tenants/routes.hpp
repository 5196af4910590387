/// The route tables of this folder, one per *_api.cpp. app/routes.cpp joins them.
#pragma once

#include <span>

#include "http/route.hpp"

namespace yunhe::tenants {

// Identity.
std::span<const http::Route> session_routes();
std::span<const http::Route> tenant_routes();
std::span<const http::Route> mandate_routes();
std::span<const http::Route> body_routes();
std::span<const http::Route> user_routes();
std::span<const http::Route> delegation_routes();
std::span<const http::Route> api_key_routes();
std::span<const http::Route> rules_routes();
std::span<const http::Route> rule_override_routes();
std::span<const http::Route> desk_routes();
std::span<const http::Route> obligation_routes();
std::span<const http::Route> reminder_routes();
std::span<const http::Route> audit_routes();

// Admission.
std::span<const http::Route> notice_routes();
std::span<const http::Route> developer_routes();
std::span<const http::Route> expert_routes();
std::span<const http::Route> application_routes();
std::span<const http::Route> objection_routes();
std::span<const http::Route> laboratory_routes();
std::span<const http::Route> deliberation_routes();
std::span<const http::Route> review_routes();
std::span<const http::Route> agreement_routes();
std::span<const http::Route> amendment_routes();
std::span<const http::Route> party_event_routes();
std::span<const http::Route> person_routes();
std::span<const http::Route> hold_routes();
std::span<const http::Route> rectification_routes();
std::span<const http::Route> exit_routes();
std::span<const http::Route> emergency_plan_routes();
std::span<const http::Route> access_gate_routes();
std::span<const http::Route> portal_routes();

// Small cases.
std::span<const http::Route> webhook_routes();
std::span<const http::Route> small_case_routes();

}  // namespace yunhe::tenants
