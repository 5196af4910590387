/// The moves of an application. The table is the union of all packs; which stages exist, in which
/// order and who acts in them is the pack's (`admission_stages`), so nothing here knows a city.
/// Pure.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "base/workflow.hpp"
#include "tenants/application.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {

enum class ApplicationAction {
    edit,
    submit,
    withdraw,
    pass,                ///< The stage is passed.
    request_supplement,
    supplement,          ///< The applicant handed it in.
    draw_panel,
    declare,
    score,
    conclude,            ///< The stage's work is finished; its result is kept in the application.
    disclose,
    accept,
    reject,
    reopen_review,       ///< An objection was upheld.
    end_with_notice,     ///< The notice was withdrawn.
    ask_participants,    ///< Members and departments are asked for their opinions.
    give_opinion,
    review_subject,      ///< A review by subject is recorded or an earlier one declined.
    call_meeting,
    record_meeting,
    cancel_meeting,
    void_score,          ///< A conflict came to light later: the experts' stage opens again.
};

/// Who acts, as the pack sees it in the application's present stage.
enum class ApplicationActor {
    applicant,
    stage_actor,   ///< The role that opens, performs or concludes the present stage.
    reviewer,      ///< An expert on the panel.
    discloser,     ///< The actor of the stage `disclosed`.
    acceptor,      ///< The actor of the stage `accepted`.
    notice_keeper, ///< Withdrew the notice.
    review_keeper, ///< Opens or concludes the experts' review, wherever the application stands.
    participant,   ///< A role that may be asked for an opinion in the present stage.
    other,
};

/// `to` is absent where the pack decides: the next stage.
struct ApplicationMove {
    ApplicationState from;
    ApplicationAction action;
    ApplicationActor actor;
    std::optional<ApplicationState> to;
};

inline constexpr auto kApplicationMoves = [] {
    using enum ApplicationState;
    using enum ApplicationAction;
    using enum ApplicationActor;
    using Row = ApplicationMove;
    constexpr std::optional<ApplicationState> next_stage;
    return std::array{
        Row{draft, edit, applicant, draft},
        Row{draft, submit, applicant, submitted},
        Row{draft, withdraw, applicant, withdrawn},
        Row{draft, end_with_notice, notice_keeper, withdrawn},

        Row{submitted, pass, stage_actor, next_stage},
        Row{submitted, request_supplement, stage_actor, supplement_requested},
        Row{submitted, reject, stage_actor, rejected},
        Row{submitted, withdraw, applicant, withdrawn},
        Row{submitted, end_with_notice, notice_keeper, withdrawn},
        Row{pre_check, pass, stage_actor, next_stage},
        Row{pre_check, request_supplement, stage_actor, supplement_requested},
        Row{pre_check, reject, stage_actor, rejected},
        Row{pre_check, withdraw, applicant, withdrawn},
        Row{pre_check, end_with_notice, notice_keeper, withdrawn},
        Row{supplement_requested, edit, applicant, supplement_requested},
        Row{supplement_requested, supplement, applicant, pre_check},
        Row{supplement_requested, withdraw, applicant, withdrawn},
        Row{supplement_requested, end_with_notice, notice_keeper, withdrawn},

        Row{expert_review, draw_panel, stage_actor, expert_review},
        Row{expert_review, declare, reviewer, expert_review},
        Row{expert_review, score, reviewer, expert_review},
        Row{expert_review, conclude, stage_actor, expert_review},
        Row{expert_review, pass, stage_actor, next_stage},
        Row{expert_review, disclose, discloser, disclosed},
        Row{expert_review, accept, acceptor, accepted},
        Row{expert_review, reject, stage_actor, rejected},
        Row{expert_review, reject, acceptor, rejected},
        Row{expert_review, withdraw, applicant, withdrawn},
        Row{expert_review, end_with_notice, notice_keeper, withdrawn},
        Row{expert_review, ask_participants, stage_actor, expert_review},
        Row{expert_review, give_opinion, participant, expert_review},
        Row{expert_review, review_subject, stage_actor, expert_review},
        Row{expert_review, void_score, review_keeper, expert_review},

        Row{review_by_members_and_departments, conclude, stage_actor,
            review_by_members_and_departments},
        Row{review_by_members_and_departments, pass, stage_actor, next_stage},
        Row{review_by_members_and_departments, disclose, discloser, disclosed},
        Row{review_by_members_and_departments, accept, acceptor, accepted},
        Row{review_by_members_and_departments, reject, stage_actor, rejected},
        Row{review_by_members_and_departments, reject, acceptor, rejected},
        Row{review_by_members_and_departments, withdraw, applicant, withdrawn},
        Row{review_by_members_and_departments, end_with_notice, notice_keeper, withdrawn},
        Row{review_by_members_and_departments, ask_participants, stage_actor,
            review_by_members_and_departments},
        Row{review_by_members_and_departments, give_opinion, participant,
            review_by_members_and_departments},
        Row{review_by_members_and_departments, review_subject, stage_actor,
            review_by_members_and_departments},
        Row{review_by_members_and_departments, void_score, review_keeper, expert_review},

        Row{deliberation, conclude, stage_actor, deliberation},
        Row{deliberation, pass, stage_actor, next_stage},
        Row{deliberation, disclose, discloser, disclosed},
        Row{deliberation, accept, acceptor, accepted},
        Row{deliberation, reject, stage_actor, rejected},
        Row{deliberation, reject, acceptor, rejected},
        Row{deliberation, withdraw, applicant, withdrawn},
        Row{deliberation, end_with_notice, notice_keeper, withdrawn},
        Row{deliberation, call_meeting, stage_actor, deliberation},
        Row{deliberation, record_meeting, stage_actor, deliberation},
        Row{deliberation, cancel_meeting, stage_actor, deliberation},
        Row{deliberation, void_score, review_keeper, expert_review},

        Row{government_confirmation, conclude, stage_actor, government_confirmation},
        Row{government_confirmation, pass, stage_actor, next_stage},
        Row{government_confirmation, disclose, discloser, disclosed},
        Row{government_confirmation, accept, acceptor, accepted},
        Row{government_confirmation, reject, stage_actor, rejected},
        Row{government_confirmation, reject, acceptor, rejected},
        Row{government_confirmation, withdraw, applicant, withdrawn},
        Row{government_confirmation, end_with_notice, notice_keeper, withdrawn},
        Row{government_confirmation, void_score, review_keeper, expert_review},

        Row{filing, conclude, stage_actor, filing},
        Row{filing, pass, stage_actor, next_stage},
        Row{filing, disclose, discloser, disclosed},
        Row{filing, accept, acceptor, accepted},
        Row{filing, reject, stage_actor, rejected},
        Row{filing, reject, acceptor, rejected},
        Row{filing, withdraw, applicant, withdrawn},
        Row{filing, end_with_notice, notice_keeper, withdrawn},
        Row{filing, void_score, review_keeper, expert_review},

        Row{disclosed, accept, acceptor, accepted},
        Row{disclosed, reject, stage_actor, rejected},
        Row{disclosed, reject, acceptor, rejected},
        Row{disclosed, reopen_review, stage_actor, expert_review},
        Row{disclosed, withdraw, applicant, withdrawn},
        Row{disclosed, end_with_notice, notice_keeper, withdrawn},
        Row{disclosed, void_score, review_keeper, expert_review},
    };
}();

