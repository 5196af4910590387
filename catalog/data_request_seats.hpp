/// The joint decision on a data request: seats, what they answered, what it comes to.
///
/// Seats sit in parallel: the authority, one per department concerned, the province for returned
/// data where pack or policy want it (Yangzhou 15; Hangzhou 三(五)2; Quzhou 四(二); Zhoushan 二(三)2). A
/// resource is granted only if ALL its seats agree; a silent seat is overdue, never agreed. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/resource.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/tenant_policy.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::catalog {

enum class SeatDecision {
    pending,
    agree,
    agree_with_conditions,  ///< Conditions or masking, in words.
    refuse,
    return_,                ///< To the applicant, for this seat only.
};

/// One seat's answer on one resource.
struct SeatItem {
    ResourceId resource_id;
    SeatDecision decision = SeatDecision::pending;
    std::string conditions = {};
    std::string opinion = {};
    std::optional<UserId> decided_by_id = {};
    std::optional<Timestamp> decided_at = {};
};

/// One body's place in the joint decision.
struct Seat {
    std::string code;  ///< Of the pack's list: authority, department, province.
    tenants::Role role = tenants::Role::data_authority;
    BodyId body_id;
    std::string body_code = {};  ///< Filled when read.
    std::string body_name = {};  ///< Filled when read.
    std::optional<std::string> article = {};  ///< Absent: by policy or system.
    Timestamp opened_at;
    Date due_on;  ///< The last day in time, in working days.
    std::vector<SeatItem> items = {};  ///< In the request's order.
};

/// What the seats follow from.
struct RequestedResource {
    ResourceId id;
    BodyId department_id;
    Origin origin = Origin::city;
};

/// The seats of a request: those per request in the pack's order, then the departments in the
/// request's order. `bodies`: who sits for the roles that one body of the tenant has.
/// Errors: state `seat_body_missing` (args: seat) where the tenant has no such body yet.
Result<std::vector<Seat>> compute_seats(const std::vector<RequestedResource>& resources,
                                        const tenants::RulePack& pack,
                                        const tenants::TenantPolicy& policy,
                                        const std::map<tenants::Role, BodyId>& bodies,
                                        Timestamp now, const tenants::Holidays& holidays);

/// Has the seat decided on all its resources for good (a return is none)?
bool is_complete(const Seat& seat);
bool has_returned(const Seat& seat);
/// Is something still undecided after the last day in time?
bool is_overdue(const Seat& seat, Date today);

struct SeatAnswer {
    ResourceId resource_id;
    SeatDecision decision = SeatDecision::agree;
    std::string conditions = {};
    std::string opinion = {};
};

/// Errors, all malformed at `/items/n`: `/decision` not_one_of (pending), `/opinion`
/// reason_required (refuse, return), `/conditions` conditions_required.
Status check_answer_texts(const std::vector<SeatAnswer>& answers);

/// May the seat answer so now? `unmet_criterion`: what the assessment found not met; then resources
/// may only be refused or returned.
/// Errors, in this order: malformed `/items/n/resource_code` resource_not_of_seat, repeated_item,
/// `/items` too_few_items; state `seat_has_decided`, `waits_for_applicant`; rule
/// `assessment_not_met` (args: criterion), citing the pack's criterion.
Status check_answers(const Seat& seat, const std::vector<SeatAnswer>& answers,
                     const std::optional<std::string>& unmet_criterion,
                     const tenants::RulePack& pack);
/// The seat with the answers. REQUIRES: check_answers passed.
Seat answered(Seat seat, const std::vector<SeatAnswer>& answers, UserId user_id, Timestamp now);
/// The seat with what it returned open again, due anew. Other items stay as they are.
Seat reopened(Seat seat, Date due_on);

enum class ResourceOutcome { pending, granted, refused };

/// `pending` while a seat is silent or waits for the applicant. REQUIRES: some seat has the
/// resource.
ResourceOutcome outcome_of(const std::vector<Seat>& seats, ResourceId resource_id);

/// The last day in time for a seat that opens at `now`.
Date seat_due_on(const tenants::TenantPolicy& policy, Timestamp now,
                 const tenants::Holidays& holidays);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::SeatDecision> = yunhe::texts_of(
    std::pair{yunhe::catalog::SeatDecision::pending, "pending"},
    std::pair{yunhe::catalog::SeatDecision::agree, "agree"},
    std::pair{yunhe::catalog::SeatDecision::agree_with_conditions, "agree_with_conditions"},
    std::pair{yunhe::catalog::SeatDecision::refuse, "refuse"},
    std::pair{yunhe::catalog::SeatDecision::return_, "return"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ResourceOutcome> =
    yunhe::texts_of(std::pair{yunhe::catalog::ResourceOutcome::pending, "pending"},
                    std::pair{yunhe::catalog::ResourceOutcome::granted, "granted"},
                    std::pair{yunhe::catalog::ResourceOutcome::refused, "refused"});
