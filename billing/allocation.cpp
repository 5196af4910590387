#include "billing/allocation.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace yunhe::billing {
namespace {


const std::optional<Decimal>& field_of(const Source& source, BasisField field) {
    if (field == BasisField::weight) return source.weight;
    if (field == BasisField::usage) return source.usage;
    return source.quality;
}

/// Each source's factor, all on the same scale.
std::vector<WideInt> factors_of(const std::vector<Source>& sources,
                                const std::vector<BasisField>& basis) {
    std::vector<WideInt> factors(sources.size(), WideInt(1));
    for (std::size_t i = 0; i < sources.size(); ++i) {
        for (const auto field : basis) {
            const auto& value = field_of(sources[i], field);
            factors[i] *= value ? value->micro : WideInt(kMicro);
        }
    }
    return factors;
}

WideInt sum_of(const std::vector<WideInt>& values) {
    return std::accumulate(values.begin(), values.end(), WideInt(0));
}

/// Factors whose sum isn't zero.
Result<std::vector<WideInt>> effective_factors(const Step& remaining,
                                               const std::vector<Source>& sources) {
    auto factors = factors_of(sources, remaining.basis);
    if (sum_of(factors) != 0) return factors;
    if (remaining.fallback.empty()) return malformed("/sources", "no_basis");
    factors = factors_of(sources, remaining.fallback);
    if (sum_of(factors) == 0) return malformed("/sources", "no_basis");
    return factors;
}

/// Positions of the sources, by department and then by resource.
std::vector<std::size_t> sorted_sources(const std::vector<Source>& sources) {
    std::vector<std::size_t> order(sources.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const int departments = sources[a].department.compare(sources[b].department);
        return departments != 0 ? departments < 0 : sources[a].resource < sources[b].resource;
    });
    return order;
}

Status check_sources(const AllocationPlan& plan, const std::vector<Source>& sources) {
    if (!plan.to_departments()) {
        if (!sources.empty()) return malformed("/sources", "bad_plan");
        return Done{};
    }
    if (sources.empty()) return malformed("/sources", "no_sources");
    std::vector<std::pair<std::string_view, std::size_t>> resources;
    resources.reserve(sources.size());
    for (const auto& source : sources) resources.emplace_back(source.resource, resources.size());
    std::sort(resources.begin(), resources.end());
    for (std::size_t i = 1; i < resources.size(); ++i)
        if (resources[i - 1].first == resources[i].first)
            return malformed("/sources/" + std::to_string(resources[i].second) + "/resource",
                             "duplicate_resource");
    return Done{};
}

/// The departments' part of the parts: amounts are still zero, shares are set.
void append_departments(const std::vector<Source>& sources, const std::vector<WideInt>& factors,
                        const WideInt& share_of_factor, std::vector<Part>& parts) {
    const std::string* department = nullptr;
    for (const std::size_t i : sorted_sources(sources)) {
        const Source& source = sources[i];
        if (department == nullptr || *department != source.department) {
            parts.push_back({std::string(kDepartmentPrefix) + source.department, {}});
            department = &source.department;
        }
        Part& part = parts.back();
        part.resources.push_back({source.resource, {}, factors[i] * share_of_factor});
        part.share += part.resources.back().share;
    }
}

/// Spreads a department's amount over its resources, in proportion to their exact shares.
void spread_inside(Part& part) {
    // Without a share there is no amount, and nothing to divide by.
    if (part.resources.empty() || part.amount.zero()) return;
    if (part.resources.size() == 1) {
        part.resources.front().amount = part.amount;
        return;
    }
    std::vector<Claimant> claimants;
    claimants.reserve(part.resources.size());
    for (const auto& resource : part.resources)
        claimants.push_back({resource.resource, resource.share * part.amount.fen()});
    const auto amounts = spread(part.amount, claimants, part.share);
    for (std::size_t i = 0; i < amounts.size(); ++i) part.resources[i].amount = amounts[i];
}

