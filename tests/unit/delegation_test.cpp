#include <boost/test/unit_test.hpp>

#include "tenants/delegation.hpp"
#include "tenants/four_eyes.hpp"

namespace yunhe::tenants::delegation_test {
namespace {

using namespace std::chrono_literals;

constexpr BodyId kBody{7};
constexpr UserId kPrincipal{1};
constexpr UserId kDelegate{2};
constexpr UserId kAdministrator{3};

Date day(std::string_view text) { return parse_date(text).value(); }

Caller caller_with(UserId user_id, Role role = Role::finance, bool body_admin = false) {
    return {.scope = TenantScopeMaker::make(TenantId{1}),
            .now = parse_timestamp("2026-09-01T01:00:00Z").value(),
            .user_id = user_id,
            .username = "someone",
            .body_id = kBody,
            .body_kind = BodyKind::operator_body,
            .role = role,
            .body_admin = body_admin,
            .anonymous = false,
            .delegate_for_id = {},
            .api_key_id = {},
            .key_scopes = {}};
}

User user_with(UserId id, Role role = Role::finance) {
    User user;
    user.id = id;
    user.body_id = kBody;
    user.role = role;
    return user;
}

std::string refusal(const Status& status) {
    if (status.ok()) return "";
    const auto& error = status.error();
    return error.fields.empty() ? error.code : error.fields[0].pointer + " " + error.fields[0].code;
}

std::string refusal(const Caller& caller, const User& principal, const User& delegate,
                    std::string_view from = "2026-09-01", std::string_view to = "2026-09-10") {
    return refusal(check_delegation(caller, principal, delegate, day(from), day(to)));
}

Delegation from_to(std::string_view from, std::string_view to) {
    Delegation delegation;
    delegation.body_id = kBody;
    delegation.principal_id = kPrincipal;
    delegation.delegate_id = kDelegate;
    delegation.from = day(from);
    delegation.to = day(to);
    return delegation;
}

BOOST_AUTO_TEST_SUITE(delegation)

BOOST_AUTO_TEST_CASE(a_delegation_is_in_force_on_both_of_its_ends) {
    auto delegation = from_to("2026-09-01", "2026-09-10");
    BOOST_TEST((state_on(delegation, day("2026-08-31")) == DelegationState::coming));
    BOOST_TEST((state_on(delegation, day("2026-09-01")) == DelegationState::in_force));
    BOOST_TEST((state_on(delegation, day("2026-09-10")) == DelegationState::in_force));
    BOOST_TEST((state_on(delegation, day("2026-09-11")) == DelegationState::over));
    delegation.revoked_at = Timestamp{};
    for (const auto* text : {"2026-08-31", "2026-09-05", "2026-09-11"})
        BOOST_TEST((state_on(delegation, day(text)) == DelegationState::revoked));
}

BOOST_AUTO_TEST_CASE(the_principal_and_the_bodys_administrator_hand_duties_over) {
    const auto principal = user_with(kPrincipal);
    const auto delegate = user_with(kDelegate);
    BOOST_TEST(refusal(caller_with(kPrincipal), principal, delegate) == "");
    BOOST_TEST(refusal(caller_with(kAdministrator, Role::operator_admin, true), principal,
                       delegate) == "");
    BOOST_TEST(refusal(caller_with(kDelegate), principal, delegate) == "not_body_admin");
    auto foreign_administrator = caller_with(kAdministrator, Role::data_authority, true);
    foreign_administrator.body_id = BodyId{8};
    BOOST_TEST(refusal(foreign_administrator, principal, delegate) == "not_your_body");
}

BOOST_AUTO_TEST_CASE(whoever_acts_for_somebody_passes_nothing_on) {
    auto acting = caller_with(kPrincipal);
    acting.delegate_for_id = kAdministrator;
    BOOST_TEST(refusal(acting, user_with(kPrincipal), user_with(kDelegate)) ==
               "delegate_cannot_delegate");
    BOOST_TEST(refusal(check_revocation(acting, from_to("2026-09-01", "2026-09-10"))) ==
               "delegate_cannot_delegate");
}

BOOST_AUTO_TEST_CASE(an_experts_seat_is_personal) {
    for (const auto role : {Role::expert, Role::platform_admin}) {
        BOOST_TEST(!role_is_delegable(role));
        BOOST_TEST(refusal(caller_with(kPrincipal, role), user_with(kPrincipal, role),
                           user_with(kDelegate, role)) == "/principal role_not_delegable");
    }
}

BOOST_AUTO_TEST_CASE(the_delegate_is_another_active_colleague) {
    const auto caller = caller_with(kPrincipal);
    const auto principal = user_with(kPrincipal);
    BOOST_TEST(refusal(caller, principal, principal) == "/delegate delegate_to_oneself");
    auto stranger = user_with(kDelegate);
    stranger.body_id = BodyId{8};
    BOOST_TEST(refusal(caller, principal, stranger) == "/delegate not_a_colleague");
    auto disabled = user_with(kDelegate);
    disabled.state = UserState::disabled;
    BOOST_TEST(refusal(caller, principal, disabled) == "/delegate delegate_disabled");
}

BOOST_AUTO_TEST_CASE(a_delegation_begins_today_or_later_and_lasts_a_year_at_most) {
    const auto refused = [](std::string_view from, std::string_view to) {
        return refusal(caller_with(kPrincipal), user_with(kPrincipal), user_with(kDelegate), from,
                       to);
    };
    BOOST_TEST(refused("2026-08-31", "2026-09-10") == "/from date_is_past");
    BOOST_TEST(refused("2026-09-10", "2026-09-09") == "/to bad_interval");
    BOOST_TEST(refused("2026-09-01", "2027-09-01") == "");
    BOOST_TEST(refused("2026-09-01", "2027-09-02") == "/to delegation_too_long");
}

BOOST_AUTO_TEST_CASE(what_is_over_is_not_taken_back) {
    const auto caller = caller_with(kPrincipal);
    BOOST_TEST(check_revocation(caller, from_to("2026-08-01", "2026-09-01")).ok());
    BOOST_TEST(refusal(check_revocation(caller, from_to("2026-08-01", "2026-08-31"))) ==
               "delegation_over");
    auto revoked = from_to("2026-08-01", "2026-09-10");
    revoked.revoked_at = Timestamp{};
    BOOST_TEST(refusal(check_revocation(caller, revoked)) == "delegation_over");
}

BOOST_AUTO_TEST_CASE(acting_for_somebody_takes_the_role_and_never_the_charge_over_users) {
    const auto acting = acting_for(caller_with(kDelegate, Role::finance, true),
                                   user_with(kPrincipal, Role::operator_admin));
    BOOST_TEST((acting.user_id == kDelegate));
    BOOST_TEST((acting.delegate_for_id == kPrincipal));
    BOOST_TEST((acting.role == Role::operator_admin));
    BOOST_TEST(!acting.body_admin);
    BOOST_TEST(acting.principal() == "u:2/1");
}

BOOST_AUTO_TEST_CASE(nobody_approves_what_he_or_his_principal_prepared) {
    BOOST_TEST(refusal(check_four_eyes({kDelegate}, kDelegate)) == "four_eyes");
    BOOST_TEST(refusal(check_four_eyes({kDelegate, kPrincipal}, kDelegate)) == "four_eyes");
    BOOST_TEST(refusal(check_four_eyes({kDelegate, kPrincipal}, kPrincipal)) == "four_eyes");
    BOOST_TEST(check_four_eyes({kDelegate, kPrincipal}, kAdministrator).ok());
    // What a delegate prepared in one's own name is one's own.
    BOOST_TEST(refusal(check_four_eyes({kPrincipal}, kDelegate, kPrincipal)) == "four_eyes");
    BOOST_TEST(refusal(check_four_eyes({kAdministrator, kPrincipal}, kDelegate, kPrincipal)) ==
               "four_eyes");
    BOOST_TEST(check_four_eyes({kAdministrator}, kDelegate, kPrincipal).ok());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::tenants::delegation_test
