#include <boost/test/unit_test.hpp>

#include "tenants/application.hpp"
#include "tenants/case_file.hpp"

namespace yunhe::tenants::case_file_test {
namespace {

FilePart part(int number, std::int64_t size_bytes) {
    FilePart made;
    made.part = number;
    made.size_bytes = size_bytes;
    return made;
}

FileUpload upload(std::string_view content, std::string type = "", std::string name = "") {
    return {.part = 0,
            .last = true,
            .file_name = std::move(name),
            .declared_type = std::move(type),
            .whole_digest_hex = "",
            .content = content};
}

std::string field_code(const Error& error) {
    return error.fields.empty() ? error.code : error.fields.front().code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(case_file)

BOOST_AUTO_TEST_CASE(parts_come_in_order_and_may_be_sent_again) {
    const std::vector<FilePart> present{part(0, 100), part(1, 100)};
    auto next = upload("x");
    for (const int number : {0, 1, 2}) {
        next.part = number;
        BOOST_CHECK(check_part(next, present, 1000).ok());
    }
    next.part = 3;
    BOOST_CHECK_EQUAL(field_code(check_part(next, present, 1000).error()), "part_out_of_order");
    next.part = 2;
    BOOST_CHECK_EQUAL(check_part(next, present, 200).error().code, "too_large");
    // What is sent again replaces what was there, so it doesn't count twice.
    next.part = 1;
    BOOST_CHECK(check_part(next, present, 200).ok());
    BOOST_CHECK_EQUAL(field_code(check_part(upload(""), {}, 200).error()), "empty_file");
}

BOOST_AUTO_TEST_CASE(what_is_declared_must_not_contradict_the_content) {
    const auto type_of = [](const FileUpload& file) {
        const auto found = check_whole(file, file.content, "d");
        return found.ok() ? found.value() : field_code(found.error());
    };
    BOOST_CHECK_EQUAL(type_of(upload("%PDF-1.7", "application/pdf", "a.PDF")), "application/pdf");
    BOOST_CHECK_EQUAL(type_of(upload("%PDF-1.7", "application/octet-stream")), "application/pdf");
    BOOST_CHECK_EQUAL(type_of(upload("%PDF-1.7")), "application/pdf");
    BOOST_CHECK_EQUAL(type_of(upload("%PDF-1.7", "image/png")), "material_type_differs");
    BOOST_CHECK_EQUAL(type_of(upload("%PDF-1.7", "", "a.docx")), "material_type_differs");
    BOOST_CHECK_EQUAL(type_of(upload("文本", "text/plain; charset=utf-8", "a.txt")),
                      "text/plain; charset=utf-8");
    BOOST_CHECK_EQUAL(type_of(upload(std::string_view("MZ\x01", 3))), "material_type_refused");
}

BOOST_AUTO_TEST_CASE(the_digest_of_the_whole_is_checked_when_given) {
    auto file = upload("文本");
    file.whole_digest_hex = "AB";
    BOOST_CHECK(check_whole(file, "文本", "ab").ok());
    BOOST_CHECK_EQUAL(field_code(check_whole(file, "文本", "cd").error()), "digest_differs");
}

BOOST_AUTO_TEST_CASE(a_supplement_opens_only_what_it_names) {
    Application present;
    present.plan_text = "方案";
    present.contact = "示例";
    present.statements = {{"good_standing", "一"}, {"security_head", "二"}};
    present.requested_fields = {"/statements/security_head"};
    auto changed = present;
    BOOST_CHECK(closed_changes(present, changed).empty());
    changed.statements[1].text = "三";
    BOOST_CHECK(closed_changes(present, changed).empty());
    changed.statements[0].text = "四";
    changed.plan_text = "另一方案";
    const std::vector<std::string> expected{"/plan_text", "/statements/good_standing"};
    BOOST_CHECK(closed_changes(present, changed) == expected);
    present.requested_fields = {"/plan_text", "/statements"};
    BOOST_CHECK(closed_changes(present, changed).empty());
}

BOOST_AUTO_TEST_CASE(pointers_of_the_form) {
    Notice notice;
    notice.conditions = {"good_standing"};
    for (const auto* pointer : {"/plan_text", "/contact", "/statements",
                                "/statements/good_standing"})
        BOOST_CHECK(is_field_pointer(notice, pointer));
    for (const auto* pointer : {"", "/state", "/statements/unknown", "plan_text"})
        BOOST_CHECK(!is_field_pointer(notice, pointer));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::case_file_test
