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

#include "catalog/masking.hpp"
#include "catalog/resource.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/tenant_policy.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::catalog {

struct EscalationEntity { static constexpr std::string_view prefix = "esc"; };
using EscalationId = Id<EscalationEntity>;

enum class SeatDecision {
    pending,
    agree,
    agree_with_conditions,  ///< In words, or column by column.
    refuse,
    return_,                ///< To the applicant, for this seat only.
};
/// With or without conditions.
constexpr bool agreed(SeatDecision decision) {
    return decision == SeatDecision::agree || decision == SeatDecision::agree_with_conditions;
}

enum class ColumnDecision { agree, mask, refuse };
/// One seat's answer on one column. Columns without an answer are agreed with their resource.
struct ColumnAnswer {
    std::string name;
    ColumnDecision decision = ColumnDecision::agree;
    std::optional<Masking> masking = {};  ///< Of `mask`.
    std::string text = {};                ///< The condition, or why it is refused.
    friend bool operator==(const ColumnAnswer&, const ColumnAnswer&) = default;
};

/// One seat's answer on one resource.
struct SeatItem {
    ResourceId resource_id;
    SeatDecision decision = SeatDecision::pending;
    std::string conditions = {};
    std::string opinion = {};
    std::optional<UserId> decided_by_id = {};
    std::optional<Timestamp> decided_at = {};
    std::vector<ColumnAnswer> columns = {};
};

/// One body's place in the joint decision.
struct Seat {
    std::string code;  ///< Of the pack's list: authority, department, province; or county.
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
    /// The county's data authority, where city data was returned to it and the tenant has recorded
    /// that body.
    std::optional<BodyId> county_id = {};
};

/// The seats of a request: those per request in the pack's order, then the departments in the
/// request's order, then the counties where the text has city data returned to them handled by its
/// own rules (Quzhou 四(二)). `bodies`: who sits for the roles that one body of the tenant has.
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

/// A silent seat is brought before somebody higher, step by step; nobody ever decides in its place.
enum class EscalationStage {
    none,
    head,          ///< Its body's head (body_admin) was told, the day after its last day.
    coordination,  ///< The coordination may set a last date or a meeting.
};
/// The last day of the head's time (tenants/seat_escalation.hpp).
Date head_due_on(const Seat& seat, const tenants::Holidays& holidays);
EscalationStage escalation_of(const Seat& seat, Date today, const tenants::Holidays& holidays);

enum class EscalationKind { last_date, meeting };
/// What the coordination set for a silent seat.
struct Escalation {
    EscalationId id;
    std::string seat;  ///< Code of the seat.
    BodyId body_id;
    std::string body_name = {};  ///< Filled when read.
    EscalationKind kind = EscalationKind::last_date;
    Date on;           ///< The last date, or the day of the meeting.
    std::string text;  ///< Why, or the meeting's agenda.
    UserId ordered_by_id;
    Timestamp ordered_at;
    std::string minutes_document = {};  ///< Of the meeting (会议纪要); empty before.
    std::string minutes_sm3 = {};
    std::string minutes_text = {};
    std::optional<Timestamp> minutes_at = {};
};

struct SeatAnswer {
    ResourceId resource_id;
    SeatDecision decision = SeatDecision::agree;
    std::string conditions = {};
    std::string opinion = {};
    std::vector<ColumnAnswer> columns = {};
};

/// Errors, all malformed at `/items/n`: `/decision` not_one_of (pending), `/opinion`
/// reason_required (refuse, return), `/conditions` conditions_required (neither words nor columns),
/// `/columns` columns_need_conditions (named with another decision than agree_with_conditions),
/// `/columns/m/masking` masking_required, masking_not_asked, `/columns/m/text` reason_required.
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

enum class ResourceOutcome { pending, granted, refused, withdrawn };

/// `pending` while a seat is silent or waits for the applicant. REQUIRES: some seat has the
/// resource. Never `withdrawn`.
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
                    std::pair{yunhe::catalog::ResourceOutcome::refused, "refused"},
                    std::pair{yunhe::catalog::ResourceOutcome::withdrawn, "withdrawn"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ColumnDecision> =
    yunhe::texts_of(std::pair{yunhe::catalog::ColumnDecision::agree, "agree"},
                    std::pair{yunhe::catalog::ColumnDecision::mask, "mask"},
                    std::pair{yunhe::catalog::ColumnDecision::refuse, "refuse"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::EscalationStage> =
    yunhe::texts_of(std::pair{yunhe::catalog::EscalationStage::none, "none"},
                    std::pair{yunhe::catalog::EscalationStage::head, "head"},
                    std::pair{yunhe::catalog::EscalationStage::coordination, "coordination"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::EscalationKind> =
    yunhe::texts_of(std::pair{yunhe::catalog::EscalationKind::last_date, "last_date"},
                    std::pair{yunhe::catalog::EscalationKind::meeting, "meeting"});
