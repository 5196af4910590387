/// Recording and confirming the non-tax facts.
#pragma once

#include "billing/non_tax.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Recording what is recorded or in force already changes nothing. Errors: none expected.
Result<NonTaxSetting> record_non_tax(db::Transaction& tx, const tenants::Caller& caller,
                                     const NonTaxFacts& facts);
/// Errors: not_found (nothing recorded); party `not_your_move`; state `illegal_transition`; party
/// `four_eyes`.
Result<NonTaxSetting> confirm_non_tax(db::Transaction& tx, const tenants::Caller& caller);

}  // namespace yunhe::billing
