/// What bills and claims have in common: voids, disputes, dunning and reliefs are of either. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "billing/bill.hpp"
#include "billing/claim.hpp"
#include "billing/ledger.hpp"
#include "tenants/caller.hpp"

namespace yunhe::billing {

/// A bill or a claim, as the book says.
struct DocumentRef {
    Book book = Book::nontax;
    std::uint64_t id = 0;
    friend auto operator<=>(const DocumentRef&, const DocumentRef&) = default;
};
inline DocumentRef ref_of(BillId id) { return {Book::operators, id.value}; }
inline DocumentRef ref_of(ClaimId id) { return {Book::nontax, id.value}; }
/// The half that the reference has; the other is absent.
std::optional<BillId> bill_of(const DocumentRef& ref);
std::optional<ClaimId> claim_of(const DocumentRef& ref);
/// "bil_..." or "clm_...". Beside it, not instead of them, stand the texts of enumerators.
using yunhe::to_text;
std::string id_text_of(const DocumentRef& ref);

/// A bill or claim as acts on it see it.
struct Document {
    DocumentRef ref;
    Period period;  ///< Of the use.
    BodyId developer_id;
    std::string developer_uscc;
    std::string developer_name;
    std::string product_code;  ///< Of a claim; empty for a bill.
    int supplement = 0;
    std::optional<std::uint64_t> number;
    Money amount;
    bool standing = false;  ///< Issued or confirmed, and not voided.
    bool red = false;       ///< Takes another document back.
    std::optional<Date> stands_from;  ///< The day of its issue or confirmation.
    /// A bill's own, a claim's by the finance system's payment notice; absent while there is none.
    std::optional<Date> due_on;
    std::optional<std::uint64_t> entry_id;
};
Document document_of(const Bill& bill);
Document document_of(const Claim& claim, std::optional<Date> due_on);

/// Of a document that was issued or confirmed: that word, or "voided".
std::string_view state_text(const Document& document);

/// "账单 12" or "应缴测算单 12", with period and developer: for desks, vouchers and letters.
std::string title_of(const Document& document);

/// Who acts on a document: finance asks, the other side decides: the operator's administrator for
/// a bill, the collecting unit for a claim.
enum class DocumentActor { finance, approver, developer, other };
DocumentActor document_actor(const tenants::Caller& caller, Book book);
tenants::Role approver_role(Book book);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::DocumentActor> =
    yunhe::texts_of(std::pair{yunhe::billing::DocumentActor::finance, "finance"},
                    std::pair{yunhe::billing::DocumentActor::approver, "approver"},
                    std::pair{yunhe::billing::DocumentActor::developer, "developer"},
                    std::pair{yunhe::billing::DocumentActor::other, "other"});
