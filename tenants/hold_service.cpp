#include "tenants/hold_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/hold_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/rectification_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kHoldAggregate = "hold";
constexpr std::string_view kConfirmTask = "confirm_hold";

/// On the agreement's own timeline: a hold has no case of its own.
void record(db::Transaction& tx, const Caller& caller, const Hold& hold, std::string action,
            AgreementState from, const std::string& opinion, Json details) {
    const auto agreement = find_agreement(tx, caller.scope, hold.agreement_id).value();
    details["hold_id"] = to_text(hold.id);
    details["cause"] = std::string(to_text(hold.cause));
    db::record_case_event(
        tx, caller.scope,
        {.aggregate = "agreement",
         .aggregate_id = hold.agreement_id.value,
         .action = std::move(action),
         .from_state = std::string(to_text(from)),
         .to_state = std::string(to_text(state_on(agreement, date_of(caller.now)))),
         .actor = case_actor(caller),
         .at = caller.now,
         .opinion = opinion,
         .details = std::move(details)});
}

/// Who has to confirm: the first suspender of the pack who can't belong to the body that placed it.
Role confirmer(const RulePack& pack, BodyKind placed_by) {
    for (const auto role : suspenders(pack))
        if (!kind_allows(placed_by, role)) return role;
    return Role::data_authority;
}

void ask_for_confirmation(db::Transaction& tx, const Caller& caller, const Rules& rules,
                          const Agreement& agreement, const Hold& hold) {
    const auto role = confirmer(*rules.pack, caller.body_kind);
    const auto desk = desk_of(tx, caller.scope, role);
    const auto subject = std::to_string(agreement.number) + " " + agreement.developer_name;
    db::open_todo(tx, caller.scope,
                  {.aggregate = std::string(kHoldAggregate),
                   .aggregate_id = hold.id.value,
                   .task = std::string(kConfirmTask),
                   .title = subject,
                   .body_id = desk,
                   .role = std::string(to_text(role)),
                   .user_id = {},
                   .opened_at = caller.now,
                   .due_on = hold.confirm_by});
    record_obligation(tx, caller.scope,
                      {.kind = ObligationKind::urgent_stop_confirmation,
                       .aggregate = std::string(kHoldAggregate),
                       .aggregate_id = hold.id.value,
                       .body_id = desk,
                       .role = role,
                       .subject = subject,
                       .due_on = *hold.confirm_by,
                       .rule = RuleReference{"tenant_policy",
                                             "urgent_stop_confirmation_working_days", {}, {}},
                       .at = caller.now,
                       .due_source = DueSource::tenant_policy});
}

/// Is the order to correct that closed access still undecided? Its decision releases the hold.
bool order_runs(db::Transaction& tx, TenantScope scope, const Hold& hold) {
    if (hold.source_aggregate != "rectification") return false;
    const auto order = find_rectification(tx, scope, RectificationId{hold.source_id});
    return order && !order->decided_at;
}

struct HoldStep {
    Hold hold;
    Agreement agreement;
};
/// Locks the agreement before the hold, as placing does. Finding, visibility and state are checked.
Result<HoldStep> begin(db::Transaction& tx, const Caller& caller, HoldId id) {
    const auto seen = find_hold(tx, caller.scope, id);
    if (!seen) return not_found();
    const auto agreement = lock_agreement(tx, caller.scope, seen->agreement_id).value();
    if (caller.is_developer() && agreement.developer_id != caller.body_id)
        return wrong_party("not_your_object");
    return HoldStep{lock_hold(tx, caller.scope, id).value(), agreement};
}

}  // namespace

