#include "tests/support/books.hpp"

namespace yunhe::test {

BOOST_AUTO_TEST_SUITE(settlement)

BOOST_AUTO_TEST_CASE(a_month_is_settled_when_it_is_over_and_the_book_is_on) {
    Books books;
    auto& finance = books.finance();
    BOOST_CHECK_EQUAL(finance.post("/api/v1/settlements", Books::march()).code(),
                      "period_not_over");
    books.world.set_clock("2026-03-31T16:00:00Z");
    BOOST_CHECK_EQUAL(finance.post("/api/v1/settlements", Books::march()).code(), "non_tax_off");
    BOOST_CHECK_EQUAL(finance.get("/api/v1/non-tax-settings").status, 404);
    Books::must(finance.put("/api/v1/non-tax-settings", Books::facts()));
    BOOST_CHECK_EQUAL(finance.post("/api/v1/settlements", Books::march()).code(), "non_tax_off");
    BOOST_CHECK_EQUAL(finance.post("/api/v1/non-tax-settings/confirm").status, 403);
    const auto setting = Books::must(books.collector().post("/api/v1/non-tax-settings/confirm"));
    BOOST_CHECK(setting.json.at("in_force").get<bool>());
    const auto first = Books::must(finance.post("/api/v1/settlements", Books::march())).json;
    BOOST_CHECK_EQUAL(first.at("lines"), 4);
    BOOST_CHECK_EQUAL(first.at("claimed"), "35.00");
    BOOST_CHECK_EQUAL(first.at("billed"), "5054.00");
    BOOST_CHECK_EQUAL(first.at("zero_rated"), "3.50");
    const auto second = Books::must(finance.post("/api/v1/settlements", Books::march())).json;
    BOOST_CHECK_EQUAL(to_text(first), to_text(second));
}

BOOST_AUTO_TEST_CASE(lines_show_treatment_and_explain_themselves_to_their_party_only) {
    Books books;
    books.settled();
    const auto lines = books.finance().rows("/api/v1/charge-lines?period=2026-03");
    BOOST_REQUIRE(lines.size() == 4u);
    BOOST_CHECK_EQUAL(lines[1].at("order"), "O2");
    BOOST_CHECK_EQUAL(lines[1].at("treatment"), "zero_rated");
    BOOST_CHECK_EQUAL(lines[1].at("list_amount"), "3.50");
    BOOST_CHECK_EQUAL(lines[1].at("amount"), "0.00");
    BOOST_CHECK_EQUAL(lines[1].at("ground_document"), "示例免〔2026〕1号");
    BOOST_CHECK(lines[1].at("claim_id").is_null());
    BOOST_CHECK_EQUAL(lines[3].at("meter"), "agreement_service_fee");
    BOOST_CHECK_EQUAL(books.finance().rows("/api/v1/charge-lines?book=operator").size(), 2u);
    BOOST_CHECK_EQUAL(books.finance().rows("/api/v1/charge-lines?order=O1").size(), 1u);

    const auto path =
        "/api/v1/charge-lines/" + lines[0].at("id").get<std::string>() + "/explanation";
    const auto explanation = Books::must(books.world.as("dev1").get(path)).json.at("explanation");
    BOOST_CHECK_EQUAL(explanation.at("exact"), "35.000000");
    BOOST_CHECK_EQUAL(explanation.at("events").at("count"), 1);
    BOOST_CHECK_EQUAL(books.world.as("dev1").rows("/api/v1/charge-lines").size(), 4u);
    BOOST_CHECK(books.world.as("dev2").rows("/api/v1/charge-lines").empty());
    BOOST_CHECK_EQUAL(books.world.as("dev2").get(path).status, 404);
}

BOOST_AUTO_TEST_CASE(nobody_approves_what_a_delegate_prepared_in_ones_name) {
    Books books;
    books.turn_nontax_on();
    auto& finance2 = books.world.as("finance2");
    Books::must(finance2.post("/api/v1/delegations", {{"delegate", "finance1"},
                                                      {"from", "2026-03-10"},
                                                      {"to", "2026-04-10"},
                                                      {"reason", "外出(示例)"}}));
    const auto finance2_id =
        finance2.get("/api/v1/session").json.at("user").at("id").get<std::string>();
    books.world.set_clock("2026-03-31T16:30:00Z");
    Books::must(books.finance().with("x-act-for", finance2_id)
                    .post("/api/v1/settlements", Books::march()));
    const auto path = "/api/v1/bills/" + books.only("/api/v1/bills?period=2026-03");
    BOOST_CHECK_EQUAL(finance2.post(path + "/issue").code(), "four_eyes");
    BOOST_CHECK_EQUAL(books.finance().post(path + "/issue").code(), "four_eyes");
}

BOOST_AUTO_TEST_CASE(a_bill_is_issued_by_the_other_person_and_booked) {
    Books books;
    books.settled();
    const auto path = "/api/v1/bills/" + books.only("/api/v1/bills?period=2026-03");
    BOOST_CHECK_EQUAL(books.world.as("dev1").get(path).status, 404);
    BOOST_CHECK_EQUAL(books.finance().post(path + "/issue").code(), "four_eyes");
    const auto bill = Books::must(books.world.as("finance2").post(path + "/issue")).json;
    BOOST_CHECK_EQUAL(bill.at("state"), "issued");
    BOOST_CHECK_EQUAL(bill.at("number"), 1);
    BOOST_CHECK_EQUAL(bill.at("amount"), "5054.00");
    BOOST_CHECK_EQUAL(bill.at("net"), "4767.92");
    BOOST_CHECK_EQUAL(books.world.as("finance2").post(path + "/issue").code(),
                      "illegal_transition");
    const auto receivable = "receivable:" + std::string(kBooksUscc);
    BOOST_CHECK_EQUAL(to_text(books.balance(billing::Book::operators, receivable)), "5054.00");
    BOOST_CHECK_EQUAL(Books::must(books.world.as("dev1").get(path)).json.at("lines").size(), 2u);
}

BOOST_AUTO_TEST_CASE(a_claim_goes_from_finance_to_the_collecting_unit_into_the_books) {
    Books books;
    books.settled();
    const auto path = "/api/v1/claims/" + books.only("/api/v1/claims?period=2026-03");
    BOOST_CHECK_EQUAL(books.collector().post(path + "/confirm").code(), "illegal_transition");
    BOOST_CHECK_EQUAL(books.collector().post(path + "/submit").status, 403);
    Books::must(books.finance().post(path + "/submit"));
    BOOST_CHECK_EQUAL(books.finance().post(path + "/confirm").status, 403);
    Books::must(books.collector().post(path + "/return", {{"reason", "请核对(示例)"}}));
    Books::must(books.finance().post(path + "/submit"));
    const auto claim = Books::must(books.collector().post(path + "/confirm")).json;
    BOOST_CHECK_EQUAL(claim.at("state"), "confirmed");
    BOOST_CHECK_EQUAL(claim.at("number"), 1);
    BOOST_CHECK_EQUAL(claim.at("amount"), "35.00");
    BOOST_CHECK_EQUAL(claim.at("developer"), kBooksUscc);
    BOOST_CHECK_EQUAL(claim.at("product"), "P1");
    BOOST_CHECK(claim.at("continuation_document").is_null());
    const auto receivable = "receivable:" + std::string(kBooksUscc);
    BOOST_CHECK_EQUAL(to_text(books.balance(billing::Book::nontax, receivable)), "35.00");
    BOOST_CHECK_EQUAL(to_text(books.balance(billing::Book::nontax, "accrued")), "-35.00");
    const auto shown = Books::must(books.finance().get(path)).json;
    BOOST_CHECK_EQUAL(shown.at("non_tax").at("item").at("code"), "103070699");
    BOOST_CHECK_EQUAL(shown.at("lines").size(), 1u);
    BOOST_CHECK_EQUAL(books.finance().rows(path + "/events").size(), 5u);
}

BOOST_AUTO_TEST_CASE(after_the_packs_end_a_claim_needs_a_continuation_basis) {
    Books books;
    books.settled();
    const auto path = "/api/v1/claims/" + books.only("/api/v1/claims");
    books.world.set_clock("2026-07-16T01:00:00Z");
    BOOST_CHECK_EQUAL(books.finance().post(path + "/submit").code(), "rule_pack_expired");
    Books::must(books.world.as("authority").post(
        "/api/v1/continuation-bases",
        {{"document", "扬数函〔2026〕示例2号"}, {"scope", "claim"}, {"until", "2027-12-31"}}));
    Books::must(books.finance().post(path + "/submit"));
    const auto claim = Books::must(books.collector().post(path + "/confirm")).json;
    BOOST_CHECK_EQUAL(claim.at("continuation_document"), "扬数函〔2026〕示例2号");
}

BOOST_AUTO_TEST_CASE(late_usage_replaces_drafts_and_supplements_what_stands) {
    Books books;
    books.settled();
    const auto draft = books.only("/api/v1/claims");
    books.late_calls("late-1");
    const auto again =
        Books::must(books.finance().post("/api/v1/settlements", Books::march())).json;
    BOOST_CHECK_EQUAL(again.at("version"), 2);
    BOOST_CHECK_EQUAL(again.at("claimed"), "42.00");
    const auto claim = books.only("/api/v1/claims");
    BOOST_CHECK_NE(claim, draft);
    const auto path = "/api/v1/claims/" + claim;
    Books::must(books.finance().post(path + "/submit"));
    Books::must(books.collector().post(path + "/confirm"));
    Books::must(books.finance().post("/api/v1/settlements", Books::march()));
    BOOST_CHECK_EQUAL(books.finance().rows("/api/v1/claims").size(), 1u);

    books.late_calls("late-2");
    Books::must(books.finance().post("/api/v1/settlements", Books::march()));
    const auto claims = books.finance().rows("/api/v1/claims");
    BOOST_REQUIRE(claims.size() == 2u);
    BOOST_CHECK_EQUAL(claims[0].at("amount"), "42.00");
    BOOST_CHECK_EQUAL(claims[1].at("supplement"), 1);
    BOOST_CHECK_EQUAL(claims[1].at("amount"), "7.00");
    const auto lines = books.finance().rows("/api/v1/charge-lines?order=O1");
    BOOST_REQUIRE(lines.size() == 2u);
    BOOST_CHECK_EQUAL(lines[1].at("quantity"), "20");
    BOOST_CHECK_EQUAL(lines[1].at("corrects_id"), lines[0].at("id"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::settlement_test
