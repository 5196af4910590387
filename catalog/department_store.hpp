/// The department (数源单位) as the catalogue shows it: a body of that kind and what it has published.
#pragma once

#include <cstdint>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/body.hpp"

namespace yunhe::catalog {

struct Department {
    tenants::Body body;
    std::uint64_t published_resources = 0;
};

/// By id, one page.
std::vector<Department> list_departments(db::Transaction& tx, TenantScope scope,
                                         const PageRequest& page);

}  // namespace yunhe::catalog
