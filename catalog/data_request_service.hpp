/// Acts on data requests: lock -> decide -> apply -> save -> case event and desks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/data_request_store.hpp"
#include "catalog/grant_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

/// One resource asked for, by code.
struct ItemDraft {
    std::string resource_code;
    std::vector<RequestedColumn> columns;
    std::optional<Consent> consent;
};

/// Which requests the caller may see: developers their own, departments those that touch their
/// resources, the province those with returned data, data centre and experts those in assessment,
/// everybody else who may read requests all that were submitted.
RequestViewer request_viewer(const tenants::Caller& caller);

/// Drafts a scenario's request. Nothing that can't be requested gets into a draft.
/// Errors: malformed `unknown_reference` at /scenario_code, /items/n/resource_code; state
/// `scenario_has_live_request`; those of check_items and check_item.
Result<DataRequest> create_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules,
                                        std::string_view scenario_code,
                                        const std::vector<ItemDraft>& items);

/// Drafts a change of what a decided request gave. `items` is everything that the scenario is to
/// have from now on; the draft keeps what of it is new, and what of the grants goes.
/// Errors: as create_data_request; not_found (the base); state `request_not_granted`,
/// `nothing_changed`.
Result<DataRequest> create_change_request(db::Transaction& tx, const tenants::Caller& caller,
                                          const tenants::Rules& rules, DataRequestId base_id,
                                          const std::vector<ItemDraft>& items);

/// The caller's own request, locked. Errors: not_found.
Result<DataRequest> lock_own_request(db::Transaction& tx, const tenants::Caller& caller,
                                     DataRequestId id);

/// Changes a request that lock_own_request gave. Before the assessment all items are replaced; in
/// the joint decision `items` names what a seat returned and asks for no more than before.
/// Errors: as create; state `nothing_returned`; malformed `not_returned` at /items/n/resource_code;
/// those of check_amendment.
Result<DataRequest> change_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, DataRequest request,
                                        const std::vector<ItemDraft>& items);

/// Submits; in the joint decision, hands what was returned back to just those seats. What a change
/// request gives up ends here, at once; one that asks for nothing new ends with it.
/// Errors: not_found; state, `nothing_returned`; those of check_items, check_item, compute_seats
/// and require_pack_in_force.
Result<DataRequest> submit_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, DataRequestId id,
                                        const std::string& explanation);

/// What was granted already stays.
Result<DataRequest> withdraw_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                          const tenants::Rules& rules, DataRequestId id,
                                          const std::string& reason);

enum class CheckDecision { agree, return_, refuse };

/// The operator's own check (two tiers). Errors: malformed `/opinion` reason_required (return,
/// refuse); not_found; state.
Result<DataRequest> check_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                       const tenants::Rules& rules, DataRequestId id,
                                       CheckDecision decision, const std::string& opinion);

/// One role's assessment; the last one opens the seats. `assessment` has findings and opinion.
/// Errors: not_found; party; state, `already_assessed`; those of compute_seats.
Result<DataRequest> assess_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, DataRequestId id,
                                        Assessment assessment);

/// One seat's answer on one resource, by code.
struct SeatAnswerDraft {
    std::string resource_code;
    SeatDecision decision = SeatDecision::agree;
    std::string conditions;
    std::string opinion;
    std::vector<ColumnAnswer> columns;
};

/// The answers of the caller's seat. A resource is granted with the last of its own seats, while
/// others may still be open; the last answer of all decides the request.
/// Errors: those of check_answer_texts, check_answers and check_column_answers; not_found; party
/// (no seat, `recused`); state, `mandate_ended`, `consent_gone`.
Result<DataRequest> decide_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, DataRequestId id,
                                        const std::vector<SeatAnswerDraft>& answers);

/// Somebody of the caller's seat steps back: the caller, or a colleague named by the head of the
/// body. The substitute has the seat's role in the same body.
/// Errors: malformed `/reason` reason_required, `/username` unknown_reference, `/substitute`
/// unknown_reference, substitute_unfit; not_found; party (no seat), `not_head_of_body`; state,
/// `already_recused`, `seat_has_decided`.
Result<DataRequest> recuse_from_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, DataRequestId id,
                                        const std::optional<std::string>& username,
                                        const std::string& substitute, const std::string& reason);

/// What the coordination sets for a seat that stays silent. It can't answer for the seat.
struct EscalationDraft {
    std::string body_code;
    EscalationKind kind = EscalationKind::last_date;
    Date on;
    std::string text;
};
/// Errors: malformed `/body_code` unknown_reference, `/on` date_is_past, `/text` reason_required;
/// not_found; state, `seat_not_silent`, `seat_before_its_head` (args day).
Result<DataRequest> escalate_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                          const tenants::Rules& rules, DataRequestId id,
                                          const EscalationDraft& draft);
/// The minutes of a meeting that was set. Errors: malformed `/document` reason_required, `/sm3`
/// bad_digest; not_found; state `not_a_meeting`, `minutes_recorded`, `meeting_not_held`.
Result<DataRequest> record_minutes(db::Transaction& tx, const tenants::Caller& caller,
                                   DataRequestId id, EscalationId escalation_id,
                                   const std::string& document, const std::string& sm3,
                                   const std::string& text);

/// Records that those whom an item points at took their consent back: its grants end now, and
/// everything that hangs on them with them. The developer's duty; seats revoke the grant.
/// Errors: malformed `/reason` reason_required; not_found (the request; no consent there); state
/// `consent_withdrawn`.
Result<DataRequest> withdraw_consent(db::Transaction& tx, const tenants::Caller& caller,
                                     DataRequestId id, const std::string& resource_code,
                                     const std::string& reason);

/// Hands granted resources over; without codes, all that are left.
/// Errors: not_found; party; state, `already_supplied`, `nothing_to_supply`; malformed at /items/n
/// `not_granted`.
Result<DataRequest> supply_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, DataRequestId id,
                                        const std::vector<std::string>& resource_codes,
                                        const std::string& record);

/// Ends one grant at caller.now, by a seat that had agreed to it. What is made of the resource
/// stops with it (chain_effect_service.hpp).
/// Errors: malformed `/reason` reason_required; not_found; party (neither the authority, nor the
/// resource's department, nor a seat of the request); state `grant_over`.
Result<NamedGrant> revoke_grant(db::Transaction& tx, const tenants::Caller& caller, GrantId id,
                                const std::string& reason);

/// Which grants the caller may see, as with requests.
GrantViewer grant_viewer(const tenants::Caller& caller);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::CheckDecision> =
    yunhe::texts_of(std::pair{yunhe::catalog::CheckDecision::agree, "agree"},
                    std::pair{yunhe::catalog::CheckDecision::return_, "return"},
                    std::pair{yunhe::catalog::CheckDecision::refuse, "refuse"});
