/// Each rule fails where it should and passes where it should: a rule that can't fail proves
/// nothing.
#include <boost/test/unit_test.hpp>

#include "house_rules.hpp"
#include "layers.hpp"

using namespace yunhe::arch;

namespace {

std::vector<std::size_t> lines(const Breaches& breaches) {
    std::vector<std::size_t> numbers;
    for (const auto& breach : breaches) numbers.push_back(breach.line);
    return numbers;
}

using Lines = std::vector<std::size_t>;

std::string repeated(std::string_view piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    return text;
}

const std::set<std::string> kPaths{
    "server/base/time.hpp",       "server/db/transaction.hpp", "server/http/call.hpp",
    "tenants/role.hpp",           "tenants/role_service.hpp",  "tenants/role_api.hpp",
    "catalog/order.hpp",          "catalog/order_store.hpp",   "billing/rating.hpp",
    "billing/rating_service.hpp", "server/app/wiring.hpp"};

Breaches included(std::string path, std::string_view header) {
    return check_includes({std::move(path), "#include \"" + std::string(header) + "\"\n"}, kPaths);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(house_rules_can_fail)

BOOST_AUTO_TEST_CASE(a_file_s_layer_is_its_folder_and_suffix) {
    BOOST_TEST(layer_of("server/base/time.hpp").value() == "base");
    BOOST_TEST(layer_of("catalog/order.cpp").value() == "catalog_domain");
    BOOST_TEST(layer_of("catalog/order_workflow.cpp").value() == "catalog_domain");
    BOOST_TEST(layer_of("catalog/order_store.hpp").value() == "catalog");
    BOOST_TEST(layer_of("billing/report_render.cpp").value() == "billing");
    BOOST_TEST(layer_of("tenants/notice_api.cpp").value() == "tenants_api");
    BOOST_TEST(layer_of("tenants/routes.hpp").value() == "tenants_api");
    BOOST_TEST(!layer_of("tests/api/order_test.cpp").has_value());
}

BOOST_AUTO_TEST_CASE(includes_to_the_right_are_found) {
    BOOST_TEST(!included("server/base/x.cpp", "tenants/role.hpp").empty());
    BOOST_TEST(!included("tenants/x.cpp", "catalog/order.hpp").empty());
    BOOST_TEST(!included("tenants/x.cpp", "db/transaction.hpp").empty());
    BOOST_TEST(!included("tenants/x.cpp", "tenants/role_service.hpp").empty());
    BOOST_TEST(!included("server/db/x.cpp", "tenants/role.hpp").empty());
    BOOST_TEST(!included("catalog/x_service.cpp", "billing/rating_service.hpp").empty());
    BOOST_TEST(!included("billing/x_service.cpp", "http/call.hpp").empty());
    BOOST_TEST(!included("catalog/x_api.cpp", "tenants/role_api.hpp").empty());
    BOOST_TEST(!included("billing/x_api.cpp", "app/wiring.hpp").empty());
    BOOST_TEST(!included("tests/unit/x_test.cpp", "catalog/order_store.hpp").empty());
    BOOST_TEST(!included("tenants/x.cpp", "tenants/nowhere.hpp").empty());
}

BOOST_AUTO_TEST_CASE(includes_to_the_left_are_taken) {
    BOOST_TEST(included("tenants/x.cpp", "base/time.hpp").empty());
    BOOST_TEST(included("billing/x.cpp", "tenants/role.hpp").empty());
    BOOST_TEST(included("billing/x_service.cpp", "catalog/order_store.hpp").empty());
    BOOST_TEST(included("catalog/x_store.cpp", "db/transaction.hpp").empty());
    BOOST_TEST(included("tenants/x_api.cpp", "http/call.hpp").empty());
    BOOST_TEST(included("server/app/x.cpp", "tenants/role_api.hpp").empty());
    BOOST_TEST(included("tests/unit/x_test.cpp", "billing/rating.hpp").empty());
    BOOST_TEST(included("tests/api/x_test.cpp", "app/wiring.hpp").empty());
}

BOOST_AUTO_TEST_CASE(foreign_libraries_out_of_place_are_found) {
    BOOST_TEST(
        !check_foreign_includes({"catalog/x_api.cpp", "#include <pistache/http.h>\n"}).empty());
    BOOST_TEST(
        !check_foreign_includes({"catalog/x_store.cpp", "#include <cppconn/driver.h>\n"}).empty());
    BOOST_TEST(
        !check_foreign_includes({"server/base/x.cpp", "#include <openssl/evp.h>\n"}).empty());
    BOOST_TEST(
        !check_foreign_includes({"billing/rating.cpp", "#include <spdlog/spdlog.h>\n"}).empty());
    BOOST_TEST(!check_foreign_includes({"billing/rating.cpp", "#include <fstream>\n"}).empty());
    BOOST_TEST(check_foreign_includes({"billing/usage_worker.cpp", "#include <thread>\n"}).empty());
    BOOST_TEST(
        check_foreign_includes({"server/db/pool.cpp", "#include <cppconn/driver.h>\n"}).empty());
}

BOOST_AUTO_TEST_CASE(long_lines_are_counted_in_characters) {
    const auto wide = "ok\n" + repeated("运", 101) + "\n" + repeated("河", 100) + "\n";
    BOOST_TEST(lines(check_columns({"a.cpp", wide})) == Lines{2});
    BOOST_TEST(lines(check_columns({"a.cpp", "\xff\n"})) == Lines{1});
}

BOOST_AUTO_TEST_CASE(long_functions_are_found_in_every_disguise) {
    const auto body = [](std::size_t count) { return repeated("    f();\n", count); };
    const auto length_of = [&](const std::string& head, std::size_t count) {
        return lines(
            check_function_lengths({"a.cpp", "int x;\n" + head + " {\n" + body(count) + "}\n"}));
    };
    for (const auto* head :
         {"void f()", "int f(int a = 3)", "auto f() -> int", "void f() const noexcept",
          "template <class T = int> void f(T)", "A::A(int x) : a_(x)", "A::A() : a_{1}, b_(2)",
          "bool operator==(A, A)", "BOOST_AUTO_TEST_CASE(x)"}) {
        BOOST_TEST_CONTEXT(head) {
            BOOST_TEST(length_of(head, 68).empty());
            BOOST_TEST(length_of(head, 69) == Lines{2});
        }
    }
    BOOST_TEST(length_of("constexpr Row kRows[] =", 100).empty());
    BOOST_TEST(length_of("namespace a", 100).empty());
    BOOST_TEST(length_of("struct A : B", 100).empty());
}

BOOST_AUTO_TEST_CASE(long_functions_inside_namespaces_and_classes_are_found) {
    const auto long_body = repeated("    if (a) { b(\"}\"); }  // {\n", 70);
    const std::string text = "namespace a {\nclass B {\npublic:\n    int c() {\n" + long_body +
                             "    }\n    int short_one() { return 1; }\n};\n}\n";
    BOOST_TEST(lines(check_function_lengths({"a.cpp", text})) == Lines{4});
}

BOOST_AUTO_TEST_CASE(floating_point_is_found_outside_comments_only) {
    BOOST_TEST(lines(check_no_floating_point(
                   {"a.cpp", "// double entry\nauto s = \"double\";\ndouble x;\n"})) == Lines{3});
    BOOST_TEST(!check_no_floating_point({"a.cpp", "float x;"}).empty());
    BOOST_TEST(!check_no_floating_point({"a.cpp", "x.get<double>()"}).empty());
    BOOST_TEST(!check_no_floating_point({"a.cpp", "std::stod(text)"}).empty());
    BOOST_TEST(check_no_floating_point({"a.cpp", "int doubled; round_to_fen(x);"}).empty());
    BOOST_TEST(must_be_exact("billing/rating.cpp"));
    BOOST_TEST(must_be_exact("server/base/money.hpp"));
    BOOST_TEST(!must_be_exact("server/http/limits.cpp"));
}

BOOST_AUTO_TEST_CASE(clocks_are_found) {
    BOOST_TEST(!check_no_clock({"a.cpp", "std::chrono::system_clock::now()"}).empty());
    BOOST_TEST(!check_no_clock({"a.cpp", "std::chrono::steady_clock :: now ()"}).empty());
    BOOST_TEST(!check_no_clock({"a.cpp", "std::time(nullptr)"}).empty());
    BOOST_TEST(check_no_clock({"a.cpp", "std::chrono::steady_clock::time_point t; steady_now();"})
                   .empty());
    BOOST_TEST(check_no_clock({"server/base/clock.cpp", "system_clock::now()"}).empty());
}

BOOST_AUTO_TEST_CASE(catch_all_is_found_outside_its_places) {
    const std::string text = "try { f(); } catch (...) {}";
    BOOST_TEST(!check_no_catch_all({"tenants/user_service.cpp", text}).empty());
    BOOST_TEST(check_no_catch_all({"server/http/dispatch.cpp", text}).empty());
    BOOST_TEST(check_no_catch_all({"billing/ingest_worker.cpp", text}).empty());
    BOOST_TEST(check_no_catch_all({"tenants/user_service.cpp", "// catch (...)"}).empty());
}

BOOST_AUTO_TEST_CASE(select_star_is_found) {
    BOOST_TEST(!check_column_lists({"a.cpp", "f(\"SELECT * FROM a\");"}).empty());
    BOOST_TEST(!check_column_lists({"a.cpp", "f(\"select o.* from a o\");"}).empty());
    BOOST_TEST(!check_column_lists({"a.cpp", "f(R\"(\n SELECT\n  *\n FROM a)\");"}).empty());
    BOOST_TEST(check_column_lists({"a.cpp", "f(\"SELECT COUNT(*), a * b FROM a\");"}).empty());
}

BOOST_AUTO_TEST_CASE(statements_without_tenant_are_found) {
    const auto found = [](const std::string& text) {
        return lines(check_tenant_in_statements({"a_store.cpp", text}));
    };
    BOOST_TEST(found("f(\"a\");\nf(R\"(\n  SELECT id\n FROM orders\n WHERE id = ?)\");") ==
               Lines{2});
    BOOST_TEST(found("f(\"UPDATE orders SET a = ?\");") == Lines{1});
    BOOST_TEST(found("f(\"INSERT INTO orders (id) VALUES (?)\");") == Lines{1});
    BOOST_TEST(found("f(\"DELETE FROM \" \"orders\");") == Lines{1});
    BOOST_TEST(found("f(\"SELECT a FROM platform_x p JOIN orders o ON o.id = p.id\");") ==
               Lines{1});
    BOOST_TEST(found("f(\"SELECT id FROM orders WHERE \" + filter + \" tenant_id = ?\");").empty());
    BOOST_TEST(found("f(\"SELECT id FROM platform_nodes WHERE id = ? FOR UPDATE\");").empty());
    BOOST_TEST(found("f(\"SELECT 1\");\nf(\"an update of something from here\");").empty());
}

BOOST_AUTO_TEST_CASE(named_pieces_of_statements_are_judged_where_they_are_used) {
    const auto found = [](const std::string& use) {
        const std::string text =
            "#define COLUMNS \\\n    \"SELECT id FROM orders \"\n"
            "constexpr std::string_view kColumns = \"SELECT id FROM claims \";\n";
        return lines(check_tenant_in_statements({"a_store.cpp", text + use}));
    };
    BOOST_TEST(found("f(COLUMNS \"WHERE tenant_id = ?\");").empty());
    BOOST_TEST(found("f(COLUMNS \"WHERE id = ?\");") == Lines{4});
    BOOST_TEST(found("f(std::string(kColumns) + \"WHERE tenant_id = ?\");").empty());
    BOOST_TEST(found("f(kColumns);\ng(kColumns, \"WHERE id = ?\");") == (Lines{4, 5}));
}

BOOST_AUTO_TEST_CASE(sql_outside_stores_is_found) {
    const std::string text = "f(\"SELECT id FROM orders WHERE tenant_id = ?\");";
    BOOST_TEST(!check_sql_stays_in_stores({"catalog/order_service.cpp", text}).empty());
    BOOST_TEST(check_sql_stays_in_stores({"catalog/order_store.cpp", text}).empty());
    BOOST_TEST(check_sql_stays_in_stores({"server/db/outbox.cpp", text}).empty());
}

BOOST_AUTO_TEST_CASE(makers_of_scopes_are_found) {
    const std::string text = "auto scope = TenantScopeMaker::make(id);";
    BOOST_TEST(!check_scope_makers({"catalog/order_service.cpp", text}).empty());
    BOOST_TEST(check_scope_makers({"tenants/authenticator_service.cpp", text}).empty());
    BOOST_TEST(check_scope_makers({"tenants/tenant_store.cpp", "void f_across_tenants();" + text})
                   .empty());
    BOOST_TEST(check_scope_makers({"catalog/a.cpp", "// TenantScopeMaker"}).empty());
}

BOOST_AUTO_TEST_CASE(unfinished_marks_and_foreign_paths_are_found) {
    for (const std::string mark : {"TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK"})
        BOOST_TEST(lines(check_no_unfinished_marks({"a.md", "a\n" + mark + ": b"})) == Lines{2},
                   mark);
    BOOST_TEST(check_no_unfinished_marks({"a.md", "Todo todo XXXXXX"}).empty());
    BOOST_TEST(!check_stands_alone({"a.md", std::string("see ../sha") + "red/x"}).empty());
    BOOST_TEST(check_stands_alone({"a.md", "see ../docs/x"}).empty());
}

BOOST_AUTO_TEST_CASE(codes_without_text_are_found_wherever_errors_are_made) {
    const auto found = [](const std::string& text) {
        return check_error_codes({"a.cpp", text}).size();
    };
    BOOST_TEST(found("return Error{Errc::rule, \"no_such\"};") == 1u);
    BOOST_TEST(found("return malformed(\"/x_y/\" + i, \"no_such\");") == 1u);
    BOOST_TEST(found("return wrong_state(late ? \"no_such\" : \"nor_this\");") == 2u);
    BOOST_TEST(found("return refuse_by_rule(pack, \"key\", \"no_such\", {{\"a\", \"b\"}});") == 1u);
    BOOST_TEST(found("return Error{Errc::rule, \"not_found\", {{\"a\", \"no_such\"}}};") == 0u);
    BOOST_TEST(
        found("return malformed(\"/x_y\", \"bad_date\"); // Error{Errc::rule, \"no_such\"}") == 0u);
}

BOOST_AUTO_TEST_CASE(sources_that_nobody_builds_are_found) {
    const std::vector<SourceFile> cmake{
        {"CMakeLists.txt",
         "yunhe_layer(base FOLDER server/base)\nadd_executable(y server/app/main.cpp)"},
        {"tests/CMakeLists.txt", "yunhe_suite(unit LINKS base)\nfile(GLOB s support/*.cpp)"},
        {"tests/bench/CMakeLists.txt", "file(GLOB s *.cpp)"}};
    const auto found =
        check_all_built(cmake, {"server/base/a.cpp", "server/app/main.cpp", "server/app/b.cpp",
                                "tests/unit/c_test.cpp", "tests/support/d.cpp", "tests/bench/e.cpp",
                                "tests/fuzz/f.cpp", "server/base/deep/g.cpp"});
    BOOST_REQUIRE_EQUAL(found.size(), 3u);
    BOOST_TEST(found[0].path == "server/app/b.cpp");
    BOOST_TEST(found[1].path == "server/base/deep/g.cpp");
    BOOST_TEST(found[2].path == "tests/fuzz/f.cpp");
}

BOOST_AUTO_TEST_CASE(comments_and_literals_are_told_from_code) {
    BOOST_TEST(code_only("a // b\nc /* d\n */ e") == "a     \nc     \n    e");
    BOOST_TEST(code_only("f(\"a\\\"b\", '\"', 1'000);") == "f(\"    \", ' ', 1'000);");
    BOOST_TEST(code_only("R\"x(a)\" )x\" b") == "\"         \" b");
    const auto literals = string_literals("f(\"a\\\"b\"); // \"no\"\ng(R\"x(c\nd)x\");");
    BOOST_REQUIRE_EQUAL(literals.size(), 2u);
    BOOST_TEST(literals[0].content == "a\\\"b");
    BOOST_TEST(literals[1].content == "c\nd");
}

BOOST_AUTO_TEST_SUITE_END()
