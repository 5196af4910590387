/// Periods, fiscal years and opening balances of the books.
#include "billing/opening_balance_service.hpp"
#include "billing/opening_balance_store.hpp"
#include "billing/period_service.hpp"
#include "billing/routes.hpp"
#include "http/call.hpp"
#include "tenants/case_timeline_service.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::billing {
namespace period_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

Json name_or_null(db::Transaction& tx, TenantScope scope, std::optional<UserId> id) {
    const auto user = id ? tenants::find_user(tx, scope, *id) : std::nullopt;
    return user ? Json(user->username) : Json(nullptr);
}

Json time_or_null(std::optional<Timestamp> at) { return at ? Json(to_text(*at)) : Json(nullptr); }

// --- periods
// --------------------------------------------------------------------------------------

constexpr Field kSealFields[] = {
    field::integer("entries"),
    field::money("debit").about("Of all entries, both groups."),
    field::text("digest", 64).about("SM3 over its entries in order of voucher."),
};
constexpr Shape kSeal{"PeriodSeal", kSealFields};

constexpr Field kPeriodFields[] = {
    field::one_of("book", enum_values<Book>),
    field::period("period"),
    field::one_of("state", enum_values<PeriodState>),
    field::integer("entries"),
    field::text("requested_by", 64).nullable(),
    field::timestamp("requested_at").nullable(),
    field::text("closed_by", 64).nullable(),
    field::timestamp("closed_at").nullable(),
    field::object("seal", kSeal).nullable().about("What the month held when it was closed."),
};
constexpr Shape kPeriod{"LedgerPeriod", kPeriodFields};
constexpr Field kPeriodsFields[] = {field::objects("periods", kPeriod).items(100000)};
constexpr Shape kPeriods{"LedgerPeriods", kPeriodsFields};

constexpr Field kClosingCheckFields[] = {
    field::text("check", 64),
    field::integer("count").about("How many are open; 0: in order."),
    field::texts("samples", 400).about("Addresses of some of them."),
    field::boolean("may_be_explained"),
    field::text("explanation", 400).nullable(),
    field::boolean("blocks"),
};
constexpr Shape kClosingCheck{"ClosingCheck", kClosingCheckFields};
constexpr Field kPeriodViewFields[] = {
    field::object("period", kPeriod),
    field::objects("checks", kClosingCheck).about("None once it is closed."),
};
constexpr Shape kPeriodView{"LedgerPeriodView", kPeriodViewFields};

constexpr Field kBookFilter[] = {
    field::one_of("book", enum_values<Book>).about("Default: nontax."),
};
constexpr Field kExplanationFields[] = {
    field::text("check", 64),
    field::text("text", 400),
};
constexpr Shape kExplanation{"ClosingExplanation", kExplanationFields};
constexpr Field kCloseFields[] = {
    field::one_of("book", enum_values<Book>),
    field::objects("explanations", kExplanation)
        .optional()
        .about("Why something may stay open, for checks that may be explained."),
};
constexpr Shape kClose{"PeriodClose", kCloseFields};
constexpr Field kApproveFields[] = {
    field::one_of("book", enum_values<Book>),
    field::text("opinion", 400).optional(),
};
constexpr Shape kApprove{"PeriodApproval", kApproveFields};
constexpr Field kSendBackFields[] = {
    field::one_of("book", enum_values<Book>),
    field::text("reason", 400),
};
constexpr Shape kSendBack{"PeriodSendBack", kSendBackFields};

Json period_json(db::Transaction& tx, TenantScope scope, const LedgerPeriod& period) {
    const auto seal_json = [&]() -> Json {
        if (!period.seal) return nullptr;
        return {{"entries", period.seal->entries},
                {"debit", to_text(period.seal->debit)},
                {"digest", period.seal->digest_hex}};
    };
    return {{"book", to_text(period.book)},
            {"period", to_text(period.period)},
            {"state", to_text(period.state)},
            {"entries", period.entries},
            {"requested_by", name_or_null(tx, scope, period.requested_by_id)},
            {"requested_at", time_or_null(period.requested_at)},
            {"closed_by", name_or_null(tx, scope, period.closed_by_id)},
            {"closed_at", time_or_null(period.closed_at)},
            {"seal", seal_json()}};
}

