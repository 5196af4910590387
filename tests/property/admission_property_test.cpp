/// Admission and agreements under every rule pack: whatever is tried in whatever order, what the
/// pack demands was done before anything is accepted, what is over stays over, and no two
/// agreements of one chain are in force on one day.
#include <rapidcheck/boost_test.h>

#include <set>

#include "tenants/agreement_workflow.hpp"
#include "tenants/application_workflow.hpp"

namespace yunhe::tenants::admission_property_test {
namespace {

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}

const RulePack& any_pack() {
    const auto& packs = library().regulations();
    return packs[*rc::gen::inRange<std::size_t>(0, packs.size())];
}

template <class E>
E any_of() {
    std::vector<E> values;
    for (const auto& text : enum_texts<E>) values.push_back(text.value);
    return *rc::gen::elementOf(values);
}

/// What the services know of an application besides its state.
struct Walker {
    const RulePack& pack;
    ApplicationState state = ApplicationState::draft;
    bool stage_done = false;
    std::set<ApplicationState> seen = {};

    void go(ApplicationState to) {
        state = to;
        seen.insert(to);
    }

    std::vector<ApplicationActor> actors(Role role) const { return actors_of(pack, state, role); }

    /// As the services do it: a stage is concluded before the next step is possible.
    bool step(ApplicationAction action, Role role) {
        const auto to = decide(pack, state, action, actors(role));
        if (!to.ok()) return false;
        const bool early = state == ApplicationState::submitted ||
                           state == ApplicationState::pre_check;
        if (action == ApplicationAction::pass && !early) return false;
        if (action == ApplicationAction::conclude) return conclude(role);
        if (action == ApplicationAction::disclose) {
            const auto next = next_stage_of(pack, state);
            if (!stage_done || !next || next->stage != StageKind::disclosed) return false;
        }
        if (action == ApplicationAction::accept) {
            const bool disclosed = state == ApplicationState::disclosed;
            if ((!disclosed && !stage_done) || !acceptance_is_next(pack, state)) return false;
        }
        if (action == ApplicationAction::reopen_review ||
            action == ApplicationAction::void_score)
            seen.erase(ApplicationState::disclosed);
        if (to.value() != state) stage_done = false;
        go(to.value());
        return true;
    }

    bool conclude(Role role) {
        if (stage_done) return false;
        const auto to = decide(pack, state, ApplicationAction::pass, actors(role));
        if (!to.ok()) return false;
        stage_done = to.value() == state;
        go(to.value());
        return true;
    }

    bool over() const {
        using enum ApplicationState;
        return state == accepted || state == rejected || state == withdrawn || state == lapsed;
    }
};

/// The states that the pack's gates before the acceptance leave behind.
std::vector<ApplicationState> demanded(const RulePack& pack) {
    std::vector<ApplicationState> states;
    for (const auto& stage : pack.stages()) {
        if (stage.stage == StageKind::accepted) break;
        const auto state = from_text<ApplicationState>(to_text(stage.stage));
        const bool own = stage.stage != StageKind::pre_check && state.has_value();
        if (stage.gate && own) states.push_back(*state);
    }
    return states;
}

constexpr int kSteps = 120;

}  // namespace

BOOST_AUTO_TEST_SUITE(admission_properties)

RC_BOOST_PROP(nothing_is_accepted_without_what_its_pack_demands, ()) {
    Walker walker{any_pack()};
    const auto gates = demanded(walker.pack);
    for (int i = 0; i < kSteps && !walker.over(); ++i)
        walker.step(any_of<ApplicationAction>(), any_of<Role>());
    if (walker.state != ApplicationState::accepted) return;
    for (const auto state : gates) RC_ASSERT(walker.seen.contains(state));
}

RC_BOOST_PROP(an_application_that_is_pushed_on_is_accepted_only_after_its_disclosure, ()) {
    // Random steps seldom get far: here every second step is the one that leads on.
    using enum ApplicationAction;
    Walker walker{any_pack()};
    const auto gates = demanded(walker.pack);
    for (int i = 0; i < kSteps && !walker.over(); ++i) {
        const auto action = *rc::gen::element(submit, pass, conclude, disclose, accept,
                                              reopen_review, void_score);
        for (const auto& role : enum_texts<Role>)
            if (walker.step(action, role.value)) break;
        if (walker.state != ApplicationState::accepted) continue;
        for (const auto state : gates) RC_ASSERT(walker.seen.contains(state));
    }
    RC_CLASSIFY(walker.state == ApplicationState::accepted);
}

RC_BOOST_PROP(what_is_over_stays_over, ()) {
    const auto& pack = any_pack();
    Walker walker{pack};
    walker.state = *rc::gen::element(ApplicationState::accepted, ApplicationState::rejected,
                                     ApplicationState::withdrawn, ApplicationState::lapsed);
    RC_ASSERT(!walker.step(any_of<ApplicationAction>(), any_of<Role>()));
    RC_ASSERT(!next_state(kAgreementMoves, AgreementState::closed, any_of<AgreementAction>(),
                          any_of<AgreementActor>())
                   .ok());
}

RC_BOOST_PROP(an_agreement_that_ended_is_never_in_force_again, ()) {
    using enum AgreementState;
    auto state = *rc::gen::element(terminated, exiting, closed);
    for (int i = 0; i < kSteps; ++i) {
        const auto to = next_state(kAgreementMoves, state, any_of<AgreementAction>(),
                                   any_of<AgreementActor>());
        if (to.ok()) state = to.value();
        RC_ASSERT(state == terminated || state == exiting || state == closed);
    }
}

/// A chain: each agreement renews the last one of its kind, a trial stands beside the regular term
/// of its application. Terms are tried at random; those that collide are refused.
RC_BOOST_PROP(no_two_agreements_of_a_chain_are_in_force_on_one_day, ()) {
    const Date first = parse_date("2026-01-01").value();
    std::vector<Agreement> chain;
    std::optional<Agreement> newest;
    for (int i = 0; i < 12; ++i) {
        Agreement agreement;
        agreement.from = first + std::chrono::days(*rc::gen::inRange(0, 2000));
        agreement.to = agreement.from + std::chrono::days(*rc::gen::inRange(0, 800));
        agreement.state = AgreementState::signed_;
        agreement.signed_at = start_of(agreement.from);
        if (newest && terms_collide(*newest, agreement.from, agreement.to, true)) continue;
        if (*rc::gen::arbitrary<bool>()) {
            Agreement trial = agreement;
            trial.kind = AgreementKind::trial;
            trial.from = first + std::chrono::days(*rc::gen::inRange(0, 2000));
            trial.to = trial.from + std::chrono::days(*rc::gen::inRange(0, 180));
            const bool after = newest && terms_collide(*newest, trial.from, trial.to, true);
            const bool beside = terms_collide(agreement, trial.from, trial.to, false);
            if (!after && !beside) chain.push_back(trial);
            if (!after && !beside && agreement.to < trial.to) newest = trial;
        }
        chain.push_back(agreement);
        if (!newest || newest->to < agreement.to) newest = agreement;
    }
    for (int i = 0; i < 60; ++i) {
        const auto day = first + std::chrono::days(*rc::gen::inRange(0, 9000));
        int active = 0;
        for (const auto& agreement : chain)
            active += state_on(agreement, day) == AgreementState::active ? 1 : 0;
        RC_ASSERT(active <= 1);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::admission_property_test
