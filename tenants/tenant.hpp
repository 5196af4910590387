/// A tenant: one operator's marketplace in one city, with its clock, its mandate and the bases on
/// which it goes on after its rule pack has ended. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "tenants/mandate.hpp"

namespace yunhe::tenants {

/// The slug of the platform's own row (tenant 0). No tenant can have it.
inline constexpr std::string_view kPlatformSlug = "platform";

struct Tenant {
    TenantId id;
    std::string slug;  ///< Names the tenant at sign-in and in public addresses; immutable.
    std::string name;
    std::string rule_pack_id;  ///< Empty for tenant 0.
    bool sandbox = false;
    std::optional<Timestamp> clock;  ///< Sandbox tenants only: what their clock shows.
    /// As `to_json(TenantPolicy)` wrote it. Services get the parsed one by `load_rules`.
    Json policy = Json::object();
    int version = 1;  ///< Of the policy, for If-Match.
    /// Grows with each change to the chain of entitlements (see bump_entitlement_version).
    std::uint64_t entitlement_version = 0;
    Timestamp created_at;

    /// The tenant's own now: a sandbox's clock stands still until it is moved.
    Timestamp now(Timestamp real_now) const { return clock.value_or(real_now); }
};

/// 3 to 40 of [a-z0-9-], beginning and ending with a letter or digit, not `platform`.
/// Errors: malformed at /slug `bad_slug`.
Status check_slug(std::string_view slug);

struct ContinuationBasisEntity { static constexpr std::string_view prefix = "con"; };
using ContinuationBasisId = Id<ContinuationBasisEntity>;

/// What the authority recorded so that new acts are possible after the rule pack's last day.
struct ContinuationBasis {
    ContinuationBasisId id;
    std::string document;
    std::string scope;  ///< kEveryAct or one of kActs.
    Date recorded_on;   ///< By the tenant's clock; it counts from this day.
    Date until;         ///< Inclusive.
};

/// The acts that a rule pack past its end refuses. Pass one of these to require_pack_in_force.
namespace act {
inline constexpr std::string_view notice = "notice";
inline constexpr std::string_view admission = "admission";
inline constexpr std::string_view agreement = "agreement";
inline constexpr std::string_view renewal = "renewal";
inline constexpr std::string_view data_request = "data_request";
inline constexpr std::string_view price_approval = "price_approval";
inline constexpr std::string_view claim = "claim";
}  // namespace act
inline constexpr std::string_view kEveryAct = "all";

/// The basis that covers this act on this day; of several the one recorded last.
const ContinuationBasis* find_live_basis(const std::vector<ContinuationBasis>& bases, Date day,
                                         std::string_view act);

}  // namespace yunhe::tenants
