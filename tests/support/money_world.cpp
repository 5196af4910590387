#include "tests/support/money_world.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "billing/ledger_store.hpp"
#include "billing/reconciliation_store.hpp"
#include "catalog/price_plan_store.hpp"
#include "catalog/resource_store.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test {
namespace {

Json plan_steps() {
    return Json::array({{{"to", "cost:platform"},
                         {"fixed", "100.00"},
                         {"budget_item", "示例项目"},
                         {"document", "示例预算〔2026〕1号"}},
                        {{"to", "treasury:general"}, {"percent", "20"}},
                        {{"to", "departments"},
                         {"remaining", true},
                         {"basis", {"weight", "usage", "quality"}},
                         {"fallback", {"weight"}}}});
}

Json non_tax_facts() {
    return {{"document", "扬财非税〔2026〕示例1号"},
            {"collecting_unit", {{"code", "321000001"}, {"name", "市数据主管部门(示例)"}}},
            {"item", {{"code", "103070699"}, {"name", "公共数据有偿使用收入(示例)"}}}};
}

}  // namespace

Json graduated_calls() {
    return Json::array(
        {{{"meter", "calls"},
          {"aggregation", "sum"},
          {"model", "graduated"},
          {"tiers", Json::array({{{"up_to", "1000"}, {"unit_price", "0.35"}},
                                 {{"up_to", nullptr}, {"unit_price", "0.20"}}})}}});
}

MoneyWorld::MoneyWorld() {
    in_database([&](db::Transaction& tx) {
        grant_third_resource(tx);
        add_platform_plan(tx);
    });
    market.registered("P1", Json::array({Market::source("R1", "60"), Market::source("R3", "40")}));
    price("S1");
    price("S2");
    const auto listing = must(market.dev().post("/api/v1/listings",
                                                {{"code", "L1"},
                                                 {"product_code", "P1"},
                                                 {"scenario_codes", {"S1", "S2"}},
                                                 {"from", "2026-03-10"}}));
    must(market.staff().post("/api/v1/listings/" + listing.json.at("id").get<std::string>() +
                             "/list"));
    market.accepted("O1");
    market.accepted("O2", {{"scenario_code", "S2"}});
    must(finance().put("/api/v1/non-tax-settings", non_tax_facts()));
    must(as("collector").post("/api/v1/non-tax-settings/confirm"));
    must(finance().post("/api/v1/allocation-plans", {{"code", "plan-1"},
                                                     {"source_document", "示例方案〔2026〕1号"},
                                                     {"effective_from", "2026-03-01"},
                                                     {"steps", plan_steps()}}));
    must(treasury().post("/api/v1/allocation-plans/plan-1/approve"));
    key_ = market.world.operator_key(Json::array({"events:write"}));
}

void MoneyWorld::in_database(const std::function<void(db::Transaction&)>& body) {
    const auto done = test_database().database().transact([&](db::Transaction& tx) -> Status {
        body(tx);
        return Done{};
    });
    BOOST_REQUIRE(done.ok());
}

void MoneyWorld::grant_third_resource(db::Transaction& tx) {
    const auto third = catalog::find_resource_by_code(tx, scope(), "R3");
    BOOST_REQUIRE(third.has_value());
    tx.execute("SET foreign_key_checks = 0");
    tx.execute("INSERT INTO grants (tenant_id, id, request_id, scenario_id, resource_id, "
               "agreement_id, developer_id, from_at, to_at, revoked_reason, created_at) "
               "SELECT grants.tenant_id, grants.id + 1000000, request_id, scenario_id, ?, "
               "agreement_id, developer_id, from_at, to_at, revoked_reason, grants.created_at "
               "FROM grants JOIN resources ON resources.tenant_id = grants.tenant_id "
               "AND resources.id = grants.resource_id "
               "WHERE grants.tenant_id = ? AND resources.code = 'R1'",
               third->id, scope());
    tx.execute("SET foreign_key_checks = 1");
}

void MoneyWorld::add_platform_plan(db::Transaction& tx) {
    catalog::PricePlan plan;
    plan.id = tx.new_id<catalog::PricePlanId>();
    plan.code = "platform";
    plan.kind = catalog::PriceKind::operator_fee;
    plan.effective_from = parse_date("2026-03-01").value();
    plan.state = catalog::PricePlanState::approved;
    plan.charges = Json::array({{{"meter", "core_hours"},
                                 {"aggregation", "sum"},
                                 {"model", "unit"},
                                 {"unit_price", "0.450000"}}});
    plan.drafted_by_id = UserId{1};
    plan.approved_by_id = UserId{2};
    catalog::insert_price_plan(tx, scope(), plan, parse_timestamp("2026-03-10T01:00:00Z").value());
    catalog::save_price_plan(tx, scope(), plan);
}

void MoneyWorld::price(const std::string& scenario) {
    must(finance().post("/api/v1/approved-standards", {{"code", "std-" + scenario},
                                                       {"product_code", "P1"},
                                                       {"scenario_code", scenario},
                                                       {"document", "示例文号"},
                                                       {"effective_from", "2026-03-01"},
                                                       {"charges", graduated_calls()}}));
    must(as("collector").post("/api/v1/approved-standards/std-" + scenario + "/confirm"));
    must(finance().post("/api/v1/price-plans", {{"code", "use-" + scenario},
                                                {"kind", "data_use"},
                                                {"product_code", "P1"},
                                                {"scenario_code", scenario},
                                                {"effective_from", "2026-03-01"},
                                                {"charges", graduated_calls()},
                                                {"standard_code", "std-" + scenario}}));
    must(as("op.admin").post("/api/v1/price-plans/use-" + scenario + "/approve"));
}

