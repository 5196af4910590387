#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

#include "db/audit_store.hpp"
#include "http/dispatch.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::http::dispatch_test {
namespace {

constexpr Field kThingFields[] = {field::integer("number"), field::text("title", 20)};
constexpr Shape kThing{"Thing", kThingFields};
constexpr Field kThingBodyFields[] = {field::text("title", 20), field::money("price").optional()};
constexpr Shape kThingBody{"ThingBody", kThingBodyFields};
constexpr Field kFilters[] = {field::integer("from", 0, 9), field::boolean("old"),
    field::date("on")};

std::atomic<int> handler_runs{0};

Result<Reply> create_thing(const Call& call, db::Transaction& tx) {
    ++handler_runs;
    const auto number = static_cast<std::int64_t>(tx.next_number(call.caller.scope, "things"));
    if (call.body.text("title") == "refused") return wrong_state("illegal_transition");
    return Reply{.status = 201, .body = {{"number", number}, {"title", call.body.text("title")}}};
}
Result<Reply> list_things(const Call& call, db::Transaction&) {
    Json row = {{"number", call.query.optional_integer("from").value_or(0)}, {"title", "t"}};
    return Reply{.body = page_json(call.page, std::vector{row}, [](const Json& r) { return r; },
                                   [](const Json&) { return std::uint64_t{1}; })};
}
Result<Reply> reply_wrongly(const Call&, db::Transaction& tx) {
    tx.next_number(TenantScopeMaker::make(TenantId{1}), "wrong");
    return Reply{.body = {{"number", "one"}}};
}
Result<Reply> throw_number(const Call&) { throw 42; }
Result<Reply> throw_secret(const Call&) { throw std::runtime_error("password=hunter2"); }
Result<Reply> lose_database(const Call&) { throw db::DatabaseUnavailable("gone"); }
Result<Reply> lose_connection(const Call&) { throw db::SqlError(2013, "lost"); }
Result<Reply> take_raw(const Call& call) { return Reply{.raw = call.request.body}; }

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/things", Permission::order_write, create_thing, "createThing",
        "Creates.",
     {.body = &kThingBody, .reply = &kThing, .status = 201}},
    {Method::get, "/api/v1/things", Permission::signed_in, list_things, "listThings", "Lists.",
     {.query = kFilters, .page_of = &kThing}},
    {Method::post, "/api/v1/wrong", Permission::signed_in, reply_wrongly, "wrong",
        "Replies wrongly.",
     {.reply = &kThing, .repeatable = true}},
    {Method::get, "/api/v1/number", Permission::open, throw_number, "throwNumber", "Throws 42."},
    {Method::get, "/api/v1/secret", Permission::open, throw_secret, "throwSecret",
        "Throws a secret."},
    {Method::get, "/api/v1/away", Permission::open, lose_database, "loseDatabase", "Loses it."},
    {Method::get, "/api/v1/lost", Permission::open, lose_connection, "loseConnection", "Loses it."},
    {Method::post, "/api/v1/raw", Permission::open, take_raw, "takeRaw", "Takes bytes.",
     {.body_kind = BodyKind::raw, .repeatable = true}},
};
static_assert(well_formed(kRoutes));

/// The parts of a Context that no handler here touches.
template <class Part>
Part& untouched() {
    static std::max_align_t storage;
    return reinterpret_cast<Part&>(storage);
}

/// "Bearer <role>" is a user of that role; without it only open routes are let through.
struct Fixture {
    TenantScope scope = test::test_database().fresh_scope();
    std::uint64_t user_id = 7;
    RateLimit limit{{.burst = 4, .per_minute = 60}};
    Context context{test::test_database().database(), untouched<tenants::RulePackLibrary>(),
                    untouched<tenants::Signer>(), untouched<catalog::EntitlementView>(),
                    untouched<billing::Ingest>(), {}};
    Dispatcher dispatch{kRoutes, context, options()};

