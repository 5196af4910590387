#include "billing/document_case_service.hpp"

#include "billing/period_service.hpp"
#include "billing/settlement_store.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {

catalog::CaseRef case_of(const Bill& bill) {
    return {"bill", bill.id.value, to_text(bill.period) + " " + bill.developer_name};
}

catalog::CaseRef case_of(const Claim& claim) {
    return {"claim", claim.id.value,
            to_text(claim.period) + " " + claim.developer_name + " " + claim.product_code};
}

catalog::CaseRef case_of(const Document& document) {
    return {document.ref.book == Book::operators ? "bill" : "claim", document.ref.id,
            title_of(document)};
}

catalog::CaseRef case_of(const DocumentVoid& request, const Document& document) {
    return {"document_void", request.id.value, title_of(document)};
}

catalog::CaseRef case_of(const Dispute& dispute, const Document& document) {
    return {"dispute", dispute.id.value, title_of(document)};
}

catalog::CaseRef case_of(const Relief& relief, const Document& document) {
    return {"relief", relief.id.value, title_of(document)};
}

catalog::CaseRef case_of(const Dunning& dunning, const Document& document) {
    return {"dunning", dunning.id.value, title_of(document)};
}

void note_on_document(db::Transaction& tx, const tenants::Caller& caller, const Document& document,
                      std::string_view action, const std::string& opinion, Json details) {
    const auto state = state_text(document);
    catalog::record_step(tx, caller, case_of(document), action, state, state, opinion,
                         std::move(details));
}

void ask_to_settle_again(db::Transaction& tx, const tenants::Caller& caller, Period period) {
    const auto settlement = find_settlement_of(tx, caller.scope, period);
    YUNHE_ASSERT(settlement.has_value());
    catalog::open_role_todos(tx, caller, {"settlement", settlement->id.value, to_text(period)},
                             kSettleAgainTask, tenants::Role::finance);
}

Result<EntryHead> head_today(db::Transaction& tx, const tenants::Caller& caller,
                             const Document& document, std::string source_kind,
                             std::string source_id) {
    const auto today = date_of(caller.now);
    YUNHE_TRY(period, booking_period(tx, caller.scope, document.ref.book, today));
    EntryHead head;
    head.book = document.ref.book;
    head.period = period;
    head.usage_period = document.period;
    head.booked_at = caller.now;
    head.effective_on = today;
    head.source_kind = std::move(source_kind);
    head.source_id = std::move(source_id);
    return head;
}

void tell_of_document(db::Transaction& tx, const tenants::Caller& caller, std::string_view type,
                      const Document& document, Json more) {
    Json data = {{document.ref.book == Book::operators ? "bill_id" : "claim_id",
                  id_text_of(document.ref)},
                 {"number", document.number ? Json(*document.number) : Json()},
                 {"period", to_text(document.period)},
                 {"developer", document.developer_uscc},
                 {"amount", to_text(document.amount)}};
    data.update(more);
    tenants::publish_webhook(tx, caller.scope,
                             {.type = type,
                              .body_id = document.developer_id,
                              .subject = id_text_of(document.ref),
                              .data = std::move(data)},
                             caller.now);
}

}  // namespace yunhe::billing
