/// Settlement: from a period's facts to charge lines, and from lines to documents.
///
/// Pure; the same facts give the same lines in the same order: orders by code, each with its
/// charges as the plan has them, then developers by credit code, each with the charges of the
/// platform plans by plan code, then service fees by credit code and agreement number.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "billing/charge.hpp"
#include "billing/charge_line.hpp"
#include "billing/fee_limit.hpp"
#include "billing/sales_report.hpp"
#include "catalog/order.hpp"

namespace yunhe::billing {

/// A price plan version with its charges read.
struct RatingPlan {
    std::string code;
    std::vector<Charge> charges;  ///< Each has a meter and an aggregation.
};

/// What one subject used of one meter, aggregated as its charge says. REQUIRES: events > 0.
struct MeterUsage {
    std::string meter;
    Quantity quantity;
    std::int64_t events = 0;
    Timestamp first_at;
    Timestamp last_at;
    std::string digest_hex;  ///< SM3 of the events.
    /// For the operator's meters on which several price caps count in turn: see `limit_slices`.
    std::vector<UsedBefore> before = {};
};

struct OrderFacts {
    catalog::OrderId id;
    std::string code;
    catalog::OrderKind kind = catalog::OrderKind::paid;
    catalog::ProductId product_id;
    std::string product_code;
    catalog::ScenarioId scenario_id;
    std::string scenario_code;
    BodyId developer_id;
    std::string developer_uscc;
    int days_active = 0;                           ///< See `days_active`.
    std::optional<catalog::WaiverGround> ground;   ///< Charged 0 if set.
    std::string ground_document;
    /// By meter: how much of it the waiver covers in the period; what is beyond is charged. Meters
    /// that aren't named are waived whole.
    std::map<std::string, Quantity, std::less<>> waived_quantities;
    std::optional<RatingPlan> plan;                ///< In force on the period's first day.
    std::vector<MeterUsage> usage;
    std::optional<CheckedSales> sales = {};        ///< Of the period, for charges by share.
};

struct DeveloperFacts {
    BodyId id;
    std::string uscc;
    std::vector<MeterUsage> usage;
};

/// An agreement that begins in the period.
struct ServiceFeeFacts {
    tenants::AgreementId agreement_id;
    std::uint64_t agreement_number = 0;
    BodyId developer_id;
    std::string developer_uscc;
    Money amount;
};

struct PeriodFacts {
    Period period;
    std::vector<OrderFacts> orders;
    std::vector<RatingPlan> platform_plans;
    std::vector<DeveloperFacts> developers;
    std::vector<ServiceFeeFacts> service_fees;
    std::vector<catalog::PriceCap> caps = {};  ///< The confirmed ones: they limit platform plans.
};

/// The days of the period on which the order was live at some moment.
int days_active(const catalog::Order& order, Period period);

/// The whole period as lines without ids. A line stands for each charge with an event, for live
/// paid orders also for `fixed` charges and those with a minimum, and for a share of sales that
/// were checked. Before they are, a share is taken of nothing: the next settlement drafts the rest.
/// Errors: state `usage_without_price` (args: subject, meter); rule `overflow`.
Result<std::vector<ChargeLine>> rate_period(const PeriodFacts& facts);

/// What is new against `billed`, the lines on documents that don't change any more: lines whose
/// subject hasn't been billed as they are, else the difference, if there is one. It is below zero
/// where less was used than billed, and always what makes the whole of what was billed: tiers,
/// packages and minimums are those of the whole.
std::vector<ChargeLine> difference(const std::vector<ChargeLine>& whole,
                                   const std::vector<ChargeLine>& billed);

/// Percent texts of TaxRate. A supplement keeps the rate of the bill that it corrects.
struct BillTaxRates {
    std::string usual;
    std::map<std::string, std::string> by_developer = {};  ///< By credit code.
    const std::string& of(const std::string& uscc) const;
};

/// Bills and claims that the lines belong on: per developer, and per (developer, product); none
/// where the amounts add up to zero. Sets only what follows from the lines: period, parties' ids
/// and codes, amounts. `lines`: positions of each document's lines; zero-rated ones stand on none.
struct DocumentPlan {
    struct BillPlan {
        Bill bill;
        std::vector<std::size_t> lines;
    };
    struct ClaimPlan {
        Claim claim;
        std::vector<std::size_t> lines;
    };
    std::vector<BillPlan> bills;    ///< By credit code.
    std::vector<ClaimPlan> claims;  ///< By credit code and product code.
};
DocumentPlan plan_documents(const std::vector<ChargeLine>& lines, const BillTaxRates& rates);

/// Of everything in the lines that counts, and of the tax rate: equal digests, equal documents.
/// 64 characters.
std::string digest_of(const std::vector<ChargeLine>& lines, const std::string& tax_rate_text);

/// One run over a period, kept with its last figures.
struct Settlement {
    SettlementId id;
    Period period;
    int version = 1;  ///< Rises each time figures or documents change.
    std::string digest_hex;
    std::int64_t lines = 0;
    Money claimed;        ///< Charged in book nontax, in all.
    Money billed;         ///< Charged in book operator, in all.
    Money zero_rated;     ///< At list price: what waivers took off.
    UserId settled_by_id;
    Timestamp settled_at;
};

}  // namespace yunhe::billing
