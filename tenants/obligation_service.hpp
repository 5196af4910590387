/// Keeping the list of obligations right: what other aggregates record and discharge, what follows
/// from the facts, and what falls due as time passes.
#pragma once

#include <optional>
#include <string>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/obligation.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// A body sees what it owes; the authority and the supervisor see everything.
bool sees_all_obligations(const Caller& caller);
bool sees_obligation(const Caller& caller, const Obligation& obligation);

/// Records a duty that an act brings with it. Recording the same kind, aggregate, id and last day
/// again changes nothing, except that a cancelled one is open again.
/// REQUIRES: obligation.opens_on <= obligation.due_on.
void record_obligation(db::Transaction& tx, TenantScope scope, const NewObligation& obligation);

/// The duty is done. Of a recurring kind the open one with the earliest last day, of the others all
/// open ones; nothing where none is open. `body_id`: only what this body owes.
void discharge_obligation(db::Transaction& tx, TenantScope scope, ObligationKind kind,
                          std::string_view aggregate, std::uint64_t aggregate_id, Timestamp at,
                          std::optional<BodyId> body_id = {});

/// The ground has gone (the case was withdrawn, the agreement ended): closes all open ones of this
/// kind and aggregate as cancelled. `body_id`: only what this body owes.
void cancel_obligation(db::Transaction& tx, TenantScope scope, ObligationKind kind,
                       std::string_view aggregate, std::uint64_t aggregate_id, Timestamp at,
                       std::optional<BodyId> body_id = {});

/// Derives every dated duty and term anew from agreements, mandates, people, applications, pack and
/// policy: opens what is missing, cancels open derived ones whose ground has gone. Running it again
/// changes nothing. `since`: where the tenant's clock came from when it jumped to `now`, so that
/// what opened in between has its own day; absent: `now`.
void refresh_obligations(db::Transaction& tx, TenantScope scope, const Rules& rules, Timestamp now,
                         std::optional<Timestamp> since = {});

/// Everything that fell due up to `now`, in due order: refreshes, then writes reminders (with their
/// outbox messages), closes terms that ran out and puts duties on desks. Running it again at the
/// same `now` does nothing. `since` as above; `real_now` is the outbox's time.
void run_due_obligations(db::Transaction& tx, TenantScope scope, const Rules& rules, Timestamp now,
                         Timestamp real_now, std::optional<Timestamp> since = {});
/// The same without deriving anew: cheap, for every minute.
void run_due_stages(db::Transaction& tx, TenantScope scope, Timestamp now, Timestamp real_now);

/// The body that owes a duty says that it is done, naming the document that proves it.
/// Errors: not_found; party `not_your_duty` (another body, or a role that the duty isn't for);
/// state `obligation_not_open`, `obligation_discharged_by_its_case` (the duty ends by its own act:
/// a plan recorded, an objection answered).
Result<Obligation> discharge_by_record(db::Transaction& tx, const Caller& caller, ObligationId id,
                                       const std::string& document, const std::string& note);

/// The authority (only its role has the permission) lets a duty go, with a reason.
/// Errors: not_found; state `obligation_not_open`, `term_cannot_be_waived`.
Result<Obligation> waive_obligation(db::Transaction& tx, const Caller& caller, ObligationId id,
                                    const std::string& reason);

}  // namespace yunhe::tenants
