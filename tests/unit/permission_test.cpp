#include <boost/test/unit_test.hpp>

#include <set>

#include "tenants/caller.hpp"
#include "tenants/permission.hpp"

namespace yunhe::tenants::permission_test {
namespace {

constexpr Role kReaders[] = {Role::auditor};

Caller user(Role role) {
    return {.scope = TenantScopeMaker::make(TenantId{1}),
            .now = Timestamp{},
            .user_id = UserId{5},
            .username = "someone",
            .body_id = BodyId{7},
            .role = role,
            .delegate_for_id = {},
            .api_key_id = {},
            .key_scopes = {}};
}

Caller key(std::vector<std::string> scopes) {
    auto caller = user(Role::operator_staff);
    caller.user_id = UserId{0};
    caller.api_key_id = ApiKeyId{9};
    caller.key_scopes = std::move(scopes);
    return caller;
}

BOOST_AUTO_TEST_CASE(every_permission_has_one_row_with_a_name_of_its_own) {
    std::set<std::string_view> names;
    std::set<Permission> seen;
    for (const auto& row : all_permissions()) {
        BOOST_CHECK(names.insert(row.name).second);
        BOOST_CHECK(seen.insert(row.permission).second);
        BOOST_CHECK_EQUAL(&row_of(row.permission), &row);
        BOOST_CHECK(row.permission != Permission::none);
    }
    const auto last = static_cast<std::size_t>(Permission::webhook_manage);
    BOOST_CHECK_EQUAL(all_permissions().size(), last);
}

BOOST_AUTO_TEST_CASE(the_platform_administrator_opens_tenants_and_does_nothing_inside_them) {
    const std::set<std::string_view> expected = {"platform:manage", "signed_in"};
    for (const auto& row : all_permissions())
        BOOST_CHECK_MESSAGE(
            role_has(Role::platform_admin, row.permission) == expected.contains(row.name),
                row.name);
    for (const auto& role : enum_texts<Role>)
        BOOST_CHECK_EQUAL(role_has(role.value, Permission::platform_manage),
                          role.value == Role::platform_admin);
}

BOOST_AUTO_TEST_CASE(the_auditor_changes_nothing) {
    // user_manage is the plain right to look after one's own body's users, as every body has;
    // delegation_manage to hand one's own duties to a colleague. Reconciliations and exports are
    // reports: what they write is only themselves.
    const std::set<std::string_view> harmless = {
        "signed_in",    "user:manage",  "audit:read",   "application:read", "agreement:read",
        "case:read",    "party_event:read", "delegation:manage",
        "catalogue:read", "scenario:read", "request:read", "product:read",  "price:read",
        "order:read",   "usage:read",   "charge:read",  "allocation:read",  "ledger:read",
        "reconciliation:run", "export:make"};
    for (const auto role : kReaders)
        for (const auto& row : all_permissions())
            if (role_has(role, row.permission))
                BOOST_CHECK_MESSAGE(harmless.contains(row.name), row.name);
}

struct FourEyes {
    Permission prepares;
    Permission approves;
};

BOOST_AUTO_TEST_CASE(no_role_both_prepares_and_approves) {
    using enum Permission;
    constexpr FourEyes kPairs[] = {
        {price_draft, price_approve},       {price_draft, standard_confirm},
        {settlement_run, claim_confirm},    {non_tax_record, non_tax_confirm},
        {allocation_draft, allocation_approve}, {settlement_run, payment_notice_import},
        {settlement_run, treasury_receipt_import}, {quality_record, quality_confirm},
        {waiver_request, waiver_confirm},   {period_close, period_approve},
        {application_score, expert_pool_manage}, {application_write, application_process},
    };
    for (const auto& pair : kPairs)
        for (const auto& role : enum_texts<Role>)
            BOOST_CHECK_MESSAGE(
                !(role_has(role.value, pair.prepares) && role_has(role.value, pair.approves)),
                role.text << " has " << row_of(pair.prepares).name << " and "
                          << row_of(pair.approves).name);
}

BOOST_AUTO_TEST_CASE(the_operator_neither_records_bodies_nor_keeps_the_experts) {
    for (const auto role : {Role::operator_admin, Role::operator_staff, Role::finance})
        for (const auto permission :
             {Permission::body_manage, Permission::expert_pool_manage,
              Permission::continuation_record,
              Permission::mandate_record})
            BOOST_CHECK(!role_has(role, permission));
}

BOOST_AUTO_TEST_CASE(a_key_may_what_its_scopes_give_and_its_role_adds_nothing) {
    const std::set<std::string_view> scopes = {"read", "events:write", "entitlements:check"};
    for (const auto& row : all_permissions()) {
        if (row.permission == Permission::open) continue;
        BOOST_CHECK(row.key_scope.empty() || scopes.contains(row.key_scope));
        BOOST_CHECK(!key({}).may(row.permission));
        for (const auto scope : scopes)
            BOOST_CHECK_EQUAL(key({std::string(scope)}).may(row.permission),
                              row.key_scope == scope);
    }
}

BOOST_AUTO_TEST_CASE(a_stranger_may_only_what_is_open) {
    auto stranger = user(Role::platform_admin);
    stranger.anonymous = true;
    for (const auto& row : all_permissions())
        BOOST_CHECK_EQUAL(stranger.may(row.permission), row.permission == Permission::open);
}

BOOST_AUTO_TEST_CASE(callers_have_names_that_never_meet) {
    BOOST_CHECK_EQUAL(user(Role::finance).principal(), "u:5");
    BOOST_CHECK_EQUAL(key({}).principal(), "k:9");
    auto stranger = user(Role::finance);
    stranger.anonymous = true;
    BOOST_CHECK_EQUAL(stranger.principal(), "public");
}

}  // namespace
}  // namespace yunhe::tenants::permission_test
