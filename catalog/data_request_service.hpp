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
    std::optional<std::string> consent_document;
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

/// Submits; in the joint decision, hands what was returned back to just those seats.
/// Errors: not_found; state, `nothing_returned`; those of check_items, check_item, compute_seats
/// and require_pack_in_force.
Result<DataRequest> submit_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, DataRequestId id,
                                        const std::string& explanation);

Result<DataRequest> withdraw_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                          DataRequestId id, const std::string& reason);

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
};

/// The answers of the caller's seat; the last one decides the request and makes the grants.
/// Errors: those of check_answer_texts and check_answers; not_found; party (no seat); state,
/// `mandate_ended`.
Result<DataRequest> decide_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        const tenants::Rules& rules, DataRequestId id,
                                        const std::vector<SeatAnswerDraft>& answers);

/// Hands granted resources over; without codes, all that are left.
/// Errors: not_found; party; state, `already_supplied`; malformed at /items/n `not_granted`.
Result<DataRequest> supply_data_request(db::Transaction& tx, const tenants::Caller& caller,
                                        DataRequestId id,
                                        const std::vector<std::string>& resource_codes,
                                        const std::string& record);

/// Ends one grant at caller.now. What is made of the resource stops with it, because the chain is
/// judged with every use. Errors: malformed `/reason` reason_required; not_found; party (neither
/// the authority nor the resource's department); state `grant_over`.
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
