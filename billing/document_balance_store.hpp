/// What is still open of a bill or claim, from receipts, refunds, reliefs and red documents.
#pragma once

#include <optional>

#include "billing/document.hpp"
#include "billing/document_balance.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// As of the end of `at`, by the days on which money came and documents took effect; without `at`
/// all that is recorded. REQUIRES: the bill is there. Where it is to be relied on: it is locked.
DocumentBalance balance_of_bill(db::Transaction& tx, TenantScope scope, BillId id,
                                std::optional<Date> at = {});
DocumentBalance balance_of_claim(db::Transaction& tx, TenantScope scope, ClaimId id,
                                 std::optional<Date> at = {});
DocumentBalance balance_of(db::Transaction& tx, TenantScope scope, const Document& document,
                           std::optional<Date> at = {});

}  // namespace yunhe::billing
