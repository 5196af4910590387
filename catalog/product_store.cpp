#include "catalog/product_store.hpp"

#include <map>

namespace yunhe::catalog {
namespace {

/// State and registration of the product (`p`), content of the version that it shows (`v`).
#define YUNHE_PRODUCT_COLUMNS \
    "SELECT p.id, p.code, p.developer_id, p.name, p.state, p.version, p.registered_at, "           \
    "p.revoked_at, v.kind, v.number, v.description, v.delivery, v.form, v.statements, "            \
    "v.review_round, v.effective_on "                                                              \
    "FROM products AS p JOIN product_versions AS v ON v.tenant_id = p.tenant_id "                  \
    "AND v.product_id = p.id AND v.number = p.registered_number "
/// State and registration of the version itself.
#define YUNHE_VERSION_COLUMNS \
    "SELECT p.id, p.code, p.developer_id, p.name, v.state, p.version, v.registered_at, "           \
    "p.revoked_at, v.kind, v.number, v.description, v.delivery, v.form, v.statements, "            \
    "v.review_round, v.effective_on "                                                              \
    "FROM products AS p JOIN product_versions AS v ON v.tenant_id = p.tenant_id "                  \
    "AND v.product_id = p.id "

std::map<std::string, std::string, std::less<>> texts_by_code(const Json& json) {
    std::map<std::string, std::string, std::less<>> texts;
    for (const auto& [code, text] : json.items()) texts.emplace(code, text.get<std::string>());
    return texts;
}

template <class E>
std::optional<E> optional_enum(const db::Row& row, const char* column) {
    const auto text = row.optional_text(column);
    return text ? std::optional(stored_enum<E>(*text)) : std::nullopt;
}

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
            .registered_at = row.optional_timestamp("registered_at"),
            .number = static_cast<int>(row.int64("number")),
            .description = row.text("description"),
            .delivery = optional_enum<Delivery>(row, "delivery"),
            .form = optional_enum<DataForm>(row, "form"),
            .statements = texts_by_code(row.json("statements")),
            .effective_on = row.optional_date("effective_on"),
            .revoked_at = row.optional_timestamp("revoked_at")};
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

std::vector<UsedColumn> read_columns(const Json& json) {
    std::vector<UsedColumn> columns;
    for (const auto& item : json) {
        auto& column = columns.emplace_back(UsedColumn{item.at("name").get<std::string>()});
        for (const auto& technique : item.at("masking"))
            column.masking.push_back(stored_enum<Masking>(technique.get<std::string>()));
    }
    return columns;
}

Json columns_json(const std::vector<UsedColumn>& columns) {
    Json json = Json::array();
    for (const auto& column : columns) {
        Json masking = Json::array();
        for (const auto technique : column.masking)
            masking.push_back(std::string(to_text(technique)));
        json.push_back({{"name", column.name}, {"masking", std::move(masking)}});
    }
    return json;
}

#define YUNHE_LINEAGE_COLUMNS \
    "SELECT l.product_id, l.number, l.resource_id, resources.code, l.own_name, l.weight, "         \
    "l.used_columns, l.origin_document, l.import_case "                                            \
    "FROM product_lineage AS l LEFT JOIN resources ON resources.tenant_id = l.tenant_id "          \
    "AND resources.id = l.resource_id "

LineageItem read_source(const db::Row& row) {
    return {.resource_id = row.optional_id<ResourceId>("resource_id"),
            .resource_code = row.optional_text("code").value_or(""),
            .own_name = row.optional_text("own_name").value_or(""),
            .weight = row.text("weight"),
            .columns = read_columns(row.json("used_columns")),
            .origin_document = row.text("origin_document"),
            .import_case = row.text("import_case")};
}

/// Scenarios and lineage of all the products' versions in two statements.
std::vector<Product> filled(db::Transaction& tx, TenantScope scope, std::vector<Product> products) {
    if (products.empty()) return products;
    std::map<std::pair<ProductId, int>, Product*> by_version;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (auto& product : products) {
        by_version.emplace(std::pair(product.id, product.number), &product);
        bound.push_back(db::to_value(product.id));
    }
    const auto marks = db::placeholders(products.size());
    tx.each("SELECT product_id, scenario_id FROM product_scenarios "
            "WHERE tenant_id = ? AND product_id IN (" + marks + ") ORDER BY product_id, "
            "scenario_id",
            bound, [&](const db::Row& row) {
                const auto id = row.id<ProductId>("product_id");
                for (auto version = by_version.lower_bound({id, 0});
                     version != by_version.end() && version->first.first == id; ++version)
                    version->second->scenario_ids.push_back(row.id<ScenarioId>("scenario_id"));
            });
    tx.each(YUNHE_LINEAGE_COLUMNS "WHERE l.tenant_id = ? AND l.product_id IN (" + marks + ") "
            "ORDER BY l.product_id, l.number, l.position",
            bound, [&](const db::Row& row) {
                const auto version = by_version.find(
                    {row.id<ProductId>("product_id"), static_cast<int>(row.int64("number"))});
                if (version != by_version.end())
                    version->second->lineage.push_back(read_source(row));
            });
    return products;
}

std::optional<Product> filled(db::Transaction& tx, TenantScope scope,
        std::optional<Product> found) {
    if (!found) return found;
    return std::move(filled(tx, scope, std::vector<Product>{std::move(*found)}).front());
}

void insert_scenarios(db::Transaction& tx, TenantScope scope, const Product& product) {
    for (const auto scenario_id : product.scenario_ids)
        tx.execute("INSERT INTO product_scenarios (tenant_id, product_id, scenario_id) VALUES (?, "
                   "?, ?)",
                   scope, product.id, scenario_id);
}

void insert_lineage(db::Transaction& tx, TenantScope scope, const Product& product) {
    int position = 0;
    for (const auto& item : product.lineage) {
        const auto own_name = item.resource_id ? std::nullopt : std::optional(item.own_name);
        tx.execute("INSERT INTO product_lineage (tenant_id, product_id, number, position, "
                   "resource_id, own_name, weight, used_columns, origin_document, import_case) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   scope, product.id, product.number, ++position, item.resource_id, own_name,
                   item.weight, columns_json(item.columns), item.origin_document,
                   item.import_case);
    }
}

Json statements_json(const Product& product) {
    Json json = Json::object();
    for (const auto& [code, text] : product.statements) json[code] = text;
    return json;
}

void insert_version(db::Transaction& tx, TenantScope scope, const Product& product,
                    Timestamp now) {
    tx.execute("INSERT INTO product_versions (tenant_id, product_id, number, state, kind, "
               "description, delivery, form, statements, review_round, effective_on, "
               "registered_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, product.id, product.number, product.state, product.kind,
               product.description, product.delivery, product.form, statements_json(product),
               product.review_round, product.effective_on, product.registered_at, now);
    insert_lineage(tx, scope, product);
}

// --- what counts when
// ---------------------------------------------------------------------------

/// Registered versions of one product on their way into intervals.
struct VersionRows {
    std::optional<Timestamp> revoked_at;
    std::vector<Date> first_days;
    LineageVersions versions;
};

std::map<ProductId, LineageVersions> read_lineage_versions(db::Transaction& tx,
                                                           const std::string& where,
                                                           const std::vector<db::Value>& bound) {
    std::map<ProductId, VersionRows> rows;
    tx.each("SELECT v.product_id, v.number, v.effective_on, p.revoked_at "
            "FROM product_versions AS v JOIN products AS p ON p.tenant_id = v.tenant_id "
            "AND p.id = v.product_id WHERE " + where +
            " AND v.state IN ('registered', 'revoked') ORDER BY v.product_id, v.number",
            bound, [&](const db::Row& row) {
                auto& all = rows[row.id<ProductId>("product_id")];
                all.revoked_at = row.optional_timestamp("revoked_at");
                all.first_days.push_back(row.date("effective_on"));
                all.versions.push_back(
                    {.number = static_cast<int>(row.int64("number")), .in_force = {},
                     .lineage = {}});
            });
    // A registered version's lineage never changes, so two statements see the same.
    tx.each("SELECT l.product_id, l.number, l.resource_id, resources.code, l.own_name, l.weight, "
            "l.used_columns, l.origin_document, l.import_case "
            "FROM product_lineage AS l JOIN product_versions AS v ON v.tenant_id = l.tenant_id "
            "AND v.product_id = l.product_id AND v.number = l.number "
            "LEFT JOIN resources ON resources.tenant_id = l.tenant_id "
            "AND resources.id = l.resource_id WHERE " + where +
            " AND v.state IN ('registered', 'revoked') "
            "ORDER BY l.product_id, l.number, l.position",
            bound, [&](const db::Row& row) {
                auto& all = rows.at(row.id<ProductId>("product_id"));
                const auto number = static_cast<int>(row.int64("number"));
                const auto version = std::ranges::find(all.versions, number,
                                                       &LineageVersion::number);
                YUNHE_ASSERT(version != all.versions.end());
                version->lineage.push_back(read_source(row));
            });
    std::map<ProductId, LineageVersions> result;
    for (auto& [id, all] : rows) {
        const auto intervals = in_force_intervals(all.first_days, all.revoked_at);
        for (std::size_t i = 0; i < intervals.size(); ++i)
            all.versions[i].in_force = intervals[i];
        result.emplace(id, std::move(all.versions));
    }
    return result;
}

}  // namespace

