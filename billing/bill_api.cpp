/// Bills.
#include "billing/bill_payment_code.hpp"
#include "billing/bill_service.hpp"
#include "billing/bill_store.hpp"
#include "billing/document_balance_store.hpp"
#include "billing/document_shape.hpp"
#include "billing/ledger_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::billing {
namespace bill_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kBillFields[] = {
    field::id<BillId>("id"),
    field::period("period").about("Of the use."),
    field::text("developer", 64).about("Credit code."),
    field::id<BodyId>("developer_id"),
    field::text("developer_name"),
    field::integer("supplement").about("0: the month's bill; else the differences after it."),
    field::one_of("state", enum_values<BillState>),
    field::integer("version"),
    field::integer("number").nullable().about("Running, given when it is issued."),
    field::text("payment_code", 64).nullable().about("For the remark of the transfer: ZD..."),
    field::money("amount").about("Tax included."),
    field::money("net"),
    field::money("tax"),
    field::decimal("tax_rate").about("Percent of the net amount."),
    field::timestamp("drafted_at"),
    field::timestamp("issued_at").nullable(),
    field::id<LedgerEntryId>("entry_id").nullable(),
    field::timestamp("reviewed_at").nullable(),
    field::date("due_on").nullable().about("Set when it is issued."),
    field::id<BillId>("corrects_id").nullable().about("On a supplement: the bill it corrects."),
    field::id<BillId>("voids_id").nullable().about("On a red bill: the bill it takes back."),
};
constexpr Shape kBill{"Bill", kBillFields};

constexpr Field kBillLineFields[] = {
    field::id<ChargeLineId>("id"), field::text("meter", 64), field::text("quantity", 32),
    field::money("amount"),        field::money("net"),      field::money("tax"),
};
constexpr Shape kBillLine{"BillLine", kBillLineFields};

constexpr Field kBillWithLinesFields[] = {
    field::object("bill", kBill),
    field::objects("lines", kBillLine).items(100'000),
    field::id<BillId>("red_bill_id").nullable().about("The red bill that takes it back."),
};
constexpr Shape kBillWithLines{"BillWithLines", kBillWithLinesFields};

constexpr Field kBillFilters[] = {
    field::period("period"),
    field::one_of("state", enum_values<BillState>),
};

constexpr Field kOpinionFields[] = {field::text("opinion", 2000).optional()};
constexpr Shape kOpinionBody{"BillOpinionBody", kOpinionFields};
constexpr Field kReasonFields[] = {field::text("reason", 2000)};
constexpr Shape kReasonBody{"BillReturnBody", kReasonFields};

constexpr Field kInvoiceBodyFields[] = {
    field::text("invoice_no", 64).about("As the tax system gave it."),
    field::date("invoiced_on"),
    field::money("net").about("Below zero on a red invoice."),
    field::money("tax"),
};
constexpr Shape kInvoiceBody{"BillInvoiceBody", kInvoiceBodyFields};
constexpr Field kInvoiceFields[] = {
    field::id<BillInvoiceId>("id"), field::id<BillId>("bill_id"), field::text("invoice_no", 64),
    field::date("invoiced_on"),     field::money("net"),          field::money("tax"),
    field::money("amount"),         field::timestamp("recorded_at"),
};
constexpr Shape kInvoice{"BillInvoice", kInvoiceFields};
constexpr Field kInvoicesFields[] = {field::objects("invoices", kInvoice).items(10'000)};
constexpr Shape kInvoices{"BillInvoices", kInvoicesFields};

Json invoice_json(const BillInvoice& invoice) {
    return {{"id", to_text(invoice.id)},
            {"bill_id", to_text(invoice.bill_id)},
            {"invoice_no", invoice.invoice_no},
            {"invoiced_on", to_text(invoice.invoiced_on)},
            {"net", to_text(invoice.net)},
            {"tax", to_text(invoice.tax)},
            {"amount", to_text(invoice.amount())},
            {"recorded_at", to_text(invoice.recorded_at)}};
}

template <class T>
Json optional_json(const std::optional<T>& value) {
    if (!value) return nullptr;
    return to_text(*value);
}

Json bill_json(const Bill& bill) {
    return {{"id", to_text(bill.id)},
            {"period", to_text(bill.period)},
            {"developer", bill.developer_uscc},
            {"developer_id", to_text(bill.developer_id)},
            {"developer_name", bill.developer_name},
            {"supplement", bill.supplement},
            {"state", to_text(bill.state)},
            {"version", bill.version},
            {"number", bill.number ? Json(*bill.number) : Json()},
            {"payment_code", bill.number ? Json(bill_payment_code(*bill.number)) : Json()},
            {"amount", to_text(bill.amount)},
            {"net", to_text(bill.net)},
            {"tax", to_text(bill.tax)},
            {"tax_rate", bill.tax_rate},
            {"drafted_at", to_text(bill.drafted_at)},
            {"issued_at", optional_json(bill.issued_at)},
            {"entry_id", bill.entry_id ? Json(to_text(LedgerEntryId{*bill.entry_id})) : Json()},
            {"reviewed_at", optional_json(bill.reviewed_at)},
            {"due_on", optional_json(bill.due_on)},
            {"corrects_id", optional_json(bill.corrects_id)},
            {"voids_id", optional_json(bill.voids_id)}};
}

Json line_json(const ChargeLine& line, const TaxRate& rate) {
    const auto split = split_tax(line.amount, rate);
    return {{"id", to_text(line.id)},
            {"meter", line.meter},
            {"quantity", to_text(line.quantity)},
            {"amount", to_text(line.amount)},
            {"net", to_text(split.net)},
            {"tax", to_text(split.tax)}};
}

/// The bill that the path names, if the caller may see it.
Result<Bill> seen_bill(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<BillId>("bill_id"));
    const auto bill = find_bill(tx, call.caller.scope, id);
    if (!bill) return not_found();
    const bool own = bill->developer_id == call.caller.body_id && stays(bill->state);
    if (call.caller.is_developer() && !own) return not_found();
    return *bill;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    BillFilter filter{.period = call.query.optional_period("period"),
                      .state = call.query.optional_enumerator<BillState>("state")};
    if (call.caller.is_developer()) {
        filter.developer_id = call.caller.body_id;
        filter.issued_only = true;
    }
    Reply reply;
    reply.body = page_json(call.page, list_bills(tx, call.caller.scope, filter, call.page),
                           bill_json, [](const Bill& bill) { return bill.id.value; });
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(bill, seen_bill(call, tx));
    const auto rate = TaxRate::parse(bill.tax_rate).value();
    Reply reply;
    reply.body = {{"bill", bill_json(bill)}, {"lines", Json::array()}};
    for (const auto& line : charge_lines_of_bill(tx, call.caller.scope, bill.id))
        reply.body["lines"].push_back(line_json(line, rate));
    reply.body["red_bill_id"] =
        optional_json(find_red_bill_of(tx, call.caller.scope, bill.id));
    return reply;
}

Result<Reply> balance(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(bill, seen_bill(call, tx));
    Reply reply;
    reply.body = balance_json(
        balance_of_bill(tx, call.caller.scope, bill.id, call.query.optional_date("at")));
    return reply;
}

Result<Reply> review(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<BillId>("bill_id"));
    YUNHE_TRY(bill, review_bill(tx, call.caller, id, call.body.text_or("opinion", "")));
    Reply reply;
    reply.body = bill_json(bill);
    return reply;
}

Result<Reply> give_back(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<BillId>("bill_id"));
    YUNHE_TRY(bill, return_bill(tx, call.caller, id, call.body.text("reason")));
    Reply reply;
    reply.body = bill_json(bill);
    return reply;
}

