/// The sales report (销售报告): what a developer sold under an order in a period, the base of charges
/// by share. The developer reports it with its evidence, the operator's finance checks it or sends
/// it back; only a checked report rates. A later report corrects a checked one: once it is checked
/// itself it takes its place, and the period's next settlement drafts the difference. Pure.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "catalog/order.hpp"

namespace yunhe::billing {

struct SalesReportEntity { static constexpr std::string_view prefix = "slr"; };
using SalesReportId = Id<SalesReportEntity>;

enum class SalesReportState {
    reported,
    returned,   ///< By finance, with its reason: the developer mends it.
    checked,    ///< Counts.
    replaced,   ///< A later one was checked.
    withdrawn,
};
enum class SalesReportAction { report, check, send_back, replace, withdraw };
enum class SalesReportActor { developer, finance };

inline constexpr auto kSalesReportMoves = [] {
    using enum SalesReportState;
    using enum SalesReportAction;
    using enum SalesReportActor;
    using Row = Move<SalesReportState, SalesReportAction, SalesReportActor>;
    return std::array{
        Row{reported, report, developer, reported},  Row{returned, report, developer, reported},
        Row{reported, check, finance, checked},      Row{reported, send_back, finance, returned},
        Row{checked, replace, finance, replaced},    Row{reported, withdraw, developer, withdrawn},
        Row{returned, withdraw, developer, withdrawn},
    };
}();

/// What the developer enters.
struct SalesFigures {
    Money sales;           ///< Tax included, not below zero; zero is a report too.
    std::string document;  ///< The evidence: which ledger, invoice list or audit.
    std::optional<std::string> document_digest_hex;  ///< SM3 of the evidence: 64 hex digits.
    std::string note;
    friend bool operator==(const SalesFigures&, const SalesFigures&) = default;
};

struct SalesReport {
    SalesReportId id;
    catalog::OrderId order_id;
    BodyId developer_id;
    Period period;
    int revision = 1;  ///< Of this order and period.
    SalesFigures figures;
    SalesReportState state = SalesReportState::reported;
    int version = 1;
    UserId reported_by_id;
    Timestamp reported_at;
    std::optional<UserId> checked_by_id;
    std::optional<Timestamp> checked_at;
};

/// What a charge by share is taken of.
struct CheckedSales {
    SalesReportId report_id;
    int revision = 1;
    Money sales;
    std::string document;
};
/// Of one period; an order has at most one.
using SalesByOrder = std::map<catalog::OrderId, CheckedSales>;

/// Errors: malformed `/sales` bad_money (below zero), `/document` document_required,
/// `/document_digest` bad_digest.
Status check_sales_figures(const SalesFigures& figures);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SalesReportState> = yunhe::texts_of(
    std::pair{yunhe::billing::SalesReportState::reported, "reported"},
    std::pair{yunhe::billing::SalesReportState::returned, "returned"},
    std::pair{yunhe::billing::SalesReportState::checked, "checked"},
    std::pair{yunhe::billing::SalesReportState::replaced, "replaced"},
    std::pair{yunhe::billing::SalesReportState::withdrawn, "withdrawn"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SalesReportAction> = yunhe::texts_of(
    std::pair{yunhe::billing::SalesReportAction::report, "report"},
    std::pair{yunhe::billing::SalesReportAction::check, "check"},
    std::pair{yunhe::billing::SalesReportAction::send_back, "return"},
    std::pair{yunhe::billing::SalesReportAction::replace, "replace"},
    std::pair{yunhe::billing::SalesReportAction::withdraw, "withdraw"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SalesReportActor> =
    yunhe::texts_of(std::pair{yunhe::billing::SalesReportActor::developer, "developer"},
                    std::pair{yunhe::billing::SalesReportActor::finance, "finance"});
