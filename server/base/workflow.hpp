/// Workflows as data: a table of rows {from, action, actor, to}. A move without a row does not
/// exist.
///
/// Each aggregate's `*_workflow.cpp` holds its table and its guards; this is the one look-up they
/// share. Pure.
#pragma once

#include "base/enum_text.hpp"
#include "base/result.hpp"

namespace yunhe {

template <class State, class Action, class Actor>
struct Move {
    State from;
    Action action;
    Actor actor;
    State to;
};

/// The state that `action` by `actor` leads to.
/// Errors, in this order: party `not_your_move` (no row gives this actor the action),
/// state `illegal_transition` (a row does, but not from this state).
template <class Table, class State, class Action, class Actor>
Result<State> next_state(const Table& table, State from, Action action, Actor actor) {
    bool actor_may_act = false;
    for (const auto& move : table) {
        if (move.action != action || move.actor != actor) continue;
        if (move.from == from) return move.to;
        actor_may_act = true;
    }
    if (!actor_may_act)
        return Error{Errc::party, "not_your_move", {{"action", std::string(to_text(action))}}};
    return wrong_state("illegal_transition", {{"action", std::string(to_text(action))},
                                              {"state", std::string(to_text(from))}});
}

}  // namespace yunhe
