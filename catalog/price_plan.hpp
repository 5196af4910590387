/// Price plans: what use costs, versioned and dated.
///
/// Three prices never mix: `data_use` is state income at the approved standard exactly,
/// `operator_fee` is the operator's income below a cap, `market` is what a developer asks of buyers
/// (shown only). Yangzhou 16; 发改价格〔2025〕65号. The charges are JSON here, checked and normalised by
/// billing/charge.hpp before they come in, because billing stands to the right of catalog. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "catalog/product.hpp"

namespace yunhe::catalog {

struct PricePlanEntity { static constexpr std::string_view prefix = "ppl"; };
using PricePlanId = Id<PricePlanEntity>;

enum class PriceKind { data_use, operator_fee, market };
enum class PricePlanState { draft, approved, withdrawn };

/// `product_id` and `scenario_id` are both set (data_use, market) or both absent (platform costs of
/// every developer). A period uses, of the approved plans of one kind for one (product, scenario),
/// the one with the latest `effective_from` that is not after the period's first day. Plans without
/// product that begin on the same day stand beside each other, each with meters of its own.
struct PricePlan {
    PricePlanId id;
    std::string code;
    PriceKind kind = PriceKind::data_use;
    std::optional<ProductId> product_id;
    std::optional<ScenarioId> scenario_id;
    Date effective_from;
    PricePlanState state = PricePlanState::draft;
    int version = 1;
    Json charges = Json::array();   ///< Normalised; each has `meter` and `aggregation`.
    /// data_use: the approved standard that it equals.
    std::optional<std::string> standard_code;
    std::optional<std::string> allocation_meter;   ///< Which meter carries `usage` in allocation.
    /// The basis on which it was approved after the pack's end, if so.
    std::optional<std::string> continuation_document;
    UserId drafted_by_id;
    std::optional<UserId> approved_by_id;
};

/// What a kind of price is set for: data_use and market name product and scenario, operator_fee
/// none. Errors: malformed `missing_field`, `not_for_operator_fee` at `/product_code` or
/// `/scenario_code`.
Status check_subject(PriceKind kind, bool has_product, bool has_scenario);

/// The charges of a plan or standard, already normalised one by one: there is one, each names meter
/// and aggregation, no meter twice. Errors: malformed below `/charges`: `too_few_items`,
/// `missing_field`, `repeated_item`.
Status check_charges(const Json& charges);

/// A share is taken of what was sold under an order: an operator_fee, which has none, can't ask
/// it. Errors: malformed `/charges/n/model` share_needs_orders.
Status check_models(PriceKind kind, const Json& charges);

/// The meter that carries `usage` in allocation: only for data_use; needed where there are several
/// meters; one that adds up (sum or count). REQUIRES: check_charges passed.
/// Errors: malformed at `/allocation_meter`: `only_for_data_use`, `missing_field`, `not_one_of`,
/// `meter_does_not_add_up`.
Status check_allocation_meter(PriceKind kind, const Json& charges,
                              const std::optional<std::string>& allocation_meter);

/// Prices change with a period, never behind it: the first day of this month or a later one.
/// Errors: malformed `/effective_from`: `not_first_of_month`, `effective_in_past`.
Status check_effective_from(Date effective_from, Date today);

/// May use of this product be charged as state income? `unconditional[i]`: is the i-th resource of
/// the lineage open data? Own data isn't among them.
/// Errors: rule `own_data_not_chargeable` (no resource at all), `open_data_not_chargeable`.
Status check_chargeable(const std::vector<bool>& unconditional);

/// One meter of two versions of a plan.
struct ChargeChange {
    std::string meter;
    Json before;  ///< The charge; null where the meter is new.
    Json after;   ///< Null where it is gone.
};
/// What differs between two versions, by meter.
std::vector<ChargeChange> diff_charges(const Json& before, const Json& after);

/// In the order of the charges.
std::vector<std::string> meters_of(const Json& charges);
/// The same charges, whatever order they stand in.
bool same_charges(const Json& a, const Json& b);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::PriceKind> =
    yunhe::texts_of(std::pair{yunhe::catalog::PriceKind::data_use, "data_use"},
                    std::pair{yunhe::catalog::PriceKind::operator_fee, "operator_fee"},
                    std::pair{yunhe::catalog::PriceKind::market, "market"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::PricePlanState> =
    yunhe::texts_of(std::pair{yunhe::catalog::PricePlanState::draft, "draft"},
                    std::pair{yunhe::catalog::PricePlanState::approved, "approved"},
                    std::pair{yunhe::catalog::PricePlanState::withdrawn, "withdrawn"});
