#include <boost/test/unit_test.hpp>

#include "billing/ledger_store.hpp"
#include "billing/usage_store.hpp"
#include "catalog/order_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "tenants/body_store.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test {
namespace {

constexpr std::string_view kUscc = "913210001001210102";
constexpr std::string_view kOtherUscc = "91321000100232028D";
const Timestamp kNow = parse_timestamp("2026-03-10T01:00:00Z").value();

/// A developer with a signed agreement (service fee 5000.00), product P1 in scenario S1 at 0.35 a
/// call, and in March 100 calls of order O1, 10 of O2 (a waived trial), 120 core hours of platform
/// costs. What leads there has tests of its own and is written by hand.
class Books {
public:
    Books() : world({.clock = "2026-03-10T01:00:00Z"}) {
        world.open_developer(kUscc, "dev1");
        world.open_developer(kOtherUscc, "dev2");
        in_database([&](db::Transaction& tx) {
            tx.execute("SET foreign_key_checks = 0");
            prepare(tx);
            tx.execute("SET foreign_key_checks = 1");
        });
        use(billing::SubjectKind::order, o1_.value, "calls", "100", "a");
        use(billing::SubjectKind::order, o2_.value, "calls", "10", "b");
        use(billing::SubjectKind::developer, developer_.value, "core_hours", "120", "c");
    }

    static Answer must(const Answer& answer) {
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text);
        return answer;
    }
    ApiClient& finance() { return world.as("finance1"); }
    ApiClient& collector() { return world.as("collector"); }

    static Json march() { return {{"period", "2026-03"}}; }
    static Json facts() {
        return {{"document", "扬财非税〔2026〕示例1号"},
                {"collecting_unit", {{"code", "321000001"}, {"name", "市数据主管部门(示例)"}}},
                {"item", {{"code", "103070699"}, {"name", "公共数据有偿使用收入(示例)"}}}};
    }
    void turn_nontax_on() {
        must(finance().put("/api/v1/non-tax-settings", facts()));
        must(collector().post("/api/v1/non-tax-settings/confirm"));
    }
    Json settled() {
        turn_nontax_on();
        world.set_clock("2026-03-31T16:30:00Z");
        return must(finance().post("/api/v1/settlements", march())).json;
    }
    std::string only(const std::string& list) {
        const auto rows = finance().rows(list);
        BOOST_REQUIRE(rows.size() == 1u);
        return rows[0].at("id").get<std::string>();
    }
    void late_calls(const char* id) {
        use(billing::SubjectKind::order, o1_.value, "calls", "20", id);
    }
    Money balance(billing::Book book, std::string_view account) {
        Money sum;
        in_database([&](db::Transaction& tx) {
            sum = billing::account_balance(tx, world.scope(), book, account);
        });
        return sum;
    }

