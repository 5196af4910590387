/// The one table of who may do what. A route names one permission; the roles stand here.
///
/// A role is necessary, not sufficient: whose object it is and whose move it is (party, stage's
/// actor, state) is decided by the aggregate's workflow.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "tenants/role.hpp"

namespace yunhe::tenants {

enum class Permission : std::uint8_t {
    none,  ///< Not a permission: a route that carries it doesn't compile.
    // Without or outside a tenant.
    open,            ///< No login: sign in, health, public portal.
    platform_manage, ///< Open tenants.
    // Any user who is signed in.
    signed_in,
    // Bodies, people, rules.
    tenant_configure,     ///< policy, sandbox clock
    body_manage,          ///< record bodies, invite their first administrators
    delegation_manage,    ///< hand one's duties to a colleague
    user_manage,          ///< a body's own administrator; the body_admin flag is checked beside it
    continuation_record,
    mandate_record,
    api_key_manage,
    audit_read,
    // Admission.
    notice_manage,
    application_read,
    application_write,
    application_process,
    application_score,
    expert_pool_manage,
    objection_answer,
    agreement_read,
    agreement_draft,
    agreement_sign,
    party_event_report,
    party_event_read,
    party_event_confirm,
    person_manage,
    person_fact_record,     ///< which facts who may record: tenants/person.hpp
    list_check_record,
    emergency_plan_write,   ///< who makes and approves: tenants/emergency_plan_workflow.hpp
    agreement_review_record,
    hold_manage,
    exit_manage,  ///< begin and close an exit
    exit_prove,   ///< one side's steps
    exit_answer,  ///< the developer's: answer a rectification, ask for an early end
    obligation_discharge,
    obligation_waive,
    case_read,       ///< small cases (tenants/small_case_kinds.hpp)
    case_report,     ///< open what a party reports, asks for or complains of
    case_supervise,  ///< open inspections, evaluations, credit records
    case_act,
    // Catalogue.
    catalogue_read,
    resource_manage,
    scenario_read,
    scenario_write,
    request_read,
    request_check,
    request_assess,
    request_decide,
    request_escalate,  ///< set a last date or a meeting for silent seats
    request_supply,
    product_read,
    product_write,
    product_review,
    certificate_revoke,
    price_read,
    price_draft,
    price_approve,
    price_cap_record,
    price_cap_confirm,
    standard_confirm,
    listing_write,
    order_read,
    order_write,
    order_accept,
    waiver_request,
    waiver_confirm,
    entitlement_check,
    department_view,  ///< a department's own resources, what is made of them, what they earn
    // Billing.
    event_send,
    usage_read,
    quarantine_settle,
    quality_record,
    quality_confirm,
    charge_read,
    settlement_run,
    non_tax_record,
    non_tax_confirm,
    claim_confirm,
    payment_notice_import,
    treasury_receipt_import,
    bank_receipt_import,
    suspense_settle,
    allocation_read,
    allocation_draft,
    allocation_approve,
    ledger_read,
    period_close,
    period_approve,
    sales_report_write,
    sales_report_check,
    document_void,          ///< ask for a red document against a bill or claim
    document_void_approve,
    dispute_open,
    dispute_answer,
    dunning_write,
    relief_request,         ///< deferral, instalments, write-off of what is owed
    relief_confirm,
    refund_record,          ///< 退付, decided by the finance department
    allotment_record,
    spending_report,
    voucher_check,
    opening_balance_record,
    reconciliation_run,
    export_make,
    webhook_manage,
};

/// A set of roles, one bit each.
using Roles = std::uint32_t;

struct PermissionRow {
    Permission permission;
    std::string_view name;       ///< "notice:manage", stable, shown in openapi.json.
    Roles roles;                 ///< 0 for `open`.
    std::string_view key_scope;  ///< The API-key scope that gives it; empty: keys can't.
};

const PermissionRow& row_of(Permission permission);
std::span<const PermissionRow> all_permissions();
bool role_has(Role role, Permission permission);

}  // namespace yunhe::tenants
