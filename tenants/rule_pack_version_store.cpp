#include "tenants/rule_pack_version_store.hpp"

namespace yunhe::tenants {

void keep_rule_pack(db::Transaction& tx, TenantScope scope, const RulePack& pack, Timestamp at) {
    if (find_rule_pack_text(tx, scope, pack.digest)) return;
    // Two first uses at once write the same row.
    tx.execute(
        "INSERT INTO rule_pack_versions (tenant_id, digest, rule_pack_id, pack_text, "
        "first_used_at) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE digest = digest",
        scope, pack.digest, pack.id, pack.text, at);
}

std::optional<std::string> find_rule_pack_text(db::Transaction& tx, TenantScope scope,
                                               std::string_view digest) {
    return tx.find(
        "SELECT pack_text FROM rule_pack_versions WHERE tenant_id = ? AND digest = ?",
        [](const db::Row& row) { return row.text("pack_text"); }, scope, std::string(digest));
}

}  // namespace yunhe::tenants
