#include <boost/test/unit_test.hpp>

#include "db/case_store.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::db::case_store_test {
namespace {

using test::test_database;

const Timestamp kNow = parse_timestamp("2026-09-01T01:02:03.000004Z").value();
constexpr BodyId kAuthority{7};
constexpr BodyId kOther{8};
constexpr UserId kWang{70};
constexpr UserId kLi{71};

template <class Body>
void work(Body body) {
    const auto done = test_database().database().transact([&](Transaction& tx) -> Status {
        body(tx);
        return Done{};
    });
    BOOST_REQUIRE(done.ok());
}

CaseActor actor(BodyId body_id, std::string role, UserId user_id) {
    return {.user_id = user_id, .body_id = body_id, .role = std::move(role), .delegate_for_id = {}};
}

Todo todo_for(BodyId body_id, std::string role, std::optional<UserId> user_id, std::string task) {
    return {.aggregate = "application",
            .aggregate_id = 5,
            .task = std::move(task),
            .title = "申〔2026〕1号 公共数据应用",
            .body_id = body_id,
            .role = std::move(role),
            .user_id = user_id,
            .opened_at = kNow,
            .due_on = parse_date("2026-09-10").value()};
}

Desk desk(BodyId body_id, std::string role, UserId user_id) {
    return {.body_id = body_id, .roles = {std::move(role)}, .user_id = user_id};
}

std::vector<std::string> tasks_on_desk(Transaction& tx, TenantScope scope, const Desk& who) {
    std::vector<std::string> tasks;
    for (const auto& open : list_open_todos(tx, scope, who, {})) tasks.push_back(open.todo.task);
    return tasks;
}

BOOST_AUTO_TEST_CASE(case_events_come_back_whole_and_in_order) {
    const auto scope = test_database().fresh_scope();
    const CaseEvent first{.aggregate = "application",
                          .aggregate_id = 5,
                          .action = "submit",
                          .from_state = "draft",
                          .to_state = "submitted",
                          .actor = {kWang, kAuthority, "authority_staff", kLi},
                          .at = kNow,
                          .opinion = "材料齐全，予以受理。",
                          .details = {{"attachments", {"sm3:ab"}}}};
    CaseEvent second = first;
    second.action = "accept";
    second.actor.delegate_for_id.reset();
    CaseEvent elsewhere = first;
    elsewhere.aggregate_id = 6;
    work([&](Transaction& tx) {
        for (const auto& event : {first, second, elsewhere}) record_case_event(tx, scope, event);
    });
    work([&](Transaction& tx) {
        const auto events = list_case_events(tx, scope, "application", 5);
        BOOST_REQUIRE(events.size() == 2u);
        BOOST_TEST(events[0].action == "submit");
        BOOST_TEST(events[0].from_state == "draft");
        BOOST_TEST(events[0].to_state == "submitted");
        BOOST_TEST((events[0].actor.user_id == kWang && events[0].actor.body_id == kAuthority));
        BOOST_TEST(events[0].actor.role == "authority_staff");
        BOOST_TEST((events[0].actor.delegate_for_id == kLi));
        BOOST_TEST((events[0].at == kNow));
        BOOST_TEST(events[0].opinion == first.opinion);
        BOOST_TEST((events[0].details == first.details));
        BOOST_TEST(events[1].action == "accept");
        BOOST_TEST(!events[1].actor.delegate_for_id.has_value());
        BOOST_TEST(list_case_events(tx, test_database().fresh_scope(), "application", 5).empty());
    });
}

BOOST_AUTO_TEST_CASE(many_events_of_one_transaction_keep_their_order) {
    const auto scope = test_database().fresh_scope();
    work([&](Transaction& tx) {
        for (int i = 0; i < 200; ++i)
            record_case_event(tx, scope, {.aggregate = "order", .aggregate_id = 1,
                                          .action = "step_" + std::to_string(i), .from_state = "",
                                          .to_state = "", .actor = actor(kOther, "", kLi),
                                          .at = kNow});
        const auto events = list_case_events(tx, scope, "order", 1);
        BOOST_REQUIRE(events.size() == 200u);
        for (int i = 0; i < 200; ++i)
            BOOST_REQUIRE(events.at(static_cast<std::size_t>(i)).action ==
                          "step_" + std::to_string(i));
    });
}

BOOST_AUTO_TEST_CASE(a_desk_shows_what_its_body_role_and_user_may_do) {
    const auto scope = test_database().fresh_scope();
    work([&](Transaction& tx) {
        open_todo(tx, scope, todo_for(kAuthority, "", {}, "any_role"));
        open_todo(tx, scope, todo_for(kAuthority, "authority_lead", {}, "lead_only"));
        open_todo(tx, scope, todo_for(kAuthority, "authority_lead", kWang, "wang_as_lead"));
        open_todo(tx, scope, todo_for(kAuthority, "", kLi, "li_only"));
        open_todo(tx, scope, todo_for(kOther, "", {}, "other_body"));
    });
    work([&](Transaction& tx) {
        using Tasks = std::vector<std::string>;
        BOOST_TEST(tasks_on_desk(tx, scope, desk(kAuthority, "authority_lead", kWang)) ==
                   (Tasks{"any_role", "lead_only", "wang_as_lead"}),
                   boost::test_tools::per_element());
        BOOST_TEST(tasks_on_desk(tx, scope, desk(kAuthority, "authority_staff", kWang)) ==
                   (Tasks{"any_role"}), boost::test_tools::per_element());
        BOOST_TEST(tasks_on_desk(tx, scope, desk(kAuthority, "authority_lead", kLi)) ==
                   (Tasks{"any_role", "lead_only", "li_only"}), boost::test_tools::per_element());
        BOOST_TEST(tasks_on_desk(tx, scope, desk(kOther, "", kWang)) == (Tasks{"other_body"}),
                   boost::test_tools::per_element());
        // Whoever may do the work of two roles has both on the desk.
        const Desk both{kAuthority, {"authority_staff", "authority_lead"}, kWang};
        BOOST_TEST(tasks_on_desk(tx, scope, both) ==
                   (Tasks{"any_role", "lead_only", "wang_as_lead"}),
                   boost::test_tools::per_element());
        const auto stranger = test_database().fresh_scope();
        BOOST_TEST(tasks_on_desk(tx, stranger, desk(kAuthority, "authority_lead", kWang)).empty());
        const auto counts = count_open_todos(tx, scope, desk(kAuthority, "authority_lead", kWang));
        BOOST_REQUIRE(counts.size() == 3u);
        BOOST_TEST(counts[0].first == "any_role");
        BOOST_TEST(counts[0].second == 1u);
    });
}

BOOST_AUTO_TEST_CASE(a_todo_comes_back_whole_and_pages) {
    const auto scope = test_database().fresh_scope();
    work([&](Transaction& tx) {
        for (int i = 0; i < 5; ++i) {
            Todo todo = todo_for(kAuthority, "", {}, "task_" + std::to_string(i));
            if (i == 1) todo.due_on.reset();
            open_todo(tx, scope, todo);
        }
        const auto who = desk(kAuthority, "", kWang);
        const auto page = list_open_todos(tx, scope, who, {.after_id = 0, .limit = 2});
        BOOST_REQUIRE(page.size() == 3u);  // One more than asked for tells that more follow.
        BOOST_TEST(page[0].todo.title == "申〔2026〕1号 公共数据应用");
        BOOST_TEST((page[0].todo.due_on == parse_date("2026-09-10").value()));
        BOOST_TEST((page[0].todo.opened_at == kNow));
        BOOST_TEST(!page[0].todo.user_id.has_value());
        BOOST_TEST(!page[1].todo.due_on.has_value());
        const auto rest = list_open_todos(tx, scope, who, {.after_id = page[1].id, .limit = 10});
        BOOST_REQUIRE(rest.size() == 3u);
        BOOST_TEST(rest[0].todo.task == "task_2");
    });
}

BOOST_AUTO_TEST_CASE(opening_twice_is_once_and_after_closing_it_opens_anew) {
    const auto scope = test_database().fresh_scope();
    const auto who = desk(kAuthority, "", kWang);
    const auto todo = todo_for(kAuthority, "", {}, "pre_check");
    for (int round = 0; round < 3; ++round) {
        work([&](Transaction& tx) {
            open_todo(tx, scope, todo);
            open_todo(tx, scope, todo);
            BOOST_TEST(tasks_on_desk(tx, scope, who).size() == 1u);
        });
        work([&](Transaction& tx) {
            close_todos(tx, scope, "application", 5, "pre_check", kNow);
            BOOST_TEST(tasks_on_desk(tx, scope, who).empty());
        });
    }
}

BOOST_AUTO_TEST_CASE(closing_reaches_one_desk_one_user_or_all) {
    const auto scope = test_database().fresh_scope();
    const auto open_all = [&](Transaction& tx) {
        open_todo(tx, scope, todo_for(kAuthority, "", kWang, "score"));
        open_todo(tx, scope, todo_for(kAuthority, "", kLi, "score"));
        open_todo(tx, scope, todo_for(kOther, "", {}, "score"));
        open_todo(tx, scope, todo_for(kOther, "", {}, "sign"));
    };
    const auto left = [&](Transaction& tx) {
        return tasks_on_desk(tx, scope, desk(kAuthority, "", kWang)).size() +
               tasks_on_desk(tx, scope, desk(kAuthority, "", kLi)).size() +
               tasks_on_desk(tx, scope, desk(kOther, "", kWang)).size();
    };
    work([&](Transaction& tx) {
        open_all(tx);
        close_todos(tx, scope, "application", 5, "score", kNow, kAuthority, kWang);
        BOOST_TEST(left(tx) == 3u);
        open_all(tx);
        close_todos(tx, scope, "application", 5, "score", kNow, kAuthority);
        BOOST_TEST(left(tx) == 2u);
        open_all(tx);
        close_todos(tx, scope, "application", 5, "score", kNow);
        BOOST_TEST(left(tx) == 1u);
        open_all(tx);
        close_all_todos(tx, scope, "application", 6, kNow);
        BOOST_TEST(left(tx) == 4u);
        close_all_todos(tx, scope, "application", 5, kNow);
        BOOST_TEST(left(tx) == 0u);
    });
}

}  // namespace
}  // namespace yunhe::db::case_store_test
