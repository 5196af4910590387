#include "catalog/product_registration_service.hpp"

#include "catalog/offer_case_service.hpp"
#include "catalog/product_registration_store.hpp"
#include "catalog/product_service.hpp"
#include "catalog/product_store.hpp"

namespace yunhe::catalog {

Result<Product> record_registration(db::Transaction& tx, const tenants::Caller& caller,
                                    std::string_view code, ProductRegistration registration) {
    auto product = lock_product_by_code(tx, caller.scope, code);
    if (!product || !may_see(caller, *product)) return not_found();
    if (product->developer_id != caller.body_id) return wrong_party("not_your_object");
    if (product->state != ProductState::registered) return wrong_state("product_not_registered");
    for (const auto& known : list_registrations(tx, caller.scope, product->id))
        if (known.where == registration.where && known.number == registration.number)
            return wrong_state("registration_recorded", {{"number", known.number}});
    YUNHE_CHECK(check_registration(registration));
    registration.recorded_by_id = caller.user_id;
    registration.recorded_at = caller.now;
    insert_registration(tx, caller.scope, product->id, registration);
    record_step(tx, caller, {"product", product->id.value, product->code + " " + product->name},
                "record_registration", to_text(product->state), to_text(product->state), "",
                {{"register", std::string(to_text(registration.where))},
                 {"number", registration.number}});
    return std::move(*product);
}

}  // namespace yunhe::catalog
