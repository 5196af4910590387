/// Usage after it was reported: corrections, quarantine settled by the dozen, alerts of quotas,
/// queries, forecasts, limits of keys.
#include <random>
#include <set>

#include <boost/test/unit_test.hpp>

#include "base/clock.hpp"
#include "billing/ingest_service.hpp"
#include "billing/quarantine_service.hpp"
#include "catalog/order_store.hpp"
#include "http/context.hpp"
#include "tests/support/market.hpp"

namespace yunhe::test::usage_life_test {
namespace {

constexpr auto kUse = "2026-03-10T00:30:00Z";

/// Sends events of O1 and corrections of them.
class Sender {
public:
    explicit Sender(Market& market)
        : key(market.world.operator_key(Json::array({"events:write"}))) {}

    static Json usage(const std::string& id, const Json& data, const std::string& time = kUse) {
        return {{"specversion", "1.0"}, {"id", id},   {"source", "gateway/1"},
                {"type", "yunhe.usage"}, {"subject", "O1"}, {"time", time}, {"data", data}};
    }
    static Json calls(const std::string& id, const std::string& quantity,
                      const std::string& time = kUse) {
        return usage(id, {{"meter", "calls"}, {"quantity", quantity}}, time);
    }
    static Json correction(const std::string& id, const std::string& of, const Json& data,
                           const std::string& time = kUse) {
        Json json = usage(id, {{"corrects", {{"id", of}, {"time", time}}}, {"reason", "示例"}},
                          "2026-03-10T00:40:00Z");
        json["type"] = "yunhe.usage.correction";
        json["data"].merge_patch(data);
        return json;
    }
    static Json voiding(const std::string& id, const std::string& of) {
        return correction(id, of, {{"action", "void"}});
    }
    static Json replacing(const std::string& id, const std::string& of, const Json& data) {
        return correction(id, of, {{"action", "replace"}, {"usage", data}});
    }

    /// "accepted", or with a code "quarantined correction_late".
    std::string send(const Json& event) { return send(key, event); }
    static std::string send(ApiClient& client, const Json& event) {
        const auto answer = Market::must(client.post("/api/v1/events", event));
        return shown(answer.json.at("results").at(0));
    }
    static std::string shown(const Json& result) {
        const auto status = result.at("status").get<std::string>();
        if (!result.contains("code")) return status;
        return status + " " + result.at("code").get<std::string>();
    }

