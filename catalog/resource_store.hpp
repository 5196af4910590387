/// Resources, their columns and their published versions in SQL.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
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

// Stops: when the grants of a suspended resource gave no access, because its department said so.

/// From the suspension on; `to` absent: still stopped.
void begin_resource_stop(db::Transaction& tx, TenantScope scope, ResourceId resource_id,
                         Timestamp from, const std::string& reason);
void end_resource_stop(db::Transaction& tx, TenantScope scope, ResourceId resource_id,
                       Timestamp to);
/// By resource, ascending. Whoever computes access takes these off the intervals of its grants.
/// Open ends: Timestamp::max().
std::map<ResourceId, std::vector<Interval>> resource_stops(db::Transaction& tx, TenantScope scope);

/// Many at once, with their columns.
void insert_resources(db::Transaction& tx, TenantScope scope, std::span<const Resource> resources);
/// Many at once; unlike save_resource each gets the version that it has. REQUIRES: they are there.
void save_resources(db::Transaction& tx, TenantScope scope, std::span<const Resource> resources);
/// Of one department, by code.
std::vector<Resource> list_resources_of_department(db::Transaction& tx, TenantScope scope,
                                                   BodyId department_id);
/// The codes that all other departments hold, their drafts' too.
std::set<std::string, std::less<>> resource_codes_of_others(db::Transaction& tx, TenantScope scope,
                                                            BodyId department_id);

/// One published state of the entry.
struct ResourceVersion {
    int version = 1;
    Json content = Json::object();  ///< See `version_content`.
    UserId changed_by_id;
    Timestamp changed_at;
};
void insert_resource_version(db::Transaction& tx, TenantScope scope, ResourceId resource_id,
                             const ResourceVersion& version);
struct VersionOf {
    ResourceId resource_id;
    ResourceVersion version;
};
void insert_resource_versions(db::Transaction& tx, TenantScope scope,
                              std::span<const VersionOf> versions);
/// Oldest first.
std::vector<ResourceVersion> list_resource_versions(db::Transaction& tx, TenantScope scope,
                                                    ResourceId resource_id);
std::optional<ResourceVersion> find_resource_version(db::Transaction& tx, TenantScope scope,
                                                     ResourceId resource_id, int version);

}  // namespace yunhe::catalog
