/// Reliefs in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/relief.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Relief> find_relief(db::Transaction& tx, TenantScope scope, ReliefId id);
std::optional<Relief> lock_relief(db::Transaction& tx, TenantScope scope, ReliefId id);
/// Is one of this document waiting to be decided? REQUIRES, where it is to be relied on: the
/// document is locked.
bool relief_is_requested(db::Transaction& tx, TenantScope scope, const DocumentRef& document);

struct ReliefFilter {
    std::optional<ReliefKind> kind = {};
    std::optional<ReliefState> state = {};
    std::optional<Book> book = {};
    std::optional<BodyId> developer_id = {};
    bool granted_only = false;  ///< For developers: confirmed or revoked.
};
/// By id, page.fetch() at most.
std::vector<Relief> list_reliefs(db::Transaction& tx, TenantScope scope, const ReliefFilter& filter,
                                 const PageRequest& page);
void insert_relief(db::Transaction& tx, TenantScope scope, const Relief& relief);
/// Saves state, decision, revocation and entries, raises the version.
void save_relief(db::Transaction& tx, TenantScope scope, const Relief& relief);

}  // namespace yunhe::billing
