#include <array>

#include <boost/test/unit_test.hpp>

#include "base/csv.hpp"

namespace csv_test {

using namespace yunhe;

namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells cells(std::string_view text) {
    Cells result;
    const auto rows = parse_csv(text);
    for (const auto& row : rows.value()) result.push_back(row.cells);
    return result;
}

std::string error_line(std::string_view text) {
    const auto rows = parse_csv(text);
    if (rows.ok()) return "ok";
    return rows.error().code + " " + rows.error().args.at(0).second;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(both_line_ends_a_mark_and_a_missing_last_line_end_are_taken) {
    const Cells expected{{"a", "b"}, {"1", ""}};
    BOOST_TEST((cells("a,b\n1,\n") == expected));
    BOOST_TEST((cells("a,b\r\n1,\r\n") == expected));
    BOOST_TEST((cells("\xEF\xBB\xBF"
                      "a,b\r\n\r\n1,") == expected));
    BOOST_TEST(cells("").empty());
}

BOOST_AUTO_TEST_CASE(quoted_cells_hold_commas_line_ends_and_quotes) {
    BOOST_TEST((cells("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n\"\",x\n") ==
                Cells{{"a,b", "say \"hi\"", "two\r\nlines"}, {"", "x"}}));
}

BOOST_AUTO_TEST_CASE(rows_know_the_line_they_begin_on) {
    const auto rows = parse_csv("h\n\n\"x\ny\"\nz\n").value();
    BOOST_REQUIRE_EQUAL(rows.size(), 3u);
    BOOST_TEST(rows[0].line == 1u);
    BOOST_TEST(rows[1].line == 3u);
    BOOST_TEST(rows[2].line == 5u);
}

BOOST_AUTO_TEST_CASE(what_is_no_csv_is_refused_with_its_line) {
    BOOST_TEST(error_line("a\nb\"c\n") == "bad_csv 2");
    BOOST_TEST(error_line("a\n\"b\"c\n") == "bad_csv 2");
    BOOST_TEST(error_line("a\n\"b") == "bad_csv 2");
    BOOST_TEST(error_line("a\rb") == "bad_csv 1");
    BOOST_TEST(error_line("a\nb\n\xff\n") == "bad_csv 3");
    BOOST_TEST(error_line(std::string_view("a\n\0", 3)) == "bad_csv 2");
}

BOOST_AUTO_TEST_CASE(a_table_gives_cells_by_column) {
    const auto table = CsvTable::parse("code,name\nD01,市交通局\n").value();
    BOOST_TEST(table.has_column("name"));
    BOOST_TEST(!table.has_column("uscc"));
    BOOST_TEST(table.cell(table.rows().at(0), "name") == "市交通局");
    BOOST_CHECK_THROW(table.cell(table.rows().at(0), "uscc"), InvariantViolation);
}

BOOST_AUTO_TEST_CASE(a_table_without_heading_with_repeated_columns_or_ragged_rows_is_refused) {
    BOOST_TEST(CsvTable::parse("").error().code == "csv_empty");
    BOOST_TEST(CsvTable::parse("a,b,a\n").error().code == "csv_column_repeated");
    const auto ragged = CsvTable::parse("a,b\n1,2\n3\n");
    BOOST_TEST(ragged.error().code == "csv_row_width");
    BOOST_TEST(ragged.error().args.at(0).second == "3");
}

BOOST_AUTO_TEST_CASE(text_that_looks_like_a_formula_is_defused_and_numbers_are_not) {
    std::string file;
    CsvWriter writer(file);
    writer.byte_order_mark();
    writer.text("=1+1");
    writer.text("+86");
    writer.text("@x");
    writer.text("\tx");
    writer.text("-x", false);
    writer.plain("-12.00");
    writer.end_row();
    BOOST_TEST(file == "\xEF\xBB\xBF'=1+1,'+86,'@x,'\tx,-x,-12.00\r\n");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
    const std::vector<std::string> samples{"", "a,b", "\"", "a\nb", "a\r\nb", "数据", " x ", ","};
    std::string file;
    CsvWriter writer(file, CsvWriter::LineEnd::lf);
    const std::array<std::string_view, 2> heading{"first", "second"};
    writer.plain_row(heading);
    for (const auto& first : samples) {
        for (const auto& second : samples) {
            writer.text(first);
            writer.text(second);
            writer.end_row();
        }
    }
    const auto table = CsvTable::parse(file).value();
    BOOST_REQUIRE_EQUAL(table.rows().size(), samples.size() * samples.size());
    std::size_t at = 0;
    for (const auto& row : table.rows()) {
        BOOST_TEST(row.cells.at(0) == samples[at / samples.size()]);
        BOOST_TEST(row.cells.at(1) == samples[at % samples.size()]);
        ++at;
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace csv_test
