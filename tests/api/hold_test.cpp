/// Suspension, rectification, end and exit through the API.
#include <boost/test/unit_test.hpp>

#include <thread>

#include "base/clock.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/exit_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/support/played_tenants.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::hold_test {
namespace {

using http::Method;

constexpr std::string_view kUscc = "913210001001210102";
const std::string kDigest(64, 'a');

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text.substr(0, 600));
    return answer;
}

void check_refused(const Answer& answer, int status, std::string_view code) {
    BOOST_CHECK_MESSAGE(answer.status == status && answer.code() == code,
                        "wanted " << status << " " << code << ", got " << answer.status << " "
                                  << answer.text.substr(0, 600));
}

void check_cites(const Answer& answer, std::string_view article) {
    BOOST_CHECK_EQUAL(answer.json.value("source", ""), "regulation");
    BOOST_CHECK_EQUAL(answer.json.value("article", ""), article);
}

/// Asks until the answer is the expected one; how long that took.
template <class Ask>
std::chrono::milliseconds until(Ask ask, int status, std::string_view code) {
    const auto begin = steady_now();
    while (true) {
        const Answer answer = ask();
        const auto taken =
            std::chrono::duration_cast<std::chrono::milliseconds>(steady_now() - begin);
        if (answer.status == status && answer.code() == code) return taken;
        BOOST_REQUIRE_MESSAGE(taken < std::chrono::seconds(5), answer.status << answer.text);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

constexpr std::chrono::milliseconds kOneSecond{1000};

/// The whole of the Yangzhou case: orders that run, a gateway, keys.
PlayedTenant& tenant() {
    static PlayedTenant played({.slug = "holds", .letter = 'H', .name = "【停】",
                                .events_max = 300});
    return played;
}

std::string agreement_of(PlayedTenant& played, std::string_view uscc) {
    for (const auto& row : played.as("op.admin").rows("/api/v1/agreements"))
        if (row.at("developer_uscc") == uscc)
            return "/api/v1/agreements/" + row.at("id").get<std::string>();
    BOOST_FAIL("no agreement of " << uscc);
    return {};
}
const std::string& agreement() {
    static const auto path = agreement_of(tenant(), kUscc);
    return path;
}

Timestamp now() {
    const auto shown = must(tenant().as("op.admin").get("/api/v1/clock"));
    return parse_timestamp(shown.json.at("now").get<std::string>()).value();
}
void set_clock(Timestamp to) {
    must(tenant().as("op.admin").put("/api/v1/clock", {{"now", to_text(to)}}));
}

ApiClient& gateway() {
    static auto key = tenant().operator_key({"events:write", "entitlements:check"});
    return key;
}

/// "accepted", or the code of the quarantine or the refusal.
std::string sent(const std::string& id, const std::string& order, Timestamp time) {
    const Json event = {{"specversion", "1.0"},     {"id", id},
                        {"source", "gateway/hold"}, {"type", "yunhe.usage"},
                        {"subject", order},         {"time", to_text(time)},
                        {"data", {{"meter", "calls"}, {"quantity", "1"}}}};
    const auto answer = must(gateway().send(Method::post, "/api/v1/events", to_text(event),
                                            "application/cloudevents+json"));
    const auto& result = answer.json.at("results")[0];
    return result.contains("code") ? result.at("code").get<std::string>()
                                   : result.at("status").get<std::string>();
}

Answer check() {
    return gateway().get("/api/v1/entitlements/check?order=" + tenant().code("O01"));
}
std::string state() {
    return must(tenant().as("dev1").get(agreement())).json.at("state").get<std::string>();
}
std::string hold_path(const Answer& answer) {
    return "/api/v1/holds/" + must(answer).json.at("id").get<std::string>();
}
Json closed() { return must(tenant().as("dev1").get(agreement() + "/access")).json; }

}  // namespace

BOOST_AUTO_TEST_SUITE(holds)

BOOST_AUTO_TEST_CASE(in_one_transaction_access_orders_and_metering_stop) {
    auto& admin = tenant().as("op.admin");
    const auto order = tenant().code("O01");
    const auto other = tenant().code("O03");
    const auto made = must(tenant().as("dev1").post(
        "/api/v1/api-keys", {{"name", "自有网关"}, {"scopes", {"events:write", "read"}}}));
    auto own_key = ApiClient::with_key(made.json.at("key").get<std::string>());
    const auto report = [&] {
        return own_key.send(Method::post, "/api/v1/events", "{}", "application/cloudevents+json");
    };
    set_clock(now() + std::chrono::hours(2));
    const auto stopped_at = now();
    BOOST_CHECK_EQUAL(check().status, 204);
    BOOST_CHECK_EQUAL(sent("before-1", order, stopped_at - std::chrono::hours(1)), "accepted");
    BOOST_CHECK(closed().at("open").get<bool>());
    const auto version = [] {
        return test_database().database().read([](db::Transaction& tx) -> Result<std::uint64_t> {
            return tenants::entitlement_version(tx, tenant().scope());
        }).value();
    };
    const auto version_before = version();

    const auto placed =
        must(admin.post(agreement() + "/holds", {{"cause", "breach"}, {"reason", "违约(示例)"}}));
    BOOST_CHECK_EQUAL(version(), version_before + 1);
    BOOST_CHECK_GE(placed.json.at("stopped").at("orders").get<int>(), 1);
    BOOST_CHECK_GE(placed.json.at("stopped").at("grants").get<int>(), 1);
    BOOST_CHECK_GE(placed.json.at("stopped").at("keys").get<int>(), 1);
    BOOST_CHECK_EQUAL(state(), "suspended");
    // Metering reads the version in its own transaction: exact to the microsecond, at once.
    BOOST_CHECK_EQUAL(sent("at-1", order, stopped_at), "agreement_on_hold");
    BOOST_CHECK_EQUAL(sent("late-1", order, stopped_at - std::chrono::microseconds(1)), "accepted");
    BOOST_CHECK_EQUAL(sent("other-1", other, stopped_at), "accepted");
    // Gateways and keys ask the memory, which may be half a second old.
    BOOST_CHECK(until(check, 403, "agreement_on_hold") < kOneSecond);
    BOOST_CHECK(until(report, 403, "access_suspended") < kOneSecond);
    // What the developer reads of its own case stays open.
    BOOST_CHECK_EQUAL(own_key.get(agreement()).status, 200);
    const auto why = closed();
    BOOST_CHECK(!why.at("open").get<bool>());
    BOOST_REQUIRE_EQUAL(why.at("reasons").size(), 1U);
    BOOST_CHECK_EQUAL(why.at("reasons")[0].at("code"), "agreement_on_hold");
    BOOST_CHECK_EQUAL(why.at("reasons")[0].at("hold_id"), placed.json.at("id"));
    // Yangzhou's text doesn't say that the operator makes the stop, so nothing of it is cited.
    BOOST_CHECK_EQUAL(why.at("reasons")[0].at("source"), "system");
    BOOST_CHECK(why.at("reasons")[0].at("article").is_null());

    set_clock(now() + std::chrono::hours(1));
    must(admin.post(hold_path(placed) + "/release", {{"reason", "已处理(示例)"}}));
    BOOST_CHECK(until(check, 204, "") < kOneSecond);
    BOOST_CHECK_EQUAL(state(), "active");
    BOOST_CHECK_EQUAL(sent("after-1", order, now()), "accepted");
    // An event of the time between stays outside: it is judged at its own time.
    BOOST_CHECK_EQUAL(sent("between-1", order, stopped_at + std::chrono::minutes(30)),
                      "agreement_on_hold");
    check_refused(admin.post(hold_path(placed) + "/release", {{"reason", "重复"}}), 409,
                  "hold_released");
}

BOOST_AUTO_TEST_CASE(two_holds_need_two_releases) {
    auto& admin = tenant().as("op.admin");
    auto& authority = tenant().as("authority");
    const auto first = hold_path(
        admin.post(agreement() + "/holds", {{"cause", "inspection"}, {"reason", "检查(示例)"}}));
    const auto second = hold_path(
        authority.post(agreement() + "/holds", {{"cause", "risk"}, {"reason", "风险(示例)"}}));
    const auto why = closed().at("reasons");
    BOOST_REQUIRE_EQUAL(why.size(), 2U);
    BOOST_CHECK_EQUAL(why[1].at("article"), "5");
    must(admin.post(first + "/release", {{"reason", "已处理"}}));
    BOOST_CHECK_EQUAL(state(), "suspended");
    BOOST_CHECK_EQUAL(sent("two-1", tenant().code("O01"), now()), "agreement_on_hold");
    check_refused(admin.post(second + "/release", {{"reason", "已处理"}}), 403, "hold_not_yours");
    must(authority.post(second + "/release", {{"reason", "已处理"}}));
    BOOST_CHECK_EQUAL(state(), "active");
    BOOST_CHECK_EQUAL(sent("two-2", tenant().code("O01"), now()), "accepted");
    BOOST_CHECK_GE(tenant().as("dev1").rows(agreement() + "/holds").size(), 2U);
    check_refused(tenant().as("dev2").get(first), 403, "not_your_object");
}

BOOST_AUTO_TEST_CASE(an_urgent_stop_waits_for_the_authority_and_never_lapses) {
    auto& staff = tenant().as("op.staff");
    auto& authority = tenant().as("authority");
    const Json plain = {{"cause", "urgent_stop"}, {"reason", "异常(示例)"}};
    const auto refused = staff.post(agreement() + "/holds", plain);
    check_refused(refused, 403, "not_a_suspender");
    // Yangzhou 12 leaves stops to the agreement and names nobody: a default of the system.
    BOOST_CHECK_EQUAL(refused.json.at("source"), "system");
    auto urgent = plain;
    urgent["urgent"] = true;
    const auto placed = must(staff.post(agreement() + "/holds", urgent));
    const auto hold = hold_path(placed);
    BOOST_CHECK(!placed.json.at("confirm_by").is_null());
    const auto asked = [&] {
        std::size_t tasks = 0;
        for (const auto& todo : authority.rows("/api/v1/todos"))
            tasks += todo.at("task") == "confirm_hold";
        return tasks;
    };
    BOOST_CHECK_EQUAL(asked(), 1U);
    check_refused(tenant().as("op.admin").post(hold + "/confirm"), 403, "own_urgent_stop");
    set_clock(now() + std::chrono::days(20));
    BOOST_CHECK(must(authority.get(hold)).json.at("confirmation_overdue").get<bool>());
    BOOST_CHECK_EQUAL(state(), "suspended");
    must(authority.post(hold + "/confirm", {{"opinion", "同意(示例)"}}));
    BOOST_CHECK_EQUAL(asked(), 0U);
    check_refused(authority.post(hold + "/confirm"), 409, "hold_confirmed");
    check_refused(tenant().as("op.admin").post(hold + "/release", {{"reason", "示例"}}), 403,
                  "hold_not_yours");
    must(authority.post(hold + "/release", {{"reason", "已处理(示例)"}}));
    BOOST_CHECK_EQUAL(state(), "active");
}

// Last of this tenant: its clock goes to where the agreement is over.
BOOST_AUTO_TEST_CASE(what_expired_meanwhile_stays_closed_and_leaves_by_the_exit) {
    auto& admin = tenant().as("op.admin");
    auto& developer = tenant().as("dev1");
    const auto hold = hold_path(
        admin.post(agreement() + "/holds", {{"cause", "breach"}, {"reason", "违约(示例)"}}));
    check_refused(admin.post(agreement() + "/exit"), 409, "illegal_transition");
    set_clock(start_of(parse_date("2028-04-03").value()));
    must(admin.post(hold + "/release", {{"reason", "已处理(示例)"}}));
    BOOST_CHECK_EQUAL(state(), "expired");
    const auto why = closed();
    BOOST_CHECK(!why.at("open").get<bool>());
    BOOST_CHECK_EQUAL(why.at("reasons")[0].at("code"), "no_live_agreement");
    BOOST_CHECK_EQUAL(sent("expired-1", tenant().code("O01"), now()), "no_live_agreement");
    check_refused(admin.post(agreement() + "/holds", {{"cause", "risk"}, {"reason", "示例"}}), 409,
                  "agreement_not_running");

    check_refused(developer.get(agreement() + "/exit"), 404, "exit_not_found");
    const auto exit = must(admin.post(agreement() + "/exit")).json;
    BOOST_CHECK_EQUAL(exit.at("ground"), "expiry");
    BOOST_CHECK_EQUAL(exit.at("ended_on"), "2028-03-31");
    BOOST_CHECK_EQUAL(exit.at("retention_until"), "2028-10-03");
    BOOST_CHECK_EQUAL(state(), "exiting");
    const auto steps = agreement() + "/exit/steps";
    const Json deletion = {{"step", "delete_data"}, {"proof", "已删除(示例)"}};
    check_refused(admin.post(steps, deletion), 403, "not_your_move");
    BOOST_CHECK_EQUAL(developer.post(steps, deletion).field_code("/document_sm3"), "missing_field");
    check_refused(admin.post(agreement() + "/exit/close"), 422, "exit_steps_open");
    auto proved = deletion;
    proved["document_sm3"] = kDigest;
    must(developer.post(steps, proved));
    check_refused(developer.post(steps, proved), 409, "exit_step_done");
    must(admin.post(steps, {{"step", "close_access"}, {"proof", "密钥已吊销(示例)"}}));
    for (const auto& key : developer.rows("/api/v1/api-keys"))
        BOOST_CHECK(!key.at("revoked_at").is_null());
    must(admin.post(steps, {{"step", "keep_logs"}, {"proof", "存于平台(示例)"}}));
    must(admin.post(agreement() + "/exit/close"));
    BOOST_CHECK_EQUAL(state(), "closed");
    check_refused(admin.post(agreement() + "/exit/close"), 409, "illegal_transition");
}

BOOST_AUTO_TEST_CASE(logs_are_kept_to_the_end_of_the_retention) {
    const auto scope = tenant().scope();
    for (const char* table : {"audit_rows", "case_events"}) {
        const auto remove = [&] {
            return test_database().database().transact([&](db::Transaction& tx) -> Status {
                tx.execute(std::string("DELETE FROM ").append(table).append(
                               " WHERE tenant_id = ? LIMIT 1"), scope);
                return Done{};
            });
        };
        BOOST_CHECK_THROW((void)remove(), db::SqlError);
    }
    const auto until = test_database().database().read(
        [&](db::Transaction& tx) -> Result<std::optional<Date>> {
            return tenants::find_log_retention_end(tx, scope);
        });
    BOOST_CHECK(until.value() == Date::max());  // Other agreements aren't in their exit.
}

namespace {

/// Ningbo with one signed agreement; admission has tests of its own.
class Ningbo {
public:
    Ningbo() : world({.rule_pack = "ningbo-2023", .clock = "2026-03-10T01:00:00Z"}) {
        world.open_developer(kUscc, "dev1");
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            tx.execute("SET foreign_key_checks = 0");
            const auto developer = *tenants::find_body_by_code(tx, world.scope(), kUscc);
            id = tx.new_id<tenants::AgreementId>();
            const auto at = parse_timestamp("2026-02-20T01:00:00Z").value();
            tx.execute("INSERT INTO agreements (tenant_id, id, number, application_id, "
                       "developer_id, state, from_on, to_on, service_fee_fen, fields, clauses, "
                       "rule_pack_id, rule_pack_digest, canonical_text, created_at, signed_at) "
                       "VALUES (?, ?, 1, 1, ?, 'signed', '2026-03-01', '2027-02-28', 0, '[]', "
                       "'[]', 'ningbo-2023', ?, '协议(示例)', ?, ?)",
                       world.scope(), id, developer.id, kDigest, at, at);
            tx.execute("SET foreign_key_checks = 1");
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
        path = "/api/v1/agreements/" + to_text(id);
    }
    std::string state() {
        return must(world.as("authority").get(path)).json.at("state").get<std::string>();
    }
    std::optional<Date> bar() {
        return test_database().database().read(
            [&](db::Transaction& tx) -> Result<std::optional<Date>> {
                const auto developer = *tenants::find_body_by_code(tx, world.scope(), kUscc);
                return tenants::find_reapplication_bar(tx, world.scope(), developer.id);
            }).value();
    }

    ApiWorld world;
    tenants::AgreementId id;
    std::string path;
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_unmet_gate_closes_access_and_names_its_article) {
    Ningbo n;
    BOOST_CHECK_EQUAL(n.state(), "active");
    const auto access = must(n.world.as("dev1").get(n.path + "/access")).json;
    BOOST_CHECK(!access.at("open").get<bool>());
    BOOST_REQUIRE(!access.at("reasons").empty());
    for (const auto& reason : access.at("reasons")) {
        BOOST_CHECK_EQUAL(reason.at("code"), "access_gate_unmet");
        BOOST_CHECK(!reason.at("gate").is_null());
        BOOST_CHECK_EQUAL(reason.at("source"), "regulation");
        BOOST_CHECK_EQUAL(reason.at("article"), "18");
    }
}

BOOST_AUTO_TEST_CASE(an_order_to_correct_carries_a_deadline_and_closes_access) {
    Ningbo n;
    auto& authority = n.world.as("authority");
    const auto orders = n.path + "/rectifications";
    const auto not_theirs = n.world.as("op.admin").post(orders, {{"demand", "整改(示例)"}});
    check_refused(not_theirs, 403, "not_a_suspender");
    check_cites(not_theirs, "17");
    const auto open_end = authority.post(orders, {{"demand", "整改(示例)"}});
    check_refused(open_end, 422, "correction_deadline_missing");
    check_cites(open_end, "17");
    const auto no_closing = authority.post(
        orders, {{"demand", "整改(示例)"}, {"due_on", "2026-03-31"}, {"with_hold", false}});
    check_refused(no_closing, 422, "temporary_closing_required");
    check_cites(no_closing, "17");

    const auto ordered =
        must(authority.post(orders, {{"demand", "整改(示例)"}, {"due_on", "2026-03-31"}}));
    const auto path = "/api/v1/rectifications/" + ordered.json.at("id").get<std::string>();
    BOOST_CHECK(!ordered.json.at("hold_id").is_null());
    BOOST_CHECK_EQUAL(n.state(), "suspended");
    check_refused(authority.post(path + "/decide", {{"decision", "accept"}, {"opinion", "示例"}}),
                  409, "illegal_transition");
    check_refused(
        authority.post(path + "/decide", {{"decision", "not_accept"}, {"opinion", "示例"}}), 409,
        "rectification_still_running");
    // The closing goes with the order: releasing the hold alone would undo what the text demands.
    check_refused(authority.post("/api/v1/holds/" +
                                     ordered.json.at("hold_id").get<std::string>() + "/release",
                                 {{"reason", "示例"}}),
                  409, "hold_of_running_order");
    auto& developer = n.world.as("dev1");
    const Json evidence = Json::array({{{"name", "报告.pdf"}, {"sm3", "xyz"}}});
    BOOST_CHECK_EQUAL(developer.post(path + "/answer",
                                     {{"feedback", "已改(示例)"}, {"evidence", evidence}})
                          .field_code("/evidence/0/sm3"),
                      "bad_digest");
    const Json good = Json::array({{{"name", "报告.pdf"}, {"sm3", kDigest}}});
    must(developer.post(path + "/answer", {{"feedback", "已改(示例)"}, {"evidence", good}}));
    check_refused(developer.post(path + "/answer", {{"feedback", "再改"}}), 409,
                  "illegal_transition");
    const auto accepted =
        must(authority.post(path + "/decide", {{"decision", "accept"}, {"opinion", "已改正"}}));
    BOOST_CHECK_EQUAL(accepted.json.at("state"), "accepted");
    BOOST_CHECK_EQUAL(n.state(), "active");
}

BOOST_AUTO_TEST_CASE(only_the_mechanism_ends_a_grant_that_was_not_put_right) {
    Ningbo n;
    auto& authority = n.world.as("authority");
    auto& minutes = n.world.as("minutes");
    const auto end = n.path + "/terminate";
    const Json breach = {{"ground", "breach"}, {"reason", "未按要求改正(示例)"}};
    const auto not_theirs = authority.post(end, breach);
    check_refused(not_theirs, 403, "not_a_terminator");
    check_cites(not_theirs, "17");
    const auto unheard = minutes.post(end, breach);
    check_refused(unheard, 422, "minutes_required");
    check_cites(unheard, "5");
    auto deliberated = breach;
    deliberated["minutes_document"] = "会议纪要〔2026〕1号(示例)";
    const auto too_soon = minutes.post(end, deliberated);
    check_refused(too_soon, 422, "rectification_first");
    check_cites(too_soon, "17");

    const auto ordered = must(authority.post(
        n.path + "/rectifications", {{"demand", "整改(示例)"}, {"due_on", "2026-03-31"}}));
    const auto path = "/api/v1/rectifications/" + ordered.json.at("id").get<std::string>();
    n.world.set_clock("2026-04-02T01:00:00Z");
    BOOST_CHECK(must(authority.get(path)).json.at("late").get<bool>());
    must(authority.post(path + "/decide", {{"decision", "not_accept"}, {"opinion", "逾期未改"}}));
    BOOST_CHECK_EQUAL(n.state(), "suspended");
    const auto ended = must(minutes.post(end, deliberated));
    BOOST_CHECK_EQUAL(ended.json.at("state"), "terminated");
    BOOST_CHECK(n.bar() == parse_date("2027-04-02").value());
    check_refused(minutes.post(end, deliberated), 409, "illegal_transition");
    const auto exit = must(authority.get(n.path + "/exit")).json;
    BOOST_CHECK_EQUAL(exit.at("ground"), "breach");
    BOOST_CHECK_EQUAL(exit.at("rectification_id"), ordered.json.at("id"));
    BOOST_CHECK_EQUAL(must(authority.post(n.path + "/exit")).json.at("retention_until"),
                      "2026-10-02");
}

BOOST_AUTO_TEST_CASE(logs_may_be_deleted_from_the_day_after_the_retention) {
    Ningbo n;
    n.world.set_clock("2027-03-02T01:00:00Z");
    const auto exit = must(n.world.as("authority").post(n.path + "/exit")).json;
    const auto last = parse_date(exit.at("retention_until").get<std::string>()).value();
    const auto remove = [&] {
        return test_database().database().transact([&](db::Transaction& tx) -> Status {
            tx.execute("DELETE FROM case_events WHERE tenant_id = ? LIMIT 1", n.world.scope());
            return Done{};
        });
    };
    n.world.set_clock(to_text(end_of(last) - std::chrono::hours(1)));
    BOOST_CHECK_THROW((void)remove(), db::SqlError);
    n.world.set_clock(to_text(end_of(last)));
    BOOST_CHECK(remove().ok());
}

BOOST_AUTO_TEST_CASE(a_developer_may_ask_for_an_early_end) {
    Ningbo n;
    auto& minutes = n.world.as("minutes");
    const Json early = {{"ground", "early_end"},
                        {"reason", "主体申请(示例)"},
                        {"minutes_document", "会议纪要〔2026〕2号(示例)"}};
    check_refused(minutes.post(n.path + "/terminate", early), 409, "early_end_not_requested");
    auto& developer = n.world.as("dev1");
    must(developer.post(n.path + "/early-end", {{"reason", "业务调整(示例)"}}));
    check_refused(developer.post(n.path + "/early-end", {{"reason", "再次"}}), 409,
                  "early_end_requested");
    BOOST_CHECK_EQUAL(must(minutes.post(n.path + "/terminate", early)).json.at("state"),
                      "terminated");
    BOOST_CHECK(!n.bar());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::hold_test
