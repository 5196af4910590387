#include "catalog/continuation_service.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "catalog/data_request_case_service.hpp"
#include "catalog/grant_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/scenario_store.hpp"
#include "db/case_store.hpp"
#include "tenants/agreement_store.hpp"
#include "tenants/notice.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Agreement;
using tenants::AgreementState;
using tenants::BodyKind;
using tenants::Caller;
using tenants::Rules;

constexpr std::string_view kContinuationTask = "continue_grants";

CaseRef case_of(const Continuation& continuation, const Agreement& agreement) {
    return {"continuation", continuation.id.value,
            std::to_string(agreement.number) + " " + agreement.developer_name};
}

Status check_running(const Agreement& agreement, Date today) {
    using enum AgreementState;
    const ErrorArgs number{{"number", std::to_string(agreement.number)}};
    const auto state = state_on(agreement, today);
    if (state == drafted || state == offered) return wrong_state("agreement_not_signed", number);
    if (state == signed_ || state == active || state == suspended) return Done{};
    return wrong_state("agreement_over", number);
}

/// Is the grant's scenario inside the fields of the new agreement?
bool inside(db::Transaction& tx, const Caller& caller, const Rules& rules, const Grant& grant,
            const Agreement& agreement) {
    const auto scenario = find_scenario(tx, caller.scope, grant.scenario_id);
    const auto fields = terms_on(agreement, agreement.to).fields;
    return std::ranges::any_of(fields, [&](const std::string& field) {
        return tenants::same_field(*rules.pack, field, scenario.value().field);
    });
}

Result<std::vector<ContinuationSeat>> seats_for(db::Transaction& tx, const Caller& caller,
                                                const Rules& rules, const Grant& grant) {
    const auto resource = find_resource(tx, caller.scope, grant.resource_id).value();
    DataRequest request;
    auto& item = request.items.emplace_back();
    item.resource_id = resource.id;
    item.department_id = resource.department_id;
    item.origin = resource.origin;
    YUNHE_TRY(planned, plan_seats(tx, caller, rules, request));
    std::vector<ContinuationSeat> seats;
    for (const auto& seat : planned)
        seats.push_back({.grant_id = grant.id,
                         .seat = seat.code,
                         .body_id = seat.body_id,
                         .role = seat.role,
                         .article = seat.article});
    return seats;
}

Result<std::vector<ContinuationSeat>> list_to_continue(db::Transaction& tx, const Caller& caller,
                                                       const Rules& rules,
                                                       const Agreement& predecessor,
                                                       const Agreement& agreement) {
    std::vector<ContinuationSeat> all;
    for (const auto& grant : lock_grants_of_agreement(tx, caller.scope, predecessor.id)) {
        if (!continues(grant, predecessor, caller.now)) continue;
        if (!inside(tx, caller, rules, grant, agreement)) continue;
        YUNHE_TRY(seats, seats_for(tx, caller, rules, grant));
        all.insert(all.end(), seats.begin(), seats.end());
    }
    if (all.empty()) return wrong_state("nothing_to_continue");
    return all;
}

void open_seat_tasks(db::Transaction& tx, const Caller& caller, const Continuation& continuation,
                     const Agreement& agreement) {
    std::set<std::pair<BodyId, tenants::Role>> asked;
    for (const auto& seat : continuation.seats) {
        if (!asked.emplace(seat.body_id, seat.role).second) continue;
        const auto subject = case_of(continuation, agreement);
        db::open_todo(tx, caller.scope,
                      {.aggregate = subject.aggregate,
                       .aggregate_id = subject.id,
                       .task = std::string(kContinuationTask),
                       .title = subject.title,
                       .body_id = seat.body_id,
                       .role = std::string(to_text(seat.role)),
                       .user_id = {},
                       .opened_at = caller.now,
                       .due_on = {}});
    }
}

bool sits(const Caller& caller, const ContinuationSeat& seat) {
    return seat.body_id == caller.body_id && seat.role == caller.role;
}

/// Departments and the province see only the rows on which they sit.
Continuation seen_by(const Caller& caller, Continuation continuation) {
    const bool narrow =
        caller.body_kind == BodyKind::department || caller.body_kind == BodyKind::province;
    if (!narrow) return continuation;
    std::set<GrantId> own;
    for (const auto& seat : continuation.seats)
        if (seat.body_id == caller.body_id) own.insert(seat.grant_id);
    std::erase_if(continuation.seats,
                  [&](const ContinuationSeat& seat) { return !own.contains(seat.grant_id); });
    return continuation;
}

/// Puts the answer on the caller's seat. Errors as answer_continuation.
Result<ContinuationSeat*> answered_seat(const Caller& caller, Continuation& continuation,
                                        const ContinuationAnswer& answer,
                                        const std::string& pointer) {
    const auto seat = std::ranges::find_if(
        continuation.seats, [&](const ContinuationSeat& candidate) {
            return sits(caller, candidate) && candidate.grant_id == answer.grant_id;
        });
    if (seat == continuation.seats.end())
        return malformed(pointer + "/grant_id", "resource_not_of_seat");
    if (!answer.confirm && blank(answer.opinion))
        return malformed(pointer + "/opinion", "reason_required");
    if (seat->decision != ContinuationDecision::pending) return wrong_state("seat_has_decided");
    seat->decision =
        answer.confirm ? ContinuationDecision::confirm : ContinuationDecision::object;
    seat->opinion = answer.opinion;
    seat->decided_by_id = caller.user_id;
    seat->decided_at = caller.now;
    return &*seat;
}