Result<Reply> invoices(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(bill, seen_bill(call, tx));
    Reply reply;
    reply.body = {{"invoices", Json::array()}};
    for (const auto& invoice : invoices_of_bill(tx, call.caller.scope, bill.id))
        reply.body["invoices"].push_back(invoice_json(invoice));
    return reply;
}

Result<Reply> invoice(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<BillId>("bill_id"));
    BillInvoice given;
    given.bill_id = id;
    given.invoice_no = call.body.text("invoice_no");
    given.invoiced_on = call.body.date("invoiced_on");
    given.net = call.body.money("net");
    given.tax = call.body.money("tax");
    YUNHE_TRY(recorded, record_invoice(tx, call.caller, std::move(given)));
    Reply reply;
    reply.body = invoice_json(recorded);
    return reply;
}

Result<Reply> issue(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<BillId>("bill_id"));
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(bill, issue_bill(tx, call.caller, rules.policy, id));
    Reply reply;
    reply.body = bill_json(bill);
    return reply;
}

Result<Reply> timeline(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(bill, seen_bill(call, tx));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "bill", bill.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/bills", Permission::charge_read, list, "listBills",
     "Bills, oldest first; developers see their own that are issued.",
     {.query = kBillFilters, .page_of = &kBill}},
    {Method::get, "/api/v1/bills/:bill_id", Permission::charge_read, show, "getBill",
     "A bill with its lines.", {.reply = &kBillWithLines}},
    {Method::get, "/api/v1/bills/:bill_id/events", Permission::charge_read, timeline,
     "listBillEvents", "What was done with a bill.", {.page_of = &tenants::kCaseEvent}},
    {Method::get, "/api/v1/bills/:bill_id/balance", Permission::charge_read, balance,
     "getBillBalance", "What is open of a bill and when it is due.",
     {.query = kBalanceQueryFields, .reply = &kDocumentBalance}},
    {Method::post, "/api/v1/bills/:bill_id/review", Permission::settlement_run, review,
     "reviewBill", "Another person of finance has checked the figures.",
     {.body = &kOpinionBody, .reply = &kBill}},
    {Method::post, "/api/v1/bills/:bill_id/return", Permission::settlement_run, give_back,
     "returnBill", "Gives a reviewed bill back.", {.body = &kReasonBody, .reply = &kBill}},
    {Method::post, "/api/v1/bills/:bill_id/issue", Permission::settlement_run, issue, "issueBill",
     "Issues a bill that was reviewed, or that another person of finance drafted.",
     {.reply = &kBill}},
    {Method::post, "/api/v1/bills/:bill_id/invoices", Permission::settlement_run, invoice,
     "recordInvoice", "Records an invoice of an issued bill as the tax system made it.",
     {.body = &kInvoiceBody, .reply = &kInvoice}},
    {Method::get, "/api/v1/bills/:bill_id/invoices", Permission::charge_read, invoices,
     "listBillInvoices", "The invoices of a bill.", {.reply = &kInvoices}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace bill_api

std::span<const http::Route> bill_routes() { return bill_api::kRoutes; }

}  // namespace yunhe::billing
