#include "billing/ageing_store.hpp"

#include <map>

#include "billing/document_store.hpp"

namespace yunhe::billing {
namespace {

// `?`: tenant, day, tenant, day, day, tenant, day, tenant, day, tenant, end of the day, developer
// twice. All joins are of sums by document.
constexpr std::string_view kOpenBills = R"(
    SELECT d.id, d.period, d.developer_id, d.developer_uscc, d.developer_name, '' AS product_code,
           d.supplement, d.number, d.amount_fen, d.state = 'issued' AS standing,
           d.voids_id IS NOT NULL AS red, d.issued_at AS stands_at, d.due_on,
           CAST(d.amount_fen - COALESCE(paid.amount_fen, 0) - COALESCE(relieved.amount_fen, 0) -
                COALESCE(taken.amount_fen, 0) + COALESCE(given.amount_fen, 0) AS SIGNED)
               AS open_fen
      FROM bills d
      LEFT JOIN (SELECT bill_id, SUM(amount_fen) AS amount_fen FROM bill_payments
                  WHERE tenant_id = ? AND paid_on <= ? GROUP BY bill_id) paid
        ON paid.bill_id = d.id
      LEFT JOIN (SELECT bill_id, SUM(amount_fen) AS amount_fen FROM reliefs
                  WHERE tenant_id = ? AND bill_id IS NOT NULL
                    AND state IN ('confirmed', 'revoked') AND decided_on <= ?
                    AND (revoked_on IS NULL OR revoked_on > ?) GROUP BY bill_id) relieved
        ON relieved.bill_id = d.id
      LEFT JOIN (SELECT bill_id, SUM(amount_fen) AS amount_fen FROM document_offsets
                  WHERE tenant_id = ? AND offset_on <= ? GROUP BY bill_id) taken
        ON taken.bill_id = d.id
      LEFT JOIN (SELECT red_bill_id, SUM(amount_fen) AS amount_fen FROM document_offsets
                  WHERE tenant_id = ? AND offset_on <= ? GROUP BY red_bill_id) given
        ON given.red_bill_id = d.id
     WHERE d.tenant_id = ? AND d.state IN ('issued', 'voided') AND d.issued_at < ?
       AND (? IS NULL OR d.developer_id = ?)
    HAVING open_fen <> 0
     ORDER BY d.id)";

constexpr std::string_view kOpenClaims = R"(
    SELECT d.id, d.period, d.developer_id, d.developer_uscc, d.developer_name, d.product_code,
           d.supplement, d.number, d.amount_fen, d.state = 'confirmed' AS standing,
           d.voids_id IS NOT NULL AS red, d.confirmed_at AS stands_at, notice.due_on,
           CAST(d.amount_fen - COALESCE(paid.amount_fen, 0) - COALESCE(relieved.amount_fen, 0) -
                COALESCE(taken.amount_fen, 0) + COALESCE(given.amount_fen, 0) AS SIGNED)
               AS open_fen
      FROM claims d
      LEFT JOIN payment_notices notice
        ON notice.tenant_id = d.tenant_id AND notice.claim_id = d.id
      LEFT JOIN (SELECT claim_id, SUM(amount_fen) AS amount_fen FROM claim_realisations
                  WHERE tenant_id = ? AND realised_on <= ? GROUP BY claim_id) paid
        ON paid.claim_id = d.id
      LEFT JOIN (SELECT claim_id, SUM(amount_fen) AS amount_fen FROM reliefs
                  WHERE tenant_id = ? AND claim_id IS NOT NULL
                    AND state IN ('confirmed', 'revoked') AND decided_on <= ?
                    AND (revoked_on IS NULL OR revoked_on > ?) GROUP BY claim_id) relieved
        ON relieved.claim_id = d.id
      LEFT JOIN (SELECT claim_id, SUM(amount_fen) AS amount_fen FROM document_offsets
                  WHERE tenant_id = ? AND offset_on <= ? GROUP BY claim_id) taken
        ON taken.claim_id = d.id
      LEFT JOIN (SELECT red_claim_id, SUM(amount_fen) AS amount_fen FROM document_offsets
                  WHERE tenant_id = ? AND offset_on <= ? GROUP BY red_claim_id) given
        ON given.red_claim_id = d.id
     WHERE d.tenant_id = ? AND d.state IN ('confirmed', 'voided') AND d.confirmed_at < ?
       AND (? IS NULL OR d.developer_id = ?)
    HAVING open_fen <> 0
     ORDER BY d.id)";

OpenDocument read_open_document(const db::Row& row, Book book) {
    OpenDocument open;
    auto& document = open.document;
    document.ref = {book, row.uint64("id")};
    document.period = row.period("period");
    document.developer_id = row.id<BodyId>("developer_id");
    document.developer_uscc = row.text("developer_uscc");
    document.developer_name = row.text("developer_name");
    document.product_code = row.text("product_code");
    document.supplement = static_cast<int>(row.int64("supplement"));
    document.number = row.uint64("number");
    document.amount = row.money("amount_fen");
    document.standing = row.boolean("standing");
    document.red = row.boolean("red");
    document.stands_from = date_of(row.timestamp("stands_at"));
    document.due_on = row.optional_date("due_on");
    open.open = row.money("open_fen");
    open.terms.due_on = document.due_on;
    return open;
}

/// The last deferral or instalments of each document, as of the day.
std::map<DocumentRef, DueTerms> granted_terms(db::Transaction& tx, TenantScope scope, Date at) {
    std::map<DocumentRef, DueTerms> terms;
    tx.each("SELECT bill_id, claim_id, due_on, instalments FROM reliefs WHERE tenant_id = ? "
            "AND kind IN ('deferral', 'instalments') AND state IN ('confirmed', 'revoked') "
            "AND decided_on <= ? AND (revoked_on IS NULL OR revoked_on > ?) "
            "ORDER BY decided_at, id",
            std::vector<db::Value>{db::to_value(scope), db::to_value(at), db::to_value(at)},
            [&](const db::Row& row) {
                terms[read_document_ref(row)] = {row.optional_date("due_on"),
                                                 instalments_of(row.json("instalments"))};
            });
    return terms;
}

}  // namespace

std::vector<OpenDocument> open_documents(db::Transaction& tx, TenantScope scope,
                                         const OpenDocumentFilter& filter, Date at) {
    const auto granted = granted_terms(tx, scope, at);
    std::vector<OpenDocument> documents;
    for (const auto book : {Book::operators, Book::nontax}) {
        if (filter.book && *filter.book != book) continue;
        const auto read = [&](const db::Row& row) { return read_open_document(row, book); };
        for (auto& open :
             tx.list(book == Book::operators ? kOpenBills : kOpenClaims, read, scope, at, scope, at,
                     at, scope, at, scope, at, scope, end_of(at), filter.developer_id,
                     filter.developer_id)) {
            const auto found = granted.find(open.document.ref);
            if (found != granted.end()) open.terms = found->second;
            documents.push_back(std::move(open));
        }
    }
    return documents;
}

}  // namespace yunhe::billing
