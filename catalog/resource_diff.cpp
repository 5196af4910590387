#include "catalog/resource_diff.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace yunhe::catalog {
namespace {

constexpr std::array<std::string_view, 15> kFields{
    "name",          "description",         "field",         "level",   "personal",
    "secret",        "confidential",        "origin",        "openness", "barred_reason",
    "unlock",        "unlock_document",     "cadence",       "registration_number",
    "registered_until"};
constexpr std::array<std::string_view, 7> kColumnFields{
    "title", "type", "level", "personal", "secret", "description", "masking"};

/// Null, "" and false where nothing is said.
Json told(const Json& content, std::string_view field) {
    const auto found = content.find(std::string(field));
    if (found == content.end() || *found == "" || *found == false) return nullptr;
    return *found;
}

template <class Names>
std::vector<FieldChange> changes(const Names& names, const Json& before, const Json& after) {
    std::vector<FieldChange> found;
    for (const auto name : names) {
        auto was = told(before, name);
        auto is = told(after, name);
        if (was != is) found.push_back({std::string(name), std::move(was), std::move(is)});
    }
    return found;
}

std::string name_of(const Json& column) { return column.at("name").get<std::string>(); }

/// Columns by name; those of the older version in their order.
std::map<std::string, const Json*> by_name(const Json& columns) {
    std::map<std::string, const Json*> named;
    for (const auto& column : columns) named.emplace(name_of(column), &column);
    return named;
}

std::vector<std::string> common_names(const Json& columns,
                                      const std::map<std::string, const Json*>& others) {
    std::vector<std::string> names;
    for (const auto& column : columns)
        if (others.contains(name_of(column))) names.push_back(name_of(column));
    return names;
}

}  // namespace

bool ResourceDiff::empty() const {
    return fields.empty() && added.empty() && removed.empty() && changed.empty() && !reordered;
}

ResourceDiff diff_of(const Json& before, const Json& after) {
    ResourceDiff diff;
    diff.fields = changes(kFields, before, after);
    const auto& old_columns = before.at("columns");
    const auto& new_columns = after.at("columns");
    const auto old_named = by_name(old_columns);
    const auto new_named = by_name(new_columns);
    for (const auto& column : old_columns)
        if (!new_named.contains(name_of(column))) diff.removed.push_back(column);
    for (const auto& column : new_columns) {
        const auto found = old_named.find(name_of(column));
        if (found == old_named.end()) {
            diff.added.push_back(column);
            continue;
        }
        auto fields = changes(kColumnFields, *found->second, column);
        if (!fields.empty()) diff.changed.push_back({name_of(column), std::move(fields)});
    }
    diff.reordered =
        common_names(old_columns, new_named) != common_names(new_columns, old_named);
    return diff;
}

}  // namespace yunhe::catalog
