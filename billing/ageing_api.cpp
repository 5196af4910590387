/// The ageing of receivables.
#include "billing/ageing_store.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::billing {
namespace ageing_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kFilters[] = {
    field::date("at").about("At the end of this day; without it, today."),
    field::one_of("book", enum_values<Book>),
    field::text("developer", 64).about("Credit code."),
};

constexpr Field kRowFields[] = {
    field::one_of("book", enum_values<Book>),
    field::text("developer", 64).about("Credit code."),
    field::text("developer_name"),
    field::integer("documents"),
    field::money("open").about("What the ledger's receivable is."),
    field::money("no_due_date").about("The finance system has not set a day."),
    field::money("not_due"),
    field::money("days_1_30").about("Overdue so many days."),
    field::money("days_31_90"),
    field::money("days_91_180"),
    field::money("days_181_365"),
    field::money("over_365"),
    field::money("credit").about("Below zero: red documents and what was paid too much."),
};
constexpr Shape kRow{"AgeingRow", kRowFields};
constexpr Field kAgeingFields[] = {
    field::date("at"),
    field::money("open"),
    field::objects("rows", kRow).items(100'000).about("By book and credit code."),
};
constexpr Shape kAgeing{"Ageing", kAgeingFields};

Json row_json(const AgeingRow& row) {
    Json json = {{"book", to_text(row.book)},
                 {"developer", row.developer_uscc},
                 {"developer_name", row.developer_name},
                 {"documents", row.documents},
                 {"open", to_text(row.open)}};
    for (const auto& bucket : enum_texts<AgeBucket>)
        json[std::string(bucket.text)] =
            to_text(row.amounts[static_cast<std::size_t>(bucket.value)]);
    return json;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    const auto at = call.query.optional_date("at").value_or(date_of(call.caller.now));
    OpenDocumentFilter filter{.book = call.query.optional_enumerator<Book>("book")};
    bool known = true;
    if (const auto uscc = call.query.optional_text("developer")) {
        const auto body = tenants::find_body_by_code(tx, call.caller.scope, *uscc);
        known = body.has_value();
        if (known) filter.developer_id = body->id;
    }
    Money open;
    Json rows = Json::array();
    if (known)
        for (const auto& row : age(open_documents(tx, call.caller.scope, filter, at), at)) {
            open += row.open;
            rows.push_back(row_json(row));
        }
    Reply reply;
    reply.body = {{"at", to_text(at)}, {"open", to_text(open)}, {"rows", std::move(rows)}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/receivables/ageing", Permission::ledger_read, show, "getAgeing",
     "What each developer owes in each book at the end of a day, by how long it is overdue.",
     {.query = kFilters, .reply = &kAgeing}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace ageing_api

std::span<const http::Route> ageing_routes() { return ageing_api::kRoutes; }

}  // namespace yunhe::billing
