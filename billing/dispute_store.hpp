/// Disputes in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/dispute.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Dispute> find_dispute(db::Transaction& tx, TenantScope scope, DisputeId id);
std::optional<Dispute> lock_dispute(db::Transaction& tx, TenantScope scope, DisputeId id);
/// The one that stops the document's dunning, if any: there is at most one. REQUIRES, where it is
/// to be relied on: the document is locked.
std::optional<Dispute> find_running_dispute(db::Transaction& tx, TenantScope scope,
                                            const DocumentRef& document);

struct DisputeFilter {
    std::optional<DisputeState> state = {};
    std::optional<Book> book = {};
    std::optional<BodyId> developer_id = {};
};
/// By id, page.fetch() at most.
std::vector<Dispute> list_disputes(db::Transaction& tx, TenantScope scope,
                                   const DisputeFilter& filter, const PageRequest& page);
void insert_dispute(db::Transaction& tx, TenantScope scope, const Dispute& dispute);
/// Saves state, answer and correction, raises the version.
void save_dispute(db::Transaction& tx, TenantScope scope, const Dispute& dispute);

}  // namespace yunhe::billing
