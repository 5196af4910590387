#include "catalog/data_request_store.hpp"

#include <algorithm>
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
    "data_requests.submitted_at, data_requests.decided_at, data_requests.supplied_at, "            \
    "data_requests.changes_id "                                                                    \
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
    request.changes_id = row.optional_id<DataRequestId>("changes_id");
    return request;
}

std::optional<Consent> read_consent(const db::Row& row) {
    const auto document = row.optional_text("document");
    if (!document) return std::nullopt;
    return Consent{.document = *document,
                   .evidence_sm3 = row.optional_text("evidence_sm3").value_or(""),
                   .scope = row.text("scope"),
                   .subjects = row.uint64("subjects"),
                   .obtained_on = row.optional_date("obtained_on"),
                   .valid_until = row.optional_date("valid_until"),
                   .withdrawn_at = row.optional_timestamp("withdrawn_at"),
                   .withdrawn_reason = row.optional_text("withdrawn_text").value_or("")};
}

DataRequestItem read_item(const db::Row& row) {
    return {.resource_id = row.id<ResourceId>("resource_id"),
            .resource_code = row.text("code"),
            .resource_name = row.text("name"),
            .department_id = row.id<BodyId>("department_id"),
            .origin = row.enumerator<Origin>("origin"),
            .consent = read_consent(row),
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
            .decided_at = row.optional_timestamp("decided_at"),
            .columns = {}};
}

ColumnAnswer read_column_answer(const db::Row& row) {
    ColumnAnswer answer{.name = row.text("name"),
                        .decision = row.enumerator<ColumnDecision>("decision"),
                        .masking = {},
                        .text = row.text("text")};
    if (const auto masking = row.optional_text("masking"))
        answer.masking = stored_enum<Masking>(*masking);
    return answer;
}

Narrowing read_narrowing(const db::Row& row) {
    return {.grant_id = row.id<GrantId>("grant_id"),
            .resource_id = row.id<ResourceId>("resource_id"),
            .resource_code = row.text("code"),
            .column = row.text("name"),
            .cause = row.enumerator<NarrowingCause>("cause"),
            .applied_at = row.optional_timestamp("applied_at")};
}

Recusal read_recusal(const db::Row& row) {
    return {.body_id = row.id<BodyId>("body_id"),
            .user_id = row.id<UserId>("user_id"),
            .username = row.text("username"),
            .substitute_id = row.id<UserId>("substitute_id"),
            .substitute = row.text("substitute"),
            .reason = row.text("reason"),
            .recorded_by_id = row.id<UserId>("recorded_by_id"),
            .recorded_at = row.timestamp("recorded_at")};
}

