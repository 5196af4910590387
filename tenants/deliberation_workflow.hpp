/// The moves of a meeting that deliberates an application. The outcome itself is concluded as the
/// application's stage, by whoever the pack lets conclude it. Pure.
#pragma once

#include <array>

#include "base/workflow.hpp"
#include "tenants/deliberation.hpp"

namespace yunhe::tenants {

enum class DeliberationAction { record, conclude, cancel };
/// `secretary`: opens or concludes the pack's stage `deliberation`.
enum class DeliberationActor { secretary, other };

inline constexpr auto kDeliberationMoves = [] {
    using enum DeliberationState;
    using enum DeliberationAction;
    using enum DeliberationActor;
    using Row = Move<DeliberationState, DeliberationAction, DeliberationActor>;
    return std::array{
        Row{called, record, secretary, held},
        Row{called, cancel, secretary, cancelled},
        Row{held, conclude, secretary, concluded},
        Row{held, cancel, secretary, cancelled},
    };
}();

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::DeliberationAction> =
    yunhe::texts_of(std::pair{yunhe::tenants::DeliberationAction::record, "record"},
                    std::pair{yunhe::tenants::DeliberationAction::conclude, "conclude"},
                    std::pair{yunhe::tenants::DeliberationAction::cancel, "cancel"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::DeliberationActor> =
    yunhe::texts_of(std::pair{yunhe::tenants::DeliberationActor::secretary, "secretary"},
                    std::pair{yunhe::tenants::DeliberationActor::other, "other"});
