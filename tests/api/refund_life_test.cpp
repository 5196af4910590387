/// Money that goes back, runs that are reviewed and reversed, budgets and what was spent of them,
/// on a tenant of its own with the Yangzhou case played in it.
#include <boost/test/unit_test.hpp>

#include <map>

#include "base/text_encoding.hpp"
#include "billing/bill_payment_code.hpp"
#include "billing/ledger_store.hpp"
#include "tests/support/played_tenants.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::refund_life_test {
namespace {

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text.substr(0, 800));
    return answer;
}

/// The played case and what the tests ask of it. One tenant for all tests of this file: each takes
/// a claim or bill of its own.
class Budgets {
public:
    Budgets() : played({.slug = "budgets-1", .letter = 'B', .name = "【预】"}) {}

    ApiClient& finance() { return played.as("finance1"); }
    ApiClient& colleague() { return played.as("finance2"); }
    ApiClient& treasury() { return played.as("treasury"); }
    ApiClient& department(const std::string& code) {
        for (const auto& user : played.users())
            if (user.role == "department" && user.body_code == code)
                return played.as(user.username);
        BOOST_FAIL("no user of " << code);
        return treasury();
    }

    Json claim_of(const std::string& product) {
        for (const auto& claim : finance().rows("/api/v1/claims?period=2026-09"))
            if (claim.at("product") == played.code(product)) return claim;
        BOOST_FAIL("no claim of " << product);
        return {};
    }

    /// The bill that the bank's file pays.
    Json paid_bill() {
        for (const auto& bill : finance().rows("/api/v1/bills"))
            if (bill.at("state") == "issued") return bill;
        BOOST_FAIL("no issued bill");
        return {};
    }

    Answer asked(const Json& body) { return finance().post("/api/v1/refunds", body); }
    Json recorded(ApiClient& holder, const Json& refund, const std::string& document = "退1号") {
        return must(holder.post("/api/v1/refunds/" + text(refund, "id") + "/record",
                                {{"document", document}, {"refunded_on", today()}}))
            .json;
    }

    Answer act(ApiClient& client, const Json& run, const std::string& verb) {
        return client.post("/api/v1/allocation-runs/" + text(run, "id") + "/" + verb,
                           verb == "reverse" ? Json{{"reason", "示例"}} : Json{{"opinion", "示例"}});
    }
    Json drafted() {
        return must(finance().post("/api/v1/allocation-runs", {{"period", "2026-09"}})).json;
    }

    /// What each part of a claim's money has by the allocation ledger: "to resource" -> amount.
    std::map<std::string, Money> parts_of(const Json& claim) {
        std::map<std::string, Money> parts;
        for (const auto& row : finance().rows("/api/v1/allocation-ledger?period=2026-09")) {
            if (row.at("claim") != std::to_string(claim.at("number").get<int>())) continue;
            parts[text(row, "to") + " " + row.value("resource", Json("")).dump()] +=
                Money::parse(text(row, "amount")).value();
        }
        return parts;
    }

    Money balance(billing::Book book, const std::string& account) {
        return test_database()
            .database()
            .read([&](db::Transaction& tx) -> Result<Money> {
                return billing::account_balance(tx, played.scope(), book, account);
            })
            .value();
    }
    void check_books() {
        const auto report = test_database()
                                .database()
                                .read([&](db::Transaction& tx) -> Result<billing::LedgerReport> {
                                    return billing::verify_ledger(tx, played.scope());
                                })
                                .value();
        BOOST_TEST(report.faults.empty());
        // Realised = allocated + unallocated.
        const auto summary = must(finance().get("/api/v1/summary")).json;
        const auto realised = Money::parse(text(summary, "realised")).value();
        const auto allocated = Money::parse(text(summary, "allocated")).value();
        BOOST_TEST(to_text(balance(billing::Book::nontax, "unallocated")) ==
                   to_text(allocated - realised));
    }

