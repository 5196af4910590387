#include "catalog/search_service.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "catalog/listing_store.hpp"
#include "catalog/product_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/search_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::catalog {
namespace {

using Keys = std::vector<std::string>;

constexpr std::uint32_t kDocumentsAtOnce = 2000;
constexpr std::size_t kFacetValuesMax = 50;
constexpr std::size_t kTokensMax = 64;

// Writing.

/// What the blocks of the index have to gain and to lose.
class IndexChange {
public:
    void replace(std::uint32_t document, const Keys& old_keys, const Keys& new_keys) {
        Keys gone, come;
        std::set_difference(old_keys.begin(), old_keys.end(), new_keys.begin(), new_keys.end(),
                            std::back_inserter(gone));
        std::set_difference(new_keys.begin(), new_keys.end(), old_keys.begin(), old_keys.end(),
                            std::back_inserter(come));
        const auto block = document / kBlockDocuments;
        const auto member = static_cast<std::uint16_t>(document % kBlockDocuments);
        for (auto& key : gone) blocks_[{block, std::move(key)}].emplace_back(member, false);
        for (auto& key : come) blocks_[{block, std::move(key)}].emplace_back(member, true);
    }

    void save(db::Transaction& tx, TenantScope scope) const {
        std::vector<Block> wanted;
        for (const auto& [block, changes] : blocks_) wanted.push_back(block);
        auto members = find_blocks(tx, scope, wanted);
        for (const auto& [block, changes] : blocks_) {
            auto& all = members[block];
            for (const auto& [member, comes] : changes) {
                const auto place = std::lower_bound(all.begin(), all.end(), member);
                const bool there = place != all.end() && *place == member;
                if (comes && !there) all.insert(place, member);
                if (!comes && there) all.erase(place);
            }
        }
        save_blocks(tx, scope, members);
    }

private:
    std::map<Block, std::vector<std::pair<std::uint16_t, bool>>> blocks_;
};

bool same(const StoredDocument& stored, const SearchDocument& document, const Keys& keys) {
    return stored.keys == keys && stored.code == document.code && stored.name == document.name;
}

bool all_known(const std::map<std::uint64_t, StoredDocument>& known,
               const std::vector<SearchDocument>& documents) {
    return std::all_of(documents.begin(), documents.end(), [&](const SearchDocument& document) {
        const auto found = known.find(document.subject_id);
        return found != known.end() && same(found->second, document, index_keys(document));
    });
}

/// REQUIRES: all of one type, no subject twice.
void put(db::Transaction& tx, TenantScope scope, const std::vector<SearchDocument>& documents) {
    if (documents.empty()) return;
    const auto type = documents.front().type;
    std::vector<std::uint64_t> subjects;
    for (const auto& document : documents) subjects.push_back(document.subject_id);
    if (all_known(find_documents_of(tx, scope, type, subjects), documents)) return;

    auto index = lock_search_index(tx, scope);
    const auto known = find_documents_of(tx, scope, type, subjects);
    IndexChange change;
    std::vector<StoredDocument> added;
    for (const auto& document : documents) {
        const auto found = known.find(document.subject_id);
        const bool is_new = found == known.end();
        auto keys = index_keys(document);
        if (!is_new && same(found->second, document, keys)) continue;
        const auto number = is_new ? index.document_count++ : found->second.document;
        change.replace(number, is_new ? Keys{} : found->second.keys, keys);
        StoredDocument stored{.document = number,
                              .type = type,
                              .subject_id = document.subject_id,
                              .code = document.code,
                              .name = document.name,
                              .keys = std::move(keys)};
        if (is_new) added.push_back(std::move(stored));
        if (!is_new) save_document(tx, scope, stored);
    }
    insert_documents(tx, scope, added);
    change.save(tx, scope);
    if (!added.empty()) save_search_index(tx, scope, index);
}

SearchDocument document_of(const Resource& resource, const std::string& department_code,
                           const std::string& department_name) {
    SearchDocument document{.type = SearchType::resource,
                            .subject_id = resource.id.value,
                            .code = resource.code,
                            .name = resource.name,
                            .more = department_name,
                            .facets = {{Facet::field, resource.field},
                                       {Facet::level, std::string(to_text(resource.level))},
                                       {Facet::openness, std::string(to_text(resource.openness))},
                                       {Facet::department, department_code}},
                            .state = std::string(to_text(resource.state)),
                            .owner_id = resource.department_id.value};
    for (const auto& column : resource.columns)
        document.more += " " + column.name + " " + column.title;
    return document;
}

/// The words and facts that products take from elsewhere.
struct Words {
    std::set<ProductId> for_everybody;
    std::map<ScenarioId, ScenarioWords> scenarios;
    std::map<ResourceId, ResourceWords> resources;
    std::map<BodyId, std::pair<std::string, std::string>> bodies;  ///< Code and name.

