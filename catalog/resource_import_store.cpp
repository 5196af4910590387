#include "catalog/resource_import_store.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

#define YUNHE_IMPORT_COLUMNS                                                                       \
    "SELECT i.id, i.number, i.department_id, i.state, i.version, i.publish, i.file_name, "         \
    "i.digest, i.size_bytes, i.format, i.encoding, i.problem, i.created_count, "                   \
    "i.changed_count, i.unchanged_count, i.error_count, i.line_count, "                            \
    "COALESCE(p.lines_done, 0) AS lines_done, i.user_id, i.username, i.role, i.opened_at, "        \
    "i.applied_at FROM resource_imports i LEFT JOIN resource_import_progress p "                   \
    "ON p.tenant_id = i.tenant_id AND p.import_id = i.id "

ResourceImport read_import(const db::Row& row) {
    ResourceImport import;
    import.id = row.id<ResourceImportId>("id");
    import.number = row.uint64("number");
    import.department_id = row.id<BodyId>("department_id");
    import.state = row.enumerator<ImportState>("state");
    import.version = static_cast<int>(row.int64("version"));
    import.publish = row.boolean("publish");
    import.file_name = row.text("file_name");
    import.digest = row.optional_text("digest");
    import.size_bytes = row.int64("size_bytes");
    if (!row.null("format")) import.format = row.enumerator<FileFormat>("format");
    if (!row.null("encoding")) import.encoding = row.enumerator<TextEncoding>("encoding");
    import.problem = row.optional_json("problem");
    import.created = static_cast<int>(row.int64("created_count"));
    import.changed = static_cast<int>(row.int64("changed_count"));
    import.unchanged = static_cast<int>(row.int64("unchanged_count"));
    import.errors = static_cast<int>(row.int64("error_count"));
    import.lines = static_cast<int>(row.int64("line_count"));
    import.lines_done = static_cast<int>(row.int64("lines_done"));
    import.user_id = row.id<UserId>("user_id");
    import.username = row.text("username");
    import.role = row.enumerator<tenants::Role>("role");
    import.opened_at = row.timestamp("opened_at");
    import.applied_at = row.optional_timestamp("applied_at");
    return import;
}

Json errors_json(const std::vector<LineError>& errors) {
    Json json = Json::array();
    for (const auto& error : errors) {
        Json args = Json::object();
        for (const auto& [name, value] : error.args) args[name] = value;
        json.push_back({{"column", error.column}, {"code", error.code}, {"args", args}});
    }
    return json;
}

std::vector<LineError> errors_of(const Json& json) {
    std::vector<LineError> errors;
    for (const auto& entry : json) {
        auto& error = errors.emplace_back();
        error.column = entry.at("column").get<std::string>();
        error.code = entry.at("code").get<std::string>();
        for (const auto& [name, value] : entry.at("args").items())
            error.args.push_back({name, value.get<std::string>()});
    }
    return errors;
}

FileLine read_line(const db::Row& row) {
    FileLine line;
    line.line = static_cast<std::size_t>(row.uint64("line"));
    line.outcome = row.enumerator<LineOutcome>("outcome");
    line.resource_code = row.text("resource_code");
    line.column_name = row.text("column_name");
    if (const auto errors = row.optional_json("errors")) line.errors = errors_of(*errors);
    return line;
}

}  // namespace

std::optional<ResourceImport> find_resource_import(db::Transaction& tx, TenantScope scope,
                                                   ResourceImportId id) {
    return tx.find(YUNHE_IMPORT_COLUMNS "WHERE i.tenant_id = ? AND i.id = ?", read_import, scope,
                   id);
}

std::optional<ResourceImport> lock_resource_import(db::Transaction& tx, TenantScope scope,
                                                   ResourceImportId id) {
    // The row alone: its progress is written by another transaction meanwhile.
    const auto locked =
        tx.find("SELECT id FROM resource_imports WHERE tenant_id = ? AND id = ? FOR UPDATE",
                [](const db::Row& row) { return row.uint64("id"); }, scope, id);
    if (!locked) return std::nullopt;
    return find_resource_import(tx, scope, id);
}

