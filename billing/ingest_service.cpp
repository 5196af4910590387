#include "billing/ingest_service.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "catalog/order_quota_store.hpp"
#include "db/audit_store.hpp"
#include "db/connection.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {
namespace {

/// A group takes requests until it holds this many events.
constexpr std::size_t kGroupEventsMax = 2000;
constexpr int kAttemptsMax = 5;
constexpr std::string_view kIdReused = "id_reused";
/// Commits of one tenant that run side by side: while the database works on one, the next is made.
constexpr int kCommitsMax = 2;
/// From so many waiting events on, a commit beside the running one costs less than the wait.
constexpr std::size_t kSecondCommitEvents = 256;

/// What the tenant knows of an event's identity: the content stored or met earlier in this group.
using Seen = std::map<std::pair<Date, ShortDigest>, ShortDigest>;

struct Pending {
    const tenants::Caller* caller;
    const UsageEvent* event;
    EventOutcome* outcome;
};

/// Without `look_at_all` only those events are looked up whose age refuses them unless they are
/// known: of the others the table's key tells it.
Seen find_seen(db::Transaction& tx, TenantScope scope, const std::vector<Pending>& pending,
               bool look_at_all) {
    std::map<Date, std::vector<ShortDigest>> keys;
    for (const auto& [caller, event, outcome] : pending)
        if (look_at_all || age_refusal(event->time, caller->now))
            keys[event->occurred_on].push_back(event->key);
    Seen seen;
    for (auto& [day, list] : keys) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
        for (const auto& [key, content] : find_contents(tx, scope, day, list))
            seen.emplace(std::pair(day, key), content);
    }
    return seen;
}

/// May this caller report the subject? The operator's keys any; a developer's its own only, and it
/// learns nothing of others' orders.
bool may_report(const tenants::Caller& caller, const Judgement& judgement) {
    return caller.is_operator() || judgement.developer_id == caller.body_id;
}

void reject(EventOutcome& outcome, std::string_view code, std::string pointer) {
    outcome.status = EventStatus::rejected;
    outcome.code = code;
    outcome.pointer = std::move(pointer);
}

/// Counts the use towards the order's quotas and tells the catalogue of it. The count is exact; the
/// chains, which show a full quota, may be older.
std::optional<catalog::Denial> count_use(db::Transaction& tx, TenantScope scope,
                                         const catalog::Order& order, const UsageEvent& event,
                                         bool& filled) {
    if (order.quotas.empty()) return std::nullopt;
    const auto taken =
        catalog::take_quota(tx, scope, order, event.meter, event.time, event.quantity);
    if (taken == catalog::QuotaTaken::refused) return catalog::Denial::quota_used_up;
    if (taken == catalog::QuotaTaken::filled) filled = true;
    return std::nullopt;
}

bool holds_known(const std::vector<EventOutcome>& outcomes) {
    return std::any_of(outcomes.begin(), outcomes.end(), [](const EventOutcome& outcome) {
        return outcome.status == EventStatus::duplicate || outcome.code == kIdReused;
    });
}

std::string batch_digest(const std::vector<ReadEvent>& events) {
    crypto::Sm3 digest;
    for (const auto& item : events)
        if (const auto* event = std::get_if<UsageEvent>(&item))
            digest.add(std::string_view(event->content.data(), event->content.size()));
    return crypto::hex(digest.digest());
}

db::AuditRow audit_row(const tenants::Caller& caller, std::string_view request_id,
                       const std::vector<ReadEvent>& events,
                       const std::vector<EventOutcome>& outcomes) {
    std::map<std::string, int> counts;
    for (const auto& outcome : outcomes) ++counts[std::string(to_text(outcome.status))];
    db::AuditRow row;
    row.at_real = real_now();
    row.at_tenant = caller.now;
    row.body_id = caller.body_id;
    row.role = caller.api_key_id ? "api_key" : std::string(to_text(caller.role));
    row.operation = "sendEvents";
    row.request_id = request_id;
    row.subject = caller.api_key_id ? to_text(*caller.api_key_id) : std::string();
    row.details = {{"events", outcomes.size()}, {"digest", batch_digest(events)}};
    for (const auto& [status, count] : counts) row.details[status] = count;
    return row;
}

}  // namespace

Judgement judge_event(const catalog::TenantChains& chains, const UsageEvent& event) {
    Judgement judgement;
    if (event.subject.starts_with(kDeveloperSubject)) {
        judgement.subject_kind = SubjectKind::developer;
        const auto found = chains.developers.find(event.subject.substr(kDeveloperSubject.size()));
        if (found == chains.developers.end()) {
            judgement.denial = catalog::Denial::no_live_agreement;
            return judgement;
        }
        judgement.subject_id = found->second.developer_id.value;
        judgement.developer_id = found->second.developer_id;
        judgement.denial = judge(found->second, event.time, event.meter);
        return judgement;
    }
    const auto found = chains.orders.find(event.subject);
    if (found == chains.orders.end()) {
        judgement.denial = catalog::Denial::unknown_order;
        return judgement;
    }
    judgement.order = &found->second.order;
    judgement.subject_id = found->second.order.id.value;
    judgement.developer_id = found->second.order.developer_id;
    judgement.denial = judge(found->second, event.time, event.scenario,
                             event.resources ? &*event.resources : nullptr, event.meter);
    return judgement;
}