Json view_json(db::Transaction& tx, TenantScope scope, const PeriodView& view) {
    Json checks = Json::array();
    for (const auto& check : view.checks)
        checks.push_back(
            {{"check", check.code},
             {"count", check.count},
             {"samples", check.samples},
             {"may_be_explained", check.may_be_explained},
             {"explanation", check.explanation.empty() ? Json(nullptr) : Json(check.explanation)},
             {"blocks", check.blocks()}});
    return {{"period", period_json(tx, scope, view.period)}, {"checks", std::move(checks)}};
}

Result<Period> path_month(const Call& call) {
    const auto period = parse_period(call.path_value("period"));
    if (!period.ok()) return not_found();
    return period.value();
}

Book book_asked(const Call& call) {
    return call.query.optional_enumerator<Book>("book").value_or(Book::nontax);
}

Reply view_reply(const Call& call, db::Transaction& tx, const PeriodView& view) {
    Reply reply;
    reply.body = view_json(tx, call.caller.scope, view);
    return reply;
}

Result<Reply> list_periods(const Call& call, db::Transaction& tx) {
    Json periods = Json::array();
    for (const auto& period : all_ledger_periods(tx, call.caller.scope))
        periods.push_back(period_json(tx, call.caller.scope, period));
    Reply reply;
    reply.body = {{"periods", std::move(periods)}};
    return reply;
}

Result<Reply> show_period(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(period, path_month(call));
    return view_reply(call, tx, view_period(tx, call.caller.scope, book_asked(call), period,
                                            call.caller.now));
}

Result<Reply> close(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(period, path_month(call));
    Explanations explanations;
    for (const auto& given : call.body.objects("explanations"))
        explanations[given.text("check")] = given.text("text");
    YUNHE_TRY(view, request_closing(tx, call.caller, call.body.enumerator<Book>("book"), period,
                                    explanations));
    return view_reply(call, tx, view);
}

Result<Reply> approve(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(period, path_month(call));
    YUNHE_TRY(view, approve_closing(tx, call.caller, call.body.enumerator<Book>("book"), period,
                                    call.body.text_or("opinion", "")));
    return view_reply(call, tx, view);
}

Result<Reply> send_back(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(period, path_month(call));
    YUNHE_TRY(view, send_back_closing(tx, call.caller, call.body.enumerator<Book>("book"), period,
                                      call.body.text("reason")));
    return view_reply(call, tx, view);
}

Result<Reply> period_timeline(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(period, path_month(call));
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "ledger_period",
                                        period_case_id(book_asked(call), period));
    return reply;
}

// --- fiscal years
// ---------------------------------------------------------------------------------

constexpr Field kYearFields[] = {
    field::one_of("book", enum_values<Book>),
    field::integer("fiscal_year"),
    field::id<LedgerEntryId>("entry_id").nullable().about(
        "What closed the year's income; null: there was none."),
    field::integer("vouchers").about("The year's last voucher number."),
    field::text("closed_by", 64).nullable(),
    field::timestamp("closed_at"),
};
constexpr Shape kYear{"FiscalYear", kYearFields};
constexpr Field kYearsFields[] = {field::objects("years", kYear)};
constexpr Shape kYears{"FiscalYears", kYearsFields};
constexpr Field kCarriedFields[] = {
    field::text("account", 160),
    field::one_of("group", enum_values<PostingGroup>),
    field::money("balance").about("Debit above zero."),
};
constexpr Shape kCarried{"CarriedBalance", kCarriedFields};
constexpr Field kYearViewFields[] = {
    field::object("year", kYear),
    field::objects("carried_over", kCarried)
        .items(100000)
        .about("Receivables and all else with which the next year begins."),
};
constexpr Shape kYearView{"FiscalYearView", kYearViewFields};

Json year_json(db::Transaction& tx, TenantScope scope, const FiscalYear& year) {
    return {{"book", to_text(year.book)},
            {"fiscal_year", year.year},
            {"entry_id", year.entry_id ? Json(to_text(*year.entry_id)) : Json(nullptr)},
            {"vouchers", year.vouchers},
            {"closed_by", name_or_null(tx, scope, year.closed_by_id)},
            {"closed_at", to_text(year.closed_at)}};
}

Result<Reply> list_years(const Call& call, db::Transaction& tx) {
    Json years = Json::array();
    for (const auto& year : all_fiscal_years(tx, call.caller.scope))
        years.push_back(year_json(tx, call.caller.scope, year));
    Reply reply;
    reply.body = {{"years", std::move(years)}};
    return reply;
}

