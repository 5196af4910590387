/// The listing (上架): a registered product offered in named scenarios.
///
/// proposed by the developer -> listed by the operator <-> suspended -> delisted; or refused. When
/// it was live is kept as intervals, because usage is judged at its own time.
///
/// Who is told of it: everybody (the public portal too), those who sign in, or named parties. What
/// the developer wants to change of it, the operator decides. Once it is delisted nobody can order
/// any more; orders that run go on for the policy's notice, unless it is urgent. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/order.hpp"

namespace yunhe::catalog {

enum class ListingState { proposed, listed, suspended, delisted, refused };
enum class ListingAction { list, refuse, suspend, resume, delist, cut };
enum class ListingActor { developer, operator_staff };

enum class ListingVisibility { everybody, members, named };

/// A scenario of the listing, and since and until when it was offered in it.
struct OfferedScenario {
    ScenarioId id;
    Interval offered;
};

/// What the longest trial is and how much of a meter it may use; absent: the policy's.
struct TrialTerms {
    std::optional<int> days = {};
    std::map<std::string, Quantity, std::less<>> quantities = {};
};

/// What the developer proposes to change of its listing; what is absent stays.
struct ListingChange {
    std::optional<std::vector<ScenarioId>> scenario_ids = {};
    std::optional<ListingVisibility> visibility = {};
    std::vector<BodyId> party_ids = {};  ///< With visibility `named`.
    std::optional<TrialTerms> trial = {};
    std::string reason = {};
};

struct Listing {
    ListingId id;
    std::string code;
    ProductId product_id;
    BodyId developer_id;
    std::vector<ScenarioId> scenario_ids;   ///< Those in which it is offered from now on.
    Date from;                        ///< Wished first day.
    ListingState state = ListingState::proposed;
    int version = 1;
    std::vector<Interval> live;       ///< Ascending, disjoint; the last is open while it is listed.
    ListingVisibility visibility = ListingVisibility::everybody;
    std::vector<BodyId> party_ids = {};      ///< Who sees it when it is for named parties.
    TrialTerms trial = {};
    std::optional<Date> delist_on = {};      ///< Delisted: the first day without it.
    std::optional<ListingChange> change = {};///< Proposed, not decided.
    std::vector<OfferedScenario> offered = {};  ///< All there ever were; see live_in.
};

/// When the listing was live in the scenario.
std::vector<Interval> live_in(const Listing& listing, ScenarioId scenario_id);

/// May these people be told of it? `body_id`: their body; empty: everybody.
bool visible_to(const Listing& listing, std::optional<BodyId> body_id);

/// Named parties are named for that visibility alone, each once, not the developer itself; trial
/// terms are within the policy's. Errors: malformed `/party_codes` too_few_items, only_for_named;
/// `/trial_days` out_of_range, `/trial_quotas/n/quantity` out_of_range.
Status check_terms(const Listing& listing, int trial_days_most, Quantity trial_quantity_most);

/// The listing after the change: scenarios that leave go at `leave_at`, those that join come now.
Listing apply(Listing listing, const ListingChange& change, Timestamp now, Timestamp leave_at);
/// As stored.
Json to_json(const ListingChange& change);
/// REQUIRES: what to_json wrote.
ListingChange listing_change_of(const Json& json);

/// What the product must have before it can be listed in a scenario.
struct ListingFacts {
    ScenarioId scenario_id;
    std::string scenario_code;
    bool in_product = false;       ///< One of the product's scenarios.
    bool has_price = false;        ///< An approved data_use plan.
    bool offered_elsewhere = false;///< Stands in another listing that isn't over.
};

/// `chargeable`: use of the product is charged at all (not of own or open data only).
/// Errors: state `product_not_registered`, `already_offered` (args scenario); rule
/// `scenario_outside_product`, `price_missing` (args scenario).
Status check_listing(const Product& product, bool chargeable,
        const std::vector<ListingFacts>& facts);

/// The listing after the move: state and intervals. Listing counts from 00:00 of `from`, but not
/// before the day on which it is listed; resuming counts from `now`; a delisting stops what runs at
/// `stop_at`, a cut and a suspension at `now`. REQUIRES: `to` came from kListingMoves; `stop_at` is
/// `now` or the start of a later day.
Listing apply(Listing listing, ListingAction action, ListingState to, Timestamp now,
              std::optional<Timestamp> stop_at = {});

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ListingState> =
    yunhe::texts_of(std::pair{yunhe::catalog::ListingState::proposed, "proposed"},
                    std::pair{yunhe::catalog::ListingState::listed, "listed"},
                    std::pair{yunhe::catalog::ListingState::suspended, "suspended"},
                    std::pair{yunhe::catalog::ListingState::delisted, "delisted"},
                    std::pair{yunhe::catalog::ListingState::refused, "refused"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ListingAction> =
    yunhe::texts_of(std::pair{yunhe::catalog::ListingAction::list, "list"},
                    std::pair{yunhe::catalog::ListingAction::refuse, "refuse"},
                    std::pair{yunhe::catalog::ListingAction::suspend, "suspend"},
                    std::pair{yunhe::catalog::ListingAction::resume, "resume"},
                    std::pair{yunhe::catalog::ListingAction::delist, "delist"},
                    std::pair{yunhe::catalog::ListingAction::cut, "cut"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ListingVisibility> =
    yunhe::texts_of(std::pair{yunhe::catalog::ListingVisibility::everybody, "public"},
                    std::pair{yunhe::catalog::ListingVisibility::members, "members"},
                    std::pair{yunhe::catalog::ListingVisibility::named, "named"});