    DispatchOptions options() {
        DispatchOptions result;
        result.check_replies = true;
        result.authenticate = [this](const HttpRequest& request, const Route& route) {
            return authenticate(request, route);
        };
        return result;
    }
    Result<tenants::Caller> authenticate(const HttpRequest& request, const Route& route) const {
        tenants::Caller caller{scope, Timestamp(std::chrono::days(20000)), {}, {}, {},
                               tenants::BodyKind::developer, tenants::Role::developer_staff,
                               false, false, {}, {}, {}};
        caller.anonymous = route.permission == Permission::open;
        if (caller.anonymous) return caller;
        const auto role = from_text<tenants::Role>(request.header("authorization"));
        if (!role) return Error{Errc::unauthenticated, "unauthenticated"};
        caller.role = *role;
        caller.user_id = UserId{user_id};
        return caller;
    }
    Reply get(std::string path, std::vector<std::pair<std::string, std::string>> query = {}) {
        return dispatch({.path = std::move(path), .query = std::move(query),
                         .headers = {{"authorization", "developer_staff"}}, .request_id = "r-1"});
    }
    Reply post(std::string body, std::string key, std::string role = "developer_staff",
               std::string type = "application/json") {
        Headers headers{{"authorization", role}, {"content-type", type}};
        if (!key.empty()) headers.emplace_back("idempotency-key", key);
        return dispatch({.method = Method::post, .path = "/api/v1/things", .headers = headers,
                         .body = std::move(body), .request_id = "r-2"});
    }
    std::vector<db::AuditRow> audit_rows() {
        return context.database
            .read([&](db::Transaction& tx) -> Result<std::vector<db::AuditRow>> {
                return db::list_audit(tx, scope, {}, {});
            })
            .value();
    }
};

std::string code_of(const Reply& reply) { return reply.body.value("code", ""); }

bool has_header(const Reply& reply, std::string_view name) {
    return std::any_of(reply.headers.begin(), reply.headers.end(),
                       [&](const auto& header) { return header.first == name; });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dispatch_, Fixture)

BOOST_AUTO_TEST_CASE(refusals_come_in_their_fixed_order) {
    const std::string bad = R"({"titel":1})";
    BOOST_TEST(post(bad, "", "nobody", "text/plain").status == 415);
    BOOST_TEST(post(bad, "", "nobody").status == 401);
    BOOST_TEST(post(bad, "", "auditor").status == 403);
    BOOST_TEST(post(bad, "").status == 428);
    BOOST_TEST(post(bad, "two words").status == 400);
    BOOST_TEST(code_of(post(bad, "two words")) == "idempotency_key_bad");
    const auto malformed_reply = post(bad, "k");
    BOOST_TEST(malformed_reply.status == 400);
    BOOST_REQUIRE_EQUAL(malformed_reply.body["errors"].size(), 2u);
    BOOST_TEST(post(R"({"title":"refused"})", "k").status == 409);
    BOOST_TEST(post(R"({"title":"a"})", "k").status == 201);
}

BOOST_AUTO_TEST_CASE(unknown_paths_and_methods_are_told_apart) {
    BOOST_TEST(get("/api/v1/nothing").status == 404);
    const auto wrong = dispatch({.method = Method::delete_, .path = "/api/v1/things"});
    BOOST_TEST(wrong.status == 405);
    BOOST_TEST(has_header(wrong, "Allow"));
    const auto options_reply = dispatch({.method = Method::options, .path = "/api/v1/things"});
    BOOST_TEST(options_reply.status == 204);
    BOOST_TEST(has_header(options_reply, "Allow"));
}

BOOST_AUTO_TEST_CASE(query_parameters_are_typed_and_unknown_ones_refused) {
    BOOST_TEST(get("/api/v1/things", {{"from", "3"}, {"old", "true"}, {"limit", "5"}, {"include",
        "total"}})
                   .body["data"][0]["number"].get<int>() == 3);
    const auto reply = get("/api/v1/things", {{"from", "x"}, {"old", "1"}, {"on", "2026-13-01"},
                                              {"form", "1"}, {"limit", "999"}, {"limit", "1"}});
    BOOST_TEST(reply.status == 400);
    std::vector<std::string> pointers;
    for (const auto& error
        : reply.body["errors"]) pointers.push_back(error["pointer"].get<std::string>());
    for (const auto* pointer : {"?from", "?old", "?on", "?form", "?limit"})
        BOOST_TEST(std::count(pointers.begin(), pointers.end(), pointer) >= 1, pointer);
    BOOST_TEST(get("/api/v1/things", {{"limit",
        "999"}}).body["errors"][0]["code"].get<std::string>() ==
               "bad_limit");
}

BOOST_AUTO_TEST_CASE(a_repeated_write_gets_the_first_reply_and_has_no_second_effect) {
    const int runs = handler_runs;
    const auto first = post(R"({"title":"a","price":"1.00"})", "key-1");
    BOOST_TEST(first.status == 201);
    BOOST_TEST(!has_header(first, "Idempotency-Replayed"));
    const auto again = post(R"({ "price":"1.00", "title":"a" })", "key-1");
    BOOST_TEST(has_header(again, "Idempotency-Replayed"));
    BOOST_TEST(to_text(again.body) == to_text(first.body));
    BOOST_TEST(handler_runs - runs == 1);
    BOOST_TEST(post(R"({"title":"b"})", "key-1").status == 422);
    BOOST_TEST(audit_rows().size() == 1u);
}

