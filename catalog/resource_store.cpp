#include "catalog/resource_store.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

#define YUNHE_RESOURCE_COLUMNS                                                                     \
    "SELECT id, code, department_id, name, field, level, personal, secret, confidential, origin, " \
    "openness, barred_reason, unlock_proof, unlock_document, description, cadence, "               \
    "registration_number, registered_until, state, version, created_at "                           \
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
    resource.confidential = row.boolean("confidential");
    resource.origin = row.enumerator<Origin>("origin");
    resource.openness = row.enumerator<Openness>("openness");
    resource.barred_reason = row.optional_text("barred_reason");
    if (!row.null("unlock_proof")) resource.unlock = row.enumerator<Unlock>("unlock_proof");
    resource.unlock_document = row.text("unlock_document");
    resource.description = row.text("description");
    if (!row.null("cadence")) resource.cadence = row.enumerator<Cadence>("cadence");
    resource.registration_number = row.optional_text("registration_number");
    resource.registered_until = row.optional_date("registered_until");
    resource.state = row.enumerator<ResourceState>("state");
    resource.version = static_cast<int>(row.int64("version"));
    resource.created_at = row.timestamp("created_at");
    return resource;
}

#define YUNHE_COLUMN_COLUMNS                                                                       \
    "SELECT resource_id, name, title, type, level, personal, secret, description, masking "        \
    "FROM resource_columns "

ResourceColumn read_column(const db::Row& row) {
    ResourceColumn column;
    column.name = row.text("name");
    column.title = row.text("title");
    column.type = row.text("type");
    if (!row.null("level")) column.level = row.enumerator<Level>("level");
    column.personal = row.boolean("personal");
    column.secret = row.boolean("secret");
    column.description = row.text("description");
    column.masking = row.text("masking");
    return column;
}

constexpr std::size_t kRowsAtOnce = 500;

/// The columns of all the resources, so many resources in one statement.
std::vector<Resource> filled(db::Transaction& tx, TenantScope scope,
                             std::vector<Resource> resources) {
    std::map<ResourceId, Resource*> by_id;
    for (auto& resource : resources) by_id.emplace(resource.id, &resource);
    for (std::size_t first = 0; first < resources.size(); first += kRowsAtOnce) {
        const auto count = std::min(kRowsAtOnce, resources.size() - first);
        std::vector<db::Value> bound = {db::to_value(scope)};
        for (std::size_t i = 0; i < count; ++i)
            bound.push_back(db::to_value(resources[first + i].id));
        tx.each(YUNHE_COLUMN_COLUMNS "WHERE tenant_id = ? AND resource_id IN (" +
                    db::placeholders(count) + ") ORDER BY resource_id, position",
                bound, [&](const db::Row& row) {
                    by_id.at(row.id<ResourceId>("resource_id"))
                        ->columns.push_back(read_column(row));
                });
    }
    return resources;
}

std::optional<Resource> filled(db::Transaction& tx, TenantScope scope,
                               std::optional<Resource> found) {
    if (!found) return found;
    return std::move(filled(tx, scope, std::vector<Resource>{std::move(*found)}).front());
}

/// Collects rows of one table and inserts them so many at a time.
class RowInserter {
public:
    /// `ending` follows the rows.
    RowInserter(db::Transaction& tx, std::string statement, std::size_t columns,
                std::string ending = "")
        : tx_(tx), statement_(std::move(statement)), columns_(columns), ending_(std::move(ending)) {
    }
    template <class... Args>
    void add(const Args&... args) {
        YUNHE_ASSERT(sizeof...(args) == columns_);
        (bound_.push_back(db::to_value(args)), ...);
        if (bound_.size() == columns_ * kRowsAtOnce) flush();
    }
    void flush() {
        if (bound_.empty()) return;
        tx_.execute_values(
            statement_ + " VALUES " + db::row_placeholders(bound_.size() / columns_, columns_) +
                ending_,
            bound_);
        bound_.clear();
    }

private:
    db::Transaction& tx_;
    std::string statement_;
    std::size_t columns_;
    std::string ending_;
    std::vector<db::Value> bound_;
};

