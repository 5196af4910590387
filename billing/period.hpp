/// The periods of a book (账期): open -> closing -> closed, in order and never back from closed.
///
/// Finance asks for the closing (结账) once the check list is clean; from then on the month takes no
/// entry. Another person approves it, or sends it back, which opens it again. What is found later
/// about a closed month is booked into the open one with a link to the entry that it corrects.
/// Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/workflow.hpp"
#include "billing/ledger.hpp"

namespace yunhe::billing {

enum class PeriodState { open, closing, closed };
enum class PeriodAction { request, approve, send_back };
enum class PeriodActor { finance, operator_admin, other };

inline constexpr auto kPeriodMoves = [] {
    using enum PeriodState;
    using enum PeriodAction;
    using enum PeriodActor;
    using Row = Move<PeriodState, PeriodAction, PeriodActor>;
    return std::array{
        Row{open, request, finance, closing},
        Row{closing, approve, operator_admin, closed},
        Row{closing, send_back, operator_admin, open},
    };
}();

/// How far a book is closed.
struct BookState {
    std::optional<Period> closed_through;  ///< This month and all before it are closed.
    std::optional<Period> closing;         ///< The month that waits for its approval.
    friend bool operator==(const BookState&, const BookState&) = default;
};
bool takes_entries(const BookState& book, Period period);
/// The period itself if it takes entries, else the next one that does.
Period first_open_period(const BookState& book, Period period);
PeriodState state_of(const BookState& book, Period period);

/// One thing that must be in order before a month is closed. Clean: count is 0.
struct ClosingCheck {
    std::string code;                  ///< Stable snake_case, has a text.
    std::uint64_t count = 0;           ///< How many are open.
    std::vector<std::string> samples;  ///< Addresses (paths of the API) of some of them.
    bool may_be_explained = false;     ///< A written reason lets the month close all the same.
    std::string explanation = {};      ///< The one that was given.
    bool blocks() const { return count > 0 && !(may_be_explained && !explanation.empty()); }
};

/// `none` if nothing blocks, else state `period_not_ready` (args: period) with one field error per
/// check that blocks: its code, count and first sample.
Status check_ready(Period period, const std::vector<ClosingCheck>& checks);

/// A month's number on timelines and desks: distinct per book.
std::uint64_t period_case_id(Book book, Period period);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::PeriodState> =
    yunhe::texts_of(std::pair{yunhe::billing::PeriodState::open, "open"},
                    std::pair{yunhe::billing::PeriodState::closing, "closing"},
                    std::pair{yunhe::billing::PeriodState::closed, "closed"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::PeriodAction> =
    yunhe::texts_of(std::pair{yunhe::billing::PeriodAction::request, "request"},
                    std::pair{yunhe::billing::PeriodAction::approve, "approve"},
                    std::pair{yunhe::billing::PeriodAction::send_back, "send_back"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::PeriodActor> =
    yunhe::texts_of(std::pair{yunhe::billing::PeriodActor::finance, "finance"},
                    std::pair{yunhe::billing::PeriodActor::operator_admin, "operator_admin"},
                    std::pair{yunhe::billing::PeriodActor::other, "other"});
