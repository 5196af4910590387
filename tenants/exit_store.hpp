/// Ends, exits and early-end requests in SQL.
#pragma once

#include <optional>

#include "db/transaction.hpp"
#include "tenants/exit.hpp"

namespace yunhe::tenants {

/// With its steps. Nothing while the agreement runs, nor for one that expired until it begins.
std::optional<AgreementExit> find_exit(db::Transaction& tx, TenantScope scope, AgreementId id);
void insert_exit(db::Transaction& tx, TenantScope scope, const AgreementExit& exit);
/// Saves when it began, was closed, and to when logs are kept.
void save_exit(db::Transaction& tx, TenantScope scope, const AgreementExit& exit);
/// The steps of an exit that begins. REQUIRES: it has none yet.
void insert_exit_steps(db::Transaction& tx, TenantScope scope, const AgreementExit& exit);
void save_exit_step(db::Transaction& tx, TenantScope scope, AgreementId id,
                    const ExitStepProof& step);

std::optional<EarlyEndRequest> find_early_end_request(db::Transaction& tx, TenantScope scope,
                                                      AgreementId id);
void insert_early_end_request(db::Transaction& tx, TenantScope scope,
                              const EarlyEndRequest& request);

/// Until when (inclusive) the developer may not apply again, because an agreement of it ended for
/// breach: the policy's months (reapplication_bar_months) at the time of that end. The latest day,
/// also if it is over; nothing if it never breached.
std::optional<Date> find_reapplication_bar(db::Transaction& tx, TenantScope scope,
                                           BodyId developer_id);
/// To when the logs of this tenant are kept at least: Date::max() while an agreement isn't in its
/// exit; nothing if none was ever signed. The database refuses to delete them before (0011).
std::optional<Date> find_log_retention_end(db::Transaction& tx, TenantScope scope);

}  // namespace yunhe::tenants
