#include "db/audit_store.hpp"

#include <algorithm>

namespace yunhe::db {
namespace {

AuditRow read_audit_row(const Row& row) {
    AuditRow result{.id = row.uint64("id"),
                    .at_real = row.timestamp("at_real"),
                    .at_tenant = row.timestamp("at_tenant"),
                    .user_id = row.optional_id<UserId>("user_id"),
                    .body_id = row.optional_id<BodyId>("body_id"),
                    .role = row.text("role"),
                    .delegate_for_id = row.optional_id<UserId>("delegate_for_id"),
                    .operation = row.text("operation"),
                    .request_id = row.text("request_id"),
                    .subject = row.text("subject"),
                    .details = row.json("details"),
                    .seq = {},
                    .seal = row.optional_text("seal")};
    if (!row.null("seq")) result.seq = row.uint64("seq");
    return result;
}

void add_values(std::vector<Value>& bound, Transaction& tx, TenantScope scope,
                const AuditRow& row) {
    const Value values[] = {to_value(scope),
                            to_value(tx.new_id<Id<struct AuditEntity>>()),
                            to_value(row.at_real),
                            to_value(row.at_tenant),
                            to_value(row.user_id),
                            to_value(row.body_id),
                            to_value(row.role),
                            to_value(row.delegate_for_id),
                            to_value(row.operation),
                            to_value(row.request_id),
                            to_value(row.subject),
                            to_value(row.details)};
    bound.insert(bound.end(), std::begin(values), std::end(values));
}

}  // namespace

std::uint64_t append_audit(Transaction& tx, TenantScope scope, const AuditRow& row) {
    const auto id = tx.new_id<Id<struct AuditEntity>>();
    tx.execute(R"(
        INSERT INTO audit_rows (tenant_id, id, at_real, at_tenant, user_id, body_id, role,
                                delegate_for_id, operation, request_id, subject, details)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, id, row.at_real, row.at_tenant, row.user_id, row.body_id, row.role,
               row.delegate_for_id, row.operation, row.request_id, row.subject, row.details);
    return id.value;
}

void append_audits(Transaction& tx, TenantScope scope, std::span<const AuditRow> rows) {
    constexpr std::size_t kColumns = 12;
    // Bounded, so that not too many statements are prepared.
    constexpr std::size_t kRowsMax = 64;
    while (!rows.empty()) {
        const auto size = std::min(rows.size(), kRowsMax);
        std::vector<Value> bound;
        bound.reserve(size * kColumns);
        for (const auto& row : rows.first(size)) add_values(bound, tx, scope, row);
        tx.execute_values(
            "INSERT INTO audit_rows (tenant_id, id, at_real, at_tenant, user_id, body_id, role,"
            " delegate_for_id, operation, request_id, subject, details) VALUES " +
                row_placeholders(size, kColumns),
            bound);
        rows = rows.subspan(size);
    }
}

std::vector<AuditRow> list_audit(Transaction& tx, TenantScope scope, const AuditFilter& filter,
                                 const PageRequest& page) {
    // Only the conditions that are asked for, so that each combination can use its index.
    std::string statement = R"(
        SELECT id, at_real, at_tenant, user_id, body_id, role, delegate_for_id, operation,
               request_id, subject, details, seq, seal
          FROM audit_rows
         WHERE tenant_id = ? AND id > ?)";
    std::vector<Value> bound{to_value(scope), to_value(page.after_id)};
    const auto restrict = [&](const char* condition, Value value) {
        statement += condition;
        bound.push_back(std::move(value));
    };
    if (filter.from) restrict(" AND at_real >= ?", to_value(*filter.from));
    if (filter.to) restrict(" AND at_real < ?", to_value(*filter.to));
    if (filter.user_id) restrict(" AND user_id = ?", to_value(*filter.user_id));
    if (filter.body_id) restrict(" AND body_id = ?", to_value(*filter.body_id));
    if (!filter.operation.empty()) restrict(" AND operation = ?", to_value(filter.operation));
    if (!filter.subject.empty()) restrict(" AND subject = ?", to_value(filter.subject));
    restrict(" ORDER BY id LIMIT ?", to_value(page.fetch()));
    std::vector<AuditRow> rows;
    tx.each(statement, bound, [&](const Row& row) { rows.push_back(read_audit_row(row)); });
    return rows;
}

std::vector<TenantId> list_tenants_with_unsealed_across_tenants(Transaction& tx) {
    return tx.list("SELECT DISTINCT tenant_id FROM audit_rows WHERE seq IS NULL ORDER BY tenant_id",
                   [](const Row& row) { return row.id<TenantId>("tenant_id"); });
}

std::vector<AuditRow> lock_unsealed(Transaction& tx, TenantScope scope, std::uint32_t limit) {
    return tx.list(R"(
        SELECT id, at_real, at_tenant, user_id, body_id, role, delegate_for_id, operation,
               request_id, subject, details, seq, seal
          FROM audit_rows
         WHERE tenant_id = ? AND seq IS NULL
         ORDER BY id
         LIMIT ?
           FOR UPDATE)", read_audit_row, scope, limit);
}

std::optional<AuditRow> lock_last_sealed(Transaction& tx, TenantScope scope) {
    return tx.find(R"(
        SELECT id, at_real, at_tenant, user_id, body_id, role, delegate_for_id, operation,
               request_id, subject, details, seq, seal
          FROM audit_rows
         WHERE tenant_id = ? AND seq IS NOT NULL
         ORDER BY seq DESC
         LIMIT 1
           FOR UPDATE)", read_audit_row, scope);
}

std::vector<AuditRow> list_sealed(Transaction& tx, TenantScope scope, std::uint64_t after_seq,
                                  std::uint32_t limit) {
    return tx.list(R"(
        SELECT id, at_real, at_tenant, user_id, body_id, role, delegate_for_id, operation,
               request_id, subject, details, seq, seal
          FROM audit_rows
         WHERE tenant_id = ? AND seq > ?
         ORDER BY seq
         LIMIT ?)", read_audit_row, scope, after_seq, limit);
}

void seal_audit(Transaction& tx, TenantScope scope, std::uint64_t id, std::uint64_t seq,
                std::string_view seal) {
    const auto changed = tx.execute(R"(
        UPDATE audit_rows
           SET seq = ?, seal = ?
         WHERE tenant_id = ? AND id = ? AND seq IS NULL)", seq, seal, scope, id);
    YUNHE_ASSERT(changed == 1);
}

}  // namespace yunhe::db
