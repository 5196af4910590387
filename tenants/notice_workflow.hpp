/// The moves of a notice. A published one never changes, except that its window may be extended and
/// a correction may be set beside it. Pure.
#pragma once

#include <array>

#include "base/workflow.hpp"
#include "tenants/notice.hpp"

namespace yunhe::tenants {

enum class NoticeAction { edit, publish, extend, correct, withdraw, conclude };
/// `publisher`: the role that the pack's `notice_publisher` names.
enum class NoticeActor { publisher, other };

inline constexpr auto kNoticeMoves = [] {
    using enum NoticeState;
    using enum NoticeAction;
    using enum NoticeActor;
    using Row = Move<NoticeState, NoticeAction, NoticeActor>;
    return std::array{
        Row{draft, edit, publisher, draft},
        Row{draft, publish, publisher, published},
        Row{draft, withdraw, publisher, withdrawn},
        Row{published, extend, publisher, published},
        Row{published, correct, publisher, published},
        Row{published, withdraw, publisher, withdrawn},
        Row{closed, correct, publisher, closed},
        Row{closed, conclude, publisher, concluded},
    };
}();

/// Where the pack is silent: the operator's staff in two tiers, else the data authority.
Role notice_publisher(const RulePack& pack);
NoticeActor notice_actor(const RulePack& pack, Role role);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::NoticeAction> = yunhe::texts_of(
    std::pair{yunhe::tenants::NoticeAction::edit, "edit"},
    std::pair{yunhe::tenants::NoticeAction::publish, "publish"},
    std::pair{yunhe::tenants::NoticeAction::extend, "extend"},
    std::pair{yunhe::tenants::NoticeAction::correct, "correct"},
    std::pair{yunhe::tenants::NoticeAction::withdraw, "withdraw"},
    std::pair{yunhe::tenants::NoticeAction::conclude, "conclude"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::NoticeActor> =
    yunhe::texts_of(std::pair{yunhe::tenants::NoticeActor::publisher, "publisher"},
                    std::pair{yunhe::tenants::NoticeActor::other, "other"});
