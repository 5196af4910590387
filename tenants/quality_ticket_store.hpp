/// Quality tickets as those see them who score resources: what was asked for, whether it came in
/// time, what became of it. The tickets themselves are small cases (tenants/small_case_kinds.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/small_case.hpp"

namespace yunhe::tenants {

struct QualityTicket {
    SmallCaseId id;
    std::uint64_t number = 0;
    SmallCaseState state = SmallCaseState::open;
    std::string title;
    std::string category;
    std::string resource_code;
    BodyId department_id;
    std::optional<Date> due_on;  ///< While somebody is waited for.
    Timestamp opened_at;
    std::optional<Timestamp> closed_at;
    std::string outcome;  ///< mended | partly_mended | not_mended; empty until it is confirmed.
    bool late = false;    ///< The department answered, or was given up on, after its day.

    bool overdue(Date today) const { return !closed_at && due_on && *due_on < today; }
};

struct QualityTicketFilter {
    std::optional<std::string> resource_code = {};
    std::optional<BodyId> department_id = {};
    /// Closed within it, or still open and opened before its end.
    std::optional<Interval> during = {};
};
/// By number.
std::vector<QualityTicket> list_quality_tickets(db::Transaction& tx, TenantScope scope,
                                                const QualityTicketFilter& filter);

}  // namespace yunhe::tenants
