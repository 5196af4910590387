/// Continuation (延续使用): at renewal the predecessor's live grants are copied into a list, every
/// seat confirms or objects to each, and what all confirm goes on under the new agreement without a
/// gap in use. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/data_request_seats.hpp"
#include "catalog/grant.hpp"

namespace yunhe::catalog {

struct ContinuationEntity { static constexpr std::string_view prefix = "cnt"; };
using ContinuationId = Id<ContinuationEntity>;

enum class ContinuationDecision { pending, confirm, object };
/// Of one grant of the list. `objected` as soon as one seat objects.
enum class ContinuationOutcome { pending, continued, objected };

/// One seat's place and answer on one grant.
struct ContinuationSeat {
    GrantId grant_id;  ///< The predecessor's.
    std::string seat;  ///< Code of the pack's list: authority, department, province.
    BodyId body_id;
    std::string body_name = {};  ///< Filled when read.
    tenants::Role role = tenants::Role::data_authority;
    std::optional<std::string> article = {};
    ContinuationDecision decision = ContinuationDecision::pending;
    std::string opinion = {};
    std::optional<UserId> decided_by_id = {};
    std::optional<Timestamp> decided_at = {};
    std::optional<GrantId> new_grant_id = {};  ///< Once all seats confirmed.
};

struct Continuation {
    ContinuationId id;
    tenants::AgreementId agreement_id;    ///< The new one.
    tenants::AgreementId predecessor_id;
    BodyId developer_id;
    int version = 1;
    Timestamp created_at;
    std::vector<ContinuationSeat> seats = {};  ///< By grant, in the order of the pack's list.
};

/// The grants on the list, in its order.
std::vector<GrantId> grants_of(const Continuation& continuation);
/// REQUIRES: the grant is on the list.
ContinuationOutcome outcome_of(const Continuation& continuation, GrantId grant_id);

/// Does the grant go on the list: live at `at`, or until the predecessor's end where that is over?
bool continues(const Grant& grant, const tenants::Agreement& predecessor, Timestamp at);

/// What the new agreement gives when the last seat confirms at `now`: from its first day, or from
/// 00:00 UTC+8 of today if that is later, to the end of its last day.
Interval continued_interval(const tenants::Agreement& agreement, Timestamp now);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ContinuationDecision> =
    yunhe::texts_of(std::pair{yunhe::catalog::ContinuationDecision::pending, "pending"},
                    std::pair{yunhe::catalog::ContinuationDecision::confirm, "confirm"},
                    std::pair{yunhe::catalog::ContinuationDecision::object, "object"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ContinuationOutcome> =
    yunhe::texts_of(std::pair{yunhe::catalog::ContinuationOutcome::pending, "pending"},
                    std::pair{yunhe::catalog::ContinuationOutcome::continued, "continued"},
                    std::pair{yunhe::catalog::ContinuationOutcome::objected, "objected"});
