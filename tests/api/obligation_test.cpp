/// Obligations as time passes: what is due, who is reminded when, and what becomes of it.
#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <set>
#include <thread>

#include "app/webhook_reminder_port.hpp"
#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "tenants/obligation_service.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/pack_player.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::obligation_test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
    return answer;
}

std::string text(const Json& row, const char* name) { return row.at(name).get<std::string>(); }

/// "2026-04-01T16:00:00Z" in UTC is 2026-04-02 in China.
std::string china_day(const Json& row, const char* name) {
    return to_text(date_of(parse_timestamp(text(row, name)).value()));
}

/// What a reminder says, without ids: comparable between tenants.
std::string line_of(const Json& reminder) {
    return china_day(reminder, "at") + " " + text(reminder, "stage") + " " +
           text(reminder, "kind") + " " + text(reminder, "due_on") + " " +
           text(reminder, "body_code") + " " + text(reminder, "role");
}

std::vector<std::string> reminder_lines(ApiWorld& world) {
    std::vector<std::string> lines;
    for (const auto& row : world.as("auditor").rows("/api/v1/reminders"))
        lines.push_back(line_of(row));
    return lines;
}

bool has(const std::vector<std::string>& lines, const std::string& line) {
    return std::ranges::find(lines, line) != lines.end();
}

Json only(ApiClient& client, const std::string& path) {
    const auto rows = client.rows(path);
    BOOST_REQUIRE_MESSAGE(rows.size() == 1U, path << " has " << rows.size());
    return rows.front();
}

std::uint64_t todo_count(ApiClient& client, const std::string& task) {
    const auto counts = must(client.get("/api/v1/todos/counts"));
    for (const auto& row : counts.json.at("tasks"))
        if (row.at("task") == task) return row.at("count").get<std::uint64_t>();
    return 0;
}

BOOST_AUTO_TEST_SUITE(obligation_clock)

BOOST_AUTO_TEST_CASE(a_jump_over_two_years_brings_every_reminder_in_due_order_and_only_once) {
    PackPlayer player("hangzhou-2023");
    player.play();
    auto& world = player.world();
    world.set_clock("2028-12-01T01:00:00Z");

    const auto rows = world.as("auditor").rows("/api/v1/reminders");
    std::string last;
    std::set<std::string> seen;
    for (const auto& row : rows) {
        BOOST_CHECK_LE(last, text(row, "at"));
        last = text(row, "at");
        BOOST_CHECK(seen.insert(line_of(row) + text(row, "obligation_id")).second);
    }
    const auto lines = reminder_lines(world);
    const std::string dev(kUscc);
    for (const auto& line :
         {"2026-10-10 overdue half_year_report 2026-10-09 " + dev + " developer_admin",
          std::string("2026-10-10 overdue half_year_report 2026-10-09 AUTH data_authority"),
          "2027-04-08 days_1 half_year_report 2027-04-09 " + dev + " developer_staff",
          "2028-04-10 overdue half_year_report 2028-04-09 " + dev + " developer_admin",
          "2027-04-11 overdue annual_report 2027-04-10 " + dev + " developer_admin",
          "2027-10-10 opened renewal_window 2028-01-09 " + dev + " developer_staff",
          "2028-04-10 passed agreement_expiry 2028-04-09 " + dev + " developer_staff",
          std::string("2028-04-10 passed agreement_expiry 2028-04-09 AUTH data_authority"),
          std::string("2028-10-10 passed log_retention_end 2028-10-09 OP operator_staff"),
          std::string("2028-01-01 passed mandate_end 2027-12-31 OP operator_staff")})
        BOOST_CHECK_MESSAGE(has(lines, line), line);

    // The same clock again brings nothing, and a moment later nothing new is due.
    world.set_clock("2028-12-01T01:00:00Z");
    world.set_clock("2028-12-01T01:00:01Z");
    BOOST_CHECK_EQUAL(world.as("auditor").rows("/api/v1/reminders").size(), rows.size());

    // The agreement's timeline knows of its end; a body sees its own reminders only.
    const auto events = must(world.as("auditor").get(player.agreement() + "/events"));
    BOOST_CHECK_EQUAL(events.json.at("data").back().at("action"), "expire");
    for (const auto& row : world.as("dev1").rows("/api/v1/reminders"))
        BOOST_CHECK_EQUAL(text(row, "body_code"), dev);
}

