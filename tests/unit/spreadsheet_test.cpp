#include <boost/test/unit_test.hpp>
#include <zip.h>

#include "base/spreadsheet.hpp"
#include "base/text_encoding.hpp"

namespace spreadsheet_test {

using namespace yunhe;

namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

/// An archive in memory.
std::string zipped(const Parts& parts) {
    zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(memory);
    zip_t* archive = zip_open_from_source(memory, ZIP_TRUNCATE, nullptr);
    BOOST_REQUIRE(archive != nullptr);
    for (const auto& [name, content] : parts) {
        auto* source = zip_source_buffer(archive, content.data(), content.size(), 0);
        BOOST_REQUIRE(zip_file_add(archive, name.c_str(), source, ZIP_FL_OVERWRITE) >= 0);
    }
    BOOST_REQUIRE_EQUAL(zip_close(archive), 0);
    zip_stat_t stat;
    BOOST_REQUIRE_EQUAL(zip_source_stat(memory, &stat), 0);
    std::string bytes(stat.size, '\0');
    zip_source_open(memory);
    zip_source_read(memory, bytes.data(), bytes.size());
    zip_source_close(memory);
    zip_source_free(memory);
    return bytes;
}

constexpr std::string_view kMain =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of hand-written parts.
std::string workbook(const std::string& sheet_data, const Parts& more = {},
                     const std::string& book_properties = "",
                     const std::string& sheets =
                         R"(<sheet name="a" sheetId="1" r:id="rId1"/>)") {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    Parts parts = {
        {"xl/workbook.xml",
         head + "<workbook xmlns=\"" + std::string(kMain) +
             "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">" +
             book_properties + "<sheets>" + sheets + "</sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         head + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                "relationships\">"
                "<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                "<Relationship Id=\"rId2\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                "<Relationship Id=\"rId3\" Type=\"x/styles\" Target=\"/xl/styles.xml\"/>"
                "<Relationship Id=\"rId4\" Type=\"x/worksheet\" Target=\"worksheets/sheet2.xml\"/>"
                "</Relationships>"},
        {"xl/worksheets/sheet1.xml", head + "<worksheet xmlns=\"" + std::string(kMain) +
                                         "\"><sheetData>" + sheet_data +
                                         "</sheetData></worksheet>"}};
    parts.insert(parts.end(), more.begin(), more.end());
    return zipped(parts);
}

std::string shown(const Result<std::vector<CsvRow>>& rows) {
    if (!rows.ok()) return rows.error().code;
    std::string text;
    for (const auto& row : rows.value()) {
        text += std::to_string(row.line) + ":";
        for (const auto& cell : row.cells) text += "[" + cell + "]";
    }
    return text;
}

std::string with_sheet(const std::string& sheet_data) {
    return shown(read_xlsx(workbook(sheet_data)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spreadsheet)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
    const Sheet sheets[] = {
        {"资源目录", {"资源代码", "名称"}, {{"R001", "企业登记"}, {"", "=1+1"}, {"007", " x "}}, {12}},
        {"说明", {"列"}, {{"不读"}}, {}}};
    const auto bytes = write_xlsx(sheets);
    BOOST_CHECK(looks_like_xlsx(bytes));
    BOOST_CHECK_EQUAL(shown(read_xlsx(bytes)),
                      "1:[资源代码][名称]2:[R001][企业登记]3:[][=1+1]4:[007][ x ]");
}

BOOST_AUTO_TEST_CASE(cells_of_every_type_are_text) {
    BOOST_CHECK_EQUAL(
        with_sheet(R"(<row r="2"><c r="A2"><v>1001</v></c>)"
                   R"(<c r="C2" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>)"
                   R"(<c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#N/A</v></c>)"
                   R"(<c r="F2" t="str"><f>A1</f><v>formula</v></c></row>)"
                   R"(<row r="5"><c r="B5" t="inlineStr"><is><t></t></is></c></row>)"
                   R"(<row><c><v>7</v></c></row>)"),
        "2:[1001][][甲乙][TRUE][#N/A][formula]6:[7]");
}

BOOST_AUTO_TEST_CASE(shared_strings_leave_phonetics_out) {
    const Parts strings = {{"xl/sharedStrings.xml",
                            "<sst><si><t>甲</t></si>"
                            "<si><r><t>乙</t></r><rPh sb=\"0\" eb=\"1\"><t>yi</t></rPh></si>"
                            "</sst>"}};
    const auto sheet =
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>)";
    BOOST_CHECK_EQUAL(shown(read_xlsx(workbook(sheet, strings))), "1:[甲][乙]");
    const auto outside = R"(<row r="1"><c r="A1" t="s"><v>2</v></c></row>)";
    BOOST_CHECK_EQUAL(shown(read_xlsx(workbook(outside, strings))), "bad_spreadsheet");
}

BOOST_AUTO_TEST_CASE(dates_follow_the_number_format) {
    const Parts styles = {
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m\"/>"
         "<numFmt numFmtId=\"165\" formatCode=\"0.00&quot;d&quot;\"/></numFmts><cellXfs>"
         "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
         "</cellXfs></styleSheet>"}};
    const std::string sheet =
        R"(<row r="1"><c r="A1" s="0"><v>46266</v></c><c r="B1" s="1"><v>46266</v></c>)"
        R"(<c r="C1" s="2"><v>46266.5</v></c><c r="D1" s="3"><v>46266</v></c>)"
        R"(<c r="E1" s="1"><v>60</v></c><c r="F1" s="1"><v>61</v></c><c r="G1" s="1"><v>-1</v></c>)"
        R"(</row>)";
    BOOST_CHECK_EQUAL(shown(read_xlsx(workbook(sheet, styles))),
                      "1:[46266][2026-09-01][2026-09-01 12:00:00][46266][1900-02-28]"
                      "[1900-03-01][-1]");
    const std::string one = R"(<row r="1"><c r="A1" s="1"><v>44804</v></c></row>)";
    BOOST_CHECK_EQUAL(
        shown(read_xlsx(workbook(one, styles, R"(<workbookPr date1904="1"/>)"))),
        "1:[2026-09-01]");
}

