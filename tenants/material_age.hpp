/// How old a material may be: reports that must cover the latest stretch of time.
///
/// Ningbo 13(二): audit and financial reports of the latest year, and up to the latest month where
/// the organisation is younger than a year; Quzhou 三(二): of the latest year. The end of a report's
/// period is stated by the applicant when the report is uploaded. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

/// One material as it was handed in.
struct StatedMaterial {
    std::string code;                ///< Of the pack's list.
    std::optional<Date> period_end;  ///< Last day of the report's period; absent: not stated.
};

enum class StaleReason {
    period_not_stated,  ///< The pack asks for a period and none was stated.
    period_in_future,   ///< It ends after the day of the submission.
    too_old,            ///< It ended longer ago than the pack lets it.
};

struct StaleMaterial {
    std::string code;
    StaleReason reason = StaleReason::too_old;
    Date needed_from;    ///< The period must end on this day or later (and not after today).
    RuleReference rule;  ///< The pack's item.
};

/// On or after which day a report's period must end, for an application handed in on `today`.
/// Whoever is younger than `young_below_months` (founded_on known) reports up to the last complete
/// month, everybody else has a period that ended at most `covers_months` ago. Nothing where the
/// pack sets no age for this material, or doesn't know it.
std::optional<Date> period_needed_from(const RulePack& pack, std::string_view material,
                                       std::optional<Date> founded_on, Date today);

/// Those of the materials handed in that are too old on that day, in the order given.
std::vector<StaleMaterial> stale_materials(const RulePack& pack,
                                           std::span<const StatedMaterial> materials,
                                           std::optional<Date> founded_on, Date today);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::StaleReason> = yunhe::texts_of(
    std::pair{yunhe::tenants::StaleReason::period_not_stated, "period_not_stated"},
    std::pair{yunhe::tenants::StaleReason::period_in_future, "period_in_future"},
    std::pair{yunhe::tenants::StaleReason::too_old, "too_old"});
