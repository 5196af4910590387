/// Data requests with their items, assessments and seats in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "catalog/data_request.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// Which requests somebody may see; nothing set: all that were ever submitted.
struct RequestViewer {
    std::optional<BodyId> developer_id = {};   ///< This developer's, drafts too.
    std::optional<BodyId> department_id = {};  ///< With a resource of this department.
    bool province_returned_only = false;       ///< With data that the province returned.
    bool assessed_only = false;                ///< In assessment, or assessed before.
};

/// Whole: items, assessments and seats.
std::optional<DataRequest> find_data_request(db::Transaction& tx, TenantScope scope,
                                             const RequestViewer& viewer, DataRequestId id);
/// The same, its row locked until the transaction ends: whoever changes a part locks it first.
std::optional<DataRequest> lock_data_request(db::Transaction& tx, TenantScope scope,
                                             const RequestViewer& viewer, DataRequestId id);
/// By id, one page, without assessments and seats; `scenario_code` narrows to one scenario's.
std::vector<DataRequest> list_data_requests(db::Transaction& tx, TenantScope scope,
                                            const RequestViewer& viewer,
                                            const std::optional<std::string>& scenario_code,
                                            const PageRequest& page);
/// All requests of a scenario, without their parts.
std::vector<DataRequest> list_requests_of_scenario(db::Transaction& tx, TenantScope scope,
                                                   ScenarioId scenario_id);

/// With its items and narrowings. Neither assessments nor seats.
void insert_data_request(db::Transaction& tx, TenantScope scope, const DataRequest& request);
/// Saves state, moments and continuation document and raises the version by one.
void save_data_request(db::Transaction& tx, TenantScope scope, const DataRequest& request);
/// Replaces all items and narrowings. REQUIRES: there are no seats yet.
void replace_items(db::Transaction& tx, TenantScope scope, const DataRequest& request);
/// Saves one item's consent and columns.
void save_item(db::Transaction& tx, TenantScope scope, DataRequestId id,
               const DataRequestItem& item);

void insert_assessment(db::Transaction& tx, TenantScope scope, DataRequestId id,
                       const Assessment& assessment);
void insert_seats(db::Transaction& tx, TenantScope scope, DataRequestId id,
                  const std::vector<Seat>& seats);
/// Saves the seat's answers and its last day.
void save_seat(db::Transaction& tx, TenantScope scope, DataRequestId id, const Seat& seat);

void insert_recusal(db::Transaction& tx, TenantScope scope, DataRequestId id,
                    const Recusal& recusal);
void insert_escalation(db::Transaction& tx, TenantScope scope, DataRequestId id,
                       const Escalation& escalation);
/// Saves the minutes of a meeting.
void save_minutes(db::Transaction& tx, TenantScope scope, const Escalation& escalation);
/// Saves which narrowings were applied, and when.
void save_narrowings(db::Transaction& tx, TenantScope scope, const DataRequest& request);
/// Saves the withdrawal of the item's consent.
void save_consent_withdrawal(db::Transaction& tx, TenantScope scope, DataRequestId id,
                             const DataRequestItem& item);

/// Records that the item was handed over. REQUIRES: it has a grant.
void insert_supply(db::Transaction& tx, TenantScope scope, DataRequestId id,
                   const DataRequestItem& item, UserId supplied_by_id);

}  // namespace yunhe::catalog
