#include "billing/period_service.hpp"

#include <algorithm>
#include <ranges>

#include "billing/closing_check_store.hpp"
#include "billing/ledger_store.hpp"
#include "billing/sales_report_service.hpp"
#include "billing/settlement_service.hpp"
#include "billing/settlement_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "tenants/four_eyes_service.hpp"
#include "tenants/tenant_policy.hpp"
#include "tenants/tenant_store.hpp"
#include "tenants/webhook_publish_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kPeriodAggregate = "ledger_period";
constexpr std::string_view kMendPeriodTask = "mend_period_close";
constexpr std::string_view kApprovePeriodTask = "approve_period_close";
constexpr int kDecember = 12;

PeriodActor period_actor_of(const tenants::Caller& caller) {
    if (caller.role == tenants::Role::finance) return PeriodActor::finance;
    if (caller.role == tenants::Role::operator_admin) return PeriodActor::operator_admin;
    return PeriodActor::other;
}

std::string period_address(Book book, Period period) {
    return "/api/v1/periods/" + to_text(period) + "?book=" + std::string(to_text(book));
}

catalog::CaseRef period_case(Book book, Period period) {
    return {std::string(kPeriodAggregate), period_case_id(book, period),
            to_text(period) + (book == Book::nontax ? " 非税账簿" : " 经营账簿")};
}

/// Months that must be closed before this one: those since the last closed one, or since the first
/// with an entry.
OpenItems earlier_open_periods(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    const auto state = read_book(tx, scope, book);
    auto month = state.closed_through ? std::optional(next(*state.closed_through))
                                      : first_period_with_entries(tx, scope, book);
    OpenItems open;
    for (; month && *month < period; month = next(*month)) {
        ++open.count;
        if (open.samples.size() < 5) open.samples.push_back(period_address(book, *month));
    }
    return open;
}

OpenItems month_not_over(Book book, Period period, Timestamp now) {
    if (end_of(period) <= now) return {};
    return {1, {period_address(book, period)}};
}

/// A settlement made now must come to what the last one came to: otherwise there is use that isn't
/// rated, or rated by facts that changed since.
OpenItems outdated_settlement(db::Transaction& tx, TenantScope scope, Period period) {
    const OpenItems outdated{1, {"/api/v1/settlements?period=" + to_text(period)}};
    const auto facts = read_period_facts(tx, scope, period);
    if (!facts.ok()) return outdated;
    const auto lines = rate_period(facts.value());
    if (!lines.ok()) return outdated;
    const auto stored = find_settlement_of(tx, scope, period);
    if (!stored) return lines.value().empty() ? OpenItems{} : outdated;
    const auto tax_rate = tenants::read_tenant(tx, scope)
                              .policy.value("tax_rate", tenants::TenantPolicy().tax_rate);
    return stored->digest_hex == digest_of(lines.value(), tax_rate) ? OpenItems{} : outdated;
}

ClosingCheck closing_check_row(std::string_view code, OpenItems open,
                               bool may_be_explained = false) {
    return {.code = std::string(code),
            .count = open.count,
            .samples = std::move(open.samples),
            .may_be_explained = may_be_explained};
}

/// A share that is taken of nothing because the sales aren't checked yet.
OpenItems unchecked_sales(db::Transaction& tx, TenantScope scope, Book book, Period period) {
    constexpr std::size_t kSamples = 5;
    OpenItems open;
    if (book != Book::nontax) return open;
    const auto orders = orders_without_sales(tx, scope, period);
    open.count = orders.size();
    for (const auto& order : orders | std::views::take(kSamples))
        open.samples.push_back("/api/v1/orders/" + order.order_code);
    return open;
}

Explanations explanations_in(const Json& stored) {
    Explanations explanations;
    for (const auto& [code, text] : stored.items()) explanations[code] = text.get<std::string>();
    return explanations;
}

Status check_explainable(const std::vector<ClosingCheck>& checks,
                         const Explanations& explanations) {
    for (const auto& [code, text] : explanations) {
        const bool known = std::ranges::any_of(checks, [&](const ClosingCheck& check) {
            return check.may_be_explained && check.code == code;
        });
        if (!known) return malformed("/explanations", "not_explainable", {{"check", code}});
    }
    return Done{};
}