    const std::pair<std::string, std::string>& body(db::Transaction& tx, TenantScope scope,
                                                    BodyId id) {
        const auto known = bodies.find(id);
        if (known != bodies.end()) return known->second;
        const auto found = tenants::find_body(tx, scope, id);
        YUNHE_ASSERT(found.has_value());
        return bodies.emplace(id, std::pair(found->code, found->name)).first->second;
    }
};

/// Products with a listing that stands and that everybody may see; of one, or of all.
std::set<ProductId> listed_for_everybody(db::Transaction& tx, TenantScope scope,
                                         std::optional<ProductId> product_id) {
    std::set<ProductId> listed;
    for (const auto& listing : all_listings(tx, scope, product_id))
        if (listing.state == ListingState::listed && visible_to(listing, std::nullopt))
            listed.insert(listing.product_id);
    return listed;
}

SearchDocument document_of(const Product& product, const Words& words,
                           const std::string& developer_name) {
    SearchDocument document{.type = SearchType::product,
                            .subject_id = product.id.value,
                            .code = product.code,
                            .name = product.name,
                            .more = developer_name + " " + product.description,
                            .facets = {{Facet::kind, product.kind}},
                            .state = std::string(to_text(product.state)),
                            .owner_id = product.developer_id.value,
                            .for_everybody = words.for_everybody.contains(product.id)};
    for (const auto id : product.scenario_ids) {
        const auto& scenario = words.scenarios.at(id);
        document.more += " " + scenario.name + " " + scenario.code;
        document.facets.emplace_back(Facet::field, scenario.field);
    }
    for (const auto& item : product.lineage) {
        document.more += " " + item.own_name + " " + item.resource_code;
        if (!item.resource_id) continue;
        const auto& resource = words.resources.at(*item.resource_id);
        document.more += " " + resource.name;
        document.facets.emplace_back(Facet::department, resource.department_code);
    }
    return document;
}

void rebuild_resources(db::Transaction& tx, TenantScope scope, Words& words) {
    ResourceId after;
    while (true) {
        const auto ids = list_resource_ids(tx, scope, after, kDocumentsAtOnce);
        if (ids.empty()) return;
        std::vector<SearchDocument> documents;
        for (const auto& [id, resource] : find_resources(tx, scope, {ids.begin(), ids.end()})) {
            const auto& [code, name] = words.body(tx, scope, resource.department_id);
            documents.push_back(document_of(resource, code, name));
        }
        put(tx, scope, documents);
        after = ids.back();
    }
}

void rebuild_products(db::Transaction& tx, TenantScope scope, Words& words) {
    std::vector<SearchDocument> documents;
    PageRequest page{.after_id = 0, .limit = kPageLimitMax};
    for (bool last = false; !last;) {
        const auto products = list_products(tx, scope, std::nullopt, page);
        last = products.size() <= page.limit;
        for (std::size_t i = 0; i < products.size() && i < page.limit; ++i) {
            const auto& product = products[i];
            const auto& name = words.body(tx, scope, product.developer_id).second;
            documents.push_back(document_of(product, words, name));
            page.after_id = product.id.value;
        }
        if (documents.size() < kDocumentsAtOnce && !last) continue;
        put(tx, scope, documents);
        documents.clear();
    }
}

// Reading.

/// One search: which documents there are to be seen, which of them fit.
class Search {
public:
    Search(db::Transaction& tx, const tenants::Caller& caller, const SearchQuery& query,
           const SearchIndex& index)
        : tx_(tx), caller_(caller), query_(query), index_(index),
          tokens_(query_tokens(query.text)) {
        if (tokens_.size() > kTokensMax) tokens_.resize(kTokensMax);
    }

