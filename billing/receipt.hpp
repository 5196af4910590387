/// Receipts (到账记录) of the treasury for claims and of the bank for bills, and money in suspense
/// (待查). Pure.
///
/// A receipt is matched by its code alone: the treasury's by 缴款码, the bank's by the bill's payment
/// code in the remark. It pays its document up to what is still open; the rest, or all of it where
/// nothing has the code, stays in suspense until a person settles it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "billing/document.hpp"

namespace yunhe::billing {

struct ReceiptEntity { static constexpr std::string_view prefix = "rcp"; };
using ReceiptId = Id<ReceiptEntity>;
struct ReceiptFileEntity { static constexpr std::string_view prefix = "rcf"; };
using ReceiptFileId = Id<ReceiptFileEntity>;
struct SuspenseEntity { static constexpr std::string_view prefix = "sus"; };
using SuspenseId = Id<SuspenseEntity>;
struct RefundEntity { static constexpr std::string_view prefix = "rfd"; };
using RefundId = Id<RefundEntity>;

/// One row of the treasury's or the bank's file.
struct ReceiptRow {
    std::string serial;        ///< 流水号: the sender's own, tells a row that came before.
    std::string payment_code;  ///< Free text: an unknown one is no error. The bank's: the remark.
    Date paid_on;              ///< = realised_on.
    std::string payer;
    Money amount;              ///< Above zero.
    friend bool operator==(const ReceiptRow&, const ReceiptRow&) = default;
};

struct Receipt {
    ReceiptId id;
    Book book = Book::nontax;
    ReceiptRow row;
    std::optional<DocumentRef> document;  ///< Absent: unknown code.
    Money matched;                        ///< To it at import; the rest went to suspense.
    Timestamp imported_at;
    UserId imported_by_id;
    std::optional<ReceiptFileId> file_id = {};
};

enum class SuspenseReason {
    unknown_code,
    overpaid,     ///< More than was still open.
    not_payable,  ///< The document was voided or takes another one back.
};

/// How a receipt is shared between its document and suspense. matched + suspended = its amount.
struct ReceiptSplit {
    Money matched;
    Money suspended;
    SuspenseReason reason = SuspenseReason::overpaid;  ///< Means something where suspended > 0.
};
/// `open`: what is still open on the document that has the code (not negative); absent: none has
/// it. REQUIRES: amount > 0.
ReceiptSplit split_receipt(Money amount, std::optional<Money> open);

enum class ReceiptOutcome {
    matched,       ///< All of it to its document.
    part_matched,  ///< What was open to its document, the rest to suspense.
    suspended,     ///< All of it to suspense.
    duplicate,     ///< The same row came before: nothing changes.
};

/// A document that rows pay.
struct PayableDocument {
    Money open;        ///< Not negative.
    bool live = true;  ///< False: money that comes for it goes to suspense.
};

/// What the tenant has, as far as the rows ask for it.
struct ReceiptFacts {
    Date today;  ///< By the tenant's clock.
    std::map<std::string, ReceiptRow, std::less<>> known;       ///< By serial.
    std::map<std::string, DocumentRef, std::less<>> by_code;    ///< By the rows' payment codes.
    std::map<DocumentRef, PayableDocument> documents;
};

/// What a row does, or why it can't.
struct PlannedReceipt {
    ReceiptOutcome outcome = ReceiptOutcome::matched;
    std::optional<DocumentRef> document = {};
    ReceiptSplit split = {};
    std::vector<FieldError> errors = {};  ///< With pointers into the row: "/serial".
};

/// What each row does after those before it. Errors of a row: `serial_reused` at /serial (the
/// serial came with other content, in this file or before), `must_be_positive` at /amount,
/// `paid_in_future` at /paid_on.
std::vector<PlannedReceipt> plan_receipts(const std::vector<ReceiptRow>& rows, ReceiptFacts facts);

enum class SuspenseState { open, settled };
enum class SuspenseAction {
    refund,  ///< Given back; see billing/refund.hpp.
    move,    ///< To the document it was meant for.
};

struct SuspenseItem {
    SuspenseId id;
    ReceiptId receipt_id;
    Book book = Book::nontax;  ///< The receipt's.
    Money amount;
    Money open;  ///< What nobody has settled yet.
    SuspenseReason reason = SuspenseReason::unknown_code;
    Timestamp suspended_at;
    int version = 1;
    SuspenseState state() const {
        return open.zero() ? SuspenseState::settled : SuspenseState::open;
    }
};

/// One act of settling.
struct SuspenseSettlement {
    SuspenseAction action = SuspenseAction::move;
    Money amount;
    std::optional<DocumentRef> document_ref = {};  ///< Of `move`.
    std::optional<RefundId> refund_id = {};        ///< Of `refund`.
    std::string reason;
    std::string document;
};

/// May this much be settled so? `document_open`: what is open on the document of a `move`.
/// Errors: malformed /amount `must_be_positive`; state `suspense_settled`; funds `over_suspense`
/// (args: open), `over_document` (args: open).
Status check_settlement(const SuspenseItem& item, const SuspenseSettlement& settlement,
                        Money document_open);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ReceiptOutcome> =
    yunhe::texts_of(std::pair{yunhe::billing::ReceiptOutcome::matched, "matched"},
                    std::pair{yunhe::billing::ReceiptOutcome::part_matched, "part_matched"},
                    std::pair{yunhe::billing::ReceiptOutcome::suspended, "suspended"},
                    std::pair{yunhe::billing::ReceiptOutcome::duplicate, "duplicate"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SuspenseReason> =
    yunhe::texts_of(std::pair{yunhe::billing::SuspenseReason::unknown_code, "unknown_code"},
                    std::pair{yunhe::billing::SuspenseReason::overpaid, "overpaid"},
                    std::pair{yunhe::billing::SuspenseReason::not_payable, "not_payable"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SuspenseState> =
    yunhe::texts_of(std::pair{yunhe::billing::SuspenseState::open, "open"},
                    std::pair{yunhe::billing::SuspenseState::settled, "settled"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SuspenseAction> =
    yunhe::texts_of(std::pair{yunhe::billing::SuspenseAction::refund, "refund"},
                    std::pair{yunhe::billing::SuspenseAction::move, "move"});