std::vector<ResourceImport> list_resource_imports(db::Transaction& tx, TenantScope scope,
                                                  BodyId department_id, const PageRequest& page) {
    return tx.list(YUNHE_IMPORT_COLUMNS
                   "WHERE i.tenant_id = ? AND i.department_id = ? AND i.id > ? "
                   "ORDER BY i.id LIMIT ?",
                   read_import, scope, department_id, page.after_id, page.fetch());
}

void insert_resource_import(db::Transaction& tx, TenantScope scope, const ResourceImport& import) {
    tx.execute("INSERT INTO resource_imports (tenant_id, id, number, department_id, state, "
               "version, publish, user_id, username, role, opened_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, import.id, import.number, import.department_id, import.state, import.version,
               import.publish, import.user_id, import.username, import.role, import.opened_at);
}

void save_resource_import(db::Transaction& tx, TenantScope scope, const ResourceImport& import) {
    tx.execute("UPDATE resource_imports SET state = ?, file_name = ?, digest = ?, size_bytes = ?, "
               "format = ?, encoding = ?, problem = ?, created_count = ?, changed_count = ?, "
               "unchanged_count = ?, error_count = ?, line_count = ?, user_id = ?, username = ?, "
               "role = ?, applied_at = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
               import.state, import.file_name, import.digest, import.size_bytes, import.format,
               import.encoding, import.problem, import.created, import.changed, import.unchanged,
               import.errors, import.lines, import.user_id, import.username, import.role,
               import.applied_at, scope, import.id);
}

bool imports_wait_across_tenants(db::Transaction& tx) {
    return tx.find("SELECT tenant_id FROM resource_imports "
                   "WHERE state IN ('checking', 'applying') LIMIT 1",
                   [](const db::Row& row) { return row.uint64("tenant_id"); })
        .has_value();
}

std::vector<ResourceImportId> waiting_resource_imports(db::Transaction& tx, TenantScope scope) {
    return tx.list("SELECT id FROM resource_imports "
                   "WHERE tenant_id = ? AND state IN ('checking', 'applying') ORDER BY id",
                   [](const db::Row& row) { return row.id<ResourceImportId>("id"); }, scope);
}

void save_import_progress(db::Transaction& tx, TenantScope scope, ResourceImportId id,
                          std::size_t lines_done) {
    tx.execute("INSERT INTO resource_import_progress (tenant_id, import_id, lines_done) "
               "VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE lines_done = VALUES(lines_done)",
               scope, id, static_cast<std::int64_t>(lines_done));
}

void save_import_lines(db::Transaction& tx, TenantScope scope, ResourceImportId id,
                       std::span<const FileLine> lines) {
    constexpr std::size_t kColumns = 7;
    constexpr std::size_t kRowsAtOnce = 1000;
    tx.execute("DELETE FROM resource_import_lines WHERE tenant_id = ? AND import_id = ?", scope,
               id);
    while (!lines.empty()) {
        const auto batch = lines.first(std::min(lines.size(), kRowsAtOnce));
        std::vector<db::Value> bound;
        bound.reserve(batch.size() * kColumns);
        for (const auto& line : batch) {
            bound.push_back(db::to_value(scope));
            bound.push_back(db::to_value(id));
            bound.push_back(db::to_value(static_cast<std::int64_t>(line.line)));
            bound.push_back(db::to_value(line.outcome));
            bound.push_back(db::to_value(line.resource_code));
            bound.push_back(db::to_value(line.column_name));
            bound.push_back(line.errors.empty() ? db::Value{}
                                                : db::to_value(errors_json(line.errors)));
        }
        tx.execute_values("INSERT INTO resource_import_lines (tenant_id, import_id, line, outcome, "
                          "resource_code, column_name, errors) VALUES " +
                              db::row_placeholders(batch.size(), kColumns),
                          bound);
        lines = lines.subspan(batch.size());
    }
}

std::vector<FileLine> list_import_lines(db::Transaction& tx, TenantScope scope, ResourceImportId id,
                                        std::optional<LineOutcome> outcome,
                                        const PageRequest& page) {
    return tx.list("SELECT line, outcome, resource_code, column_name, errors "
                   "FROM resource_import_lines WHERE tenant_id = ? AND import_id = ? AND line > ? "
                   "AND (? IS NULL OR outcome = ?) ORDER BY line LIMIT ?",
                   read_line, scope, id, page.after_id, outcome, outcome, page.fetch());
}

}  // namespace yunhe::catalog
