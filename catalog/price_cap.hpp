/// The price cap (上限收费标准): the ceiling the authorising body sets for the operator's fees, meter
/// by meter. 发改价格〔2025〕65号; it stands beside the market price of Yangzhou 16.
///
/// recorded by the operator with its document -> confirmed by the data authority, or refused. A cap
/// counts from the day that its document names until a later one names the same meter. A plan above
/// the cap of its first day is refused; a cap that sinks later leaves approved plans as they are,
/// but flags them, and from its day the fee is limited to it. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"

namespace yunhe::catalog {

struct PriceCapEntity { static constexpr std::string_view prefix = "cap"; };
using PriceCapId = Id<PriceCapEntity>;

enum class PriceCapState { recorded, confirmed, refused };
enum class PriceCapAction { confirm, refuse };
enum class PriceCapActor { authority };

inline constexpr auto kPriceCapMoves = [] {
    using enum PriceCapState;
    using enum PriceCapAction;
    using enum PriceCapActor;
    using Row = Move<PriceCapState, PriceCapAction, PriceCapActor>;
    return std::array{Row{recorded, confirm, authority, confirmed},
                      Row{recorded, refuse, authority, refused}};
}();

/// No unit above the previous tier's `up_to` and up to this one's (inclusive) may cost more.
struct CapTier {
    std::optional<Quantity> up_to;  ///< Only the last tier has none.
    UnitPrice unit_price;
};

/// The ceiling of one meter.
struct CapItem {
    std::string meter;
    std::vector<CapTier> tiers;  ///< Ascending; empty: no price per unit is allowed.
    /// Per period, of what is owed whatever is used: fixed amounts, minimums, flat fees. Absent:
    /// none may be asked.
    std::optional<Money> amount_max;
};

struct PriceCap {
    PriceCapId id;
    std::string code;
    std::string document;
    Date effective_from;
    std::vector<CapItem> items;
    PriceCapState state = PriceCapState::recorded;
    int version = 1;
    UserId recorded_by_id;
    std::optional<UserId> decided_by_id;
};

/// Errors: malformed below `/items`: too_few_items, repeated_item (a meter twice), tiers_not_open
/// (the last tier has an end, or another has none), tiers_not_ascending, cap_empty (neither tiers
/// nor amount).
Status check_cap_items(const std::vector<CapItem>& items);

/// A cap may begin on any day of a month that isn't over: such a month is rated when it has ended,
/// slice of days by slice. Errors: malformed `/effective_from` effective_in_past (args earliest).
Status check_cap_day(Date effective_from, Date today);

/// As stored: [{meter, tiers: [{up_to, unit_price}], amount_max}].
Json to_json(const std::vector<CapItem>& items);
/// REQUIRES: what to_json wrote.
std::vector<CapItem> cap_items_of(const Json& json);

/// The item of this meter in force on the day, and the cap it is of: the confirmed one that began
/// last. `caps`: in any order and state.
struct CapInForce {
    const PriceCap* cap = nullptr;
    const CapItem* item = nullptr;
};
std::optional<CapInForce> cap_in_force(const std::vector<PriceCap>& caps, std::string_view meter,
                                       Date day);

/// Where a charge goes above its cap: "unit_price" or "amount", with what is asked and allowed.
struct CapExcess {
    std::string meter;
    std::string what;     ///< unit_price, amount
    std::string asked;
    std::string allowed;
    std::string cap_code;
    std::string cap_document;
    Date cap_from;
};
/// The charges (normalised, as in PricePlan) against the caps in force on the day; meters without
/// cap are no excess. In the order of the charges, at most one each.
/// A package counts by its price per unit of a full package; of a volume scale each tier's price
/// holds for every unit below it, because it prices them all.
std::vector<CapExcess> excesses_over_cap(const Json& charges, const std::vector<PriceCap>& caps,
                                         Date day);

/// Meters of the charges that no confirmed cap names on the day.
std::vector<std::string> meters_without_cap(const Json& charges,
                                            const std::vector<PriceCap>& caps, Date day);

/// The days after `from` on which a confirmed cap that names one of the meters begins: on them the
/// plan is looked at again. Ascending.
std::vector<Date> later_cap_days(const Json& charges, const std::vector<PriceCap>& caps, Date from);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::PriceCapState> =
    yunhe::texts_of(std::pair{yunhe::catalog::PriceCapState::recorded, "recorded"},
                    std::pair{yunhe::catalog::PriceCapState::confirmed, "confirmed"},
                    std::pair{yunhe::catalog::PriceCapState::refused, "refused"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::PriceCapAction> =
    yunhe::texts_of(std::pair{yunhe::catalog::PriceCapAction::confirm, "confirm"},
                    std::pair{yunhe::catalog::PriceCapAction::refuse, "refuse"});
