/// Settling a month, to one GROUP BY over the charge lines that come out of it.
#include <cstdio>

#include "base/clock.hpp"
#include "billing/non_tax_store.hpp"
#include "billing/settlement_service.hpp"
#include "catalog/order_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/scenario_store.hpp"
#include "db/database.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/bench/bench.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::bench {
namespace {

constexpr int kSettledDevelopers = 20;
constexpr Period kSettledMonth{2026, 3};
const Timestamp kSettlementAt = end_of(kSettledMonth);

std::string settled_meter(int n) { return "m" + std::to_string(100'000 + n).substr(1); }

/// Orders of some developers that used every meter of their plan, one event each.
class SettledMonth {
public:
    SettledMonth(db::Database& database, TenantScope scope, const SettlementOptions& options)
        : database_(database), scope_(scope), options_(options) {}

    void make() {
        in_transaction([&](db::Transaction& tx) {
            make_tenant(tx);
            make_offers(tx);
        });
        const int per_transaction = 1000;
        for (int n = 0; n < options_.orders; n += per_transaction)
            in_transaction([&](db::Transaction& tx) {
                for (int i = n; i < std::min(n + per_transaction, options_.orders); ++i)
                    make_order(tx, i);
            });
        in_transaction([&](db::Transaction& tx) { make_usage(tx); });
    }
    BodyId finance_body() const { return operator_; }

private:
    template <class Body>
    void in_transaction(Body body) {
        const auto done = database_.transact([&](db::Transaction& tx) -> Status {
            // Agreements and listings aren't asked for here.
            tx.execute("SET FOREIGN_KEY_CHECKS = 0");
            body(tx);
            tx.execute("SET FOREIGN_KEY_CHECKS = 1");
            return Done{};
        });
        YUNHE_ASSERT(done.ok());
    }

    BodyId make_body(db::Transaction& tx, tenants::BodyKind kind, const std::string& code) {
        tenants::Body body;
        body.id = tx.new_id<BodyId>();
        body.kind = kind;
        body.code = code;
        body.name = code;
        body.created_at = kSettlementAt;
        tenants::insert_body(tx, scope_, body);
        return body.id;
    }

    void make_tenant(db::Transaction& tx) {
        tenants::Tenant tenant;
        tenant.id = scope_.tenant();
        tenant.slug = "settlement";
        tenant.name = "settlement";
        tenant.rule_pack_id = "yangzhou-2024";
        tenant.created_at = kSettlementAt;
        tenants::insert_tenant(tx, scope_, tenant);
        operator_ = make_body(tx, tenants::BodyKind::operator_body, "OP");
        for (int n = 0; n < kSettledDevelopers; ++n)
            developers_.push_back(
                make_body(tx, tenants::BodyKind::developer, "V" + std::to_string(n)));
        billing::NonTaxSetting setting;
        setting.id = tx.new_id<billing::NonTaxSettingId>();
        setting.state = billing::NonTaxState::recorded;
        setting.recorded_by_id = UserId{1};
        setting.recorded_at = kSettlementAt;
        billing::insert_non_tax(tx, scope_, setting);
        setting.state = billing::NonTaxState::confirmed;
        setting.confirmed_by_id = UserId{2};
        setting.confirmed_at = kSettlementAt;
        billing::save_non_tax(tx, scope_, setting);
    }

    void make_offers(db::Transaction& tx) {
        catalog::Scenario scenario;
        scenario.id = scenario_ = tx.new_id<catalog::ScenarioId>();
        scenario.code = "S1";
        scenario.developer_id = developers_.front();
        scenario.agreement_id = {1};
        scenario.name = "S1";
        scenario.created_at = kSettlementAt;
        catalog::insert_scenario(tx, scope_, scenario);
        catalog::Product product;
        product.id = product_ = tx.new_id<catalog::ProductId>();
        product.code = "P1";
        product.developer_id = developers_.front();
        product.name = "P1";
        product.kind = "api";
        product.state = catalog::ProductState::registered;
        product.registered_at = kSettlementAt;
        catalog::insert_product(tx, scope_, product, kSettlementAt);
        catalog::PricePlan plan;
        plan.id = tx.new_id<catalog::PricePlanId>();
        plan.code = "use";
        plan.kind = catalog::PriceKind::data_use;
        plan.product_id = product_;
        plan.scenario_id = scenario_;
        plan.effective_from = first_day(kSettledMonth);
        plan.state = catalog::PricePlanState::approved;
        plan.charges = Json::array();
        for (int n = 0; n < options_.meters; ++n)
            plan.charges.push_back({{"meter", settled_meter(n)},
                                    {"aggregation", "sum"},
                                    {"model", "unit"},
                                    {"unit_price", "0.350000"}});
        plan.drafted_by_id = UserId{1};
        plan.approved_by_id = UserId{2};
        catalog::insert_price_plan(tx, scope_, plan, kSettlementAt);
        catalog::save_price_plan(tx, scope_, plan);
    }

    void make_order(db::Transaction& tx, int n) {
        catalog::Order order;
        order.id = tx.new_id<catalog::OrderId>();
        order.code = "O" + std::to_string(n);
        order.listing_id = catalog::ListingId{1};
        order.product_id = product_;
        order.scenario_id = scenario_;
        order.developer_id = developers_[static_cast<std::size_t>(n) % developers_.size()];
        order.buyer_name = order.code;
        order.kind = catalog::OrderKind::paid;
        order.from = first_day(kSettledMonth);
        order.to = last_day(kSettledMonth);
        order.state = catalog::OrderState::accepted;
        order.accepted_at = start_of(kSettledMonth);
        catalog::insert_order(tx, scope_, order, kSettlementAt);
        catalog::save_order(tx, scope_, order);
    }

    /// In SQL: each order by each meter.
    void make_usage(db::Transaction& tx) {
        const std::string meters =
            "JOIN seq_1_to_" + std::to_string(options_.meters) + " WHERE orders.tenant_id = ?";
        const std::string meter = "CONCAT('m', SUBSTR(99999 + seq, -5))";
        tx.execute("INSERT INTO usage_sums (tenant_id, occurred_on, subject_id, subject_kind, "
                   "meter, resources, resources_key, quantity_micro, event_count, largest_micro, "
                   "latest) "
                   "SELECT tenant_id, '2026-03-12', id, 'order', " + meter +
                       ", '*', UNHEX(MD5('*')), 7000000, 1, 7000000, "
                       "CONCAT(UNHEX('0000000000000000'), 'e', UNHEX('00'), "
                       "UNHEX(LPAD(HEX(7000000), 16, '0'))) FROM orders " + meters,
                   scope_);
        tx.execute("INSERT INTO usage_events (tenant_id, occurred_on, event_key, content, "
                   "occurred_at, state, subject_id, meter, quantity_micro, resources, source, "
                   "event_id) SELECT tenant_id, '2026-03-12', UNHEX(MD5(CONCAT(id, '-', seq))), "
                   "UNHEX(MD5(CONCAT(seq, '-', id))), '2026-03-12 01:00:00', 'accepted', id, " +
                       meter + ", 7000000, '*', 'gateway/1', CONCAT(id, '-', seq) FROM orders " +
                       meters,
                   scope_);
    }

    db::Database& database_;
    TenantScope scope_;
    SettlementOptions options_;
    BodyId operator_;
    std::vector<BodyId> developers_;
    catalog::ScenarioId scenario_;
    catalog::ProductId product_;
};

double seconds_of(const std::function<void()>& work) {
    const auto begin = steady_now();
    work();
    return std::chrono::duration<double>(steady_now() - begin).count();
}

}  // namespace

int measure_settlement(const SettlementOptions& options) {
    auto& database = test::test_database().database();
    const auto scope = test::test_database().fresh_scope();
    const auto lines = static_cast<long long>(options.orders) * options.meters;
    std::printf("Making %d orders that used %d meters each: %lld lines ...\n", options.orders,
                options.meters, lines);
    std::fflush(stdout);
    SettledMonth month(database, scope, options);
    month.make();

    const tenants::Caller caller{.scope = scope,
                                 .now = kSettlementAt,
                                 .user_id = UserId{1},
                                 .username = "finance1",
                                 .body_id = month.finance_body(),
                                 .body_kind = tenants::BodyKind::operator_body,
                                 .role = tenants::Role::finance,
                                 .delegate_for_id = {},
                                 .api_key_id = {},
                                 .key_scopes = {}};
    std::int64_t settled_lines = 0;
    const auto settling = seconds_of([&] {
        const auto settled = database.transact([&](db::Transaction& tx) -> Status {
            tx.execute("SET FOREIGN_KEY_CHECKS = 0");
            YUNHE_TRY(settlement, billing::settle(tx, caller, tenants::Rules{}, kSettledMonth));
            settled_lines = settlement.lines;
            return Done{};
        });
        YUNHE_ASSERT(settled.ok());
    });
    YUNHE_ASSERT(settled_lines == lines);

    std::vector<double> grouped;
    for (int round = 0; round < options.rounds; ++round)
        grouped.push_back(seconds_of([&] {
            const auto read = database.read([&](db::Transaction& tx) -> Status {
                std::int64_t rows = 0;
                for (const auto count :
                     tx.list("SELECT COUNT(id) AS line_count, SUM(quantity_micro) AS quantity, "
                             "SUM(list_fen) AS list, SUM(amount_fen) AS amount FROM charge_lines "
                             "WHERE tenant_id = ? AND period = ? "
                             "GROUP BY developer_uscc, product_code, meter, treatment",
                             [](const db::Row& row) { return row.int64("line_count"); }, scope,
                             kSettledMonth))
                    rows += count;
                YUNHE_ASSERT(rows == lines);
                return Done{};
            });
            YUNHE_ASSERT(read.ok());
        }));
    const auto group_by = median(grouped);
    std::printf("settlement %.1f s (%.0f lines/s), one GROUP BY %.2f s, ratio %.1f; load %.2f\n",
                settling, static_cast<double>(lines) / settling, group_by, settling / group_by,
                load_average());
    return 0;
}

}  // namespace yunhe::bench
