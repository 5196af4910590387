#include "tenants/application_workflow.hpp"

#include <algorithm>

#include "tenants/acting_role.hpp"
#include "tenants/deliberation.hpp"

namespace yunhe::tenants {
namespace {

struct StageState {
    StageKind stage;
    ApplicationState state;
};
constexpr StageState kStageStates[] = {
    {StageKind::pre_check, ApplicationState::pre_check},
    {StageKind::expert_review, ApplicationState::expert_review},
    {StageKind::review_by_members_and_departments,
     ApplicationState::review_by_members_and_departments},
    {StageKind::deliberation, ApplicationState::deliberation},
    {StageKind::government_confirmation, ApplicationState::government_confirmation},
    {StageKind::filing, ApplicationState::filing},
    {StageKind::disclosed, ApplicationState::disclosed},
};

std::optional<ApplicationState> state_of(StageKind stage) {
    for (const auto& row : kStageStates)
        if (row.stage == stage) return row.state;
    return std::nullopt;
}

std::optional<StageKind> kind_of(ApplicationState state) {
    if (state == ApplicationState::submitted || state == ApplicationState::supplement_requested)
        return StageKind::pre_check;
    for (const auto& row : kStageStates)
        if (row.state == state) return row.stage;
    return std::nullopt;
}

bool has_state(const Stage& stage) {
    if (stage.stage == StageKind::filing && !stage.gate) return false;
    return state_of(stage.stage).has_value();
}

/// The stages after the one of `state`, acceptance excluded.
std::vector<Stage> stages_left(const RulePack& pack, ApplicationState state) {
    const auto here = kind_of(state);
    std::vector<Stage> left;
    bool passed = false;
    for (const auto& stage : pack.stages()) {
        if (stage.stage == StageKind::accepted) break;
        if (passed) left.push_back(stage);
        if (here && stage.stage == *here) passed = true;
    }
    return left;
}

bool performs(const Stage& stage, Role role) {
    return acts_as(role, stage.opener()) || acts_as(role, stage.concluder());
}

/// May this role be asked for an opinion there? The coordination office speaks for the members.
bool takes_part(const Stage& stage, Role role) {
    if (role == Role::department) return asks_departments(stage);
    return role == Role::coordination && asks_members(stage);
}

}  // namespace

std::optional<Stage> stage_of(const RulePack& pack, ApplicationState state) {
    const auto kind = kind_of(state);
    if (!kind) return std::nullopt;
    return pack.find_stage(*kind);
}

std::optional<Stage> next_stage_of(const RulePack& pack, ApplicationState state) {
    for (const auto& stage : stages_left(pack, state))
        if (has_state(stage)) return stage;
    return std::nullopt;
}

bool acceptance_is_next(const RulePack& pack, ApplicationState state) {
    const auto left = stages_left(pack, state);
    return std::ranges::none_of(left, [](const Stage& stage) { return stage.gate; });
}

std::vector<ApplicationActor> actors_of(const RulePack& pack, ApplicationState state, Role role) {
    std::vector<ApplicationActor> actors;
    const auto add_if = [&](bool is, ApplicationActor actor) {
        if (is) actors.push_back(actor);
    };
    add_if(role == Role::developer_admin || role == Role::developer_staff,
           ApplicationActor::applicant);
    const auto stage = stage_of(pack, state);
    add_if(stage && role != Role::expert && performs(*stage, role), ApplicationActor::stage_actor);
    add_if(role == Role::expert, ApplicationActor::reviewer);
    const auto disclosure = pack.find_stage(StageKind::disclosed);
    add_if(disclosure && performs(*disclosure, role), ApplicationActor::discloser);
    const auto acceptance = pack.find_stage(StageKind::accepted);
    add_if(acceptance && performs(*acceptance, role), ApplicationActor::acceptor);
    const auto review = pack.find_stage(StageKind::expert_review);
    add_if(review && role != Role::expert && performs(*review, role),
           ApplicationActor::review_keeper);
    add_if(stage && takes_part(*stage, role), ApplicationActor::participant);
    if (actors.empty()) actors.push_back(ApplicationActor::other);
    return actors;
}

Result<ApplicationState> decide(const RulePack& pack, ApplicationState from,
                                ApplicationAction action,
                                const std::vector<ApplicationActor>& actors) {
    bool actor_may_act = false;
    for (const auto& move : kApplicationMoves) {
        if (move.action != action || std::ranges::find(actors, move.actor) == actors.end())
            continue;
        actor_may_act = true;
        if (move.from != from) continue;
        if (move.to) return *move.to;
        const auto next = next_stage_of(pack, from);
        if (!next || next->stage == StageKind::disclosed) return from;
        return *state_of(next->stage);
    }
    if (!actor_may_act)
        return Error{Errc::party, "not_your_move", {{"action", std::string(to_text(action))}}};
    return wrong_state("illegal_transition", {{"action", std::string(to_text(action))},
                                              {"state", std::string(to_text(from))}});
}

}  // namespace yunhe::tenants
