#include "billing/document_void_store.hpp"

#include "billing/document_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_DOCUMENT_VOID_COLUMNS                                                              \
    "SELECT id, number, bill_id, claim_id, state, version, reason, evidence, dispute_id, "       \
    "requested_by_id, requested_at, decided_by_id, decided_at, opinion, red_bill_id, "           \
    "red_claim_id FROM document_voids "

DocumentVoid read_document_void(const db::Row& row) {
    DocumentVoid request;
    request.id = row.id<DocumentVoidId>("id");
    request.number = row.uint64("number");
    request.document = read_document_ref(row);
    request.state = row.enumerator<DocumentVoidState>("state");
    request.version = static_cast<int>(row.int64("version"));
    request.reason = row.text("reason");
    request.evidence = row.text("evidence");
    request.dispute_id = row.optional_id<DisputeId>("dispute_id");
    request.requested_by_id = row.id<UserId>("requested_by_id");
    request.requested_at = row.timestamp("requested_at");
    request.decided_by_id = row.optional_id<UserId>("decided_by_id");
    request.decided_at = row.optional_timestamp("decided_at");
    request.opinion = row.text("opinion");
    request.red = read_optional_document_ref(row, "red_bill_id", "red_claim_id");
    return request;
}

}  // namespace

std::optional<DocumentVoid> find_document_void(db::Transaction& tx, TenantScope scope,
                                               DocumentVoidId id) {
    return tx.find(YUNHE_DOCUMENT_VOID_COLUMNS "WHERE tenant_id = ? AND id = ?", read_document_void,
                   scope, id);
}

std::optional<DocumentVoid> lock_document_void(db::Transaction& tx, TenantScope scope,
                                               DocumentVoidId id) {
    return tx.find(YUNHE_DOCUMENT_VOID_COLUMNS "WHERE tenant_id = ? AND id = ? FOR UPDATE",
                   read_document_void, scope, id);
}

bool void_is_requested(db::Transaction& tx, TenantScope scope, const DocumentRef& document) {
    return tx.find("SELECT id FROM document_voids WHERE tenant_id = ? "
                   "AND (bill_id = ? OR claim_id = ?) AND state = 'requested' LIMIT 1",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, bill_of(document),
                   claim_of(document))
        .has_value();
}

std::vector<DocumentVoid> list_document_voids(db::Transaction& tx, TenantScope scope,
                                              const DocumentVoidFilter& filter,
                                              const PageRequest& page) {
    return tx.list(YUNHE_DOCUMENT_VOID_COLUMNS
                   "WHERE tenant_id = ? AND id > ? AND (? IS NULL OR state = ?) "
                   "AND (? IS NULL OR (bill_id IS NOT NULL) = (? = 'operator')) "
                   "ORDER BY id LIMIT ?",
                   read_document_void, scope, page.after_id, filter.state, filter.state,
                   filter.book, filter.book, page.fetch());
}

void insert_document_void(db::Transaction& tx, TenantScope scope, const DocumentVoid& request) {
    tx.execute("INSERT INTO document_voids (tenant_id, id, number, bill_id, claim_id, state, "
               "version, reason, evidence, dispute_id, requested_by_id, requested_at, opinion) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, request.id, request.number, bill_of(request.document),
               claim_of(request.document), request.state, request.version, request.reason,
               request.evidence, request.dispute_id, request.requested_by_id, request.requested_at,
               request.opinion);
}

void save_document_void(db::Transaction& tx, TenantScope scope, const DocumentVoid& request) {
    const auto red_bill = request.red ? bill_of(*request.red) : std::nullopt;
    const auto red_claim = request.red ? claim_of(*request.red) : std::nullopt;
    tx.execute("UPDATE document_voids SET state = ?, decided_by_id = ?, decided_at = ?, "
               "opinion = ?, red_bill_id = ?, red_claim_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               request.state, request.decided_by_id, request.decided_at, request.opinion, red_bill,
               red_claim, scope, request.id);
}

}  // namespace yunhe::billing