BOOST_AUTO_TEST_CASE(the_first_visible_sheet_counts) {
    const Parts second = {{"xl/worksheets/sheet2.xml",
                           "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData>"
                           "</worksheet>"}};
    const auto sheets = R"(<sheet name="a" sheetId="1" state="hidden" r:id="rId1"/>)"
                        R"(<sheet name="b" sheetId="2" r:id="rId4"/>)";
    BOOST_CHECK_EQUAL(shown(read_xlsx(workbook("", second, "", sheets))), "1:[2]");
}

BOOST_AUTO_TEST_CASE(broken_files_are_refused) {
    const auto whole = workbook(R"(<row r="1"><c r="A1"><v>1</v></c></row>)");
    BOOST_CHECK_EQUAL(shown(read_xlsx("")), "bad_spreadsheet");
    BOOST_CHECK_EQUAL(shown(read_xlsx("a,b\n")), "bad_spreadsheet");
    BOOST_CHECK_EQUAL(shown(read_xlsx(zipped({{"a.txt", "a"}}))), "bad_spreadsheet");
    for (std::size_t length = 0; length < whole.size(); length += 7)
        BOOST_CHECK(!read_xlsx(std::string_view(whole).substr(0, length)).ok());
    for (const auto* sheet :
         {R"(<row r="2"/><row r="2"/>)", R"(<row r="2"><c r="B2"><v>1</v></c><c r="A2"/></row>)",
          R"(<row r="1"><c r="1"><v>1</v></c></row>)", R"(<row r="1"><c r="AAAA1"/></row>)",
          R"(<row r="1"><c r="A1" t="s"><v>x</v></c></row>)", R"(<row>)"})
        BOOST_CHECK_EQUAL(with_sheet(sheet), "bad_spreadsheet");
    // One flipped byte either is noticed or changes a cell; it never does harm.
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        static_cast<void>(read_xlsx(damaged));
    }
}

