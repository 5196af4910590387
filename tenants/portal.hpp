/// What the public portal leaves out of what it shows: who objected, and numbers that name a
/// person. Pure.
#pragma once

#include <string>
#include <string_view>

namespace yunhe::tenants {

/// The first character and two stars, however long the name is; two stars for an empty one.
/// REQUIRES: UTF-8.
std::string masked_name(std::string_view name);

/// The text with every run of seven or more digits (a closing X of an identity number with it)
/// replaced by stars: telephone, identity and card numbers.
std::string without_numbers(std::string_view text);

}  // namespace yunhe::tenants