RowInserter column_rows(db::Transaction& tx) {
    return {tx,
            "INSERT INTO resource_columns (tenant_id, resource_id, position, name, title, type, "
            "level, personal, secret, description, masking)",
            11};
}

void add_columns(RowInserter& rows, TenantScope scope, const Resource& resource) {
    int position = 0;
    for (const auto& column : resource.columns)
        rows.add(scope, resource.id, ++position, column.name, column.title, column.type,
                 column.level, column.personal, column.secret, column.description, column.masking);
}

void insert_columns(db::Transaction& tx, TenantScope scope, const Resource& resource) {
    auto rows = column_rows(tx);
    add_columns(rows, scope, resource);
    rows.flush();
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
    insert_resources(tx, scope, {&resource, 1});
}

namespace {

void write_resources(db::Transaction& tx, TenantScope scope, std::span<const Resource> resources,
                     std::string ending) {
    RowInserter rows(tx,
                     "INSERT INTO resources (tenant_id, id, code, department_id, name, field, "
                     "level, personal, secret, confidential, origin, openness, barred_reason, "
                     "unlock_proof, unlock_document, description, cadence, registration_number, "
                     "registered_until, state, version, created_at)",
                     22, std::move(ending));
    for (const auto& one : resources)
        rows.add(scope, one.id, one.code, one.department_id, one.name, one.field, one.level,
                 one.personal, one.secret, one.confidential, one.origin, one.openness,
                 one.barred_reason, one.unlock, one.unlock_document, one.description, one.cadence,
                 one.registration_number, one.registered_until, one.state, one.version,
                 one.created_at);
    rows.flush();
    auto columns = column_rows(tx);
    for (const auto& resource : resources) add_columns(columns, scope, resource);
    columns.flush();
}

}  // namespace

void insert_resources(db::Transaction& tx, TenantScope scope, std::span<const Resource> resources) {
    write_resources(tx, scope, resources, "");
}

void save_resources(db::Transaction& tx, TenantScope scope, std::span<const Resource> resources) {
    for (std::size_t first = 0; first < resources.size(); first += kRowsAtOnce) {
        const auto count = std::min(kRowsAtOnce, resources.size() - first);
        std::vector<db::Value> bound = {db::to_value(scope)};
        for (const auto& resource : resources.subspan(first, count))
            bound.push_back(db::to_value(resource.id));
        tx.execute_values("DELETE FROM resource_columns WHERE tenant_id = ? AND resource_id IN (" +
                              db::placeholders(count) + ")",
                          bound);
    }
    write_resources(
        tx, scope, resources,
        " ON DUPLICATE KEY UPDATE name = VALUES(name), field = VALUES(field), "
        "level = VALUES(level), personal = VALUES(personal), secret = VALUES(secret), "
        "confidential = VALUES(confidential), origin = VALUES(origin), "
        "openness = VALUES(openness), barred_reason = VALUES(barred_reason), "
        "unlock_proof = VALUES(unlock_proof), unlock_document = VALUES(unlock_document), "
        "description = VALUES(description), cadence = VALUES(cadence), "
        "registration_number = VALUES(registration_number), "
        "registered_until = VALUES(registered_until), state = VALUES(state), "
        "version = VALUES(version)");
}

void save_resource(db::Transaction& tx, TenantScope scope, const Resource& resource) {
    tx.execute("UPDATE resources SET name = ?, field = ?, level = ?, personal = ?, secret = ?, "
               "confidential = ?, origin = ?, openness = ?, barred_reason = ?, unlock_proof = ?, "
               "unlock_document = ?, description = ?, cadence = ?, registration_number = ?, "
               "registered_until = ?, state = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               resource.name, resource.field, resource.level, resource.personal, resource.secret,
               resource.confidential, resource.origin, resource.openness, resource.barred_reason,
               resource.unlock, resource.unlock_document, resource.description, resource.cadence,
               resource.registration_number, resource.registered_until, resource.state, scope,
               resource.id);
    tx.execute("DELETE FROM resource_columns WHERE tenant_id = ? AND resource_id = ?", scope,
               resource.id);
    insert_columns(tx, scope, resource);
}

