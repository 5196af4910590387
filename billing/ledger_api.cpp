#include "billing/explain_service.hpp"
#include "billing/ledger_period_store.hpp"
#include "billing/ledger_store.hpp"
#include "billing/routes.hpp"
#include "billing/voucher_service.hpp"
#include "http/call.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::billing {
namespace ledger_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kPostingFields[] = {
    field::text("account", 160),
    field::one_of("group", enum_values<PostingGroup>),
    field::money("debit"),
    field::money("credit"),
};
constexpr Shape kPosting{"LedgerPosting", kPostingFields};

constexpr Field kEntryFields[] = {
    field::id<LedgerEntryId>("id"),
    field::one_of("book", enum_values<Book>),
    field::integer("fiscal_year"),
    field::integer("voucher").about("Gapless per book and fiscal year."),
    field::period("period"),
    field::period("usage_period").nullable(),
    field::timestamp("booked_at"),
    field::date("effective_on"),
    field::text("source_kind", 40),
    field::text("source_id", 80),
    field::text("description", 400),
    field::id<LedgerEntryId>("reverses_id").nullable(),
    field::id<LedgerEntryId>("corrects_id").nullable().about("Of an earlier period."),
    field::timestamp("checked_at").nullable().about("Set if the checker came after the booking."),
    field::text("maker", 64).nullable().about("制单; null: the system."),
    field::text("checker", 64).nullable().about("审核"),
    field::text("booker", 64).nullable().about("记账"),
    field::objects("postings", kPosting).items(100000),
};
constexpr Shape kEntry{"LedgerEntry", kEntryFields};

constexpr std::string_view kCheckedFilter[] = {"no", "any"};
constexpr Field kEntryFilters[] = {
    field::one_of("book", enum_values<Book>),
    field::period("period"),
    field::text("account", 160).about("Exact name."),
    field::text("source_kind", 40),
    field::text("source_id", 80),
    field::one_of("checked", kCheckedFilter).about("no: vouchers that nobody checked."),
};

Money debit_of(Money amount) { return amount.negative() ? Money() : amount; }
Money credit_of(Money amount) { return amount.negative() ? -amount : Money(); }

Json username_or_null(db::Transaction& tx, TenantScope scope, std::optional<UserId> id) {
    const auto user = id ? tenants::find_user(tx, scope, *id) : std::nullopt;
    return user ? Json(user->username) : Json(nullptr);
}

Json to_json(db::Transaction& tx, TenantScope scope, const StoredEntry& entry) {
    const auto& head = entry.head;
    Json postings = Json::array();
    for (const auto& posting : entry.postings)
        postings.push_back({{"account", posting.account},
                            {"group", std::string(to_text(posting.group))},
                            {"debit", to_text(debit_of(posting.amount))},
                            {"credit", to_text(credit_of(posting.amount))}});
    return {{"id", to_text(entry.id)},
            {"book", std::string(to_text(head.book))},
            {"fiscal_year", entry.fiscal_year},
            {"voucher", entry.voucher},
            {"period", to_text(head.period)},
            {"usage_period", head.usage_period ? Json(to_text(*head.usage_period)) : Json(nullptr)},
            {"booked_at", to_text(head.booked_at)},
            {"effective_on", to_text(head.effective_on)},
            {"source_kind", head.source_kind},
            {"source_id", head.source_id},
            {"description", head.description},
            {"reverses_id", entry.reverses_id ? Json(to_text(*entry.reverses_id)) : Json(nullptr)},
            {"corrects_id", head.corrects_id ? Json(to_text(*head.corrects_id)) : Json(nullptr)},
            {"checked_at", entry.checked_at ? Json(to_text(*entry.checked_at)) : Json(nullptr)},
            {"maker", username_or_null(tx, scope, entry.names.maker_id)},
            {"checker", username_or_null(tx, scope, entry.names.checker_id)},
            {"booker", username_or_null(tx, scope, entry.names.booker_id)},
            {"postings", std::move(postings)}};
}

Result<Reply> list_all_entries(const Call& call, db::Transaction& tx) {
    const LedgerFilter filter{.book = call.query.optional_enumerator<Book>("book"),
                              .period = call.query.optional_period("period"),
                              .account = call.query.text_or("account", ""),
                              .source_kind = call.query.text_or("source_kind", ""),
                              .source_id = call.query.text_or("source_id", ""),
                              .unchecked_only = call.query.text_or("checked", "any") == "no"};
    const auto entries = list_entries(tx, call.caller.scope, filter, call.page);
    Reply reply;
    reply.body = page_json(
        call.page, entries,
        [&](const StoredEntry& entry) { return to_json(tx, call.caller.scope, entry); },
        [](const StoredEntry& entry) { return entry.id.value; });
    return reply;
}

Result<Reply> read_one_entry(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<LedgerEntryId>("entry_id"));
    const auto entry = find_entry(tx, call.caller.scope, id);
    if (!entry) return not_found();
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, *entry);
    return reply;
}

