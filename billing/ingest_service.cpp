#include "billing/ingest_service.hpp"

#include <algorithm>
#include <utility>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "billing/quarantine_service.hpp"
#include "billing/usage_correction_service.hpp"
#include "catalog/quota_alert_service.hpp"
#include "db/audit_store.hpp"
#include "db/connection.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {
namespace {

/// A group takes requests until it holds this many events.
constexpr std::size_t kGroupEventsMax = 2000;
constexpr int kAttemptsMax = 5;
/// Commits of one tenant that run side by side: while the database works on one, the next is made.
constexpr int kCommitsMax = 2;
/// From so many waiting events on, a commit beside the running one costs less than the wait.
constexpr std::size_t kSecondCommitEvents = 256;

/// What the tenant knows of an event's identity: the content stored or met earlier in this group.
using Seen = std::map<std::pair<Date, ShortDigest>, ShortDigest>;

struct Pending {
    const tenants::Caller* caller;
    const UsageEvent* event;            ///< Of a correction: its identity.
    const UsageCorrection* correction;  ///< Null: a usage event.
    EventOutcome* outcome;
};

/// Without `look_at_all` only those are looked up whose age refuses them unless they are known, and
/// corrections, which are judged by what they would change: of the others the table's key tells it.
Seen find_seen(db::Transaction& tx, TenantScope scope, const std::vector<Pending>& pending,
               bool look_at_all) {
    std::map<Date, std::vector<ShortDigest>> keys;
    for (const auto& [caller, event, correction, outcome] : pending)
        if (look_at_all || correction != nullptr || age_refusal(event->time, caller->now))
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

/// One group's events on their way into the tables, within one transaction.
class GroupWriter {
public:
    GroupWriter(db::Transaction& tx, TenantScope scope, const catalog::TenantChains& chains,
                Seen seen)
        : tx_(tx), scope_(scope), chains_(chains), seen_(std::move(seen)), quotas_(tx, scope) {}

    /// Decides on one event; writes nothing yet.
    void take(const Pending& pending) {
        const auto& [caller, event, correction, outcome] = pending;
        const auto judgement = judge_event(chains_, *event);
        if (!may_report(*caller, judgement))
            return reject(*outcome, "forbidden_subject", "/subject");
        const auto [known, is_new] =
            seen_.try_emplace({event->occurred_on, event->key}, event->content);
        if (!is_new) {
            outcome->status = EventStatus::duplicate;
            if (known->second != event->content) reject(*outcome, kIdReused, "/id");
            return;
        }
        if (const auto refusal = age_refusal(event->time, caller->now)) {
            seen_.erase(known);
            return reject(*outcome, *refusal, "/time");
        }
        if (correction != nullptr) return corrections_.push_back(pending);
        auto denial = judgement.denial;
        if (!denial && judgement.order != nullptr) denial = count_use(pending, *judgement.order);
        const bool quarantined = denial.has_value();
        outcome->status = quarantined ? EventStatus::quarantined : EventStatus::accepted;
        if (quarantined) {
            outcome->code = to_text(*denial);
            quarantined_.push_back({event, nullptr, to_text(*denial), caller->now});
        }
        rows_.push_back({event, quarantined ? EventState::quarantined : EventState::accepted,
                         judgement.subject_kind, judgement.subject_id});
    }

    bool corrects() const { return !corrections_.empty(); }

    void write_rows() {
        std::sort(rows_.begin(), rows_.end(), [](const EventRow& a, const EventRow& b) {
            return std::tie(a.event->occurred_on, a.event->key) <
                   std::tie(b.event->occurred_on, b.event->key);
        });
        insert_events(tx_, scope_, rows_);
    }

    /// Events first, so that a correction finds what came along with it. REQUIRES: write_rows.
    void finish(const tenants::Caller& caller) {
        add_to_sums(tx_, scope_, rows_);
        for (const auto& pending : corrections_) correct(pending);
        insert_quarantined(tx_, scope_, quarantined_);
        if (!quarantined_.empty()) open_quarantine_todo(tx_, caller);
        const auto moves = quotas_.save();
        for (const auto& move : moves)
            catalog::warn_of_quotas(tx_, *reporters_.at(move.order_id), std::span(&move, 1));
        if (catalog::chain_changed(moves)) tenants::bump_entitlement_version(tx_, scope_);
    }

private:
    /// The count is exact; the chains, which show a full quota, may be older.
    std::optional<catalog::Denial> count_use(const Pending& pending,
                                             const catalog::Order& order) {
        if (order.quotas.empty()) return std::nullopt;
        reporters_[order.id] = pending.caller;
        const auto& event = *pending.event;
        if (quotas_.take(order, event.meter, event.time, event.quantity)) return std::nullopt;
        return catalog::Denial::quota_used_up;
    }

    void correct(const Pending& pending) {
        const auto judgement = judge_event(chains_, *pending.event);
        if (judgement.order != nullptr) reporters_[judgement.order->id] = pending.caller;
        *pending.outcome = apply_correction(tx_, *pending.caller, chains_, *pending.correction,
                                            quotas_, false);
        if (pending.outcome->status == EventStatus::rejected) return;
        const bool waits = pending.outcome->status == EventStatus::quarantined;
        const EventRow row{pending.event,
                           waits ? EventState::quarantined : EventState::correction,
                           judgement.subject_kind, judgement.subject_id};
        insert_events(tx_, scope_, std::span(&row, 1));
        if (waits)
            quarantined_.push_back(
                {nullptr, pending.correction, pending.outcome->code, pending.caller->now});
    }

    db::Transaction& tx_;
    TenantScope scope_;
    const catalog::TenantChains& chains_;
    Seen seen_;
    catalog::QuotaCounters quotas_;
    std::map<catalog::OrderId, const tenants::Caller*> reporters_;  ///< Whose use moved a quota.
    std::vector<EventRow> rows_;
    std::vector<Pending> corrections_;
    std::vector<NewQuarantined> quarantined_;
};

bool holds_known(const std::vector<EventOutcome>& outcomes) {
    return std::any_of(outcomes.begin(), outcomes.end(), [](const EventOutcome& outcome) {
        return outcome.status == EventStatus::duplicate || outcome.code == kIdReused;
    });
}

std::string batch_digest(const std::vector<ReadEvent>& events) {
    crypto::Sm3 digest;
    for (const auto& item : events) {
        const auto* correction = std::get_if<UsageCorrection>(&item);
        const auto* event =
            correction != nullptr ? &correction->event : std::get_if<UsageEvent>(&item);
        if (event != nullptr)
            digest.add(std::string_view(event->content.data(), event->content.size()));
    }
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

/// It may be both: another group took it while it was called to lead. It leads all the same, for
/// somebody has to.
bool Ingest::Request::wait_to_lead() {
    std::unique_lock lock(mutex);
    woken.wait(lock, [this] { return leads || done; });
    return std::exchange(leads, false);
}

void Ingest::Request::finish() {
    {
        const std::lock_guard lock(mutex);
        done = true;
    }
    woken.notify_one();
}

std::vector<EventOutcome> Ingest::add(const tenants::Caller& caller, std::vector<ReadEvent> events,
                                      std::string_view request_id) {
    const auto request = std::make_shared<Request>();
    request->caller = &caller;
    request->events = std::move(events);
    request->request_id = request_id;
    auto& queue = queue_of(caller.scope.tenant());
    bool leads = false;
    {
        const std::lock_guard lock(queue.mutex);
        queue.waiting.push_back(request);
        queue.waiting_events += request->events.size();
        leads = may_lead(queue);
        if (leads) ++queue.commits;
    }
    // Who leads commits for itself and all who wait; a group in front may have taken it already.
    if (leads) lead(queue);
    while (request->wait_to_lead()) lead(queue);
    if (request->failure) std::rethrow_exception(request->failure);
    return std::move(request->outcomes);
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

/// REQUIRES: the queue's lock is held.
Ingest::Group Ingest::take_group(Queue& queue) {
    Group group;
    std::size_t events = 0;
    while (!queue.waiting.empty()) {
        const auto size = queue.waiting.front()->events.size();
        if (!group.empty() && events + size > kGroupEventsMax) break;
        events += size;
        group.push_back(std::move(queue.waiting.front()));
        queue.waiting.pop_front();
    }
    queue.waiting_events -= events;
    return group;
}

/// The one in front, unless it was called already and hasn't come yet: it leads once per call, and
/// each call counts as a commit. While it waits for sure: once another group has taken it, it may
/// be gone. REQUIRES: the queue's lock is held, and somebody waits.
Ingest::RequestPtr Ingest::call_to_lead(Queue& queue) {
    const auto& front = queue.waiting.front();
    const std::lock_guard lock(front->mutex);
    if (std::exchange(front->leads, true)) return nullptr;
    ++queue.commits;
    return front;
}

/// Commits one group and wakes its members, and before them one of those who wait to lead the next.
/// REQUIRES: `commits` counts this one.
void Ingest::lead(Queue& queue) {
    Group group;
    {
        const std::lock_guard lock(queue.mutex);
        group = take_group(queue);
    }
    if (!group.empty()) commit_group(queue, group);
    RequestPtr next;
    {
        const std::lock_guard lock(queue.mutex);
        --queue.commits;
        if (!queue.waiting.empty() && may_lead(queue)) next = call_to_lead(queue);
    }
    if (next) next->woken.notify_one();
    for (const auto& member : group) member->finish();
}

void Ingest::commit_group(Queue& queue, const Group& group) {
    bool look_first = queue.look_first;
    for (int attempt = 1;; ++attempt) {
        try {
            const auto stored = database_.transact(
                [&](db::Transaction& tx) { return store_group(tx, group, look_first); });
            YUNHE_ASSERT(stored.ok());
            queue.look_first = std::ranges::any_of(group, [](const RequestPtr& request) {
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
    for (const auto& request : group) commit_group(queue, {request});
}

Status Ingest::store_group(db::Transaction& tx, const Group& group, bool look_first) {
    const auto scope = group.front()->caller->scope;
    std::vector<Pending> pending;
    for (const auto& request : group) {
        request->outcomes.assign(request->events.size(), {});
        for (std::size_t i = 0; i < request->events.size(); ++i) {
            auto& outcome = request->outcomes[i];
            const auto& item = request->events[i];
            if (const auto* bad = std::get_if<EventOutcome>(&item)) {
                outcome = *bad;
                continue;
            }
            const auto* correction = std::get_if<UsageCorrection>(&item);
            const auto* event =
                correction != nullptr ? &correction->event : std::get_if<UsageEvent>(&item);
            outcome.id = event->id;
            pending.push_back({request->caller, event, correction, &outcome});
        }
    }
    const auto chains = entitlements_.pinned_chains(tx, scope);
    GroupWriter writer(tx, scope, *chains, find_seen(tx, scope, pending, look_first));
    for (const auto& one : pending) writer.take(one);
    writer.write_rows();
    const auto append_audits = [&] {
        std::vector<db::AuditRow> audits;
        for (const auto& request : group)
            audits.push_back(audit_row(*request->caller, request->request_id, request->events,
                                       request->outcomes));
        db::append_audits(tx, scope, audits);
    };
    // The sums' rows are those that groups beside this one wait for: they come last, unless
    // the outcomes of corrections are still to come.
    const bool audits_last = writer.corrects();
    if (!audits_last) append_audits();
    writer.finish(*group.front()->caller);
    if (audits_last) append_audits();
    return Done{};
}

}  // namespace yunhe::billing