BOOST_AUTO_TEST_CASE(one_long_jump_reminds_as_many_short_ones_do) {
    std::vector<std::vector<std::string>> told;
    for (const bool in_steps : {false, true}) {
        ApiWorld world({.departments = 1, .experts = 1});
        if (in_steps)
            for (const char* month : {"2026-04", "2026-07", "2026-08", "2026-12", "2027-01",
                                      "2027-02", "2027-03", "2027-04", "2027-06", "2027-10"})
                world.set_clock(std::string(month) + "-11T05:00:00Z");
        world.set_clock("2028-02-01T01:00:00Z");
        told.push_back(reminder_lines(world));
    }
    BOOST_CHECK_GE(told[0].size(), 20U);
    std::ranges::sort(told[0]);
    std::ranges::sort(told[1]);
    BOOST_CHECK_EQUAL_COLLECTIONS(told[0].begin(), told[0].end(), told[1].begin(), told[1].end());
}

BOOST_AUTO_TEST_CASE(a_duty_comes_on_the_desk_is_discharged_by_its_body_and_leaves_it) {
    ApiWorld world({.departments = 1, .experts = 1});
    world.set_clock("2027-01-05T01:00:00Z");
    auto& admin = world.as("op.admin");
    const auto path = "/api/v1/obligations?kind=yearly_disclosure&state=open";
    const auto duty = only(admin, path);
    BOOST_CHECK_EQUAL(text(duty, "due_on"), "2027-03-31");
    BOOST_CHECK_EQUAL(text(duty, "side"), "operator");
    BOOST_CHECK_EQUAL(text(duty.at("rule"), "source"), "national");
    BOOST_CHECK_GT(duty.at("working_days_left").get<int>(), 50);
    BOOST_CHECK_EQUAL(todo_count(admin, "due_yearly_disclosure"), 0U);  // Too early for the desk.

    world.set_clock("2027-03-01T01:00:00Z");
    // Addressed to operator_staff; its administrator may do it too and sees it.
    BOOST_CHECK_EQUAL(todo_count(admin, "due_yearly_disclosure"), 1U);
    BOOST_CHECK_EQUAL(todo_count(world.as("op.staff"), "due_yearly_disclosure"), 1U);
    BOOST_CHECK_EQUAL(todo_count(world.as("finance1"), "due_yearly_disclosure"), 0U);

    const auto one = "/api/v1/obligations/" + text(duty, "id");
    const Json proof = {{"document", "门户公开〔2027〕1号"}, {"note", "已公开(示例)"}};
    BOOST_CHECK_EQUAL(world.as("finance1").post(one + "/discharge", proof).code(), "not_your_duty");
    BOOST_CHECK_EQUAL(world.as("authority").post(one + "/discharge", proof).code(),
                      "not_your_duty");
    BOOST_CHECK_EQUAL(world.as("centre").post(one + "/discharge", proof).status, 404);
    const auto done = must(admin.post(one + "/discharge", proof));
    BOOST_CHECK_EQUAL(text(done.json, "state"), "discharged");
    BOOST_CHECK_EQUAL(text(done.json, "document"), "门户公开〔2027〕1号");
    BOOST_CHECK_EQUAL(todo_count(admin, "due_yearly_disclosure"), 0U);
    BOOST_CHECK_EQUAL(admin.post(one + "/discharge", proof).code(), "obligation_not_open");
    const auto events = must(admin.get(one + "/events"));
    BOOST_CHECK_EQUAL(events.json.at("data").back().at("action"), "discharge");

    // Nobody is reminded of what is done; the authority, which did nothing, is.
    world.set_clock("2027-04-02T01:00:00Z");
    const auto lines = reminder_lines(world);
    BOOST_CHECK(!has(lines, "2027-04-01 overdue yearly_disclosure 2027-03-31 OP operator_admin"));
    BOOST_CHECK(has(lines, "2027-04-01 overdue yearly_disclosure 2027-03-31 AUTH data_authority"));
    const auto late = only(world.as("authority"),
                           "/api/v1/obligations?kind=yearly_disclosure&state=overdue");
    BOOST_CHECK_EQUAL(late.at("working_days_left"), -2);
}

