/// The joint decision, the hand-over and the end of grants.
#include <algorithm>

#include "catalog/data_request_case_service.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::BodyKind;
using tenants::Caller;
using tenants::Role;
using tenants::Rules;

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

/// Codes to ids; what isn't in the request is told by check_answers (id 0 is no resource's).
std::vector<SeatAnswer> resolved(const DataRequest& request,
                                 const std::vector<SeatAnswerDraft>& drafts) {
    std::vector<SeatAnswer> answers;
    for (const auto& draft : drafts) {
        const auto item = std::ranges::find(request.items, draft.resource_code,
                                            &DataRequestItem::resource_code);
        const auto id = item == request.items.end() ? ResourceId{} : item->resource_id;
        answers.push_back({id, draft.decision, draft.conditions, draft.opinion});
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

/// The grants of everything to which all seats agreed; says how many there are.
std::size_t make_grants(db::Transaction& tx, const Caller& caller, const DataRequest& request) {
    const auto agreement = tenants::find_agreement(tx, caller.scope, request.agreement_id);
    YUNHE_ASSERT(agreement.has_value());
    const auto interval = grant_interval(*agreement, caller.now);
    std::size_t made = 0;
    for (const auto& item : request.items) {
        if (outcome_of(request.seats, item.resource_id) != ResourceOutcome::granted) continue;
        Grant grant{.id = tx.new_id<GrantId>(),
                    .request_id = request.id,
                    .scenario_id = request.scenario_id,
                    .resource_id = item.resource_id,
                    .agreement_id = request.agreement_id,
                    .developer_id = request.developer_id,
                    .from = interval.from,
                    .to = interval.to,
                    .revoked_at = {},
                    .revoked_reason = {}};
        insert_grant(tx, caller.scope, grant, caller.now);
        ++made;
    }
    return made;
}

/// When the last seat has answered: state, grants, scenario.
Status conclude(db::Transaction& tx, const Caller& caller, DataRequest& request) {
    const auto action = conclusion(request);
    if (!action) return Done{};
    request.decided_at = caller.now;
    const auto made = make_grants(tx, caller, request);
    YUNHE_CHECK(move_request(tx, caller, request, *action, DataRequestActor::process, ""));
    if (made == 0) return Done{};
    save_scenario_state(tx, caller.scope, request.scenario_id, ScenarioState::approved);
    tenants::bump_entitlement_version(tx, caller.scope);
    return Done{};
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

/// The request of the last grant that was revoked is over too.
Status end_request_without_grants(db::Transaction& tx, const Caller& caller, DataRequest& request,
                                  const std::string& reason) {
    const auto grants = list_grants_of_request(tx, caller.scope, request.id);
    const bool all_revoked = std::ranges::all_of(
        grants, [](const Grant& grant) { return grant.revoked_at.has_value(); });
    if (!all_revoked) return Done{};
    YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::revoke,
                             DataRequestActor::process, reason));
    close_case(tx, caller, case_of(request));
    return Done{};
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
    const auto answers = resolved(request, drafts);
    YUNHE_CHECK(check_answers(*seat, answers, unmet_criterion(request.assessments), *rules.pack));
    YUNHE_CHECK(tenants::require_mandate(tx, caller));
    *seat = answered(std::move(*seat), answers, caller.user_id, caller.now);
    save_seat(tx, caller.scope, request.id, *seat);
    YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::decide,
                             DataRequestActor::seat, "", details_of(*seat, drafts)));
    YUNHE_CHECK(conclude(tx, caller, request));
    return finished(tx, caller, rules, request);
}

Result<DataRequest> supply_data_request(db::Transaction& tx, const Caller& caller,
                                        DataRequestId id, const std::vector<std::string>& codes,
                                        const std::string& record) {
    YUNHE_TRY(request, lock_visible(tx, caller, id));
    if (caller.role != Role::data_centre)
        return Error{Errc::party, "not_your_move", {{"action", "supply"}}};
    const auto from = state_at(request, caller.now);
    YUNHE_CHECK(next_state(kDataRequestMoves, from, DataRequestAction::supply,
                           DataRequestActor::data_centre));
    const auto open = open_supplies(tx, caller, request);
    YUNHE_TRY(chosen, chosen_supplies(request, open, codes));
    Json handed_over = Json::array();
    for (auto* item : chosen) {
        item->supplied_at = caller.now;
        item->supply_record = record;
        insert_supply(tx, caller.scope, id, *item, caller.user_id);
        handed_over.push_back(item->resource_code);
    }
    const Json details = {{"resources", std::move(handed_over)}};
    if (chosen.size() == open.size()) {
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
    const bool owns = named->department_id == caller.body_id;
    if (caller.role != Role::data_authority && !owns) return wrong_party("not_your_object");
    // The request first: it is the grant's parent.
    auto request = lock_data_request(tx, caller.scope, {}, named->grant.request_id);
    YUNHE_ASSERT(request.has_value());
    auto grant = *lock_grant(tx, caller.scope, id);
    const auto state = state_at(grant, caller.now);
    if (state == GrantState::revoked || state == GrantState::expired)
        return wrong_state("grant_over", {{"state", std::string(to_text(state))}});
    grant.revoked_at = caller.now;
    grant.revoked_reason = reason;
    save_revocation(tx, caller.scope, grant);
    const auto from = to_text(state_at(*request, caller.now));
    record_step(tx, caller, case_of(*request), "revoke_grant", from, from, reason,
                {{"resource_code", named->resource_code}});
    YUNHE_CHECK(end_request_without_grants(tx, caller, *request, reason));
    tenants::bump_entitlement_version(tx, caller.scope);
    return *find_named_grant(tx, caller.scope, grant_viewer(caller), id);
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
