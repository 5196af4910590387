/// The change request (变更申请): what a scenario asks anew, held against what it has. Only what is new
/// goes to the seats concerned; what stood stays in force meanwhile, and what is no longer wished
/// ends at once. Pure.
#pragma once

#include <string>
#include <vector>

#include "catalog/data_request.hpp"

namespace yunhe::catalog {

/// REQUIRES: `live` are grants of one scenario. `wished` is everything that the scenario is to have
/// from now on, resource by resource, column by column.
struct ChangeDiff {
    std::vector<DataRequestItem> asked_anew;  ///< New resources and columns, and new purposes.
    std::vector<Narrowing> narrowings;        ///< What of the grants goes, and when.
    bool empty() const { return asked_anew.empty() && narrowings.empty(); }
};
ChangeDiff diff_of(const std::vector<DataRequestItem>& wished, const std::vector<Grant>& live,
                   Timestamp at);

/// The grant without the columns that the narrowings of this cause name, ended at `at`; revoked
/// with that reason where none is left. Says in `Narrowing::applied_at` what it did.
Grant narrowed(Grant grant, std::vector<Narrowing>& narrowings, NarrowingCause cause, Timestamp at,
               const std::string& reason);

}  // namespace yunhe::catalog
