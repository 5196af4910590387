#include "billing/document_store.hpp"

#include "billing/bill_store.hpp"
#include "billing/claim_store.hpp"
#include "billing/payment_notice_store.hpp"

namespace yunhe::billing {
namespace {

Document with_due_day(db::Transaction& tx, TenantScope scope, const Claim& claim) {
    const auto notice = find_notice_of_claim(tx, scope, claim.id);
    return document_of(claim, notice ? std::optional(notice->due_on) : std::nullopt);
}

}  // namespace

std::optional<Document> find_document(db::Transaction& tx, TenantScope scope,
                                      const DocumentRef& ref) {
    if (const auto id = bill_of(ref)) {
        const auto bill = find_bill(tx, scope, *id);
        if (!bill) return std::nullopt;
        return document_of(*bill);
    }
    const auto claim = find_claim(tx, scope, *claim_of(ref));
    if (!claim) return std::nullopt;
    return with_due_day(tx, scope, *claim);
}

std::optional<Document> lock_document(db::Transaction& tx, TenantScope scope,
                                      const DocumentRef& ref) {
    if (const auto id = bill_of(ref)) {
        const auto bill = lock_bill(tx, scope, *id);
        if (!bill) return std::nullopt;
        return document_of(*bill);
    }
    const auto claim = lock_claim(tx, scope, *claim_of(ref));
    if (!claim) return std::nullopt;
    return with_due_day(tx, scope, *claim);
}

std::vector<ChargeLine> charge_lines_of(db::Transaction& tx, TenantScope scope,
                                        const DocumentRef& ref) {
    if (const auto id = bill_of(ref)) return charge_lines_of_bill(tx, scope, *id);
    return charge_lines_of_claim(tx, scope, *claim_of(ref));
}

std::optional<DocumentRef> read_optional_document_ref(const db::Row& row, const char* bill_column,
                                                      const char* claim_column) {
    if (!row.null(bill_column)) return ref_of(row.id<BillId>(bill_column));
    if (!row.null(claim_column)) return ref_of(row.id<ClaimId>(claim_column));
    return std::nullopt;
}

DocumentRef read_document_ref(const db::Row& row, const char* bill_column,
                              const char* claim_column) {
    return read_optional_document_ref(row, bill_column, claim_column).value();
}

void mark_voided(db::Transaction& tx, TenantScope scope, const DocumentRef& ref) {
    if (ref.book == Book::operators)
        tx.execute("UPDATE bills SET state = 'voided', version = version + 1 "
                   "WHERE tenant_id = ? AND id = ? AND state = 'issued'",
                   scope, ref.id);
    else
        tx.execute("UPDATE claims SET state = 'voided', version = version + 1 "
                   "WHERE tenant_id = ? AND id = ? AND state = 'confirmed'",
                   scope, ref.id);
}

void insert_offset(db::Transaction& tx, TenantScope scope, const Offset& offset, Timestamp at) {
    struct OffsetEntity {};
    tx.execute("INSERT INTO document_offsets (tenant_id, id, bill_id, claim_id, red_bill_id, "
               "red_claim_id, amount_fen, offset_on, offset_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, tx.new_id<Id<OffsetEntity>>(), bill_of(offset.document),
               claim_of(offset.document), bill_of(offset.red), claim_of(offset.red), offset.amount,
               offset.offset_on, at);
}

std::vector<DocumentRef> list_siblings(db::Transaction& tx, TenantScope scope,
                                       const Document& document) {
    if (document.ref.book == Book::operators)
        return tx.list("SELECT id FROM bills WHERE tenant_id = ? AND period = ? "
                       "AND developer_id = ? AND state = 'issued' ORDER BY id",
                       [](const db::Row& row) { return ref_of(row.id<BillId>("id")); }, scope,
                       document.period, document.developer_id);
    return tx.list("SELECT id FROM claims WHERE tenant_id = ? AND period = ? AND developer_id = ? "
                   "AND product_code = ? AND state = 'confirmed' ORDER BY id",
                   [](const db::Row& row) { return ref_of(row.id<ClaimId>("id")); }, scope,
                   document.period, document.developer_id, document.product_code);
}

}  // namespace yunhe::billing
