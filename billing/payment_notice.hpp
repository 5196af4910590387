/// The finance system's payment notices (一般缴款书): their numbers are imported text, never made up
/// here. One per confirmed claim; the payment code (缴款码) is what receipts are matched by. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/code_pattern.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "billing/claim.hpp"
#include "billing/receipt.hpp"

namespace yunhe::billing {

struct PaymentNoticeEntity { static constexpr std::string_view prefix = "pay"; };
using PaymentNoticeId = Id<PaymentNoticeEntity>;

struct PaymentNotice {
    PaymentNoticeId id;
    ClaimId claim_id;
    std::string payment_code;  ///< 缴款码, unique in the tenant.
    std::string bill_no;       ///< 票据号码
    Date issued_on;
    Date due_on;
    Money amount;              ///< The claim's.
    Timestamp imported_at;
    UserId imported_by_id;
    std::optional<ReceiptFileId> file_id = {};
};

/// One row of an import: names the claim by period, developer and product.
struct PaymentNoticeRow {
    Period period;
    std::string developer_uscc;
    std::string product_code;
    std::string payment_code;
    std::string bill_no;
    Date issued_on;
    Date due_on;
    Money amount;
};

enum class ImportOutcome {
    imported,
    already_imported,  ///< The same row came before: nothing changed.
};

/// What a row does, given what the tenant has. `of_claim`: the notice that the claim has,
/// `of_code`: the notice that has the code; null: none. Errors, as malformed with one field error
/// below "": `amount_differs` (args: amount, the claim's) at /amount; `due_before_issue` at
/// /due_on; `claim_has_notice` (args: payment_code) at /payment_code; `payment_code_taken` at
/// /payment_code.
Result<ImportOutcome> judge_notice_row(const PaymentNoticeRow& row, ClaimId claim_id,
                                       Money claim_amount, const PaymentNotice* of_claim,
                                       const PaymentNotice* of_code);

/// A claim that a row may mean: confirmed, standing and above zero.
struct NoticeClaim {
    ClaimId id;
    Money amount;
};
/// What names a claim in a row.
struct NoticeKey {
    Period period;
    std::string developer_uscc;
    std::string product_code;
    friend auto operator<=>(const NoticeKey&, const NoticeKey&) = default;
};
NoticeKey key_of(const PaymentNoticeRow& row);
/// What the tenant has, as far as the rows ask for it.
struct NoticeFacts {
    std::optional<CodePattern> pattern = {};  ///< Of payment codes; absent: any text.
    std::map<NoticeKey, std::vector<NoticeClaim>> claims;  ///< In order of supplement.
    std::map<ClaimId, PaymentNotice> of_claim;
    std::map<std::string, PaymentNotice, std::less<>> of_code;
};
/// What a row does, or why it can't. `claim_id` is set where there are no errors.
struct PlannedNotice {
    std::optional<ClaimId> claim_id = {};
    ImportOutcome outcome = ImportOutcome::imported;
    std::vector<FieldError> errors = {};  ///< With pointers into the row: "/payment_code".
};
/// What each row does after those before it. A claim and its supplements share a key: a row means
/// the one whose notice has its code, else one without notice, of these rather one of its amount,
/// else the first. Errors of a row: `bad_payment_code` at /payment_code (not as the tenant's policy
/// says they look), `no_such_claim` at "", those of judge_notice_row.
std::vector<PlannedNotice> plan_notices(const std::vector<PaymentNoticeRow>& rows,
                                        NoticeFacts facts);

/// The refusal of an import: the errors of all its rows, with pointers into the body. Of kind rule.
Error refused_rows(std::vector<FieldError> errors);
/// The field errors of one row, with pointers below "/rows/<index>".
void add_row_errors(std::vector<FieldError>& errors, std::size_t index,
                    const std::vector<FieldError>& of_row);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ImportOutcome> =
    yunhe::texts_of(std::pair{yunhe::billing::ImportOutcome::imported, "imported"},
                    std::pair{yunhe::billing::ImportOutcome::already_imported, "already_imported"});