BOOST_AUTO_TEST_CASE(the_authority_waives_duties_and_no_term) {
    ApiWorld world({.departments = 1, .experts = 1});
    world.set_clock("2027-03-20T01:00:00Z");
    auto& authority = world.as("authority");
    const auto plan = only(authority, "/api/v1/obligations?kind=mandate_plan");
    const auto one = "/api/v1/obligations/" + text(plan, "id");
    BOOST_CHECK_EQUAL(world.as("op.admin").post(one + "/waive", {{"reason", "x"}}).status, 403);
    const auto waived = must(authority.post(one + "/waive", {{"reason", "另行部署(示例)"}}));
    BOOST_CHECK_EQUAL(text(waived.json, "state"), "waived");
    BOOST_CHECK_EQUAL(text(waived.json, "note"), "另行部署(示例)");
    world.set_clock("2027-07-20T01:00:00Z");
    const auto end =
        only(authority, "/api/v1/obligations?kind=mandate_end&side=operator&state=open");
    BOOST_CHECK_EQUAL(authority.post("/api/v1/obligations/" + text(end, "id") + "/waive",
                                     {{"reason", "x"}}).code(),
                      "term_cannot_be_waived");
    const auto drill = only(authority, "/api/v1/obligations?kind=emergency_plan");
    BOOST_CHECK_EQUAL(text(drill, "state"), "overdue");
    BOOST_CHECK_EQUAL(world.as("op.admin")
                          .post("/api/v1/obligations/" + text(drill, "id") + "/discharge",
                                {{"document", "x"}})
                          .code(),
                      "obligation_discharged_by_its_case");
}

BOOST_AUTO_TEST_CASE(lists_are_filtered_sorted_paged_and_kept_apart) {
    ApiWorld world({.departments = 1, .experts = 1});
    world.set_clock("2027-06-01T01:00:00Z");
    auto& auditor = world.as("auditor");
    const auto all = auditor.rows("/api/v1/obligations");
    BOOST_REQUIRE_GE(all.size(), 6U);
    std::string last;
    for (const auto& row : all) {
        BOOST_CHECK_LE(last, text(row, "due_on"));
        last = text(row, "due_on");
    }
    std::vector<Json> paged;
    std::string cursor;
    for (bool more = true; more;) {
        const auto page = must(auditor.get("/api/v1/obligations?limit=2" +
                                           (cursor.empty() ? "" : "&cursor=" + cursor)));
        for (const auto& row : page.json.at("data")) paged.push_back(row);
        more = page.json.at("has_more").get<bool>();
        if (more) cursor = text(page.json, "next_cursor");
    }
    BOOST_CHECK(paged == all);
    for (const auto& row : auditor.rows("/api/v1/obligations?due_before=2027-04-01"))
        BOOST_CHECK_LT(text(row, "due_on"), "2027-04-01");
    for (const auto& row : auditor.rows("/api/v1/obligations?side=authority"))
        BOOST_CHECK_EQUAL(text(row, "body_code"), "AUTH");
    for (const auto& row : world.as("op.staff").rows("/api/v1/obligations"))
        BOOST_CHECK_EQUAL(text(row, "body_code"), "OP");
    BOOST_CHECK(world.as("dept.d01").rows("/api/v1/obligations").empty());
}

/// Takes one HTTP request on the loopback and answers 204.
class Receiver {
public:
    Receiver() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        BOOST_REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), length) == 0);
        BOOST_REQUIRE(::listen(socket_, 1) == 0);
        BOOST_REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { take_one(); });
    }
    ~Receiver() {
        if (thread_.joinable()) thread_.join();
        ::close(socket_);
    }
    int port() const { return port_; }
    const std::string& request() {
        if (thread_.joinable()) thread_.join();
        return request_;
    }
    std::string header(const std::string& name) {
        const auto at = request().find("\r\n" + name + ": ");
        if (at == std::string::npos) return "";
        const auto from = at + name.size() + 4;
        return request_.substr(from, request_.find("\r\n", from) - from);
    }
    std::string body() { return request().substr(request_.find("\r\n\r\n") + 4); }

