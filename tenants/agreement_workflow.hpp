/// The moves of an agreement. Activity, suspension and expiry follow from the dates and the holds
/// (`state_on`), so nothing here leads to them. Pure.
#pragma once

#include <array>

#include "base/workflow.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::tenants {

enum class AgreementAction { offer, sign_developer, sign_grantor, terminate, begin_exit, close };
/// `grantor`: a body of the kind that signs for the grantor; `signatory`: the role that signs for
/// it.
enum class AgreementActor { grantor, signatory, developer, terminator, other };

/// `sign_developer` leaves the agreement offered: the grantor signs last, and with that it is
/// signed.
inline constexpr auto kAgreementMoves = [] {
    using enum AgreementState;
    using enum AgreementAction;
    using enum AgreementActor;
    using Row = Move<AgreementState, AgreementAction, AgreementActor>;
    return std::array{
        Row{drafted, offer, grantor, offered},
        Row{offered, sign_developer, developer, offered},
        Row{offered, sign_grantor, signatory, signed_},
        Row{signed_, terminate, terminator, terminated},
        Row{active, terminate, terminator, terminated},
        Row{suspended, terminate, terminator, terminated},
        Row{expired, begin_exit, grantor, exiting},
        Row{terminated, begin_exit, grantor, exiting},
        Row{exiting, close, grantor, closed},
    };
}();

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AgreementAction> = yunhe::texts_of(
    std::pair{yunhe::tenants::AgreementAction::offer, "offer"},
    std::pair{yunhe::tenants::AgreementAction::sign_developer, "sign_developer"},
    std::pair{yunhe::tenants::AgreementAction::sign_grantor, "sign_grantor"},
    std::pair{yunhe::tenants::AgreementAction::terminate, "terminate"},
    std::pair{yunhe::tenants::AgreementAction::begin_exit, "begin_exit"},
    std::pair{yunhe::tenants::AgreementAction::close, "close"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::AgreementActor> = yunhe::texts_of(
    std::pair{yunhe::tenants::AgreementActor::grantor, "grantor"},
    std::pair{yunhe::tenants::AgreementActor::signatory, "signatory"},
    std::pair{yunhe::tenants::AgreementActor::developer, "developer"},
    std::pair{yunhe::tenants::AgreementActor::terminator, "terminator"},
    std::pair{yunhe::tenants::AgreementActor::other, "other"});
