/// Is a product, a listing or an order open now, and if not, for every reason why not.
///
/// Follows from the facts alone (catalog/entitlement.hpp): nothing here is stored, so nothing has
/// to be reset when what was missing comes back. Shown as `access` wherever one of the three is
/// read. Pure; catalog/chain_access_store.hpp loads the chains.
#pragma once

#include <string>
#include <vector>

#include "base/schema.hpp"
#include "catalog/entitlement.hpp"
#include "catalog/listing.hpp"

namespace yunhe::catalog {

/// `code` has its text in base/error_text.cpp, as the gateway's denial has. Scenario and resource
/// are empty where the reason is about none.
struct AccessReason {
    Denial code = Denial::no_live_order;
    std::string scenario_code = {};
    std::string resource_code = {};
    friend bool operator==(const AccessReason&, const AccessReason&) = default;
};

struct ChainAccess {
    bool open = false;
    std::vector<AccessReason> reasons = {};  ///< Empty while open.
    friend bool operator==(const ChainAccess&, const ChainAccess&) = default;
};

/// A product is open while agreement, grants and registration hold in one of its scenarios; else
/// the reasons of all of them.
ChainAccess access_of_product(const TenantChains& chains, const Product& product, Timestamp at);
/// The same up to the listing, in one of the listing's own scenarios.
ChainAccess access_of_listing(const TenantChains& chains, const Listing& listing, Timestamp at);
/// The whole chain of the order, without meter and touched resources.
ChainAccess access_of_order(const TenantChains& chains, std::string_view order_code, Timestamp at);

/// How replies show it: `field::object("access", kChainAccess)`.
Json to_json(const ChainAccess& access);

inline constexpr Field kAccessReasonFields[] = {
    field::one_of("code", enum_values<Denial>), field::text("scenario_code", 64).nullable(),
    field::text("resource_code", 64).nullable()};
inline constexpr Shape kAccessReason{"ChainReason", kAccessReasonFields};
inline constexpr Field kChainAccessFields[] = {
    field::boolean("open").about("Everything that use needs holds now."),
    field::objects("reasons", kAccessReason).about("All that is missing; empty while open.")};
inline constexpr Shape kChainAccess{"ChainAccess", kChainAccessFields};

}  // namespace yunhe::catalog