std::optional<Product> find_product(db::Transaction& tx, TenantScope scope, ProductId id) {
    return filled(tx, scope,
                  tx.find(YUNHE_PRODUCT_COLUMNS "WHERE p.tenant_id = ? AND p.id = ?", read_product,
                          scope, id));
}

std::optional<Product> find_product_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code) {
    return filled(tx, scope,
                  tx.find(YUNHE_PRODUCT_COLUMNS "WHERE p.tenant_id = ? AND p.code = ?",
                          read_product, scope, code));
}

std::optional<Product> lock_product_by_code(db::Transaction& tx, TenantScope scope,
                                            std::string_view code) {
    return filled(tx, scope,
                  tx.find(YUNHE_PRODUCT_COLUMNS "WHERE p.tenant_id = ? AND p.code = ? FOR UPDATE",
                          read_product, scope, code));
}

std::vector<Product> list_products(db::Transaction& tx, TenantScope scope,
                                   std::optional<BodyId> developer_id, const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_PRODUCT_COLUMNS "WHERE p.tenant_id = ? AND p.id > ? "
                          "AND (? IS NULL OR p.developer_id = ?) ORDER BY p.id LIMIT ?",
                          read_product, scope, page.after_id, developer_id, developer_id,
                          page.fetch()));
}

