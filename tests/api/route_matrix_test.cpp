/// Every route of the product against everybody who must not get through, generated from the route
/// tables: nobody, an ended session, the wrong role, a key without the scope, the wrong party, the
/// wrong tenant. A new route is in here by itself; a path parameter that is new must be described
/// in tests/support/route_addresses.cpp, and what others may read is a line in kOpenToTheTenant.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "app/routes.hpp"
#include "tenants/permission.hpp"
#include "tenants/tenant_service.hpp"
#include "tests/support/played_tenants.hpp"
#include "tests/support/route_addresses.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::route_matrix_test {
namespace {

using http::Method;
using http::Route;
using tenants::Permission;
using tenants::Role;

bool reading(const Route& route) { return route.method == Method::get; }
std::string name_of(Role role) { return std::string(to_text(role)); }

/// What concerns the session itself: sent by a session made for the purpose.
bool ends_the_session(const Route& route) {
    return route.operation == "signOut" || route.operation == "changePassword";
}

/// Counts what was asked, for the report at the end.
int& cases() {
    static int count = 0;
    return count;
}

class Matrix {
public:
    Matrix()
        : first(neighbours().first),
          second(neighbours().second),
          addresses(first),
          ids(ids_of(first.scope())) {
        // Signing in leaves a row behind; nothing after it may.
        for (const auto& user : first.users()) first.as(user.username);
    }

    Answer send(ApiClient& client, const Route& route, const std::string& target) {
        ++cases();
        return client.send(route.method, target, addresses.body(route),
                           addresses.content_type(route));
    }
    Answer send(ApiClient& client, const Route& route) {
        return send(client, route, addresses.targets(route, first.slug()).front());
    }

    /// The first thing of the first tenant that the text tells; empty if there is none.
    std::string leaked(const std::string& text) const {
        if (text.find(first.mark().name) != text.npos) return first.mark().name;
        for (const auto& id : ids_in(text))
            if (ids.contains(id)) return id;
        return {};
    }

