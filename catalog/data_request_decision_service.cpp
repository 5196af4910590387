/// The joint decision, the hand-over and the end of grants.
#include <algorithm>
#include <set>

#include "catalog/data_request_case_service.hpp"
#include "catalog/grant_end_service.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::BodyKind;
using tenants::Caller;
using tenants::Role;
using tenants::Rules;

/// Codes to ids; what isn't in the request is told by check_answers (id 0 is no resource's).
std::vector<SeatAnswer> resolved(const DataRequest& request,
                                 const std::vector<SeatAnswerDraft>& drafts) {
    std::vector<SeatAnswer> answers;
    for (const auto& draft : drafts) {
        const auto item = std::ranges::find(request.items, draft.resource_code,
                                            &DataRequestItem::resource_code);
        const auto id = item == request.items.end() ? ResourceId{} : item->resource_id;
        answers.push_back({id, draft.decision, draft.conditions, draft.opinion, draft.columns});
    }
    return answers;
}

Json details_of(const Seat& seat, const std::vector<SeatAnswerDraft>& answers) {
    Json items = Json::array();
    for (const auto& answer : answers) {
        Json item = {{"resource_code", answer.resource_code},
                     {"decision", to_text(answer.decision)}};
        if (!answer.conditions.empty()) item["conditions"] = answer.conditions;
        if (!answer.opinion.empty()) item["opinion"] = answer.opinion;
        items.push_back(std::move(item));
    }
    return {{"seat", seat.code}, {"items", std::move(items)}};
}

/// Somebody is told when a grant ends before its agreement does.
void announce_end(db::Transaction& tx, const Caller& caller, const DataRequest& request,
                  const Grant& grant) {
    tenants::record_obligation(tx, caller.scope,
                               {.kind = tenants::ObligationKind::grant_end,
                                .aggregate = "data_request",
                                .aggregate_id = request.id.value,
                                .body_id = request.developer_id,
                                .role = Role::developer_admin,
                                .subject = case_of(request).title,
                                .due_on = date_of(grant.to - std::chrono::microseconds(1)),
                                .rule = {},
                                .at = caller.now,
                                .due_source = tenants::DueSource::system});
}

Result<Grant> make_grant(db::Transaction& tx, const Caller& caller, DataRequest& request,
                         const DataRequestItem& item, const tenants::Agreement& agreement) {
    std::optional<Date> consent_until;
    if (item.consent) consent_until = item.consent->valid_until;
    const auto interval = grant_interval(agreement, caller.now, consent_until);
    if (interval.empty() || (item.consent && item.consent->withdrawn_at))
        return wrong_state("consent_gone", {{"resource", item.resource_code}});
    Grant grant{.id = tx.new_id<GrantId>(),
                .request_id = request.id,
                .scenario_id = request.scenario_id,
                .resource_id = item.resource_id,
                .agreement_id = request.agreement_id,
                .developer_id = request.developer_id,
                .from = interval.from,
                .to = interval.to,
                .revoked_at = {},
                .revoked_reason = {},
                .revoked_by_id = {},
                .columns = columns_left(request.seats, item),
                .conditions = conditions_of(request.seats, item.resource_id)};
    insert_grant(tx, caller.scope, grant, caller.now);
    if (grant.to < end_of(agreement.to)) announce_end(tx, caller, request, grant);
    YUNHE_CHECK(replace_columns(tx, caller, request, grant));
    return grant;
}

/// Grants what all its seats have agreed to by now, each resource with the last of its own seats.
/// Errors: state `consent_gone`.
Status make_grants(db::Transaction& tx, const Caller& caller, DataRequest& request) {
    std::set<ResourceId> made;
    for (const auto& grant : list_grants_of_request(tx, caller.scope, request.id))
        made.insert(grant.resource_id);
    const bool first = made.empty();
    const auto agreement = tenants::find_agreement(tx, caller.scope, request.agreement_id);
    YUNHE_ASSERT(agreement.has_value());
    Json granted = Json::array();
    for (const auto& item : request.items) {
        if (made.contains(item.resource_id)) continue;
        if (outcome_of(request.seats, item.resource_id) != ResourceOutcome::granted) continue;
        YUNHE_CHECK(make_grant(tx, caller, request, item, *agreement));
        granted.push_back(item.resource_code);
    }
    if (granted.empty()) return Done{};
    const auto state = to_text(DataRequestState::joint_decision);
    record_step(tx, caller, case_of(request), "grant", state, state, "",
                {{"resources", std::move(granted)}});
    if (first && !request.changes_id)
        save_scenario_state(tx, caller.scope, request.scenario_id, ScenarioState::approved);
    tenants::bump_entitlement_version(tx, caller.scope);
    return Done{};
}

