/// The house rules, held against the repository. Every message begins with file:line.
#include <functional>

#include <boost/test/unit_test.hpp>

#include "house_rules.hpp"
#include "layers.hpp"

using namespace yunhe::arch;

namespace {

void report(const Breaches& breaches) {
    for (const auto& breach : breaches) BOOST_ERROR(to_text(breach));
}

using Rule = std::function<Breaches(const SourceFile&)>;

void hold(const std::vector<SourceFile>& files, const Rule& rule) {
    BOOST_TEST(!files.empty());
    for (const auto& file : files) report(rule(file));
}

std::vector<SourceFile> cpp_files() { return files_ending({".cpp", ".hpp"}); }

std::vector<SourceFile> program_files() {
    auto files = cpp_files();
    std::erase_if(files, [](const auto& file) { return file.path.starts_with("tests/"); });
    return files;
}

std::set<std::string> all_paths() {
    std::set<std::string> paths;
    for (const auto& file : repository_files()) paths.insert(file.path);
    return paths;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arch)

BOOST_AUTO_TEST_CASE(every_include_points_to_the_left) {
    const auto paths = all_paths();
    hold(cpp_files(), [&](const SourceFile& file) { return check_includes(file, paths); });
}

BOOST_AUTO_TEST_CASE(foreign_libraries_stay_in_their_place) {
    hold(cpp_files(), check_foreign_includes);
}

BOOST_AUTO_TEST_CASE(lines_have_at_most_100_columns) {
    auto files = files_ending({".cpp", ".hpp", ".cmake", "CMakeLists.txt", ".sql"});
    // The one generated file: its lines are the database's own.
    std::erase_if(files, [](const auto& file) { return file.path == "sql/schema.sql"; });
    hold(files, check_columns);
}

BOOST_AUTO_TEST_CASE(functions_have_at_most_70_lines) { hold(cpp_files(), check_function_lengths); }

BOOST_AUTO_TEST_CASE(money_knows_no_floating_point) {
    auto files = program_files();
    std::erase_if(files, [](const auto& file) { return !must_be_exact(file.path); });
    hold(files, check_no_floating_point);
}

BOOST_AUTO_TEST_CASE(only_clock_reads_a_clock) { hold(program_files(), check_no_clock); }

BOOST_AUTO_TEST_CASE(only_dispatch_and_workers_catch_everything) {
    hold(program_files(), check_no_catch_all);
}

BOOST_AUTO_TEST_CASE(statements_name_their_columns) { hold(program_files(), check_column_lists); }

BOOST_AUTO_TEST_CASE(every_store_statement_names_tenant_id) {
    hold(files_ending({"_store.cpp", "_store.hpp"}), check_tenant_in_statements);
}

BOOST_AUTO_TEST_CASE(sql_stands_in_stores_alone) {
    hold(program_files(), check_sql_stays_in_stores);
}

BOOST_AUTO_TEST_CASE(scopes_are_made_in_few_places) { hold(cpp_files(), check_scope_makers); }

BOOST_AUTO_TEST_CASE(nothing_is_marked_unfinished) {
    hold(repository_files(), check_no_unfinished_marks);
}

BOOST_AUTO_TEST_CASE(the_repository_stands_alone) { hold(repository_files(), check_stands_alone); }

BOOST_AUTO_TEST_CASE(every_error_code_has_its_texts) { hold(program_files(), check_error_codes); }

BOOST_AUTO_TEST_CASE(every_source_is_built) {
    report(check_all_built(files_ending({"CMakeLists.txt"}), all_paths()));
}

BOOST_AUTO_TEST_SUITE_END()
