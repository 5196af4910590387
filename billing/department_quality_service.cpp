#include "billing/department_quality_service.hpp"

#include "base/decimal.hpp"

namespace yunhe::billing {

std::map<BodyId, DepartmentQuality> assess_departments(
    const std::vector<DepartmentScore>& scores, const std::vector<tenants::QualityTicket>& tickets,
    Date today) {
    std::map<BodyId, DepartmentQuality> departments;
    std::map<BodyId, WideInt> sums;
    for (const auto& score : scores) {
        ++departments[score.department_id].scores;
        sums[score.department_id] += Decimal::parse(score.quality).value().micro;
    }
    for (const auto& [id, sum] : sums)
        departments[id].mean = to_text(Decimal{WideInt(sum / departments[id].scores)});
    for (const auto& ticket : tickets) {
        auto& department = departments[ticket.department_id];
        if (!ticket.closed_at) {
            ++department.open;
            department.overdue += ticket.overdue(today) ? 1 : 0;
            continue;
        }
        if (ticket.outcome == "not_mended") ++department.unmended;
        if (ticket.outcome == "partly_mended") ++department.partly;
        if (ticket.outcome == "mended") ++(ticket.late ? department.late : department.mended);
    }
    return departments;
}

}  // namespace yunhe::billing
