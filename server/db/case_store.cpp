#include "db/case_store.hpp"

#include <algorithm>
#include <iterator>

namespace yunhe::db {
namespace {

/// How the column stores "any user".
std::uint64_t user_key(const std::optional<UserId>& user_id) {
    return user_id ? user_id->value : 0;
}

CaseEvent read_case_event(const Row& row) {
    return {.aggregate = row.text("aggregate"),
            .aggregate_id = row.uint64("aggregate_id"),
            .action = row.text("action"),
            .from_state = row.text("from_state"),
            .to_state = row.text("to_state"),
            .actor = {.user_id = row.id<UserId>("user_id"),
                      .body_id = row.id<BodyId>("body_id"),
                      .role = row.text("role"),
                      .delegate_for_id = row.optional_id<UserId>("delegate_for_id")},
            .at = row.timestamp("at"),
            .opinion = row.text("opinion"),
            .details = row.json("details")};
}

OpenTodo read_open_todo(const Row& row) {
    const auto user_id = row.id<UserId>("user_id");
    return {.id = row.uint64("id"),
            .todo = {.aggregate = row.text("aggregate"),
                     .aggregate_id = row.uint64("aggregate_id"),
                     .task = row.text("task"),
                     .title = row.text("title"),
                     .body_id = row.id<BodyId>("body_id"),
                     .role = row.text("role"),
                     .user_id = user_id.value == 0 ? std::nullopt : std::optional(user_id),
                     .opened_at = row.timestamp("opened_at"),
                     .due_on = row.optional_date("due_on")}};
}

/// The condition by which a row belongs to a desk; its marks are filled by `of_desk`.
std::string on_desk(const Desk& desk) {
    YUNHE_ASSERT(!desk.roles.empty());
    return "body_id = ? AND (user_id = 0 OR user_id = ?) AND (role = '' OR role IN (" +
           placeholders(desk.roles.size()) + "))";
}

std::vector<Value> of_desk(TenantScope scope, const Desk& desk) {
    std::vector<Value> bound = {to_value(scope), to_value(desk.body_id), to_value(desk.user_id)};
    for (const auto& role : desk.roles) bound.push_back(to_value(role));
    return bound;
}

std::vector<OpenTodo> list_of_desk(Transaction& tx, TenantScope scope, const Desk& desk,
                                   std::string_view which, const PageRequest& page) {
    auto bound = of_desk(scope, desk);
    bound.push_back(to_value(page.after_id));
    bound.push_back(to_value(page.fetch()));
    std::string statement =
        "SELECT id, aggregate, aggregate_id, task, title, body_id, role, user_id, opened_at, "
        "due_on FROM todos WHERE tenant_id = ? AND " + on_desk(desk) + " ";
    statement += which;
    statement += " AND id > ? ORDER BY id LIMIT ?";
    std::vector<OpenTodo> todos;
    tx.each(statement, bound, [&](const Row& row) { todos.push_back(read_open_todo(row)); });
    return todos;
}

}  // namespace

void record_case_event(Transaction& tx, TenantScope scope, const CaseEvent& event) {
    tx.execute(R"(
        INSERT INTO case_events (tenant_id, aggregate, aggregate_id, id, action, from_state,
                                 to_state, user_id, body_id, role, delegate_for_id, at, opinion,
                                 details)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
               scope, event.aggregate, event.aggregate_id, tx.new_id<Id<struct CaseEventEntity>>(),
               event.action, event.from_state, event.to_state, event.actor.user_id,
               event.actor.body_id, event.actor.role, event.actor.delegate_for_id, event.at,
               event.opinion, event.details);
}

void record_case_events(Transaction& tx, TenantScope scope, std::span<const CaseEvent> events) {
    constexpr std::size_t kColumns = 14;
    constexpr std::size_t kRowsAtOnce = 500;
    while (!events.empty()) {
        const auto batch = events.first(std::min(events.size(), kRowsAtOnce));
        std::vector<Value> bound;
        bound.reserve(batch.size() * kColumns);
        for (const auto& event : batch) {
            const Value row[kColumns] = {
                to_value(scope), to_value(event.aggregate), to_value(event.aggregate_id),
                to_value(tx.new_id<Id<struct CaseEventEntity>>()), to_value(event.action),
                to_value(event.from_state), to_value(event.to_state), to_value(event.actor.user_id),
                to_value(event.actor.body_id), to_value(event.actor.role),
                to_value(event.actor.delegate_for_id), to_value(event.at), to_value(event.opinion),
                to_value(event.details)};
            bound.insert(bound.end(), std::begin(row), std::end(row));
        }
        tx.execute_values(
            "INSERT INTO case_events (tenant_id, aggregate, aggregate_id, id, action, from_state, "
            "to_state, user_id, body_id, role, delegate_for_id, at, opinion, details) VALUES " +
                row_placeholders(batch.size(), kColumns),
            bound);
        events = events.subspan(batch.size());
    }
}

std::vector<CaseEvent> list_case_events(Transaction& tx, TenantScope scope,
                                        std::string_view aggregate,
                                        std::uint64_t aggregate_id) {
    return tx.list(R"(
        SELECT aggregate, aggregate_id, action, from_state, to_state, user_id, body_id, role,
               delegate_for_id, at, opinion, details
          FROM case_events
         WHERE tenant_id = ? AND aggregate = ? AND aggregate_id = ?
         ORDER BY id)", read_case_event, scope, aggregate, aggregate_id);
}

void open_todo(Transaction& tx, TenantScope scope, const Todo& todo) {
    tx.execute(R"(
        INSERT INTO todos (tenant_id, id, aggregate, aggregate_id, task, title, body_id, role,
                           user_id, opened_at, due_on, open_slot)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        ON DUPLICATE KEY UPDATE open_slot = open_slot)",
               scope, tx.new_id<Id<struct TodoEntity>>(), todo.aggregate, todo.aggregate_id,
               todo.task,
               todo.title, todo.body_id, todo.role, user_key(todo.user_id), todo.opened_at,
               todo.due_on);
}