Result<Hold> place_hold(db::Transaction& tx, const Caller& caller, const Rules& rules,
                        const NewHold& wanted) {
    const auto agreement = lock_agreement(tx, caller.scope, wanted.agreement_id);
    if (!agreement) return not_found();
    const auto own = rules_under(tx, caller.scope, rules, agreement->rule_pack_digest);
    YUNHE_CHECK(check_may_place(*own.pack, caller, *agreement, wanted.cause, wanted.urgent));
    if (blank(wanted.reason)) return malformed("/reason", "reason_required");
    const auto today = date_of(caller.now);
    const auto from = state_on(*agreement, today);
    const bool running = from == AgreementState::signed_ || from == AgreementState::active ||
                         from == AgreementState::suspended;
    if (!running)
        return wrong_state("agreement_not_running", {{"state", std::string(to_text(from))}});

    Hold hold;
    hold.id = tx.new_id<HoldId>();
    hold.agreement_id = agreement->id;
    hold.cause = wanted.cause;
    hold.source_aggregate = wanted.source_aggregate;
    hold.source_id = wanted.source_id;
    hold.reason = wanted.reason;
    hold.urgent = wanted.urgent && caller.body_kind != BodyKind::authority;
    if (hold.urgent)
        hold.confirm_by = add_working_days(
            today, rules.policy.urgent_stop_confirmation_working_days, embedded_holidays());
    // What an earlier hold stopped already stands on that one, so only access that is open counts.
    if (!agreement->on_hold) hold.stopped = count_in_use(tx, caller.scope, *agreement, caller.now);
    hold.placed_at = caller.now;
    hold.placed_by_body_id = caller.body_id;
    hold.placed_by_user_id = caller.user_id;
    hold.placed_by_role = caller.role;
    insert_hold(tx, caller.scope, hold);
    bump_entitlement_version(tx, caller.scope);
    record(tx, caller, hold, "hold", from, wanted.reason,
           {{"urgent", hold.urgent},
            {"stopped_orders", hold.stopped.orders},
            {"stopped_grants", hold.stopped.grants},
            {"stopped_keys", hold.stopped.keys}});
    if (hold.urgent) ask_for_confirmation(tx, caller, rules, *agreement, hold);
    return hold;
}

Result<Hold> confirm_hold(db::Transaction& tx, const Caller& caller, const Rules& rules, HoldId id,
                          const std::string& opinion) {
    YUNHE_TRY(step, begin(tx, caller, id));
    auto& hold = step.hold;
    const auto own = rules_under(tx, caller.scope, rules, step.agreement.rule_pack_digest);
    YUNHE_CHECK(check_may_confirm(*own.pack, caller, hold));
    if (!hold.open()) return wrong_state("hold_released");
    if (!hold.urgent) return wrong_state("hold_not_urgent");
    if (hold.confirmed_at) return wrong_state("hold_confirmed");
    hold.confirmed_at = caller.now;
    hold.confirmed_by_body_id = caller.body_id;
    hold.confirmed_by_user_id = caller.user_id;
    save_hold(tx, caller.scope, hold);
    record(tx, caller, hold, "confirm_hold", state_on(step.agreement, date_of(caller.now)), opinion,
           Json::object());
    db::close_all_todos(tx, caller.scope, kHoldAggregate, id.value, caller.now);
    discharge_obligation(tx, caller.scope, ObligationKind::urgent_stop_confirmation, kHoldAggregate,
                         id.value, caller.now);
    return hold;
}

Result<Hold> release_hold(db::Transaction& tx, const Caller& caller, const Rules& rules, HoldId id,
                          const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, id));
    auto& hold = step.hold;
    const auto own = rules_under(tx, caller.scope, rules, step.agreement.rule_pack_digest);
    YUNHE_CHECK(check_may_release(*own.pack, caller, hold));
    if (blank(reason)) return malformed("/reason", "reason_required");
    if (!hold.open()) return wrong_state("hold_released");
    if (order_runs(tx, caller.scope, hold)) return wrong_state("hold_of_running_order");
    hold.released_at = caller.now;
    hold.released_by_body_id = caller.body_id;
    hold.released_by_user_id = caller.user_id;
    hold.release_reason = reason;
    save_hold(tx, caller.scope, hold);
    bump_entitlement_version(tx, caller.scope);
    record(tx, caller, hold, "release_hold", state_on(step.agreement, date_of(caller.now)), reason,
           Json::object());
    db::close_all_todos(tx, caller.scope, kHoldAggregate, id.value, caller.now);
    cancel_obligation(tx, caller.scope, ObligationKind::urgent_stop_confirmation, kHoldAggregate,
                      id.value, caller.now);
    return hold;
}

std::vector<Hold> open_holds(db::Transaction& tx, TenantScope scope, AgreementId id) {
    auto holds = list_holds_of(tx, scope, id);
    std::erase_if(holds, [](const Hold& hold) { return !hold.open(); });
    return holds;
}

Result<Hold> read_visible_hold(db::Transaction& tx, const Caller& caller, HoldId id) {
    const auto hold = find_hold(tx, caller.scope, id);
    if (!hold) return not_found();
    const auto agreement = find_agreement(tx, caller.scope, hold->agreement_id).value();
    if (caller.is_developer() && agreement.developer_id != caller.body_id)
        return wrong_party("not_your_object");
    return *hold;
}

}  // namespace yunhe::tenants
