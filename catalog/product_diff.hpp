/// What one version of a product says otherwise than another. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "catalog/product.hpp"

namespace yunhe::catalog {

/// `before` is null where something was added, `after` where it was taken out.
struct ProductChange {
    std::string pointer;  ///< "/kind", "/lineage/R001/weight", "/lineage/own:企业自采"
    Json before;
    Json after;
    friend bool operator==(const ProductChange&, const ProductChange&) = default;
};

/// By pointer; empty if both say the same.
std::vector<ProductChange> changes_between(const Product& before, const Product& after);

}  // namespace yunhe::catalog
