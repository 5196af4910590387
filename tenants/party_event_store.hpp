/// Party events, and the names that they change, in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/party_event.hpp"

namespace yunhe::tenants {

std::optional<PartyEvent> find_party_event(db::Transaction& tx, TenantScope scope,
                                           PartyEventId id);
std::optional<PartyEvent> lock_party_event(db::Transaction& tx, TenantScope scope,
                                           PartyEventId id);
/// By id, one page; `body_id` narrows it to one party's.
std::vector<PartyEvent> list_party_events(db::Transaction& tx, TenantScope scope,
                                          std::optional<BodyId> body_id, const PageRequest& page);
/// What was confirmed of one body, oldest first; there are few.
std::vector<PartyEvent> confirmed_events_of(db::Transaction& tx, TenantScope scope,
                                            BodyId body_id);

void insert_party_event(db::Transaction& tx, TenantScope scope, const PartyEvent& event);
/// Saves state, moment and opinion and raises the version by one.
/// Also `left_behind`.
void save_party_event(db::Transaction& tx, TenantScope scope, const PartyEvent& event);

/// The name that new documents carry from now on.
void save_body_name(db::Transaction& tx, TenantScope scope, BodyId id, const std::string& name);
void save_legal_representative(db::Transaction& tx, TenantScope scope, BodyId id,
                               const std::string& name);

}  // namespace yunhe::tenants