void close_todos(Transaction& tx, TenantScope scope, std::string_view aggregate,
                 std::uint64_t aggregate_id, std::string_view task, Timestamp at,
                 std::optional<BodyId> body_id, std::optional<UserId> user_id) {
    tx.execute(R"(
        UPDATE todos
           SET open_slot = id, closed_at = ?
         WHERE tenant_id = ? AND aggregate = ? AND aggregate_id = ? AND task = ? AND open_slot = 0
           AND (? IS NULL OR body_id = ?)
           AND (? IS NULL OR user_id = ?))",
               at, scope, aggregate, aggregate_id, task, body_id, body_id, user_id, user_id);
}

void close_all_todos(Transaction& tx, TenantScope scope, std::string_view aggregate,
                     std::uint64_t aggregate_id, Timestamp at) {
    tx.execute(R"(
        UPDATE todos
           SET open_slot = id, closed_at = ?
         WHERE tenant_id = ? AND aggregate = ? AND aggregate_id = ? AND open_slot = 0)",
               at, scope, aggregate, aggregate_id);
}

std::vector<OpenTodo> list_open_todos(Transaction& tx, TenantScope scope, const Desk& desk,
                                      const PageRequest& page) {
    return list_of_desk(tx, scope, desk, "AND open_slot = 0", page);
}

std::vector<OpenTodo> list_own_open_todos(Transaction& tx, TenantScope scope, const Desk& desk,
                                          const PageRequest& page) {
    return list_of_desk(tx, scope, desk, "AND open_slot = 0 AND user_id <> 0", page);
}

std::vector<OpenTodo> list_done_todos(Transaction& tx, TenantScope scope, const Desk& desk,
                                      const PageRequest& page) {
    return list_of_desk(tx, scope, desk, "AND open_slot <> 0", page);
}

std::vector<std::pair<std::string, std::uint64_t>> count_open_todos(Transaction& tx,
                                                                    TenantScope scope,
                                                                    const Desk& desk) {
    std::vector<std::pair<std::string, std::uint64_t>> counts;
    tx.each("SELECT task, COUNT(*) AS how_many FROM todos WHERE tenant_id = ? AND " +
                on_desk(desk) + " AND open_slot = 0 GROUP BY task ORDER BY task",
            of_desk(scope, desk), [&](const Row& row) {
                counts.emplace_back(row.text("task"), row.uint64("how_many"));
            });
    return counts;
}

}  // namespace yunhe::db
