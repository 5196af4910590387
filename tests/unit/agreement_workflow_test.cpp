#include <boost/test/unit_test.hpp>

#include "base/crypto.hpp"
#include "tenants/agreement_workflow.hpp"

namespace yunhe::tenants::agreement_workflow_test {
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

Agreement signed_agreement() {
    Agreement agreement;
    agreement.number = 7;
    agreement.state = AgreementState::signed_;
    agreement.from = day("2026-04-01");
    agreement.to = day("2028-03-31");
    agreement.service_fee = Money::fen(120050);
    agreement.fields = {"交通", "信用"};
    agreement.rule_pack_id = "yangzhou-2024";
    agreement.signed_at = start_of(day("2026-03-31"));
    return agreement;
}

Agreement with_text() {
    auto agreement = signed_agreement();
    agreement.clauses = agreement_clauses(pack("yangzhou-2024"), agreement);
    agreement.canonical_text = render_agreement_text(
        agreement, {"平台", "甲", "乙", "913210001001210102", "丙"}, pack("yangzhou-2024"));
    return agreement;
}

std::string code_of(const Status& status) { return status.ok() ? "ok" : status.error().code; }

}  // namespace

BOOST_AUTO_TEST_SUITE(agreement_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t accepted = 0;
    for (const auto& state : enum_texts<AgreementState>)
        for (const auto& action : enum_texts<AgreementAction>)
            for (const auto& actor : enum_texts<AgreementActor>)
                accepted +=
                    next_state(kAgreementMoves, state.value, action.value, actor.value).ok();
    BOOST_CHECK_EQUAL(accepted, kAgreementMoves.size());
}

BOOST_AUTO_TEST_CASE(activity_follows_from_the_dates) {
    const auto agreement = signed_agreement();
    BOOST_CHECK(state_on(agreement, day("2026-03-31")) == AgreementState::signed_);
    BOOST_CHECK(state_on(agreement, day("2026-04-01")) == AgreementState::active);
    BOOST_CHECK(state_on(agreement, day("2028-03-31")) == AgreementState::active);
    BOOST_CHECK(state_on(agreement, day("2028-04-01")) == AgreementState::expired);
}

BOOST_AUTO_TEST_CASE(access_needs_both_signatures_and_ends_with_the_agreement) {
    auto agreement = signed_agreement();
    BOOST_CHECK(access_interval(agreement).from == start_of(day("2026-04-01")));
    BOOST_CHECK(access_interval(agreement).to == start_of(day("2028-04-01")));
    agreement.signed_at = start_of(day("2026-05-01"));
    BOOST_CHECK(access_interval(agreement).from == start_of(day("2026-05-01")));
    agreement.state = AgreementState::terminated;
    agreement.terminated_at = start_of(day("2026-06-01"));
    BOOST_CHECK(access_interval(agreement).to == start_of(day("2026-06-01")));
    agreement.terminated_at = start_of(day("2026-04-01"));
    BOOST_CHECK(access_interval(agreement).empty());
    agreement = signed_agreement();
    agreement.state = AgreementState::offered;
    agreement.signed_at.reset();
    BOOST_CHECK(access_interval(agreement).empty());
}

BOOST_AUTO_TEST_CASE(a_soft_limit_wants_a_reason_and_cites_its_article) {
    const auto& rules = pack("yangzhou-2024");
    const auto from = day("2026-04-01");
    BOOST_CHECK_EQUAL(code_of(check_term(rules, {}, from, day("2028-03-31"), {})), "ok");
    const auto over = check_term(rules, {}, from, day("2028-04-01"), {});
    BOOST_CHECK_EQUAL(code_of(over), "term_over_limit");
    BOOST_CHECK_EQUAL(over.error().rule->source, "regulation");
    BOOST_CHECK_EQUAL(over.error().rule->article.value_or(""), "12");
    BOOST_CHECK_EQUAL(code_of(check_term(rules, {}, from, day("2028-04-01"), "  ")),
                      "term_over_limit");
    BOOST_CHECK_EQUAL(code_of(check_term(rules, {}, from, day("2028-04-01"), "跨年项目")), "ok");
    BOOST_CHECK(!check_term(rules, {}, from, day("2026-03-31"), "跨年项目").ok());
}

BOOST_AUTO_TEST_CASE(an_exact_term_has_no_exception) {
    const auto& rules = pack("hangzhou-2023");
    const auto from = day("2024-01-01");
    BOOST_CHECK_EQUAL(code_of(check_term(rules, {}, from, day("2025-12-31"), {})), "ok");
    BOOST_CHECK_EQUAL(code_of(check_term(rules, {}, from, day("2025-12-30"), "理由")),
                      "term_not_exact");
}

BOOST_AUTO_TEST_CASE(a_term_that_the_pack_leaves_open_must_be_set_first) {
    BOOST_CHECK_EQUAL(
        code_of(check_term(pack("zhoushan-2024"), {}, day("2026-01-01"), day("2026-12-31"), "理由")),
        "term_limit_unset");
}

BOOST_AUTO_TEST_CASE(the_text_has_every_clause_of_the_pack) {
    for (const auto& rules : library().regulations()) {
        const auto clauses = agreement_clauses(rules, signed_agreement());
        BOOST_CHECK(!clauses.empty());
        for (const auto& clause : clauses) {
            BOOST_CHECK(!clause.text.empty());
            BOOST_CHECK(clause.text.find('{') == std::string::npos);
        }
    }
    BOOST_CHECK_EQUAL(agreement_clauses(pack("yangzhou-2024"), signed_agreement()).size(), 9U);
}

BOOST_AUTO_TEST_CASE(the_text_is_the_same_each_time_and_states_the_terms) {
    const auto agreement = with_text();
    BOOST_CHECK_EQUAL(agreement.canonical_text, with_text().canonical_text);
    BOOST_CHECK(agreement.canonical_text.find('\r') == std::string::npos);
    BOOST_CHECK(agreement.canonical_text.find("1200.50") != std::string::npos);
    BOOST_CHECK(text_states_terms(agreement));
}

BOOST_AUTO_TEST_CASE(changed_terms_no_longer_match_the_text) {
    auto agreement = with_text();
    agreement.to = day("2029-03-31");
    BOOST_CHECK(!text_states_terms(agreement));
    agreement = with_text();
    agreement.service_fee = Money::fen(0);
    BOOST_CHECK(!text_states_terms(agreement));
    agreement = with_text();
    agreement.fields.push_back("医疗");
    BOOST_CHECK(!text_states_terms(agreement));
}

BOOST_AUTO_TEST_CASE(a_signature_holds_for_its_text_only) {
    const auto pair = crypto::generate_sm2_key_pair();
    const auto text = with_text().canonical_text;
    const auto signature = crypto::sm2_sign(pair.private_pem, text);
    BOOST_CHECK(crypto::sm2_verify(pair.public_pem, text, signature));
    BOOST_CHECK(!crypto::sm2_verify(pair.public_pem, text + " ", signature));
    BOOST_CHECK(!crypto::sm2_verify(crypto::generate_sm2_key_pair().public_pem, text, signature));
}

BOOST_AUTO_TEST_CASE(the_pack_names_who_signs_and_who_ends) {
    BOOST_CHECK(grantor_signatory(pack("yangzhou-2024"), {}) == Role::operator_admin);
    BOOST_CHECK(grantor_signatory(pack("quzhou-2024"), {}) == Role::data_authority);
    BOOST_CHECK(terminators(pack("ningbo-2023")) == std::vector{Role::coordination});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::agreement_workflow_test
