/// The listing (上架): a registered product offered in named scenarios.
///
/// proposed by the developer -> listed by the operator <-> suspended -> delisted; or refused. When
/// it was live is kept as intervals, because usage is judged at its own time. Pure.
#pragma once

#include <string>
#include <vector>

#include "catalog/order.hpp"

namespace yunhe::catalog {

enum class ListingState { proposed, listed, suspended, delisted, refused };
enum class ListingAction { list, refuse, suspend, resume, delist };
enum class ListingActor { developer, operator_staff };

struct Listing {
    ListingId id;
    std::string code;
    ProductId product_id;
    BodyId developer_id;
    std::vector<ScenarioId> scenario_ids;
    Date from;                        ///< Wished first day.
    ListingState state = ListingState::proposed;
    int version = 1;
    std::vector<Interval> live;       ///< Ascending, disjoint; the last is open while it is listed.
};

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
/// before the day on which it is listed; resuming counts from `now`. REQUIRES: `to` came from
/// kListingMoves.
Listing apply(Listing listing, ListingAction action, ListingState to, Timestamp now);

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
                    std::pair{yunhe::catalog::ListingAction::delist, "delist"});
