/// The one case-event table and the one to-do table that all aggregates share. The timeline and the
/// work desk (待办) come from these two alone.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"

namespace yunhe::db {

/// Who acted: written on every case event. `role` is the role's text.
struct CaseActor {
    UserId user_id;
    BodyId body_id;
    std::string role = {};
    std::optional<UserId> delegate_for_id = {};  ///< Set while acting for somebody (代理).
};

/// One step of one case. `aggregate` is the glossary's word ("application"), `aggregate_id` the raw
/// id.
struct CaseEvent {
    std::string aggregate;
    std::uint64_t aggregate_id = 0;
    std::string action;
    std::string from_state = {};
    std::string to_state;
    CaseActor actor;
    Timestamp at;  ///< The tenant's clock.
    std::string opinion = {};
    Json details = Json::object();  ///< Attachments' digests, seed of a draw, override reason ...
};
void record_case_event(Transaction& tx, TenantScope scope, const CaseEvent& event);
/// Many at once (imports), in their order.
void record_case_events(Transaction& tx, TenantScope scope, std::span<const CaseEvent> events);
/// Oldest first.
std::vector<CaseEvent> list_case_events(Transaction& tx, TenantScope scope,
                                        std::string_view aggregate,
                                        std::uint64_t aggregate_id);

/// Something a role of a body (or one user) has to do.
struct Todo {
    std::string aggregate;
    std::uint64_t aggregate_id = 0;
    std::string task;         ///< Stable snake_case, e.g. "pre_check"; the console has its words.
    std::string title;        ///< What it is about: number and name.
    BodyId body_id;           ///< Whose desk.
    std::string role = {};    ///< Which role there; empty: any.
    std::optional<UserId> user_id = {};  ///< One person's (an expert's) only.
    Timestamp opened_at;
    std::optional<Date> due_on = {};
};
/// Opening what is open already changes nothing (same aggregate, id, task, body, user).
void open_todo(Transaction& tx, TenantScope scope, const Todo& todo);
/// Closes this task of the case on all desks, or on one body's or one user's.
void close_todos(Transaction& tx, TenantScope scope, std::string_view aggregate,
                 std::uint64_t aggregate_id,
                 std::string_view task, Timestamp at, std::optional<BodyId> body_id = {},
                 std::optional<UserId> user_id = {});
/// Closes all tasks of the case (it ended).
void close_all_todos(Transaction& tx, TenantScope scope, std::string_view aggregate,
                     std::uint64_t aggregate_id, Timestamp at);

/// Whose desk one looks at.
struct Desk {
    BodyId body_id;
    std::vector<std::string> roles;  ///< The user's, and those whose work it may do. Not empty.
    UserId user_id;                  ///< Or the colleague for whom it acts.
};

struct OpenTodo {
    std::uint64_t id = 0;
    Todo todo;
};
/// What is on this desk: open, oldest first.
std::vector<OpenTodo> list_open_todos(Transaction& tx, TenantScope scope, const Desk& desk,
                                      const PageRequest& page);
/// The same, but only what is this user's alone.
std::vector<OpenTodo> list_own_open_todos(Transaction& tx, TenantScope scope, const Desk& desk,
                                          const PageRequest& page);
/// What was on this desk and is done, oldest first.
std::vector<OpenTodo> list_done_todos(Transaction& tx, TenantScope scope, const Desk& desk,
                                      const PageRequest& page);
/// How many of each task.
std::vector<std::pair<std::string, std::uint64_t>> count_open_todos(Transaction& tx,
                                                                    TenantScope scope,
                                                                    const Desk& desk);

}  // namespace yunhe::db