Json MoneyWorld::usage(const std::string& id, const std::string& subject, const std::string& meter,
                       const std::string& quantity, const std::string& time) {
    return {{"specversion", "1.0"},
            {"id", id},
            {"source", "gateway/1"},
            {"type", "yunhe.usage"},
            {"subject", subject},
            {"time", time},
            {"data", {{"meter", meter}, {"quantity", quantity}}}};
}

std::string MoneyWorld::send(const Json& event) {
    const auto answer = must(key_->post("/api/v1/events", event));
    return answer.json.at("results").at(0).at("status").get<std::string>();
}

std::string MoneyWorld::use_calls(const std::string& id, const std::string& order,
                                  const std::string& quantity, const std::string& time) {
    return send(usage(id, order, "calls", quantity, time));
}

Answer MoneyWorld::settle(const std::string& period) {
    return finance().post("/api/v1/settlements", {{"period", period}});
}

void MoneyWorld::finish_documents() {
    for (const auto& claim : finance().rows("/api/v1/claims?state=draft")) {
        const auto path = "/api/v1/claims/" + claim.at("id").get<std::string>();
        must(finance().post(path + "/submit"));
        must(as("collector").post(path + "/confirm"));
    }
    for (const auto& bill : finance().rows("/api/v1/bills?state=draft"))
        must(as("finance2").post("/api/v1/bills/" + bill.at("id").get<std::string>() + "/issue"));
}

std::string MoneyWorld::payment_code_of(const Json& claim) {
    return "3210" + std::to_string(claim.at("number").get<std::uint64_t>() + 1'000'000);
}

void MoneyWorld::import_notices() {
    std::vector<std::string> known;
    for (const auto& notice : treasury().rows("/api/v1/payment-notices"))
        known.push_back(notice.at("claim_id").get<std::string>());
    for (const auto& claim : finance().rows("/api/v1/claims?state=confirmed")) {
        if (claim.at("supplement").get<int>() != 0) continue;
        if (std::ranges::find(known, claim.at("id").get<std::string>()) != known.end()) continue;
        const auto today = finance().get("/api/v1/session").json.at("tenant").at("now");
        const auto day = date_of(parse_timestamp(today.get<std::string>()).value());
        must(treasury().post("/api/v1/payment-notices",
                             {{"rows", Json::array({{{"period", claim.at("period")},
                                                     {"developer_uscc", claim.at("developer")},
                                                     {"product_code", claim.at("product")},
                                                     {"payment_code", payment_code_of(claim)},
                                                     {"bill_no", payment_code_of(claim)},
                                                     {"issued_on", to_text(day)},
                                                     {"due_on", to_text(add_months(day, 1))},
                                                     {"amount", claim.at("amount")}}})}}));
    }
}

Answer MoneyWorld::receive(const std::string& serial, const std::string& payment_code,
                           const std::string& paid_on, const std::string& amount) {
    return treasury().post("/api/v1/receipts",
                           {{"rows", Json::array({{{"serial", serial},
                                                   {"payment_code", payment_code},
                                                   {"paid_on", paid_on},
                                                   {"payer", "示例公司"},
                                                   {"amount", amount}}})}});
}

Answer MoneyWorld::run(const std::string& period) {
    const auto drafted = finance().post("/api/v1/allocation-runs", {{"period", period}});
    if (!drafted.ok()) return drafted;
    const auto path = "/api/v1/allocation-runs/" + drafted.json.at("id").get<std::string>();
    const auto reviewed = as("finance2").post(path + "/review");
    if (!reviewed.ok()) return reviewed;
    return treasury().post(path + "/post");
}

void MoneyWorld::check_vouchers(const std::string& period, const std::string& book) {
    for (const auto* person : {"finance1", "finance2"})
        must(as(person).post("/api/v1/ledger/voucher-checks",
                             {{"book", book}, {"period", period}}));
}

Answer MoneyWorld::request_close(const std::string& period, const std::string& book) {
    return finance().post("/api/v1/periods/" + period + "/close", {{"book", book}});
}

Answer MoneyWorld::approve_close(const std::string& period, const std::string& book) {
    return as("op.admin").post("/api/v1/periods/" + period + "/approve", {{"book", book}});
}

Answer MoneyWorld::close(const std::string& period, const std::string& book) {
    check_vouchers(period, book);
    const auto requested = request_close(period, book);
    return requested.ok() ? approve_close(period, book) : requested;
}

std::vector<billing::Comparison> MoneyWorld::compare() {
    using Comparisons = std::vector<billing::Comparison>;
    return test_database().database().read([&](db::Transaction& tx) -> Result<Comparisons> {
        return billing::compare_books(tx, scope());
    }).value();
}

std::vector<std::string> MoneyWorld::differences() {
    std::vector<std::string> texts;
    for (const auto& comparison : compare())
        for (const auto& difference : comparison.kept)
            texts.push_back(comparison.code + " " + difference.object_kind + " " +
                            difference.object_id + " " + difference.expected + " " +
                            difference.found);
    return texts;
}

Money MoneyWorld::balance(billing::Book book, std::string_view account) {
    return test_database().database().read([&](db::Transaction& tx) -> Result<Money> {
        return billing::account_balance(tx, scope(), book, account);
    }).value();
}

}  // namespace yunhe::test
