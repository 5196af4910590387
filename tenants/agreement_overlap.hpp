/// Agreements that may not run at the same time: those of one application (trial and regular term)
/// and those of one chain of renewals. A scenario goes from one to the next of its chain, so that
/// it never has two in force at once. Pure.
#pragma once

#include <vector>

#include "tenants/agreement.hpp"

namespace yunhe::tenants {

/// May a term from..to of this application stand beside these? `others`: the agreements of the same
/// application, those of the application that it renews, and those that renew one of its own.
/// Errors: rule `agreement_overlaps`
/// (args: number, from, to).
Status check_terms_apart(const std::vector<Agreement>& others, ApplicationId application_id,
                         Date from, Date to);

}  // namespace yunhe::tenants
