/// The data request (数据需求申请): one scenario's request for resources, decided by every body
/// concerned. One scenario, one request, one decision (Yangzhou 15; Hangzhou 三(四)3(3)); what was
/// granted is changed by a change request (change_request.hpp).
///
/// Minimal necessity (Yangzhou 9): columns are asked for one by one, each with a purpose; consents
/// stand per item. The moves are in data_request_workflow.hpp, the joint decision in
/// data_request_seats.hpp. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/consent.hpp"
#include "catalog/data_request_seats.hpp"
#include "catalog/grant.hpp"

namespace yunhe::catalog {

/// `lapsed`, `active` and `expired` are never stored: they follow from the dates (see `state_at`).
enum class DataRequestState {
    draft,
    submitted,       ///< Waits for the operator's own check (two tiers).
    returned,        ///< The developer mends it and submits it again.
    assessment,      ///< Data centre and experts: reasonable, compliant, safe.
    joint_decision,  ///< Every seat decides for itself.
    granted,
    partly_granted,
    refused,         ///< By the operator's check or by the joint decision.
    supplied,
    active,          ///< Supplied, and access runs.
    expired,
    revoked,         ///< Every grant was revoked.
    withdrawn,
    lapsed,          ///< The agreement ended before the decision.
    narrowed,        ///< A change request that only asked for less: nothing to decide.
};

struct RequestedColumn {
    std::string name;
    std::string purpose;
    friend bool operator==(const RequestedColumn&, const RequestedColumn&) = default;
};

struct DataRequestItem {
    ResourceId resource_id;
    std::string resource_code;
    std::string resource_name;
    BodyId department_id;
    Origin origin = Origin::city;
    std::optional<Consent> consent;
    std::vector<RequestedColumn> columns;
    std::optional<Timestamp> supplied_at;
    std::string supply_record;  ///< The hand-over record; empty before.
};

/// Whether one criterion is met, and why.
struct Finding {
    bool met = false;
    std::string text;
};

/// What one assessing role found. Yangzhou 15: reasonable, compliant, safe.
struct Assessment {
    tenants::Role role = tenants::Role::data_centre;
    BodyId body_id;
    UserId user_id;
    Finding reasonable;
    Finding compliant;
    Finding safe;
    std::string opinion;
    Timestamp assessed_at;
};

enum class NarrowingCause {
    given_up,  ///< Ends when the change request is submitted.
    replaced,  ///< Ends when the same column is granted for its new purpose.
};
/// A column of a live grant that a change request takes away.
struct Narrowing {
    GrantId grant_id;
    ResourceId resource_id;
    std::string resource_code = {};  ///< Filled when read.
    std::string column;
    NarrowingCause cause = NarrowingCause::given_up;
    std::optional<Timestamp> applied_at = {};
};

/// Somebody who may not sit for the body on this request (回避), and who sits instead.
struct Recusal {
    BodyId body_id;
    UserId user_id;
    std::string username = {};    ///< Filled when read, as the substitute's.
    UserId substitute_id;
    std::string substitute = {};
    std::string reason;
    UserId recorded_by_id;
    Timestamp recorded_at;
};

struct DataRequest {
    DataRequestId id;
    std::uint64_t number = 0;  ///< Running number in the tenant.
    ScenarioId scenario_id;
    std::string scenario_code;
    std::string scenario_name;
    tenants::AgreementId agreement_id;
    BodyId developer_id;
    std::string developer_uscc;
    std::string developer_name;
    DataRequestState state = DataRequestState::draft;  ///< As stored: see `state_at`.
    int version = 1;
    Timestamp access_ends_at;  ///< End of the agreement, or its termination.
    std::optional<std::string> continuation_document;  ///< Basis, printed where the pack has ended.
    Timestamp created_at;
    std::optional<Timestamp> submitted_at;
    std::optional<Timestamp> decided_at;
    std::optional<Timestamp> supplied_at;
    std::vector<DataRequestItem> items;  ///< In the developer's order.
    std::vector<Assessment> assessments;
    std::vector<Seat> seats;
    /// Of a change request: the one whose grants it changes; `items` is only what is asked anew.
    std::optional<DataRequestId> changes_id;
    std::vector<Narrowing> narrowings;  ///< Of a change request.
    std::vector<Recusal> recusals;
    std::vector<Escalation> escalations;  ///< Oldest first.
};

/// The stored state, and what follows from the end of access.
DataRequestState state_at(const DataRequest& request, Timestamp at);

/// Does a request in this state occupy its scenario? All but those that came to nothing or are
/// over.
bool is_live(DataRequestState state);

/// Is nothing decided for good yet? A scenario has at most one such request.
bool is_open(DataRequestState state);
/// Did the joint decision give something that still runs? Only that can be changed.
bool is_in_force(DataRequestState state);

/// What the request's seats come to for one resource. `withdrawn` where the developer withdrew what
/// was still open when others were granted already.
ResourceOutcome outcome_of(const DataRequest& request, ResourceId resource_id);
/// The resources to which all seats have agreed, in the request's order.
std::vector<ResourceId> granted_resources(const DataRequest& request);

/// The columns of an item that no agreeing seat refused, with everybody's masking and conditions.
std::vector<GrantedColumn> columns_left(const std::vector<Seat>& seats,
                                        const DataRequestItem& item);
/// The conditions of all agreeing seats on the resource as a whole, one line each.
std::string conditions_of(const std::vector<Seat>& seats, ResourceId resource_id);

/// What the seat says to single columns: that they were asked for, once each, and that something is
/// left of the resource when the others' answers are counted. REQUIRES: check_answers passed.
/// Errors, malformed: `/items/n/columns/m/name` unknown_column, repeated_item; `/items/n/decision`
/// no_column_left (then the resource is to be refused).
Status check_column_answers(const DataRequest& request, const Seat& seat,
                            const std::vector<SeatAnswer>& answers);

/// May this user answer for a body, having perhaps stepped back? Errors: party `recused`.
Status check_not_recused(const DataRequest& request, UserId user_id);

/// Who assesses: the pack's roles; where its text is silent, the data centre and an expert.
std::vector<tenants::Role> assessment_roles(const tenants::RulePack& pack);
bool assessment_complete(const std::vector<Assessment>& assessments, const tenants::RulePack& pack);
/// The first criterion (reasonable, compliant, safe) that an assessor found not met.
std::optional<std::string> unmet_criterion(const std::vector<Assessment>& assessments);

/// What is wrong with one item of a request, the item standing at `/items/<index>`.
/// Errors, in this order: malformed `/columns/n/name` unknown_column, repeated_item, `/columns`
/// too_few_items, `/consent` consent_missing, those of check_consent; those of check_requestable.
Status check_item(const DataRequestItem& item, std::size_t index, const Resource& resource,
                  const tenants::RulePack& pack, Date today);

/// Over all items. Errors: malformed too_few_items, repeated_item at `/items/n/resource_code`; rule
/// `consent_bundled`, citing the pack that bars one consent for several items (Quzhou 四(二)).
Status check_items(const std::vector<DataRequestItem>& items, const tenants::RulePack& pack);

/// May this item replace the one that a seat returned? It asks for no more: other seats may have
/// agreed already. Errors: malformed `/items/<index>/columns` columns_only_fewer.
Status check_amendment(const DataRequestItem& before, const DataRequestItem& after,
                       std::size_t index);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::DataRequestState> = yunhe::texts_of(
    std::pair{yunhe::catalog::DataRequestState::draft, "draft"},
    std::pair{yunhe::catalog::DataRequestState::submitted, "submitted"},
    std::pair{yunhe::catalog::DataRequestState::returned, "returned"},
    std::pair{yunhe::catalog::DataRequestState::assessment, "assessment"},
    std::pair{yunhe::catalog::DataRequestState::joint_decision, "joint_decision"},
    std::pair{yunhe::catalog::DataRequestState::granted, "granted"},
    std::pair{yunhe::catalog::DataRequestState::partly_granted, "partly_granted"},
    std::pair{yunhe::catalog::DataRequestState::refused, "refused"},
    std::pair{yunhe::catalog::DataRequestState::supplied, "supplied"},
    std::pair{yunhe::catalog::DataRequestState::active, "active"},
    std::pair{yunhe::catalog::DataRequestState::expired, "expired"},
    std::pair{yunhe::catalog::DataRequestState::revoked, "revoked"},
    std::pair{yunhe::catalog::DataRequestState::withdrawn, "withdrawn"},
    std::pair{yunhe::catalog::DataRequestState::lapsed, "lapsed"},
    std::pair{yunhe::catalog::DataRequestState::narrowed, "narrowed"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::NarrowingCause> =
    yunhe::texts_of(std::pair{yunhe::catalog::NarrowingCause::given_up, "given_up"},
                    std::pair{yunhe::catalog::NarrowingCause::replaced, "replaced"});
