#include "billing/export_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_EXPORT_COLUMNS                                                                   \
    "SELECT id, number, kind, format, filters, headings, state, version, rows_total, "         \
    "rows_done, attempts, body_id, user_id, username, role, requested_at, finished_at, "       \
    "file_name, size_bytes, digest, sidecar, failure FROM exports WHERE tenant_id = ? "

Export read_export(const db::Row& row) {
    Export found;
    found.id = row.id<ExportId>("id");
    found.number = row.uint64("number");
    found.kind = row.enumerator<ExportKind>("kind");
    found.format = row.enumerator<ExportFormat>("format");
    found.filter = filter_of(row.json("filters"));
    found.headings = row.enumerator<ExportHeadings>("headings");
    found.state = row.enumerator<ExportState>("state");
    found.version = static_cast<int>(row.int64("version"));
    found.rows_total = row.uint64("rows_total");
    found.rows_done = row.uint64("rows_done");
    found.attempts = static_cast<int>(row.int64("attempts"));
    found.body_id = row.id<BodyId>("body_id");
    found.user_id = row.id<UserId>("user_id");
    found.username = row.text("username");
    found.role = row.enumerator<tenants::Role>("role");
    found.requested_at = row.timestamp("requested_at");
    found.finished_at = row.optional_timestamp("finished_at");
    found.file_name = row.text("file_name");
    found.size_bytes = row.uint64("size_bytes");
    found.digest_hex = row.optional_text("digest").value_or("");
    found.sidecar = row.optional_text("sidecar").value_or("");
    found.failure = row.optional_text("failure").value_or("");
    return found;
}

std::optional<std::string> export_text(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace

void insert_export(db::Transaction& tx, TenantScope scope, const Export& wanted) {
    YUNHE_ASSERT(wanted.state == ExportState::waiting);
    tx.execute(R"(
        INSERT INTO exports (tenant_id, id, number, kind, format, filters, headings, state,
                             rows_total, body_id, user_id, username, role, requested_at,
                             file_name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, wanted.id, wanted.number, wanted.kind, wanted.format,
               to_json(wanted.filter), wanted.headings, wanted.state, wanted.rows_total,
               wanted.body_id, wanted.user_id, wanted.username, wanted.role, wanted.requested_at,
               wanted.file_name);
}

std::optional<Export> find_export(db::Transaction& tx, TenantScope scope, ExportId id) {
    return tx.find(YUNHE_EXPORT_COLUMNS "AND id = ?", read_export, scope, id);
}

std::optional<Export> lock_export(db::Transaction& tx, TenantScope scope, ExportId id) {
    return tx.find(YUNHE_EXPORT_COLUMNS "AND id = ? FOR UPDATE", read_export, scope, id);
}

std::vector<Export> list_exports(db::Transaction& tx, TenantScope scope,
                                 const ExportListFilter& filter, const PageRequest& page) {
    const auto body = filter.body_id ? filter.body_id->value : 0;
    const auto kind = filter.kind ? std::string(to_text(*filter.kind)) : "";
    const auto state = filter.state ? std::string(to_text(*filter.state)) : "";
    return tx.list(YUNHE_EXPORT_COLUMNS
                   "AND id > ? AND (? = 0 OR body_id = ?) AND (? = '' OR kind = ?) "
                   "AND (? = '' OR state = ?) ORDER BY id LIMIT ?",
                   read_export, scope, page.after_id, body, body, kind, kind, state, state,
                   page.fetch());
}

void save_export(db::Transaction& tx, TenantScope scope, const Export& wanted) {
    tx.execute(R"(
        UPDATE exports
           SET state = ?, version = version + 1, rows_total = ?, rows_done = ?, attempts = ?,
               finished_at = ?, size_bytes = ?, digest = ?, sidecar = ?, failure = ?
         WHERE tenant_id = ? AND id = ?)",
               wanted.state, wanted.rows_total, wanted.rows_done, wanted.attempts,
               wanted.finished_at, wanted.size_bytes, export_text(wanted.digest_hex),
               export_text(wanted.sidecar), export_text(wanted.failure), scope, wanted.id);
}

void save_export_progress(db::Transaction& tx, TenantScope scope, ExportId id,
                          std::uint64_t rows_done) {
    tx.execute("UPDATE exports SET rows_done = ? WHERE tenant_id = ? AND id = ?", rows_done, scope,
               id);
}

bool exports_wait_across_tenants(db::Transaction& tx) {
    return tx.find(R"(
        SELECT tenant_id FROM exports WHERE state IN ('waiting', 'running') LIMIT 1)",
                   [](const db::Row& row) { return row.uint64("tenant_id"); })
        .has_value();
}

std::vector<ExportId> waiting_exports(db::Transaction& tx, TenantScope scope) {
    return tx.list(R"(
        SELECT id FROM exports
         WHERE tenant_id = ? AND state IN ('waiting', 'running')
         ORDER BY id)", [](const db::Row& row) { return row.id<ExportId>("id"); }, scope);
}

#undef YUNHE_EXPORT_COLUMNS

}  // namespace yunhe::billing
