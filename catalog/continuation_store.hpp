/// Continuations and their seats in SQL.
#pragma once

#include <optional>

#include "catalog/continuation.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Continuation> find_continuation(db::Transaction& tx, TenantScope scope,
                                              ContinuationId id);
std::optional<Continuation> find_continuation_of(db::Transaction& tx, TenantScope scope,
                                                 tenants::AgreementId agreement_id);
/// Locks its row; the seats come with it.
std::optional<Continuation> lock_continuation(db::Transaction& tx, TenantScope scope,
                                              ContinuationId id);

/// With its seats. REQUIRES: the agreement has none.
void insert_continuation(db::Transaction& tx, TenantScope scope, const Continuation& continuation);
/// Saves one seat's answer and new grant, and raises the continuation's version by one.
void save_continuation_seat(db::Transaction& tx, TenantScope scope, ContinuationId id,
                            const ContinuationSeat& seat);

/// Scenario and request hang on the new agreement from now on.
void move_to_agreement(db::Transaction& tx, TenantScope scope, const Grant& grant,
                       tenants::AgreementId agreement_id);

}  // namespace yunhe::catalog