std::vector<Product> list_visible_products(db::Transaction& tx, TenantScope scope,
                                           const ProductViewer& viewer, const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_PRODUCT_COLUMNS "WHERE p.tenant_id = ? AND p.id > ? "
                          "AND (p.state IN ('registered', 'revoked') OR p.developer_id = ? "
                          "OR (? AND p.state <> 'draft')) ORDER BY p.id LIMIT ?",
                          read_product, scope, page.after_id, viewer.developer_id,
                          viewer.sees_unregistered, page.fetch()));
}

LineageVersions lineage_versions(db::Transaction& tx, TenantScope scope, ProductId product_id) {
    const std::vector<db::Value> bound = {db::to_value(scope), db::to_value(product_id)};
    auto found = read_lineage_versions(tx, "v.tenant_id = ? AND v.product_id = ?", bound);
    return found.empty() ? LineageVersions{} : std::move(found.begin()->second);
}

std::map<ProductId, LineageVersions> all_lineage_versions(db::Transaction& tx, TenantScope scope) {
    const std::vector<db::Value> bound = {db::to_value(scope)};
    return read_lineage_versions(tx, "v.tenant_id = ?", bound);
}

std::optional<Product> find_product_version(db::Transaction& tx, TenantScope scope,
                                            std::string_view code, std::optional<int> number) {
    return filled(tx, scope,
                  tx.find(YUNHE_VERSION_COLUMNS "WHERE p.tenant_id = ? AND p.code = ? "
                          "AND (? IS NULL OR v.number = ?) ORDER BY v.number DESC LIMIT 1",
                          read_product, scope, code, number, number));
}

std::optional<Product> lock_product_version(db::Transaction& tx, TenantScope scope,
                                            std::string_view code, std::optional<int> number) {
    const auto locked = tx.find("SELECT id FROM products WHERE tenant_id = ? AND code = ? "
                                "FOR UPDATE",
                                [](const db::Row& row) { return row.id<ProductId>("id"); }, scope,
                                code);
    if (!locked) return std::nullopt;
    return filled(tx, scope,
                  tx.find(YUNHE_VERSION_COLUMNS "WHERE p.tenant_id = ? AND p.id = ? "
                          "AND (? IS NULL OR v.number = ?) ORDER BY v.number DESC LIMIT 1 "
                          "FOR UPDATE",
                          read_product, scope, *locked, number, number));
}

std::vector<Product> list_product_versions(db::Transaction& tx, TenantScope scope,
                                           ProductId product_id) {
    return filled(tx, scope,
                  tx.list(YUNHE_VERSION_COLUMNS "WHERE p.tenant_id = ? AND p.id = ? "
                          "ORDER BY v.number",
                          read_product, scope, product_id));
}

void insert_product(db::Transaction& tx, TenantScope scope, const Product& product, Timestamp now) {
    tx.execute("INSERT INTO products (tenant_id, id, code, developer_id, name, kind, state, "
               "version, registered_at, revoked_at, registered_number, created_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, product.id, product.code, product.developer_id, product.name, product.kind,
               product.state, product.version, product.registered_at, product.revoked_at,
               product.number, now);
    insert_scenarios(tx, scope, product);
    auto version = product;
    if (version.registered_at && !version.effective_on)
        version.effective_on = date_of(*version.registered_at);
    insert_version(tx, scope, version, now);
}

