/// A department's quality over several periods: the mean of its resources' confirmed scores and
/// what it made of its quality tickets. Counts in its assessment where the regulation says so
/// (Ningbo 20). Exact.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "billing/quality_store.hpp"
#include "tenants/quality_ticket_store.hpp"

namespace yunhe::billing {

struct DepartmentQuality {
    int scores = 0;
    std::optional<std::string> mean;  ///< Cut off after six decimals; absent: no score.
    int open = 0;
    int overdue = 0;
    int mended = 0;  ///< In time.
    int late = 0;    ///< Mended, but late.
    int partly = 0;
    int unmended = 0;
};

/// Departments with neither score nor ticket aren't in it. Tickets that were withdrawn or dismissed
/// don't count.
std::map<BodyId, DepartmentQuality> assess_departments(
    const std::vector<DepartmentScore>& scores, const std::vector<tenants::QualityTicket>& tickets,
    Date today);

}  // namespace yunhe::billing
