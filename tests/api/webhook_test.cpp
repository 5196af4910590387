/// Webhooks from the event to the receiver: who is told, how it is signed, what happens when nobody
/// takes it.
#include <boost/test/unit_test.hpp>

#include <deque>

#include "app/webhook_sender.hpp"
#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "tenants/body_store.hpp"
#include "tenants/webhook_publish_service.hpp"
#include "tenants/webhook_worker.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::webhook_test {
namespace {

using tenants::WebhookAnswer;
using tenants::WebhookMessage;
using tenants::WebhookOutcome;

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";

/// What was sent, and the answers that it shall get; afterwards all is taken.
struct Post {
    std::vector<WebhookMessage> sent;
    std::deque<WebhookAnswer> answers;
};
class PostPort final : public tenants::WebhookPort {
public:
    explicit PostPort(Post& post) : post_(post) {}
    WebhookAnswer post(const WebhookMessage& message, Timestamp) override {
        post_.sent.push_back(message);
        if (post_.answers.empty()) return {WebhookOutcome::sent, "HTTP 204", false};
        const auto answer = post_.answers.front();
        post_.answers.pop_front();
        return answer;
    }

private:
    Post& post_;
};

class Receivers {
public:
    Receivers()
        : signer_(test_database().folder() / "server"),
          worker_(test_database().database(), signer_, std::make_unique<PostPort>(post)) {
        world.open_developer(kUscc, "dev1");
        world.open_developer(kOtherUscc, "dev2");
    }
    static Answer must(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
        return answer;
    }
    /// The address of an endpoint of this user for these events.
    std::string endpoint(const std::string& username, const Json& types) {
        const auto made =
            must(world.as(username).post("/api/v1/webhook-endpoints",
                                         {{"webhook_url", "https://example.com/" + username},
                                          {"event_types", types}}));
        secret = made.json.at("secret").get<std::string>();
        return "/api/v1/webhook-endpoints/" + made.json.at("id").get<std::string>();
    }
    void happen(std::string_view type, std::optional<std::string_view> uscc) {
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            std::optional<BodyId> body;
            if (uscc) body = tenants::find_body_by_code(tx, world.scope(), *uscc)->id;
            tenants::publish_webhook(tx, world.scope(),
                                     {.type = type,
                                      .body_id = body,
                                      .subject = "bil_1",
                                      .data = {{"amount", "12.00"}}},
                                     parse_timestamp("2026-03-01T01:00:00Z").value());
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
    }
    /// One round so much later than the last.
    std::size_t round(std::chrono::seconds later = std::chrono::seconds(0)) {
        now_ += later;
        return worker_.run_once(now_);
    }
    std::vector<Json> deliveries(const std::string& username, const std::string& endpoint_path) {
        return world.as(username).rows(endpoint_path + "/deliveries");
    }

