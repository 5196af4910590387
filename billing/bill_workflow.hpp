/// The moves of a bill. Pure.
#pragma once

#include <array>

#include "base/workflow.hpp"
#include "billing/bill.hpp"
#include "tenants/four_eyes.hpp"

namespace yunhe::billing {

enum class BillAction { issue };
enum class BillActor { finance, other };

inline constexpr auto kBillMoves = [] {
    using Row = Move<BillState, BillAction, BillActor>;
    return std::array{
        Row{BillState::draft, BillAction::issue, BillActor::finance, BillState::issued},
    };
}();

/// The bill after it was issued. Errors: party `not_your_move`; state `illegal_transition`; party
/// `four_eyes` (who drafted it can't issue it).
Result<Bill> issue(const Bill& bill, BillActor actor, const tenants::Hands& hands, Timestamp now,
                   std::uint64_t number);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::BillAction> =
    yunhe::texts_of(std::pair{yunhe::billing::BillAction::issue, "issue"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::BillActor> =
    yunhe::texts_of(std::pair{yunhe::billing::BillActor::finance, "finance"},
                    std::pair{yunhe::billing::BillActor::other, "other"});
