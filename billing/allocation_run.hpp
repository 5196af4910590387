/// The allocation run (测算批次): all pools of a usage period shared out by the plan in force.
/// Pure.
///
/// One pool per claim = the money that came for it, at most the claim; no money, no pool. Finance
/// drafts, another person of finance reviews, the treasury posts (four eyes). Running a period
/// again gives the difference to what is posted, part by part; where nothing changed there is no
/// pool in the run. What refunds took back of a pool are rows of their own, in pools below zero, so
/// that the parts of both kinds can be trued up apart (docs/adr/0015).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"
#include "billing/allocation.hpp"
#include "billing/allocation_plan.hpp"
#include "billing/claim.hpp"
#include "billing/ledger.hpp"
#include "billing/receipt.hpp"

namespace yunhe::billing {

struct RunEntity { static constexpr std::string_view prefix = "alr"; };
using RunId = Id<RunEntity>;
struct RunPoolEntity { static constexpr std::string_view prefix = "alc"; };
using RunPoolId = Id<RunPoolEntity>;

enum class RunState {
    draft,
    reviewed,   ///< By another person of finance.
    posted,
    reversed,   ///< A reversal of its own undid it; its rows stay and the two add up to nothing.
    discarded,  ///< Turned down, or a later draft of the period took its place.
};
enum class RunAction { draft, review, post, reverse, discard };
enum class RunActor { finance, treasury };
inline constexpr auto kRunMoves = [] {
    using Row = Move<RunState, RunAction, RunActor>;
    return std::array{
        Row{RunState::draft, RunAction::draft, RunActor::finance, RunState::draft},
        Row{RunState::draft, RunAction::review, RunActor::finance, RunState::reviewed},
        Row{RunState::reviewed, RunAction::post, RunActor::treasury, RunState::posted},
        Row{RunState::posted, RunAction::reverse, RunActor::treasury, RunState::reversed},
        Row{RunState::draft, RunAction::discard, RunActor::finance, RunState::discarded},
        Row{RunState::reviewed, RunAction::discard, RunActor::finance, RunState::discarded},
    };
}();

enum class RunKind {
    allocation,
    refund,    ///< Takes back what one refund took out of a pool; posted with the refund.
    reversal,  ///< Undoes a posted run; posted at once.
};
enum class PoolKind {
    allocation,
    refund,  ///< What refunds take back: its money and rows are below zero.
};

/// One resource of the product with what its share depends on. `name`s are those of the day of the
/// run.
struct PoolSource {
    std::string resource_code;
    std::string resource_name;
    std::string department_code;
    std::string department_name;
    std::string budget_route;            ///< How money reaches the department.
    bool open = false;                   ///< Unconditional: its share is 0 whatever the basis.
    std::string weight;                  ///< Decimal texts ...
    std::optional<std::string> usage;    ///< ... absent: the price has no meter that adds up.
    std::optional<std::string> quality;  ///< Confirmed score; absent counts 1.
};

/// One row of a pool: an account, or one resource of a department.
struct PoolRow {
    std::string to;
    std::string department_code;  ///< Empty for an account, as all texts up to `quality`.
    std::string department_name;
    std::string budget_route;
    std::string resource_code;
    std::string resource_name;
    std::string weight;       ///< As they entered the factor: "0" for open resources.
    std::string usage;        ///< Empty: not known, counted as 1.
    std::string quality;
    std::string exact_share;  ///< `exact_text`, of the whole pool.
    std::string rounding;     ///< Whole amount minus exact share, `exact_text`.
    Money amount;             ///< What this run gives: in a later run the difference.
};

/// What a pool's rows stand for, as it was named on the day of the run.
struct PoolLabels {
    std::string product_code;
    std::string product_name;
    std::string payer;
    std::string payer_uscc;
    std::string claim_number;
    std::string payment_code;
    std::string bill_no;
    std::string item_code;
    std::string plan_code;
    std::string plan_document;
};

struct RunPool {
    RunPoolId id;
    PoolKind kind = PoolKind::allocation;
    ClaimId claim_id;
    PlanId plan_id;
    Money pool;        ///< Realised so far, or minus what refunds took back so far.
    Date realised_on;  ///< Day of the last money in it; its year is the fiscal year.
    PoolLabels labels;
    std::vector<PoolRow> rows;
    std::optional<std::uint64_t> entry_id;  ///< The ledger entry; absent before posting, and where
                                            ///< only resources inside departments changed.
    Money change() const;                   ///< Sum of the rows.
};

struct AllocationRun {
    RunId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    RunKind kind = RunKind::allocation;
    Period period;             ///< Of the use.
    RunState state = RunState::draft;
    int version = 1;
    UserId drafted_by_id;
    Timestamp drafted_at;
    std::optional<UserId> reviewed_by_id;
    std::optional<Timestamp> reviewed_at;
    std::optional<UserId> posted_by_id;
    std::optional<Timestamp> posted_at;
    std::optional<RefundId> refund_id;   ///< Of a refund's run.
    std::optional<RunId> reverses_id;    ///< Of a reversal.
    std::vector<RunPool> pools;
    Money total() const;  ///< Of all pools' changes.
};

/// What a claim has so far, as runs see it.
struct ClaimMoney {
    Money pool;      ///< What is shared out; see ClaimRealised.
    Money mirrored;  ///< Of that, taken back by refunds.
};
/// What is posted for a claim, by kind; empty: nothing yet.
struct PostedParts {
    std::vector<Part> given;
    std::vector<Part> mirrored;
};
struct ClaimRows {
    std::vector<PoolRow> given;
    std::vector<PoolRow> mirrored;
};

/// Shares a claim's money out and compares with what is posted for it. The first run keeps every
/// row, those of 0.00 too; a later one only rows that change, so no rows mean that nothing changed.
/// Errors: those of `allocate`; malformed `bad_decimal`; rule `refund_exceeds_pool`.
/// REQUIRES: pool >= 0.
Result<ClaimRows> claim_rows(const AllocationPlan& plan, const ClaimMoney& money,
                             const std::vector<PoolSource>& sources, const PostedParts& posted);

/// The rows that take a refund back: -(what was given x refunds so far / pool) by the largest
/// remainder, less what earlier refunds took back. `given`: one row per part as posted so far.
/// Errors: rule `refund_exceeds_pool`.
Result<std::vector<PoolRow>> refund_rows(const std::vector<PoolRow>& given, Money refunded,
                                         const std::vector<Part>& mirrored);

/// The run's rows with opposite amounts.
std::vector<RunPool> reversed_pools(std::vector<RunPool> pools);

/// Several plans side by side over the same money.
struct PlanColumn {
    std::string plan_code;
    std::vector<RunPool> pools;
};
struct ComparedRow {
    std::string to;
    std::string department_name;         ///< Empty for an account.
    std::vector<Money> amounts;          ///< In the order of the columns.
};
/// One row per recipient, by `to`; 0.00 where a plan gives it nothing.
std::vector<ComparedRow> compare_columns(const std::vector<PlanColumn>& columns);

/// The rows as parts of the ledger entry; the inverse of what `pool_rows` did with parts.
std::vector<Part> parts_of(const std::vector<PoolRow>& rows);

/// Do two runs give the same money to the same? (Names may differ.)
bool same_figures(const std::vector<RunPool>& a, const std::vector<RunPool>& b);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::RunState> =
    yunhe::texts_of(std::pair{yunhe::billing::RunState::draft, "draft"},
                    std::pair{yunhe::billing::RunState::reviewed, "reviewed"},
                    std::pair{yunhe::billing::RunState::posted, "posted"},
                    std::pair{yunhe::billing::RunState::reversed, "reversed"},
                    std::pair{yunhe::billing::RunState::discarded, "discarded"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::RunAction> =
    yunhe::texts_of(std::pair{yunhe::billing::RunAction::draft, "draft"},
                    std::pair{yunhe::billing::RunAction::review, "review"},
                    std::pair{yunhe::billing::RunAction::post, "post"},
                    std::pair{yunhe::billing::RunAction::reverse, "reverse"},
                    std::pair{yunhe::billing::RunAction::discard, "discard"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::RunActor> =
    yunhe::texts_of(std::pair{yunhe::billing::RunActor::finance, "finance"},
                    std::pair{yunhe::billing::RunActor::treasury, "treasury"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::RunKind> =
    yunhe::texts_of(std::pair{yunhe::billing::RunKind::allocation, "allocation"},
                    std::pair{yunhe::billing::RunKind::refund, "refund"},
                    std::pair{yunhe::billing::RunKind::reversal, "reversal"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::PoolKind> =
    yunhe::texts_of(std::pair{yunhe::billing::PoolKind::allocation, "allocation"},
                    std::pair{yunhe::billing::PoolKind::refund, "refund"});
