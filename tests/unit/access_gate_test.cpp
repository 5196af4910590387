/// Access gates by dated facts, and the facts about staff.
#include <boost/test/unit_test.hpp>

#include "tenants/access_gate.hpp"

namespace yunhe::tenants::access_gate_test {
namespace {

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    return *library.find(id);
}

Date day(std::string_view text) { return parse_date(text).value(); }
Timestamp at(std::string_view text) { return start_of(day(text)); }

Interval from(std::string_view text) { return {at(text), Timestamp::max()}; }
Interval between(std::string_view a, std::string_view b) { return {at(a), at(b)}; }

StaffFacts ready_since(std::string_view text, PersonKind kind = PersonKind::technician) {
    StaffFacts person;
    person.name = "示例";
    person.kind = kind;
    person.on_duty = person.trained = person.identity_checked = person.filed =
        person.confidentiality = {from(text)};
    return person;
}

GateFacts facts_of(StaffFacts person) {
    GateFacts facts;
    facts.staff.push_back(std::move(person));
    return facts;
}

std::vector<std::string> gates(std::string_view id, const GateFacts& facts, std::string_view on) {
    std::vector<std::string> names;
    for (const auto& gate : unmet_gates(pack(id), facts, at(on))) names.push_back(gate.gate);
    return names;
}

using Names = std::vector<std::string>;

const Names kQuzhou{"training_passed", "identity_checked", "filed_and_vetted",
                    "confidentiality_signed"};

}  // namespace

BOOST_AUTO_TEST_SUITE(access_gates)

BOOST_AUTO_TEST_CASE(a_pack_without_gates_is_always_met) {
    BOOST_CHECK(!has_gates(pack("yangzhou-2024")));
    BOOST_CHECK(gates("yangzhou-2024", {}, "2026-05-01").empty());
    const auto met = gates_met_intervals(pack("yangzhou-2024"), {});
    BOOST_REQUIRE_EQUAL(met.size(), 1U);
    BOOST_CHECK(met[0] == (Interval{Timestamp::min(), Timestamp::max()}));
}

BOOST_AUTO_TEST_CASE(nobody_on_duty_meets_no_staff_gate) {
    BOOST_CHECK(gates("quzhou-2024", {}, "2026-05-01") == kQuzhou);
    BOOST_CHECK(gates("ningbo-2023", {}, "2026-05-01") == kQuzhou);
    BOOST_CHECK(gates("zhoushan-2024", {}, "2026-05-01") == Names{"training_passed"});
    auto idle = ready_since("2026-04-01");
    idle.on_duty.clear();
    BOOST_CHECK(gates("quzhou-2024", facts_of(idle), "2026-05-01") == kQuzhou);
}

BOOST_AUTO_TEST_CASE(every_gate_cites_its_article) {
    const auto unmet = unmet_gates(pack("hangzhou-2023"), {}, at("2026-05-01"));
    BOOST_REQUIRE_EQUAL(unmet.size(), 3U);
    BOOST_CHECK_EQUAL(unmet[0].rule.article.value(), "三(五)1");
    BOOST_CHECK_EQUAL(unmet[1].gate, "emergency_plan");
    BOOST_CHECK_EQUAL(unmet[1].rule.article.value(), "三(四)3(3)");
    BOOST_CHECK_EQUAL(unmet[2].gate, "network_security_review");
    BOOST_CHECK_EQUAL(unmet[2].rule.article.value(), "三(四)3(3)");
    BOOST_CHECK_EQUAL(unmet[2].rule.source, "regulation");
    BOOST_CHECK_EQUAL(refuse_by_gates(unmet).code, "gate_not_met");
    const auto quzhou = unmet_gates(pack("quzhou-2024"), {}, at("2026-05-01"));
    BOOST_CHECK_EQUAL(quzhou[0].rule.article.value(), "四(一)");
    BOOST_CHECK_EQUAL(quzhou[1].rule.article.value(), "四(三)1");
}

BOOST_AUTO_TEST_CASE(each_missing_fact_leaves_its_own_gate_unmet) {
    std::vector<Interval> StaffFacts::*const members[] = {
        &StaffFacts::trained, &StaffFacts::identity_checked, &StaffFacts::filed,
        &StaffFacts::confidentiality};
    for (std::size_t i = 0; i < kQuzhou.size(); ++i) {
        auto person = ready_since("2026-04-01");
        (person.*members[i]).clear();
        BOOST_CHECK(gates("quzhou-2024", facts_of(person), "2026-05-01") == Names{kQuzhou[i]});
        const auto own = unmet_gates_of(pack("quzhou-2024"), person, at("2026-05-01"));
        BOOST_REQUIRE_EQUAL(own.size(), 1U);
        BOOST_CHECK_EQUAL(own[0].person, "示例");
        BOOST_CHECK_EQUAL(refuse_by_gates(own).code, "staff_gate_not_met");
    }
}

BOOST_AUTO_TEST_CASE(training_is_asked_only_of_the_kinds_that_the_pack_trains) {
    for (const auto kind : enum_values<PersonKind>) {
        auto person = ready_since("2026-04-01", from_text<PersonKind>(kind).value());
        person.trained.clear();
        const bool quzhou = kind != "operations";
        BOOST_CHECK_EQUAL(gates("quzhou-2024", facts_of(person), "2026-05-01").size(),
                          quzhou ? 1U : 0U);
        BOOST_CHECK_EQUAL(gates("ningbo-2023", facts_of(person), "2026-05-01").size(), 1U);
    }
}