/// Grants what is complete, and decides the request when the last seat has answered.
Status conclude(db::Transaction& tx, const Caller& caller, DataRequest& request) {
    YUNHE_CHECK(make_grants(tx, caller, request));
    const auto action = conclusion(request);
    if (!action) return Done{};
    request.decided_at = caller.now;
    YUNHE_CHECK(move_request(tx, caller, request, *action, DataRequestActor::process, ""));
    if (*action == DataRequestAction::conclude_refused) return Done{};
    return finish_decided(tx, caller, request);
}

/// What may be handed over: granted, not revoked, not handed over yet.
std::vector<ResourceId> open_supplies(db::Transaction& tx, const Caller& caller,
                                      const DataRequest& request) {
    std::vector<ResourceId> ids;
    for (const auto& grant : list_grants_of_request(tx, caller.scope, request.id)) {
        const auto item = std::ranges::find(request.items, grant.resource_id,
                                            &DataRequestItem::resource_id);
        if (!grant.revoked_at && !item->supplied_at) ids.push_back(grant.resource_id);
    }
    return ids;
}

/// The items named, or all that are open.
Result<std::vector<DataRequestItem*>> chosen_supplies(DataRequest& request,
                                                      const std::vector<ResourceId>& open,
                                                      const std::vector<std::string>& codes) {
    std::vector<DataRequestItem*> chosen;
    for (auto& item : request.items)
        if (codes.empty() && std::ranges::find(open, item.resource_id) != open.end())
            chosen.push_back(&item);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto item = std::ranges::find(request.items, codes[i],
                                            &DataRequestItem::resource_code);
        if (item != request.items.end() && item->supplied_at)
            return wrong_state("already_supplied", {{"resource", codes[i]}});
        if (item == request.items.end() ||
            std::ranges::find(open, item->resource_id) == open.end())
            return malformed("/items/" + std::to_string(i), "not_granted");
        chosen.push_back(&*item);
    }
    return chosen;
}

/// The authority, the resource's department, and whoever sat on the resource.
bool may_revoke(const Caller& caller, const DataRequest& request, const NamedGrant& named) {
    if (caller.role == Role::data_authority || named.department_id == caller.body_id) return true;
    return std::ranges::any_of(request.seats, [&](const Seat& seat) {
        return seat.body_id == caller.body_id && seat.role == caller.role &&
               std::ranges::find(seat.items, named.grant.resource_id, &SeatItem::resource_id) !=
                   seat.items.end();
    });
}

}  // namespace

Result<DataRequest> decide_data_request(db::Transaction& tx, const Caller& caller,
                                        const Rules& rules, DataRequestId id,
                                        const std::vector<SeatAnswerDraft>& drafts) {
    YUNHE_CHECK(check_answer_texts(resolved({}, drafts)));
    YUNHE_TRY(request, lock_visible(tx, caller, id));
    const auto from = state_at(request, caller.now);
    YUNHE_CHECK(next_state(kDataRequestMoves, from, DataRequestAction::decide,
                           DataRequestActor::seat));
    const auto seat = std::ranges::find_if(request.seats, [&](const Seat& candidate) {
        return candidate.body_id == caller.body_id && candidate.role == caller.role;
    });
    if (seat == request.seats.end()) return wrong_party("not_your_seat");
    YUNHE_CHECK(check_not_recused(request, caller.user_id));
    if (caller.delegate_for_id) YUNHE_CHECK(check_not_recused(request, *caller.delegate_for_id));
    const auto answers = resolved(request, drafts);
    YUNHE_CHECK(check_answers(*seat, answers, unmet_criterion(request.assessments), *rules.pack));
    YUNHE_CHECK(check_column_answers(request, *seat, answers));
    YUNHE_CHECK(tenants::require_mandate(tx, caller));
    *seat = answered(std::move(*seat), answers, caller.user_id, caller.now);
    save_seat(tx, caller.scope, request.id, *seat);
    YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::decide,
                             DataRequestActor::seat, "", details_of(*seat, drafts)));
    YUNHE_CHECK(conclude(tx, caller, request));
    return finished(tx, caller, rules, request);
}

