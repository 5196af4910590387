#include "billing/payment_notice_service.hpp"

#include "billing/claim_store.hpp"
#include "billing/document_store.hpp"
#include "billing/payment_entry_service.hpp"
#include "billing/payment_notice_store.hpp"
#include "catalog/product_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {
namespace {

/// The confirmed claim and its supplements: each may have a notice of its own.
std::vector<NoticeClaim> noticeable_claims(db::Transaction& tx, TenantScope scope,
                                           const PaymentNoticeRow& row) {
    std::vector<NoticeClaim> claims;
    const auto developer = tenants::find_body_by_code(tx, scope, row.developer_uscc);
    const auto product = catalog::find_product_by_code(tx, scope, row.product_code);
    if (!developer || !product) return claims;
    for (const auto& claim : list_claims_of(tx, scope, row.period, developer->id, product->id)) {
        const auto document = find_document(tx, scope, ref_of(claim.id));
        if (document && document->standing && claim.amount > Money())
            claims.push_back({claim.id, claim.amount});
    }
    return claims;
}

NoticeFacts notice_facts(db::Transaction& tx, TenantScope scope,
                         const std::vector<PaymentNoticeRow>& rows) {
    NoticeFacts facts;
    const auto pattern =
        tenants::read_tenant(tx, scope).policy.value("payment_code_pattern", std::string());
    // The policy holds none that can't be read.
    if (!pattern.empty()) facts.pattern = CodePattern::parse(pattern).value();
    for (const auto& row : rows) {
        if (!facts.of_code.contains(row.payment_code))
            if (auto notice = find_notice_by_payment_code(tx, scope, row.payment_code))
                facts.of_code.emplace(row.payment_code, std::move(*notice));
        const auto [at, fresh] = facts.claims.try_emplace(key_of(row));
        if (!fresh) continue;
        at->second = noticeable_claims(tx, scope, row);
        for (const auto& claim : at->second)
            if (auto notice = find_notice_of_claim(tx, scope, claim.id))
                facts.of_claim.emplace(claim.id, std::move(*notice));
    }
    return facts;
}

ImportedNotice import_notice(db::Transaction& tx, const tenants::Caller& caller,
                             const PaymentNoticeRow& row, const PlannedNotice& plan,
                             std::optional<ReceiptFileId> file_id) {
    if (plan.outcome == ImportOutcome::already_imported)
        return {find_notice_of_claim(tx, caller.scope, *plan.claim_id).value(), plan.outcome};
    const PaymentNotice notice{.id = tx.new_id<PaymentNoticeId>(),
                               .claim_id = *plan.claim_id,
                               .payment_code = row.payment_code,
                               .bill_no = row.bill_no,
                               .issued_on = row.issued_on,
                               .due_on = row.due_on,
                               .amount = row.amount,
                               .imported_at = caller.now,
                               .imported_by_id = caller.user_id,
                               .file_id = file_id};
    insert_payment_notice(tx, caller.scope, notice);
    const auto document = find_document(tx, caller.scope, ref_of(notice.claim_id)).value();
    record_payment_step(tx, caller, document, "import_payment_notice",
                        {{"payment_code", notice.payment_code}, {"bill_no", notice.bill_no}});
    tenants::publish_webhook(tx, caller.scope,
                             {.type = "payment_notice.imported",
                              .body_id = document.developer_id,
                              .subject = id_text_of(document.ref),
                              .data = {{"payment_code", notice.payment_code},
                                       {"bill_no", notice.bill_no},
                                       {"due_on", to_text(notice.due_on)},
                                       {"amount", to_text(notice.amount)}}},
                             caller.now);
    return {notice, plan.outcome};
}

}  // namespace

std::vector<PlannedNotice> try_payment_notices(db::Transaction& tx, const tenants::Caller& caller,
                                               const std::vector<PaymentNoticeRow>& rows) {
    return plan_notices(rows, notice_facts(tx, caller.scope, rows));
}

Result<std::vector<ImportedNotice>> import_payment_notices(
    db::Transaction& tx, const tenants::Caller& caller, const std::vector<PaymentNoticeRow>& rows,
    std::optional<ReceiptFileId> file_id) {
    // The counter stays locked to the end: imports take turns, so each sees what the last one did.
    tx.next_number(caller.scope, "payment_notice_import");
    const auto plans = try_payment_notices(tx, caller, rows);
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < plans.size(); ++i) add_row_errors(errors, i, plans[i].errors);
    if (!errors.empty()) return refused_rows(std::move(errors));
    std::vector<ImportedNotice> imported;
    imported.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        imported.push_back(import_notice(tx, caller, rows[i], plans[i], file_id));
    return imported;
}

}  // namespace yunhe::billing
