#include "billing/quarantine_service.hpp"

#include "billing/ingest_service.hpp"
#include "catalog/order_quota_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

Result<QuarantinedEvent> lock_waiting(db::Transaction& tx, const Caller& caller,
                                      QuarantinedEventId id) {
    auto event = lock_quarantined(tx, caller.scope, id);
    if (!event) return not_found();
    if (event->state != QuarantineState::waiting) return wrong_state("quarantine_settled");
    return std::move(*event);
}

}  // namespace

Result<QuarantinedEvent> release_event(db::Transaction& tx, const Caller& caller,
                                       catalog::EntitlementView& entitlements,
                                       QuarantinedEventId id, const std::string& reason) {
    YUNHE_TRY(waiting, lock_waiting(tx, caller, id));
    const auto chains = entitlements.chains(tx, caller.scope);
    const auto judgement = judge_event(*chains, waiting.event);
    if (judgement.denial)
        return refused_by_system("event_still_denied",
                                 {{"code", std::string(to_text(*judgement.denial))}});
    auto taken = catalog::QuotaTaken::taken;
    if (judgement.order != nullptr)
        taken = catalog::take_quota(tx, caller.scope, *judgement.order, waiting.event.meter,
                                    waiting.event.time, waiting.event.quantity);
    if (taken == catalog::QuotaTaken::refused)
        return refused_by_system(
            "event_still_denied",
            {{"code", std::string(to_text(catalog::Denial::quota_used_up))}});
    const EventRow row{&waiting.event, EventState::accepted, judgement.subject_kind,
                       judgement.subject_id};
    settle_quarantined(tx, caller.scope, waiting, QuarantineState::released, row, caller.user_id,
                       caller.now, reason);
    if (taken == catalog::QuotaTaken::filled)
        tenants::bump_entitlement_version(tx, caller.scope);
    waiting.state = QuarantineState::released;
    waiting.reason = reason;
    return waiting;
}

Result<QuarantinedEvent> drop_event(db::Transaction& tx, const Caller& caller,
                                    QuarantinedEventId id, const std::string& reason) {
    YUNHE_TRY(waiting, lock_waiting(tx, caller, id));
    const EventRow row{&waiting.event, EventState::dropped, SubjectKind::order, 0};
    settle_quarantined(tx, caller.scope, waiting, QuarantineState::dropped, row, caller.user_id,
                       caller.now, reason);
    waiting.state = QuarantineState::dropped;
    waiting.reason = reason;
    return waiting;
}

}  // namespace yunhe::billing
