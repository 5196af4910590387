/// Income limits in SQL, and the income that runs against them.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "billing/income_limit.hpp"
#include "db/transaction.hpp"

namespace yunhe::billing {

std::optional<IncomeLimit> find_income_limit(db::Transaction& tx, TenantScope scope,
                                             IncomeLimitId id);
std::optional<IncomeLimit> lock_income_limit(db::Transaction& tx, TenantScope scope,
                                             IncomeLimitId id);
/// Those of a year in this state, locked; there is at most one that is recorded or confirmed.
std::optional<IncomeLimit> lock_income_limit_of(db::Transaction& tx, TenantScope scope, int year,
                                                IncomeLimitState state);
/// By id, page.fetch() at most.
std::vector<IncomeLimit> list_income_limits(db::Transaction& tx, TenantScope scope,
                                            const PageRequest& page);
/// One per year, by year. A tenant has few.
std::vector<IncomeLimit> confirmed_income_limits(db::Transaction& tx, TenantScope scope);

void insert_income_limit(db::Transaction& tx, TenantScope scope, const IncomeLimit& limit);
/// Saves state and who decided, raises the version.
void save_income_limit(db::Transaction& tx, TenantScope scope, const IncomeLimit& limit);

/// What the operator earned by the entries of the year's periods, the year's own closing left out:
/// income accounts, with the tax on it where it is included.
Money income_of_year(db::Transaction& tx, TenantScope scope, int year, bool tax_included);

}  // namespace yunhe::billing
