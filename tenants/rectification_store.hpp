/// Rectifications in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/rectification.hpp"

namespace yunhe::tenants {

std::optional<Rectification> find_rectification(db::Transaction& tx, TenantScope scope,
                                                RectificationId id);
std::optional<Rectification> lock_rectification(db::Transaction& tx, TenantScope scope,
                                                RectificationId id);
/// Those of one agreement, one page by id.
std::vector<Rectification> list_rectifications(db::Transaction& tx, TenantScope scope,
                                               AgreementId agreement_id, const PageRequest& page);
/// Those of the agreement that weren't accepted, newest first.
std::vector<Rectification> list_failed_rectifications(db::Transaction& tx, TenantScope scope,
                                                      AgreementId agreement_id);
/// Those of the agreement that wait for an answer or a decision, oldest first.
std::vector<Rectification> list_open_rectifications(db::Transaction& tx, TenantScope scope,
                                                    AgreementId agreement_id);

void insert_rectification(db::Transaction& tx, TenantScope scope,
                          const Rectification& rectification);
/// Saves state, answer and decision and raises the version by one.
void save_rectification(db::Transaction& tx, TenantScope scope,
                        const Rectification& rectification);

}  // namespace yunhe::tenants
