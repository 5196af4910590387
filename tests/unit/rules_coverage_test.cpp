/// docs/rules_coverage.json says of every obligation what becomes of it here and which tests show
/// it; docs/generated/rules.md is that file as a table, with the articles from the rule packs. The
/// tests keep both honest: no row without an answer, no test that doesn't exist, no rule of a pack
/// without a row.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "tenants/rule_pack.hpp"

namespace yunhe::tenants::rules_coverage_test {
namespace {

const std::filesystem::path kSource(YUNHE_SOURCE_DIR);

std::string read_text(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}

const RulePack& pack_named(const std::string& id) {
    if (id == library().national().id) return library().national();
    const auto* found = library().find(id);
    BOOST_REQUIRE_MESSAGE(found != nullptr, id);
    return *found;
}

struct CoverageRow {
    std::string id;
    std::string pack;  ///< Empty: the row compares all five texts.
    std::string topic;
    std::vector<std::string> rules;
    std::string status;
    std::vector<std::string> tests;
    std::string note;
};

const std::vector<CoverageRow>& rows() {
    static const auto all = [] {
        std::vector<CoverageRow> read;
        const auto json = parse_json(read_text(kSource / "docs/rules_coverage.json"));
        BOOST_REQUIRE(json.ok());
        for (const auto& row : json.value().at("rows"))
            read.push_back({row.at("id"), row.at("pack").is_null() ? "" : row.at("pack"),
                            row.at("topic"), row.at("rules"), row.at("status"), row.at("tests"),
                            row.at("note")});
        return read;
    }();
    return all;
}

/// The names of all test cases of this repository.
std::set<std::string> test_names() {
    std::set<std::string> names;
    for (const auto& file : std::filesystem::recursive_directory_iterator(kSource / "tests")) {
        if (file.path().extension() != ".cpp") continue;
        const auto text = read_text(file.path());
        for (const std::string_view opening : {"BOOST_AUTO_TEST_CASE(", "RC_BOOST_PROP("})
            for (auto at = text.find(opening); at != text.npos; at = text.find(opening, at + 1)) {
                const auto from = at + opening.size();
                names.insert(text.substr(from, text.find_first_of(",)", from) - from));
            }
    }
    return names;
}

std::string articles_of(const CoverageRow& row) {
    if (!row.pack.empty()) return {};
    std::string line;
    for (const auto& pack : library().regulations()) {
        std::string articles;
        for (const auto& key : row.rules) {
            const auto* rule = pack.find(key);
            if (rule == nullptr || articles.find(*rule->article) != articles.npos) continue;
            articles += (articles.empty() ? "" : ", ") + *rule->article;
        }
        if (articles.empty()) continue;
        line += (line.empty() ? "" : "; ") + pack.city.zh + " " + articles;
    }
    return line;
}

/// The sources that could ask for a rule; the vocabulary names them all.
const std::string& sources() {
    static const auto all = [] {
        std::string text;
        for (const char* folder : {"tenants", "catalog", "billing", "server"})
            for (const auto& file :
                 std::filesystem::recursive_directory_iterator(kSource / folder)) {
                const auto extension = file.path().extension();
                const bool source = extension == ".cpp" || extension == ".hpp";
                if (source && file.path().filename() != "rule_vocabulary.cpp")
                    text += read_text(file.path());
            }
        return text;
    }();
    return all;
}

/// Does any source ask for the rule? Others are shown with their article, and no more.
bool asked_for(const std::string& key) {
    return sources().find('"' + key + '"') != std::string::npos;
}

std::string tests_of(const CoverageRow& row) {
    std::string line;
    for (const auto& test : row.tests) line += (line.empty() ? "" : ", ") + test;
    return line;
}

std::string rules_of(const CoverageRow& row) {
    std::string line;
    for (const auto& key : row.rules)
        line += (line.empty() ? "`" : ", `") + key + (asked_for(key) ? "`" : "` (shown)");
    return line;
}

void write_table(std::ostringstream& text, const std::string& title,
                 const std::function<bool(const CoverageRow&)>& wanted) {
    text << "\n## " << title
         << "\n\n| Row | Subject | Status | Rules | Tests |\n|---|---|---|---|---|\n";
    for (const auto& row : rows()) {
        if (!wanted(row)) continue;
        const auto articles = articles_of(row);
        text << "| " << row.id << " | " << row.topic
             << (articles.empty() ? "" : " (" + articles + ")") << " | " << row.status
             << (row.note.empty() ? "" : ": " + row.note) << " | " << rules_of(row)
             << " | " << tests_of(row) << " |\n";
    }
}

std::string document() {
    std::ostringstream text;
    text << "# Obligations and what becomes of them\n\n"
            "Generated from docs/rules_coverage.json and the rule packs by the unit suite "
            "(`YUNHE_UPDATE=1` writes it anew). `enforced`: the software refuses or computes it; "
            "`supported`: it keeps and shows what people need for it; "
            "`out_of_scope`: not a matter of this software. Rules are keys of the rule packs, "
            "which hold number, article and force; `(shown)`: no decision depends on this one, it "
            "is shown with its article.\n";
    std::map<std::string, int> count;
    for (const auto& row : rows()) ++count[row.status];
    text << '\n';
    for (const auto& [status, number] : count) text << "- " << status << ": " << number << '\n';
    write_table(text, "All five texts side by side",
                [](const CoverageRow& row) { return row.pack.empty() && row.id[0] == '1'; });
    for (const auto* id : {"yangzhou-2024", "quzhou-2024", "hangzhou-2023", "ningbo-2023",
                           "zhoushan-2024"})
        write_table(text, pack_named(id).city.zh + " (" + id + ")",
                    [&](const CoverageRow& row) { return row.pack == id; });
    write_table(text, "National and provincial rules",
                [](const CoverageRow& row) { return row.pack == "national"; });
    return text.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_coverage)

BOOST_AUTO_TEST_CASE(every_obligation_has_an_answer) {
    const std::set<std::string> statuses = {"enforced", "supported", "out_of_scope"};
    std::set<std::string> ids;
    for (const auto& row : rows()) {
        BOOST_TEST_CONTEXT(row.id) {
            BOOST_CHECK(ids.insert(row.id).second);
            BOOST_CHECK(!row.topic.empty());
            BOOST_CHECK(statuses.contains(row.status));
            const bool answered = row.status == "enforced" || row.status == "supported";
            BOOST_CHECK_EQUAL(answered, !row.tests.empty());
            BOOST_CHECK(answered || !row.note.empty());
            // What no source asks for can only be enforced in the same way for everybody.
            const bool asked = std::ranges::any_of(row.rules, asked_for);
            BOOST_CHECK(row.status != "enforced" || asked || !row.note.empty() ||
                        row.rules == std::vector<std::string>{"pack_validity"});
        }
    }
    BOOST_CHECK_GT(ids.size(), 150u);
}

BOOST_AUTO_TEST_CASE(every_test_that_is_named_exists) {
    const auto names = test_names();
    for (const auto& row : rows())
        for (const auto& test : row.tests)
            BOOST_CHECK_MESSAGE(names.contains(test), row.id << " names " << test);
}

BOOST_AUTO_TEST_CASE(every_rule_of_a_pack_has_a_row_and_every_row_names_its_packs_rules) {
    std::map<std::string, std::set<std::string>> named;
    for (const auto& row : rows())
        for (const auto& key : row.rules) {
            BOOST_CHECK_MESSAGE(find_vocabulary(key) != nullptr, row.id << " names " << key);
            named[row.pack].insert(key);
            if (row.pack.empty()) continue;
            BOOST_CHECK_MESSAGE(pack_named(row.pack).find(key) != nullptr,
                                row.id << ": " << key << " isn't in " << row.pack);
        }
    for (const auto& pack : library().regulations())
        for (const auto& rule : pack.rules)
            BOOST_CHECK_MESSAGE(named[pack.id].contains(rule.key),
                                pack.id << " " << rule.key << " has no row");
    for (const auto& rule : library().national().rules)
        BOOST_CHECK_MESSAGE(named["national"].contains(rule.key), rule.key << " has no row");
}

BOOST_AUTO_TEST_CASE(the_table_is_what_the_coverage_gives) {
    const auto file = kSource / "docs/generated/rules.md";
    const auto wanted = document();
    if (std::getenv("YUNHE_UPDATE") != nullptr) std::ofstream(file) << wanted;
    BOOST_CHECK_MESSAGE(read_text(file) == wanted,
                        "docs/generated/rules.md is out of date: run with YUNHE_UPDATE=1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::rules_coverage_test
