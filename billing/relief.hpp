/// Relief of what is owed, after the fact and each by its document: deferral (缓缴), instalments
/// (分期), waiver (减免), write-off (核销). Asked for by finance, confirmed by the other side.
/// Pure.
///
/// A waiver or write-off posts the mirror of a part of the document; revoking it posts the
/// reversal. A deferral or instalments only move the days on which the rest is due.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/workflow.hpp"
#include "billing/document.hpp"
#include "billing/due_terms.hpp"

namespace yunhe::billing {

struct ReliefEntity { static constexpr std::string_view prefix = "rlf"; };
using ReliefId = Id<ReliefEntity>;

enum class ReliefKind { deferral, instalments, waiver, write_off };
enum class ReliefState { requested, confirmed, refused, withdrawn, revoked };
enum class ReliefAction { confirm, refuse, withdraw, revoke };

inline constexpr auto kReliefMoves = [] {
    using enum ReliefState;
    using enum ReliefAction;
    using enum DocumentActor;
    using Row = Move<ReliefState, ReliefAction, DocumentActor>;
    return std::array{
        Row{requested, confirm, approver, confirmed},
        Row{requested, refuse, approver, refused},
        Row{requested, withdraw, finance, withdrawn},
        Row{confirmed, revoke, approver, revoked},
    };
}();

/// Does it take away what is owed, not only move the day?
constexpr bool lowers(ReliefKind kind) {
    return kind == ReliefKind::waiver || kind == ReliefKind::write_off;
}

struct Relief {
    ReliefId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    ReliefKind kind = ReliefKind::deferral;
    DocumentRef document;
    BodyId developer_id;
    ReliefState state = ReliefState::requested;
    int version = 1;
    std::string reason;
    std::string evidence;                 ///< Number of the document it rests on; never empty.
    Money amount;                         ///< Waived or written off; 0 otherwise.
    std::optional<Date> due_on;           ///< A deferral's new day.
    std::vector<Instalment> instalments;  ///< By day.
    UserId requested_by_id;
    Timestamp requested_at;
    std::optional<UserId> decided_by_id;
    std::optional<Timestamp> decided_at;
    std::string opinion;
    std::optional<std::uint64_t> entry_id;  ///< Of a confirmed waiver or write-off.
    std::optional<Timestamp> revoked_at;
    std::optional<std::uint64_t> revoking_entry_id;
};

/// Is what is asked for possible, with so much open of the document and due on these terms? Checked
/// when it is asked for and again when it is confirmed.
/// Errors: state `document_not_standing`, `document_is_red`, `nothing_open`; malformed /amount
/// `relief_over_open` (args: open), `must_be_positive`, `only_for_waiver`; /due_on `missing_field`,
/// `deferral_not_later` (args: due_on), `only_for_deferral`; /instalments `only_for_instalments`
/// and those of check_instalments.
Status check_relief(const Relief& relief, const Document& document, Money open,
                    std::optional<Date> due_on, Date today);

/// The lines of income that `amount` of a bill takes back: over its lines by the largest remainder,
/// each split by the bill's own tax rate, below zero. REQUIRES: 0 < amount; the lines' amounts sum
/// to more than zero.
std::vector<IncomeLine> relieved_income(const std::vector<IncomeLine>& lines, Money amount,
                                        const TaxRate& rate);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ReliefKind> =
    yunhe::texts_of(std::pair{yunhe::billing::ReliefKind::deferral, "deferral"},
                    std::pair{yunhe::billing::ReliefKind::instalments, "instalments"},
                    std::pair{yunhe::billing::ReliefKind::waiver, "waiver"},
                    std::pair{yunhe::billing::ReliefKind::write_off, "write_off"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ReliefState> =
    yunhe::texts_of(std::pair{yunhe::billing::ReliefState::requested, "requested"},
                    std::pair{yunhe::billing::ReliefState::confirmed, "confirmed"},
                    std::pair{yunhe::billing::ReliefState::refused, "refused"},
                    std::pair{yunhe::billing::ReliefState::withdrawn, "withdrawn"},
                    std::pair{yunhe::billing::ReliefState::revoked, "revoked"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ReliefAction> =
    yunhe::texts_of(std::pair{yunhe::billing::ReliefAction::confirm, "confirm"},
                    std::pair{yunhe::billing::ReliefAction::refuse, "refuse"},
                    std::pair{yunhe::billing::ReliefAction::withdraw, "withdraw"},
                    std::pair{yunhe::billing::ReliefAction::revoke, "revoke"});
