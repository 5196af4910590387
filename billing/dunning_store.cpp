#include "billing/dunning_store.hpp"

#include "billing/document_store.hpp"

namespace yunhe::billing {
namespace {

#define YUNHE_DUNNING_COLUMNS                                                                    \
    "SELECT id, number, bill_id, claim_id, developer_id, step, due_on, overdue_fen, pay_by, "    \
    "letter, body_text, issued_by_id, issued_at FROM dunnings "
#define YUNHE_LATE_FEE_COLUMNS                                                                   \
    "SELECT id, number, bill_id, claim_id, developer_id, evidence, basis, amount_fen, "          \
    "imposed_on, recorded_by_id, recorded_at FROM late_fees "

Dunning read_dunning(const db::Row& row) {
    Dunning dunning;
    dunning.id = row.id<DunningId>("id");
    dunning.number = row.uint64("number");
    dunning.document = read_document_ref(row);
    dunning.developer_id = row.id<BodyId>("developer_id");
    dunning.step = row.enumerator<DunningStep>("step");
    dunning.due_on = row.date("due_on");
    dunning.overdue = row.money("overdue_fen");
    dunning.pay_by = row.date("pay_by");
    dunning.letter = row.text("letter");
    dunning.text = row.text("body_text");
    dunning.issued_by_id = row.id<UserId>("issued_by_id");
    dunning.issued_at = row.timestamp("issued_at");
    return dunning;
}

LateFee read_late_fee(const db::Row& row) {
    LateFee fee;
    fee.id = row.id<LateFeeId>("id");
    fee.number = row.uint64("number");
    fee.document = read_document_ref(row);
    fee.developer_id = row.id<BodyId>("developer_id");
    fee.evidence = row.text("evidence");
    fee.basis = row.text("basis");
    fee.amount = row.money("amount_fen");
    fee.imposed_on = row.date("imposed_on");
    fee.recorded_by_id = row.id<UserId>("recorded_by_id");
    fee.recorded_at = row.timestamp("recorded_at");
    return fee;
}

}  // namespace

std::optional<Dunning> find_dunning(db::Transaction& tx, TenantScope scope, DunningId id) {
    return tx.find(YUNHE_DUNNING_COLUMNS "WHERE tenant_id = ? AND id = ?", read_dunning, scope, id);
}

std::vector<Dunning> dunnings_of(db::Transaction& tx, TenantScope scope,
                                 const DocumentRef& document) {
    return tx.list(YUNHE_DUNNING_COLUMNS
                   "WHERE tenant_id = ? AND (bill_id = ? OR claim_id = ?) ORDER BY id",
                   read_dunning, scope, bill_of(document), claim_of(document));
}

std::vector<Dunning> list_dunnings(db::Transaction& tx, TenantScope scope,
                                   const DunningFilter& filter, const PageRequest& page) {
    return tx.list(YUNHE_DUNNING_COLUMNS
                   "WHERE tenant_id = ? AND id > ? "
                   "AND (? IS NULL OR (bill_id IS NOT NULL) = (? = 'operator')) "
                   "AND (? IS NULL OR developer_id = ?) ORDER BY id LIMIT ?",
                   read_dunning, scope, page.after_id, filter.book, filter.book,
                   filter.developer_id, filter.developer_id, page.fetch());
}

void insert_dunning(db::Transaction& tx, TenantScope scope, const Dunning& dunning) {
    tx.execute("INSERT INTO dunnings (tenant_id, id, number, bill_id, claim_id, developer_id, "
               "step, due_on, overdue_fen, pay_by, letter, body_text, issued_by_id, issued_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, dunning.id, dunning.number, bill_of(dunning.document),
               claim_of(dunning.document), dunning.developer_id, dunning.step, dunning.due_on,
               dunning.overdue, dunning.pay_by, dunning.letter, dunning.text,
               dunning.issued_by_id, dunning.issued_at);
}

bool late_fee_evidence_exists(db::Transaction& tx, TenantScope scope,
                              const std::string& evidence) {
    return tx.find("SELECT id FROM late_fees WHERE tenant_id = ? AND evidence = ?",
                   [](const db::Row& row) { return row.uint64("id"); }, scope, evidence)
        .has_value();
}

std::vector<LateFee> list_late_fees(db::Transaction& tx, TenantScope scope,
                                    const DunningFilter& filter, const PageRequest& page) {
    return tx.list(YUNHE_LATE_FEE_COLUMNS
                   "WHERE tenant_id = ? AND id > ? "
                   "AND (? IS NULL OR (bill_id IS NOT NULL) = (? = 'operator')) "
                   "AND (? IS NULL OR developer_id = ?) ORDER BY id LIMIT ?",
                   read_late_fee, scope, page.after_id, filter.book, filter.book,
                   filter.developer_id, filter.developer_id, page.fetch());
}

void insert_late_fee(db::Transaction& tx, TenantScope scope, const LateFee& fee) {
    tx.execute("INSERT INTO late_fees (tenant_id, id, number, bill_id, claim_id, developer_id, "
               "evidence, basis, amount_fen, imposed_on, recorded_by_id, recorded_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               scope, fee.id, fee.number, bill_of(fee.document), claim_of(fee.document),
               fee.developer_id, fee.evidence, fee.basis, fee.amount, fee.imposed_on,
               fee.recorded_by_id, fee.recorded_at);
}

}  // namespace yunhe::billing
