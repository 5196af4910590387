#include "catalog/search.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::catalog {

std::string name_key(std::string_view token) { return "n:" + std::string(token); }

std::string any_key(std::string_view token) { return "a:" + std::string(token); }

std::string facet_prefix(Facet facet) { return "f:" + std::string(to_text(facet)) + ":"; }

std::string facet_key(Facet facet, std::string_view value) {
    return facet_prefix(facet) + std::string(trim(value));
}

std::string state_key(SearchType type, std::string_view state) {
    return "s:" + std::string(to_text(type)) + ":" + std::string(state);
}

std::string owner_key(SearchType type, std::uint64_t owner_id) {
    return "o:" + std::string(to_text(type)) + ":" + std::to_string(owner_id);
}

std::vector<std::string> index_keys(const SearchDocument& document) {
    std::vector<std::string> keys;
    const auto named = text_tokens(document.code + " " + document.name);
    for (const auto& token : named) keys.push_back(name_key(token));
    for (const auto& token : text_tokens(document.more))
        if (!std::binary_search(named.begin(), named.end(), token))
            keys.push_back(any_key(token));
    keys.push_back(facet_key(Facet::type, to_text(document.type)));
    for (const auto& [facet, value] : document.facets)
        if (!blank(value)) keys.push_back(facet_key(facet, value));
    keys.push_back(state_key(document.type, document.state));
    keys.push_back(owner_key(document.type, document.owner_id));
    if (document.for_everybody) keys.emplace_back(kPublicKey);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace yunhe::catalog
