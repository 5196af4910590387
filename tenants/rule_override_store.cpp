#include "tenants/rule_override_store.hpp"

namespace yunhe::tenants {
namespace {

RuleOverride read_override(const db::Row& row) {
    return {.id = row.id<RuleOverrideId>("id"),
            .rule_key = row.text("rule_key"),
            .rule_pack_id = row.text("rule_pack_id"),
            .rule_pack_digest = row.text("rule_pack_digest"),
            .article = row.text("article"),
            .reason = row.text("reason"),
            .aggregate = row.text("aggregate"),
            .aggregate_id = row.uint64("aggregate_id"),
            .body_id = row.id<BodyId>("body_id"),
            .body_code = row.text("body_code"),
            .username = row.text("username"),
            .role = row.enumerator<Role>("role"),
            .recorded_at = row.timestamp("recorded_at")};
}

}  // namespace

void insert_override(db::Transaction& tx, TenantScope scope, const RuleOverride& departure) {
    tx.execute(
        "INSERT INTO rule_overrides (tenant_id, id, rule_key, rule_pack_id, rule_pack_digest, "
        "article, reason, aggregate, aggregate_id, body_id, username, role, recorded_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, departure.id, departure.rule_key, departure.rule_pack_id,
        departure.rule_pack_digest, departure.article, departure.reason, departure.aggregate,
        departure.aggregate_id, departure.body_id, departure.username, departure.role,
        departure.recorded_at);
}

std::vector<RuleOverride> list_overrides(db::Transaction& tx, TenantScope scope,
                                         const std::optional<std::string>& rule_key,
                                         const PageRequest& page) {
    return tx.list(
        "SELECT o.id, o.rule_key, o.rule_pack_id, o.rule_pack_digest, o.article, o.reason, "
        "o.aggregate, o.aggregate_id, o.body_id, o.username, o.role, o.recorded_at, "
        "b.code AS body_code FROM rule_overrides o "
        "JOIN bodies b ON b.tenant_id = o.tenant_id AND b.id = o.body_id "
        "WHERE o.tenant_id = ? AND (? IS NULL OR o.rule_key = ?) AND o.id > ? "
        "ORDER BY o.id LIMIT ?",
        read_override, scope, rule_key, rule_key, page.after_id, page.fetch());
}

std::map<std::string, std::uint64_t> count_overrides(db::Transaction& tx, TenantScope scope,
                                                     const std::string& rule_pack_id) {
    std::map<std::string, std::uint64_t> counts;
    const auto rows = tx.list(
        "SELECT rule_key, COUNT(*) AS times FROM rule_overrides "
        "WHERE tenant_id = ? AND rule_pack_id = ? GROUP BY rule_key",
        [](const db::Row& row) {
            return std::pair{row.text("rule_key"), row.uint64("times")};
        },
        scope, rule_pack_id);
    for (const auto& [key, times] : rows) counts[key] = times;
    return counts;
}

}  // namespace yunhe::tenants
