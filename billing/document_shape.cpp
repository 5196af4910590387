#include "billing/document_shape.hpp"

namespace yunhe::billing {

Result<DocumentRef> document_in(const Input& body) {
    const auto bill = body.optional_id<BillId>("bill_id");
    const auto claim = body.optional_id<ClaimId>("claim_id");
    if (bill && claim) return malformed("/claim_id", "only_one_document");
    if (bill) return ref_of(*bill);
    if (claim) return ref_of(*claim);
    return malformed("/bill_id", "missing_field");
}

Json bill_id_json(const std::optional<DocumentRef>& ref) {
    if (!ref || !bill_of(*ref)) return nullptr;
    return id_text_of(*ref);
}

Json claim_id_json(const std::optional<DocumentRef>& ref) {
    if (!ref || !claim_of(*ref)) return nullptr;
    return id_text_of(*ref);
}

void put_document(Json& json, const Document& document) {
    json["bill_id"] = bill_id_json(document.ref);
    json["claim_id"] = claim_id_json(document.ref);
    json["document"] = title_of(document);
}

Json balance_json(const DocumentBalance& balance) {
    Json json = {{"due", to_text(balance.due_fen)},
                 {"paid", to_text(balance.paid_fen)},
                 {"refunded", to_text(balance.refunded_fen)},
                 {"written_off", to_text(balance.written_off_fen)},
                 {"offset", to_text(balance.offset_fen)},
                 {"open", to_text(balance.open_fen)},
                 {"due_on", balance.due_on ? Json(to_text(*balance.due_on)) : Json()},
                 {"payable", balance.payable},
                 {"parts", Json::array()}};
    for (const auto& part : due_parts(balance.terms, balance.open_fen))
        json["parts"].push_back({{"due_on", part.due_on ? Json(to_text(*part.due_on)) : Json()},
                                 {"amount", to_text(part.amount)}});
    return json;
}

}  // namespace yunhe::billing
