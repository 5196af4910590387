#include "billing/quarantine_service.hpp"

#include "billing/ingest_service.hpp"
#include "billing/usage_correction_service.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/quota_alert_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

constexpr std::string_view kQuarantineTask = "settle_quarantine";

/// There is one quarantine in a tenant.
catalog::CaseRef quarantine_case() { return {"quarantine", 1, "用量隔离区"}; }

Result<QuarantinedEvent> lock_one_waiting(db::Transaction& tx, const Caller& caller,
                                          QuarantinedEventId id) {
    auto event = lock_quarantined(tx, caller.scope, id);
    if (!event) return not_found();
    if (event->state != QuarantineState::waiting) return wrong_state("quarantine_settled");
    return std::move(*event);
}

void close_quarantine_todo(db::Transaction& tx, const Caller& caller) {
    if (count_quarantined(tx, caller.scope, {.state = QuarantineState::waiting}) == 0)
        catalog::close_task(tx, caller, quarantine_case(), kQuarantineTask);
}

/// Releases events within one transaction.
class Releasing {
public:
    Releasing(db::Transaction& tx, const Caller& caller, catalog::EntitlementView& entitlements)
        : tx_(tx),
          caller_(caller),
          chains_(entitlements.pinned_chains(tx, caller.scope)),
          quotas_(tx, caller.scope) {}

    /// Why it still may not count; empty: it does now.
    std::string release(const QuarantinedEvent& waiting, const std::string& reason) {
        const auto denial =
            waiting.correction ? apply(*waiting.correction) : count(waiting.event);
        if (denial.empty())
            save_quarantine_settled(tx_, caller_.scope, waiting.id, QuarantineState::released,
                                    caller_.user_id, caller_.now, reason);
        return denial;
    }

    void finish() {
        const auto moves = quotas_.save();
        catalog::warn_of_quotas(tx_, caller_, moves);
        if (catalog::chain_changed(moves)) tenants::bump_entitlement_version(tx_, caller_.scope);
        close_quarantine_todo(tx_, caller_);
    }

private:
    std::string count(const UsageEvent& event) {
        const auto judgement = judge_event(*chains_, event);
        if (judgement.denial) return std::string(to_text(*judgement.denial));
        if (judgement.order != nullptr &&
            !quotas_.take(*judgement.order, event.meter, event.time, event.quantity))
            return std::string(to_text(catalog::Denial::quota_used_up));
        const EventRow row{&event, EventState::accepted, judgement.subject_kind,
                           judgement.subject_id};
        save_event_state(tx_, caller_.scope, event.occurred_on, event.key, EventState::accepted,
                         judgement.subject_id);
        add_to_sums(tx_, caller_.scope, std::span(&row, 1));
        return {};
    }

    std::string apply(const UsageCorrection& correction) {
        const auto outcome = apply_correction(tx_, caller_, *chains_, correction, quotas_, true);
        if (outcome.status != EventStatus::accepted) return outcome.code;
        const auto& identity = correction.event;
        save_event_state(tx_, caller_.scope, identity.occurred_on, identity.key,
                         EventState::correction,
                         judge_event(*chains_, identity).subject_id);
        return {};
    }

    db::Transaction& tx_;
    const Caller& caller_;
    std::shared_ptr<const catalog::TenantChains> chains_;
    catalog::QuotaCounters quotas_;
};

void drop_waiting(db::Transaction& tx, const Caller& caller, const QuarantinedEvent& waiting,
                  const std::string& reason) {
    save_quarantine_settled(tx, caller.scope, waiting.id, QuarantineState::dropped, caller.user_id,
                            caller.now, reason);
    save_event_state(tx, caller.scope, waiting.event.occurred_on, waiting.event.key,
                     EventState::dropped, 0);
}

}  // namespace

void open_quarantine_todo(db::Transaction& tx, const Caller& caller) {
    catalog::open_role_todos(tx, caller, quarantine_case(), kQuarantineTask,
                             tenants::Role::operator_staff);
}

Result<QuarantinedEvent> release_event(db::Transaction& tx, const Caller& caller,
                                       catalog::EntitlementView& entitlements,
                                       QuarantinedEventId id, const std::string& reason) {
    YUNHE_TRY(waiting, lock_one_waiting(tx, caller, id));
    Releasing releasing(tx, caller, entitlements);
    const auto denial = releasing.release(waiting, reason);
    if (!denial.empty()) return refused_by_system("event_still_denied", {{"code", denial}});
    releasing.finish();
    waiting.state = QuarantineState::released;
    waiting.reason = reason;
    return waiting;
}

Result<QuarantinedEvent> drop_event(db::Transaction& tx, const Caller& caller,
                                    QuarantinedEventId id, const std::string& reason) {
    YUNHE_TRY(waiting, lock_one_waiting(tx, caller, id));
    drop_waiting(tx, caller, waiting, reason);
    close_quarantine_todo(tx, caller);
    waiting.state = QuarantineState::dropped;
    waiting.reason = reason;
    return waiting;
}

SettledMany release_events(db::Transaction& tx, const Caller& caller,
                           catalog::EntitlementView& entitlements, const QuarantineFilter& filter,
                           const std::string& reason) {
    const auto waiting = lock_waiting(tx, caller.scope, filter, kSettledAtOnceMax);
    SettledMany many;
    many.more = waiting.size() == kSettledAtOnceMax;
    Releasing releasing(tx, caller, entitlements);
    for (const auto& event : waiting) {
        const auto denial = releasing.release(event, reason);
        if (denial.empty()) ++many.settled;
        else ++many.still_denied[denial];
    }
    releasing.finish();
    return many;
}

SettledMany drop_events(db::Transaction& tx, const Caller& caller, const QuarantineFilter& filter,
                        const std::string& reason) {
    const auto waiting = lock_waiting(tx, caller.scope, filter, kSettledAtOnceMax);
    SettledMany many;
    many.more = waiting.size() == kSettledAtOnceMax;
    for (const auto& event : waiting) {
        drop_waiting(tx, caller, event, reason);
        ++many.settled;
    }
    close_quarantine_todo(tx, caller);
    return many;
}

std::int64_t quarantine_reused_ids(db::Transaction& tx, const Caller& caller, Period period) {
    const auto reused = lock_reused(tx, caller.scope, period);
    std::vector<NewQuarantined> rows;
    for (const auto& stored : reused) {
        const auto& event = stored.event;
        save_event_state(tx, caller.scope, event.occurred_on, event.key, EventState::quarantined,
                         stored.subject_id);
        take_from_sums(tx, caller.scope,
                       {&event, EventState::quarantined, SubjectKind::order, stored.subject_id});
        rows.push_back({&event, nullptr, kIdReused, caller.now});
    }
    insert_quarantined(tx, caller.scope, rows);
    if (!rows.empty()) open_quarantine_todo(tx, caller);
    return static_cast<std::int64_t>(rows.size());
}

}  // namespace yunhe::billing
