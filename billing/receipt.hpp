/// Receipts of the treasury (到账记录) and money in suspense (待查). Pure.
///
/// A receipt is matched by its payment code alone. It pays its claim up to what is still open; the
/// rest, or all of it where no notice has the code, stays in suspense until a person settles it.
#pragma once

#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "billing/claim.hpp"

namespace yunhe::billing {

struct ReceiptEntity { static constexpr std::string_view prefix = "rcp"; };
using ReceiptId = Id<ReceiptEntity>;
struct SuspenseEntity { static constexpr std::string_view prefix = "sus"; };
using SuspenseId = Id<SuspenseEntity>;

/// One row of the treasury's file.
struct ReceiptRow {
    std::string serial;        ///< 流水号: the treasury's own, tells a row that came before.
    std::string payment_code;  ///< Free text: an unknown one is no error.
    Date paid_on;              ///< = realised_on.
    std::string payer;
    Money amount;              ///< Above zero.
    friend bool operator==(const ReceiptRow&, const ReceiptRow&) = default;
};

struct Receipt {
    ReceiptId id;
    ReceiptRow row;
    std::optional<ClaimId> claim_id;  ///< Absent: unknown code.
    Money matched;                    ///< To the claim at import; the rest went to suspense.
    Timestamp imported_at;
    UserId imported_by_id;
};

enum class SuspenseReason {
    unknown_code,
    overpaid,  ///< More than was still open on the claim.
};

/// How a receipt is shared between its claim and suspense. matched + suspended = its amount.
struct ReceiptSplit {
    Money matched;
    Money suspended;
    SuspenseReason reason = SuspenseReason::overpaid;  ///< Means something where suspended > 0.
};
/// `open`: what is still open on the claim that has the code (not negative); absent: no claim has
/// it. REQUIRES: amount > 0.
ReceiptSplit split_receipt(Money amount, std::optional<Money> open);

enum class SuspenseState { open, settled };
enum class SuspenseAction {
    refund,  ///< Given back; finance's decision is the document.
    move,    ///< To the claim it was meant for.
};

struct SuspenseItem {
    SuspenseId id;
    ReceiptId receipt_id;
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
    SuspenseAction action = SuspenseAction::refund;
    Money amount;
    std::optional<ClaimId> claim_id;  ///< Of `move`.
    std::string reason;
    std::string document;
};

/// May this much be settled so? `claim_open`: what is open on the claim of a `move`.
/// Errors: malformed /amount `must_be_positive`; state `suspense_settled`; funds `over_suspense`
/// (args: open), `over_claim` (args: open).
Status check_settlement(const SuspenseItem& item, const SuspenseSettlement& settlement,
                        Money claim_open);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SuspenseReason> =
    yunhe::texts_of(std::pair{yunhe::billing::SuspenseReason::unknown_code, "unknown_code"},
                    std::pair{yunhe::billing::SuspenseReason::overpaid, "overpaid"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SuspenseState> =
    yunhe::texts_of(std::pair{yunhe::billing::SuspenseState::open, "open"},
                    std::pair{yunhe::billing::SuspenseState::settled, "settled"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::SuspenseAction> =
    yunhe::texts_of(std::pair{yunhe::billing::SuspenseAction::refund, "refund"},
                    std::pair{yunhe::billing::SuspenseAction::move, "move"});
