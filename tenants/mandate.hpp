/// The mandate (一级授权): the city's authorisation of the first-level operator.
///
/// draft -> active -> suspended -> ended. Past its last day it has ended without anybody's act. At
/// the end no new acts are possible, metering goes on for settlement, and access closes unless the
/// authority records a takeover. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"

namespace yunhe::tenants {

struct MandateEntity { static constexpr std::string_view prefix = "man"; };
using MandateId = Id<MandateEntity>;

enum class MandateState { draft, active, suspended, ended };

/// A stretch in which a mandate was suspended.
struct MandateStop {
    Timestamp from;
    std::optional<Timestamp> to;  ///< Nothing: it still is.
    std::string reason;
};

struct MandateTakeoverEntity { static constexpr std::string_view prefix = "mto"; };
using MandateTakeoverId = Id<MandateTakeoverEntity>;

/// Who keeps access open when the mandate is over or stopped, on what document, from when to when.
struct MandateTakeover {
    MandateTakeoverId id;
    MandateId mandate_id;
    std::string successor_name;
    std::optional<std::string> successor_uscc;
    std::string document;
    Date from;
    Date to;  ///< Inclusive.
    Timestamp recorded_at;
};

struct Mandate {
    MandateId id;
    std::string document;
    Date from;
    Date to;  ///< Inclusive.
    Timestamp recorded_at;
    MandateState state = MandateState::active;  ///< As stored: see `state_on`.
    int version = 1;
    std::optional<Timestamp> active_at = {};  ///< When a draft was activated; nothing: never one.
    std::optional<Timestamp> ended_at = {};   ///< Ended before its last day was over.
    std::optional<std::string> end_reason = {};
    /// The operator's head, first responsible for the safety of the data (Yangzhou 17).
    std::optional<std::string> safety_head = {};
    std::vector<MandateStop> stops = {};          ///< Oldest first.
    std::vector<MandateTakeover> takeovers = {};  ///< Oldest first.
};

/// The stored state, and `ended` once the last day is over (a draft stays a draft).
MandateState state_on(const Mandate& mandate, Date day);

/// When this mandate itself keeps access open: its days without its stops. Disjoint, ascending.
std::vector<Interval> open_intervals(const Mandate& mandate);

/// When any of the mandates, or a takeover of one, keeps access open. Half-open, disjoint,
/// ascending: the chain of entitlements is cut by these.
std::vector<Interval> mandate_intervals(const std::vector<Mandate>& mandates);

/// Is there a mandate on this day? Errors, of kind state: `mandate_suspended` where the one of this
/// day is, `mandate_not_begun` (args: from) where one lies ahead, `mandate_ended` (args: to) where
/// the last is over, `mandate_missing` without any. Drafts count for nothing.
Status require_mandate(const std::vector<Mandate>& mandates, Date day);

/// So many days before the last day the operator's plan for the time after it is due.
inline constexpr int kMandatePlanDays = 180;
Date mandate_plan_due_on(const Mandate& mandate);

enum class MandateAction { activate, suspend, resume, end, take_over };
enum class MandateActor { authority, other };

/// A takeover leaves the state as it is: it may be recorded before the end as well as after it.
inline constexpr auto kMandateMoves = [] {
    using enum MandateState;
    using enum MandateAction;
    using enum MandateActor;
    using Row = Move<MandateState, MandateAction, MandateActor>;
    return std::array{
        Row{draft, activate, authority, active},
        Row{active, suspend, authority, suspended},
        Row{suspended, resume, authority, active},
        Row{active, end, authority, ended},
        Row{suspended, end, authority, ended},
        Row{active, take_over, authority, active},
        Row{suspended, take_over, authority, suspended},
        Row{ended, take_over, authority, ended},
    };
}();

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::MandateState> =
    yunhe::texts_of(std::pair{yunhe::tenants::MandateState::draft, "draft"},
                    std::pair{yunhe::tenants::MandateState::active, "active"},
                    std::pair{yunhe::tenants::MandateState::suspended, "suspended"},
                    std::pair{yunhe::tenants::MandateState::ended, "ended"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::MandateAction> =
    yunhe::texts_of(std::pair{yunhe::tenants::MandateAction::activate, "activate"},
                    std::pair{yunhe::tenants::MandateAction::suspend, "suspend"},
                    std::pair{yunhe::tenants::MandateAction::resume, "resume"},
                    std::pair{yunhe::tenants::MandateAction::end, "end"},
                    std::pair{yunhe::tenants::MandateAction::take_over, "take_over"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::MandateActor> =
    yunhe::texts_of(std::pair{yunhe::tenants::MandateActor::authority, "authority"},
                    std::pair{yunhe::tenants::MandateActor::other, "other"});
