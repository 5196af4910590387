/// What happens to listings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/listing.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

struct ListingDraft {
    std::optional<std::string> code;  ///< Absent: the running number.
    std::string product_code;
    std::vector<std::string> scenario_codes;
    Date from;
};

/// By the product's developer. Errors: malformed `too_few_items`, `unknown_reference`; party
/// `not_your_object`; state `code_taken`; those of check_listing.
Result<Listing> propose_listing(db::Transaction& tx, const tenants::Caller& caller,
                                const ListingDraft& draft);
/// Errors: not_found; party `not_your_object`, `not_your_move`; state `illegal_transition`;
/// malformed `/reason` reason_required (for all but list and resume); those of check_listing (list,
/// resume).
Result<Listing> act_on_listing(db::Transaction& tx, const tenants::Caller& caller, ListingId id,
                               ListingAction action, const std::string& reason);
/// Errors: not_found (others' proposals).
Result<Listing> read_visible_listing(db::Transaction& tx, const tenants::Caller& caller,
        ListingId id);
/// Does the caller see what is only proposed or refused?
bool sees_all_listings(const tenants::Caller& caller);

}  // namespace yunhe::catalog
