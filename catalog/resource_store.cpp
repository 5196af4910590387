#include "catalog/resource_store.hpp"

namespace yunhe::catalog {
namespace {

#define YUNHE_RESOURCE_COLUMNS                                                                     \
    "SELECT id, code, department_id, name, field, level, personal, secret, origin, openness, "     \
    "barred_reason, unlock_proof, registration_number, state, version, created_at "                \
    "FROM resources "

Resource read_resource(const db::Row& row) {
    Resource resource;
    resource.id = row.id<ResourceId>("id");
    resource.code = row.text("code");
    resource.department_id = row.id<BodyId>("department_id");
    resource.name = row.text("name");
    resource.field = row.text("field");
    resource.level = row.enumerator<Level>("level");
    resource.personal = row.boolean("personal");
    resource.secret = row.boolean("secret");
    resource.origin = row.enumerator<Origin>("origin");
    resource.openness = row.enumerator<Openness>("openness");
    resource.barred_reason = row.optional_text("barred_reason");
    if (!row.null("unlock_proof")) resource.unlock = row.enumerator<Unlock>("unlock_proof");
    resource.registration_number = row.optional_text("registration_number");
    resource.state = row.enumerator<ResourceState>("state");
    resource.version = static_cast<int>(row.int64("version"));
    resource.created_at = row.timestamp("created_at");
    return resource;
}

/// The columns of all the resources in one statement.
std::vector<Resource> filled(db::Transaction& tx, TenantScope scope,
                             std::vector<Resource> resources) {
    if (resources.empty()) return resources;
    std::map<ResourceId, Resource*> by_id;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (auto& resource : resources) {
        by_id.emplace(resource.id, &resource);
        bound.push_back(db::to_value(resource.id));
    }
    tx.each("SELECT resource_id, name, title FROM resource_columns "
            "WHERE tenant_id = ? AND resource_id IN (" + db::placeholders(resources.size()) +
            ") ORDER BY resource_id, position",
            bound, [&](const db::Row& row) {
                by_id.at(row.id<ResourceId>("resource_id"))
                    ->columns.push_back({row.text("name"), row.text("title")});
            });
    return resources;
}

std::optional<Resource> filled(db::Transaction& tx, TenantScope scope,
                               std::optional<Resource> found) {
    if (!found) return found;
    return std::move(filled(tx, scope, std::vector<Resource>{std::move(*found)}).front());
}

void insert_columns(db::Transaction& tx, TenantScope scope, const Resource& resource) {
    if (resource.columns.empty()) return;
    std::vector<db::Value> bound;
    int position = 0;
    for (const auto& column : resource.columns) {
        bound.push_back(db::to_value(scope));
        bound.push_back(db::to_value(resource.id));
        bound.push_back(db::to_value(++position));
        bound.push_back(db::to_value(column.name));
        bound.push_back(db::to_value(column.title));
    }
    tx.execute_values(
        "INSERT INTO resource_columns (tenant_id, resource_id, position, name, title) "
        "VALUES " +
            db::row_placeholders(resource.columns.size(), 5),
        bound);
}

}  // namespace

std::optional<Resource> find_resource(db::Transaction& tx, TenantScope scope, ResourceId id) {
    return filled(tx, scope, tx.find(YUNHE_RESOURCE_COLUMNS "WHERE tenant_id = ? AND id = ?",
                                     read_resource, scope, id));
}

std::optional<Resource> find_resource_by_code(db::Transaction& tx, TenantScope scope,
                                              std::string_view code) {
    return filled(tx, scope, tx.find(YUNHE_RESOURCE_COLUMNS "WHERE tenant_id = ? AND code = ?",
                                     read_resource, scope, code));
}

std::optional<Resource> lock_resource_by_code(db::Transaction& tx, TenantScope scope,
                                              std::string_view code) {
    return filled(tx, scope,
                  tx.find(YUNHE_RESOURCE_COLUMNS "WHERE tenant_id = ? AND code = ? FOR UPDATE",
                          read_resource, scope, code));
}

std::map<ResourceId, Resource> find_resources(db::Transaction& tx, TenantScope scope,
                                              const std::set<ResourceId>& ids) {
    std::map<ResourceId, Resource> result;
    if (ids.empty()) return result;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (const auto id : ids) bound.push_back(db::to_value(id));
    std::vector<Resource> found;
    tx.each(YUNHE_RESOURCE_COLUMNS "WHERE tenant_id = ? AND id IN (" +
            db::placeholders(ids.size()) + ") ORDER BY id",
            bound, [&](const db::Row& row) { found.push_back(read_resource(row)); });
    for (auto& resource : filled(tx, scope, std::move(found)))
        result.emplace(resource.id, std::move(resource));
    return result;
}

std::vector<Resource> list_resources(db::Transaction& tx, TenantScope scope,
                                     const ResourceFilter& filter, const PageRequest& page) {
    return filled(tx, scope,
                  tx.list(YUNHE_RESOURCE_COLUMNS "WHERE tenant_id = ? AND id > ? "
                          "AND (state <> 'draft' OR department_id = ?) "
                          "AND (? IS NULL OR department_id = ?) AND (? IS NULL OR field = ?) "
                          "AND (? IS NULL OR openness = ?) AND (? IS NULL OR state = ?) "
                          "AND (? IS NULL OR department_id IN (SELECT bodies.id FROM bodies "
                          "WHERE bodies.tenant_id = resources.tenant_id AND bodies.area = ?)) "
                          "ORDER BY id LIMIT ?",
                          read_resource, scope, page.after_id, filter.drafts_of,
                          filter.department_id, filter.department_id, filter.field, filter.field,
                          filter.openness, filter.openness, filter.state, filter.state,
                          filter.area, filter.area, page.fetch()));
}

void insert_resource(db::Transaction& tx, TenantScope scope, const Resource& resource) {
    tx.execute("INSERT INTO resources (tenant_id, id, code, department_id, name, field, level, "
               "personal, secret, origin, openness, barred_reason, unlock_proof, "
               "registration_number, state, version, created_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, resource.id, resource.code, resource.department_id, resource.name,
               resource.field, resource.level, resource.personal, resource.secret, resource.origin,
               resource.openness, resource.barred_reason, resource.unlock,
               resource.registration_number, resource.state, resource.version, resource.created_at);
    insert_columns(tx, scope, resource);
}

void save_resource(db::Transaction& tx, TenantScope scope, const Resource& resource) {
    tx.execute("UPDATE resources SET name = ?, field = ?, level = ?, personal = ?, secret = ?, "
               "origin = ?, openness = ?, barred_reason = ?, unlock_proof = ?, "
               "registration_number = ?, state = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               resource.name, resource.field, resource.level, resource.personal, resource.secret,
               resource.origin, resource.openness, resource.barred_reason, resource.unlock,
               resource.registration_number, resource.state, scope, resource.id);
    tx.execute("DELETE FROM resource_columns WHERE tenant_id = ? AND resource_id = ?", scope,
               resource.id);
    insert_columns(tx, scope, resource);
}

void insert_resource_version(db::Transaction& tx, TenantScope scope, ResourceId resource_id,
                             const ResourceVersion& version) {
    tx.execute("INSERT INTO resource_versions (tenant_id, resource_id, version, content, "
               "changed_by_id, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
               scope, resource_id, version.version, version.content, version.changed_by_id,
               version.changed_at);
}

std::vector<ResourceVersion> list_resource_versions(db::Transaction& tx, TenantScope scope,
                                                    ResourceId resource_id) {
    return tx.list("SELECT version, content, changed_by_id, changed_at FROM resource_versions "
                   "WHERE tenant_id = ? AND resource_id = ? ORDER BY version",
                   [](const db::Row& row) {
                       return ResourceVersion{.version = static_cast<int>(row.int64("version")),
                                              .content = row.json("content"),
                                              .changed_by_id = row.id<UserId>("changed_by_id"),
                                              .changed_at = row.timestamp("changed_at")};
                   },
                   scope, resource_id);
}

}  // namespace yunhe::catalog
