/// The whole program from outside: server, database and replay as real processes, a marketplace
/// played through HTTP, and its figures to the fen.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include "base/json.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/test_database.hpp"

namespace replay_test {

namespace {

using namespace yunhe;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

const fs::path kBinary = YUNHE_BINARY;
const fs::path kCase = fs::path(YUNHE_SOURCE_DIR) / "tests/cases/yangzhou";
const char* const kTables[] = {"charge_lines.csv", "claims.csv", "allocation.csv"};

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(stream.good(), file.string() << " is missing");
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

/// The heading stays first; rows are a set.
std::vector<std::string> rows_of(const fs::path& file) {
    std::istringstream stream(text_of(file));
    std::vector<std::string> rows;
    for (std::string row; std::getline(stream, row);) rows.push_back(row);
    BOOST_REQUIRE(!rows.empty());
    std::sort(rows.begin() + 1, rows.end());
    return rows;
}

/// One server for the whole suite; a test may cut its power.
struct World {
    test::TemporaryFolder folder;
    std::optional<test::ServerProcess> server;

    World() { start(); }
    void start() { server.emplace(kBinary, folder.path() / "data"); }

    fs::path file(const std::string& name) const { return folder.path() / name; }
    std::vector<std::string> replay_command(const fs::path& played, const std::string& slug) const {
        return {kBinary.string(), "replay", played.string(), "--server", server->url(),
                "--admin-password-file", (folder.path() / "data/platform-admin.password").string(),
                "--slug", slug, "--out", file(slug).string()};
    }
};

World& world() {
    static World the_world;
    return the_world;
}

struct Outcome {
    int code = 0;
    std::string errors;
};

Outcome replay(const fs::path& played, const std::string& slug) {
    test::Process process(world().replay_command(played, slug), world().file(slug + ".out"),
                          world().file(slug + ".errors"));
    const int code = process.wait();
    return {code, process.errors()};
}

void check_tables(const std::string& slug) {
    for (const auto* table : kTables) {
        const auto expected = rows_of(kCase / "expected" / table);
        const auto got = rows_of(world().file(slug) / table);
        BOOST_TEST_CONTEXT(table) BOOST_TEST(got == expected, boost::test_tools::per_element());
    }
}

Json summary_of(const fs::path& folder) {
    return parse_json(text_of(folder / "summary.json")).value();
}

/// A copy of the case in which one text of one file is replaced by another.
fs::path altered_case(const std::string& name, const std::string& file, const std::string& from,
                      const std::string& to) {
    const auto folder = world().file("case-" + name);
    fs::copy(kCase, folder);
    auto text = text_of(folder / file);
    const auto at = text.find(from);
    BOOST_REQUIRE(at != text.npos);
    std::ofstream(folder / file, std::ios::binary) << text.replace(at, from.size(), to);
    return folder;
}

BOOST_AUTO_TEST_SUITE(replay_suite)

BOOST_AUTO_TEST_CASE(a_case_comes_out_to_the_fen_and_again_when_played_twice) {
    const auto first = replay(kCase, "yangzhou-1");
    BOOST_REQUIRE_MESSAGE(first.code == 0, first.errors);
    check_tables("yangzhou-1");
    const auto expected = summary_of(kCase / "expected");
    BOOST_TEST(to_text(summary_of(world().file("yangzhou-1"))) == to_text(expected));

    const auto again = replay(kCase, "yangzhou-1");
    BOOST_REQUIRE_MESSAGE(again.code == 0, again.errors);
    check_tables("yangzhou-1");
    auto summary = summary_of(world().file("yangzhou-1"));
    BOOST_TEST(summary.at("events").at("duplicate") == expected.at("events").at("sent"));
    summary["events"]["duplicate"] = expected.at("events").at("duplicate");
    BOOST_TEST(to_text(summary) == to_text(expected));
}

BOOST_AUTO_TEST_CASE(a_second_tenant_has_the_same_figures) {
    const auto second = replay(kCase, "neighbour");
    BOOST_REQUIRE_MESSAGE(second.code == 0, second.errors);
    check_tables("neighbour");
    BOOST_TEST(to_text(summary_of(world().file("neighbour"))) ==
               to_text(summary_of(kCase / "expected")));
}

BOOST_AUTO_TEST_CASE(an_unknown_column_is_refused_with_its_file) {
    const auto played = altered_case("column", "orders.csv", "code,product", "code,colour,product");
    const auto outcome = replay(played, "refused-1");
    BOOST_TEST(outcome.code == 2);
    BOOST_TEST(outcome.errors.find("orders.csv line 1: the column colour is unknown") !=
               outcome.errors.npos, outcome.errors);
}

BOOST_AUTO_TEST_CASE(an_unknown_code_is_refused_with_its_line) {
    const auto played = altered_case("code", "lineage.csv", "P01,R002", "P01,R999");
    const auto outcome = replay(played, "refused-2");
    BOOST_TEST(outcome.code == 2);
    BOOST_TEST(outcome.errors.find("lineage.csv line 3: resource R999 is unknown") !=
               outcome.errors.npos, outcome.errors);
}

BOOST_AUTO_TEST_CASE(a_line_that_the_server_refuses_is_named_with_the_reason) {
    const auto played = altered_case("ground", "orders.csv", "O01,P01,S01,扬子普惠银行(示例),paid",
                                     "O01,P01,S01,扬子普惠银行(示例),source_free");
    const auto outcome = replay(played, "refused-3");
    BOOST_TEST(outcome.code == 1);
    BOOST_TEST(outcome.errors.find("orders.csv line 2: ") != outcome.errors.npos, outcome.errors);
    BOOST_TEST(outcome.errors.find("source_free_for_departments") != outcome.errors.npos,
               outcome.errors);
}

BOOST_AUTO_TEST_CASE(after_a_power_cut_amid_the_events_the_replay_goes_on_and_loses_nothing) {
    const std::string slug = "power-cut";
    test::Process interrupted(world().replay_command(kCase, slug), world().file("cut.out"),
                              world().file("cut.errors"));
    while (interrupted.errors().find("60 % events.jsonl") == std::string::npos) {
        BOOST_REQUIRE_MESSAGE(interrupted.running(), interrupted.errors());
        std::this_thread::sleep_for(20ms);
    }
    world().server->cut_power();
    BOOST_TEST(interrupted.wait() == 1);
    world().server.reset();
    world().start();

    const auto resumed = replay(kCase, slug);
    BOOST_REQUIRE_MESSAGE(resumed.code == 0, resumed.errors);
    check_tables(slug);
    auto summary = summary_of(world().file(slug));
    const auto expected = summary_of(kCase / "expected");
    BOOST_TEST(summary.at("events").at("sent") == expected.at("events").at("sent"));
    BOOST_TEST(summary.at("events").at("duplicate").get<int>() >
               expected.at("events").at("duplicate").get<int>());
    summary["events"]["duplicate"] = expected.at("events").at("duplicate");
    BOOST_TEST(to_text(summary) == to_text(expected));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace

}  // namespace replay_test
