#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

#include "tenants/obligation_facts.hpp"
#include "tenants/reminder.hpp"
#include "tenants/webhook_url.hpp"

namespace obligation_test {

using namespace yunhe;
using namespace yunhe::tenants;

namespace {

constexpr BodyId kOperator{1};
constexpr BodyId kAuthority{2};
constexpr BodyId kDeveloper{3};

Date day(const char* text) { return parse_date(text).value(); }

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}

/// A tenant under one pack with an operator, an authority, one agreement and one mandate.
struct Case {
    explicit Case(const char* pack_id, const char* from = "2026-01-01",
                  const char* to = "2027-12-31") {
        facts.pack = library().find(pack_id);
        BOOST_REQUIRE(facts.pack != nullptr);
        facts.national = &library().national();
        facts.bodies = {{BodyKind::operator_body, kOperator}, {BodyKind::authority, kAuthority}};
        facts.agreements.push_back({.id = 7,
                                    .number = 3,
                                    .developer_id = kDeveloper,
                                    .developer_name = "示例公司",
                                    .trial = false,
                                    .from = day(from),
                                    .to = day(to),
                                    .signed_on = day(from),
                                    .terminated_on = {},
                                    .retention_until = {},
                                    .pack = facts.pack,
                                    .policy = &facts.policy});
    }
    void add_mandate(const char* from, const char* to) {
        facts.mandates.push_back({.id = 9,
                                  .document = "示例〔2026〕1号",
                                  .from = day(from),
                                  .to = day(to),
                                  .recorded_on = day(from),
                                  .ended_on = {}});
    }
    AgreementFact& agreement() { return facts.agreements.front(); }

    std::vector<DerivedObligation> of(ObligationKind kind, const char* today,
                                      BodyId body_id) const {
        std::vector<DerivedObligation> found;
        for (auto& derived : obligations_of(facts, day(today)))
            if (derived.obligation.kind == kind && derived.obligation.body_id == body_id)
                found.push_back(derived);
        std::ranges::sort(found, {}, [](const auto& d) { return d.obligation.due_on; });
        return found;
    }
    /// The last days, "2026-06-30 2026-12-31".
    std::string due(ObligationKind kind, const char* today, BodyId body_id = kDeveloper) const {
        std::string days;
        for (const auto& derived : of(kind, today, body_id))
            days += (days.empty() ? "" : " ") + to_text(derived.obligation.due_on);
        return days;
    }
    std::string article(ObligationKind kind, const char* today, BodyId body_id = kDeveloper) const {
        const auto found = of(kind, today, body_id);
        BOOST_REQUIRE(!found.empty());
        const auto& rule = found.front().obligation.rule;
        return rule && rule->article ? *rule->article : "";
    }
    DueSource source(ObligationKind kind, const char* today, BodyId body_id = kDeveloper) const {
        const auto found = of(kind, today, body_id);
        BOOST_REQUIRE(!found.empty());
        return found.front().obligation.due_source;
    }

