/// A tenant may tighten its pack and never loosen it: every number of every pack, in both
/// directions.
#include <boost/test/unit_test.hpp>

#include <set>

#include "tenants/rule_override.hpp"
#include "tenants/tenant_policy.hpp"

namespace yunhe::tenants::rule_tightening_test {
namespace {

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}

/// Does the policy take this number? Where it doesn't, the refusal cites the rule's article.
bool taken(const RulePack& pack, std::string_view key, int value) {
    const auto policy = parse_policy(Json{{std::string(key), value}}, pack);
    if (policy.ok()) return true;
    BOOST_CHECK_EQUAL(policy.error().code, "policy_loosens_pack");
    BOOST_REQUIRE(policy.error().rule.has_value());
    BOOST_CHECK_EQUAL(policy.error().rule->source, "regulation");
    BOOST_CHECK(policy.error().rule->article.has_value());
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_tightening)

BOOST_AUTO_TEST_CASE(every_number_moves_in_its_own_direction_only) {
    int numbers = 0;
    for (const auto& pack : library().regulations())
        for (const auto& rule : pack.rules) {
            const auto& entry = *find_vocabulary(rule.key);
            if (entry.shape != ValueShape::integer || rule.value.is_null()) continue;
            const int fixed = rule.value.get<int>();
            BOOST_TEST_CONTEXT(pack.id << " " << rule.key << " " << fixed) {
                ++numbers;
                BOOST_CHECK(taken(pack, rule.key, fixed));
                BOOST_CHECK_EQUAL(taken(pack, rule.key, fixed + 1),
                                  entry.tightening == Tightening::higher);
                if (fixed > 0)
                    BOOST_CHECK_EQUAL(taken(pack, rule.key, fixed - 1),
                                      entry.tightening == Tightening::lower);
            }
        }
    BOOST_CHECK_GE(numbers, 20);
}

BOOST_AUTO_TEST_CASE(what_a_pack_leaves_open_takes_any_number) {
    int open = 0;
    for (const auto& pack : library().regulations())
        for (const auto& rule : pack.rules) {
            const bool number = find_vocabulary(rule.key)->shape == ValueShape::integer;
            if (!number || !rule.value.is_null()) continue;
            ++open;
            for (const int value : {1, 12, 60}) BOOST_CHECK(taken(pack, rule.key, value));
        }
    BOOST_CHECK_GE(open, 3);
}

BOOST_AUTO_TEST_CASE(words_that_a_pack_fixes_stay) {
    for (const auto& pack : library().regulations())
        for (const auto& rule : pack.rules) {
            const auto& entry = *find_vocabulary(rule.key);
            const bool word = entry.shape == ValueShape::role ||
                              (entry.shape == ValueShape::code && !entry.detail.empty());
            if (!word || rule.value.is_null()) continue;
            const std::string first(entry.detail.substr(0, entry.detail.find(' ')));
            const Json other = entry.shape == ValueShape::role ? "evaluator" : first;
            const bool same = other == rule.value;
            BOOST_CHECK_EQUAL(parse_policy(Json{{rule.key, other}}, pack).ok(), same);
        }
}

BOOST_AUTO_TEST_CASE(a_policy_is_fitted_to_an_earlier_text) {
    const auto& yangzhou = *library().find("yangzhou-2024");
    const auto policy = parse_policy(Json{{"agreement_term_months_max", 20}}, yangzhou).value();
    auto earlier = yangzhou;
    for (auto& rule : earlier.rules)
        if (rule.key == "agreement_term_months_max") rule.value = 18;
    BOOST_CHECK_EQUAL(*effective_integer(yangzhou, policy, "agreement_term_months_max"), 20);
    const auto fitted = fitting_policy(policy, earlier);
    BOOST_CHECK_EQUAL(*effective_integer(earlier, fitted, "agreement_term_months_max"), 18);
}

BOOST_AUTO_TEST_CASE(only_soft_rules_and_principles_may_be_overridden) {
    for (const auto& pack : library().regulations())
        for (const auto& rule : pack.rules)
            BOOST_CHECK_EQUAL(may_be_overridden(rule),
                              rule.force == Force::soft || rule.force == Force::principle);
    const auto& hangzhou = *library().find("hangzhou-2023");
    BOOST_CHECK(!may_be_overridden(*hangzhou.find("agreement_term_exact_months")));
    BOOST_CHECK(!may_be_overridden(*hangzhou.find("trial_term_months_max")));
}

BOOST_AUTO_TEST_CASE(a_pack_is_named_by_the_sum_of_its_text) {
    std::set<std::string> digests;
    for (const auto& pack : library().regulations()) {
        BOOST_CHECK_EQUAL(pack.digest.size(), 64U);
        BOOST_CHECK(digests.insert(pack.digest).second);
        BOOST_CHECK_EQUAL(parse_rule_pack(pack.text).value().digest, pack.digest);
        BOOST_CHECK_NE(parse_rule_pack(pack.text + "\n").value().digest, pack.digest);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::rule_tightening_test
