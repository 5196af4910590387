/// Over every route of the product: an administrator of the operator can neither open nor reset a
/// user of another body, nor act in the name of one.
#include <boost/test/unit_test.hpp>

#include <map>

#include "app/routes.hpp"
#include "tests/support/played_tenants.hpp"
#include "tests/support/route_addresses.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::impersonation_test {
namespace {

using http::Method;
using http::Route;
using tenants::Permission;

/// A tenant for this suite alone: what the administrator may do, it does.
struct Stage {
    PlayedTenant tenant{{.slug = "impersonation", .letter = 'Z', .name = "【丙】"}};
    RouteAddresses addresses{tenant};
};

Stage& stage() {
    static Stage the_stage;
    return the_stage;
}

/// Everything by which a person of another body is known or let in, row by row.
std::map<std::string, std::string> credentials_of_others() {
    using Rows = std::map<std::string, std::string>;
    const auto scope = stage().tenant.scope();
    return test_database().database().read([&](db::Transaction& tx) -> Result<Rows> {
        Rows rows;
        const auto collect = [&](const std::string& kind, const std::string& statement) {
            const std::vector<db::Value> bound = {db::to_value(scope.tenant())};
            tx.each(statement, bound, [&](const db::Row& row) {
                rows[kind + " " + row.text("name")] = row.text("contents");
            });
        };
        const std::string others = " JOIN bodies b ON b.tenant_id = t.tenant_id AND b.id = "
                                   "t.body_id WHERE t.tenant_id = ? AND b.kind <> 'operator'";
        collect("user", "SELECT t.username AS name, CONCAT_WS('|', t.id, t.body_id, t.role, "
                        "t.body_admin, t.state, t.password_hash) AS contents FROM users t" +
                            others);
        // An agreement that ends takes its developer's keys away; nobody gets one by that.
        collect("key", "SELECT CAST(t.id AS CHAR) AS name, CONCAT_WS('|', t.secret_hmac, "
                       "t.scopes) AS contents FROM api_keys t" +
                           others);
        collect("delegation", "SELECT CAST(t.id AS CHAR) AS name, CONCAT_WS('|', t.principal_id, "
                              "t.delegate_id) AS contents FROM delegations t" +
                                  others);
        collect("sessions", "SELECT u.username AS name, CAST(COUNT(*) AS CHAR) AS contents FROM "
                            "sessions t JOIN users u ON u.tenant_id = t.tenant_id AND u.id = "
                            "t.user_id JOIN bodies b ON b.tenant_id = u.tenant_id AND b.id = "
                            "u.body_id WHERE t.tenant_id = ? AND b.kind <> 'operator' "
                            "GROUP BY u.username");
        return rows;
    }).value();
}

std::map<std::string, std::string> user_ids() {
    std::map<std::string, std::string> ids;
    for (const auto& user : stage().tenant.users())
        ids[user.username] = stage()
                                 .tenant.as(user.username)
                                 .get("/api/v1/session")
                                 .json.at("user")
                                 .at("id")
                                 .get<std::string>();
    return ids;
}

bool of_the_operator(const std::string& username) {
    for (const auto& user : stage().tenant.users())
        if (user.username == username)
            return user.role.starts_with("operator") || user.role == "finance";
    return false;
}

Answer ask(ApiClient& client, const Route& route) {
    auto& s = stage();
    return client.send(route.method, s.addresses.targets(route, s.tenant.slug()).front(),
                       s.addresses.body(route), s.addresses.content_type(route));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(impersonation)

BOOST_AUTO_TEST_CASE(on_no_route_does_the_operator_act_in_the_name_of_another_body) {
    const auto ids = user_ids();
    auto& admin = stage().tenant.as("op.admin");
    const auto before = fingerprint(stage().tenant.scope());
    int asked = 0;
    for (const auto& route : app::all_routes()) {
        if (route.permission == Permission::open) continue;
        for (const auto& [username, id] : ids) {
            if (of_the_operator(username)) continue;
            ++asked;
            admin.with("x-act-for", id);
            const auto answer = ask(admin, route);
            BOOST_CHECK_MESSAGE(answer.code() == "delegation_not_in_force",
                                title_of(route) << " for " << username << ": " << answer.status
                                                << " " << answer.text.substr(0, 300));
        }
    }
    BOOST_TEST_MESSAGE(asked << " calls in another's name");
    BOOST_CHECK_GT(asked, 500);
    BOOST_TEST(changes(before, fingerprint(stage().tenant.scope())) == "");
}

BOOST_AUTO_TEST_CASE(no_route_gives_the_operator_a_user_of_another_body) {
    user_ids();  // Everybody has signed in before the snapshot.
    auto& admin = stage().tenant.as("op.admin");
    const auto before = credentials_of_others();
    BOOST_CHECK_GT(before.size(), 20u);
    for (const auto& route : app::all_routes()) {
        const bool own_session =
            route.operation == "signOut" || route.operation == "changePassword";
        if (route.method == Method::get || route.permission == Permission::open || own_session)
            continue;
        const auto answer = ask(admin, route);
        BOOST_CHECK_MESSAGE(answer.status < 500, title_of(route) << ": " << answer.text);
        BOOST_CHECK_MESSAGE(credentials_of_others() == before, title_of(route));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::impersonation_test
