#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace {

Tenant read_tenant_row(const db::Row& row) {
    return {.id = row.id<TenantId>("tenant_id"),
            .slug = row.text("slug"),
            .name = row.text("name"),
            .rule_pack_id = row.text("rule_pack_id"),
            .sandbox = row.boolean("sandbox"),
            .clock = row.optional_timestamp("clock"),
            .policy = row.json("policy"),
            .version = static_cast<int>(row.int64("version")),
            .entitlement_version = row.uint64("entitlement_version"),
            .created_at = row.timestamp("created_at")};
}

ContinuationBasis read_continuation_basis(const db::Row& row) {
    return {.id = row.id<ContinuationBasisId>("id"),
            .document = row.text("document"),
            .scope = row.text("scope"),
            .recorded_on = row.date("recorded_on"),
            .until = row.date("until_on")};
}

}  // namespace

Tenant read_tenant(db::Transaction& tx, TenantScope scope) {
    return tx.one(
        "SELECT tenant_id, slug, name, rule_pack_id, sandbox, clock, policy, version, "
        "entitlement_version, created_at FROM tenants WHERE tenant_id = ?",
        read_tenant_row, scope);
}

Tenant lock_tenant(db::Transaction& tx, TenantScope scope) {
    return tx.one(
        "SELECT tenant_id, slug, name, rule_pack_id, sandbox, clock, policy, version, "
        "entitlement_version, created_at FROM tenants WHERE tenant_id = ? FOR UPDATE",
        read_tenant_row, scope);
}

std::optional<Tenant> find_tenant_across_tenants(db::Transaction& tx, std::string_view slug) {
    return tx.find(
        "SELECT tenant_id, slug, name, rule_pack_id, sandbox, clock, policy, version, "
        "entitlement_version, created_at FROM tenants WHERE slug = ? AND tenant_id <> 0",
        read_tenant_row, slug);
}

std::vector<Tenant> list_tenants_across_tenants(db::Transaction& tx, const PageRequest& page) {
    return tx.list(
        "SELECT tenant_id, slug, name, rule_pack_id, sandbox, clock, policy, version, "
        "entitlement_version, created_at FROM tenants "
        "WHERE tenant_id > ? AND tenant_id <> 0 ORDER BY tenant_id LIMIT ?",
        read_tenant_row, page.after_id, page.fetch());
}

void for_each_tenant_across_tenants(db::Transaction& tx,
                                    const std::function<void(TenantScope, const Tenant&)>& visit) {
    PageRequest page{.after_id = 0, .limit = kPageLimitMax};
    for (;;) {
        const auto tenants = list_tenants_across_tenants(tx, page);
        for (const auto& tenant : tenants) visit(TenantScopeMaker::make(tenant.id), tenant);
        if (tenants.size() < page.fetch()) return;
        page.after_id = tenants.back().id.value;
    }
}

void insert_tenant(db::Transaction& tx, TenantScope scope, const Tenant& tenant) {
    tx.execute(
        "INSERT INTO tenants (tenant_id, slug, name, rule_pack_id, sandbox, clock, policy, "
        "version, "
        "entitlement_version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, tenant.slug, tenant.name, tenant.rule_pack_id, tenant.sandbox, tenant.clock,
        tenant.policy, tenant.version, tenant.entitlement_version, tenant.created_at);
}

void save_clock(db::Transaction& tx, TenantScope scope, Timestamp clock) {
    tx.execute("UPDATE tenants SET clock = ? WHERE tenant_id = ?", clock, scope);
}

void save_policy(db::Transaction& tx, TenantScope scope, const Json& policy) {
    tx.execute("UPDATE tenants SET policy = ?, version = version + 1 WHERE tenant_id = ?", policy,
               scope);
}

void bump_entitlement_version(db::Transaction& tx, TenantScope scope) {
    const auto changed = tx.execute(
        "UPDATE tenants SET entitlement_version = entitlement_version + 1 WHERE tenant_id = ?",
            scope);
    YUNHE_ASSERT(changed == 1);
}

std::uint64_t entitlement_version(db::Transaction& tx, TenantScope scope) {
    return tx.one("SELECT entitlement_version FROM tenants WHERE tenant_id = ?",
                  [](const db::Row& row) { return row.uint64("entitlement_version"); }, scope);
}

std::uint64_t pin_entitlement_version(db::Transaction& tx, TenantScope scope) {
    return tx.one("SELECT entitlement_version FROM tenants WHERE tenant_id = ? LOCK IN SHARE MODE",
                  [](const db::Row& row) { return row.uint64("entitlement_version"); }, scope);
}

std::map<TenantId, std::uint64_t> entitlement_versions_across_tenants(
    db::Transaction& tx, const std::vector<TenantId>& ids) {
    std::map<TenantId, std::uint64_t> versions;
    std::vector<db::Value> bound;
    for (const auto id : ids) bound.push_back(db::to_value(id));
    tx.each("SELECT tenant_id, entitlement_version FROM tenants WHERE tenant_id IN (" +
                db::placeholders(ids.size()) + ")",
            bound, [&](const db::Row& row) {
                versions.emplace(row.id<TenantId>("tenant_id"), row.uint64("entitlement_version"));
            });
    return versions;
}

void insert_continuation_basis(db::Transaction& tx, TenantScope scope,
                               const ContinuationBasis& basis) {
    tx.execute(
        "INSERT INTO continuation_bases (tenant_id, id, document, scope, recorded_on, until_on) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        scope, basis.id, basis.document, basis.scope, basis.recorded_on, basis.until);
}

std::vector<ContinuationBasis> all_continuation_bases(db::Transaction& tx, TenantScope scope) {
    return tx.list(
        "SELECT id, document, scope, recorded_on, until_on FROM continuation_bases "
        "WHERE tenant_id = ? ORDER BY id",
        read_continuation_basis, scope);
}

}  // namespace yunhe::tenants
