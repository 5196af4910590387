/// A price plan's charge: how one meter's quantity becomes an amount.
///
/// Pure. The JSON form is the one of price plans and of `yunhe rate`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/enum_text.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "billing/aggregation.hpp"
#include "billing/json_reader.hpp"

namespace yunhe::billing {

inline constexpr std::size_t kChargesMax = 50;

enum class ChargeModel {
    unit,       ///< quantity x price
    graduated,  ///< every tier prices its own slice
    volume,     ///< the tier in which the total falls prices everything
    package,    ///< whole packages x price
    fixed,      ///< an amount per period, prorated by days
    share,      ///< a percentage of reported sales
};

/// One step of a graduated or volume scale. `up_to` is inclusive; the last tier has none.
struct Tier {
    std::optional<Quantity> up_to;
    UnitPrice unit_price;
    std::optional<Money> flat_fee;
};

/// Which members count depends on the model; the others keep their defaults. A charge that came out
/// of `parse_charge` keeps these rules: tiers ascend strictly and only the last is open; a package
/// isn't empty; no money is negative; minimum <= maximum; percent <= 100.
struct Charge {
    std::optional<std::string> meter;
    std::optional<Aggregation> aggregation;
    ChargeModel model = ChargeModel::unit;
    UnitPrice unit_price;                   ///< unit, package (per package)
    std::vector<Tier> tiers;                ///< graduated, volume
    Quantity package_size;                  ///< package
    Money amount;                           ///< fixed: per whole period
    Decimal percent;                        ///< share
    std::optional<Quantity> free_quantity;  ///< unit, graduated, volume, package
    std::optional<Money> minimum;           ///< Per period, also where nothing was used.
    std::optional<Money> maximum;
};

/// In this order one mistake comes before another in everything that carries a charge.
inline constexpr std::string_view kChargeCodes[] = {"unknown_field", "missing_field", "bad_money",
                                                    "bad_decimal",   "bad_charge",    "overflow"};

/// Errors, each as malformed `invalid_request` with one field error, in the order of kChargeCodes:
/// `unknown_field` (also a field that the model doesn't use), `missing_field`, `bad_money`,
/// `bad_decimal`, `bad_charge` (see Charge; also a wrong JSON type), `overflow`.
Result<Charge> parse_charge(const Json& value);

/// A plan's list of them, at `/charges` of a body. Errors: malformed `/charges` wrong_type,
/// too_many_items; those of parse_charge at `/charges/n`.
Result<std::vector<Charge>> parse_charges(const Json& charges);

/// The same as part of a larger value. The charge can be used only if nothing was noted.
Charge read_charge(const Json& value, const Place& place, Findings& findings);

/// The model of a charge that may be wrong in other respects.
std::optional<ChargeModel> find_charge_model(const Json& charge);

/// What `parse_charge` reads.
Json to_json(const Charge& charge);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ChargeModel> =
    yunhe::texts_of(std::pair{yunhe::billing::ChargeModel::unit, "unit"},
                    std::pair{yunhe::billing::ChargeModel::graduated, "graduated"},
                    std::pair{yunhe::billing::ChargeModel::volume, "volume"},
                    std::pair{yunhe::billing::ChargeModel::package, "package"},
                    std::pair{yunhe::billing::ChargeModel::fixed, "fixed"},
                    std::pair{yunhe::billing::ChargeModel::share, "share"});
