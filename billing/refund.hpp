/// Refunds (退付): money that a claim, a bill or suspense gives back. Pure.
///
/// Finance asks for it with a reason; whoever holds the account pays it out and records it with the
/// document of the decision: the treasury what came for claims, another person of finance what came
/// for bills. Money that nothing was allocated of goes first; only what is left is taken back from
/// what was attributed, in proportion to the parts (docs/adr/0015).
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/workflow.hpp"
#include "billing/receipt.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

enum class RefundState { requested, recorded, refused, withdrawn };
enum class RefundAction { request, record, refuse, withdraw };
enum class RefundActor {
    requester,
    holder,  ///< Of the account that pays.
    other,
};

inline constexpr auto kRefundMoves = [] {
    using enum RefundState;
    using enum RefundAction;
    using enum RefundActor;
    using Row = Move<RefundState, RefundAction, RefundActor>;
    return std::array{
        Row{requested, request, requester, requested},
        Row{requested, record, holder, recorded},
        Row{requested, refuse, holder, refused},
        Row{requested, withdraw, requester, withdrawn},
    };
}();

/// As what the caller may act: finance is the requester; the treasury (claims) or finance (bills)
/// the holder.
RefundActor refund_actor(const tenants::Caller& caller, Book book, RefundAction action);

struct Refund {
    RefundId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    Book book = Book::nontax;
    std::optional<DocumentRef> document_ref;  ///< Whose money; absent: of ...
    std::optional<SuspenseId> suspense_id;    ///< ... suspense.
    Money amount;                             ///< Above zero.
    std::string reason;
    RefundState state = RefundState::requested;
    int version = 1;
    UserId requested_by_id;
    Timestamp requested_at;
    // Once it is recorded:
    std::optional<std::string> document;
    std::optional<Date> refunded_on;
    Money mirrored;  ///< Taken back from what was allocated.
    std::optional<std::uint64_t> entry_id;
    std::optional<UserId> recorded_by_id;
    std::optional<Timestamp> recorded_at;
};

/// Errors: malformed /amount `must_be_positive`; funds `over_refundable` (args: open).
Status check_refund(Money amount, Money refundable);

/// How much of a refund must be taken back from what was allocated, where `realised` is what the
/// claim has before it and `allocated` what runs and earlier refunds left attributed of it.
/// REQUIRES: 0 < amount <= realised, 0 <= allocated <= realised.
Money mirrored_part(Money amount, Money realised, Money allocated);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::RefundState> =
    yunhe::texts_of(std::pair{yunhe::billing::RefundState::requested, "requested"},
                    std::pair{yunhe::billing::RefundState::recorded, "recorded"},
                    std::pair{yunhe::billing::RefundState::refused, "refused"},
                    std::pair{yunhe::billing::RefundState::withdrawn, "withdrawn"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::RefundAction> =
    yunhe::texts_of(std::pair{yunhe::billing::RefundAction::request, "request"},
                    std::pair{yunhe::billing::RefundAction::record, "record"},
                    std::pair{yunhe::billing::RefundAction::refuse, "refuse"},
                    std::pair{yunhe::billing::RefundAction::withdraw, "withdraw"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::RefundActor> =
    yunhe::texts_of(std::pair{yunhe::billing::RefundActor::requester, "requester"},
                    std::pair{yunhe::billing::RefundActor::holder, "holder"},
                    std::pair{yunhe::billing::RefundActor::other, "other"});
