/// How the API writes the id of a case of which only the aggregate's name and the raw id are known:
/// in to-dos and obligations, which belong to cases of every kind. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace yunhe::tenants {

/// "application" + 42 -> "app_000000000001a". An aggregate without a prefix of its own is written
/// with its name.
std::string aggregate_id_text(std::string_view aggregate, std::uint64_t id);

}  // namespace yunhe::tenants