Result<DataRequest> supply_data_request(db::Transaction& tx, const Caller& caller,
                                        const Rules& rules, DataRequestId id,
                                        const std::vector<std::string>& codes,
                                        const std::string& record) {
    YUNHE_TRY(request, lock_visible(tx, caller, id));
    if (caller.role != Role::data_centre)
        return Error{Errc::party, "not_your_move", {{"action", "supply"}}};
    const auto from = state_at(request, caller.now);
    const bool deciding = from == DataRequestState::joint_decision;
    const auto action = deciding ? DataRequestAction::supply_part : DataRequestAction::supply;
    YUNHE_CHECK(next_state(kDataRequestMoves, from, action, DataRequestActor::data_centre));
    const auto open = open_supplies(tx, caller, request);
    YUNHE_TRY(chosen, chosen_supplies(request, open, codes));
    if (chosen.empty()) return wrong_state("nothing_to_supply");
    Json handed_over = Json::array();
    for (auto* item : chosen) {
        item->supplied_at = caller.now;
        item->supply_record = record;
        insert_supply(tx, caller.scope, id, *item, caller.user_id);
        handed_over.push_back(item->resource_code);
    }
    const Json details = {{"resources", std::move(handed_over)}};
    if (deciding) {
        YUNHE_CHECK(move_request(tx, caller, request, action, DataRequestActor::data_centre, record,
                                 details));
        refresh_request_todos(tx, caller, rules, request);
    } else if (chosen.size() == open.size()) {
        request.supplied_at = caller.now;
        YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::supply,
                                 DataRequestActor::data_centre, record, details));
        close_case(tx, caller, case_of(request));
    } else {
        save_data_request(tx, caller.scope, request);
        record_step(tx, caller, case_of(request), to_text(DataRequestAction::supply),
                    to_text(from), to_text(from), record, details);
    }
    return *find_data_request(tx, caller.scope, request_viewer(caller), id);
}

Result<NamedGrant> revoke_grant(db::Transaction& tx, const Caller& caller, GrantId id,
                                const std::string& reason) {
    if (reason.empty()) return malformed("/reason", "reason_required");
    const auto named = find_named_grant(tx, caller.scope, grant_viewer(caller), id);
    if (!named) return not_found();
    // The request first: it is the grant's parent.
    auto request = lock_data_request(tx, caller.scope, {}, named->grant.request_id);
    YUNHE_ASSERT(request.has_value());
    if (!may_revoke(caller, *request, *named)) return wrong_party("not_your_object");
    const auto grant = *lock_grant(tx, caller.scope, id);
    const auto state = state_at(grant, caller.now);
    if (state == GrantState::revoked || state == GrantState::expired)
        return wrong_state("grant_over", {{"state", std::string(to_text(state))}});
    YUNHE_CHECK(end_grants(tx, caller, *request, {id}, StopCause::grant_revoked, caller.body_id,
                           reason));
    return *find_named_grant(tx, caller.scope, grant_viewer(caller), id);
}

Result<DataRequest> withdraw_consent(db::Transaction& tx, const Caller& caller, DataRequestId id,
                                     const std::string& resource_code,
                                     const std::string& reason) {
    if (reason.empty()) return malformed("/reason", "reason_required");
    YUNHE_TRY(request, lock_own_request(tx, caller, id));
    const auto item = std::ranges::find(request.items, resource_code,
                                        &DataRequestItem::resource_code);
    if (item == request.items.end() || !item->consent) return not_found();
    if (item->consent->withdrawn_at) return wrong_state("consent_withdrawn");
    item->consent->withdrawn_at = caller.now;
    item->consent->withdrawn_reason = reason;
    save_consent_withdrawal(tx, caller.scope, id, *item);
    const auto state = to_text(state_at(request, caller.now));
    record_step(tx, caller, case_of(request), "withdraw_consent", state, state, reason,
                {{"resource_code", resource_code}});
    std::vector<GrantId> ids;
    for (const auto& grant : list_grants_of_request(tx, caller.scope, id))
        if (grant.resource_id == item->resource_id && caller.now < live_interval(grant).to)
            ids.push_back(grant.id);
    if (!ids.empty())
        YUNHE_CHECK(end_grants(tx, caller, request, ids, StopCause::consent_withdrawn,
                               std::nullopt, reason));
    return *find_data_request(tx, caller.scope, request_viewer(caller), id);
}

GrantViewer grant_viewer(const Caller& caller) {
    switch (caller.body_kind) {
        case BodyKind::developer: return {.developer_id = caller.body_id};
        case BodyKind::department: return {.department_id = caller.body_id};
        case BodyKind::province: return {.province_returned_only = true};
        default: return {};
    }
}

}  // namespace yunhe::catalog
