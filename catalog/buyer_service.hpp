/// A developer's buyers: recording, changing, reusing.
#pragma once

#include "catalog/buyer.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

/// By a developer. Errors: malformed those of check_buyer; party `not_for_departments`; state
/// `buyer_exists` (args id: the same credit code, or the same name and none).
Result<Buyer> record_buyer(db::Transaction& tx, const tenants::Caller& caller, Buyer buyer);
/// Orders recorded before keep the name under which they were recorded. Errors: not_found; version;
/// as record_buyer.
Result<Buyer> change_buyer(db::Transaction& tx, const tenants::Caller& caller, BuyerId id,
                           Buyer buyer);
/// The record that fits, or a new one. Errors: those of check_buyer.
Result<Buyer> find_or_record_buyer(db::Transaction& tx, const tenants::Caller& caller,
                                   BodyId developer_id, Buyer buyer);
/// Errors: not_found (other developers' buyers).
Result<Buyer> read_visible_buyer(db::Transaction& tx, const tenants::Caller& caller, BuyerId id);

}  // namespace yunhe::catalog
