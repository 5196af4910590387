/// What public registers know of a product beside its own registration here: numbers of the
/// national or provincial platform for the registration of data (公共数据资源登记平台), and of data
/// intellectual property (Ningbo 22). Recorded facts; a missing one only warns. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "catalog/product.hpp"

namespace yunhe::catalog {

enum class Register {
    national,            ///< 国家公共数据资源登记平台
    provincial,          ///< 省级公共数据资源登记平台
    data_intellectual_property,  ///< 数据知识产权登记
};

struct ProductRegistration {
    Register where = Register::national;
    std::string number;
    Date valid_from;
    std::optional<Date> valid_to;  ///< Inclusive; absent: without end.
    std::string document;          ///< Where it can be seen; may be empty.
    UserId recorded_by_id;
    Timestamp recorded_at;
};

/// Errors: malformed /valid_to `end_before_begin`.
Status check_registration(const ProductRegistration& registration);

/// `product_not_in_register` (no national or provincial number), `product_registration_expired`.
std::vector<std::string> registration_warnings(const std::vector<ProductRegistration>& all,
                                               Date today);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Register> =
    yunhe::texts_of(std::pair{yunhe::catalog::Register::national, "national"},
                    std::pair{yunhe::catalog::Register::provincial, "provincial"},
                    std::pair{yunhe::catalog::Register::data_intellectual_property,
                              "data_intellectual_property"});