BOOST_AUTO_TEST_CASE(a_small_archive_can_not_unfold_into_a_large_one) {
    const auto bomb = workbook("<!--" + std::string(8'000'000, 'x') + "-->");
    BOOST_CHECK_LT(bomb.size(), 100'000U);
    SheetLimits limits;
    limits.part_bytes_max = 1'000'000;
    BOOST_CHECK_EQUAL(shown(read_xlsx(bomb, limits)), "spreadsheet_too_large");
    BOOST_CHECK_EQUAL(shown(read_xlsx(bomb)), "");
    limits.file_bytes_max = 100;
    BOOST_CHECK_EQUAL(shown(read_xlsx(bomb, limits)), "spreadsheet_too_large");
}

BOOST_AUTO_TEST_CASE(entities_are_not_unfolded) {
    // Neither a "billion laughs" nor a local file gets into a cell.
    const Parts strings = {
        {"xl/sharedStrings.xml",
         "<!DOCTYPE sst [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>"
         "<sst><si><t>&a;&b;&amp;</t></si></sst>"}};
    const auto sheet = R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)";
    BOOST_CHECK_EQUAL(shown(read_xlsx(workbook(sheet, strings))), "1:[&a;&b;&]");
}

BOOST_AUTO_TEST_CASE(rows_columns_and_parts_are_limited) {
    std::string rows;
    for (int i = 1; i <= 4; ++i)
        rows += "<row r=\"" + std::to_string(i) + "\"><c><v>1</v></c></row>";
    SheetLimits limits;
    limits.lines_max = 3;
    BOOST_CHECK_EQUAL(shown(read_xlsx(workbook(rows), limits)), "spreadsheet_too_large");
    BOOST_CHECK_EQUAL(with_sheet(R"(<row r="1"><c r="XFD1"><v>1</v></c></row>)"),
                      "spreadsheet_too_large");
    // An empty cell far out is none.
    BOOST_CHECK_EQUAL(with_sheet(R"(<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"/></row>)"),
                      "1:[1]");
    limits = {};
    limits.parts_max = 2;
    BOOST_CHECK_EQUAL(shown(read_xlsx(workbook(rows), limits)), "spreadsheet_too_large");
    limits = {};
    limits.cell_characters_max = 2;
    BOOST_CHECK_EQUAL(shown(read_xlsx(
                          workbook(R"(<row><c t="inlineStr"><is><t>甲乙丙</t></is></c></row>)"),
                          limits)),
                      "spreadsheet_too_large");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text_encoding)

BOOST_AUTO_TEST_CASE(the_encoding_is_told_by_the_content) {
    const std::string text = "资源代码,名称\r\nR001,㐀𠀀㎏ abc\r\n";
    const auto plain = decode_text(text);
    BOOST_REQUIRE(plain.ok());
    BOOST_CHECK(plain.value().encoding == TextEncoding::utf8);
    BOOST_CHECK_EQUAL(plain.value().text, text);
    BOOST_CHECK_EQUAL(decode_text("\xEF\xBB\xBF" + text).value().text, text);
    const auto bytes = gb18030_of(text);
    BOOST_CHECK(bytes != text);
    const auto decoded = decode_text(bytes);
    BOOST_REQUIRE(decoded.ok());
    BOOST_CHECK(decoded.value().encoding == TextEncoding::gb18030);
    BOOST_CHECK_EQUAL(decoded.value().text, text);
    // Two bytes of GBK, as spreadsheets write it.
    BOOST_CHECK_EQUAL(decode_text("\xD7\xCA\xD4\xB4").value().text, "资源");
}

BOOST_AUTO_TEST_CASE(long_texts_are_converted_whole) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "数据𠀀a";
    BOOST_CHECK(decode_text(gb18030_of(text)).value().text == text);
}

BOOST_AUTO_TEST_CASE(bytes_of_neither_encoding_are_refused) {
    for (const std::string_view bytes :
         {std::string_view("\xFF\xFE\x41\x00", 4), std::string_view("abc\0def", 7),
          std::string_view("\xFF\xFF"), std::string_view("\xD7"), std::string_view("\x81\x30\x81")})
        BOOST_CHECK(!decode_text(bytes).ok());
    BOOST_CHECK_EQUAL(decode_text("").value().text, "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace spreadsheet_test
