/// The grant (数据授权): what a decided data request gives, per scenario and resource, until the
/// agreement ends or the grant is revoked. Pure.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "catalog/masking.hpp"
#include "catalog/resource.hpp"
#include "catalog/scenario.hpp"

namespace yunhe::catalog {

struct DataRequestEntity { static constexpr std::string_view prefix = "drq"; };
using DataRequestId = Id<DataRequestEntity>;
struct GrantEntity { static constexpr std::string_view prefix = "grt"; };
using GrantId = Id<GrantEntity>;

/// `pending` before `from`; all four follow from the dates.
enum class GrantState { pending, active, expired, revoked };

/// One column that a grant covers: what no seat refused. A change request that asks for less ends a
/// column before its grant.
struct GrantedColumn {
    std::string name;
    std::string purpose;
    std::vector<Masking> masking = {};  ///< All that the seats asked for; empty: as it is.
    std::string conditions = {};        ///< In words, of all seats; may be empty.
    std::optional<Timestamp> ended_at = {};
    friend bool operator==(const GrantedColumn&, const GrantedColumn&) = default;
};

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
    std::optional<BodyId> revoked_by_id = {};  ///< Whose decision; absent: it followed.
    std::vector<GrantedColumn> columns = {};  ///< In the request's order; never empty.
    std::string conditions = {};              ///< On the resource as a whole, of all seats.
};

/// When the grant gives access: from `from` to `to` or its revocation.
Interval live_interval(const Grant& grant);
GrantState state_at(const Grant& grant, Timestamp at);

/// The columns that may be used at that instant; none unless the grant is live then.
std::vector<GrantedColumn> granted_columns(const Grant& grant, Timestamp at);

/// What a decision at `now` grants under this agreement: from 00:00 UTC+8 of its day (or of the
/// agreement's first day, if that is later) to the end of the agreement's last day.
/// A consent that ends earlier ends it earlier: `consent_until` is its last day.
Interval grant_interval(const tenants::Agreement& agreement, Timestamp now,
                        std::optional<Date> consent_until = {});

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::GrantState> =
    yunhe::texts_of(std::pair{yunhe::catalog::GrantState::pending, "pending"},
                    std::pair{yunhe::catalog::GrantState::active, "active"},
                    std::pair{yunhe::catalog::GrantState::expired, "expired"},
                    std::pair{yunhe::catalog::GrantState::revoked, "revoked"});
