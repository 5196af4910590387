#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <map>

#include "billing/allocation_run.hpp"
#include "billing/receipt.hpp"

namespace yunhe::billing::allocation_run_test {
namespace {

AllocationPlan any_plan() {
    const auto percent = std::to_string(*rc::gen::inRange(0, 101));
    const auto fixed = to_text(Money::fen(*rc::gen::inRange(0, 2000)));
    return parse_plan_steps("p", Json::array({{{"to", "fund:first"}, {"fixed", fixed}},
                                              {{"to", "treasury:general"}, {"percent", percent}},
                                              {{"to", "departments"},
                                               {"remaining", true},
                                               {"basis", {"weight", "usage", "quality"}},
                                               {"fallback", {"weight"}}}}))
        .value();
}

/// The first resource always counts, so that there is a basis.
std::vector<PoolSource> any_sources() {
    std::vector<PoolSource> sources(static_cast<std::size_t>(*rc::gen::inRange(1, 8)));
    for (std::size_t i = 0; i < sources.size(); ++i) {
        sources[i].resource_code = "R" + std::to_string(i);
        sources[i].department_code = "D" + std::to_string(*rc::gen::inRange(1, 4));
        sources[i].open = i > 0 && *rc::gen::inRange(0, 4) == 0;
        sources[i].weight = std::to_string(*rc::gen::inRange(1, 100));
        sources[i].usage = std::to_string(*rc::gen::inRange(i == 0 ? 1 : 0, 100000));
        if (*rc::gen::arbitrary<bool>())
            sources[i].quality = "0." + std::to_string(*rc::gen::inRange(10, 100));
    }
    return sources;
}

/// The rows of money that nothing was refunded of.
Result<std::vector<PoolRow>> pool_rows(const AllocationPlan& plan, Money pool,
                                       const std::vector<PoolSource>& sources,
                                       const std::vector<Part>& posted) {
    YUNHE_TRY(rows, claim_rows(plan, {pool, Money()}, sources, {posted, {}}));
    return rows.given;
}

Money sum_of(const std::vector<PoolRow>& rows) {
    RunPool pool;
    pool.rows = rows;
    return pool.change();
}

/// A claim with its money and what runs have given of it.
struct Book {
    Money claim;
    Money realised;
    std::vector<PoolRow> given;
};

RC_BOOST_PROP(realised_is_allocated_plus_unallocated_over_receipts_and_runs, ()) {
    const auto plan = any_plan();
    const auto sources = any_sources();
    Book book{Money::fen(*rc::gen::inRange(1, 500000)), {}, {}};
    Money received, suspended, unallocated;
    const int steps = *rc::gen::inRange(1, 12);
    for (int i = 0; i < steps; ++i) {
        if (*rc::gen::arbitrary<bool>()) {
            const auto amount = Money::fen(*rc::gen::inRange(1, 300000));
            const auto split = split_receipt(amount, book.claim - book.realised);
            RC_ASSERT(split.matched + split.suspended == amount);
            book.realised += split.matched;
            unallocated += split.matched;
            suspended += split.suspended;
            received += amount;
        } else if (!book.realised.zero()) {
            const auto rows = pool_rows(plan, book.realised, sources, parts_of(book.given)).value();
            unallocated = unallocated - sum_of(rows);
            book.given.insert(book.given.end(), rows.begin(), rows.end());
            RC_ASSERT(unallocated.zero());
            RC_ASSERT(
                pool_rows(plan, book.realised, sources, parts_of(book.given)).value().empty());
        }
        RC_ASSERT(book.realised == sum_of(book.given) + unallocated);
        RC_ASSERT(book.realised <= book.claim);
        RC_ASSERT(received == book.realised + suspended);
    }
}

RC_BOOST_PROP(many_runs_end_where_one_run_would, ()) {
    const auto plan = any_plan();
    const auto sources = any_sources();
    Money pool;
    std::vector<PoolRow> given;
    const int runs = *rc::gen::inRange(1, 5);
    for (int i = 0; i < runs; ++i) {
        pool += Money::fen(*rc::gen::inRange(1, 100000));
        const auto rows = pool_rows(plan, pool, sources, parts_of(given)).value();
        given.insert(given.end(), rows.begin(), rows.end());
    }
    const auto at_once = parts_of(pool_rows(plan, pool, sources, {}).value());
    RC_ASSERT(true_up(at_once, parts_of(given)).empty());
}

RC_BOOST_PROP(an_open_resource_gets_nothing_and_no_row_is_below_zero_in_a_first_run, ()) {
    const auto sources = any_sources();
    const auto rows = pool_rows(any_plan(), Money::fen(*rc::gen::inRange(0, 100000)), sources, {});
    for (const auto& row : rows.value()) {
        RC_ASSERT(!row.amount.negative());
        const auto source = std::find_if(sources.begin(), sources.end(), [&](const auto& one) {
            return one.resource_code == row.resource_code;
        });
        if (source != sources.end() && source->open) RC_ASSERT(row.amount.zero());
    }
}

}  // namespace
}  // namespace yunhe::billing::allocation_run_test