    PlayedTenant& first;
    PlayedTenant& second;
    RouteAddresses addresses;
    std::set<std::string> ids;
};

Matrix& matrix() {
    static Matrix the_matrix;
    return the_matrix;
}

std::string shown(const Answer& answer) {
    return std::to_string(answer.status) + " " + answer.text.substr(0, 500);
}

void check_refused(const Answer& answer, int status, std::string_view code) {
    BOOST_CHECK_MESSAGE(answer.status == status && answer.code() == code,
                        "expected " << status << " " << code << ", got " << shown(answer));
}

std::string user_of(PlayedTenant& tenant, Role role) { return tenant.user_with(name_of(role)); }

ApiClient& client_of(PlayedTenant& tenant, Role role) {
    static ApiClient platform("", tenants::kPlatformAdminName, platform_password());
    if (role == Role::platform_admin) return platform;
    const auto user = user_of(tenant, role);
    BOOST_REQUIRE_MESSAGE(!user.empty(), "nobody is " << name_of(role));
    return tenant.as(user);
}

std::vector<Role> all_roles() {
    std::vector<Role> roles;
    for (const auto text : enum_values<Role>) roles.push_back(from_text<Role>(text).value());
    return roles;
}

/// Somebody who may call the route; none for what only keys may.
std::optional<Role> role_with(Permission permission) {
    for (const auto role : all_roles())
        if (tenants::role_has(role, permission) && role != Role::platform_admin) return role;
    if (tenants::role_has(Role::platform_admin, permission)) return Role::platform_admin;
    return std::nullopt;
}

BOOST_AUTO_TEST_SUITE(route_matrix)

BOOST_AUTO_TEST_CASE(every_path_parameter_is_described) {
    for (const auto& route : app::all_routes())
        for (const auto& name : parameters_of(route.path))
            BOOST_CHECK_MESSAGE(matrix().addresses.knows(name),
                                title_of(route) << ": describe :" << name
                                                << " in tests/support/route_addresses.cpp");
}

BOOST_AUTO_TEST_CASE(nobody_gets_past_the_door) {
    for (const auto& route : app::all_routes()) {
        BOOST_TEST_CONTEXT(title_of(route)) {
            ApiClient nobody;
            const auto answer = matrix().send(nobody, route);
            if (route.permission != Permission::open) check_refused(answer, 401, "unauthenticated");
            else if (route.operation != "signIn") BOOST_TEST(answer.status != 401, shown(answer));
            BOOST_TEST(answer.status < 500, shown(answer));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_ended_session_a_disabled_user_and_a_revoked_key_are_nobody) {
    auto& first = matrix().first;
    const auto must = [](const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.text);
        return answer;
    };
    auto ended = first.fresh("op.admin");
    must(ended.del("/api/v1/session"));

    const auto made = must(first.as("op.admin").post(
        "/api/v1/users",
        {{"username", "op.former"}, {"password", kPassword}, {"role", "operator_admin"}}));
    ApiClient disabled(first.slug(), "op.former", kPassword);
    must(first.as("op.admin").post("/api/v1/users/" + made.json.at("id").get<std::string>() +
                                   "/disable"));

    const auto key = must(first.as("op.admin").post(
        "/api/v1/api-keys",
        {{"name", "旧钥"}, {"scopes", {"read", "events:write", "entitlements:check"}}}));
    auto revoked = ApiClient::with_key(key.json.at("key").get<std::string>());
    must(first.as("op.admin").post("/api/v1/api-keys/" + key.json.at("id").get<std::string>() +
                                   "/revoke"));
    auto invented = ApiClient::with_key("yk_000000000000000000000000000000000000000000");

    for (const auto& route : app::all_routes()) {
        if (route.permission == Permission::open) continue;
        BOOST_TEST_CONTEXT(title_of(route)) {
            for (auto* client : {&ended, &disabled, &revoked, &invented})
                check_refused(matrix().send(*client, route), 401, "unauthenticated");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_role_without_the_permission_is_refused) {
    const auto before = fingerprint(matrix().first.scope());
    for (const auto& route : app::all_routes()) {
        if (route.permission == Permission::open) continue;
        for (const auto role : all_roles()) {
            if (tenants::role_has(role, route.permission)) continue;
            BOOST_TEST_CONTEXT(title_of(route) << " as " << name_of(role)) {
                const auto answer = matrix().send(client_of(matrix().first, role), route);
                check_refused(answer, 403, "permission_denied");
                BOOST_TEST(matrix().leaked(answer.text) == "");
            }
        }
    }
    BOOST_TEST(changes(before, fingerprint(matrix().first.scope())) == "");
}

BOOST_AUTO_TEST_CASE(a_key_without_the_scope_is_refused) {
    const std::vector<std::string> scopes = {"read", "events:write", "entitlements:check"};
    std::map<std::string, ApiClient> keys;  // By the scope that it lacks.
    for (const auto& lacking : scopes) {
        Json others = Json::array();
        for (const auto& scope : scopes)
            if (scope != lacking) others.push_back(scope);
        keys.emplace(lacking, matrix().first.operator_key(others));
    }
    const auto all = matrix().first.operator_key(scopes);
    const auto before = fingerprint(matrix().first.scope());
    for (const auto& route : app::all_routes()) {
        if (route.permission == Permission::open) continue;
        const std::string scope(tenants::row_of(route.permission).key_scope);
        auto key = scope.empty() ? all : keys.at(scope);
        BOOST_TEST_CONTEXT(title_of(route))
        check_refused(matrix().send(key, route), 403, "permission_denied");
    }
    BOOST_TEST(changes(before, fingerprint(matrix().first.scope())) == "");
}

BOOST_AUTO_TEST_CASE(a_change_needs_the_csrf_token_and_an_idempotency_key) {
    const auto before = fingerprint(matrix().first.scope());
    for (const auto& route : app::all_routes()) {
        if (reading(route) || route.permission == Permission::open) continue;
        const auto role = role_with(route.permission);
        if (!role) continue;  // Keys only: no cookie, no CSRF; and events carry ids of their own.
        auto client = client_of(matrix().first, *role);
        BOOST_TEST_CONTEXT(title_of(route) << " as " << name_of(*role)) {
            check_refused(matrix().send(client.with("x-csrf-token", ""), route), 403,
                          "csrf_token_missing");
            check_refused(matrix().send(client.with("x-csrf-token", "invented"), route), 403,
                          "csrf_token_wrong");
            if (route.shapes.repeatable) continue;
            check_refused(matrix().send(client.with("idempotency-key", ""), route), 428,
                          "idempotency_key_missing");
            check_refused(matrix().send(client.with("idempotency-key", "a b"), route), 400,
                          "idempotency_key_bad");
        }
    }
    BOOST_TEST(changes(before, fingerprint(matrix().first.scope())) == "");
}

/// Filters, bodies and pages as the second tenant, naming what is the first's.
void ask_across(const Route& route, ApiClient& client) {
    auto& m = matrix();
    for (const auto& target : m.addresses.targets(route, m.second.slug())) {
        BOOST_TEST_CONTEXT(target) {
            const auto answer = m.send(client, route, target);
            BOOST_TEST(m.leaked(answer.text) == "", shown(answer));
            BOOST_TEST(answer.status < 500, shown(answer));
            // A role that may never do it is told so before anything is looked up.
            if (m.addresses.owned(route) && answer.code() != "permission_denied")
                check_refused(answer, 404, "not_found");
            else if (!reading(route) && m.addresses.body_refers(route))
                BOOST_TEST(!answer.ok(), shown(answer));
        }
    }
}

BOOST_AUTO_TEST_CASE(another_tenant_finds_nothing) {
    const auto before = fingerprint(matrix().first.scope());
    for (const auto& route : app::all_routes()) {
        if (route.permission == Permission::platform_manage) continue;
        BOOST_TEST_CONTEXT(title_of(route)) {
            if (route.permission == Permission::open) {
                ApiClient nobody;
                ask_across(route, nobody);
                continue;
            }
            for (const auto role : all_roles()) {
                if (!tenants::role_has(role, route.permission)) continue;
                if (role == Role::platform_admin) continue;
                BOOST_TEST_CONTEXT("as " << name_of(role)) {
                    if (!ends_the_session(route)) {
                        ask_across(route, client_of(matrix().second, role));
                        continue;
                    }
                    auto own = matrix().second.fresh(user_of(matrix().second, role));
                    ask_across(route, own);
                }
            }
        }
    }
    BOOST_TEST(changes(before, fingerprint(matrix().first.scope())) == "");
}

BOOST_AUTO_TEST_CASE(keys_of_another_tenant_find_nothing) {
    auto key = matrix().second.operator_key({"read", "events:write", "entitlements:check"});
    const auto before = fingerprint(matrix().first.scope());
    for (const auto& route : app::all_routes()) {
        const auto& row = tenants::row_of(route.permission);
        if (route.permission == Permission::open || row.key_scope.empty()) continue;
        BOOST_TEST_CONTEXT(title_of(route)) {
            for (const auto& target : matrix().addresses.targets(route, matrix().second.slug())) {
                const auto answer = matrix().send(key, route, target);
                BOOST_TEST(matrix().leaked(answer.text) == "", shown(answer));
                if (matrix().addresses.owned(route) && answer.status != 403)
                    check_refused(answer, 404, "not_found");
            }
        }
    }
    BOOST_TEST(changes(before, fingerprint(matrix().first.scope())) == "");
}

BOOST_AUTO_TEST_CASE(the_platform_administrator_sees_no_business) {
    auto& platform = client_of(matrix().first, Role::platform_admin);
    for (const auto& route : app::all_routes()) {
        if (!reading(route) || route.permission != Permission::signed_in) continue;
        BOOST_TEST_CONTEXT(title_of(route)) {
            for (const auto& target : matrix().addresses.targets(route, matrix().first.slug())) {
                const auto answer = matrix().send(platform, route, target);
                BOOST_TEST(matrix().leaked(answer.text) == "", shown(answer));
                BOOST_TEST(answer.status < 500, shown(answer));
            }
        }
    }
}

/// What another party of the same tenant may read although a path names it: the catalogue and what
/// the regulation makes public. The replies are searched for secrets all the same.
constexpr std::string_view kOpenToTheTenant[] = {
    // Registered and listed is published; drafts aren't, and neither is what happened to them.
    "readProduct", "readListing", "listProductVersions", "readProductVersion",
    "readProductChanges",
};

bool open_to_the_tenant(const Route& route) {
    return std::find(std::begin(kOpenToTheTenant), std::end(kOpenToTheTenant), route.operation) !=
           std::end(kOpenToTheTenant);
}

bool names_a_party(const Route& route) {
    for (const auto& name : parameters_of(route.path)) {
        const auto owner = matrix().addresses.owner_of(name);
        if (owner == Owner::developer || owner == Owner::body) return true;
    }
    return false;
}

/// As somebody of another body: what is dev1's isn't there, or isn't theirs; lists don't show it.
void ask_as_stranger(const Route& route, const PlayedUser& user, const Secrets& secrets) {
    auto& m = matrix();
    auto& client = m.first.as(user.username);
    for (const auto& target : m.addresses.targets(route, m.first.slug())) {
        BOOST_TEST_CONTEXT(target << " as " << user.username) {
            const auto answer = m.send(client, route, target);
            BOOST_TEST(told(secrets, answer.text) == "", shown(answer));
            BOOST_TEST(answer.status < 500, shown(answer));
            if (!names_a_party(route) || open_to_the_tenant(route)) continue;
            BOOST_CHECK_MESSAGE(answer.status == 403 || answer.status == 404, shown(answer));
        }
    }
}

bool asks_strangers(const Route& route) {
    if (route.permission == Permission::open || ends_the_session(route)) return false;
    return reading(route) || names_a_party(route);
}

void ask_all_as(const PlayedUser& user, const Secrets& secrets) {
    const auto role = from_text<Role>(user.role).value();
    for (const auto& route : app::all_routes())
        if (asks_strangers(route) && tenants::role_has(role, route.permission))
            BOOST_TEST_CONTEXT(title_of(route)) ask_as_stranger(route, user, secrets);
}

PlayedUser user_named(std::string_view username) {
    for (const auto& user : matrix().first.users())
        if (user.username == username) return user;
    BOOST_FAIL("the case has no user " << username);
    return {};
}

BOOST_AUTO_TEST_CASE(another_developer_sees_nothing_of_a_developers_business) {
    const auto secrets = secrets_of_developer(matrix().first.scope(), "913210001001210102");
    BOOST_REQUIRE(secrets.ids.size() > 20);
    BOOST_REQUIRE(secrets.codes.size() >= 2);
    const auto before = fingerprint(matrix().first.scope());
    for (const auto* username : {"dev2", "dev2.staff", "dev5"})
        ask_all_as(user_named(username), secrets);
    BOOST_TEST(changes(before, fingerprint(matrix().first.scope())) == "");
}

BOOST_AUTO_TEST_CASE(a_department_sees_only_what_touches_it) {
    const auto secrets =
        secrets_from_department(matrix().first.scope(), matrix().first.code("D03"));
    BOOST_REQUIRE(secrets.ids.size() > 20);
    const auto before = fingerprint(matrix().first.scope());
    ask_all_as(user_named("dept.d03"), secrets);
    BOOST_TEST(changes(before, fingerprint(matrix().first.scope())) == "");
}

BOOST_AUTO_TEST_CASE(a_department_reads_its_own_rows_of_the_money_only) {
    auto& m = matrix();
    const auto own = m.first.code("D01");
    auto& department = m.first.as("dept.d01");
    for (const auto* path : {"/api/v1/allocation-ledger", "/api/v1/allocation-ledger?format=csv",
                             "/api/v1/allocation-ledger?period=2026-09",
                             "/api/v1/allocation-ledger/totals"}) {
        BOOST_TEST_CONTEXT(path) {
            ++cases();
            const auto answer = department.get(path);
            BOOST_TEST(answer.status == 200, shown(answer));
            const auto whole = m.first.as("treasury").get(path);
            BOOST_TEST(answer.text.find(own) != answer.text.npos, shown(answer));
            for (int i = 2; i <= 12; ++i) {
                const auto other = m.first.code((i < 10 ? "D0" : "D") + std::to_string(i));
                BOOST_TEST(answer.text.find(other) == answer.text.npos, other);
            }
            BOOST_TEST(whole.text.find(m.first.code("D02")) != whole.text.npos, shown(whole));
        }
    }
    const auto others = department.get("/api/v1/allocation-ledger?department=" +
                                       m.first.code("D02"));
    check_refused(others, 403, "not_your_object");
}

BOOST_AUTO_TEST_CASE(nobody_outside_a_body_touches_its_users_and_keys) {
    auto& m = matrix();
    const auto before = fingerprint(m.first.scope());
    const auto secrets = secrets_of_developer(m.first.scope(), "913210001001210102");
    for (const auto& route : app::all_routes()) {
        const auto names = parameters_of(route.path);
        const bool of_body = std::any_of(names.begin(), names.end(), [&](const auto& name) {
            return m.addresses.owner_of(name) == Owner::body;
        });
        if (!of_body) continue;
        for (const auto& user : m.first.users()) {
            if (user.body_code == "913210001001210102") continue;
            const auto role = from_text<Role>(user.role).value();
            if (tenants::role_has(role, route.permission))
                BOOST_TEST_CONTEXT(title_of(route)) ask_as_stranger(route, user, secrets);
        }
    }
    BOOST_TEST(changes(before, fingerprint(m.first.scope())) == "");
}

BOOST_AUTO_TEST_CASE(an_expert_sees_no_application_outside_the_panel) {
    auto& m = matrix();
    const auto application = "/api/v1/applications/" + m.addresses.value("application_id");
    const auto shown_to_operator = m.first.as("op.admin").get(application);
    BOOST_REQUIRE_MESSAGE(shown_to_operator.ok(), shown_to_operator.text);
    int reviewers = 0;
    for (const auto& user : m.first.users()) {
        if (user.role != "expert") continue;
        const auto quoted = '"' + user.username + '"';
        const bool on_panel =
            shown_to_operator.text.find(quoted) != shown_to_operator.text.npos;
        reviewers += on_panel ? 1 : 0;
        const auto list = m.first.as(user.username).get("/api/v1/applications?limit=200");
        BOOST_TEST_CONTEXT(user.username) {
            const bool listed =
                list.text.find(m.addresses.value("application_id")) != list.text.npos;
            BOOST_TEST(listed == on_panel, shown(list));
            const auto one = m.first.as(user.username).get(application);
            if (on_panel) BOOST_TEST(one.ok(), shown(one));
            else BOOST_TEST((one.status == 403 || one.status == 404), shown(one));
        }
        cases() += 2;
    }
    BOOST_TEST(reviewers == 3);
}

BOOST_AUTO_TEST_CASE(nothing_of_anothers_can_be_built_upon) {
    auto& m = matrix();
    auto& stranger = m.first.as("dev2");
    const auto before = fingerprint(m.first.scope());
    const Json source = {{"resource_code", m.first.code("R001")}, {"weight", "100"}};
    const std::pair<const char*, Json> attempts[] = {
        {"/api/v1/scenarios",
         {{"code", "stolen"}, {"name", "示例"}, {"purpose", "industry"}, {"field", "信用"},
          {"value", "示例"}, {"feasibility", "示例"}, {"necessity", "示例"},
          {"agreement_id", m.addresses.value("agreement_id")}}},
        {"/api/v1/data-requests",
         {{"scenario_code", m.first.code("S01")},
          {"items", Json::array({{{"resource_code", m.first.code("R001")},
                                  {"columns", Json::array({{{"name", "uscc"},
                                                            {"purpose", "示例"}}})}}})}}},
        {"/api/v1/products",
         {{"code", "stolen"}, {"name", "示例"}, {"kind", "api"},
          {"scenario_codes", {m.first.code("S01")}}, {"lineage", Json::array({source})}}},
        {"/api/v1/listings",
         {{"product_code", m.first.code("P01")}, {"scenario_codes", {m.first.code("S01")}},
          {"from", "2026-12-01"}}},
    };
    for (const auto& [path, body] : attempts) {
        BOOST_TEST_CONTEXT(path) {
            ++cases();
            const auto answer = stranger.post(path, body);
            BOOST_TEST((answer.status >= 400 && answer.status < 500), shown(answer));
            if (answer.code() == "invalid_request")
                BOOST_TEST(answer.text.find("unknown_reference") != answer.text.npos,
                           shown(answer));
        }
    }
    BOOST_TEST(changes(before, fingerprint(m.first.scope())) == "");
}

/// The desk names a case as its own routes do.
BOOST_AUTO_TEST_CASE(a_todo_leads_to_its_case) {
    auto& m = matrix();
    int found = 0;
    for (const auto& todo : m.first.as("treasury").rows("/api/v1/todos")) {
        if (todo.at("aggregate") != "suspense") continue;
        ++found;
        ++cases();
        const auto answer = m.first.as("treasury").get(
            "/api/v1/suspense/" + todo.at("aggregate_id").get<std::string>() + "/events");
        BOOST_TEST(answer.status == 200, shown(answer));
    }
    BOOST_TEST(found > 0);
}

/// The searches above would be worth nothing if they found nothing where there is something.
BOOST_AUTO_TEST_CASE(the_searches_find_what_is_ones_own) {
    auto& m = matrix();
    const auto secrets = secrets_of_developer(m.first.scope(), "913210001001210102");
    for (const auto* path : {"applications", "agreements", "persons", "data-requests", "grants",
                             "orders", "bills", "claims", "charge-lines", "users", "api-keys",
                             "usage?period=2026-09"}) {
        const auto answer = m.first.as("dev1").get(std::string("/api/v1/") + path);
        BOOST_TEST_CONTEXT(path) BOOST_TEST(told(secrets, answer.text) != "", shown(answer));
    }
    int found = 0;
    for (const auto& route : app::all_routes()) {
        const auto role = role_with(route.permission);
        if (!reading(route) || !role || *role == Role::platform_admin) continue;
        for (const auto& target : m.addresses.targets(route, m.first.slug()))
            if (!m.leaked(m.send(client_of(m.first, *role), route, target).text).empty()) ++found;
    }
    BOOST_TEST(found >= 50);
    BOOST_TEST_MESSAGE(app::all_routes().size() << " routes, " << cases() << " cases");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::route_matrix_test
