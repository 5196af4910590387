#include "billing/quality_store.hpp"

namespace yunhe::billing {
namespace {

QualityScore read_score(const db::Row& row) {
    return {.resource_id = row.id<catalog::ResourceId>("resource_id"),
            .resource_code = row.text("code"),
            .quality = row.text("quality"),
            .recorded_by_id = row.id<UserId>("recorded_by_id"),
            .confirmed_by_id = row.optional_id<UserId>("confirmed_by_id"),
            .frozen = row.boolean("frozen"),
            .basis = row.optional_json("basis"),
            .period = row.period("period")};
}

}  // namespace

std::vector<QualityScore> list_quality(db::Transaction& tx, TenantScope scope, Period period) {
    return tx.list(R"(
        SELECT q.resource_id, r.code, q.quality, q.recorded_by_id, q.confirmed_by_id, q.frozen,
               q.basis, q.period
          FROM quality_scores q
          JOIN resources r ON r.tenant_id = q.tenant_id AND r.id = q.resource_id
         WHERE q.tenant_id = ? AND q.period = ?
         ORDER BY r.code)", read_score, scope, period);
}

void save_quality(db::Transaction& tx, TenantScope scope, Period period,
                  const QualityScore& score) {
    tx.execute(R"(
        INSERT INTO quality_scores (tenant_id, period, resource_id, quality, basis, recorded_by_id)
        VALUES (?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE quality = VALUES(quality), basis = VALUES(basis),
                                    recorded_by_id = VALUES(recorded_by_id),
                                    confirmed_by_id = NULL, confirmed_at = NULL,
                                    version = version + 1)",
               scope, period, score.resource_id, score.quality, score.basis, score.recorded_by_id);
}

std::vector<QualityScore> list_quality_of(db::Transaction& tx, TenantScope scope,
                                          catalog::ResourceId resource_id) {
    return tx.list(R"(
        SELECT q.resource_id, r.code, q.quality, q.recorded_by_id, q.confirmed_by_id, q.frozen,
               q.basis, q.period
          FROM quality_scores q
          JOIN resources r ON r.tenant_id = q.tenant_id AND r.id = q.resource_id
         WHERE q.tenant_id = ? AND q.resource_id = ?
         ORDER BY q.period DESC)", read_score, scope, resource_id);
}

std::vector<DepartmentScore> list_confirmed_quality(db::Transaction& tx, TenantScope scope,
                                                    Period from, Period to) {
    return tx.list(R"(
        SELECT r.department_id, q.period, r.code, q.quality
          FROM quality_scores q
          JOIN resources r ON r.tenant_id = q.tenant_id AND r.id = q.resource_id
         WHERE q.tenant_id = ? AND q.period >= ? AND q.period <= ?
           AND q.confirmed_by_id IS NOT NULL
         ORDER BY r.department_id, r.code, q.period)",
                   [](const db::Row& row) {
                       return DepartmentScore{row.id<BodyId>("department_id"), row.period("period"),
                                              row.text("code"), row.text("quality")};
                   },
                   scope, from, to);
}

std::uint64_t confirm_quality(db::Transaction& tx, TenantScope scope, Period period, UserId user_id,
                              Timestamp at) {
    return tx.execute(R"(
        UPDATE quality_scores
           SET confirmed_by_id = ?, confirmed_at = ?, version = version + 1
         WHERE tenant_id = ? AND period = ? AND confirmed_by_id IS NULL)",
                      user_id, at, scope, period);
}

std::map<catalog::ResourceId, std::string> confirmed_quality(db::Transaction& tx, TenantScope scope,
                                                             Period period) {
    std::map<catalog::ResourceId, std::string> scores;
    for (const auto& score : list_quality(tx, scope, period))
        if (score.confirmed_by_id) scores.emplace(score.resource_id, score.quality);
    return scores;
}

void freeze_quality(db::Transaction& tx, TenantScope scope, Period period) {
    tx.execute(R"(
        UPDATE quality_scores
           SET frozen = TRUE, version = version + 1
         WHERE tenant_id = ? AND period = ? AND confirmed_by_id IS NOT NULL)", scope, period);
}

}  // namespace yunhe::billing