    SearchResult run() {
        load();
        const auto seen = fitting();
        SearchResult result;
        auto found = seen;
        for (const auto& [facet, value] : query_.filters) found &= set_of(facet_key(facet, value));
        result.total = found.size();
        fill_hits(result, found);
        count_facets(result, seen);
        return result;
    }

private:
    void load() {
        Keys keys;
        for (const auto& token : tokens_) {
            keys.push_back(name_key(token));
            keys.push_back(any_key(token));
        }
        keys.emplace_back(kPublicKey);
        keys.push_back(state_key(SearchType::product, to_text(ProductState::registered)));
        keys.push_back(state_key(SearchType::product, to_text(ProductState::draft)));
        keys.push_back(state_key(SearchType::resource, to_text(ResourceState::draft)));
        for (const auto type : {SearchType::product, SearchType::resource})
            keys.push_back(owner_key(type, caller_.body_id.value));
        facets_ = load_facets(tx_, caller_.scope, index_.block_count());
        postings_ = load_postings(tx_, caller_.scope, keys, index_.block_count());
        none_ = DocumentSet(index_.block_count());
    }

    const DocumentSet& set_of(const std::string& key) const {
        const auto facet = facets_.find(key);
        if (facet != facets_.end()) return facet->second;
        const auto posting = postings_.find(key);
        return posting == postings_.end() ? none_ : posting->second;
    }

    const DocumentSet& all_of(SearchType type) const {
        return set_of(facet_key(Facet::type, to_text(type)));
    }

    /// As product_sight and the list of resources have it.
    DocumentSet visible() const {
        if (caller_.anonymous) return set_of(std::string(kPublicKey));
        const auto sight = product_sight(caller_);
        auto products = set_of(state_key(SearchType::product, to_text(ProductState::registered)));
        if (sight.sees_unregistered) {
            products = all_of(SearchType::product);
            products -= set_of(state_key(SearchType::product, to_text(ProductState::draft)));
        }
        if (sight.developer_id)
            products |= set_of(owner_key(SearchType::product, sight.developer_id->value));
        if (!caller_.may(tenants::Permission::catalogue_read)) return products;
        auto drafts = set_of(state_key(SearchType::resource, to_text(ResourceState::draft)));
        drafts -= set_of(owner_key(SearchType::resource, caller_.body_id.value));
        auto resources = all_of(SearchType::resource);
        resources -= drafts;
        resources |= products;
        return resources;
    }

    DocumentSet fitting() {
        auto fits = visible();
        named_ = tokens_.empty() ? none_ : fits;
        for (const auto& token : tokens_) {
            named_ &= set_of(name_key(token));
            auto either = set_of(name_key(token));
            either |= set_of(any_key(token));
            fits &= either;
        }
        // Words that a text is made of, and none is left to look for.
        if (tokens_.empty() && !query_.text.empty()) return none_;
        return fits;
    }

    /// Name hits first, each part newest first. A position counts up through both.
    void fill_hits(SearchResult& result, const DocumentSet& found) {
        static constexpr std::uint64_t kPart = std::uint64_t{1} << 32;
        auto first = found;
        first &= named_;
        auto second = found;
        second -= named_;
        const auto most = query_.page.fetch();
        std::vector<std::pair<std::uint32_t, bool>> order;
        const auto after = query_.page.after_id;
        const auto before = [&](std::uint64_t part) {
            if (after <= part * kPart) return std::uint32_t{0xFFFFFFFF};
            return static_cast<std::uint32_t>((part + 1) * kPart - after);
        };
        if (after < kPart)
            for (const auto document : first.largest_below(before(0), most))
                order.emplace_back(document, true);
        if (order.size() < most)
            for (const auto document : second.largest_below(before(1), most - order.size()))
                order.emplace_back(document, false);

        std::vector<std::uint32_t> numbers;
        for (const auto& [document, named] : order) numbers.push_back(document);
        const auto stored = find_documents(tx_, caller_.scope, numbers);
        for (const auto& [document, named] : order) {
            const auto& row = stored.at(document);
            result.hits.push_back({.type = row.type,
                                   .subject_id = row.subject_id,
                                   .code = row.code,
                                   .name = row.name,
                                   .name_hit = named,
                                   .highlights = highlight_ranges(row.name, tokens_),
                                   .position = (named ? kPart : 2 * kPart) - document});
        }
    }

