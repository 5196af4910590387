#include <boost/test/unit_test.hpp>

#include "tenants/notice_workflow.hpp"

namespace yunhe::tenants::notice_workflow_test {
namespace {

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

Date day(std::string_view text) { return parse_date(text).value(); }

Notice yangzhou_notice() {
    Notice notice;
    notice.window_from = day("2026-03-02");
    notice.window_to = day("2026-03-20");
    notice.fields = {"交通", "credit"};
    notice.conditions = pack("yangzhou-2024").list("conditions");
    notice.criteria = {"qualification"};
    notice.rule_pack_id = "yangzhou-2024";
    return notice;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notice_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t accepted = 0;
    for (const auto& state : enum_texts<NoticeState>)
        for (const auto& action : enum_texts<NoticeAction>)
            for (const auto& actor : enum_texts<NoticeActor>) {
                const auto to = next_state(kNoticeMoves, state.value, action.value, actor.value);
                accepted += to.ok();
                if (actor.value == NoticeActor::other) BOOST_CHECK(!to.ok());
            }
    BOOST_CHECK_EQUAL(accepted, kNoticeMoves.size());
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_an_end) {
    for (const auto& move : kNoticeMoves)
        BOOST_CHECK(move.from != NoticeState::withdrawn && move.from != NoticeState::concluded);
}

BOOST_AUTO_TEST_CASE(the_pack_names_the_publisher) {
    BOOST_CHECK(notice_actor(pack("yangzhou-2024"), Role::operator_staff) ==
                NoticeActor::publisher);
    BOOST_CHECK(notice_actor(pack("yangzhou-2024"), Role::operator_admin) ==
                NoticeActor::publisher);
    BOOST_CHECK(notice_actor(pack("yangzhou-2024"), Role::data_authority) == NoticeActor::other);
    BOOST_CHECK(notice_actor(pack("quzhou-2024"), Role::data_authority) == NoticeActor::publisher);
    BOOST_CHECK(notice_actor(pack("quzhou-2024"), Role::operator_staff) == NoticeActor::other);
}

BOOST_AUTO_TEST_CASE(a_published_notice_is_closed_the_day_after_its_window) {
    auto notice = yangzhou_notice();
    BOOST_CHECK(!window_open(notice, day("2026-03-10")));
    notice.state = NoticeState::published;
    BOOST_CHECK(!window_open(notice, day("2026-03-01")));
    BOOST_CHECK(window_open(notice, day("2026-03-02")));
    BOOST_CHECK(window_open(notice, day("2026-03-20")));
    BOOST_CHECK(!window_open(notice, day("2026-03-21")));
    BOOST_CHECK(state_on(notice, day("2026-03-20")) == NoticeState::published);
    BOOST_CHECK(state_on(notice, day("2026-03-21")) == NoticeState::closed);
}

BOOST_AUTO_TEST_CASE(unknown_conditions_are_named_but_priority_fields_exclude_no_others) {
    auto notice = yangzhou_notice();
    BOOST_CHECK(check_notice_words(pack("yangzhou-2024"), notice).ok());
    notice.fields.push_back("不存在的领域");
    notice.conditions.push_back("no_such_condition");
    const auto checked = check_notice_words(pack("yangzhou-2024"), notice);
    BOOST_REQUIRE(!checked.ok());
    BOOST_REQUIRE_EQUAL(checked.error().fields.size(), 1U);
    BOOST_CHECK_EQUAL(checked.error().fields[0].pointer, "/conditions/6");
}

BOOST_AUTO_TEST_CASE(a_condition_of_the_pack_cant_be_left_out) {
    auto notice = yangzhou_notice();
    BOOST_CHECK(check_publishable(pack("yangzhou-2024"), notice, day("2026-03-02")).ok());
    std::erase(notice.conditions, "security_head");
    const auto checked = check_publishable(pack("yangzhou-2024"), notice, day("2026-03-02"));
    BOOST_REQUIRE(!checked.ok());
    BOOST_CHECK_EQUAL(checked.error().code, "condition_left_out");
    BOOST_REQUIRE(checked.error().rule.has_value());
    BOOST_CHECK_EQUAL(checked.error().rule->article.value_or(""), "10(三)");
}

BOOST_AUTO_TEST_CASE(each_part_that_the_pack_names_must_be_filled) {
    Notice full;
    full.window_from = day("2026-03-02");
    full.window_to = day("2026-03-20");
    full.mode = "按场景授权";
    full.scope = "交通领域数据";
    full.conditions = {"provincial_security_conditions"};
    full.fields = {"transport"};
    full.criteria = {"qualification"};
    full.requirements = "按要求提交";
    const auto& hangzhou = pack("hangzhou-2023");
    BOOST_CHECK(empty_parts(hangzhou, full).empty());
    BOOST_CHECK(check_publishable(hangzhou, full, day("2026-03-02")).ok());
    const auto refused = [&](const char* part, auto clear) {
        auto notice = full;
        clear(notice);
        BOOST_CHECK(empty_parts(hangzhou, notice) == std::vector<std::string>{part});
        const auto checked = check_publishable(hangzhou, notice, day("2026-03-02"));
        BOOST_REQUIRE(!checked.ok());
        BOOST_CHECK_EQUAL(checked.error().code, "notice_part_missing");
        BOOST_CHECK_EQUAL(checked.error().rule->article.value(), "三(四)3(1)");
    };
    refused("mode", [](Notice& n) { n.mode = " "; });
    refused("scope", [](Notice& n) { n.scope.clear(); });
    refused("review_criteria", [](Notice& n) { n.criteria.clear(); });
    refused("requirements", [](Notice& n) { n.requirements.clear(); });
    // Texts that ask for conditions only let the other parts be empty.
    full.mode.clear();
    full.scope.clear();
    BOOST_CHECK(empty_parts(pack("zhoushan-2024"), full).empty());
}

BOOST_AUTO_TEST_CASE(review_items_of_the_pack_are_among_the_criteria) {
    Notice notice;
    notice.window_from = day("2026-03-02");
    notice.window_to = day("2026-03-20");
    const auto& ningbo = pack("ningbo-2023");
    notice.fields = {"credit"};
    notice.conditions = ningbo.list("conditions");
    notice.materials = ningbo.list("materials");
    notice.criteria = ningbo.list("review_items");
    BOOST_CHECK(check_publishable(ningbo, notice, day("2026-03-02")).ok());
    std::erase(notice.criteria, "emergency_plan");
    const auto checked = check_publishable(ningbo, notice, day("2026-03-02"));
    BOOST_REQUIRE(!checked.ok());
    BOOST_CHECK_EQUAL(checked.error().code, "criterion_left_out");
    BOOST_CHECK_EQUAL(checked.error().rule->article.value(), "14(四)");
    notice.fields.clear();
    const auto no_fields = check_publishable(ningbo, notice, day("2026-03-02"));
    BOOST_CHECK_EQUAL(no_fields.error().code, "notice_part_missing");
    BOOST_CHECK_EQUAL(no_fields.error().rule->article.value(), "11");
}

BOOST_AUTO_TEST_CASE(a_window_that_is_over_cant_be_published) {
    BOOST_CHECK(
        !check_publishable(pack("yangzhou-2024"), yangzhou_notice(), day("2026-03-21")).ok());
}

BOOST_AUTO_TEST_CASE(code_and_title_name_the_same_field) {
    BOOST_CHECK(same_field(pack("yangzhou-2024"), "交通", "transport"));
    BOOST_CHECK(!same_field(pack("yangzhou-2024"), "交通", "credit"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::notice_workflow_test
