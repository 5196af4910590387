/// What a case folder must fulfil beyond being readable. Pure.
#pragma once

#include "app/replay_case.hpp"

namespace yunhe::app {

/// Checks members, codes, enumerators, dates, periods and amounts, and fills `users`.
/// Throws CaseRefused with file and line.
void check_case(Case& folder);

}  // namespace yunhe::app
