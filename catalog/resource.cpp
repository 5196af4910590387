#include "catalog/resource.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace yunhe::catalog {
namespace {

bool listed(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

Status check_columns(const std::vector<ResourceColumn>& columns) {
    if (columns.empty()) return malformed("/columns", "too_few_items", {{"min", "1"}});
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (!names.insert(columns[i].name).second)
            return malformed("/columns/" + std::to_string(i) + "/name", "repeated_item");
    return Done{};
}

Status check_bar(const Resource& resource, const tenants::RulePack& pack) {
    const bool barred = resource.openness == Openness::barred;
    if (!barred && resource.barred_reason)
        return malformed("/barred_reason", "barred_reason_not_barred");
    if (!barred) return Done{};
    if (!resource.barred_reason) return malformed("/barred_reason", "barred_reason_missing");
    const auto reasons = pack.list("barred_reasons");
    if (!reasons.empty() && !listed(reasons, *resource.barred_reason))
        return malformed("/barred_reason", "not_one_of", {{"allowed", join(reasons, ", ")}});
    return Done{};
}

/// What the pack lets personal and secret data be used by; empty where it is silent.
std::vector<std::string> paths_of(const Resource& resource, const tenants::RulePack& pack) {
    if (!resource.personal && !resource.secret) return {};
    return pack.list("personal_data_paths");
}

}  // namespace

Status check_resource(const Resource& resource, const tenants::RulePack& pack) {
    YUNHE_CHECK(check_columns(resource.columns));
    return check_bar(resource, pack);
}

bool is_barred(const Resource& resource, const tenants::RulePack& pack) {
    if (resource.openness != Openness::barred) return false;
    if (!resource.barred_reason || !resource.unlock) return true;
    const auto proofs = pack.unlock_proofs(*resource.barred_reason);
    return !proofs || !listed(*proofs, to_text(*resource.unlock));
}

Status check_requestable(const Resource& resource, const tenants::RulePack& pack) {
    const ErrorArgs args = {{"resource", resource.code}};
    if (resource.state != ResourceState::published)
        return wrong_state("resource_not_published", args);
    if (is_barred(resource, pack))
        return refuse_by_item(pack, "barred_reasons", resource.barred_reason.value_or(""),
                              "resource_barred", args);
    const auto paths = paths_of(resource, pack);
    const bool proven = resource.unlock && listed(paths, to_text(*resource.unlock));
    if (paths.empty() || proven || resource.openness == Openness::barred) return Done{};
    return refuse_by_rule(pack, "personal_data_paths", "unlock_proof_missing", args);
}

bool needs_consent(const Resource& resource, const tenants::RulePack& pack) {
    if (resource.unlock) return resource.unlock == Unlock::consented;
    return resource.personal && pack.flag("consent_before_access");
}

bool has_column(const Resource& resource, std::string_view name) {
    return std::ranges::any_of(resource.columns,
                               [&](const auto& column) { return column.name == name; });
}

Json version_content(const Resource& resource) {
    Json columns = Json::array();
    for (const auto& column : resource.columns)
        columns.push_back({{"name", column.name}, {"title", column.title}});
    Json content = {{"name", resource.name},
                    {"field", resource.field},
                    {"level", to_text(resource.level)},
                    {"personal", resource.personal},
                    {"secret", resource.secret},
                    {"origin", to_text(resource.origin)},
                    {"openness", to_text(resource.openness)},
                    {"barred_reason", nullptr},
                    {"unlock", nullptr},
                    {"registration_number", nullptr},
                    {"columns", std::move(columns)}};
    if (resource.barred_reason) content["barred_reason"] = *resource.barred_reason;
    if (resource.unlock) content["unlock"] = to_text(*resource.unlock);
    if (resource.registration_number)
        content["registration_number"] = *resource.registration_number;
    return content;
}

}  // namespace yunhe::catalog
