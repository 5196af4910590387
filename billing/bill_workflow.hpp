/// The moves of a bill. Pure.
#pragma once

#include <array>

#include "base/workflow.hpp"
#include "billing/bill.hpp"
#include "tenants/four_eyes.hpp"

namespace yunhe::billing {

enum class BillAction { review, return_, issue };
enum class BillActor { finance, other };

inline constexpr auto kBillMoves = [] {
    using enum BillState;
    using enum BillAction;
    using enum BillActor;
    using Row = Move<BillState, BillAction, BillActor>;
    return std::array{
        Row{draft, review, finance, reviewed},
        Row{reviewed, return_, finance, draft},
        Row{draft, issue, finance, issued},
        Row{reviewed, issue, finance, issued},
    };
}();

/// The bill after its review. Errors: party `not_your_move`; state `illegal_transition`; party
/// `four_eyes` (who drafted it can't review it).
Result<Bill> review(const Bill& bill, BillActor actor, const tenants::Hands& hands, Timestamp now);
/// The bill given back: a draft without review. Errors: as `review`, without `four_eyes`.
Result<Bill> return_to_draft(const Bill& bill, BillActor actor);
/// The bill after it was issued, due so many days later. Errors: party `not_your_move`; state
/// `illegal_transition`; party `four_eyes` (who drafted it can't issue it unless it is reviewed).
Result<Bill> issue(const Bill& bill, BillActor actor, const tenants::Hands& hands, Timestamp now,
                   std::uint64_t number, int due_days);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::BillAction> =
    yunhe::texts_of(std::pair{yunhe::billing::BillAction::review, "review"},
                    std::pair{yunhe::billing::BillAction::return_, "return"},
                    std::pair{yunhe::billing::BillAction::issue, "issue"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::BillActor> =
    yunhe::texts_of(std::pair{yunhe::billing::BillActor::finance, "finance"},
                    std::pair{yunhe::billing::BillActor::other, "other"});
