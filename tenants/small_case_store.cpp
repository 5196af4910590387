#include "tenants/small_case_store.hpp"

namespace yunhe::tenants {
namespace {

#define YUNHE_SMALL_CASE_COLUMNS                                                               \
    "SELECT id, kind, number, state, version, title, opened_by_body_id, opened_by_user_id, "   \
    "opener_role, handler_body_id, handler_role, subject_body_id, agreement_id, resource_code, " \
    "fields, results, hold_id, rectification_id, due_on, opened_at, closed_at FROM small_cases "

SmallCase read_small_case(const db::Row& row) {
    return {.id = row.id<SmallCaseId>("id"),
            .kind = row.enumerator<SmallCaseKind>("kind"),
            .number = row.uint64("number"),
            .state = row.enumerator<SmallCaseState>("state"),
            .version = static_cast<int>(row.int64("version")),
            .title = row.text("title"),
            .opened_by_id = row.id<BodyId>("opened_by_body_id"),
            .opened_by_user_id = row.id<UserId>("opened_by_user_id"),
            .opener_role = row.enumerator<Role>("opener_role"),
            .handler_id = row.id<BodyId>("handler_body_id"),
            .handler_role = row.enumerator<Role>("handler_role"),
            .subject_id = row.optional_id<BodyId>("subject_body_id"),
            .agreement_id = row.optional_id<AgreementId>("agreement_id"),
            .resource_code = row.optional_text("resource_code"),
            .fields = row.json("fields"),
            .results = row.json("results"),
            .hold_id = row.optional_id<HoldId>("hold_id"),
            .rectification_id = row.optional_id<RectificationId>("rectification_id"),
            .due_on = row.optional_date("due_on"),
            .opened_at = row.timestamp("opened_at"),
            .closed_at = row.optional_timestamp("closed_at")};
}

}  // namespace

std::optional<SmallCase> find_small_case(db::Transaction& tx, TenantScope scope, SmallCaseId id) {
    return tx.find(YUNHE_SMALL_CASE_COLUMNS "WHERE tenant_id = ? AND id = ?", read_small_case,
                   scope, id);
}

std::optional<SmallCase> lock_small_case(db::Transaction& tx, TenantScope scope, SmallCaseId id) {
    return tx.find(YUNHE_SMALL_CASE_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_small_case, scope, id);
}

std::vector<SmallCase> list_small_cases(db::Transaction& tx, TenantScope scope,
                                        const SmallCaseFilter& filter, const PageRequest& page) {
    const auto me = filter.reader_id;
    // The first condition is `mine`, the second what `may_see` says of each case.
    return tx.list(
        YUNHE_SMALL_CASE_COLUMNS
        "WHERE tenant_id = ? AND id > ? "
        "AND (? = 0 OR opened_by_body_id = ? OR handler_body_id = ? OR subject_body_id = ?) "
        "AND (opened_by_body_id = ? OR handler_body_id = ? OR ? = 1 "
        "     OR (? = 1 AND kind = 'demand' AND state IN ('approved', 'answered', 'closed')) "
        "     OR ((? = 1 AND (kind <> 'complaint' OR subject_body_id = ? AND state <> 'open') "
        "          OR ? = 0 AND subject_body_id = ?) "
        "         AND (kind NOT IN ('evaluation', 'mandate_evaluation') "
        "              OR closed_at IS NOT NULL OR COALESCE(subject_body_id, 0) <> ?))) "
        "AND (? IS NULL OR kind = ?) AND (? IS NULL OR state = ?) "
        "AND (? IS NULL OR subject_body_id = ?) AND (? IS NULL OR agreement_id = ?) "
        "ORDER BY id LIMIT ?",
        read_small_case, scope, page.after_id, filter.mine, me, me, me, me, me, filter.sees_all,
        filter.reads_board, filter.is_operator, me, filter.is_operator, me, me, filter.kind,
        filter.kind, filter.state, filter.state, filter.subject_id, filter.subject_id,
        filter.agreement_id, filter.agreement_id, page.fetch());
}

std::vector<SmallCase> list_small_cases_about(db::Transaction& tx, TenantScope scope,
                                              SmallCaseKind kind, BodyId subject_id) {
    return tx.list(YUNHE_SMALL_CASE_COLUMNS
                   "WHERE tenant_id = ? AND kind = ? AND subject_body_id = ? ORDER BY id",
                   read_small_case, scope, kind, subject_id);
}

void insert_small_case(db::Transaction& tx, TenantScope scope, const SmallCase& small_case) {
    tx.execute(R"(
        INSERT INTO small_cases (tenant_id, id, kind, number, state, version, title,
            opened_by_body_id, opened_by_user_id, opener_role, handler_body_id, handler_role,
            subject_body_id, agreement_id, resource_code, fields, results, due_on, opened_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, small_case.id, small_case.kind, small_case.number, small_case.state,
               small_case.version, small_case.title, small_case.opened_by_id,
               small_case.opened_by_user_id, small_case.opener_role, small_case.handler_id,
               small_case.handler_role, small_case.subject_id, small_case.agreement_id,
               small_case.resource_code, small_case.fields, small_case.results, small_case.due_on,
               small_case.opened_at);
}

void save_small_case(db::Transaction& tx, TenantScope scope, const SmallCase& small_case) {
    tx.execute(R"(
        UPDATE small_cases
           SET state = ?, title = ?, handler_body_id = ?, handler_role = ?, subject_body_id = ?,
               agreement_id = ?, resource_code = ?, fields = ?, results = ?, hold_id = ?,
               rectification_id = ?, due_on = ?, closed_at = ?, version = version + 1
         WHERE tenant_id = ? AND id = ?)",
               small_case.state, small_case.title, small_case.handler_id,
               small_case.handler_role, small_case.subject_id, small_case.agreement_id,
               small_case.resource_code, small_case.fields, small_case.results,
               small_case.hold_id, small_case.rectification_id, small_case.due_on,
               small_case.closed_at, scope,
               small_case.id);
}

std::vector<SmallCaseFile> list_small_case_files(db::Transaction& tx, TenantScope scope,
                                                 SmallCaseId id) {
    return tx.list(
        R"(SELECT name, MAX(whole_digest_sm3) AS digest_sm3, MAX(file_name) AS file_name,
                  MAX(media_type) AS media_type, CAST(SUM(size_bytes) AS SIGNED) AS size_bytes,
                  MAX(uploaded_at) AS uploaded_at
             FROM case_files
            WHERE tenant_id = ? AND aggregate = 'small_case' AND aggregate_id = ?
            GROUP BY name
           HAVING MAX(whole_digest_sm3) IS NOT NULL
            ORDER BY name)",
        [](const db::Row& row) {
            return SmallCaseFile{.name = row.text("name"),
                                 .digest_hex = row.text("digest_sm3"),
                                 .file_name = row.text("file_name"),
                                 .media_type = row.text("media_type"),
                                 .size_bytes = row.int64("size_bytes"),
                                 .uploaded_at = row.timestamp("uploaded_at")};
        },
        scope, id);
}

}  // namespace yunhe::tenants
