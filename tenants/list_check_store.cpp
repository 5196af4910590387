#include "tenants/list_check_store.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_LIST_CHECK_COLUMNS                                                            \
    "SELECT id, developer_id, list, subject, subject_name, listed, checked_on, source, "    \
    "evidence_digest, recorded_at, recorded_by, recorded_by_name FROM list_checks "

ListCheck read_check(const db::Row& row) {
    return {.id = row.id<ListCheckId>("id"),
            .developer_id = row.id<BodyId>("developer_id"),
            .list = row.text("list"),
            .subject = row.enumerator<ListCheckSubject>("subject"),
            .subject_name = row.text("subject_name"),
            .listed = row.boolean("listed"),
            .checked_on = row.date("checked_on"),
            .source = row.text("source"),
            .evidence_digest = row.text("evidence_digest"),
            .recorded_at = row.timestamp("recorded_at"),
            .recorded_by = row.id<UserId>("recorded_by"),
            .recorded_by_name = row.text("recorded_by_name")};
}

}  // namespace

std::vector<ListCheck> list_checks_of(db::Transaction& tx, TenantScope scope,
                                      BodyId developer_id) {
    return tx.list(YUNHE_LIST_CHECK_COLUMNS
                   "WHERE tenant_id = ? AND developer_id = ? ORDER BY id",
                   read_check, scope, developer_id);
}

std::vector<ListCheck> list_list_checks(db::Transaction& tx, TenantScope scope,
                                        BodyId developer_id, const PageRequest& page) {
    return tx.list(YUNHE_LIST_CHECK_COLUMNS
                   "WHERE tenant_id = ? AND developer_id = ? AND id > ? ORDER BY id LIMIT ?",
                   read_check, scope, developer_id, page.after_id, page.fetch());
}

void insert_list_check(db::Transaction& tx, TenantScope scope, const ListCheck& check) {
    tx.execute(R"(
        INSERT INTO list_checks (tenant_id, id, developer_id, list, subject, subject_name, listed,
            checked_on, source, evidence_digest, recorded_at, recorded_by, recorded_by_name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, check.id, check.developer_id, check.list, check.subject, check.subject_name,
               check.listed, check.checked_on, check.source, check.evidence_digest,
               check.recorded_at, check.recorded_by, check.recorded_by_name);
}

}  // namespace yunhe::tenants
