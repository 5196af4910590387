/// The application (授权开发申请): a developer's answer to a notice, the admission case file. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/time.hpp"
#include "tenants/agreement.hpp"
#include "tenants/laboratory.hpp"
#include "tenants/notice.hpp"
#include "tenants/panel.hpp"

namespace yunhe::tenants {

/// The union of all packs' stages. `lapsed` is never stored: it follows from the date by which a
/// supplement was due (see `state_on`).
enum class ApplicationState {
    draft,
    submitted,             ///< Waits for the pre-check.
    pre_check,             ///< The supplement came: waits for the pre-check again.
    supplement_requested,  ///< The applicant must hand in what was named.
    expert_review,
    review_by_members_and_departments,
    deliberation,
    government_confirmation,
    filing,
    disclosed,
    accepted,
    rejected,
    withdrawn,
    lapsed,
};

/// How the applicant says that it meets one condition of the notice.
struct ConditionStatement {
    std::string condition;
    std::string text;
};

struct Application {
    ApplicationId id;
    std::uint64_t number = 0;  ///< Running number in the tenant.
    NoticeId notice_id;
    std::string notice_code;
    BodyId developer_id;
    std::string developer_uscc;
    std::string developer_name;
    ApplicationState state = ApplicationState::draft;  ///< As stored: see `state_on`.
    int version = 1;
    std::string plan_text;
    std::string contact;
    std::vector<ConditionStatement> statements;
    std::vector<std::string> requested_materials;  ///< What the supplement must bring.
    std::optional<Date> supplement_due_on;
    bool stage_done =
        false;  ///< The stage's work is finished; disclosure or a decision comes next.
    int review_round = 1;     ///< Raised when an upheld objection reopens the review.
    std::optional<bool> review_passed;
    std::optional<std::string> mean_score;  ///< Exact: six decimals or n/d.
    std::optional<Date> disclosed_on;
    std::optional<Date> disclosure_ends_on;  ///< The period's last day.
    std::optional<std::string> outcome_reason;
    std::optional<RuleReference> outcome_rule;  ///< What the reason stands on.
    std::optional<std::string> continuation_document;
    Timestamp created_at;
    std::optional<Timestamp> submitted_at;
    std::optional<Timestamp> decided_at;
    std::optional<std::string> review_summary = {};  ///< What the panel found, in words.
    /// What else the supplement may change: `/plan_text`, `/contact`, `/statements/<condition>`.
    std::vector<std::string> requested_fields = {};
    std::optional<LaboratoryId> laboratory_id = {};  ///< Whose report is a material.
};

ApplicationState state_on(const Application& application, Date day);

/// What must be filled before submission: `/plan_text`, `/contact`, `/statements` for each
/// condition. Errors: malformed `invalid_request` (empty_text, missing_statement).
Status check_complete(const Application& application, const Notice& notice);

/// Which of the fields the draft changes beyond those that the supplement may change, as pointers.
/// `/statements/<condition>` opens the statement on one condition, `/statements` all of them.
std::vector<std::string> closed_changes(const Application& present, const Application& changed);

/// Is this a pointer that a supplement can open: `/plan_text`, `/contact`, `/statements`,
/// `/statements/<one of the notice's conditions>`?
bool is_field_pointer(const Notice& notice, std::string_view pointer);

/// Of `wanted`, those that are not among `uploaded`, in the order of `wanted`.
std::vector<std::string> missing_materials(const std::vector<std::string>& wanted,
                                           const std::vector<std::string>& uploaded);

enum class ReviewerState {
    drawn,
    declared,  ///< Declared that there is no conflict: may score.
    recused,
    scored,
    voided,    ///< A conflict came to light later: the score doesn't count.
};

struct ReviewerEntity { static constexpr std::string_view prefix = "rev"; };
using ReviewerId = Id<ReviewerEntity>;

/// One expert's seat on the panel of an application.
struct Reviewer {
    ReviewerId id;
    ApplicationId application_id;
    int round = 1;
    int seat = 1;  ///< Place in the order of the draw, from 1; replacements follow.
    UserId user_id;
    std::string username;
    ReviewerState state = ReviewerState::drawn;
    std::vector<CriterionScore> scores;
    std::string opinion;
    std::optional<Timestamp> scored_at;
    std::optional<std::string> void_reason = {};
};

/// Does this expert still sit on the panel: neither recused nor voided?
inline bool is_seated(const Reviewer& reviewer) {
    return reviewer.state != ReviewerState::recused && reviewer.state != ReviewerState::voided;
}

struct ObjectionEntity { static constexpr std::string_view prefix = "obj"; };
using ObjectionId = Id<ObjectionEntity>;
enum class ObjectionState { open, dismissed, upheld };

/// What somebody of the public raises against a disclosed result.
struct Objection {
    ObjectionId id;
    ApplicationId application_id;
    ObjectionState state = ObjectionState::open;
    std::string name;
    std::string contact;
    std::string text;
    std::optional<std::string> answer;
    Timestamp created_at;
    std::optional<Timestamp> answered_at;
};

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ApplicationState> = yunhe::texts_of(
    std::pair{yunhe::tenants::ApplicationState::draft, "draft"},
    std::pair{yunhe::tenants::ApplicationState::submitted, "submitted"},
    std::pair{yunhe::tenants::ApplicationState::pre_check, "pre_check"},
    std::pair{yunhe::tenants::ApplicationState::supplement_requested, "supplement_requested"},
    std::pair{yunhe::tenants::ApplicationState::expert_review, "expert_review"},
    std::pair{yunhe::tenants::ApplicationState::review_by_members_and_departments,
              "review_by_members_and_departments"},
    std::pair{yunhe::tenants::ApplicationState::deliberation, "deliberation"},
    std::pair{yunhe::tenants::ApplicationState::government_confirmation, "government_confirmation"},
    std::pair{yunhe::tenants::ApplicationState::filing, "filing"},
    std::pair{yunhe::tenants::ApplicationState::disclosed, "disclosed"},
    std::pair{yunhe::tenants::ApplicationState::accepted, "accepted"},
    std::pair{yunhe::tenants::ApplicationState::rejected, "rejected"},
    std::pair{yunhe::tenants::ApplicationState::withdrawn, "withdrawn"},
    std::pair{yunhe::tenants::ApplicationState::lapsed, "lapsed"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ReviewerState> =
    yunhe::texts_of(std::pair{yunhe::tenants::ReviewerState::drawn, "drawn"},
                    std::pair{yunhe::tenants::ReviewerState::declared, "declared"},
                    std::pair{yunhe::tenants::ReviewerState::recused, "recused"},
                    std::pair{yunhe::tenants::ReviewerState::scored, "scored"},
                    std::pair{yunhe::tenants::ReviewerState::voided, "voided"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ObjectionState> =
    yunhe::texts_of(std::pair{yunhe::tenants::ObjectionState::open, "open"},
                    std::pair{yunhe::tenants::ObjectionState::dismissed, "dismissed"},
                    std::pair{yunhe::tenants::ObjectionState::upheld, "upheld"});