    ObligationFacts facts;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(obligations)

BOOST_AUTO_TEST_CASE(every_kind_has_traits_and_only_desk_duties_have_records) {
    for (const auto& kind : enum_texts<ObligationKind>) {
        const auto& traits = traits_of(kind.value);
        if (traits.recurring) BOOST_TEST((traits.nature == ObligationNature::duty));
        if (traits.by_record) BOOST_TEST(traits.on_desk);
        BOOST_TEST(task_of(kind.value) == "due_" + std::string(kind.text));
    }
}

BOOST_AUTO_TEST_CASE(a_duty_is_overdue_and_a_term_passed_once_its_last_day_is_over) {
    Obligation obligation;
    obligation.due_on = day("2026-03-31");
    obligation.kind = ObligationKind::annual_report;
    BOOST_TEST((state_on(obligation, day("2026-03-31")) == ObligationState::open));
    BOOST_TEST((state_on(obligation, day("2026-04-01")) == ObligationState::overdue));
    obligation.kind = ObligationKind::agreement_expiry;
    BOOST_TEST((state_on(obligation, day("2026-04-01")) == ObligationState::passed));
    obligation.state = ObligationState::waived;
    BOOST_TEST((state_on(obligation, day("2026-04-01")) == ObligationState::waived));
}

BOOST_AUTO_TEST_CASE(both_sides_are_told_of_an_agreements_end) {
    const Case yangzhou("yangzhou-2024");
    BOOST_TEST(yangzhou.due(ObligationKind::agreement_expiry, "2026-01-01") == "2027-12-31");
    BOOST_TEST(yangzhou.due(ObligationKind::agreement_expiry, "2026-01-01", kOperator) ==
               "2027-12-31");
    const Case hangzhou("hangzhou-2023");
    BOOST_TEST(hangzhou.due(ObligationKind::agreement_expiry, "2026-01-01", kAuthority) ==
               "2027-12-31");
    BOOST_TEST(hangzhou.due(ObligationKind::agreement_expiry, "2026-01-01", kOperator) == "");
}

BOOST_AUTO_TEST_CASE(the_last_day_to_renew_counts_back_from_the_end_by_the_packs_lead) {
    using enum ObligationKind;
    const Case hangzhou("hangzhou-2023");
    BOOST_TEST(hangzhou.due(renewal_window, "2027-06-30") == "");
    BOOST_TEST(hangzhou.due(renewal_window, "2027-07-01") == "2027-09-30");
    BOOST_TEST(hangzhou.article(renewal_window, "2027-07-01") == "三(四)3(2)");
    BOOST_TEST((hangzhou.source(renewal_window, "2027-07-01") == DueSource::regulation));
    const Case yangzhou("yangzhou-2024");
    BOOST_TEST(yangzhou.due(renewal_window, "2027-10-01") == "2027-12-31");
    BOOST_TEST(yangzhou.article(renewal_window, "2027-10-01") == "12");
    BOOST_TEST((yangzhou.source(renewal_window, "2027-10-01") == DueSource::agreement));
    // A month's last day: two years from 1 March end on 29 February, and the lead with 30 November.
    const Case leap("hangzhou-2023", "2026-03-01", "2028-02-29");
    BOOST_TEST(leap.due(renewal_window, "2028-01-01") == "2027-11-30");
    // Zhoushan's text says nothing of it: nothing is cited.
    const Case zhoushan("zhoushan-2024");
    BOOST_TEST(zhoushan.article(renewal_window, "2027-10-01") == "");
}

BOOST_AUTO_TEST_CASE(whoever_applied_for_the_next_term_has_met_the_window) {
    Case hangzhou("hangzhou-2023");
    hangzhou.agreement().renewed = true;
    const auto found = hangzhou.of(ObligationKind::renewal_window, "2027-08-01", kDeveloper);
    BOOST_REQUIRE(found.size() == 1u);
    BOOST_TEST(found.front().done);
}

BOOST_AUTO_TEST_CASE(safety_reports_recur_by_the_packs_rhythm) {
    using enum ObligationKind;
    const Case hangzhou("hangzhou-2023");
    BOOST_TEST(hangzhou.due(half_year_report, "2026-06-30") == "2026-06-30");
    BOOST_TEST(hangzhou.due(half_year_report, "2026-07-01") == "2026-06-30 2026-12-31");
    BOOST_TEST(hangzhou.due(half_year_report, "2029-01-01") ==
               "2026-06-30 2026-12-31 2027-06-30 2027-12-31");
    BOOST_TEST(hangzhou.article(half_year_report, "2026-06-30") == "三(五)6");
    // Zhoushan asks for regular reports and gives no number: none until the tenant sets one.
    Case zhoushan("zhoushan-2024");
    BOOST_TEST(zhoushan.due(half_year_report, "2029-01-01") == "");
    zhoushan.facts.policy.values["safety_report_cadence_months"] = 3;
    BOOST_TEST(zhoushan.due(half_year_report, "2026-01-01") == "2026-03-31");
    BOOST_TEST((zhoushan.source(half_year_report, "2026-01-01") == DueSource::tenant_policy));
    for (const char* pack : {"yangzhou-2024", "quzhou-2024", "ningbo-2023"})
        BOOST_TEST(Case(pack).due(half_year_report, "2029-01-01") == "");
}

BOOST_AUTO_TEST_CASE(a_rhythm_counts_from_its_first_day_and_keeps_the_months_end) {
    const Case leap("hangzhou-2023", "2027-08-31", "2029-08-30");
    // Half a year from 31 August is the last of February, and the next half year the 31st again.
    BOOST_TEST(leap.due(ObligationKind::half_year_report, "2029-08-30") ==
               "2028-02-28 2028-08-30 2029-02-27 2029-08-30");
}

BOOST_AUTO_TEST_CASE(work_begins_with_the_signature_and_ends_with_the_termination) {
    using enum ObligationKind;
    Case late("hangzhou-2023");
    late.agreement().signed_on = day("2026-02-10");
    BOOST_TEST(late.due(half_year_report, "2026-03-01") == "2026-08-09");
    // The last, shorter period is due on the agreement's last day.
    BOOST_TEST(late.due(half_year_report, "2029-01-01") ==
               "2026-08-09 2027-02-09 2027-08-09 2027-12-31");
    late.agreement().terminated_on = day("2026-09-01");
    BOOST_TEST(late.due(half_year_report, "2029-01-01") == "2026-08-09");
    BOOST_TEST(late.due(agreement_expiry, "2026-09-02") == "");
    BOOST_TEST(late.due(renewal_window, "2027-08-01") == "");
}

BOOST_AUTO_TEST_CASE(the_next_of_a_recurring_duty_appears_when_the_first_is_done) {
    Case hangzhou("hangzhou-2023");
    hangzhou.facts.closed.insert(
        {ObligationKind::half_year_report, "agreement", 7, day("2026-06-30")});
    BOOST_TEST(hangzhou.due(ObligationKind::half_year_report, "2026-05-01") ==
               "2026-06-30 2026-12-31");
    hangzhou.facts.closed.insert(
        {ObligationKind::half_year_report, "agreement", 7, day("2026-12-31")});
    BOOST_TEST(hangzhou.due(ObligationKind::half_year_report, "2026-05-01") ==
               "2026-06-30 2026-12-31 2027-06-30");
}

BOOST_AUTO_TEST_CASE(annual_reports_go_by_the_text_of_each_city) {
    using enum ObligationKind;
    // After one full year only, and in Yangzhou by the operator for its mandate.
    Case yangzhou("yangzhou-2024");
    yangzhou.add_mandate("2026-02-01", "2028-01-31");
    BOOST_TEST(yangzhou.due(annual_report, "2028-06-01") == "");
    BOOST_TEST(yangzhou.due(annual_report, "2028-06-01", kOperator) == "2027-02-01 2028-02-01");
    BOOST_TEST(yangzhou.article(annual_report, "2028-06-01", kOperator) == "19");
    const Case hangzhou("hangzhou-2023");
    BOOST_TEST(hangzhou.due(annual_report, "2028-06-01") == "2027-01-01 2028-01-01");
    // Less than a full year is none.
    const Case short_one("hangzhou-2023", "2026-01-01", "2026-12-30");
    BOOST_TEST(short_one.due(annual_report, "2028-06-01") == "");
    // Yearly within the term, the last, shorter year too.
    for (const char* pack : {"quzhou-2024", "ningbo-2023", "zhoushan-2024"}) {
        BOOST_TEST(Case(pack).due(annual_report, "2028-06-01") == "2026-12-31 2027-12-31");
        BOOST_TEST(Case(pack, "2026-01-01", "2027-06-30").due(annual_report, "2028-06-01") ==
                   "2026-12-31 2027-06-30");
    }
}

BOOST_AUTO_TEST_CASE(evaluations_fall_to_whom_the_pack_names) {
    using enum ObligationKind;
    for (const char* pack : {"hangzhou-2023", "quzhou-2024", "ningbo-2023", "zhoushan-2024"}) {
        BOOST_TEST(Case(pack).due(evaluation, "2028-06-01", kAuthority) ==
                   "2027-01-01 2028-01-01");
        BOOST_TEST(Case(pack).due(evaluation, "2028-06-01") == "");
    }
    // Yangzhou: at intervals, without a number.
    Case yangzhou("yangzhou-2024");
    BOOST_TEST(yangzhou.due(evaluation, "2028-06-01", kOperator) == "");
    yangzhou.facts.policy.values["evaluation_cadence_months"] = 12;
    BOOST_TEST(yangzhou.due(evaluation, "2028-06-01", kOperator) == "2027-01-01 2028-01-01");
    yangzhou.add_mandate("2026-02-01", "2028-01-31");
    BOOST_TEST(yangzhou.due(mandate_evaluation, "2028-06-01", kAuthority) ==
               "2027-02-01 2028-02-01");
}

BOOST_AUTO_TEST_CASE(plans_and_drills_fall_to_the_maker_that_the_pack_names) {
    using enum ObligationKind;
    const Case hangzhou("hangzhou-2023");  // No plan, no operation: due on the first day.
    BOOST_TEST(hangzhou.due(emergency_plan, "2026-01-01", kAuthority) == "2026-01-01");
    BOOST_TEST(hangzhou.due(emergency_drill, "2028-06-01", kAuthority) == "2026-12-31 2027-12-31");
    BOOST_TEST((hangzhou.source(emergency_drill, "2028-06-01", kAuthority) == DueSource::system));
    const Case quzhou("quzhou-2024");
    BOOST_TEST(quzhou.due(emergency_plan, "2026-01-01", kAuthority) == "2026-02-01");
    const Case ningbo("ningbo-2023");
    BOOST_TEST(ningbo.due(emergency_plan, "2026-01-01") == "2026-02-01");
    BOOST_TEST(ningbo.article(emergency_drill, "2026-01-01") == "25");
    const Case zhoushan("zhoushan-2024");
    BOOST_TEST(zhoushan.due(emergency_plan, "2026-01-01") == "");
    BOOST_TEST(zhoushan.due(emergency_drill, "2026-01-01") == "");
    Case yangzhou("yangzhou-2024");  // One plan of the operator, for its mandate.
    yangzhou.add_mandate("2026-02-01", "2028-01-31");
    BOOST_TEST(yangzhou.due(emergency_plan, "2026-02-01", kOperator) == "2026-03-01");
    yangzhou.facts.mandates.front().has_emergency_plan = true;
    BOOST_TEST(yangzhou.of(emergency_plan, "2026-02-01", kOperator).front().done);
}

BOOST_AUTO_TEST_CASE(logs_are_kept_after_the_end_and_an_unverified_rule_only_warns) {
    using enum ObligationKind;
    const Case hangzhou("hangzhou-2023");
    BOOST_TEST(hangzhou.due(log_retention_end, "2027-12-31", kOperator) == "");
    BOOST_TEST(hangzhou.due(log_retention_end, "2028-01-01", kOperator) == "2028-06-30");
    BOOST_TEST(hangzhou.article(log_retention_end, "2028-01-01", kOperator) == "三(四)3(6)");
    const Case yangzhou("yangzhou-2024");  // Its text is silent: the national rule, not verified.
    const auto found = yangzhou.of(log_retention_end, "2028-01-01", kOperator);
    BOOST_REQUIRE(found.size() == 1u);
    BOOST_TEST(!found.front().obligation.binding);
    BOOST_TEST(found.front().obligation.rule->source == "national");
    Case ended("hangzhou-2023");
    ended.agreement().terminated_on = day("2026-08-31");
    BOOST_TEST(ended.due(log_retention_end, "2026-08-31", kOperator) == "2027-02-28");
    ended.agreement().retention_until = day("2027-08-31");
    BOOST_TEST(ended.due(log_retention_end, "2026-09-01", kOperator) == "2027-08-31");
}

BOOST_AUTO_TEST_CASE(a_mandate_brings_its_end_a_plan_before_it_and_yearly_disclosures) {
    using enum ObligationKind;
    Case yangzhou("yangzhou-2024");
    yangzhou.add_mandate("2025-07-01", "2027-06-30");
    BOOST_TEST(yangzhou.due(mandate_plan, "2027-01-01", kOperator) == "2027-01-01");
    BOOST_TEST(yangzhou.due(mandate_end, "2026-12-31", kOperator) == "2027-06-30");
    BOOST_TEST(yangzhou.due(mandate_end, "2026-12-31", kAuthority) == "2027-06-30");
    BOOST_TEST(yangzhou.due(yearly_disclosure, "2025-12-31", kOperator) == "");
    BOOST_TEST(yangzhou.due(yearly_disclosure, "2026-01-01", kOperator) == "2026-03-31");
    BOOST_TEST(yangzhou.due(yearly_disclosure, "2030-01-01", kAuthority) ==
               "2026-03-31 2027-03-31 2028-03-31");
    BOOST_TEST(yangzhou.due(rule_pack_end, "2026-01-14", kAuthority) == "");
    BOOST_TEST(yangzhou.due(rule_pack_end, "2026-01-15", kAuthority) == "2026-07-15");
    BOOST_TEST(yangzhou.article(rule_pack_end, "2026-01-15", kAuthority) == "23");
    yangzhou.facts.mandates.front().ended_on = day("2026-05-05");
    BOOST_TEST(yangzhou.due(mandate_plan, "2027-01-01", kOperator) == "");
    BOOST_TEST(yangzhou.due(yearly_disclosure, "2030-01-01", kAuthority) ==
               "2026-03-31 2027-03-31");
}

BOOST_AUTO_TEST_CASE(terms_of_people_reviews_and_cases_come_from_their_own_dates) {
    Case hangzhou("hangzhou-2023");
    hangzhou.facts.terms.push_back({.kind = ObligationKind::review_validity_end,
                                    .aggregate = "review_validity",
                                    .id = 5,
                                    .body_id = kDeveloper,
                                    .subject = "basic_safety",
                                    .from = day("2026-02-01"),
                                    .to = day("2028-01-31")});
    hangzhou.facts.objections.push_back(
        {.id = 6, .subject = "3 示例公司", .raised_on = day("2026-03-02")});
    BOOST_TEST(hangzhou.due(ObligationKind::review_validity_end, "2026-02-01") == "2028-01-31");
    BOOST_TEST(hangzhou.article(ObligationKind::review_validity_end, "2026-02-01") ==
               "三(四)3(3)");
    BOOST_TEST(hangzhou.due(ObligationKind::objection_answer, "2026-03-02", kAuthority) ==
               "2026-03-16");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(reminders)

namespace {

std::string before(const char* due_on, int n) {
    return to_text(working_day_before(day(due_on), n, embedded_holidays()));
}

/// "days_7@2026-03-19 ..."
std::string stages(ObligationKind kind, const char* opens_on, const char* due_on,
                   const char* opened_on) {
    std::string text;
    for (const auto& due : stages_of(kind, day(opens_on), day(due_on), start_of(day(opened_on)),
                                     embedded_holidays()))
        text += (text.empty() ? "" : " ") + std::string(to_text(due.stage)) + "@" +
                to_text(date_of(due.at));
    return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(reminders_come_on_working_days) {
    BOOST_TEST(before("2026-03-31", 1) == "2026-03-30");  // Tuesday: the day before.
    BOOST_TEST(before("2026-03-30", 1) == "2026-03-27");  // Monday: Friday.
    BOOST_TEST(before("2026-03-29", 1) == "2026-03-26");  // Sunday: Friday is the last working day.
    BOOST_TEST(before("2026-03-31", 7) == "2026-03-20");
    // National Day 2026: a week off, and the make-up days count as working days.
    BOOST_TEST(before("2026-10-09", 1) == "2026-10-08");
    BOOST_TEST(before("2026-10-08", 1) == "2026-09-30");
}

BOOST_AUTO_TEST_CASE(a_reminder_leaves_as_many_working_days_as_it_says) {
    const auto& holidays = embedded_holidays();
    for (auto due_on = day("2026-01-01"); due_on <= day("2026-12-31");
         due_on += std::chrono::days(1))
        for (const int n : {1, 7, 30}) {
            const auto at = working_day_before(due_on, n, holidays);
            BOOST_REQUIRE(is_working_day(at, holidays));
            BOOST_REQUIRE(working_days_between(at, due_on, holidays) == n);
        }
}

BOOST_AUTO_TEST_CASE(stages_of_duties_end_overdue_and_of_terms_passed) {
    using enum ObligationKind;
    BOOST_TEST(stages(annual_report, "2026-01-01", "2026-03-31", "2026-01-01") ==
               "days_30@2026-02-11 days_7@2026-03-20 days_1@2026-03-30 overdue@2026-04-01");
    BOOST_TEST(stages(agreement_expiry, "2026-01-01", "2026-03-31", "2026-01-01") ==
               "days_30@2026-02-11 days_7@2026-03-20 days_1@2026-03-30 passed@2026-04-01");
    BOOST_TEST(stages(renewal_window, "2026-01-01", "2026-03-31", "2026-01-01") ==
               "opened@2026-01-01 days_30@2026-02-11 days_7@2026-03-20 days_1@2026-03-30 "
               "passed@2026-04-01");
}

BOOST_AUTO_TEST_CASE(what_lay_before_an_obligation_came_into_being_is_left_out) {
    using enum ObligationKind;
    BOOST_TEST(stages(annual_report, "2026-03-25", "2026-03-31", "2026-03-25") ==
               "days_1@2026-03-30 overdue@2026-04-01");
    // Late from the start: reported at once.
    BOOST_TEST(stages(annual_report, "2026-03-25", "2026-03-31", "2026-05-06") ==
               "overdue@2026-05-06");
}

BOOST_AUTO_TEST_CASE(what_is_overdue_goes_to_the_administrator_and_the_authority) {
    using enum ReminderStage;
    const auto plain = recipients_of(days_7, kDeveloper, Role::developer_staff, kAuthority);
    BOOST_REQUIRE(plain.size() == 1u);
    BOOST_TEST((plain[0] == Recipient{kDeveloper, Role::developer_staff, false}));
    const auto late = recipients_of(overdue, kDeveloper, Role::developer_staff, kAuthority);
    BOOST_REQUIRE(late.size() == 2u);
    BOOST_TEST((late[0] == Recipient{kDeveloper, Role::developer_admin, true}));
    BOOST_TEST((late[1] == Recipient{kAuthority, Role::data_authority, true}));
    const auto own = recipients_of(overdue, kAuthority, Role::data_authority, kAuthority);
    BOOST_REQUIRE(own.size() == 1u);
    BOOST_TEST((own[0] == Recipient{kAuthority, Role::data_authority, false}));
}

BOOST_AUTO_TEST_CASE(webhook_addresses_are_read_strictly) {
    const auto url = parse_webhook_url("https://Hooks.Example.com:8443/yunhe?x=1");
    BOOST_REQUIRE(url.ok());
    BOOST_TEST(url.value().base() == "https://hooks.example.com:8443");
    BOOST_TEST(url.value().path == "/yunhe?x=1");
    BOOST_TEST(parse_webhook_url("https://example.com").value().path == "/");
    BOOST_TEST(parse_webhook_url("https://[2001:db8::1]/a").value().host == "[2001:db8::1]");
    BOOST_TEST(parse_webhook_url("http://10.0.0.1:9000/a").value().port == 9000);
    for (const char* wrong :
         {"", "example.com", "ftp://example.com/", "https://", "https:///a", "https://a:0/",
          "https://a:70000/", "https://user@example.com/", "https://a/#b", "https://a b/",
          "https://a:x/", "https://例.com/"})
        BOOST_TEST(!parse_webhook_url(wrong).ok(), wrong);
    BOOST_TEST(!parse_webhook_url("https://a/" + std::string(500, 'a')).ok());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace obligation_test
