#include "catalog/resource.hpp"

#include <algorithm>
#include <set>
#include <tuple>

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

Status check_proof(const Resource& resource) {
    const bool lifts = resource.openness == Openness::barred && resource.unlock;
    if (lifts && blank(resource.unlock_document))
        return malformed("/unlock_document", "unlock_document_missing");
    return Done{};
}

Status check_registration(const Resource& resource) {
    if (resource.registered_until && !resource.registration_number)
        return malformed("/registered_until", "registration_number_missing");
    return Done{};
}

/// What the pack lets personal and secret data be used by; empty where it is silent.
std::vector<std::string> paths_of(const Resource& resource, const tenants::RulePack& pack) {
    if (!resource.personal && !resource.secret && !resource.confidential) return {};
    return pack.list("personal_data_paths");
}

/// For what the resource is barred: its reason, and what it holds where the pack bars that too.
std::vector<std::string> bars_of(const Resource& resource, const tenants::RulePack& pack) {
    std::vector<std::string> bars = {resource.barred_reason.value_or("")};
    const std::pair<bool, const char*> held[] = {{resource.personal, "personal"},
                                                 {resource.secret, "commercial_secret"},
                                                 {resource.confidential, "confidential_business"}};
    const auto reasons = pack.list("barred_reasons");
    for (const auto& [flag, reason] : held)
        if (flag && listed(reasons, reason)) bars.emplace_back(reason);
    return bars;
}

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json column_content(const ResourceColumn& column) {
    return {{"name", column.name},
            {"title", column.title},
            {"type", or_null(column.type)},
            {"level", column.level ? Json(to_text(*column.level)) : Json(nullptr)},
            {"personal", column.personal},
            {"secret", column.secret},
            {"description", or_null(column.description)},
            {"masking", or_null(column.masking)}};
}

}  // namespace

Status check_resource(const Resource& resource, const tenants::RulePack& pack) {
    YUNHE_CHECK(check_columns(resource.columns));
    YUNHE_CHECK(check_bar(resource, pack));
    YUNHE_CHECK(check_proof(resource));
    return check_registration(resource);
}

bool is_barred(const Resource& resource, const tenants::RulePack& pack) {
    if (resource.openness != Openness::barred) return false;
    if (!resource.barred_reason || !resource.unlock) return true;
    const auto bars = bars_of(resource, pack);
    return std::ranges::any_of(bars, [&](const std::string& bar) {
        const auto proofs = pack.unlock_proofs(bar);
        return !proofs || !listed(*proofs, to_text(*resource.unlock));
    });
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

std::vector<std::string> warnings_of(const Resource& resource, Date today) {
    if (!resource.registration_number) return {"resource_not_registered"};
    if (resource.registered_until && *resource.registered_until < today)
        return {"registration_expired"};
    return {};
}

bool has_column(const Resource& resource, std::string_view name) {
    return std::ranges::any_of(resource.columns,
                               [&](const auto& column) { return column.name == name; });
}

Json version_content(const Resource& resource) {
    Json columns = Json::array();
    for (const auto& column : resource.columns)
        columns.push_back(column_content(column));
    Json content = {{"name", resource.name},
                    {"field", resource.field},
                    {"level", to_text(resource.level)},
                    {"personal", resource.personal},
                    {"secret", resource.secret},
                    {"confidential", resource.confidential},
                    {"origin", to_text(resource.origin)},
                    {"openness", to_text(resource.openness)},
                    {"barred_reason", nullptr},
                    {"unlock", nullptr},
                    {"unlock_document", or_null(resource.unlock_document)},
                    {"description", or_null(resource.description)},
                    {"cadence", nullptr},
                    {"registration_number", nullptr},
                    {"registered_until", nullptr},
                    {"columns", std::move(columns)}};
    if (resource.barred_reason) content["barred_reason"] = *resource.barred_reason;
    if (resource.unlock) content["unlock"] = to_text(*resource.unlock);
    if (resource.registration_number)
        content["registration_number"] = *resource.registration_number;
    if (resource.registered_until)
        content["registered_until"] = to_text(*resource.registered_until);
    if (resource.cadence) content["cadence"] = to_text(*resource.cadence);
    return content;
}

bool same_content(const Resource& a, const Resource& b) {
    const auto told = [](const Resource& r) {
        return std::tie(r.name, r.field, r.level, r.personal, r.secret, r.confidential, r.origin,
                        r.openness, r.barred_reason, r.unlock, r.unlock_document, r.description,
                        r.cadence, r.columns, r.registration_number, r.registered_until);
    };
    return told(a) == told(b);
}

}  // namespace yunhe::catalog
