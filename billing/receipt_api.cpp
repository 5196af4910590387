#include "billing/claim_store.hpp"
#include "billing/payment_notice_service.hpp"
#include "billing/payment_notice_store.hpp"
#include "billing/receipt_service.hpp"
#include "billing/receipt_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/json_fields.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
namespace receipt_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;
using http::or_null;

// --- payment notices
// ------------------------------------------------------------------------------

constexpr Field kNoticeRowFields[] = {
    field::period("period").about("Of the use."),
    field::text("developer_uscc", 18),
    field::code("product_code"),
    field::text("payment_code", 64).about("缴款码, as the finance system gave it."),
    field::text("bill_no", 64).about("票据号码, as the finance system gave it."),
    field::date("issued_on"),
    field::date("due_on"),
    field::money("amount").about("Must be the claim's."),
};
constexpr Shape kNoticeRow{"PaymentNoticeRow", kNoticeRowFields};
constexpr Field kNoticeImportFields[] = {field::objects("rows", kNoticeRow)};
constexpr Shape kNoticeImport{"PaymentNoticeImport", kNoticeImportFields};

constexpr Field kNoticeFields[] = {
    field::id<PaymentNoticeId>("id"),
    field::id<ClaimId>("claim_id"),
    field::period("period"),
    field::text("developer_uscc", 64),
    field::text("product_code", 64),
    field::text("payment_code", 64),
    field::text("bill_no", 64),
    field::date("issued_on"),
    field::date("due_on"),
    field::money("amount"),
    field::money("realised").about("What came for the claim so far."),
    field::timestamp("imported_at"),
    field::one_of("outcome", enum_values<ImportOutcome>).optional().about("Of this import."),
};
constexpr Shape kNotice{"PaymentNotice", kNoticeFields};
constexpr Field kImportedNoticesFields[] = {field::objects("rows", kNotice)};
constexpr Shape kImportedNotices{"ImportedPaymentNotices", kImportedNoticesFields};

Json to_json(db::Transaction& tx, TenantScope scope, const PaymentNotice& notice) {
    const auto claim = find_claim(tx, scope, notice.claim_id);
    YUNHE_ASSERT(claim.has_value());
    return {{"id", to_text(notice.id)},
            {"claim_id", to_text(notice.claim_id)},
            {"period", to_text(claim->period)},
            {"developer_uscc", claim->developer_uscc},
            {"product_code", claim->product_code},
            {"payment_code", notice.payment_code},
            {"bill_no", notice.bill_no},
            {"issued_on", to_text(notice.issued_on)},
            {"due_on", to_text(notice.due_on)},
            {"amount", to_text(notice.amount)},
            {"realised", to_text(realised_of_claim(tx, scope, notice.claim_id).amount)},
            {"imported_at", to_text(notice.imported_at)}};
}

Result<Reply> import_notices(const Call& call, db::Transaction& tx) {
    std::vector<PaymentNoticeRow> rows;
    for (const auto& row : call.body.objects("rows"))
        rows.push_back({.period = row.period("period"),
                        .developer_uscc = row.text("developer_uscc"),
                        .product_code = row.text("product_code"),
                        .payment_code = row.text("payment_code"),
                        .bill_no = row.text("bill_no"),
                        .issued_on = row.date("issued_on"),
                        .due_on = row.date("due_on"),
                        .amount = row.money("amount")});
    YUNHE_TRY(imported, import_payment_notices(tx, call.caller, rows));
    Reply reply;
    reply.body = {{"rows", Json::array()}};
    for (const auto& row : imported) {
        auto shown = to_json(tx, call.caller.scope, row.notice);
        shown["outcome"] = std::string(to_text(row.outcome));
        reply.body["rows"].push_back(std::move(shown));
    }
    return reply;
}

Result<Reply> list_notices(const Call& call, db::Transaction& tx) {
    const auto notices = list_payment_notices(tx, call.caller.scope, call.page);
    Reply reply;
    reply.body = page_json(
        call.page, notices,
        [&](const PaymentNotice& notice) { return to_json(tx, call.caller.scope, notice); },
        [](const PaymentNotice& notice) { return notice.id.value; });
    return reply;
}

// --- receipts
// -------------------------------------------------------------------------------------

constexpr Field kReceiptRowFields[] = {
    field::text("serial", 64).about("流水号: tells a row that came before."),
    field::text("payment_code", 64).about("An unknown one sends the money to suspense."),
    field::date("paid_on"),
    field::text("payer"),
    field::money("amount"),
};
constexpr Shape kReceiptRow{"ReceiptRow", kReceiptRowFields};
constexpr Field kReceiptImportFields[] = {field::objects("rows", kReceiptRow)};
constexpr Shape kReceiptImport{"ReceiptImport", kReceiptImportFields};