    std::string today() {
        const auto now = finance().get("/api/v1/session").json.at("tenant").at("now");
        return to_text(date_of(parse_timestamp(now.get<std::string>()).value()));
    }
    static std::string text(const Json& json, const char* name) {
        return json.at(name).get<std::string>();
    }

    PlayedTenant played;
};

Budgets& budgets() {
    static Budgets one;
    return one;
}

Money sum(const std::map<std::string, Money>& parts) {
    Money total;
    for (const auto& [part, amount] : parts) total += amount;
    return total;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refund_life)

BOOST_AUTO_TEST_CASE(a_refund_takes_back_from_everybody_in_proportion) {
    auto& b = budgets();
    const auto claim = b.claim_of("P01");
    const auto before = b.parts_of(claim);
    BOOST_TEST(to_text(sum(before)) == "3396.68");
    const auto refund = must(b.asked({{"claim_id", claim.at("id")},
                                      {"amount", "339.67"},
                                      {"reason", "多缴"}})).json;
    BOOST_TEST(refund.at("state") == "requested");
    // Finance can't pay its own request out, the treasury alone can't ask.
    BOOST_TEST(b.colleague().post("/api/v1/refunds/" + Budgets::text(refund, "id") + "/record",
                                  {{"document", "x"}, {"refunded_on", b.today()}}).code() ==
               "not_your_move");
    BOOST_TEST(b.treasury().post("/api/v1/refunds", {{"claim_id", claim.at("id")},
                                                     {"amount", "1.00"},
                                                     {"reason", "x"}}).status == 403);
    const auto done = b.recorded(b.treasury(), refund);
    BOOST_TEST(done.at("state") == "recorded");
    BOOST_TEST(done.at("mirrored") == "339.67");
    const auto after = b.parts_of(claim);
    BOOST_TEST(to_text(sum(after)) == "3057.01");
    for (const auto& [part, amount] : before) {
        // Nobody bears a whole fen more or less than its exact share.
        const auto exact = rational_of(amount) * rational_of(Money::fen(33967)) /
                           rational_of(Money::fen(339668));
        const auto taken = rational_of(amount - after.at(part));
        BOOST_TEST((abs(taken - exact) < Rational(1, 100)), part);
    }
    b.check_books();
    // A run after it has nothing to do.
    BOOST_TEST(b.drafted().at("pools").size() == 0u);
}

BOOST_AUTO_TEST_CASE(refunds_add_up_and_never_exceed_what_came) {
    auto& b = budgets();
    const auto claim = b.claim_of("P03");
    const auto realised = Money::parse(Budgets::text(claim, "amount")).value();
    for (int i = 0; i < 3; ++i)
        b.recorded(b.treasury(), must(b.asked({{"claim_id", claim.at("id")},
                                               {"amount", "100.01"},
                                               {"reason", "分次退付"}})).json);
    const auto left = realised - Money::fen(30003);
    BOOST_TEST(to_text(sum(b.parts_of(claim))) == to_text(left));
    const auto refused = b.asked({{"claim_id", claim.at("id")},
                                  {"amount", to_text(left + Money::fen(1))},
                                  {"reason", "超额"}});
    BOOST_TEST(refused.code() == "over_refundable");
    BOOST_TEST(refused.status == 422);
    // All of the rest: nobody keeps anything.
    b.recorded(b.treasury(), must(b.asked({{"claim_id", claim.at("id")},
                                           {"amount", to_text(left)},
                                           {"reason", "全部退付"}})).json);
    for (const auto& [part, amount] : b.parts_of(claim)) BOOST_TEST(amount.zero(), part);
    b.check_books();
    const auto other = must(b.asked({{"claim_id", b.claim_of("P01").at("id")},
                                     {"amount", "1.00"},
                                     {"reason", "撤回"}})).json;
    const auto path = "/api/v1/refunds/" + Budgets::text(other, "id");
    BOOST_TEST(must(b.finance().post(path + "/withdraw", {{"opinion", "不退"}}))
                   .json.at("state") == "withdrawn");
    BOOST_TEST(b.treasury().post(path + "/record", {{"document", "x"},
                                                    {"refunded_on", b.today()}}).code() ==
               "illegal_transition");
    BOOST_TEST(b.finance().rows(path + "/events").size() == 2u);
}

