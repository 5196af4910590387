#include "tenants/party_event_service.hpp"

#include "base/text.hpp"
#include "db/case_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/developer_store.hpp"
#include "tenants/hold_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kPartyEventAggregate = "party_event";

void record(db::Transaction& tx, const Caller& caller, const PartyEvent& event, std::string action,
            std::string from, const std::string& opinion) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = std::string(kPartyEventAggregate),
                           .aggregate_id = event.id.value,
                           .action = std::move(action),
                           .from_state = std::move(from),
                           .to_state = std::string(to_text(event.state)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = opinion,
                           .details = {{"kind", std::string(to_text(event.kind))},
                                       {"document", event.document},
                                       {"old_value", event.old_value},
                                       {"new_value", event.new_value}}});
}

Result<Body> party_of(db::Transaction& tx, const Caller& caller, const std::string& code) {
    const bool authority = caller.role == Role::data_authority;
    const auto own = find_body(tx, caller.scope, caller.body_id).value();
    if (code.empty() || code == own.code) return own;
    auto body = find_body_by_code(tx, caller.scope, code);
    if (!body) return malformed("/body_code", "unknown_reference", {{"code", code}});
    if (!authority) return wrong_party("not_your_object");
    return std::move(*body);
}

/// What the event changes, as it stands before it.
std::string value_before(db::Transaction& tx, TenantScope scope, PartyEventKind kind,
                         const Body& body) {
    if (kind != PartyEventKind::legal_representative) return body.name;
    const auto developer = find_developer(tx, scope, body.id);
    return developer ? developer->legal_representative : "";
}

struct PartyEventStep {
    PartyEvent event;
    PartyEventState to;
};
Result<PartyEventStep> begin(db::Transaction& tx, const Caller& caller, PartyEventId id,
                   PartyEventAction action) {
    const auto event = lock_party_event(tx, caller.scope, id);
    if (!event) return not_found();
    const auto actor =
        caller.role == Role::data_authority ? PartyEventActor::authority : PartyEventActor::other;
    YUNHE_TRY(to, next_state(kPartyEventMoves, event->state, action, actor));
    return PartyEventStep{*event, to};
}

PartyEvent finish(db::Transaction& tx, const Caller& caller, PartyEventStep step,
                  std::string action, const std::string& opinion) {
    const std::string from(to_text(step.event.state));
    step.event.state = step.to;
    step.event.confirmed_at = caller.now;
    step.event.opinion = opinion;
    save_party_event(tx, caller.scope, step.event);
    record(tx, caller, step.event, std::move(action), from, opinion);
    db::close_all_todos(tx, caller.scope, kPartyEventAggregate, step.event.id.value, caller.now);
    return find_party_event(tx, caller.scope, step.event.id).value();
}

bool is_running(const Agreement& agreement, Date today) {
    using enum AgreementState;
    const auto state = state_on(agreement, today);
    return state == signed_ || state == active || state == suspended;
}

Status hold_all(db::Transaction& tx, const Caller& caller, const Rules& rules,
                const PartyEvent& event) {
    for (const auto& agreement : list_agreements_of(tx, caller.scope, event.body_id)) {
        if (!is_running(agreement, date_of(caller.now))) continue;
        YUNHE_CHECK(place_hold(tx, caller, rules,
                               {.agreement_id = agreement.id,
                                .cause = HoldCause::insolvency,
                                .source_aggregate = std::string(kPartyEventAggregate),
                                .source_id = event.id.value,
                                .reason = event.document,
                                .urgent = false}));
    }
    return Done{};
}

Status apply(db::Transaction& tx, const Caller& caller, const Rules& rules,
             const PartyEvent& event) {
    switch (event.kind) {
        case PartyEventKind::rename:
            save_body_name(tx, caller.scope, event.body_id, event.new_value);
            return Done{};
        case PartyEventKind::legal_representative:
            save_legal_representative(tx, caller.scope, event.body_id, event.new_value);
            return Done{};
        case PartyEventKind::insolvency: return hold_all(tx, caller, rules, event);
        case PartyEventKind::merger:
        case PartyEventKind::split: break;
    }
    return Done{};
}

}  // namespace

Result<PartyEvent> report_party_event(db::Transaction& tx, const Caller& caller,
                                      const PartyReport& report) {
    YUNHE_TRY(body, party_of(tx, caller, report.body_code));
    std::optional<Body> successor;
    if (report.successor_code)
        successor = find_body_by_code(tx, caller.scope, *report.successor_code);
    if (report.successor_code && !successor)
        return malformed("/successor_code", "unknown_reference",
                         {{"code", *report.successor_code}});
    PartyEvent event;
    event.id = tx.new_id<PartyEventId>();
    event.body_id = body.id;
    event.kind = report.kind;
    event.happened_on = report.happened_on;
    event.document = report.document;
    event.evidence_sm3 = report.evidence_sm3;
    event.old_value = value_before(tx, caller.scope, report.kind, body);
    event.new_value = report.new_value;
    if (successor) event.successor_id = successor->id;
    event.resource_codes = report.resource_codes;
    event.agreement_numbers = report.agreement_numbers;
    event.reported_by_id = caller.user_id;
    event.reported_at = caller.now;
    YUNHE_CHECK(check_party_event(event, body, successor, date_of(caller.now)));
    insert_party_event(tx, caller.scope, event);
    record(tx, caller, event, "report", "", "");
    db::open_todo(tx, caller.scope,
                  {.aggregate = std::string(kPartyEventAggregate),
                   .aggregate_id = event.id.value,
                   .task = "confirm_party_event",
                   .title = body.name,
                   .body_id = desk_of(tx, caller.scope, Role::data_authority),
                   .role = std::string(to_text(Role::data_authority)),
                   .user_id = {},
                   .opened_at = caller.now,
                   .due_on = {}});
    return find_party_event(tx, caller.scope, event.id).value();
}

Result<PartyEvent> confirm_party_event(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, PartyEventId id,
                                       const std::string& opinion) {
    YUNHE_TRY(step, begin(tx, caller, id, PartyEventAction::confirm));
    YUNHE_CHECK(apply(tx, caller, rules, step.event));
    return finish(tx, caller, std::move(step), "confirm", opinion);
}

PartyEvent record_left_behind(db::Transaction& tx, const Caller& caller, PartyEventId id,
                              std::vector<LeftBehind> left_behind) {
    auto event = lock_party_event(tx, caller.scope, id).value();
    event.left_behind = std::move(left_behind);
    save_party_event(tx, caller.scope, event);
    return find_party_event(tx, caller.scope, id).value();
}

Result<PartyEvent> refuse_party_event(db::Transaction& tx, const Caller& caller, PartyEventId id,
                                      const std::string& reason) {
    YUNHE_TRY(step, begin(tx, caller, id, PartyEventAction::refuse));
    if (blank(reason)) return malformed("/reason", "reason_required");
    return finish(tx, caller, std::move(step), "refuse", reason);
}

std::optional<BodyId> party_event_viewer(const Caller& caller) {
    const bool own = caller.is_developer() || caller.body_kind == BodyKind::department;
    if (!own) return std::nullopt;
    return caller.body_id;
}

Result<PartyEvent> read_visible_party_event(db::Transaction& tx, const Caller& caller,
                                            PartyEventId id) {
    auto event = find_party_event(tx, caller.scope, id);
    if (!event) return not_found();
    const auto own = party_event_viewer(caller);
    if (own && event->body_id != *own) return wrong_party("not_your_object");
    return std::move(*event);
}

}  // namespace yunhe::tenants
