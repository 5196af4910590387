#include "catalog/data_request_case_service.hpp"

#include <algorithm>

#include "db/case_store.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::BodyKind;
using tenants::Caller;
using tenants::Role;
using tenants::Rules;

void open_seat_todo(db::Transaction& tx, const Caller& caller, const DataRequest& request,
                    const Seat& seat) {
    db::open_todo(tx, caller.scope,
                  {.aggregate = "data_request",
                   .aggregate_id = request.id.value,
                   .task = "request_decide",
                   .title = case_of(request).title,
                   .body_id = seat.body_id,
                   .role = std::string(to_text(seat.role)),
                   .user_id = {},
                   .opened_at = caller.now,
                   .due_on = seat.due_on});
}

void open_decision_todos(db::Transaction& tx, const Caller& caller, const DataRequest& request) {
    bool returned = false;
    for (const auto& seat : request.seats) {
        returned = returned || has_returned(seat);
        const bool waits = std::ranges::any_of(seat.items, [](const SeatItem& item) {
            return item.decision == SeatDecision::pending;
        });
        if (waits) open_seat_todo(tx, caller, request, seat);
    }
    if (returned)
        open_body_todo(tx, caller, case_of(request), "request_amend", request.developer_id);
}

void open_assessment_todos(db::Transaction& tx, const Caller& caller, const Rules& rules,
                           const DataRequest& request) {
    for (const auto role : assessment_roles(*rules.pack)) {
        const bool done = std::ranges::any_of(
            request.assessments, [&](const auto& made) { return made.role == role; });
        if (!done) open_role_todos(tx, caller, case_of(request), "request_assess", role);
    }
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

Result<std::vector<Seat>> plan_seats(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     const DataRequest& request) {
    std::map<Role, BodyId> bodies;
    const auto sit = [&](Role role, BodyKind kind) {
        const auto found = tenants::all_bodies_of_kind(tx, caller.scope, kind);
        if (!found.empty()) bodies.emplace(role, found.front().id);
    };
    sit(Role::data_authority, BodyKind::authority);
    sit(Role::province, BodyKind::province);
    std::vector<RequestedResource> resources;
    for (const auto& item : request.items)
        resources.push_back({item.resource_id, item.department_id, item.origin});
    return compute_seats(resources, *rules.pack, rules.policy, bodies, caller.now,
                         tenants::embedded_holidays());
}

}  // namespace yunhe::catalog
