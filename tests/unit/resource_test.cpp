#include <boost/test/unit_test.hpp>

#include "catalog/grant.hpp"
#include "catalog/resource.hpp"
#include "catalog/scenario.hpp"

namespace resource_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

const tenants::RulePack& pack(std::string_view id) {
    static const tenants::RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

constexpr ResourceState kStates[] = {ResourceState::draft, ResourceState::published,
                                     ResourceState::suspended, ResourceState::retired};
constexpr ResourceAction kActions[] = {ResourceAction::edit, ResourceAction::publish,
                                       ResourceAction::suspend, ResourceAction::retire};
constexpr Unlock kUnlocks[] = {Unlock::desensitised, Unlock::anonymised, Unlock::consented};

Resource published() {
    Resource resource;
    resource.code = "R1";
    resource.columns = {{"uscc", ""}, {"status", "状态"}};
    resource.state = ResourceState::published;
    return resource;
}

Resource barred(std::string reason, std::optional<Unlock> unlock) {
    auto resource = published();
    resource.openness = Openness::barred;
    resource.barred_reason = std::move(reason);
    resource.unlock = unlock;
    return resource;
}

std::string code_of(const Status& status) { return status.ok() ? "ok" : status.error().code; }
std::string field_of(const Status& status) {
    BOOST_REQUIRE(!status.ok() && status.error().fields.size() == 1);
    return status.error().fields[0].pointer + " " + status.error().fields[0].code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resource)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t allowed = 0;
    for (const auto state : kStates)
        for (const auto action : kActions)
            allowed += next_state(kResourceMoves, state, action, ResourceActor::owner).ok();
    BOOST_CHECK_EQUAL(allowed, kResourceMoves.size());
}

BOOST_AUTO_TEST_CASE(a_retired_resource_stays_as_it_is) {
    for (const auto action : kActions)
        BOOST_CHECK(!next_state(kResourceMoves, ResourceState::retired, action,
                                ResourceActor::owner).ok());
}

BOOST_AUTO_TEST_CASE(columns_are_there_and_named_once) {
    auto resource = published();
    BOOST_CHECK(check_resource(resource, pack("yangzhou-2024")).ok());
    resource.columns.push_back({"uscc", ""});
    BOOST_CHECK_EQUAL(field_of(check_resource(resource, pack("yangzhou-2024"))),
                      "/columns/2/name repeated_item");
    resource.columns.clear();
    BOOST_CHECK_EQUAL(field_of(check_resource(resource, pack("yangzhou-2024"))),
                      "/columns too_few_items");
}

BOOST_AUTO_TEST_CASE(a_bar_names_a_reason_of_the_pack) {
    auto resource = barred("law", std::nullopt);
    BOOST_CHECK(check_resource(resource, pack("yangzhou-2024")).ok());
    resource.barred_reason = "weather";
    BOOST_CHECK_EQUAL(field_of(check_resource(resource, pack("yangzhou-2024"))),
                      "/barred_reason not_one_of");
    resource.barred_reason.reset();
    BOOST_CHECK_EQUAL(field_of(check_resource(resource, pack("yangzhou-2024"))),
                      "/barred_reason barred_reason_missing");
    resource.openness = Openness::conditional;
    resource.barred_reason = "law";
    BOOST_CHECK_EQUAL(field_of(check_resource(resource, pack("yangzhou-2024"))),
                      "/barred_reason barred_reason_not_barred");
}

BOOST_AUTO_TEST_CASE(only_what_is_published_can_be_requested) {
    for (const auto state : kStates) {
        auto resource = published();
        resource.state = state;
        const auto status = check_requestable(resource, pack("yangzhou-2024"));
        BOOST_CHECK_EQUAL(code_of(status), state == ResourceState::published
                                               ? "ok" : "resource_not_published");
        if (!status.ok()) BOOST_CHECK(status.error().kind == Errc::state);
    }
}

