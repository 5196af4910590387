/// Ingest: usage events in, one outcome each, in group commits.
///
/// Requests of one tenant that arrive while a commit runs wait together and go into the next one:
/// the busier the server, the larger the groups, and an idle server adds no delay. Dedupe, rows,
/// sums, quarantine and audit rows (one per request) are one transaction, and the entitlement
/// version is read in it, so a hold that committed before is always honoured.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "billing/event_reader.hpp"
#include "billing/usage_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "db/database.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Whose use an event is and whether it may count.
struct Judgement {
    SubjectKind subject_kind = SubjectKind::order;
    std::uint64_t subject_id = 0;        ///< 0: unknown.
    BodyId developer_id;                 ///< Whose product, or who uses the platform; 0: unknown.
    std::optional<catalog::Denial> denial;  ///< Why it must wait in quarantine.
    const catalog::Order* order = nullptr;  ///< Of the chains; absent for platform costs.
};
/// Judges an event by the chains at the event's own time.
Judgement judge_event(const catalog::TenantChains& chains, const UsageEvent& event);

/// Thread-safe. One per process.
class Ingest {
public:
    Ingest(db::Database& database, catalog::EntitlementView& entitlements)
        : database_(database), entitlements_(entitlements) {}

    /// One outcome per event, in order. Returns after COMMIT: what it calls accepted is durable.
    /// `request_id` goes into the audit row. Throws what Database::transact throws; nothing of the
    /// request is stored then.
    std::vector<EventOutcome> add(const tenants::Caller& caller, std::vector<ReadEvent> events,
                                  std::string_view request_id);

private:
    struct Request {
        const tenants::Caller* caller = nullptr;
        std::vector<ReadEvent> events;
        std::string request_id;
        std::vector<EventOutcome> outcomes;
        std::exception_ptr failure;
        // Each waits on a lock of its own: woken under the queue's, they would all meet there.
        std::mutex mutex;
        std::condition_variable woken;
        bool leads = false;  ///< It commits the next group.
        bool done = false;
        /// True: lead first, then wait again. False: done.
        bool wait_to_lead();
        void finish();
    };
    using RequestPtr = std::shared_ptr<Request>;  ///< Who wakes it keeps it alive meanwhile.
    struct Queue {
        std::mutex mutex;
        std::deque<RequestPtr> waiting;
        std::size_t waiting_events = 0;
        int commits = 0;                      ///< Running now.
        std::atomic<bool> look_first{false};  ///< The last group held something known.
    };
    using Group = std::vector<RequestPtr>;
    Queue& queue_of(TenantId tenant);
    static bool may_lead(const Queue& queue);
    static Group take_group(Queue& queue);
    static RequestPtr call_to_lead(Queue& queue);
    void lead(Queue& queue);
    void commit_group(Queue& queue, const Group& group);
    void fail_group(Queue& queue, const Group& group, const std::exception_ptr& failure);
    Status store_group(db::Transaction& tx, const Group& group, bool look_first);

    db::Database& database_;
    catalog::EntitlementView& entitlements_;
    std::mutex queues_mutex_;
    std::map<TenantId, std::unique_ptr<Queue>> queues_;
};

}  // namespace yunhe::billing
