/// Payment notices in SQL.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/payment_notice.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<PaymentNotice> find_notice_by_payment_code(db::Transaction& tx, TenantScope scope,
                                                         std::string_view payment_code);
std::optional<PaymentNotice> find_notice_of_claim(db::Transaction& tx, TenantScope scope,
                                                  ClaimId claim_id);
/// By id.
std::vector<PaymentNotice> list_payment_notices(db::Transaction& tx, TenantScope scope,
                                                const PageRequest& page);
/// REQUIRES: neither the claim nor the code has one.
void insert_payment_notice(db::Transaction& tx, TenantScope scope, const PaymentNotice& notice);

}  // namespace yunhe::billing
