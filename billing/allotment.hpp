/// What a budget gives a department (指标), and what the department says it spent of it. Pure.
///
/// Attribution is a budget basis and no payment: attributed -> allotted (document, budget year,
/// amount; recorded by the treasury) -> spent (reported by the department, never more than what it
/// was allotted).
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"

namespace yunhe::billing {

struct AllotmentEntity { static constexpr std::string_view prefix = "alt"; };
using AllotmentId = Id<AllotmentEntity>;
struct SpendingReportEntity { static constexpr std::string_view prefix = "spr"; };
using SpendingReportId = Id<SpendingReportEntity>;

struct Allotment {
    AllotmentId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    BodyId department_id;
    std::string department_code;
    std::string document;  ///< 指标文号
    int budget_year = 0;   ///< 预算年度
    Money amount;          ///< Above zero.
    Money withdrawn;       ///< Taken back by the treasury.
    Money spent;           ///< By standing reports.
    std::string purpose;
    Date allotted_on;
    int version = 1;
    UserId recorded_by_id;
    Timestamp recorded_at;
    std::uint64_t entry_id = 0;
    Money open() const { return amount - withdrawn - spent; }
};

inline constexpr int kBudgetYearMin = 2020;
inline constexpr int kBudgetYearMax = 2100;

/// `awaiting`: what was attributed to the department and is in no budget yet; below zero where a
/// refund took back more than was left.
/// Errors: malformed /amount `must_be_positive`, /allotted_on `day_in_future`; funds
/// `over_attributed` (args: open).
Status check_allotment(Money amount, Date allotted_on, Date today, Money awaiting);

/// Errors: malformed /amount `must_be_positive`; funds `over_allotment` (args: open).
Status check_allotment_use(const Allotment& allotment, Money amount);

enum class SpendingState { reported, withdrawn };
enum class SpendingAction { report, withdraw };
enum class SpendingActor { department };
inline constexpr auto kSpendingMoves = [] {
    using Row = Move<SpendingState, SpendingAction, SpendingActor>;
    return std::array{
        Row{SpendingState::reported, SpendingAction::report, SpendingActor::department,
            SpendingState::reported},
        Row{SpendingState::reported, SpendingAction::withdraw, SpendingActor::department,
            SpendingState::withdrawn},
    };
}();

struct SpendingReport {
    SpendingReportId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    AllotmentId allotment_id;
    BodyId department_id;
    std::string document;  ///< Contract, voucher or decision.
    Money amount;          ///< Above zero.
    std::string purpose;
    Date spent_on;
    SpendingState state = SpendingState::reported;
    int version = 1;
    UserId reported_by_id;
    Timestamp reported_at;
};

/// Errors: malformed /spent_on `day_in_future`, `before_allotment`; those of check_allotment_use.
Status check_spending(const Allotment& allotment, Money amount, Date spent_on, Date today);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SpendingState> =
    yunhe::texts_of(std::pair{yunhe::billing::SpendingState::reported, "reported"},
                    std::pair{yunhe::billing::SpendingState::withdrawn, "withdrawn"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SpendingAction> =
    yunhe::texts_of(std::pair{yunhe::billing::SpendingAction::report, "report"},
                    std::pair{yunhe::billing::SpendingAction::withdraw, "withdraw"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SpendingActor> =
    yunhe::texts_of(std::pair{yunhe::billing::SpendingActor::department, "department"});
