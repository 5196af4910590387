/// Obligations (履约事项): what is due by a date, from an article, a policy or an agreement; and how
/// they follow from the facts. Pure.
///
/// A *duty* is done by somebody (a report, a drill, an answer) and is overdue once its last day is
/// over. A *term* runs out by itself (an agreement, a review's validity): nobody can be late, but
/// both sides are warned. Days are the tenant's, in UTC+8; a last day is inclusive.
///
/// Work desk: a duty that no case puts on a desk itself (`on_desk`) becomes a to-do of its body
/// (aggregate `obligation`, task `due_<kind>`) when its first reminder falls due, at the latest 30
/// working days before its last day. So GET /todos/counts holds what is due soon, and GET
/// /obligations everything.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/role.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/tenant_policy.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {

struct ObligationEntity { static constexpr std::string_view prefix = "obl"; };
using ObligationId = Id<ObligationEntity>;

enum class ObligationKind {
    // Follow from agreements.
    renewal_window,       ///< Until when one may apply for the next term.
    agreement_expiry,
    trial_end,
    half_year_report,     ///< The safety report; its rhythm is the pack's (Hangzhou 三(五)6).
    annual_report,
    emergency_plan,
    emergency_drill,
    evaluation,           ///< Of a developer.
    log_retention_end,    ///< From the day after it logs may go.
    // From the mandate and the pack.
    mandate_plan,         ///< 180 days before the mandate's end.
    mandate_end,
    mandate_evaluation,
    yearly_disclosure,    ///< By 31 March, of the year before (national layer).
    rule_pack_end,
    // From people, reviews, laboratories, cases.
    confidentiality_end,
    review_validity_end,
    lab_end,
    supplement,
    objection_answer,
    // Recorded by the acts of other aggregates.
    provincial_filing,    ///< Where the filing is no gate.
    urgent_stop_confirmation,
    rectification,
    rectification_review,
    exit_step,
    incident_report,
    inspection_answer,
    complaint_answer,
    support_answer,
    data_objection_answer,
    quality_repair,
    import_decision,
    continuation_answer,
    party_event_decision,
    request_decision,       ///< A seat's answer on a data request.
    request_head_decision,  ///< The same, when it was overdue and its body's head was told.
    grant_end,              ///< A grant that ends before its agreement does.
    list_check,
};

enum class ObligationNature { duty, term };

/// What is the same for all obligations of a kind.
struct ObligationTraits {
    ObligationKind kind;
    ObligationNature nature;
    bool recurring;  ///< The next one appears when this one is done or its own period begins.
    bool on_desk;    ///< No case of its own puts it on a desk.
    bool by_record;  ///< Its body discharges it by naming a document.
};
const ObligationTraits& traits_of(ObligationKind kind);
/// The task of the to-do: "due_annual_report".
std::string task_of(ObligationKind kind);

/// `overdue` is never stored: an open duty whose last day is over.
enum class ObligationState { open, overdue, discharged, waived, passed, cancelled };

/// Where the last day comes from. The rule says that there is a duty; the number of days, where its
/// text gives none, is the tenant's or the system's.
enum class DueSource { regulation, national, tenant_policy, agreement, system };

/// Who owes it, by the kind of body.
enum class ObligationSide { developer, operator_, authority, other };
ObligationSide side_of(BodyKind kind);

/// A body's duty or term before it is recorded.
struct NewObligation {
    ObligationKind kind = ObligationKind::rectification;
    std::string aggregate;           ///< The glossary's word: "agreement".
    std::uint64_t aggregate_id = 0;  ///< The raw id.
    BodyId body_id;                  ///< Who owes it.
    Role role = Role::operator_staff;  ///< Which role there (acts_as counts).
    std::string subject;             ///< What it is about: number and name, as in a to-do's title.
    Date due_on;                     ///< Inclusive.
    std::optional<RuleReference> rule = {};  ///< Absent: no rule says so, the case does.
    Timestamp at;                    ///< When it came into being.
    DueSource due_source = DueSource::tenant_policy;
    bool binding = true;             ///< False: its rule is not verified, so it only warns.
};

struct Obligation {
    ObligationId id;
    ObligationKind kind = ObligationKind::rectification;
    std::string aggregate;
    std::uint64_t aggregate_id = 0;
    BodyId body_id;
    std::string body_code;
    std::string body_name;
    BodyKind body_kind = BodyKind::operator_body;
    Role role = Role::operator_staff;
    std::string subject;
    Date opens_on;
    Date due_on;
    std::optional<RuleReference> rule;
    bool binding = true;
    DueSource due_source = DueSource::system;
    bool derived = false;  ///< From the facts, not recorded by an act.
    ObligationState state = ObligationState::open;  ///< As stored: see `state_on`.
    Timestamp opened_at;
    std::optional<Timestamp> closed_at;
    std::optional<UserId> closed_by;      ///< Absent: by itself or by another act.
    std::optional<std::string> document;  ///< What proves that it was done.
    std::optional<std::string> note;      ///< Or why it was waived.
    std::vector<std::string> reminded;    ///< Stages (tenants/reminder.hpp), oldest first.
};

ObligationState state_on(const Obligation& obligation, Date day);

