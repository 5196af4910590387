#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

#include "tenants/api_key.hpp"
#include "tenants/body.hpp"
#include "tenants/session.hpp"
#include "tenants/tenant.hpp"
#include "tenants/user.hpp"

namespace yunhe::tenants::role_test {
namespace {

std::set<std::string> roles_of(BodyKind kind) {
    std::set<std::string> names;
    for (const auto& entry : enum_texts<Role>)
        if (kind_allows(kind, entry.value)) names.emplace(entry.text);
    return names;
}

BOOST_AUTO_TEST_CASE(each_kind_of_body_has_exactly_its_roles) {
    const std::map<std::string, std::set<std::string>> expected = {
        {"platform", {"platform_admin"}},
        {"operator", {"operator_admin", "operator_staff", "finance"}},
        {"authority", {"data_authority", "coordination", "collector"}},
        {"data_centre", {"data_centre"}},
        {"expert", {"expert"}},
        {"department", {"department"}},
        {"province", {"province"}},
        {"treasury", {"treasury"}},
        {"collecting_unit", {"collector"}},
        {"supervisor", {"auditor"}},
        {"developer", {"developer_admin", "developer_staff"}},
        {"evaluator", {"evaluator"}},
    };
    BOOST_REQUIRE_EQUAL(expected.size(), enum_texts<BodyKind>.size());
    for (const auto& entry : enum_texts<BodyKind>)
        BOOST_CHECK_MESSAGE(roles_of(entry.value) == expected.at(std::string(entry.text)),
                            entry.text);
}

BOOST_AUTO_TEST_CASE(the_authority_records_every_kind_but_those_that_come_otherwise) {
    const std::set<BodyKind> otherwise = {BodyKind::platform, BodyKind::operator_body,
                                          BodyKind::authority, BodyKind::developer};
    for (const auto& entry : enum_texts<BodyKind>)
        BOOST_CHECK_MESSAGE(authority_may_record(entry.value) != otherwise.contains(entry.value),
                            entry.text);
}

Caller caller_of(BodyId body, BodyKind kind, Role role, bool body_admin) {
    return {.scope = TenantScopeMaker::make(TenantId{1}),
            .now = Timestamp{},
            .user_id = UserId{1},
            .username = "someone",
            .body_id = body,
            .body_kind = kind,
            .role = role,
            .body_admin = body_admin,
            .anonymous = false,
            .delegate_for_id = {},
            .api_key_id = {},
            .key_scopes = {}};
}

/// Every kind and role against every kind of body, own and foreign, with and without the flag.
BOOST_AUTO_TEST_CASE(a_bodys_own_administrator_manages_its_users_and_the_authority_the_experts) {
    int allowed = 0;
    for (const auto& target : enum_texts<BodyKind>)
        for (const auto& kind : enum_texts<BodyKind>)
            for (const auto& role : enum_texts<Role>)
                for (const bool admin : {false, true})
                    for (const bool own : {false, true}) {
                        if (!kind_allows(kind.value, role.value)) continue;
                        if (own && kind.value != target.value) continue;
                        Body body;
                        body.id = BodyId{7};
                        body.kind = target.value;
                        const auto caller =
                            caller_of(own ? BodyId{7} : BodyId{8}, kind.value, role.value, admin);
                        const bool expert = target.value == BodyKind::expert;
                        const bool expected =
                            expert ? role.value == Role::data_authority : own && admin;
                        BOOST_CHECK_EQUAL(check_may_manage_users(caller, body).ok(), expected);
                        allowed += expected ? 1 : 0;
                    }
    // 15 roles that are no expert's, once each with the flag in their own body (the collector in
    // two kinds), and the authority twice for experts.
    BOOST_CHECK_EQUAL(allowed, 16 + 2);
}

BOOST_AUTO_TEST_CASE(slugs_and_user_names_have_their_form) {
    for (const auto* good : {"abc", "yangzhou-1", "a-b", "0ab"}) BOOST_CHECK(check_slug(good).ok());
    for (const auto* bad : {"", "ab", "-ab", "ab-", "Abc", "a b c", "platform", "a_b",
                            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
        BOOST_CHECK(!check_slug(bad).ok());
    for (const auto* good : {"op", "op.admin", "a@b", "dept.d01", "x_y-z"})
        BOOST_CHECK(check_username(good).ok());
    for (const auto* bad : {"", "a", "a b", "张三", "a/b",
                            "a\n"}) BOOST_CHECK(!check_username(bad).ok());
}

BOOST_AUTO_TEST_CASE(the_basis_recorded_last_that_covers_act_and_day_counts) {
    const auto day = [](const char* text) { return parse_date(text).value(); };
    const std::vector<ContinuationBasis> bases = {
        {{}, "一号", "all", day("2026-07-15"), day("2026-12-31")},
        {{}, "二号", "claim", day("2026-10-01"), day("2027-12-31")},
    };
    BOOST_CHECK(find_live_basis(bases, day("2026-07-14"), act::notice) == nullptr);
    BOOST_CHECK_EQUAL(find_live_basis(bases, day("2026-07-15"), act::notice)->document, "一号");
    BOOST_CHECK_EQUAL(find_live_basis(bases, day("2026-09-30"), act::claim)->document, "一号");
    BOOST_CHECK_EQUAL(find_live_basis(bases, day("2026-10-01"), act::claim)->document, "二号");
    BOOST_CHECK_EQUAL(find_live_basis(bases, day("2026-12-31"), act::notice)->document, "一号");
    BOOST_CHECK(find_live_basis(bases, day("2027-01-01"), act::notice) == nullptr);
    BOOST_CHECK_EQUAL(find_live_basis(bases, day("2027-12-31"), act::claim)->document, "二号");
    BOOST_CHECK(find_live_basis(bases, day("2028-01-01"), act::claim) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_mandate_covers_its_last_day_and_no_more) {
    const auto day = [](const char* text) { return parse_date(text).value(); };
    const std::vector<Mandate> mandates = {
        {{}, "授一", day("2026-01-01"), day("2026-06-30"), {}},
        {{}, "授二", day("2026-08-01"), day("2027-12-31"), {}},
    };
    const auto code = [&](const char* text) {
        const auto status = require_mandate(mandates, day(text));
        return status.ok() ? std::string("ok") : status.error().code;
    };
    BOOST_CHECK_EQUAL(code("2025-12-31"), "mandate_not_begun");
    BOOST_CHECK_EQUAL(code("2026-01-01"), "ok");
    BOOST_CHECK_EQUAL(code("2026-06-30"), "ok");
    BOOST_CHECK_EQUAL(code("2026-07-01"), "mandate_not_begun");
    BOOST_CHECK_EQUAL(code("2027-12-31"), "ok");
    BOOST_CHECK_EQUAL(code("2028-01-01"), "mandate_ended");
    BOOST_CHECK_EQUAL(require_mandate({}, day("2026-01-01")).error().code, "mandate_missing");
}

BOOST_AUTO_TEST_CASE(a_session_ends_after_half_an_hour_idle_and_after_twelve_hours_at_any_rate) {
    using namespace std::chrono_literals;
    const auto begin = parse_timestamp("2026-09-01T01:00:00Z").value();
    Session session{.id = {}, .user_id = {}, .created_at = begin, .last_seen_at = begin,
                    .revoked_at = {}};
    BOOST_CHECK(session_is_live(session, begin + 30min - 1us));
    BOOST_CHECK(!session_is_live(session, begin + 30min));
    session.last_seen_at = begin + 11h + 50min;
    BOOST_CHECK(session_is_live(session, begin + 12h - 1us));
    BOOST_CHECK(!session_is_live(session, begin + 12h));
    session.revoked_at = begin;
    BOOST_CHECK(!session_is_live(session, begin));
}

BOOST_AUTO_TEST_CASE(the_lock_grows_exponentially_to_a_quarter_of_an_hour) {
    for (unsigned failures = 0; failures <= 4; ++failures)
        BOOST_CHECK_EQUAL(lock_duration(failures).count(), 0);
    BOOST_CHECK_EQUAL(lock_duration(5).count(), 2);
    BOOST_CHECK_EQUAL(lock_duration(6).count(), 4);
    BOOST_CHECK_EQUAL(lock_duration(13).count(), 512);
    BOOST_CHECK_EQUAL(lock_duration(14).count(), 900);
    BOOST_CHECK_EQUAL(lock_duration(4'000'000'000U).count(), 900);
}

BOOST_AUTO_TEST_CASE(a_mistyped_key_is_no_key) {
    const std::string secret(43, 'x');
    const auto text = api_key_text({ApiKeyId{123456789}, secret});
    BOOST_REQUIRE(text.starts_with("yh_live_"));
    const auto parsed = parse_api_key(text);
    BOOST_REQUIRE(parsed.has_value());
    BOOST_CHECK(parsed->id == ApiKeyId{123456789});
    BOOST_CHECK_EQUAL(parsed->secret, secret);
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto wrong = text;
        wrong[i] = wrong[i] == 'a' ? 'b' : 'a';
        BOOST_CHECK_MESSAGE(!parse_api_key(wrong), "position " << i);
    }
    BOOST_CHECK(!parse_api_key(text + "0"));
    BOOST_CHECK(!parse_api_key(""));
}

BOOST_AUTO_TEST_CASE(address_lists_hold_addresses_and_blocks) {
    BOOST_CHECK(address_allowed({}, "203.0.113.9"));
    const std::vector<std::string> list = {"10.1.0.0/16", "192.0.2.7", "2001:db8::/33"};
    BOOST_CHECK(address_allowed(list, "10.1.255.255"));
    BOOST_CHECK(!address_allowed(list, "10.2.0.0"));
    BOOST_CHECK(address_allowed(list, "192.0.2.7"));
    BOOST_CHECK(!address_allowed(list, "192.0.2.8"));
    BOOST_CHECK(address_allowed(list, "::ffff:10.1.2.3"));
    BOOST_CHECK(address_allowed(list, "2001:db8:7fff::1"));
    BOOST_CHECK(!address_allowed(list, "2001:db8:8000::1"));
    BOOST_CHECK(!address_allowed(list, "not an address"));
    BOOST_CHECK(!address_allowed(list, ""));
    for (const auto* bad : {"", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "::/129",
                            "host"})
        BOOST_CHECK_MESSAGE(!valid_address_block(bad), bad);
    for (const auto* good : {"10.0.0.0/0", "10.0.0.1", "::1", "::/128"})
        BOOST_CHECK_MESSAGE(valid_address_block(good), good);
}

BOOST_AUTO_TEST_CASE(a_key_lives_through_its_last_day) {
    ApiKey key;
    key.expires_on = parse_date("2026-09-01").value();
    BOOST_CHECK(api_key_is_live(key, parse_timestamp("2026-09-01T15:59:59Z").value()));
    BOOST_CHECK(!api_key_is_live(key, parse_timestamp("2026-09-01T16:00:00Z").value()));
    key.expires_on.reset();
    key.revoked_at = Timestamp{};
    BOOST_CHECK(!api_key_is_live(key, Timestamp{}));
}

}  // namespace
}  // namespace yunhe::tenants::role_test
