#include "billing/receipt_file_service.hpp"

#include "base/crypto.hpp"
#include "billing/payment_notice_service.hpp"
#include "billing/receipt_file_store.hpp"
#include "billing/receipt_service.hpp"

namespace yunhe::billing {
namespace {

Book book_of(ReceiptFileKind kind) {
    return kind == ReceiptFileKind::bank_receipts ? Book::operators : Book::nontax;
}

Error refused_lines(const CheckedReceiptFile& checked) {
    std::vector<FieldError> fields;
    for (const auto& line : checked.table.lines)
        for (const auto& error : line.errors)
            if (fields.size() < kReceiptFileErrorsShown)
                fields.push_back({"/lines/" + std::to_string(line.line) +
                                      (error.column.empty() ? "" : "/" + error.column),
                                  error.code, error.args});
    auto refusal = refused_by_system(
        "rows_refused", {{"count", std::to_string(checked.file.counts.errors)}});
    refusal.fields = std::move(fields);
    return refusal;
}

}  // namespace

Result<CheckedReceiptFile> check_receipt_file(db::Transaction& tx, const tenants::Caller& caller,
                                              const ReceiptFileUpload& upload) {
    YUNHE_TRY(read, read_table(upload.bytes, kReceiptFileLinesMax));
    YUNHE_TRY(table, read_receipt_file(upload.kind, read.rows));
    CheckedReceiptFile checked;
    checked.table = std::move(table);
    if (upload.kind == ReceiptFileKind::payment_notices)
        set_outcomes(checked.table, try_payment_notices(tx, caller, checked.table.notices));
    else
        set_outcomes(checked.table, try_receipts(tx, caller, book_of(upload.kind),
                                                 checked.table.receipts));
    checked.file = {.id = {},
                    .kind = upload.kind,
                    .file_name = upload.file_name,
                    .digest_hex = crypto::sm3_hex(upload.bytes),
                    .size_bytes = static_cast<std::int64_t>(upload.bytes.size()),
                    .format = read.format,
                    .encoding = read.encoding,
                    .counts = count_lines(checked.table),
                    .imported_by_id = caller.user_id,
                    .imported_at = caller.now};
    return checked;
}

Result<CheckedReceiptFile> apply_receipt_file(db::Transaction& tx, const tenants::Caller& caller,
                                              const ReceiptFileUpload& upload) {
    // Two files at once take turns, so that what the first one did is known to the second.
    tx.next_number(caller.scope, "receipt_file");
    YUNHE_TRY(checked, check_receipt_file(tx, caller, upload));
    if (checked.file.counts.errors > 0) return refused_lines(checked);
    checked.file.id = tx.new_id<ReceiptFileId>();
    insert_receipt_file(tx, caller.scope, checked.file);
    if (upload.kind == ReceiptFileKind::payment_notices)
        YUNHE_CHECK(import_payment_notices(tx, caller, checked.table.notices, checked.file.id));
    else
        YUNHE_CHECK(import_receipts(tx, caller, book_of(upload.kind), checked.table.receipts,
                                    checked.file.id));
    return checked;
}

}  // namespace yunhe::billing