BOOST_AUTO_TEST_CASE(money_in_suspense_is_moved_or_given_back) {
    auto& b = budgets();
    Json unknown, double_paid;
    for (const auto& item : b.treasury().rows("/api/v1/suspense?state=open")) {
        if (item.at("reason") == "unknown_code") unknown = item;
        else double_paid = item;
    }
    const auto open_before = b.balance(billing::Book::nontax, "suspense");
    const auto refund = must(b.asked({{"suspense_id", double_paid.at("id")},
                                      {"amount", double_paid.at("open")},
                                      {"reason", "重复缴款"}})).json;
    b.recorded(b.treasury(), refund);
    const auto back = Money::parse(Budgets::text(double_paid, "open")).value();
    // Suspense is a credit: less of it stands there.
    BOOST_TEST(to_text(b.balance(billing::Book::nontax, "suspense")) ==
               to_text(open_before + back));

    const auto path = "/api/v1/suspense/" + Budgets::text(unknown, "id") + "/settle";
    const Json words = {{"reason", "经核实"}, {"document", "示例"}};
    auto to_claim = words;
    to_claim["claim_id"] = b.claim_of("P04").at("id");
    BOOST_TEST(b.finance().post(path, to_claim).code() == "not_your_move");
    auto to_nothing = words;
    BOOST_TEST(b.treasury().post(path, to_nothing).field_code("/claim_id") == "missing_field");
    auto too_much = to_claim;
    too_much["amount"] = "88.01";
    BOOST_TEST(b.treasury().post(path, too_much).code() == "over_suspense");
    const auto moved = must(b.treasury().post(path, to_claim)).json;
    BOOST_TEST(moved.at("state") == "settled");
    b.check_books();

    // It came after the run: reviewed by a colleague, posted by the treasury, the difference alone.
    const auto run = b.drafted();
    BOOST_TEST(run.at("total") == "88.00");
    BOOST_TEST(b.act(b.treasury(), run, "post").code() == "illegal_transition");
    BOOST_TEST(b.act(b.finance(), run, "review").code() == "four_eyes");
    BOOST_TEST(b.act(b.treasury(), run, "review").status == 403);
    BOOST_TEST(must(b.act(b.colleague(), run, "review")).json.at("state") == "reviewed");
    const auto posted = must(b.act(b.treasury(), run, "post")).json;
    BOOST_TEST(posted.at("state") == "posted");
    BOOST_TEST(posted.at("reviewed_by") == "finance2");
    b.check_books();

    // Reversed, the money waits again and the next draft is the same.
    BOOST_TEST(b.act(b.finance(), run, "reverse").status == 403);
    const auto reversal = must(b.act(b.treasury(), run, "reverse")).json;
    BOOST_TEST(reversal.at("kind") == "reversal");
    BOOST_TEST(reversal.at("total") == "-88.00");
    BOOST_TEST(reversal.at("reverses_id") == run.at("id"));
    BOOST_TEST(b.act(b.treasury(), run, "reverse").code() == "illegal_transition");
    BOOST_TEST(b.act(b.treasury(), reversal, "reverse").code() == "run_not_reversible");
    b.check_books();
    const auto again = b.drafted();
    BOOST_TEST(again.at("total") == "88.00");
    BOOST_TEST(must(b.act(b.finance(), again, "discard")).json.at("state") == "discarded");
}

BOOST_AUTO_TEST_CASE(a_run_on_which_a_refund_stands_is_not_reversed) {
    auto& b = budgets();
    const auto claim = b.claim_of("P01");
    b.recorded(b.treasury(), must(b.asked({{"claim_id", claim.at("id")},
                                           {"amount", "1.00"},
                                           {"reason", "示例"}})).json);
    Json first;
    for (const auto& run : b.finance().rows("/api/v1/allocation-runs?period=2026-09"))
        if (first.is_null() && run.at("state") == "posted") first = run;
    BOOST_TEST(b.act(b.treasury(), first, "reverse").code() == "run_built_upon");
}

