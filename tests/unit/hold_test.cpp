#include <boost/test/unit_test.hpp>

#include "tenants/agreement_workflow.hpp"
#include "tenants/exit.hpp"
#include "tenants/rectification_workflow.hpp"

namespace yunhe::tenants::hold_test {
namespace {

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

Timestamp hour(int n) { return Timestamp{} + std::chrono::hours(n); }

Caller caller_of(BodyKind kind, Role role, std::uint64_t body = 1) {
    Caller caller{.scope = TenantScopeMaker::make(TenantId{7}),
                  .now = hour(0),
                  .user_id = {},
                  .username = {},
                  .body_id = {},
                  .delegate_for_id = {},
                  .api_key_id = {},
                  .key_scopes = {}};
    caller.body_id = BodyId{body};
    caller.body_kind = kind;
    caller.role = role;
    return caller;
}
const auto kAdmin = caller_of(BodyKind::operator_body, Role::operator_admin, 1);
const auto kStaff = caller_of(BodyKind::operator_body, Role::operator_staff, 1);
const auto kAuthority = caller_of(BodyKind::authority, Role::data_authority, 2);
const auto kDeveloper = caller_of(BodyKind::developer, Role::developer_admin, 3);

Agreement agreement_of(std::uint64_t developer) {
    Agreement agreement;
    agreement.developer_id = BodyId{developer};
    return agreement;
}

std::string code_of(const Status& status) { return status.ok() ? "ok" : status.error().code; }
std::string article_of(const Status& status) {
    return status.error().rule->article.value_or("");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(holds)

BOOST_AUTO_TEST_CASE(what_is_left_of_a_stretch_lies_outside_of_the_cuts) {
    const std::vector<Interval> whole{{hour(0), hour(10)}};
    BOOST_CHECK(subtract(whole, {}) == whole);
    BOOST_CHECK(subtract(whole, {{hour(0), hour(10)}}).empty());
    const std::vector<Interval> around{{hour(0), hour(2)}, {hour(4), hour(6)}, {hour(8), hour(10)}};
    BOOST_CHECK(subtract(whole, {{hour(6), hour(8)}, {hour(2), hour(4)}}) == around);
    BOOST_CHECK(subtract(whole, {{hour(3), hour(3)}}) == whole);
    const std::vector<Interval> head{{hour(0), hour(2)}};
    BOOST_CHECK(subtract(whole, {{hour(2), Timestamp::max()}, {hour(5), hour(6)}}) == head);
}

BOOST_AUTO_TEST_CASE(the_pack_says_who_suspends) {
    const auto own = agreement_of(3);
    const auto place = [&](const char* id, const Caller& caller, bool urgent) {
        return check_may_place(pack(id), caller, own, HoldCause::breach, urgent);
    };
    BOOST_CHECK(place("yangzhou-2024", kAdmin, false).ok());
    BOOST_CHECK(place("yangzhou-2024", kAuthority, false).ok());
    BOOST_CHECK_EQUAL(code_of(place("yangzhou-2024", kStaff, false)), "not_a_suspender");
    for (const char* id : {"hangzhou-2023", "quzhou-2024", "ningbo-2023"}) {
        const auto refused = place(id, kAdmin, false);
        BOOST_REQUIRE_EQUAL(code_of(refused), "not_a_suspender");
        BOOST_CHECK(refused.error().kind == Errc::party);
        BOOST_CHECK_EQUAL(refused.error().rule->source, "regulation");
        BOOST_CHECK_EQUAL(article_of(refused), *pack(id).find("suspenders")->article);
    }
    // Zhoushan's text has no temporary stop, so nothing of it may be cited.
    const auto silent = place("zhoushan-2024", kAdmin, false);
    BOOST_CHECK_EQUAL(silent.error().rule->source, "system");
    BOOST_CHECK(!silent.error().rule->article);
    for (const char* id : {"yangzhou-2024", "hangzhou-2023", "zhoushan-2024"})
        BOOST_CHECK(place(id, kStaff, true).ok());
}

BOOST_AUTO_TEST_CASE(a_developer_stops_itself_only_and_only_for_risk) {
    const auto& rules = pack("hangzhou-2023");
    const auto place = [&](HoldCause cause, bool urgent, std::uint64_t owner) {
        return code_of(check_may_place(rules, kDeveloper, agreement_of(owner), cause, urgent));
    };
    BOOST_CHECK_EQUAL(place(HoldCause::risk, true, 3), "ok");
    BOOST_CHECK_EQUAL(place(HoldCause::incident, true, 3), "ok");
    BOOST_CHECK_EQUAL(place(HoldCause::risk, false, 3), "not_a_suspender");
    BOOST_CHECK_EQUAL(place(HoldCause::breach, true, 3), "not_a_suspender");
    BOOST_CHECK_EQUAL(place(HoldCause::risk, true, 4), "not_your_object");
}

BOOST_AUTO_TEST_CASE(an_urgent_stop_is_confirmed_by_another_body) {
    Hold hold;
    hold.urgent = true;
    hold.placed_by_body_id = BodyId{1};
    const auto confirm = [&](const char* id, const Caller& caller) {
        return code_of(check_may_confirm(pack(id), caller, hold));
    };
    BOOST_CHECK_EQUAL(confirm("yangzhou-2024", kAdmin), "own_urgent_stop");
    BOOST_CHECK_EQUAL(confirm("yangzhou-2024", kAuthority), "ok");
    BOOST_CHECK_EQUAL(confirm("ningbo-2023", kAuthority), "ok");
    BOOST_CHECK_EQUAL(confirm("ningbo-2023", kDeveloper), "not_a_suspender");
}

BOOST_AUTO_TEST_CASE(nobody_releases_what_the_authority_placed_but_the_authority) {
    Hold hold;
    hold.placed_by_body_id = BodyId{1};
    const auto& rules = pack("yangzhou-2024");
    const auto release = [&](const Caller& caller) {
        return code_of(check_may_release(rules, caller, hold));
    };
    BOOST_CHECK_EQUAL(release(kAdmin), "ok");
    BOOST_CHECK_EQUAL(release(kStaff), "not_a_suspender");
    BOOST_CHECK_EQUAL(release(kAuthority), "ok");
    hold.urgent = true;
    BOOST_CHECK_EQUAL(release(kStaff), "ok");
    hold.confirmed_at = hour(1);
    BOOST_CHECK_EQUAL(release(kStaff), "not_a_suspender");
    BOOST_CHECK_EQUAL(release(kAdmin), "hold_not_yours");
    BOOST_CHECK_EQUAL(release(kAuthority), "ok");
    hold.placed_by_body_id = BodyId{3};
    BOOST_CHECK_EQUAL(release(kDeveloper), "not_a_suspender");
    BOOST_CHECK_EQUAL(release(kAdmin), "hold_not_yours");
}

BOOST_AUTO_TEST_CASE(a_hold_shows_only_while_the_term_runs) {
    auto agreement = agreement_of(3);
    agreement.state = AgreementState::signed_;
    agreement.from = parse_date("2026-04-01").value();
    agreement.to = parse_date("2026-04-30").value();
    agreement.signed_at = start_of(agreement.from);
    agreement.on_hold = true;
    const auto state = [&](const char* day) {
        return state_on(agreement, parse_date(day).value());
    };
    BOOST_CHECK(state("2026-03-31") == AgreementState::signed_);
    BOOST_CHECK(state("2026-04-30") == AgreementState::suspended);
    BOOST_CHECK(state("2026-05-01") == AgreementState::expired);
    for (const auto stored : {AgreementState::terminated, AgreementState::exiting,
                              AgreementState::closed}) {
        agreement.state = stored;
        agreement.terminated_at = start_of(parse_date("2026-04-10").value());
        BOOST_CHECK(state("2026-04-11") == stored);
        BOOST_CHECK(access_interval(agreement).to == *agreement.terminated_at);
    }
}

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_of_rectification_succeed) {
    std::size_t accepted = 0;
    for (const auto& state : enum_texts<RectificationState>)
        for (const auto& action : enum_texts<RectificationAction>)
            for (const auto& actor : enum_texts<RectificationActor>)
                accepted += next_state(kRectificationMoves, state.value, action.value, actor.value)
                                .ok();
    BOOST_CHECK_EQUAL(accepted, kRectificationMoves.size());
}

BOOST_AUTO_TEST_CASE(what_is_over_stays_over) {
    using R = RectificationState;
    for (const auto& row : kRectificationMoves)
        BOOST_CHECK(row.from == R::ordered || row.from == R::answered);
    for (const auto& row : kAgreementMoves) BOOST_CHECK(row.from != AgreementState::closed);
    // From its end an agreement only leaves by the exit.
    for (const auto& row : kAgreementMoves)
        if (row.from == AgreementState::expired || row.from == AgreementState::terminated)
            BOOST_CHECK(row.to == AgreementState::exiting);
}

BOOST_AUTO_TEST_CASE(lateness_begins_after_the_last_day) {
    Rectification rectification;
    BOOST_CHECK(!is_late(rectification, parse_date("2026-04-02").value()));
    rectification.due_on = parse_date("2026-04-01").value();
    BOOST_CHECK(!is_late(rectification, *rectification.due_on));
    BOOST_CHECK(is_late(rectification, parse_date("2026-04-02").value()));
    rectification.state = RectificationState::answered;
    BOOST_CHECK(!is_late(rectification, parse_date("2026-04-02").value()));
}

BOOST_AUTO_TEST_CASE(the_packs_name_steps_of_breach_and_exit) {
    for (const char* id : {"hangzhou-2023", "quzhou-2024", "ningbo-2023"}) {
        BOOST_CHECK(closes_meanwhile(pack(id)));
        BOOST_CHECK(correction_comes_first(pack(id)));
    }
    BOOST_CHECK(!closes_meanwhile(pack("yangzhou-2024")));
    const std::vector<ExitStep> three{ExitStep::close_access, ExitStep::delete_data,
                                      ExitStep::keep_logs};
    BOOST_CHECK(exit_steps(pack("ningbo-2023")) == three);
    BOOST_CHECK(exit_steps(pack("yangzhou-2024")) == three);
    const std::vector<ExitStep> four{ExitStep::close_access, ExitStep::delete_data,
                                     ExitStep::asset_disposal, ExitStep::keep_logs};
    BOOST_CHECK(exit_steps(pack("quzhou-2024")) == four);
    BOOST_CHECK_EQUAL(cite_exit_step(pack("yangzhou-2024"), ExitStep::keep_logs).source, "system");
    BOOST_CHECK_EQUAL(cite_exit_step(pack("ningbo-2023"), ExitStep::keep_logs).article.value_or(""),
                      "17");
    for (const char* id : {"yangzhou-2024", "ningbo-2023", "zhoushan-2024"})
        BOOST_CHECK_EQUAL(log_retention_months(pack(id), {}), 6);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::hold_test
