#include <boost/test/unit_test.hpp>

#include "billing/allocation_ledger.hpp"
#include "billing/allocation_plan.hpp"
#include "billing/allocation_run.hpp"

namespace yunhe::billing::allocation_run_test {
namespace {

Money yuan(const char* text) { return Money::parse(text).value(); }

/// The plan of the Yangzhou case.
const Json kSteps = Json::parse(R"([
    {"to": "treasury:general", "percent": "20"},
    {"to": "departments", "remaining": true, "basis": ["weight", "usage", "quality"],
     "fallback": ["weight"]}])");
const AllocationPlan kPlan = parse_plan_steps("yz-2026-01", kSteps).value();

PoolSource source(const char* department, const char* resource, const char* weight,
                  const char* usage, const char* quality) {
    PoolSource made;
    made.department_code = department;
    made.department_name = std::string("单位") + department;
    made.budget_route = "budget";
    made.resource_code = resource;
    made.resource_name = std::string("资源") + resource;
    made.weight = weight;
    made.usage = usage;
    made.quality = quality;
    return made;
}

std::vector<PoolSource> sources() {
    auto open = source("D02", "R016", "10", "900", "0.96");
    open.open = true;
    return {source("D02", "R003", "50", "1000", "0.87"), source("D06", "R008", "40", "400", "0.81"),
            open};
}

std::string shown(const std::vector<PoolRow>& rows) {
    std::string text;
    for (const auto& row : rows)
        text += row.to + " " + row.resource_code + " " + to_text(row.amount) + "; ";
    return text;
}

Money sum(const std::vector<PoolRow>& rows) {
    RunPool pool;
    pool.rows = rows;
    return pool.change();
}

/// The rows of money that nothing was refunded of.
Result<std::vector<PoolRow>> pool_rows(const AllocationPlan& plan, Money pool,
                                       const std::vector<PoolSource>& sources,
                                       const std::vector<Part>& posted) {
    YUNHE_TRY(rows, claim_rows(plan, {pool, Money()}, sources, {posted, {}}));
    return rows.given;
}

BOOST_AUTO_TEST_CASE(a_first_run_keeps_every_row_and_shares_the_whole_pool) {
    const auto rows = pool_rows(kPlan, yuan("300.00"), sources(), {}).value();
    BOOST_REQUIRE(rows.size() == 4);
    BOOST_TEST(rows[0].to == "treasury:general");
    BOOST_TEST(rows[0].resource_code == "");
    BOOST_TEST(to_text(rows[0].amount) == "60.00");
    BOOST_TEST(rows[1].to == "department:D02");
    BOOST_TEST(rows[1].department_name == "单位D02");
    BOOST_TEST(rows[2].resource_code == "R016");
    BOOST_TEST(to_text(rows[2].amount) == "0.00");
    BOOST_TEST(rows[2].weight == "0");
    BOOST_TEST(to_text(sum(rows)) == "300.00");
}

BOOST_AUTO_TEST_CASE(amount_is_exact_share_plus_rounding) {
    for (const auto& row : pool_rows(kPlan, yuan("200.00"), sources(), {}).value()) {
        if (row.exact_share.find('/') != std::string::npos) continue;
        const auto share = parse_decimal(row.exact_share).value();
        const bool below = row.rounding.starts_with("-");
        const auto rounding = parse_decimal(row.rounding.substr(below ? 1 : 0)).value();
        const Rational whole = below ? Rational(share - rounding) : Rational(share + rounding);
        BOOST_TEST((whole == rational_of(row.amount)));
    }
}

BOOST_AUTO_TEST_CASE(running_again_without_change_gives_no_rows) {
    const auto rows = pool_rows(kPlan, yuan("200.00"), sources(), {}).value();
    BOOST_TEST(pool_rows(kPlan, yuan("200.00"), sources(), parts_of(rows)).value().empty());
}

BOOST_AUTO_TEST_CASE(more_money_gives_the_difference_part_by_part) {
    const auto first = pool_rows(kPlan, yuan("200.00"), sources(), {}).value();
    const auto more = pool_rows(kPlan, yuan("300.00"), sources(), parts_of(first)).value();
    BOOST_TEST(to_text(sum(more)) == "100.00");
    const auto whole = pool_rows(kPlan, yuan("300.00"), sources(), {}).value();
    auto both = first;
    both.insert(both.end(), more.begin(), more.end());
    const auto given = parts_of(both);
    BOOST_TEST(true_up(parts_of(whole), given).empty());
    BOOST_TEST(more.front().exact_share == "60.000000");
}

BOOST_AUTO_TEST_CASE(an_account_takes_what_a_plan_without_departments_leaves) {
    const auto plan =
        parse_plan_steps("general",
                         Json::parse(R"([{"to": "treasury:general", "remaining": true}])"))
            .value();
    BOOST_TEST(shown(pool_rows(plan, yuan("12.34"), sources(), {}).value()) ==
               "treasury:general  12.34; ");
}

BOOST_AUTO_TEST_CASE(a_product_of_own_data_alone_has_no_sources) {
    const auto rows = pool_rows(kPlan, yuan("1.00"), {}, {});
    BOOST_REQUIRE(!rows.ok());
    BOOST_TEST(rows.error().fields.front().code == "no_sources");
}

BOOST_AUTO_TEST_CASE(figures_are_compared_without_names) {
    RunPool pool;
    pool.pool = yuan("200.00");
    pool.rows = pool_rows(kPlan, yuan("200.00"), sources(), {}).value();
    auto renamed = pool;
    renamed.rows[1].department_name = "新名称";
    BOOST_TEST(same_figures({pool}, {renamed}));
    renamed.rows[1].amount += Money::fen(1);
    BOOST_TEST(!same_figures({pool}, {renamed}));
    BOOST_TEST(!same_figures({pool}, {}));
}

BOOST_AUTO_TEST_CASE(a_plan_begins_with_a_month_and_names_its_budget_for_costs) {
    BOOST_TEST(check_plan_start(parse_date("2026-04-01").value()).ok());
    BOOST_TEST(!check_plan_start(parse_date("2026-04-02").value()).ok());
    auto steps = Json::parse(R"([{"to": "cost:platform", "fixed": "100.00"},
                                 {"to": "treasury:general", "remaining": true}])");
    BOOST_TEST(parse_plan_steps("p", steps).ok());
    BOOST_TEST(check_costs_budgeted(steps).error().code == "cost_without_budget");
    steps[0]["budget_item"] = "2010350";
    BOOST_TEST(!check_costs_budgeted(steps).ok());
    steps[0]["document"] = "扬财预〔2026〕示例2号";
    BOOST_TEST(check_costs_budgeted(steps).ok());
    BOOST_TEST(parse_plan_steps("p", steps).ok());
    steps[0]["document"] = 7;
    BOOST_TEST(parse_plan_steps("p", steps).error().fields.front().pointer == "/steps/0/document");
}