std::vector<EventOutcome> Ingest::add(const tenants::Caller& caller, std::vector<ReadEvent> events,
                                      std::string_view request_id) {
    Request request;
    request.caller = &caller;
    request.events = std::move(events);
    request.request_id = request_id;
    auto& queue = queue_of(caller.scope.tenant());
    std::unique_lock lock(queue.mutex);
    queue.waiting.push_back(&request);
    queue.waiting_events += request.events.size();
    while (!request.done) {
        if (request.taken || !may_lead(queue)) {
            request.woken.wait(lock);
            continue;
        }
        // This thread commits, for itself and all who wait.
        const auto group = take_group(queue);
        lock.unlock();
        commit_group(queue, group);
        lock.lock();
        end_group(queue, group);
    }
    lock.unlock();
    if (request.failure) std::rethrow_exception(request.failure);
    return std::move(request.outcomes);
}

Ingest::Queue& Ingest::queue_of(TenantId tenant) {
    const std::lock_guard lock(queues_mutex_);
    auto& queue = queues_[tenant];
    if (!queue) queue = std::make_unique<Queue>();
    return *queue;
}

bool Ingest::may_lead(const Queue& queue) {
    if (queue.commits == 0) return true;
    return queue.commits < kCommitsMax && queue.waiting_events >= kSecondCommitEvents;
}

Ingest::Group Ingest::take_group(Queue& queue) {
    Group group;
    std::size_t events = 0;
    while (!queue.waiting.empty()) {
        const auto size = queue.waiting.front()->events.size();
        if (!group.empty() && events + size > kGroupEventsMax) break;
        events += size;
        queue.waiting.front()->taken = true;
        group.push_back(queue.waiting.front());
        queue.waiting.pop_front();
    }
    queue.waiting_events -= events;
    ++queue.commits;
    return group;
}

/// Wakes those who are done, and one of those who wait, to lead the next group.
void Ingest::end_group(Queue& queue, const Group& group) {
    --queue.commits;
    for (auto* member : group) {
        member->done = true;
        member->woken.notify_one();
    }
    if (!queue.waiting.empty()) queue.waiting.front()->woken.notify_one();
}

void Ingest::commit_group(Queue& queue, const Group& group) {
    bool look_first = queue.look_first;
    for (int attempt = 1;; ++attempt) {
        try {
            const auto stored = database_.transact(
                [&](db::Transaction& tx) { return store_group(tx, group, look_first); });
            YUNHE_ASSERT(stored.ok());
            queue.look_first = std::any_of(group.begin(), group.end(), [](const Request* request) {
                return holds_known(request->outcomes);
            });
            return;
        } catch (const db::SqlError& failure) {
            // One of these events was stored already, or by another server since our look: look
            // again.
            look_first = true;
            if (failure.code == db::kErrorDuplicateKey && attempt < kAttemptsMax) continue;
            return fail_group(queue, group, std::current_exception());
        } catch (const std::exception&) {
            return fail_group(queue, group, std::current_exception());
        }
    }
}

/// What one request does to the database must not harm the others of its group: each runs again
/// alone.
void Ingest::fail_group(Queue& queue, const Group& group, const std::exception_ptr& failure) {
    if (group.size() == 1) {
        group.front()->failure = failure;
        return;
    }
    for (auto* request : group) commit_group(queue, {request});
}

Status Ingest::store_group(db::Transaction& tx, const Group& group, bool look_first) {
    const auto scope = group.front()->caller->scope;
    std::vector<Pending> pending;
    for (auto* request : group) {
        request->outcomes.assign(request->events.size(), {});
        for (std::size_t i = 0; i < request->events.size(); ++i) {
            auto& outcome = request->outcomes[i];
            if (const auto* bad = std::get_if<EventOutcome>(&request->events[i])) {
                outcome = *bad;
                continue;
            }
            const auto& event = std::get<UsageEvent>(request->events[i]);
            outcome.id = event.id;
            pending.push_back({request->caller, &event, &outcome});
        }
    }
    const auto chains = entitlements_.pinned_chains(tx, scope);
    auto seen = find_seen(tx, scope, pending, look_first);
    std::vector<EventRow> rows;
    bool quota_filled = false;
    for (const auto& [caller, event, outcome] : pending) {
        const auto judgement = judge_event(*chains, *event);
        if (!may_report(*caller, judgement)) {
            reject(*outcome, "forbidden_subject", "/subject");
            continue;
        }
        const auto [known, is_new] =
            seen.try_emplace({event->occurred_on, event->key}, event->content);
        if (!is_new) {
            outcome->status = EventStatus::duplicate;
            if (known->second != event->content) reject(*outcome, kIdReused, "/id");
            continue;
        }
        if (const auto refusal = age_refusal(event->time, caller->now)) {
            seen.erase(known);
            reject(*outcome, *refusal, "/time");
            continue;
        }
        auto denial = judgement.denial;
        if (!denial && judgement.order != nullptr)
            denial = count_use(tx, scope, *judgement.order, *event, quota_filled);
        const bool quarantined = denial.has_value();
        outcome->status = quarantined ? EventStatus::quarantined : EventStatus::accepted;
        if (quarantined) outcome->code = to_text(*denial);
        rows.push_back({event, quarantined ? EventState::quarantined : EventState::accepted,
                        judgement.subject_kind, judgement.subject_id});
    }
    std::sort(rows.begin(), rows.end(), [](const EventRow& a, const EventRow& b) {
        return std::tie(a.event->occurred_on, a.event->key) <
               std::tie(b.event->occurred_on, b.event->key);
    });
    insert_events(tx, scope, rows);
    for (const auto& [caller, event, outcome] : pending)
        if (outcome->status == EventStatus::quarantined)
            insert_quarantined(tx, scope, *event, outcome->code, caller->now);
    add_to_sums(tx, scope, rows);
    std::vector<db::AuditRow> audits;
    for (const auto* request : group)
        audits.push_back(audit_row(*request->caller, request->request_id, request->events,
                                   request->outcomes));
    db::append_audits(tx, scope, audits);
    if (quota_filled) tenants::bump_entitlement_version(tx, scope);
    return Done{};
}

}  // namespace yunhe::billing