void begin_resource_stop(db::Transaction& tx, TenantScope scope, ResourceId resource_id,
                         Timestamp from, const std::string& reason) {
    tx.execute("INSERT INTO resource_stops (tenant_id, resource_id, from_at, reason) "
               "VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE to_at = NULL, reason = VALUES(reason)",
               scope, resource_id, from, reason);
}

void end_resource_stop(db::Transaction& tx, TenantScope scope, ResourceId resource_id,
                       Timestamp to) {
    tx.execute("UPDATE resource_stops SET to_at = ? "
               "WHERE tenant_id = ? AND resource_id = ? AND to_at IS NULL",
               to, scope, resource_id);
}

std::map<ResourceId, std::vector<Interval>> resource_stops(db::Transaction& tx, TenantScope scope) {
    std::map<ResourceId, std::vector<Interval>> stops;
    const std::vector<db::Value> bound = {db::to_value(scope)};
    tx.each("SELECT resource_id, from_at, to_at FROM resource_stops "
            "WHERE tenant_id = ? ORDER BY resource_id, from_at",
            bound, [&](const db::Row& row) {
                stops[row.id<ResourceId>("resource_id")].push_back(
                    {row.timestamp("from_at"),
                     row.optional_timestamp("to_at").value_or(Timestamp::max())});
            });
    return stops;
}

std::vector<Resource> list_resources_of_department(db::Transaction& tx, TenantScope scope,
                                                   BodyId department_id) {
    return filled(tx, scope,
                  tx.list(YUNHE_RESOURCE_COLUMNS
                          "WHERE tenant_id = ? AND department_id = ? ORDER BY code",
                          read_resource, scope, department_id));
}

std::set<std::string, std::less<>> resource_codes_of_others(db::Transaction& tx, TenantScope scope,
                                                            BodyId department_id) {
    std::set<std::string, std::less<>> codes;
    const std::vector<db::Value> bound = {db::to_value(scope), db::to_value(department_id)};
    tx.each("SELECT code FROM resources WHERE tenant_id = ? AND department_id <> ?", bound,
            [&](const db::Row& row) { codes.insert(row.text("code")); });
    return codes;
}

void insert_resource_version(db::Transaction& tx, TenantScope scope, ResourceId resource_id,
                             const ResourceVersion& version) {
    tx.execute("INSERT INTO resource_versions (tenant_id, resource_id, version, content, "
               "changed_by_id, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
               scope, resource_id, version.version, version.content, version.changed_by_id,
               version.changed_at);
}

void insert_resource_versions(db::Transaction& tx, TenantScope scope,
                              std::span<const VersionOf> versions) {
    RowInserter rows(tx,
                     "INSERT INTO resource_versions (tenant_id, resource_id, version, content, "
                     "changed_by_id, changed_at)",
                     6);
    for (const auto& [resource_id, version] : versions)
        rows.add(scope, resource_id, version.version, version.content, version.changed_by_id,
                 version.changed_at);
    rows.flush();
}

namespace {

ResourceVersion read_version(const db::Row& row) {
    return {.version = static_cast<int>(row.int64("version")),
            .content = row.json("content"),
            .changed_by_id = row.id<UserId>("changed_by_id"),
            .changed_at = row.timestamp("changed_at")};
}

}  // namespace

std::optional<ResourceVersion> find_resource_version(db::Transaction& tx, TenantScope scope,
                                                     ResourceId resource_id, int version) {
    return tx.find("SELECT version, content, changed_by_id, changed_at FROM resource_versions "
                   "WHERE tenant_id = ? AND resource_id = ? AND version = ?",
                   read_version, scope, resource_id, version);
}

std::vector<ResourceVersion> list_resource_versions(db::Transaction& tx, TenantScope scope,
                                                    ResourceId resource_id) {
    return tx.list("SELECT version, content, changed_by_id, changed_at FROM resource_versions "
                   "WHERE tenant_id = ? AND resource_id = ? ORDER BY version",
                   read_version, scope, resource_id);
}

}  // namespace yunhe::catalog
