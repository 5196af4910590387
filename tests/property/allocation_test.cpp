#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <map>

#include "billing/allocation_json.hpp"

namespace yunhe::billing::allocation_test {
namespace {

Decimal any_decimal(std::int64_t micro_max) {
    const bool round = *rc::gen::arbitrary<bool>();
    if (round) return {WideInt(*rc::gen::inRange<std::int64_t>(0, 4) * 1'000'000)};
    return {WideInt(*rc::gen::inRange<std::int64_t>(0, micro_max + 1))};
}

std::optional<Decimal> maybe_decimal(std::int64_t micro_max) {
    if (*rc::gen::inRange(0, 4) == 0) return std::nullopt;
    return any_decimal(micro_max);
}

/// Few departments and small values, so that ties and zeros are common.
std::vector<Source> any_sources() {
    std::vector<Source> sources(static_cast<std::size_t>(*rc::gen::inRange(1, 12)));
    for (std::size_t i = 0; i < sources.size(); ++i)
        sources[i] = {"D" + std::to_string(*rc::gen::inRange(1, 4)), "R" + std::to_string(i),
                      maybe_decimal(100'000'000), maybe_decimal(9'000'000'000'000'000'000),
                      maybe_decimal(1'000'000)};
    return sources;
}

AllocationPlan any_plan() {
    AllocationPlan plan{"p", {}};
    std::int64_t percent_left = 100'000'000;
    const int count = *rc::gen::inRange(0, 5);
    for (int i = 0; i < count; ++i) {
        Step step{"account" + std::to_string(9 - i), StepKind::fixed, {}, {}, {}, {}};
        if (*rc::gen::arbitrary<bool>()) {
            step.fixed = Money::fen(*rc::gen::inRange(0, 1000));
        } else {
            step.kind = StepKind::percent;
            const auto percent = *rc::gen::inRange<std::int64_t>(0, percent_left + 1);
            step.percent = {WideInt(percent)};
            percent_left -= percent;
        }
        plan.steps.push_back(step);
    }
    std::vector<BasisField> basis = {BasisField::weight, BasisField::usage, BasisField::quality};
    basis.resize(static_cast<std::size_t>(*rc::gen::inRange(1, 4)));
    plan.steps.push_back({std::string(kDepartments), StepKind::remaining, {}, {}, basis,
                          {BasisField::weight}});
    return plan;
}

Money any_pool() {
    const auto size = *rc::gen::element<std::int64_t>(10, 10'000, 9'000'000'000'000'000'000);
    return Money::fen(*rc::gen::inRange<std::int64_t>(0, size));
}

struct Case {
    Money pool;
    AllocationPlan plan;
    std::vector<Source> sources;
    Allocation allocation;
};

Case any_case() {
    Case made{any_pool(), any_plan(), any_sources(), {}};
    auto allocation = allocate(made.pool, made.plan, made.sources);
    RC_PRE(allocation.ok());
    made.allocation = std::move(allocation).value();
    return made;
}

/// The order in which rule 5 hands out single fen.
bool comes_first(const Rational& share_a, const std::string& name_a, const Rational& share_b,
                 const std::string& name_b) {
    const Rational remainder_a = share_a - Rational(floor_of(share_a));
    const Rational remainder_b = share_b - Rational(floor_of(share_b));
    if (remainder_a != remainder_b) return remainder_a > remainder_b;
    return share_a != share_b ? share_a > share_b : name_a < name_b;
}

BOOST_AUTO_TEST_SUITE(allocation)

RC_BOOST_PROP(the_parts_sum_to_the_pool_and_resources_to_their_department, ()) {
    const auto made = any_case();
    RC_ASSERT(total_of(made.allocation.parts) == made.pool);
    for (const auto& part : made.allocation.parts) {
        RC_ASSERT(!part.amount.negative());
        Money sum;
        for (const auto& resource : part.resources) sum += resource.amount;
        if (!part.resources.empty()) RC_ASSERT(sum == part.amount);
    }
}

RC_BOOST_PROP(nobody_is_off_by_a_whole_fen, ()) {
    const auto made = any_case();
    for (const auto& part : made.allocation.parts) {
        const Rational off =
            rational_of(part.amount) - exact_share(made.allocation, part.share);
        RC_ASSERT(abs(off) < Rational(1, 100));
        for (const auto& resource : part.resources) {
            // Twice rounded: the department's fen and then its own.
            const Rational inside =
                rational_of(resource.amount) - exact_share(made.allocation, resource.share);
            RC_ASSERT(abs(inside) < Rational(2, 100));
        }
    }
}

RC_BOOST_PROP(shares_equal_the_definition_in_rationals, ()) {
    const auto made = any_case();
    Rational fixed = 0;
    Rational percents = 0;
    for (std::size_t i = 0; i + 1 < made.plan.steps.size(); ++i) {
        if (made.plan.steps[i].kind == StepKind::fixed)
            fixed += rational_of(made.allocation.parts[i].amount);
        percents += rational_of(made.plan.steps[i].percent);
    }
    const Rational net = rational_of(made.pool) - fixed;
    Rational to_departments = 0;
    for (std::size_t i = 0; i < made.allocation.parts.size(); ++i) {
        const auto share = exact_share(made.allocation, made.allocation.parts[i].share);
        if (i + 1 >= made.plan.steps.size()) {
            to_departments += share;
        } else if (made.plan.steps[i].kind == StepKind::percent) {
            RC_ASSERT(share == net * rational_of(made.plan.steps[i].percent) / 100);
        }
    }
    RC_ASSERT(to_departments == net * (1 - percents / 100));
}

RC_BOOST_PROP(fen_that_are_left_go_to_the_largest_remainders, ()) {
    const auto made = any_case();
    std::vector<const Part*> recipients;
    for (std::size_t i = 0; i < made.allocation.parts.size(); ++i)
        if (i + 1 >= made.plan.steps.size() || made.plan.steps[i].kind != StepKind::fixed)
            recipients.push_back(&made.allocation.parts[i]);
    const auto fen_share = [&](const Part* part) {
        return Rational(exact_share(made.allocation, part->share) * 100);
    };
    for (const auto* lucky : recipients) {
        if (BigInt(lucky->amount.fen()) == floor_of(fen_share(lucky))) continue;
        for (const auto* other : recipients)
            if (BigInt(other->amount.fen()) == floor_of(fen_share(other)))
                RC_ASSERT(comes_first(fen_share(lucky), lucky->to, fen_share(other), other->to));
    }
}

RC_BOOST_PROP(parts_stand_in_the_order_of_steps_then_codes_whatever_the_order_of_sources, ()) {
    const auto made = any_case();
    auto shuffled = made.sources;
    std::reverse(shuffled.begin(), shuffled.end());
    const auto again = allocate(made.pool, made.plan, shuffled).value();
    RC_ASSERT(to_json_text(again, "p") == to_json_text(made.allocation, "p"));

    const auto& parts = made.allocation.parts;
    for (std::size_t i = 0; i + 1 < made.plan.steps.size(); ++i)
        RC_ASSERT(parts[i].to == made.plan.steps[i].to);
    for (std::size_t i = made.plan.steps.size(); i < parts.size(); ++i)
        RC_ASSERT(parts[i - 1].to < parts[i].to);
    for (const auto& part : parts)
        RC_ASSERT(std::is_sorted(part.resources.begin(), part.resources.end(),
                                 [](const auto& a, const auto& b) {
                                     return a.resource < b.resource;
                                 }));
}

RC_BOOST_PROP(refunds_sum_to_what_was_refunded_and_never_take_more_than_was_given, ()) {
    auto made = any_case();
    const auto& given = made.allocation.parts;
    std::vector<Part> reversed;
    Money refunded;
    for (int round = 0; round < 4; ++round) {
        const Money left = made.pool - refunded;
        const auto most = std::min<std::int64_t>(left.fen(), std::int64_t{1} << 60);
        const Money refund = round == 3 ? left : Money::fen(*rc::gen::inRange<std::int64_t>(
                                                     0, most + 1));
        refunded += refund;
        const auto further = mirror_refund(given, refunded, reversed).value();
        RC_ASSERT(total_of(further) == -refund);
        reversed = add_parts(reversed, further);
        for (std::size_t i = 0; i < given.size(); ++i) {
            RC_ASSERT(-reversed[i].amount <= given[i].amount);
            RC_ASSERT(!(-reversed[i].amount).negative());
            Money sum;
            for (std::size_t k = 0; k < given[i].resources.size(); ++k) {
                const Money taken = -reversed[i].resources[k].amount;
                RC_ASSERT(taken <= given[i].resources[k].amount && !taken.negative());
                sum += taken;
            }
            if (!given[i].resources.empty()) RC_ASSERT(sum == -reversed[i].amount);
        }
    }
    for (std::size_t i = 0; i < given.size(); ++i)
        RC_ASSERT(-reversed[i].amount == given[i].amount);
}

RC_BOOST_PROP(what_was_posted_and_its_true_up_make_the_target, ()) {
    const auto posted = any_case();
    const auto plan = any_plan();
    auto allocated = allocate(any_pool(), plan, any_sources());
    RC_PRE(allocated.ok());
    const auto target = std::move(allocated).value();
    const auto difference = true_up(target.parts, posted.allocation.parts);
    const auto sum = add_parts(posted.allocation.parts, difference);
    RC_ASSERT(true_up(target.parts, sum).empty());
    RC_ASSERT(total_of(sum) == target.pool);
    RC_ASSERT(true_up(posted.allocation.parts, posted.allocation.parts).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace yunhe::billing::allocation_test
