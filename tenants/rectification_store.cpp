#include "tenants/rectification_store.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_RECTIFICATION_COLUMNS                                                                \
    "SELECT id, agreement_id, state, version, demand, due_on, hold_id, source_aggregate, "         \
    "source_id, opened_at, opened_by_body_id, opened_by_user_id, feedback, evidence, "             \
    "answered_at, opinion, decided_at FROM rectifications "

std::vector<Evidence> evidence_from(const Json& json) {
    std::vector<Evidence> evidence;
    for (const auto& item : json)
        evidence.push_back(
            {item.at("name").get<std::string>(), item.at("sm3").get<std::string>()});
    return evidence;
}

Json json_of(const std::vector<Evidence>& evidence) {
    Json json = Json::array();
    for (const auto& item : evidence) json.push_back({{"name", item.name}, {"sm3", item.sm3}});
    return json;
}

Rectification read_rectification(const db::Row& row) {
    return {.id = row.id<RectificationId>("id"),
            .agreement_id = row.id<AgreementId>("agreement_id"),
            .state = row.enumerator<RectificationState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .demand = row.text("demand"),
            .due_on = row.optional_date("due_on"),
            .hold_id = row.optional_id<HoldId>("hold_id"),
            .source_aggregate = row.optional_text("source_aggregate").value_or(""),
            .source_id = row.null("source_id") ? 0 : row.uint64("source_id"),
            .opened_at = row.timestamp("opened_at"),
            .opened_by_body_id = row.id<BodyId>("opened_by_body_id"),
            .opened_by_user_id = row.id<UserId>("opened_by_user_id"),
            .feedback = row.optional_text("feedback"),
            .evidence = evidence_from(row.json("evidence")),
            .answered_at = row.optional_timestamp("answered_at"),
            .opinion = row.optional_text("opinion"),
            .decided_at = row.optional_timestamp("decided_at")};
}

}  // namespace

std::optional<Rectification> find_rectification(db::Transaction& tx, TenantScope scope,
                                                RectificationId id) {
    return tx.find(YUNHE_RECTIFICATION_COLUMNS "WHERE tenant_id = ? AND id = ?",
                   read_rectification, scope, id);
}

std::optional<Rectification> lock_rectification(db::Transaction& tx, TenantScope scope,
                                                RectificationId id) {
    return tx.find(YUNHE_RECTIFICATION_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_rectification, scope, id);
}

std::vector<Rectification> list_rectifications(db::Transaction& tx, TenantScope scope,
                                               AgreementId agreement_id, const PageRequest& page) {
    return tx.list(YUNHE_RECTIFICATION_COLUMNS
                   "WHERE tenant_id = ? AND agreement_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_rectification, scope, agreement_id, page.after_id, page.fetch());
}

std::vector<Rectification> list_failed_rectifications(db::Transaction& tx, TenantScope scope,
                                                      AgreementId agreement_id) {
    return tx.list(YUNHE_RECTIFICATION_COLUMNS
                   "WHERE tenant_id = ? AND agreement_id = ? AND state = 'not_accepted' "
                   "ORDER BY id DESC",
                   read_rectification, scope, agreement_id);
}

std::vector<Rectification> list_open_rectifications(db::Transaction& tx, TenantScope scope,
                                                    AgreementId agreement_id) {
    return tx.list(YUNHE_RECTIFICATION_COLUMNS
                   "WHERE tenant_id = ? AND agreement_id = ? AND state IN ('ordered', 'answered') "
                   "ORDER BY id",
                   read_rectification, scope, agreement_id);
}

void insert_rectification(db::Transaction& tx, TenantScope scope,
                          const Rectification& rectification) {
    std::optional<std::string> source;
    std::optional<std::uint64_t> source_id;
    if (!rectification.source_aggregate.empty()) {
        source = rectification.source_aggregate;
        source_id = rectification.source_id;
    }
    tx.execute(R"(
        INSERT INTO rectifications (tenant_id, id, agreement_id, state, version, demand, due_on,
            hold_id, source_aggregate, source_id, opened_at, opened_by_body_id, opened_by_user_id,
            evidence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, rectification.id, rectification.agreement_id, rectification.state,
               rectification.version, rectification.demand, rectification.due_on,
               rectification.hold_id, source, source_id, rectification.opened_at,
               rectification.opened_by_body_id, rectification.opened_by_user_id,
               json_of(rectification.evidence));
}

void save_rectification(db::Transaction& tx, TenantScope scope,
                        const Rectification& rectification) {
    tx.execute(R"(
        UPDATE rectifications
           SET state = ?, feedback = ?, evidence = ?, answered_at = ?, opinion = ?, decided_at = ?,
               version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               rectification.state, rectification.feedback, json_of(rectification.evidence),
               rectification.answered_at, rectification.opinion, rectification.decided_at, scope,
               rectification.id);
}

}  // namespace yunhe::tenants
