/// Codes and names that replies show beside ids.
#pragma once

#include <string>

#include "catalog/order.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// REQUIRES of each: the id is of a row of the tenant's.
class ReplyNames {
public:
    ReplyNames(db::Transaction& tx, TenantScope scope) : tx_(tx), scope_(scope) {}
    std::string body_code(BodyId id);
    std::string body_name(BodyId id);
    std::string order_code(catalog::OrderId id);
    std::string product_code(catalog::ProductId id);
    std::string scenario_code(catalog::ScenarioId id);
    std::string username(UserId id);

private:
    db::Transaction& tx_;
    TenantScope scope_;
};

}  // namespace yunhe::billing
