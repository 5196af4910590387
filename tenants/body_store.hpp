/// Bodies in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/page.hpp"
#include "base/scope.hpp"
#include "db/transaction.hpp"
#include "tenants/body.hpp"

namespace yunhe::tenants {

std::optional<Body> find_body(db::Transaction& tx, TenantScope scope, BodyId id);
std::optional<Body> find_body_by_code(db::Transaction& tx, TenantScope scope,
                                      std::string_view code);
/// The same, locked until the transaction ends.
std::optional<Body> lock_body_by_code(db::Transaction& tx, TenantScope scope,
                                      std::string_view code);
struct BodyFilter {
    std::optional<BodyKind> kind = {};
    std::optional<std::string> area = {};  ///< County or district.
    /// A developer sees no developer but itself.
    std::optional<BodyId> seen_by_developer = {};
};
/// In the order in which they were recorded.
std::vector<Body> list_bodies(db::Transaction& tx, TenantScope scope, const BodyFilter& filter,
                              const PageRequest& page);
/// All bodies of a kind, in the order in which they were recorded (seats, statements).
std::vector<Body> all_bodies_of_kind(db::Transaction& tx, TenantScope scope, BodyKind kind);
/// The tenant's one operator, or its authority that was opened with it.
/// REQUIRES: there is one of this kind.
Body read_first_body_of_kind(db::Transaction& tx, TenantScope scope, BodyKind kind);

/// REQUIRES: no body has the code.
void insert_body(db::Transaction& tx, TenantScope scope, const Body& body);

}  // namespace yunhe::tenants
