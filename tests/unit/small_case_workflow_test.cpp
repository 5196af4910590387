#include <boost/test/unit_test.hpp>

#include <set>

#include "base/text.hpp"
#include "tenants/small_case_workflow.hpp"

namespace yunhe::tenants::small_case_workflow_test {
namespace {

using Kind = SmallCaseKind;
using State = SmallCaseState;
using Action = SmallCaseAction;
using Actor = SmallCaseActor;

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}
const RulePack& pack(std::string_view id) {
    const auto* found = library().find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

constexpr BodyId kOpener{1};
constexpr BodyId kHandler{2};
constexpr BodyId kSubject{3};
constexpr BodyId kStranger{4};

SmallCase a_case(Kind kind) {
    SmallCase small_case;
    small_case.kind = kind;
    small_case.opened_by_id = kOpener;
    small_case.opener_role = Role::developer_admin;
    small_case.handler_id = kHandler;
    small_case.handler_role = Role::data_authority;
    small_case.subject_id = kSubject;
    return small_case;
}

/// The table read by hand: the one look-up that the tests trust.
std::optional<State> row_of(const SmallCaseDefinition& kind, State from, Action action,
                            Actor actor) {
    for (const auto& move : kind.moves)
        if (move.from == from && move.action == action && move.actor == actor) return move.to;
    return std::nullopt;
}

std::vector<Role> all_roles() {
    std::vector<Role> roles;
    for (const auto& entry : enum_texts<Role>) roles.push_back(entry.value);
    return roles;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(small_case_workflow)

/// Every kind, state, action, role and place of the user's body: exactly the rows of the tables
/// move, and only in the hands of those whose they are.
BOOST_AUTO_TEST_CASE(only_the_rows_of_the_definitions_move_a_case) {
    std::size_t asked = 0;
    for (const auto& kind : kSmallCaseKinds) {
        auto small_case = a_case(kind.kind);
        std::size_t moved = 0;
        for (const auto& state : enum_texts<State>)
            for (const auto& action : enum_texts<Action>)
                for (const auto role : all_roles())
                    for (const auto body : {kOpener, kHandler, kSubject, kStranger}) {
                        ++asked;
                        const bool opener = body == kOpener && (role == Role::developer_admin ||
                                                                role == Role::developer_staff);
                        const bool handler = body == kHandler && role == Role::data_authority;
                        const Actor actor = opener             ? Actor::opener
                                            : handler          ? Actor::handler
                                            : body == kSubject ? Actor::subject
                                                               : Actor::other;
                        small_case.state = state.value;
                        const auto actors = actors_of(small_case, body, role);
                        BOOST_REQUIRE_EQUAL(actors.size(), 1U);
                        BOOST_CHECK(actors.front() == actor);
                        const auto to = decide(kind, state.value, action.value, actors);
                        const auto row = row_of(kind, state.value, action.value, actor);
                        BOOST_REQUIRE_EQUAL(to.ok(), row.has_value());
                        if (!to.ok()) continue;
                        ++moved;
                        BOOST_CHECK(to.value().to == *row);
                        BOOST_CHECK(actor != Actor::other || kind.board == CaseBoard::shown);
                    }
        BOOST_CHECK_MESSAGE(moved >= kind.moves.size(), to_text(kind.kind));
    }
    BOOST_TEST_MESSAGE("asked " << asked);
}

BOOST_AUTO_TEST_CASE(every_row_stands_once_and_every_state_is_reached) {
    for (const auto& kind : kSmallCaseKinds) {
        BOOST_TEST_CONTEXT(to_text(kind.kind)) {
            std::set<std::tuple<State, Action, Actor>> seen;
            for (const auto& move : kind.moves) {
                BOOST_CHECK(seen.emplace(move.from, move.action, move.actor).second);
                // Who has no part may only answer what is shown to all.
                BOOST_CHECK(move.actor != Actor::other ||
                            (kind.board == CaseBoard::shown && on_board(move.from)));
                BOOST_CHECK(knows(kind, move.from));
            }
            for (const auto state : kind.resting) BOOST_CHECK(knows(kind, state));
        }
    }
}

/// The table of the database closes a case in just these states.
BOOST_AUTO_TEST_CASE(every_case_can_end_and_an_end_is_an_end) {
    const std::set<State> ends{State::closed, State::dismissed, State::withdrawn, State::repaired,
                               State::revoked};
    for (const auto& kind : kSmallCaseKinds)
        for (const auto& state : enum_texts<State>) {
            if (!knows(kind, state.value)) continue;
            BOOST_TEST_CONTEXT(to_text(kind.kind) << " " << state.text) {
                BOOST_CHECK_EQUAL(is_end(kind, state.value), ends.contains(state.value));
                // From every state some end can be reached.
                std::set<State> reached{state.value};
                for (std::size_t round = 0; round < kind.moves.size(); ++round)
                    for (const auto& move : kind.moves)
                        if (reached.contains(move.from)) reached.insert(move.to);
                BOOST_CHECK(std::any_of(reached.begin(), reached.end(),
                                        [&](State s) { return ends.contains(s); }));
            }
        }
}

BOOST_AUTO_TEST_CASE(a_running_case_waits_for_somebody_unless_it_rests) {
    for (const auto& kind : kSmallCaseKinds)
        for (const auto& state : enum_texts<State>) {
            if (!knows(kind, state.value)) continue;
            const bool rests = std::ranges::find(kind.resting, state.value) != kind.resting.end();
            BOOST_CHECK_EQUAL(waits_for(kind, state.value).has_value(),
                              !rests && !is_end(kind, state.value));
        }
}

BOOST_AUTO_TEST_CASE(kinds_states_and_actions_have_words_in_both_languages) {
    const auto check = [](TitlePair title) {
        BOOST_CHECK(!title.zh.empty() && !title.en.empty());
        bool chinese = false;
        for (const char32_t c : code_points(title.zh)) chinese = chinese || c >= 0x4E00;
        BOOST_CHECK(chinese);
        for (const char32_t c : code_points(title.en)) BOOST_CHECK(c < 0x80);
    };
    std::set<std::string_view> names;
    for (const auto& kind : kSmallCaseKinds) {
        check(kind.title);
        BOOST_CHECK(names.insert(kind.title.zh).second);
    }
    for (const auto& state : enum_texts<State>) check(title_of(state.value));
    for (const auto& action : enum_texts<Action>) check(title_of(action.value));
}

BOOST_AUTO_TEST_CASE(every_rule_that_a_kind_names_is_in_some_pack) {
    for (const auto& kind : kSmallCaseKinds) {
        std::vector<std::string_view> keys(kind.other_rules.begin(), kind.other_rules.end());
        if (!kind.rule.empty()) keys.push_back(kind.rule);
        for (const auto key : keys) {
            const bool found =
                std::ranges::any_of(library().regulations(), [&](const RulePack& rules) {
                    return rules.find(key) != nullptr;
                });
            BOOST_CHECK_MESSAGE(found, to_text(kind.kind) << " rests on " << key);
        }
    }
}

BOOST_AUTO_TEST_CASE(who_may_open_may_also_by_permission) {
    for (const auto& rules : library().regulations())
        for (const auto& kind : kSmallCaseKinds) {
            std::size_t openers = 0;
            for (const auto role : all_roles()) {
                if (!may_open(kind, rules, role)) continue;
                ++openers;
                BOOST_CHECK_MESSAGE(role_has(role, kind.permission),
                                    rules.id << " " << to_text(kind.kind) << " " << to_text(role));
                BOOST_CHECK(role_has(role, Permission::case_act));
                BOOST_CHECK(role_has(role, Permission::case_read));
            }
            BOOST_CHECK(openers > 0);
        }
}

BOOST_AUTO_TEST_CASE(the_pack_says_who_reports_a_risk) {
    const auto& kind = definition_of(Kind::risk_report);
    BOOST_CHECK(may_open(kind, pack("yangzhou-2024"), Role::operator_staff));
    BOOST_CHECK(!may_open(kind, pack("yangzhou-2024"), Role::developer_admin));
    for (const auto* id : {"quzhou-2024", "hangzhou-2023", "zhoushan-2024"}) {
        BOOST_CHECK(may_open(kind, pack(id), Role::developer_staff));
        BOOST_CHECK(!may_open(kind, pack(id), Role::operator_staff));
    }
    // Ningbo's text is silent: either may.
    BOOST_CHECK(may_open(kind, pack("ningbo-2023"), Role::developer_admin));
    BOOST_CHECK(may_open(kind, pack("ningbo-2023"), Role::operator_admin));
}

BOOST_AUTO_TEST_CASE(the_pack_says_who_evaluates_and_who_reports_yearly) {
    const auto& evaluation = definition_of(Kind::evaluation);
    BOOST_CHECK(may_open(evaluation, pack("yangzhou-2024"), Role::operator_staff));
    BOOST_CHECK(!may_open(evaluation, pack("yangzhou-2024"), Role::data_authority));
    for (const auto* id : {"quzhou-2024", "hangzhou-2023", "zhoushan-2024", "ningbo-2023"}) {
        BOOST_CHECK(may_open(evaluation, pack(id), Role::data_authority));
        BOOST_CHECK(!may_open(evaluation, pack(id), Role::operator_staff));
        BOOST_CHECK(!may_open(evaluation, pack(id), Role::evaluator));
    }
    const auto& report = definition_of(Kind::annual_report);
    BOOST_CHECK(may_open(report, pack("yangzhou-2024"), Role::operator_admin));
    BOOST_CHECK(!may_open(report, pack("yangzhou-2024"), Role::developer_admin));
    BOOST_CHECK(may_open(report, pack("quzhou-2024"), Role::developer_admin));
    BOOST_CHECK(!may_open(report, pack("quzhou-2024"), Role::operator_admin));
}

BOOST_AUTO_TEST_CASE(a_complaint_is_never_handled_by_its_parties) {
    const auto& kind = definition_of(Kind::complaint);
    const auto handler = [&](const char* id, Role role, BodyKind opener, BodyKind about) {
        return handler_role(kind, pack(id), {}, role, opener, about);
    };
    using enum BodyKind;
    BOOST_CHECK(handler("yangzhou-2024", Role::department, BodyKind::department, developer) ==
                Role::operator_staff);
    BOOST_CHECK(handler("yangzhou-2024", Role::operator_staff, operator_body, developer) ==
                Role::data_authority);
    BOOST_CHECK(handler("yangzhou-2024", Role::developer_admin, developer, operator_body) ==
                Role::data_authority);
    BOOST_CHECK(handler("hangzhou-2023", Role::department, BodyKind::department, developer) ==
                Role::data_authority);
    BOOST_CHECK(handler("hangzhou-2023", Role::developer_admin, developer, BodyKind::department) ==
                Role::data_authority);
}

BOOST_AUTO_TEST_CASE(objections_to_data_take_the_route_of_quality_tickets) {
    const auto& kind = definition_of(Kind::data_objection);
    BOOST_CHECK(handler_role(kind, pack("yangzhou-2024"), {}, Role::developer_admin,
                             BodyKind::developer, BodyKind::department) == Role::operator_staff);
    BOOST_CHECK(handler_role(kind, pack("hangzhou-2023"), {}, Role::developer_admin,
                             BodyKind::developer, BodyKind::department) == Role::data_authority);
}

BOOST_AUTO_TEST_CASE(the_pack_says_who_brings_outside_data_in_and_who_approves_it) {
    const auto& kind = definition_of(Kind::social_data_import);
    struct Wanted {
        const char* pack;
        Role opener;
        Role approver;
        const char* rule;
    };
    const Wanted packs[] = {
        {"quzhou-2024", Role::developer_admin, Role::data_authority, "social_data_import_approval"},
        {"zhoushan-2024", Role::developer_admin, Role::data_authority,
         "social_data_import_approval"},
        {"hangzhou-2023", Role::operator_staff, Role::operator_staff,
         "outside_data_brought_in_by"},
        {"ningbo-2023", Role::developer_staff, Role::operator_staff, "own_data_products"},
    };
    for (const auto& [id, opener, approver, rule] : packs) {
        BOOST_TEST_CONTEXT(id) {
            BOOST_CHECK(may_open(kind, pack(id), opener));
            BOOST_CHECK_NE(may_open(kind, pack(id), Role::operator_admin),
                           may_open(kind, pack(id), Role::developer_admin));
            BOOST_CHECK(handler_role(kind, pack(id), {}, opener, BodyKind::developer,
                                     BodyKind::developer) == approver);
            BOOST_CHECK_EQUAL(rule_of(kind, pack(id)), rule);
            BOOST_CHECK_EQUAL(import_needs_approval(pack(id), {}),
                              approver == Role::data_authority);
        }
    }
    // Yangzhou's text leaves the approver to the tenant.
    const auto& yangzhou = pack("yangzhou-2024");
    BOOST_CHECK(!import_needs_approval(yangzhou, {}));
    TenantPolicy policy;
    policy.values.emplace("social_data_import_approval", "operator_admin");
    BOOST_CHECK(import_needs_approval(yangzhou, policy));
    BOOST_CHECK(handler_role(kind, yangzhou, policy, Role::developer_admin, BodyKind::developer,
                             BodyKind::developer) == Role::operator_admin);
}

BOOST_AUTO_TEST_CASE(zhoushans_authority_controls_quality) {
    const auto& kind = definition_of(Kind::quality_control);
    BOOST_CHECK(may_open(kind, pack("zhoushan-2024"), Role::data_authority));
    BOOST_CHECK(!may_open(kind, pack("zhoushan-2024"), Role::operator_staff));
    BOOST_CHECK(may_open(kind, pack("yangzhou-2024"), Role::operator_staff));
    BOOST_CHECK_EQUAL(rule_of(kind, pack("zhoushan-2024")), "quality_control");
    BOOST_CHECK_EQUAL(rule_of(kind, pack("quzhou-2024")), "");
}

BOOST_AUTO_TEST_CASE(what_is_on_the_board_all_see_who_trade_in_data) {
    auto demand = a_case(Kind::demand);
    demand.subject_id = std::nullopt;
    const auto sees = [&](Role role) { return may_see(demand, {kStranger, role}); };
    BOOST_CHECK(!sees(Role::developer_staff));
    BOOST_CHECK(!sees(Role::department));
    for (const auto state : {State::approved, State::answered, State::closed}) {
        demand.state = state;
        BOOST_CHECK(sees(Role::developer_staff));
        BOOST_CHECK(sees(Role::department));
        BOOST_CHECK(!sees(Role::evaluator));
        BOOST_CHECK(!sees(Role::expert));
    }
    demand.state = State::revoked;
    BOOST_CHECK(!sees(Role::developer_staff));
}

BOOST_AUTO_TEST_CASE(the_operator_sees_a_complaint_of_itself_once_it_was_taken_up) {
    auto complaint = a_case(Kind::complaint);
    BOOST_CHECK(!may_see(complaint, {kSubject, Role::operator_staff}));
    complaint.state = State::handling;
    BOOST_CHECK(may_see(complaint, {kSubject, Role::operator_staff}));
    BOOST_CHECK(!may_see(complaint, {kStranger, Role::operator_staff}));
}

BOOST_AUTO_TEST_CASE(those_who_take_part_and_those_who_watch_see_a_case) {
    const auto sees = [](const SmallCase& small_case, BodyId body, Role role) {
        return may_see(small_case, {body, role});
    };
    auto evaluation = a_case(Kind::evaluation);
    BOOST_CHECK(sees(evaluation, kOpener, Role::developer_admin));
    BOOST_CHECK(sees(evaluation, kHandler, Role::evaluator));
    BOOST_CHECK(sees(evaluation, kStranger, Role::auditor));
    BOOST_CHECK(sees(evaluation, kStranger, Role::data_authority));
    BOOST_CHECK(sees(evaluation, kStranger, Role::operator_staff));
    BOOST_CHECK(!sees(evaluation, kStranger, Role::evaluator));
    BOOST_CHECK(!sees(evaluation, kStranger, Role::department));
    BOOST_CHECK(!sees(evaluation, kSubject, Role::developer_admin));  // Draft scores.
    evaluation.closed_at = Timestamp{};
    BOOST_CHECK(sees(evaluation, kSubject, Role::developer_admin));

    const auto complaint = a_case(Kind::complaint);
    BOOST_CHECK(!sees(complaint, kStranger, Role::operator_staff));
    BOOST_CHECK(!sees(complaint, kSubject, Role::operator_staff));
    BOOST_CHECK(sees(complaint, kSubject, Role::developer_admin));
    BOOST_CHECK(!sees(complaint, kStranger, Role::developer_admin));

    const auto credit = a_case(Kind::credit_record);
    BOOST_CHECK(sees(credit, kSubject, Role::developer_staff));
    BOOST_CHECK(!sees(credit, kStranger, Role::developer_staff));
    BOOST_CHECK(sees(credit, kStranger, Role::operator_staff));

    auto mandate = a_case(Kind::mandate_evaluation);
    BOOST_CHECK(!sees(mandate, kSubject, Role::operator_admin));
    mandate.closed_at = Timestamp{};
    BOOST_CHECK(sees(mandate, kSubject, Role::operator_admin));
}

BOOST_AUTO_TEST_CASE(one_body_may_be_opener_and_handler_at_once) {
    auto inspection = a_case(Kind::inspection);
    inspection.opened_by_id = kHandler;
    inspection.opener_role = Role::data_authority;
    const auto actors = actors_of(inspection, kHandler, Role::data_authority);
    BOOST_REQUIRE_EQUAL(actors.size(), 2U);
    const auto& kind = definition_of(Kind::inspection);
    BOOST_CHECK(decide(kind, State::open, Action::conclude, actors).ok());
    const auto refused = decide(kind, State::closed, Action::conclude, actors);
    BOOST_REQUIRE(!refused.ok());
    BOOST_CHECK_EQUAL(refused.error().code, "illegal_transition");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::small_case_workflow_test