/// Rule 1: fixed steps take, in order, at most what is left. Returns what they leave.
Money take_fixed(const AllocationPlan& plan, Money pool, std::vector<Part>& parts) {
    Money left = pool;
    for (const auto& step : plan.steps) {
        if (step.to == kDepartments) continue;
        parts.push_back({step.to, {}});
        if (step.kind != StepKind::fixed) continue;
        parts.back().amount = std::min(step.fixed, left);
        left = left - parts.back().amount;
    }
    return left;
}

/// Rule 5: the net pool's recipients get their fen by the largest remainder.
void spread_net_pool(const AllocationPlan& plan, Money net, Allocation& allocation) {
    std::vector<Part*> recipients;
    std::vector<Claimant> claimants;
    recipients.reserve(allocation.parts.size());
    claimants.reserve(allocation.parts.size());
    for (std::size_t i = 0; i < allocation.parts.size(); ++i) {
        if (i < plan.steps.size() && plan.steps[i].kind == StepKind::fixed) continue;
        recipients.push_back(&allocation.parts[i]);
        claimants.push_back({recipients.back()->to, recipients.back()->share});
    }
    const auto amounts = spread(net, claimants, allocation.share_unit);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        recipients[i]->amount = amounts[i];
        spread_inside(*recipients[i]);
    }
}

/// An amount's key inside parts: a part's own, or one of its resources'.
using AmountKey = std::pair<std::string_view, std::string_view>;
using Amounts = std::map<AmountKey, Money>;

Amounts amounts_of(const std::vector<Part>& parts) {
    Amounts amounts;
    for (const auto& part : parts) {
        amounts[{part.to, {}}] += part.amount;
        for (const auto& resource : part.resources)
            amounts[{part.to, resource.resource}] += resource.amount;
    }
    return amounts;
}

Money amount_of(const Amounts& amounts, std::string_view to, std::string_view resource) {
    const auto found = amounts.find({to, resource});
    return found == amounts.end() ? Money() : found->second;
}

/// The parts of `refunded`, in proportion to what was given.
std::vector<Part> refund_parts(const std::vector<Part>& given, Money pool, Money refunded) {
    std::vector<Part> parts;
    std::vector<Claimant> claimants;
    for (const auto& part : given) {
        YUNHE_ASSERT(!part.amount.negative());
        claimants.push_back({part.to, WideInt(part.amount.fen()) * refunded.fen()});
        parts.push_back({part.to, {}, {}, WideInt(part.amount.fen())});
        for (const auto& resource : part.resources)
            parts.back().resources.push_back(
                {resource.resource, {}, WideInt(resource.amount.fen())});
    }
    const auto amounts = spread(refunded, claimants, WideInt(pool.fen()));
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        parts[i].amount = amounts[i];
        spread_inside(parts[i]);
    }
    return parts;
}

Part* find_part(std::vector<Part>& parts, std::string_view to) {
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [&](const Part& part) { return part.to == to; });
    return found == parts.end() ? nullptr : &*found;
}

void add_resource(std::vector<ResourcePart>& resources, const ResourcePart& added) {
    const auto found =
        std::find_if(resources.begin(), resources.end(), [&](const ResourcePart& resource) {
            return resource.resource == added.resource;
        });
    if (found == resources.end()) return resources.push_back({added.resource, added.amount, {}});
    found->amount += added.amount;
}

std::vector<Part> negated(std::vector<Part> parts) {
    for (auto& part : parts) {
        part.amount = -part.amount;
        for (auto& resource : part.resources) resource.amount = -resource.amount;
    }
    return parts;
}

}  // namespace

Rational exact_share(const Allocation& allocation, const WideInt& share) {
    return Rational(BigInt(share), BigInt(allocation.share_unit)) / 100;
}