void insert_product_version(db::Transaction& tx, TenantScope scope, const Product& product,
                            Timestamp now) {
    tx.execute("UPDATE products SET version = version + 1 WHERE tenant_id = ? AND id = ?", scope,
               product.id);
    insert_version(tx, scope, product, now);
}

void save_product(db::Transaction& tx, TenantScope scope, const Product& product) {
    const bool registered = product.state == ProductState::registered;
    if (product.number == 1) {
        tx.execute("UPDATE products SET name = ?, kind = ?, state = ?, registered_at = ?, "
                   "version = version + 1 WHERE tenant_id = ? AND id = ?",
                   product.name, product.kind, product.state, product.registered_at, scope,
                   product.id);
        tx.execute("DELETE FROM product_scenarios WHERE tenant_id = ? AND product_id = ?", scope,
                   product.id);
        insert_scenarios(tx, scope, product);
    }
    if (product.number > 1)
        tx.execute("UPDATE products SET kind = IF(?, ?, kind), registered_number = "
                   "IF(?, ?, registered_number), version = version + 1 "
                   "WHERE tenant_id = ? AND id = ?",
                   registered, product.kind, registered, product.number, scope, product.id);
    tx.execute("UPDATE product_versions SET state = ?, kind = ?, description = ?, delivery = ?, "
               "form = ?, statements = ?, review_round = ?, effective_on = ?, registered_at = ? "
               "WHERE tenant_id = ? AND product_id = ? AND number = ?",
               product.state, product.kind, product.description, product.delivery, product.form,
               statements_json(product), product.review_round, product.effective_on,
               product.registered_at, scope, product.id, product.number);
    tx.execute("DELETE FROM product_lineage WHERE tenant_id = ? AND product_id = ? AND number = ?",
               scope, product.id, product.number);
    insert_lineage(tx, scope, product);
}

void save_revoked_product(db::Transaction& tx, TenantScope scope, const Product& product) {
    tx.execute("UPDATE products SET state = ?, revoked_at = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               ProductState::revoked, product.revoked_at, scope, product.id);
    tx.execute("UPDATE product_versions SET state = ? WHERE tenant_id = ? AND product_id = ? "
               "AND state = ?",
               ProductState::revoked, scope, product.id, ProductState::registered);
}

void insert_product_review(db::Transaction& tx, TenantScope scope, const Product& product,
                           const ProductReview& review) {
    tx.execute("INSERT INTO product_reviews (tenant_id, product_id, number, round, seat, "
               "decision, no_raw_data, not_reversible, only_granted, inside_scenario, opinion, "
               "reviewed_by_id, reviewed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, product.id, product.number, review.round, review.seat, review.decision,
               review.no_raw_data, review.not_reversible, review.only_granted,
               review.inside_scenario, review.opinion, review.reviewed_by_id, review.reviewed_at);
}

std::vector<ProductReview> list_product_reviews(db::Transaction& tx, TenantScope scope,
                                                const Product& product) {
    return tx.list("SELECT seat, round, decision, no_raw_data, not_reversible, only_granted, "
                   "inside_scenario, opinion, reviewed_by_id, reviewed_at FROM product_reviews "
                   "WHERE tenant_id = ? AND product_id = ? AND number = ? AND round = ? "
                   "ORDER BY seat",
                   read_review, scope, product.id, product.number, product.review_round);
}

void insert_product_recusal(db::Transaction& tx, TenantScope scope, const Product& product,
                            const ProductRecusal& recusal) {
    tx.execute("INSERT INTO product_recusals (tenant_id, product_id, number, round, user_id, "
               "seat, reason, recused_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
               scope, product.id, product.number, recusal.round, recusal.user_id, recusal.seat,
               recusal.reason, recusal.recused_at);
}

std::vector<ProductRecusal> list_product_recusals(db::Transaction& tx, TenantScope scope,
                                                  const Product& product) {
    return tx.list("SELECT round, seat, user_id, reason, recused_at FROM product_recusals "
                   "WHERE tenant_id = ? AND product_id = ? AND number = ? AND round = ? "
                   "ORDER BY recused_at",
                   [](const db::Row& row) {
                       return ProductRecusal{.round = static_cast<int>(row.int64("round")),
                                             .seat = row.text("seat"),
                                             .user_id = row.id<UserId>("user_id"),
                                             .reason = row.text("reason"),
                                             .recused_at = row.timestamp("recused_at")};
                   },
                   scope, product.id, product.number, product.review_round);
}

}  // namespace yunhe::catalog
