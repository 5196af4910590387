#include "billing/payment_notice_service.hpp"

#include "billing/claim_store.hpp"
#include "billing/payment_notice_store.hpp"
#include "catalog/product_store.hpp"
#include "db/case_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/case_actor_service.hpp"

namespace yunhe::billing {
namespace {

/// The confirmed claim and its supplements: each may have a notice of its own.
std::vector<Claim> claims_for(db::Transaction& tx, TenantScope scope, const PaymentNoticeRow& row) {
    const auto developer = tenants::find_body_by_code(tx, scope, row.developer_uscc);
    const auto product = catalog::find_product_by_code(tx, scope, row.product_code);
    if (!developer || !product) return {};
    auto claims = list_claims_of(tx, scope, row.period, developer->id, product->id);
    std::erase_if(claims, [](const Claim& claim) {
        return claim.state != ClaimState::confirmed || claim.amount <= Money();
    });
    return claims;
}

/// Which of them the row means: the one whose notice has the code, else one without notice, of
/// these rather one of the same amount; else the first.
const Claim& meant_claim(db::Transaction& tx, TenantScope scope, const PaymentNoticeRow& row,
                         const std::vector<Claim>& claims,
                         const std::optional<PaymentNotice>& of_code) {
    const Claim* without_notice = nullptr;
    for (const auto& claim : claims) {
        if (of_code && of_code->claim_id == claim.id) return claim;
        if (find_notice_of_claim(tx, scope, claim.id)) continue;
        const bool fits_better = without_notice != nullptr &&
                                 without_notice->amount != row.amount && claim.amount == row.amount;
        if (without_notice == nullptr || fits_better) without_notice = &claim;
    }
    return without_notice != nullptr ? *without_notice : claims.front();
}

void record(db::Transaction& tx, const tenants::Caller& caller, const Claim& claim,
            const PaymentNotice& notice) {
    const auto state = std::string(to_text(claim.state));
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "claim",
                           .aggregate_id = claim.id.value,
                           .action = "import_payment_notice",
                           .from_state = state,
                           .to_state = state,
                           .actor = tenants::case_actor(caller),
                           .at = caller.now,
                           .details = {{"payment_code", notice.payment_code},
                                       {"bill_no", notice.bill_no}}});
}

Result<ImportedNotice> import_row(db::Transaction& tx, const tenants::Caller& caller,
                                  const PaymentNoticeRow& row) {
    const auto claims = claims_for(tx, caller.scope, row);
    if (claims.empty()) return malformed("", "no_such_claim");
    const auto of_code = find_notice_by_payment_code(tx, caller.scope, row.payment_code);
    const auto& claim = meant_claim(tx, caller.scope, row, claims, of_code);
    const auto of_claim = find_notice_of_claim(tx, caller.scope, claim.id);
    YUNHE_TRY(outcome,
              judge_notice_row(row, claim.id, claim.amount, of_claim ? &*of_claim : nullptr,
                               of_code ? &*of_code : nullptr));
    if (outcome == ImportOutcome::already_imported) return ImportedNotice{*of_claim, outcome};

    const PaymentNotice notice{.id = tx.new_id<PaymentNoticeId>(),
                               .claim_id = claim.id,
                               .payment_code = row.payment_code,
                               .bill_no = row.bill_no,
                               .issued_on = row.issued_on,
                               .due_on = row.due_on,
                               .amount = row.amount,
                               .imported_at = caller.now,
                               .imported_by_id = caller.user_id};
    insert_payment_notice(tx, caller.scope, notice);
    record(tx, caller, claim, notice);
    return ImportedNotice{notice, outcome};
}

}  // namespace

Result<std::vector<ImportedNotice>> import_payment_notices(
    db::Transaction& tx, const tenants::Caller& caller, const std::vector<PaymentNoticeRow>& rows) {
    // The counter stays locked to the end: imports take turns, so each sees what the last one did.
    tx.next_number(caller.scope, "payment_notice_import");
    std::vector<ImportedNotice> imported;
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto outcome = import_row(tx, caller, rows[i]);
        if (outcome.ok()) imported.push_back(std::move(outcome).value());
        else add_row_errors(errors, i, outcome.error());
    }
    if (!errors.empty()) return refused_rows(std::move(errors));
    return imported;
}

}  // namespace yunhe::billing
