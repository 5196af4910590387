#include "catalog/data_request_service.hpp"

#include <algorithm>
#include <set>

#include "catalog/change_request.hpp"
#include "catalog/data_request_case_service.hpp"
#include "catalog/grant_end_service.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/acting_role.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/tenant.hpp"

namespace yunhe::catalog {
namespace {

using tenants::BodyKind;
using tenants::Caller;
using tenants::Rules;

std::string item_pointer(std::size_t index, std::string_view member) {
    return "/items/" + std::to_string(index) + std::string(member);
}

Result<std::vector<DataRequestItem>> resolve_items(db::Transaction& tx, TenantScope scope,
                                                   const std::vector<ItemDraft>& drafts) {
    std::vector<DataRequestItem> items;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        const auto resource = find_resource_by_code(tx, scope, drafts[i].resource_code);
        if (!resource || resource->state == ResourceState::draft)
            return malformed(item_pointer(i, "/resource_code"), "unknown_reference",
                             {{"code", drafts[i].resource_code}});
        items.push_back({.resource_id = resource->id,
                         .resource_code = resource->code,
                         .resource_name = resource->name,
                         .department_id = resource->department_id,
                         .origin = resource->origin,
                         .consent = drafts[i].consent,
                         .columns = drafts[i].columns,
                         .supplied_at = {},
                         .supply_record = {}});
    }
    return items;
}

/// All items against the catalogue as it stands now.
Status check_against_catalogue(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               const std::vector<DataRequestItem>& items) {
    YUNHE_CHECK(check_items(items, *rules.pack));
    std::set<ResourceId> ids;
    for (const auto& item : items) ids.insert(item.resource_id);
    const auto resources = find_resources(tx, caller.scope, ids);
    for (std::size_t i = 0; i < items.size(); ++i)
        YUNHE_CHECK(check_item(items[i], i, resources.at(items[i].resource_id), *rules.pack,
                               date_of(caller.now)));
    return Done{};
}

/// One scenario has one request: the texts that say so are cited.
Error has_live_request(const Rules& rules, const DataRequest& other) {
    auto error = wrong_state("scenario_has_live_request",
                             {{"scenario", other.scenario_code},
                              {"number", std::to_string(other.number)}});
    const auto* rule = rules.pack->find("unit_of_approval");
    if (rule != nullptr && rule->value.get<std::string>().starts_with("one_scenario"))
        error.rule = refuse_by_rule(*rules.pack, "unit_of_approval", error.code).rule;
    return error;
}

DataRequest new_request(db::Transaction& tx, const Caller& caller, const Scenario& scenario) {
    DataRequest request;
    request.id = tx.new_id<DataRequestId>();
    request.number = tx.next_number(caller.scope, "data_request");
    request.scenario_id = scenario.id;
    request.scenario_code = scenario.code;
    request.scenario_name = scenario.name;
    request.agreement_id = scenario.agreement_id;
    request.developer_id = caller.body_id;
    request.created_at = caller.now;
    return request;
}

/// What the wish comes to, taken over into the change request: only what is new is asked.
/// Errors: those of check_items and check_item for what is asked; state `nothing_changed`.
Status take_wish(db::Transaction& tx, const Caller& caller, const Rules& rules,
                 DataRequest& change, const std::vector<DataRequestItem>& wished) {
    if (!wished.empty()) YUNHE_CHECK(check_items(wished, *rules.pack));
    auto diff = diff_of(wished, list_grants_of(tx, caller.scope, change.scenario_id), caller.now);
    if (diff.empty()) return wrong_state("nothing_changed");
    if (!diff.asked_anew.empty())
        YUNHE_CHECK(check_against_catalogue(tx, caller, rules, diff.asked_anew));
    change.items = std::move(diff.asked_anew);
    change.narrowings = std::move(diff.narrowings);
    return Done{};
}

/// The new items of what a seat returned, taken over into the request.
Status amend_returned(db::Transaction& tx, const Caller& caller, const Rules& rules,
                      DataRequest& request, const std::vector<DataRequestItem>& items) {
    std::set<ResourceId> returned;
    for (const auto& seat : request.seats)
        for (const auto& answer : seat.items)
            if (answer.decision == SeatDecision::return_) returned.insert(answer.resource_id);
    if (returned.empty()) return wrong_state("nothing_returned");
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!returned.contains(items[i].resource_id))
            return malformed(item_pointer(i, "/resource_code"), "not_returned");
        const auto before = std::ranges::find(request.items, items[i].resource_id,
                                              &DataRequestItem::resource_id);
        YUNHE_CHECK(check_amendment(*before, items[i], i));
    }
    YUNHE_CHECK(check_against_catalogue(tx, caller, rules, items));
    for (const auto& item : items) {
        *std::ranges::find(request.items, item.resource_id, &DataRequestItem::resource_id) = item;
        save_item(tx, caller.scope, request.id, item);
    }
    return Done{};
}

