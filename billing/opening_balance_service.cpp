#include "billing/opening_balance_service.hpp"

#include "billing/ledger_period_store.hpp"
#include "billing/ledger_store.hpp"
#include "billing/opening_balance_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "tenants/four_eyes_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::string_view kOpeningAggregate = "opening_balance";
constexpr std::string_view kApproveOpeningTask = "approve_opening_balance";

OpeningActor opening_actor_of(const tenants::Caller& caller) {
    if (caller.role == tenants::Role::finance) return OpeningActor::finance;
    if (caller.role == tenants::Role::operator_admin) return OpeningActor::operator_admin;
    return OpeningActor::other;
}

catalog::CaseRef opening_case(const OpeningBalance& opening) {
    return {std::string(kOpeningAggregate), opening.id.value,
            std::to_string(opening.number) + " " + opening.document};
}

/// A book begins once: after its first entry there is nothing to open it with.
Status check_empty(db::Transaction& tx, TenantScope scope, Book book) {
    if (first_period_with_entries(tx, scope, book) || read_book(tx, scope, book).closed_through)
        return wrong_state("book_has_entries", {{"book", std::string(to_text(book))}});
    return Done{};
}

/// The locked document and the state that the move leads to.
struct OpeningMove {
    OpeningBalance opening;
    OpeningState to;
};
Result<OpeningMove> begin_opening_move(db::Transaction& tx, const tenants::Caller& caller,
                                       OpeningBalanceId id, OpeningAction action) {
    auto opening = lock_opening_balance(tx, caller.scope, id);
    if (!opening) return not_found();
    YUNHE_TRY(to, next_state(kOpeningMoves, opening->state, action, opening_actor_of(caller)));
    return OpeningMove{std::move(*opening), to};
}

OpeningBalance finish_opening_move(db::Transaction& tx, const tenants::Caller& caller,
                                   OpeningMove move, OpeningAction action,
                                   const std::string& opinion) {
    auto& opening = move.opening;
    const auto from = opening.state;
    opening.state = move.to;
    opening.decided_by_id = caller.user_id;
    opening.decided_at = caller.now;
    save_opening_balance(tx, caller.scope, opening);
    opening.version += 1;
    catalog::record_step(tx, caller, opening_case(opening), to_text(action), to_text(from),
                         to_text(opening.state), opinion);
    catalog::close_case(tx, caller, opening_case(opening));
    return std::move(opening);
}

}  // namespace

Result<OpeningBalance> record_opening(db::Transaction& tx, const tenants::Caller& caller,
                                      const OpeningDraft& draft) {
    YUNHE_TRY(state, next_state(kOpeningMoves, OpeningState::draft, OpeningAction::record,
                                opening_actor_of(caller)));
    OpeningBalance opening;
    opening.book = draft.book;
    opening.as_of = draft.as_of;
    opening.document = draft.document;
    opening.lines = draft.lines;
    opening.state = state;
    YUNHE_CHECK(check_opening(opening));
    if (draft.as_of >= date_of(caller.now)) return malformed("/as_of", "not_past");
    YUNHE_CHECK(check_empty(tx, caller.scope, draft.book));
    opening.number = tx.next_number(caller.scope, "opening_balance");
    opening.id = tx.new_id<OpeningBalanceId>();
    opening.recorded_by_id = caller.user_id;
    opening.recorded_at = caller.now;
    insert_opening_balance(tx, caller.scope, opening);
    catalog::record_step(tx, caller, opening_case(opening), to_text(OpeningAction::record), "",
                         to_text(state));
    catalog::open_role_todos(tx, caller, opening_case(opening), kApproveOpeningTask,
                             tenants::Role::operator_admin);
    return opening;
}

Result<OpeningBalance> approve_opening(db::Transaction& tx, const tenants::Caller& caller,
                                       OpeningBalanceId id, const std::string& opinion) {
    YUNHE_TRY(move, begin_opening_move(tx, caller, id, OpeningAction::approve));
    YUNHE_CHECK(tenants::check_four_eyes_of(tx, caller, kOpeningAggregate, id.value,
                                            move.opening.recorded_by_id));
    const auto book = move.opening.book;
    auto state = lock_book(tx, caller.scope, book);
    YUNHE_CHECK(check_empty(tx, caller.scope, book));
    YUNHE_TRY(entry_id, post_entry(tx, caller.scope, entry_of(move.opening, caller.now),
                                   {.maker_id = move.opening.recorded_by_id,
                                    .checker_id = caller.user_id}));
    move.opening.entry_id = entry_id;

    const auto month = period_of(move.opening.as_of);
    state.closed_through = month;
    save_book(tx, caller.scope, book, state);
    auto closed = read_ledger_period(tx, caller.scope, book, month);
    closed.state = PeriodState::closed;
    closed.requested_by_id = move.opening.recorded_by_id;
    closed.requested_at = move.opening.recorded_at;
    closed.closed_by_id = caller.user_id;
    closed.closed_at = caller.now;
    closed.seal = seal_period(tx, caller.scope, book, month);
    save_ledger_period(tx, caller.scope, closed);
    return finish_opening_move(tx, caller, std::move(move), OpeningAction::approve, opinion);
}

Result<OpeningBalance> refuse_opening(db::Transaction& tx, const tenants::Caller& caller,
                                      OpeningBalanceId id, const std::string& reason) {
    YUNHE_TRY(move, begin_opening_move(tx, caller, id, OpeningAction::refuse));
    return finish_opening_move(tx, caller, std::move(move), OpeningAction::refuse, reason);
}

}  // namespace yunhe::billing
