#include "billing/usage_correction_service.hpp"

#include "billing/ingest_service.hpp"
#include "billing/usage_correction_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

EventOutcome correction_outcome(const UsageCorrection& correction, EventStatus status,
                                std::string_view code = "", std::string pointer = "") {
    return {correction.event.id, status, std::string(code), std::move(pointer)};
}

/// What stands for the corrected event by now: itself, or the last of its replacements.
struct Target {
    std::optional<StoredEvent> stored;
    bool voided = false;  ///< It was taken back before.
};

Target find_target(db::Transaction& tx, TenantScope scope, const UsageCorrection& correction) {
    auto key = correction.corrected_key;
    for (;;) {
        Target target{.stored = lock_event(tx, scope, correction.corrected_on, key),
                      .voided = false};
        if (!target.stored || target.stored->state != EventState::voided) return target;
        const auto voided = find_voided_by(tx, scope, correction.corrected_on, key);
        target.voided = !voided || !voided->replacement_key;
        if (target.voided) return target;
        key = *voided->replacement_key;
    }
}

/// Why the correction can't take effect on what it found; nullopt: it can.
std::optional<EventOutcome> target_refusal(const UsageCorrection& correction,
                                           const Target& target, std::uint64_t subject_id) {
    const auto waits = [&](std::string_view code) {
        return correction_outcome(correction, EventStatus::quarantined, code);
    };
    const auto refused = [&](std::string_view code, const char* pointer) {
        return correction_outcome(correction, EventStatus::rejected, code, pointer);
    };
    if (!target.stored) return waits(kCorrectedEventUnknown);
    if (target.voided) return refused("event_voided_already", "/data/corrects");
    const auto& stored = *target.stored;
    if (stored.state == EventState::quarantined) return waits(kCorrectedEventWaits);
    if (stored.state == EventState::dropped)
        return refused("event_not_counted", "/data/corrects");
    if (stored.state == EventState::correction)
        return refused("not_correctable", "/data/corrects");
    if (stored.subject_id != subject_id) return refused("wrong_subject", "/subject");
    return std::nullopt;
}

/// Moves the counts of the order's quotas. False: there is no room for the replacement, and nothing
/// has moved.
bool move_quotas(catalog::QuotaCounters& quotas, const catalog::Order& order,
                 const UsageEvent& before, const std::optional<UsageEvent>& after) {
    if (order.quotas.empty()) return true;
    quotas.give_back(order, before.meter, before.time, before.quantity);
    if (!after || quotas.take(order, after->meter, after->time, after->quantity)) return true;
    quotas.put_back(order, before.meter, before.time, before.quantity);
    return false;
}

void record_correction(db::Transaction& tx, const Caller& caller,
                       const UsageCorrection& correction, const StoredEvent& stored,
                       bool released) {
    AppliedCorrection applied{.id = tx.new_id<UsageCorrectionId>(),
                              .source = correction.event.source,
                              .event_id = correction.event.id,
                              .made_at = correction.event.time,
                              .subject = correction.event.subject,
                              .subject_id = stored.subject_id,
                              .action = correction.action,
                              .reason = correction.reason,
                              .corrected_on = correction.corrected_on,
                              .corrected_source = correction.corrected_source,
                              .corrected_event_id = correction.corrected_id,
                              .corrected_at = correction.corrected_time,
                              .meter = stored.event.meter,
                              .quantity = stored.event.quantity,
                              .voided_key = stored.event.key,
                              .applied_at = caller.now};
    if (const auto& replacement = correction.replacement) {
        applied.replacement_key = replacement->key;
        applied.new_meter = replacement->meter;
        applied.new_quantity = replacement->quantity;
    }
    if (released) applied.applied_by_id = caller.user_id;
    insert_correction(tx, caller.scope, applied);
}

}  // namespace

EventOutcome apply_correction(db::Transaction& tx, const Caller& caller,
                              const catalog::TenantChains& chains,
                              const UsageCorrection& correction, catalog::QuotaCounters& quotas,
                              bool released) {
    const auto waits = [&](std::string_view code) {
        return correction_outcome(correction, EventStatus::quarantined, code);
    };
    if (!released && caller.is_developer()) return waits(kCorrectionByDeveloper);
    if (!released && correction.corrected_time < caller.now - kEventAgeMax)
        return waits(kCorrectionLate);

    const auto& identity = correction.event;
    const auto judgement =
        judge_event(chains, correction.replacement ? *correction.replacement : identity);
    const auto target = find_target(tx, caller.scope, correction);
    if (auto refusal = target_refusal(correction, target, judgement.subject_id)) return *refusal;
    // What is only taken back needs no chain.
    if (correction.replacement && judgement.denial) return waits(to_text(*judgement.denial));
    const auto& stored = *target.stored;
    if (judgement.order != nullptr &&
        !move_quotas(quotas, *judgement.order, stored.event, correction.replacement))
        return waits(to_text(catalog::Denial::quota_used_up));

    const auto& voided = stored.event;
    save_event_state(tx, caller.scope, voided.occurred_on, voided.key, EventState::voided,
                     stored.subject_id);
    take_from_sums(tx, caller.scope,
                   {&voided, EventState::voided, judgement.subject_kind, stored.subject_id});
    if (correction.replacement) {
        const EventRow row{&*correction.replacement, EventState::accepted, judgement.subject_kind,
                           judgement.subject_id};
        insert_events(tx, caller.scope, std::span(&row, 1));
        add_to_sums(tx, caller.scope, std::span(&row, 1));
    }
    record_correction(tx, caller, correction, stored, released);
    return correction_outcome(correction, EventStatus::accepted);
}

}  // namespace yunhe::billing
