/// The expert pool and the panel of an application (Yangzhou 6, 11(三)).
#pragma once

#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/application.hpp"
#include "tenants/caller.hpp"
#include "tenants/expert_store.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// Puts a user into the pool, or changes its topics (none: every topic).
/// Errors: malformed `/username` not_an_expert.
Result<Expert> register_expert(db::Transaction& tx, const Caller& caller,
                               const std::string& username, const std::vector<std::string>& topics);

/// Fills the panel's free seats by a draw among the experts of these topics (none: the whole pool)
/// who don't sit on it yet. Seed, candidates and size stand in the case event, so that the draw can
/// be repeated (tenants/panel.hpp). Errors: not_found, party, state (`panel_complete`,
/// `illegal_transition`); rule `too_few_experts`.
Result<Application> draw_panel_of(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const std::vector<std::string>& topics);

/// An expert declares whether there is a conflict; who has one is replaced by a new draw at once,
/// where the pool has somebody left. Errors: party `not_on_panel`; state `already_declared`.
Result<Application> declare_conflict(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     ApplicationId id, bool conflict, const std::string& reason);

/// Errors: those of check_scores; party `not_on_panel`; state `declaration_first`,
/// `already_scored`.
Result<Application> score_application(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                      ApplicationId id, const std::vector<CriterionScore>& scores,
                                      const std::string& opinion);

/// Computes the mean, compares it with the notice's pass mark and passes the application on.
/// `opinion` is the panel's summary, without which no review ends. Errors: malformed `/opinion`
/// summary_required; rule `panel_incomplete`, those of require_opinions and
/// require_subject_reviews; state `stage_done`.
Result<Application> conclude_review(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    ApplicationId id, const std::string& opinion);

/// A conflict that came to light after the declaration: the expert's score counts no more, another
/// expert is drawn where the pool has somebody left, and the experts' stage opens again, from
/// wherever the application stands before its decision. Errors: not_found (no such seat in the
/// present round); party, state `not_seated` (recused or voided already).
Result<Application> void_score(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               ApplicationId id, ReviewerId reviewer_id,
                               const std::string& reason);

/// A draw as the case recorded it, and the same draw made again from its seed and candidates.
struct RecordedDraw {
    Timestamp at;
    std::string action;
    int round = 1;
    std::string seed;
    int size = 0;
    std::vector<std::string> candidates;  ///< User ids as decimal numbers, as the lots take them.
    std::vector<std::string> candidate_names;
    std::vector<std::string> drawn;     ///< As recorded.
    std::vector<std::string> repeated;  ///< As drawn again now.

    bool repeats() const { return drawn == repeated; }
};
/// Oldest first: first draws and replacements.
std::vector<RecordedDraw> repeat_draws(db::Transaction& tx, TenantScope scope, ApplicationId id);

}  // namespace yunhe::tenants