private:
    void take_one() {
        const int taken = ::accept(socket_, nullptr, nullptr);
        char buffer[8192];
        while (!whole()) {
            const auto got = ::recv(taken, buffer, sizeof buffer, 0);
            if (got <= 0) break;
            request_.append(buffer, static_cast<std::size_t>(got));
        }
        const std::string answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        static_cast<void>(::send(taken, answer.data(), answer.size(), 0));
        ::close(taken);
    }
    bool whole() const {
        const auto head = request_.find("\r\n\r\n");
        return head != std::string::npos && request_.size() > head + 4 && request_.back() == '}';
    }

    int socket_;
    int port_ = 0;
    std::string request_;
    std::thread thread_;
};

tenants::Reminder some_reminder() {
    tenants::Reminder reminder;
    reminder.id = tenants::ReminderId{42};
    reminder.body_code = "OP";
    reminder.body_name = "一级运营主体";
    reminder.subject = "1 示例公司";
    reminder.due_on = parse_date("2027-03-31").value();
    reminder.at = parse_timestamp("2027-03-30T16:00:00Z").value();
    return reminder;
}

BOOST_AUTO_TEST_CASE(a_webhook_is_signed_as_standard_webhooks_does_and_keeps_off_private_hosts) {
    const std::string secret(32, 'k');
    const auto now = parse_timestamp("2027-03-30T16:00:05Z").value();
    Receiver receiver;
    const tenants::ReminderAddress address{
        .tenant_slug = "yz",
        .webhook_url = "http://127.0.0.1:" + std::to_string(receiver.port()) + "/hook",
        .webhook_secret = secret};

    const auto refused =
        app::make_webhook_reminder_port({})->send(address, some_reminder(), now);
    BOOST_CHECK(refused.outcome == tenants::DeliveryOutcome::refused);

    const auto sent =
        app::make_webhook_reminder_port({"127.0.0.1"})->send(address, some_reminder(), now);
    BOOST_CHECK_MESSAGE(sent.outcome == tenants::DeliveryOutcome::sent, sent.detail);
    BOOST_CHECK_EQUAL(receiver.header("webhook-id"), to_text(tenants::ReminderId{42}));
    const auto signed_text = receiver.header("webhook-id") + "." +
                             receiver.header("webhook-timestamp") + "." + receiver.body();
    BOOST_CHECK_EQUAL(receiver.header("webhook-signature"),
                      "v1," + crypto::base64(crypto::hmac_sha256(secret, signed_text)));
    BOOST_CHECK_EQUAL(parse_json(receiver.body()).value().at("due_on"), "2027-03-31");
    BOOST_CHECK(receiver.request().starts_with("POST /hook "));
}

BOOST_AUTO_TEST_CASE(only_public_hosts_are_called) {
    for (const char* numeric : {"8.8.8.8", "203.0.112.1", "2400:3200::1"})
        BOOST_CHECK_MESSAGE(app::public_address(numeric), numeric);
    for (const char* numeric :
         {"10.1.2.3", "127.0.0.1", "169.254.169.254", "172.31.0.1", "192.168.1.1", "100.64.0.1",
          "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1",
          "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:a00:1::1", "2001:db8::1", "example.com", ""})
        BOOST_CHECK_MESSAGE(!app::public_address(numeric), numeric);
}

BOOST_AUTO_TEST_CASE(reminders_are_delivered_and_every_channel_says_what_became_of_it) {
    ApiWorld world({.departments = 1, .experts = 1});
    auto& admin = world.as("op.admin");
    BOOST_CHECK_EQUAL(admin.put("/api/v1/reminder-settings", {{"webhook_url", "example.com"}})
                          .field_code("/webhook_url"),
                      "bad_webhook_url");
    const auto set = must(admin.put("/api/v1/reminder-settings",
                                    {{"webhook_url", "https://127.0.0.1:9/yunhe"}}));
    BOOST_CHECK(text(set.json, "webhook_secret").starts_with("whsec_"));
    const auto shown = must(admin.get("/api/v1/reminder-settings"));
    BOOST_CHECK(shown.json.at("webhook_secret").is_null());
    BOOST_CHECK_EQUAL(text(shown.json, "webhook_url"), "https://127.0.0.1:9/yunhe");
    BOOST_CHECK_EQUAL(shown.json.at("mail_configured"), false);

    world.set_clock("2027-03-01T01:00:00Z");
    const auto waiting = admin.rows("/api/v1/reminders");
    BOOST_REQUIRE(!waiting.empty());
    BOOST_CHECK(waiting.front().at("deliveries").empty());
    BOOST_CHECK(test_application().reminder_worker().run_once(real_now()));
    std::map<std::string, std::string> outcomes;
    const auto sent = admin.rows("/api/v1/reminders");
    for (const auto& delivery : sent.front().at("deliveries"))
        outcomes[text(delivery, "channel")] = text(delivery, "outcome");
    const std::map<std::string, std::string> expected = {
        {"log", "sent"}, {"mail", "not_configured"}, {"webhook", "refused"}};
    BOOST_CHECK(outcomes == expected);
    // A second round finds nothing left.
    BOOST_CHECK(test_application().reminder_worker().run_once(real_now()));
    BOOST_CHECK(admin.rows("/api/v1/reminders") == sent);
}