BOOST_AUTO_TEST_CASE(barred_data_is_refused_with_the_article_that_bars_it) {
    const auto status = check_requestable(barred("law", std::nullopt), pack("yangzhou-2024"));
    BOOST_REQUIRE_EQUAL(code_of(status), "resource_barred");
    BOOST_CHECK(status.error().kind == Errc::rule);
    BOOST_REQUIRE(status.error().rule.has_value());
    BOOST_CHECK_EQUAL(status.error().rule->source, "regulation");
    BOOST_CHECK_EQUAL(status.error().rule->article.value_or(""), "2");
}

BOOST_AUTO_TEST_CASE(no_proof_lifts_a_bar_where_the_pack_names_none) {
    for (const auto unlock : kUnlocks) {
        BOOST_CHECK(is_barred(barred("law", unlock), pack("yangzhou-2024")));
        for (const auto* reason :
             {"national_security", "public_interest", "source_agreement", "law"})
            BOOST_CHECK(is_barred(barred(reason, unlock), pack("quzhou-2024")));
    }
}

BOOST_AUTO_TEST_CASE(the_third_bar_of_quzhou_is_lifted_by_its_own_proofs_only) {
    const auto& quzhou = pack("quzhou-2024");
    BOOST_CHECK(!is_barred(barred("personal", Unlock::anonymised), quzhou));
    BOOST_CHECK(!is_barred(barred("personal", Unlock::consented), quzhou));
    BOOST_CHECK(is_barred(barred("personal", Unlock::desensitised), quzhou));
    BOOST_CHECK(!is_barred(barred("commercial_secret", Unlock::desensitised), quzhou));
    BOOST_CHECK(is_barred(barred("commercial_secret", Unlock::anonymised), quzhou));
    BOOST_CHECK(is_barred(barred("personal", std::nullopt), quzhou));
    BOOST_CHECK(check_requestable(barred("personal", Unlock::anonymised), quzhou).ok());
}

BOOST_AUTO_TEST_CASE(a_proof_must_lift_the_bar_of_all_that_the_resource_holds) {
    const auto& quzhou = pack("quzhou-2024");
    auto resource = barred("personal", Unlock::anonymised);
    resource.personal = true;
    BOOST_CHECK(!is_barred(resource, quzhou));
    for (auto* flag : {&resource.secret, &resource.confidential}) {
        *flag = true;
        BOOST_CHECK(is_barred(resource, quzhou));
        resource.unlock = Unlock::consented;
        BOOST_CHECK(!is_barred(resource, quzhou));
        resource.unlock = Unlock::anonymised;
        *flag = false;
    }
}

BOOST_AUTO_TEST_CASE(a_bar_is_lifted_by_evidence_only) {
    auto resource = barred("personal", Unlock::anonymised);
    BOOST_CHECK_EQUAL(field_of(check_resource(resource, pack("quzhou-2024"))),
                      "/unlock_document unlock_document_missing");
    resource.unlock_document = "评估报告(示例)";
    BOOST_CHECK(check_resource(resource, pack("quzhou-2024")).ok());
}

BOOST_AUTO_TEST_CASE(a_registration_that_is_missing_or_over_warns) {
    auto resource = published();
    const auto today = parse_date("2026-09-01").value();
    BOOST_CHECK((warnings_of(resource, today) ==
                 std::vector<std::string>{"resource_not_registered"}));
    resource.registered_until = parse_date("2026-08-31").value();
    BOOST_CHECK_EQUAL(field_of(check_resource(resource, pack("yangzhou-2024"))),
                      "/registered_until registration_number_missing");
    resource.registration_number = "321000-1";
    BOOST_CHECK((warnings_of(resource, today) == std::vector<std::string>{"registration_expired"}));
    resource.registered_until = today;
    BOOST_CHECK(warnings_of(resource, today).empty());
}

BOOST_AUTO_TEST_CASE(personal_data_needs_a_path_only_where_the_pack_asks_for_one) {
    auto resource = published();
    resource.personal = true;
    BOOST_CHECK(check_requestable(resource, pack("yangzhou-2024")).ok());
    const auto status = check_requestable(resource, pack("quzhou-2024"));
    BOOST_CHECK_EQUAL(code_of(status), "unlock_proof_missing");
    BOOST_CHECK_EQUAL(status.error().rule->article.value_or(""), "四(二)");
    resource.unlock = Unlock::consented;
    BOOST_CHECK(check_requestable(resource, pack("quzhou-2024")).ok());
    resource.unlock = Unlock::anonymised;
    BOOST_CHECK(!check_requestable(resource, pack("quzhou-2024")).ok());
    resource.personal = false;
    BOOST_CHECK(check_requestable(resource, pack("quzhou-2024")).ok());
}

