/// Stops of parts of chains in SQL.
#pragma once

#include <optional>
#include <vector>

#include "base/page.hpp"
#include "catalog/chain_effect.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// One thing that a stop closed, in one scenario.
struct StoppedItem {
    std::string aggregate;  ///< product, listing, order
    std::uint64_t aggregate_id = 0;
    std::string code;
    ScenarioId scenario_id;
    std::string scenario_code = {};  ///< Read only.
    BodyId body_id;                  ///< Whose it is.
};

/// One body that was told.
struct StopParty {
    BodyId body_id;
    std::optional<std::string> measure = {};  ///< What it does about it, once it has answered.
    std::optional<Timestamp> seen_at = {};
};

void insert_chain_stop(db::Transaction& tx, TenantScope scope, const RecordedStop& stop,
                       BodyId recorded_by_body_id, UserId recorded_by_user_id);
void insert_stopped_items(db::Transaction& tx, TenantScope scope, ChainStopId id,
                          const std::vector<StoppedItem>& items);
void insert_stop_party(db::Transaction& tx, TenantScope scope, ChainStopId id, BodyId body_id);
/// False: the body had answered already, or was never told.
bool save_stop_party(db::Transaction& tx, TenantScope scope, ChainStopId id, BodyId body_id,
                     const std::string& measure, UserId user_id, Timestamp now);

std::optional<RecordedStop> find_chain_stop(db::Transaction& tx, TenantScope scope,
                                            ChainStopId id);
/// By id; with `body_id` those that it was told of.
std::vector<RecordedStop> list_chain_stops(db::Transaction& tx, TenantScope scope,
                                           std::optional<BodyId> body_id,
                                           const PageRequest& page);
/// By aggregate, code and scenario.
std::vector<StoppedItem> list_stopped_items(db::Transaction& tx, TenantScope scope,
                                            ChainStopId id);
std::vector<StopParty> list_stop_parties(db::Transaction& tx, TenantScope scope, ChainStopId id);

}  // namespace yunhe::catalog
