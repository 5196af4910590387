/// Whatever is tried, in whatever order and by whomever: an application is accepted only over every
/// gate of its pack, and what came to its end stays there.
#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <set>

#include "tenants/application_workflow.hpp"

namespace yunhe::tenants::application_property_test {
namespace {

using enum ApplicationState;

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}

/// The workflow with the little that the services keep beside it.
struct Walk {
    const RulePack& pack;
    ApplicationState state = submitted;
    bool stage_done = false;
    std::set<ApplicationState> stood_in = {};  ///< Since the review was opened last.

    /// The act of somebody who may stand there as `actors`; false if it is refused.
    bool act(ApplicationAction action, const std::vector<ApplicationActor>& actors) {
        const auto to = decide(pack, state, action, actors);
        if (!to.ok()) return false;
        if (action == ApplicationAction::accept &&
            !((stage_done || state == disclosed) && acceptance_is_next(pack, state)))
            return false;
        const auto next = next_stage_of(pack, state);
        if (action == ApplicationAction::disclose &&
            !(stage_done && next && next->stage == StageKind::disclosed))
            return false;
        if (action == ApplicationAction::pass && stage_done) return false;
        move(action, to.value());
        return true;
    }

    void move(ApplicationAction action, ApplicationState to) {
        const bool reopened = action == ApplicationAction::void_score ||
                              action == ApplicationAction::reopen_review;
        if (reopened) stood_in.clear();
        if (reopened || to != state) stage_done = false;
        // Passing without a stage of its own to go to waits there for the disclosure.
        if (action == ApplicationAction::pass && to == state) stage_done = true;
        state = to;
        stood_in.insert(state);
    }
};

bool at_its_end(ApplicationState state) {
    return state == accepted || state == rejected || state == withdrawn || state == lapsed;
}

std::vector<ApplicationActor> any_actors(const RulePack& pack, ApplicationState state) {
    const auto roles = enum_values<Role>;
    const auto role = roles[*rc::gen::inRange<std::size_t>(0, roles.size())];
    return actors_of(pack, state, from_text<Role>(role).value());
}

/// What an application of this pack must have stood in when it is accepted.
std::vector<ApplicationState> gates_of(const RulePack& pack) {
    std::vector<ApplicationState> gates;
    for (const auto& stage : pack.stages()) {
        if (!stage.gate) continue;
        if (stage.stage == StageKind::expert_review) gates.push_back(expert_review);
        if (stage.stage == StageKind::review_by_members_and_departments)
            gates.push_back(review_by_members_and_departments);
        if (stage.stage == StageKind::deliberation) gates.push_back(deliberation);
        if (stage.stage == StageKind::government_confirmation)
            gates.push_back(government_confirmation);
        if (stage.stage == StageKind::filing) gates.push_back(filing);
        if (stage.stage == StageKind::disclosed) gates.push_back(disclosed);
    }
    return gates;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(application_property)

RC_BOOST_PROP(nobody_is_accepted_past_a_gate_and_ends_are_ends, ()) {
    const auto& packs = library().regulations();
    const auto& pack = packs[*rc::gen::inRange<std::size_t>(0, packs.size())];
    const auto gates = gates_of(pack);
    const auto actions = enum_values<ApplicationAction>;
    Walk walk{.pack = pack};
    for (int i = 0; i < 400; ++i) {
        const auto before = walk.state;
        const auto text = actions[*rc::gen::inRange<std::size_t>(0, actions.size())];
        const auto action = from_text<ApplicationAction>(text).value();
        // Ends come early by themselves; most walks are to get further.
        const bool ends = action == ApplicationAction::reject ||
                          action == ApplicationAction::withdraw ||
                          action == ApplicationAction::end_with_notice;
        if (ends && *rc::gen::inRange(0, 20) != 0) continue;
        const bool done = walk.act(action, any_actors(pack, walk.state));
        if (at_its_end(before)) RC_ASSERT(!done);
        if (!done || walk.state != accepted) continue;
        for (const auto gate : gates) RC_ASSERT(walk.stood_in.contains(gate));
    }
    RC_CLASSIFY(walk.state == accepted, "accepted");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::application_property_test
