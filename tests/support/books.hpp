/// A tenant with something to settle, for tests of documents and what follows them.
#pragma once

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

inline constexpr std::string_view kBooksUscc = "913210001001210102";
inline constexpr std::string_view kBooksOtherUscc = "91321000100232028D";
inline const Timestamp kBooksNow = parse_timestamp("2026-03-10T01:00:00Z").value();

/// A developer with a signed agreement (service fee 5000.00), product P1 in scenario S1 at 0.35 a
/// call, and in March 100 calls of order O1, 10 of O2 (a waived trial), 120 core hours of platform
/// costs. What leads there has tests of its own and is written by hand.
class Books {
public:
    Books() : world({.clock = "2026-03-10T01:00:00Z"}) {
        world.open_developer(kBooksUscc, "dev1");
        world.open_developer(kBooksOtherUscc, "dev2");
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
    /// Of O1, as a correction takes them back. REQUIRES: there are so many.
    void fewer_calls(const char* quantity) {
        in_database([&](db::Transaction& tx) {
            const auto changed = tx.execute(
                "UPDATE usage_sums SET quantity_micro = quantity_micro - ? WHERE tenant_id = ? "
                "AND subject_id = ? AND meter = 'calls'",
                Quantity::parse(quantity).value(), world.scope(), o1_.value);
            BOOST_REQUIRE(changed == 1u);
        });
    }
    void more_core_hours(const char* quantity) {
        use(billing::SubjectKind::developer, developer_.value, "core_hours", quantity, "more");
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
        developer_ = tenants::find_body_by_code(tx, scope, kBooksUscc)->id;
        const auto agreement = tx.new_id<tenants::AgreementId>();
        tx.execute("INSERT INTO agreements (tenant_id, id, number, application_id, developer_id, "
                   "state, from_on, to_on, service_fee_fen, fields, clauses, rule_pack_id, "
                   "rule_pack_digest, canonical_text, created_at, signed_at) "
                   "VALUES (?, ?, 1, 1, ?, 'signed', '2026-03-01', '2028-02-29', 500000, "
                   "'[]', '[]', 'yangzhou-2024', '', '', ?, ?)",
                   scope, agreement, developer_, kBooksNow, kBooksNow);
        catalog::Scenario scenario;
        scenario.id = tx.new_id<catalog::ScenarioId>();
        scenario.code = "S1";
        scenario.developer_id = developer_;
        scenario.agreement_id = agreement;
        scenario.name = "示例场景";
        scenario.created_at = kBooksNow;
        catalog::insert_scenario(tx, scope, scenario);
        catalog::Product product;
        product.id = tx.new_id<catalog::ProductId>();
        product.code = "P1";
        product.developer_id = developer_;
        product.name = "示例产品";
        product.kind = "api";
        product.state = catalog::ProductState::registered;
        product.registered_at = kBooksNow;
        catalog::insert_product(tx, scope, product, kBooksNow);
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
        catalog::insert_price_plan(tx, world.scope(), plan, kBooksNow);
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
        order.accepted_at = kBooksNow;
        if (ground)
            order.waiver = catalog::Waiver{.ground = *ground,
                                           .state = catalog::WaiverState::confirmed,
                                           .document = "示例免〔2026〕1号",
                                           .limits = "",
                                           .requested_by_id = UserId{1},
                                           .confirmed_by_id = UserId{2}};
        catalog::insert_order(tx, world.scope(), order, kBooksNow);
        catalog::save_order(tx, world.scope(), order);
        return order.id;
    }

    BodyId developer_;
    catalog::OrderId o1_;
    catalog::OrderId o2_;
};

}  // namespace yunhe::test