    ApiClient key;
};

billing::UsageTotal total_of(Market& market, const std::string& meter = "calls") {
    const auto totals = test_application().context().database.read(
        [&](db::Transaction& tx) -> Result<std::vector<billing::UsageTotal>> {
            return billing::usage_of_period(tx, market.world.scope(),
                                            parse_period("2026-03").value());
        });
    for (const auto& total : totals.value())
        if (total.meter == meter) return total;
    return {};
}

Quantity units(std::int64_t count) { return {count * 1'000'000}; }

Json one_quota(const char* quantity) {
    return Json::array({{{"meter", "calls"}, {"span", "period"}, {"quantity", quantity}}});
}

void start(Market& market, const Json& more = Json::object()) {
    market.listed();
    market.accepted("O1", more);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(usage_life)

BOOST_AUTO_TEST_CASE(an_event_is_taken_back_and_replaced) {
    Market market;
    start(market);
    Sender sender(market);
    BOOST_TEST(sender.send(Sender::calls("a", "5")) == "accepted");
    BOOST_TEST(sender.send(Sender::calls("b", "3")) == "accepted");
    BOOST_TEST(sender.send(Sender::voiding("c1", "a")) == "accepted");
    BOOST_CHECK(total_of(market).sum == units(3));
    BOOST_CHECK(total_of(market).largest == units(3));
    // Sent again: the correction and the event are both known.
    BOOST_TEST(sender.send(Sender::voiding("c1", "a")) == "duplicate");
    BOOST_TEST(sender.send(Sender::calls("a", "5")) == "duplicate");
    BOOST_TEST(sender.send(Sender::calls("c1", "5")) == "rejected id_reused");
    BOOST_TEST(sender.send(Sender::voiding("c2", "a")) == "rejected event_voided_already");

    const Json four = {{"meter", "calls"}, {"quantity", "4"}};
    BOOST_TEST(sender.send(Sender::replacing("c3", "b", four)) == "accepted");
    BOOST_CHECK(total_of(market).sum == units(4));
    // The same event again: what stands in its place is corrected.
    const Json six = {{"meter", "calls"}, {"quantity", "6"}, {"resources", {"R1"}}};
    BOOST_TEST(sender.send(Sender::replacing("c4", "b", six)) == "accepted");
    BOOST_CHECK(total_of(market).sum == units(6));
    BOOST_TEST(total_of(market).count == 1);
    BOOST_TEST(sender.send(Sender::voiding("c5", "b")) == "accepted");
    BOOST_TEST(total_of(market).count == 0);

    const auto rows = market.dev().rows("/api/v1/usage/corrections?period=2026-03");
    BOOST_REQUIRE_EQUAL(rows.size(), 4u);
    BOOST_TEST(rows[1].at("corrected_event_id") == "b");
    BOOST_TEST(rows[1].at("quantity") == "3");
    BOOST_TEST(rows[1].at("new_quantity") == "4");
    BOOST_CHECK(market.world.as("dev2").rows("/api/v1/usage/corrections").empty());
    const auto counts = Market::must(market.staff().get("/api/v1/events/summary"));
    BOOST_TEST(counts.json.at("accepted") == 0);
    BOOST_TEST(counts.json.at("voided") == 4);
}

BOOST_AUTO_TEST_CASE(a_correction_finds_what_came_along_with_it) {
    Market market;
    start(market);
    Sender sender(market);
    const Json batch = Json::array(
        {Sender::voiding("c1", "a"), Sender::calls("a", "5"), Sender::calls("b", "2"),
         Sender::replacing("c2", "b", {{"meter", "calls"}, {"quantity", "1"}})});
    const auto answer = Market::must(sender.key.send(
        http::Method::post, "/api/v1/events", to_text(batch),
        "application/cloudevents-batch+json"));
    for (const auto& result : answer.json.at("results"))
        BOOST_TEST(Sender::shown(result) == "accepted");
    BOOST_CHECK(total_of(market).sum == units(1));
    std::string lines;
    for (const auto& event : batch) lines += to_text(event) + "\n\n";
    const auto again = Market::must(sender.key.send(http::Method::post, "/api/v1/events", lines,
                                                    "application/x-ndjson"));
    for (const auto& result : again.json.at("results"))
        BOOST_TEST(Sender::shown(result) == "duplicate");
}

BOOST_AUTO_TEST_CASE(a_correction_that_a_person_must_look_at_waits) {
    Market market;
    start(market);
    Sender sender(market);
    BOOST_TEST(sender.send(Sender::calls("a", "5")) == "accepted");
    auto key = ApiClient::with_key(
        Market::must(market.dev().post("/api/v1/api-keys",
                                       {{"name", "dev"}, {"scopes", {"events:write"}}}))
            .json.at("key").get<std::string>());
    BOOST_TEST(Sender::send(key, Sender::voiding("d1", "a")) ==
               "quarantined correction_by_developer");
    BOOST_TEST(sender.send(Sender::voiding("c1", "unknown")) ==
               "quarantined corrected_event_unknown");
    const Json outside = {{"meter", "calls"}, {"quantity", "1"}, {"resources", {"R3"}}};
    BOOST_TEST(sender.send(Sender::replacing("c2", "a", outside)) ==
               "quarantined resource_outside_lineage");
    auto foreign = Sender::voiding("c3", "a");
    foreign["subject"] = "O9";
    BOOST_TEST(sender.send(foreign) == "rejected wrong_subject");
    BOOST_CHECK(total_of(market).sum == units(5));
    const auto todos = market.staff().rows("/api/v1/todos");
    BOOST_CHECK(std::ranges::any_of(
        todos, [](const Json& todo) { return todo.at("task") == "settle_quarantine"; }));

    // The operator releases the developer's, which takes effect whoever sent it.
    const auto waiting =
        market.staff().rows("/api/v1/quarantine?code=correction_by_developer");
    BOOST_REQUIRE_EQUAL(waiting.size(), 1u);
    BOOST_TEST(waiting[0].at("type") == "yunhe.usage.correction");
    BOOST_TEST(waiting[0].at("correction").at("event_id") == "a");
    BOOST_CHECK(waiting[0].at("meter").is_null());
    const auto path = "/api/v1/quarantine/" + waiting[0].at("id").get<std::string>();
    Market::must(market.staff().post(path + "/release", {{"reason", "已核实(示例)"}}));
    BOOST_TEST(total_of(market).count == 0);
    BOOST_CHECK(market.staff().rows("/api/v1/usage/corrections")[0].at("released").get<bool>());

    // Late: the event is older than 35 days by now.
    BOOST_TEST(sender.send(Sender::calls("b", "2")) == "accepted");
    market.world.set_clock("2026-04-20T01:00:00Z");
    auto late = Sender::voiding("c4", "b");
    late["time"] = "2026-04-20T00:30:00Z";
    BOOST_TEST(sender.send(late) == "quarantined correction_late");
    BOOST_CHECK(total_of(market).sum == units(2));
    const auto released = Market::must(market.staff().post(
        "/api/v1/quarantine/release", {{"reason", "示例"}, {"code", "correction_late"}}));
    BOOST_TEST(released.json.at("settled") == 1);
    BOOST_TEST(total_of(market).count == 0);
}

BOOST_AUTO_TEST_CASE(quarantine_is_settled_by_the_dozen) {
    Market market;
    start(market);
    Sender sender(market);
    for (int i = 0; i < 3; ++i) {
        auto event = Sender::calls("u" + std::to_string(i), "1");
        event["subject"] = "O2";
        BOOST_TEST(sender.send(event) == "quarantined unknown_order");
    }
    BOOST_TEST(sender.send(Sender::usage("m", {{"meter", "rows"}, {"quantity", "1"}})) ==
               "quarantined meter_without_charge");
    const auto page = Market::must(
        market.staff().get("/api/v1/quarantine?subject=O2&include=total&limit=1"));
    BOOST_TEST(page.json.at("total") == 3);
    BOOST_TEST(page.json.at("data").size() == 1u);

    const auto denied = Market::must(
        market.staff().post("/api/v1/quarantine/release", {{"reason", "示例"}}));
    BOOST_TEST(denied.json.at("settled") == 0);
    BOOST_TEST(denied.json.at("still_denied").size() == 2u);
    // Once the order is registered late, its events count.
    market.world.set_clock("2026-03-10T01:00:00Z");
    market.accepted("O2");
    const auto dropped = Market::must(market.staff().post(
        "/api/v1/quarantine/drop", {{"reason", "示例"}, {"code", "meter_without_charge"}}));
    BOOST_TEST(dropped.json.at("settled") == 1);
    BOOST_TEST(market.dev().post("/api/v1/quarantine/drop", {{"reason", "示例"}}).status == 403);
}

/// What a random history of events and corrections leaves alive, and the next message of it.
struct RandomHistory {
    explicit RandomHistory(unsigned number) : random(number), seed(number) {}

    Json next(int number) {
        const auto id = std::to_string(seed) + "-" + std::to_string(number);
        const auto quantity = random() % 4 + 1;
        const auto property = std::string(1, static_cast<char>('A' + random() % 5));
        const auto minute = 10 + random() % 20;
        const auto time = "2026-03-10T00:" + std::to_string(minute) + ":00Z";
        Json data = {{"meter", "calls"}, {"quantity", std::to_string(quantity)}};
        if (random() % 3 > 0) data["property"] = property;
        if (random() % 3 == 0) data["resources"] = {"R1"};
        billing::UsageEvent event;
        event.source = "gateway/1";
        event.quantity = units(quantity);
        event.property = data.value("property", "");
        const auto action = random() % 3;
        if (action == 0 || living.empty()) {
            event.id = id;
            event.time = parse_timestamp(time).value();
            living[id] = event;
            return Sender::usage(id, data, time);
        }
        const auto target = std::next(living.begin(), static_cast<int>(random() % living.size()));
        const auto name = target->first;
        const auto target_time = to_text(target->second.time);
        if (action == 1) {
            living.erase(target);
            return Sender::correction("c" + id, name, {{"action", "void"}}, target_time);
        }
        event.id = "c" + id;
        event.time = target->second.time;
        target->second = event;
        return Sender::correction("c" + id, name, {{"action", "replace"}, {"usage", data}},
                                  target_time);
    }

    std::mt19937 random;
    unsigned seed;
    std::map<std::string, billing::UsageEvent> living;
};

void check_aggregations(Market& market, const RandomHistory& history) {
    const auto total = total_of(market);
    for (const auto aggregation :
         {billing::Aggregation::sum, billing::Aggregation::count, billing::Aggregation::max,
          billing::Aggregation::unique, billing::Aggregation::last}) {
        billing::Aggregate expected(aggregation);
        for (const auto& [id, event] : history.living) {
            billing::MeteredFact fact{event.time, event.id, event.quantity, {}};
            if (!event.property.empty()) fact.property = event.property;
            BOOST_REQUIRE(expected.add(fact).ok());
        }
        BOOST_CHECK_MESSAGE(
            billing::quantity_for(aggregation, total) == expected.quantity(),
            to_text(aggregation) << " of seed " << history.seed << ": "
                                 << to_text(billing::quantity_for(aggregation, total))
                                 << ", expected " << to_text(expected.quantity()));
    }
}

BOOST_AUTO_TEST_CASE(all_aggregations_follow_a_random_history_of_corrections) {
    Market market;
    start(market);
    auto& context = test_application().context();
    Sender sender(market);
    const auto first = Market::must(sender.key.post("/api/v1/events", Sender::calls("x", "1")));
    BOOST_TEST(Sender::shown(first.json.at("results").at(0)) == "accepted");
    billing::UsageEvent base;
    base.id = "x";
    base.source = "gateway/1";
    base.quantity = units(1);
    base.time = parse_timestamp(kUse).value();
    std::map<std::string, billing::UsageEvent> living = {{"x", base}};
    for (unsigned seed = 1; seed <= 6; ++seed) {
        RandomHistory history(seed);
        history.living = living;
        Json batch = Json::array();
        for (int i = 0; i < 40; ++i) batch.push_back(history.next(i));
        const auto answer = Market::must(
            sender.key.send(http::Method::post, "/api/v1/events", to_text(batch),
                            "application/cloudevents-batch+json"));
        for (const auto& result : answer.json.at("results"))
            BOOST_REQUIRE_EQUAL(Sender::shown(result), "accepted");
        check_aggregations(market, history);
        living = history.living;
        const auto counted = context.database.read([&](db::Transaction& tx)
                                                       -> Result<billing::EventCounts> {
            return billing::count_events(tx, market.world.scope());
        });
        BOOST_CHECK_EQUAL(counted.value().accepted, static_cast<std::int64_t>(living.size()));
    }
}

BOOST_AUTO_TEST_CASE(half_four_fifths_and_all_of_a_quota_warn_once) {
    Market market;
    start(market, {{"quotas", one_quota("10")}});
    const auto endpoint = Market::must(
        market.dev().post("/api/v1/webhook-endpoints",
                          {{"webhook_url", "https://example.com/quota"},
                           {"event_types", {"quota.reached"}}}));
    Sender sender(market);
    const auto alerts = [&] {
        std::string text;
        const auto order = Market::must(market.dev().get("/api/v1/orders/O1"));
        for (const auto& alert : order.json.at("quota_alerts"))
            text += to_text(alert.at("percent")) + " ";
        return text;
    };
    BOOST_TEST(sender.send(Sender::calls("a", "4")) == "accepted");
    BOOST_TEST(alerts() == "");
    BOOST_TEST(sender.send(Sender::calls("b", "1")) == "accepted");
    BOOST_TEST(alerts() == "50 ");
    const auto read_notice = [](const Json& todo) {
        return todo.at("task") == "read_offer_notice";
    };
    BOOST_CHECK(std::ranges::any_of(market.dev().rows("/api/v1/todos"), read_notice));
    // Taken back and reached again: no second warning.
    BOOST_TEST(sender.send(Sender::voiding("c1", "b")) == "accepted");
    BOOST_TEST(sender.send(Sender::calls("d", "6")) == "accepted");
    BOOST_TEST(alerts() == "50 80 100 ");
    BOOST_TEST(sender.send(Sender::calls("e", "1")) == "quarantined quota_used_up");
    // What is given back opens the order again.
    BOOST_TEST(sender.send(Sender::voiding("c2", "a")) == "accepted");
    const auto order = Market::must(market.dev().get("/api/v1/orders/O1"));
    BOOST_TEST(order.json.at("quotas").at(0).at("used") == "6");
    BOOST_CHECK(!order.json.at("quotas").at(0).at("full").get<bool>());
    BOOST_TEST(sender.send(Sender::calls("f", "1")) == "accepted");

    std::set<int> told;
    for (const auto& delivery : market.dev().rows("/api/v1/webhook-endpoints/" +
                                                  endpoint.json.at("id").get<std::string>() +
                                                  "/deliveries")) {
        BOOST_TEST(delivery.at("data").at("order") == "O1");
        told.insert(delivery.at("data").at("percent").get<int>());
    }
    BOOST_CHECK(told == (std::set<int>{50, 100}));
}

BOOST_AUTO_TEST_CASE(usage_is_shown_by_time_and_group) {
    Market market;
    start(market);
    Sender sender(market);
    BOOST_TEST(sender.send(Sender::calls("a", "5")) == "accepted");
    BOOST_TEST(sender.send(Sender::calls("b", "3", "2026-03-10T00:10:00Z")) == "accepted");
    Json data = {{"meter", "calls"}, {"quantity", "2"}, {"resources", {"R1"}}, {"property", "A"}};
    BOOST_TEST(sender.send(Sender::usage("d", data, "2026-03-10T01:02:00Z")) == "accepted");
    const std::string base = "/api/v1/usage/series?from=2026-03-01&to=2026-03-31";
    const auto of = [&](const std::string& more) {
        std::string text;
        const auto answer = Market::must(market.dev().get(more));
        for (const auto& point : answer.json.at("data"))
            text += point.at("at").get<std::string>() + "/" +
                    (point.at("code").is_null() ? "" : point.at("code").get<std::string>()) + "=" +
                    point.at("quantity").get<std::string>() + " ";
        return text;
    };
    BOOST_TEST(of(base) == "2026-03-10/=10 ");
    BOOST_TEST(of(base + "&step=month&by=product") == "2026-03/P1=10 ");
    BOOST_TEST(of(base + "&step=month&by=scenario&product_code=P1") == "2026-03/S1=10 ");
    BOOST_TEST(of(base + "&by=resource") == "2026-03-10/R1=10 2026-03-10/R2=8 ");
    BOOST_TEST(of(base + "&by=order&resource_code=R2") == "2026-03-10/O1=8 ");
    BOOST_TEST(of(base + "&by=developer&meter=rows") == "");
    const std::string hours = "/api/v1/usage/series?from=2026-03-10&to=2026-03-10&step=hour";
    BOOST_TEST(of(hours) == "2026-03-10T00:00:00Z/=8 2026-03-10T01:00:00Z/=2 ");
    BOOST_TEST(of(hours + "&limit=1") == "2026-03-10T00:00:00Z/=8 ");

    const auto page = Market::must(market.dev().get(hours + "&limit=1"));
    BOOST_TEST(page.json.at("total") == 2);
    BOOST_TEST(page.json.at("totals").at(0).at("quantity") == "10");
    BOOST_TEST(page.json.at("totals").at(0).at("last") == "2");
    BOOST_TEST(of(hours + "&limit=1&cursor=" + page.json.at("next_cursor").get<std::string>()) ==
               "2026-03-10T01:00:00Z/=2 ");
    const auto by_product = Market::must(market.staff().get(base + "&by=product"));
    BOOST_TEST(by_product.json.at("data").at(0).at("distinct") == 1);
    const auto foreign = Market::must(market.world.as("dev2").get(base));
    BOOST_CHECK(foreign.json.at("data").empty());
    BOOST_TEST(market.dev().get(base + "&step=hour").field_code("?from") == "range_too_long");
}

BOOST_AUTO_TEST_CASE(the_running_period_is_foreseen_in_quantity_and_money) {
    Market market;
    start(market);
    Sender sender(market);
    BOOST_TEST(sender.send(Sender::calls("a", "10")) == "accepted");
    // The order lives from 2026-03-10 09:00, when it was accepted, to the month's end.
    market.world.set_clock("2026-03-20T20:30:00Z");
    const auto answer = Market::must(market.dev().get("/api/v1/usage/forecast"));
    BOOST_TEST(answer.json.at("kind") == "forecast");
    BOOST_TEST(answer.json.at("period") == "2026-03");
    const auto& line = answer.json.at("lines").at(0);
    BOOST_TEST(line.at("method") == "linear");
    BOOST_TEST(line.at("quantity_so_far") == "10");
    BOOST_TEST(line.at("amount_so_far") == "3.50");
    const auto quantity = Quantity::parse(line.at("quantity").get<std::string>()).value();
    BOOST_CHECK(quantity > units(19) && quantity < units(21));
    const auto& totals = answer.json.at("totals");
    BOOST_CHECK(std::ranges::any_of(totals, [&](const Json& total) {
        return total.at("book") == "nontax" && total.at("amount") == line.at("amount");
    }));
    const auto foreign = Market::must(market.world.as("dev2").get("/api/v1/usage/forecast"));
    BOOST_CHECK(foreign.json.at("lines").empty());
}

BOOST_AUTO_TEST_CASE(a_key_that_calls_too_often_is_told_when_to_come_back) {
    Market market;
    auto& admin = market.world.as("op.admin");
    const auto made = Market::must(admin.post(
        "/api/v1/api-keys",
        {{"name", "slow"}, {"scopes", {"read"}}, {"requests_per_minute", 12}}));
    BOOST_TEST(made.json.at("requests_per_minute") == 12);
    auto key = ApiClient::with_key(made.json.at("key").get<std::string>());
    for (int i = 0; i < 2; ++i) BOOST_TEST(key.get("/api/v1/resources").status == 200);
    const auto refused = key.get("/api/v1/resources");
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(refused.code() == "too_many_requests");
    BOOST_TEST(refused.header("Retry-After") == "5");
    BOOST_TEST(refused.header("RateLimit-Remaining") == "0");

    const auto path = "/api/v1/api-keys/" + made.json.at("id").get<std::string>() + "/rate-limit";
    BOOST_TEST(admin.post(path, {{"requests_per_minute", 0}}).status == 400);
    Market::must(admin.post(path, {{"requests_per_minute", 6000}}));
    const auto free = Market::must(admin.post(path));
    BOOST_CHECK(free.json.at("requests_per_minute").is_null());
    BOOST_TEST(key.get("/api/v1/resources").status == 200);
    BOOST_TEST(key.get("/api/v1/resources").header("RateLimit-Limit") == "");
}

BOOST_AUTO_TEST_CASE(an_id_of_another_day_is_quarantined_before_the_period_is_settled) {
    Market market;
    start(market);
    market.world.set_clock("2026-03-12T01:00:00Z");
    Sender sender(market);
    BOOST_TEST(sender.send(Sender::calls("a", "5", "2026-03-10T02:00:00Z")) == "accepted");
    BOOST_TEST(sender.send(Sender::calls("a", "5", "2026-03-11T02:00:00Z")) == "accepted");
    BOOST_TEST(sender.send(Sender::calls("b", "2", "2026-03-11T02:00:00Z")) == "accepted");
    auto caller = test_application().context().database.read(
        [&](db::Transaction& tx) -> Result<tenants::Caller> {
            const auto order = catalog::find_order_by_code(tx, market.world.scope(), "O1");
            return tenants::Caller{.scope = market.world.scope(),
                                   .now = parse_timestamp("2026-04-01T00:00:00Z").value(),
                                   .user_id = {},
                                   .username = {},
                                   .body_id = order->developer_id,
                                   .delegate_for_id = {},
                                   .api_key_id = {},
                                   .key_scopes = {}};
        });
    const auto look = [&] {
        return test_application().context().database.transact(
            [&](db::Transaction& tx) -> Result<std::int64_t> {
                return billing::quarantine_reused_ids(tx, caller.value(),
                                                      parse_period("2026-03").value());
            });
    };
    BOOST_TEST(look().value() == 1);
    BOOST_CHECK(total_of(market).sum == units(7));
    const auto waiting = market.staff().rows("/api/v1/quarantine?code=id_reused");
    BOOST_REQUIRE_EQUAL(waiting.size(), 1u);
    BOOST_TEST(waiting[0].at("subject") == "O1");
    BOOST_TEST(waiting[0].at("time") == "2026-03-11T02:00:00Z");
    // Who releases it says that it is another use; it stays.
    Market::must(market.staff().post(
        "/api/v1/quarantine/" + waiting[0].at("id").get<std::string>() + "/release",
        {{"reason", "确系两次使用(示例)"}}));
    BOOST_CHECK(total_of(market).sum == units(12));
    BOOST_TEST(look().value() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::usage_life_test
