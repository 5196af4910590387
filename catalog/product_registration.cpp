#include "catalog/product_registration.hpp"

namespace yunhe::catalog {

Status check_registration(const ProductRegistration& registration) {
    if (registration.valid_to && *registration.valid_to < registration.valid_from)
        return malformed("/valid_to", "end_before_begin");
    return Done{};
}

std::vector<std::string> registration_warnings(const std::vector<ProductRegistration>& all,
                                               Date today) {
    bool known = false;
    bool valid = false;
    for (const auto& registration : all) {
        if (registration.where == Register::data_intellectual_property) continue;
        known = true;
        if (!registration.valid_to || today <= *registration.valid_to) valid = true;
    }
    if (!known) return {"product_not_in_register"};
    if (!valid) return {"product_registration_expired"};
    return {};
}

}  // namespace yunhe::catalog
