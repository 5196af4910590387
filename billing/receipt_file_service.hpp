/// Checking a file of payment notices or receipts line by line, and applying it as a whole.
#pragma once

#include <string>
#include <string_view>

#include "billing/receipt_file.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

struct ReceiptFileUpload {
    ReceiptFileKind kind = ReceiptFileKind::treasury_receipts;
    std::string file_name;
    std::string_view bytes;
};
struct CheckedReceiptFile {
    ReceiptFile file;
    ReceiptTable table;
};

/// What applying the file would do, line by line; saves and locks nothing.
/// Errors: malformed, those of read_table and read_receipt_file.
Result<CheckedReceiptFile> check_receipt_file(db::Transaction& tx, const tenants::Caller& caller,
                                              const ReceiptFileUpload& upload);

/// Imports all its lines or none. Errors: as above; rule `rows_refused` with field errors at
/// /lines/<line>/<column> (at most kReceiptFileErrorsShown); those of the imports.
inline constexpr std::size_t kReceiptFileErrorsShown = 200;
Result<CheckedReceiptFile> apply_receipt_file(db::Transaction& tx, const tenants::Caller& caller,
                                              const ReceiptFileUpload& upload);

}  // namespace yunhe::billing