Result<Allocation> allocate(Money pool, const AllocationPlan& plan,
                            const std::vector<Source>& sources) {
    if (pool.negative()) return malformed("/pool", "negative_pool");
    YUNHE_CHECK(check_sources(plan, sources));
    std::vector<WideInt> factors = {WideInt(1)};  // A named account takes the rest as a whole.
    if (plan.to_departments()) {
        YUNHE_TRY(effective, effective_factors(plan.steps.back(), sources));
        factors = std::move(effective);
    }

    Allocation allocation;
    allocation.pool = pool;
    allocation.parts.reserve(plan.steps.size() + sources.size());
    const Money net = take_fixed(plan, pool, allocation.parts);
    const WideInt factor_sum = sum_of(factors);
    allocation.share_unit = factor_sum * kHundredPercent;

    WideInt rest_percent = kHundredPercent;
    for (std::size_t i = 0; i < allocation.parts.size(); ++i) {
        const Step& step = plan.steps[i];
        Part& part = allocation.parts[i];
        if (step.kind == StepKind::fixed) {
            part.share = allocation.share_unit * part.amount.fen();
        } else if (step.kind == StepKind::percent) {
            part.share = factor_sum * step.percent.micro * net.fen();
            rest_percent -= step.percent.micro;
        } else {
            part.share = rest_percent * net.fen();
        }
    }
    if (plan.to_departments())
        append_departments(sources, factors, rest_percent * net.fen(), allocation.parts);
    spread_net_pool(plan, net, allocation);
    return allocation;
}

Result<std::vector<Part>> mirror_refund(const std::vector<Part>& given, Money refunded,
                                        const std::vector<Part>& reversed) {
    const Money pool = total_of(given);
    if (refunded.negative() || refunded > pool)
        return refused_by_system("refund_exceeds_pool", {{"refund", to_text(refunded)},
                                                         {"pool", to_text(pool)}});
    if (pool.zero()) return negated(given);

    // `reversed` is below zero: what is still to be taken is the whole, negated, less that.
    auto further = negated(refund_parts(given, pool, refunded));
    const Amounts before = amounts_of(reversed);
    for (auto& part : further) {
        part.amount = part.amount - amount_of(before, part.to, {});
        part.share = 0;
        for (auto& resource : part.resources) {
            resource.amount = resource.amount - amount_of(before, part.to, resource.resource);
            resource.share = 0;
        }
    }
    return further;
}

std::vector<Part> true_up(const std::vector<Part>& target, const std::vector<Part>& posted) {
    auto difference = add_parts(target, negated(posted));
    for (auto& part : difference) {
        part.share = 0;
        std::erase_if(part.resources,
                      [](const ResourcePart& resource) { return resource.amount.zero(); });
        for (auto& resource : part.resources) resource.share = 0;
    }
    std::erase_if(difference, [](const Part& part) {
        return part.amount.zero() && part.resources.empty();
    });
    return difference;
}

std::vector<Part> add_parts(std::vector<Part> a, const std::vector<Part>& b) {
    for (const auto& added : b) {
        Part* part = find_part(a, added.to);
        if (part == nullptr) {
            a.push_back({added.to, {}});
            part = &a.back();
        }
        part->amount += added.amount;
        for (const auto& resource : added.resources) add_resource(part->resources, resource);
    }
    return a;
}

Money total_of(const std::vector<Part>& parts) {
    Money total;
    for (const auto& part : parts) total += part.amount;
    return total;
}

std::vector<Money> spread(Money total, const std::vector<Claimant>& claimants,
                          const WideInt& unit) {
    YUNHE_ASSERT(!total.negative());
    std::vector<Money> amounts(claimants.size());
    std::vector<WideInt> remainders(claimants.size());
    Money left = total;
    for (std::size_t i = 0; i < claimants.size(); ++i) {
        WideInt floor;
        divide_qr(claimants[i].share, unit, floor, remainders[i]);
        amounts[i] = Money::fen(static_cast<std::int64_t>(floor));
        left = left - amounts[i];
    }
    // One fen each for as many as are left: fewer than there are remainders above zero.
    const auto count = static_cast<std::size_t>(left.fen());
    YUNHE_ASSERT(!left.negative() && count < std::max(claimants.size(), std::size_t{1}));
    if (count == 0) return amounts;
    std::vector<std::size_t> order(claimants.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                      order.end(), [&](std::size_t a, std::size_t b) {
                          if (const int c = remainders[a].compare(remainders[b]); c != 0)
                              return c > 0;
                          if (const int c = claimants[a].share.compare(claimants[b].share); c != 0)
                              return c > 0;
                          return claimants[a].name < claimants[b].name;
                      });
    for (std::size_t i = 0; i < count; ++i) amounts[order[i]] += Money::fen(1);
    return amounts;
}

}  // namespace yunhe::billing
