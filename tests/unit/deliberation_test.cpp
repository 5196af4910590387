#include <boost/test/unit_test.hpp>

#include <set>

#include "tenants/deliberation_workflow.hpp"

namespace yunhe::tenants::deliberation_test {
namespace {

using enum DeliberationState;

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

MeetingRecord record_of(std::vector<DeliberationCheck> checks = {}) {
    return {{"finance", "justice"},
            {{"finance", Vote::agree, ""}, {"justice", Vote::abstain, ""}},
            std::move(checks),
            "纪要〔2026〕1号",
            MinutesOutcome::pass};
}

std::string field_code(const Status& status, std::string_view pointer) {
    if (status.ok()) return {};
    for (const auto& field : status.error().fields)
        if (field.pointer == pointer) return field.code;
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(deliberation)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::set<std::tuple<DeliberationState, DeliberationAction, DeliberationActor>> rows;
    for (const auto& move : kDeliberationMoves) {
        rows.insert({move.from, move.action, move.actor});
        BOOST_CHECK(move.from != concluded && move.from != cancelled);
        BOOST_CHECK(move.actor == DeliberationActor::secretary);
    }
    for (const auto& state : enum_texts<DeliberationState>)
        for (const auto& action : enum_texts<DeliberationAction>)
            for (const auto& actor : enum_texts<DeliberationActor>)
                BOOST_CHECK_EQUAL(
                    next_state(kDeliberationMoves, state.value, action.value, actor.value).ok(),
                    rows.contains({state.value, action.value, actor.value}));
}

BOOST_AUTO_TEST_CASE(only_members_of_the_pack_attend_and_only_who_attends_votes) {
    const auto& rules = pack("ningbo-2023");
    BOOST_CHECK(check_record(rules, record_of()).ok());
    auto record = record_of();
    record.attendance.push_back("football_club");
    BOOST_CHECK_EQUAL(field_code(check_record(rules, record), "/attendance/2"), "not_one_of");
    record = record_of();
    record.votes.push_back({"secrecy", Vote::agree, ""});
    BOOST_CHECK_EQUAL(field_code(check_record(rules, record), "/votes/2/member"),
                      "not_in_attendance");
    record = record_of();
    record.votes.push_back(record.votes.front());
    BOOST_CHECK_EQUAL(field_code(check_record(rules, record), "/votes/2"), "repeated_item");
    record = record_of();
    record.attendance.clear();
    BOOST_CHECK_EQUAL(field_code(check_record(rules, record), "/attendance"), "too_few_items");
}

BOOST_AUTO_TEST_CASE(the_packs_checks_are_all_looked_at) {
    const auto& rules = pack("quzhou-2024");
    const auto one = check_record(rules, record_of({{"security_conditions", true, ""}}));
    BOOST_REQUIRE(!one.ok());
    BOOST_CHECK_EQUAL(one.error().code, "deliberation_check_missing");
    BOOST_CHECK_EQUAL(one.error().rule->article.value_or(""), "三(三)3");
    BOOST_CHECK(check_record(rules, record_of({{"security_conditions", true, ""},
                                               {"credit_conditions", true, ""}}))
                    .ok());
    BOOST_CHECK_EQUAL(
        field_code(check_record(pack("zhoushan-2024"), record_of({{"colour", true, ""}})),
                   "/checks/0/check"),
        "not_one_of");
}

BOOST_AUTO_TEST_CASE(the_stage_says_who_is_asked) {
    const auto members =
        pack("hangzhou-2023").find_stage(StageKind::review_by_members_and_departments).value();
    BOOST_CHECK(asks_members(members) && asks_departments(members));
    const auto review = pack("ningbo-2023").find_stage(StageKind::expert_review).value();
    BOOST_CHECK(!asks_members(review) && asks_departments(review));
    for (const auto* id : {"yangzhou-2024", "quzhou-2024", "zhoushan-2024"})
        for (const auto& stage : pack(id).stages()) BOOST_CHECK(!asks_participants(stage));
    BOOST_CHECK(!asks_participants(pack("ningbo-2023").find_stage(StageKind::lab).value()));
}

BOOST_AUTO_TEST_CASE(silence_is_named_and_no_consent) {
    StageOpinion spoken;
    spoken.title = "财政";
    spoken.opinion = OpinionKind::agree;
    StageOpinion silent;
    silent.title = "司法";
    BOOST_CHECK(silent_ones({spoken, silent}) == std::vector<std::string>{"司法"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::deliberation_test
