/// Opening balances (期初余额): with what a book begins that was kept elsewhere before.
///
/// A document of its own: finance records it, another person approves it, then it is one entry on
/// the last day of a month, and that month is closed. A book that has entries takes none. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/workflow.hpp"
#include "billing/ledger.hpp"

namespace yunhe::billing {

struct OpeningBalanceEntity { static constexpr std::string_view prefix = "opb"; };
using OpeningBalanceId = Id<OpeningBalanceEntity>;

enum class OpeningState { draft, approved, refused };
enum class OpeningAction { record, approve, refuse };
enum class OpeningActor { finance, operator_admin, other };

inline constexpr auto kOpeningMoves = [] {
    using enum OpeningState;
    using enum OpeningAction;
    using enum OpeningActor;
    using Row = Move<OpeningState, OpeningAction, OpeningActor>;
    return std::array{
        Row{draft, record, finance, draft},
        Row{draft, approve, operator_admin, approved},
        Row{draft, refuse, operator_admin, refused},
    };
}();

struct OpeningBalance {
    OpeningBalanceId id;
    std::uint64_t number = 0;  ///< Running.
    Book book = Book::nontax;
    Date as_of;            ///< Last day of the month before the book begins.
    std::string document;  ///< The closing statement of the former books.
    std::vector<NamedBalance> lines;
    OpeningState state = OpeningState::draft;
    int version = 1;
    UserId recorded_by_id;
    Timestamp recorded_at;
    std::optional<UserId> decided_by_id;
    std::optional<Timestamp> decided_at;
    std::optional<LedgerEntryId> entry_id;
};

/// Errors: malformed `/as_of` `not_a_month_end`, `/lines/N/account` `unknown_account`,
/// `repeated_item`, `/lines/N/balance` `must_not_be_zero`; rule `empty_entry`, `unbalanced_entry`.
Status check_opening(const OpeningBalance& opening);

/// The entry that books it. REQUIRES: check_opening.
Entry entry_of(const OpeningBalance& opening, Timestamp booked_at);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::OpeningState> =
    yunhe::texts_of(std::pair{yunhe::billing::OpeningState::draft, "draft"},
                    std::pair{yunhe::billing::OpeningState::approved, "approved"},
                    std::pair{yunhe::billing::OpeningState::refused, "refused"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::OpeningAction> =
    yunhe::texts_of(std::pair{yunhe::billing::OpeningAction::record, "record"},
                    std::pair{yunhe::billing::OpeningAction::approve, "approve"},
                    std::pair{yunhe::billing::OpeningAction::refuse, "refuse"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::OpeningActor> =
    yunhe::texts_of(std::pair{yunhe::billing::OpeningActor::finance, "finance"},
                    std::pair{yunhe::billing::OpeningActor::operator_admin, "operator_admin"},
                    std::pair{yunhe::billing::OpeningActor::other, "other"});
