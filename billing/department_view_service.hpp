/// The department's own view: its resources, who was granted them, what was made of them, how often
/// that was used, and what was attributed to the department for it. Nothing of other departments,
/// and nothing of what developers charge.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "billing/department_view_store.hpp"
#include "catalog/resource.hpp"
#include "tenants/body.hpp"

namespace yunhe::billing {

/// The department's source in a product, by the version that is in force at the end of the view.
struct ViewedSource {
    ViewedProduct product;
    std::string weight;      ///< Of the newest version that names the resource.
    bool in_force = false;   ///< Does the version in force now name it?
};

struct ResourceView {
    catalog::Resource resource;
    std::vector<ViewedGrant> grants = {};
    std::vector<ViewedSource> products = {};
    /// Accepted events that touched the resource, by period, product and scenario.
    struct Use {
        Period period;
        std::string product_code;
        std::string scenario_code;
        std::int64_t events = 0;
    };
    std::vector<Use> uses = {};
    std::vector<ViewedIncome> income = {};

    std::int64_t events() const;
    Money attributed() const;
    int live_grants(Timestamp now) const;
    std::set<std::string> scenario_codes() const;
};

struct DepartmentMonth {
    Period period;
    /// Events that touched any of its resources: one that touched two counts once.
    std::int64_t events = 0;
    Money attributed = {};
};

struct DepartmentView {
    std::vector<ResourceView> resources;  ///< By code.
    std::vector<DepartmentMonth> months;  ///< Every period of the view, empty ones too.
    /// Over all time, from the ledger: proposals not yet in a budget, and what budgets allotted.
    Money awaiting_budget;
    Money allotted;
};

/// `from` to `to`, both inclusive.
DepartmentView view_of_department(db::Transaction& tx, TenantScope scope,
                                  const tenants::Body& department, Period from, Period to,
                                  Timestamp now);

}  // namespace yunhe::billing
