/// What bills, claims and what is done about them are called on desks and timelines.
#pragma once

#include "billing/bill.hpp"
#include "billing/claim.hpp"
#include "billing/dispute.hpp"
#include "billing/document_void.hpp"
#include "billing/dunning.hpp"
#include "billing/ledger.hpp"
#include "billing/relief.hpp"
#include "catalog/offer_case_service.hpp"

namespace yunhe::billing {

inline constexpr std::string_view kReviewBillTask = "review_bill";
inline constexpr std::string_view kIssueBillTask = "issue_bill";
inline constexpr std::string_view kSubmitClaimTask = "submit_claim";
inline constexpr std::string_view kConfirmClaimTask = "confirm_claim";
inline constexpr std::string_view kApproveVoidTask = "approve_document_void";
inline constexpr std::string_view kAnswerDisputeTask = "answer_dispute";
inline constexpr std::string_view kConfirmReliefTask = "confirm_relief";
/// On the settlement's case: documents were voided, or a dispute upheld.
inline constexpr std::string_view kSettleAgainTask = "settle_again";

catalog::CaseRef case_of(const Bill& bill);
catalog::CaseRef case_of(const Claim& claim);
catalog::CaseRef case_of(const Document& document);
catalog::CaseRef case_of(const DocumentVoid& request, const Document& document);
catalog::CaseRef case_of(const Dispute& dispute, const Document& document);
catalog::CaseRef case_of(const Relief& relief, const Document& document);
catalog::CaseRef case_of(const Dunning& dunning, const Document& document);

/// A line on the document's own timeline; its state stays.
void note_on_document(db::Transaction& tx, const tenants::Caller& caller, const Document& document,
                      std::string_view action, const std::string& opinion, Json details);

/// Puts the period back on finance's desk.
void ask_to_settle_again(db::Transaction& tx, const tenants::Caller& caller, Period period);

/// Where an entry about a document is booked today: everything of its head but the description.
/// Locks the book: lock documents before. Errors: those of booking_period.
Result<EntryHead> head_today(db::Transaction& tx, const tenants::Caller& caller,
                             const Document& document, std::string source_kind,
                             std::string source_id);

/// Tells the webhooks of a document's party and of finance.
void tell_of_document(db::Transaction& tx, const tenants::Caller& caller, std::string_view type,
                      const Document& document, Json more = Json::object());

}  // namespace yunhe::billing
