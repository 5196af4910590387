#include "billing/document.hpp"

namespace yunhe::billing {

std::optional<BillId> bill_of(const DocumentRef& ref) {
    if (ref.book != Book::operators) return std::nullopt;
    return BillId{ref.id};
}

std::optional<ClaimId> claim_of(const DocumentRef& ref) {
    if (ref.book != Book::nontax) return std::nullopt;
    return ClaimId{ref.id};
}

std::string id_text_of(const DocumentRef& ref) {
    return ref.book == Book::operators ? to_text(BillId{ref.id}) : to_text(ClaimId{ref.id});
}

Document document_of(const Bill& bill) {
    Document document;
    document.ref = ref_of(bill.id);
    document.period = bill.period;
    document.developer_id = bill.developer_id;
    document.developer_uscc = bill.developer_uscc;
    document.developer_name = bill.developer_name;
    document.supplement = bill.supplement;
    document.number = bill.number;
    document.amount = bill.amount;
    document.standing = bill.state == BillState::issued;
    document.red = bill.voids_id.has_value();
    if (bill.issued_at) document.stands_from = date_of(*bill.issued_at);
    document.due_on = bill.due_on;
    document.entry_id = bill.entry_id;
    return document;
}

Document document_of(const Claim& claim, std::optional<Date> due_on) {
    Document document;
    document.ref = ref_of(claim.id);
    document.period = claim.period;
    document.developer_id = claim.developer_id;
    document.developer_uscc = claim.developer_uscc;
    document.developer_name = claim.developer_name;
    document.product_code = claim.product_code;
    document.supplement = claim.supplement;
    document.number = claim.number;
    document.amount = claim.amount;
    document.standing = claim.state == ClaimState::confirmed;
    document.red = claim.voids_id.has_value();
    if (claim.confirmed_at) document.stands_from = date_of(*claim.confirmed_at);
    document.due_on = due_on;
    document.entry_id = claim.entry_id;
    return document;
}

std::string_view state_text(const Document& document) {
    if (!document.standing) return to_text(BillState::voided);
    return document.ref.book == Book::operators ? to_text(BillState::issued)
                                                : to_text(ClaimState::confirmed);
}

std::string title_of(const Document& document) {
    std::string title = document.ref.book == Book::operators ? "账单" : "应缴测算单";
    if (document.number) title += " " + std::to_string(*document.number);
    title += " " + to_text(document.period) + " " + document.developer_name;
    if (!document.product_code.empty()) title += " " + document.product_code;
    return title;
}

tenants::Role approver_role(Book book) {
    return book == Book::operators ? tenants::Role::operator_admin : tenants::Role::collector;
}

DocumentActor document_actor(const tenants::Caller& caller, Book book) {
    if (caller.is_developer()) return DocumentActor::developer;
    if (caller.role == tenants::Role::finance) return DocumentActor::finance;
    return caller.role == approver_role(book) ? DocumentActor::approver : DocumentActor::other;
}

}  // namespace yunhe::billing
