/// Puts corrections of usage into effect.
#pragma once

#include <map>

#include "billing/usage_store.hpp"
#include "catalog/entitlement.hpp"
#include "catalog/order_quota_store.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// Voids the corrected event, and has the replacement count, within the caller's transaction: rows,
/// sums and quotas. Outcome `accepted`: done. `quarantined`: nothing was changed; a person has to
/// look (codes: those of billing/usage_correction.hpp, or the Denial of the replacement).
/// `rejected`: nothing was changed and nothing is to be kept (event_voided_already,
/// event_not_counted, not_correctable, wrong_subject).
/// `released`: a person decided that it may, so neither age nor sender matter. The identity's own
/// row is the caller's to write. REQUIRES: `chains` is pinned.
EventOutcome apply_correction(db::Transaction& tx, const tenants::Caller& caller,
                              const catalog::TenantChains& chains,
                              const UsageCorrection& correction, catalog::QuotaCounters& quotas,
                              bool released);

}  // namespace yunhe::billing
