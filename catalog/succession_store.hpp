/// Moving a department's resources and waiting seats to another body, in SQL.
#pragma once

#include <set>

#include "catalog/resource.hpp"
#include "db/transaction.hpp"

namespace yunhe::catalog {

/// The resources of a department, by id.
std::vector<Resource> resources_of_department(db::Transaction& tx, TenantScope scope,
                                              BodyId department_id);
/// The resource is the other department's from now on; its row is locked.
void move_resource(db::Transaction& tx, TenantScope scope, ResourceId id, BodyId to);
/// Seats of open requests on this resource that wait for an answer; decided ones stay.
void move_waiting_seats(db::Transaction& tx, TenantScope scope, ResourceId id, BodyId from,
                        BodyId to);
/// All that lies undone on the body's desk.
void move_open_todos(db::Transaction& tx, TenantScope scope, BodyId from, BodyId to);

}  // namespace yunhe::catalog
