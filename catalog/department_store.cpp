#include "catalog/department_store.hpp"

#include <map>

#include "tenants/body_store.hpp"

namespace yunhe::catalog {

std::vector<Department> list_departments(db::Transaction& tx, TenantScope scope,
                                         const PageRequest& page) {
    std::map<BodyId, std::uint64_t> published;
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT department_id, COUNT(*) AS how_many FROM resources "
            "WHERE tenant_id = ? AND state = 'published' GROUP BY department_id",
            bound, [&](const db::Row& row) {
                published.emplace(row.id<BodyId>("department_id"), row.uint64("how_many"));
            });
    std::vector<Department> departments;
    const tenants::BodyFilter filter{.kind = tenants::BodyKind::department,
                                     .seen_by_developer = {}};
    for (auto& body : tenants::list_bodies(tx, scope, filter, page)) {
        const auto id = body.id;
        departments.push_back({std::move(body), published.contains(id) ? published.at(id) : 0});
    }
    return departments;
}

}  // namespace yunhe::catalog
