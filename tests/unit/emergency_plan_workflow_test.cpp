#include <boost/test/unit_test.hpp>

#include "tenants/emergency_plan_workflow.hpp"

namespace yunhe::tenants::emergency_plan_workflow_test {
namespace {

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    return *library.find(id);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(emergency_plan_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t accepted = 0;
    for (const auto& state : enum_texts<EmergencyPlanState>)
        for (const auto& action : enum_texts<EmergencyPlanAction>)
            for (const auto& actor : enum_texts<EmergencyPlanActor>) {
                const auto to = next_state(kEmergencyPlanMoves, state.value, action.value,
                                           actor.value);
                accepted += to.ok();
                if (actor.value == EmergencyPlanActor::other) BOOST_CHECK(!to.ok());
            }
    BOOST_CHECK_EQUAL(accepted, kEmergencyPlanMoves.size());
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_an_end_and_no_maker_approves_its_own) {
    for (const auto& move : kEmergencyPlanMoves) {
        BOOST_CHECK(move.from != EmergencyPlanState::superseded &&
                    move.from != EmergencyPlanState::withdrawn);
        if (move.action == EmergencyPlanAction::approve)
            BOOST_CHECK(move.actor != EmergencyPlanActor::maker);
    }
}

BOOST_AUTO_TEST_CASE(the_pack_names_the_maker) {
    BOOST_CHECK(emergency_plan_maker(pack("yangzhou-2024")) == BodyKind::operator_body);
    BOOST_CHECK(emergency_plan_maker(pack("quzhou-2024")) == BodyKind::authority);
    BOOST_CHECK(emergency_plan_maker(pack("hangzhou-2023")) == BodyKind::authority);
    BOOST_CHECK(emergency_plan_maker(pack("ningbo-2023")) == BodyKind::developer);
    BOOST_CHECK(emergency_plan_maker(pack("zhoushan-2024")) == BodyKind::authority);
}

BOOST_AUTO_TEST_CASE(who_is_who_under_each_pack) {
    const auto actor = [](const char* id, BodyKind kind, Role role) {
        return emergency_plan_actor(pack(id), kind, role);
    };
    using enum EmergencyPlanActor;
    BOOST_CHECK(actor("yangzhou-2024", BodyKind::operator_body, Role::operator_staff) == maker);
    BOOST_CHECK(actor("yangzhou-2024", BodyKind::authority, Role::data_authority) == approver);
    BOOST_CHECK(actor("yangzhou-2024", BodyKind::developer, Role::developer_admin) == other);
    BOOST_CHECK(actor("ningbo-2023", BodyKind::developer, Role::developer_staff) == maker);
    BOOST_CHECK(actor("ningbo-2023", BodyKind::operator_body, Role::operator_admin) == other);
    BOOST_CHECK(actor("hangzhou-2023", BodyKind::authority, Role::data_authority) ==
                approving_maker);
    BOOST_CHECK(actor("hangzhou-2023", BodyKind::authority, Role::coordination) == other);
    BOOST_CHECK(actor("hangzhou-2023", BodyKind::operator_body, Role::finance) == other);
}

BOOST_AUTO_TEST_CASE(the_security_bodies_take_part_where_the_text_says_so) {
    const std::vector<std::string> all{"cyberspace", "cryptography", "secrecy", "public_security",
                                       "state_security"};
    const std::pair<const char*, const char*> articles[] = {{"hangzhou-2023", "五(四)"},
                                                            {"quzhou-2024", "六(二)"}};
    for (const auto& [id, article] : articles) {
        BOOST_CHECK(check_participants(pack(id), all).ok());
        for (const auto& left_out : all) {
            auto some = all;
            std::erase(some, left_out);
            const auto refused = check_participants(pack(id), some);
            BOOST_REQUIRE(!refused.ok());
            BOOST_CHECK_EQUAL(refused.error().code, "plan_participant_missing");
            BOOST_CHECK_EQUAL(refused.error().rule->article.value(), article);
        }
    }
    BOOST_CHECK(check_participants(pack("ningbo-2023"), {}).ok());
    BOOST_CHECK(check_participants(pack("yangzhou-2024"), {}).ok());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::emergency_plan_workflow_test