    ApiWorld world;

private:
    template <class Body>
    void in_database(Body body) {
        const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
            body(tx);
            return Done{};
        });
        BOOST_REQUIRE(done.ok());
    }

    void use(billing::SubjectKind kind, std::uint64_t subject_id, const char* meter,
             const char* quantity, const char* id) {
        billing::UsageEvent event;
        event.id = id;
        event.source = "gateway/1";
        event.subject = "subject";
        event.time = parse_timestamp("2026-03-12T01:00:00Z").value();
        event.meter = meter;
        event.quantity = Quantity::parse(quantity).value();
        billing::finish_event(event);
        const billing::EventRow row{.event = &event,
                                    .state = billing::EventState::accepted,
                                    .subject_kind = kind,
                                    .subject_id = subject_id};
        in_database([&](db::Transaction& tx) {
            billing::insert_events(tx, world.scope(), {&row, 1});
            billing::add_to_sums(tx, world.scope(), {&row, 1});
        });
    }

    void prepare(db::Transaction& tx) {
        const auto scope = world.scope();
        developer_ = tenants::find_body_by_code(tx, scope, kUscc)->id;
        const auto agreement = tx.new_id<tenants::AgreementId>();
        tx.execute("INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
                   "state, from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
                   "rule_pack_digest, canonical_text, created_at, signed_at) "
                   "VALUES (?, ?, 1, 1, ?, 'signed', '2026-03-01', '2028-02-29', 500000, "
                   "'[]', '[]', 'yangzhou-2024', '', '', ?, ?)",
                   scope, agreement, developer_, kNow, kNow);
        catalog::Scenario scenario;
        scenario.id = tx.new_id<catalog::ScenarioId>();
        scenario.code = "S1";
        scenario.developer_id = developer_;
        scenario.agreement_id = agreement;
        scenario.name = "示例场景";
        scenario.created_at = kNow;
        catalog::insert_scenario(tx, scope, scenario);
        catalog::Product product;
        product.id = tx.new_id<catalog::ProductId>();
        product.code = "P1";
        product.developer_id = developer_;
        product.name = "示例产品";
        product.kind = "api";
        product.state = catalog::ProductState::registered;
        product.registered_at = kNow;
        catalog::insert_product(tx, scope, product, kNow);
        add_plan(tx, "use", "calls", "0.350000", product.id, scenario.id);
        add_plan(tx, "platform", "core_hours", "0.450000", {}, {});
        o1_ = add_order(tx, "O1", product.id, scenario.id, {});
        o2_ = add_order(tx, "O2", product.id, scenario.id, catalog::WaiverGround::approved);
    }

    void add_plan(db::Transaction& tx, const char* code, const char* meter, const char* price,
                  std::optional<catalog::ProductId> product_id,
                  std::optional<catalog::ScenarioId> scenario_id) {
        catalog::PricePlan plan;
        plan.id = tx.new_id<catalog::PricePlanId>();
        plan.code = code;
        plan.kind = product_id ? catalog::PriceKind::data_use : catalog::PriceKind::operator_fee;
        plan.product_id = product_id;
        plan.scenario_id = scenario_id;
        plan.effective_from = parse_date("2026-03-01").value();
        plan.state = catalog::PricePlanState::approved;
        plan.charges = Json::array({{{"meter", meter},
                                     {"aggregation", "sum"},
                                     {"model", "unit"},
                                     {"unit_price", price}}});
        plan.drafted_by_id = UserId{1};
        plan.approved_by_id = UserId{2};
        catalog::insert_price_plan(tx, world.scope(), plan, kNow);
        catalog::save_price_plan(tx, world.scope(), plan);
    }

    catalog::OrderId add_order(db::Transaction& tx, const char* code, catalog::ProductId product_id,
                               catalog::ScenarioId scenario_id,
                               std::optional<catalog::WaiverGround> ground) {
        catalog::Order order;
        order.id = tx.new_id<catalog::OrderId>();
        order.code = code;
        order.listing_id = catalog::ListingId{1};
        order.product_id = product_id;
        order.scenario_id = scenario_id;
        order.developer_id = developer_;
        order.buyer_name = "示例银行";
        order.kind = ground ? catalog::OrderKind::trial : catalog::OrderKind::paid;
        order.from = parse_date("2026-03-10").value();
        order.to = parse_date("2026-12-31").value();
        order.state = catalog::OrderState::accepted;
        order.accepted_at = kNow;
        if (ground)
            order.waiver = catalog::Waiver{.ground = *ground,
                                           .state = catalog::WaiverState::confirmed,
                                           .document = "示例免〔2026〕1号",
                                           .limits = "",
                                           .requested_by_id = UserId{1},
                                           .confirmed_by_id = UserId{2}};
        catalog::insert_order(tx, world.scope(), order, kNow);
        catalog::save_order(tx, world.scope(), order);
        return order.id;
    }

    BodyId developer_;
    catalog::OrderId o1_;
    catalog::OrderId o2_;
};

}  // namespace

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
    const auto receivable = "receivable:" + std::string(kUscc);
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
    BOOST_CHECK_EQUAL(claim.at("developer"), kUscc);
    BOOST_CHECK_EQUAL(claim.at("product"), "P1");
    BOOST_CHECK(claim.at("continuation_document").is_null());
    const auto receivable = "receivable:" + std::string(kUscc);
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

}  // namespace yunhe::test
