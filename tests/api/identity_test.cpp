#include <boost/test/unit_test.hpp>

#include <thread>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "tests/support/api_client.hpp"
#include "db/case_store.hpp"
#include "tests/support/test_database.hpp"
#include "tenants/api_key.hpp"
#include "tenants/authenticator_service.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/session.hpp"
#include "tenants/session_store.hpp"
#include "tenants/tenant_service.hpp"

namespace yunhe::test::identity_test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kUsccOne = "91321000100232028D";
constexpr std::string_view kUsccTwo = "91321000100343035N";

/// One tenant for the tests that leave nothing behind that another would mind.
ApiWorld& shared_world() {
    static ApiWorld world;
    return world;
}

std::string user_id_of(ApiWorld& world, const std::string& username) {
    return world.as(username).get("/api/v1/session").json.at("user").at("id").get<std::string>();
}

Json new_user(std::string_view name, std::string_view role) {
    return {{"username", name}, {"password", kPassword}, {"role", role}};
}

Json new_tenant(std::string_view slug) {
    return {{"slug", slug},
            {"name", "新平台"},
            {"rule_pack", "yangzhou-2024"},
            {"sandbox", true},
            {"clock", "2026-03-01T01:00:00Z"},
            {"mandate", {{"document", "授权"}, {"from", "2026-01-01"}, {"to", "2027-12-31"}}},
            {"operator",
             {{"code", "OP"}, {"name", "运营"}, {"username", "op.admin"}, {"password", kPassword}}},
            {"authority",
             {{"code", "AUTH"}, {"name", "主管"}, {"username", "authority"},
              {"password", kPassword}}}};
}

BOOST_AUTO_TEST_SUITE(identity)

// --- refusals, in their order ---

BOOST_AUTO_TEST_CASE(without_credentials_nothing_of_a_tenant_is_told) {
    ApiClient stranger;
    for (const auto* path : {"/api/v1/session", "/api/v1/bodies", "/api/v1/users", "/api/v1/clock",
                             "/api/v1/policy", "/api/v1/mandates", "/api/v1/api-keys",
                             "/api/v1/rule-packs", "/api/v1/todos", "/api/v1/audit-rows",
                             "/api/v1/platform/tenants", "/api/v1/continuation-bases"}) {
        const auto answer = stranger.get(path);
        BOOST_CHECK_EQUAL(answer.status, 401);
        BOOST_CHECK_EQUAL(answer.code(), "unauthenticated");
    }
    BOOST_CHECK_EQUAL(stranger.post("/api/v1/users", new_user("x1", "finance")).status, 401);
    stranger.session_token = crypto::random_token();
    BOOST_CHECK_EQUAL(stranger.get("/api/v1/session").status, 401);
    BOOST_CHECK_EQUAL(ApiClient::with_key("yh_live_nonsense").get("/api/v1/bodies").status, 401);
}

BOOST_AUTO_TEST_CASE(a_change_by_cookie_needs_the_sessions_own_csrf_token) {
    auto& world = shared_world();
    auto client = world.as("op.admin");
    const auto body = new_user("csrf.user", "finance");
    client.csrf_token = "";
    auto answer = client.post("/api/v1/users", body);
    BOOST_CHECK_EQUAL(answer.status, 403);
    BOOST_CHECK_EQUAL(answer.code(), "csrf_token_missing");
    client.csrf_token = world.as("finance1").csrf_token;
    answer = client.post("/api/v1/users", body);
    BOOST_CHECK_EQUAL(answer.status, 403);
    BOOST_CHECK_EQUAL(answer.code(), "csrf_token_wrong");
    BOOST_CHECK_EQUAL(client.get("/api/v1/session").status, 200);
}

BOOST_AUTO_TEST_CASE(permission_is_refused_before_the_form_is_looked_at) {
    auto& world = shared_world();
    const Json nonsense = {{"nonsense", 1}};
    for (const auto* name : {"op.admin", "finance1", "dept.d01", "treasury", "auditor",
                             "expert1"}) {
        const auto answer = world.as(name).post("/api/v1/bodies", nonsense);
        BOOST_CHECK_EQUAL(answer.status, 403);
        BOOST_CHECK_EQUAL(answer.code(), "permission_denied");
    }
    BOOST_CHECK_EQUAL(world.as("authority").put("/api/v1/clock", nonsense).code(),
                      "permission_denied");
    BOOST_CHECK_EQUAL(world.as("op.admin").post("/api/v1/mandates", nonsense).code(),
                      "permission_denied");
    BOOST_CHECK_EQUAL(world.as("op.admin").post("/api/v1/continuation-bases", nonsense).code(),
                      "permission_denied");
    BOOST_CHECK_EQUAL(world.as("op.staff").post("/api/v1/api-keys", nonsense).code(),
                      "permission_denied");
    BOOST_CHECK_EQUAL(world.as("finance1").get("/api/v1/audit-rows").code(), "permission_denied");
    BOOST_CHECK_EQUAL(world.as("op.admin").post("/api/v1/platform/tenants", nonsense).code(),
                      "permission_denied");
}

BOOST_AUTO_TEST_CASE(a_write_needs_an_idempotency_key_and_known_fields) {
    auto& world = shared_world();
    auto& admin = world.as("op.admin");
    auto answer = admin.with("idempotency-key", "").post("/api/v1/users",
                                                         new_user("k1", "finance"));
    BOOST_CHECK_EQUAL(answer.status, 428);
    auto body = new_user("k2", "finance");
    body["state"] = "disabled";
    answer = admin.post("/api/v1/users", body);
    BOOST_CHECK_EQUAL(answer.status, 400);
    BOOST_CHECK_EQUAL(answer.field_code("/state"), "unknown_field");
    answer = admin.post("/api/v1/users", {{"username", "k3"}, {"role", "king"}});
    BOOST_CHECK_EQUAL(answer.field_code("/password"), "missing_field");
    BOOST_CHECK_EQUAL(answer.field_code("/role"), "not_one_of");
}

