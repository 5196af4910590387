/// Allocation of realised non-tax income: one pool, shared out by a plan among accounts and the
/// departments whose resources a product is made of.
///
/// Pure and exact: shares are computed with unlimited integers over one common denominator; only
/// the largest-remainder step turns them into fen, so that the parts always sum to the pool and
/// nobody is off by a whole fen.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/enum_text.hpp"
#include "base/money.hpp"
#include "base/result.hpp"

namespace yunhe::billing {

enum class BasisField { weight, usage, quality };

enum class StepKind {
    fixed,      ///< min(amount, what is left), before the net pool is known
    percent,    ///< of the net pool
    remaining,  ///< the rest of the net pool
};

/// The remaining step's `to` that stands for the departments of the sources.
inline constexpr std::string_view kDepartments = "departments";
/// A department's own `to` is this and its code.
inline constexpr std::string_view kDepartmentPrefix = "department:";

struct Step {
    std::string to;
    StepKind kind = StepKind::remaining;
    Money fixed;
    Decimal percent;
    std::vector<BasisField> basis;     ///< Of the remaining step to the departments; not empty.
    std::vector<BasisField> fallback;  ///< Empty = none.
};

/// A plan that came out of `parse_allocation_plan` keeps these rules: exactly one remaining step,
/// the last; no `to` empty, repeated or beginning with "department:"; only the remaining step may
/// name the departments; percents sum to at most 100; no fixed amount is negative.
struct AllocationPlan {
    std::string id;
    std::vector<Step> steps;
    bool to_departments() const { return steps.back().to == kDepartments; }
};

/// One resource in the product's lineage. An absent field counts as 1. The server passes 0 for all
/// three of an open resource and leaves the developer's own data out.
struct Source {
    std::string department;
    std::string resource;
    std::optional<Decimal> weight;
    std::optional<Decimal> usage;
    std::optional<Decimal> quality;
};

struct ResourcePart {
    std::string resource;
    Money amount;
    WideInt share;  ///< Exact share; see `exact_share`.
};

struct Part {
    std::string to;  ///< The step's, or "department:<code>".
    Money amount;    ///< = the sum of its resources, if it has any.
    std::vector<ResourcePart> resources = {};
    WideInt share = 0;  ///< Exact share; see `exact_share`.
};

struct Allocation {
    Money pool;
    std::vector<Part> parts;  ///< In the order of the steps, then departments, resources by code.
    WideInt share_unit = 1;   ///< The common denominator of all shares.
};

/// In yuan: what a part or resource would get if fen could be divided. Its rounding is the amount
/// minus this.
Rational exact_share(const Allocation& allocation, const WideInt& share);

/// REQUIRES: a plan that keeps the rules of AllocationPlan.
/// Errors, as malformed with one field error, the first that applies: `negative_pool`, `bad_plan`
/// (sources for a named account), `no_sources`, `duplicate_resource`, `no_basis` (all factors are
/// zero, by the fallback too; also when there is nothing to share out).
Result<Allocation> allocate(Money pool, const AllocationPlan& plan,
                            const std::vector<Source>& sources);

/// What to book so that what was given to the parts is taken back in proportion to the money
/// refunded so far.
///
/// `given` are the parts as posted (their sum is the original pool), `refunded` is the sum of all
/// refunds including this one, `reversed` are all amounts that earlier calls returned, added part
/// by part.
/// Returns the further amounts, in the order of `given`; they are below zero and sum to
/// -(refunded - what was reversed before). Where the largest remainder moves on, single parts may
/// get a fen back; no part is ever reversed by more than it was given.
/// Errors: rule `refund_exceeds_pool`. REQUIRES: no part of `given` is negative; `reversed` names
/// only parts and resources of `given`.
Result<std::vector<Part>> mirror_refund(const std::vector<Part>& given, Money refunded,
                                        const std::vector<Part>& reversed);

/// What to book so that `posted` becomes `target`: only parts and resources that differ, first in
/// the order of `target`, then those that `target` no longer has.
std::vector<Part> true_up(const std::vector<Part>& target, const std::vector<Part>& posted);

/// `a` and `b` added part by part; first in the order of `a`.
std::vector<Part> add_parts(std::vector<Part> a, const std::vector<Part>& b);

Money total_of(const std::vector<Part>& parts);

/// A claimant of `spread`.
struct Claimant {
    std::string_view name;
    WideInt share;  ///< In units of which `unit` make one fen.
};

/// Splits `total` by the largest remainder: everyone gets the floor of its share, the fen that are
/// left go one each to the largest fractional remainders; of equal remainders to the larger share,
/// then to the name that comes first by bytes. Returns the amounts in the order of the claimants.
/// REQUIRES: total >= 0; no share is negative; the shares sum to total x unit; names differ.
std::vector<Money> spread(Money total, const std::vector<Claimant>& claimants,
                          const WideInt& unit);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::BasisField> =
    yunhe::texts_of(std::pair{yunhe::billing::BasisField::weight, "weight"},
                    std::pair{yunhe::billing::BasisField::usage, "usage"},
                    std::pair{yunhe::billing::BasisField::quality, "quality"});