BOOST_AUTO_TEST_CASE(plans_are_compared_side_by_side) {
    auto& b = budgets();
    const auto plan = b.played.code("yz-2026-01");
    must(b.finance().post("/api/v1/allocation-plans",
                          {{"code", "all-general"},
                           {"source_document", "示例"},
                           {"effective_from", "2026-12-01"},
                           {"steps", Json::array({{{"to", "treasury:general"},
                                                   {"remaining", true}}})}}));
    const auto compared =
        must(b.finance().post("/api/v1/allocation-runs/compare",
                              {{"period", "2026-09"}, {"plan_codes", {plan, "all-general"}}}))
            .json;
    BOOST_REQUIRE(compared.at("columns").size() == 3u);
    BOOST_TEST(compared.at("columns")[2].at("column") == "posted");
    BOOST_TEST(compared.at("columns")[0].at("amount") == compared.at("columns")[1].at("amount"));
    for (std::size_t column = 0; column < 3; ++column) {
        Money total;
        for (const auto& row : compared.at("recipients"))
            total +=
                Money::parse(row.at("amounts")[column].at("amount").get<std::string>()).value();
        BOOST_TEST(to_text(total) == compared.at("columns")[column].at("amount"));
    }
    BOOST_TEST(b.finance().post("/api/v1/allocation-runs/compare",
                                {{"period", "2026-09"}, {"plan_codes", {"none"}}})
                   .field_code("/plan_codes/0") == "no_such_plan");
}

Json allotment_of(Budgets& b, const std::string& department_code,
                  const std::string& amount) {
    return {{"department_code", department_code},
            {"document", "扬财预〔2027〕示例3号"},
            {"budget_year", 2027},
            {"amount", amount},
            {"purpose", "数据治理"},
            {"allotted_on", b.today()}};
}

BOOST_AUTO_TEST_CASE(a_department_spends_what_a_budget_gave_it_and_no_more) {
    auto& b = budgets();
    const auto code = b.played.code("D01");
    const auto statement = [&] {
        return must(b.department(code).get("/api/v1/department-statements/" + code)).json;
    };
    const auto attributed = Budgets::text(statement().at("account").at("overall"), "attributed");
    BOOST_TEST(statement().at("account").at("awaiting_budget") == attributed);
    const auto draft = allotment_of(b, code, "500.00");
    const auto too_much =
        allotment_of(b, code, to_text(Money::parse(attributed).value() + Money::fen(1)));
    BOOST_TEST(b.treasury().post("/api/v1/allotments", too_much).code() == "over_attributed");
    BOOST_TEST(b.finance().post("/api/v1/allotments", draft).status == 403);
    const auto allotment = must(b.treasury().post("/api/v1/allotments", draft)).json;
    BOOST_TEST(b.treasury().post("/api/v1/allotments", draft).code() == "allotment_recorded");
    BOOST_TEST(to_text(b.balance(billing::Book::nontax, "allotted:department:" + code)) ==
               "-500.00");

    Json spent = {{"allotment_id", allotment.at("id")},
                  {"document", "合同示例1号"},
                  {"amount", "300.00"},
                  {"purpose", "接口改造"},
                  {"spent_on", b.today()}};
    const auto other = b.played.code("D02");
    BOOST_TEST(b.department(other).post("/api/v1/spending-reports", spent)
                   .field_code("/allotment_id") == "no_such_reference");
    const auto report = must(b.department(code).post("/api/v1/spending-reports", spent)).json;
    spent["amount"] = "200.01";
    BOOST_TEST(b.department(code).post("/api/v1/spending-reports", spent).code() ==
               "over_allotment");
    const auto cut = [&](const char* amount) {
        return b.treasury().post("/api/v1/allotments/" + Budgets::text(allotment, "id") +
                                     "/withdraw",
                                 {{"document", "收回示例"}, {"amount", amount},
                                  {"reason", "年末收回"}, {"withdrawn_on", b.today()}});
    };
    BOOST_TEST(cut("200.01").code() == "over_allotment");
    BOOST_TEST(must(cut("150.00")).json.at("open") == "50.00");

    const auto shown = statement();
    const auto& overall = shown.at("account").at("overall");
    BOOST_TEST(overall.at("allotted") == "350.00");
    BOOST_TEST(overall.at("spent") == "300.00");
    BOOST_TEST(shown.at("account").at("unspent") == "50.00");
    BOOST_TEST(!shown.at("account").at("budget_route").is_null());
    BOOST_TEST(shown.at("allotments").size() == 1u);
    BOOST_TEST(shown.at("spending").size() == 1u);
    Money rows;
    for (const auto& row : shown.at("rows"))
        rows += Money::parse(Budgets::text(row, "amount")).value();
    BOOST_TEST(to_text(rows) == attributed);
    const auto next_year = must(b.department(code).get("/api/v1/department-statements/" + code +
                                                       "?year=2027")).json;
    BOOST_TEST(next_year.at("account").at("of_year").at("attributed") == "0.00");
    BOOST_TEST(next_year.at("account").at("of_year").at("allotted") == "350.00");

    // Another department sees neither.
    BOOST_TEST(b.department(other).get("/api/v1/department-statements/" + code).status == 403);
    BOOST_TEST(b.department(other).rows("/api/v1/allotments").empty());
    BOOST_TEST(b.department(other).rows("/api/v1/department-statements").size() == 1u);
    BOOST_TEST(b.treasury().rows("/api/v1/department-statements").size() > 1u);

    must(b.department(code).post("/api/v1/spending-reports/" + Budgets::text(report, "id") +
                                     "/withdraw",
                                 {{"reason", "填错"}}));
    BOOST_TEST(statement().at("account").at("overall").at("spent") == "0.00");
    b.check_books();
}

