#include "catalog/data_request_case_service.hpp"

#include <algorithm>
#include <set>

#include "db/case_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/obligation_store.hpp"
#include "tenants/seat_escalation_service.hpp"

namespace yunhe::catalog {
namespace {

using tenants::BodyKind;
using tenants::Caller;
using tenants::Role;
using tenants::Rules;

using tenants::ObligationKind;

/// Who sits for the body instead of somebody who stepped back: the newest who didn't do so too.
std::optional<UserId> substitute_in(const DataRequest& request, BodyId body_id) {
    std::optional<UserId> substitute;
    for (const auto& recusal : request.recusals)
        if (recusal.body_id == body_id && check_not_recused(request, recusal.substitute_id).ok())
            substitute = recusal.substitute_id;
    return substitute;
}

void open_seat_todo(db::Transaction& tx, const Caller& caller, const DataRequest& request,
                    const Seat& seat) {
    db::open_todo(tx, caller.scope,
                  {.aggregate = "data_request",
                   .aggregate_id = request.id.value,
                   .task = "request_decide",
                   .title = case_of(request).title,
                   .body_id = seat.body_id,
                   .role = std::string(to_text(seat.role)),
                   .user_id = substitute_in(request, seat.body_id),
                   .opened_at = caller.now,
                   .due_on = seat.due_on});
}

bool waits(const Seat& seat) {
    return std::ranges::any_of(seat.items, [](const SeatItem& item) {
        return item.decision == SeatDecision::pending;
    });
}

/// A seat that is silent stays on the desks above it; the coordination waits for what it set.
void open_escalation_todos(db::Transaction& tx, const Caller& caller, const DataRequest& request,
                           const Seat& seat) {
    const auto subject = case_of(request);
    const auto stage = escalation_of(seat, date_of(caller.now), tenants::embedded_holidays());
    if (stage == EscalationStage::none) return;
    tenants::open_head_todos(tx, caller.scope, subject.aggregate, subject.id, subject.title,
                             seat.body_id, caller.now);
    const bool set = std::ranges::any_of(request.escalations, [&](const Escalation& escalation) {
        return escalation.body_id == seat.body_id && date_of(caller.now) <= escalation.on;
    });
    if (stage == EscalationStage::coordination && !set)
        tenants::open_coordination_todos(tx, caller.scope, subject.aggregate, subject.id,
                                         subject.title, caller.now);
}

bool has_open_supply(const DataRequest& request) {
    const auto granted = granted_resources(request);
    return std::ranges::any_of(request.items, [&](const DataRequestItem& item) {
        return !item.supplied_at &&
               std::ranges::find(granted, item.resource_id) != granted.end();
    });
}

void open_decision_todos(db::Transaction& tx, const Caller& caller, const DataRequest& request) {
    bool returned = false;
    for (const auto& seat : request.seats) {
        returned = returned || has_returned(seat);
        if (!waits(seat)) continue;
        open_seat_todo(tx, caller, request, seat);
        open_escalation_todos(tx, caller, request, seat);
    }
    if (returned)
        open_body_todo(tx, caller, case_of(request), "request_amend", request.developer_id);
    if (has_open_supply(request))
        open_role_todos(tx, caller, case_of(request), "request_supply", Role::data_centre);
}

void record_seat_duty(db::Transaction& tx, const Caller& caller, const Rules& rules,
                      const DataRequest& request, const Seat& seat) {
    std::optional<RuleReference> rule;
    if (seat.article)
        rule = RuleReference{"regulation", "data_request_seats", rules.pack->id, seat.article};
    tenants::record_obligation(tx, caller.scope,
                               {.kind = ObligationKind::request_decision,
                                .aggregate = "data_request",
                                .aggregate_id = request.id.value,
                                .body_id = seat.body_id,
                                .role = seat.role,
                                .subject = case_of(request).title,
                                .due_on = seat.due_on,
                                .rule = std::move(rule),
                                .at = caller.now});
}

/// A seat owes its answer while it is silent, and nothing while the applicant mends what it
/// returned, nor when another body took its place.
void settle_seat_duties(db::Transaction& tx, const Caller& caller, const Rules& rules,
                        const DataRequest& request) {
    std::set<BodyId> owing;
    std::set<BodyId> done;
    for (const auto& seat : request.seats) {
        if (is_complete(seat)) done.insert(seat.body_id);
        if (request.state != DataRequestState::joint_decision || !waits(seat)) continue;
        owing.insert(seat.body_id);
        record_seat_duty(tx, caller, rules, request, seat);
    }
    const auto id = request.id.value;
    for (const auto kind :
         {ObligationKind::request_decision, ObligationKind::request_head_decision})
        for (const auto& open :
             tenants::list_open_obligations_of(tx, caller.scope, kind, "data_request", id)) {
            if (owing.contains(open.body_id)) continue;
            if (done.contains(open.body_id))
                tenants::discharge_obligation(tx, caller.scope, kind, "data_request", id,
                                              caller.now, open.body_id);
            tenants::cancel_obligation(tx, caller.scope, kind, "data_request", id, caller.now,
                                       open.body_id);
        }
}

void open_assessment_todos(db::Transaction& tx, const Caller& caller, const Rules& rules,
                           const DataRequest& request) {
    for (const auto role : assessment_roles(*rules.pack)) {
        const bool done = std::ranges::any_of(
            request.assessments, [&](const auto& made) { return made.role == role; });
        if (!done) open_role_todos(tx, caller, case_of(request), "request_assess", role);
    }
}

/// The authority of the county to which the data was returned: that of its department's area.
std::optional<BodyId> county_of(db::Transaction& tx, TenantScope scope,
                                const DataRequestItem& item,
                                const std::vector<tenants::Body>& authorities) {
    if (item.origin != Origin::city_returned_to_county) return std::nullopt;
    const auto department = tenants::find_body(tx, scope, item.department_id);
    YUNHE_ASSERT(department.has_value());
    if (department->area.empty()) return std::nullopt;
    const auto county = std::ranges::find(authorities, department->area, &tenants::Body::area);
    if (county == authorities.end()) return std::nullopt;
    return county->id;
}

}  // namespace

CaseRef case_of(const DataRequest& request) {
    return {"data_request", request.id.value,
            std::to_string(request.number) + " " + request.scenario_code + " " +
                request.scenario_name};
}

Status move_request(db::Transaction& tx, const Caller& caller, DataRequest& request,
                    DataRequestAction action, DataRequestActor actor, const std::string& opinion,
                    Json details) {
    const auto from = state_at(request, caller.now);
    YUNHE_TRY(to, next_state(kDataRequestMoves, from, action, actor));
    request.state = to;
    save_data_request(tx, caller.scope, request);
    request.version += 1;
    record_step(tx, caller, case_of(request), to_text(action), to_text(from), to_text(to), opinion,
                std::move(details));
    return Done{};
}

void refresh_request_todos(db::Transaction& tx, const Caller& caller, const Rules& rules,
                           const DataRequest& request) {
    using enum DataRequestState;
    close_case(tx, caller, case_of(request));
    settle_seat_duties(tx, caller, rules, request);
    switch (request.state) {
        case submitted:
            open_role_todos(tx, caller, case_of(request), "request_check", Role::operator_staff);
            return;
        case returned:
            open_body_todo(tx, caller, case_of(request), "request_amend", request.developer_id);
            return;
        case assessment: open_assessment_todos(tx, caller, rules, request); return;
        case joint_decision: open_decision_todos(tx, caller, request); return;
        case granted:
        case partly_granted:
            open_role_todos(tx, caller, case_of(request), "request_supply", Role::data_centre);
            return;
        default: return;
    }
}

Status finish_decided(db::Transaction& tx, const Caller& caller, DataRequest& request) {
    bool live = false;
    bool to_supply = false;
    for (const auto& grant : list_grants_of_request(tx, caller.scope, request.id)) {
        if (grant.revoked_at) continue;
        live = true;
        const auto item = std::ranges::find(request.items, grant.resource_id,
                                            &DataRequestItem::resource_id);
        to_supply = to_supply || !item->supplied_at;
    }
    if (!live)
        return move_request(tx, caller, request, DataRequestAction::revoke,
                            DataRequestActor::process, "");
    if (to_supply) return Done{};
    request.supplied_at = caller.now;
    return move_request(tx, caller, request, DataRequestAction::finish_supply,
                        DataRequestActor::process, "");
}

Result<std::vector<Seat>> plan_seats(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     const DataRequest& request) {
    std::map<Role, BodyId> bodies;
    const auto authorities = tenants::all_bodies_of_kind(tx, caller.scope, BodyKind::authority);
    const auto city = std::ranges::find(authorities, std::string(), &tenants::Body::area);
    if (!authorities.empty())
        bodies.emplace(Role::data_authority,
                       city == authorities.end() ? authorities.front().id : city->id);
    const auto province = tenants::all_bodies_of_kind(tx, caller.scope, BodyKind::province);
    if (!province.empty()) bodies.emplace(Role::province, province.front().id);
    std::vector<RequestedResource> resources;
    for (const auto& item : request.items)
        resources.push_back({item.resource_id, item.department_id, item.origin,
                             county_of(tx, caller.scope, item, authorities)});
    return compute_seats(resources, *rules.pack, rules.policy, bodies, caller.now,
                         tenants::embedded_holidays());
}

Result<DataRequest> lock_visible(db::Transaction& tx, const Caller& caller, DataRequestId id) {
    auto request = lock_data_request(tx, caller.scope, request_viewer(caller), id);
    if (!request) return not_found();
    return std::move(*request);
}

Result<DataRequest> finished(db::Transaction& tx, const Caller& caller, const Rules& rules,
                             const DataRequest& request) {
    refresh_request_todos(tx, caller, rules, request);
    return *find_data_request(tx, caller.scope, request_viewer(caller), request.id);
}

}  // namespace yunhe::catalog
