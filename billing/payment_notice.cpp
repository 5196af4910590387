#include "billing/payment_notice.hpp"

namespace yunhe::billing {
namespace {

bool same_content(const PaymentNoticeRow& row, const PaymentNotice& notice) {
    return row.payment_code == notice.payment_code && row.bill_no == notice.bill_no &&
           row.issued_on == notice.issued_on && row.due_on == notice.due_on &&
           row.amount == notice.amount;
}

}  // namespace

Result<ImportOutcome> judge_notice_row(const PaymentNoticeRow& row, ClaimId claim_id,
                                       Money claim_amount, const PaymentNotice* of_claim,
                                       const PaymentNotice* of_code) {
    if (of_claim != nullptr && same_content(row, *of_claim)) return ImportOutcome::already_imported;
    if (row.amount != claim_amount)
        return malformed("/amount", "amount_differs", {{"amount", to_text(claim_amount)}});
    if (row.due_on < row.issued_on) return malformed("/due_on", "due_before_issue");
    if (of_code != nullptr && of_code->claim_id != claim_id)
        return malformed("/payment_code", "payment_code_taken");
    if (of_claim != nullptr)
        return malformed("/payment_code", "claim_has_notice",
                         {{"payment_code", of_claim->payment_code}});
    return ImportOutcome::imported;
}

Error refused_rows(std::vector<FieldError> errors) {
    auto refusal = refused_by_system("rows_refused", {{"count", std::to_string(errors.size())}});
    refusal.fields = std::move(errors);
    return refusal;
}

void add_row_errors(std::vector<FieldError>& errors, std::size_t index, const Error& refusal) {
    for (const auto& field : refusal.fields)
        errors.push_back(
            {"/rows/" + std::to_string(index) + field.pointer, field.code, field.args});
}

}  // namespace yunhe::billing