// --- balances
// -------------------------------------------------------------------------------------

constexpr Field kLineFields[] = {
    field::text("account", 160),
    field::one_of("group", enum_values<PostingGroup>),
    field::money("opening").about("Debit above zero, as in closing."),
    field::money("debit"),
    field::money("credit"),
    field::money("year_debit").about("Of the year up to the period's end, as year_credit."),
    field::money("year_credit"),
    field::money("closing"),
};
constexpr Shape kLine{"TrialBalanceLine", kLineFields};
constexpr Field kTrialBalanceFields[] = {
    field::one_of("book", enum_values<Book>),
    field::period("period"),
    field::objects("lines", kLine).items(100000),
    field::money("debit").about("Of the period, both groups."),
    field::money("credit"),
    field::money("difference")
        .about("Sum of all closing balances; 0.00 unless the books are broken."),
};
constexpr Shape kTrialBalance{"TrialBalance", kTrialBalanceFields};
constexpr Field kTrialBalanceFilters[] = {
    field::one_of("book", enum_values<Book>).about("Default: nontax."),
    field::period("period").about("Default: the month of the tenant's clock."),
};

Result<Reply> read_trial_balance(const Call& call, db::Transaction& tx) {
    const auto book = call.query.optional_enumerator<Book>("book").value_or(Book::nontax);
    const auto period = call.query.optional_period("period").value_or(period_of(call.caller.now));
    Json lines = Json::array();
    Money debit, credit, difference;
    for (const auto& line : trial_balance(tx, call.caller.scope, book, period)) {
        debit += line.debit;
        credit += line.credit;
        difference += line.closing();
        lines.push_back({{"account", line.account},
                         {"group", std::string(to_text(line.group))},
                         {"opening", to_text(line.opening)},
                         {"debit", to_text(line.debit)},
                         {"credit", to_text(line.credit)},
                         {"year_debit", to_text(line.year_debit)},
                         {"year_credit", to_text(line.year_credit)},
                         {"closing", to_text(line.closing())}});
    }
    Reply reply;
    reply.body = {{"book", std::string(to_text(book))},
                  {"period", to_text(period)},
                  {"lines", std::move(lines)},
                  {"debit", to_text(debit)},
                  {"credit", to_text(credit)},
                  {"difference", to_text(difference)}};
    return reply;
}

constexpr Field kAccountFields[] = {
    field::text("account", 160),
    field::one_of("group", enum_values<PostingGroup>),
    field::money("balance").about("Debit above zero."),
};
constexpr Shape kAccount{"LedgerAccount", kAccountFields};
constexpr Field kAccountsFields[] = {
    field::one_of("book", enum_values<Book>),
    field::objects("accounts", kAccount).items(100000),
};
constexpr Shape kAccounts{"LedgerAccounts", kAccountsFields};
constexpr Field kAccountFilters[] = {
    field::one_of("book", enum_values<Book>).about("Default: nontax."),
};

Result<Reply> list_accounts(const Call& call, db::Transaction& tx) {
    const auto book = call.query.optional_enumerator<Book>("book").value_or(Book::nontax);
    Json accounts = Json::array();
    for (const auto& line : account_balances(tx, call.caller.scope, book))
        accounts.push_back({{"account", line.account},
                            {"group", std::string(to_text(line.group))},
                            {"balance", to_text(line.balance)}});
    Reply reply;
    reply.body = {{"book", std::string(to_text(book))}, {"accounts", std::move(accounts)}};
    return reply;
}

// --- one account's lines
// ----------------------------------------------------------------------------------------

constexpr Field kAccountLineFields[] = {
    field::id<LedgerEntryId>("entry_id"),
    field::integer("fiscal_year"),
    field::integer("voucher"),
    field::period("period"),
    field::date("effective_on"),
    field::text("source_kind", 40),
    field::text("source_id", 80),
    field::text("description", 400),
    field::money("debit"),
    field::money("credit"),
    field::money("balance").about("After the entry. Debit above zero."),
};
constexpr Shape kAccountLine{"LedgerAccountLine", kAccountLineFields};
constexpr Field kAccountLineFilters[] = {
    field::one_of("book", enum_values<Book>).about("Default: nontax."),
    field::text("account", 160).about("Exact name; required."),
    field::period("from").about("Default: the first month."),
    field::period("to").about("Default: the month of the tenant's clock."),
};