BOOST_AUTO_TEST_CASE(everybody_on_duty_counts_and_nobody_else) {
    auto facts = facts_of(ready_since("2026-04-01"));
    auto untrained = ready_since("2026-04-01");
    untrained.trained.clear();
    untrained.on_duty = {between("2026-06-01", "2026-07-01")};
    facts.staff.push_back(untrained);
    BOOST_CHECK(gates("zhoushan-2024", facts, "2026-05-01").empty());
    BOOST_CHECK(gates("zhoushan-2024", facts, "2026-06-15") == Names{"training_passed"});
    const auto met = gates_met_intervals(pack("zhoushan-2024"), facts);
    BOOST_REQUIRE_EQUAL(met.size(), 2U);
    BOOST_CHECK(met[0] == between("2026-04-01", "2026-06-01"));
    BOOST_CHECK(met[1] == from("2026-07-01"));
}

BOOST_AUTO_TEST_CASE(hangzhou_opens_when_plan_review_and_training_are_all_there) {
    auto facts = facts_of(ready_since("2026-04-01"));
    BOOST_CHECK(gates_met_intervals(pack("hangzhou-2023"), facts).empty());
    facts.emergency_plans = {between("2026-05-01", "2026-08-01"), from("2026-08-01")};
    BOOST_CHECK(gates_met_intervals(pack("hangzhou-2023"), facts).empty());
    facts.network_security_reviews = {between("2026-04-15", "2026-10-01")};
    const auto met = gates_met_intervals(pack("hangzhou-2023"), facts);
    BOOST_REQUIRE_EQUAL(met.size(), 1U);
    // A new plan on the day on which the old one ends leaves no gap.
    BOOST_CHECK(met[0] == between("2026-05-01", "2026-10-01"));
}

BOOST_AUTO_TEST_CASE(intervals_and_single_instants_agree) {
    auto facts = facts_of(ready_since("2026-04-01"));
    facts.staff[0].confidentiality = {between("2026-04-10", "2026-05-10"),
                                      between("2026-06-01", "2026-07-01")};
    facts.staff.push_back(ready_since("2026-06-10"));
    facts.staff[1].trained = {from("2026-06-20")};
    for (const auto* id : {"quzhou-2024", "ningbo-2023", "zhoushan-2024", "hangzhou-2023"}) {
        const auto met = gates_met_intervals(pack(id), facts);
        for (auto on = day("2026-03-25"); on < day("2026-07-10"); on += std::chrono::days(1)) {
            bool inside = false;
            for (const auto& interval : met) inside |= interval.contains(start_of(on));
            BOOST_CHECK_EQUAL(inside, unmet_gates(pack(id), facts, start_of(on)).empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_fact_counts_from_when_it_was_recorded) {
    const auto recorded = at("2026-05-03") + std::chrono::hours(9);
    const auto old = fact_interval(day("2025-01-01"), {}, recorded, {});
    BOOST_CHECK(old == (Interval{recorded, Timestamp::max()}));
    const auto planned = fact_interval(day("2026-06-01"), day("2026-06-30"), recorded, {});
    BOOST_CHECK(planned == between("2026-06-01", "2026-07-01"));
    const auto ended =
        fact_interval(day("2026-06-01"), day("2026-06-30"), recorded, at("2026-06-10"));
    BOOST_CHECK(ended == between("2026-06-01", "2026-06-10"));
    BOOST_CHECK(fact_interval(day("2026-06-01"), {}, recorded, at("2026-05-10")).empty());
}

BOOST_AUTO_TEST_CASE(who_records_what) {
    const Role outside[] = {Role::operator_admin, Role::operator_staff, Role::data_authority};
    const Role developers[] = {Role::developer_admin, Role::developer_staff};
    const auto is_in = [](auto& list, Role role) {
        return std::find(std::begin(list), std::end(list), role) != std::end(list);
    };
    for (const auto& kind : enum_texts<PersonFactKind>)
        for (const auto& role : enum_texts<Role>) {
            const bool own = kind.value == PersonFactKind::confidentiality ||
                             kind.value == PersonFactKind::duty;
            BOOST_CHECK_EQUAL(may_record(kind.value, role.value),
                              own ? is_in(developers, role.value) : is_in(outside, role.value));
        }
}

BOOST_AUTO_TEST_CASE(confidentiality_agreements_have_the_parts_that_the_pack_asks_for) {
    PersonFact fact;
    fact.kind = PersonFactKind::confidentiality;
    fact.from = day("2026-04-01");
    BOOST_CHECK(check_fact(pack("ningbo-2023"), fact).ok());
    const auto refused = check_fact(pack("quzhou-2024"), fact);
    BOOST_CHECK_EQUAL(refused.error().code, "confidentiality_part_missing");
    BOOST_CHECK_EQUAL(refused.error().rule->article.value(), "四(三)1");
    fact.parts = {"term", "liability"};
    BOOST_CHECK_EQUAL(check_fact(pack("quzhou-2024"), fact).error().fields.at(0).pointer,
                      "/until");
    fact.until = day("2029-03-31");
    BOOST_CHECK(check_fact(pack("quzhou-2024"), fact).ok());
    fact.digest_sm3 = "0123";
    BOOST_CHECK_EQUAL(check_fact(pack("quzhou-2024"), fact).error().fields.at(0).code,
                      "bad_digest");
    PersonFact training;
    training.from = fact.from;
    BOOST_CHECK_EQUAL(check_fact(pack("quzhou-2024"), training).error().fields.at(0).pointer,
                      "/provider");
}

BOOST_AUTO_TEST_CASE(identity_numbers_are_masked) {
    BOOST_CHECK_EQUAL(masked_id_number("321000199001011234"), "321***********1234");
    BOOST_CHECK_EQUAL(masked_id_number("E12345"), "******");
    BOOST_CHECK(plausible_id_number("32100019900101123X"));
    BOOST_CHECK(!plausible_id_number("321-000"));
    BOOST_CHECK(!plausible_id_number("12345"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::access_gate_test