BOOST_AUTO_TEST_CASE(a_bank_file_is_checked_line_by_line_and_applied_as_a_whole) {
    auto& b = budgets();
    const auto bill = b.paid_bill();
    const auto code = Budgets::text(bill, "payment_code");
    BOOST_TEST(code == billing::bill_payment_code(bill.at("number").get<std::uint64_t>()));
    const auto amount = Budgets::text(bill, "amount");
    const auto day = b.today();
    const std::string heading = "交易日期,交易流水号,贷方发生额,借方发生额,对方户名,附言\n";
    const auto fine = heading + day + ",B1," + amount + ",,示例公司,支付 " + code + "\n" + day +
                      ",B2,5.00,,示例公司," + code + "\n" + day + ",B3,1.00,,无名,\n" + day +
                      ",B4,,9.00,税务局,缴税\n";
    const auto send = [&](const std::string& bytes, const std::string& query) {
        return b.finance().send(http::Method::post, "/api/v1/bank-receipts/file?" + query, bytes,
                                "text/csv");
    };
    const auto outcomes = [](const Json& report) {
        std::string text;
        for (const auto& line : report.at("lines"))
            text += line.at("outcome").get<std::string>() + " ";
        return text;
    };
    const auto checked = must(send(fine, "mode=check")).json;
    BOOST_TEST(outcomes(checked) == "fine suspended suspended skipped ");
    BOOST_TEST(checked.at("applied") == false);
    BOOST_TEST(b.finance().rows("/api/v1/receipts?book=operator").empty());

    const auto bad = send(fine + day + ",B5,1.005,,示例,x\n", "mode=apply");
    BOOST_TEST(bad.code() == "rows_refused");
    BOOST_TEST(bad.field_code("/lines/6/amount") == "bad_money");
    BOOST_TEST(b.finance().rows("/api/v1/receipts?book=operator").empty());

    const auto applied = must(send(gb18030_of(fine), "mode=apply&name=bank.csv")).json;
    BOOST_TEST(outcomes(applied) == "fine suspended suspended skipped ");
    BOOST_TEST(applied.at("file").at("encoding") == "gb18030");
    BOOST_TEST(applied.at("file").at("suspended") == "6.00");
    BOOST_TEST(outcomes(must(send(fine, "mode=apply")).json) == "known known known skipped ");
    BOOST_TEST(b.finance().rows("/api/v1/receipt-files").size() == 2u);
    BOOST_TEST(b.treasury().send(http::Method::post, "/api/v1/bank-receipts/file", fine, "text/csv")
                   .status == 403);

}

