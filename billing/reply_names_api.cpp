#include "billing/reply_names_api.hpp"

#include "catalog/order_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::billing {

std::string ReplyNames::body_code(BodyId id) {
    return tenants::find_body(tx_, scope_, id).value().code;
}

std::string ReplyNames::body_name(BodyId id) {
    return tenants::find_body(tx_, scope_, id).value().name;
}

std::string ReplyNames::order_code(catalog::OrderId id) {
    return catalog::find_order(tx_, scope_, id).value().code;
}

std::string ReplyNames::product_code(catalog::ProductId id) {
    return catalog::find_product(tx_, scope_, id).value().code;
}

std::string ReplyNames::scenario_code(catalog::ScenarioId id) {
    return catalog::find_scenario(tx_, scope_, id).value().code;
}

std::string ReplyNames::username(UserId id) {
    return tenants::find_user(tx_, scope_, id).value().username;
}

}  // namespace yunhe::billing
