/// The moves of a rectification. Pure.
#pragma once

#include <array>

#include "base/workflow.hpp"
#include "tenants/rectification.hpp"

namespace yunhe::tenants {

enum class RectificationAction { answer, accept, not_accept, withdraw };
/// `supervisor`: a suspender of the pack, of the body that ordered it or of the authority.
enum class RectificationActor { supervisor, developer, other };

/// Without an answer it fails only after its deadline (the service checks that). One that was not
/// accepted stays so: a second try is a new order.
inline constexpr auto kRectificationMoves = [] {
    using enum RectificationState;
    using enum RectificationAction;
    using enum RectificationActor;
    using Row = Move<RectificationState, RectificationAction, RectificationActor>;
    return std::array{
        Row{ordered, answer, developer, answered},
        Row{answered, accept, supervisor, accepted},
        Row{ordered, not_accept, supervisor, not_accepted},
        Row{answered, not_accept, supervisor, not_accepted},
        Row{ordered, withdraw, supervisor, withdrawn},
        Row{answered, withdraw, supervisor, withdrawn},
    };
}();

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::RectificationAction> = yunhe::texts_of(
    std::pair{yunhe::tenants::RectificationAction::answer, "answer"},
    std::pair{yunhe::tenants::RectificationAction::accept, "accept"},
    std::pair{yunhe::tenants::RectificationAction::not_accept, "not_accept"},
    std::pair{yunhe::tenants::RectificationAction::withdraw, "withdraw"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::RectificationActor> = yunhe::texts_of(
    std::pair{yunhe::tenants::RectificationActor::supervisor, "supervisor"},
    std::pair{yunhe::tenants::RectificationActor::developer, "developer"},
    std::pair{yunhe::tenants::RectificationActor::other, "other"});
