#include "tenants/rule_vocabulary.hpp"

#include <algorithm>
#include <array>

namespace yunhe::tenants {
namespace {

using enum ValueShape;
using enum Tightening;

constexpr VocabularyEntry kVocabulary[] = {
    // Terms and rhythms.
    {"pack_validity", flag},
    {"mandate_term_months_max", integer, {}, lower},
    {"agreement_term_months_max", integer, {}, lower},
    {"agreement_term_exact_months", integer},
    {"trial_term_months_max", integer, {}, lower},
    {"renewal_by_new_application", flag},
    {"renewal_lead_months", integer, {}, higher},
    {"renewal_missing_ends", flag},
    {"lab_months_max", integer, {}, lower},
    {"lab_free", flag},
    {"lab_documents", codes},
    {"review_validity_months", months_by_subject},
    {"scenario_review_each_time", flag},
    {"network_security_review", flag},
    {"log_retention_months_min", integer, {}, higher},
    {"incident_free_years_min", integer, {}, higher},
    {"annual_report", code, "after_full_year yearly"},
    {"annual_report_by", code, "operator developer"},
    {"result_report_by_developer", flag},
    {"report_parts", items},
    {"safety_report_cadence_months", integer, {}, lower},
    {"evaluation_cadence_months", integer, {}, lower},
    {"evaluation_by", roles},
    {"evaluation_is_renewal_basis", flag},
    {"evaluation_indicators", codes, "data_quality use revenue contribution"},
    {"evaluation_feeds_budget", flag},
    {"mandate_evaluation_cadence_months", integer, {}, lower},
    {"mandate_evaluation_is_renewal_basis", flag},
    // Who may apply, and with what.
    {"applicant_kinds", codes, "legal_person unincorporated_organisation"},
    {"conditions", items},
    {"conditions_extensible", flag},
    {"list_checks", items},
    {"list_check_subjects", codes, "organisation legal_representative"},
    {"materials", items, "covers_months young_below_months"},
    {"required_lists", codes},
    {"review_items", items},
    {"scenario_criteria", items},
    {"expert_topics", items},
    {"expert_fields", codes},
    {"expert_draw", flag},
    {"fields", items},
    {"scenario_fields", items, "lead"},
    {"total_control", flag},
    // Notice and admission.
    {"notice_publisher", role},
    {"notice_parts", codes, "mode scope conditions priority_fields review_criteria requirements"},
    {"notice_channels", codes},
    {"application_within_window", flag},
    {"supplement_round", flag},
    {"admission_stages", stages},
    {"deliberation_checks", codes},
    {"minutes_fix_outcome", flag},
    {"objections_answered", flag},
    // Agreement, suspension, end.
    {"agreement_clauses", items, "when"},
    {"agreement_model_text", flag},
    {"grantor_body", code, "operator authority government"},
    {"signatory", role},
    {"seal", code, "coordination_body government"},
    {"seal_keeper", code, "authority"},
    {"no_work_before_signature", flag},
    {"suspenders", items, "role!"},
    {"terminators", items, "role!"},
    {"termination_deliberated", flag},
    {"mandate_terminators", items, "role!"},
    {"breach_steps", codes, "correction temporary_closing feedback termination"},
    {"correction_deadline_required", flag},
    {"exit_reasons", items},
    {"exit_steps", codes, "close_access delete_data keep_logs"},
    {"asset_disposal_at_end", flag},
    // Staff and safety.
    {"access_gates", items},
    {"trained_staff_kinds", codes, "manager technician operations"},
    {"confidentiality_parts", codes, "term liability"},
    {"emergency_plan_maker", code, "operator authority developer"},
    {"emergency_plan_per_grant", flag},
    {"emergency_plan_gate", flag},
    {"emergency_drills", flag},
    {"first_responsible_person", code, "operator_head unit_head"},
    {"retention_and_passing_on_barred", flag},
    {"secrecy_self_supervision", flag},
    {"risk_report_by", code, "operator developer"},
    {"risk_report_at_once", flag},
    {"leak_tracing", flag},
    {"log_categories", codes, "source processing calls"},
    {"isolation", codes},
    {"processing_environments", codes},
    {"model_training_data", codes, "sampled desensitised"},
    {"inspection", flag},
    {"inspection_parts", codes},
    {"credit_file", flag},
    // Data and requests.
    {"barred_reasons", items, "proofs!"},
    {"personal_data_paths", codes, "anonymised desensitised consented"},
    {"bundled_consent_barred", flag},
    {"consent_before_access", flag},
    {"unit_of_approval", code,
     "one_scenario_one_request_one_decision no_scenario_no_grant one_scenario_one_list_one_review "
     "one_scenario_one_grant"},
    {"operator_check", flag},
    {"data_request_criteria", items},
    {"data_request_assessment", roles},
    {"data_request_seats", items, "role! per! when!"},
    {"data_request_channel", code, "sharing_platform integrated_digital_resource_system"},
    {"city_returned_data_handling", code, "by_rules"},
    {"minimal_necessity", flag},
    {"catalogue_dynamic", flag},
    {"catalogue_collected_to_city", flag},
    {"quality_ticket_route", roles},
    {"quality_deadline_required", flag},
    {"quality_counts_in_assessment", flag},
    {"quality_help_free", flag},
    {"quality_control", role},
    {"data_objection", flag},
    {"social_data_import_approval", role},
    {"outside_data_brought_in_by", roles},
    // Products and platform.
    {"product_kinds", items},
    {"product_review_seats", items, "role! per! when!"},
    {"product_registration_on_platform", flag},
    {"exchange_registration", flag},
    {"own_data_products", flag},
    {"data_ip_registration", flag},
    {"export_bans", items},
    {"export_approval", flag},
    {"platform_functions", codes},
    {"sole_channel", flag},
    {"outside_agreements_barred", flag},
    {"county_arrangement", code, "city_platform local_scenarios_on_city_platform"},
    {"support_services", flag},
    {"participating_bodies_by_reference", flag},
    // Money.
    {"cost_kinds", items},
    {"price_rule", code, "market fair_inclusive_reasonable pricing_system"},
    {"price_system_lead", code, "authority price_department"},
    {"paid_use", flag},
    {"non_tax", code, "on explore"},
    {"non_tax_priority", code, "source_departments_digital_work"},
    {"source_department_right", code, "free_trial free_use"},
    {"source_department_right_condition", code, "agreed_period data_given_free"},
    {"allocation_forms", codes, "cost_sharing profit_split equity ip_sharing"},
    // Who takes part.
    {"bodies", items, "role!"},
    {"coordination_members", items},
    // National layer.
    {"resource_registration_required", flag},
    {"product_registration_encouraged", flag},
    {"registration_form_review_working_days", integer},
    {"registration_disclosure_working_days", integer},
    {"registration_validity_months_max", integer},
    {"registration_renewal_window_days", integer},
    {"registration_kinds", codes, "first change correction cancellation"},
    {"classification_precondition", flag},
    {"sharing_provider_consent", flag},
    {"operator_as_developer_barred", flag},
    {"operation_modes", codes, "whole by_field by_scenario"},
    {"operator_chosen_by_competition", flag},
    {"operation_disclosure_parts", codes},
    {"free_purposes", codes, "public_governance public_welfare"},
    {"operator_fee_government_guided", flag},
    {"operator_fee_within_cap", flag},
    {"trial_price_before_full_year", flag},
    {"permitted_income_parts", codes, "operating_cost permitted_profit tax"},
    {"permitted_profit_margin_points_max", integer},
    {"fee_bases", codes, "products times duration data_calls"},
    {"excess_income_deducted", flag},
    {"fee_publicity", flag},
    {"price_annual_report", flag},
    {"price_review_months_max", integer},
    {"non_tax_item", code, "state_resource_paid_use"},
    {"non_tax_two_lines", flag},
    {"non_tax_refund_by_finance", flag},
    {"payment_code_pattern", text},
    {"yearly_disclosure_due", month_day},
    {"yearly_disclosure_parts", codes},
    {"yearly_disclosure_parts_authority", codes},
    {"personal_data_record_months_min", integer},
    {"two_factor_required", flag},
    {"separated_administration", flag},
    {"income_handed_over_in_full", flag},
    {"costs_out_of_income_barred", flag},
    {"waiver_needs_authority", flag},
    {"income_counts_when_received", flag},
    {"provincial_successor_zhejiang", flag},
    {"provincial_successor_jiangsu", flag},
};

}  // namespace

std::span<const VocabularyEntry> rule_vocabulary() { return kVocabulary; }

const VocabularyEntry* find_vocabulary(std::string_view key) {
    const auto found = std::ranges::find(kVocabulary, key, &VocabularyEntry::key);
    return found == std::end(kVocabulary) ? nullptr : &*found;
}

bool has_word(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == word) return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

}  // namespace yunhe::tenants
