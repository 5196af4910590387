/// The income limit (最高准许收入): the most that the operator may earn in a calendar year, by the
/// authorising body's document (发改价格〔2025〕65号).
///
/// Recorded by the operator, confirmed by the data authority, or refused; a later one for the same
/// year replaces the confirmed one once it is confirmed itself. Income runs against it as bills are
/// booked. What is above it isn't refused but shown, kept on the memo account `overshoot:<year>`,
/// and carried over: it lowers what the next year with a limit permits. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"

namespace yunhe::billing {

struct IncomeLimitEntity { static constexpr std::string_view prefix = "iml"; };
using IncomeLimitId = Id<IncomeLimitEntity>;

enum class IncomeLimitState { recorded, confirmed, refused, replaced };
enum class IncomeLimitAction { confirm, refuse, replace };
enum class IncomeLimitActor { authority };

inline constexpr auto kIncomeLimitMoves = [] {
    using enum IncomeLimitState;
    using enum IncomeLimitAction;
    using enum IncomeLimitActor;
    using Row = Move<IncomeLimitState, IncomeLimitAction, IncomeLimitActor>;
    return std::array{Row{recorded, confirm, authority, confirmed},
                      Row{recorded, refuse, authority, refused},
                      Row{confirmed, replace, authority, replaced}};
}();

struct IncomeLimit {
    IncomeLimitId id;
    int year = 0;
    Money amount;
    bool tax_included = false;  ///< Does the document count income with its tax?
    std::string document;
    IncomeLimitState state = IncomeLimitState::recorded;
    int version = 1;
    UserId recorded_by_id;
    Timestamp recorded_at;
    std::optional<UserId> decided_by_id;
    std::optional<Timestamp> decided_at;
};

/// Errors: malformed `/amount` bad_money (below zero); `/year` out_of_range (before this year, or
/// more than five years ahead; args min, max); `/document` document_required.
Status check_income_limit(const IncomeLimit& limit, int this_year);

/// A year with a limit, and what was earned in it: entries booked in its periods.
struct IncomeYear {
    int year = 0;
    Money limit;
    Money income;
};
struct IncomeStanding {
    Money carried_in;  ///< The overshoot of the limited year before.
    Money permitted;   ///< limit - carried_in, at least zero.
    Money overshoot;   ///< What income and carried_in are above the limit; carried over.
};
/// One for each year. REQUIRES: years ascend strictly.
std::vector<IncomeStanding> stand_against(const std::vector<IncomeYear>& years);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::IncomeLimitState> =
    yunhe::texts_of(std::pair{yunhe::billing::IncomeLimitState::recorded, "recorded"},
                    std::pair{yunhe::billing::IncomeLimitState::confirmed, "confirmed"},
                    std::pair{yunhe::billing::IncomeLimitState::refused, "refused"},
                    std::pair{yunhe::billing::IncomeLimitState::replaced, "replaced"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::IncomeLimitAction> =
    yunhe::texts_of(std::pair{yunhe::billing::IncomeLimitAction::confirm, "confirm"},
                    std::pair{yunhe::billing::IncomeLimitAction::refuse, "refuse"},
                    std::pair{yunhe::billing::IncomeLimitAction::replace, "replace"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::IncomeLimitActor> =
    yunhe::texts_of(std::pair{yunhe::billing::IncomeLimitActor::authority, "authority"});
