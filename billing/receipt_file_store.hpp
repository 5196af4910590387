/// Applied files of payment notices and receipts in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/receipt_file.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// By id; `kind` narrows.
std::vector<ReceiptFile> list_receipt_files(db::Transaction& tx, TenantScope scope,
                                            std::optional<ReceiptFileKind> kind,
                                            const PageRequest& page);
void insert_receipt_file(db::Transaction& tx, TenantScope scope, const ReceiptFile& file);

}  // namespace yunhe::billing