void tell_period(db::Transaction& tx, const tenants::Caller& caller, const LedgerPeriod& period,
                 PeriodAction action, PeriodState from, const std::string& opinion) {
    const auto subject = period_case(period.book, period.period);
    auto details = Json::object();
    if (period.seal)
        details = {{"entries", period.seal->entries}, {"digest", period.seal->digest_hex}};
    catalog::record_step(tx, caller, subject, to_text(action), to_text(from),
                         to_text(period.state), opinion, std::move(details));
    catalog::close_case(tx, caller, subject);
    if (action == PeriodAction::request)
        catalog::open_role_todos(tx, caller, subject, kApprovePeriodTask,
                                 tenants::Role::operator_admin);
    if (action == PeriodAction::send_back)
        catalog::open_role_todos(tx, caller, subject, kMendPeriodTask, tenants::Role::finance);
}

void announce_closed(db::Transaction& tx, const tenants::Caller& caller,
                     const LedgerPeriod& period) {
    tenants::publish_webhook(tx, caller.scope,
                             {.type = "period.closed",
                              .subject = to_text(period.period),
                              .data = {{"book", std::string(to_text(period.book))},
                                       {"period", to_text(period.period)},
                                       {"entries", period.seal->entries},
                                       {"digest", period.seal->digest_hex}}},
                             caller.now);
}

/// Books what closes the year and keeps what goes over. REQUIRES: the book is locked, December
/// takes entries.
Status close_year(db::Transaction& tx, const tenants::Caller& caller,
                  const LedgerPeriod& december) {
    std::vector<NamedBalance> balances;
    for (const auto& line :
         balances_through(tx, caller.scope, december.book, december.period))
        if (line.group == PostingGroup::money) balances.push_back({line.account, line.balance});
    const int year = december.period.year;
    auto entry = year_closed({.book = december.book,
                              .period = december.period,
                              .usage_period = {},
                              .booked_at = caller.now,
                              .effective_on = last_day(december.period),
                              .source_kind = "fiscal_year",
                              .source_id = std::to_string(year),
                              .description = "年终结转 " + std::to_string(year) + "年度"},
                             balances);
    FiscalYear closed{.book = december.book,
                      .year = year,
                      .entry_id = {},
                      .vouchers = 0,
                      .closed_by_id = caller.user_id,
                      .closed_at = caller.now};
    if (entry) {
        YUNHE_TRY(entry_id, post_entry(tx, caller.scope, *entry,
                                       {.maker_id = december.requested_by_id,
                                        .checker_id = caller.user_id}));
        closed.entry_id = entry_id;
    }
    closed.vouchers = vouchers_of_year(tx, caller.scope, december.book, year);
    insert_fiscal_year(tx, caller.scope, closed,
                       balances_through(tx, caller.scope, december.book, december.period));
    return Done{};
}

}  // namespace

Result<Period> booking_period(db::Transaction& tx, TenantScope scope, Book book,
                              Date effective_on) {
    return first_open_period(lock_book(tx, scope, book), period_of(effective_on));
}

std::vector<ClosingCheck> closing_checks(db::Transaction& tx, TenantScope scope, Book book,
                                         Period period, Timestamp now,
                                         const Explanations& explanations) {
    std::vector<ClosingCheck> checks{
        closing_check_row("month_not_over", month_not_over(book, period, now)),
        closing_check_row("earlier_period_open", earlier_open_periods(tx, scope, book, period)),
        closing_check_row("usage_not_rated", unrated_usage(tx, scope, book, period)),
        closing_check_row("settlement_outdated", outdated_settlement(tx, scope, period)),
        closing_check_row("sales_not_checked", unchecked_sales(tx, scope, book, period), true),
        closing_check_row("draft_documents", unissued_documents(tx, scope, book, period)),
        closing_check_row("draft_runs",
                      book == Book::nontax ? unposted_runs(tx, scope, period) : OpenItems{}),
        closing_check_row("receipts_not_placed", unplaced_receipts(tx, scope, book, period)),
        closing_check_row("quarantine_waiting", quarantined_events(tx, scope, period), true),
        closing_check_row("vouchers_not_checked", unchecked_vouchers(tx, scope, book, period)),
        closing_check_row("trial_balance_not_zero", unbalanced_groups(tx, scope, book, period)),
    };
    for (auto& check : checks)
        if (const auto given = explanations.find(check.code); given != explanations.end())
            check.explanation = given->second;
    return checks;
}

