/// Refunds in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/refund.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<Refund> find_refund(db::Transaction& tx, TenantScope scope, RefundId id);
std::optional<Refund> lock_refund(db::Transaction& tx, TenantScope scope, RefundId id);
struct RefundFilter {
    std::optional<RefundState> state = {};
    std::optional<Book> book = {};
};
/// By id.
std::vector<Refund> list_refunds(db::Transaction& tx, TenantScope scope, const RefundFilter& filter,
                                 const PageRequest& page);
void insert_refund(db::Transaction& tx, TenantScope scope, const Refund& refund);
/// Saves state and what was recorded, raises the version.
void save_refund(db::Transaction& tx, TenantScope scope, const Refund& refund);

}  // namespace yunhe::billing
