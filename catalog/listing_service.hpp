/// What happens to listings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/listing.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

struct ListingDraft {
    std::optional<std::string> code;  ///< Absent: the running number.
    std::string product_code;
    std::vector<std::string> scenario_codes;
    Date from;
    ListingVisibility visibility = ListingVisibility::everybody;
    std::vector<std::string> party_codes = {};
    TrialTerms trial = {};
};

/// By the product's developer. Errors: malformed `too_few_items`, `unknown_reference`, those of
/// check_terms; party `not_your_object`; state `code_taken`; those of check_listing.
Result<Listing> propose_listing(db::Transaction& tx, const tenants::Caller& caller,
                                const tenants::Rules& rules, const ListingDraft& draft);

struct ListingAct {
    ListingAction action = ListingAction::list;
    std::string reason = {};
    bool urgent = false;  ///< Delisting: stops running orders at once.
};
/// A suspension and a delisting tell those who recorded orders that run. Errors: not_found; party
/// `not_your_object`, `not_your_move`; state `illegal_transition`; malformed `/reason`
/// reason_required (for all but list and resume); those of check_listing (list, resume).
Result<Listing> act_on_listing(db::Transaction& tx, const tenants::Caller& caller,
                               const tenants::Rules& rules, ListingId id, const ListingAct& act);

struct ListingChangeDraft {
    std::optional<std::vector<std::string>> scenario_codes = {};
    std::optional<ListingVisibility> visibility = {};
    std::vector<std::string> party_codes = {};
    std::optional<TrialTerms> trial = {};
    std::string reason = {};
};
/// By the developer, of a listing that isn't over; the operator decides. One at a time. Errors:
/// not_found; malformed `/reason` reason_required, `` too_few_items, `unknown_reference`, those of
/// check_terms; party `not_your_object`; state `listing_not_open`, `change_pending`; those of
/// check_listing.
Result<Listing> propose_change(db::Transaction& tx, const tenants::Caller& caller,
                               const tenants::Rules& rules, ListingId id,
                               const ListingChangeDraft& draft);
/// By the operator, or the developer who takes it back (`accept` false). Scenarios that leave while
/// orders run in them go after the policy's notice; those who recorded such orders are told.
/// Errors: not_found; malformed `/reason` reason_required (refusing); party `not_your_object`,
/// `not_your_move`; state `no_change_pending`; those of check_listing.
Result<Listing> decide_change(db::Transaction& tx, const tenants::Caller& caller,
                              const tenants::Rules& rules, ListingId id, bool accept,
                              const std::string& reason);
/// Errors: not_found (others' proposals; what is for named parties only).
Result<Listing> read_visible_listing(db::Transaction& tx, const tenants::Caller& caller,
        ListingId id);
/// Does the caller see what is only proposed or refused?
bool sees_all_listings(const tenants::Caller& caller);

}  // namespace yunhe::catalog