    void count_facets(SearchResult& result, const DocumentSet& seen) {
        for (const auto& entry : enum_texts<Facet>) {
            auto under_others = seen;
            for (const auto& [facet, value] : query_.filters)
                if (facet != entry.value) under_others &= set_of(facet_key(facet, value));
            const auto prefix = facet_prefix(entry.value);
            auto& counts = result.facets[entry.value];
            for (auto at = facets_.lower_bound(prefix);
                 at != facets_.end() && at->first.starts_with(prefix); ++at)
                if (const auto count = under_others.common_size(at->second); count > 0)
                    counts.push_back({at->first.substr(prefix.size()), count});
            std::stable_sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
                return a.count > b.count;
            });
            if (counts.size() > kFacetValuesMax) counts.resize(kFacetValuesMax);
        }
    }

    db::Transaction& tx_;
    const tenants::Caller& caller_;
    const SearchQuery& query_;
    SearchIndex index_;
    std::vector<std::string> tokens_;
    std::map<std::string, DocumentSet> facets_;
    std::map<std::string, DocumentSet> postings_;
    DocumentSet none_;
    DocumentSet named_;
};

}  // namespace

void index_resources(db::Transaction& tx, TenantScope scope,
                     std::span<const Resource> resources) {
    Words words;
    std::vector<SearchDocument> documents;
    std::vector<std::uint64_t> subjects;
    for (const auto& resource : resources) {
        const auto& [code, name] = words.body(tx, scope, resource.department_id);
        documents.push_back(document_of(resource, code, name));
        subjects.push_back(resource.id.value);
    }
    const auto known = find_documents_of(tx, scope, SearchType::resource, subjects);
    put(tx, scope, documents);
    for (const auto& resource : resources) {
        const auto before = known.find(resource.id.value);
        if (before == known.end() || before->second.name == resource.name) continue;
        for (const auto id : list_products_made_of(tx, scope, resource.id))
            index_product(tx, scope, id);
    }
}

void index_resource(db::Transaction& tx, TenantScope scope, const Resource& resource) {
    index_resources(tx, scope, {&resource, 1});
}

void index_product(db::Transaction& tx, TenantScope scope, ProductId id) {
    const auto product = find_product(tx, scope, id);
    YUNHE_ASSERT(product.has_value());
    std::vector<ResourceId> sources;
    for (const auto& item : product->lineage)
        if (item.resource_id) sources.push_back(*item.resource_id);
    Words words;
    words.scenarios = load_scenario_words(tx, scope);
    words.resources = load_resource_words(tx, scope, sources);
    words.for_everybody = listed_for_everybody(tx, scope, id);
    const auto& name = words.body(tx, scope, product->developer_id).second;
    put(tx, scope, {document_of(*product, words, name)});
}

void index_products_in(db::Transaction& tx, TenantScope scope, ScenarioId scenario_id) {
    for (const auto id : list_products_in(tx, scope, scenario_id)) index_product(tx, scope, id);
}

void rebuild_search_index(db::Transaction& tx, TenantScope scope) {
    lock_search_index(tx, scope);
    clear_search_index(tx, scope);
    save_search_index(tx, scope, {});
    Words words;
    words.scenarios = load_scenario_words(tx, scope);
    words.resources = load_resource_words(tx, scope, std::nullopt);
    words.for_everybody = listed_for_everybody(tx, scope, std::nullopt);
    rebuild_resources(tx, scope, words);
    rebuild_products(tx, scope, words);
}

std::size_t ensure_search_indexes(db::Database& database) {
    const auto missing =
        database.read([](db::Transaction& tx) -> Result<std::vector<TenantScope>> {
            std::vector<TenantScope> scopes;
            tenants::for_each_tenant_across_tenants(
                tx, [&](TenantScope scope, const tenants::Tenant&) {
                    const auto index = find_search_index(tx, scope);
                    if (!index || index->format != kSearchFormat) scopes.push_back(scope);
                });
            return scopes;
        }).value();
    for (const auto scope : missing) {
        const auto built = database.transact([&](db::Transaction& tx) -> Result<bool> {
            rebuild_search_index(tx, scope);
            return true;
        });
        YUNHE_ASSERT(built.ok());
    }
    return missing.size();
}

SearchResult search(db::Transaction& tx, const tenants::Caller& caller, const SearchQuery& query) {
    const auto index = find_search_index(tx, caller.scope);
    if (!index) return {};
    return Search(tx, caller, query, *index).run();
}

}  // namespace yunhe::catalog
