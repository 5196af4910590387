#include "tenants/body_store.hpp"

namespace yunhe::tenants {
namespace {

Body read_body(const db::Row& row) {
    Body body;
    body.id = row.id<BodyId>("id");
    body.kind = row.enumerator<BodyKind>("kind");
    body.code = row.text("code");
    body.name = row.text("name");
    body.uscc = row.optional_text("uscc");
    if (const auto kind = row.optional_text("department_kind"))
        body.department_kind = stored_enum<DepartmentKind>(*kind);
    body.area = row.text("area");
    body.created_at = row.timestamp("created_at");
    return body;
}

}  // namespace

std::optional<Body> find_body(db::Transaction& tx, TenantScope scope, BodyId id) {
    return tx.find(
        "SELECT id, kind, code, name, uscc, department_kind, area, created_at FROM bodies "
        "WHERE tenant_id = ? AND id = ?",
        read_body, scope, id);
}

std::optional<Body> find_body_by_code(db::Transaction& tx, TenantScope scope,
                                      std::string_view code) {
    return tx.find(
        "SELECT id, kind, code, name, uscc, department_kind, area, created_at FROM bodies "
        "WHERE tenant_id = ? AND code = ?",
        read_body, scope, code);
}

std::optional<Body> lock_body_by_code(db::Transaction& tx, TenantScope scope,
                                      std::string_view code) {
    return tx.find(
        "SELECT id, kind, code, name, uscc, department_kind, area, created_at FROM bodies "
        "WHERE tenant_id = ? AND code = ? FOR UPDATE",
        read_body, scope, code);
}

std::vector<Body> list_bodies(db::Transaction& tx, TenantScope scope, const BodyFilter& filter,
                              const PageRequest& page) {
    return tx.list(
        "SELECT id, kind, code, name, uscc, department_kind, area, created_at FROM bodies "
        "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR kind = ?) "
        "AND (? IS NULL OR area = ?) "
        "AND (? IS NULL OR kind <> 'developer' OR id = ?) ORDER BY id LIMIT ?",
        read_body, scope, page.after_id, filter.kind, filter.kind, filter.area, filter.area,
        filter.seen_by_developer,
        filter.seen_by_developer, page.fetch());
}

std::vector<Body> all_bodies_of_kind(db::Transaction& tx, TenantScope scope, BodyKind kind) {
    return tx.list(
        "SELECT id, kind, code, name, uscc, department_kind, area, created_at FROM bodies "
        "WHERE tenant_id = ? AND kind = ? ORDER BY id",
        read_body, scope, kind);
}

Body read_first_body_of_kind(db::Transaction& tx, TenantScope scope, BodyKind kind) {
    return tx.one(
        "SELECT id, kind, code, name, uscc, department_kind, area, created_at FROM bodies "
        "WHERE tenant_id = ? AND kind = ? ORDER BY id LIMIT 1",
        read_body, scope, kind);
}

void insert_body(db::Transaction& tx, TenantScope scope, const Body& body) {
    tx.execute(
        "INSERT INTO bodies (tenant_id, id, kind, code, name, uscc, department_kind, area, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope, body.id, body.kind, body.code, body.name, body.uscc, body.department_kind, body.area,
        body.created_at);
}

}  // namespace yunhe::tenants
