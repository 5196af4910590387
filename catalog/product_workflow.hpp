/// The moves of a product and of each of its versions (Yangzhou 9(五), 14). Pure.
#pragma once

#include <array>

#include "catalog/product.hpp"

namespace yunhe::catalog {

/// `pass` is the move of the last seat: seats that pass before it leave the product submitted.
/// A registered product stays, unless its certificate is revoked: what is withdrawn from the market
/// is its listing.
inline constexpr auto kProductMoves = [] {
    using enum ProductState;
    using enum ProductAction;
    using enum ProductActor;
    using Row = Move<ProductState, ProductAction, ProductActor>;
    return std::array{
        Row{draft, submit, developer, submitted},    Row{returned, submit, developer, submitted},
        Row{draft, withdraw, developer, withdrawn},  Row{returned, withdraw, developer, withdrawn},
        Row{submitted, withdraw, developer, withdrawn},
        Row{submitted, pass, reviewer, registered},  Row{submitted, return_, reviewer, returned},
        Row{submitted, reject, reviewer, rejected},  Row{registered, revoke, registrar, revoked},
    };
}();

/// May the developer still change what the product says?
inline bool editable(ProductState state) {
    return state == ProductState::draft || state == ProductState::returned;
}
/// Does a version in this state wait for somebody? While one does, there is no room for another.
inline bool is_open(ProductState state) {
    return editable(state) || state == ProductState::submitted;
}

}  // namespace yunhe::catalog
