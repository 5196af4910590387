#include "tenants/party_event_store.hpp"

#include "tenants/json_text_list.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_PARTY_EVENT_COLUMNS                                                                  \
    "SELECT party_events.id, party_events.body_id, bodies.code AS body_code, party_events.kind, "  \
    "party_events.state, party_events.version, party_events.happened_on, party_events.document, "  \
    "party_events.evidence_sm3, party_events.old_value, party_events.new_value, "                  \
    "party_events.successor_id, COALESCE(successors.code, '') AS successor_code, "                 \
    "party_events.resource_codes, party_events.agreement_numbers, party_events.left_behind, "      \
    "party_events.reported_by_id, party_events.reported_at, "                                      \
    "party_events.confirmed_at, party_events.opinion "                                             \
    "FROM party_events "                                                                           \
    "JOIN bodies ON bodies.tenant_id = party_events.tenant_id "                                    \
    "AND bodies.id = party_events.body_id "                                                        \
    "LEFT JOIN bodies successors ON successors.tenant_id = party_events.tenant_id "                \
    "AND successors.id = party_events.successor_id "

std::vector<LeftBehind> left_behind_from(const Json& json) {
    std::vector<LeftBehind> left;
    for (const auto& entry : json)
        left.push_back({entry.at("what").get<std::string>(),
                        entry.at("reference").get<std::string>(),
                        entry.at("reason").get<std::string>()});
    return left;
}

Json left_behind_json(const std::vector<LeftBehind>& left) {
    Json json = Json::array();
    for (const auto& entry : left)
        json.push_back({{"what", entry.what},
                        {"reference", entry.reference},
                        {"reason", entry.reason}});
    return json;
}

PartyEvent read_event(const db::Row& row) {
    return {.id = row.id<PartyEventId>("id"),
            .body_id = row.id<BodyId>("body_id"),
            .body_code = row.text("body_code"),
            .kind = row.enumerator<PartyEventKind>("kind"),
            .state = row.enumerator<PartyEventState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .happened_on = row.date("happened_on"),
            .document = row.text("document"),
            .evidence_sm3 = row.optional_text("evidence_sm3"),
            .old_value = row.text("old_value"),
            .new_value = row.text("new_value"),
            .successor_id = row.optional_id<BodyId>("successor_id"),
            .successor_code = row.text("successor_code"),
            .resource_codes = texts_from(row.json("resource_codes")),
            .agreement_numbers =
                row.json("agreement_numbers").get<std::vector<std::uint64_t>>(),
            .left_behind = left_behind_from(row.json("left_behind")),
            .reported_by_id = row.id<UserId>("reported_by_id"),
            .reported_at = row.timestamp("reported_at"),
            .confirmed_at = row.optional_timestamp("confirmed_at"),
            .opinion = row.text("opinion")};
}

}  // namespace

std::optional<PartyEvent> find_party_event(db::Transaction& tx, TenantScope scope,
                                           PartyEventId id) {
    return tx.find(YUNHE_PARTY_EVENT_COLUMNS
                   "WHERE party_events.tenant_id = ? AND party_events.id = ?",
                   read_event, scope, id);
}

std::optional<PartyEvent> lock_party_event(db::Transaction& tx, TenantScope scope,
                                           PartyEventId id) {
    // Two statements: a join FOR UPDATE would lock the bodies too, after their child.
    const auto locked = tx.find(
        "SELECT id FROM party_events WHERE tenant_id = ? AND id = ? FOR UPDATE",
        [](const db::Row& row) { return row.uint64("id"); }, scope, id);
    if (!locked) return std::nullopt;
    return find_party_event(tx, scope, id);
}

std::vector<PartyEvent> list_party_events(db::Transaction& tx, TenantScope scope,
                                          std::optional<BodyId> body_id,
                                          const PageRequest& page) {
    return tx.list(YUNHE_PARTY_EVENT_COLUMNS
                   "WHERE party_events.tenant_id = ? AND party_events.id > ? "
                   "AND (? IS NULL OR party_events.body_id = ?) "
                   "ORDER BY party_events.id LIMIT ?",
                   read_event, scope, page.after_id, body_id, body_id, page.fetch());
}

std::vector<PartyEvent> confirmed_events_of(db::Transaction& tx, TenantScope scope,
                                            BodyId body_id) {
    return tx.list(YUNHE_PARTY_EVENT_COLUMNS
                   "WHERE party_events.tenant_id = ? AND party_events.body_id = ? "
                   "AND party_events.state = 'confirmed' "
                   "ORDER BY party_events.happened_on, party_events.id",
                   read_event, scope, body_id);
}

void insert_party_event(db::Transaction& tx, TenantScope scope, const PartyEvent& event) {
    tx.execute(R"(
        INSERT INTO party_events (tenant_id, id, body_id, kind, state, happened_on, document,
            evidence_sm3, old_value, new_value, successor_id, resource_codes, agreement_numbers,
            reported_by_id, reported_at, opinion)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, event.id, event.body_id, event.kind, event.state, event.happened_on,
               event.document, event.evidence_sm3, event.old_value, event.new_value,
               event.successor_id, json_of(event.resource_codes),
               Json(event.agreement_numbers), event.reported_by_id, event.reported_at,
               event.opinion);
}

void save_party_event(db::Transaction& tx, TenantScope scope, const PartyEvent& event) {
    tx.execute("UPDATE party_events SET state = ?, confirmed_at = ?, opinion = ?, "
               "left_behind = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
               event.state, event.confirmed_at, event.opinion,
               left_behind_json(event.left_behind), scope, event.id);
}

void save_body_name(db::Transaction& tx, TenantScope scope, BodyId id, const std::string& name) {
    tx.execute("UPDATE bodies SET name = ? WHERE tenant_id = ? AND id = ?", name, scope, id);
    tx.execute("UPDATE developers SET name = ? WHERE tenant_id = ? AND body_id = ?", name, scope,
               id);
}

void save_legal_representative(db::Transaction& tx, TenantScope scope, BodyId id,
                               const std::string& name) {
    tx.execute("UPDATE developers SET legal_representative = ? WHERE tenant_id = ? "
               "AND body_id = ?",
               name, scope, id);
}

}  // namespace yunhe::tenants
