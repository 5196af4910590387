/// What a definition of a small case is made of, and the forms that several kinds share. The
/// definitions themselves: tenants/small_case_kinds.hpp. Pure.
#pragma once

#include <span>
#include <vector>

#include "base/schema.hpp"
#include "base/workflow.hpp"
#include "tenants/obligation.hpp"
#include "tenants/permission.hpp"
#include "tenants/small_case.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::tenants {

using SmallCaseMove = Move<SmallCaseState, SmallCaseAction, SmallCaseActor>;

/// Whose desk a new case goes to.
enum class HandledBy {
    authority,
    opener,         ///< Who opens it works on it.
    evaluator,      ///< The body that the form names as evaluator, else the opener.
    operator_side,  ///< The operator.
    supervisor,     ///< In two tiers the operator, else the authority.
    complaint,      ///< As `supervisor`, but never the one complained of nor the one complaining.
    quality_route,  ///< Where tickets on data begin (the pack's `quality_ticket_route`).
    import_approver,  ///< Whom the pack, or the tenant for it, lets approve outside data.
};

/// Whom the case is about.
enum class CaseSubject {
    none,
    reporter,   ///< The body that opens it.
    developer,  ///< The form's `developer_uscc` or the agreement's; a developer's own body.
    developer_if_named,
    operator_body,
    named_body,           ///< The form's `about_code`.
    owner,                ///< The form's `owner_code`, else the opener.
    resource_department,  ///< The department of the form's `resource_code`.
};

/// What an action does beside moving the case.
enum class SmallCaseEffect {
    none,
    place_hold,           ///< The stop button: a hold on the case's agreement.
    order_rectification,  ///< Opens a rectification of the case's agreement.
    after_rectification,  ///< Only once that rectification is decided.
    replace_fields,       ///< The form of the opening, handed in anew.
    total_score,          ///< The weighted mean is written beside the scores.
    hand_over,            ///< The case goes to another desk.
    discharge,            ///< The duty that the kind names is done.
    note_lateness,        ///< `late` is written beside the form; once late stays late.
    answer_on_board,      ///< Another body's answer is added to those that stand below the case.
};

/// What of a kind a body sees that has no part in it.
enum class CaseBoard {
    none,
    shown,  ///< What the handler let through (`on_board`) is shown to all who trade in data.
};
/// The states in which a case with a board is on it.
bool on_board(SmallCaseState state);

struct CaseOpening {
    const RulePack& pack;
    const TenantPolicy& policy;
    Role opener_role;
    Input fields;
};
/// What the schema can't say. Errors as the kind's function says.
using OpeningCheck = Status (*)(const CaseOpening&);
using ActionCheck = Status (*)(const RulePack&, const SmallCase&, const Input&);

struct SmallCaseForm {
    SmallCaseAction action;
    const Shape* body;
    std::string_view summary;  ///< One English sentence, for openapi.json.
    SmallCaseEffect effect = SmallCaseEffect::none;
    ActionCheck check = nullptr;
    bool by_another = false;  ///< Not by the person who opened the case (four eyes).
    /// What the case names in the catalogue must still fit (catalog/export_permit_service.hpp).
    bool asks_catalogue = false;
};

struct SmallCaseDefinition {
    SmallCaseKind kind;
    TitlePair title;
    /// The rule of the packs that the kind rests on; silent packs: the system's own (`rule_of`).
    std::string_view rule;
    std::string_view opening_summary;
    const Shape* opening;
    Permission permission;  ///< To open it.
    std::vector<Role> (*openers)(const RulePack&);
    HandledBy handled_by;
    CaseSubject about;
    SmallCaseState first;
    std::span<const SmallCaseMove> moves;
    std::span<const SmallCaseForm> forms;
    int TenantPolicy::*due_working_days;
    /// States in which nobody is waited for although it isn't the end.
    std::span<const SmallCaseState> resting = {};
    /// The obligation that is met by handing the case in (reports) or by `discharge`.
    std::optional<ObligationKind> meets = {};
    bool met_at_opening = false;
    /// What another body owes while the case waits for it.
    std::optional<ObligationKind> duty = {};
    OpeningCheck check = nullptr;
    /// The subject sees the case only when it is closed (draft scores).
    bool hidden_until_closed = false;
    /// Where a pack doesn't have `rule`: the first of these that it has.
    std::span<const std::string_view> other_rules = {};
    CaseBoard board = CaseBoard::none;
    bool asks_catalogue = false;   ///< As of SmallCaseForm, at the opening.
    bool needs_agreement = false;  ///< A developer opens it only under an agreement in force.
};

/// The key of the pack's rule that the kind rests on; empty: the system's own.
std::string_view rule_of(const SmallCaseDefinition& definition, const RulePack& pack);

/// What has happened doesn't lie ahead (every instant; the dates that say so by their name), and
/// what is due doesn't lie behind. Errors: malformed `in_the_future`, `already_over`.
Status check_days(const Shape& form, const Input& fields, Timestamp now);