Result<Reply> show_year(const Call& call, db::Transaction& tx) {
    const auto month = parse_period(call.path_value("fiscal_year") + "-12");
    if (!month.ok()) return not_found();
    const auto book = book_asked(call);
    const auto year = find_fiscal_year(tx, call.caller.scope, book, month.value().year);
    if (!year) return not_found();
    Json carried = Json::array();
    for (const auto& line : carried_over(tx, call.caller.scope, book, year->year))
        carried.push_back({{"account", line.account},
                           {"group", to_text(line.group)},
                           {"balance", to_text(line.balance)}});
    Reply reply;
    reply.body = {{"year", year_json(tx, call.caller.scope, *year)},
                  {"carried_over", std::move(carried)}};
    return reply;
}

// --- opening balances
// -----------------------------------------------------------------------------

constexpr Field kOpeningLineFields[] = {
    field::text("account", 160).about("Of the book's accounts, e.g. receivable:<credit code>."),
    field::money("balance").about("Debit above zero."),
};
constexpr Shape kOpeningLine{"OpeningBalanceLine", kOpeningLineFields};
constexpr Field kOpeningDraftFields[] = {
    field::one_of("book", enum_values<Book>),
    field::date("as_of").about("Last day of the month before the book begins."),
    field::text("document").about("The closing statement of the former books."),
    field::objects("lines", kOpeningLine).items(10000),
};
constexpr Shape kOpeningDraft{"OpeningBalanceDraft", kOpeningDraftFields};
constexpr Field kOpeningFields[] = {
    field::id<OpeningBalanceId>("id"),
    field::integer("number"),
    field::one_of("book", enum_values<Book>),
    field::date("as_of"),
    field::text("document"),
    field::one_of("state", enum_values<OpeningState>),
    field::integer("version"),
    field::text("recorded_by", 64).nullable(),
    field::timestamp("recorded_at"),
    field::text("decided_by", 64).nullable(),
    field::timestamp("decided_at").nullable(),
    field::id<LedgerEntryId>("entry_id").nullable(),
    field::objects("lines", kOpeningLine).items(10000),
};
constexpr Shape kOpening{"OpeningBalance", kOpeningFields};
constexpr Field kOpeningsFields[] = {field::objects("opening_balances", kOpening)};
constexpr Shape kOpenings{"OpeningBalances", kOpeningsFields};
constexpr Field kOpeningApproveFields[] = {field::text("opinion", 400).optional()};
constexpr Shape kOpeningApprove{"OpeningBalanceApproval", kOpeningApproveFields};
constexpr Field kOpeningRefuseFields[] = {field::text("reason", 400)};
constexpr Shape kOpeningRefuse{"OpeningBalanceRefusal", kOpeningRefuseFields};

Json opening_json(db::Transaction& tx, TenantScope scope, const OpeningBalance& opening) {
    Json lines = Json::array();
    for (const auto& line : opening.lines)
        lines.push_back({{"account", line.account}, {"balance", to_text(line.balance)}});
    return {{"id", to_text(opening.id)},
            {"number", opening.number},
            {"book", to_text(opening.book)},
            {"as_of", to_text(opening.as_of)},
            {"document", opening.document},
            {"state", to_text(opening.state)},
            {"version", opening.version},
            {"recorded_by", name_or_null(tx, scope, opening.recorded_by_id)},
            {"recorded_at", to_text(opening.recorded_at)},
            {"decided_by", name_or_null(tx, scope, opening.decided_by_id)},
            {"decided_at", time_or_null(opening.decided_at)},
            {"entry_id", opening.entry_id ? Json(to_text(*opening.entry_id)) : Json(nullptr)},
            {"lines", std::move(lines)}};
}

Reply opening_reply(const Call& call, db::Transaction& tx, const OpeningBalance& opening) {
    Reply reply;
    reply.body = opening_json(tx, call.caller.scope, opening);
    return reply;
}

Result<Reply> record(const Call& call, db::Transaction& tx) {
    OpeningDraft draft{.book = call.body.enumerator<Book>("book"),
                       .as_of = call.body.date("as_of"),
                       .document = call.body.text("document"),
                       .lines = {}};
    for (const auto& line : call.body.objects("lines"))
        draft.lines.push_back({line.text("account"), line.money("balance")});
    YUNHE_TRY(opening, record_opening(tx, call.caller, draft));
    return opening_reply(call, tx, opening);
}

