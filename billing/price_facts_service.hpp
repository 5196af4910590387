/// What rating needs of sales reports and price caps.
#pragma once

#include "billing/settlement.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

/// Adds the checked sales of the orders, the confirmed price caps and, where caps follow each other
/// inside the period, what developers had used before each. REQUIRES: orders, platform plans and
/// developers' usage are there. Errors: state `usage_moved` (events arrived meanwhile).
Status add_price_facts(db::Transaction& tx, TenantScope scope, PeriodFacts& facts);

}  // namespace yunhe::billing
