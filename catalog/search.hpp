/// Full-text and facet search over products and resources: what is asked and what comes back, the
/// words that a product or resource is found by. Pure; the tokeniser is catalog/search_text.hpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_text.hpp"
#include "base/page.hpp"
#include "catalog/product.hpp"
#include "catalog/resource.hpp"
#include "catalog/search_text.hpp"

namespace yunhe::catalog {

enum class SearchType { product, resource };

/// By what hits may be narrowed, and of what counts are given. A product has the fields of its
/// scenarios and the departments of its lineage; kind is a product's, level and openness are a
/// resource's.
enum class Facet { type, kind, field, level, openness, department };

struct SearchQuery {
    std::string text;                                ///< Empty: everything.
    std::map<Facet, std::string> filters;            ///< Department by code.
    PageRequest page;
};

/// One product or resource.
struct SearchHit {
    SearchType type = SearchType::product;
    std::uint64_t subject_id = 0;                    ///< ProductId or ResourceId.
    std::string code;
    std::string name;
    bool name_hit = false;                           ///< All words stand in code or name.
    std::vector<TextRange> highlights;               ///< In `name`.
    std::uint64_t position = 0;                      ///< Where the next page begins.
};

struct FacetCount {
    std::string value;
    std::uint64_t count = 0;
};

struct SearchResult {
    std::vector<SearchHit> hits;                     ///< At most page.fetch().
    std::uint64_t total = 0;
    /// Per facet, what a choice of each value would find, under the other filters. Most first; at
    /// most 50, none that finds nothing.
    std::map<Facet, std::vector<FacetCount>> facets;
};

/// What is indexed of one product or resource.
struct SearchDocument {
    SearchType type = SearchType::product;
    std::uint64_t subject_id = 0;
    std::string code;
    std::string name;
    std::string more;                                ///< Further words, not shown.
    std::vector<std::pair<Facet, std::string>> facets;
    std::string state;
    std::uint64_t owner_id = 0;                      ///< The developer or department.
    bool for_everybody = false;                      ///< Listed for the public portal too.
};

/// The keys under which the document stands in the index, sorted, each once.
std::vector<std::string> index_keys(const SearchDocument& document);
/// The keys of one query word: where it stands in code or name, and where it stands elsewhere only.
std::string name_key(std::string_view token);
std::string any_key(std::string_view token);
std::string facet_key(Facet facet, std::string_view value);
/// What begins every key of the facet.
std::string facet_prefix(Facet facet);
std::string state_key(SearchType type, std::string_view state);
std::string owner_key(SearchType type, std::uint64_t owner_id);
/// Of what the public portal shows.
inline constexpr std::string_view kPublicKey = "p:public";

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::SearchType> =
    yunhe::texts_of(std::pair{yunhe::catalog::SearchType::product, "product"},
                    std::pair{yunhe::catalog::SearchType::resource, "resource"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Facet> =
    yunhe::texts_of(std::pair{yunhe::catalog::Facet::type, "type"},
                    std::pair{yunhe::catalog::Facet::kind, "kind"},
                    std::pair{yunhe::catalog::Facet::field, "field"},
                    std::pair{yunhe::catalog::Facet::level, "level"},
                    std::pair{yunhe::catalog::Facet::openness, "openness"},
                    std::pair{yunhe::catalog::Facet::department, "department"});