/// One obligation among all of a tenant.
struct ObligationKey {
    ObligationKind kind = ObligationKind::rectification;
    std::string aggregate;
    std::uint64_t aggregate_id = 0;
    Date due_on;
    friend auto operator<=>(const ObligationKey&, const ObligationKey&) = default;
};

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ObligationKind> = yunhe::texts_of(
    std::pair{yunhe::tenants::ObligationKind::renewal_window, "renewal_window"},
    std::pair{yunhe::tenants::ObligationKind::agreement_expiry, "agreement_expiry"},
    std::pair{yunhe::tenants::ObligationKind::trial_end, "trial_end"},
    std::pair{yunhe::tenants::ObligationKind::half_year_report, "half_year_report"},
    std::pair{yunhe::tenants::ObligationKind::annual_report, "annual_report"},
    std::pair{yunhe::tenants::ObligationKind::emergency_plan, "emergency_plan"},
    std::pair{yunhe::tenants::ObligationKind::emergency_drill, "emergency_drill"},
    std::pair{yunhe::tenants::ObligationKind::evaluation, "evaluation"},
    std::pair{yunhe::tenants::ObligationKind::log_retention_end, "log_retention_end"},
    std::pair{yunhe::tenants::ObligationKind::mandate_plan, "mandate_plan"},
    std::pair{yunhe::tenants::ObligationKind::mandate_end, "mandate_end"},
    std::pair{yunhe::tenants::ObligationKind::mandate_evaluation, "mandate_evaluation"},
    std::pair{yunhe::tenants::ObligationKind::yearly_disclosure, "yearly_disclosure"},
    std::pair{yunhe::tenants::ObligationKind::rule_pack_end, "rule_pack_end"},
    std::pair{yunhe::tenants::ObligationKind::confidentiality_end, "confidentiality_end"},
    std::pair{yunhe::tenants::ObligationKind::review_validity_end, "review_validity_end"},
    std::pair{yunhe::tenants::ObligationKind::lab_end, "lab_end"},
    std::pair{yunhe::tenants::ObligationKind::supplement, "supplement"},
    std::pair{yunhe::tenants::ObligationKind::objection_answer, "objection_answer"},
    std::pair{yunhe::tenants::ObligationKind::provincial_filing, "provincial_filing"},
    std::pair{yunhe::tenants::ObligationKind::urgent_stop_confirmation,
              "urgent_stop_confirmation"},
    std::pair{yunhe::tenants::ObligationKind::rectification, "rectification"},
    std::pair{yunhe::tenants::ObligationKind::rectification_review, "rectification_review"},
    std::pair{yunhe::tenants::ObligationKind::exit_step, "exit_step"},
    std::pair{yunhe::tenants::ObligationKind::incident_report, "incident_report"},
    std::pair{yunhe::tenants::ObligationKind::inspection_answer, "inspection_answer"},
    std::pair{yunhe::tenants::ObligationKind::complaint_answer, "complaint_answer"},
    std::pair{yunhe::tenants::ObligationKind::support_answer, "support_answer"},
    std::pair{yunhe::tenants::ObligationKind::data_objection_answer, "data_objection_answer"},
    std::pair{yunhe::tenants::ObligationKind::quality_repair, "quality_repair"},
    std::pair{yunhe::tenants::ObligationKind::import_decision, "import_decision"},
    std::pair{yunhe::tenants::ObligationKind::continuation_answer, "continuation_answer"},
    std::pair{yunhe::tenants::ObligationKind::party_event_decision, "party_event_decision"},
    std::pair{yunhe::tenants::ObligationKind::request_decision, "request_decision"},
    std::pair{yunhe::tenants::ObligationKind::request_head_decision, "request_head_decision"},
    std::pair{yunhe::tenants::ObligationKind::grant_end, "grant_end"},
    std::pair{yunhe::tenants::ObligationKind::list_check, "list_check"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ObligationNature> =
    yunhe::texts_of(std::pair{yunhe::tenants::ObligationNature::duty, "duty"},
                    std::pair{yunhe::tenants::ObligationNature::term, "term"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ObligationState> =
    yunhe::texts_of(std::pair{yunhe::tenants::ObligationState::open, "open"},
                    std::pair{yunhe::tenants::ObligationState::overdue, "overdue"},
                    std::pair{yunhe::tenants::ObligationState::discharged, "discharged"},
                    std::pair{yunhe::tenants::ObligationState::waived, "waived"},
                    std::pair{yunhe::tenants::ObligationState::passed, "passed"},
                    std::pair{yunhe::tenants::ObligationState::cancelled, "cancelled"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::DueSource> =
    yunhe::texts_of(std::pair{yunhe::tenants::DueSource::regulation, "regulation"},
                    std::pair{yunhe::tenants::DueSource::national, "national"},
                    std::pair{yunhe::tenants::DueSource::tenant_policy, "tenant_policy"},
                    std::pair{yunhe::tenants::DueSource::agreement, "agreement"},
                    std::pair{yunhe::tenants::DueSource::system, "system"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ObligationSide> =
    yunhe::texts_of(std::pair{yunhe::tenants::ObligationSide::developer, "developer"},
                    std::pair{yunhe::tenants::ObligationSide::operator_, "operator"},
                    std::pair{yunhe::tenants::ObligationSide::authority, "authority"},
                    std::pair{yunhe::tenants::ObligationSide::other, "other"});