    Post post;
    ApiWorld world;
    std::string secret;

private:
    tenants::Signer signer_;
    tenants::WebhookWorker worker_;
    Timestamp now_ = real_now() + std::chrono::seconds(1);
};

std::size_t sent_to(const Post& post, std::string_view username) {
    std::size_t count = 0;
    for (const auto& message : post.sent) count += message.url.ends_with(username) ? 1 : 0;
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(webhooks)

BOOST_AUTO_TEST_CASE(developers_are_told_of_their_own_and_finance_of_all) {
    Receivers r;
    const Json types = {"bill.issued", "claim.confirmed"};
    const auto dev1 = r.endpoint("dev1", types);
    r.endpoint("dev2", types);
    r.endpoint("finance1", types);
    r.happen("bill.issued", kUscc);
    r.happen("run.posted", std::nullopt);
    r.round();
    BOOST_TEST(sent_to(r.post, "dev1") == 1u);
    BOOST_TEST(sent_to(r.post, "dev2") == 0u);
    BOOST_TEST(sent_to(r.post, "finance1") == 1u);
    const auto seen = r.deliveries("dev1", dev1);
    BOOST_REQUIRE(seen.size() == 1u);
    BOOST_TEST(seen[0].at("state") == "sent");
    BOOST_TEST(seen[0].at("data").at("amount") == "12.00");
    // Nobody asked for it: nothing is kept.
    BOOST_TEST(r.round() == 0u);
}

BOOST_AUTO_TEST_CASE(a_message_carries_the_secret_that_was_shown_once) {
    Receivers r;
    const auto endpoint = r.endpoint("finance1", {"bill.issued"});
    const auto first = crypto::from_base64(r.secret.substr(6)).value();
    r.happen("bill.issued", kUscc);
    r.round();
    BOOST_REQUIRE(r.post.sent.size() == 1u);
    BOOST_TEST(r.post.sent[0].secrets == std::vector<std::string>{first});
    const auto body = parse_json(r.post.sent[0].body).value();
    BOOST_TEST(body.at("type") == "bill.issued");
    BOOST_TEST(body.at("timestamp") == "2026-03-01T01:00:00Z");
    BOOST_TEST(Receivers::must(r.world.as("finance1").get(endpoint)).json.at("secret").is_null());
    // With a new one the former signs too, for a day.
    const auto rotated =
        Receivers::must(r.world.as("finance1").post(endpoint + "/rotate-secret"));
    const auto second =
        crypto::from_base64(rotated.json.at("secret").get<std::string>().substr(6)).value();
    r.happen("bill.issued", kUscc);
    r.round(std::chrono::seconds(1));
    BOOST_TEST(r.post.sent.back().secrets == (std::vector<std::string>{second, first}));
    r.happen("bill.issued", kUscc);
    r.round(std::chrono::hours(25));
    BOOST_TEST(r.post.sent.back().secrets == std::vector<std::string>{second});
}

BOOST_AUTO_TEST_CASE(what_fails_is_tried_again_later_under_the_same_id_and_can_be_resent) {
    Receivers r;
    const auto endpoint = r.endpoint("finance1", {"bill.issued"});
    r.post.answers = {{WebhookOutcome::failed, "HTTP 500", false},
                      {WebhookOutcome::failed, "HTTP 503", false}};
    r.happen("bill.issued", kUscc);
    r.round();
    BOOST_TEST(r.round(std::chrono::seconds(1)) == 0u);  // Not yet.
    r.round(std::chrono::seconds(6));
    r.round(std::chrono::seconds(11));
    BOOST_REQUIRE(r.post.sent.size() == 3u);
    BOOST_TEST(r.post.sent[0].id == r.post.sent[2].id);
    const auto row = r.deliveries("finance1", endpoint).at(0);
    BOOST_TEST(row.at("state") == "sent");
    const auto path = "/api/v1/webhook-deliveries/" + row.at("id").get<std::string>();
    const auto tries = Receivers::must(r.world.as("finance1").get(path)).json.at("tries");
    BOOST_REQUIRE(tries.size() == 3u);
    BOOST_TEST(tries[1].at("detail") == "HTTP 503");
    Receivers::must(r.world.as("finance1").post(path + "/resend"));
    BOOST_TEST(r.world.as("finance1").post(path + "/resend").code() == "delivery_waits");
    r.round(std::chrono::seconds(1));
    BOOST_TEST(r.post.sent.size() == 4u);
    BOOST_TEST(r.post.sent[3].id == r.post.sent[0].id);
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_keeps_failing_is_switched_off_and_put_on_the_desk) {
    Receivers r;
    const auto endpoint = r.endpoint("finance1", {"bill.issued"});
    for (int i = 0; i < tenants::kWebhookEndpointFailuresMax; ++i) {
        r.happen("bill.issued", kUscc);
        r.post.answers.push_back({WebhookOutcome::failed, "HTTP 500", false});
    }
    r.round();
    auto shown = Receivers::must(r.world.as("finance1").get(endpoint)).json;
    BOOST_TEST(shown.at("state") == "failed");
    const auto tasks = [&] {
        std::size_t count = 0;
        for (const auto& todo : r.world.as("finance1").rows("/api/v1/todos"))
            count += todo.at("task") == "webhook_failed" ? 1 : 0;
        return count;
    };
    BOOST_TEST(tasks() == 1u);
    // What waits is dropped; new events don't reach it.
    const auto sent = r.post.sent.size();
    r.happen("bill.issued", kUscc);
    r.round(std::chrono::hours(2));
    BOOST_TEST(r.post.sent.size() == sent);
    for (const auto& row : r.deliveries("finance1", endpoint))
        BOOST_TEST(row.at("state") == "dropped");
    BOOST_TEST(r.world.as("finance1").post(endpoint + "/ping").code() == "endpoint_not_active");
    Receivers::must(r.world.as("finance1").post(endpoint + "/switch-on"));
    BOOST_TEST(tasks() == 0u);
    Receivers::must(r.world.as("finance1").post(endpoint + "/ping"));
    r.round(std::chrono::seconds(1));
    BOOST_TEST(r.post.sent.size() == sent + 1);
    shown = Receivers::must(r.world.as("finance1").get(endpoint)).json;
    BOOST_TEST(shown.at("failures") == 0);
}

BOOST_AUTO_TEST_CASE(a_receiver_that_is_gone_is_not_asked_again) {
    Receivers r;
    const auto endpoint = r.endpoint("finance1", {"bill.issued"});
    r.post.answers = {{WebhookOutcome::failed, "HTTP 410", true}};
    r.happen("bill.issued", kUscc);
    r.round();
    BOOST_TEST(Receivers::must(r.world.as("finance1").get(endpoint)).json.at("state") ==
               "failed");
    BOOST_TEST(r.deliveries("finance1", endpoint).at(0).at("state") == "failed");
}

BOOST_AUTO_TEST_CASE(private_addresses_and_unknown_events_are_refused) {
    const auto sender = app::make_webhook_sender({});
    const auto answer = sender->post({.url = "https://127.0.0.1:9/hook",
                                      .secrets = {"secret"},
                                      .id = "evt_1",
                                      .body = "{}"},
                                     real_now());
    BOOST_TEST((answer.outcome == WebhookOutcome::refused));
    Receivers r;
    auto& dev1 = r.world.as("dev1");
    const auto ask = [&](const Json& types, const char* url) {
        return dev1.post("/api/v1/webhook-endpoints",
                         {{"webhook_url", url}, {"event_types", types}});
    };
    BOOST_TEST(ask({"nothing"}, "https://example.com/").field_code("/event_types/0") ==
               "unknown_event_type");
    BOOST_TEST(ask({"bill.issued", "run.posted"}, "https://example.com/")
                   .field_code("/event_types/1") == "unknown_event_type");
    BOOST_TEST(ask({"bill.issued"}, "example.com").field_code("/webhook_url") ==
               "bad_webhook_url");
    const auto endpoint = r.endpoint("dev1", {"bill.issued"});
    BOOST_TEST(r.world.as("dev2").get(endpoint).status == 404);
    BOOST_TEST(r.world.as("finance1").post(endpoint + "/remove").status == 404);
    Receivers::must(dev1.post(endpoint + "/remove"));
    BOOST_TEST(dev1.get(endpoint).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::webhook_test
