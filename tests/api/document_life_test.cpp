/// What becomes of bills and claims: review, voids, supplements below zero, disputes, dunning,
/// reliefs, ageing.
#include "billing/charge_line_store.hpp"
#include "tests/support/books.hpp"

namespace yunhe::test {
namespace {

std::string id_in(const Json& json) { return json.at("id").get<std::string>(); }

/// The Books of a settled month, with ways to bring its documents on.
class DocumentBooks : public Books {
public:
    DocumentBooks() { settled(); }

    ApiClient& finance2() { return world.as("finance2"); }
    ApiClient& admin() { return world.as("op.admin"); }
    ApiClient& dev() { return world.as("dev1"); }

    /// Issues the month's only draft bill.
    Json issued_bill() {
        const auto draft = only("/api/v1/bills?state=draft");
        return must(finance2().post("/api/v1/bills/" + draft + "/issue")).json;
    }
    Json confirmed_claim() {
        const auto path = "/api/v1/claims/" + only("/api/v1/claims?state=draft");
        must(finance().post(path + "/submit"));
        return must(collector().post(path + "/confirm")).json;
    }
    Json settle_again() { return must(finance().post("/api/v1/settlements", march())).json; }

    Json voided_bill(const Json& bill, const char* reason = "计费错误(示例)") {
        const auto asked = must(finance().post("/api/v1/document-voids",
                                               {{"bill_id", bill.at("id")}, {"reason", reason}}));
        return must(admin().post("/api/v1/document-voids/" + id_in(asked.json) + "/approve")).json;
    }
    Json balance_of(const Json& document) {
        const auto id = id_in(document);
        const auto path = id.starts_with("bil") ? "/api/v1/bills/" : "/api/v1/claims/";
        return must(finance().get(path + id + "/balance")).json;
    }
    std::string open_of(const Json& document) { return balance_of(document).at("open"); }
    Money receivable(billing::Book book) {
        return balance(book, "receivable:" + std::string(kBooksUscc));
    }
    Json ageing(const std::string& query = "") {
        return must(finance().get("/api/v1/receivables/ageing" + query)).json;
    }
    /// Lines are what documents are, books balance and agree with what is open.
    void check_sound() {
        Money lines;
        for (const auto& line : finance().rows("/api/v1/charge-lines?period=2026-03"))
            lines += Money::parse(line.at("amount").get<std::string>()).value();
        Money documents;
        for (const auto* list : {"/api/v1/bills", "/api/v1/claims"})
            for (const auto& row : finance().rows(list))
                documents += Money::parse(row.at("amount").get<std::string>()).value();
        BOOST_TEST(to_text(lines) == to_text(documents));
        Money open;
        for (const auto book : {billing::Book::operators, billing::Book::nontax})
            open += receivable(book);
        BOOST_TEST(to_text(open) == ageing().at("open").get<std::string>());
        const auto read = test_database().database().read([&](db::Transaction& tx) -> Status {
            for (const auto& fault : billing::verify_ledger(tx, world.scope()).faults)
                BOOST_ERROR(fault);
            return Done{};
        });
        BOOST_REQUIRE(read.ok());
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(document_life)

BOOST_AUTO_TEST_CASE(a_bill_is_reviewed_given_back_and_issued_with_a_due_day) {
    DocumentBooks books;
    const auto path = "/api/v1/bills/" + books.only("/api/v1/bills");
    BOOST_TEST(books.finance().post(path + "/review").code() == "four_eyes");
    Books::must(books.finance2().post(path + "/review", {{"opinion", "无误(示例)"}}));
    Books::must(books.finance().post(path + "/return", {{"reason", "再核(示例)"}}));
    Books::must(books.finance2().post(path + "/review"));
    BOOST_TEST(books.dev().get(path).status == 404);
    const auto bill = Books::must(books.finance().post(path + "/issue")).json;
    BOOST_TEST(bill.at("state") == "issued");
    BOOST_TEST(bill.at("due_on") == "2026-05-01");
    const auto balance = Books::must(books.dev().get(path + "/balance")).json;
    BOOST_TEST(balance.at("open") == "5054.00");
    BOOST_TEST(balance.at("due_on") == "2026-05-01");
    BOOST_TEST(balance.at("payable").get<bool>());
    books.check_sound();
}

BOOST_AUTO_TEST_CASE(a_reviewed_bill_makes_way_for_a_new_settlement) {
    DocumentBooks books;
    const auto reviewed = books.only("/api/v1/bills");
    Books::must(books.finance2().post("/api/v1/bills/" + reviewed + "/review"));
    books.late_calls("late-1");
    books.settle_again();
    BOOST_TEST(books.only("/api/v1/bills") != reviewed);
    books.check_sound();
}

BOOST_AUTO_TEST_CASE(invoices_are_recorded_up_to_the_bill_and_red_ones_take_back) {
    DocumentBooks books;
    const auto draft = "/api/v1/bills/" + books.only("/api/v1/bills") + "/invoices";
    const auto invoice = [](const char* number, const char* net, const char* tax) {
        return Json{{"invoice_no", number}, {"invoiced_on", "2026-04-01"}, {"net", net},
                    {"tax", tax}};
    };
    BOOST_TEST(books.finance().post(draft, invoice("26322000000000000001", "1.00", "0.06"))
                   .code() == "illegal_transition");
    const auto bill = books.issued_bill();
    const auto path = "/api/v1/bills/" + id_in(bill) + "/invoices";
    Books::must(books.finance().post(path, invoice("26322000000000000001", "4767.92", "286.08")));
    BOOST_TEST(books.finance().post(path, invoice("26322000000000000001", "-1.00", "-0.06"))
                   .field_code("/invoice_no") == "invoice_recorded");
    BOOST_TEST(books.finance().post(path, invoice("26322000000000000002", "0.01", "0.00"))
                   .field_code("/net") == "invoice_over_bill");
    Books::must(books.finance().post(path, invoice("26322000000000000003", "-4767.92", "-286.08")));
    BOOST_TEST(books.finance().post(path, invoice("26322000000000000004", "-0.01", "0.00"))
                   .field_code("/net") == "invoice_over_bill");
    const auto late = Json{{"invoice_no", "5"}, {"invoiced_on", "2026-04-02"}, {"net", "1.00"},
                           {"tax", "0.06"}};
    BOOST_TEST(books.finance().post(path, late).field_code("/invoiced_on") == "in_the_future");
    BOOST_TEST(Books::must(books.dev().get(path)).json.at("invoices").size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_void_is_a_red_bill_and_settling_again_drafts_what_is_right) {
    DocumentBooks books;
    const auto bill = books.issued_bill();
    const Json asked_body = {{"bill_id", bill.at("id")}, {"reason", "计费错误(示例)"}};
    const auto asked = Books::must(books.finance().post("/api/v1/document-voids", asked_body)).json;
    BOOST_TEST(books.finance().post("/api/v1/document-voids", asked_body).code() ==
               "void_already_requested");
    const auto path = "/api/v1/document-voids/" + id_in(asked);
    BOOST_TEST(books.finance2().post(path + "/approve").status == 403);
    BOOST_TEST(books.collector().post(path + "/approve").code() == "not_your_move");
    const auto approved = Books::must(books.admin().post(path + "/approve")).json;
    BOOST_TEST(approved.at("state") == "approved");
    BOOST_TEST(books.admin().post(path + "/approve").code() == "illegal_transition");

    const auto shown =
        Books::must(books.dev().get("/api/v1/bills/" + id_in(bill))).json;
    BOOST_TEST(shown.at("bill").at("state") == "voided");
    BOOST_TEST(shown.at("bill").at("amount") == "5054.00");
    BOOST_TEST(shown.at("red_bill_id") == approved.at("red_bill_id"));
    const auto red =
        Books::must(books.dev().get("/api/v1/bills/" +
                                    approved.at("red_bill_id").get<std::string>())).json;
    BOOST_TEST(red.at("bill").at("amount") == "-5054.00");
    BOOST_TEST(red.at("bill").at("voids_id") == bill.at("id"));
    BOOST_TEST(red.at("bill").at("number") == 2);
    BOOST_TEST(red.at("lines").size() == shown.at("lines").size());
    BOOST_TEST(books.receivable(billing::Book::operators).zero());
    BOOST_TEST(books.open_of(bill) == "0.00");
    BOOST_TEST(books.open_of(red.at("bill")) == "0.00");
    books.check_sound();
    BOOST_TEST(books.finance().post("/api/v1/document-voids",
                                    {{"bill_id", red.at("bill").at("id")}, {"reason", "x"}})
                   .code() == "document_is_red");
    BOOST_TEST(books.finance().post("/api/v1/document-voids", asked_body).code() ==
               "document_not_standing");

    books.settle_again();
    const auto next = books.issued_bill();
    BOOST_TEST(next.at("amount") == "5054.00");
    BOOST_TEST(next.at("supplement") == 2);
    BOOST_TEST(next.at("corrects_id") == bill.at("id"));
    BOOST_TEST(to_text(books.receivable(billing::Book::operators)) == "5054.00");
    const auto once_more = books.settle_again();
    BOOST_TEST(books.finance().rows("/api/v1/bills").size() == 3u);
    BOOST_TEST(once_more.at("version") == 2);
    books.check_sound();
}

BOOST_AUTO_TEST_CASE(a_void_that_is_refused_or_withdrawn_changes_nothing) {
    DocumentBooks books;
    const auto claim = books.confirmed_claim();
    const auto ask = [&] {
        return "/api/v1/document-voids/" +
               id_in(Books::must(books.finance().post("/api/v1/document-voids",
                                                      {{"claim_id", claim.at("id")},
                                                       {"reason", "核对(示例)"}}))
                         .json);
    };
    const auto first = ask();
    BOOST_TEST(books.admin().post(first + "/refuse", {{"reason", "x"}}).code() == "not_your_move");
    Books::must(books.collector().post(first + "/refuse", {{"reason", "无误(示例)"}}));
    const auto second = ask();
    Books::must(books.finance2().post(second + "/withdraw"));
    BOOST_TEST(books.collector().post(second + "/approve").code() == "illegal_transition");
    BOOST_TEST(books.open_of(claim) == "35.00");
    BOOST_TEST(books.finance().rows("/api/v1/document-voids?state=refused").size() == 1u);
    BOOST_TEST(books.finance().rows("/api/v1/document-voids?book=operator").empty());
    BOOST_TEST(books.finance().rows(second + "/events").size() == 2u);
    books.check_sound();
}

BOOST_AUTO_TEST_CASE(less_use_gives_a_supplement_below_zero_that_is_set_off) {
    DocumentBooks books;
    const auto claim = books.confirmed_claim();
    books.fewer_calls("40");
    books.settle_again();
    const auto draft = books.finance().rows("/api/v1/claims?state=draft");
    BOOST_REQUIRE(draft.size() == 1u);
    BOOST_TEST(draft[0].at("amount") == "-14.00");
    BOOST_TEST(draft[0].at("corrects_id") == claim.at("id"));
    const auto red = books.confirmed_claim();
    BOOST_TEST(books.open_of(claim) == "21.00");
    BOOST_TEST(books.open_of(red) == "0.00");
    BOOST_TEST(books.balance_of(claim).at("offset") == "14.00");
    const auto lines = books.finance().rows("/api/v1/charge-lines?order=O1");
    BOOST_TEST(lines.at(1).at("quantity") == "-40");
    BOOST_TEST(lines.at(1).at("corrects_id") == lines.at(0).at("id"));
    books.check_sound();

    // Voided with an offset on it: what was set off is a credit, and settling again uses it up.
    const auto asked = Books::must(books.finance().post(
        "/api/v1/document-voids", {{"claim_id", claim.at("id")}, {"reason", "更正(示例)"}}));
    Books::must(books.collector().post("/api/v1/document-voids/" + id_in(asked.json) + "/approve"));
    BOOST_TEST(books.ageing().at("open") == "-14.00");
    books.settle_again();
    const auto right = books.confirmed_claim();
    BOOST_TEST(right.at("amount") == "35.00");
    BOOST_TEST(books.open_of(right) == "21.00");
    books.check_sound();
}

BOOST_AUTO_TEST_CASE(a_supplement_keeps_the_tax_rate_of_the_bill_it_corrects) {
    DocumentBooks books;
    books.issued_bill();
    const auto read = Books::must(books.admin().get("/api/v1/policy"));
    Json policy = read.json;
    if (policy.contains("policy")) policy = Json(policy.at("policy"));
    policy.erase("version");
    policy["tax_rate"] = "13";
    Books::must(
        books.admin().with("if-match", read.header("ETag")).put("/api/v1/policy", policy));
    books.more_core_hours("20");
    books.settle_again();
    const auto supplement = books.issued_bill();
    BOOST_TEST(supplement.at("tax_rate") == "6");
    BOOST_TEST(supplement.at("amount") == "9.00");
    const auto voided = books.voided_bill(supplement);
    BOOST_TEST(voided.at("state") == "approved");
    books.check_sound();
}

BOOST_AUTO_TEST_CASE(a_dispute_stops_dunning_until_it_is_answered) {
    DocumentBooks books;
    const auto bill = books.issued_bill();
    const Json dun = {{"bill_id", bill.at("id")}, {"letter", "催〔2026〕1号"}, {"text", "请缴(示例)"}};
    BOOST_TEST(books.finance().post("/api/v1/dunnings", dun).code() == "not_overdue");
    BOOST_TEST(books.world.as("dev2").post("/api/v1/disputes",
                                           {{"bill_id", bill.at("id")}, {"reason", "x"}})
                   .field_code("/bill_id") == "no_such_document");
    const Json contest = {{"bill_id", bill.at("id")}, {"reason", "用量有误(示例)"},
                          {"contested", "54.00"}};
    const auto dispute = Books::must(books.dev().post("/api/v1/disputes", contest)).json;
    BOOST_TEST(dispute.at("answer_due_on") == "2026-04-16");
    BOOST_TEST(books.dev().post("/api/v1/disputes", contest).code() == "dispute_running");
    BOOST_TEST(books.world.as("dev2").get("/api/v1/disputes/" + id_in(dispute)).status == 404);

    books.world.set_clock("2026-05-02T01:00:00Z");
    BOOST_TEST(books.finance().post("/api/v1/dunnings", dun).code() == "under_dispute");
    auto overdue = books.finance().rows("/api/v1/overdue-documents");
    BOOST_REQUIRE(overdue.size() == 1u);
    BOOST_TEST(overdue[0].at("disputed").get<bool>());
    BOOST_TEST(overdue[0].at("next_step").is_null());
    const auto path = "/api/v1/disputes/" + id_in(dispute);
    BOOST_TEST(books.dev().post(path + "/dismiss", {{"answer", "x"}}).status == 403);
    Books::must(books.finance().post(path + "/dismiss", {{"answer", "用量核对无误(示例)"}}));
    BOOST_TEST(books.dev().post(path + "/withdraw").code() == "illegal_transition");

    const auto first = Books::must(books.finance().post("/api/v1/dunnings", dun)).json;
    BOOST_TEST(first.at("step") == "reminder");
    BOOST_TEST(first.at("overdue") == "5054.00");
    BOOST_TEST(first.at("pay_by") == "2026-05-17");
    BOOST_TEST(books.finance().post("/api/v1/dunnings", dun).code() == "dunning_too_early");
    books.world.set_clock("2026-05-31T01:00:00Z");
    BOOST_TEST(Books::must(books.finance().post("/api/v1/dunnings", dun)).json.at("step") ==
               "notice");
    BOOST_TEST(books.dev().rows("/api/v1/dunnings").size() == 2u);
    BOOST_TEST(books.world.as("dev2").rows("/api/v1/dunnings").empty());
    const auto aged = books.ageing();
    BOOST_TEST(aged.at("rows").at(0).at("days_1_30") == "5054.00");
    BOOST_TEST(books.ageing("?at=2026-04-30").at("rows").at(0).at("not_due") == "5054.00");
    BOOST_TEST(books.ageing("?at=2026-03-31").at("rows").empty());
    BOOST_TEST(books.ageing("?developer=" + std::string(kBooksOtherUscc)).at("rows").empty());

    const Json fee = {{"bill_id", bill.at("id")}, {"evidence", "滞〔2026〕1号"},
                      {"basis", "协议第十条(示例)"}, {"amount", "12.00"},
                      {"imposed_on", "2026-05-31"}};
    Books::must(books.finance().post("/api/v1/late-fees", fee));
    BOOST_TEST(books.finance().post("/api/v1/late-fees", fee).field_code("/evidence") ==
               "late_fee_recorded");
    BOOST_TEST(books.open_of(bill) == "5054.00");
    BOOST_TEST(books.dev().rows("/api/v1/late-fees").size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_upheld_dispute_is_corrected_by_a_void_or_a_supplement) {
    DocumentBooks books;
    const auto bill = books.issued_bill();
    const auto claim = books.confirmed_claim();
    const auto contest = [&](const char* field, const Json& document) {
        return "/api/v1/disputes/" +
               id_in(Books::must(books.dev().post("/api/v1/disputes", {{field, document.at("id")},
                                                                       {"reason", "有误(示例)"}}))
                         .json);
    };
    const auto of_bill = contest("bill_id", bill);
    Books::must(books.finance().post(of_bill + "/uphold", {{"correction", "void_document"},
                                                           {"answer", "计费有误(示例)"}}));
    const auto asked = books.finance().rows("/api/v1/document-voids?state=requested");
    BOOST_REQUIRE(asked.size() == 1u);
    const auto approved = Books::must(
        books.admin().post("/api/v1/document-voids/" + id_in(asked[0]) + "/approve")).json;
    const auto corrected = Books::must(books.dev().get(of_bill)).json;
    BOOST_TEST(corrected.at("state") == "corrected");
    BOOST_TEST(corrected.at("corrected_by_bill_id") == approved.at("red_bill_id"));

    const auto of_claim = contest("claim_id", claim);
    Books::must(books.finance().post(of_claim + "/uphold", {{"correction", "settle_again"},
                                                            {"answer", "用量有误(示例)"}}));
    books.fewer_calls("10");
    books.settle_again();
    const auto supplement = books.confirmed_claim();
    BOOST_TEST(supplement.at("amount") == "-3.50");
    const auto settled = Books::must(books.dev().get(of_claim)).json;
    BOOST_TEST(settled.at("state") == "corrected");
    BOOST_TEST(settled.at("corrected_by_claim_id") == supplement.at("id"));
    books.check_sound();
}

BOOST_AUTO_TEST_CASE(deferral_and_instalments_move_the_days_and_waivers_what_is_owed) {
    DocumentBooks books;
    const auto bill = books.issued_bill();
    const auto ask = [&](Json more) {
        more["bill_id"] = bill.at("id");
        more["reason"] = "经营困难(示例)";
        more["evidence"] = "缓〔2026〕1号";
        return books.finance().post("/api/v1/reliefs", more);
    };
    const auto confirmed = [&](Json more) {
        const auto path = "/api/v1/reliefs/" + id_in(Books::must(ask(std::move(more))).json);
        BOOST_TEST(books.collector().post(path + "/confirm").code() == "not_your_move");
        return Books::must(books.admin().post(path + "/confirm")).json;
    };
    const auto later = confirmed({{"kind", "deferral"}, {"due_on", "2026-06-30"}});
    BOOST_TEST(books.balance_of(bill).at("due_on") == "2026-06-30");
    BOOST_TEST(ask({{"kind", "waiver"}, {"amount", "5054.01"}}).field_code("/amount") ==
               "relief_over_open");
    const auto waived = confirmed({{"kind", "waiver"}, {"amount", "1054.00"}});
    BOOST_TEST(books.open_of(bill) == "4000.00");
    BOOST_TEST(to_text(books.receivable(billing::Book::operators)) == "4000.00");
    books.check_sound();
    BOOST_TEST(books.finance().post("/api/v1/document-voids",
                                    {{"bill_id", bill.at("id")}, {"reason", "x"}})
                   .code() == "document_has_reliefs");

    confirmed({{"kind", "instalments"},
               {"instalments", Json::array({{{"due_on", "2026-07-31"}, {"amount", "1500.00"}},
                                            {{"due_on", "2026-08-31"}, {"amount", "2500.00"}}})}});
    auto balance = books.balance_of(bill);
    BOOST_TEST(balance.at("parts").size() == 2u);
    BOOST_TEST(balance.at("due_on") == "2026-07-31");
    books.world.set_clock("2026-08-10T01:00:00Z");
    const auto overdue = books.finance().rows("/api/v1/overdue-documents");
    BOOST_TEST(overdue.at(0).at("overdue") == "1500.00");

    Books::must(books.admin().post("/api/v1/reliefs/" + id_in(waived) + "/revoke",
                                   {{"reason", "误减(示例)"}}));
    BOOST_TEST(books.open_of(bill) == "5054.00");
    const auto written_off = confirmed({{"kind", "write_off"}, {"amount", "5054.00"}});
    BOOST_TEST(books.open_of(bill) == "0.00");
    BOOST_TEST(!books.balance_of(bill).at("payable").get<bool>());
    BOOST_TEST(books.receivable(billing::Book::operators).zero());
    BOOST_TEST(books.dev().rows("/api/v1/reliefs").size() == 4u);
    BOOST_TEST(books.world.as("dev2").get("/api/v1/reliefs/" + id_in(written_off)).status == 404);
    BOOST_TEST(books.ageing("?at=2026-04-30").at("open") == "4000.00");
    books.check_sound();
}

BOOST_AUTO_TEST_CASE(a_waiver_of_a_claim_mirrors_its_confirmation) {
    DocumentBooks books;
    const auto claim = books.confirmed_claim();
    const auto asked = Books::must(books.finance().post("/api/v1/reliefs",
                                                        {{"kind", "waiver"},
                                                         {"claim_id", claim.at("id")},
                                                         {"reason", "减免(示例)"},
                                                         {"evidence", "扬财非税〔2026〕示例9号"},
                                                         {"amount", "5.00"}}));
    const auto path = "/api/v1/reliefs/" + id_in(asked.json);
    BOOST_TEST(books.dev().get(path).status == 404);
    BOOST_TEST(books.admin().post(path + "/confirm").code() == "not_your_move");
    Books::must(books.collector().post(path + "/confirm"));
    BOOST_TEST(to_text(books.balance(billing::Book::nontax, "accrued")) == "-30.00");
    BOOST_TEST(books.open_of(claim) == "30.00");
    BOOST_TEST(books.dev().get(path).status == 200);
    books.check_sound();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test
