#include "catalog/data_request_store.hpp"

#include <map>

namespace yunhe::catalog {
namespace {

#define YUNHE_REQUEST_COLUMNS                                                                      \
    "SELECT data_requests.id, data_requests.number, data_requests.scenario_id, "                   \
    "scenarios.code AS scenario_code, scenarios.name AS scenario_name, "                           \
    "data_requests.agreement_id, data_requests.developer_id, bodies.code AS developer_uscc, "      \
    "bodies.name AS developer_name, data_requests.state, data_requests.version, "                  \
    "COALESCE(agreements.amended_to_on, agreements.to_on) AS agreement_to_on, "                    \
    "agreements.terminated_at, "                                                                   \
    "data_requests.continuation_document, data_requests.created_at, "                              \
    "data_requests.submitted_at, data_requests.decided_at, data_requests.supplied_at "             \
    "FROM data_requests "                                                                          \
    "JOIN scenarios ON scenarios.tenant_id = data_requests.tenant_id "                             \
    "AND scenarios.id = data_requests.scenario_id "                                                \
    "JOIN agreements ON agreements.tenant_id = data_requests.tenant_id "                           \
    "AND agreements.id = data_requests.agreement_id "                                              \
    "JOIN bodies ON bodies.tenant_id = data_requests.tenant_id "                                   \
    "AND bodies.id = data_requests.developer_id "                                                  \
    "WHERE data_requests.tenant_id = ? "

#define YUNHE_REQUEST_ITEM_EXISTS(condition)                                                       \
    "EXISTS (SELECT 1 FROM data_request_items "                                                    \
    "JOIN resources ON resources.tenant_id = data_request_items.tenant_id "                        \
    "AND resources.id = data_request_items.resource_id "                                           \
    "WHERE data_request_items.tenant_id = data_requests.tenant_id "                                \
    "AND data_request_items.request_id = data_requests.id AND " condition ")"

/// Seven marks: developer three times, department twice, province, assessors.
#define YUNHE_REQUEST_VIEWER                                                                       \
    "AND (data_requests.submitted_at IS NOT NULL OR data_requests.developer_id = ?) "              \
    "AND (? IS NULL OR data_requests.developer_id = ?) "                                           \
    "AND (? IS NULL OR " YUNHE_REQUEST_ITEM_EXISTS("resources.department_id = ?") ") "             \
    "AND (? = 0 OR " YUNHE_REQUEST_ITEM_EXISTS("resources.origin = 'province_returned'") ") "      \
    "AND (? = 0 OR data_requests.state = 'assessment' OR EXISTS (SELECT 1 FROM assessments "       \
    "WHERE assessments.tenant_id = data_requests.tenant_id "                                       \
    "AND assessments.request_id = data_requests.id)) "

DataRequest read_request(const db::Row& row) {
    DataRequest request;
    request.id = row.id<DataRequestId>("id");
    request.number = row.uint64("number");
    request.scenario_id = row.id<ScenarioId>("scenario_id");
    request.scenario_code = row.text("scenario_code");
    request.scenario_name = row.text("scenario_name");
    request.agreement_id = row.id<tenants::AgreementId>("agreement_id");
    request.developer_id = row.id<BodyId>("developer_id");
    request.developer_uscc = row.text("developer_uscc");
    request.developer_name = row.text("developer_name");
    request.state = row.enumerator<DataRequestState>("state");
    request.version = static_cast<int>(row.int64("version"));
    request.access_ends_at = end_of(row.date("agreement_to_on"));
    if (const auto terminated = row.optional_timestamp("terminated_at"))
        request.access_ends_at = std::min(request.access_ends_at, *terminated);
    request.continuation_document = row.optional_text("continuation_document");
    request.created_at = row.timestamp("created_at");
    request.submitted_at = row.optional_timestamp("submitted_at");
    request.decided_at = row.optional_timestamp("decided_at");
    request.supplied_at = row.optional_timestamp("supplied_at");
    return request;
}

DataRequestItem read_item(const db::Row& row) {
    return {.resource_id = row.id<ResourceId>("resource_id"),
            .resource_code = row.text("code"),
            .resource_name = row.text("name"),
            .department_id = row.id<BodyId>("department_id"),
            .origin = row.enumerator<Origin>("origin"),
            .consent_document = row.optional_text("consent_document"),
            .columns = {},
            .supplied_at = row.optional_timestamp("supplied_at"),
            .supply_record = row.optional_text("record").value_or("")};
}

Assessment read_assessment(const db::Row& row) {
    return {.role = row.enumerator<tenants::Role>("role"),
            .body_id = row.id<BodyId>("body_id"),
            .user_id = row.id<UserId>("user_id"),
            .reasonable = {row.boolean("reasonable"), row.text("reasonable_text")},
            .compliant = {row.boolean("compliant"), row.text("compliant_text")},
            .safe = {row.boolean("safe"), row.text("safe_text")},
            .opinion = row.text("opinion"),
            .assessed_at = row.timestamp("assessed_at")};
}

Seat read_seat(const db::Row& row) {
    return {.code = row.text("seat"),
            .role = row.enumerator<tenants::Role>("role"),
            .body_id = row.id<BodyId>("body_id"),
            .body_code = row.text("code"),
            .body_name = row.text("name"),
            .article = row.optional_text("article"),
            .opened_at = row.timestamp("opened_at"),
            .due_on = row.date("due_on"),
            .items = {}};
}

SeatItem read_seat_item(const db::Row& row) {
    return {.resource_id = row.id<ResourceId>("resource_id"),
            .decision = row.enumerator<SeatDecision>("decision"),
            .conditions = row.text("conditions"),
            .opinion = row.text("opinion"),
            .decided_by_id = row.optional_id<UserId>("decided_by_id"),
            .decided_at = row.optional_timestamp("decided_at")};
}

/// The items of all the requests in two statements.
void fill_items(db::Transaction& tx, TenantScope scope, std::vector<DataRequest>& requests) {
    if (requests.empty()) return;
    std::map<DataRequestId, DataRequest*> by_id;
    std::map<std::pair<DataRequestId, ResourceId>, std::vector<RequestedColumn>> columns;
    std::vector<db::Value> bound = {db::to_value(scope)};
    for (auto& request : requests) {
        by_id.emplace(request.id, &request);
        bound.push_back(db::to_value(request.id));
    }
    const auto marks = db::placeholders(requests.size());
    tx.each("SELECT request_id, resource_id, name, purpose FROM data_request_columns "
            "WHERE tenant_id = ? AND request_id IN (" + marks +
            ") ORDER BY request_id, resource_id, position",
            bound, [&](const db::Row& row) {
                columns[{row.id<DataRequestId>("request_id"), row.id<ResourceId>("resource_id")}]
                    .push_back({row.text("name"), row.text("purpose")});
            });
    tx.each(
        "SELECT data_request_items.request_id, data_request_items.resource_id, "
        "resources.code, resources.name, resources.department_id, resources.origin, "
        "data_request_items.consent_document, supplies.supplied_at, supplies.record "
        "FROM data_request_items "
        "JOIN resources ON resources.tenant_id = data_request_items.tenant_id "
        "AND resources.id = data_request_items.resource_id "
        "LEFT JOIN supplies ON supplies.tenant_id = data_request_items.tenant_id "
        "AND supplies.request_id = data_request_items.request_id "
        "AND supplies.resource_id = data_request_items.resource_id "
        "WHERE data_request_items.tenant_id = ? AND data_request_items.request_id IN (" +
            marks + ") ORDER BY data_request_items.request_id, data_request_items.position",
        bound, [&](const db::Row& row) {
            const auto request_id = row.id<DataRequestId>("request_id");
            auto item = read_item(row);
            item.columns = columns[{request_id, item.resource_id}];
            by_id.at(request_id)->items.push_back(std::move(item));
        });
}

void fill_seats(db::Transaction& tx, TenantScope scope, DataRequest& request) {
    request.seats = tx.list(
        "SELECT data_request_seats.seat, data_request_seats.role, data_request_seats.body_id, "
        "bodies.code, bodies.name, data_request_seats.article, data_request_seats.opened_at, "
        "data_request_seats.due_on "
        "FROM data_request_seats "
        "JOIN bodies ON bodies.tenant_id = data_request_seats.tenant_id "
        "AND bodies.id = data_request_seats.body_id "
        "WHERE data_request_seats.tenant_id = ? AND data_request_seats.request_id = ? "
        "ORDER BY data_request_seats.position",
        read_seat, scope, request.id);
    for (auto& seat : request.seats)
        seat.items = tx.list(
            "SELECT data_request_seat_items.resource_id, data_request_seat_items.decision, "
            "data_request_seat_items.conditions, data_request_seat_items.opinion, "
            "data_request_seat_items.decided_by_id, data_request_seat_items.decided_at "
            "FROM data_request_seat_items "
            "JOIN data_request_items "
            "ON data_request_items.tenant_id = data_request_seat_items.tenant_id "
            "AND data_request_items.request_id = data_request_seat_items.request_id "
            "AND data_request_items.resource_id = data_request_seat_items.resource_id "
            "WHERE data_request_seat_items.tenant_id = ? "
            "AND data_request_seat_items.request_id = ? AND data_request_seat_items.seat = ? "
            "AND data_request_seat_items.body_id = ? ORDER BY data_request_items.position",
            read_seat_item, scope, request.id, seat.code, seat.body_id);
}

void insert_columns(db::Transaction& tx, TenantScope scope, DataRequestId id,
                    const DataRequestItem& item) {
    int position = 0;
    for (const auto& column : item.columns)
        tx.execute("INSERT INTO data_request_columns (tenant_id, request_id, resource_id, "
                   "position, name, purpose) VALUES (?, ?, ?, ?, ?, ?)",
                   scope, id, item.resource_id, ++position, column.name, column.purpose);
}

void insert_items(db::Transaction& tx, TenantScope scope, const DataRequest& request) {
    int position = 0;
    for (const auto& item : request.items) {
        tx.execute("INSERT INTO data_request_items (tenant_id, request_id, resource_id, position, "
                   "consent_document) VALUES (?, ?, ?, ?, ?)",
                   scope, request.id, item.resource_id, ++position, item.consent_document);
        insert_columns(tx, scope, request.id, item);
    }
}

}  // namespace

std::optional<DataRequest> find_data_request(db::Transaction& tx, TenantScope scope,
                                             const RequestViewer& viewer, DataRequestId id) {
    auto found = tx.list(YUNHE_REQUEST_COLUMNS YUNHE_REQUEST_VIEWER "AND data_requests.id = ?",
                         read_request, scope, viewer.developer_id, viewer.developer_id,
                         viewer.developer_id, viewer.department_id, viewer.department_id,
                         viewer.province_returned_only, viewer.assessed_only, id);
    if (found.empty()) return std::nullopt;
    fill_items(tx, scope, found);
    auto& request = found.front();
    request.assessments = tx.list(
        "SELECT role, body_id, user_id, reasonable, reasonable_text, compliant, compliant_text, "
        "safe, safe_text, opinion, assessed_at FROM assessments "
        "WHERE tenant_id = ? AND request_id = ? ORDER BY assessed_at, role",
        read_assessment, scope, id);
    fill_seats(tx, scope, request);
    return std::move(request);
}

std::optional<DataRequest> lock_data_request(db::Transaction& tx, TenantScope scope,
                                             const RequestViewer& viewer, DataRequestId id) {
    // Two statements: a join FOR UPDATE would lock the developer and the agreement too.
    const auto locked = tx.find(
        "SELECT id FROM data_requests WHERE tenant_id = ? AND id = ? FOR UPDATE",
        [](const db::Row& row) { return row.uint64("id"); }, scope, id);
    if (!locked) return std::nullopt;
    return find_data_request(tx, scope, viewer, id);
}

std::vector<DataRequest> list_data_requests(db::Transaction& tx, TenantScope scope,
                                            const RequestViewer& viewer,
                                            const std::optional<std::string>& scenario_code,
                                            const PageRequest& page) {
    auto requests = tx.list(
        YUNHE_REQUEST_COLUMNS YUNHE_REQUEST_VIEWER "AND (? IS NULL OR scenarios.code = ?) "
        "AND data_requests.id > ? ORDER BY data_requests.id LIMIT ?",
        read_request, scope, viewer.developer_id, viewer.developer_id, viewer.developer_id,
        viewer.department_id, viewer.department_id, viewer.province_returned_only,
        viewer.assessed_only, scenario_code, scenario_code, page.after_id, page.fetch());
    fill_items(tx, scope, requests);
    return requests;
}

std::vector<DataRequest> list_requests_of_scenario(db::Transaction& tx, TenantScope scope,
                                                   ScenarioId scenario_id) {
    return tx.list(YUNHE_REQUEST_COLUMNS "AND data_requests.scenario_id = ? "
                   "ORDER BY data_requests.id",
                   read_request, scope, scenario_id);
}

void insert_data_request(db::Transaction& tx, TenantScope scope, const DataRequest& request) {
    tx.execute("INSERT INTO data_requests (tenant_id, id, number, scenario_id, agreement_id, "
               "developer_id, state, version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, request.id, request.number, request.scenario_id, request.agreement_id,
               request.developer_id, request.state, request.version, request.created_at);
    insert_items(tx, scope, request);
}

void save_data_request(db::Transaction& tx, TenantScope scope, const DataRequest& request) {
    tx.execute("UPDATE data_requests SET state = ?, continuation_document = ?, submitted_at = ?, "
               "decided_at = ?, supplied_at = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               request.state, request.continuation_document, request.submitted_at,
               request.decided_at, request.supplied_at, scope, request.id);
}

void replace_items(db::Transaction& tx, TenantScope scope, const DataRequest& request) {
    tx.execute("DELETE FROM data_request_columns WHERE tenant_id = ? AND request_id = ?", scope,
               request.id);
    tx.execute("DELETE FROM data_request_items WHERE tenant_id = ? AND request_id = ?", scope,
               request.id);
    insert_items(tx, scope, request);
}

void save_item(db::Transaction& tx, TenantScope scope, DataRequestId id,
               const DataRequestItem& item) {
    tx.execute("UPDATE data_request_items SET consent_document = ? "
               "WHERE tenant_id = ? AND request_id = ? AND resource_id = ?",
               item.consent_document, scope, id, item.resource_id);
    tx.execute("DELETE FROM data_request_columns "
               "WHERE tenant_id = ? AND request_id = ? AND resource_id = ?",
               scope, id, item.resource_id);
    insert_columns(tx, scope, id, item);
}

void insert_assessment(db::Transaction& tx, TenantScope scope, DataRequestId id,
                       const Assessment& assessment) {
    tx.execute("INSERT INTO assessments (tenant_id, request_id, role, body_id, user_id, "
               "reasonable, reasonable_text, compliant, compliant_text, safe, safe_text, opinion, "
               "assessed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, id, assessment.role, assessment.body_id, assessment.user_id,
               assessment.reasonable.met, assessment.reasonable.text, assessment.compliant.met,
               assessment.compliant.text, assessment.safe.met, assessment.safe.text,
               assessment.opinion, assessment.assessed_at);
}

void insert_seats(db::Transaction& tx, TenantScope scope, DataRequestId id,
                  const std::vector<Seat>& seats) {
    int position = 0;
    for (const auto& seat : seats) {
        tx.execute("INSERT INTO data_request_seats (tenant_id, request_id, seat, body_id, role, "
                   "position, article, opened_at, due_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   scope, id, seat.code, seat.body_id, seat.role, ++position, seat.article,
                   seat.opened_at, seat.due_on);
        for (const auto& item : seat.items)
            tx.execute(
                "INSERT INTO data_request_seat_items (tenant_id, request_id, seat, body_id, "
                "resource_id, decision, conditions, opinion) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                scope, id, seat.code, seat.body_id, item.resource_id, item.decision,
                item.conditions, item.opinion);
    }
}

void save_seat(db::Transaction& tx, TenantScope scope, DataRequestId id, const Seat& seat) {
    tx.execute("UPDATE data_request_seats SET due_on = ? "
               "WHERE tenant_id = ? AND request_id = ? AND seat = ? AND body_id = ?",
               seat.due_on, scope, id, seat.code, seat.body_id);
    for (const auto& item : seat.items)
        tx.execute("UPDATE data_request_seat_items SET decision = ?, conditions = ?, opinion = ?, "
                   "decided_by_id = ?, decided_at = ? WHERE tenant_id = ? AND request_id = ? "
                   "AND seat = ? AND body_id = ? AND resource_id = ?",
                   item.decision, item.conditions, item.opinion, item.decided_by_id,
                   item.decided_at, scope, id, seat.code, seat.body_id, item.resource_id);
}

void insert_supply(db::Transaction& tx, TenantScope scope, DataRequestId id,
                   const DataRequestItem& item, UserId supplied_by_id) {
    tx.execute("INSERT INTO supplies (tenant_id, request_id, resource_id, record, supplied_by_id, "
               "supplied_at) VALUES (?, ?, ?, ?, ?, ?)",
               scope, id, item.resource_id, item.supply_record, supplied_by_id, item.supplied_at);
}

}  // namespace yunhe::catalog
