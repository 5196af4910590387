/// The charge line (计费明细): what one order used of one meter in a period and what that costs, with
/// its explanation; of platform costs and service fees, one developer's.
///
/// Pure. Sums of lines are exactly the sums of bills and claims.
#pragma once

#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "billing/bill.hpp"
#include "billing/claim.hpp"
#include "billing/ledger.hpp"
#include "catalog/order.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::billing {

struct ChargeLineEntity { static constexpr std::string_view prefix = "chl"; };
using ChargeLineId = Id<ChargeLineEntity>;
struct SettlementEntity { static constexpr std::string_view prefix = "stl"; };
using SettlementId = Id<SettlementEntity>;

enum class Treatment {
    charged,
    zero_rated,  ///< Rated at list price, charged 0.00 on a waiver ground (减免台账).
};

/// The meter of the line for an agreement's service fee (Yangzhou 12).
inline constexpr std::string_view kServiceFeeMeter = "agreement_service_fee";

struct ChargeLine {
    ChargeLineId id;
    SettlementId settlement_id;
    Period period;  ///< Of the use.
    Book book = Book::nontax;
    BodyId developer_id;  ///< Who owes it.
    std::string developer_uscc;
    std::optional<catalog::OrderId> order_id;  ///< Book nontax; with product and scenario.
    std::string order_code;                    ///< Empty without order, as the next two.
    std::optional<catalog::ProductId> product_id;
    std::string product_code;
    std::optional<catalog::ScenarioId> scenario_id;
    std::string scenario_code;
    std::optional<tenants::AgreementId> agreement_id;  ///< Service fee.
    std::string meter;
    Quantity quantity;
    Money list_amount;  ///< At list price.
    Money amount;       ///< What is charged: list_amount, or 0.00 if zero-rated.
    Treatment treatment = Treatment::charged;
    std::optional<catalog::WaiverGround> ground;
    std::string ground_document;  ///< Of `source_trial` and `approved`.
    std::string plan_code;        ///< Empty for a service fee.
    /// Set on a supplement's line: the line that was billed before. Quantity and amounts are then
    /// the difference between the whole and all that was billed, and may be below zero. On a red
    /// document's line: the line that it takes back.
    std::optional<ChargeLineId> corrects_id;
    std::optional<BillId> bill_id;    ///< Book operator.
    std::optional<ClaimId> claim_id;  ///< Book nontax, charged.
    /// `{plan, charge, quantity, exact, steps[], events{count, first_at, last_at, digest}, ...}`
    Json explanation = Json::object();
};

/// Two lines about the same use: the same order (or developer, or agreement) and meter.
bool same_subject(const ChargeLine& a, const ChargeLine& b);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::Treatment> =
    yunhe::texts_of(std::pair{yunhe::billing::Treatment::charged, "charged"},
                    std::pair{yunhe::billing::Treatment::zero_rated, "zero_rated"});
