#include "billing/allocation_run.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace yunhe::billing {
namespace {

using RowKey = std::pair<std::string, std::string>;  // to, resource code

struct Target {
    WideInt share;
    Money amount;
};

/// What an open resource enters the factor with, whatever the basis names.
constexpr const char* kNothing = "0";

Result<std::optional<Decimal>> decimal_of(const std::optional<std::string>& text, bool open) {
    if (open) return std::optional<Decimal>(Decimal{});
    if (!text) return std::optional<Decimal>();
    YUNHE_TRY(value, Decimal::parse(*text));
    return std::optional<Decimal>(std::move(value));
}

Result<std::vector<Source>> sources_of(const std::vector<PoolSource>& pool_sources) {
    std::vector<Source> sources;
    for (const auto& source : pool_sources) {
        YUNHE_TRY(weight, decimal_of(source.weight, source.open));
        YUNHE_TRY(usage, decimal_of(source.usage, source.open));
        YUNHE_TRY(quality, decimal_of(source.quality, source.open));
        sources.push_back({source.department_code, source.resource_code, std::move(weight),
                           std::move(usage), std::move(quality)});
    }
    return sources;
}

std::map<RowKey, Target> targets_of(const Allocation& allocation) {
    std::map<RowKey, Target> targets;
    for (const auto& part : allocation.parts) {
        if (part.resources.empty())
            targets[{part.to, ""}] = {part.share, part.amount};
        for (const auto& resource : part.resources)
            targets[{part.to, resource.resource}] = {resource.share, resource.amount};
    }
    return targets;
}

PoolRow row_of(const std::string& to, const std::string& resource, Money amount,
               const std::vector<PoolSource>& sources) {
    PoolRow row;
    row.to = to;
    row.resource_code = resource;
    row.amount = amount;
    if (to.starts_with(kDepartmentPrefix))
        row.department_code = to.substr(kDepartmentPrefix.size());
    for (const auto& source : sources) {
        if (source.resource_code != resource) continue;
        row.department_name = source.department_name;
        row.budget_route = source.budget_route;
        row.resource_name = source.resource_name;
        row.weight = source.open ? kNothing : source.weight;
        row.usage = source.open ? kNothing : source.usage.value_or("");
        row.quality = source.open ? kNothing : source.quality.value_or("");
    }
    return row;
}

/// A part without resources is an account's. A department's part that came without any change of
/// its resources doesn't exist: its amount is their sum.
std::vector<PoolRow> rows_of(const std::vector<Part>& parts,
                             const std::vector<PoolSource>& sources) {
    std::vector<PoolRow> rows;
    for (const auto& part : parts) {
        if (part.resources.empty()) rows.push_back(row_of(part.to, "", part.amount, sources));
        for (const auto& resource : part.resources)
            rows.push_back(row_of(part.to, resource.resource, resource.amount, sources));
    }
    return rows;
}

auto figures_of(const PoolRow& row) {
    return std::tie(row.to, row.resource_code, row.weight, row.usage, row.quality, row.exact_share,
                    row.amount);
}

bool same_rows(const std::vector<PoolRow>& a, const std::vector<PoolRow>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return figures_of(x) == figures_of(y);
    });
}

}  // namespace

Money RunPool::change() const {
    Money sum;
    for (const auto& row : rows) sum += row.amount;
    return sum;
}

Money AllocationRun::total() const {
    Money sum;
    for (const auto& pool : pools) sum += pool.change();
    return sum;
}

Result<std::vector<PoolRow>> pool_rows(const AllocationPlan& plan, Money pool,
                                       const std::vector<PoolSource>& sources,
                                       const std::vector<Part>& posted) {
    std::vector<Source> shared;
    if (plan.to_departments()) {
        YUNHE_TRY(parsed, sources_of(sources));
        shared = std::move(parsed);
    }
    YUNHE_TRY(allocation, allocate(pool, plan, shared));
    auto rows = rows_of(posted.empty() ? allocation.parts : true_up(allocation.parts, posted),
                        sources);
    const auto targets = targets_of(allocation);
    for (auto& row : rows) {
        const auto target = targets.find({row.to, row.resource_code});
        const auto share = target == targets.end()
                               ? Rational(0)
                               : exact_share(allocation, target->second.share);
        const auto whole = target == targets.end() ? Money() : target->second.amount;
        row.exact_share = exact_text(share);
        row.rounding = exact_text(rational_of(whole) - share);
    }
    return rows;
}

std::vector<Part> parts_of(const std::vector<PoolRow>& rows) {
    std::vector<Part> parts;
    for (const auto& row : rows) {
        const auto found = std::find_if(parts.begin(), parts.end(),
                                        [&](const Part& part) { return part.to == row.to; });
        auto& part = found == parts.end() ? parts.emplace_back(Part{.to = row.to, .amount = {}})
                                          : *found;
        part.amount += row.amount;
        if (!row.resource_code.empty())
            part.resources.push_back({row.resource_code, row.amount, WideInt(0)});
    }
    return parts;
}

bool same_figures(const std::vector<RunPool>& a, const std::vector<RunPool>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.claim_id == y.claim_id && x.plan_id == y.plan_id && x.pool == y.pool &&
               x.realised_on == y.realised_on && same_rows(x.rows, y.rows);
    });
}

}  // namespace yunhe::billing
