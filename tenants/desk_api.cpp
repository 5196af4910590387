/// The work desk (待办).
#include "db/case_store.hpp"
#include "http/call.hpp"
#include "tenants/aggregate_id.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/routes.hpp"
#include "tenants/working_days.hpp"

namespace yunhe::tenants {
namespace desk_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

struct TodoEntity { static constexpr std::string_view prefix = "tdo"; };
using TodoId = Id<TodoEntity>;

constexpr Field kTodoFields[] = {
    field::id<TodoId>("id"),
    field::text("aggregate", 64).about("The glossary's word: application, order ..."),
    field::text("aggregate_id", 64).about("The case's id."),
    field::text("task", 64).about("What is to be done, e.g. pre_check."),
    field::text("title", 500),
    field::one_of("role", enum_values<Role>).nullable().about("Null: any role of the body."),
    field::boolean("mine").about("Nobody else can do it."),
    field::timestamp("opened_at"),
    field::date("due_on").nullable(),
    field::integer("working_days_left", -100000)
        .nullable()
        .about("By the tenant's clock; negative: so many working days overdue."),
};
constexpr Shape kTodo{"Todo", kTodoFields};

constexpr Field kCountFields[] = {field::text("task", 64), field::integer("count")};
constexpr Shape kCount{"TodoCount", kCountFields};
constexpr Field kCountsFields[] = {field::integer("total"), field::objects("tasks", kCount)};
constexpr Shape kCounts{"TodoCounts", kCountsFields};

constexpr std::string_view kTabs[] = {"open", "done", "mine"};
constexpr Field kFilters[] = {field::one_of("tab", kTabs).about("open if absent.")};

Json todo_json(const db::OpenTodo& open, Date today) {
    const auto& todo = open.todo;
    Json json = {{"id", to_text(TodoId{open.id})},
                 {"aggregate", todo.aggregate},
                 {"aggregate_id", aggregate_id_text(todo.aggregate, todo.aggregate_id)},
                 {"task", todo.task},
                 {"title", todo.title},
                 {"role", nullptr},
                 {"mine", todo.user_id.has_value()},
                 {"opened_at", to_text(todo.opened_at)},
                 {"due_on", nullptr},
                 {"working_days_left", nullptr}};
    if (!todo.role.empty()) json["role"] = todo.role;
    if (!todo.due_on) return json;
    json["due_on"] = to_text(*todo.due_on);
    json["working_days_left"] = working_days_left(today, *todo.due_on, embedded_holidays());
    return json;
}

std::vector<db::OpenTodo> todos_of(const Call& call, db::Transaction& tx) {
    const auto desk = desk_of(call.caller);
    const auto tab = call.query.text_or("tab", "open");
    if (tab == "done") return db::list_done_todos(tx, call.caller.scope, desk, call.page);
    if (tab == "mine") return db::list_own_open_todos(tx, call.caller.scope, desk, call.page);
    return db::list_open_todos(tx, call.caller.scope, desk, call.page);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto today = date_of(call.caller.now);
    Reply reply;
    reply.body = page_json(
        call.page, todos_of(call, tx),
        [&](const db::OpenTodo& open) { return todo_json(open, today); },
        [](const db::OpenTodo& open) { return open.id; });
    return reply;
}

Result<Reply> count(const Call& call, db::Transaction& tx) {
    Json tasks = Json::array();
    std::uint64_t total = 0;
    for (const auto& [task, how_many] :
         db::count_open_todos(tx, call.caller.scope, desk_of(call.caller))) {
        tasks.push_back({{"task", task}, {"count", how_many}});
        total += how_many;
    }
    Reply reply;
    reply.body = {{"total", total}, {"tasks", std::move(tasks)}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/todos", Permission::signed_in, list, "listTodos",
     "What is on one's desk, oldest first.", {.query = kFilters, .page_of = &kTodo}},
    {Method::get, "/api/v1/todos/counts", Permission::signed_in, count, "countTodos",
     "How many of each task are open on one's desk.", {.reply = &kCounts}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace desk_api

std::span<const http::Route> desk_routes() { return desk_api::kRoutes; }

}  // namespace yunhe::tenants
