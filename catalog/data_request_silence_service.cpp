/// Joint decisions that don't come about by themselves: who steps back, who stays silent.
#include <algorithm>

#include "catalog/data_request_case_service.hpp"
#include "tenants/body_store.hpp"
#include "tenants/obligation_service.hpp"
#include "tenants/person.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;
using tenants::Rules;
using tenants::User;

/// Who steps back: the caller, or a colleague whom the head of the body names.
Result<UserId> recused_user(db::Transaction& tx, const Caller& caller,
                            const std::optional<std::string>& username) {
    if (!username || *username == caller.username) return caller.user_id;
    const auto user = tenants::find_user_by_username(tx, caller.scope, *username);
    if (!user || user->body_id != caller.body_id)
        return malformed("/username", "unknown_reference", {{"code", *username}});
    if (!caller.body_admin) return wrong_party("not_head_of_body");
    return user->id;
}

Result<User> substitute_user(db::Transaction& tx, const Caller& caller,
                             const DataRequest& request, const Seat& seat, UserId recused_id,
                             const std::string& username) {
    const auto user = tenants::find_user_by_username(tx, caller.scope, username);
    if (!user || user->body_id != caller.body_id)
        return malformed("/substitute", "unknown_reference", {{"code", username}});
    const bool fits = user->role == seat.role && user->state == tenants::UserState::active &&
                      user->id != recused_id && check_not_recused(request, user->id).ok();
    if (!fits) return malformed("/substitute", "substitute_unfit");
    return *user;
}

/// The seat that stays silent, of the body named.
Result<Seat> silent_seat(const Caller& caller, const DataRequest& request,
                         const EscalationDraft& draft) {
    const auto seat = std::ranges::find(request.seats, draft.body_code, &Seat::body_code);
    if (seat == request.seats.end())
        return malformed("/body_code", "unknown_reference", {{"code", draft.body_code}});
    const auto& holidays = tenants::embedded_holidays();
    const auto stage = escalation_of(*seat, date_of(caller.now), holidays);
    if (stage == EscalationStage::none) return wrong_state("seat_not_silent");
    if (stage == EscalationStage::head)
        return wrong_state("seat_before_its_head",
                           {{"day", to_text(head_due_on(*seat, holidays))}});
    return *seat;
}

}  // namespace

Result<DataRequest> recuse_from_request(db::Transaction& tx, const Caller& caller,
                                        const Rules& rules, DataRequestId id,
                                        const std::optional<std::string>& username,
                                        const std::string& substitute, const std::string& reason) {
    if (reason.empty()) return malformed("/reason", "reason_required");
    YUNHE_TRY(request, lock_visible(tx, caller, id));
    YUNHE_TRY(user_id, recused_user(tx, caller, username));
    const auto seat = std::ranges::find_if(request.seats, [&](const Seat& candidate) {
        return candidate.body_id == caller.body_id && candidate.role == caller.role;
    });
    if (seat == request.seats.end()) return wrong_party("not_your_seat");
    if (is_complete(*seat)) return wrong_state("seat_has_decided");
    if (!check_not_recused(request, user_id).ok()) return wrong_state("already_recused");
    YUNHE_TRY(instead, substitute_user(tx, caller, request, *seat, user_id, substitute));
    const Recusal recusal{.body_id = caller.body_id,
                          .user_id = user_id,
                          .substitute_id = instead.id,
                          .reason = reason,
                          .recorded_by_id = caller.user_id,
                          .recorded_at = caller.now};
    insert_recusal(tx, caller.scope, id, recusal);
    request.recusals.push_back(recusal);
    YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::recuse,
                             DataRequestActor::seat, reason,
                             {{"seat", seat->code}, {"substitute", substitute}}));
    return finished(tx, caller, rules, request);
}

Result<DataRequest> escalate_data_request(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, DataRequestId id,
                                          const EscalationDraft& draft) {
    if (draft.text.empty()) return malformed("/text", "reason_required");
    if (draft.on < date_of(caller.now)) return malformed("/on", "date_is_past");
    YUNHE_TRY(request, lock_visible(tx, caller, id));
    YUNHE_CHECK(next_state(kDataRequestMoves, state_at(request, caller.now),
                           DataRequestAction::escalate, DataRequestActor::coordination));
    YUNHE_TRY(seat, silent_seat(caller, request, draft));
    request.escalations.push_back({.id = tx.new_id<EscalationId>(),
                                   .seat = seat.code,
                                   .body_id = seat.body_id,
                                   .kind = draft.kind,
                                   .on = draft.on,
                                   .text = draft.text,
                                   .ordered_by_id = caller.user_id,
                                   .ordered_at = caller.now});
    insert_escalation(tx, caller.scope, id, request.escalations.back());
    YUNHE_CHECK(move_request(tx, caller, request, DataRequestAction::escalate,
                             DataRequestActor::coordination, draft.text,
                             {{"seat", seat.code},
                              {"body_code", seat.body_code},
                              {"kind", to_text(draft.kind)},
                              {"on", to_text(draft.on)}}));
    tenants::record_obligation(tx, caller.scope,
                               {.kind = tenants::ObligationKind::request_decision,
                                .aggregate = "data_request",
                                .aggregate_id = id.value,
                                .body_id = seat.body_id,
                                .role = seat.role,
                                .subject = case_of(request).title,
                                .due_on = draft.on,
                                .rule = {},
                                .at = caller.now,
                                .due_source = tenants::DueSource::system});
    return finished(tx, caller, rules, request);
}

Result<DataRequest> record_minutes(db::Transaction& tx, const Caller& caller, DataRequestId id,
                                   EscalationId escalation_id, const std::string& document,
                                   const std::string& sm3, const std::string& text) {
    YUNHE_TRY(request, lock_visible(tx, caller, id));
    const auto held = std::ranges::find(request.escalations, escalation_id, &Escalation::id);
    if (held == request.escalations.end()) return not_found();
    if (document.empty()) return malformed("/document", "reason_required");
    if (!tenants::plausible_digest(sm3)) return malformed("/sm3", "bad_digest");
    if (held->kind != EscalationKind::meeting) return wrong_state("not_a_meeting");
    if (held->minutes_at) return wrong_state("minutes_recorded");
    if (date_of(caller.now) < held->on)
        return wrong_state("meeting_not_held", {{"day", to_text(held->on)}});
    held->minutes_document = document;
    held->minutes_sm3 = sm3;
    held->minutes_text = text;
    held->minutes_at = caller.now;
    save_minutes(tx, caller.scope, *held);
    save_data_request(tx, caller.scope, request);
    const auto state = to_text(state_at(request, caller.now));
    record_step(tx, caller, case_of(request), "record_minutes", state, state, text,
                {{"document", document}, {"sm3", sm3}, {"body_name", held->body_name}});
    return *find_data_request(tx, caller.scope, request_viewer(caller), id);
}

}  // namespace yunhe::catalog
