/// What a tenant decides for itself: things on which its rule pack is silent or leaves the number
/// open. A policy may tighten a pack and never loosen it. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

/// A material that a tenant's notices ask for beyond the pack's list.
struct ExtraMaterial {
    std::string code;
    LocalText title;
};

/// Total control (总量控制): how many there may be, in all and per field. Absent: no limit.
struct Quotas {
    std::optional<int> units;      ///< Developers authorised at once.
    std::optional<int> scenarios;  ///< Scenarios in operation at once.
    std::map<std::string, int, std::less<>> units_by_field;  ///< By the field's code or title.
    std::map<std::string, int, std::less<>> scenarios_by_field;
};

struct TenantPolicy {
    bool supplement_round = true;     ///< Does the pre-check ask for what is missing?
    int supplement_working_days = 5;  ///< Time to hand it in; later is lapsed.
    int panel_size = 3;               ///< Experts drawn per application; 1..15.
    int panel_quorum = 0;             ///< Scores needed; 0 = the whole panel.
    int pass_mark = 60;               ///< Mean score needed; 0..100.
    int disclosure_working_days = 5;  ///< How long a result is public before the next stage.
    bool province_seat_for_returned_data = false;   ///< A provincial seat where the pack has none.
    int seat_working_days = 10;                     ///< After this a silent seat is overdue.
    int urgent_stop_confirmation_working_days = 3;  ///< Time to confirm the operator's urgent stop.
    int reapplication_bar_months = 12;              ///< After an end for breach.
    int quality_ticket_working_days = 20;           ///< Time to mend data.
    // What a quality ticket takes off a resource's score, in hundredths.
    int quality_late_points = 2;       ///< Mended after its day.
    int quality_partly_points = 5;     ///< Mended in part.
    int quality_unmended_points = 10;  ///< Not mended.
    int filing_working_days = 20;                   ///< Time for a filing that is no gate.
    int list_check_valid_days = 180;                ///< How old a look at a list may be.
    // Time to handle small cases (tenants/small_case_kinds.hpp).
    int incident_working_days = 1;        ///< Take up a risk report or an incident.
    int report_check_working_days = 10;   ///< Accept a report, or give it back.
    int inspection_working_days = 20;
    int evaluation_working_days = 20;
    int support_working_days = 5;
    int complaint_working_days = 15;      ///< Also objections in the credit file.
    int data_objection_working_days = 10;
    int trial_days_max = 366;             ///< How long a trial order may run.
    int trial_quantity_max = 1'000'000;   ///< Units of each meter that a trial order may use.
    int delisting_notice_days = 30;       ///< Running orders go on so long after a delisting.
    // Dunning (催缴), in calendar days.
    int bill_due_days = 30;         ///< From the issue of a bill to the day on which it is due.
    int dunning_reminder_days = 1;  ///< After the due date: from when each step may be taken.
    int dunning_notice_days = 30;
    int dunning_final_days = 60;
    int dunning_grace_days = 15;    ///< Time that each step gives to pay.
    int dispute_answer_days = 15;   ///< Time to answer a developer's dispute.
    int requests_per_minute = 0;          ///< Of each API key; 0: no limit.
    Quotas quotas;                        ///< How many units and scenarios there may be.
    int material_megabytes_max = 20;                ///< Of one uploaded material; 1..200.
    /// Contained in what the operator charges; percent text with at most six decimals, 0 to 100.
    std::string tax_rate = "6";
    /// What an imported payment code (缴款码) looks like, as base/code_pattern.hpp reads it; empty:
    /// any text.
    std::string payment_code_pattern;
    std::vector<ExtraMaterial> extra_materials;
    /// Keys of the vocabulary that the tenant set or tightened, with values of their shape.
    std::map<std::string, Json, std::less<>> values;

    int quorum() const { return panel_quorum == 0 ? panel_size : panel_quorum; }
};

/// Reads `{"panel_size": 3, "agreement_term_months_max": 18, ...}`: members of TenantPolicy, and
/// keys of the vocabulary. Members left out keep their defaults. Errors: malformed
/// `invalid_request` with pointers (`unknown_field`, `wrong_type`, `out_of_range`, `not_one_of`);
/// rule `policy_loosens_pack`, citing the rule, where a member is laxer than the pack or
/// contradicts what the pack fixes.
Result<TenantPolicy> parse_policy(const Json& json, const RulePack& pack);

/// Of a policy made for one text of a pack, what fits another: a value that the other text doesn't
/// let stand is left out, so that the text itself counts.
TenantPolicy fitting_policy(const TenantPolicy& policy, const RulePack& pack);

/// The policy as parse_policy reads it, every member written out.
Json to_json(const TenantPolicy& policy);

/// What counts: the policy's value where it has one, else the pack's; nothing where both are
/// silent.
std::optional<int> effective_integer(const RulePack& pack, const TenantPolicy& policy,
                                     std::string_view key);
std::string effective_code(const RulePack& pack, const TenantPolicy& policy, std::string_view key);
/// The rule behind the effective value: `tenant_policy` where the policy set it, else as `cite`.
RuleReference cite_effective(const RulePack& pack, const TenantPolicy& policy,
                             std::string_view key);
/// A refusal by the effective value. REQUIRES: as refuse_by_rule.
Error refuse_by_effective(const RulePack& pack, const TenantPolicy& policy, std::string_view key,
                          std::string code, ErrorArgs args = {});

/// Keys that the pack leaves to the tenant and the policy doesn't set either, in the pack's order.
std::vector<std::string> unset_keys(const RulePack& pack, const TenantPolicy& policy);

/// The seats of a data request: the pack's, and the provincial one where only the policy wants it
/// (then without article). `returned_data`: is provincial data among what is asked for?
std::vector<RuleItem> data_request_seats(const RulePack& pack, const TenantPolicy& policy,
                                         bool returned_data);

}  // namespace yunhe::tenants
