/// The moves of a listing. Pure.
#pragma once

#include <array>

#include "catalog/listing.hpp"

namespace yunhe::catalog {

inline constexpr auto kListingMoves = [] {
    using enum ListingState;
    using enum ListingAction;
    using enum ListingActor;
    using Row = Move<ListingState, ListingAction, ListingActor>;
    return std::array{
        Row{proposed, list, operator_staff, listed},
        Row{proposed, refuse, operator_staff, refused},
        Row{proposed, delist, developer, delisted},
        Row{listed, suspend, operator_staff, suspended},
        Row{suspended, resume, operator_staff, listed},
        Row{listed, delist, developer, delisted},
        Row{listed, delist, operator_staff, delisted},
        Row{suspended, delist, developer, delisted},
        Row{suspended, delist, operator_staff, delisted},
        // While the orders of a delisted one still run: an urgent stop.
        Row{delisted, cut, operator_staff, delisted},
    };
}();

/// Does the listing still take up its scenarios?
inline bool is_open(ListingState state) {
    return state == ListingState::proposed || state == ListingState::listed ||
           state == ListingState::suspended;
}

}  // namespace yunhe::catalog
