#include "catalog/search_store.hpp"

#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

constexpr std::size_t kBatchSizes[] = {500, 100, 20, 5, 1};
constexpr std::size_t kAskedAtOnce = 500;

/// Pieces of a few fixed sizes, so that few statements are prepared.
template <class Piece>
void in_pieces(std::size_t count, Piece piece) {
    std::size_t from = 0;
    for (const auto size : kBatchSizes)
        for (; count - from >= size; from += size) piece(from, size);
}

/// Marks of an IN list with room for `count` values: a power of two, so that few statements are
/// prepared. The rest is filled with the last value.
std::size_t rounded(std::size_t count) {
    std::size_t size = 1;
    while (size < count) size *= 2;
    return size;
}

void fill(std::vector<db::Value>& bound, std::size_t size) {
    while (bound.size() < size) bound.push_back(bound.back());
}

std::vector<std::string> keys_in(const std::string& lines) {
    std::vector<std::string> keys;
    for (const auto key : split(lines, '\n')) keys.emplace_back(key);
    return keys;
}

StoredDocument read_document(const db::Row& row) {
    return {.document = static_cast<std::uint32_t>(row.uint64("document")),
            .type = row.enumerator<SearchType>("type"),
            .subject_id = row.uint64("subject_id"),
            .code = row.text("code"),
            .name = row.text("name"),
            .keys = {}};
}

SearchIndex read_index(const db::Row& row) {
    return {.format = static_cast<int>(row.int64("format")),
            .document_count = static_cast<std::uint32_t>(row.uint64("document_count"))};
}

void add_posting(std::map<std::string, DocumentSet>& postings, const db::Row& row,
                 std::uint32_t block_count) {
    const auto block = static_cast<std::uint32_t>(row.uint64("block"));
    if (block >= block_count) return;
    auto key = row.text("index_key");
    auto found = postings.find(key);
    if (found == postings.end())
        found = postings.emplace(std::move(key), DocumentSet(block_count)).first;
    found->second.insert_block(block, row.text("members"));
}

}  // namespace

std::optional<SearchIndex> find_search_index(db::Transaction& tx, TenantScope scope) {
    return tx.find("SELECT format, document_count FROM search_indexes WHERE tenant_id = ?",
                   read_index, scope);
}

SearchIndex lock_search_index(db::Transaction& tx, TenantScope scope) {
    tx.execute("INSERT INTO search_indexes (tenant_id, format, document_count) VALUES (?, ?, 0) "
               "ON DUPLICATE KEY UPDATE tenant_id = VALUES(tenant_id)",
               scope, kSearchFormat);
    return tx.one("SELECT format, document_count FROM search_indexes "
                  "WHERE tenant_id = ? FOR UPDATE", read_index, scope);
}

void save_search_index(db::Transaction& tx, TenantScope scope, const SearchIndex& index) {
    tx.execute("UPDATE search_indexes SET format = ?, document_count = ? WHERE tenant_id = ?",
               index.format, index.document_count, scope);
}

void clear_search_index(db::Transaction& tx, TenantScope scope) {
    tx.execute("DELETE FROM search_postings WHERE tenant_id = ?", scope);
    tx.execute("DELETE FROM search_documents WHERE tenant_id = ?", scope);
}

std::map<std::uint64_t, StoredDocument> find_documents_of(
    db::Transaction& tx, TenantScope scope, SearchType type,
    const std::vector<std::uint64_t>& subject_ids) {
    std::map<std::uint64_t, StoredDocument> found;
    for (std::size_t from = 0; from < subject_ids.size(); from += kAskedAtOnce) {
        const auto count = std::min(kAskedAtOnce, subject_ids.size() - from);
        std::vector<db::Value> bound = {db::to_value(scope), db::to_value(type)};
        for (std::size_t i = from; i < from + count; ++i)
            bound.push_back(db::to_value(subject_ids[i]));
        fill(bound, 2 + rounded(count));
        tx.each("SELECT document, type, subject_id, code, name, index_keys FROM search_documents "
                "WHERE tenant_id = ? AND type = ? AND subject_id IN (" +
                    db::placeholders(rounded(count)) + ")",
                bound, [&](const db::Row& row) {
                    auto document = read_document(row);
                    document.keys = keys_in(row.text("index_keys"));
                    found.emplace(document.subject_id, std::move(document));
                });
    }
    return found;
}

