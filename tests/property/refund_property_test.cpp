/// Receipts, runs and refunds of one claim in any order: what is realised is always what is
/// allocated plus what isn't, and no part is ever below zero.
#include <rapidcheck/boost_test.h>

#include <map>

#include "billing/allocation_run.hpp"
#include "billing/refund.hpp"

namespace yunhe::billing::refund_property_test {
namespace {

using RowKey = std::pair<std::string, std::string>;

AllocationPlan any_refund_plan() {
    const auto percent = std::to_string(*rc::gen::inRange(0, 101));
    const auto fixed = to_text(Money::fen(*rc::gen::inRange(0, 2000)));
    return parse_plan_steps("p", Json::array({{{"to", "fund:first"}, {"fixed", fixed}},
                                              {{"to", "treasury:general"}, {"percent", percent}},
                                              {{"to", "departments"},
                                               {"remaining", true},
                                               {"basis", {"weight", "quality"}}}}))
        .value();
}

std::vector<PoolSource> any_refund_sources() {
    std::vector<PoolSource> sources(static_cast<std::size_t>(*rc::gen::inRange(1, 7)));
    for (std::size_t i = 0; i < sources.size(); ++i) {
        sources[i].resource_code = "R" + std::to_string(i);
        sources[i].department_code = "D" + std::to_string(*rc::gen::inRange(1, 4));
        sources[i].open = i > 0 && *rc::gen::inRange(0, 5) == 0;
        sources[i].weight = std::to_string(*rc::gen::inRange(1, 100));
        if (*rc::gen::arbitrary<bool>())
            sources[i].quality = "0." + std::to_string(*rc::gen::inRange(10, 100));
    }
    return sources;
}

/// The claim as the services keep it.
struct ClaimHistory {
    Money claim = {};
    Money received = {};
    Money refunded = {};
    Money mirrored = {};
    std::map<RowKey, PoolRow> given = {};  ///< One row per part.
    std::map<RowKey, PoolRow> taken = {};

    Money realised() const { return received - refunded; }
    Money pool() const { return realised() + mirrored; }

    static std::vector<PoolRow> rows(const std::map<RowKey, PoolRow>& by_key) {
        std::vector<PoolRow> rows;
        for (const auto& [key, row] : by_key) rows.push_back(row);
        return rows;
    }
    static Money sum(const std::map<RowKey, PoolRow>& by_key) {
        Money sum;
        for (const auto& [key, row] : by_key) sum += row.amount;
        return sum;
    }
    static void add(std::map<RowKey, PoolRow>& by_key, const std::vector<PoolRow>& rows) {
        for (const auto& row : rows) {
            const auto [at, fresh] = by_key.try_emplace({row.to, row.resource_code}, row);
            if (!fresh) at->second.amount += row.amount;
        }
    }
    PostedParts posted() const { return {parts_of(rows(given)), parts_of(rows(taken))}; }
    Money allocated() const { return sum(given) + sum(taken); }
};

void receive(ClaimHistory& history) {
    const auto amount = Money::fen(*rc::gen::inRange(1, 300000));
    history.received += split_receipt(amount, history.claim - history.realised()).matched;
}

void refund(ClaimHistory& history) {
    if (history.realised().zero()) return;
    const auto amount =
        Money::fen(*rc::gen::inRange<std::int64_t>(1, history.realised().fen() + 1));
    const auto mirrored = mirrored_part(amount, history.realised(), history.allocated());
    history.refunded += amount;
    history.mirrored += mirrored;
    if (mirrored.zero()) return;
    const auto rows = refund_rows(ClaimHistory::rows(history.given), history.mirrored,
                                  parts_of(ClaimHistory::rows(history.taken)))
                          .value();
    Money sum;
    for (const auto& row : rows) sum += row.amount;
    RC_ASSERT(sum == -mirrored);
    ClaimHistory::add(history.taken, rows);
}

void run(ClaimHistory& history, const AllocationPlan& plan,
         const std::vector<PoolSource>& sources) {
    if (history.pool().zero()) return;
    const ClaimMoney money{history.pool(), history.mirrored};
    const auto rows = claim_rows(plan, money, sources, history.posted()).value();
    ClaimHistory::add(history.given, rows.given);
    ClaimHistory::add(history.taken, rows.mirrored);
    RC_ASSERT(history.allocated() == history.realised());
    const auto again = claim_rows(plan, money, sources, history.posted()).value();
    RC_ASSERT(again.given.empty());
    RC_ASSERT(again.mirrored.empty());
}

void check_history(const ClaimHistory& history) {
    RC_ASSERT(!history.realised().negative());
    RC_ASSERT(history.realised() <= history.claim);
    // Realised = allocated + unallocated, neither below zero.
    RC_ASSERT(!history.allocated().negative());
    RC_ASSERT(history.allocated() <= history.realised());
    RC_ASSERT(ClaimHistory::sum(history.taken) == -history.mirrored);
    for (const auto& [key, row] : history.given) RC_ASSERT(!row.amount.negative());
    for (const auto& [key, row] : history.taken) {
        RC_ASSERT(row.amount <= Money());
        const auto given = history.given.find(key);
        RC_ASSERT(given != history.given.end());
        RC_ASSERT(-row.amount <= given->second.amount);
    }
}

RC_BOOST_PROP(no_part_is_taken_back_more_than_given_in_any_history, ()) {
    const auto plan = any_refund_plan();
    const auto sources = any_refund_sources();
    ClaimHistory history{.claim = Money::fen(*rc::gen::inRange(1, 500000))};
    const int steps = *rc::gen::inRange(1, 16);
    for (int i = 0; i < steps; ++i) {
        const int what = *rc::gen::inRange(0, 3);
        if (what == 0) receive(history);
        else if (what == 1) refund(history);
        else run(history, plan, sources);
        check_history(history);
    }
}

RC_BOOST_PROP(refunding_all_of_it_leaves_nothing_with_anybody, ()) {
    const auto plan = any_refund_plan();
    const auto sources = any_refund_sources();
    ClaimHistory history{.claim = Money::fen(*rc::gen::inRange(1, 500000))};
    history.received = history.claim;
    run(history, plan, sources);
    while (!history.realised().zero()) refund(history);
    for (const auto& [key, row] : history.given) {
        const auto taken = history.taken.find(key);
        const auto back = taken == history.taken.end() ? Money() : taken->second.amount;
        RC_ASSERT((row.amount + back).zero());
    }
}

}  // namespace
}  // namespace yunhe::billing::refund_property_test
