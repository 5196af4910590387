#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include <set>

#include "tenants/obligation_facts.hpp"
#include "tenants/reminder.hpp"

namespace obligation_property_test {

using namespace yunhe;
using namespace yunhe::tenants;

namespace {

using std::chrono::days;

const Date kStart = parse_date("2026-01-01").value();

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}

Date some_day(int most) { return kStart + days(*rc::gen::inRange(0, most)); }

AgreementFact some_agreement(std::uint64_t id, const ObligationFacts& facts) {
    AgreementFact agreement;
    agreement.id = id;
    agreement.number = id;
    agreement.developer_id = BodyId{10 + id % 2};
    agreement.developer_name = "示例";
    agreement.trial = *rc::gen::inRange(0, 4) == 0;
    agreement.from = some_day(400);
    agreement.to = agreement.from + days(*rc::gen::inRange(0, 1200));
    agreement.signed_on = agreement.from + days(*rc::gen::inRange(-60, 60));
    if (*rc::gen::inRange(0, 3) == 0)
        agreement.terminated_on = agreement.from + days(*rc::gen::inRange(0, 900));
    agreement.renewed = *rc::gen::arbitrary<bool>();
    agreement.has_emergency_plan = *rc::gen::arbitrary<bool>();
    agreement.pack = facts.pack;
    agreement.policy = &facts.policy;
    return agreement;
}

void fill(ObligationFacts& facts) {
    const auto& packs = library().regulations();
    facts.pack = &packs[static_cast<std::size_t>(
        *rc::gen::inRange(0, static_cast<int>(packs.size())))];
    facts.national = &library().national();
    facts.bodies = {{BodyKind::operator_body, BodyId{1}}, {BodyKind::authority, BodyId{2}}};
    const int agreements = *rc::gen::inRange(0, 4);
    for (int i = 0; i < agreements; ++i)
        facts.agreements.push_back(some_agreement(static_cast<std::uint64_t>(i), facts));
    MandateFact mandate;
    mandate.id = 77;
    mandate.document = "示例";
    mandate.from = some_day(300);
    mandate.to = mandate.from + days(*rc::gen::inRange(1, 1100));
    mandate.recorded_on = mandate.from + days(*rc::gen::inRange(-30, 30));
    facts.mandates.push_back(mandate);
}

using Key = std::pair<ObligationKey, BodyId>;
Key key_of(const NewObligation& o) {
    return {{o.kind, o.aggregate, o.aggregate_id, o.due_on}, o.body_id};
}

std::set<Key> keys_of(const ObligationFacts& facts, Date today) {
    std::set<Key> keys;
    for (const auto& derived : obligations_of(facts, today)) {
        RC_ASSERT(keys.insert(key_of(derived.obligation)).second);  // No duty twice.
        RC_ASSERT(derived.opens_on <= derived.obligation.due_on);
        RC_ASSERT(derived.opens_on <= today);
    }
    return keys;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(obligation_property)

BOOST_AUTO_TEST_CASE(no_duty_stands_twice_and_none_goes_away_by_mere_time) {
    const bool held = rc::check("obligations only come in as time passes", [] {
        ObligationFacts facts;
        fill(facts);
        const auto earlier = some_day(1500);
        const auto later = earlier + days(*rc::gen::inRange(0, 800));
        const auto before = keys_of(facts, earlier);
        const auto after = keys_of(facts, later);
        for (const auto& key : before) RC_ASSERT(after.contains(key));
    });
    BOOST_TEST(held);
}

BOOST_AUTO_TEST_CASE(closing_a_recurring_duty_brings_at_most_its_next_one) {
    const bool held = rc::check("done duties don't multiply", [] {
        ObligationFacts facts;
        fill(facts);
        const auto today = some_day(1500);
        const auto before = keys_of(facts, today);
        for (const auto& key : before)
            if (traits_of(key.first.kind).recurring) facts.closed.insert(key.first);
        const auto after = keys_of(facts, today);
        std::set<std::tuple<ObligationKind, std::string, std::uint64_t>> rhythms;
        for (const auto& key : before)
            if (traits_of(key.first.kind).recurring)
                rhythms.insert({key.first.kind, key.first.aggregate, key.first.aggregate_id});
        RC_ASSERT(after.size() <= before.size() + rhythms.size());
        for (const auto& key : before) RC_ASSERT(after.contains(key));
    });
    BOOST_TEST(held);
}

BOOST_AUTO_TEST_CASE(reminders_of_one_obligation_come_in_their_order_and_once) {
    const bool held = rc::check("stages ascend", [] {
        const auto kind = enum_texts<ObligationKind>[static_cast<std::size_t>(*rc::gen::inRange(
            0, static_cast<int>(enum_texts<ObligationKind>.size())))].value;
        const auto opens_on = some_day(800);
        const auto due_on = opens_on + days(*rc::gen::inRange(0, 500));
        const auto opened_at = start_of(opens_on + days(*rc::gen::inRange(0, 600)));
        const auto stages = stages_of(kind, opens_on, due_on, opened_at, embedded_holidays());
        RC_ASSERT(!stages.empty());
        std::set<ReminderStage> seen;
        for (std::size_t i = 0; i < stages.size(); ++i) {
            RC_ASSERT(seen.insert(stages[i].stage).second);
            RC_ASSERT(stages[i].at >= opened_at);
            if (i > 0) RC_ASSERT(stages[i - 1].at <= stages[i].at);
        }
    });
    BOOST_TEST(held);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace obligation_property_test
