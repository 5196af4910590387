#include "catalog/data_request.hpp"

#include <algorithm>
#include <set>

namespace yunhe::catalog {
namespace {

std::string item_pointer(std::size_t index, std::string_view member) {
    return "/items/" + std::to_string(index) + std::string(member);
}

Status check_columns(const DataRequestItem& item, std::size_t index, const Resource& resource) {
    std::set<std::string_view> asked;
    for (std::size_t i = 0; i < item.columns.size(); ++i) {
        const auto pointer = item_pointer(index, "/columns/") + std::to_string(i) + "/name";
        const auto& name = item.columns[i].name;
        if (!has_column(resource, name))
            return malformed(pointer, "unknown_column",
                             {{"column", name}, {"resource", resource.code}});
        if (!asked.insert(name).second) return malformed(pointer, "repeated_item");
    }
    if (asked.empty())
        return malformed(item_pointer(index, "/columns"), "too_few_items", {{"min", "1"}});
    return Done{};
}

}  // namespace

DataRequestState state_at(const DataRequest& request, Timestamp at) {
    using enum DataRequestState;
    const bool over = request.access_ends_at <= at;
    switch (request.state) {
        case draft:
        case submitted:
        case returned:
        case assessment:
        case joint_decision: return over ? lapsed : request.state;
        case granted:
        case partly_granted: return over ? expired : request.state;
        case supplied: return over ? expired : active;
        default: return request.state;
    }
}

bool is_live(DataRequestState state) {
    using enum DataRequestState;
    switch (state) {
        case refused:
        case expired:
        case revoked:
        case withdrawn:
        case lapsed: return false;
        default: return true;
    }
}

std::vector<tenants::Role> assessment_roles(const tenants::RulePack& pack) {
    std::vector<tenants::Role> roles;
    for (const auto& text : pack.list("data_request_assessment"))
        roles.push_back(stored_enum<tenants::Role>(text));
    if (roles.empty()) roles = {tenants::Role::data_centre, tenants::Role::expert};
    return roles;
}

bool assessment_complete(const std::vector<Assessment>& assessments,
                         const tenants::RulePack& pack) {
    return std::ranges::all_of(assessment_roles(pack), [&](tenants::Role role) {
        return std::ranges::any_of(assessments,
                                   [&](const auto& made) { return made.role == role; });
    });
}

std::optional<std::string> unmet_criterion(const std::vector<Assessment>& assessments) {
    for (const auto& assessment : assessments) {
        if (!assessment.reasonable.met) return "reasonable";
        if (!assessment.compliant.met) return "compliant";
        if (!assessment.safe.met) return "safe";
    }
    return std::nullopt;
}

Status check_item(const DataRequestItem& item, std::size_t index, const Resource& resource,
                  const tenants::RulePack& pack) {
    YUNHE_CHECK(check_columns(item, index, resource));
    if (needs_consent(resource, pack) && !item.consent_document)
        return malformed(item_pointer(index, "/consent_document"), "consent_missing",
                         {{"resource", resource.code}});
    return check_requestable(resource, pack);
}

Status check_items(const std::vector<DataRequestItem>& items, const tenants::RulePack& pack) {
    if (items.empty()) return malformed("/items", "too_few_items", {{"min", "1"}});
    std::set<ResourceId> resources;
    std::set<std::string_view> consents;
    bool bundled = false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!resources.insert(items[i].resource_id).second)
            return malformed(item_pointer(i, "/resource_code"), "repeated_item");
        if (items[i].consent_document)
            bundled = !consents.insert(*items[i].consent_document).second || bundled;
    }
    if (bundled && pack.flag("bundled_consent_barred"))
        return refuse_by_rule(pack, "bundled_consent_barred", "consent_bundled");
    return Done{};
}

Status check_amendment(const DataRequestItem& before, const DataRequestItem& after,
                       std::size_t index) {
    const bool fewer = std::ranges::all_of(after.columns, [&](const RequestedColumn& column) {
        return std::ranges::any_of(before.columns,
                                   [&](const auto& old) { return old.name == column.name; });
    });
    if (fewer) return Done{};
    return malformed(item_pointer(index, "/columns"), "columns_only_fewer");
}

}  // namespace yunhe::catalog
