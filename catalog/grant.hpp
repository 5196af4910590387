/// The grant (数据授权): what a decided data request gives, per scenario and resource, until the
/// agreement ends or the grant is revoked. Pure.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "catalog/resource.hpp"
#include "catalog/scenario.hpp"

namespace yunhe::catalog {

struct DataRequestEntity { static constexpr std::string_view prefix = "drq"; };
using DataRequestId = Id<DataRequestEntity>;
struct GrantEntity { static constexpr std::string_view prefix = "grt"; };
using GrantId = Id<GrantEntity>;

/// `pending` before `from`; all four follow from the dates.
enum class GrantState { pending, active, expired, revoked };

struct Grant {
    GrantId id;
    DataRequestId request_id;
    ScenarioId scenario_id;
    ResourceId resource_id;
    tenants::AgreementId agreement_id;
    BodyId developer_id;
    Timestamp from;                       ///< 00:00 UTC+8 of the day of the decision.
    Timestamp to;                         ///< End of the agreement's last day.
    std::optional<Timestamp> revoked_at;  ///< Ends it at this instant.
    std::string revoked_reason;
};

/// When the grant gives access: from `from` to `to` or its revocation.
Interval live_interval(const Grant& grant);
GrantState state_at(const Grant& grant, Timestamp at);

/// What a decision at `now` grants under this agreement: from 00:00 UTC+8 of its day (or of the
/// agreement's first day, if that is later) to the end of the agreement's last day.
Interval grant_interval(const tenants::Agreement& agreement, Timestamp now);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::GrantState> =
    yunhe::texts_of(std::pair{yunhe::catalog::GrantState::pending, "pending"},
                    std::pair{yunhe::catalog::GrantState::active, "active"},
                    std::pair{yunhe::catalog::GrantState::expired, "expired"},
                    std::pair{yunhe::catalog::GrantState::revoked, "revoked"});
