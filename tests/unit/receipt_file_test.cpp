#include <boost/test/unit_test.hpp>

#include "base/spreadsheet.hpp"
#include "billing/receipt_file.hpp"

namespace yunhe::billing::receipt_file_test {
namespace {

ReceiptTable read(ReceiptFileKind kind, const std::string& bytes) {
    const auto file = read_table(bytes, kReceiptFileLinesMax).value();
    return read_receipt_file(kind, file.rows).value();
}

std::string shown(const ReceiptTable& table) {
    std::string text;
    for (const auto& line : table.lines) {
        text += std::to_string(line.line) + ":" + std::string(to_text(line.outcome));
        for (const auto& error : line.errors) text += " " + error.column + "=" + error.code;
        text += "; ";
    }
    return text;
}

const std::string kTreasury =
    "国库收款明细\n"
    "流水号,缴款码,到账日期,缴款人,金额(元),备注\n"
    "01000001,32100100000000000001,2026/10/9,示例公司,\"3,396.68\",\n"
    "01000002,32100100000000000002,20261012,另一家,669.3,x\n"
    "合计,,,,4065.98,\n";

BOOST_AUTO_TEST_CASE(a_treasury_file_is_read_whatever_its_encoding_and_extra_columns) {
    for (const auto& bytes : {kTreasury, gb18030_of(kTreasury)}) {
        const auto table = read(ReceiptFileKind::treasury_receipts, bytes);
        BOOST_TEST(shown(table) == "3:fine; 4:fine; 5:skipped; ");
        BOOST_REQUIRE(table.receipts.size() == 2u);
        const auto& first = table.receipts[0];
        BOOST_TEST(first.serial == "01000001");
        BOOST_TEST(first.payment_code == "32100100000000000001");
        BOOST_TEST(to_text(first.paid_on) == "2026-10-09");
        BOOST_TEST(to_text(first.amount) == "3396.68");
        BOOST_TEST(to_text(table.receipts[1].amount) == "669.30");
        BOOST_TEST(to_text(table.receipts[1].paid_on) == "2026-10-12");
    }
}

BOOST_AUTO_TEST_CASE(a_workbook_is_read_as_the_same_table) {
    const Sheet sheet{.name = "数据",
                      .heading = {"Serial", "Payment code", "Paid on", "Payer", "Amount"},
                      .rows = {{"01000001", "32100100000000000001", "2026-10-09", "示例公司",
                                "3396.68"}}};
    const auto bytes = write_xlsx({&sheet, 1});
    const auto table = read(ReceiptFileKind::treasury_receipts, bytes);
    BOOST_REQUIRE(table.receipts.size() == 1u);
    BOOST_TEST(table.receipts[0].serial == "01000001");
    BOOST_TEST(to_text(table.receipts[0].amount) == "3396.68");
}

BOOST_AUTO_TEST_CASE(every_fault_of_a_line_is_told_at_its_column) {
    const auto table = read(ReceiptFileKind::treasury_receipts,
                            "流水号,缴款码,到账日期,缴款人,金额\n"
                            ",c,2026-13-01,示例,1.005\n"
                            "1,,2026-10-01,,\n");
    BOOST_TEST(shown(table) == "2:error serial=missing_field paid_on=bad_date amount=bad_money; "
                               "3:error payment_code=missing_field payer=missing_field "
                               "amount=missing_field; ");
    BOOST_TEST(table.receipts.empty());
    BOOST_TEST(count_lines(table).errors == 2u);
}

BOOST_AUTO_TEST_CASE(of_a_bank_file_only_income_counts) {
    const auto table = read(ReceiptFileKind::bank_receipts,
                            "账号,12345\n交易日期,交易流水号,贷方发生额,借方发生额,对方户名,摘要,附言\n"
                            "2026-10-12 10:11:12,B1,5300.00,,示例公司,转账,ZD00001262\n"
                            "2026-10-12,B2,,100.00,税务局,缴税,\n"
                            "2026-10-13,B3,0.00,20.00,银行,手续费,\n"
                            "2026-10-13,B4,7.00,,个人,,\n");
    BOOST_TEST(shown(table) == "3:fine; 4:skipped; 5:skipped; 6:fine; ");
    BOOST_REQUIRE(table.receipts.size() == 2u);
    BOOST_TEST(table.receipts[0].payment_code == "ZD00001262");
    BOOST_TEST(table.receipts[1].payment_code == "");
}

BOOST_AUTO_TEST_CASE(notices_come_in_files_too) {
    const auto table = read(ReceiptFileKind::payment_notices,
                            "账期,缴款人代码,产品编码,缴款码,票据号码,开具日期,缴款期限,金额\n"
                            "2026-09,913210001001210102,P01,32100100000000000001,0100000001,"
                            "2026-10-08,2026-10-23,3396.68\n"
                            "2026-9,913210001001210102,P01,1,2,2026-10-08,2026-10-23,1\n");
    BOOST_TEST(shown(table) == "2:fine; 3:error period=bad_period; ");
    BOOST_REQUIRE(table.notices.size() == 1u);
    BOOST_TEST(table.notices[0].product_code == "P01");
    BOOST_TEST(to_text(table.notices[0].due_on) == "2026-10-23");
}

BOOST_AUTO_TEST_CASE(a_file_without_the_right_heading_is_refused_as_a_whole) {
    const auto refused = [](const std::string& text) {
        const auto file = read_table(text, 10).value();
        return read_receipt_file(ReceiptFileKind::treasury_receipts, file.rows).error();
    };
    const auto missing = refused("流水号,到账日期,缴款人,金额\n1,2026-10-01,a,1\n");
    BOOST_TEST(missing.code == "file_column_missing");
    BOOST_TEST(missing.args.front().second == "缴款码");
    BOOST_TEST(refused("").code == "csv_empty");
}

BOOST_AUTO_TEST_CASE(outcomes_of_rows_become_those_of_their_lines) {
    auto table = read(ReceiptFileKind::treasury_receipts, kTreasury);
    set_outcomes(table, std::vector<PlannedReceipt>{
                            {.outcome = ReceiptOutcome::part_matched,
                             .split = {.matched = Money::fen(1), .suspended = Money::fen(2)}},
                            {.errors = {{"/serial", "serial_reused"}}}});
    BOOST_TEST(shown(table) == "3:part_matched; 4:error serial=serial_reused; 5:skipped; ");
    const auto counts = count_lines(table);
    BOOST_TEST(counts.fresh == 1u);
    BOOST_TEST(counts.errors == 1u);
    BOOST_TEST(counts.skipped == 1u);
    BOOST_TEST(to_text(counts.suspended) == "0.02");
}

BOOST_AUTO_TEST_CASE(amounts_are_taken_as_people_write_them_and_never_rounded) {
    const std::pair<const char*, const char*> fine[] = {
        {"1,234.5", "1234.50"}, {"¥1234.56", "1234.56"},  {"+7", "7.00"},
        {"12.3400", "12.34"},   {"1 234.00", "1234.00"}, {"-3.00", "-3.00"}};
    for (const auto& [text, amount] : fine) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_REQUIRE(plain_amount(text).has_value());
            BOOST_TEST(to_text(*plain_amount(text)) == amount);
        }
    }
    for (const auto* text : {"", "1.005", "1.2.3", "1e3", "元", "0x10", "99999999999999999999"})
        BOOST_TEST(!plain_amount(text).has_value(), text);
}

}  // namespace
}  // namespace yunhe::billing::receipt_file_test
