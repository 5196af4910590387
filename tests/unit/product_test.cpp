#include <boost/test/unit_test.hpp>

#include "catalog/certificate.hpp"
#include "catalog/product_checks.hpp"
#include "catalog/product_review.hpp"
#include "catalog/product_workflow.hpp"

namespace product_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

constexpr BodyId kDeveloper{7};
constexpr ScenarioId kCredit{1};
constexpr ScenarioId kLoans{2};

const tenants::RulePack& pack(const char* id) {
    static const tenants::RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

LineageItem resource(std::uint64_t id, const char* weight) {
    return {ResourceId{id}, "R" + std::to_string(id), "", weight};
}
LineageItem own(const char* name, const char* weight) {
    return {std::nullopt, "", name, weight, {}, "示例来源证明", ""};
}

std::string code_of(const Status& status) {
    if (status.ok()) return "";
    const auto& error = status.error();
    return error.fields.empty() ? error.code : error.fields.front().code;
}

Product good_product() {
    Product product;
    product.code = "P1";
    product.developer_id = kDeveloper;
    product.name = "信用评分";
    product.kind = "api";
    product.scenario_ids = {kCredit, kLoans};
    product.lineage = {resource(1, "60"), resource(2, "30"), own("企业自采", "10")};
    return product;
}

std::vector<SourceFacts> good_sources() {
    return {{.id = ResourceId{1}, .code = "R1", .granted_in = {kCredit, kLoans}},
            {.id = ResourceId{2}, .code = "R2", .granted_in = {kCredit, kLoans}}};
}

std::vector<ScenarioFacts> good_scenarios() {
    return {{kCredit, "S1", kDeveloper}, {kLoans, "S2", kDeveloper}};
}

std::string submission_code(const Product& product, const std::vector<SourceFacts>& sources,
                            const std::vector<ScenarioFacts>& scenarios) {
    const auto checked = check_submission(product, sources, scenarios, {}, pack("yangzhou-2024"));
    return checked.ok() ? "" : checked.error().code;
}

ProductReview review(const char* seat, ProductAction decision) {
    ProductReview review;
    review.seat = seat;
    review.decision = decision;
    review.no_raw_data = review.not_reversible = review.only_granted = review.inside_scenario =
            true;
    review.opinion = "意见";
    return review;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(product)

BOOST_AUTO_TEST_CASE(weights_sum_to_exactly_one_hundred) {
    BOOST_CHECK(check_lineage({resource(1, "100")}).ok());
    BOOST_CHECK(check_lineage({resource(1, "50"), resource(2, "33.333333"), resource(3, "6.666667"),
                               resource(4, "10")}).ok());
    const auto under = check_lineage({resource(1, "33.333333"), resource(2, "66.666666")});
    BOOST_CHECK_EQUAL(code_of(under), "weights_not_100");
    BOOST_CHECK_EQUAL(under.error().fields.front().args.front().second, "99.999999");
    BOOST_CHECK_EQUAL(code_of(check_lineage({resource(1, "100.000001")})), "weights_not_100");
}

BOOST_AUTO_TEST_CASE(a_weight_is_a_positive_decimal_with_at_most_six_places) {
    for (const char* weight : {"0", "0.000000", "-1", "1e2", "100.0000001", "", " 1", "1,5", "二十"})
        BOOST_CHECK_EQUAL(code_of(check_lineage({resource(1, weight)})), "bad_weight");
}

BOOST_AUTO_TEST_CASE(each_source_stands_once) {
    BOOST_CHECK_EQUAL(code_of(check_lineage({})), "too_few_items");
    BOOST_CHECK_EQUAL(code_of(check_lineage({resource(1, "50"), resource(1, "50")})),
            "repeated_item");
    BOOST_CHECK_EQUAL(code_of(check_lineage({own("甲", "50"), own("甲", "50")})), "repeated_item");
    BOOST_CHECK(check_lineage({own("R1", "50"), resource(1, "50")}).ok());
}

BOOST_AUTO_TEST_CASE(only_products_without_resource_are_own_data_only) {
    auto product = good_product();
    BOOST_CHECK(!product.own_data_only());
    product.lineage = {own("甲", "100")};
    BOOST_CHECK(product.own_data_only());
}

BOOST_AUTO_TEST_CASE(a_product_counts_from_midnight_of_its_registration) {
    auto product = good_product();
    BOOST_CHECK(live_interval(product).empty());
    product.state = ProductState::registered;
    product.registered_at = parse_timestamp("2026-09-01T01:00:00Z").value();
    BOOST_CHECK(live_interval(product).from == parse_timestamp("2026-08-31T16:00:00Z").value());
    BOOST_CHECK(live_interval(product).to == Timestamp::max());
}

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t allowed = 0;
    for (const auto& state : enum_texts<ProductState>)
        for (const auto& action : enum_texts<ProductAction>)
            for (const auto actor :
                 {ProductActor::developer, ProductActor::reviewer, ProductActor::registrar}) {
                const auto to = next_state(kProductMoves, state.value, action.value, actor);
                allowed += to.ok();
                if (!to.ok()) continue;
                // What is over stays over, and only what is registered can be revoked.
                BOOST_CHECK(state.value != ProductState::revoked);
                BOOST_CHECK(state.value != ProductState::rejected);
                BOOST_CHECK(state.value != ProductState::withdrawn);
                BOOST_CHECK_EQUAL(to.value() == ProductState::revoked,
                                  state.value == ProductState::registered);
            }
    BOOST_CHECK_EQUAL(allowed, kProductMoves.size());
}

BOOST_AUTO_TEST_CASE(a_developer_never_registers_its_own_product) {
    for (const auto& move : kProductMoves)
        if (move.actor == ProductActor::developer) BOOST_CHECK(move.to != ProductState::registered);
}

BOOST_AUTO_TEST_CASE(a_good_product_passes_the_automatic_checks) {
    BOOST_CHECK_EQUAL(submission_code(good_product(), good_sources(), good_scenarios()), "");
}

BOOST_AUTO_TEST_CASE(every_resource_needs_a_grant_in_every_scenario) {
    auto sources = good_sources();
    sources[1].granted_in = {kCredit};
    const auto checked =
        check_submission(good_product(), sources, good_scenarios(), {}, pack("yangzhou-2024"));
    BOOST_REQUIRE(!checked.ok());
    BOOST_CHECK_EQUAL(checked.error().code, "ungranted_resource");
    BOOST_CHECK(checked.error().args == (ErrorArgs{{"resource", "R2"}, {"scenario", "S2"}}));
    BOOST_CHECK_EQUAL(checked.error().fields.size(), 1u);
    BOOST_CHECK_EQUAL(checked.error().fields.front().pointer, "/lineage/1");
    for (auto& source : sources) source.granted_in.clear();
    const auto all = check_submission(good_product(), sources, good_scenarios(), {},
                                      pack("yangzhou-2024"));
    BOOST_CHECK_EQUAL(all.error().fields.size(), 4u);
}

BOOST_AUTO_TEST_CASE(barred_resources_and_foreign_scenarios_are_refused) {
    auto sources = good_sources();
    sources[0].barred = true;
    BOOST_CHECK_EQUAL(submission_code(good_product(), sources, good_scenarios()),
            "resource_barred");
    auto scenarios = good_scenarios();
    scenarios[1].developer_id = BodyId{8};
    BOOST_CHECK_EQUAL(submission_code(good_product(), good_sources(), scenarios),
            "not_your_scenario");
}

BOOST_AUTO_TEST_CASE(the_kind_is_limited_where_the_pack_limits_it) {
    auto product = good_product();
    product.kind = "oracle";
    // Yangzhou 3 ends its seven kinds with 等, Quzhou its six, Ningbo says 一般.
    for (const char* id : {"yangzhou-2024", "quzhou-2024", "ningbo-2023"}) {
        const auto checked =
            check_submission(product, good_sources(), good_scenarios(), {}, pack(id));
        BOOST_REQUIRE(checked.ok());
        BOOST_CHECK_EQUAL(checked.value().front().code, "kind_not_listed");
    }
    auto closed = pack("yangzhou-2024");
    for (auto& rule : closed.rules)
        if (rule.key == "product_kinds") rule.force = tenants::Force::hard;
    const auto refused =
        check_submission(product, good_sources(), good_scenarios(), {}, closed);
    BOOST_REQUIRE(!refused.ok());
    BOOST_CHECK_EQUAL(refused.error().code, "kind_outside_pack");
    BOOST_CHECK_EQUAL(refused.error().rule->source, "regulation");
    BOOST_CHECK_EQUAL(refused.error().fields.front().pointer, "/kind");
    const auto silent =
        check_list(product, good_sources(), good_scenarios(), {}, pack("hangzhou-2023"));
    BOOST_CHECK(silent.front().result == CheckResult::passed);
}

BOOST_AUTO_TEST_CASE(own_data_needs_no_grant) {
    auto product = good_product();
    product.lineage = {own("企业自采", "100")};
    BOOST_CHECK_EQUAL(submission_code(product, {}, good_scenarios()), "");
}

BOOST_AUTO_TEST_CASE(a_missing_registration_number_only_warns) {
    auto sources = good_sources();
    sources[1].registered = false;
    const auto checked =
        check_submission(good_product(), sources, good_scenarios(), {}, pack("yangzhou-2024"));
    BOOST_REQUIRE(checked.ok());
    const auto& warning = checked.value().back();
    BOOST_CHECK_EQUAL(warning.code, "resource_not_registered");
    BOOST_CHECK(warning.args == (ErrorArgs{{"resource", "R2"}}));
}

BOOST_AUTO_TEST_CASE(a_pass_needs_four_times_yes) {
    BOOST_CHECK(check_review(review("operator", ProductAction::pass)).ok());
    for (bool ProductReview::*answer :
         {&ProductReview::no_raw_data, &ProductReview::not_reversible, &ProductReview::only_granted,
          &ProductReview::inside_scenario}) {
        auto given = review("operator", ProductAction::pass);
        given.*answer = false;
        BOOST_CHECK_EQUAL(code_of(check_review(given)), "review_not_met");
        given.decision = ProductAction::return_;
        BOOST_CHECK(check_review(given).ok());
    }
}

BOOST_AUTO_TEST_CASE(returning_and_rejecting_need_an_opinion) {
    for (const auto decision : {ProductAction::return_, ProductAction::reject}) {
        auto given = review("operator", decision);
        given.opinion = " ";
        BOOST_CHECK_EQUAL(code_of(check_review(given)), "reason_required");
    }
}

BOOST_AUTO_TEST_CASE(every_pack_has_seats_and_each_seat_a_role) {
    for (const char* id : {"yangzhou-2024", "hangzhou-2023", "ningbo-2023", "quzhou-2024",
                           "zhoushan-2024"}) {
        const auto seats = product_review_seats(pack(id));
        BOOST_CHECK(!seats.empty());
        for (const auto& seat : seats) BOOST_CHECK(seat.role.has_value());
    }
}

BOOST_AUTO_TEST_CASE(the_operators_administrator_sits_on_its_staffs_seat) {
    const auto seats = product_review_seats(pack("yangzhou-2024"));
    BOOST_CHECK(find_seat(seats, tenants::Role::operator_staff).has_value());
    BOOST_CHECK(find_seat(seats, tenants::Role::operator_admin).has_value());
    BOOST_CHECK(!find_seat(seats, tenants::Role::data_authority).has_value());
    BOOST_CHECK(!find_seat(seats, tenants::Role::finance).has_value());
}

BOOST_AUTO_TEST_CASE(a_pass_waits_for_all_seats_and_a_no_for_none) {
    const auto seats = product_review_seats(pack("hangzhou-2023"));
    BOOST_REQUIRE(seats.size() >= 2);
    std::vector<ProductReview> reviews;
    BOOST_CHECK(!review_outcome(seats, reviews));
    reviews.push_back(review(seats[0].code.c_str(), ProductAction::pass));
    BOOST_CHECK(!review_outcome(seats, reviews));
    auto refused = reviews;
    refused.push_back(review(seats[1].code.c_str(), ProductAction::reject));
    BOOST_CHECK(review_outcome(seats, refused) == ProductAction::reject);
    auto returned = reviews;
    returned.push_back(review(seats[1].code.c_str(), ProductAction::return_));
    BOOST_CHECK(review_outcome(seats, returned) == ProductAction::return_);
    for (std::size_t i = 1; i < seats.size(); ++i)
        reviews.push_back(review(seats[i].code.c_str(), ProductAction::pass));
    BOOST_CHECK(review_outcome(seats, reviews) == ProductAction::pass);
}

BOOST_AUTO_TEST_CASE(the_same_facts_give_the_same_certificate) {
    const CertificateFacts facts{.number = certificate_number(parse_date("2026-09-01").value(), 7),
                                 .tenant_name = "扬州",
                                 .registrar_name = "示例运营公司",
                                 .developer_name = "示例开发公司",
                                 .developer_uscc = "913210001001210102",
                                 .rule_pack_title = "办法",
                                 .rule_pack_document = "文号",
                                 .scenarios = {"S01 信用"},
                                 .issued_at = parse_timestamp("2026-09-01T01:00:00Z").value()};
    BOOST_CHECK_EQUAL(facts.number, "DJ-2026-000007");
    const auto text = render_certificate_text(good_product(), facts);
    BOOST_CHECK_EQUAL(text, render_certificate_text(good_product(), facts));
    BOOST_CHECK_EQUAL(text, "数据产品登记证书\n"
                            "证书编号:DJ-2026-000007\n"
                            "授权运营平台:扬州\n"
                            "登记机构:示例运营公司\n"
                            "产品编码:P1\n"
                            "产品名称:信用评分\n"
                            "产品版本:1\n"
                            "产品形态:api\n"
                            "开发主体:示例开发公司\n"
                            "统一社会信用代码:913210001001210102\n"
                            "应用场景:S01 信用\n"
                            "数据来源及权重:R1 60%;R2 30%;自有数据:企业自采 10%\n"
                            "使用字段:R1 授权范围内全部字段;R2 授权范围内全部字段\n"
                            "生效日期:2026-09-01\n"
                            "登记日期:2026-09-01\n"
                            "登记时间:2026-09-01T01:00:00Z\n"
                            "登记依据:办法 文号\n");
    BOOST_CHECK(text.find('\r') == std::string::npos);
    auto other = good_product();
    other.lineage[0].weight = "60.1";
    BOOST_CHECK(text != render_certificate_text(other, facts));
}

BOOST_AUTO_TEST_CASE(a_name_of_two_lines_cannot_pretend_another_fact) {
    CertificateFacts facts;
    facts.number = "DJ-2026-000007";
    facts.issued_at = parse_timestamp("2026-09-01T01:00:00Z").value();
    auto product = good_product();
    product.name = "评分\n开发主体:别家";
    facts.developer_name = "示例开发公司";
    const auto lines = certificate_lines(render_certificate_text(product, facts));
    BOOST_CHECK_EQUAL(lines.at("产品名称"), "评分 开发主体:别家");
    BOOST_CHECK_EQUAL(lines.at("开发主体"), "示例开发公司");
}

BOOST_AUTO_TEST_CASE(what_a_certificate_is_worth_follows_from_its_intervals) {
    const auto day = [](const char* text) { return start_of(parse_date(text).value()); };
    const CertificateStanding first{.in_force = {day("2026-09-01"), day("2026-11-01")}};
    BOOST_CHECK(certificate_state(first, true, day("2026-10-31")) == CertificateState::valid);
    BOOST_CHECK(certificate_state(first, true, day("2026-11-01")) == CertificateState::superseded);
    BOOST_CHECK(certificate_state(first, false, day("2026-10-31")) == CertificateState::invalid);
    BOOST_CHECK(ended_at(first, day("2026-12-01")) == day("2026-11-01"));
    auto revoked = first;
    revoked.revoked_at = day("2026-10-05");
    BOOST_CHECK(certificate_state(revoked, true, day("2026-10-04")) == CertificateState::valid);
    BOOST_CHECK(certificate_state(revoked, true, day("2026-12-01")) == CertificateState::revoked);
    const CertificateStanding next{.in_force = {day("2026-11-01"), Timestamp::max()}};
    BOOST_CHECK(certificate_state(next, true, day("2026-10-31")) == CertificateState::pending);
    BOOST_CHECK(certificate_state(next, true, day("2026-11-01")) == CertificateState::valid);
    // Superseded before the revocation of the product: it stays superseded.
    revoked.revoked_at = day("2026-12-01");
    BOOST_CHECK(certificate_state(revoked, true, day("2027-01-01")) ==
                CertificateState::superseded);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace product_test