BOOST_AUTO_TEST_CASE(a_repeated_request_opens_one_user) {
    auto& admin = shared_world().as("op.admin");
    const auto body = new_user("twice.user", "finance");
    const auto first = admin.with("idempotency-key", "once-and-again").post("/api/v1/users", body);
    BOOST_REQUIRE_EQUAL(first.status, 201);
    const auto second = admin.with("idempotency-key", "once-and-again").post("/api/v1/users", body);
    BOOST_CHECK_EQUAL(second.status, 201);
    BOOST_CHECK_EQUAL(first.json.at("id"), second.json.at("id"));
    const auto other = admin.with("idempotency-key", "once-and-again")
                           .post("/api/v1/users", new_user("twice.other", "finance"));
    BOOST_CHECK_EQUAL(other.status, 422);
    BOOST_CHECK_EQUAL(admin.post("/api/v1/users", body).code(), "username_taken");
}

// --- signing in ---

BOOST_AUTO_TEST_CASE(sign_in_tells_who_one_is_and_sets_a_strict_cookie) {
    auto& world = shared_world();
    ApiClient client;
    const auto answer = client.sign_in(world.slug(), "op.admin", kPassword);
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    const auto& user = answer.json.at("user");
    BOOST_CHECK_EQUAL(user.at("role"), "operator_admin");
    BOOST_CHECK_EQUAL(user.at("body_admin"), true);
    BOOST_CHECK_EQUAL(user.at("body").at("code"), "OP");
    BOOST_CHECK_EQUAL(answer.json.at("tenant").at("slug"), world.slug());
    BOOST_CHECK_EQUAL(answer.json.at("tenant").at("rule_pack"), "yangzhou-2024");
    const auto cookie = answer.header("Set-Cookie");
    BOOST_CHECK(cookie.find("; HttpOnly; SameSite=Strict; Path=/") != cookie.npos);
    BOOST_CHECK(cookie.find("Secure") == cookie.npos);
    const auto again = client.get("/api/v1/session");
    BOOST_CHECK_EQUAL(again.json.at("csrf_token"), client.csrf_token);

    ApiClient behind_tls;
    behind_tls.with("x-forwarded-proto", "https");
    const auto secure = behind_tls.sign_in(world.slug(), "op.admin", kPassword);
    BOOST_CHECK(secure.header("Set-Cookie").find("; Secure") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_wrong_sign_in_gets_the_same_answer) {
    auto& world = shared_world();
    ApiClient client;
    client.address = "198.51.100.1";
    const auto wrong = client.sign_in(world.slug(), "finance1", "wrong-password-1");
    const auto nobody = client.sign_in(world.slug(), "nobody.here", kPassword);
    const auto nowhere = client.sign_in("no-such-tenant", "op.admin", kPassword);
    const auto platform = client.sign_in("platform", "platform-admin", platform_password());
    for (const auto* answer : {&wrong, &nobody, &nowhere, &platform}) {
        BOOST_CHECK_EQUAL(answer->status, 401);
        BOOST_CHECK_EQUAL(answer->code(), "bad_credentials");
        BOOST_CHECK_EQUAL(answer->json.at("detail"), wrong.json.at("detail"));
        BOOST_CHECK_EQUAL(answer->header("Set-Cookie"), "");
    }
}

BOOST_AUTO_TEST_CASE(failures_lock_a_name_for_one_address_only) {
    auto& world = shared_world();
    ApiClient attacker;
    attacker.address = "198.51.100.66";
    for (int i = 0; i < 5; ++i)
        BOOST_CHECK_EQUAL(attacker.sign_in(world.slug(), "finance2", "guess-" +
                                           std::to_string(i)).status,
                          401);
    const auto locked = attacker.sign_in(world.slug(), "finance2", kPassword);
    BOOST_CHECK_EQUAL(locked.status, 429);
    BOOST_CHECK_EQUAL(locked.code(), "account_locked");
    const auto seconds = std::stoi("0" + locked.header("Retry-After"));
    BOOST_CHECK(seconds >= 1 && seconds <= 2);

    ApiClient owner;
    owner.address = "192.0.2.10";
    BOOST_CHECK_EQUAL(owner.sign_in(world.slug(), "finance2", kPassword).status, 200);
    BOOST_CHECK_EQUAL(attacker.sign_in(world.slug(), "op.staff", kPassword).status, 200);
}

BOOST_AUTO_TEST_CASE(many_guesses_at_once_count_as_many) {
    auto& world = shared_world();
    std::atomic<int> judged{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i)
        threads.emplace_back([&, i] {
            ApiClient attacker;
            attacker.address = "198.51.100.77";
            const auto answer =
                attacker.sign_in(world.slug(), "minutes", "parallel-guess-" + std::to_string(i));
            if (answer.status == 401) ++judged;
        });
    for (auto& thread : threads) thread.join();
    BOOST_CHECK_LE(judged.load(), 5);
    BOOST_CHECK_GE(judged.load(), 1);
}

BOOST_AUTO_TEST_CASE(signing_out_ends_the_session_at_once_and_only_this_one) {
    auto& world = shared_world();
    ApiClient one(world.slug(), "op.staff", kPassword);
    ApiClient two(world.slug(), "op.staff", kPassword);
    BOOST_CHECK(one.session_token != two.session_token);
    BOOST_CHECK_EQUAL(one.get("/api/v1/session").status, 200);
    const auto answer = one.del("/api/v1/session");
    BOOST_CHECK_EQUAL(answer.status, 204);
    BOOST_CHECK(answer.header("Set-Cookie").find("Max-Age=0") != std::string::npos);
    BOOST_CHECK_EQUAL(one.get("/api/v1/session").status, 401);
    BOOST_CHECK_EQUAL(two.get("/api/v1/session").status, 200);
}

BOOST_AUTO_TEST_CASE(signing_in_again_ends_the_browsers_session_before) {
    auto& world = shared_world();
    ApiClient browser(world.slug(), "op.staff", kPassword);
    auto stolen = browser;
    browser.sign_in(world.slug(), "op.staff", kPassword);
    BOOST_CHECK(browser.session_token != stolen.session_token);
    BOOST_CHECK_EQUAL(stolen.get("/api/v1/session").status, 401);
    BOOST_CHECK_EQUAL(browser.get("/api/v1/session").status, 200);
}

BOOST_AUTO_TEST_CASE(sessions_end_idle_and_old_by_real_time) {
    auto& world = shared_world();
    auto& database = test_database().database();
    ApiClient client(world.slug(), "op.staff", kPassword);
    tenants::Credentials credentials;
    credentials.session_token = client.session_token;
    const auto begin = real_now();
    const auto live_at = [&](Timestamp at) {
        tenants::forget_cached_session(client.session_token);
        return tenants::authenticate(database, credentials, at).ok();
    };
    BOOST_CHECK(!live_at(begin + 31min));
    Timestamp seen = begin;
    while (seen < begin + 11h + 40min) {
        seen += 25min;
        BOOST_CHECK(live_at(seen));
    }
    BOOST_CHECK(live_at(begin + 11h + 59min));
    BOOST_CHECK(!live_at(begin + 12h + 1min));
}

BOOST_AUTO_TEST_CASE(changing_ones_password_needs_the_old_one_and_ends_other_sessions) {
    ApiWorld world({.departments = 1, .experts = 0});
    ApiClient here(world.slug(), "finance1", kPassword);
    ApiClient there(world.slug(), "finance1", kPassword);
    const std::string fresh = "a-new-and-long-one";
    const auto change = [&](std::string_view old, std::string_view wanted) {
        return here.post("/api/v1/session/password", {{"password", old}, {"new_password", wanted}});
    };
    BOOST_CHECK_EQUAL(change("not-the-old-one", fresh).code(), "reauthentication_failed");
    for (const auto* weak : {"short", "aaaaaaaaaaaa", "finance1-finance1", "1234567890"})
        BOOST_CHECK_EQUAL(change(kPassword, weak).field_code("/new_password"), "weak_password");
    BOOST_CHECK_EQUAL(change(kPassword, fresh).status, 204);
    BOOST_CHECK_EQUAL(here.get("/api/v1/session").status, 200);
    BOOST_CHECK_EQUAL(there.get("/api/v1/session").status, 401);
    BOOST_CHECK_EQUAL(there.sign_in(world.slug(), "finance1", kPassword).status, 401);
    BOOST_CHECK_EQUAL(there.sign_in(world.slug(), "finance1", fresh).status, 200);
}

// --- who opens whom ---

BOOST_AUTO_TEST_CASE(the_operator_opens_resets_and_disables_nobody_outside_its_own_body) {
    ApiWorld world({.departments = 1, .experts = 1});
    world.open_body("UNIT", "collecting_unit", "unit", "collector");
    world.open_body("EVAL", "evaluator", "evaluator", "evaluator");
    world.open_developer(kUsccOne, "dev1");
    const std::pair<const char*, const char*> others[] = {
        {"AUTH", "authority"}, {"AUTH", "collector"}, {"CENTRE", "centre"},   {"PROV", "province"},
        {"FIN", "treasury"},   {"AUD", "auditor"},    {"D01", "dept.d01"},    {"EXP", "expert1"},
        {"UNIT", "unit"},      {"EVAL", "evaluator"}, {"91321000100232028D", "dev1"}};
    for (const auto* actor : {"op.admin", "op.staff", "finance1"}) {
        auto& client = world.as(actor);
        for (const auto& [code, name] : others) {
            const auto role = world.as(name).get("/api/v1/session").json.at("user").at("role");
            auto body = new_user("intruder", role.get<std::string>());
            body["body_code"] = code;
            BOOST_CHECK_EQUAL(client.post("/api/v1/users", body).code(), "not_your_body");
            const auto path = "/api/v1/users/" + user_id_of(world, name);
            BOOST_CHECK_EQUAL(
                client.post(path + "/reset-password", {{"password", "another-long-one"}}).code(),
                "not_your_body");
            BOOST_CHECK_EQUAL(client.post(path + "/disable").code(), "not_your_body");
            BOOST_CHECK_EQUAL(client.post(path + "/enable").code(), "not_your_body");
            BOOST_CHECK_EQUAL(
                client.get("/api/v1/users?body_code=" + std::string(code)).code(), "not_your_body");
            BOOST_CHECK_EQUAL(client.post("/api/v1/bodies/" + std::string(code) + "/first-admin",
                                          new_user("intruder", role.get<std::string>()))
                                  .code(),
                              "permission_denied");
            BOOST_CHECK_EQUAL(world.as(name).get("/api/v1/session").status, 200);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_authority_invites_once_and_then_keeps_out) {
    ApiWorld world({.departments = 1, .experts = 1});
    auto& authority = world.as("authority");
    const auto again = authority.post("/api/v1/bodies/D01/first-admin",
                                      new_user("second", "department"));
    BOOST_CHECK_EQUAL(again.status, 409);
    BOOST_CHECK_EQUAL(again.code(), "first_admin_exists");
    const auto path = "/api/v1/users/" + user_id_of(world, "dept.d01");
    BOOST_CHECK_EQUAL(authority.post(path + "/reset-password",
                                     {{"password", "another-long-one"}}).code(),
                      "not_your_body");
    BOOST_CHECK_EQUAL(authority.post(path + "/disable").code(), "not_your_body");
    auto body = new_user("second", "department");
    body["body_code"] = "D01";
    BOOST_CHECK_EQUAL(authority.post("/api/v1/users", body).code(), "not_your_body");
    BOOST_CHECK_EQUAL(
        authority.post("/api/v1/bodies/OP/first-admin",
                       new_user("second", "operator_admin")).code(),
        "first_admin_exists");
    BOOST_CHECK_EQUAL(
        authority.post("/api/v1/bodies/NONE/first-admin", new_user("second", "department")).status,
            404);
}

BOOST_AUTO_TEST_CASE(experts_are_opened_and_reset_by_data_authority_alone) {
    ApiWorld world({.departments = 1, .experts = 1});
    BOOST_CHECK_EQUAL(
        world.as("authority").post("/api/v1/bodies/EXP/first-admin",
                                   new_user("e9", "expert")).code(),
        "experts_have_no_admin");
    auto body = new_user("expert9", "expert");
    body["body_code"] = "EXP";
    for (const auto* other : {"op.admin", "minutes", "collector", "dept.d01", "expert1", "auditor"})
        BOOST_CHECK_EQUAL(world.as(other).post("/api/v1/users", body).code(), "not_your_body");
    BOOST_CHECK_EQUAL(world.as("authority").post("/api/v1/users", body).status, 201);
    const auto path = "/api/v1/users/" + user_id_of(world, "expert1");
    BOOST_CHECK_EQUAL(world.as("authority").post(path + "/disable").status, 200);
    BOOST_CHECK_EQUAL(world.as("expert1").get("/api/v1/session").status, 401);
    BOOST_CHECK_EQUAL(world.as("authority").post(path + "/enable").status, 200);
    BOOST_CHECK_EQUAL(world.as("authority").rows("/api/v1/users?body_code=EXP").size(), 2);
}

BOOST_AUTO_TEST_CASE(a_bodys_own_administrator_looks_after_its_users) {
    ApiWorld world({.departments = 1, .experts = 0});
    auto& admin = world.as("dept.d01");
    BOOST_CHECK_EQUAL(admin.post("/api/v1/users", new_user("d.treasury",
                                                           "treasury")).field_code("/role"),
                      "role_not_of_kind");
    BOOST_REQUIRE_EQUAL(admin.post("/api/v1/users", new_user("d.clerk", "department")).status, 201);
    auto clerk = ApiClient(world.slug(), "d.clerk", kPassword);
    BOOST_CHECK_EQUAL(clerk.post("/api/v1/users", new_user("d.more", "department")).code(),
                      "not_body_admin");
    const auto path = "/api/v1/users/" + user_id_of(world, "d.clerk");
    BOOST_CHECK_EQUAL(admin.post(path + "/reset-password",
                                 {{"password", "another-long-one"}}).status,
                      200);
    BOOST_CHECK_EQUAL(clerk.get("/api/v1/session").status, 401);
    BOOST_CHECK_EQUAL(clerk.sign_in(world.slug(), "d.clerk", "another-long-one").status, 200);
    BOOST_CHECK_EQUAL(admin.post(path + "/disable").json.at("state"), "disabled");
    BOOST_CHECK_EQUAL(clerk.get("/api/v1/session").status, 401);
    BOOST_CHECK_EQUAL(clerk.sign_in(world.slug(), "d.clerk", "another-long-one").status, 401);
    BOOST_CHECK_EQUAL(admin.post(path + "/disable").code(), "user_disabled");
    BOOST_CHECK_EQUAL(admin.post(path + "/enable").status, 200);
    BOOST_CHECK_EQUAL(admin.rows("/api/v1/users").size(), 2);
}

BOOST_AUTO_TEST_CASE(the_last_active_administrator_of_a_body_stays) {
    ApiWorld world({.departments = 1, .experts = 0});
    auto& admin = world.as("dept.d01");
    const auto own = "/api/v1/users/" + user_id_of(world, "dept.d01");
    BOOST_CHECK_EQUAL(admin.post(own + "/disable").code(), "last_body_admin");
    auto second = new_user("d.second", "department");
    second["body_admin"] = true;
    BOOST_REQUIRE_EQUAL(admin.post("/api/v1/users", second).status, 201);
    BOOST_CHECK_EQUAL(admin.post(own + "/reset-password",
                                 {{"password", "another-long-one"}}).code(),
                      "use_password_change");
    BOOST_CHECK_EQUAL(admin.post(own + "/disable").status, 200);
    auto successor = ApiClient(world.slug(), "d.second", kPassword);
    BOOST_CHECK_EQUAL(
        successor.post("/api/v1/users/" + user_id_of(world, "d.second") + "/disable").code(),
        "last_body_admin");
}

BOOST_AUTO_TEST_CASE(bodies_are_recorded_by_the_authority_within_limits) {
    ApiWorld world({.departments = 1, .experts = 0});
    auto& authority = world.as("authority");
    const auto body = [](std::string_view code, std::string_view kind) {
        return Json{{"code", code}, {"kind", kind}, {"name", "某单位"}};
    };
    for (const auto* kind : {"platform", "operator", "authority", "developer"}) {
        const auto answer = authority.post("/api/v1/bodies", body("X1", kind));
        BOOST_CHECK_EQUAL(answer.status, 422);
        BOOST_CHECK_EQUAL(answer.code(), "body_kind_not_recorded_here");
        BOOST_CHECK_EQUAL(answer.json.at("source"), "system");
        BOOST_CHECK(!answer.json.contains("article"));
    }
    BOOST_CHECK_EQUAL(authority.post("/api/v1/bodies", body("D01", "department")).code(),
                      "code_taken");
    auto wrong = body("X2", "treasury");
    wrong["department_kind"] = "enterprise";
    BOOST_CHECK_EQUAL(authority.post("/api/v1/bodies", wrong).field_code("/department_kind"),
                      "department_kind_not_of_kind");
    auto full = body("X3", "department");
    full["department_kind"] = "enterprise";
    full["area"] = "广陵区";
    full["uscc"] = kUsccTwo;
    BOOST_CHECK_EQUAL(authority.post("/api/v1/bodies", full).status, 201);
    BOOST_CHECK_EQUAL(authority.get("/api/v1/bodies/X3").json.at("area"), "广陵区");
    BOOST_CHECK_EQUAL(authority.rows("/api/v1/bodies?kind=department&limit=1").size(), 2);
}

BOOST_AUTO_TEST_CASE(a_developer_sees_no_other_developer) {
    ApiWorld world({.departments = 1, .experts = 0});
    world.open_developer(kUsccOne, "dev1");
    world.open_developer(kUsccTwo, "dev2");
    auto& developer = world.as("dev1");
    const auto seen = developer.rows("/api/v1/bodies?kind=developer");
    BOOST_REQUIRE_EQUAL(seen.size(), 1);
    BOOST_CHECK_EQUAL(seen[0].at("code"), kUsccOne);
    BOOST_CHECK_EQUAL(developer.get("/api/v1/bodies/" + std::string(kUsccTwo)).status, 404);
    BOOST_CHECK_EQUAL(developer.get("/api/v1/bodies/D01").status, 200);
    BOOST_CHECK_EQUAL(world.as("op.staff").rows("/api/v1/bodies?kind=developer").size(), 2);
}

// --- tenants ---

BOOST_AUTO_TEST_CASE(the_platform_opens_tenants_and_sees_nothing_of_them) {
    ApiClient platform("", tenants::kPlatformAdminName, platform_password());
    const auto slug = "tenant-" + crypto::random_hex(6);
    BOOST_REQUIRE_EQUAL(platform.post("/api/v1/platform/tenants", new_tenant(slug)).status, 201);
    const auto again = platform.post("/api/v1/platform/tenants", new_tenant(slug));
    BOOST_CHECK_EQUAL(again.code(), "slug_taken");
    const auto listed = platform.rows("/api/v1/platform/tenants");
    BOOST_CHECK(std::ranges::any_of(listed,
                                    [&](const Json& row) { return row.at("slug") == slug; }));

    BOOST_CHECK(platform.rows("/api/v1/mandates").empty());
    BOOST_CHECK(platform.rows("/api/v1/todos").empty());
    for (const auto& body : platform.rows("/api/v1/bodies")) BOOST_CHECK_EQUAL(body.at("kind"),
                                                                               "platform");
    BOOST_CHECK_EQUAL(platform.get("/api/v1/policy").code(), "platform_has_no_tenant");
    BOOST_CHECK_EQUAL(platform.get("/api/v1/clock").code(), "platform_has_no_tenant");
    BOOST_CHECK_EQUAL(platform.get("/api/v1/audit-rows").status, 403);
    BOOST_CHECK_EQUAL(platform.get("/api/v1/users").status, 403);
    const auto session = platform.get("/api/v1/session");
    BOOST_CHECK(session.json.at("tenant").is_null());
}

BOOST_AUTO_TEST_CASE(a_tenant_is_opened_whole_or_not_at_all) {
    ApiClient platform("", tenants::kPlatformAdminName, platform_password());
    const auto refusal = [&](auto change) {
        auto wanted = new_tenant("refused-" + crypto::random_hex(4));
        change(wanted);
        return platform.post("/api/v1/platform/tenants", wanted);
    };
    BOOST_CHECK_EQUAL(refusal([](Json& t) { t["slug"] = "platform"; }).field_code("/slug"),
                      "bad_slug");
    BOOST_CHECK_EQUAL(refusal([](Json& t) { t["rule_pack"] = "nowhere"; }).field_code("/rule_pack"),
                      "unknown_rule_pack");
    BOOST_CHECK_EQUAL(refusal([](Json& t) { t["rule_pack"] =
                                           "national"; }).field_code("/rule_pack"),
                      "unknown_rule_pack");
    BOOST_CHECK_EQUAL(refusal([](Json& t) { t["sandbox"] = false; }).field_code("/clock"),
                      "clock_without_sandbox");
    BOOST_CHECK_EQUAL(refusal([](Json& t) { t["mandate"]["to"] =
                                           "2025-01-01"; }).field_code("/mandate/to"),
                      "bad_interval");
    BOOST_CHECK_EQUAL(
        refusal([](Json& t) { t["authority"]["password"] =
                             "short"; }).field_code("/authority/password"),
        "weak_password");
    BOOST_CHECK_EQUAL(refusal([](Json& t) { t["authority"]["username"] = "op.admin"; }).code(),
                      "username_taken");
    for (const auto& tenant : platform.rows("/api/v1/platform/tenants"))
        BOOST_CHECK(!tenant.at("slug").get<std::string>().starts_with("refused-"));
}

BOOST_AUTO_TEST_CASE(the_same_names_in_two_tenants_never_meet) {
    ApiWorld one({.departments = 1, .experts = 0});
    ApiWorld two({.departments = 1, .experts = 0});
    const auto path = "/api/v1/users/" + user_id_of(one, "dept.d01");
    BOOST_CHECK_EQUAL(two.as("dept.d01").post(path + "/disable").status, 404);
    const auto& key = two.as("op.admin").post("/api/v1/api-keys",
                                              {{"name", "k"}, {"scopes", {"read"}}});
    const auto key_path = "/api/v1/api-keys/" + key.json.at("id").get<std::string>() + "/revoke";
    BOOST_CHECK_EQUAL(one.as("op.admin").post(key_path).status, 404);
    BOOST_CHECK(one.as("op.admin").rows("/api/v1/api-keys").empty());
    BOOST_CHECK_EQUAL(two.as("op.admin").rows("/api/v1/api-keys").size(), 1);
    for (const auto& row : one.as("auditor").rows("/api/v1/audit-rows?operation=createApiKey"))
        BOOST_ERROR("a row of another tenant: " << to_text(row));
}

// --- clock, policy, mandate, continuation ---

BOOST_AUTO_TEST_CASE(a_sandbox_clock_moves_forward_only_and_for_all_at_once) {
    ApiWorld world({.departments = 1, .experts = 0});
    auto& other = world.as("dept.d01");
    BOOST_CHECK_EQUAL(other.get("/api/v1/clock").json.at("now"), "2026-03-01T01:00:00Z");
    auto& admin = world.as("op.admin");
    BOOST_CHECK_EQUAL(admin.put("/api/v1/clock", {{"now", "2026-03-01T01:00:00Z"}}).status, 200);
    const auto back = admin.put("/api/v1/clock", {{"now", "2026-03-01T00:59:59Z"}});
    BOOST_CHECK_EQUAL(back.status, 409);
    BOOST_CHECK_EQUAL(back.code(), "clock_backwards");
    for (const auto* now : {"2026-04-01T00:00:00Z", "2026-04-01T00:00:00.000001Z",
                            "2027-01-01T00:00:00Z"}) {
        BOOST_CHECK_EQUAL(admin.put("/api/v1/clock", {{"now", now}}).json.at("now"), now);
        BOOST_CHECK_EQUAL(other.get("/api/v1/clock").json.at("now"), now);
    }
    BOOST_CHECK_EQUAL(world.as("op.admin").get("/api/v1/session").status, 200);
    BOOST_CHECK_EQUAL(other.put("/api/v1/clock", {{"now", "2028-01-01T00:00:00Z"}}).status, 403);
}

BOOST_AUTO_TEST_CASE(a_tenant_that_is_no_sandbox_goes_by_real_time) {
    ApiWorld world({.sandbox = false, .departments = 1, .experts = 0});
    const auto before = real_now();
    const auto shown = world.as("op.admin").get("/api/v1/clock");
    const auto now = parse_timestamp(shown.json.at("now").get<std::string>()).value();
    BOOST_CHECK(before <= now && now <= real_now());
    BOOST_CHECK_EQUAL(shown.json.at("sandbox"), false);
    const auto moved = world.as("op.admin").put("/api/v1/clock", {{"now", "2030-01-01T00:00:00Z"}});
    BOOST_CHECK_EQUAL(moved.status, 409);
    BOOST_CHECK_EQUAL(moved.code(), "clock_not_sandbox");
}

BOOST_AUTO_TEST_CASE(a_policy_may_tighten_the_pack_and_never_loosen_it) {
    ApiWorld world({.departments = 1, .experts = 0});
    auto& admin = world.as("op.admin");
    const auto put = [&](const Json& policy, std::string version) {
        return admin.with("if-match", std::move(version)).put("/api/v1/policy", policy);
    };
    const auto shown = admin.get("/api/v1/policy");
    BOOST_CHECK_EQUAL(shown.header("ETag"), "\"1\"");
    BOOST_CHECK_EQUAL(put({{"panel_size", 5}}, "").status, 412);
    BOOST_CHECK_EQUAL(put({{"panel_size", 5}}, "\"7\"").code(), "version_conflict");
    BOOST_CHECK_EQUAL(put({{"no_such_thing", 5}}, "\"1\"").field_code("/no_such_thing"),
                      "unknown_field");
    const auto loose = put({{"mandate_term_months_max", 36}}, "\"1\"");
    BOOST_CHECK_EQUAL(loose.status, 422);
    BOOST_CHECK_EQUAL(loose.code(), "policy_loosens_pack");
    BOOST_CHECK_EQUAL(loose.json.at("article"), "8");
    const auto tight = put({{"panel_size", 5}, {"mandate_term_months_max", 12}}, "\"1\"");
    BOOST_REQUIRE_EQUAL(tight.status, 200);
    BOOST_CHECK_EQUAL(tight.header("ETag"), "\"2\"");
    const auto now = world.as("dept.d01").get("/api/v1/policy");
    BOOST_CHECK_EQUAL(now.json.at("policy").at("panel_size"), 5);
    BOOST_CHECK_EQUAL(now.json.at("policy").at("mandate_term_months_max"), 12);
    BOOST_CHECK_EQUAL(now.json.at("version"), 2);
}

/// What require_pack_in_force says to this tenant at its present time.
Result<std::optional<std::string>> judge(ApiWorld& world, std::string_view act) {
    tenants::Credentials credentials;
    credentials.session_token = world.as("op.admin").session_token;
    auto& database = test_database().database();
    const auto caller = tenants::authenticate(database, credentials).value();
    const tenants::RulePackLibrary library;
    return database.read([&](db::Transaction& tx) {
        const auto rules = tenants::load_rules(tx, caller.scope, library);
        return tenants::require_pack_in_force(tx, caller, rules, act);
    });
}

BOOST_AUTO_TEST_CASE(past_its_pack_a_tenant_needs_a_basis_and_past_its_mandate_nothing_helps) {
    ApiWorld world({.departments = 1, .experts = 0});
    world.set_clock("2026-07-15T15:59:59Z");
    BOOST_REQUIRE(judge(world, tenants::act::notice).ok());
    BOOST_CHECK(!judge(world, tenants::act::notice).value().has_value());

    world.set_clock("2026-07-15T16:00:00Z");
    const auto refused = judge(world, tenants::act::notice);
    BOOST_REQUIRE(!refused.ok());
    BOOST_CHECK_EQUAL(refused.error().code, "rule_pack_expired");
    BOOST_CHECK_EQUAL(refused.error().rule->source, "regulation");
    BOOST_CHECK_EQUAL(refused.error().rule->article.value(), "23");
    ApiClient reader;
    BOOST_CHECK(reader.sign_in(world.slug(), "op.staff",
                               kPassword).json.at("tenant").contains("banner"));

    auto& authority = world.as("authority");
    const Json past = {{"document", "函一"}, {"scope", "all"}, {"until", "2026-07-15"}};
    BOOST_CHECK_EQUAL(authority.post("/api/v1/continuation-bases", past).field_code("/until"),
                      "already_over");
    const Json claims = {{"document", "函一"}, {"scope", "claim"}, {"until", "2027-12-31"}};
    BOOST_CHECK_EQUAL(authority.post("/api/v1/continuation-bases", claims).json.at("recorded_on"),
                      "2026-07-16");
    BOOST_CHECK_EQUAL(judge(world, tenants::act::claim).value().value(), "函一");
    BOOST_CHECK_EQUAL(judge(world, tenants::act::notice).error().code, "rule_pack_expired");

    world.set_clock("2028-01-01T00:00:00Z");
    BOOST_CHECK_EQUAL(judge(world, tenants::act::claim).error().code, "mandate_ended");
    const Json mandate = {{"document", "续"},
                          {"from", "2028-01-01"},
                          {"to", "2029-12-31"},
                          {"safety_head", "示例负责人"}};
    BOOST_CHECK_EQUAL(authority.post("/api/v1/mandates", mandate).status, 201);
    BOOST_CHECK_EQUAL(authority.rows("/api/v1/mandates").size(), 2);
    BOOST_CHECK_EQUAL(judge(world, tenants::act::claim).error().code, "rule_pack_expired");
}

BOOST_AUTO_TEST_CASE(rule_packs_are_shown_with_articles_and_forces) {
    auto& client = shared_world().as("dept.d01");
    BOOST_CHECK_EQUAL(client.rows("/api/v1/rule-packs").size(), 6);
    const auto pack = client.get("/api/v1/rule-packs/yangzhou-2024");
    BOOST_CHECK_EQUAL(pack.json.at("valid_to"), "2026-07-15");
    for (const auto& rule : pack.json.at("rules")) BOOST_CHECK(rule.at("article").is_string());
    BOOST_CHECK_EQUAL(client.get("/api/v1/rule-packs/national").status, 200);
    BOOST_CHECK_EQUAL(client.get("/api/v1/rule-packs/atlantis").status, 404);
}

// --- API keys ---

BOOST_AUTO_TEST_CASE(a_key_does_what_its_scopes_say_until_it_is_revoked) {
    ApiWorld world({.departments = 1, .experts = 0});
    auto& admin = world.as("op.admin");
    const auto made = admin.post("/api/v1/api-keys", {{"name", "读"}, {"scopes", {"read"}}});
    BOOST_REQUIRE_EQUAL(made.status, 201);
    auto key = ApiClient::with_key(made.json.at("key").get<std::string>());
    BOOST_CHECK_EQUAL(key.get("/api/v1/bodies").status, 200);
    BOOST_CHECK_EQUAL(key.post("/api/v1/users", new_user("by.key", "finance")).code(),
                      "permission_denied");
    BOOST_CHECK_EQUAL(key.put("/api/v1/clock", {{"now", "2027-01-01T00:00:00Z"}}).code(),
                      "permission_denied");
    BOOST_CHECK_EQUAL(key.get("/api/v1/session").code(), "session_needed");
    BOOST_CHECK_EQUAL(key.del("/api/v1/session").code(), "session_needed");

    const auto listed = admin.rows("/api/v1/api-keys");
    BOOST_REQUIRE_EQUAL(listed.size(), 1);
    BOOST_CHECK(!listed[0].contains("key"));
    BOOST_CHECK(listed[0].at("last_used_at").is_string());
    const auto path = "/api/v1/api-keys/" + made.json.at("id").get<std::string>() + "/revoke";
    BOOST_CHECK_EQUAL(admin.post(path).status, 200);
    BOOST_CHECK_EQUAL(key.get("/api/v1/bodies").status, 401);
    BOOST_CHECK_EQUAL(admin.post(path).code(), "key_revoked");
}

BOOST_AUTO_TEST_CASE(a_key_made_from_another_secret_is_refused) {
    ApiWorld world({.departments = 1, .experts = 0});
    const auto made =
        world.as("op.admin").post("/api/v1/api-keys", {{"name", "读"}, {"scopes", {"read"}}});
    auto parsed = tenants::parse_api_key(made.json.at("key").get<std::string>()).value();
    parsed.secret = crypto::random_token();
    auto forged = ApiClient::with_key(tenants::api_key_text(parsed));
    BOOST_CHECK_EQUAL(forged.get("/api/v1/bodies").status, 401);
}

BOOST_AUTO_TEST_CASE(a_key_works_from_its_addresses_only) {
    ApiWorld world({.departments = 1, .experts = 0});
    auto& admin = world.as("op.admin");
    const auto wanted = [](Json addresses) {
        return Json{{"name", "网关"}, {"scopes", {"read"}}, {"addresses", std::move(addresses)}};
    };
    BOOST_CHECK_EQUAL(admin.post("/api/v1/api-keys",
                                 wanted({"10.0.0.0/40"})).field_code("/addresses/0"),
                      "bad_address_block");
    const auto made = admin.post("/api/v1/api-keys", wanted({"10.1.0.0/16"}));
    auto key = ApiClient::with_key(made.json.at("key").get<std::string>());
    key.address = "10.2.0.1";
    BOOST_CHECK_EQUAL(key.get("/api/v1/bodies").code(), "address_not_allowed");
    key.address = "10.1.9.9";
    BOOST_CHECK_EQUAL(key.get("/api/v1/bodies").status, 200);
}

BOOST_AUTO_TEST_CASE(keys_are_made_within_limits) {
    ApiWorld world({.departments = 1, .experts = 0});
    world.open_developer(kUsccOne, "dev1");
    auto& admin = world.as("op.admin");
    const auto refusal = [&](ApiClient& client, Json body) {
        body["name"] = "k";
        return client.post("/api/v1/api-keys", body);
    };
    BOOST_CHECK_EQUAL(refusal(admin, {{"scopes", Json::array()}}).field_code("/scopes"),
                      "too_few_items");
    BOOST_CHECK_EQUAL(refusal(admin, {{"scopes", {"write"}}}).field_code("/scopes/0"),
                      "not_one_of");
    BOOST_CHECK_EQUAL(
        refusal(admin, {{"scopes", {"read"}}, {"expires_on",
                                               "2020-01-01"}}).field_code("/expires_on"),
        "already_over");
    BOOST_CHECK_EQUAL(
        refusal(world.as("dev1"), {{"scopes", {"entitlements:check"}}}).field_code("/scopes/0"),
        "scope_not_for_developers");
    BOOST_CHECK_EQUAL(refusal(world.as("dev1"), {{"scopes", {"events:write"}}}).status, 201);
    BOOST_CHECK_EQUAL(world.as("dev1").rows("/api/v1/api-keys").size(), 1);
    BOOST_CHECK(admin.rows("/api/v1/api-keys").empty());
}

BOOST_AUTO_TEST_CASE(a_revocation_elsewhere_is_seen_within_a_second) {
    ApiWorld world({.departments = 1, .experts = 0});
    ApiClient client(world.slug(), "op.staff", kPassword);
    BOOST_REQUIRE_EQUAL(client.get("/api/v1/session").status, 200);
    // As another server would do it: past this process's memory.
    (void)test_database().database().transact([&](db::Transaction& tx) -> Status {
        tenants::revoke_session(tx, world.scope(), tenants::session_digest(client.session_token),
                                real_now());
        return Done{};
    });
    std::this_thread::sleep_for(1050ms);
    BOOST_CHECK_EQUAL(client.get("/api/v1/session").status, 401);
}

// --- desk and audit ---

BOOST_AUTO_TEST_CASE(changes_leave_audit_rows_and_reading_them_is_for_few) {
    ApiWorld world({.departments = 1, .experts = 0});
    const auto rows = world.as("auditor").rows("/api/v1/audit-rows?operation=createBody&limit=2");
    BOOST_REQUIRE_EQUAL(rows.size(), 6);
    for (const auto& row : rows) {
        BOOST_CHECK_EQUAL(row.at("username"), "authority");
        BOOST_CHECK_EQUAL(row.at("body_code"), "AUTH");
        BOOST_CHECK_EQUAL(row.at("at_tenant"), "2026-03-01T01:00:00Z");
        BOOST_CHECK(to_text(row).find(kPassword) == std::string::npos);
    }
    BOOST_CHECK(!world.as("auditor").rows("/api/v1/audit-rows?operation=signIn").empty());
    // What others do, a complaint about the operator among it, isn't the operator's to read.
    const auto own = world.as("op.admin").rows("/api/v1/audit-rows");
    BOOST_CHECK(!own.empty());
    for (const auto& row : own) BOOST_CHECK_EQUAL(row.at("body_code"), "OP");
    BOOST_CHECK_EQUAL(world.as("dept.d01").get("/api/v1/audit-rows").status, 403);
}

BOOST_AUTO_TEST_CASE(the_desk_shows_what_ones_role_has_to_do) {
    ApiWorld world({.departments = 2, .experts = 0});
    const auto body =
        world.as("dept.d01").get("/api/v1/session").json.at("user").at("body").at("id");
    const auto body_id = parse_id<BodyId>(body.get<std::string>()).value();
    (void)test_database().database().transact([&](db::Transaction& tx) -> Status {
        db::Todo todo;
        todo.aggregate = "application";
        todo.aggregate_id = 77;
        todo.task = "decide";
        todo.title = "某申请";
        todo.body_id = body_id;
        todo.role = "department";
        todo.opened_at = real_now();
        db::open_todo(tx, world.scope(), todo);
        return Done{};
    });
    auto& mine = world.as("dept.d01");
    const auto open = mine.rows("/api/v1/todos");
    BOOST_REQUIRE_EQUAL(open.size(), 1);
    BOOST_CHECK_EQUAL(open[0].at("aggregate_id"), id_text("app", 77));
    BOOST_CHECK_EQUAL(mine.get("/api/v1/todos/counts").json.at("total"), 1);
    BOOST_CHECK(mine.rows("/api/v1/todos?tab=mine").empty());
    BOOST_CHECK(mine.rows("/api/v1/todos?tab=done").empty());
    BOOST_CHECK(world.as("dept.d02").rows("/api/v1/todos").empty());
    (void)test_database().database().transact([&](db::Transaction& tx) -> Status {
        db::close_all_todos(tx, world.scope(), "application", 77, real_now());
        return Done{};
    });
    BOOST_CHECK(mine.rows("/api/v1/todos").empty());
    BOOST_CHECK_EQUAL(mine.rows("/api/v1/todos?tab=done").size(), 1);
    BOOST_CHECK_EQUAL(mine.get("/api/v1/todos?tab=all").status, 400);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::identity_test