/// The pack's stage in which an application of this state stands (submitted, pre_check and
/// supplement_requested all stand in the pre-check); nothing for a draft, an end, or a pack without
/// it.
std::optional<Stage> stage_of(const RulePack& pack, ApplicationState state);

/// The next stage after the pre-check or a later one that has a state of its own: filings that are
/// no gate are obligations, not states. Nothing where only the acceptance is left.
std::optional<Stage> next_stage_of(const RulePack& pack, ApplicationState state);

/// Is acceptance the next step, once the present stage is done: no later gate before it?
bool acceptance_is_next(const RulePack& pack, ApplicationState state);

/// As whom does this role stand before an application in this state? In the order of the enum, so
/// that a caller may be stage_actor and acceptor at once.
std::vector<ApplicationActor> actors_of(const RulePack& pack, ApplicationState state, Role role);

/// Where `action` leads, the first of `actors` that the table lets. `pass` before the disclosure
/// keeps the state: the disclosure is an act of its own. Errors: party `not_your_move`, state
/// `illegal_transition`.
Result<ApplicationState> decide(const RulePack& pack, ApplicationState from,
                                ApplicationAction action,
                                const std::vector<ApplicationActor>& actors);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ApplicationAction> = yunhe::texts_of(
    std::pair{yunhe::tenants::ApplicationAction::edit, "edit"},
    std::pair{yunhe::tenants::ApplicationAction::submit, "submit"},
    std::pair{yunhe::tenants::ApplicationAction::withdraw, "withdraw"},
    std::pair{yunhe::tenants::ApplicationAction::pass, "pass"},
    std::pair{yunhe::tenants::ApplicationAction::request_supplement, "request_supplement"},
    std::pair{yunhe::tenants::ApplicationAction::supplement, "supplement"},
    std::pair{yunhe::tenants::ApplicationAction::draw_panel, "draw_panel"},
    std::pair{yunhe::tenants::ApplicationAction::declare, "declare"},
    std::pair{yunhe::tenants::ApplicationAction::score, "score"},
    std::pair{yunhe::tenants::ApplicationAction::conclude, "conclude"},
    std::pair{yunhe::tenants::ApplicationAction::disclose, "disclose"},
    std::pair{yunhe::tenants::ApplicationAction::accept, "accept"},
    std::pair{yunhe::tenants::ApplicationAction::reject, "reject"},
    std::pair{yunhe::tenants::ApplicationAction::reopen_review, "reopen_review"},
    std::pair{yunhe::tenants::ApplicationAction::end_with_notice, "end_with_notice"},
    std::pair{yunhe::tenants::ApplicationAction::ask_participants, "ask_participants"},
    std::pair{yunhe::tenants::ApplicationAction::give_opinion, "give_opinion"},
    std::pair{yunhe::tenants::ApplicationAction::review_subject, "review_subject"},
    std::pair{yunhe::tenants::ApplicationAction::call_meeting, "call_meeting"},
    std::pair{yunhe::tenants::ApplicationAction::record_meeting, "record_meeting"},
    std::pair{yunhe::tenants::ApplicationAction::cancel_meeting, "cancel_meeting"},
    std::pair{yunhe::tenants::ApplicationAction::void_score, "void_score"});

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::ApplicationActor> = yunhe::texts_of(
    std::pair{yunhe::tenants::ApplicationActor::applicant, "applicant"},
    std::pair{yunhe::tenants::ApplicationActor::stage_actor, "stage_actor"},
    std::pair{yunhe::tenants::ApplicationActor::reviewer, "reviewer"},
    std::pair{yunhe::tenants::ApplicationActor::discloser, "discloser"},
    std::pair{yunhe::tenants::ApplicationActor::acceptor, "acceptor"},
    std::pair{yunhe::tenants::ApplicationActor::notice_keeper, "notice_keeper"},
    std::pair{yunhe::tenants::ApplicationActor::review_keeper, "review_keeper"},
    std::pair{yunhe::tenants::ApplicationActor::participant, "participant"},
    std::pair{yunhe::tenants::ApplicationActor::other, "other"});
