#include "catalog/product_store.hpp"

#include <map>

namespace yunhe::catalog {
namespace {

#define YUNHE_PRODUCT_COLUMNS \
    "SELECT id, code, developer_id, name, kind, state, version, review_round, registered_at "      \
    "FROM products "

Product read_product(const db::Row& row) {
    return {.id = row.id<ProductId>("id"),
            .code = row.text("code"),
            .developer_id = row.id<BodyId>("developer_id"),
            .name = row.text("name"),
            .kind = row.text("kind"),
            .scenario_ids = {},
            .lineage = {},
            .state = row.enumerator<ProductState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .review_round = static_cast<int>(row.int64("review_round")),
            .registered_at = row.optional_timestamp("registered_at")};
}

ProductReview read_review(const db::Row& row) {
    return {.seat = row.text("seat"),
            .round = static_cast<int>(row.int64("round")),
            .decision = row.enumerator<ProductAction>("decision"),
            .no_raw_data = row.boolean("no_raw_data"),
            .not_reversible = row.boolean("not_reversible"),
            .only_granted = row.boolean("only_granted"),
            .inside_scenario = row.boolean("inside_scenario"),
            .opinion = row.text("opinion"),
            .reviewed_by_id = row.id<UserId>("reviewed_by_id"),
            .reviewed_at = row.timestamp("reviewed_at")};
}

/// Scenarios and lineage of all the products in two statements.
std::vector<Product> filled(db::Transaction& tx, TenantScope scope, std::vector<Product> products) {
    if (products.empty()) return products;
    std::map<ProductId, Product*> by_id;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (auto& product : products) {
        by_id.emplace(product.id, &product);
        bound.push_back(db::to_value(product.id));
    }
    const auto marks = db::placeholders(products.size());
    tx.each("SELECT product_id, scenario_id FROM product_scenarios "
            "WHERE tenant_id = ? AND product_id IN (" + marks + ") ORDER BY product_id, "
            "scenario_id",
            bound, [&](const db::Row& row) {
                by_id.at(row.id<ProductId>("product_id"))
                    ->scenario_ids.push_back(row.id<ScenarioId>("scenario_id"));
            });
    tx.each("SELECT product_lineage.product_id, product_lineage.resource_id, resources.code, "
            "product_lineage.own_name, product_lineage.weight "
            "FROM product_lineage LEFT JOIN resources "
            "ON resources.tenant_id = product_lineage.tenant_id "
            "AND resources.id = product_lineage.resource_id "
            "WHERE product_lineage.tenant_id = ? AND product_lineage.product_id IN (" + marks + ") "
            "ORDER BY product_lineage.product_id, product_lineage.position",
            bound, [&](const db::Row& row) {
                by_id.at(row.id<ProductId>("product_id"))
                    ->lineage.push_back({.resource_id = row.optional_id<ResourceId>("resource_id"),
                                         .resource_code = row.optional_text("code").value_or(""),
                                         .own_name = row.optional_text("own_name").value_or(""),
                                         .weight = row.text("weight")});
            });
    return products;
}

std::optional<Product> filled(db::Transaction& tx, TenantScope scope,
        std::optional<Product> found) {
    if (!found) return found;
    return std::move(filled(tx, scope, std::vector<Product>{std::move(*found)}).front());
}

void insert_parts(db::Transaction& tx, TenantScope scope, const Product& product) {
    for (const auto scenario_id : product.scenario_ids)
        tx.execute("INSERT INTO product_scenarios (tenant_id, product_id, scenario_id) VALUES (?, "
                   "?, ?)",
                   scope, product.id, scenario_id);
    int position = 0;
    for (const auto& item : product.lineage) {
        const auto own_name = item.resource_id ? std::nullopt : std::optional(item.own_name);
        tx.execute("INSERT INTO product_lineage (tenant_id, product_id, position, resource_id, "
                   "own_name, "
                   "weight) VALUES (?, ?, ?, ?, ?, ?)",
                   scope, product.id, ++position, item.resource_id, own_name, item.weight);
    }
}

}  // namespace

std::optional<Product> find_product(db::Transaction& tx, TenantScope scope, ProductId id) {
    return filled(tx, scope,
                  tx.find(YUNHE_PRODUCT_COLUMNS "WHERE tenant_id = ? AND id = ?", read_product,
                          scope,
                          id));
}

std::optional<Product> find_product_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code) {
    return filled(tx, scope,
                  tx.find(YUNHE_PRODUCT_COLUMNS "WHERE tenant_id = ? AND code = ?", read_product,
                          scope,
                          code));
}

