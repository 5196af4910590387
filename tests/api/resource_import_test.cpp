/// A department's catalogue as a file: uploaded in parts, checked, applied whole or not at all.
#include <boost/test/unit_test.hpp>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "base/csv.hpp"
#include "base/spreadsheet.hpp"
#include "base/text.hpp"
#include "base/text_encoding.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::resource_import_test {
namespace {

const std::string kImports = "/api/v1/resource-imports";
const std::string kHead = "资源代码,资源名称,所属领域,资源分级,开放属性,信息项代码,信息项名称\r\n";
const std::string kGood = kHead +
                          "R1,企业登记(示例),信用,L2,有条件开放,uscc,统一社会信用代码\r\n"
                          "R1,,,,,name,名称\r\n"
                          "R2,路况(示例),交通,L1,无条件开放,road,\"道路,路段\"\r\n";

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text.substr(0, 600));
    return answer;
}

std::string id_of(const Answer& answer) { return answer.json.at("id").get<std::string>(); }

std::string xlsx_of(const std::string& csv) {
    const auto rows = parse_csv(csv).value();
    Sheet sheet{"目录", rows.front().cells, {}, {}};
    for (std::size_t i = 1; i < rows.size(); ++i) sheet.rows.push_back(rows[i].cells);
    return write_xlsx({&sheet, 1});
}

class Imports {
public:
    explicit Imports(std::string rule_pack = "yangzhou-2024")
        : world({.rule_pack = std::move(rule_pack)}) {}

    ApiClient& dept() { return world.as("dept.d01"); }

    std::string open(bool publish = false) {
        return id_of(must(dept().post(kImports, {{"publish", publish}})));
    }
    /// In parts of so many bytes.
    void upload(const std::string& id, const std::string& bytes, std::size_t part_bytes = 400'000) {
        int part = 0;
        for (std::size_t at = 0; at < bytes.size(); at += part_bytes) {
            const bool ends = at + part_bytes >= bytes.size();
            auto path = kImports + "/" + id + "/file?part=" + std::to_string(part++) +
                        "&last=" + (ends ? "true" : "false") + "&name=catalogue";
            if (ends) path += "&digest=" + crypto::sm3_hex(bytes);
            must(dept().send(http::Method::put, path, bytes.substr(at, part_bytes),
                             "application/octet-stream"));
        }
    }
    Json step(const std::string& id, const std::string& action) {
        BOOST_CHECK_EQUAL(must(dept().post(kImports + "/" + id + "/" + action)).status, 202);
        test_application().resource_import_worker().run_once(real_now());
        return read(id);
    }
    Json read(const std::string& id) { return must(dept().get(kImports + "/" + id)).json; }
    Json checked(const std::string& bytes, bool publish = false) {
        last = open(publish);
        upload(last, bytes);
        return step(last, "check");
    }
    std::vector<Json> resources() { return dept().rows("/api/v1/resources?department_code=D01"); }
    std::uint64_t rows_in(const std::string& table) {
        return test_database()
            .database()
            .read([&](db::Transaction& tx) -> Result<std::uint64_t> {
                return tx.one("SELECT COUNT(*) AS n FROM " + table + " WHERE tenant_id = ?",
                              [](const db::Row& row) { return row.uint64("n"); }, world.scope());
            })
            .value();
    }

