#include "billing/payment_notice.hpp"

namespace yunhe::billing {
namespace {

bool same_content(const PaymentNoticeRow& row, const PaymentNotice& notice) {
    return row.payment_code == notice.payment_code && row.bill_no == notice.bill_no &&
           row.issued_on == notice.issued_on && row.due_on == notice.due_on &&
           row.amount == notice.amount;
}

PaymentNotice notice_of(const PaymentNoticeRow& row, ClaimId claim_id) {
    PaymentNotice notice;
    notice.claim_id = claim_id;
    notice.payment_code = row.payment_code;
    notice.bill_no = row.bill_no;
    notice.issued_on = row.issued_on;
    notice.due_on = row.due_on;
    notice.amount = row.amount;
    return notice;
}

/// Which of the claims the row means. REQUIRES: there are some.
const NoticeClaim& meant_claim(const PaymentNoticeRow& row, const std::vector<NoticeClaim>& claims,
                               const NoticeFacts& facts) {
    const auto of_code = facts.of_code.find(row.payment_code);
    const NoticeClaim* without_notice = nullptr;
    for (const auto& claim : claims) {
        if (of_code != facts.of_code.end() && of_code->second.claim_id == claim.id) return claim;
        if (facts.of_claim.contains(claim.id)) continue;
        const bool fits_better = without_notice != nullptr &&
                                 without_notice->amount != row.amount && claim.amount == row.amount;
        if (without_notice == nullptr || fits_better) without_notice = &claim;
    }
    return without_notice != nullptr ? *without_notice : claims.front();
}

template <class Map, class Key>
const PaymentNotice* notice_in(const Map& notices, const Key& key) {
    const auto found = notices.find(key);
    return found == notices.end() ? nullptr : &found->second;
}

PlannedNotice plan_notice(const PaymentNoticeRow& row, NoticeFacts& facts) {
    PlannedNotice plan;
    const auto claims = facts.claims.find(key_of(row));
    if (claims == facts.claims.end() || claims->second.empty()) {
        plan.errors.push_back({"", "no_such_claim"});
        return plan;
    }
    const auto& claim = meant_claim(row, claims->second, facts);
    const auto judged = judge_notice_row(row, claim.id, claim.amount,
                                         notice_in(facts.of_claim, claim.id),
                                         notice_in(facts.of_code, row.payment_code));
    if (!judged.ok()) {
        plan.errors = judged.error().fields;
        return plan;
    }
    plan.claim_id = claim.id;
    plan.outcome = judged.value();
    if (plan.outcome == ImportOutcome::already_imported) return plan;
    // What came before stays, whatever its form; only a new code must look right.
    if (facts.pattern && !facts.pattern->matches(row.payment_code)) {
        plan.errors.push_back({"/payment_code", "bad_payment_code"});
        return plan;
    }
    facts.of_claim.emplace(claim.id, notice_of(row, claim.id));
    facts.of_code.emplace(row.payment_code, notice_of(row, claim.id));
    return plan;
}

}  // namespace

NoticeKey key_of(const PaymentNoticeRow& row) {
    return {row.period, row.developer_uscc, row.product_code};
}

std::vector<PlannedNotice> plan_notices(const std::vector<PaymentNoticeRow>& rows,
                                        NoticeFacts facts) {
    std::vector<PlannedNotice> plans;
    plans.reserve(rows.size());
    for (const auto& row : rows) plans.push_back(plan_notice(row, facts));
    return plans;
}

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

void add_row_errors(std::vector<FieldError>& errors, std::size_t index,
                    const std::vector<FieldError>& of_row) {
    for (const auto& field : of_row)
        errors.push_back(
            {"/rows/" + std::to_string(index) + field.pointer, field.code, field.args});
}

}  // namespace yunhe::billing