std::optional<Product> lock_product_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code) {
    return filled(tx, scope,
                  tx.find(YUNHE_PRODUCT_COLUMNS "WHERE tenant_id = ? AND code = ? FOR UPDATE",
                          read_product, scope, code));
}

std::vector<Product> list_products(db::Transaction& tx, TenantScope scope,
                                   std::optional<BodyId> developer_id, const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_PRODUCT_COLUMNS "WHERE tenant_id = ? AND id > ? "
                          "AND (? IS NULL OR developer_id = ?) ORDER BY id LIMIT ?",
                          read_product, scope, page.after_id, developer_id, developer_id,
                          page.fetch()));
}

std::vector<Product> list_visible_products(db::Transaction& tx, TenantScope scope,
                                           const ProductViewer& viewer, const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_PRODUCT_COLUMNS "WHERE tenant_id = ? AND id > ? "
                          "AND (state = 'registered' OR developer_id = ? OR (? AND state <> "
                          "'draft')) "
                          "ORDER BY id LIMIT ?",
                          read_product, scope, page.after_id, viewer.developer_id,
                          viewer.sees_unregistered, page.fetch()));
}

void insert_product(db::Transaction& tx, TenantScope scope, const Product& product, Timestamp now) {
    tx.execute("INSERT INTO products (tenant_id, id, code, developer_id, name, kind, state, "
               "version, "
               "review_round, registered_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, product.id, product.code, product.developer_id, product.name, product.kind,
               product.state, product.version, product.review_round, product.registered_at, now);
    insert_parts(tx, scope, product);
}

void save_product(db::Transaction& tx, TenantScope scope, const Product& product) {
    tx.execute("UPDATE products SET name = ?, kind = ?, state = ?, review_round = ?, "
               "registered_at = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
               product.name, product.kind, product.state, product.review_round,
                       product.registered_at,
               scope, product.id);
    tx.execute("DELETE FROM product_scenarios WHERE tenant_id = ? AND product_id = ?", scope,
               product.id);
    tx.execute("DELETE FROM product_lineage WHERE tenant_id = ? AND product_id = ?", scope,
            product.id);
    insert_parts(tx, scope, product);
}

void insert_product_review(db::Transaction& tx, TenantScope scope, ProductId product_id,
                           const ProductReview& review) {
    tx.execute("INSERT INTO product_reviews (tenant_id, product_id, round, seat, decision, "
               "no_raw_data, "
               "not_reversible, only_granted, inside_scenario, opinion, reviewed_by_id, "
               "reviewed_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, product_id, review.round, review.seat, review.decision, review.no_raw_data,
               review.not_reversible, review.only_granted, review.inside_scenario, review.opinion,
               review.reviewed_by_id, review.reviewed_at);
}

std::vector<ProductReview> list_product_reviews(db::Transaction& tx, TenantScope scope,
                                                ProductId product_id, int round) {
    return tx.list("SELECT seat, round, decision, no_raw_data, not_reversible, only_granted, "
                   "inside_scenario, opinion, reviewed_by_id, reviewed_at FROM product_reviews "
                   "WHERE tenant_id = ? AND product_id = ? AND round = ? ORDER BY seat",
                   read_review, scope, product_id, round);
}

}  // namespace yunhe::catalog
