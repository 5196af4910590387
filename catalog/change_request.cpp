#include "catalog/change_request.hpp"

#include <algorithm>

namespace yunhe::catalog {
namespace {

const RequestedColumn* wished_column(const std::vector<DataRequestItem>& wished,
                                     ResourceId resource_id, const std::string& name) {
    for (const auto& item : wished) {
        if (item.resource_id != resource_id) continue;
        const auto found = std::ranges::find(item.columns, name, &RequestedColumn::name);
        if (found != item.columns.end()) return &*found;
    }
    return nullptr;
}

bool covered(const std::vector<Grant>& live, ResourceId resource_id, const RequestedColumn& column,
             Timestamp at) {
    return std::ranges::any_of(live, [&](const Grant& grant) {
        if (grant.resource_id != resource_id) return false;
        return std::ranges::any_of(granted_columns(grant, at), [&](const GrantedColumn& has) {
            return has.name == column.name && has.purpose == column.purpose;
        });
    });
}

}  // namespace

ChangeDiff diff_of(const std::vector<DataRequestItem>& wished, const std::vector<Grant>& live,
                   Timestamp at) {
    ChangeDiff diff;
    for (auto item : wished) {
        std::erase_if(item.columns, [&](const RequestedColumn& column) {
            return covered(live, item.resource_id, column, at);
        });
        if (!item.columns.empty()) diff.asked_anew.push_back(std::move(item));
    }
    for (const auto& grant : live)
        for (const auto& column : granted_columns(grant, at)) {
            const auto* wish = wished_column(wished, grant.resource_id, column.name);
            if (wish != nullptr && wish->purpose == column.purpose) continue;
            diff.narrowings.push_back(
                {.grant_id = grant.id,
                 .resource_id = grant.resource_id,
                 .column = column.name,
                 .cause = wish == nullptr ? NarrowingCause::given_up : NarrowingCause::replaced});
        }
    return diff;
}

Grant narrowed(Grant grant, std::vector<Narrowing>& narrowings, NarrowingCause cause, Timestamp at,
               const std::string& reason) {
    bool touched = false;
    for (auto& narrowing : narrowings) {
        if (narrowing.grant_id != grant.id || narrowing.cause != cause) continue;
        if (narrowing.applied_at) continue;
        const auto column =
            std::ranges::find(grant.columns, narrowing.column, &GrantedColumn::name);
        YUNHE_ASSERT(column != grant.columns.end());
        if (!column->ended_at) column->ended_at = at;
        narrowing.applied_at = at;
        touched = true;
    }
    const bool nothing_left = std::ranges::all_of(
        grant.columns, [](const GrantedColumn& column) { return column.ended_at.has_value(); });
    if (touched && nothing_left && !grant.revoked_at) {
        grant.revoked_at = at;
        grant.revoked_reason = reason;
    }
    return grant;
}

}  // namespace yunhe::catalog
