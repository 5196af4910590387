/// The moves of a claim. Pure.
#pragma once

#include <array>

#include "base/workflow.hpp"
#include "billing/claim.hpp"
#include "tenants/four_eyes.hpp"

namespace yunhe::billing {

enum class ClaimAction { submit, confirm, return_ };
enum class ClaimActor { finance, collector, other };

inline constexpr auto kClaimMoves = [] {
    using enum ClaimState;
    using enum ClaimAction;
    using enum ClaimActor;
    using Row = Move<ClaimState, ClaimAction, ClaimActor>;
    return std::array{
        Row{draft, submit, finance, submitted},
        Row{submitted, confirm, collector, confirmed},
        Row{submitted, return_, collector, draft},
    };
}();

/// Who stands behind a move, and when.
struct ClaimMover {
    ClaimActor actor = ClaimActor::other;
    tenants::Hands hands;
    Timestamp now;
};

/// The claim after the move, without its number.
/// Errors: party `not_your_move`; state `illegal_transition`.
Result<Claim> submit(const Claim& claim, const ClaimMover& mover);
/// Errors: the same, and party `four_eyes` (who submitted it can't confirm it).
Result<Claim> confirm(const Claim& claim, const ClaimMover& mover,
                      std::optional<std::string> continuation_document);
/// Errors: as `submit`. The claim can then be drafted anew.
Result<Claim> return_to_draft(const Claim& claim, const ClaimMover& mover);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ClaimAction> =
    yunhe::texts_of(std::pair{yunhe::billing::ClaimAction::submit, "submit"},
                    std::pair{yunhe::billing::ClaimAction::confirm, "confirm"},
                    std::pair{yunhe::billing::ClaimAction::return_, "return"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ClaimActor> =
    yunhe::texts_of(std::pair{yunhe::billing::ClaimActor::finance, "finance"},
                    std::pair{yunhe::billing::ClaimActor::collector, "collector"},
                    std::pair{yunhe::billing::ClaimActor::other, "other"});