Escalation read_escalation(const db::Row& row) {
    return {.id = row.id<EscalationId>("id"),
            .seat = row.text("seat"),
            .body_id = row.id<BodyId>("body_id"),
            .body_name = row.text("body_name"),
            .kind = row.enumerator<EscalationKind>("kind"),
            .on = row.date("on_date"),
            .text = row.text("text"),
            .ordered_by_id = row.id<UserId>("ordered_by_id"),
            .ordered_at = row.timestamp("ordered_at"),
            .minutes_document = row.optional_text("minutes_document").value_or(""),
            .minutes_sm3 = row.optional_text("minutes_sm3").value_or(""),
            .minutes_text = row.optional_text("minutes_text").value_or(""),
            .minutes_at = row.optional_timestamp("minutes_at")};
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
        "consents.document, consents.evidence_sm3, consents.scope, consents.subjects, "
        "consents.obtained_on, consents.valid_until, consents.withdrawn_at, "
        "consents.withdrawn_text, supplies.supplied_at, supplies.record "
        "FROM data_request_items "
        "LEFT JOIN consents ON consents.tenant_id = data_request_items.tenant_id "
        "AND consents.request_id = data_request_items.request_id "
        "AND consents.resource_id = data_request_items.resource_id "
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

void fill_column_answers(db::Transaction& tx, TenantScope scope, DataRequest& request) {
    for (auto& seat : request.seats) {
        const std::vector<db::Value> bound = {db::to_value(scope), db::to_value(request.id),
                                              db::to_value(seat.code), db::to_value(seat.body_id)};
        tx.each("SELECT resource_id, name, decision, masking, text FROM data_request_seat_columns "
                "WHERE tenant_id = ? AND request_id = ? AND seat = ? AND body_id = ? "
                "ORDER BY resource_id, position",
                bound, [&](const db::Row& row) {
                    const auto item = std::ranges::find(
                        seat.items, row.id<ResourceId>("resource_id"), &SeatItem::resource_id);
                    if (item != seat.items.end())
                        item->columns.push_back(read_column_answer(row));
                });
    }
}

/// What happened around the decision: narrowings, recusals, escalations.
void fill_course(db::Transaction& tx, TenantScope scope, DataRequest& request) {
    request.narrowings = tx.list(
        "SELECT narrowed.grant_id, grants.resource_id, resources.code, narrowed.name, "
        "narrowed.cause, narrowed.applied_at FROM data_request_narrowings narrowed "
        "JOIN grants ON grants.tenant_id = narrowed.tenant_id AND grants.id = narrowed.grant_id "
        "JOIN resources ON resources.tenant_id = grants.tenant_id "
        "AND resources.id = grants.resource_id "
        "WHERE narrowed.tenant_id = ? AND narrowed.request_id = ? "
        "ORDER BY narrowed.grant_id, narrowed.name",
        read_narrowing, scope, request.id);
    request.recusals = tx.list(
        "SELECT recused.body_id, recused.user_id, away.username, recused.substitute_id, "
        "instead.username AS substitute, recused.reason, recused.recorded_by_id, "
        "recused.recorded_at FROM data_request_recusals recused "
        "JOIN users away ON away.tenant_id = recused.tenant_id AND away.id = recused.user_id "
        "JOIN users instead ON instead.tenant_id = recused.tenant_id "
        "AND instead.id = recused.substitute_id "
        "WHERE recused.tenant_id = ? AND recused.request_id = ? "
        "ORDER BY recused.recorded_at, recused.user_id",
        read_recusal, scope, request.id);
    request.escalations = tx.list(
        "SELECT ordered.id, ordered.seat, ordered.body_id, bodies.name AS body_name, "
        "ordered.kind, ordered.on_date, ordered.text, ordered.ordered_by_id, ordered.ordered_at, "
        "ordered.minutes_document, ordered.minutes_sm3, ordered.minutes_text, ordered.minutes_at "
        "FROM data_request_escalations ordered "
        "JOIN bodies ON bodies.tenant_id = ordered.tenant_id AND bodies.id = ordered.body_id "
        "WHERE ordered.tenant_id = ? AND ordered.request_id = ? ORDER BY ordered.id",
        read_escalation, scope, request.id);
}

void insert_columns(db::Transaction& tx, TenantScope scope, DataRequestId id,
                    const DataRequestItem& item) {
    int position = 0;
    for (const auto& column : item.columns)
        tx.execute("INSERT INTO data_request_columns (tenant_id, request_id, resource_id, "
                   "position, name, purpose) VALUES (?, ?, ?, ?, ?, ?)",
                   scope, id, item.resource_id, ++position, column.name, column.purpose);
}

void insert_consent(db::Transaction& tx, TenantScope scope, DataRequestId id,
                    const DataRequestItem& item) {
    if (!item.consent) return;
    const auto& consent = *item.consent;
    tx.execute("INSERT INTO consents (tenant_id, request_id, resource_id, document, evidence_sm3, "
               "scope, subjects, obtained_on, valid_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, id, item.resource_id, consent.document, consent.evidence_sm3, consent.scope,
               consent.subjects, consent.obtained_on, consent.valid_until);
}

void insert_items(db::Transaction& tx, TenantScope scope, const DataRequest& request) {
    int position = 0;
    for (const auto& item : request.items) {
        tx.execute("INSERT INTO data_request_items (tenant_id, request_id, resource_id, position) "
                   "VALUES (?, ?, ?, ?)",
                   scope, request.id, item.resource_id, ++position);
        insert_columns(tx, scope, request.id, item);
        insert_consent(tx, scope, request.id, item);
    }
    for (const auto& narrowing : request.narrowings)
        tx.execute("INSERT INTO data_request_narrowings (tenant_id, request_id, grant_id, name, "
                   "cause, applied_at) VALUES (?, ?, ?, ?, ?, ?)",
                   scope, request.id, narrowing.grant_id, narrowing.column, narrowing.cause,
                   narrowing.applied_at);
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
    fill_column_answers(tx, scope, request);
    fill_course(tx, scope, request);
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
               "developer_id, state, version, created_at, changes_id) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, request.id, request.number, request.scenario_id, request.agreement_id,
               request.developer_id, request.state, request.version, request.created_at,
               request.changes_id);
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
    for (const auto* statement :
         {"DELETE FROM data_request_columns WHERE tenant_id = ? AND request_id = ?",
          "DELETE FROM consents WHERE tenant_id = ? AND request_id = ?",
          "DELETE FROM data_request_narrowings WHERE tenant_id = ? AND request_id = ? "
          "AND applied_at IS NULL"})
        tx.execute(statement, scope, request.id);
    tx.execute("DELETE FROM data_request_items WHERE tenant_id = ? AND request_id = ?", scope,
               request.id);
    insert_items(tx, scope, request);
}

