#include <boost/test/unit_test.hpp>

#include "tests/support/api_client.hpp"

namespace yunhe::test::delegation_test {
namespace {

std::string id_of(ApiWorld& world, const std::string& username) {
    return world.as(username).get("/api/v1/session").json.at("user").at("id").get<std::string>();
}

Json handed_to(std::string_view delegate, std::string_view from = "2026-03-01",
               std::string_view to = "2026-03-05") {
    return {{"delegate", delegate}, {"from", from}, {"to", to}, {"reason", "外出培训"}};
}

Json notice(std::string_view code) {
    return {{"code", code},
            {"title", "开发公告(示例)"},
            {"fields", {"交通"}},
            {"window_from", "2026-03-02"},
            {"window_to", "2026-03-20"},
            {"conditions", {"good_standing"}},
            {"materials", {"application_form"}},
            {"criteria", {"方案"}}};
}

BOOST_AUTO_TEST_SUITE(delegation_api)

BOOST_AUTO_TEST_CASE(a_delegate_acts_in_its_colleagues_name_between_the_dates) {
    ApiWorld world;
    const auto admin_id = id_of(world, "op.admin");
    auto staff = world.as("op.staff");
    const Json plan = {{"panel_size", 5}};

    // Without a delegation the header gives nothing.
    auto answer = staff.with("x-act-for", admin_id).put("/api/v1/policy", plan);
    BOOST_TEST(answer.status == 403);
    BOOST_TEST(answer.code() == "delegation_not_in_force");

    const auto made = world.as("op.admin").post("/api/v1/delegations", handed_to("op.staff"));
    BOOST_REQUIRE_EQUAL(made.status, 201);
    BOOST_TEST(made.json.at("state") == "in_force");
    BOOST_TEST(made.json.at("principal") == "op.admin");

    const auto session = staff.get("/api/v1/session").json.at("user");
    BOOST_TEST(session.at("acts_for").is_null());
    BOOST_TEST(session.at("may_act_for")[0].at("username") == "op.admin");
    BOOST_TEST(staff.put("/api/v1/policy", plan).code() == "permission_denied");

    const auto version = staff.get("/api/v1/policy").header("ETag");
    answer = staff.with("x-act-for", admin_id)
                 .with("if-match", version)
                 .put("/api/v1/policy", plan);
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.text);
    const auto acting = staff.with("x-act-for", admin_id).get("/api/v1/session").json.at("user");
    BOOST_TEST(acting.at("username") == "op.staff");
    BOOST_TEST(acting.at("role") == "operator_admin");
    BOOST_TEST(acting.at("acts_for").at("username") == "op.admin");
    BOOST_TEST(!acting.at("body_admin").get<bool>());

    // The audit row names both.
    const auto rows = world.as("auditor").rows("/api/v1/audit-rows?operation=putPolicy");
    BOOST_REQUIRE(!rows.empty());
    BOOST_TEST(rows.back().at("username") == "op.staff");
    BOOST_TEST(rows.back().at("acts_for") == "op.admin");