std::map<std::uint32_t, StoredDocument> find_documents(db::Transaction& tx, TenantScope scope,
                                                       const std::vector<std::uint32_t>& numbers) {
    std::map<std::uint32_t, StoredDocument> found;
    if (numbers.empty()) return found;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (const auto number : numbers) bound.push_back(db::to_value(number));
    fill(bound, 1 + rounded(numbers.size()));
    tx.each("SELECT document, type, subject_id, code, name FROM search_documents "
            "WHERE tenant_id = ? AND document IN (" +
                db::placeholders(rounded(numbers.size())) + ")",
            bound, [&](const db::Row& row) {
                auto document = read_document(row);
                found.emplace(document.document, std::move(document));
            });
    return found;
}

void insert_documents(db::Transaction& tx, TenantScope scope,
                      const std::vector<StoredDocument>& documents) {
    in_pieces(documents.size(), [&](std::size_t from, std::size_t count) {
        std::vector<db::Value> bound;
        for (std::size_t i = from; i < from + count; ++i) {
            const auto& document = documents[i];
            bound.push_back(db::to_value(scope));
            bound.push_back(db::to_value(document.document));
            bound.push_back(db::to_value(document.type));
            bound.push_back(db::to_value(document.subject_id));
            bound.push_back(document.code);
            bound.push_back(document.name);
            bound.push_back(join(document.keys, "\n"));
        }
        tx.execute_values("INSERT INTO search_documents (tenant_id, document, type, subject_id, "
                          "code, name, index_keys) VALUES " + db::row_placeholders(count, 7),
                          bound);
    });
}

void save_document(db::Transaction& tx, TenantScope scope, const StoredDocument& document) {
    tx.execute("UPDATE search_documents SET code = ?, name = ?, index_keys = ? "
               "WHERE tenant_id = ? AND document = ?",
               document.code, document.name, join(document.keys, "\n"), scope, document.document);
}

std::map<Block, std::vector<std::uint16_t>> find_blocks(db::Transaction& tx, TenantScope scope,
                                                        const std::vector<Block>& blocks) {
    std::map<Block, std::vector<std::uint16_t>> found;
    for (std::size_t from = 0; from < blocks.size();) {
        const auto number = blocks[from].first;
        std::vector<db::Value> bound = {db::to_value(scope), db::to_value(number)};
        std::size_t count = 0;
        while (from < blocks.size() && blocks[from].first == number && count < kAskedAtOnce) {
            bound.push_back(blocks[from++].second);
            ++count;
        }
        fill(bound, 2 + rounded(count));
        tx.each("SELECT index_key, block, members FROM search_postings "
                "WHERE tenant_id = ? AND block = ? AND index_key IN (" +
                    db::placeholders(rounded(count)) + ")",
                bound, [&](const db::Row& row) {
                    found.emplace(Block{number, row.text("index_key")},
                                  block_members(row.text("members")));
                });
    }
    return found;
}

void save_blocks(db::Transaction& tx, TenantScope scope,
                 const std::map<Block, std::vector<std::uint16_t>>& blocks) {
    std::vector<const std::pair<const Block, std::vector<std::uint16_t>>*> rows;
    for (const auto& row : blocks) {
        if (!row.second.empty()) {
            rows.push_back(&row);
            continue;
        }
        tx.execute("DELETE FROM search_postings WHERE tenant_id = ? AND index_key = ? "
                   "AND block = ?", scope, row.first.second, row.first.first);
    }
    in_pieces(rows.size(), [&](std::size_t from, std::size_t count) {
        std::vector<db::Value> bound;
        for (std::size_t i = from; i < from + count; ++i) {
            bound.push_back(db::to_value(scope));
            bound.push_back(rows[i]->first.second);
            bound.push_back(db::to_value(rows[i]->first.first));
            bound.push_back(block_bytes(rows[i]->second));
        }
        tx.execute_values("INSERT INTO search_postings (tenant_id, index_key, block, members) "
                          "VALUES " + db::row_placeholders(count, 4) +
                              " ON DUPLICATE KEY UPDATE members = VALUES(members)",
                          bound);
    });
}

