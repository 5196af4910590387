/// Settling a period: rating its use, drafting bills and claims.
#pragma once

#include "billing/settlement.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::billing {

/// What a period's use is, read from orders, plans, usage, sales reports, price caps and
/// agreements. Without traces, which take a walk over all events, usage names only how many they
/// were. Errors: state `usage_moved` (events arrived meanwhile; try again).
enum class EventTraces { read, skip };
Result<PeriodFacts> read_period_facts(db::Transaction& tx, TenantScope scope, Period period,
                                      EventTraces traces = EventTraces::read);

/// Rates the period and drafts its bills and claims, in the caller's transaction. Run again it
/// replaces drafts; beside issued bills and submitted claims it drafts supplements with the
/// difference; where nothing changed it changes nothing and gives what is there. Errors: state
/// `period_not_over` (args: period); rule `non_tax_off`; those of `read_period_facts`,
/// `rate_period` and `difference`.
Result<Settlement> settle(db::Transaction& tx, const tenants::Caller& caller,
                          const tenants::Rules& rules, Period period);

}  // namespace yunhe::billing
