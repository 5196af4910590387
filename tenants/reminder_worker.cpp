#include "tenants/reminder_worker.hpp"

#include <exception>

#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/reminder_settings_service.hpp"
#include "tenants/reminder_store.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kPause{60};
constexpr seconds kLease{180};
constexpr seconds kMessageLease{120};
constexpr minutes kRefreshEvery{15};
constexpr std::uint32_t kBatch = 50;
constexpr std::uint32_t kAttemptsMax = 16;
constexpr std::string_view kTopic = "reminder";

bool settled(const std::vector<Delivery>& known, ReminderChannel channel) {
    for (const auto& delivery : known)
        if (delivery.channel == channel && delivery.outcome != DeliveryOutcome::failed) return true;
    return false;
}

std::optional<ReminderId> reminder_in(const Json& payload) {
    const auto id = parse_id<ReminderId>(payload.at("reminder_id").get<std::string>());
    if (!id.ok()) return std::nullopt;
    return id.value();
}

/// What is known of a message's reminder.
struct Waiting {
    std::optional<Reminder> reminder;
    std::vector<Delivery> known;
};

void save(db::Transaction& tx, TenantScope scope, ReminderId id,
          const std::vector<Delivery>& deliveries, Timestamp real_now) {
    for (const auto& delivery : deliveries) {
        save_delivery(tx, scope, id, delivery);
        if (delivery.channel != ReminderChannel::webhook) continue;
        if (delivery.outcome == DeliveryOutcome::failed)
            count_webhook_failure(tx, scope, kWebhookFailuresMax, real_now);
        if (delivery.outcome == DeliveryOutcome::sent) clear_webhook_failures(tx, scope);
    }
}

std::string failure_of(const std::vector<Delivery>& deliveries) {
    for (const auto& delivery : deliveries)
        if (delivery.outcome == DeliveryOutcome::failed)
            return std::string(to_text(delivery.channel)) + ": " + delivery.detail;
    return "";
}

}  // namespace

ReminderWorker::ReminderWorker(db::Database& database, const RulePackLibrary& library,
                               const Signer& signer,
                               std::vector<std::unique_ptr<ReminderPort>> ports)
    : database_(database),
      library_(library),
      signer_(signer),
      ports_(std::move(ports)),
      holder_("reminders-" + crypto::random_hex(8)),
      thread_(kPause, [this] { run_once(real_now()); },
              [](const char* what) { spdlog::error("the round of reminders failed: {}", what); }) {}

bool ReminderWorker::run_once(Timestamp real_now) {
    std::optional<db::Lease> lease;
    const auto taken = database_.transact([&](db::Transaction& tx) -> Result<bool> {
        lease = db::take_lease(tx, "reminders", holder_, kLease);
        return true;
    });
    if (!taken.ok() || !lease) return false;
    for (const auto& home : homes()) {
        try {
            if (!home.tenant.sandbox) run_tenant(*lease, home, real_now);
            deliver(*lease, home, real_now);
        } catch (const std::exception& failure) {
            // One tenant's trouble is not the others'.
            spdlog::error("reminders of tenant {} failed: {}", home.tenant.slug, failure.what());
        }
    }
    return true;
}

std::vector<ReminderWorker::Home> ReminderWorker::homes() {
    return database_.read([](db::Transaction& tx) -> Result<std::vector<Home>> {
        std::vector<Home> found;
        for_each_tenant_across_tenants(tx, [&](TenantScope scope, const Tenant& tenant) {
            found.push_back({scope, tenant});
        });
        return found;
    }).value();
}

void ReminderWorker::run_tenant(const db::Lease& lease, const Home& home, Timestamp real_now) {
    const auto last = refreshed_.find(home.tenant.id);
    const bool anew = last == refreshed_.end() || real_now - last->second >= kRefreshEvery ||
                      date_of(last->second) != date_of(real_now);
    const auto done = database_.transact([&](db::Transaction& tx) -> Result<bool> {
        if (!db::still_holds(tx, lease)) return false;
        const auto rules = load_rules(tx, home.scope, library_);
        if (anew) refresh_obligations(tx, home.scope, rules, real_now);
        run_due_stages(tx, home.scope, real_now, real_now);
        return true;
    });
    if (done.ok() && done.value() && anew) refreshed_[home.tenant.id] = real_now;
}

ReminderAddress ReminderWorker::address_of(const Home& home) {
    ReminderAddress address;
    address.tenant_slug = home.tenant.slug;
    const auto settings =
        database_.read([&](db::Transaction& tx) -> Result<std::optional<ReminderSettings>> {
            return find_reminder_settings(tx, home.scope);
        }).value();
    if (!settings || settings->webhook_url.empty()) return address;
    address.webhook_disabled = settings->disabled_at.has_value();
    if (address.webhook_disabled) return address;
    const auto secret = signer_.unseal(home.scope, kWebhookSecretContext, settings->sealed_secret);
    if (!secret) throw std::runtime_error("the webhook's secret was sealed with another key");
    address.webhook_url = settings->webhook_url;
    address.webhook_secret = *secret;
    return address;
}

void ReminderWorker::deliver(const db::Lease& lease, const Home& home, Timestamp real_now) {
    std::optional<ReminderAddress> address;
    for (;;) {
        const auto batch =
            database_.transact([&](db::Transaction& tx) -> Result<std::vector<db::OutboxMessage>> {
                if (!db::still_holds(tx, lease)) return std::vector<db::OutboxMessage>{};
                return db::claim_batch(tx, home.scope, kTopic, real_now, kMessageLease, kBatch);
            }).value();
        if (batch.empty()) return;
        if (!address) address = address_of(home);
        for (const auto& message : batch) {
            if (thread_.stopping())
                return;  // What was claimed is claimed again once its lease is over.
            deliver_one(home, *address, message, real_now);
        }
        if (batch.size() < kBatch) return;
    }
}

void ReminderWorker::deliver_one(const Home& home, const ReminderAddress& address,
                                 const db::OutboxMessage& message, Timestamp real_now) {
    const auto id = reminder_in(message.payload);
    const auto waiting = database_.read([&](db::Transaction& tx) -> Result<Waiting> {
        if (!id) return Waiting{};
        return Waiting{find_reminder(tx, home.scope, *id), list_deliveries(tx, home.scope, *id)};
    }).value();
    std::vector<Delivery> deliveries;
    if (waiting.reminder)
        for (const auto& port : ports_) {
            if (settled(waiting.known, port->channel())) continue;
            deliveries.push_back(port->send(address, *waiting.reminder, real_now));
            deliveries.back().at_real = real_now;
        }
    const auto failure = failure_of(deliveries);
    const auto marked = database_.transact([&](db::Transaction& tx) -> Result<bool> {
        if (waiting.reminder) save(tx, home.scope, *id, deliveries, real_now);
        if (failure.empty()) return db::mark_done(tx, home.scope, message);
        return db::mark_failed(tx, home.scope, message, real_now, failure, kAttemptsMax);
    });
    if (!marked.value())
        spdlog::warn("reminder {} was claimed by another server meanwhile", to_text(*id));
}

}  // namespace yunhe::tenants