Result<Reply> list_lines_of_account(const Call& call, db::Transaction& tx) {
    const auto account = call.query.text_or("account", "");
    if (account.empty()) return malformed("?account", "missing_field");
    const AccountRange range{
        .book = call.query.optional_enumerator<Book>("book").value_or(Book::nontax),
        .account = account,
        .from = call.query.optional_period("from").value_or(Period{1, 1}),
        .to = call.query.optional_period("to").value_or(period_of(call.caller.now))};
    const auto lines = list_account_lines(tx, call.caller.scope, range, call.page);
    Reply reply;
    reply.body = page_json(
        call.page, lines,
        [](const AccountLine& line) -> Json {
            return {{"entry_id", to_text(line.entry.id)},
                    {"fiscal_year", line.entry.fiscal_year},
                    {"voucher", line.entry.voucher},
                    {"period", to_text(line.entry.head.period)},
                    {"effective_on", to_text(line.entry.head.effective_on)},
                    {"source_kind", line.entry.head.source_kind},
                    {"source_id", line.entry.head.source_id},
                    {"description", line.entry.head.description},
                    {"debit", to_text(line.debit)},
                    {"credit", to_text(line.credit)},
                    {"balance", to_text(line.balance)}};
        },
        [](const AccountLine& line) { return line.entry.id.value; });
    return reply;
}

// --- explanation and check
// --------------------------------------------------------------------------------------

constexpr Field kExplanationFields[] = {
    field::any("entry"),
    field::any("corrects").about("The entry that this one corrects or reverses; else null."),
    field::any("corrected_by").about("Later entries that correct or reverse this one."),
    field::any("sources").about("Receipts, suspense, refunds, reliefs, allotments, openings."),
    field::any("pools").about("Allocated pools: plan, steps and, part by part, weight, usage, "
                              "quality, exact share, rounding, amount."),
    field::any("documents").about("Claims and bills with their charge lines: plan, tiers, exact "
                                  "value, range of events and their digest."),
};
constexpr Shape kExplanation{"LedgerExplanation", kExplanationFields};

Result<Reply> read_explanation(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<LedgerEntryId>("entry_id"));
    YUNHE_TRY(explanation, explain_entry(tx, call.caller.scope, id));
    Reply reply;
    reply.body = std::move(explanation);
    return reply;
}

constexpr Field kCheckFields[] = {field::text("opinion", 400).optional()};
constexpr Shape kCheck{"VoucherCheck", kCheckFields};

Result<Reply> check_one_voucher(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<LedgerEntryId>("entry_id"));
    YUNHE_TRY(entry, check_voucher(tx, call.caller, id, call.body.text_or("opinion", "")));
    Reply reply;
    reply.body = to_json(tx, call.caller.scope, entry);
    return reply;
}

constexpr Field kCheckAllFields[] = {
    field::one_of("book", enum_values<Book>),
    field::period("period"),
    field::text("opinion", 400).optional(),
};
constexpr Shape kCheckAll{"VoucherChecks", kCheckAllFields};
constexpr Field kCheckedFields[] = {
    field::integer("checked"),
    field::integer("left").about("The caller's own: another person checks them."),
};
constexpr Shape kChecked{"CheckedVouchers", kCheckedFields};

Result<Reply> check_all_vouchers(const Call& call, db::Transaction& tx) {
    const auto outcome =
        check_vouchers(tx, call.caller, call.body.enumerator<Book>("book"),
                       call.body.period("period"), call.body.text_or("opinion", ""));
    Reply reply;
    reply.body = {{"checked", outcome.checked}, {"left", outcome.left}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/ledger/entries", Permission::ledger_read, list_all_entries,
     "listLedgerEntries", "Entries in the order of booking.",
     {.query = kEntryFilters, .page_of = &kEntry}},
    {Method::get, "/api/v1/ledger/entries/:entry_id", Permission::ledger_read, read_one_entry,
     "readLedgerEntry", "One entry with its postings.", {.reply = &kEntry}},
    {Method::get, "/api/v1/ledger/trial-balance", Permission::ledger_read, read_trial_balance,
     "readTrialBalance", "The trial balance of a book at the end of a period.",
     {.query = kTrialBalanceFilters, .reply = &kTrialBalance}},
    {Method::get, "/api/v1/ledger/accounts", Permission::ledger_read, list_accounts,
     "listLedgerAccounts", "The accounts of a book with their balances.",
     {.query = kAccountFilters, .reply = &kAccounts}},
    {Method::get, "/api/v1/ledger/account-lines", Permission::ledger_read, list_lines_of_account,
     "listLedgerAccountLines", "What each entry moved on one account, with the balance after it.",
     {.query = kAccountLineFilters, .page_of = &kAccountLine}},
    {Method::get, "/api/v1/ledger/entries/:entry_id/explanation", Permission::ledger_read,
     read_explanation, "explainLedgerEntry",
     "What stands behind an entry, down to the events.", {.reply = &kExplanation}},
    {Method::post, "/api/v1/ledger/entries/:entry_id/check", Permission::voucher_check,
     check_one_voucher, "checkVoucher", "Checks a voucher that another person booked alone.",
     {.body = &kCheck, .reply = &kEntry}},
    {Method::post, "/api/v1/ledger/voucher-checks", Permission::voucher_check, check_all_vouchers,
     "checkVouchers", "Checks all vouchers of a month that others booked alone.",
     {.body = &kCheckAll, .reply = &kChecked}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace ledger_api

std::span<const http::Route> ledger_routes() { return ledger_api::kRoutes; }

}  // namespace yunhe::billing
