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

namespace {

/// Rows of `parts`, each with the share and rounding of the whole that it is part of.
std::vector<PoolRow> rows_with_shares(const std::vector<Part>& parts, const Allocation& whole,
                                      const std::vector<PoolSource>& sources) {
    auto rows = rows_of(parts, sources);
    const auto targets = targets_of(whole);
    for (auto& row : rows) {
        const auto target = targets.find({row.to, row.resource_code});
        const auto share = target == targets.end() ? Rational(0)
                                                   : exact_share(whole, target->second.share);
        const auto amount = target == targets.end() ? Money() : target->second.amount;
        row.exact_share = exact_text(share);
        row.rounding = exact_text(rational_of(amount) - share);
    }
    return rows;
}

/// The exact share of a refund that a part of this amount bears, in yuan and below zero.
Rational mirrored_share(Money given, Money refunded, Money pool) {
    if (pool.zero()) return Rational(0);
    return -(rational_of(given) * rational_of(refunded) / rational_of(pool));
}

std::map<RowKey, Money> amounts_by_row(const std::vector<Part>& parts) {
    std::map<RowKey, Money> amounts;
    for (const auto& part : parts) {
        if (part.resources.empty()) amounts[{part.to, ""}] = part.amount;
        for (const auto& resource : part.resources)
            amounts[{part.to, resource.resource}] = resource.amount;
    }
    return amounts;
}

/// Shares and roundings of a refund's rows, whose wholes are `mirrored`.
void set_mirrored_shares(std::vector<PoolRow>& rows, const std::vector<Part>& given,
                         const std::vector<Part>& mirrored, Money refunded) {
    const auto pool = total_of(given);
    const auto given_amounts = amounts_by_row(given);
    const auto whole_amounts = amounts_by_row(mirrored);
    const auto amount_in = [](const std::map<RowKey, Money>& amounts, const RowKey& key) {
        const auto found = amounts.find(key);
        return found == amounts.end() ? Money() : found->second;
    };
    for (auto& row : rows) {
        const RowKey key{row.to, row.resource_code};
        const auto share = mirrored_share(amount_in(given_amounts, key), refunded, pool);
        row.exact_share = exact_text(share);
        row.rounding = exact_text(rational_of(amount_in(whole_amounts, key)) - share);
    }
}

/// "12.34" <-> "-12.34"; zero stays as it is.
std::string negated_text(const std::string& exact) {
    const bool zero = exact.find_first_not_of("-0.") == std::string::npos;
    if (exact.empty() || zero) return exact;
    return exact.front() == '-' ? exact.substr(1) : "-" + exact;
}

}  // namespace

Result<ClaimRows> claim_rows(const AllocationPlan& plan, const ClaimMoney& money,
                             const std::vector<PoolSource>& sources, const PostedParts& posted) {
    std::vector<Source> shared;
    if (plan.to_departments()) {
        YUNHE_TRY(parsed, sources_of(sources));
        shared = std::move(parsed);
    }
    YUNHE_TRY(allocation, allocate(money.pool, plan, shared));
    ClaimRows rows;
    const auto change = posted.given.empty() ? allocation.parts
                                             : true_up(allocation.parts, posted.given);
    rows.given = rows_with_shares(change, allocation, sources);
    if (money.mirrored.zero() && posted.mirrored.empty()) return rows;
    YUNHE_TRY(mirrored, mirror_refund(allocation.parts, money.mirrored, {}));
    rows.mirrored = rows_of(true_up(mirrored, posted.mirrored), sources);
    set_mirrored_shares(rows.mirrored, allocation.parts, mirrored, money.mirrored);
    return rows;
}

Result<std::vector<PoolRow>> refund_rows(const std::vector<PoolRow>& given, Money refunded,
                                         const std::vector<Part>& mirrored) {
    const auto parts = parts_of(given);
    YUNHE_TRY(further, mirror_refund(parts, refunded, mirrored));
    const auto changes = amounts_by_row(further);
    std::vector<PoolRow> rows;
    for (const auto& row : given) {
        auto& further_row = rows.emplace_back(row);
        further_row.amount = changes.at({row.to, row.resource_code});
    }
    set_mirrored_shares(rows, parts, add_parts(mirrored, further), refunded);
    std::erase_if(rows, [](const PoolRow& row) { return row.amount.zero(); });
    return rows;
}

std::vector<RunPool> reversed_pools(std::vector<RunPool> pools) {
    for (auto& pool : pools) {
        pool.entry_id.reset();
        for (auto& row : pool.rows) {
            row.amount = -row.amount;
            row.exact_share = negated_text(row.exact_share);
            row.rounding = negated_text(row.rounding);
        }
    }
    return pools;
}

std::vector<ComparedRow> compare_columns(const std::vector<PlanColumn>& columns) {
    std::map<std::string, ComparedRow> rows;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (const auto& pool : columns[i].pools) {
            for (const auto& row : pool.rows) {
                auto& compared = rows[row.to];
                compared.to = row.to;
                if (compared.department_name.empty())
                    compared.department_name = row.department_name;
                compared.amounts.resize(columns.size());
                compared.amounts[i] += row.amount;
            }
        }
    }
    std::vector<ComparedRow> sorted;
    for (auto& [to, row] : rows) sorted.push_back(std::move(row));
    return sorted;
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
        return x.kind == y.kind && x.claim_id == y.claim_id && x.plan_id == y.plan_id &&
               x.pool == y.pool && x.realised_on == y.realised_on && same_rows(x.rows, y.rows);
    });
}

}  // namespace yunhe::billing