BOOST_AUTO_TEST_CASE(keys_of_other_users_do_not_meet) {
    BOOST_TEST(post(R"({"title":"a"})", "shared").body["number"].get<int>() == 1);
    user_id = 8;
    BOOST_TEST(post(R"({"title":"a"})", "shared").body["number"].get<int>() == 2);
}

BOOST_AUTO_TEST_CASE(a_refused_write_leaves_nothing_and_its_key_may_be_tried_again) {
    BOOST_TEST(post(R"({"title":"refused"})", "key-2").status == 409);
    BOOST_TEST(audit_rows().empty());
    const auto reply = post(R"({"title":"a"})", "key-2");
    BOOST_TEST(reply.status == 201);
    BOOST_TEST(reply.body["number"].get<int>() == 1);
}

BOOST_AUTO_TEST_CASE(fifty_at_once_with_one_key_have_one_effect) {
    std::atomic<int> created{0};
    std::atomic<int> waiting{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 50; ++i)
        threads.emplace_back([&] {
            const auto reply = post(R"({"title":"a"})", "parallel");
            if (reply.status == 201 && reply.body["number"].get<int>() == 1) ++created;
            if (reply.status == 409 && code_of(reply) == "idempotency_in_flight") ++waiting;
        });
    for (auto& thread : threads) thread.join();
    BOOST_TEST(created >= 1);
    BOOST_TEST(created + waiting == 50);
    BOOST_TEST(post(R"({"title":"next"})", "another").body["number"].get<int>() == 2);
}

BOOST_AUTO_TEST_CASE(a_write_is_audited_with_who_what_and_when) {
    post(R"({"title":"a"})", "key-3");
    const auto rows = audit_rows();
    BOOST_REQUIRE_EQUAL(rows.size(), 1u);
    BOOST_TEST(rows[0].operation == "createThing");
    BOOST_TEST(rows[0].request_id == "r-2");
    BOOST_TEST(rows[0].role == "developer_staff");
    BOOST_TEST(rows[0].user_id->value == 7u);
    BOOST_TEST((rows[0].at_tenant == Timestamp(std::chrono::days(20000))));
    BOOST_TEST((rows[0].at_real > rows[0].at_tenant));
    BOOST_TEST(rows[0].details["body_sm3"].get<std::string>().size() == 64u);
}

BOOST_AUTO_TEST_CASE(what_is_thrown_becomes_a_500_that_tells_nothing) {
    for (const auto* path : {"/api/v1/number", "/api/v1/secret"}) {
        const auto reply = get(path);
        BOOST_TEST(reply.status == 500);
        BOOST_TEST(code_of(reply) == "internal");
        BOOST_TEST(reply.body["request_id"].get<std::string>() == "r-1");
        BOOST_TEST(to_text(reply.body).find("hunter2") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_database_that_is_away_is_a_503_with_retry_after) {
    for (const auto* path : {"/api/v1/away", "/api/v1/lost"}) {
        const auto reply = get(path);
        BOOST_TEST(reply.status == 503);
        BOOST_TEST(has_header(reply, "Retry-After"));
    }
}

BOOST_AUTO_TEST_CASE(a_reply_that_departs_from_its_schema_is_named_and_rolled_back) {
    const auto reply = dispatch({.method = Method::post, .path = "/api/v1/wrong",
                                 .headers = {{"authorization", "auditor"}}});
    BOOST_TEST(reply.status == 500);
    BOOST_TEST(code_of(reply) == "reply_departs_from_schema");
    BOOST_TEST(reply.body["errors"][0]["pointer"].get<std::string>() == "/number");
    BOOST_TEST(audit_rows().empty());
}

BOOST_AUTO_TEST_CASE(open_routes_are_limited_by_address) {
    auto limited = options();
    limited.open_limit = &limit;
    const Dispatcher dispatcher(kRoutes, context, limited);
    const auto ask = [&](std::string address) {
        return dispatcher({.method = Method::post, .path = "/api/v1/raw", .body = "x",
                           .remote_address = std::move(address)});
    };
    for (int i = 0; i < 4; ++i) BOOST_TEST(ask("192.0.2.1").status == 200);
    const auto refused = ask("192.0.2.1");
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(has_header(refused, "Retry-After"));
    BOOST_TEST(has_header(refused, "RateLimit-Limit"));
    BOOST_TEST(ask("192.0.2.2").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::http::dispatch_test
