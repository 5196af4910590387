#include <boost/test/unit_test.hpp>

#include "billing/bill_payment_code.hpp"
#include "billing/receipt.hpp"

namespace yunhe::billing::receipt_plan_test {
namespace {

Money yuan(const char* text) { return Money::parse(text).value(); }
Date day(const char* text) { return parse_date(text).value(); }

const DocumentRef kClaim{Book::nontax, 7};

ReceiptRow row(const char* serial, const char* code, const char* amount) {
    return {.serial = serial,
            .payment_code = code,
            .paid_on = day("2026-10-12"),
            .payer = "示例公司",
            .amount = yuan(amount)};
}

ReceiptFacts facts(const char* open) {
    ReceiptFacts facts;
    facts.today = day("2026-10-31");
    facts.by_code = {{"c1", kClaim}};
    facts.documents = {{kClaim, {.open = yuan(open)}}};
    return facts;
}

std::string shown(const std::vector<PlannedReceipt>& plans) {
    std::string text;
    for (const auto& plan : plans) {
        for (const auto& error : plan.errors) text += error.pointer + " " + error.code + " ";
        if (plan.errors.empty())
            text += std::string(to_text(plan.outcome)) + " " + to_text(plan.split.matched) + "/" +
                    to_text(plan.split.suspended);
        text += "; ";
    }
    return text;
}

BOOST_AUTO_TEST_CASE(rows_of_one_file_see_what_those_before_them_paid) {
    const auto plans = plan_receipts(
        {row("1", "c1", "60.00"), row("2", "c1", "60.00"), row("3", "c1", "5.00"),
         row("4", "c9", "1.00")},
        facts("100.00"));
    BOOST_TEST(shown(plans) == "matched 60.00/0.00; part_matched 40.00/20.00; "
                               "suspended 0.00/5.00; suspended 0.00/1.00; ");
    BOOST_TEST((plans[1].split.reason == SuspenseReason::overpaid));
    BOOST_TEST((plans[3].split.reason == SuspenseReason::unknown_code));
    BOOST_TEST(!plans[3].document.has_value());
}

BOOST_AUTO_TEST_CASE(a_row_that_came_before_changes_nothing_and_other_content_is_an_error) {
    auto known = facts("100.00");
    known.known.emplace("1", row("1", "c1", "60.00"));
    BOOST_TEST(shown(plan_receipts({row("1", "c1", "60.00"), row("1", "c1", "61.00"),
                                    row("2", "c1", "1.00"), row("2", "c1", "1.00")},
                                   known)) ==
               "duplicate 0.00/0.00; /serial serial_reused ; matched 1.00/0.00; "
               "duplicate 0.00/0.00; ");
}

BOOST_AUTO_TEST_CASE(a_bad_row_pays_nothing_and_names_all_its_faults) {
    auto bad = row("1", "c1", "60.00");
    bad.amount = Money();
    bad.paid_on = day("2026-11-01");
    BOOST_TEST(shown(plan_receipts({bad, row("2", "c1", "100.00")}, facts("100.00"))) ==
               "/amount must_be_positive /paid_on paid_in_future ; matched 100.00/0.00; ");
}

BOOST_AUTO_TEST_CASE(money_for_a_voided_document_waits_for_a_person) {
    auto voided = facts("100.00");
    voided.documents.at(kClaim).live = false;
    const auto plans = plan_receipts({row("1", "c1", "60.00")}, voided);
    BOOST_TEST(shown(plans) == "suspended 0.00/60.00; ");
    BOOST_TEST((plans[0].split.reason == SuspenseReason::not_payable));
    BOOST_TEST(plans[0].document.has_value());
}

BOOST_AUTO_TEST_CASE(a_bill_is_found_by_its_code_in_whatever_the_payer_wrote) {
    BOOST_TEST(bill_payment_code(12) == "ZD00001262");
    BOOST_TEST(bill_number_in("ZD00001262").value() == 12u);
    BOOST_TEST(bill_number_in("支付9月账单 zd00001262 谢谢").value() == 12u);
    BOOST_TEST(bill_number_in("ZD00001262,ZD00001262").value() == 12u);
    for (const std::uint64_t number : {1ull, 999'999ull, 1'000'000ull, 123'456'789'012ull})
        BOOST_TEST(bill_number_in(bill_payment_code(number)).value() == number);
}

BOOST_AUTO_TEST_CASE(a_slip_of_the_finger_pays_nobody_elses_bill) {
    const auto code = bill_payment_code(12);
    for (std::size_t at = 2; at < code.size(); ++at)
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto wrong = code;
            if (wrong[at] == digit) continue;
            wrong[at] = digit;
            BOOST_TEST(!bill_number_in(wrong).has_value(), wrong);
        }
    for (std::size_t at = 2; at + 1 < code.size(); ++at) {
        auto swapped = code;
        std::swap(swapped[at], swapped[at + 1]);
        if (swapped != code) BOOST_TEST(!bill_number_in(swapped).has_value(), swapped);
    }
    for (const auto* remark : {"", "ZD", "ZD12", "货款", "ZD0000126", "ZD000012629"})
        BOOST_TEST(!bill_number_in(remark).has_value(), remark);
    BOOST_TEST(!bill_number_in(code + " " + bill_payment_code(13)).has_value());
}

}  // namespace
}  // namespace yunhe::billing::receipt_plan_test
