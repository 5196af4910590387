/// Settling a period: rating its use, drafting bills and claims.
#pragma once

#include "billing/settlement.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::billing {

/// What a period's use is, read from orders, plans, usage and agreements.
/// Errors: state `aggregation_not_rated` (args: plan, meter): the platform keeps no totals of the
/// aggregations `unique` and `last`.
Result<PeriodFacts> read_period_facts(db::Transaction& tx, TenantScope scope, Period period);

/// Rates the period and drafts its bills and claims, in the caller's transaction. Run again it
/// replaces drafts; beside issued bills and submitted claims it drafts supplements with the
/// difference; where nothing changed it changes nothing and gives what is there. Errors: state
/// `period_not_over` (args: period); rule `non_tax_off`; those of `read_period_facts`,
/// `rate_period` and `difference`.
Result<Settlement> settle(db::Transaction& tx, const tenants::Caller& caller,
                          const tenants::Rules& rules, Period period);

}  // namespace yunhe::billing
