/// Resources, their columns and their published versions in SQL.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/page.hpp"
#include "catalog/resource.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

std::optional<Resource> find_resource(db::Transaction& tx, TenantScope scope, ResourceId id);
std::optional<Resource> find_resource_by_code(db::Transaction& tx, TenantScope scope,
                                              std::string_view code);
std::optional<Resource> lock_resource_by_code(db::Transaction& tx, TenantScope scope,
                                              std::string_view code);
/// Those of `ids` that there are, by id.
std::map<ResourceId, Resource> find_resources(db::Transaction& tx, TenantScope scope,
                                              const std::set<ResourceId>& ids);

struct ResourceFilter {
    std::optional<BodyId> department_id = {};
    std::optional<std::string> field = {};
    std::optional<Openness> openness = {};
    std::optional<ResourceState> state = {};
    std::optional<std::string> area = {};  ///< Of the department: a resource lies where it does.
    /// Drafts are their department's own; nobody else sees them.
    std::optional<BodyId> drafts_of = {};
};
/// By id, one page.
std::vector<Resource> list_resources(db::Transaction& tx, TenantScope scope,
                                     const ResourceFilter& filter, const PageRequest& page);

void insert_resource(db::Transaction& tx, TenantScope scope, const Resource& resource);
/// Saves everything but code and department, replaces the columns, raises the version by one.
void save_resource(db::Transaction& tx, TenantScope scope, const Resource& resource);

/// One published state of the entry.
struct ResourceVersion {
    int version = 1;
    Json content = Json::object();  ///< See `version_content`.
    UserId changed_by_id;
    Timestamp changed_at;
};
void insert_resource_version(db::Transaction& tx, TenantScope scope, ResourceId resource_id,
                             const ResourceVersion& version);
/// Oldest first.
std::vector<ResourceVersion> list_resource_versions(db::Transaction& tx, TenantScope scope,
                                                    ResourceId resource_id);

}  // namespace yunhe::catalog
