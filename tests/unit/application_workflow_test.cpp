#include <boost/test/unit_test.hpp>

#include <set>

#include "tenants/application_workflow.hpp"

namespace yunhe::tenants::application_workflow_test {
namespace {

using enum ApplicationState;
using enum ApplicationAction;
using enum ApplicationActor;

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}
const RulePack& pack(std::string_view id) {
    const auto* found = library().find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

/// The states that an application walks through when every stage passes.
std::vector<ApplicationState> way_of(const RulePack& rules) {
    std::vector<ApplicationState> way{submitted};
    while (true) {
        const auto next = next_stage_of(rules, way.back());
        if (!next) return way;
        auto to = decide(rules, way.back(), pass, {stage_actor});
        if (next->stage == StageKind::disclosed)
            to = decide(rules, way.back(), disclose, {discloser});
        BOOST_REQUIRE(to.ok());
        way.push_back(to.value());
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(application_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed_in_every_pack) {
    std::set<std::tuple<ApplicationState, ApplicationAction, ApplicationActor>> rows;
    for (const auto& move : kApplicationMoves) rows.insert({move.from, move.action, move.actor});
    BOOST_CHECK_EQUAL(rows.size(), kApplicationMoves.size());
    for (const auto& rules : library().regulations())
        for (const auto& state : enum_texts<ApplicationState>)
            for (const auto& action : enum_texts<ApplicationAction>)
                for (const auto& actor : enum_texts<ApplicationActor>) {
                    const auto to = decide(rules, state.value, action.value, {actor.value});
                    const bool in_table = rows.contains({state.value, action.value, actor.value});
                    BOOST_CHECK_EQUAL(to.ok(), in_table);
                }
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_an_end_and_others_do_nothing) {
    for (const auto& move : kApplicationMoves) {
        BOOST_CHECK(move.from != accepted && move.from != rejected);
        BOOST_CHECK(move.from != withdrawn && move.from != lapsed);
        BOOST_CHECK(move.actor != ApplicationActor::other);
    }
}

BOOST_AUTO_TEST_CASE(each_pack_has_its_own_way) {
    const std::vector<ApplicationState> yangzhou{submitted, expert_review, disclosed};
    const std::vector<ApplicationState> hangzhou{
        submitted, expert_review, review_by_members_and_departments, deliberation, disclosed};
    const std::vector<ApplicationState> quzhou{
        submitted, expert_review, deliberation, government_confirmation, filing, disclosed};
    const std::vector<ApplicationState> zhoushan{submitted, expert_review, deliberation,
                                                 government_confirmation, disclosed};
    BOOST_CHECK(way_of(pack("yangzhou-2024")) == yangzhou);
    BOOST_CHECK(way_of(pack("hangzhou-2023")) == hangzhou);
    BOOST_CHECK(way_of(pack("quzhou-2024")) == quzhou);
    BOOST_CHECK(way_of(pack("zhoushan-2024")) == zhoushan);
    BOOST_CHECK(way_of(pack("ningbo-2023")) == zhoushan);
}

BOOST_AUTO_TEST_CASE(acceptance_waits_for_every_gate) {
    BOOST_CHECK(!acceptance_is_next(pack("yangzhou-2024"), expert_review));
    BOOST_CHECK(acceptance_is_next(pack("yangzhou-2024"), disclosed));
    BOOST_CHECK(!acceptance_is_next(pack("quzhou-2024"), deliberation));
    // Disclosure and filing are no gates there.
    BOOST_CHECK(acceptance_is_next(pack("ningbo-2023"), government_confirmation));
    BOOST_CHECK(acceptance_is_next(pack("hangzhou-2023"), disclosed));
}

BOOST_AUTO_TEST_CASE(passing_before_the_disclosure_keeps_the_state) {
    const auto to = decide(pack("yangzhou-2024"), expert_review, pass, {stage_actor});
    BOOST_REQUIRE(to.ok());
    BOOST_CHECK(to.value() == expert_review);
}

BOOST_AUTO_TEST_CASE(the_pack_says_who_acts) {
    const auto stands_as = [](std::string_view id, ApplicationState state, Role role,
                              ApplicationActor actor) {
        const auto actors = actors_of(pack(id), state, role);
        return std::ranges::find(actors, actor) != actors.end();
    };
    BOOST_CHECK(stands_as("yangzhou-2024", submitted, Role::operator_staff, stage_actor));
    BOOST_CHECK(!stands_as("yangzhou-2024", submitted, Role::data_authority, stage_actor));
    BOOST_CHECK(stands_as("quzhou-2024", submitted, Role::data_authority, stage_actor));
    BOOST_CHECK(!stands_as("quzhou-2024", submitted, Role::operator_staff, stage_actor));
    BOOST_CHECK(stands_as("quzhou-2024", deliberation, Role::coordination, stage_actor));
    BOOST_CHECK(stands_as("yangzhou-2024", disclosed, Role::operator_admin, acceptor));
    BOOST_CHECK(!stands_as("yangzhou-2024", disclosed, Role::operator_staff, acceptor));
    BOOST_CHECK(stands_as("yangzhou-2024", expert_review, Role::expert, reviewer));
    BOOST_CHECK(!stands_as("yangzhou-2024", expert_review, Role::expert, stage_actor));
    BOOST_CHECK(stands_as("yangzhou-2024", draft, Role::developer_staff, applicant));
    BOOST_CHECK(stands_as("yangzhou-2024", submitted, Role::treasury, ApplicationActor::other));
}

BOOST_AUTO_TEST_CASE(who_keeps_the_review_voids_scores_and_who_is_asked_gives_opinions) {
    const auto stands_as = [](std::string_view id, ApplicationState state, Role role,
                              ApplicationActor actor) {
        const auto actors = actors_of(pack(id), state, role);
        return std::ranges::find(actors, actor) != actors.end();
    };
    for (const auto state : {expert_review, deliberation, government_confirmation, disclosed}) {
        BOOST_CHECK(stands_as("zhoushan-2024", state, Role::data_authority, review_keeper));
        BOOST_CHECK(!stands_as("zhoushan-2024", state, Role::coordination, review_keeper));
        const auto to = decide(pack("zhoushan-2024"), state, void_score, {review_keeper});
        BOOST_REQUIRE(to.ok());
        BOOST_CHECK(to.value() == expert_review);
    }
    for (const auto state : {draft, submitted, pre_check, accepted, rejected})
        BOOST_CHECK(!decide(pack("zhoushan-2024"), state, void_score, {review_keeper}).ok());
    BOOST_CHECK(!stands_as("zhoushan-2024", disclosed, Role::expert, review_keeper));

    const auto members = review_by_members_and_departments;
    BOOST_CHECK(stands_as("hangzhou-2023", members, Role::department, participant));
    BOOST_CHECK(stands_as("hangzhou-2023", members, Role::coordination, participant));
    BOOST_CHECK(!stands_as("hangzhou-2023", expert_review, Role::department, participant));
    BOOST_CHECK(stands_as("ningbo-2023", expert_review, Role::department, participant));
    BOOST_CHECK(!stands_as("ningbo-2023", expert_review, Role::coordination, participant));
    BOOST_CHECK(!stands_as("yangzhou-2024", expert_review, Role::department, participant));
}

BOOST_AUTO_TEST_CASE(a_late_supplement_has_lapsed) {
    Application application;
    application.state = supplement_requested;
    application.supplement_due_on = parse_date("2026-03-20").value();
    BOOST_CHECK(state_on(application, parse_date("2026-03-20").value()) == supplement_requested);
    BOOST_CHECK(state_on(application, parse_date("2026-03-21").value()) == lapsed);
    BOOST_CHECK(!decide(pack("yangzhou-2024"), lapsed, supplement, {applicant}).ok());
}

BOOST_AUTO_TEST_CASE(submission_names_every_unfilled_field) {
    Notice notice;
    notice.conditions = {"good_standing", "no_blacklist"};
    Application application;
    application.statements = {{"good_standing", "已核对"}, {"no_blacklist", "　"}};
    const auto checked = check_complete(application, notice);
    BOOST_REQUIRE(!checked.ok());
    BOOST_CHECK_EQUAL(checked.error().fields.size(), 3U);
    application.plan_text = "方案";
    application.contact = "示例";
    application.statements[1].text = "未列入";
    BOOST_CHECK(check_complete(application, notice).ok());
}

BOOST_AUTO_TEST_CASE(missing_materials_keep_the_notices_order) {
    const std::vector<std::string> wanted{"c", "a", "b"};
    const std::vector<std::string> expected{"c", "b"};
    BOOST_CHECK(missing_materials(wanted, {"a"}) == expected);
    BOOST_CHECK(missing_materials(wanted, wanted).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::application_workflow_test
