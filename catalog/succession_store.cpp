#include "catalog/succession_store.hpp"

#include "catalog/resource_store.hpp"

namespace yunhe::catalog {

std::vector<Resource> resources_of_department(db::Transaction& tx, TenantScope scope,
                                              BodyId department_id) {
    const auto ids = tx.list(
        "SELECT id FROM resources WHERE tenant_id = ? AND department_id = ? ORDER BY id FOR UPDATE",
        [](const db::Row& row) { return row.id<ResourceId>("id"); }, scope, department_id);
    std::vector<Resource> resources;
    for (const auto id : ids) resources.push_back(find_resource(tx, scope, id).value());
    return resources;
}

void move_resource(db::Transaction& tx, TenantScope scope, ResourceId id, BodyId to) {
    tx.execute("UPDATE resources SET department_id = ?, version = version + 1 "
               "WHERE tenant_id = ? AND id = ?",
               to, scope, id);
}

void move_waiting_seats(db::Transaction& tx, TenantScope scope, ResourceId id, BodyId from,
                        BodyId to) {
    // The successor may sit on the request already, with resources of its own.
    tx.execute(R"(
        INSERT IGNORE INTO data_request_seats (tenant_id, request_id, seat, body_id, role, position,
            article, opened_at, due_on)
        SELECT s.tenant_id, s.request_id, s.seat, ?, s.role, s.position, s.article, s.opened_at,
               s.due_on
          FROM data_request_seats s
          JOIN data_request_seat_items i
            ON i.tenant_id = s.tenant_id AND i.request_id = s.request_id AND i.seat = s.seat
           AND i.body_id = s.body_id
         WHERE s.tenant_id = ? AND s.body_id = ? AND i.resource_id = ?
           AND i.decision IN ('pending', 'return'))",
               to, scope, from, id);
    tx.execute("UPDATE data_request_seat_items SET body_id = ? WHERE tenant_id = ? "
               "AND body_id = ? AND resource_id = ? AND decision IN ('pending', 'return')",
               to, scope, from, id);
    tx.execute(R"(
        DELETE FROM data_request_seats
         WHERE tenant_id = ? AND body_id = ?
           AND NOT EXISTS (SELECT 1 FROM data_request_seat_items i
                            WHERE i.tenant_id = data_request_seats.tenant_id
                              AND i.request_id = data_request_seats.request_id
                              AND i.seat = data_request_seats.seat
                              AND i.body_id = data_request_seats.body_id))",
               scope, from);
    tx.execute(R"(
        UPDATE continuation_seats
          JOIN grants ON grants.tenant_id = continuation_seats.tenant_id
           AND grants.id = continuation_seats.grant_id
           SET continuation_seats.body_id = ?
         WHERE continuation_seats.tenant_id = ? AND continuation_seats.body_id = ?
           AND grants.resource_id = ? AND continuation_seats.decision = 'pending')",
               to, scope, from, id);
}

void move_open_todos(db::Transaction& tx, TenantScope scope, BodyId from, BodyId to) {
    // A task that the successor has already stays there once.
    tx.execute("UPDATE IGNORE todos SET body_id = ? WHERE tenant_id = ? AND body_id = ? "
               "AND closed_at IS NULL AND user_id = 0",
               to, scope, from);
}

}  // namespace yunhe::catalog
