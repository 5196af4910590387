/// The quality ticket (数据质量工单): Yangzhou 9(四); Ningbo 20, 23; Quzhou 四(三); Zhoushan 五(二). It goes
/// the pack's way to the department, which mends its data in a set term; what became of it counts
/// in the resource's quality score (billing/quality_basis.hpp). Forms and moves only; the
/// definition stands in tenants/small_case_kinds.hpp. Pure.
#pragma once

#include "tenants/small_case_definition.hpp"

namespace yunhe::tenants::small_case {

inline constexpr std::string_view kQualityFaults[] = {"incomplete", "inaccurate",   "outdated",
                                                      "duplicate",  "inconsistent", "other"};
inline constexpr Field kQualityFields[] = {
    kTitle,
    field::code("resource_code"),
    field::one_of("category", kQualityFaults),
    field::texts("columns", 64).items(500).optional().about("Which columns; absent: the whole."),
    kDescription,
    field::text("help", 5000).optional().about("What the unit does to help, free of charge."),
};
inline constexpr Shape kQuality{"QualityTicketBody", kQualityFields};
inline constexpr Field kQualityReferFields[] = {
    field::text("text", 5000),
    field::date("due_on").optional().about("By when it must be mended; absent: the policy's time."),
    kFiles,
};
inline constexpr Shape kQualityRefer{"QualityTicketReferral", kQualityReferFields};
inline constexpr std::string_view kQualityOutcomes[] = {"mended", "partly_mended", "not_mended"};
inline constexpr Field kQualityOutcomeFields[] = {
    field::one_of("outcome", kQualityOutcomes).about("Counts in the resource's quality score."),
    field::text("text", 5000),
    kFiles,
};
inline constexpr Shape kQualityOutcome{"QualityTicketOutcome", kQualityOutcomeFields};
/// Who handles it may close it while the department is still silent: then nothing was mended.
inline constexpr Row kQualityMoves[] = {
    {open, refer, handler, referred},         {open, dismiss, handler, dismissed},
    {open, withdraw, opener, withdrawn},      {open, add_record, opener, open},
    {referred, answer, subject, answered},    {referred, add_record, subject, referred},
    {referred, add_record, opener, referred}, {referred, confirm, handler, closed},
    {answered, confirm, handler, closed},     {answered, reopen, handler, referred},
    {answered, add_record, opener, answered},
};
inline constexpr SmallCaseForm kQualityForms[] = {
    {refer, &kQualityRefer, "Passes a quality ticket on to the source department with a term."},
    {answer, &kText, "The department says how it mended its data.",
     SmallCaseEffect::note_lateness},
    {confirm, &kQualityOutcome, "Closes a quality ticket with what became of the data.",
     SmallCaseEffect::note_lateness},
    {reopen, &kQualityRefer, "Gives a quality ticket back to the department."},
    {dismiss, &kOpinion, "Dismisses a quality ticket."},
    {withdraw, &kRemark, "Withdraws a quality ticket."},
    {add_record, &kRecord, "Adds a record to a quality ticket."},
};

}  // namespace yunhe::tenants::small_case
