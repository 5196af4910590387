/// Bills.
#include "billing/bill_service.hpp"
#include "billing/bill_store.hpp"
#include "billing/ledger_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::billing {
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
    field::money("amount").about("Tax included."),
    field::money("net"),
    field::money("tax"),
    field::decimal("tax_rate").about("Percent of the net amount."),
    field::timestamp("drafted_at"),
    field::timestamp("issued_at").nullable(),
    field::id<LedgerEntryId>("entry_id").nullable(),
};
constexpr Shape kBill{"Bill", kBillFields};

constexpr Field kBillLineFields[] = {
    field::id<ChargeLineId>("id"), field::text("meter", 64), field::quantity("quantity"),
    field::money("amount"),        field::money("net"),      field::money("tax"),
};
constexpr Shape kBillLine{"BillLine", kBillLineFields};

constexpr Field kBillWithLinesFields[] = {
    field::object("bill", kBill),
    field::objects("lines", kBillLine).items(100'000),
};
constexpr Shape kBillWithLines{"BillWithLines", kBillWithLinesFields};

constexpr Field kBillFilters[] = {
    field::period("period"),
    field::one_of("state", enum_values<BillState>),
};

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
            {"amount", to_text(bill.amount)},
            {"net", to_text(bill.net)},
            {"tax", to_text(bill.tax)},
            {"tax_rate", bill.tax_rate},
            {"drafted_at", to_text(bill.drafted_at)},
            {"issued_at", bill.issued_at ? Json(to_text(*bill.issued_at)) : Json()},
            {"entry_id", bill.entry_id ? Json(to_text(LedgerEntryId{*bill.entry_id})) : Json()}};
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
    const bool own = bill->developer_id == call.caller.body_id && bill->state != BillState::draft;
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
    return reply;
}

Result<Reply> issue(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<BillId>("bill_id"));
    YUNHE_TRY(bill, issue_bill(tx, call.caller, id));
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
    {Method::post, "/api/v1/bills/:bill_id/issue", Permission::settlement_run, issue, "issueBill",
     "Issues a bill that another person of finance drafted.", {.reply = &kBill}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> bill_routes() { return kRoutes; }

}  // namespace yunhe::billing
