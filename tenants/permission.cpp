#include "tenants/permission.hpp"

#include <array>

#include "base/assert.hpp"

namespace yunhe::tenants {
namespace {

constexpr Roles bit(Role role) { return Roles{1} << static_cast<unsigned>(role); }
template <class... R>
constexpr Roles roles(R... role) { return (bit(role) | ...); }

using enum Role;
constexpr Roles kOperator = roles(operator_admin, operator_staff);
constexpr Roles kDeveloper = roles(developer_admin, developer_staff);
constexpr Roles kPublicSide = roles(data_authority, coordination, Role::data_centre,
                                    Role::department, Role::province, Role::treasury, collector);
constexpr Roles kEverybody = kOperator | kDeveloper | kPublicSide |
                             roles(finance, Role::expert, auditor, Role::evaluator);

using P = Permission;
constexpr auto kTable = std::to_array<PermissionRow>({
    {P::open, "open", 0, ""},
    {P::platform_manage, "platform:manage", roles(platform_admin), ""},
    {P::signed_in, "signed_in", kEverybody | roles(platform_admin), "read"},
    {P::tenant_configure, "tenant:configure", roles(operator_admin), ""},
    {P::body_manage, "body:manage", roles(data_authority), ""},
    {P::delegation_manage, "delegation:manage", kEverybody, ""},
    {P::user_manage, "user:manage", kEverybody, ""},
    {P::continuation_record, "continuation:record", roles(data_authority), ""},
    {P::mandate_record, "mandate:record", roles(data_authority), ""},
    {P::api_key_manage, "api_key:manage", roles(operator_admin, developer_admin), ""},
    {P::audit_read, "audit:read", roles(auditor, data_authority, operator_admin), ""},

    {P::notice_manage, "notice:manage", kOperator | roles(data_authority), ""},
    {P::application_read, "application:read",
     kOperator | kDeveloper |
         roles(data_authority, coordination, Role::department, Role::expert, auditor),
     "read"},
    {P::application_write, "application:write", kDeveloper, ""},
    {P::application_process, "application:process",
     kOperator | roles(data_authority, coordination, Role::department), ""},
    {P::application_score, "application:score", roles(Role::expert), ""},
    {P::expert_pool_manage, "expert_pool:manage", roles(data_authority), ""},
    {P::objection_answer, "objection:answer", kOperator | roles(data_authority), ""},
    {P::agreement_read, "agreement:read",
     kOperator | kDeveloper | roles(finance, data_authority, coordination, auditor), "read"},
    {P::agreement_draft, "agreement:draft", kOperator | roles(data_authority), ""},
    {P::agreement_sign, "agreement:sign", roles(operator_admin, data_authority, developer_admin),
     ""},
    {P::party_event_report, "party_event:report",
     roles(developer_admin, Role::department, data_authority), ""},
    {P::party_event_read, "party_event:read",
     kOperator | kDeveloper |
         roles(finance, data_authority, coordination, Role::department, auditor),
     "read"},
    {P::party_event_confirm, "party_event:confirm", roles(data_authority), ""},
    {P::person_manage, "person:manage", kDeveloper, ""},
    {P::person_fact_record, "person_fact:record", kOperator | kDeveloper | roles(data_authority),
     ""},
    {P::list_check_record, "list_check:record", kOperator | roles(data_authority), ""},
    {P::emergency_plan_write, "emergency_plan:write",
     kOperator | kDeveloper | roles(data_authority), ""},
    {P::agreement_review_record, "agreement_review:record", roles(data_authority), ""},
    {P::obligation_discharge, "obligation:discharge",
     kOperator | kDeveloper | kPublicSide | roles(finance, Role::evaluator), ""},
    {P::obligation_waive, "obligation:waive", roles(data_authority), ""},
    {P::hold_manage, "hold:manage", kOperator | roles(data_authority), ""},
    {P::exit_manage, "exit:manage", kOperator | roles(data_authority), ""},
    {P::exit_prove, "exit:prove", kOperator | roles(data_authority, developer_admin), ""},
    {P::exit_answer, "exit:answer", roles(developer_admin), ""},
    {P::case_read, "case:read",
     kOperator | kDeveloper |
         roles(data_authority, coordination, Role::department, Role::evaluator, auditor),
     "read"},
    {P::case_report, "case:report",
     kOperator | kDeveloper | roles(data_authority, Role::department), ""},
    {P::case_supervise, "case:supervise", kOperator | roles(data_authority), ""},
    {P::case_act, "case:act",
     kOperator | kDeveloper | roles(data_authority, Role::department, Role::evaluator), ""},

    {P::catalogue_read, "catalogue:read", kEverybody, "read"},
    {P::resource_manage, "resource:manage", roles(Role::department), ""},
    {P::scenario_read, "scenario:read", kEverybody, "read"},
    {P::scenario_write, "scenario:write", kDeveloper, ""},
    {P::request_read, "request:read",
     kOperator | kDeveloper | kPublicSide | roles(Role::expert, auditor), "read"},
    {P::request_check, "request:check", kOperator, ""},
    {P::request_assess, "request:assess", roles(Role::data_centre, Role::expert), ""},
    {P::request_decide, "request:decide", roles(data_authority, Role::department, Role::province),
     ""},
    {P::request_escalate, "request:escalate", roles(coordination), ""},
    {P::request_supply, "request:supply", roles(Role::data_centre, Role::department), ""},
    {P::product_read, "product:read", kEverybody, "read"},
    {P::product_write, "product:write", kDeveloper, ""},
    {P::product_review, "product:review", kOperator | roles(data_authority, Role::expert), ""},
    {P::certificate_revoke, "certificate:revoke", kOperator | roles(data_authority), ""},
    {P::price_read, "price:read", kEverybody, "read"},
    {P::price_draft, "price:draft", roles(finance), ""},
    {P::price_approve, "price:approve", roles(operator_admin), ""},
    {P::price_cap_record, "price_cap:record", roles(operator_admin), ""},
    {P::price_cap_confirm, "price_cap:confirm", roles(data_authority), ""},
    {P::standard_confirm, "standard:confirm", roles(collector), ""},
    {P::listing_write, "listing:write", kDeveloper, ""},
    {P::order_read, "order:read",
     kOperator | kDeveloper | roles(finance, Role::department, data_authority, collector, auditor),
     "read"},
    {P::order_write, "order:write", kDeveloper | roles(Role::department), ""},
    {P::order_accept, "order:accept", kOperator, ""},
    {P::waiver_request, "waiver:request", roles(operator_admin), ""},
    {P::waiver_confirm, "waiver:confirm", roles(collector), ""},
    {P::entitlement_check, "entitlement:check", kOperator, "entitlements:check"},
    {P::department_view, "department:view", roles(Role::department), ""},

    {P::event_send, "event:send", 0, "events:write"},
    {P::usage_read, "usage:read", kOperator | kDeveloper | roles(finance, data_authority, auditor),
     "read"},
    {P::quarantine_settle, "quarantine:settle", kOperator, ""},
    {P::quality_record, "quality:record", roles(operator_staff), ""},
    {P::quality_confirm, "quality:confirm", roles(data_authority), ""},
    {P::charge_read, "charge:read",
     kDeveloper | roles(finance, operator_admin, collector, Role::treasury, auditor), "read"},
    {P::settlement_run, "settlement:run", roles(finance), ""},
    {P::non_tax_record, "non_tax:record", roles(finance), ""},
    {P::non_tax_confirm, "non_tax:confirm", roles(collector), ""},
    {P::claim_confirm, "claim:confirm", roles(collector), ""},
    {P::payment_notice_import, "payment_notice:import", roles(Role::treasury), ""},
    {P::treasury_receipt_import, "treasury_receipt:import", roles(Role::treasury), ""},
    {P::bank_receipt_import, "bank_receipt:import", roles(finance), ""},
    {P::suspense_settle, "suspense:settle", roles(finance, Role::treasury), ""},
    {P::allocation_read, "allocation:read",
     roles(finance, operator_admin, Role::treasury, collector, data_authority, Role::department,
           auditor),
     "read"},
    {P::allocation_draft, "allocation:draft", roles(finance), ""},
    {P::allocation_approve, "allocation:approve", roles(Role::treasury), ""},
    {P::ledger_read, "ledger:read",
     roles(finance, operator_admin, Role::treasury, collector, auditor), ""},
    {P::period_close, "period:close", roles(finance), ""},
    {P::period_approve, "period:approve", roles(operator_admin), ""},
    {P::sales_report_write, "sales_report:write", kDeveloper, ""},
    {P::sales_report_check, "sales_report:check", roles(finance), ""},
    {P::document_void, "document:void", roles(finance), ""},
    {P::document_void_approve, "document_void:approve", roles(operator_admin, collector), ""},
    {P::dispute_open, "dispute:open", kDeveloper, ""},
    {P::dispute_answer, "dispute:answer", roles(finance), ""},
    {P::dunning_write, "dunning:write", roles(finance), ""},
    {P::relief_request, "relief:request", roles(finance), ""},
    {P::relief_confirm, "relief:confirm", roles(operator_admin, collector), ""},
    {P::refund_record, "refund:record", roles(finance, Role::treasury), ""},
    {P::allotment_record, "allotment:record", roles(Role::treasury), ""},
    {P::spending_report, "spending:report", roles(Role::department), ""},
    {P::voucher_check, "voucher:check", roles(finance), ""},
    {P::opening_balance_record, "opening_balance:record", roles(finance), ""},
    {P::reconciliation_run, "reconciliation:run", roles(finance, auditor), ""},
    {P::export_make, "export:make",
     kDeveloper | roles(finance, operator_admin, Role::treasury, collector, data_authority,
                        Role::department, auditor),
     ""},
    {P::webhook_manage, "webhook:manage",
     roles(finance, operator_admin, developer_admin, Role::treasury), ""},
});

}  // namespace

const PermissionRow& row_of(Permission permission) {
    for (const auto& row : kTable)
        if (row.permission == permission) return row;
    fail_invariant("every permission has a row", __FILE__, __LINE__);
}

std::span<const PermissionRow> all_permissions() { return kTable; }

bool role_has(Role role, Permission permission) {
    return (row_of(permission).roles & bit(role)) != 0;
}

}  // namespace yunhe::tenants
