#include "tenants/case_file_store.hpp"

namespace yunhe::tenants {
namespace {

FilePart read_file_part(const db::Row& row) {
    return {.part = static_cast<int>(row.int64("part")),
            .last = row.boolean("is_last"),
            .file_name = row.text("file_name"),
            .media_type = row.text("media_type"),
            .digest_hex = row.text("digest_sm3"),
            .whole_digest_hex = row.optional_text("whole_digest_sm3"),
            .size_bytes = row.int64("size_bytes"),
            .uploaded_at = row.timestamp("uploaded_at")};
}

}  // namespace

std::vector<FilePart> list_file_parts(db::Transaction& tx, TenantScope scope,
                                      const CaseFileKey& key) {
    return tx.list(R"(
        SELECT part, is_last, file_name, media_type, digest_sm3, whole_digest_sm3, size_bytes,
               uploaded_at
          FROM case_files
         WHERE tenant_id = ? AND aggregate = ? AND aggregate_id = ? AND name = ?
         ORDER BY part)", read_file_part, scope, key.aggregate, key.aggregate_id, key.name);
}

void save_file_part(db::Transaction& tx, TenantScope scope, const CaseFileKey& key,
                    const FilePart& part) {
    tx.execute("DELETE FROM case_files "
               "WHERE tenant_id = ? AND aggregate = ? AND aggregate_id = ? AND name = ? "
               "AND part >= ?",
               scope, key.aggregate, key.aggregate_id, key.name, part.part);
    tx.execute(R"(
        INSERT INTO case_files (tenant_id, aggregate, aggregate_id, name, part, is_last, file_name,
            media_type, digest_sm3, size_bytes, uploaded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, key.aggregate, key.aggregate_id, key.name, part.part, part.last,
               part.file_name, part.media_type, part.digest_hex, part.size_bytes,
               part.uploaded_at);
}

void save_whole_file(db::Transaction& tx, TenantScope scope, const CaseFileKey& key,
                     std::string_view media_type, std::string_view whole_digest_hex) {
    tx.execute("UPDATE case_files SET media_type = ?, whole_digest_sm3 = ? "
               "WHERE tenant_id = ? AND aggregate = ? AND aggregate_id = ? AND name = ?",
               media_type, whole_digest_hex, scope, key.aggregate, key.aggregate_id, key.name);
}

}  // namespace yunhe::tenants