constexpr Field kBankRowFields[] = {
    field::text("serial", 64).about("流水号: tells a row that came before."),
    field::text("remark").optional().about(
        "附言: the bill's payment code in it finds the bill, else the money goes to suspense."),
    field::date("paid_on"),
    field::text("payer"),
    field::money("amount"),
};
constexpr Shape kBankRow{"BankReceiptRow", kBankRowFields};
constexpr Field kBankImportFields[] = {field::objects("rows", kBankRow)};
constexpr Shape kBankImport{"BankReceiptImport", kBankImportFields};

constexpr Field kReceiptFields[] = {
    field::id<ReceiptId>("id"),
    field::one_of("book", enum_values<Book>),
    field::text("serial", 64),
    field::text("payment_code").nullable().about("Of a bank receipt the payer's remark."),
    field::date("paid_on"),
    field::text("payer"),
    field::money("amount"),
    field::id<ClaimId>("claim_id").nullable(),
    field::id<BillId>("bill_id").nullable(),
    field::id<ReceiptFileId>("file_id").nullable(),
    field::money("matched").about("To the claim or bill, at import."),
    field::money("suspended").about("To suspense, at import."),
    field::timestamp("imported_at"),
    field::one_of("outcome", enum_values<ReceiptOutcome>).optional().about("Of this import."),
    field::one_of("reason", enum_values<SuspenseReason>).nullable().optional(),
};
constexpr Shape kReceipt{"Receipt", kReceiptFields};
constexpr Field kImportedReceiptsFields[] = {field::objects("rows", kReceipt)};
constexpr Shape kImportedReceipts{"ImportedReceipts", kImportedReceiptsFields};

constexpr Field kBookFilter = field::one_of("book", enum_values<Book>);
constexpr Field kReceiptFilters[] = {kBookFilter, field::id<ReceiptFileId>("file_id")};

Json claim_id_json(const std::optional<DocumentRef>& ref) {
    return or_null(ref ? claim_of(*ref) : std::nullopt);
}
Json bill_id_json(const std::optional<DocumentRef>& ref) {
    return or_null(ref ? bill_of(*ref) : std::nullopt);
}

Json to_json(const Receipt& receipt) {
    return {{"id", to_text(receipt.id)},
            {"book", to_text(receipt.book)},
            {"serial", receipt.row.serial},
            {"payment_code", or_null(receipt.row.payment_code)},
            {"paid_on", to_text(receipt.row.paid_on)},
            {"payer", receipt.row.payer},
            {"amount", to_text(receipt.row.amount)},
            {"claim_id", claim_id_json(receipt.document)},
            {"bill_id", bill_id_json(receipt.document)},
            {"file_id", or_null(receipt.file_id)},
            {"matched", to_text(receipt.matched)},
            {"suspended", to_text(receipt.row.amount - receipt.matched)},
            {"imported_at", to_text(receipt.imported_at)}};
}

Result<Reply> import_rows(const Call& call, db::Transaction& tx, Book book, const char* code) {
    std::vector<ReceiptRow> rows;
    for (const auto& row : call.body.objects("rows"))
        rows.push_back({.serial = row.text("serial"),
                        .payment_code = row.text_or(code, ""),
                        .paid_on = row.date("paid_on"),
                        .payer = row.text("payer"),
                        .amount = row.money("amount")});
    YUNHE_TRY(imported, import_receipts(tx, call.caller, book, rows));
    Reply reply;
    reply.body = {{"rows", Json::array()}};
    for (const auto& row : imported) {
        auto shown = to_json(row.receipt);
        shown["outcome"] = std::string(to_text(row.outcome));
        shown["reason"] = or_null(row.reason ? std::string(to_text(*row.reason)) : "");
        reply.body["rows"].push_back(std::move(shown));
    }
    return reply;
}
Result<Reply> import_treasury_rows(const Call& call, db::Transaction& tx) {
    return import_rows(call, tx, Book::nontax, "payment_code");
}
Result<Reply> import_bank_rows(const Call& call, db::Transaction& tx) {
    return import_rows(call, tx, Book::operators, "remark");
}

Result<Reply> list_all_receipts(const Call& call, db::Transaction& tx) {
    const auto receipts =
        list_receipts(tx, call.caller.scope,
                      {.book = call.query.optional_enumerator<Book>("book"),
                       .file_id = call.query.optional_id<ReceiptFileId>("file_id")},
                      call.page);
    Reply reply;
    reply.body = page_json(
        call.page, receipts, [](const Receipt& receipt) { return to_json(receipt); },
        [](const Receipt& receipt) { return receipt.id.value; });
    return reply;
}

// --- suspense
// -------------------------------------------------------------------------------------

constexpr Field kSuspenseFields[] = {
    field::id<SuspenseId>("id"),
    field::one_of("book", enum_values<Book>),
    field::one_of("state", enum_values<SuspenseState>),
    field::integer("version"),
    field::id<ReceiptId>("receipt_id"),
    field::text("serial", 64),
    field::text("payment_code").nullable(),
    field::text("payer"),
    field::date("paid_on"),
    field::money("amount"),
    field::money("open").about("Not settled yet."),
    field::one_of("reason", enum_values<SuspenseReason>),
    field::timestamp("suspended_at"),
};
constexpr Shape kSuspense{"SuspenseItem", kSuspenseFields};
constexpr Field kSuspenseFilters[] = {field::one_of("state", enum_values<SuspenseState>),
                                      kBookFilter};