BOOST_AUTO_TEST_CASE(a_tenant_in_real_time_is_run_by_the_worker) {
    ApiWorld world({.sandbox = false, .departments = 1, .experts = 1});
    auto& auditor = world.as("auditor");
    auto& worker = test_application().reminder_worker();
    BOOST_CHECK(auditor.rows("/api/v1/obligations").empty());
    BOOST_CHECK(worker.run_once(real_now()));
    const auto first = auditor.rows("/api/v1/obligations");
    BOOST_CHECK(!first.empty());
    BOOST_CHECK(worker.run_once(real_now() + std::chrono::minutes(20)));
    BOOST_CHECK(auditor.rows("/api/v1/obligations").size() == first.size());
    const auto reminded = auditor.rows("/api/v1/reminders").size();
    BOOST_CHECK(worker.run_once(real_now() + std::chrono::minutes(40)));
    BOOST_CHECK_EQUAL(auditor.rows("/api/v1/reminders").size(), reminded);
}

BOOST_AUTO_TEST_CASE(what_a_case_records_is_there_once_and_ends_with_the_case) {
    ApiWorld world({.departments = 1, .experts = 1});
    world.open_developer(kUscc, "dev1");
    const auto body = only(world.as("authority"), "/api/v1/bodies?kind=developer");
    const auto in = [&](auto act) {
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            act(tx);
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
    };
    tenants::NewObligation wanted;
    wanted.kind = tenants::ObligationKind::rectification;
    wanted.aggregate = "rectification";
    wanted.aggregate_id = 5;
    wanted.body_id = parse_id<BodyId>(text(body, "id")).value();
    wanted.role = tenants::Role::developer_staff;
    wanted.subject = "整改(示例)";
    wanted.due_on = parse_date("2026-03-20").value();
    wanted.at = parse_timestamp("2026-03-01T01:00:00Z").value();
    in([&](db::Transaction& tx) {
        tenants::record_obligation(tx, world.scope(), wanted);
        tenants::record_obligation(tx, world.scope(), wanted);
    });
    const auto path = "/api/v1/obligations?kind=rectification";
    BOOST_CHECK_EQUAL(text(only(world.as("dev1"), path), "state"), "open");
    world.set_clock("2026-03-19T01:00:00Z");
    BOOST_CHECK(has(reminder_lines(world), "2026-03-19 days_1 rectification 2026-03-20 " +
                                               std::string(kUscc) + " developer_staff"));
    in([&](db::Transaction& tx) {
        tenants::cancel_obligation(tx, world.scope(), wanted.kind, wanted.aggregate, 5, wanted.at);
        tenants::record_obligation(tx, world.scope(), wanted);
    });
    BOOST_CHECK_EQUAL(text(only(world.as("dev1"), path), "state"), "open");
    in([&](db::Transaction& tx) {
        tenants::discharge_obligation(tx, world.scope(), wanted.kind, wanted.aggregate, 5,
                                      wanted.at);
        tenants::record_obligation(tx, world.scope(), wanted);
    });
    BOOST_CHECK_EQUAL(text(only(world.as("dev1"), path), "state"), "discharged");
    world.set_clock("2026-03-25T01:00:00Z");
    for (const auto& line : reminder_lines(world))
        BOOST_CHECK(line.find("overdue rectification") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::obligation_test
