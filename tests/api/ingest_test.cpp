/// The ingest under many senders at once: every event is stored once, whatever the interleaving.
#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "billing/ingest_service.hpp"
#include "http/context.hpp"
#include "tenants/authenticator_service.hpp"
#include "tests/support/api_client.hpp"

namespace yunhe::test::ingest_test {
namespace {

using billing::EventStatus;
using billing::ReadEvent;
using billing::UsageEvent;

constexpr int kSenders = 12;
constexpr int kEvents = 150;

std::vector<ReadEvent> events_of(Timestamp at, const std::string& meter) {
    std::vector<ReadEvent> events;
    for (int i = 0; i < kEvents; ++i) {
        UsageEvent event;
        event.id = "e" + std::to_string(i);
        event.source = "gateway/1";
        event.subject = "no-such-order";
        event.time = at + std::chrono::seconds(i);
        event.meter = meter;
        event.quantity = {1'000'000};
        billing::finish_event(event);
        events.emplace_back(std::move(event));
    }
    return events;
}

/// A caller as an operator's API key makes one.
tenants::Caller gateway_of(const ApiWorld& world) {
    auto caller =
        tenants::public_caller(test_application().context().database, world.slug()).value();
    caller.anonymous = false;
    caller.body_kind = tenants::BodyKind::operator_body;
    caller.api_key_id = tenants::ApiKeyId{1};
    return caller;
}

BOOST_AUTO_TEST_SUITE(ingest)

BOOST_AUTO_TEST_CASE(parallel_senders_of_the_same_events_store_each_event_once) {
    ApiWorld world;
    auto& ingest = test_application().context().ingest;
    const auto caller = gateway_of(world);
    const auto at = caller.now - std::chrono::hours(1);
    std::atomic<int> first{0}, again{0}, other{0};
    std::vector<std::thread> senders;
    for (int i = 0; i < kSenders; ++i)
        senders.emplace_back([&] {
            const auto outcomes = ingest.add(caller, events_of(at, "calls"), "r");
            for (const auto& outcome : outcomes) {
                if (outcome.status == EventStatus::quarantined) ++first;
                else if (outcome.status == EventStatus::duplicate) ++again;
                else ++other;
            }
        });
    for (auto& sender : senders) sender.join();

    BOOST_CHECK_EQUAL(first.load(), kEvents);
    BOOST_CHECK_EQUAL(again.load(), (kSenders - 1) * kEvents);
    BOOST_CHECK_EQUAL(other.load(), 0);
    const auto counts = test_application().context().database.read(
        [&](db::Transaction& tx) -> Result<billing::EventCounts> {
            return billing::count_events(tx, world.scope());
        });
    BOOST_CHECK_EQUAL(counts.value().quarantined, kEvents);
}

/// Groups that commit side by side hand the lead on to each other's members.
BOOST_AUTO_TEST_CASE(senders_in_a_hurry_are_all_answered) {
    constexpr int kHurried = 24;
    constexpr int kRequests = 25;
    ApiWorld world;
    auto& ingest = test_application().context().ingest;
    const auto caller = gateway_of(world);
    auto all = events_of(caller.now - std::chrono::hours(1), "calls");
    all.resize(30);
    std::atomic<int> answered{0};
    std::vector<std::thread> senders;
    for (int sender = 0; sender < kHurried; ++sender)
        senders.emplace_back([&] {
            for (int i = 0; i < kRequests; ++i)
                answered += static_cast<int>(ingest.add(caller, all, "r").size());
        });
    for (auto& sender : senders) sender.join();
    BOOST_CHECK_EQUAL(answered.load(), kHurried * kRequests * 30);
}

BOOST_AUTO_TEST_CASE(an_id_that_comes_back_with_other_content_is_refused) {
    ApiWorld world;
    auto& ingest = test_application().context().ingest;
    const auto caller = gateway_of(world);
    const auto at = caller.now - std::chrono::hours(1);
    BOOST_REQUIRE(ingest.add(caller, events_of(at, "calls"), "r").size() == kEvents);
    for (const auto& outcome : ingest.add(caller, events_of(at, "rows"), "r")) {
        BOOST_CHECK(outcome.status == EventStatus::rejected);
        BOOST_CHECK_EQUAL(outcome.code, "id_reused");
        BOOST_CHECK_EQUAL(outcome.pointer, "/id");
    }
}

/// A sender may repeat its month long after: what was seen before is a duplicate, whatever its age,
/// also for a server that has just started and met none of it.
BOOST_AUTO_TEST_CASE(what_was_seen_before_is_a_duplicate_even_when_it_is_too_old_by_now) {
    ApiWorld world;
    auto& context = test_application().context();
    auto caller = gateway_of(world);
    const auto at = caller.now - std::chrono::hours(1);
    context.ingest.add(caller, events_of(at, "calls"), "r");

    billing::Ingest restarted(context.database, context.entitlements);
    caller.now += std::chrono::days(40);
    for (const auto& outcome : restarted.add(caller, events_of(at, "calls"), "r"))
        BOOST_CHECK(outcome.status == EventStatus::duplicate);
    billing::Ingest again(context.database, context.entitlements);
    for (const auto& outcome : again.add(caller, events_of(at, "rows"), "r"))
        BOOST_CHECK_EQUAL(outcome.code, "id_reused");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::test::ingest_test
