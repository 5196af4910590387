/// What the members of the coordination mechanism and the departments say of an application, and
/// the meeting in which it is deliberated: date, agenda, attendance, votes, minutes (Hangzhou
/// 三(一)1, 三(四)3(3); Ningbo 14, 15; Quzhou 三(三)3; Zhoushan 三(三)). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "tenants/application.hpp"

namespace yunhe::tenants {

enum class OpinionKind { agree, disagree, conditions };

struct StageOpinionEntity { static constexpr std::string_view prefix = "opn"; };
using StageOpinionId = Id<StageOpinionEntity>;

/// A participant asked in one stage. Silent until it gives its opinion; silence is never consent.
struct StageOpinion {
    StageOpinionId id;
    ApplicationId application_id;
    int round = 1;
    StageKind stage = StageKind::review_by_members_and_departments;
    std::string participant;        ///< Code of a member of the pack, or of a body.
    std::string title;              ///< Its name.
    std::optional<BodyId> body_id;  ///< Absent: a member, for whom the coordination office enters.
    Date due_on;
    std::optional<OpinionKind> opinion;
    std::string text;
    Timestamp asked_at;
    std::optional<Timestamp> given_at;
};

/// Titles of those who said nothing, in their order.
std::vector<std::string> silent_ones(const std::vector<StageOpinion>& opinions);

/// Must the participants of this stage be asked before it is concluded? Those are the pack's
/// coordination members where the mechanism performs the stage, and the departments named where
/// the stage lets departments take part.
bool asks_participants(const Stage& stage);
bool asks_members(const Stage& stage);
bool asks_departments(const Stage& stage);

enum class DeliberationState { called, held, concluded, cancelled };
enum class Vote { agree, disagree, abstain };
enum class MinutesOutcome { pass, reject };

struct MemberVote {
    std::string member;
    Vote vote = Vote::agree;
    std::string text;
};

/// What the text makes the meeting look at (Quzhou 三(三)3).
struct DeliberationCheck {
    std::string check;
    bool met = false;
    std::string text;
};

struct DeliberationEntity { static constexpr std::string_view prefix = "dlb"; };
using DeliberationId = Id<DeliberationEntity>;

struct Deliberation {
    DeliberationId id;
    ApplicationId application_id;
    int round = 1;
    std::uint64_t number = 0;  ///< Running number in the tenant.
    DeliberationState state = DeliberationState::called;
    int version = 1;
    Date meeting_on;
    std::string agenda;
    std::vector<std::string> attendance;  ///< Codes of the pack's members.
    std::vector<MemberVote> votes;
    std::vector<DeliberationCheck> checks;
    std::optional<std::string> minutes_document;  ///< Number of the minutes.
    std::optional<MinutesOutcome> minutes_outcome;
    Timestamp created_at;
    std::optional<Timestamp> held_at;
};

/// What came out of a meeting, as its minutes say.
struct MeetingRecord {
    std::vector<std::string> attendance;
    std::vector<MemberVote> votes;
    std::vector<DeliberationCheck> checks;
    std::string minutes_document;
    MinutesOutcome minutes_outcome = MinutesOutcome::pass;
};

/// Do the words fit the pack? `/attendance/n`, `/votes/n/member`: not_one_of the pack's members
/// (packs that name no members take any); `/votes/n`: repeated_item, `not_in_attendance`;
/// `/checks/n`: not_one_of. Errors: malformed `invalid_request`; rule `deliberation_check_missing`,
/// citing the pack's list of checks.
Status check_record(const RulePack& pack, const MeetingRecord& record);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::OpinionKind> =
    yunhe::texts_of(std::pair{yunhe::tenants::OpinionKind::agree, "agree"},
                    std::pair{yunhe::tenants::OpinionKind::disagree, "disagree"},
                    std::pair{yunhe::tenants::OpinionKind::conditions, "conditions"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::DeliberationState> =
    yunhe::texts_of(std::pair{yunhe::tenants::DeliberationState::called, "called"},
                    std::pair{yunhe::tenants::DeliberationState::held, "held"},
                    std::pair{yunhe::tenants::DeliberationState::concluded, "concluded"},
                    std::pair{yunhe::tenants::DeliberationState::cancelled, "cancelled"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::Vote> =
    yunhe::texts_of(std::pair{yunhe::tenants::Vote::agree, "agree"},
                    std::pair{yunhe::tenants::Vote::disagree, "disagree"},
                    std::pair{yunhe::tenants::Vote::abstain, "abstain"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::MinutesOutcome> =
    yunhe::texts_of(std::pair{yunhe::tenants::MinutesOutcome::pass, "pass"},
                    std::pair{yunhe::tenants::MinutesOutcome::reject, "reject"});
