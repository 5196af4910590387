/// Laboratories in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/case_file_store.hpp"
#include "tenants/laboratory.hpp"

namespace yunhe::tenants {

/// The file of a laboratory's report.
inline CaseFileKey report_of(LaboratoryId id) { return {"laboratory", id.value, "report"}; }

std::optional<Laboratory> find_laboratory(db::Transaction& tx, TenantScope scope, LaboratoryId id);
std::optional<Laboratory> lock_laboratory(db::Transaction& tx, TenantScope scope, LaboratoryId id);
/// The developer's whose report was issued last.
std::optional<Laboratory> find_reported_laboratory(db::Transaction& tx, TenantScope scope,
                                                   BodyId developer_id);
/// Absent developer: everybody's.
std::vector<Laboratory> list_laboratories(db::Transaction& tx, TenantScope scope,
                                          std::optional<BodyId> developer_id,
                                          const PageRequest& page);
void insert_laboratory(db::Transaction& tx, TenantScope scope, const Laboratory& laboratory);
/// Saves everything but number, developer and creation and raises the version by one.
void save_laboratory(db::Transaction& tx, TenantScope scope, const Laboratory& laboratory);

}  // namespace yunhe::tenants
