#include <boost/test/unit_test.hpp>

#include "tenants/evaluation.hpp"
#include "tenants/small_case_kinds.hpp"
#include "tenants/total_control.hpp"

namespace yunhe::tenants::evaluation_test {
namespace {

Rational decimal(std::string_view text) { return parse_decimal(text).value(); }

std::string code_of(const Status& status) {
    if (status.ok()) return "ok";
    const auto& error = status.error();
    return error.fields.empty() ? error.code : error.fields.front().code;
}
std::string article_of(const Status& status) {
    BOOST_REQUIRE(!status.ok());
    BOOST_REQUIRE(status.error().rule.has_value());
    return status.error().rule->source + " " + status.error().rule->article.value_or("-");
}

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

Json indicator(const char* code, const char* weight) {
    return {{"code", code}, {"title", code}, {"weight", weight}};
}
Json evaluation_form(const Json& indicators) {
    return {{"title", "年度评估(示例)"},
            {"period_from", "2026-01-01"},
            {"period_to", "2026-12-31"},
            {"indicators", indicators}};
}

const TenantPolicy kNoPolicy;

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluation)

BOOST_AUTO_TEST_CASE(weights_sum_to_exactly_one_hundred) {
    const auto thirds = [](const char* last) {
        return check_indicators({{"a", decimal("33.333333")},
                                 {"b", decimal("33.333333")},
                                 {"c", decimal(last)}});
    };
    BOOST_CHECK_EQUAL(code_of(thirds("33.333334")), "ok");
    BOOST_CHECK_EQUAL(code_of(thirds("33.333333")), "indicator_weights_not_100");
    BOOST_CHECK_EQUAL(code_of(check_indicators({{"a", 100}})), "ok");
    BOOST_CHECK_EQUAL(code_of(check_indicators({})), "indicator_weights_not_100");
    BOOST_CHECK_EQUAL(code_of(check_indicators({{"a", 50}, {"a", 50}})), "repeated_item");
    BOOST_CHECK_EQUAL(code_of(check_indicators({{"a", 100}, {"b", 0}})), "out_of_range");
}

BOOST_AUTO_TEST_CASE(the_score_is_the_exact_mean_by_weight) {
    const std::vector<Indicator> indicators{{"a", decimal("33.333333")},
                                            {"b", decimal("33.333333")},
                                            {"c", decimal("33.333334")}};
    const std::vector<IndicatorScore> same{{"c", 80}, {"a", 80}, {"b", 80}};
    BOOST_CHECK(weighted_score(indicators, same) == 80);
    const std::vector<IndicatorScore> apart{{"a", 100}, {"b", 0}, {"c", 50}};
    BOOST_CHECK(weighted_score(indicators, apart) == Rational(5000, 100));
    const std::vector<IndicatorScore> fine{{"a", decimal("90.5")}, {"b", 0}, {"c", 0}};
    BOOST_CHECK_EQUAL(exact_text(weighted_score(indicators, fine)),
                      exact_text(Rational("6033333273/200000000")));
}

BOOST_AUTO_TEST_CASE(each_indicator_has_one_score_within_bounds) {
    const std::vector<Indicator> indicators{{"a", 40}, {"b", 60}};
    BOOST_CHECK_EQUAL(code_of(check_scores_fit(indicators, {{"a", 0}, {"b", 100}})), "ok");
    BOOST_CHECK_EQUAL(code_of(check_scores_fit(indicators, {{"a", 0}})), "indicator_score_missing");
    BOOST_CHECK_EQUAL(code_of(check_scores_fit(indicators, {{"a", 0}, {"c", 1}})),
                      "unknown_indicator");
    BOOST_CHECK_EQUAL(code_of(check_scores_fit(indicators, {{"a", 0}, {"a", 1}})),
                      "repeated_item");
    BOOST_CHECK_EQUAL(
        code_of(check_scores_fit(indicators, {{"a", decimal("100.000001")}, {"b", 1}})),
        "score_above_100");
}

BOOST_AUTO_TEST_CASE(the_authority_evaluates_by_the_indicators_of_its_pack) {
    const auto form = evaluation_form(
        Json::array({indicator("data_quality", "40"), indicator("use", "60")}));
    const auto check = [&](const char* id, Role role) {
        return check_evaluation({pack(id), kNoPolicy, role, Input(form)});
    };
    const auto refused = check("hangzhou-2023", Role::data_authority);
    BOOST_CHECK_EQUAL(code_of(refused), "indicator_missing");
    BOOST_CHECK_EQUAL(article_of(refused), "regulation 五(三)");
    BOOST_CHECK_EQUAL(article_of(check("zhoushan-2024", Role::data_authority)), "regulation 五(三)");
    BOOST_CHECK_EQUAL(article_of(check("yangzhou-2024", Role::data_authority)), "regulation 19");
    // Yangzhou's operator has indicators of its own; Quzhou's and Ningbo's texts name none.
    BOOST_CHECK_EQUAL(code_of(check("yangzhou-2024", Role::operator_staff)), "ok");
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024", Role::data_authority)), "ok");
    BOOST_CHECK_EQUAL(code_of(check("ningbo-2023", Role::data_authority)), "ok");
}

BOOST_AUTO_TEST_CASE(a_yearly_report_has_the_parts_of_the_pack) {
    Json form = {{"title", "年度报告(示例)"}, {"period_from", "2026-01-01"},
                 {"period_to", "2026-12-31"}, {"summary", "概述(示例)"}, {"parts", Json::array()}};
    const auto check = [&](const char* id) {
        return check_annual_report({pack(id), kNoPolicy, Role::developer_admin, Input(form)});
    };
    for (const auto* id : {"yangzhou-2024", "hangzhou-2023", "ningbo-2023", "zhoushan-2024"})
        BOOST_CHECK_EQUAL(code_of(check(id)), "ok");
    for (const auto* part : {"storage", "processing", "analysis", "security"}) {
        BOOST_CHECK_EQUAL(code_of(check("quzhou-2024")), "report_part_missing");
        BOOST_CHECK_EQUAL(article_of(check("quzhou-2024")), "regulation 四(五)");
        form["parts"].push_back({{"code", part}, {"text", "示例"}});
    }
    form["parts"].push_back({{"code", "weather"}, {"text", "示例"}});
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024")), "unknown_report_part");
    form["parts"].back()["code"] = "storage";
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024")), "repeated_item");
    form["parts"].back()["code"] = "market";
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024")), "ok");
    form["period_to"] = "2025-12-31";
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024")), "bad_interval");
}

BOOST_AUTO_TEST_CASE(an_inspection_covers_the_parts_of_the_pack) {
    const auto check = [&](const char* id, const Json& parts) {
        const Json form = {{"parts", parts}};
        return check_inspection({pack(id), kNoPolicy, Role::data_authority, Input(form)});
    };
    const Json whole = pack("ningbo-2023").list("inspection_parts");
    BOOST_CHECK_EQUAL(code_of(check("ningbo-2023", whole)), "ok");
    Json less = whole;
    less.erase(0);
    BOOST_CHECK_EQUAL(code_of(check("ningbo-2023", less)), "inspection_part_missing");
    BOOST_CHECK_EQUAL(article_of(check("ningbo-2023", less)), "regulation 26");
    Json more = whole;
    more.push_back("weather");
    BOOST_CHECK_EQUAL(code_of(check("ningbo-2023", more)), "unknown_inspection_part");
    BOOST_CHECK_EQUAL(code_of(check("yangzhou-2024", {"weather"})), "ok");
}

BOOST_AUTO_TEST_CASE(findings_fit_the_inspection) {
    SmallCase inspection;
    inspection.fields = {{"parts", {"business", "systems"}}};
    const auto finding = [](const char* part, bool conforming) {
        return Json{{"part", part}, {"conforming", conforming}, {"text", "示例"}};
    };
    const auto conclude = [&](const Json& findings) {
        const Json body = {{"findings", findings}};
        return code_of(check_conclusion(pack("ningbo-2023"), inspection, Input(body)));
    };
    const auto rectify = [&](const Json& findings) {
        const Json body = {{"findings", findings}};
        return code_of(check_deficiencies(pack("ningbo-2023"), inspection, Input(body)));
    };
    const Json good = {finding("business", true), finding("systems", true)};
    const Json bad = {finding("business", true), finding("systems", false)};
    BOOST_CHECK_EQUAL(conclude(good), "ok");
    BOOST_CHECK_EQUAL(rectify(good), "no_deficiency");
    BOOST_CHECK_EQUAL(conclude(bad), "deficiency_found");
    BOOST_CHECK_EQUAL(rectify(bad), "ok");
    BOOST_CHECK_EQUAL(conclude(Json::array({finding("business", true)})), "finding_missing");
    BOOST_CHECK_EQUAL(conclude({finding("business", true), finding("weather", true)}),
                      "unknown_inspection_part");
    BOOST_CHECK_EQUAL(conclude({finding("business", true), finding("business", true)}),
                      "repeated_item");
}

BOOST_AUTO_TEST_CASE(a_new_channel_needs_approval_or_is_barred) {
    const auto check = [](const char* id, Json form) {
        return check_channel({pack(id), kNoPolicy, Role::department, Input(form)});
    };
    const Json old_one = {{"origin", "existing"}, {"third_party", "某公司(示例)"}};
    const Json new_one = {{"origin", "new"}};
    const Json approved = {{"origin", "new"}, {"approval_document", "示例〔2026〕1号"},
                           {"third_party", "某公司(示例)"}};
    const Json agreed = {{"origin", "new"}, {"third_party", "某公司(示例)"}};
    for (const auto* id :
         {"yangzhou-2024", "ningbo-2023", "hangzhou-2023", "zhoushan-2024", "quzhou-2024"})
        BOOST_CHECK_EQUAL(code_of(check(id, old_one)), "ok");
    BOOST_CHECK_EQUAL(code_of(check("yangzhou-2024", new_one)), "channel_needs_approval");
    BOOST_CHECK_EQUAL(article_of(check("yangzhou-2024", new_one)), "regulation 14");
    BOOST_CHECK_EQUAL(code_of(check("yangzhou-2024", approved)), "ok");
    BOOST_CHECK_EQUAL(code_of(check("ningbo-2023", new_one)), "channel_needs_approval");
    BOOST_CHECK_EQUAL(article_of(check("ningbo-2023", new_one)), "regulation 8");
    BOOST_CHECK_EQUAL(code_of(check("ningbo-2023", approved)), "ok");
    for (const auto& form : {new_one, approved}) {
        BOOST_CHECK_EQUAL(code_of(check("hangzhou-2023", form)), "channel_barred");
        BOOST_CHECK_EQUAL(article_of(check("hangzhou-2023", form)), "regulation 三(三)");
        BOOST_CHECK_EQUAL(article_of(check("zhoushan-2024", form)), "regulation 二(二)");
    }
    // Quzhou's text says nothing of other channels.
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024", agreed)), "ok");
}

BOOST_AUTO_TEST_CASE(an_agreement_with_a_third_party_needs_approval_where_the_pack_says_so) {
    // A pack whose channels may be new, so that only the agreement is in the way.
    auto rules = pack("zhoushan-2024");
    std::erase_if(rules.rules, [](const Rule& rule) { return rule.key == "sole_channel"; });
    const Json form = {{"origin", "new"}, {"third_party", "某公司(示例)"}};
    const auto refused = check_channel({rules, kNoPolicy, Role::department, Input(form)});
    BOOST_CHECK_EQUAL(code_of(refused), "outside_agreement");
    BOOST_CHECK_EQUAL(article_of(refused), "regulation 二(二)");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(total_control)

using Fields = std::vector<std::vector<std::string>>;

BOOST_AUTO_TEST_CASE(there_is_room_up_to_the_quota) {
    TenantPolicy policy;
    const auto check = [&](const char* id, Controlled what, const Fields& present) {
        return check_total_control(pack(id), policy, what, {"health"}, present);
    };
    const Fields two{{"health"}, {"culture_tourism", "health"}};
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024", Controlled::units, two)), "ok");
    policy.quotas.units = 2;
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024", Controlled::scenarios, two)), "ok");
    const auto refused = check("quzhou-2024", Controlled::units, two);
    BOOST_CHECK_EQUAL(code_of(refused), "total_control_reached");
    BOOST_CHECK_EQUAL(article_of(refused), "regulation 三(三)4");
    BOOST_CHECK_EQUAL(article_of(check("zhoushan-2024", Controlled::units, two)), "regulation 四");
    // Where the text has no total, the number is the tenant's alone.
    for (const auto* id : {"yangzhou-2024", "hangzhou-2023", "ningbo-2023"})
        BOOST_CHECK_EQUAL(article_of(check(id, Controlled::units, two)), "tenant_policy -");
    policy.quotas.units = 3;
    BOOST_CHECK_EQUAL(code_of(check("quzhou-2024", Controlled::units, two)), "ok");
}

BOOST_AUTO_TEST_CASE(a_field_has_a_quota_of_its_own_by_code_or_title) {
    TenantPolicy policy;
    policy.quotas.scenarios_by_field = {{"health", 1}};
    const auto check = [&](const char* field, const Fields& present) {
        return code_of(check_total_control(pack("zhoushan-2024"), policy, Controlled::scenarios,
                                           {field}, present));
    };
    const Fields present{{"卫生健康"}, {"culture_tourism"}};
    BOOST_CHECK_EQUAL(check("health", present), "total_control_field_reached");
    BOOST_CHECK_EQUAL(check("卫生健康", present), "total_control_field_reached");
    BOOST_CHECK_EQUAL(check("culture_tourism", present), "ok");
    BOOST_CHECK_EQUAL(check("health", {{"culture_tourism"}}), "ok");
}

BOOST_AUTO_TEST_CASE(the_policy_carries_the_quotas) {
    const auto& rules = pack("quzhou-2024");
    const Json json = {{"quotas", {{"units", 10}, {"scenarios_by_field", {{"health", 2}}}}}};
    const auto policy = parse_policy(json, rules);
    BOOST_REQUIRE(policy.ok());
    BOOST_CHECK_EQUAL(policy.value().quotas.units.value(), 10);
    BOOST_CHECK(!policy.value().quotas.scenarios);
    BOOST_CHECK_EQUAL(policy.value().quotas.scenarios_by_field.at("health"), 2);
    const auto again = parse_policy(to_json(policy.value()), rules);
    BOOST_REQUIRE(again.ok());
    BOOST_CHECK(to_json(again.value()) == to_json(policy.value()));

    const auto pointer = [&](const Json& quotas) {
        const auto refused = parse_policy({{"quotas", quotas}}, rules);
        BOOST_REQUIRE(!refused.ok());
        return refused.error().fields.front().pointer + " " + refused.error().fields.front().code;
    };
    BOOST_CHECK_EQUAL(pointer({{"unit", 1}}), "/quotas/unit unknown_field");
    BOOST_CHECK_EQUAL(pointer({{"units", "1"}}), "/quotas/units wrong_type");
    BOOST_CHECK_EQUAL(pointer({{"units_by_field", {{"a/b", -1}}}}),
                      "/quotas/units_by_field/a~1b out_of_range");
    BOOST_CHECK_EQUAL(pointer(Json(3)), "/quotas wrong_type");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::evaluation_test
