#include "billing/department_view_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "billing/ledger.hpp"
#include "billing/ledger_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"

namespace yunhe::billing {
namespace {

using catalog::LineageVersions;
using catalog::ProductId;

/// The weight with which a version names the resource; nullptr if it doesn't.
const std::string* weight_in(const catalog::LineageVersion& version, catalog::ResourceId id) {
    for (const auto& item : version.lineage)
        if (item.resource_id == id) return &item.weight;
    return nullptr;
}

class Viewer {
public:
    Viewer(db::Transaction& tx, TenantScope scope, const tenants::Body& department, Period from,
           Period to, Timestamp now)
        : tx_(tx), scope_(scope), department_(department), from_(from), to_(to), now_(now) {}

    DepartmentView view() {
        for (auto& resource :
             catalog::list_resources_of_department(tx_, scope_, department_.id)) {
            by_id_.emplace(resource.id, view_.resources.size());
            by_code_.emplace(resource.code, view_.resources.size());
            view_.resources.push_back({.resource = std::move(resource)});
        }
        for (auto period = from_; period <= to_; period = next(period))
            view_.months.push_back({.period = period});
        add_grants();
        add_products();
        add_uses();
        add_income();
        const auto recipient = "department:" + department_.code;
        view_.awaiting_budget = credit_of(attributed_account(recipient));
        view_.allotted = credit_of(allotted_account(recipient));
        return std::move(view_);
    }

private:
    /// Memo accounts stand on the credit side.
    Money credit_of(const std::string& account) {
        const auto balance = account_balance(tx_, scope_, Book::nontax, account);
        return -balance;
    }

    void add_grants() {
        for (auto& grant : grants_of_department(tx_, scope_, department_.id))
            view_.resources[by_id_.at(grant.resource_id)].grants.push_back(std::move(grant));
    }

    void add_products() {
        auto all = catalog::all_lineage_versions(tx_, scope_);
        std::erase_if(all, [&](const auto& entry) { return !names_ours(entry.second); });
        lineages_ = std::move(all);
        std::vector<ProductId> ids;
        for (const auto& [id, versions] : lineages_) ids.push_back(id);
        for (auto& product : products_named(tx_, scope_, ids))
            products_.emplace(product.id, std::move(product));
        for (const auto& [id, versions] : lineages_)
            for (auto& view : view_.resources) add_source(view, products_.at(id), versions);
    }

    bool names_ours(const LineageVersions& versions) const {
        return std::ranges::any_of(versions, [&](const auto& version) {
            return std::ranges::any_of(version.lineage, [&](const auto& item) {
                return item.resource_id && by_id_.contains(*item.resource_id);
            });
        });
    }

    void add_source(ResourceView& view, const ViewedProduct& product,
                    const LineageVersions& versions) const {
        const std::string* weight = nullptr;
        for (const auto& version : versions)
            if (const auto* named = weight_in(version, view.resource.id)) weight = named;
        if (weight == nullptr) return;
        const auto* current = catalog::version_at(versions, now_);
        const bool in_force =
            current != nullptr && weight_in(*current, view.resource.id) != nullptr;
        view.products.push_back({product, *weight, in_force});
    }

    /// Which of the department's resources events of that day touched.
    std::set<std::size_t> touched(const ViewedUse& use) const {
        std::set<std::size_t> found;
        if (use.resources != "*") {
            for (const auto code : split(use.resources, ','))
                if (const auto known = by_code_.find(code); known != by_code_.end())
                    found.insert(known->second);
            return found;
        }
        // A lineage changes only with a day, so any instant of it will do; its last is after
        // a registration on that very day.
        const auto* version = catalog::version_at(lineages_.at(use.product_id),
                                                  end_of(use.day) - std::chrono::microseconds(1));
        if (version == nullptr) return found;
        for (const auto& item : version->lineage)
            if (item.resource_id)
                if (const auto known = by_id_.find(*item.resource_id); known != by_id_.end())
                    found.insert(known->second);
        return found;
    }

    DepartmentMonth& month(Period period) {
        return *std::ranges::find(view_.months, period, &DepartmentMonth::period);
    }

    void add_uses() {
        std::vector<ProductId> ids;
        for (const auto& [id, versions] : lineages_) ids.push_back(id);
        using Key = std::tuple<Period, std::string, std::string>;
        std::map<std::size_t, std::map<Key, std::int64_t>> sums;
        for (const auto& use :
             uses_of_products(tx_, scope_, ids, first_day(from_), first_day(next(to_)))) {
            const auto ours = touched(use);
            if (ours.empty()) continue;
            const auto period = period_of(use.day);
            month(period).events += use.events;
            const Key key{period, products_.at(use.product_id).code, use.scenario_code};
            for (const auto index : ours) sums[index][key] += use.events;
        }
        for (const auto& [index, rows] : sums)
            for (const auto& [key, events] : rows)
                view_.resources[index].uses.push_back(
                    {std::get<0>(key), std::get<1>(key), std::get<2>(key), events});
    }

    void add_income() {
        for (auto& income :
             income_of_department(tx_, scope_, department_.code, from_, to_)) {
            month(income.period).attributed += income.attributed;
            const auto known = by_code_.find(income.resource_code);
            // A department that took another over has rows of resources that were never its own.
            if (known != by_code_.end())
                view_.resources[known->second].income.push_back(std::move(income));
        }
    }

    db::Transaction& tx_;
    TenantScope scope_;
    const tenants::Body& department_;
    Period from_;
    Period to_;
    Timestamp now_;
    DepartmentView view_;
    std::map<catalog::ResourceId, std::size_t> by_id_;
    std::map<std::string, std::size_t, std::less<>> by_code_;
    std::map<ProductId, LineageVersions> lineages_;
    std::map<ProductId, ViewedProduct> products_;
};

}  // namespace

std::int64_t ResourceView::events() const {
    std::int64_t sum = 0;
    for (const auto& use : uses) sum += use.events;
    return sum;
}

Money ResourceView::attributed() const {
    Money sum;
    for (const auto& row : income) sum += row.attributed;
    return sum;
}

int ResourceView::live_grants(Timestamp now) const {
    return static_cast<int>(std::ranges::count_if(
        grants, [&](const ViewedGrant& grant) { return grant.from <= now && now < grant.to; }));
}

std::set<std::string> ResourceView::scenario_codes() const {
    std::set<std::string> codes;
    for (const auto& grant : grants) codes.insert(grant.scenario_code);
    return codes;
}

DepartmentView view_of_department(db::Transaction& tx, TenantScope scope,
                                  const tenants::Body& department, Period from, Period to,
                                  Timestamp now) {
    return Viewer(tx, scope, department, from, to, now).view();
}

}  // namespace yunhe::billing
