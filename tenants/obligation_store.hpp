/// Obligations in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/obligation.hpp"

namespace yunhe::tenants {

/// A row before it is written: what was wanted and when it came into being for this tenant.
struct ObligationRow {
    ObligationId id;
    NewObligation wanted;
    Date opens_on;
    bool derived = false;
    Timestamp opened_at;
    std::optional<Timestamp> next_at;  ///< Of the next reminder.
};
/// False: it is there already (same kind, aggregate, id, last day, body).
bool insert_obligation(db::Transaction& tx, TenantScope scope, const ObligationRow& row);

/// What is enough to compare with what follows from the facts.
struct KnownObligation {
    ObligationId id;
    ObligationKey key;
    BodyId body_id;
    ObligationState state = ObligationState::open;  ///< As stored.
    bool derived = false;
};
std::vector<KnownObligation> all_known_obligations(db::Transaction& tx, TenantScope scope);
std::optional<KnownObligation> find_known_obligation(db::Transaction& tx, TenantScope scope,
                                                     const ObligationKey& key, BodyId body_id);
/// Open ones of this kind and case, by last day.
std::vector<KnownObligation> list_open_obligations_of(db::Transaction& tx, TenantScope scope,
                                                      ObligationKind kind,
                                                      std::string_view aggregate,
                                                      std::uint64_t aggregate_id);

std::optional<Obligation> find_obligation(db::Transaction& tx, TenantScope scope, ObligationId id);
std::optional<Obligation> lock_obligation(db::Transaction& tx, TenantScope scope, ObligationId id);
/// Open ones whose next reminder is due, locked, by that instant.
std::vector<Obligation> lock_obligations_due(db::Transaction& tx, TenantScope scope,
                                             Timestamp now);

/// How an obligation ended.
struct ObligationEnd {
    ObligationState state = ObligationState::discharged;
    Timestamp at;
    std::optional<UserId> by = {};
    std::optional<std::string> document = {};
    std::optional<std::string> note = {};
};
void close_obligation(db::Transaction& tx, TenantScope scope, ObligationId id,
                      const ObligationEnd& end);
/// A cancelled one whose ground is back.
void reopen_obligation(db::Transaction& tx, TenantScope scope, ObligationId id,
                       std::optional<Timestamp> next_at);
void save_reminded(db::Transaction& tx, TenantScope scope, ObligationId id,
                   const std::vector<std::string>& reminded, std::optional<Timestamp> next_at);

struct ObligationFilter {
    std::optional<BodyId> body_id;  ///< Only this body's.
    std::optional<ObligationState> state;
    std::optional<ObligationKind> kind;
    std::optional<ObligationSide> side;
    std::optional<Date> due_before;  ///< Last day earlier than this.
    Date today;                      ///< Tells overdue from open.
};
/// By last day, then id; one page.
std::vector<Obligation> list_obligations(db::Transaction& tx, TenantScope scope,
                                         const ObligationFilter& filter, const PageRequest& page);

}  // namespace yunhe::tenants