    ApiWorld world;
    std::string last;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(resource_imports)

BOOST_AUTO_TEST_CASE(a_file_of_every_format_and_encoding_is_imported) {
    Imports test;
    const std::pair<std::string, std::string> files[] = {
        {"csv utf-8", kGood},
        {"csv utf-8", "\xEF\xBB\xBF" + kGood},
        {"csv gb18030", gb18030_of(kGood)},
        {"xlsx ", xlsx_of(kGood)}};
    bool first = true;
    for (const auto& [kind, bytes] : files) {
        const auto checked = test.checked(bytes);
        BOOST_CHECK_EQUAL(checked.at("state"), "checked");
        BOOST_CHECK_EQUAL(checked.at("format").get<std::string>() + " " +
                              (checked.at("encoding").is_null()
                                   ? ""
                                   : checked.at("encoding").get<std::string>()),
                          kind);
        BOOST_CHECK_EQUAL(checked.at("created"), first ? 2 : 0);
        BOOST_CHECK_EQUAL(checked.at("unchanged"), first ? 0 : 2);
        BOOST_CHECK_EQUAL(checked.at("lines"), 3);
        if (first) BOOST_CHECK(test.resources().empty());
        BOOST_CHECK_EQUAL(test.step(test.last, "apply").at("state"), "applied");
        BOOST_CHECK_EQUAL(test.resources().size(), 2U);
        first = false;
    }
    const auto made = must(test.dept().get("/api/v1/resources/R2")).json;
    BOOST_CHECK_EQUAL(made.at("state"), "draft");
    BOOST_CHECK_EQUAL(made.at("columns").at(0).at("title"), "道路,路段");
    BOOST_CHECK_EQUAL(must(test.dept().get("/api/v1/resources/R1/events")).json.at("data").size(),
                      1U);
}

BOOST_AUTO_TEST_CASE(a_bad_file_imports_nothing_and_says_every_fault) {
    Imports test;
    const auto bad = kGood + "R3,,信用,L7,有条件开放,a,\r\nR1,别名,,,,uscc,\r\n";
    const std::string files[] = {bad, "\xEF\xBB\xBF" + bad, gb18030_of(bad), xlsx_of(bad)};
    for (const auto& bytes : files) {
        const auto checked = test.checked(bytes);
        BOOST_CHECK_EQUAL(checked.at("state"), "faulty");
        BOOST_CHECK_EQUAL(checked.at("errors"), 2);
        BOOST_CHECK_EQUAL(test.dept().post(kImports + "/" + test.last + "/apply").code(),
                          "illegal_transition");
        const auto faults = test.dept().rows(kImports + "/" + test.last + "/lines?outcome=error");
        BOOST_REQUIRE_EQUAL(faults.size(), 2U);
        BOOST_CHECK_EQUAL(faults[0].at("line"), 5);
        BOOST_CHECK_EQUAL(faults[0].at("resource_code"), "R3");
        BOOST_REQUIRE_EQUAL(faults[0].at("errors").size(), 2U);
        BOOST_CHECK_EQUAL(faults[0].at("errors").at(0).at("column"), "name");
        BOOST_CHECK_EQUAL(faults[0].at("errors").at(0).at("code"), "missing_field");
        BOOST_CHECK(!faults[0].at("errors").at(1).at("zh").get<std::string>().empty());
        BOOST_CHECK(!faults[0].at("errors").at(1).at("en").get<std::string>().empty());
        const auto codes = faults[1].at("errors").dump();
        BOOST_CHECK(codes.find("row_contradicts") != std::string::npos);
        BOOST_CHECK(codes.find("repeated_item") != std::string::npos);
        BOOST_CHECK_EQUAL(test.dept().rows(kImports + "/" + test.last + "/lines").size(), 5U);
        const auto report = must(test.dept().get(kImports + "/" + test.last + "/report"));
        BOOST_CHECK(report.header("Content-Disposition").starts_with("attachment"));
        const auto table = CsvTable::parse(report.text);
        BOOST_REQUIRE(table.ok());
        BOOST_CHECK_EQUAL(table.value().rows().size(), 3U + 2U + 2U);
    }
    BOOST_CHECK(test.resources().empty());
    BOOST_CHECK_EQUAL(test.rows_in("resource_columns"), 0U);
    BOOST_CHECK_EQUAL(test.rows_in("resource_versions"), 0U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_none_says_so_as_a_whole) {
    Imports test;
    const std::pair<std::string, std::string> files[] = {
        {std::string("\xFF\xFE\x41\x00", 4), "bad_encoding"},
        {"PK\x03\x04 broken", "bad_spreadsheet"},
        {"资源代码,\"资源", "bad_csv"},
        {"资源代码,天气\r\nR1,晴\r\n", "file_column_unknown"},
        {kHead, "csv_empty"}};
    for (const auto& [bytes, code] : files) {
        const auto checked = test.checked(bytes);
        BOOST_CHECK_EQUAL(checked.at("state"), "faulty");
        BOOST_CHECK_EQUAL(checked.at("problem").at("code"), code);
        BOOST_CHECK(!checked.at("problem").at("zh").get<std::string>().empty());
    }
    // The same import takes a better file.
    test.upload(test.last, kGood);
    BOOST_CHECK(test.read(test.last).at("problem").is_null());
    BOOST_CHECK_EQUAL(test.step(test.last, "check").at("state"), "checked");
}

BOOST_AUTO_TEST_CASE(what_changed_since_the_check_is_checked_again) {
    Imports test;
    BOOST_CHECK_EQUAL(test.checked(kGood).at("state"), "checked");
    const auto waiting = test.last;
    // Meanwhile another department takes a code of the file.
    must(test.world.as("dept.d02").post("/api/v1/resources",
                                        {{"code", "R2"},
                                         {"name", "别的(示例)"},
                                         {"field", "交通"},
                                         {"level", "L1"},
                                         {"openness", "conditional"},
                                         {"columns", {{{"name", "a"}}}}}));
    BOOST_CHECK_EQUAL(test.step(waiting, "apply").at("state"), "faulty");
    BOOST_CHECK(test.resources().empty());
    const auto faults = test.dept().rows(kImports + "/" + waiting + "/lines?outcome=error");
    BOOST_REQUIRE_EQUAL(faults.size(), 1U);
    BOOST_CHECK_EQUAL(faults[0].at("errors").at(0).at("code"), "code_taken");
}

BOOST_AUTO_TEST_CASE(a_published_resource_gets_a_version_and_drafts_are_published_if_asked) {
    Imports test;
    test.checked(kGood, true);
    BOOST_CHECK_EQUAL(test.step(test.last, "apply").at("state"), "applied");
    BOOST_CHECK_EQUAL(must(test.dept().get("/api/v1/resources/R1")).json.at("state"), "published");
    auto changed = kGood;
    changed.replace(changed.find("L2"), 2, "L3");
    const auto checked = test.checked(changed);
    BOOST_CHECK_EQUAL(checked.at("changed"), 1);
    BOOST_CHECK_EQUAL(checked.at("unchanged"), 1);
    test.step(test.last, "apply");
    const auto diff = must(test.world.as("op.staff").get("/api/v1/resources/R1/versions/1/diff/2"));
    BOOST_REQUIRE_EQUAL(diff.json.at("fields").size(), 1U);
    BOOST_CHECK_EQUAL(diff.json.at("fields").at(0).at("field"), "level");
    BOOST_CHECK_EQUAL(diff.json.at("fields").at(0).at("after"), "L3");
    BOOST_CHECK_EQUAL(must(test.dept().get("/api/v1/resources/R1")).json.at("version"), 2);
    BOOST_CHECK_EQUAL(must(test.dept().get("/api/v1/resources/R2")).json.at("version"), 1);
}

BOOST_AUTO_TEST_CASE(an_import_is_its_departments_alone) {
    Imports test;
    test.checked(kGood);
    auto& other = test.world.as("dept.d02");
    const auto path = kImports + "/" + test.last;
    for (const auto* rest : {"", "/lines", "/report", "/events"})
        BOOST_CHECK_EQUAL(other.get(path + rest).status, 404);
    for (const auto* action : {"/check", "/apply", "/discard"})
        BOOST_CHECK_EQUAL(other.post(path + action).status, 404);
    BOOST_CHECK_EQUAL(other.send(http::Method::put, path + "/file", "a", "text/csv").status, 404);
    BOOST_CHECK(other.rows(kImports).empty());
    BOOST_CHECK_EQUAL(test.world.as("op.admin").post(kImports).status, 403);
    ApiWorld stranger({.rule_pack = "yangzhou-2024"});
    BOOST_CHECK_EQUAL(stranger.as("dept.d01").get(path).status, 404);
    BOOST_CHECK_EQUAL(stranger.as("dept.d01").post(path + "/apply").status, 404);
    must(test.dept().post(path + "/discard"));
    BOOST_CHECK_EQUAL(test.dept().post(path + "/check").code(), "illegal_transition");
}

BOOST_AUTO_TEST_CASE(an_upload_comes_in_parts_and_is_whole_or_not) {
    Imports test;
    const auto id = test.open();
    const auto path = kImports + "/" + id;
    BOOST_CHECK_EQUAL(test.dept().post(path + "/check").code(), "file_not_whole");
    must(test.dept().send(http::Method::put, path + "/file?part=0&last=false", kGood.substr(0, 50),
                          "text/csv"));
    BOOST_CHECK_EQUAL(test.dept().post(path + "/check").code(), "file_not_whole");
    BOOST_CHECK_EQUAL(test.dept()
                          .send(http::Method::put, path + "/file?part=2", "x", "text/csv")
                          .field_code("?part"),
                      "part_out_of_order");
    BOOST_CHECK_EQUAL(test.dept()
                          .send(http::Method::put,
                                path + "/file?part=1&digest=" + std::string(64, 'a'),
                                kGood.substr(50), "text/csv")
                          .field_code("?digest"),
                      "digest_differs");
    test.upload(id, kGood, 40);
    BOOST_CHECK_EQUAL(test.read(id).at("digest_sm3"), crypto::sm3_hex(kGood));
    BOOST_CHECK_EQUAL(test.step(id, "check").at("state"), "checked");
}

BOOST_AUTO_TEST_CASE(an_export_can_be_imported_again_and_runs_no_formula) {
    Imports test("quzhou-2024");
    must(test.dept().post("/api/v1/resources",
                          {{"code", "R1"},
                           {"name", "=HYPERLINK(\"http://example.com\")"},
                           {"field", "信用"},
                           {"level", "L3"},
                           {"personal", true},
                           {"openness", "barred"},
                           {"barred_reason", "personal"},
                           {"unlock", "anonymised"},
                           {"unlock_document", "评估报告(示例)"},
                           {"cadence", "monthly"},
                           {"registration_number", "330800-1"},
                           {"registered_until", "2027-06-30"},
                           {"description", "第一行\n第二行"},
                           {"columns",
                            {{{"name", "id_number"}, {"type", "varchar(18)"}, {"personal", true},
                              {"masking", "@保留后四位"}},
                             {{"name", "status"}, {"level", "L1"}}}}}));
    for (const auto* query : {"format=csv", "format=csv&encoding=gb18030", "format=xlsx",
                              "format=csv&language=en", "format=xlsx&language=en"}) {
        const auto file = must(test.dept().get("/api/v1/resource-export?" + std::string(query)));
        const auto checked = test.checked(file.text);
        BOOST_CHECK_MESSAGE(checked.at("unchanged") == 1 && checked.at("errors") == 0,
                            query << " " << checked.dump());
        if (!std::string(query).starts_with("format=csv")) continue;
        const auto text = decode_text(file.text).value().text;
        BOOST_CHECK(text.find("'=HYPERLINK") != std::string::npos);
        BOOST_CHECK(text.find(",=") == std::string::npos);
        BOOST_CHECK(text.find("'@") != std::string::npos);
    }
    // Others don't see the draft; nobody's department is nowhere.
    const auto seen = must(test.world.as("op.staff").get(
        "/api/v1/resource-export?format=csv&department_code=D01"));
    BOOST_CHECK_EQUAL(CsvTable::parse(seen.text).value().rows().size(), 0U);
    BOOST_CHECK_EQUAL(
        test.world.as("op.staff").get("/api/v1/resource-export?department_code=OP").status, 404);
    const auto blank = must(test.dept().get("/api/v1/resource-template?format=xlsx&language=zh"));
    const auto rows = read_xlsx(blank.text);
    BOOST_REQUIRE(rows.ok());
    BOOST_CHECK_EQUAL(rows.value().size(), 1U);
    BOOST_CHECK_EQUAL(rows.value().front().cells.front(), "资源代码");
}

BOOST_AUTO_TEST_CASE(twenty_thousand_lines_are_imported_as_one) {
    Imports test;
    std::string csv = kHead;
    for (int resource = 0; resource < 2000; ++resource)
        for (int column = 0; column < 10; ++column) {
            csv += "R" + std::to_string(resource);
            csv += column == 0 ? ",资源(示例),交通,L2,有条件开放" : ",,,,";
            csv += ",c" + std::to_string(column) + ",列\r\n";
        }
    const auto id = test.open(true);
    test.upload(id, gb18030_of(csv));
    const auto begin = std::chrono::steady_clock::now();
    BOOST_CHECK_EQUAL(test.step(id, "check").at("created"), 2000);
    const auto applied = test.step(id, "apply");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    BOOST_CHECK_EQUAL(applied.at("state"), "applied");
    BOOST_CHECK_EQUAL(applied.at("lines_done"), 20'000);
    BOOST_TEST_MESSAGE("20,000 lines checked and applied in " << took.count() << " s");
    BOOST_CHECK_LT(took.count(), 10.0);
    BOOST_CHECK_EQUAL(test.rows_in("resources"), 2000U);
    BOOST_CHECK_EQUAL(test.rows_in("resource_columns"), 20'000U);
    BOOST_CHECK_EQUAL(test.rows_in("resource_versions"), 2000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::resource_import_test
