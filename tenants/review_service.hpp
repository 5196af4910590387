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
/// Errors: rule `panel_incomplete`; state `stage_done`.
Result<Application> conclude_review(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    ApplicationId id, const std::string& opinion);

}  // namespace yunhe::tenants