/// What seats returned goes back to just them, due anew.
Status resume_decision(db::Transaction& tx, const Caller& caller, const Rules& rules,
                       DataRequest& request, const std::string& explanation) {
    YUNHE_CHECK(next_state(kDataRequestMoves, state_at(request, caller.now),
                           DataRequestAction::submit, DataRequestActor::developer));
    if (std::ranges::none_of(request.seats, has_returned)) return wrong_state("nothing_returned");
    const auto due_on = seat_due_on(rules.policy, caller.now, tenants::embedded_holidays());
    for (auto& seat : request.seats) {
        if (!has_returned(seat)) continue;
        seat = reopened(std::move(seat), due_on);
        save_seat(tx, caller.scope, request.id, seat);
    }
    return move_request(tx, caller, request, DataRequestAction::submit,
                        DataRequestActor::developer, explanation);
}

Status open_seats(db::Transaction& tx, const Caller& caller, const Rules& rules,
                  DataRequest& request) {
    YUNHE_TRY(seats, plan_seats(tx, caller, rules, request));
    insert_seats(tx, caller.scope, request.id, seats);
    request.seats = std::move(seats);
    return Done{};
}

DataRequestAction action_of(CheckDecision decision) {
    switch (decision) {
        case CheckDecision::agree: return DataRequestAction::operator_agree;
        case CheckDecision::return_: return DataRequestAction::operator_return;
        case CheckDecision::refuse: return DataRequestAction::operator_refuse;
    }
    fail_invariant("every decision has an action", __FILE__, __LINE__);
}

/// As its developer sees it after the step.
Result<DataRequest> finished_for_developer(db::Transaction& tx, const Caller& caller,
                                           const Rules& rules, const DataRequest& request) {
    refresh_request_todos(tx, caller, rules, request);
    return *find_data_request(tx, caller.scope, {.developer_id = request.developer_id},
                              request.id);
}

}  // namespace

RequestViewer request_viewer(const Caller& caller) {
    switch (caller.body_kind) {
        case BodyKind::developer: return {.developer_id = caller.body_id};
        case BodyKind::department: return {.department_id = caller.body_id};
        case BodyKind::province: return {.province_returned_only = true};
        case BodyKind::data_centre:
        case BodyKind::expert: return {.assessed_only = true};
        default: return {};
    }
}

Result<DataRequest> create_data_request(db::Transaction& tx, const Caller& caller,
                                        const Rules& rules, std::string_view scenario_code,
                                        const std::vector<ItemDraft>& items) {
    const auto scenario = lock_scenario_by_code(tx, caller.scope, scenario_code);
    if (!scenario || scenario->developer_id != caller.body_id)
        return malformed("/scenario_code", "unknown_reference",
                         {{"code", std::string(scenario_code)}});
    YUNHE_TRY(resolved, resolve_items(tx, caller.scope, items));
    for (const auto& other : list_requests_of_scenario(tx, caller.scope, scenario->id))
        if (is_live(state_at(other, caller.now))) return has_live_request(rules, other);
    YUNHE_CHECK(check_against_catalogue(tx, caller, rules, resolved));
    auto request = new_request(tx, caller, *scenario);
    request.items = std::move(resolved);
    insert_data_request(tx, caller.scope, request);
    record_step(tx, caller, case_of(request), "create", "", to_text(request.state));
    return *find_data_request(tx, caller.scope, request_viewer(caller), request.id);
}

Result<DataRequest> create_change_request(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, DataRequestId base_id,
                                          const std::vector<ItemDraft>& items) {
    const auto base = find_data_request(tx, caller.scope, request_viewer(caller), base_id);
    if (!base || base->developer_id != caller.body_id) return not_found();
    const auto scenario = lock_scenario_by_code(tx, caller.scope, base->scenario_code);
    YUNHE_ASSERT(scenario.has_value());
    YUNHE_TRY(wished, resolve_items(tx, caller.scope, items));
    if (!is_in_force(state_at(*base, caller.now)))
        return wrong_state("request_not_granted",
                           {{"state", std::string(to_text(state_at(*base, caller.now)))}});
    for (const auto& other : list_requests_of_scenario(tx, caller.scope, scenario->id))
        if (is_open(state_at(other, caller.now))) return has_live_request(rules, other);
    auto change = new_request(tx, caller, *scenario);
    change.changes_id = base->id;
    YUNHE_CHECK(take_wish(tx, caller, rules, change, wished));
    insert_data_request(tx, caller.scope, change);
    record_step(tx, caller, case_of(change), "create_change", "", to_text(change.state), "",
                {{"changes_number", base->number}});
    return *find_data_request(tx, caller.scope, request_viewer(caller), change.id);
}

Result<DataRequest> lock_own_request(db::Transaction& tx, const Caller& caller, DataRequestId id) {
    auto request = lock_data_request(tx, caller.scope, request_viewer(caller), id);
    if (!request || request->developer_id != caller.body_id) return not_found();
    return std::move(*request);
}

