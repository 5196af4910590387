/// Importing payment notices (treasury).
#pragma once

#include <vector>

#include "billing/payment_notice.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

struct ImportedNotice {
    PaymentNotice notice;
    ImportOutcome outcome = ImportOutcome::imported;
};

/// All rows or none; in the order of the rows. Imports of a tenant take turns.
/// Errors: rule `rows_refused` with field errors below /rows/<n>: those of plan_notices.
Result<std::vector<ImportedNotice>> import_payment_notices(
    db::Transaction& tx, const tenants::Caller& caller, const std::vector<PaymentNoticeRow>& rows,
    std::optional<ReceiptFileId> file_id = {});

/// What import_payment_notices would do with each row now. Saves and locks nothing.
std::vector<PlannedNotice> try_payment_notices(db::Transaction& tx, const tenants::Caller& caller,
                                               const std::vector<PaymentNoticeRow>& rows);

}  // namespace yunhe::billing
