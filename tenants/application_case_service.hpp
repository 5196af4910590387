/// What all acts on an application share: loading it for an act, saving the step with its event,
/// and keeping the desks right.
#pragma once

#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/application.hpp"
#include "tenants/application_workflow.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// A locked application and where an action leads it.
struct ApplicationStep {
    Application application;
    Notice notice;
    ApplicationAction action;
    ApplicationState from;  ///< With what follows from dates.
    ApplicationState to;
};

/// Neither a draft nor at its end.
bool is_running(ApplicationState state);

/// Locks the application and looks up the action in the workflow.
/// Errors: not_found (also drafts of others); party `not_your_object` (another developer's),
/// `not_on_panel` (an expert who wasn't drawn), `not_your_move`; state `illegal_transition`.
Result<ApplicationStep> begin_step(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                   ApplicationId id, ApplicationAction action);

/// Moves the application to `step.to`, saves it, writes the event and opens and closes to-dos by
/// what the new state asks for.
Result<Application> finish_step(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                ApplicationStep step, const std::string& opinion,
                                Json details = Json::object());

/// May the caller look at it? Errors as begin_step's first ones.
Result<Application> read_visible_application(db::Transaction& tx, const Caller& caller,
                                             ApplicationId id);

/// Opens and closes to-dos of the application by its state, panel and objections.
void refresh_application_todos(db::Transaction& tx, const Caller& caller, const Rules& rules,
                               const Application& application);

/// Ends a running application because its notice was withdrawn; others stay as they are.
void end_with_notice(db::Transaction& tx, const Caller& caller, const Rules& rules,
                     ApplicationId id, const std::string& reason);

}  // namespace yunhe::tenants
