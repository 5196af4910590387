/// The books over months and years: vouchers, closings, corrections, opening balances,
/// reconciliation, explanation.
#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

#include "billing/ledger_store.hpp"
#include "billing/reconciliation_worker.hpp"
#include "tests/support/money_world.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::ledger_life_test {
namespace {

constexpr std::string_view kOperator = "operator";
constexpr std::string_view kNontax = "nontax";
const std::string kReceivable = "receivable:" + std::string(kMarketUscc);

Answer must(const Answer& answer) { return MoneyWorld::must(answer); }

/// March used (1,200 calls of O1, 100 of O2, 40 core hours) and over: 1 April, 09:00 in UTC+8.
class Books : public MoneyWorld {
public:
    Books() {
        use_calls("e1", "O1", "1000", "2026-03-10T00:10:00Z");
        use_calls("e2", "O1", "200", "2026-03-10T00:20:00Z");
        use_calls("e3", "O2", "100", "2026-03-10T00:30:00Z");
        BOOST_REQUIRE_EQUAL(send(usage("e4", "developer:" + std::string(kMarketUscc), "core_hours",
                                       "40", "2026-03-10T00:40:00Z")),
                            "accepted");
        set_clock("2026-04-01T01:00:00Z");
    }
    /// Settled, confirmed, issued, noticed; 390.00 of O1 received on 2 April, allocated and posted.
    void earn_march() {
        must(settle("2026-03"));
        finish_documents();
        import_notices();
        set_clock("2026-04-03T01:00:00Z");
        must(receive("s1", march_code(), "2026-04-02", "390.00"));
        must(run("2026-03"));
    }
    std::string march_code() {
        return payment_code_of(finance().rows("/api/v1/claims?period=2026-03").at(0));
    }
    std::vector<Json> entries(const std::string& filter) {
        return finance().rows("/api/v1/ledger/entries?" + filter);
    }
    Json check_list(const std::string& period, std::string_view book) {
        const auto shown =
            must(finance().get("/api/v1/periods/" + period + "?book=" + std::string(book)));
        Json counts = Json::object();
        for (const auto& check : shown.json.at("checks"))
            if (check.at("blocks").get<bool>())
                counts[check.at("check").get<std::string>()] = check.at("count");
        return counts;
    }
    std::vector<std::string> faults() {
        return test_database().database().read([&](db::Transaction& tx)
                                                   -> Result<std::vector<std::string>> {
            return billing::verify_ledger(tx, scope()).faults;
        }).value();
    }
};

std::vector<std::string> codes_of(const Answer& answer) {
    std::vector<std::string> codes;
    if (answer.json.contains("errors"))
        for (const auto& error : answer.json.at("errors")) codes.push_back(error.at("code"));
    return codes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ledger_life)

BOOST_AUTO_TEST_CASE(a_month_closes_only_when_all_of_its_list_is_in_order) {
    Books books;
    const auto refused = books.request_close("2026-03", "nontax");
    BOOST_TEST(refused.status == 409);
    BOOST_TEST(refused.code() == "period_not_ready");
    const std::vector<std::string> open{"usage_not_rated", "settlement_outdated"};
    BOOST_TEST(codes_of(refused) == open);
    BOOST_TEST(books.check_list("2026-03", kOperator).size() == 2u);

    must(books.settle("2026-03"));
    auto list = books.check_list("2026-03", kNontax);
    BOOST_CHECK(list == (Json{{"draft_documents", 1}}));
    const auto shown = must(books.finance().get("/api/v1/periods/2026-03?book=nontax")).json;
    const auto claim = books.finance().rows("/api/v1/claims").at(0).at("id").get<std::string>();
    for (const auto& check : shown.at("checks")) {
        if (check.at("check") != "draft_documents") continue;
        BOOST_TEST(check.at("samples").at(0) == "/api/v1/claims/" + claim);
        BOOST_TEST(books.finance().get(check.at("samples").at(0).get<std::string>()).ok());
    }
    books.finish_documents();
    BOOST_TEST(books.check_list("2026-03", kNontax).empty());

    // A late event of March: the settlement no longer is what it would be.
    books.use_calls("late", "O1", "10", "2026-03-11T00:10:00Z");
    BOOST_TEST(codes_of(books.request_close("2026-03", "nontax")) ==
               std::vector<std::string>{"settlement_outdated"});
    // April is not over, and March comes first once it has an entry.
    BOOST_TEST(books.check_list("2026-04", kNontax).contains("month_not_over"));
}

BOOST_AUTO_TEST_CASE(closing_takes_two_people_and_leads_back_only_while_it_waits) {
    Books books;
    books.earn_march();
    BOOST_TEST(books.request_close("2026-03", "nontax").ok());
    BOOST_TEST(books.request_close("2026-03", "nontax").code() == "illegal_transition");
    BOOST_TEST(books.finance().post("/api/v1/periods/2026-03/approve", {{"book", "nontax"}})
                   .status == 403);
    BOOST_TEST(books.as("auditor").post("/api/v1/periods/2026-03/close", {{"book", "nontax"}})
                   .status == 403);
    const auto back = books.as("op.admin").post("/api/v1/periods/2026-03/send-back",
                                                {{"book", "nontax"}, {"reason", "请核对(示例)"}});
    BOOST_TEST(back.json.at("period").at("state") == "open");
    BOOST_TEST(books.approve_close("2026-03", "nontax").code() == "illegal_transition");
    must(books.request_close("2026-03", "nontax"));
    const auto closed = must(books.approve_close("2026-03", "nontax")).json.at("period");
    BOOST_TEST(closed.at("state") == "closed");
    BOOST_TEST(closed.at("closed_by") == "op.admin");
    BOOST_TEST(closed.at("requested_by") == "finance1");
    BOOST_TEST(closed.at("seal").at("digest").get<std::string>().size() == 64u);
    for (const auto* verb : {"close", "approve"}) {
        const auto again = books.as(std::string(verb) == "close" ? "finance1" : "op.admin")
                               .post("/api/v1/periods/2026-03/" + std::string(verb),
                                     {{"book", "nontax"}});
        BOOST_TEST(again.code() == "illegal_transition");
    }
    const auto steps = books.finance().rows("/api/v1/periods/2026-03/events?book=nontax");
    BOOST_REQUIRE(steps.size() == 4u);
    BOOST_TEST(steps[1].at("action") == "send_back");
    BOOST_TEST(steps[1].at("opinion") == "请核对(示例)");
    BOOST_TEST(steps[3].at("to_state") == "closed");
}

BOOST_AUTO_TEST_CASE(what_comes_after_the_closing_is_booked_into_the_open_month) {
    Books books;
    books.earn_march();
    must(books.close("2026-03", "nontax"));
    books.set_clock("2026-05-03T01:00:00Z");
    must(books.close("2026-04", "nontax"));
    const auto entries_before = books.entries("period=2026-04&book=nontax").size();
    // Money of April that the treasury's file brings in May.
    must(books.receive("s2", "unknown-code", "2026-04-28", "55.00"));
    BOOST_TEST(books.entries("period=2026-04&book=nontax").size() == entries_before);
    const auto late = books.entries("period=2026-05&book=nontax");
    BOOST_REQUIRE(late.size() == 1u);
    BOOST_TEST(late[0].at("effective_on") == "2026-04-28");
    BOOST_TEST(books.faults().empty());
    BOOST_TEST(books.differences().empty());
}

BOOST_AUTO_TEST_CASE(a_late_event_of_a_closed_month_makes_a_supplement_of_the_open_one) {
    Books books;
    books.earn_march();
    must(books.close("2026-03", "nontax"));
    // 300 more calls of 15 March, in April: all above the first 1,000.
    BOOST_TEST(books.use_calls("late", "O1", "300", "2026-03-15T00:10:00Z") == "accepted");
    must(books.settle("2026-03"));
    books.finish_documents();
    const auto claims = books.finance().rows("/api/v1/claims?period=2026-03");
    BOOST_REQUIRE(claims.size() == 2u);
    BOOST_TEST(claims[1].at("amount") == "60.00");
    const auto booked = books.entries("source_kind=claim&source_id=" +
                                      claims[1].at("id").get<std::string>());
    BOOST_REQUIRE(booked.size() == 1u);
    BOOST_TEST(booked[0].at("period") == "2026-04");
    BOOST_TEST(booked[0].at("usage_period") == "2026-03");
    const auto explained = must(books.finance().get(
        "/api/v1/ledger/entries/" + booked[0].at("id").get<std::string>() + "/explanation")).json;
    const auto& line = explained.at("documents").at(0).at("lines").at(0);
    BOOST_TEST(!line.at("corrects_id").is_null());
    BOOST_TEST(line.at("amount") == "60.00");
    BOOST_TEST(line.at("explanation").at("whole").at("amount") == "450.00");
    BOOST_TEST(books.differences().empty());
}

BOOST_AUTO_TEST_CASE(an_event_in_quarantine_may_be_explained_and_nothing_else) {
    Books books;
    books.earn_march();
    BOOST_TEST(books.use_calls("q1", "O9", "5", "2026-03-12T00:10:00Z") == "quarantined");
    BOOST_TEST(codes_of(books.request_close("2026-03", "nontax")) ==
               std::vector<std::string>{"quarantine_waiting"});
    const auto with = [&](const char* check) {
        return books.finance().post(
            "/api/v1/periods/2026-03/close",
            {{"book", "nontax"},
             {"explanations", Json::array({{{"check", check}, {"text", "设备测试(示例)"}}})}});
    };
    BOOST_TEST(with("draft_documents").field_code("/explanations") == "not_explainable");
    const auto requested = must(with("quarantine_waiting")).json;
    for (const auto& check : requested.at("checks"))
        if (check.at("check") == "quarantine_waiting")
            BOOST_TEST(check.at("explanation") == "设备测试(示例)");
    BOOST_TEST(books.approve_close("2026-03", "nontax").ok());
}

BOOST_AUTO_TEST_CASE(months_close_in_order) {
    Books books;
    books.earn_march();
    books.set_clock("2026-06-01T01:00:00Z");
    const auto refused = books.close("2026-05", "nontax");
    BOOST_TEST(codes_of(refused) == std::vector<std::string>{"earlier_period_open"});
    must(books.close("2026-04", "nontax"));
    BOOST_TEST(books.close("2026-05", "nontax").ok());
    // Bills were issued in April, so the other book begins there; March is closed along with it.
    must(books.close("2026-04", "operator"));
    BOOST_TEST(books.request_close("2026-03", "operator").code() == "illegal_transition");
}

BOOST_AUTO_TEST_CASE(a_voucher_of_one_person_is_checked_by_another) {
    Books books;
    books.earn_march();
    const auto unchecked = books.entries("checked=no&book=nontax");
    BOOST_REQUIRE(unchecked.size() == 1u);
    BOOST_TEST(unchecked[0].at("maker") == "treasury");
    BOOST_TEST(unchecked[0].at("checker").is_null());
    const auto path =
        "/api/v1/ledger/entries/" + unchecked[0].at("id").get<std::string>() + "/check";
    BOOST_TEST(books.treasury().post(path).status == 403);
    const auto checked = must(books.finance().post(path, {{"opinion", "相符"}})).json;
    BOOST_TEST(checked.at("checker") == "finance1");
    BOOST_TEST(!checked.at("checked_at").is_null());
    BOOST_TEST(books.finance().post(path).code() == "voucher_checked");
    BOOST_TEST(books.entries("checked=no&book=nontax").empty());
    BOOST_TEST(books.faults().empty());
    const auto claim = books.entries("source_kind=claim").at(0);
    BOOST_TEST(claim.at("maker") == "finance1");
    BOOST_TEST(claim.at("checker") == "collector");
}

BOOST_AUTO_TEST_CASE(what_finance_booked_alone_another_person_of_finance_checks) {
    Books books;
    books.earn_march();
    must(books.finance().post("/api/v1/bank-receipts",
                              {{"rows", Json::array({{{"serial", "b1"},
                                                      {"paid_on", "2026-04-02"},
                                                      {"payer", "示例公司"},
                                                      {"amount", "7.00"}}})}}));
    const auto booked = books.entries("checked=no&book=operator");
    BOOST_REQUIRE(booked.size() == 1u);
    const auto path = "/api/v1/ledger/entries/" + booked[0].at("id").get<std::string>() + "/check";
    BOOST_TEST(books.finance().post(path).code() == "four_eyes");
    const Json all{{"book", "operator"}, {"period", "2026-04"}};
    const auto own = must(books.finance().post("/api/v1/ledger/voucher-checks", all)).json;
    BOOST_TEST(own.at("checked") == 0);
    BOOST_TEST(own.at("left") == 1);
    const auto others =
        must(books.as("finance2").post("/api/v1/ledger/voucher-checks", all)).json;
    BOOST_TEST(others.at("checked") == 1);
}

BOOST_AUTO_TEST_CASE(vouchers_count_up_without_gaps_per_book_and_year) {
    Books books;
    books.earn_march();
    std::map<std::string, std::set<int>> vouchers;
    for (const auto& entry : books.entries("limit=200"))
        vouchers[entry.at("book").get<std::string>()].insert(entry.at("voucher").get<int>());
    BOOST_TEST(vouchers.size() == 2u);
    for (const auto& [book, numbers] : vouchers) {
        BOOST_TEST(*numbers.begin() == 1);
        BOOST_TEST(*numbers.rbegin() == static_cast<int>(numbers.size()));
    }
}

BOOST_AUTO_TEST_CASE(trial_balance_and_account_lines_are_what_the_entries_say) {
    Books books;
    books.earn_march();
    must(books.receive("s2", books.march_code(), "2026-04-03", "20.00"));
    std::map<std::string, Money> moved;
    for (const auto& entry : books.entries("book=nontax"))
        for (const auto& posting : entry.at("postings"))
            moved[posting.at("account").get<std::string>()] +=
                Money::parse(posting.at("debit").get<std::string>()).value() -
                Money::parse(posting.at("credit").get<std::string>()).value();
    const auto trial =
        must(books.finance().get("/api/v1/ledger/trial-balance?book=nontax&period=2026-04")).json;
    BOOST_TEST(trial.at("difference") == "0.00");
    BOOST_TEST(trial.at("lines").size() == moved.size());
    for (const auto& line : trial.at("lines")) {
        const auto account = line.at("account").get<std::string>();
        BOOST_TEST(line.at("closing") == to_text(moved.at(account)));
        BOOST_CHECK(line.at("year_debit") == line.at("debit"));
        const auto lines = books.finance().rows(
            "/api/v1/ledger/account-lines?book=nontax&account=" + account + "&limit=2");
        BOOST_REQUIRE(!lines.empty());
        BOOST_CHECK(lines.back().at("balance") == line.at("closing"));
    }
    const auto may =
        must(books.finance().get("/api/v1/ledger/trial-balance?book=nontax&period=2026-05")).json;
    for (const auto& line : may.at("lines")) {
        BOOST_CHECK(line.at("opening") == line.at("closing"));
        BOOST_TEST(line.at("debit") == "0.00");
    }
    BOOST_TEST(books.finance().get("/api/v1/ledger/account-lines").field_code("?account") ==
               "missing_field");
}

BOOST_AUTO_TEST_CASE(one_call_explains_an_allocated_fen_down_to_its_events) {
    Books books;
    books.earn_march();
    const auto posted = books.entries("source_kind=allocation_run");
    BOOST_REQUIRE(posted.size() == 1u);
    const auto explained = must(books.as("auditor").get(
        "/api/v1/ledger/entries/" + posted[0].at("id").get<std::string>() + "/explanation")).json;
    const auto& pool = explained.at("pools").at(0);
    BOOST_TEST(pool.at("pool") == "390.00");
    BOOST_TEST(pool.at("plan") == "plan-1");
    Money sum;
    for (const auto& part : pool.at("parts"))
        sum += Money::parse(part.at("amount").get<std::string>()).value();
    BOOST_TEST(to_text(sum) == "390.00");
    const auto& part = pool.at("parts").at(2);
    BOOST_TEST(part.at("to") == "department:D01");
    BOOST_TEST(part.at("step").at("to") == "departments");
    BOOST_TEST(part.at("weight") == "60");
    BOOST_TEST(part.at("usage") == "1200");
    const auto& document = explained.at("documents").at(0);
    BOOST_TEST(document.at("kind") == "claim");
    BOOST_TEST(document.at("amount") == "390.00");
    const auto& rated = document.at("lines").at(0).at("explanation");
    BOOST_TEST(rated.at("steps").size() == 2u);
    BOOST_TEST(rated.at("events").at("count") == 2);
    BOOST_TEST(rated.at("events").at("first_at") == "2026-03-10T00:10:00Z");
    BOOST_TEST(rated.at("events").at("digest").get<std::string>().size() == 64u);

    const auto receipt = books.entries("source_kind=receipt").at(0);
    const auto paid = must(books.finance().get(
        "/api/v1/ledger/entries/" + receipt.at("id").get<std::string>() + "/explanation")).json;
    BOOST_TEST(paid.at("sources").at(0).at("serial") == "s1");
    BOOST_CHECK(paid.at("documents").at(0).at("id") == document.at("id"));
    BOOST_TEST(books.as("dev1").get("/api/v1/ledger/entries/" +
                                    receipt.at("id").get<std::string>() + "/explanation")
                   .status == 403);
}

BOOST_AUTO_TEST_CASE(december_closes_its_year_and_carries_the_rest_over) {
    Books books;
    books.earn_march();
    must(books.as("authority").post(
        "/api/v1/continuation-bases",
        {{"document", "示例函〔2026〕2号"}, {"scope", "claim"}, {"until", "2027-12-31"}}));
    must(books.close("2026-03", "nontax"));
    for (int month = 4; month <= 12; ++month) {
        const auto period = to_text(Period{2026, month});
        books.set_clock(to_text(end_of(Period{2026, month}) + std::chrono::hours(9)));
        for (const auto* book : {"nontax", "operator"}) must(books.close(period, book));
    }
    // What was attributed has left the treasury's account; nothing else moved.
    BOOST_TEST(to_text(books.balance(billing::Book::nontax, "allocated")) == "0.00");
    BOOST_TEST(to_text(books.balance(billing::Book::nontax, "treasury")) == "0.00");
    BOOST_TEST(to_text(books.balance(billing::Book::operators, "income:core_hours")) == "0.00");
    const auto net = books.balance(billing::Book::operators, "surplus");
    BOOST_TEST(net.negative());
    const auto year =
        must(books.finance().get("/api/v1/ledger/fiscal-years/2026?book=operator")).json;
    std::map<std::string, std::string> carried;
    for (const auto& line : year.at("carried_over"))
        carried[line.at("account").get<std::string>()] = line.at("balance").get<std::string>();
    BOOST_TEST(carried.at(kReceivable) == "18.00");
    BOOST_TEST(carried.at("surplus") == to_text(net));
    BOOST_TEST(!carried.contains("income:core_hours"));
    BOOST_TEST(books.finance().rows("/api/v1/ledger/entries?source_kind=fiscal_year").size() == 2u);
    BOOST_TEST(must(books.finance().get("/api/v1/ledger/fiscal-years")).json.at("years").size() ==
               2u);
    BOOST_TEST(books.faults().empty());
    BOOST_TEST(books.differences().empty());

    // The new year begins at voucher 1 with what was carried over.
    must(books.receive("n1", "unknown-code", "2027-01-01", "9.00"));
    const auto fresh = books.entries("period=2027-01&book=nontax");
    BOOST_REQUIRE(fresh.size() == 1u);
    BOOST_TEST(fresh[0].at("voucher") == 1);
    BOOST_TEST(fresh[0].at("fiscal_year") == 2027);
}

BOOST_AUTO_TEST_CASE(a_changed_closed_month_is_found) {
    Books books;
    books.earn_march();
    must(books.close("2026-03", "nontax"));
    books.set_clock("2026-05-01T01:00:00Z");
    must(books.close("2026-04", "nontax"));
    BOOST_TEST(books.faults().empty());
    books.in_database([&](db::Transaction& tx) {
        tx.execute("UPDATE ledger_entries SET description = 'x' WHERE tenant_id = ? "
                   "AND book = 'nontax' AND voucher = 1",
                   books.scope());
    });
    const auto faults = books.faults();
    BOOST_REQUIRE(faults.size() == 1u);
    BOOST_TEST(faults[0].find("2026-04 is closed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(opening_balances_are_a_document_of_two_people_and_come_first) {
    MoneyWorld books;
    const Json draft{{"book", "nontax"},
                     {"as_of", "2026-02-28"},
                     {"document", "示例移交表〔2026〕1号"},
                     {"lines", Json::array({{{"account", kReceivable}, {"balance", "300.00"}},
                                            {{"account", "accrued"}, {"balance", "-300.00"}}})}};
    auto wrong = draft;
    wrong["lines"][0]["account"] = "bank";
    BOOST_TEST(books.finance().post("/api/v1/opening-balances", wrong)
                   .field_code("/lines/0/account") == "unknown_account");
    wrong = draft;
    wrong["as_of"] = "2026-03-31";
    BOOST_TEST(books.finance().post("/api/v1/opening-balances", wrong).field_code("/as_of") ==
               "not_past");
    const auto recorded = must(books.finance().post("/api/v1/opening-balances", draft)).json;
    const auto path = "/api/v1/opening-balances/" + recorded.at("id").get<std::string>();
    BOOST_TEST(books.finance().post(path + "/approve").status == 403);
    const auto approved = must(books.as("op.admin").post(path + "/approve")).json;
    BOOST_TEST(approved.at("state") == "approved");
    BOOST_TEST(books.as("op.admin").post(path + "/refuse", {{"reason", "x"}}).code() ==
               "illegal_transition");
    BOOST_TEST(books.finance().post("/api/v1/opening-balances", draft).code() ==
               "book_has_entries");
    const auto trial = must(
        books.finance().get("/api/v1/ledger/trial-balance?book=nontax&period=2026-03")).json;
    for (const auto& line : trial.at("lines"))
        if (line.at("account") == kReceivable) BOOST_TEST(line.at("opening") == "300.00");
    BOOST_TEST(books.finance().get("/api/v1/periods/2026-02?book=nontax").json.at("period")
                   .at("state") == "closed");
    BOOST_TEST(books.differences().empty());
}

BOOST_AUTO_TEST_CASE(the_reconciliation_is_a_job_whose_report_finance_and_auditor_read) {
    Books books;
    books.earn_march();
    const auto asked = must(books.finance().post("/api/v1/reconciliations")).json;
    BOOST_TEST(asked.at("state") == "waiting");
    const auto same = must(books.as("auditor").post("/api/v1/reconciliations")).json;
    BOOST_CHECK(same.at("id") == asked.at("id"));
    test_application().reconciliation_worker().run_once(
        parse_timestamp("2026-11-21T00:00:00Z").value());
    const auto path = "/api/v1/reconciliations/" + asked.at("id").get<std::string>();
    const auto report = must(books.as("auditor").get(path)).json;
    BOOST_TEST(report.at("state") == "done");
    BOOST_TEST(report.at("differences") == 0);
    BOOST_TEST(report.at("comparisons").size() == 13u);
    std::map<std::string, int> compared;
    for (const auto& comparison : report.at("comparisons"))
        compared[comparison.at("comparison").get<std::string>()] =
            comparison.at("compared").get<int>();
    for (const auto* busy : {"events_sums", "sums_lines", "lines_documents", "documents_ledger",
                             "receipts_placed", "payments_ledger", "receivables_ledger",
                             "runs_ledger", "realised_allocated", "ledger"})
        BOOST_TEST(compared.at(busy) > 0, busy);
    BOOST_TEST(books.as("dev1").get(path).status == 403);
    BOOST_TEST(books.treasury().get(path).status == 403);
}

BOOST_AUTO_TEST_CASE(the_reconciliation_names_what_was_tampered_with) {
    Books books;
    books.earn_march();
    must(books.receive("s2", "unknown-code", "2026-04-02", "9.00"));
    BOOST_REQUIRE(books.differences().empty());
    struct Damage {
        std::string_view comparison;
        std::string_view statement;
    };
    const Damage damages[] = {
        {"events_sums", "UPDATE usage_sums SET event_count = event_count + 1 WHERE tenant_id = ? "
                        "AND meter = 'core_hours'"},
        {"sums_lines", "UPDATE charge_lines SET explanation = JSON_SET(explanation, "
                       "'$.events.count', 7) WHERE tenant_id = ? AND order_code = 'O2'"},
        {"lines_documents", "UPDATE charge_lines SET amount_fen = amount_fen + 1 "
                            "WHERE tenant_id = ? AND meter = 'core_hours'"},
        {"lines_without_document", "UPDATE charge_lines SET amount_fen = amount_fen + 1 "
                                   "WHERE tenant_id = ? AND order_code = 'O2'"},
        {"documents_ledger", "UPDATE claims SET amount_fen = amount_fen + 1 WHERE tenant_id = ?"},
        {"receipts_placed", "UPDATE receipts SET amount_fen = amount_fen + 1 "
                            "WHERE tenant_id = ? AND serial = 's1'"},
        {"payments_ledger", "UPDATE claim_realisations SET amount_fen = amount_fen - 1 "
                            "WHERE tenant_id = ?"},
        {"suspense_ledger", "UPDATE suspense_items SET open_fen = open_fen - 1 "
                            "WHERE tenant_id = ?"},
        {"runs_ledger", "UPDATE allocation_parts SET amount_fen = amount_fen + 1 "
                        "WHERE tenant_id = ? AND to_name = 'treasury:general'"},
        {"ledger", "UPDATE ledger_balances SET debit_fen = debit_fen + 1 WHERE tenant_id = ? "
                   "AND account = 'treasury'"},
    };
    std::set<std::string> named;
    for (const auto& damage : damages) {
        books.in_database([&](db::Transaction& tx) {
            BOOST_TEST(tx.execute(damage.statement, books.scope()) >= 1u, damage.comparison);
        });
        bool found = false;
        for (const auto& difference : books.differences()) {
            if (!difference.starts_with(std::string(damage.comparison) + " ")) continue;
            found = named.insert(difference).second || found;
        }
        BOOST_TEST(found, damage.comparison << " does not see its damage");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::ledger_life_test
