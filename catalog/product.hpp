/// The data product (数据产品): made from granted resources, reviewed, registered, then listed.
///
/// draft -> submitted (automatic checks pass) -> registered (review passes; certificate) ; returned
/// to the developer, rejected, withdrawn; registered -> revoked with its certificate. What a
/// product is made of is versioned: beside the version in force a new one is drafted, checked and
/// reviewed the same way. Listing is an object of its own (catalog/listing.hpp).
/// Yangzhou 9(五): the operator reviews publication; 14: registration and certificate. Pure.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "catalog/masking.hpp"
#include "catalog/product_kind.hpp"
#include "catalog/resource.hpp"
#include "catalog/scenario.hpp"

namespace yunhe::catalog {

struct ProductEntity { static constexpr std::string_view prefix = "prd"; };
using ProductId = Id<ProductEntity>;

enum class ProductState { draft, submitted, returned, registered, rejected, withdrawn, revoked };
enum class ProductAction { submit, pass, return_, reject, withdraw, revoke };
enum class ProductActor { developer, reviewer, registrar };

/// A column that goes into the product, and how it is masked on the way.
struct UsedColumn {
    std::string name;
    std::vector<Masking> masking = {};
    friend bool operator==(const UsedColumn&, const UsedColumn&) = default;
};

/// One source of a product. Exactly one of `resource_id` and `own_name` is set: the developer's own
/// lawful data has no department and earns none anything.
struct LineageItem {
    std::optional<ResourceId> resource_id;
    std::string resource_code;  ///< Empty for own data.
    std::string own_name;
    std::string weight;         ///< Percent text with at most six decimals, as given.
    /// Of the resource; empty: every granted column, masked as granted.
    std::vector<UsedColumn> columns = {};
    std::string origin_document = {};  ///< Own data: what its lawful origin rests on.
    std::string import_case = {};      ///< Own data: id of the approved import, if any.
    friend bool operator==(const LineageItem&, const LineageItem&) = default;
};

struct Product {
    ProductId id;
    std::string code;
    BodyId developer_id;
    std::string name;
    std::string kind;                       ///< One of the pack's product_kinds.
    std::vector<ScenarioId> scenario_ids;   ///< Inside which it may be offered; of all versions.
    std::vector<LineageItem> lineage;       ///< By resource code, own data last.
    /// Of the version that is shown; of a product without a new version, its own.
    ProductState state = ProductState::draft;
    int version = 1;       ///< Of the row: grows with each change to product or versions.
    int review_round = 0;  ///< How often this version was submitted.
    /// Set once; the product counts from 00:00 of that day.
    std::optional<Timestamp> registered_at;

    // What the version says beside kind and lineage.
    int number = 1;  ///< Of the version: 1 is the first registration.
    std::string description = {};
    std::optional<Delivery> delivery = {};
    std::optional<DataForm> form = {};
    std::map<std::string, std::string, std::less<>> statements = {};  ///< By the kind's codes.
    /// From which day the version counts: as asked for, and as registered.
    std::optional<Date> effective_on = {};
    std::optional<Timestamp> revoked_at = {};  ///< Ends the product at this instant.

    bool own_data_only() const;
};

/// When the product itself is live: from 00:00 of the day of its registration to its revocation;
/// empty before that.
Interval live_interval(const Product& product);

/// Weights are above zero and sum to exactly 100; no source stands twice; at least one source; no
/// column of a source stands twice. Errors: malformed at `/lineage...`: too_few_items, bad_weight,
/// repeated_item, weights_not_100 (args: sum).
Status check_lineage(const std::vector<LineageItem>& lineage);

/// What a product is made of while one of its versions is in force.
struct LineageVersion {
    int number = 1;
    Interval in_force;  ///< Empty where the product was revoked before.
    std::vector<LineageItem> lineage;
};
/// Of registered versions, ascending by number: the intervals of two never overlap.
using LineageVersions = std::vector<LineageVersion>;

/// From each version's first day to the next one's, or to the revocation. `first_days` ascending.
std::vector<Interval> in_force_intervals(std::span<const Date> first_days,
                                         std::optional<Timestamp> revoked_at);
/// The version in force at that instant; nullptr before the first and after a revocation.
const LineageVersion* version_at(const LineageVersions& versions, Timestamp at);
/// The version by which a period is allocated. Later versions begin with a period, so there is only
/// one in each; nullptr if none was in force in or before it.
const LineageVersion* version_of_period(const LineageVersions& versions, Period period);

/// From which day a version that is registered at `now` counts. The first: from today. A later one:
/// from the first day of a period after today, after its forerunner's first day and not before the
/// day asked for; so no event is ever judged or allocated anew.
Date first_effective_day(Timestamp now, std::optional<Date> forerunner_from,
                         std::optional<Date> asked);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ProductState> =
    yunhe::texts_of(std::pair{yunhe::catalog::ProductState::draft, "draft"},
                    std::pair{yunhe::catalog::ProductState::submitted, "submitted"},
                    std::pair{yunhe::catalog::ProductState::returned, "returned"},
                    std::pair{yunhe::catalog::ProductState::registered, "registered"},
                    std::pair{yunhe::catalog::ProductState::rejected, "rejected"},
                    std::pair{yunhe::catalog::ProductState::withdrawn, "withdrawn"},
                    std::pair{yunhe::catalog::ProductState::revoked, "revoked"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ProductAction> =
    yunhe::texts_of(std::pair{yunhe::catalog::ProductAction::submit, "submit"},
                    std::pair{yunhe::catalog::ProductAction::pass, "pass"},
                    std::pair{yunhe::catalog::ProductAction::return_, "return"},
                    std::pair{yunhe::catalog::ProductAction::reject, "reject"},
                    std::pair{yunhe::catalog::ProductAction::withdraw, "withdraw"},
                    std::pair{yunhe::catalog::ProductAction::revoke, "revoke"});
