#include "billing/receipt_file_store.hpp"

namespace yunhe::billing {
namespace {

ReceiptFile read_receipt_file_row(const db::Row& row) {
    ReceiptFile file;
    file.id = row.id<ReceiptFileId>("id");
    file.kind = row.enumerator<ReceiptFileKind>("kind");
    file.file_name = row.text("file_name");
    file.digest_hex = row.text("digest_sm3");
    file.size_bytes = row.int64("size_bytes");
    file.format = row.enumerator<TableFormat>("format");
    if (!row.null("encoding")) file.encoding = row.enumerator<TextEncoding>("encoding");
    file.counts.lines = row.uint64("line_count");
    file.counts.fresh = row.uint64("new_count");
    file.counts.known = row.uint64("known_count");
    file.counts.skipped = row.uint64("skipped_count");
    file.counts.amount = row.money("amount_fen");
    file.counts.suspended = row.money("suspended_fen");
    file.imported_by_id = row.id<UserId>("imported_by_id");
    file.imported_at = row.timestamp("imported_at");
    return file;
}

}  // namespace

std::vector<ReceiptFile> list_receipt_files(db::Transaction& tx, TenantScope scope,
                                            std::optional<ReceiptFileKind> kind,
                                            const PageRequest& page) {
    const auto wanted = kind ? std::string(to_text(*kind)) : std::string();
    return tx.list(R"(
        SELECT id, kind, file_name, digest_sm3, size_bytes, format, encoding, line_count, new_count,
               known_count, skipped_count, amount_fen, suspended_fen, imported_by_id, imported_at
          FROM receipt_files
         WHERE tenant_id = ? AND id > ? AND (? = '' OR kind = ?)
         ORDER BY id
         LIMIT ?)", read_receipt_file_row, scope, page.after_id, wanted, wanted, page.fetch());
}

void insert_receipt_file(db::Transaction& tx, TenantScope scope, const ReceiptFile& file) {
    const auto& counts = file.counts;
    tx.execute(R"(
        INSERT INTO receipt_files
               (tenant_id, id, kind, file_name, digest_sm3, size_bytes, format, encoding,
                line_count, new_count, known_count, skipped_count, amount_fen, suspended_fen,
                imported_by_id, imported_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, file.id, file.kind, file.file_name, file.digest_hex, file.size_bytes,
               file.format, file.encoding, std::uint64_t{counts.lines}, std::uint64_t{counts.fresh},
               std::uint64_t{counts.known}, std::uint64_t{counts.skipped}, counts.amount,
               counts.suspended, file.imported_by_id, file.imported_at);
}

}  // namespace yunhe::billing
