/// What stops when a part of a chain stops: a grant, a product, a listing.
///
/// The part closes by its own fact (a revocation, an interval that ends). Nothing else is changed
/// and nothing has to be undone: what hangs on it is closed because the chain is
/// (catalog/entitlement.hpp). What is kept is which products, listings and orders that closed, for
/// those whose they are. Pure.
#pragma once

#include <string>
#include <vector>

#include "catalog/entitlement.hpp"
#include "catalog/grant.hpp"
#include "catalog/listing.hpp"

namespace yunhe::catalog {

struct ChainStopEntity { static constexpr std::string_view prefix = "stp"; };
using ChainStopId = Id<ChainStopEntity>;

enum class StopCause {
    grant_revoked,
    consent_withdrawn,
    resource_suspended,
    product_suspended,
    product_withdrawn,
    certificate_revoked,
    listing_suspended,
    listing_delisted,
};

/// A part of a chain that stops at `at`.
struct ChainStop {
    StopCause cause = StopCause::grant_revoked;
    std::string aggregate;            ///< The case in which it was stopped ("data_request").
    std::uint64_t aggregate_id = 0;
    std::string title;                ///< What desks call it: code and name.
    std::vector<GrantId> grant_ids = {};
    std::vector<ProductId> product_ids = {};
    std::vector<ListingId> listing_ids = {};
    std::string reason;
    Timestamp at;                     ///< From this instant on.
};

/// The same, with what the chains need to know of it.
struct StoppedLinks {
    std::vector<std::pair<ScenarioId, ResourceId>> grants = {};
    std::vector<ProductId> products = {};
    std::vector<std::pair<ProductId, ScenarioId>> listings = {};
};

/// What is closed at `at` and would be open if these links weren't closed: exactly what needs them.
/// What was closed for another reason already isn't among it, nor what another grant for the same
/// resource and scenario keeps open.
struct StoppedOffers {
    std::vector<std::pair<ProductId, ScenarioId>> products;  ///< Up to the registration.
    std::vector<std::pair<ProductId, ScenarioId>> listings;  ///< Up to the listing.
    std::vector<std::string> order_codes;
    bool empty() const { return products.empty() && listings.empty() && order_codes.empty(); }
};
StoppedOffers stopped_by(const TenantChains& chains, const StoppedLinks& links, Timestamp at);

/// A stop as it is kept.
struct RecordedStop {
    ChainStopId id;
    StopCause cause = StopCause::grant_revoked;
    std::string aggregate;
    std::uint64_t aggregate_id = 0;
    std::string title;
    std::string reason;
    Timestamp at;
    Timestamp recorded_at;
};

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::StopCause> = yunhe::texts_of(
    std::pair{yunhe::catalog::StopCause::grant_revoked, "grant_revoked"},
    std::pair{yunhe::catalog::StopCause::consent_withdrawn, "consent_withdrawn"},
    std::pair{yunhe::catalog::StopCause::resource_suspended, "resource_suspended"},
    std::pair{yunhe::catalog::StopCause::product_suspended, "product_suspended"},
    std::pair{yunhe::catalog::StopCause::product_withdrawn, "product_withdrawn"},
    std::pair{yunhe::catalog::StopCause::certificate_revoked, "certificate_revoked"},
    std::pair{yunhe::catalog::StopCause::listing_suspended, "listing_suspended"},
    std::pair{yunhe::catalog::StopCause::listing_delisted, "listing_delisted"});
