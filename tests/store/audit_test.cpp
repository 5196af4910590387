#include <boost/test/unit_test.hpp>

#include "db/audit_store.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::audit_test {
namespace {

using test::test_database;

const Timestamp kNow = parse_timestamp("2026-09-01T00:00:00.123456Z").value();

AuditRow row_of(std::string operation, std::optional<UserId> user_id, int minute) {
    return {.at_real = kNow + std::chrono::minutes(minute),
            .at_tenant = kNow - std::chrono::days(400),
            .user_id = user_id,
            .body_id = BodyId{4},
            .role = "operator_admin",
            .delegate_for_id = {},
            .operation = std::move(operation),
            .request_id = "req-1",
            .subject = "ord_000000000001a",
            .details = {{"件数", 3}}};
}

template <class Body>
void work(Body body) {
    const auto done = test_database().database().transact([&](Transaction& tx) -> Status {
        body(tx);
        return Done{};
    });
    BOOST_REQUIRE(done.ok());
}

BOOST_AUTO_TEST_CASE(audit_rows_come_back_whole_filtered_and_paged) {
    const auto scope = test_database().fresh_scope();
    work([&](Transaction& tx) {
        append_audit(tx, scope, row_of("submitOrder", UserId{1}, 0));
        append_audit(tx, scope, row_of("approveOrder", UserId{2}, 1));
        append_audit(tx, scope, row_of("expireOrders", std::nullopt, 2));
    });
    work([&](Transaction& tx) {
        const auto all = list_audit(tx, scope, {}, {});
        BOOST_REQUIRE(all.size() == 3u);
        BOOST_TEST(all[0].operation == "submitOrder");
        BOOST_TEST((all[0].at_real == kNow && all[0].at_tenant == kNow - std::chrono::days(400)));
        BOOST_TEST((all[0].user_id == UserId{1} && all[0].body_id == BodyId{4}));
        BOOST_TEST((all[0].details == Json{{"件数", 3}}));
        BOOST_TEST(!all[0].seq.has_value());
        BOOST_TEST(!all[2].user_id.has_value());
        BOOST_TEST(list_audit(tx, scope, {.user_id = UserId{2}}, {}).size() == 1u);
        BOOST_TEST(list_audit(tx, scope, {.operation = "submitOrder"}, {}).size() == 1u);
        BOOST_TEST(list_audit(tx, scope, {.subject = "ord_x"}, {}).empty());
        const auto minute = std::chrono::minutes(1);
        const AuditFilter second{.from = kNow + minute, .to = kNow + 2 * minute};
        BOOST_TEST(list_audit(tx, scope, second, {}).size() == 1u);
        const auto page = list_audit(tx, scope, {}, {.after_id = all[0].id, .limit = 1});
        BOOST_REQUIRE(page.size() == 2u);
        BOOST_TEST(page[0].id == all[1].id);
        BOOST_TEST(list_audit(tx, test_database().fresh_scope(), {}, {}).empty());
    });
}

BOOST_AUTO_TEST_CASE(sealing_takes_rows_in_order_and_once) {
    const auto scope = test_database().fresh_scope();
    work([&](Transaction& tx) {
        for (int i = 0; i < 3; ++i) append_audit(tx, scope, row_of("op", UserId{1}, i));
    });
    work([&](Transaction& tx) {
        const auto tenants = list_tenants_with_unsealed_across_tenants(tx);
        BOOST_TEST((std::ranges::find(tenants, scope.tenant()) != tenants.end()));
        BOOST_TEST(!lock_last_sealed(tx, scope).has_value());
        std::uint64_t seq = 0;
        for (const auto& row : lock_unsealed(tx, scope, 2))
            seal_audit(tx, scope, row.id, ++seq, "s");
        BOOST_TEST(lock_last_sealed(tx, scope).value().seq.value() == 2u);
        BOOST_TEST(lock_unsealed(tx, scope, 10).size() == 1u);
        const auto sealed = list_sealed(tx, scope, 1, 10);
        BOOST_REQUIRE(sealed.size() == 1u);
        BOOST_TEST(sealed[0].seal.value() == "s");
        BOOST_CHECK_THROW(seal_audit(tx, scope, sealed[0].id, 9, "again"), InvariantViolation);
    });
}

}  // namespace
}  // namespace yunhe::db::audit_test
