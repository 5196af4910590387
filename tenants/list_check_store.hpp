/// Looks at the lists of the dishonest in SQL.
#pragma once

#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/list_check.hpp"

namespace yunhe::tenants {

/// All of one developer, oldest first.
std::vector<ListCheck> list_checks_of(db::Transaction& tx, TenantScope scope,
                                      BodyId developer_id);
/// The same, one page.
std::vector<ListCheck> list_list_checks(db::Transaction& tx, TenantScope scope,
                                        BodyId developer_id, const PageRequest& page);
void insert_list_check(db::Transaction& tx, TenantScope scope, const ListCheck& check);

}  // namespace yunhe::tenants
