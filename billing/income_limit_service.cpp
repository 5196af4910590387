#include "billing/income_limit_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "billing/income_limit_store.hpp"
#include "billing/ledger_store.hpp"
#include "billing/period_service.hpp"
#include "tenants/four_eyes_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

int year_of(Timestamp instant) { return period_of(instant).year; }

/// The year whose overshoot stands: the last one with a limit that has begun.
const IncomeView* running_limit(const std::vector<IncomeView>& views, int this_year) {
    const IncomeView* running = nullptr;
    for (const auto& view : views)
        if (view.limit.year <= this_year) running = &view;
    return running;
}

/// An earlier year's overshoot has lowered what a later one permits: it stands there.
Money overshoot_due(const IncomeView& view, const IncomeView& running) {
    return view.limit.year == running.limit.year ? view.standing.overshoot : Money();
}

Status book_overshoot(db::Transaction& tx, const Caller& caller, const IncomeLimit& limit,
                      Money change) {
    YUNHE_TRY(period, booking_period(tx, caller.scope, Book::operators, date_of(caller.now)));
    const auto entry = overshoot_recorded({.book = Book::operators,
                                           .period = period,
                                           .usage_period = {},
                                           .booked_at = caller.now,
                                           .effective_on = date_of(caller.now),
                                           .source_kind = "income_limit",
                                           .source_id = to_text(limit.id),
                                           .description = std::to_string(limit.year) +
                                                          " 年最高准许收入 " + limit.document},
                                          std::to_string(limit.year), change);
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, entry, {}));
    const auto state = to_text(limit.state);
    catalog::record_step(tx, caller, case_of(limit), "overshoot", state, state, "",
                         {{"change", to_text(change)}, {"entry", to_text(entry_id)}});
    return Done{};
}

IncomeLimit decided(IncomeLimit limit, IncomeLimitState to, const Caller& caller) {
    limit.state = to;
    limit.decided_by_id = caller.user_id;
    limit.decided_at = caller.now;
    return limit;
}

/// The confirmed one of the year steps back.
Status replace_confirmed(db::Transaction& tx, const Caller& caller, int year) {
    auto before = lock_income_limit_of(tx, caller.scope, year, IncomeLimitState::confirmed);
    if (!before) return Done{};
    const auto from = before->state;
    YUNHE_TRY(to, next_state(kIncomeLimitMoves, from, IncomeLimitAction::replace,
                             IncomeLimitActor::authority));
    before->state = to;
    save_income_limit(tx, caller.scope, *before);
    catalog::record_step(tx, caller, case_of(*before), to_text(IncomeLimitAction::replace),
                         to_text(from), to_text(to));
    catalog::close_case(tx, caller, case_of(*before));
    return Done{};
}

}  // namespace

catalog::CaseRef case_of(const IncomeLimit& limit) {
    return {"income_limit", limit.id.value, std::to_string(limit.year) + " " + limit.document};
}

Result<IncomeLimit> record_income_limit(db::Transaction& tx, const Caller& caller,
                                        const IncomeLimitDraft& draft) {
    const IncomeLimit limit{.id = tx.new_id<IncomeLimitId>(),
                            .year = draft.year,
                            .amount = draft.amount,
                            .tax_included = draft.tax_included,
                            .document = draft.document,
                            .recorded_by_id = caller.user_id,
                            .recorded_at = caller.now,
                            .decided_by_id = {},
                            .decided_at = {}};
    YUNHE_CHECK(check_income_limit(limit, year_of(caller.now)));
    tenants::lock_tenant(tx, caller.scope);
    if (lock_income_limit_of(tx, caller.scope, limit.year, IncomeLimitState::recorded))
        return wrong_state("income_limit_waiting", {{"year", std::to_string(limit.year)}});
    insert_income_limit(tx, caller.scope, limit);
    catalog::record_step(tx, caller, case_of(limit), "record", "", to_text(limit.state), "",
                         {{"amount", to_text(limit.amount)}});
    catalog::open_role_todos(tx, caller, case_of(limit), kConfirmIncomeLimitTask,
                             tenants::Role::data_authority);
    return limit;
}

Result<IncomeLimit> decide_income_limit(db::Transaction& tx, const Caller& caller,
                                        IncomeLimitId id, bool confirm,
                                        const std::string& reason) {
    if (!confirm && blank(reason)) return malformed("/reason", "reason_required");
    tenants::lock_tenant(tx, caller.scope);
    const auto stored = lock_income_limit(tx, caller.scope, id);
    if (!stored) return not_found();
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, "income_limit", id.value,
                                            stored->recorded_by_id));
    const auto action = confirm ? IncomeLimitAction::confirm : IncomeLimitAction::refuse;
    YUNHE_TRY(to, next_state(kIncomeLimitMoves, stored->state, action,
                             IncomeLimitActor::authority));
    if (confirm) YUNHE_CHECK(replace_confirmed(tx, caller, stored->year));
    auto limit = decided(*stored, to, caller);
    save_income_limit(tx, caller.scope, limit);
    limit.version += 1;
    catalog::record_step(tx, caller, case_of(limit), to_text(action), to_text(stored->state),
                         to_text(to), reason);
    catalog::close_case(tx, caller, case_of(limit));
    if (confirm) YUNHE_CHECK(follow_income(tx, caller));
    return limit;
}

std::vector<IncomeView> view_income(db::Transaction& tx, TenantScope scope) {
    std::vector<IncomeView> views;
    std::vector<IncomeYear> years;
    for (auto& limit : confirmed_income_limits(tx, scope)) {
        const auto income = income_of_year(tx, scope, limit.year, limit.tax_included);
        years.push_back({.year = limit.year, .limit = limit.amount, .income = income});
        views.push_back({.limit = std::move(limit), .income = income, .standing = {}});
    }
    const auto standings = stand_against(years);
    for (std::size_t i = 0; i < views.size(); ++i) views[i].standing = standings[i];
    return views;
}

Status follow_income(db::Transaction& tx, const Caller& caller) {
    const auto views = view_income(tx, caller.scope);
    const auto* running = running_limit(views, year_of(caller.now));
    if (running == nullptr) return Done{};
    for (const auto& view : views) {
        const auto due = overshoot_due(view, *running);
        const auto booked =
            account_balance(tx, caller.scope, Book::operators,
                            overshoot_account(std::to_string(view.limit.year)));
        if (booked != due) YUNHE_CHECK(book_overshoot(tx, caller, view.limit, due - booked));
        if (due.zero())
            catalog::close_task(tx, caller, case_of(view.limit), kIncomeOverLimitTask);
        else
            catalog::open_role_todos(tx, caller, case_of(view.limit), kIncomeOverLimitTask,
                                     tenants::Role::finance);
    }
    return Done{};
}

}  // namespace yunhe::billing
