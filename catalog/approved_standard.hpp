/// The approved standard (核定收费标准) for use of a product's data in a scenario: what a data_use price
/// must equal to the letter (Yangzhou 16; 发改价格〔2025〕65号). Recorded by finance with its document,
/// confirmed by the collecting unit. Pure.
#pragma once

#include <optional>
#include <string>

#include "catalog/price_plan.hpp"

namespace yunhe::catalog {

struct ApprovedStandardEntity { static constexpr std::string_view prefix = "std"; };
using ApprovedStandardId = Id<ApprovedStandardEntity>;

enum class StandardState { recorded, confirmed };

struct ApprovedStandard {
    ApprovedStandardId id;
    std::string code;
    ProductId product_id;
    ScenarioId scenario_id;
    std::string document;
    Date effective_from;
    Json charges = Json::array();  ///< Normalised, as in PricePlan.
    StandardState state = StandardState::recorded;
    int version = 1;
    UserId recorded_by_id;
    std::optional<UserId> confirmed_by_id;
};

/// Does the plan charge exactly what the standard says, for the same product and scenario, not
/// before the standard is in force? Errors: rule `standard_differs`.
/// REQUIRES: the plan is of kind data_use.
Status check_standard(const PricePlan& plan, const ApprovedStandard& standard);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::StandardState> =
    yunhe::texts_of(std::pair{yunhe::catalog::StandardState::recorded, "recorded"},
                    std::pair{yunhe::catalog::StandardState::confirmed, "confirmed"});
