/// The void of an issued bill or a confirmed claim (红字冲销): asked for by finance, approved by the
/// other side, carried out by a red document with mirrored lines and the reversal of the entry.
///
/// The voided document keeps all its figures. What the period owes instead stands on a supplement
/// once it is settled again. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/workflow.hpp"
#include "billing/document.hpp"

namespace yunhe::billing {

struct DocumentVoidEntity { static constexpr std::string_view prefix = "dvo"; };
using DocumentVoidId = Id<DocumentVoidEntity>;
struct DisputeEntity { static constexpr std::string_view prefix = "dsp"; };
using DisputeId = Id<DisputeEntity>;

enum class DocumentVoidState { requested, approved, refused, withdrawn };
enum class DocumentVoidAction { approve, refuse, withdraw };

inline constexpr auto kDocumentVoidMoves = [] {
    using enum DocumentVoidState;
    using enum DocumentVoidAction;
    using enum DocumentActor;
    using Row = Move<DocumentVoidState, DocumentVoidAction, DocumentActor>;
    return std::array{
        Row{requested, approve, approver, approved},
        Row{requested, refuse, approver, refused},
        Row{requested, withdraw, finance, withdrawn},
    };
}();

struct DocumentVoid {
    DocumentVoidId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    DocumentRef document;
    DocumentVoidState state = DocumentVoidState::requested;
    int version = 1;
    std::string reason;
    std::string evidence;                 ///< Number of the document it rests on; may be empty.
    std::optional<DisputeId> dispute_id;  ///< The upheld dispute that asked for it.
    UserId requested_by_id;
    Timestamp requested_at;
    std::optional<UserId> decided_by_id;
    std::optional<Timestamp> decided_at;
    std::string opinion;
    std::optional<DocumentRef> red;  ///< Once approved.
};

/// May this document be voided, with so much paid (less what was refunded), waived or written off
/// of it? What was set off against it may stay: it is then a credit.
/// Errors: state `document_not_standing`, `document_is_red`, `document_has_payments` (args: paid),
/// `document_has_reliefs`.
Status check_voidable(const Document& document, Money paid, Money written_off);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::DocumentVoidState> =
    yunhe::texts_of(std::pair{yunhe::billing::DocumentVoidState::requested, "requested"},
                    std::pair{yunhe::billing::DocumentVoidState::approved, "approved"},
                    std::pair{yunhe::billing::DocumentVoidState::refused, "refused"},
                    std::pair{yunhe::billing::DocumentVoidState::withdrawn, "withdrawn"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::DocumentVoidAction> =
    yunhe::texts_of(std::pair{yunhe::billing::DocumentVoidAction::approve, "approve"},
                    std::pair{yunhe::billing::DocumentVoidAction::refuse, "refuse"},
                    std::pair{yunhe::billing::DocumentVoidAction::withdraw, "withdraw"});
