/// Moving an agreement and what stands under it to another developer, in SQL.
#pragma once

#include <string>
#include <vector>

#include "catalog/product.hpp"
#include "db/transaction.hpp"
#include "tenants/party_event.hpp"

namespace yunhe::catalog {

struct DeveloperMove {
    BodyId from;
    BodyId to;
};

/// The agreement, its scenarios with their requests, grants and continuations, its open duties and
/// tasks. Keeps a row of the move.
void move_agreement(db::Transaction& tx, TenantScope scope, tenants::AgreementId id,
                    const DeveloperMove& move, const tenants::PartyEvent& event, Timestamp now);

/// Products of the developer that name a scenario of the other: `whole` where all their scenarios
/// are the other's. By code, locked.
struct TouchedProduct {
    ProductId id;
    std::string code;
    bool whole = false;
};
std::vector<TouchedProduct> products_after_move(db::Transaction& tx, TenantScope scope,
                                                const DeveloperMove& move);
/// The product with its listings; the orders in the other's scenarios follow by move_orders.
void move_product(db::Transaction& tx, TenantScope scope, ProductId id, const DeveloperMove& move);
/// Orders that the developer recorded in scenarios which are the other's now.
void move_orders(db::Transaction& tx, TenantScope scope, const DeveloperMove& move);

/// All of the developer's staff with the facts about it, but who is known at the other already.
void move_persons(db::Transaction& tx, TenantScope scope, const DeveloperMove& move);
/// How many people are left with the developer.
std::uint64_t count_persons(db::Transaction& tx, TenantScope scope, BodyId developer_id);

}  // namespace yunhe::catalog