PeriodView view_period(db::Transaction& tx, TenantScope scope, Book book, Period period,
                       Timestamp now) {
    auto known = read_ledger_period(tx, scope, book, period);
    if (known.state == PeriodState::closed) return {std::move(known), {}};
    auto checks =
        closing_checks(tx, scope, book, period, now, explanations_in(known.explanations));
    return {std::move(known), std::move(checks)};
}

Result<PeriodView> request_closing(db::Transaction& tx, const tenants::Caller& caller, Book book,
                                   Period period, const Explanations& explanations) {
    auto state = lock_book(tx, caller.scope, book);
    const auto from = state_of(state, period);
    YUNHE_TRY(to, next_state(kPeriodMoves, from, PeriodAction::request, period_actor_of(caller)));
    if (state.closing)
        return wrong_state("other_period_closing", {{"period", to_text(*state.closing)}});
    auto checks = closing_checks(tx, caller.scope, book, period, caller.now, explanations);
    YUNHE_CHECK(check_explainable(checks, explanations));
    YUNHE_CHECK(check_ready(period, checks));

    state.closing = period;
    save_book(tx, caller.scope, book, state);
    auto closing = read_ledger_period(tx, caller.scope, book, period);
    closing.state = to;
    closing.requested_by_id = caller.user_id;
    closing.requested_at = caller.now;
    closing.explanations = Json(explanations);
    save_ledger_period(tx, caller.scope, closing);
    tell_period(tx, caller, closing, PeriodAction::request, from, "");
    return PeriodView{std::move(closing), std::move(checks)};
}

Result<PeriodView> approve_closing(db::Transaction& tx, const tenants::Caller& caller, Book book,
                                   Period period, const std::string& opinion) {
    auto state = lock_book(tx, caller.scope, book);
    const auto from = state_of(state, period);
    YUNHE_TRY(to, next_state(kPeriodMoves, from, PeriodAction::approve, period_actor_of(caller)));
    auto closing = read_ledger_period(tx, caller.scope, book, period);
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, kPeriodAggregate,
                                            period_case_id(book, period),
                                            *closing.requested_by_id));
    // Drafts, late events and quarantined ones may have come since the request.
    auto checks = closing_checks(tx, caller.scope, book, period, caller.now,
                                 explanations_in(closing.explanations));
    YUNHE_CHECK(check_ready(period, checks));

    state.closing.reset();
    save_book(tx, caller.scope, book, state);
    if (period.month == kDecember) YUNHE_CHECK(close_year(tx, caller, closing));
    state.closed_through = period;
    save_book(tx, caller.scope, book, state);
    closing.seal = seal_period(tx, caller.scope, book, period);
    closing.entries = closing.seal->entries;
    closing.state = to;
    closing.closed_by_id = caller.user_id;
    closing.closed_at = caller.now;
    save_ledger_period(tx, caller.scope, closing);
    tell_period(tx, caller, closing, PeriodAction::approve, from, opinion);
    announce_closed(tx, caller, closing);
    return PeriodView{std::move(closing), std::move(checks)};
}

Result<PeriodView> send_back_closing(db::Transaction& tx, const tenants::Caller& caller, Book book,
                                     Period period, const std::string& reason) {
    auto state = lock_book(tx, caller.scope, book);
    const auto from = state_of(state, period);
    YUNHE_TRY(to, next_state(kPeriodMoves, from, PeriodAction::send_back, period_actor_of(caller)));
    state.closing.reset();
    save_book(tx, caller.scope, book, state);
    auto reopened = read_ledger_period(tx, caller.scope, book, period);
    reopened.state = to;
    reopened.requested_by_id.reset();
    reopened.requested_at.reset();
    save_ledger_period(tx, caller.scope, reopened);
    tell_period(tx, caller, reopened, PeriodAction::send_back, from, reason);
    return view_period(tx, caller.scope, book, period, caller.now);
}

}  // namespace yunhe::billing