Result<Reply> list_openings(const Call& call, db::Transaction& tx) {
    Json openings = Json::array();
    for (const auto& opening : all_opening_balances(tx, call.caller.scope))
        openings.push_back(opening_json(tx, call.caller.scope, opening));
    Reply reply;
    reply.body = {{"opening_balances", std::move(openings)}};
    return reply;
}

Result<Reply> show_opening(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<OpeningBalanceId>("opening_id"));
    const auto opening = find_opening_balance(tx, call.caller.scope, id);
    if (!opening) return not_found();
    return opening_reply(call, tx, *opening);
}

Result<Reply> approve_one_opening(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<OpeningBalanceId>("opening_id"));
    YUNHE_TRY(opening,
              approve_opening(tx, call.caller, id, call.body.text_or("opinion", "")));
    return opening_reply(call, tx, opening);
}

Result<Reply> refuse_one_opening(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<OpeningBalanceId>("opening_id"));
    YUNHE_TRY(opening, refuse_opening(tx, call.caller, id, call.body.text("reason")));
    return opening_reply(call, tx, opening);
}

Result<Reply> opening_timeline(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<OpeningBalanceId>("opening_id"));
    if (!find_opening_balance(tx, call.caller.scope, id)) return not_found();
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "opening_balance", id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/periods", Permission::ledger_read, list_periods, "listPeriods",
     "The periods in which something was booked or closed.", {.reply = &kPeriods}},
    {Method::get, "/api/v1/periods/:period", Permission::ledger_read, show_period, "getPeriod",
     "A month of a book with its closing check list.",
     {.query = kBookFilter, .reply = &kPeriodView}},
    {Method::get, "/api/v1/periods/:period/events", Permission::ledger_read, period_timeline,
     "listPeriodEvents", "What was done with a month of a book.",
     {.query = kBookFilter, .page_of = &tenants::kCaseEvent}},
    {Method::post, "/api/v1/periods/:period/close", Permission::period_close, close, "closePeriod",
     "Asks for the closing of a month whose check list is clean.",
     {.body = &kClose, .reply = &kPeriodView}},
    {Method::post, "/api/v1/periods/:period/approve", Permission::period_approve, approve,
     "approvePeriod", "Closes the month for good; December closes its year.",
     {.body = &kApprove, .reply = &kPeriodView}},
    {Method::post, "/api/v1/periods/:period/send-back", Permission::period_approve, send_back,
     "sendBackPeriod", "Opens the month again instead of closing it.",
     {.body = &kSendBack, .reply = &kPeriodView}},
    {Method::get, "/api/v1/ledger/fiscal-years", Permission::ledger_read, list_years,
     "listFiscalYears", "Closed years.", {.reply = &kYears}},
    {Method::get, "/api/v1/ledger/fiscal-years/:fiscal_year", Permission::ledger_read, show_year,
     "getFiscalYear", "A closed year and what it carries over.",
     {.query = kBookFilter, .reply = &kYearView}},
    {Method::post, "/api/v1/opening-balances", Permission::opening_balance_record, record,
     "recordOpeningBalance", "Records with what a book begins.",
     {.body = &kOpeningDraft, .reply = &kOpening, .status = 201}},
    {Method::get, "/api/v1/opening-balances", Permission::ledger_read, list_openings,
     "listOpeningBalances", "All opening balances.", {.reply = &kOpenings}},
    {Method::get, "/api/v1/opening-balances/:opening_id", Permission::ledger_read, show_opening,
     "getOpeningBalance", "One of them.", {.reply = &kOpening}},
    {Method::get, "/api/v1/opening-balances/:opening_id/events", Permission::ledger_read,
     opening_timeline, "listOpeningBalanceEvents", "What was done with it.",
     {.page_of = &tenants::kCaseEvent}},
    {Method::post, "/api/v1/opening-balances/:opening_id/approve", Permission::period_approve,
     approve_one_opening, "approveOpeningBalance", "Books it and closes its month.",
     {.body = &kOpeningApprove, .reply = &kOpening}},
    {Method::post, "/api/v1/opening-balances/:opening_id/refuse", Permission::period_approve,
     refuse_one_opening, "refuseOpeningBalance", "Refuses it.",
     {.body = &kOpeningRefuse, .reply = &kOpening}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace period_api

std::span<const http::Route> period_routes() { return period_api::kRoutes; }

}  // namespace yunhe::billing