void save_item(db::Transaction& tx, TenantScope scope, DataRequestId id,
               const DataRequestItem& item) {
    tx.execute("DELETE FROM consents WHERE tenant_id = ? AND request_id = ? AND resource_id = ?",
               scope, id, item.resource_id);
    insert_consent(tx, scope, id, item);
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
    tx.execute("DELETE FROM data_request_seat_columns WHERE tenant_id = ? AND request_id = ? "
               "AND seat = ? AND body_id = ?",
               scope, id, seat.code, seat.body_id);
    for (const auto& item : seat.items) {
        tx.execute("UPDATE data_request_seat_items SET decision = ?, conditions = ?, opinion = ?, "
                   "decided_by_id = ?, decided_at = ? WHERE tenant_id = ? AND request_id = ? "
                   "AND seat = ? AND body_id = ? AND resource_id = ?",
                   item.decision, item.conditions, item.opinion, item.decided_by_id,
                   item.decided_at, scope, id, seat.code, seat.body_id, item.resource_id);
        int position = 0;
        for (const auto& column : item.columns)
            tx.execute("INSERT INTO data_request_seat_columns (tenant_id, request_id, seat, "
                       "body_id, resource_id, position, name, decision, masking, text) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       scope, id, seat.code, seat.body_id, item.resource_id, ++position,
                       column.name, column.decision, column.masking, column.text);
    }
}

void insert_recusal(db::Transaction& tx, TenantScope scope, DataRequestId id,
                    const Recusal& recusal) {
    tx.execute("INSERT INTO data_request_recusals (tenant_id, request_id, user_id, body_id, "
               "substitute_id, reason, recorded_by_id, recorded_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
               scope, id, recusal.user_id, recusal.body_id, recusal.substitute_id, recusal.reason,
               recusal.recorded_by_id, recusal.recorded_at);
}

void insert_escalation(db::Transaction& tx, TenantScope scope, DataRequestId id,
                       const Escalation& escalation) {
    tx.execute("INSERT INTO data_request_escalations (tenant_id, id, request_id, seat, body_id, "
               "kind, on_date, text, ordered_by_id, ordered_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, escalation.id, id, escalation.seat, escalation.body_id, escalation.kind,
               escalation.on, escalation.text, escalation.ordered_by_id, escalation.ordered_at);
}

void save_minutes(db::Transaction& tx, TenantScope scope, const Escalation& escalation) {
    tx.execute("UPDATE data_request_escalations SET minutes_document = ?, minutes_sm3 = ?, "
               "minutes_text = ?, minutes_at = ? WHERE tenant_id = ? AND id = ?",
               escalation.minutes_document, escalation.minutes_sm3, escalation.minutes_text,
               escalation.minutes_at, scope, escalation.id);
}

void save_narrowings(db::Transaction& tx, TenantScope scope, const DataRequest& request) {
    for (const auto& narrowing : request.narrowings)
        tx.execute("UPDATE data_request_narrowings SET applied_at = ? "
                   "WHERE tenant_id = ? AND request_id = ? AND grant_id = ? AND name = ?",
                   narrowing.applied_at, scope, request.id, narrowing.grant_id, narrowing.column);
}

void save_consent_withdrawal(db::Transaction& tx, TenantScope scope, DataRequestId id,
                             const DataRequestItem& item) {
    tx.execute("UPDATE consents SET withdrawn_at = ?, withdrawn_text = ? "
               "WHERE tenant_id = ? AND request_id = ? AND resource_id = ?",
               item.consent.value().withdrawn_at, item.consent.value().withdrawn_reason, scope,
               id, item.resource_id);
}

void insert_supply(db::Transaction& tx, TenantScope scope, DataRequestId id,
                   const DataRequestItem& item, UserId supplied_by_id) {
    tx.execute("INSERT INTO supplies (tenant_id, request_id, resource_id, record, supplied_by_id, "
               "supplied_at) VALUES (?, ?, ?, ?, ?, ?)",
               scope, id, item.resource_id, item.supply_record, supplied_by_id, item.supplied_at);
}

}  // namespace yunhe::catalog
