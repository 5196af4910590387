#include "tenants/mandate_service.hpp"

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/rule_override_service.hpp"
#include "tenants/safety_head.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kMandateAggregate = "mandate";

constexpr auto kTermRule = "mandate_term_months_max";

/// True: the term is longer than usual, and a reason is given for it.
Result<bool> check_mandate_term(const RulePack& pack, const TenantPolicy& policy,
                                const Mandate& mandate, const std::optional<std::string>& reason) {
    const auto most = effective_integer(pack, policy, kTermRule);
    if (!most || mandate.to < add_months(mandate.from, *most)) return false;
    const auto* rule = pack.find(kTermRule);
    const bool soft = rule != nullptr && rule->force == Force::soft;
    if (soft && reason && !blank(*reason)) return true;
    return refuse_by_effective(pack, policy, kTermRule,
                               soft ? "mandate_over_limit" : "mandate_over_hard_limit",
                               {{"months", std::to_string(*most)}});
}

struct MandateStep {
    Mandate mandate;
    MandateAction action;
    MandateState from;
    MandateState to;
};

Result<MandateStep> begin(db::Transaction& tx, const Caller& caller, MandateId id,
                          MandateAction action) {
    const auto mandate = lock_mandate(tx, caller.scope, id);
    if (!mandate) return not_found();
    const auto actor =
        caller.role == Role::data_authority ? MandateActor::authority : MandateActor::other;
    const auto from = state_on(*mandate, date_of(caller.now));
    YUNHE_TRY(to, next_state(kMandateMoves, from, action, actor));
    return MandateStep{*mandate, action, from, to};
}

void record(db::Transaction& tx, const Caller& caller, MandateId id, std::string action,
            std::string from, MandateState to, const std::string& opinion, Json details) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kMandateAggregate),
                           .aggregate_id = id.value,
                           .action = std::move(action),
                           .from_state = std::move(from),
                           .to_state = std::string(to_text(to)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = std::move(details)});
}

Mandate stored(db::Transaction& tx, const Caller& caller, MandateId id) {
    return lock_mandate(tx, caller.scope, id).value();
}

/// Every step changes when access is open.
Mandate finish(db::Transaction& tx, const Caller& caller, MandateStep step,
               const std::string& opinion, Json details) {
    // A mandate past its last day keeps the state that it was left in.
    if (step.from != step.to) step.mandate.state = step.to;
    save_mandate(tx, caller.scope, step.mandate);
    record(tx, caller, step.mandate.id, std::string(to_text(step.action)),
           std::string(to_text(step.from)), step.to, opinion, std::move(details));
    bump_entitlement_version(tx, caller.scope);
    return stored(tx, caller, step.mandate.id);
}

}  // namespace

void open_with_mandate(db::Transaction& tx, TenantScope scope, Mandate mandate, Timestamp now) {
    mandate.id = tx.new_id<MandateId>();
    mandate.recorded_at = now;
    insert_mandate(tx, scope, mandate);
}

Result<Mandate> record_mandate(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               Mandate mandate, const std::optional<std::string>& override_reason) {
    if (mandate.to < mandate.from) return malformed("/to", "bad_interval");
    YUNHE_CHECK(check_safety_head(*rules.pack, SafetyHeadOf::operator_body, mandate.safety_head));
    YUNHE_TRY(longer, check_mandate_term(*rules.pack, rules.policy, mandate, override_reason));
    mandate.id = tx.new_id<MandateId>();
    mandate.recorded_at = caller.now;
    insert_mandate(tx, caller.scope, mandate);
    if (longer)
        record_override(tx, caller.scope, kTermRule, *override_reason, kMandateAggregate,
                        mandate.id.value, caller);
    record(tx, caller, mandate.id, "record", "", mandate.state, "",
           {{"document", mandate.document}});
    bump_entitlement_version(tx, caller.scope);
    return mandate;
}

Result<Mandate> name_safety_head(db::Transaction& tx, const Caller& caller, MandateId id,
                                 const std::string& name) {
    auto mandate = lock_mandate(tx, caller.scope, id);
    if (!mandate) return not_found();
    if (blank(name)) return malformed("/name", "reason_required");
    Json details = {{"name", name}};
    if (mandate->safety_head) details["before"] = *mandate->safety_head;
    mandate->safety_head = name;
    save_mandate(tx, caller.scope, *mandate);
    const auto state = state_on(*mandate, date_of(caller.now));
    record(tx, caller, id, "name_safety_head", std::string(to_text(state)), state, "",
           std::move(details));
    return stored(tx, caller, id);
}

Result<Mandate> activate_mandate(db::Transaction& tx, const Caller& caller, MandateId id) {
    YUNHE_TRY(step, begin(tx, caller, id, MandateAction::activate));
    step.mandate.active_at = caller.now;
    return finish(tx, caller, std::move(step), "", Json::object());
}

Result<Mandate> suspend_mandate(db::Transaction& tx, const Caller& caller, MandateId id,
                                const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, id, MandateAction::suspend));
    if (blank(reason)) return malformed("/reason", "reason_required");
    insert_mandate_stop(tx, caller.scope, id, {.from = caller.now, .to = {}, .reason = reason});
    return finish(tx, caller, std::move(step), reason, Json::object());
}

Result<Mandate> resume_mandate(db::Transaction& tx, const Caller& caller, MandateId id,
                               const std::string& opinion) {
    YUNHE_TRY(step, begin(tx, caller, id, MandateAction::resume));
    close_mandate_stop(tx, caller.scope, id, caller.now);
    return finish(tx, caller, std::move(step), opinion, Json::object());
}

Result<Mandate> end_mandate(db::Transaction& tx, const Caller& caller, MandateId id,
                            const std::string& document, const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, id, MandateAction::end));
    if (blank(reason)) return malformed("/reason", "reason_required");
    step.mandate.ended_at = caller.now;
    step.mandate.end_reason = reason;
    return finish(tx, caller, std::move(step), reason, {{"document", document}});
}

Result<Mandate> take_over_mandate(db::Transaction& tx, const Caller& caller, MandateId id,
                                  MandateTakeover takeover) {
    YUNHE_TRY(step, begin(tx, caller, id, MandateAction::take_over));
    if (takeover.to < takeover.from) return malformed("/to", "bad_interval");
    if (takeover.successor_uscc && !valid_uscc(*takeover.successor_uscc))
        return malformed("/successor_uscc", "bad_uscc");
    takeover.id = tx.new_id<MandateTakeoverId>();
    takeover.mandate_id = id;
    takeover.recorded_at = caller.now;
    insert_mandate_takeover(tx, caller.scope, takeover);
    return finish(tx, caller, std::move(step), "",
                  {{"successor", takeover.successor_name}, {"document", takeover.document}});
}

}  // namespace yunhe::tenants
