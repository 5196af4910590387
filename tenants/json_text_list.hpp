/// Lists of texts as they stand in JSON columns and replies. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace yunhe::tenants {

/// REQUIRES: an array of strings, as `json_of` wrote it.
inline std::vector<std::string> texts_from(const Json& json) {
    return json.get<std::vector<std::string>>();
}

inline Json json_of(const std::vector<std::string>& texts) {
    Json json = Json::array();
    for (const auto& text : texts) json.push_back(text);
    return json;
}

}  // namespace yunhe::tenants
