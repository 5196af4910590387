/// The workflow tables of all aggregates as one document: clients (the console too) offer an act
/// only where the table has a row for it. The tables themselves stand in the `*_workflow.hpp`
/// files.
#pragma once

#include "base/json.hpp"

namespace yunhe::app {

/// {"notices": [{"from": "draft", "action": "publish", "actor": "publisher", "to": "published"}]}
/// by the name under /api/v1. `to` is null where the rule pack's order of stages decides. Small
/// cases say with each case what may be done (`actions`).
Json workflows_document();

}  // namespace yunhe::app