std::map<std::string, DocumentSet> load_postings(db::Transaction& tx, TenantScope scope,
                                                 const std::vector<std::string>& keys,
                                                 std::uint32_t block_count) {
    std::map<std::string, DocumentSet> postings;
    if (keys.empty()) return postings;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (const auto& key : keys) bound.push_back(key);
    fill(bound, 1 + rounded(keys.size()));
    tx.each("SELECT index_key, block, members FROM search_postings "
            "WHERE tenant_id = ? AND index_key IN (" +
                db::placeholders(rounded(keys.size())) + ")",
            bound, [&](const db::Row& row) { add_posting(postings, row, block_count); });
    return postings;
}

std::map<std::string, DocumentSet> load_facets(db::Transaction& tx, TenantScope scope,
                                               std::uint32_t block_count) {
    std::map<std::string, DocumentSet> postings;
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT index_key, block, members FROM search_postings "
            "WHERE tenant_id = ? AND index_key >= 'f:' AND index_key < 'f;'",
            bound, [&](const db::Row& row) { add_posting(postings, row, block_count); });
    return postings;
}

std::map<ScenarioId, ScenarioWords> load_scenario_words(db::Transaction& tx, TenantScope scope) {
    std::map<ScenarioId, ScenarioWords> words;
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT id, code, name, field FROM scenarios WHERE tenant_id = ?", bound,
            [&](const db::Row& row) {
                words.emplace(row.id<ScenarioId>("id"),
                              ScenarioWords{row.text("code"), row.text("name"),
                                            row.text("field")});
            });
    return words;
}

std::map<ResourceId, ResourceWords> load_resource_words(
    db::Transaction& tx, TenantScope scope, std::optional<std::vector<ResourceId>> ids) {
    std::map<ResourceId, ResourceWords> words;
    if (ids && ids->empty()) return words;
    std::vector<db::Value> bound = {db::to_value(scope)};
    std::string narrowed;
    if (ids) {
        for (const auto id : *ids) bound.push_back(db::to_value(id));
        fill(bound, 1 + rounded(ids->size()));
        narrowed = " AND resources.id IN (" + db::placeholders(rounded(ids->size())) + ")";
    }
    tx.each("SELECT resources.id, resources.name, bodies.code FROM resources "
            "JOIN bodies ON bodies.tenant_id = resources.tenant_id "
            "AND bodies.id = resources.department_id WHERE resources.tenant_id = ?" + narrowed,
            bound, [&](const db::Row& row) {
                words.emplace(row.id<ResourceId>("id"),
                              ResourceWords{row.text("name"), row.text("code")});
            });
    return words;
}

std::vector<ResourceId> list_resource_ids(db::Transaction& tx, TenantScope scope,
                                          ResourceId after, std::uint32_t limit) {
    return tx.list("SELECT id FROM resources WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                   [](const db::Row& row) { return row.id<ResourceId>("id"); }, scope, after,
                   limit);
}

std::vector<ProductId> list_products_in(db::Transaction& tx, TenantScope scope,
                                        ScenarioId scenario_id) {
    return tx.list("SELECT product_id FROM product_scenarios "
                   "WHERE tenant_id = ? AND scenario_id = ? ORDER BY product_id",
                   [](const db::Row& row) { return row.id<ProductId>("product_id"); }, scope,
                   scenario_id);
}

std::vector<ProductId> list_products_made_of(db::Transaction& tx, TenantScope scope,
                                             ResourceId resource_id) {
    return tx.list("SELECT DISTINCT product_id FROM product_lineage "
                   "WHERE tenant_id = ? AND resource_id = ? ORDER BY product_id",
                   [](const db::Row& row) { return row.id<ProductId>("product_id"); }, scope,
                   resource_id);
}

}  // namespace yunhe::catalog
