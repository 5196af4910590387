/// The dispute (账单异议): a developer contests a bill or claim of its own. While it is open, and until
/// an upheld one is corrected, the document isn't dunned. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/workflow.hpp"
#include "billing/document_void.hpp"

namespace yunhe::billing {

enum class DisputeState {
    open,
    upheld,     ///< The developer is right; the correction is under way.
    dismissed,  ///< With reasons.
    withdrawn,
    corrected,  ///< The document was voided, or a supplement with the difference stands.
};
enum class DisputeAction { uphold, dismiss, withdraw, correct };
enum class DisputeActor {
    finance,
    developer,
    correction,  ///< The document that corrects it, whoever issued or confirmed that.
    other,
};

inline constexpr auto kDisputeMoves = [] {
    using enum DisputeState;
    using enum DisputeAction;
    using enum DisputeActor;
    using Row = Move<DisputeState, DisputeAction, DisputeActor>;
    return std::array{
        Row{open, uphold, finance, upheld},
        Row{open, dismiss, finance, dismissed},
        Row{open, withdraw, developer, withdrawn},
        // Settling again showed no difference, or the void was refused.
        Row{upheld, dismiss, finance, dismissed},
        Row{upheld, withdraw, developer, withdrawn},
        Row{open, correct, correction, corrected},
        Row{upheld, correct, correction, corrected},
    };
}();

/// How an upheld dispute is put right.
enum class Correction {
    settle_again,   ///< The period is settled again, and the difference stands on a supplement.
    void_document,  ///< The document is voided.
};

struct Dispute {
    DisputeId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    DocumentRef document;
    BodyId developer_id;
    DisputeState state = DisputeState::open;
    int version = 1;
    std::string reason;
    std::optional<Money> contested;  ///< How much of the amount; absent: all of it.
    UserId opened_by_id;
    Timestamp opened_at;
    Date answer_due_on;
    std::string answer;
    std::optional<Correction> correction;  ///< Once upheld.
    std::optional<UserId> answered_by_id;
    std::optional<Timestamp> answered_at;
    std::optional<DocumentRef> corrected_by;  ///< The red document or the supplement.
};

/// Does it keep the document from being dunned?
bool stops_dunning(DisputeState state);

/// May the document be contested? Errors: state `document_not_standing`, `document_is_red`;
/// malformed /contested `contested_out_of_range` (args: amount).
Status check_contestable(const Document& document, std::optional<Money> contested);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::DisputeState> =
    yunhe::texts_of(std::pair{yunhe::billing::DisputeState::open, "open"},
                    std::pair{yunhe::billing::DisputeState::upheld, "upheld"},
                    std::pair{yunhe::billing::DisputeState::dismissed, "dismissed"},
                    std::pair{yunhe::billing::DisputeState::withdrawn, "withdrawn"},
                    std::pair{yunhe::billing::DisputeState::corrected, "corrected"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::DisputeAction> =
    yunhe::texts_of(std::pair{yunhe::billing::DisputeAction::uphold, "uphold"},
                    std::pair{yunhe::billing::DisputeAction::dismiss, "dismiss"},
                    std::pair{yunhe::billing::DisputeAction::withdraw, "withdraw"},
                    std::pair{yunhe::billing::DisputeAction::correct, "correct"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::DisputeActor> =
    yunhe::texts_of(std::pair{yunhe::billing::DisputeActor::finance, "finance"},
                    std::pair{yunhe::billing::DisputeActor::developer, "developer"},
                    std::pair{yunhe::billing::DisputeActor::correction, "correction"},
                    std::pair{yunhe::billing::DisputeActor::other, "other"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::Correction> =
    yunhe::texts_of(std::pair{yunhe::billing::Correction::settle_again, "settle_again"},
                    std::pair{yunhe::billing::Correction::void_document, "void_document"});
