#include <boost/test/unit_test.hpp>

#include "tenants/amendment.hpp"
#include "tenants/mandate.hpp"
#include "tenants/party_event.hpp"

namespace yunhe::tenants::amendment_test {
namespace {

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}
const RulePack& pack(std::string_view id) {
    const auto* found = library().find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}
Date day(std::string_view text) { return parse_date(text).value(); }
Timestamp at(std::string_view text) { return parse_timestamp(text).value(); }

Agreement running() {
    Agreement agreement;
    agreement.number = 7;
    agreement.state = AgreementState::signed_;
    agreement.from = day("2026-04-01");
    agreement.to = day("2028-03-31");
    agreement.service_fee = Money::fen(120000);
    agreement.fields = {"交通", "信用"};
    agreement.rule_pack_id = "yangzhou-2024";
    agreement.signed_at = start_of(day("2026-03-31"));
    return agreement;
}
Notice notice() {
    Notice notice;
    notice.fields = {"交通", "信用", "医疗"};
    return notice;
}
Amendment wanted(std::string_view effective_on = "2026-10-01") {
    Amendment amendment;
    amendment.effective_on = day(effective_on);
    amendment.reason = "业务调整(示例)";
    return amendment;
}
std::string refusal(const Amendment& amendment) {
    const auto result = checked_amendment(amendment, running(), notice(), pack("yangzhou-2024"),
                                          day("2026-09-01"));
    if (result.ok()) return "ok";
    const auto& error = result.error();
    return error.fields.empty() ? error.code
                                : error.fields[0].pointer + " " + error.fields[0].code;
}

template <class Table, class State, class Action, class Actor>
std::size_t accepted(const Table& table) {
    std::size_t count = 0;
    for (const auto& state : enum_texts<State>)
        for (const auto& action : enum_texts<Action>)
            for (const auto& actor : enum_texts<Actor>)
                count += next_state(table, state.value, action.value, actor.value).ok();
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(amendment)

BOOST_AUTO_TEST_CASE(only_moves_in_the_tables_succeed) {
    BOOST_CHECK_EQUAL((accepted<decltype(kAmendmentMoves), AmendmentState, AmendmentAction,
                                AmendmentActor>(kAmendmentMoves)),
                      kAmendmentMoves.size());
    BOOST_CHECK_EQUAL(
        (accepted<decltype(kMandateMoves), MandateState, MandateAction, MandateActor>(
            kMandateMoves)),
        kMandateMoves.size());
    BOOST_CHECK_EQUAL((accepted<decltype(kPartyEventMoves), PartyEventState, PartyEventAction,
                                PartyEventActor>(kPartyEventMoves)),
                      kPartyEventMoves.size());
}

BOOST_AUTO_TEST_CASE(terminal_states_are_terminal) {
    for (const auto state : {AmendmentState::refused, AmendmentState::signed_,
                             AmendmentState::in_force, AmendmentState::withdrawn})
        for (const auto& move : kAmendmentMoves) BOOST_CHECK(move.from != state);
    for (const auto& move : kMandateMoves)
        if (move.from == MandateState::ended) BOOST_CHECK(move.to == MandateState::ended);
    for (const auto& move : kPartyEventMoves) BOOST_CHECK(move.from == PartyEventState::reported);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused_at_its_place) {
    BOOST_CHECK_EQUAL(refusal(wanted()), "/effective_on nothing_amended");
    BOOST_CHECK_EQUAL(refusal(wanted("2026-08-31")), "/effective_on amendment_day_outside");
    BOOST_CHECK_EQUAL(refusal(wanted("2028-04-01")), "/effective_on amendment_day_outside");
    auto longer = wanted();
    longer.to = day("2028-04-30");
    BOOST_CHECK_EQUAL(refusal(longer), "/to amendment_extends_term");
    longer.to = day("2026-09-30");
    BOOST_CHECK_EQUAL(refusal(longer), "/to bad_interval");
    auto fee = wanted();
    fee.service_fee = Money::fen(-1);
    BOOST_CHECK_EQUAL(refusal(fee), "/service_fee negative_fee");
    auto fields = wanted();
    fields.removed_fields = {"医疗"};
    BOOST_CHECK_EQUAL(refusal(fields), "/removed_fields/0 field_not_in_agreement");
    fields.removed_fields = {"交通", "信用"};
    BOOST_CHECK_EQUAL(refusal(fields), "/removed_fields no_field_left");
    fields.removed_fields = {};
    fields.added_fields = {"信用"};
    BOOST_CHECK_EQUAL(refusal(fields), "/added_fields/0 field_in_agreement");
    fields.added_fields = {"航天"};
    BOOST_CHECK_EQUAL(refusal(fields), "field_outside_notice");
    fields.added_fields = {"医疗"};
    BOOST_CHECK_EQUAL(refusal(fields), "ok");
    fields.reason = " ";
    BOOST_CHECK_EQUAL(refusal(fields), "/reason reason_required");
}

BOOST_AUTO_TEST_CASE(added_fields_make_it_wider_everything_else_narrower) {
    const auto kind_of = [](const Amendment& amendment) {
        return checked_amendment(amendment, running(), notice(), pack("yangzhou-2024"),
                                 day("2026-09-01"))
            .value()
            .kind;
    };
    auto both = wanted();
    both.removed_fields = {"交通"};
    BOOST_CHECK(kind_of(both) == AmendmentKind::narrower);
    both.added_fields = {"医疗"};
    BOOST_CHECK(kind_of(both) == AmendmentKind::wider);
}

BOOST_AUTO_TEST_CASE(terms_change_on_their_day_and_the_last_day_at_once) {
    auto agreement = running();
    auto first = wanted("2026-10-01");
    first.number = 1;
    first.removed_fields = {"交通"};
    first.service_fee = Money::fen(60000);
    first.signed_at = at("2026-10-04T17:00:00Z");  // The 5th in China: later than its day.
    agreement.amended.push_back(amended_terms(agreement, first));
    BOOST_CHECK(terms_on(agreement, day("2026-10-04")).fields == agreement.fields);
    BOOST_CHECK(terms_on(agreement, day("2026-10-05")).fields == std::vector<std::string>{"信用"});
    BOOST_CHECK(terms_on(agreement, day("2026-10-05")).service_fee == Money::fen(60000));
    auto second = wanted("2027-01-01");
    second.number = 2;
    second.to = day("2027-06-30");
    second.signed_at = at("2026-11-01T00:00:00Z");
    const auto terms = amended_terms(agreement, second);
    BOOST_CHECK(terms.to == day("2027-06-30"));
    BOOST_CHECK(terms.fields == std::vector<std::string>{"信用"});  // On top of the first.
}

BOOST_AUTO_TEST_CASE(the_text_is_the_same_for_the_same_amendment) {
    auto amendment = wanted();
    amendment.removed_fields = {"交通"};
    amendment.reason = "第一行\n第二行";
    const AgreementParties parties{"平台", "甲", "乙", "913210001001210102", "丙"};
    const auto text = render_amendment_text(amendment, running(), parties);
    BOOST_CHECK_EQUAL(text, render_amendment_text(amendment, running(), parties));
    BOOST_CHECK(text.find("减少的领域:交通\n") != std::string::npos);
    BOOST_CHECK(text.find("理由:第一行 第二行\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_role_reviews_a_wider_scope_as_an_application) {
    BOOST_CHECK(amendment_reviewer(pack("yangzhou-2024")) == Role::operator_staff);
    for (const auto* id : {"quzhou-2024", "hangzhou-2023", "ningbo-2023", "zhoushan-2024"})
        BOOST_CHECK(amendment_reviewer(pack(id)) == Role::data_authority);
}

BOOST_AUTO_TEST_CASE(a_trial_is_where_the_text_has_one_and_no_longer_than_it_says) {
    const TenantPolicy policy;
    const auto code = [&](std::string_view id, std::string_view to) {
        return check_trial_term(pack(id), policy, day("2026-04-01"), day(to));
    };
    BOOST_CHECK(code("hangzhou-2023", "2026-09-30").ok());
    const auto over = code("hangzhou-2023", "2026-10-01");
    BOOST_CHECK_EQUAL(over.error().code, "trial_over_limit");
    BOOST_CHECK_EQUAL(over.error().rule->article.value_or(""), "三(四)3(5)");
    for (const auto* id : {"yangzhou-2024", "quzhou-2024", "ningbo-2023", "zhoushan-2024"}) {
        const auto refused = code(id, "2026-05-01");
        BOOST_CHECK_EQUAL(refused.error().code, "trial_not_provided");
        BOOST_CHECK_EQUAL(refused.error().rule->source, "tenant_policy");
        BOOST_CHECK(!refused.error().rule->article);
        // A silent text leaves it to the tenant.
        TenantPolicy decided;
        decided.values.emplace("trial_term_months_max", 3);
        BOOST_CHECK(
            check_trial_term(pack(id), decided, day("2026-04-01"), day("2026-06-30")).ok());
        const auto longer =
            check_trial_term(pack(id), decided, day("2026-04-01"), day("2026-07-01"));
        BOOST_CHECK_EQUAL(longer.error().code, "trial_over_limit");
        BOOST_CHECK_EQUAL(longer.error().rule->source, "tenant_policy");
    }
}

BOOST_AUTO_TEST_CASE(a_renewal_is_asked_for_within_the_packs_lead_time) {
    const TenantPolicy policy;
    const auto check = [&](std::string_view id, std::string_view today) {
        return check_renewal(pack(id), policy, running(), day(today));
    };
    BOOST_CHECK(check("hangzhou-2023", "2027-12-31").ok());
    const auto late = check("hangzhou-2023", "2028-01-01");
    BOOST_CHECK_EQUAL(late.error().code, "renewal_too_late");
    BOOST_CHECK_EQUAL(late.error().rule->article.value_or(""), "三(四)3(2)");
    BOOST_CHECK(check("quzhou-2024", "2028-03-31").ok());
    BOOST_CHECK_EQUAL(check("quzhou-2024", "2028-04-01").error().rule->article.value_or(""),
                      "三(五)");
    BOOST_CHECK(check("yangzhou-2024", "2028-03-31").ok());
    BOOST_CHECK_EQUAL(check("yangzhou-2024", "2028-04-01").error().rule->source, "system");
}

BOOST_AUTO_TEST_CASE(a_mandate_opens_access_without_its_stops_and_with_its_takeovers) {
    Mandate mandate;
    mandate.from = day("2026-01-01");
    mandate.to = day("2026-12-31");
    mandate.stops = {{at("2026-03-01T00:00:00Z"), at("2026-03-02T00:00:00Z"), "示例"}};
    MandateTakeover takeover;
    takeover.from = day("2027-01-01");
    takeover.to = day("2027-01-31");
    mandate.takeovers = {takeover};
    const std::vector<Interval> wanted_intervals{
        {start_of(day("2026-01-01")), at("2026-03-01T00:00:00Z")},
        {at("2026-03-02T00:00:00Z"), end_of(day("2027-01-31"))}};
    BOOST_CHECK(mandate_intervals({mandate}) == wanted_intervals);
    mandate.state = MandateState::suspended;
    mandate.stops.push_back({at("2026-06-01T00:00:00Z"), {}, "示例"});
    mandate.takeovers.clear();
    BOOST_CHECK(mandate_intervals({mandate}).back().to == at("2026-06-01T00:00:00Z"));
    BOOST_CHECK_EQUAL(require_mandate({mandate}, day("2026-07-01")).error().code,
                      "mandate_suspended");
    mandate.state = MandateState::draft;
    BOOST_CHECK(mandate_intervals({mandate}).empty());
    BOOST_CHECK_EQUAL(require_mandate({mandate}, day("2026-07-01")).error().code,
                      "mandate_missing");
    mandate.state = MandateState::ended;
    mandate.ended_at = at("2026-07-01T00:00:00Z");
    BOOST_CHECK_EQUAL(require_mandate({mandate}, day("2026-07-02")).error().code, "mandate_ended");
    BOOST_CHECK(state_on(mandate, day("2026-07-02")) == MandateState::ended);
    BOOST_CHECK_EQUAL(to_text(mandate_plan_due_on(mandate)), "2026-07-04");
}

BOOST_AUTO_TEST_CASE(a_party_event_needs_what_its_kind_needs) {
    Body developer;
    developer.id = {1};
    developer.kind = BodyKind::developer;
    Body department = developer;
    department.kind = BodyKind::department;
    Body other = developer;
    other.id = {2};
    PartyEvent event;
    event.happened_on = day("2026-05-01");
    const auto code = [&](const Body& body, const std::optional<Body>& successor) {
        const auto status = check_party_event(event, body, successor, day("2026-05-01"));
        return status.ok() ? std::string("ok") : status.error().fields[0].code;
    };
    BOOST_CHECK_EQUAL(code(developer, {}), "new_value_needed");
    event.new_value = "新名称";
    BOOST_CHECK_EQUAL(code(developer, {}), "ok");
    BOOST_CHECK_EQUAL(code(department, {}), "ok");
    BOOST_CHECK_EQUAL(code(developer, other), "successor_not_needed");
    event.kind = PartyEventKind::merger;
    BOOST_CHECK_EQUAL(code(developer, other), "new_value_not_needed");
    event.new_value = "";
    BOOST_CHECK_EQUAL(code(developer, {}), "successor_needed");
    BOOST_CHECK_EQUAL(code(developer, developer), "successor_not_of_kind");
    BOOST_CHECK_EQUAL(code(department, other), "successor_not_of_kind");
    BOOST_CHECK_EQUAL(code(developer, other), "ok");
    event.kind = PartyEventKind::insolvency;
    BOOST_CHECK_EQUAL(code(department, {}), "party_event_not_of_kind");
    event.evidence_sm3 = "zz";
    BOOST_CHECK_EQUAL(code(developer, {}), "bad_digest");
    event.happened_on = day("2026-05-02");
    BOOST_CHECK_EQUAL(code(developer, {}), "happened_in_the_future");
}

BOOST_AUTO_TEST_CASE(the_packs_clauses_are_those_of_the_texts) {
    const auto codes = [](std::string_view id) {
        std::vector<std::string> found;
        for (const auto& clause : agreement_clauses(pack(id), running()))
            found.push_back(clause.code);
        return found;
    };
    using Codes = std::vector<std::string>;
    BOOST_CHECK(codes("yangzhou-2024") ==
                (Codes{"rights_and_duties", "scope", "term", "service_fee", "security",
                       "prohibited_acts", "credit_pledge", "exit", "liability"}));
    BOOST_CHECK(codes("quzhou-2024") ==
                (Codes{"rights_and_duties", "scope", "term", "reasonable_return_method",
                       "security", "asset_disposal", "exit", "liability"}));
    Codes zhoushan{"scope", "term", "mode", "liability"};
    BOOST_CHECK(codes("zhoushan-2024") == zhoushan);
    auto paid = running();
    paid.data_use_paid = true;
    zhoushan.insert(zhoushan.end(), {"fee_standard", "return_or_compensation"});
    Codes with_pay;
    for (const auto& clause : agreement_clauses(pack("zhoushan-2024"), paid))
        with_pay.push_back(clause.code);
    BOOST_CHECK(with_pay == zhoushan);
    for (const auto* id : {"hangzhou-2023", "ningbo-2023"}) {
        BOOST_CHECK(pack(id).items("agreement_clauses").empty());  // The text names none.
        BOOST_CHECK_EQUAL(codes(id).size(), 6U);
    }
    for (const auto* id : {"yangzhou-2024", "quzhou-2024", "zhoushan-2024"})
        for (const auto& clause : agreement_clauses(pack(id), running()))
            BOOST_CHECK_MESSAGE(clause.text.find("另行书面约定") == std::string::npos,
                                id << " " << clause.code);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::amendment_test