// Who opens which kind, by the pack (tenants/small_case_workflow.cpp).
std::vector<Role> risk_reporters(const RulePack& pack);
std::vector<Role> annual_reporters(const RulePack& pack);
std::vector<Role> developers_and_operator(const RulePack& pack);
std::vector<Role> developers_operator_and_authority(const RulePack& pack);
std::vector<Role> inspectors(const RulePack& pack);
std::vector<Role> evaluation_organisers(const RulePack& pack);
std::vector<Role> only_developers(const RulePack& pack);
std::vector<Role> only_authority(const RulePack& pack);
std::vector<Role> developers_and_departments(const RulePack& pack);
std::vector<Role> complainants(const RulePack& pack);
std::vector<Role> channel_keepers(const RulePack& pack);
std::vector<Role> data_importers(const RulePack& pack);
std::vector<Role> quality_controllers(const RulePack& pack);

/// Does the pack, or the tenant where its text leaves it open, name who approves outside data?
/// Then none may be used before that.
bool import_needs_approval(const RulePack& pack, const TenantPolicy& policy);

// What the schemas can't say (tenants/small_case_check.cpp).
/// The pack's parts of the yearly report (Quzhou 四(五)), each named once. Errors: malformed
/// `unknown_report_part`; rule `report_part_missing`, citing the part; malformed bad_interval.
Status check_annual_report(const CaseOpening& opening);
/// Errors: malformed bad_interval.
Status check_report(const CaseOpening& opening);
/// Errors: malformed `unknown_inspection_part`; rule `inspection_part_missing` (Ningbo 26).
Status check_inspection(const CaseOpening& opening);
/// Weights sum to exactly 100; where the authority evaluates, the pack's indicators are among them
/// (Yangzhou 19; Hangzhou, Zhoushan 五(三)). Errors: malformed `indicator_weights_not_100`,
/// `repeated_item`; rule `indicator_missing`.
Status check_evaluation(const CaseOpening& opening);
/// Errors: rule `channel_needs_approval`, `channel_barred` (a new one, where none may be approved),
/// `outside_agreement` (with a third party, without approval).
Status check_channel(const CaseOpening& opening);
/// Every finding names a part of this inspection once, none is left out and none is deficient.
Status check_conclusion(const RulePack& pack, const SmallCase& inspection, const Input& body);
/// The same, and at least one is deficient. Errors: also malformed `no_deficiency`.
Status check_deficiencies(const RulePack& pack, const SmallCase& inspection, const Input& body);
/// Errors: rule `import_approver_unset` (the text leaves the approver to the tenant); malformed
/// bad_interval.
Status check_import(const CaseOpening& opening);
/// Errors: malformed `/resource_codes` too_few_items (neither product nor resource is named),
/// bad_interval; rule `export_banned`, citing what the pack bars.
Status check_export(const CaseOpening& opening);
/// Errors: rule `export_banned` (raw data, or what can be turned back into it).
Status check_export_approval(const RulePack& pack, const SmallCase& permit, const Input& body);
/// What left did so inside the permit. Errors: rule `export_outside_scenario`; state
/// `export_permit_over` (outside its days).
Status check_export_record(const RulePack& pack, const SmallCase& permit, const Input& body);
/// Every indicator has one score from 0 to 100. Errors: malformed `unknown_indicator`,
/// `indicator_score_missing`, `score_above_100`.
Status check_scores(const RulePack& pack, const SmallCase& evaluation, const Input& body);

namespace small_case {

using enum SmallCaseState;
using enum SmallCaseAction;
using enum SmallCaseActor;
using A = SmallCaseAction;
using Row = SmallCaseMove;

// Fields that many forms share.
inline constexpr Field kTitle = field::text("title", 200);
inline constexpr Field kAgreementField =
    field::id<AgreementId>("agreement_id").optional().about("Which agreement it concerns.");
inline constexpr Field kDeveloper = field::code("developer_uscc");
inline constexpr Field kDescription = field::text("description", 5000);
inline constexpr Field kFiles = field::texts("attachments", 64)
                                    .items(50)
                                    .optional()
                                    .about("Names of files that were handed in to the case.");

// Forms of actions that several kinds share.
inline constexpr Field kOpinionFields[] = {field::text("opinion", 5000), kFiles};
inline constexpr Shape kOpinion{"CaseOpinion", kOpinionFields};
inline constexpr Field kRemarkFields[] = {field::text("opinion", 5000).optional(), kFiles};
inline constexpr Shape kRemark{"CaseRemark", kRemarkFields};
inline constexpr Field kTextFields[] = {field::text("text", 5000), kFiles};
inline constexpr Shape kText{"CaseText", kTextFields};
inline constexpr Field kRecordFields[] = {
    field::text("text", 5000),
    field::timestamp("at").optional().about("When it happened; absent: now."),
    kFiles,
};
inline constexpr Shape kRecord{"CaseRecord", kRecordFields};
inline constexpr Field kStopFields[] = {
    field::id<AgreementId>("agreement_id")
        .optional()
        .about("Whose access is closed; absent: that of the case."),
    field::text("reason", 2000),
};
inline constexpr Shape kStop{"CaseStop", kStopFields};

}  // namespace small_case

}  // namespace yunhe::tenants