BOOST_AUTO_TEST_CASE(consent_is_needed_where_it_is_the_proof_or_the_pack_wants_it_first) {
    auto resource = published();
    BOOST_CHECK(!needs_consent(resource, pack("ningbo-2023")));
    resource.personal = true;
    BOOST_CHECK(needs_consent(resource, pack("ningbo-2023")));
    BOOST_CHECK(!needs_consent(resource, pack("yangzhou-2024")));
    resource.unlock = Unlock::anonymised;
    BOOST_CHECK(!needs_consent(resource, pack("ningbo-2023")));
    resource.unlock = Unlock::consented;
    BOOST_CHECK(needs_consent(resource, pack("ningbo-2023")));
    BOOST_CHECK(needs_consent(resource, pack("yangzhou-2024")));
}

BOOST_AUTO_TEST_CASE(a_scenario_stays_inside_a_signed_agreement_and_its_fields) {
    using tenants::AgreementState;
    tenants::Agreement agreement;
    agreement.from = parse_date("2026-04-01").value();
    agreement.to = parse_date("2028-03-31").value();
    agreement.fields = {"金融", "credit"};
    Scenario scenario;
    scenario.field = "finance";
    const auto& yangzhou = pack("yangzhou-2024");
    const auto day = parse_date("2026-04-01").value();
    BOOST_CHECK_EQUAL(code_of(check_scenario(scenario, agreement, yangzhou, day)),
                      "agreement_not_signed");
    agreement.state = AgreementState::signed_;
    agreement.signed_at = start_of(day);
    BOOST_CHECK(check_scenario(scenario, agreement, yangzhou, day).ok());
    scenario.field = "信用";
    BOOST_CHECK(check_scenario(scenario, agreement, yangzhou, day).ok());
    scenario.field = "交通";
    BOOST_CHECK_EQUAL(code_of(check_scenario(scenario, agreement, yangzhou, day)),
                      "field_outside_agreement");
    const auto after = parse_date("2028-04-01").value();
    BOOST_CHECK_EQUAL(code_of(check_scenario(scenario, agreement, yangzhou, after)),
                      "agreement_over");
}

BOOST_AUTO_TEST_CASE(a_grant_runs_from_the_day_of_its_decision_to_the_end_of_the_agreement) {
    tenants::Agreement agreement;
    agreement.from = parse_date("2026-04-01").value();
    agreement.to = parse_date("2028-03-31").value();
    const auto now = parse_timestamp("2026-05-06T01:00:00Z").value();
    auto interval = grant_interval(agreement, now);
    BOOST_CHECK_EQUAL(to_text(interval.from), "2026-05-05T16:00:00Z");
    BOOST_CHECK_EQUAL(to_text(interval.to), "2028-03-31T16:00:00Z");
    agreement.from = parse_date("2026-06-01").value();
    BOOST_CHECK_EQUAL(to_text(grant_interval(agreement, now).from), "2026-05-31T16:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_revoked_grant_ends_at_that_instant) {
    Grant grant;
    grant.from = parse_timestamp("2026-05-05T16:00:00Z").value();
    grant.to = parse_timestamp("2028-03-31T16:00:00Z").value();
    const auto before = grant.from - std::chrono::microseconds(1);
    BOOST_CHECK(state_at(grant, before) == GrantState::pending);
    BOOST_CHECK(state_at(grant, grant.from) == GrantState::active);
    BOOST_CHECK(state_at(grant, grant.to) == GrantState::expired);
    grant.revoked_at = parse_timestamp("2026-06-01T00:00:00Z").value();
    BOOST_CHECK(state_at(grant, *grant.revoked_at) == GrantState::revoked);
    BOOST_CHECK(live_interval(grant).contains(*grant.revoked_at - std::chrono::microseconds(1)));
    BOOST_CHECK(!live_interval(grant).contains(*grant.revoked_at));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace resource_test
