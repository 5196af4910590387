#include <boost/test/unit_test.hpp>

#include <map>

#include "billing/payment_notice.hpp"
#include "billing/receipt.hpp"

namespace yunhe::billing::receipt_test {
namespace {

Money yuan(const char* text) { return Money::parse(text).value(); }
Date day(const char* text) { return parse_date(text).value(); }

BOOST_AUTO_TEST_CASE(a_receipt_pays_its_claim_and_no_more) {
    const auto exact = split_receipt(yuan("300.00"), yuan("300.00"));
    BOOST_TEST(to_text(exact.matched) == "300.00");
    BOOST_TEST(exact.suspended.zero());

    const auto part = split_receipt(yuan("200.00"), yuan("300.00"));
    BOOST_TEST(to_text(part.matched) == "200.00");
    BOOST_TEST(part.suspended.zero());

    const auto over = split_receipt(yuan("300.01"), yuan("300.00"));
    BOOST_TEST(to_text(over.matched) == "300.00");
    BOOST_TEST(to_text(over.suspended) == "0.01");
    BOOST_TEST((over.reason == SuspenseReason::overpaid));
}

BOOST_AUTO_TEST_CASE(an_unknown_code_sends_all_money_to_suspense) {
    const auto split = split_receipt(yuan("88.00"), std::nullopt);
    BOOST_TEST(split.matched.zero());
    BOOST_TEST(to_text(split.suspended) == "88.00");
    BOOST_TEST((split.reason == SuspenseReason::unknown_code));
}

BOOST_AUTO_TEST_CASE(the_five_receipts_of_the_yangzhou_case_give_its_totals) {
    std::map<std::string, Money> open = {{"32100100000000000001", yuan("3396.68")},
                                         {"32100100000000000002", yuan("669.31")},
                                         {"32100100000000000003", yuan("300.00")},
                                         {"32100100000000000004", yuan("44.33")}};
    const std::pair<const char*, const char*> receipts[] = {{"32100100000000000001", "3396.68"},
                                                            {"32100100000000000002", "669.31"},
                                                            {"32100100000000000002", "669.31"},
                                                            {"32100100000000000003", "200.00"},
                                                            {"32100199999999999999", "88.00"}};
    Money realised, suspense;
    for (const auto& [code, amount] : receipts) {
        const auto claim = open.find(code);
        const auto split = split_receipt(
            yuan(amount), claim == open.end() ? std::nullopt : std::optional(claim->second));
        if (claim != open.end()) claim->second = claim->second - split.matched;
        realised += split.matched;
        suspense += split.suspended;
    }
    BOOST_TEST(to_text(realised) == "4265.99");
    BOOST_TEST(to_text(suspense) == "757.31");
}

SuspenseItem item_of(const char* open) {
    SuspenseItem item;
    item.amount = yuan("100.00");
    item.open = yuan(open);
    return item;
}

std::string refusal(const SuspenseItem& item, SuspenseAction action, const char* amount,
                    const char* claim_open) {
    const auto status = check_settlement(
        item,
        {.action = action, .amount = yuan(amount), .reason = {}, .document = {}},
        yuan(claim_open));
    if (status.ok()) return "";
    return status.error().fields.empty() ? status.error().code : status.error().fields.front().code;
}

BOOST_AUTO_TEST_CASE(money_in_suspense_is_settled_once_and_within_what_is_open) {
    using enum SuspenseAction;
    BOOST_TEST(refusal(item_of("100.00"), refund, "100.00", "0.00") == "");
    BOOST_TEST(refusal(item_of("40.00"), refund, "40.01", "0.00") == "over_suspense");
    BOOST_TEST(refusal(item_of("40.00"), refund, "0.00", "0.00") == "must_be_positive");
    BOOST_TEST(refusal(item_of("0.00"), refund, "1.00", "0.00") == "suspense_settled");
    BOOST_TEST(refusal(item_of("40.00"), move, "40.00", "40.00") == "");
    BOOST_TEST(refusal(item_of("40.00"), move, "40.00", "39.99") == "over_document");
}

PaymentNoticeRow notice_row() {
    return {.period = {2026, 9},
            .developer_uscc = "913210001001210102",
            .product_code = "P01",
            .payment_code = "32100100000000000001",
            .bill_no = "0100000001",
            .issued_on = day("2026-10-08"),
            .due_on = day("2026-10-23"),
            .amount = yuan("3396.68")};
}

PaymentNotice stored(const PaymentNoticeRow& row, ClaimId claim_id) {
    PaymentNotice notice;
    notice.claim_id = claim_id;
    notice.payment_code = row.payment_code;
    notice.bill_no = row.bill_no;
    notice.issued_on = row.issued_on;
    notice.due_on = row.due_on;
    notice.amount = row.amount;
    return notice;
}

std::string judged(const PaymentNoticeRow& row, const PaymentNotice* of_claim,
                   const PaymentNotice* of_code) {
    const auto outcome = judge_notice_row(row, ClaimId{1}, yuan("3396.68"), of_claim, of_code);
    if (outcome.ok()) return std::string(to_text(outcome.value()));
    const auto& field = outcome.error().fields.front();
    return field.pointer + " " + field.code;
}

BOOST_AUTO_TEST_CASE(a_payment_notice_row_is_judged_against_claim_and_code) {
    const auto row = notice_row();
    const auto same = stored(row, ClaimId{1});
    const auto other = stored(row, ClaimId{2});
    BOOST_TEST(judged(row, nullptr, nullptr) == "imported");
    BOOST_TEST(judged(row, &same, &same) == "already_imported");
    BOOST_TEST(judged(row, nullptr, &other) == "/payment_code payment_code_taken");

    auto differs = row;
    differs.amount = yuan("3396.67");
    BOOST_TEST(judged(differs, nullptr, nullptr) == "/amount amount_differs");
    auto second = row;
    second.payment_code = "32100100000000000009";
    BOOST_TEST(judged(second, &same, nullptr) == "/payment_code claim_has_notice");
    auto early = row;
    early.due_on = day("2026-10-07");
    BOOST_TEST(judged(early, nullptr, nullptr) == "/due_on due_before_issue");
}

BOOST_AUTO_TEST_CASE(the_errors_of_an_import_point_into_the_body) {
    std::vector<FieldError> errors;
    add_row_errors(errors, 2, {{"/amount", "amount_differs", {{"amount", "1.00"}}}});
    add_row_errors(errors, 5, {{"", "no_such_claim"}});
    const auto refusal = refused_rows(std::move(errors));
    BOOST_TEST((refusal.kind == Errc::rule));
    BOOST_TEST(refusal.code == "rows_refused");
    BOOST_REQUIRE(refusal.fields.size() == 2);
    BOOST_TEST(refusal.fields[0].pointer == "/rows/2/amount");
    BOOST_TEST(refusal.fields[1].pointer == "/rows/5");
}

}  // namespace
}  // namespace yunhe::billing::receipt_test