Result<DataRequest> change_data_request(db::Transaction& tx, const Caller& caller,
                                        const Rules& rules, DataRequest request,
                                        const std::vector<ItemDraft>& items) {
    YUNHE_TRY(resolved, resolve_items(tx, caller.scope, items));
    const auto from = state_at(request, caller.now);
    YUNHE_CHECK(next_state(kDataRequestMoves, from, DataRequestAction::edit,
                           DataRequestActor::developer));
    if (from == DataRequestState::joint_decision) {
        YUNHE_CHECK(amend_returned(tx, caller, rules, request, resolved));
    } else if (request.changes_id) {
        YUNHE_CHECK(take_wish(tx, caller, rules, request, resolved));
        replace_items(tx, caller.scope, request);
    } else {
        YUNHE_CHECK(check_against_catalogue(tx, caller, rules, resolved));
        request.items = std::move(resolved);
        replace_items(tx, caller.scope, request);
    }
    YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::edit,
                             DataRequestActor::developer, ""));
    return finished_for_developer(tx, caller, rules, request);
}

Result<DataRequest> submit_data_request(db::Transaction& tx, const Caller& caller,
                                        const Rules& rules, DataRequestId id,
                                        const std::string& explanation) {
    YUNHE_TRY(request, lock_own_request(tx, caller, id));
    if (state_at(request, caller.now) == DataRequestState::joint_decision) {
        YUNHE_CHECK(resume_decision(tx, caller, rules, request, explanation));
        return finished_for_developer(tx, caller, rules, request);
    }
    YUNHE_CHECK(next_state(kDataRequestMoves, state_at(request, caller.now),
                           DataRequestAction::submit, DataRequestActor::developer));
    if (request.changes_id && request.items.empty()) {
        YUNHE_CHECK(give_up_columns(tx, caller, request));
        YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::narrow,
                                 DataRequestActor::developer, explanation));
        return finished_for_developer(tx, caller, rules, request);
    }
    // A missing body is told to whoever asks, not to the last assessor.
    YUNHE_CHECK(plan_seats(tx, caller, rules, request));
    YUNHE_TRY(basis, require_pack_in_force(tx, caller, rules, tenants::act::data_request));
    YUNHE_CHECK(check_against_catalogue(tx, caller, rules, request.items));
    request.continuation_document = std::move(basis);
    request.submitted_at = caller.now;
    YUNHE_CHECK(give_up_columns(tx, caller, request));
    YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::submit,
                             DataRequestActor::developer, explanation));
    if (!has_operator_check(*rules.pack))
        YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::skip_check,
                                 DataRequestActor::process, ""));
    return finished_for_developer(tx, caller, rules, request);
}

Result<DataRequest> withdraw_data_request(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, DataRequestId id,
                                          const std::string& reason) {
    YUNHE_TRY(request, lock_own_request(tx, caller, id));
    const bool granted = state_at(request, caller.now) == DataRequestState::joint_decision &&
                         !granted_resources(request).empty();
    if (granted) request.decided_at = caller.now;
    const auto action =
        granted ? DataRequestAction::withdraw_rest : DataRequestAction::withdraw;
    YUNHE_CHECK(move_request(tx, caller, request, action, DataRequestActor::developer, reason));
    if (granted) YUNHE_CHECK(finish_decided(tx, caller, request));
    return finished_for_developer(tx, caller, rules, request);
}

Result<DataRequest> check_data_request(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, DataRequestId id,
                                       CheckDecision decision, const std::string& opinion) {
    if (decision != CheckDecision::agree && opinion.empty())
        return malformed("/opinion", "reason_required");
    YUNHE_TRY(request, lock_visible(tx, caller, id));
    if (decision == CheckDecision::refuse) request.decided_at = caller.now;
    YUNHE_CHECK(move_request(tx, caller, request, action_of(decision),
                             DataRequestActor::operator_staff, opinion));
    return finished_for_developer(tx, caller, rules, request);
}

Result<DataRequest> assess_data_request(db::Transaction& tx, const Caller& caller,
                                        const Rules& rules, DataRequestId id,
                                        Assessment assessment) {
    YUNHE_TRY(request, lock_visible(tx, caller, id));
    const auto roles = assessment_roles(*rules.pack);
    if (std::ranges::find(roles, caller.role) == roles.end())
        return Error{Errc::party, "not_your_move", {{"action", "assess"}}};
    const auto from = state_at(request, caller.now);
    YUNHE_CHECK(next_state(kDataRequestMoves, from, DataRequestAction::assess,
                           DataRequestActor::assessor));
    for (const auto& made : request.assessments)
        if (made.role == caller.role) return wrong_state("already_assessed");
    assessment.role = caller.role;
    assessment.body_id = caller.body_id;
    assessment.user_id = caller.user_id;
    assessment.assessed_at = caller.now;
    insert_assessment(tx, caller.scope, id, assessment);
    request.assessments.push_back(assessment);
    if (assessment_complete(request.assessments, *rules.pack)) {
        YUNHE_CHECK(open_seats(tx, caller, rules, request));
        YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::assess,
                                 DataRequestActor::assessor, assessment.opinion));
    } else {
        save_data_request(tx, caller.scope, request);
        record_step(tx, caller, case_of(request), to_text(DataRequestAction::assess),
                    to_text(from), to_text(from), assessment.opinion);
    }
    return finished_for_developer(tx, caller, rules, request);
}

}  // namespace yunhe::catalog