constexpr Field kSettleFields[] = {
    field::id<ClaimId>("claim_id").optional().about("The claim it was meant for, or ..."),
    field::id<BillId>("bill_id").optional().about("... the bill."),
    field::money("amount").optional().about("Absent: all that is open."),
    field::text("reason", 400),
    field::text("document").about("Finance's decision."),
};
constexpr Shape kSettle{"SuspenseSettlement", kSettleFields};

Json to_json(db::Transaction& tx, TenantScope scope, const SuspenseItem& item) {
    const auto receipt = find_receipt(tx, scope, item.receipt_id);
    YUNHE_ASSERT(receipt.has_value());
    return {{"id", to_text(item.id)},
            {"book", to_text(item.book)},
            {"state", std::string(to_text(item.state()))},
            {"version", item.version},
            {"receipt_id", to_text(item.receipt_id)},
            {"serial", receipt->row.serial},
            {"payment_code", or_null(receipt->row.payment_code)},
            {"payer", receipt->row.payer},
            {"paid_on", to_text(receipt->row.paid_on)},
            {"amount", to_text(item.amount)},
            {"open", to_text(item.open)},
            {"reason", std::string(to_text(item.reason))},
            {"suspended_at", to_text(item.suspended_at)}};
}

Result<Reply> list_items(const Call& call, db::Transaction& tx) {
    const auto items =
        list_suspense(tx, call.caller.scope,
                      {.state = call.query.optional_enumerator<SuspenseState>("state"),
                       .book = call.query.optional_enumerator<Book>("book")},
                      call.page);
    Reply reply;
    reply.body = page_json(
        call.page, items,
        [&](const SuspenseItem& item) { return to_json(tx, call.caller.scope, item); },
        [](const SuspenseItem& item) { return item.id.value; });
    return reply;
}

/// Errors: malformed /claim_id `missing_field` (neither), /bill_id `only_one_of` (both).
Result<DocumentRef> target_of(const Call& call) {
    const auto claim_id = call.body.optional_id<ClaimId>("claim_id");
    const auto bill_id = call.body.optional_id<BillId>("bill_id");
    if (claim_id && bill_id) return malformed("/bill_id", "only_one_of");
    if (claim_id) return ref_of(*claim_id);
    if (bill_id) return ref_of(*bill_id);
    return malformed("/claim_id", "missing_field");
}

Result<Reply> settle(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(target, target_of(call));
    YUNHE_TRY(id, call.path_id<SuspenseId>("suspense_id"));
    YUNHE_TRY(item, move_suspended_money(tx, call.caller, id,
                                         {.target = target,
                                          .amount = call.body.optional_money("amount"),
                                          .reason = call.body.text("reason"),
                                          .document = call.body.text("document")}));
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, item);
    return reply;
}

Result<Reply> list_suspense_events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<SuspenseId>("suspense_id"));
    if (!find_suspense(tx, call.caller.scope, id)) return not_found();
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "suspense", id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/payment-notices", Permission::payment_notice_import, import_notices,
     "importPaymentNotices", "Imports the finance system's payment notices, all rows or none.",
     {.body = &kNoticeImport, .reply = &kImportedNotices}},
    {Method::get, "/api/v1/payment-notices", Permission::ledger_read, list_notices,
     "listPaymentNotices", "Payment notices in the order of import.", {.page_of = &kNotice}},
    {Method::post, "/api/v1/receipts", Permission::treasury_receipt_import, import_treasury_rows,
     "importReceipts", "Imports the treasury's receipts, all rows or none.",
     {.body = &kReceiptImport, .reply = &kImportedReceipts}},
    {Method::post, "/api/v1/bank-receipts", Permission::bank_receipt_import, import_bank_rows,
     "importBankReceipts", "Imports the bank's receipts for bills, all rows or none.",
     {.body = &kBankImport, .reply = &kImportedReceipts}},
    {Method::get, "/api/v1/receipts", Permission::ledger_read, list_all_receipts, "listReceipts",
     "Receipts of the treasury and the bank in the order of import.",
     {.query = kReceiptFilters, .page_of = &kReceipt}},
    {Method::get, "/api/v1/suspense", Permission::ledger_read, list_items, "listSuspense",
     "Money that waits for a person or was settled by one.",
     {.query = kSuspenseFilters, .page_of = &kSuspense}},
    {Method::post, "/api/v1/suspense/:suspense_id/settle", Permission::suspense_settle, settle,
     "settleSuspense", "Moves money in suspense to the claim or bill that it was meant for.",
     {.body = &kSettle, .reply = &kSuspense}},
    {Method::get, "/api/v1/suspense/:suspense_id/events", Permission::ledger_read,
     list_suspense_events, "listSuspenseEvents", "What happened to it, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace receipt_api

std::span<const http::Route> receipt_routes() { return receipt_api::kRoutes; }

}  // namespace yunhe::billing
