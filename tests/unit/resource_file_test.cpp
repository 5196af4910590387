#include <boost/test/unit_test.hpp>

#include "catalog/resource_diff.hpp"
#include "catalog/resource_file.hpp"
#include "catalog/resource_import.hpp"

namespace resource_file_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

const tenants::RulePack& pack(std::string_view id) {
    static const tenants::RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

const std::string kHead = "资源代码*,资源名称,所属领域,资源分级,开放属性,信息项代码,信息项名称";

CatalogueFile read(const std::string& csv) {
    auto rows = parse_csv(csv);
    BOOST_REQUIRE(rows.ok());
    auto file = read_catalogue(rows.value());
    BOOST_REQUIRE_MESSAGE(file.ok(), (file.ok() ? "" : file.error().code));
    return std::move(file.value());
}

std::string refusal(const std::string& csv) {
    const auto file = read_catalogue(parse_csv(csv).value());
    return file.ok() ? "ok" : file.error().code;
}

/// "2:created 3:error(name missing_field)"
std::string report(const CatalogueFile& file) {
    std::string text;
    for (const auto& line : file.lines) {
        if (!text.empty()) text += " ";
        text += std::to_string(line.line) + ":" + std::string(to_text(line.outcome));
        for (const auto& error : line.errors) text += "(" + error.column + " " + error.code + ")";
    }
    return text;
}

std::string planned(const std::string& csv, const KnownResources& known = {},
                    bool publish = false, std::string_view pack_id = "yangzhou-2024") {
    auto file = read(csv);
    plan_import(file, known, BodyId{7}, publish, pack(pack_id));
    return report(file);
}

Resource sample() {
    Resource resource;
    resource.code = "R1";
    resource.department_id = BodyId{7};
    resource.name = "企业登记";
    resource.field = "信用";
    resource.columns = {{"uscc", "信用代码"}, {"name", "名称"}};
    return resource;
}

KnownResources known(const Resource& resource) {
    KnownResources all;
    all.own.emplace(resource.code, resource);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resource_file)

BOOST_AUTO_TEST_CASE(a_resource_is_told_once_and_its_columns_follow) {
    const auto file = read(kHead + "\nR1,企业登记,信用,L2,有条件开放,uscc,信用代码\n"
                                   "R2,路况,交通,3级,无条件开放,road,\n"
                                   "R1,,,,,name,名称\n");
    BOOST_REQUIRE_EQUAL(file.resources.size(), 2U);
    const auto& first = file.resources[0].resource;
    BOOST_CHECK(same_content(first, sample()));
    BOOST_CHECK(file.resources[1].resource.level == Level::l3);
    BOOST_CHECK(file.resources[1].resource.openness == Openness::unconditional);
    BOOST_CHECK_EQUAL(report(file), "2:unchanged 3:unchanged 4:unchanged");
}

BOOST_AUTO_TEST_CASE(every_column_can_be_read_in_both_languages) {
    auto resource = sample();
    resource.description = "=摘要";
    resource.level = Level::l4;
    resource.personal = resource.secret = resource.confidential = true;
    resource.origin = Origin::city_returned_to_county;
    resource.openness = Openness::barred;
    resource.barred_reason = "personal";
    resource.unlock = Unlock::consented;
    resource.unlock_document = "衢数〔2026〕1号";
    resource.cadence = Cadence::half_yearly;
    resource.registration_number = "330800-1";
    resource.registered_until = parse_date("2027-06-30").value();
    resource.columns = {{.name = "id_number",
                         .title = "证件号码",
                         .type = "varchar(18)",
                         .level = Level::l3,
                         .personal = true,
                         .secret = true,
                         .description = "居民身份证号",
                         .masking = "-保留后四位"}};
    for (const auto language : {Language::chinese, Language::english}) {
        std::string csv;
        CsvWriter writer(csv);
        for (const auto& title : file_heading(language)) writer.plain(title);
        writer.end_row();
        for (const auto& row : file_rows(resource, language)) {
            for (const auto& cell : row) writer.text(cell);
            writer.end_row();
        }
        const auto file = read(csv);
        BOOST_REQUIRE_EQUAL(file.resources.size(), 1U);
        BOOST_CHECK(!file.resources[0].faulty);
        BOOST_CHECK(same_content(file.resources[0].resource, resource));
    }
    BOOST_CHECK_EQUAL(file_explanations(Language::chinese).size(), file_columns().size());
}

BOOST_AUTO_TEST_CASE(reasons_may_be_called_by_their_title) {
    auto file = read(kHead + ",禁止原因\nR1,甲,信用,L2,禁止开放,uscc,,涉及个人信息\n");
    const auto plan = plan_import(file, {}, BodyId{7}, false, pack("quzhou-2024"));
    BOOST_REQUIRE_EQUAL(plan.resources.size(), 1U);
    BOOST_CHECK_EQUAL(plan.resources[0].resource.barred_reason.value_or(""), "personal");
    BOOST_CHECK_EQUAL(planned(kHead + ",禁止原因\nR1,甲,信用,L2,禁止开放,uscc,,天气\n", {}, false,
                              "quzhou-2024"),
                      "2:error(barred_reason not_one_of)");
}

BOOST_AUTO_TEST_CASE(dates_are_taken_as_people_write_them) {
    for (const auto* date :
         {"2027-06-03", "2027/6/3", "2027年6月3日", "20270603", "2027-06-03 00:00:00"}) {
        const auto file = read(kHead + ",登记编号,登记有效期至\nR1,甲,信用,L2,有条件开放,uscc,,1," +
                               date + "\n");
        BOOST_REQUIRE(file.resources[0].resource.registered_until.has_value());
        BOOST_CHECK_EQUAL(to_text(*file.resources[0].resource.registered_until), "2027-06-03");
    }
    BOOST_CHECK_EQUAL(
        report(read(kHead + ",登记有效期至\nR1,甲,信用,L2,有条件开放,uscc,,2027-02-30\n")),
        "2:unchanged(registered_until bad_date)");
}

BOOST_AUTO_TEST_CASE(every_fault_has_its_line_and_column) {
    BOOST_CHECK_EQUAL(
        planned(kHead + "\n"
                        "R1,甲,信用,L2,有条件开放,uscc,\n"   // 2
                        "R1,乙,,,,uscc,\n"                   // 3: contradicts, repeated
                        ",丙,信用,L2,有条件开放,a,\n"        // 4: no code
                        "R 2,丙,信用,L2,有条件开放,a,\n"     // 5: bad code
                        "R3,,信用,L9,也许,,\n"               // 6
                        "R4,丁,信用,L2,有条件开放,a,\n"),    // 7
        "2:created 3:error(name row_contradicts)(column_name repeated_item) "
        "4:error(code missing_field) 5:error(code bad_code) "
        "6:error(column_name missing_field)(name missing_field)(level not_one_of)"
        "(openness not_one_of) 7:created");
}

BOOST_AUTO_TEST_CASE(the_heading_must_be_complete_and_known) {
    BOOST_CHECK_EQUAL(refusal(""), "csv_empty");
    BOOST_CHECK_EQUAL(refusal(kHead + "\n"), "csv_empty");
    BOOST_CHECK_EQUAL(refusal(kHead + "\n,,\n"), "csv_empty");
    BOOST_CHECK_EQUAL(refusal("资源代码,资源名称\nR1,甲\n"), "file_column_missing");
    BOOST_CHECK_EQUAL(refusal(kHead + ",天气\nR1\n"), "file_column_unknown");
    BOOST_CHECK_EQUAL(refusal(kHead + ",资源代码\nR1\n"), "csv_column_repeated");
    std::string many = kHead + "\n";
    for (std::size_t i = 0; i <= kCatalogueLinesMax; ++i) many += "R1\n";
    BOOST_CHECK_EQUAL(refusal(many), "too_many_lines");
}

BOOST_AUTO_TEST_CASE(lines_show_what_becomes_of_them) {
    const auto head = kHead + "\n";
    const auto there = known(sample());
    BOOST_CHECK_EQUAL(planned(head + "R1,企业登记,信用,L2,有条件开放,uscc,信用代码\n"
                                     "R1,,,,,name,名称\n", there),
                      "2:unchanged 3:unchanged");
    BOOST_CHECK_EQUAL(planned(head + "R1,企业登记,信用,L2,有条件开放,uscc,信用代码\n"
                                     "R1,,,,,name,企业名称\nR1,,,,,status,\n", there),
                      "2:unchanged 3:changed 4:created");
    // A resource's own change, a removed column and a new order show in its first line.
    BOOST_CHECK_EQUAL(planned(head + "R1,企业登记,信用,L3,有条件开放,uscc,信用代码\n"
                                     "R1,,,,,name,名称\n", there),
                      "2:changed 3:unchanged");
    BOOST_CHECK_EQUAL(planned(head + "R1,企业登记,信用,L2,有条件开放,uscc,信用代码\n", there),
                      "2:changed");
    BOOST_CHECK_EQUAL(planned(head + "R1,企业登记,信用,L2,有条件开放,name,名称\n"
                                     "R1,,,,,uscc,信用代码\n", there),
                      "2:changed 3:unchanged");
}

BOOST_AUTO_TEST_CASE(states_and_versions_are_not_the_files_to_say) {
    auto resource = sample();
    resource.state = ResourceState::published;
    resource.version = 4;
    const auto csv = kHead + "\nR1,新名称,信用,L2,有条件开放,uscc,信用代码\nR1,,,,,name,名称\n"
                             "R9,新资源,信用,L2,有条件开放,a,\n";
    for (const bool publish : {false, true}) {
        auto file = read(csv);
        const auto plan = plan_import(file, known(resource), BodyId{7}, publish,
                                      pack("yangzhou-2024"));
        BOOST_REQUIRE_EQUAL(plan.resources.size(), 2U);
        BOOST_CHECK(plan.resources[0].resource.state == ResourceState::published);
        BOOST_CHECK_EQUAL(plan.resources[0].resource.version, 5);
        BOOST_CHECK(plan.resources[1].resource.state ==
                    (publish ? ResourceState::published : ResourceState::draft));
        BOOST_CHECK_EQUAL(plan.created, 1U);
        BOOST_CHECK_EQUAL(plan.changed, 1U);
    }
    // A draft that is in the file is published with it.
    resource.state = ResourceState::draft;
    const auto same = kHead + "\nR1,企业登记,信用,L2,有条件开放,uscc,信用代码\nR1,,,,,name,名称\n";
    BOOST_CHECK_EQUAL(planned(same, known(resource), true), "2:changed 3:unchanged");
    BOOST_CHECK_EQUAL(planned(same, known(resource), false), "2:unchanged 3:unchanged");
    resource.state = ResourceState::retired;
    BOOST_CHECK_EQUAL(planned(same, known(resource)), "2:error(code resource_retired) 3:unchanged");
    KnownResources others;
    others.taken.insert("R1");
    BOOST_CHECK_EQUAL(planned(same, others), "2:error(code code_taken) 3:created");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(resource_import)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    const std::set<std::string> expected = {
        "uploading upload owner uploading", "checked upload owner uploading",
        "faulty upload owner uploading",    "uploading check owner checking",
        "checked check owner checking",     "faulty check owner checking",
        "checking pass job checked",        "checking fail job faulty",
        "checked apply owner applying",     "applying finish job applied",
        "applying fail job faulty",         "uploading discard owner discarded",
        "checked discard owner discarded",  "faulty discard owner discarded"};
    std::set<std::string> found;
    for (const auto& from : enum_texts<ImportState>)
        for (const auto& action : enum_texts<ImportAction>)
            for (const auto& actor : enum_texts<ImportActor>) {
                const auto to = next_state(kImportMoves, from.value, action.value, actor.value);
                if (to.ok())
                    found.insert(std::string(to_text(from.value)) + " " +
                                 std::string(to_text(action.value)) + " " +
                                 std::string(to_text(actor.value)) + " " +
                                 std::string(to_text(to.value())));
            }
    BOOST_CHECK_EQUAL_COLLECTIONS(found.begin(), found.end(), expected.begin(), expected.end());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(resource_diff)

BOOST_AUTO_TEST_CASE(a_difference_names_fields_and_columns) {
    const auto before = sample();
    auto after = before;
    after.name = "市场主体登记";
    after.registration_number = "330800-1";
    after.columns = {{"name", "名称"}, {"status", "状态"}};
    after.columns[0].masking = "保留首字";
    const auto diff = diff_of(version_content(before), version_content(after));
    BOOST_REQUIRE_EQUAL(diff.fields.size(), 2U);
    BOOST_CHECK_EQUAL(diff.fields[0].field, "name");
    BOOST_CHECK_EQUAL(diff.fields[0].before, "企业登记");
    BOOST_CHECK_EQUAL(diff.fields[0].after, "市场主体登记");
    BOOST_CHECK_EQUAL(diff.fields[1].field, "registration_number");
    BOOST_CHECK(diff.fields[1].before.is_null());
    BOOST_REQUIRE_EQUAL(diff.added.size(), 1U);
    BOOST_CHECK_EQUAL(diff.added[0].at("name"), "status");
    BOOST_REQUIRE_EQUAL(diff.removed.size(), 1U);
    BOOST_CHECK_EQUAL(diff.removed[0].at("name"), "uscc");
    BOOST_REQUIRE_EQUAL(diff.changed.size(), 1U);
    BOOST_CHECK_EQUAL(diff.changed[0].name, "name");
    BOOST_CHECK_EQUAL(diff.changed[0].fields.at(0).field, "masking");
    BOOST_CHECK(!diff.reordered);
}

BOOST_AUTO_TEST_CASE(a_version_of_before_a_field_was_known_says_nothing_of_it) {
    const auto now = version_content(sample());
    const Json old = {{"name", "企业登记"},
                      {"field", "信用"},
                      {"level", "L2"},
                      {"personal", false},
                      {"secret", false},
                      {"origin", "city"},
                      {"openness", "conditional"},
                      {"columns",
                       {{{"name", "uscc"}, {"title", "信用代码"}},
                        {{"name", "name"}, {"title", "名称"}}}}};
    BOOST_CHECK(diff_of(old, now).empty());
    BOOST_CHECK(diff_of(now, old).empty());
    auto turned = sample();
    std::swap(turned.columns[0], turned.columns[1]);
    BOOST_CHECK(diff_of(old, version_content(turned)).reordered);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace resource_file_test
