/// How bills and claims are named in bodies and replies of what is done about them, and the JSON of
/// their balance. Pure.
#pragma once

#include "base/schema.hpp"
#include "billing/document.hpp"
#include "billing/document_balance.hpp"

namespace yunhe::billing {

/// For bodies: exactly one of the two.
inline constexpr Field kBodyBillId =
    field::id<BillId>("bill_id").optional().about("The bill; either this or a claim.");
inline constexpr Field kBodyClaimId =
    field::id<ClaimId>("claim_id").optional().about("The claim; either this or a bill.");
/// Errors: malformed /bill_id `missing_field` (neither), /claim_id `only_one_document`.
Result<DocumentRef> document_in(const Input& body);

/// For replies.
inline constexpr Field kReplyBillId = field::id<BillId>("bill_id").nullable();
inline constexpr Field kReplyClaimId = field::id<ClaimId>("claim_id").nullable();
inline constexpr Field kReplyDocumentTitle =
    field::text("document", 400).about("Kind, number, month and developer, in words.");
/// Adds the three.
void put_document(Json& json, const Document& document);
/// {bill_id, claim_id} under names of their own; both null for none.
Json bill_id_json(const std::optional<DocumentRef>& ref);
Json claim_id_json(const std::optional<DocumentRef>& ref);

inline constexpr Field kDuePartFields[] = {
    field::date("due_on").nullable().about("None: no payment notice yet, or a credit."),
    field::money("amount"),
};
inline constexpr Shape kDuePart{"DuePart", kDuePartFields};
inline constexpr Field kBalanceFields[] = {
    field::money("due").about("The document's amount."),
    field::money("paid"),
    field::money("refunded"),
    field::money("written_off").about("Waived after the fact, or written off."),
    field::money("offset").about("Set off against red documents."),
    field::money("open"),
    field::date("due_on").nullable().about("The first day on which any of it is due."),
    field::boolean("payable"),
    field::objects("parts", kDuePart).about("What is open, by day."),
};
inline constexpr Shape kDocumentBalance{"DocumentBalance", kBalanceFields};
Json balance_json(const DocumentBalance& balance);

inline constexpr Field kBalanceQueryFields[] = {
    field::date("at").about("At the end of this day; without it, all that is recorded."),
};

}  // namespace yunhe::billing
