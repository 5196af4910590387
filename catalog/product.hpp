/// The data product (数据产品): made from granted resources, reviewed, registered, then listed.
///
/// draft -> submitted (automatic checks pass) -> registered (review passes; certificate) ; returned
/// to the developer, rejected, withdrawn. Listing is an object of its own (catalog/listing.hpp).
/// Yangzhou 9(五): the operator reviews publication; 14: registration and certificate. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "catalog/resource.hpp"
#include "catalog/scenario.hpp"

namespace yunhe::catalog {

struct ProductEntity { static constexpr std::string_view prefix = "prd"; };
using ProductId = Id<ProductEntity>;

enum class ProductState { draft, submitted, returned, registered, rejected, withdrawn };
enum class ProductAction { submit, pass, return_, reject, withdraw };
enum class ProductActor { developer, reviewer };

/// One source of a product. Exactly one of `resource_id` and `own_name` is set: the developer's own
/// lawful data has no department and earns none anything.
struct LineageItem {
    std::optional<ResourceId> resource_id;
    std::string resource_code;  ///< Empty for own data.
    std::string own_name;
    std::string weight;         ///< Percent text with at most six decimals, as given.
};

struct Product {
    ProductId id;
    std::string code;
    BodyId developer_id;
    std::string name;
    std::string kind;                       ///< One of the pack's product_kinds.
    std::vector<ScenarioId> scenario_ids;   ///< Inside which it may be offered.
    std::vector<LineageItem> lineage;       ///< By resource code, own data last.
    ProductState state = ProductState::draft;
    int version = 1;
    int review_round = 0;                   ///< How often it was submitted.
    /// Set once; the product counts from 00:00 of that day.
    std::optional<Timestamp> registered_at;
    bool own_data_only() const;
};

/// When the product itself is live: from 00:00 of the day of its registration; empty before that.
Interval live_interval(const Product& product);

/// Weights are above zero and sum to exactly 100; no source stands twice; at least one source.
/// Errors: malformed at `/lineage...`: too_few_items, bad_weight, repeated_item, weights_not_100
/// (args: sum).
Status check_lineage(const std::vector<LineageItem>& lineage);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ProductState> =
    yunhe::texts_of(std::pair{yunhe::catalog::ProductState::draft, "draft"},
                    std::pair{yunhe::catalog::ProductState::submitted, "submitted"},
                    std::pair{yunhe::catalog::ProductState::returned, "returned"},
                    std::pair{yunhe::catalog::ProductState::registered, "registered"},
                    std::pair{yunhe::catalog::ProductState::rejected, "rejected"},
                    std::pair{yunhe::catalog::ProductState::withdrawn, "withdrawn"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ProductAction> =
    yunhe::texts_of(std::pair{yunhe::catalog::ProductAction::submit, "submit"},
                    std::pair{yunhe::catalog::ProductAction::pass, "pass"},
                    std::pair{yunhe::catalog::ProductAction::return_, "return"},
                    std::pair{yunhe::catalog::ProductAction::reject, "reject"},
                    std::pair{yunhe::catalog::ProductAction::withdraw, "withdraw"});
