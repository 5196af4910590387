/// The search index in SQL: documents by running number, and for each key the blocks of documents
/// that it stands for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/posting.hpp"
#include "catalog/search.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// Raised whenever the tokeniser or the keys change: older indexes are built anew.
inline constexpr int kSearchFormat = 1;

struct SearchIndex {
    int format = kSearchFormat;
    std::uint32_t document_count = 0;
    std::uint32_t block_count() const { return document_count / kBlockDocuments + 1; }
};
std::optional<SearchIndex> find_search_index(db::Transaction& tx, TenantScope scope);
/// Made, empty, where there is none.
SearchIndex lock_search_index(db::Transaction& tx, TenantScope scope);
void save_search_index(db::Transaction& tx, TenantScope scope, const SearchIndex& index);
/// Removes everything but the index's own row.
void clear_search_index(db::Transaction& tx, TenantScope scope);

struct StoredDocument {
    std::uint32_t document = 0;
    SearchType type = SearchType::product;
    std::uint64_t subject_id = 0;
    std::string code;
    std::string name;
    std::vector<std::string> keys;  ///< Sorted.
};
/// By subject.
std::map<std::uint64_t, StoredDocument> find_documents_of(
    db::Transaction& tx, TenantScope scope, SearchType type,
    const std::vector<std::uint64_t>& subject_ids);
/// By number, without keys.
std::map<std::uint32_t, StoredDocument> find_documents(db::Transaction& tx, TenantScope scope,
                                                       const std::vector<std::uint32_t>& numbers);
void insert_documents(db::Transaction& tx, TenantScope scope,
                      const std::vector<StoredDocument>& documents);
void save_document(db::Transaction& tx, TenantScope scope, const StoredDocument& document);

using Block = std::pair<std::uint32_t, std::string>;  ///< Number and key.
/// Members of the blocks that are there.
std::map<Block, std::vector<std::uint16_t>> find_blocks(db::Transaction& tx, TenantScope scope,
                                                        const std::vector<Block>& blocks);
/// Puts them in place; empty ones are removed.
void save_blocks(db::Transaction& tx, TenantScope scope,
                 const std::map<Block, std::vector<std::uint16_t>>& blocks);

/// The documents of each key; a key without any is absent.
std::map<std::string, DocumentSet> load_postings(db::Transaction& tx, TenantScope scope,
                                                 const std::vector<std::string>& keys,
                                                 std::uint32_t block_count);
/// Of all facets.
std::map<std::string, DocumentSet> load_facets(db::Transaction& tx, TenantScope scope,
                                               std::uint32_t block_count);

// Words of what products hang on, of these or of all.

struct ScenarioWords {
    std::string code;
    std::string name;
    std::string field;
};
struct ResourceWords {
    std::string name;
    std::string department_code;
};
std::map<ScenarioId, ScenarioWords> load_scenario_words(db::Transaction& tx, TenantScope scope);
std::map<ResourceId, ResourceWords> load_resource_words(
    db::Transaction& tx, TenantScope scope, std::optional<std::vector<ResourceId>> ids);
/// Every resource, drafts too, by id: at most `limit` after this one.
std::vector<ResourceId> list_resource_ids(db::Transaction& tx, TenantScope scope,
                                          ResourceId after, std::uint32_t limit);
std::vector<ProductId> list_products_in(db::Transaction& tx, TenantScope scope,
                                        ScenarioId scenario_id);
/// Products whose lineage has the resource.
std::vector<ProductId> list_products_made_of(db::Transaction& tx, TenantScope scope,
                                             ResourceId resource_id);

}  // namespace yunhe::catalog