/// The grant goes on under the new agreement; scenario and request go with it.
void make_continued_grant(db::Transaction& tx, const Caller& caller, const Agreement& agreement,
                          Continuation& continuation, ContinuationSeat& last) {
    auto grant = lock_grant(tx, caller.scope, last.grant_id).value();
    const auto interval = continued_interval(agreement, caller.now);
    move_to_agreement(tx, caller.scope, grant, agreement.id);
    grant.id = tx.new_id<GrantId>();
    grant.agreement_id = agreement.id;
    grant.from = interval.from;
    grant.to = interval.to;
    insert_grant(tx, caller.scope, grant, caller.now);
    for (auto& seat : continuation.seats)
        if (seat.grant_id == last.grant_id) {
            seat.new_grant_id = grant.id;
            save_continuation_seat(tx, caller.scope, continuation.id, seat);
        }
    record_step(tx, caller, case_of(continuation, agreement), "continue_grant", "", "continued",
                "", {{"new_grant_id", to_text(grant.id)}, {"from", to_text(grant.from)}});
}

void close_tasks(db::Transaction& tx, const Caller& caller, const Continuation& continuation) {
    const bool waits = std::ranges::any_of(continuation.seats, [&](const ContinuationSeat& seat) {
        return sits(caller, seat) && seat.decision == ContinuationDecision::pending;
    });
    if (!waits)
        db::close_todos(tx, caller.scope, "continuation", continuation.id.value, kContinuationTask,
                        caller.now, caller.body_id);
}

}  // namespace

Result<Continuation> start_continuation(db::Transaction& tx, const Caller& caller,
                                        const Rules& rules, tenants::AgreementId agreement_id) {
    const auto agreement = tenants::lock_agreement(tx, caller.scope, agreement_id);
    if (!agreement) return not_found();
    if (agreement->developer_id != caller.body_id) return wrong_party("not_your_object");
    YUNHE_CHECK(check_running(*agreement, date_of(caller.now)));
    if (!agreement->renews_agreement_id) return wrong_state("not_a_renewal");
    if (find_continuation_of(tx, caller.scope, agreement_id))
        return wrong_state("continuation_exists");
    YUNHE_CHECK(tenants::require_pack_in_force(tx, caller, rules, tenants::act::renewal));
    const auto predecessor =
        tenants::find_agreement(tx, caller.scope, *agreement->renews_agreement_id).value();
    // What went over to a successor since isn't the old party's to continue.
    if (predecessor.developer_id != agreement->developer_id)
        return wrong_state("nothing_to_continue");
    YUNHE_TRY(seats, list_to_continue(tx, caller, rules, predecessor, *agreement));

    Continuation continuation{.id = tx.new_id<ContinuationId>(),
                              .agreement_id = agreement_id,
                              .predecessor_id = predecessor.id,
                              .developer_id = caller.body_id,
                              .version = 1,
                              .created_at = caller.now,
                              .seats = std::move(seats)};
    insert_continuation(tx, caller.scope, continuation);
    record_step(tx, caller, case_of(continuation, *agreement), "start", "", "pending", "",
                {{"grants", grants_of(continuation).size()}});
    open_seat_tasks(tx, caller, continuation, *agreement);
    return find_continuation(tx, caller.scope, continuation.id).value();
}

Result<Continuation> read_visible_continuation(db::Transaction& tx, const Caller& caller,
                                               tenants::AgreementId agreement_id) {
    auto continuation = find_continuation_of(tx, caller.scope, agreement_id);
    if (!continuation) return not_found();
    if (caller.is_developer() && continuation->developer_id != caller.body_id)
        return wrong_party("not_your_object");
    auto seen = seen_by(caller, std::move(*continuation));
    if (seen.seats.empty()) return not_found();
    return seen;
}

Result<Continuation> answer_continuation(db::Transaction& tx, const Caller& caller,
                                         ContinuationId id,
                                         const std::vector<ContinuationAnswer>& answers) {
    const auto found = find_continuation(tx, caller.scope, id);
    if (!found) return not_found();
    const auto agreement = tenants::lock_agreement(tx, caller.scope, found->agreement_id).value();
    auto continuation = lock_continuation(tx, caller.scope, id).value();
    const bool seated = std::ranges::any_of(
        continuation.seats, [&](const ContinuationSeat& seat) { return sits(caller, seat); });
    if (!seated) return wrong_party("not_your_seat");
    YUNHE_CHECK(check_running(agreement, date_of(caller.now)));
    YUNHE_CHECK(tenants::require_mandate(tx, caller));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto pointer = "/items/" + std::to_string(i);
        YUNHE_TRY(seat, answered_seat(caller, continuation, answers[i], pointer));
        save_continuation_seat(tx, caller.scope, id, *seat);
        record_step(tx, caller, case_of(continuation, agreement),
                    to_text(seat->decision), "pending",
                    to_text(outcome_of(continuation, seat->grant_id)), seat->opinion,
                    {{"grant_id", to_text(seat->grant_id)}});
        if (outcome_of(continuation, seat->grant_id) == ContinuationOutcome::continued)
            make_continued_grant(tx, caller, agreement, continuation, *seat);
    }
    close_tasks(tx, caller, continuation);
    tenants::bump_entitlement_version(tx, caller.scope);
    return seen_by(caller, find_continuation(tx, caller.scope, id).value());
}

}  // namespace yunhe::catalog
