/// What each kind of small case is: its forms, moves, parties and the rule it rests on. Adding
/// a kind is adding a definition here (and its words to the constraint of the table); routes,
/// schemas, openapi.json, desks and the exhaustive tests follow from it. Pure.
///
/// The first row of a state in `moves` names whom the case waits for: the to-do goes there.
#pragma once

#include "tenants/small_case_definition.hpp"
#include "tenants/small_case_exchange_kinds.hpp"
#include "tenants/small_case_quality_kind.hpp"

namespace yunhe::tenants {

namespace small_case {

// Risk report: Yangzhou 17; Quzhou 六(一); Hangzhou 三(五)6; Zhoushan 二(五).
inline constexpr std::string_view kRisks[] = {"hidden_relation",        "leak",  "tampering",
                                              "misuse",                 "other", "passing_on",
                                              "unauthorised_retention", "loss"};
inline constexpr Field kRiskFields[] = {
    kTitle,
    field::one_of("category", kRisks),
    field::timestamp("found_at"),
    kDescription,
    field::text("measures", 5000).optional().about("What was done at once."),
    kAgreementField,
    field::code("resource_code").optional(),
};
inline constexpr Shape kRisk{"RiskReportBody", kRiskFields};
inline constexpr Field kRiskCloseFields[] = {field::text("findings", 5000),
                                             field::text("measures", 5000), kFiles};
inline constexpr Shape kRiskClose{"RiskReportClosing", kRiskCloseFields};
inline constexpr Row kRiskMoves[] = {
    {open, acknowledge, handler, handling},   {open, stop, opener, stopped},
    {open, stop, handler, stopped},           {open, add_record, opener, open},
    {stopped, acknowledge, handler, handling}, {stopped, add_record, opener, stopped},
    {handling, A::close, handler, closed},    {handling, stop, handler, handling},
    {handling, stop, opener, handling},       {handling, add_record, handler, handling},
    {handling, add_record, opener, handling},
};
inline constexpr SmallCaseForm kRiskForms[] = {
    {stop, &kStop, "Stops the agreement's access at once because of the risk.",
     SmallCaseEffect::place_hold},
    {acknowledge, &kRemark, "Takes up a risk report."},
    {add_record, &kRecord, "Adds a record to a risk report."},
    {A::close, &kRiskClose, "Closes a risk report with findings and measures."},
};

// Incident.
inline constexpr std::string_view kIncidents[] = {"network", "data", "personal_information",
                                                  "system", "other"};
inline constexpr std::string_view kSeverities[] = {"general", "larger", "major", "extraordinary"};
inline constexpr Field kIncidentFields[] = {
    kTitle,
    field::code("developer_uscc").optional().about("Absent: the developer that reports, or none."),
    kAgreementField,
    field::one_of("category", kIncidents),
    field::one_of("severity", kSeverities).about("一般, 较大, 重大, 特别重大."),
    field::timestamp("occurred_at"),
    field::timestamp("found_at"),
    kDescription,
    field::boolean("emergency_plan_started").optional(),
};
inline constexpr Shape kIncident{"IncidentBody", kIncidentFields};
inline constexpr Field kIncidentCloseFields[] = {
    field::text("findings", 5000),
    field::text("cause", 5000),
    field::text("measures", 5000),
    field::boolean("attributable")
        .about("Does it count against the developer (years without incident)?"),
    kFiles,
};
inline constexpr Shape kIncidentClose{"IncidentClosing", kIncidentCloseFields};
inline constexpr Row kIncidentMoves[] = {
    {open, acknowledge, handler, handling},       {open, stop, handler, stopped},
    {open, stop, opener, stopped},                {open, add_record, opener, open},
    {stopped, acknowledge, handler, handling},    {stopped, add_record, opener, stopped},
    {handling, A::close, handler, closed},        {handling, dismiss, handler, dismissed},
    {handling, stop, handler, handling},          {handling, stop, opener, handling},
    {handling, add_record, handler, handling},    {handling, add_record, opener, handling},
    {handling, add_record, subject, handling},
};
inline constexpr SmallCaseForm kIncidentForms[] = {
    {stop, &kStop, "Stops the agreement's access because of the incident.",
     SmallCaseEffect::place_hold},
    {acknowledge, &kRemark, "Takes up an incident."},
    {add_record, &kRecord, "Adds a record to an incident."},
    {A::close, &kIncidentClose, "Closes an incident with findings, cause and measures."},
    {dismiss, &kOpinion, "Closes what turned out to be no incident."},
};

// What is handed in and accepted or given back: reports. Drills stand with their emergency plan.
inline constexpr Row kHandedInMoves[] = {
    {open, accept, handler, closed},
    {open, return_, handler, returned},
    {returned, resubmit, opener, open},
};

// Reports: yearly (Yangzhou 19; Hangzhou 三(五)8; Ningbo 27; Quzhou 四(五); Zhoushan 二(六)),
// on safety (Hangzhou 三(五)6; Zhoushan 二(五)), on results (Yangzhou 9).
inline constexpr Field kReportPartFields[] = {field::text("code", 64), field::text("text", 20000)};
inline constexpr Shape kReportPart{"ReportPart", kReportPartFields};
inline constexpr Field kReportFields[] = {
    kTitle,
    kAgreementField,
    field::date("period_from"),
    field::date("period_to").about("Inclusive."),
    field::text("summary", 20000),
    field::objects("parts", kReportPart)
        .items(50)
        .optional()
        .about("The parts that the rule pack asks for in a yearly report."),
};
inline constexpr Shape kReport{"ReportBody", kReportFields};
inline constexpr SmallCaseForm kAnnualForms[] = {
    {accept, &kRemark, "Accepts a yearly report."},
    {return_, &kOpinion, "Gives a yearly report back for completion."},
    {resubmit, &kReport, "Hands a yearly report in anew.", SmallCaseEffect::replace_fields},
};
inline constexpr SmallCaseForm kSafetyForms[] = {
    {accept, &kRemark, "Accepts a safety report."},
    {return_, &kOpinion, "Gives a safety report back for completion."},
    {resubmit, &kReport, "Hands a safety report in anew.", SmallCaseEffect::replace_fields},
};
inline constexpr SmallCaseForm kResultForms[] = {
    {accept, &kRemark, "Accepts a report on results."},
    {return_, &kOpinion, "Gives a report on results back for completion."},
    {resubmit, &kReport, "Hands a report on results in anew.", SmallCaseEffect::replace_fields},
};

// Inspection: Ningbo 26; Quzhou 六(二); Zhoushan 二(五).
inline constexpr Field kInspectionFields[] = {
    kTitle,
    kDeveloper,
    kAgreementField,
    field::texts("parts", 64).items(50).about("Where the pack names parts: its codes."),
    field::date("starts_on"),
    field::texts("participants", 200).items(50).optional().about("Bodies that take part."),
};
inline constexpr Shape kInspection{"InspectionBody", kInspectionFields};
inline constexpr Field kMaterialsWantedFields[] = {field::texts("materials", 500).items(50),
                                                   field::date("due_on")};
inline constexpr Shape kMaterialsWanted{"InspectionMaterialsWanted", kMaterialsWantedFields};
inline constexpr Field kFindingFields[] = {field::text("part", 64), field::boolean("conforming"),
                                           field::text("text", 5000)};
inline constexpr Shape kFinding{"InspectionFinding", kFindingFields};
inline constexpr Field kConclusionFields[] = {field::objects("findings", kFinding).items(50),
                                              field::text("opinion", 5000), kFiles};
inline constexpr Shape kConclusion{"InspectionConclusion", kConclusionFields};
inline constexpr Field kRectificationFields[] = {
    field::objects("findings", kFinding).items(50),
    field::text("demand", 5000).about("What has to be put right."),
    field::date("due_on"),
    field::boolean("close_access").optional().about("Access is closed meanwhile."),
    kFiles,
};
inline constexpr Shape kRectificationOrder{"InspectionRectification", kRectificationFields};
inline constexpr Row kInspectionMoves[] = {
    {open, conclude, handler, closed},
    {open, order_rectification, handler, rectifying},
    {open, request_materials, handler, materials_requested},
    {open, add_record, handler, open},
    {open, cancel, handler, withdrawn},
    {materials_requested, submit_materials, subject, open},
    {materials_requested, cancel, handler, withdrawn},
    {rectifying, A::close, handler, closed},
    {rectifying, add_record, handler, rectifying},
};
inline constexpr SmallCaseForm kInspectionForms[] = {
    {request_materials, &kMaterialsWanted, "Asks the inspected body for materials."},
    {submit_materials, &kText, "Hands in the materials that an inspection asked for."},
    {add_record, &kRecord, "Adds a record to an inspection."},
    {conclude, &kConclusion, "Concludes an inspection that found nothing deficient.",
     SmallCaseEffect::none, check_conclusion},
    {order_rectification, &kRectificationOrder, "Orders what an inspection found to be put right.",
     SmallCaseEffect::order_rectification, check_deficiencies},
    {A::close, &kOpinion, "Closes an inspection after its rectification.",
     SmallCaseEffect::after_rectification},
    {cancel, &kOpinion, "Calls an inspection off."},
};

// Evaluation: Yangzhou 9(五), 19; Hangzhou 三(五)8; Ningbo 27; Quzhou 二(二)5; Zhoushan 二(六).
inline constexpr Field kIndicatorFields[] = {
    field::text("code", 64),
    field::text("title", 200),
    field::decimal("weight").about("In percent; all weights sum to exactly 100."),
};
inline constexpr Shape kIndicator{"EvaluationIndicator", kIndicatorFields};
inline constexpr Field kEvaluatorField = field::code("evaluator_code")
                                             .optional()
                                             .about("A third party or department that scores.");
inline constexpr Field kEvaluationFields[] = {
    kTitle,
    kDeveloper,
    kAgreementField,
    field::date("period_from"),
    field::date("period_to").about("Inclusive."),
    field::objects("indicators", kIndicator).items(50),
    kEvaluatorField,
};
inline constexpr Shape kEvaluation{"EvaluationBody", kEvaluationFields};
inline constexpr Field kMandateEvaluationFields[] = {
    kTitle,
    field::date("period_from"),
    field::date("period_to").about("Inclusive."),
    field::objects("indicators", kIndicator).items(50),
    kEvaluatorField,
};
inline constexpr Shape kMandateEvaluation{"MandateEvaluationBody", kMandateEvaluationFields};
inline constexpr Field kScoreFields[] = {
    field::text("code", 64),
    field::decimal("score").about("0 to 100."),
    field::text("opinion", 2000).optional(),
};
inline constexpr Shape kScore{"EvaluationScore", kScoreFields};
inline constexpr Field kScoringFields[] = {field::objects("scores", kScore).items(50),
                                           field::text("opinion", 5000), kFiles};
inline constexpr Shape kScoring{"EvaluationScoring", kScoringFields};
inline constexpr std::string_view kGrades[] = {"excellent", "qualified", "unqualified"};
inline constexpr Field kConfirmationFields[] = {field::one_of("grade", kGrades),
                                                field::text("opinion", 5000), kFiles};
inline constexpr Shape kConfirmation{"EvaluationConfirmation", kConfirmationFields};
inline constexpr Row kEvaluationMoves[] = {
    {open, A::score, handler, scored},   {open, cancel, opener, withdrawn},
    {scored, confirm, opener, closed},   {scored, return_, opener, open},
    {scored, cancel, opener, withdrawn},
};
inline constexpr SmallCaseForm kEvaluationForms[] = {
    {A::score, &kScoring, "Scores the indicators of an evaluation.", SmallCaseEffect::total_score,
     check_scores},
    {return_, &kOpinion, "Has an evaluation scored anew."},
    {confirm, &kConfirmation, "Confirms an evaluation's result.", SmallCaseEffect::discharge},
    {cancel, &kOpinion, "Calls an evaluation off."},
};
inline constexpr SmallCaseForm kMandateEvaluationForms[] = {
    {A::score, &kScoring, "Scores the indicators of the operator's evaluation.",
     SmallCaseEffect::total_score, check_scores},
    {return_, &kOpinion, "Has the operator's evaluation scored anew."},
    {confirm, &kConfirmation, "Confirms the result of the operator's evaluation.",
     SmallCaseEffect::discharge},
    {cancel, &kOpinion, "Calls the operator's evaluation off."},
};

// Support ticket: Yangzhou 9(六).
inline constexpr std::string_view kSupportCategories[] = {"technical", "business", "data",
                                                          "product", "other"};
inline constexpr Field kSupportFields[] = {kTitle, field::one_of("category", kSupportCategories),
                                           kDescription};
inline constexpr Shape kSupport{"SupportTicketBody", kSupportFields};
inline constexpr Field kServiceBodyFields[] = {
    field::text("service_body", 200).about("The third-party service body that helps."),
    field::text("text", 5000)};
inline constexpr Shape kServiceBody{"SupportReferral", kServiceBodyFields};
inline constexpr Row kSupportMoves[] = {
    {open, answer, handler, answered}, {open, refer, handler, open},
    {open, withdraw, opener, withdrawn}, {answered, A::close, opener, closed},
    {answered, reopen, opener, open},
};
inline constexpr SmallCaseForm kSupportForms[] = {
    {answer, &kText, "Answers a support ticket."},
    {refer, &kServiceBody, "Brings a third-party service body into a support ticket."},
    {A::close, &kRemark, "Closes a support ticket whose answer helped."},
    {reopen, &kText, "Asks on in a support ticket."},
    {withdraw, &kRemark, "Withdraws a support ticket."},
};

// Complaint: Hangzhou 三(五)7.
inline constexpr std::string_view kComplaintCategories[] = {
    "service", "price", "competition", "intellectual_property", "consumer", "data_security",
    "other"};
inline constexpr Field kComplaintFields[] = {
    kTitle,
    field::code("about_code").about("The code of the body complained of."),
    field::one_of("category", kComplaintCategories),
    kDescription,
};
inline constexpr Shape kComplaint{"ComplaintBody", kComplaintFields};
inline constexpr std::string_view kDesks[] = {"operator", "authority"};
inline constexpr Field kReferralFields[] = {field::one_of("to", kDesks), field::text("text", 5000)};
inline constexpr Shape kReferral{"ComplaintReferral", kReferralFields};
inline constexpr std::string_view kComplaintOutcomes[] = {"upheld", "partly_upheld", "not_upheld"};
inline constexpr Field kComplaintAnswerFields[] = {field::one_of("outcome", kComplaintOutcomes),
                                                   field::text("text", 5000), kFiles};
inline constexpr Shape kComplaintAnswer{"ComplaintAnswer", kComplaintAnswerFields};
inline constexpr Row kComplaintMoves[] = {
    {open, acknowledge, handler, handling}, {open, refer, handler, open},
    {open, dismiss, handler, dismissed},    {open, withdraw, opener, withdrawn},
    {handling, answer, handler, answered},  {handling, refer, handler, open},
    {handling, respond, subject, handling}, {handling, withdraw, opener, withdrawn},
    {answered, A::close, opener, closed},   {answered, reopen, opener, handling},
};
inline constexpr SmallCaseForm kComplaintForms[] = {
    {acknowledge, &kRemark, "Takes up a complaint."},
    {refer, &kReferral, "Hands a complaint over to the desk that it belongs to.",
     SmallCaseEffect::hand_over},
    {dismiss, &kOpinion, "Dismisses a complaint that can't be taken up."},
    {respond, &kText, "States what the body complained of has to say."},
    {answer, &kComplaintAnswer, "Answers a complaint."},
    {A::close, &kRemark, "Closes an answered complaint."},
    {reopen, &kText, "Objects to the answer to a complaint."},
    {withdraw, &kRemark, "Withdraws a complaint."},
};

// Objection to data: Hangzhou 三(二).
inline constexpr std::string_view kDataFaults[] = {"inaccurate", "incomplete", "outdated", "rights",
                                                   "other"};
inline constexpr Field kDataObjectionFields[] = {kTitle, field::code("resource_code"),
                                                 field::one_of("category", kDataFaults),
                                                 kDescription};
inline constexpr Shape kDataObjection{"DataObjectionBody", kDataObjectionFields};
inline constexpr std::string_view kDataOutcomes[] = {"corrected", "explained", "not_upheld"};
inline constexpr Field kDataAnswerFields[] = {field::one_of("outcome", kDataOutcomes),
                                              field::text("text", 5000), kFiles};
inline constexpr Shape kDataAnswer{"DataObjectionAnswer", kDataAnswerFields};
inline constexpr Row kDataObjectionMoves[] = {
    {open, refer, handler, referred},     {open, answer, handler, answered},
    {open, withdraw, opener, withdrawn},  {referred, answer, subject, answered},
    {referred, withdraw, opener, withdrawn}, {answered, A::close, opener, closed},
    {answered, reopen, opener, open},
};
inline constexpr SmallCaseForm kDataObjectionForms[] = {
    {refer, &kText, "Passes an objection to data on to the source department."},
    {answer, &kDataAnswer, "Answers an objection to data."},
    {A::close, &kRemark, "Closes an answered objection to data."},
    {reopen, &kText, "Objects to the answer to an objection to data."},
    {withdraw, &kRemark, "Withdraws an objection to data."},
};

// Channels: Yangzhou 14; Ningbo 8; Hangzhou 三(三); Zhoushan 二(二).
inline constexpr std::string_view kChannelOrigins[] = {"existing", "new"};
inline constexpr Field kChannelFields[] = {
    kTitle,
    field::code("owner_code").optional().about("Whose channel it is; absent: the caller's body."),
    field::one_of("origin", kChannelOrigins),
    kDescription,
    field::text("address", 500).optional(),
    field::date("running_since").optional(),
    field::text("third_party", 200)
        .optional()
        .about("With whom an agreement on operating the data exists."),
    field::text("approval_document", 200).optional(),
};
inline constexpr Shape kChannel{"ChannelBody", kChannelFields};
inline constexpr Field kChannelApprovalFields[] = {field::text("document", 200),
                                                   field::text("opinion", 5000)};
inline constexpr Shape kChannelApproval{"ChannelApproval", kChannelApprovalFields};
inline constexpr Field kJoiningFields[] = {field::date("joined_on"),
                                           field::text("opinion", 5000).optional(), kFiles};
inline constexpr Shape kJoining{"ChannelJoining", kJoiningFields};
inline constexpr Row kChannelMoves[] = {
    {open, approve, handler, approved},  {open, join, handler, joined},
    {open, dismiss, handler, dismissed}, {approved, join, handler, joined},
    {approved, A::close, handler, closed}, {joined, A::close, handler, closed},
};
inline constexpr SmallCaseState kChannelResting[] = {approved, joined};
inline constexpr SmallCaseForm kChannelForms[] = {
    {approve, &kChannelApproval, "Approves a channel of its own for the time being."},
    {join, &kJoining, "Records that a channel has joined the platform."},
    {dismiss, &kOpinion, "Refuses a channel."},
    {A::close, &kOpinion, "Records that a channel is shut."},
};

// Credit file: Hangzhou 三(五)6; Quzhou 六(三); Zhoushan 二(六).
inline constexpr std::string_view kCreditCategories[] = {
    "data_security", "agreement_breach", "competition", "consumer", "intellectual_property",
    "other"};
inline constexpr Field kCreditFields[] = {
    kTitle,
    kDeveloper,
    kAgreementField,
    field::one_of("category", kCreditCategories),
    field::text("fact", 5000),
    field::text("basis_document", 200),
    field::date("happened_on"),
    field::id<SmallCaseId>("source_case_id").optional().about("The case that it comes from."),
};
inline constexpr Shape kCredit{"CreditRecordBody", kCreditFields};
inline constexpr Field kRepairFields[] = {field::text("document", 200),
                                          field::text("opinion", 5000)};
inline constexpr Shape kRepair{"CreditRepair", kRepairFields};
inline constexpr Row kCreditMoves[] = {
    {recorded, object, subject, objected},  {recorded, repair, handler, repaired},
    {objected, uphold, handler, revoked},   {objected, dismiss, handler, recorded},
};
inline constexpr SmallCaseState kCreditResting[] = {recorded};
inline constexpr SmallCaseForm kCreditForms[] = {
    {object, &kText, "Objects to a record in one's own credit file."},
    {uphold, &kOpinion, "Upholds an objection and revokes the record."},
    {dismiss, &kOpinion, "Dismisses an objection; the record stays."},
    {repair, &kRepair, "Records that the breach was repaired."},
};

}  // namespace small_case

/// One row per kind, in the order of the enum.
inline constexpr SmallCaseDefinition kSmallCaseKinds[] = {
    {.kind = SmallCaseKind::risk_report,
     .title = {"风险报告", "Risk report"},
     .rule = "risk_report_at_once",
     .opening_summary = "Reports a risk.",
     .opening = &small_case::kRisk,
     .permission = Permission::case_report,
     .openers = risk_reporters,
     .handled_by = HandledBy::authority,
     .about = CaseSubject::developer_if_named,
     .first = SmallCaseState::open,
     .moves = small_case::kRiskMoves,
     .forms = small_case::kRiskForms,
     .due_working_days = &TenantPolicy::incident_working_days},
    {.kind = SmallCaseKind::incident,
     .title = {"安全事件", "Security incident"},
     .rule = "",
     .opening_summary = "Reports a security incident.",
     .opening = &small_case::kIncident,
     .permission = Permission::case_report,
     .openers = developers_operator_and_authority,
     .handled_by = HandledBy::authority,
     .about = CaseSubject::developer_if_named,
     .first = SmallCaseState::open,
     .moves = small_case::kIncidentMoves,
     .forms = small_case::kIncidentForms,
     .due_working_days = &TenantPolicy::incident_working_days},
    {.kind = SmallCaseKind::inspection,
     .title = {"监督检查", "Inspection"},
     .rule = "inspection",
     .opening_summary = "Announces an inspection.",
     .opening = &small_case::kInspection,
     .permission = Permission::case_supervise,
     .openers = inspectors,
     .handled_by = HandledBy::opener,
     .about = CaseSubject::developer,
     .first = SmallCaseState::open,
     .moves = small_case::kInspectionMoves,
     .forms = small_case::kInspectionForms,
     .due_working_days = &TenantPolicy::inspection_working_days,
     .duty = ObligationKind::inspection_answer,
     .check = check_inspection},
    {.kind = SmallCaseKind::annual_report,
     .title = {"年度运营报告", "Annual report"},
     .rule = "annual_report",
     .opening_summary = "Hands in a yearly report.",
     .opening = &small_case::kReport,
     .permission = Permission::case_report,
     .openers = annual_reporters,
     .handled_by = HandledBy::authority,
     .about = CaseSubject::reporter,
     .first = SmallCaseState::open,
     .moves = small_case::kHandedInMoves,
     .forms = small_case::kAnnualForms,
     .due_working_days = &TenantPolicy::report_check_working_days,
     .meets = ObligationKind::annual_report,
     .met_at_opening = true,
     .check = check_annual_report},
    {.kind = SmallCaseKind::safety_report,
     .title = {"定期安全报告", "Safety report"},
     .rule = "safety_report_cadence_months",
     .opening_summary = "Hands in a safety report.",
     .opening = &small_case::kReport,
     .permission = Permission::case_report,
     .openers = developers_and_operator,
     .handled_by = HandledBy::authority,
     .about = CaseSubject::reporter,
     .first = SmallCaseState::open,
     .moves = small_case::kHandedInMoves,
     .forms = small_case::kSafetyForms,
     .due_working_days = &TenantPolicy::report_check_working_days,
     .meets = ObligationKind::half_year_report,
     .met_at_opening = true,
     .check = check_report},
    {.kind = SmallCaseKind::result_report,
     .title = {"应用成效报告", "Report on results"},
     .rule = "result_report_by_developer",
     .opening_summary = "Hands in a report on the results of use.",
     .opening = &small_case::kReport,
     .permission = Permission::case_report,
     .openers = only_developers,
     .handled_by = HandledBy::supervisor,
     .about = CaseSubject::reporter,
     .first = SmallCaseState::open,
     .moves = small_case::kHandedInMoves,
     .forms = small_case::kResultForms,
     .due_working_days = &TenantPolicy::report_check_working_days,
     .check = check_report},
    {.kind = SmallCaseKind::evaluation,
     .title = {"绩效评估", "Evaluation"},
     .rule = "evaluation_cadence_months",
     .opening_summary = "Opens the evaluation of a developer.",
     .opening = &small_case::kEvaluation,
     .permission = Permission::case_supervise,
     .openers = evaluation_organisers,
     .handled_by = HandledBy::evaluator,
     .about = CaseSubject::developer,
     .first = SmallCaseState::open,
     .moves = small_case::kEvaluationMoves,
     .forms = small_case::kEvaluationForms,
     .due_working_days = &TenantPolicy::evaluation_working_days,
     .meets = ObligationKind::evaluation,
     .check = check_evaluation,
     .hidden_until_closed = true},
    {.kind = SmallCaseKind::mandate_evaluation,
     .title = {"一级运营主体年度评估", "Evaluation of the operator"},
     .rule = "mandate_evaluation_cadence_months",
     .opening_summary = "Opens the evaluation of the operator.",
     .opening = &small_case::kMandateEvaluation,
     .permission = Permission::case_supervise,
     .openers = only_authority,
     .handled_by = HandledBy::evaluator,
     .about = CaseSubject::operator_body,
     .first = SmallCaseState::open,
     .moves = small_case::kEvaluationMoves,
     .forms = small_case::kMandateEvaluationForms,
     .due_working_days = &TenantPolicy::evaluation_working_days,
     .meets = ObligationKind::mandate_evaluation,
     .check = check_evaluation,
     .hidden_until_closed = true},
    {.kind = SmallCaseKind::support_ticket,
     .title = {"支持工单", "Support ticket"},
     .rule = "support_services",
     .opening_summary = "Asks the operator for support.",
     .opening = &small_case::kSupport,
     .permission = Permission::case_report,
     .openers = developers_and_departments,
     .handled_by = HandledBy::operator_side,
     .about = CaseSubject::none,
     .first = SmallCaseState::open,
     .moves = small_case::kSupportMoves,
     .forms = small_case::kSupportForms,
     .due_working_days = &TenantPolicy::support_working_days,
     .duty = ObligationKind::support_answer},
    {.kind = SmallCaseKind::complaint,
     .title = {"投诉", "Complaint"},
     .rule = "",
     .opening_summary = "Complains of a body.",
     .opening = &small_case::kComplaint,
     .permission = Permission::case_report,
     .openers = complainants,
     .handled_by = HandledBy::complaint,
     .about = CaseSubject::named_body,
     .first = SmallCaseState::open,
     .moves = small_case::kComplaintMoves,
     .forms = small_case::kComplaintForms,
     .due_working_days = &TenantPolicy::complaint_working_days,
     .duty = ObligationKind::complaint_answer},
    {.kind = SmallCaseKind::data_objection,
     .title = {"数据异议", "Objection to data"},
     .rule = "data_objection",
     .opening_summary = "Objects to the data of a resource.",
     .opening = &small_case::kDataObjection,
     .permission = Permission::case_report,
     .openers = complainants,
     .handled_by = HandledBy::quality_route,
     .about = CaseSubject::resource_department,
     .first = SmallCaseState::open,
     .moves = small_case::kDataObjectionMoves,
     .forms = small_case::kDataObjectionForms,
     .due_working_days = &TenantPolicy::data_objection_working_days,
     .duty = ObligationKind::data_objection_answer},
    {.kind = SmallCaseKind::quality_ticket,
     .title = {"数据质量工单", "Quality ticket"},
     .rule = "quality_ticket_route",
     .opening_summary = "Asks for the data of a resource to be mended.",
     .opening = &small_case::kQuality,
     .permission = Permission::case_report,
     .openers = developers_operator_and_authority,
     .handled_by = HandledBy::quality_route,
     .about = CaseSubject::resource_department,
     .first = SmallCaseState::open,
     .moves = small_case::kQualityMoves,
     .forms = small_case::kQualityForms,
     .due_working_days = &TenantPolicy::quality_ticket_working_days,
     .duty = ObligationKind::quality_repair},
    {.kind = SmallCaseKind::channel,
     .title = {"运营通道登记", "Channel"},
     .rule = "sole_channel",
     .opening_summary = "Registers a channel outside the platform.",
     .opening = &small_case::kChannel,
     .permission = Permission::case_report,
     .openers = channel_keepers,
     .handled_by = HandledBy::authority,
     .about = CaseSubject::owner,
     .first = SmallCaseState::open,
     .moves = small_case::kChannelMoves,
     .forms = small_case::kChannelForms,
     .due_working_days = &TenantPolicy::report_check_working_days,
     .resting = small_case::kChannelResting,
     .check = check_channel},
    {.kind = SmallCaseKind::credit_record,
     .title = {"信用记录", "Credit record"},
     .rule = "credit_file",
     .opening_summary = "Enters a breach into a developer's credit file.",
     .opening = &small_case::kCredit,
     .permission = Permission::case_supervise,
     .openers = only_authority,
     .handled_by = HandledBy::opener,
     .about = CaseSubject::developer,
     .first = SmallCaseState::recorded,
     .moves = small_case::kCreditMoves,
     .forms = small_case::kCreditForms,
     .due_working_days = &TenantPolicy::complaint_working_days,
     .resting = small_case::kCreditResting},
    {.kind = SmallCaseKind::social_data_import,
     .title = {"社会数据引入", "Import of outside data"},
     .rule = "social_data_import_approval",
     .opening_summary = "Asks to bring data from outside onto the platform.",
     .opening = &small_case::kImport,
     .permission = Permission::case_report,
     .openers = data_importers,
     .handled_by = HandledBy::import_approver,
     .about = CaseSubject::reporter,
     .first = SmallCaseState::open,
     .moves = small_case::kImportMoves,
     .forms = small_case::kImportForms,
     .due_working_days = &TenantPolicy::report_check_working_days,
     .resting = small_case::kImportResting,
     .check = check_import,
     .other_rules = small_case::kImportRules,
     .needs_agreement = true},
    {.kind = SmallCaseKind::export_permit,
     .title = {"出域许可", "Export permit"},
     .rule = "export_approval",
     .opening_summary = "Asks to take results out of the domain for one scenario.",
     .opening = &small_case::kExport,
     .permission = Permission::case_report,
     .openers = only_developers,
     .handled_by = HandledBy::supervisor,
     .about = CaseSubject::reporter,
     .first = SmallCaseState::open,
     .moves = small_case::kExportMoves,
     .forms = small_case::kExportForms,
     .due_working_days = &TenantPolicy::report_check_working_days,
     .resting = small_case::kExportResting,
     .check = check_export,
     .other_rules = small_case::kExportRules,
     .asks_catalogue = true,
     .needs_agreement = true},
    {.kind = SmallCaseKind::demand,
     .title = {"供需对接", "Demand"},
     .rule = "supply_demand_matching",
     .opening_summary = "Puts a demand for data or products before the operator.",
     .opening = &small_case::kDemand,
     .permission = Permission::case_report,
     .openers = developers_and_departments,
     .handled_by = HandledBy::operator_side,
     .about = CaseSubject::none,
     .first = SmallCaseState::open,
     .moves = small_case::kDemandMoves,
     .forms = small_case::kDemandForms,
     .due_working_days = &TenantPolicy::report_check_working_days,
     .resting = small_case::kDemandResting,
     .board = CaseBoard::shown},
    {.kind = SmallCaseKind::quality_control,
     .title = {"数据质量管控记录", "Quality control"},
     .rule = "quality_control",
     .opening_summary = "Records a look at the quality of a resource.",
     .opening = &small_case::kQualityControl,
     .permission = Permission::case_supervise,
     .openers = quality_controllers,
     .handled_by = HandledBy::opener,
     .about = CaseSubject::resource_department,
     .first = SmallCaseState::open,
     .moves = small_case::kQualityControlMoves,
     .forms = small_case::kQualityControlForms,
     .due_working_days = &TenantPolicy::quality_ticket_working_days},
};

constexpr const SmallCaseDefinition& definition_of(SmallCaseKind kind) {
    return kSmallCaseKinds[static_cast<std::size_t>(kind)];
}
/// nullptr where the kind doesn't know the action.
constexpr const SmallCaseForm* form_of(const SmallCaseDefinition& definition,
                                       SmallCaseAction action) {
    for (const auto& form : definition.forms)
        if (form.action == action) return &form;
    return nullptr;
}

/// The definitions fit together: in the order of the enum, every action that moves has its form and
/// every form moves something.
consteval bool well_formed(std::span<const SmallCaseDefinition> kinds) {
    std::size_t index = 0;
    for (const auto& kind : kinds) {
        if (static_cast<std::size_t>(kind.kind) != index++) return false;
        if (kind.opening_summary.back() != '.') return false;
        for (const auto& move : kind.moves)
            if (form_of(kind, move.action) == nullptr) return false;
        for (const auto& form : kind.forms) {
            bool moves = false;
            for (const auto& move : kind.moves) moves = moves || move.action == form.action;
            if (!moves || form.body == nullptr) return false;
        }
    }
    return true;
}
static_assert(well_formed(kSmallCaseKinds));

}  // namespace yunhe::tenants