    world.set_clock("2026-03-05T16:00:00Z");  // 6 March in UTC+8: over.
    BOOST_TEST(staff.with("x-act-for", admin_id).put("/api/v1/policy", plan).code() ==
               "delegation_not_in_force");
}

BOOST_AUTO_TEST_CASE(each_act_of_a_case_shows_in_whose_name_it_was_done) {
    ApiWorld world;
    BOOST_REQUIRE_EQUAL(
        world.as("op.admin").post("/api/v1/delegations", handed_to("op.staff")).status, 201);
    auto staff = world.as("op.staff");
    const auto made = staff.with("x-act-for", id_of(world, "op.admin"))
                          .post("/api/v1/notices", notice("N1"));
    BOOST_REQUIRE_EQUAL(made.status, 201);
    const auto events =
        staff.rows("/api/v1/notices/" + made.json.at("id").get<std::string>() + "/events");
    BOOST_REQUIRE(!events.empty());
    BOOST_TEST(events[0].at("username") == "op.staff");
    BOOST_TEST(events[0].at("acts_for") == "op.admin");
    BOOST_TEST(events[0].at("role") == "operator_admin");
}

BOOST_AUTO_TEST_CASE(a_delegation_never_reaches_another_body_or_the_charge_over_users) {
    ApiWorld world;
    auto& admin = world.as("op.admin");
    const auto refused = admin.post("/api/v1/delegations", handed_to("authority"));
    BOOST_TEST(refused.status == 400);
    BOOST_TEST(refused.field_code("/delegate") == "not_a_colleague");
    // Nobody hands over a stranger's duties.
    auto foreign = handed_to("op.staff");
    foreign["principal"] = "authority";
    BOOST_TEST(admin.post("/api/v1/delegations", foreign).code() == "not_your_body");

    BOOST_REQUIRE_EQUAL(admin.post("/api/v1/delegations", handed_to("op.staff")).status, 201);
    auto staff = world.as("op.staff");
    const auto admin_id = id_of(world, "op.admin");
    const Json user = {{"username", "new.user"}, {"password", kPassword}, {"role", "finance"}};
    BOOST_TEST(staff.with("x-act-for", admin_id).post("/api/v1/users", user).code() ==
               "not_body_admin");
    BOOST_TEST(staff.with("x-act-for", admin_id)
                   .post("/api/v1/delegations", handed_to("finance1"))
                   .code() == "delegate_cannot_delegate");
    // A key is nobody's colleague.
    auto key = world.operator_key({"read"});
    BOOST_TEST(key.with("x-act-for", admin_id).get("/api/v1/bodies").code() ==
               "delegation_not_in_force");
    // A user of another body gains nothing from naming the same principal.
    auto authority = world.as("authority");
    BOOST_TEST(authority.with("x-act-for", admin_id).get("/api/v1/session").code() ==
               "delegation_not_in_force");
}

BOOST_AUTO_TEST_CASE(the_administrator_hands_over_an_absent_colleagues_duties_and_takes_them_back) {
    ApiWorld world;
    auto& admin = world.as("op.admin");
    auto absent = handed_to("finance2");
    absent["principal"] = "finance1";
    BOOST_TEST(world.as("finance2").post("/api/v1/delegations", absent).code() ==
               "not_body_admin");
    const auto made = admin.post("/api/v1/delegations", absent);
    BOOST_REQUIRE_EQUAL(made.status, 201);

    auto finance2 = world.as("finance2");
    const auto finance1_id = id_of(world, "finance1");
    BOOST_TEST(finance2.with("x-act-for", finance1_id).get("/api/v1/session").ok());
    const auto revoke =
        "/api/v1/delegations/" + made.json.at("id").get<std::string>() + "/revoke";
    BOOST_TEST(finance2.post(revoke).code() == "not_body_admin");
    BOOST_TEST(world.as("authority").post(revoke).code() == "not_your_body");
    const auto revoked = admin.post(revoke);
    BOOST_TEST(revoked.json.at("state") == "revoked");
    BOOST_TEST(admin.post(revoke).code() == "delegation_over");
    BOOST_TEST(finance2.with("x-act-for", finance1_id).get("/api/v1/session").code() ==
               "delegation_not_in_force");

    // Own body's only; the auditor sees all.
    BOOST_TEST(world.as("authority").rows("/api/v1/delegations").empty());
    BOOST_TEST(admin.rows("/api/v1/delegations").size() == 1u);
    BOOST_TEST(world.as("auditor").rows("/api/v1/delegations").size() == 1u);
}

BOOST_AUTO_TEST_CASE(four_eyes_look_through_a_delegation) {
    ApiWorld world;
    auto& admin = world.as("op.admin");
    // finance1 drafts; then approves in the administrator's name.
    BOOST_REQUIRE_EQUAL(admin.post("/api/v1/delegations", handed_to("finance1")).status, 201);
    const Json plan = {{"code", "PF1"},
                       {"kind", "operator_fee"},
                       {"effective_from", "2026-04-01"},
                       {"charges", Json::array({{{"meter", "calls"},
                                                 {"aggregation", "sum"},
                                                 {"model", "unit"},
                                                 {"unit_price", "0.35"}}})}};
    auto finance1 = world.as("finance1");
    const auto drafted = finance1.post("/api/v1/price-plans", plan);
    BOOST_REQUIRE_MESSAGE(drafted.status == 201, drafted.text);
    const auto approval = finance1.with("x-act-for", id_of(world, "op.admin"))
                              .post("/api/v1/price-plans/PF1/approve");
    BOOST_TEST(approval.status == 403);
    BOOST_TEST(approval.code() == "four_eyes");
    BOOST_TEST(admin.post("/api/v1/price-plans/PF1/approve").code() != "four_eyes");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::delegation_test
