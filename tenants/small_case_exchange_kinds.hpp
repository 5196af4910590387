/// The small cases by which data comes in, goes out and is asked for: import of outside data,
/// permit to take something out of the domain, the board of demands, control of quality. Forms and
/// moves only; the definitions stand in tenants/small_case_kinds.hpp. Pure.
#pragma once

#include "tenants/small_case_definition.hpp"

namespace yunhe::tenants::small_case {

// What is handed in, approved for a time, and can be taken back.
inline constexpr Field kCancelFields[] = {field::text("opinion", 5000), kFiles};
inline constexpr Shape kCancel{"CaseCancellation", kCancelFields};

// Outside data (社会数据): Quzhou 四(三)3; Zhoushan 五(二); Hangzhou 五(二); Yangzhou 9 (second
// level, 三); Ningbo 19. What was approved may stand in a product's lineage as its developer's own.
inline constexpr std::string_view kImportSources[] = {"own_business", "purchased", "licensed",
                                                      "collected", "other"};
inline constexpr Field kImportFields[] = {
    kTitle,
    field::text("data_name", 200).about("What a product's lineage calls it (`own_name`)."),
    field::one_of("source", kImportSources),
    field::text("provider", 200).about("Who has it now."),
    field::text("lawful_basis", 5000).about("Contract, licence or law by which it was got."),
    kDescription,
    field::boolean("personal").about("Does it point at persons?"),
    field::text("volume", 200).optional(),
    field::date("from"),
    field::date("until").about("The last day on which it may be used."),
    kAgreementField,
};
inline constexpr Shape kImport{"SocialDataImportBody", kImportFields};
inline constexpr std::string_view kImportRules[] = {"outside_data_brought_in_by",
                                                    "own_data_products"};
inline constexpr Field kImportApprovalFields[] = {
    field::text("opinion", 5000),
    field::text("conditions", 5000).optional(),
    field::text("document", 200).optional(),
    kFiles,
};
inline constexpr Shape kImportApproval{"SocialDataImportApproval", kImportApprovalFields};
inline constexpr Field kArrivalFields[] = {field::date("joined_on"),
                                           field::text("opinion", 5000).optional(), kFiles};
inline constexpr Shape kArrival{"SocialDataArrival", kArrivalFields};
inline constexpr Row kImportMoves[] = {
    {open, approve, handler, approved},     {open, return_, handler, returned},
    {open, dismiss, handler, dismissed},    {open, withdraw, opener, withdrawn},
    {returned, resubmit, opener, open},     {returned, withdraw, opener, withdrawn},
    {approved, join, opener, joined},       {approved, cancel, handler, revoked},
    {approved, A::close, opener, closed},   {joined, cancel, handler, revoked},
    {joined, A::close, opener, closed},
};
inline constexpr SmallCaseState kImportResting[] = {approved, joined};
inline constexpr SmallCaseForm kImportForms[] = {
    {.action = approve,
     .body = &kImportApproval,
     .summary = "Approves an import of outside data.",
     .by_another = true},
    {return_, &kOpinion, "Gives an import of outside data back for completion."},
    {resubmit, &kImport, "Hands an import of outside data in anew.",
     SmallCaseEffect::replace_fields},
    {dismiss, &kOpinion, "Refuses an import of outside data."},
    {withdraw, &kRemark, "Withdraws an import of outside data."},
    {join, &kArrival, "Records that approved outside data is on the platform."},
    {cancel, &kCancel, "Takes back the approval of outside data."},
    {A::close, &kOpinion, "Records that outside data left the platform."},
};

// Permit to take something out of the domain (出域): Quzhou 四(四); the bans of Yangzhou 4,
// Hangzhou 三(五)3, Ningbo 19, 21.
inline constexpr std::string_view kExportedAs[] = {
    "statistics", "result_set", "report", "model", "reversible_model", "raw_data", "other"};
inline constexpr Field kExportFields[] = {
    kTitle,
    field::code("scenario_code"),
    field::code("product_code").optional().about("Of which product; it is offered inside the "
                                                 "scenario."),
    field::texts("resource_codes", 64)
        .items(200)
        .optional()
        .about("Of which resources; each is granted to the scenario."),
    field::text("content", 5000).about("What leaves the domain."),
    field::one_of("form", kExportedAs),
    field::text("volume", 200),
    field::text("recipient", 200),
    field::text("purpose", 5000),
    field::date("from"),
    field::date("until").about("The last day on which it may leave."),
    kAgreementField,
};
inline constexpr Shape kExport{"ExportPermitBody", kExportFields};
inline constexpr std::string_view kExportRules[] = {"export_bans", "provincial_processing_rules"};
inline constexpr Field kExportApprovalFields[] = {
    field::text("opinion", 5000),
    field::boolean("no_raw_data").about("What leaves holds no raw data."),
    field::boolean("not_reversible").about("Raw data can't be computed back from it."),
    field::text("conditions", 5000).optional(),
    field::text("document", 200).optional(),
    kFiles,
};
inline constexpr Shape kExportApproval{"ExportPermitApproval", kExportApprovalFields};
inline constexpr Field kExportRecordFields[] = {
    field::code("scenario_code").about("In which scenario it is used; another one is refused."),
    field::text("text", 5000).about("What left, and how much."),
    field::timestamp("at"),
    kFiles,
};
inline constexpr Shape kExportRecord{"ExportRecord", kExportRecordFields};
inline constexpr Row kExportMoves[] = {
    {open, approve, handler, approved},       {open, return_, handler, returned},
    {open, dismiss, handler, dismissed},      {open, withdraw, opener, withdrawn},
    {returned, resubmit, opener, open},       {returned, withdraw, opener, withdrawn},
    {approved, add_record, opener, approved}, {approved, cancel, handler, revoked},
    {approved, A::close, opener, closed},     {approved, A::close, handler, closed},
};
inline constexpr SmallCaseState kExportResting[] = {approved};
inline constexpr SmallCaseForm kExportForms[] = {
    {.action = approve,
     .body = &kExportApproval,
     .summary = "Permits an export.",
     .check = check_export_approval,
     .by_another = true,
     .asks_catalogue = true},
    {return_, &kOpinion, "Gives an export permit back for completion."},
    {.action = resubmit,
     .body = &kExport,
     .summary = "Hands an export permit in anew.",
     .effect = SmallCaseEffect::replace_fields,
     .asks_catalogue = true},
    {dismiss, &kOpinion, "Refuses an export."},
    {withdraw, &kRemark, "Withdraws an export permit."},
    {.action = add_record,
     .body = &kExportRecord,
     .summary = "Records what left the domain under a permit.",
     .check = check_export_record,
     .asks_catalogue = true},
    {cancel, &kCancel, "Takes an export permit back."},
    {A::close, &kOpinion, "Closes an export permit that is used up or over."},
};

// The board of demands (供需对接): Hangzhou 三(二).
inline constexpr std::string_view kDemandTargets[] = {"data", "product", "either"};
inline constexpr Field kDemandFields[] = {
    kTitle,
    field::one_of("wanted", kDemandTargets),
    field::code("field").optional().about("One of the pack's fields, by code."),
    kDescription,
    field::text("intended_use", 5000),
    field::date("needed_by").optional(),
};
inline constexpr Shape kDemand{"DemandBody", kDemandFields};
inline constexpr Field kAnswerOnBoardFields[] = {
    field::text("text", 5000),
    field::code("product_code").optional(),
    field::code("resource_code").optional(),
};
inline constexpr Shape kAnswerOnBoard{"DemandAnswer", kAnswerOnBoardFields};
inline constexpr std::string_view kDemandOutcomes[] = {"met", "partly_met", "not_met"};
inline constexpr Field kDemandOutcomeFields[] = {
    field::one_of("outcome", kDemandOutcomes),
    field::text("text", 5000),
    field::code("product_code").optional(),
    field::code("resource_code").optional(),
};
inline constexpr Shape kDemandOutcome{"DemandOutcome", kDemandOutcomeFields};
inline constexpr Row kDemandMoves[] = {
    {open, approve, handler, approved},     {open, return_, handler, returned},
    {open, dismiss, handler, dismissed},    {open, withdraw, opener, withdrawn},
    {returned, resubmit, opener, open},     {returned, withdraw, opener, withdrawn},
    {answered, A::close, opener, closed},   {answered, respond, other, answered},
    {answered, respond, handler, answered}, {answered, cancel, handler, revoked},
    {approved, A::close, opener, closed},   {approved, respond, other, answered},
    {approved, respond, handler, answered}, {approved, cancel, handler, revoked},
};
inline constexpr SmallCaseState kDemandResting[] = {approved};
inline constexpr SmallCaseForm kDemandForms[] = {
    {approve, &kRemark, "Puts a demand on the board."},
    {return_, &kOpinion, "Gives a demand back for completion."},
    {resubmit, &kDemand, "Hands a demand in anew.", SmallCaseEffect::replace_fields},
    {dismiss, &kOpinion, "Keeps a demand off the board."},
    {withdraw, &kRemark, "Withdraws a demand."},
    {respond, &kAnswerOnBoard, "Answers a demand on the board.",
     SmallCaseEffect::answer_on_board},
    {A::close, &kDemandOutcome, "Closes a demand with what became of it."},
    {cancel, &kCancel, "Takes a demand off the board."},
};

// Control of quality before, during and after use: Zhoushan 五(二).
inline constexpr std::string_view kQualityPhases[] = {"before", "during", "after"};
inline constexpr Field kQualityControlFields[] = {
    kTitle,
    field::code("resource_code"),
    field::one_of("phase", kQualityPhases).about("Before, during or after use."),
    kDescription,
};
inline constexpr Shape kQualityControl{"QualityControlBody", kQualityControlFields};
inline constexpr Field kQualityDemandFields[] = {
    field::text("demand", 5000).about("What the department has to mend."),
    field::date("due_on"),
};
inline constexpr Shape kQualityDemand{"QualityControlDemand", kQualityDemandFields};
inline constexpr Row kQualityControlMoves[] = {
    {open, conclude, handler, closed},       {open, refer, handler, referred},
    {open, add_record, handler, open},       {referred, answer, subject, answered},
    {answered, A::close, handler, closed},   {answered, refer, handler, referred},
};
inline constexpr SmallCaseForm kQualityControlForms[] = {
    {conclude, &kOpinion, "Concludes a look at quality that found nothing to mend."},
    {refer, &kQualityDemand, "Has the department mend its data by a day."},
    {add_record, &kRecord, "Adds a record to a look at quality."},
    {answer, &kText, "Says how the data was mended."},
    {A::close, &kOpinion, "Closes a look at quality after the data was mended."},
};

}  // namespace yunhe::tenants::small_case