/// The bill is paid; too much of it goes back, by another person than who asked.
BOOST_AUTO_TEST_CASE(what_a_bill_was_paid_too_much_goes_back_by_another_hand) {
    auto& b = budgets();
    const auto bill = b.paid_bill();
    const auto day = b.today();
    const auto items = b.finance().rows("/api/v1/suspense?book=operator&state=open");
    BOOST_REQUIRE(items.size() == 2u);
    BOOST_TEST(items[0].at("reason") == "overpaid");
    BOOST_TEST(to_text(b.balance(billing::Book::operators, "suspense")) == "-6.00");
    const auto refund = must(b.asked({{"suspense_id", items[0].at("id")},
                                      {"amount", "5.00"},
                                      {"reason", "多付"}})).json;
    const auto path = "/api/v1/refunds/" + Budgets::text(refund, "id") + "/record";
    const Json record = {{"document", "退款示例"}, {"refunded_on", day}};
    BOOST_TEST(b.finance().post(path, record).code() == "four_eyes");
    BOOST_TEST(b.treasury().post(path, record).code() == "not_your_move");
    must(b.colleague().post(path, record));
    BOOST_TEST(to_text(b.balance(billing::Book::operators, "suspense")) == "-1.00");
    const auto of_bill = must(b.asked({{"bill_id", bill.at("id")},
                                       {"amount", "0.50"},
                                       {"reason", "账单更正"}})).json;
    b.recorded(b.colleague(), of_bill);
    // What was given back is open again and may be paid again.
    const auto settled = b.finance().post(
        "/api/v1/suspense/" + Budgets::text(items[1], "id") + "/settle",
        {{"bill_id", bill.at("id")}, {"amount", "0.50"}, {"reason", "核实"}, {"document", "x"}});
    BOOST_TEST(must(settled).json.at("open") == "0.50");
    b.check_books();
}

BOOST_AUTO_TEST_CASE(payment_codes_look_as_the_policy_says) {
    auto& b = budgets();
    auto& operator_admin = b.played.as("op.admin");
    const auto read = must(operator_admin.get("/api/v1/policy"));
    auto policy = read.json;
    if (policy.contains("policy")) policy = policy.at("policy");
    policy.erase("version");
    policy["payment_code_pattern"] = "9{3,";
    const auto put = [&] {
        return operator_admin.with("if-match", read.header("ETag")).put("/api/v1/policy", policy);
    };
    BOOST_TEST(put().field_code("/payment_code_pattern") == "bad_code_pattern");
    policy["payment_code_pattern"] = "3219{17}";
    must(put());

    const auto claim = b.claim_of("P05");
    const auto import = [&](const char* code) {
        return b.treasury().send(
            http::Method::post, "/api/v1/payment-notices/file?mode=check",
            std::string("账期,缴款人代码,产品编码,缴款码,票据号码,开具日期,缴款期限,金额\n2026-09,") +
                Budgets::text(claim, "developer") + "," +
                Budgets::text(claim, "product") + "," + code +
                ",0100000004,2026-10-08,2026-10-23," + Budgets::text(claim, "amount") + "\n",
            "text/csv");
    };
    // What came before stays as it is; a new code must look right.
    BOOST_TEST(must(import("32100100000000000004")).json.at("lines")[0].at("outcome") == "known");
    const auto line = must(import("42100100000000000009")).json.at("lines")[0];
    BOOST_TEST(line.at("outcome") == "error");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::refund_life_test