BOOST_AUTO_TEST_CASE(who_drafts_a_plan_never_approves_it) {
    using enum PlanState;
    BOOST_TEST(next_state(kPlanMoves, draft, PlanAction::approve, PlanActor::treasury).ok());
    BOOST_TEST(!next_state(kPlanMoves, draft, PlanAction::approve, PlanActor::finance).ok());
    BOOST_TEST(!next_state(kPlanMoves, approved, PlanAction::approve, PlanActor::treasury).ok());
}

BOOST_AUTO_TEST_CASE(a_ledger_row_has_the_agreed_columns) {
    LedgerRow ledger_row;
    ledger_row.usage_period = {2026, 9};
    ledger_row.realised_on = parse_date("2027-01-02").value();
    ledger_row.pool = yuan("200.00");
    ledger_row.labels.payer = "=HYPERLINK(1)";
    ledger_row.row = pool_rows(kPlan, yuan("200.00"), sources(), {}).value().at(1);
    ledger_row.posted_at = parse_timestamp("2026-10-15T01:00:00Z").value();

    const auto object = to_json(ledger_row);
    BOOST_TEST(object.size() == kAllocationLedgerColumns.size());
    BOOST_TEST(object.at("fiscal_year") == "2027");
    BOOST_TEST(object.at("payer") == "=HYPERLINK(1)");
    BOOST_TEST(object.at("entry").is_null());
}

}  // namespace
}  // namespace yunhe::billing::allocation_run_test
