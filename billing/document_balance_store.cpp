#include "billing/document_balance_store.hpp"

#include "billing/document_store.hpp"

namespace yunhe::billing {
namespace {

const Date kEndOfDays = std::chrono::local_days(std::chrono::year(9999) / 12 / 31);

struct MoneyOfDocument {
    Money paid;
    Money refunded;
};

MoneyOfDocument read_document_money(const db::Row& row) {
    return {row.money("paid_fen"), row.money("refunded_fen")};
}

MoneyOfDocument document_money_of(db::Transaction& tx, TenantScope scope, const DocumentRef& ref,
                         Date until) {
    if (ref.book == Book::operators)
        return tx.one(
            "SELECT CAST(COALESCE(SUM(GREATEST(amount_fen, 0)), 0) AS SIGNED) AS paid_fen, "
            "CAST(COALESCE(SUM(GREATEST(-amount_fen, 0)), 0) AS SIGNED) AS refunded_fen "
            "FROM bill_payments WHERE tenant_id = ? AND bill_id = ? AND paid_on <= ?",
            read_document_money, scope, ref.id, until);
    return tx.one(
        "SELECT CAST(COALESCE(SUM(GREATEST(amount_fen, 0)), 0) AS SIGNED) AS paid_fen, "
        "CAST(COALESCE(SUM(GREATEST(-amount_fen, 0)), 0) AS SIGNED) AS refunded_fen "
        "FROM claim_realisations WHERE tenant_id = ? AND claim_id = ? AND realised_on <= ?",
        read_document_money, scope, ref.id, until);
}

Money document_relief_of(db::Transaction& tx, TenantScope scope, const DocumentRef& ref,
                         Date until) {
    return tx.one("SELECT CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) AS amount_fen FROM reliefs "
                  "WHERE tenant_id = ? AND (bill_id = ? OR claim_id = ?) "
                  "AND state IN ('confirmed', 'revoked') AND decided_on <= ? "
                  "AND (revoked_on IS NULL OR revoked_on > ?)",
                  [](const db::Row& row) { return row.money("amount_fen"); }, scope, bill_of(ref),
                  claim_of(ref), until, until);
}

Money document_offset_of(db::Transaction& tx, TenantScope scope, const DocumentRef& ref,
                         Date until) {
    return tx.one(
        "SELECT CAST(COALESCE(SUM(IF(bill_id = ? OR claim_id = ?, amount_fen, -amount_fen)), 0) "
        "AS SIGNED) AS amount_fen FROM document_offsets WHERE tenant_id = ? AND offset_on <= ? "
        "AND (bill_id = ? OR claim_id = ? OR red_bill_id = ? OR red_claim_id = ?)",
        [](const db::Row& row) { return row.money("amount_fen"); }, bill_of(ref), claim_of(ref),
        scope, until, bill_of(ref), claim_of(ref), bill_of(ref), claim_of(ref));
}

/// Of the last deferral or instalments, else the document's own.
DueTerms document_terms_of(db::Transaction& tx, TenantScope scope, const Document& document,
                           Date until) {
    const auto read = [](const db::Row& row) {
        return DueTerms{row.optional_date("due_on"), instalments_of(row.json("instalments"))};
    };
    const auto granted = tx.find(
        "SELECT due_on, instalments FROM reliefs WHERE tenant_id = ? "
        "AND (bill_id = ? OR claim_id = ?) AND kind IN ('deferral', 'instalments') "
        "AND state IN ('confirmed', 'revoked') AND decided_on <= ? "
        "AND (revoked_on IS NULL OR revoked_on > ?) ORDER BY decided_at DESC, id DESC LIMIT 1",
        read, scope, bill_of(document.ref), claim_of(document.ref), until, until);
    return granted.value_or(DueTerms{.due_on = document.due_on, .instalments = {}});
}

}  // namespace

DocumentBalance balance_of(db::Transaction& tx, TenantScope scope, const Document& document,
                           std::optional<Date> at) {
    const auto until = at.value_or(kEndOfDays);
    DocumentBalance balance;
    if (document.stands_from && *document.stands_from <= until) balance.due_fen = document.amount;
    const auto money = document_money_of(tx, scope, document.ref, until);
    balance.paid_fen = money.paid;
    balance.refunded_fen = money.refunded;
    balance.written_off_fen = document_relief_of(tx, scope, document.ref, until);
    balance.offset_fen = document_offset_of(tx, scope, document.ref, until);
    balance.open_fen = balance.due_fen - balance.paid_fen + balance.refunded_fen -
                       balance.written_off_fen - balance.offset_fen;
    balance.terms = document_terms_of(tx, scope, document, until);
    balance.due_on = first_due(due_parts(balance.terms, balance.open_fen));
    balance.payable = document.standing && !document.red && balance.open_fen > Money();
    return balance;
}

DocumentBalance balance_of_bill(db::Transaction& tx, TenantScope scope, BillId id,
                                std::optional<Date> at) {
    return balance_of(tx, scope, find_document(tx, scope, ref_of(id)).value(), at);
}

DocumentBalance balance_of_claim(db::Transaction& tx, TenantScope scope, ClaimId id,
                                 std::optional<Date> at) {
    return balance_of(tx, scope, find_document(tx, scope, ref_of(id)).value(), at);
}

}  // namespace yunhe::billing
