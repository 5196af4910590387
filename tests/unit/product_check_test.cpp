#include <boost/test/unit_test.hpp>

#include "base/error_text.hpp"
#include "catalog/product_checks.hpp"
#include "catalog/product_review.hpp"

namespace product_check_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

constexpr BodyId kDeveloper{7};
constexpr ScenarioId kCredit{1};

const tenants::RulePack& pack(const char* id = "yangzhou-2024") {
    static const tenants::RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

/// A dataset in full: everything stated, two columns of R1, one of them masked as granted.
Product product() {
    Product made;
    made.developer_id = kDeveloper;
    made.name = "企业名录";
    made.kind = "dataset";
    made.description = "示例说明";
    made.delivery = Delivery::file_export;
    made.form = DataForm::row_level;
    made.statements = {{"update_cycle", "每月"}, {"file_format", "CSV"}};
    made.scenario_ids = {kCredit};
    made.lineage = {{ResourceId{1}, "R1", "", "90",
                     {{"uscc"}, {"owner", {Masking::pseudonym}}}, "", ""},
                    {std::nullopt, "", "自采", "10", {}, "示例证明", ""}};
    return made;
}

SourceFacts source() {
    SourceFacts facts{.id = ResourceId{1}, .code = "R1", .granted_in = {kCredit}};
    facts.columns[kCredit] = {{.name = "uscc", .purpose = "用途"},
                              {.name = "owner", .purpose = "用途",
                               .masking = {Masking::pseudonym}}};
    return facts;
}

std::vector<ScenarioFacts> scenarios() { return {{kCredit, "S1", kDeveloper}}; }

ProductCheck check(const char* code, const Product& made, const SourceFacts& facts,
                   const std::vector<ImportFacts>& imports = {}) {
    for (auto& row : check_list(made, {facts}, scenarios(), imports, pack()))
        if (row.code == code) return row;
    BOOST_FAIL("no check " << code);
    return {};
}

/// The check fails with this gap at this place, and the submission is refused for it.
void fails(const char* code, const Product& made, const SourceFacts& facts, const char* gap,
           const char* pointer) {
    BOOST_TEST_CONTEXT(gap) {
        const auto row = check(code, made, facts);
        BOOST_REQUIRE(row.result == CheckResult::failed);
        BOOST_CHECK_EQUAL(row.gaps.front().code, gap);
        BOOST_CHECK_EQUAL(row.gaps.front().pointer, pointer);
        const auto submitted = check_submission(made, {facts}, scenarios(), {}, pack());
        BOOST_REQUIRE(!submitted.ok());
        BOOST_CHECK(submitted.error().kind == Errc::rule);
        const auto text = error_text(gap, row.gaps.front().args, Language::chinese);
        BOOST_CHECK(has_error_text(gap) && text.find('{') == std::string::npos);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(product_check)

BOOST_AUTO_TEST_CASE(a_product_in_full_passes_every_check) {
    const auto checks = check_list(product(), {source()}, scenarios(), {}, pack());
    BOOST_CHECK_EQUAL(checks.size(), 11u);
    for (const auto& row : checks)
        BOOST_CHECK_MESSAGE(row.result == CheckResult::passed, row.code << " doesn't pass");
}

BOOST_AUTO_TEST_CASE(every_kind_of_every_pack_says_how_it_is_delivered_and_what_it_states) {
    for (const char* id : {"yangzhou-2024", "quzhou-2024", "ningbo-2023"}) {
        for (const auto& code : pack(id).list("product_kinds")) {
            const auto* kind = find_product_kind(code);
            BOOST_REQUIRE_MESSAGE(kind != nullptr, id << " names " << code);
            BOOST_CHECK(!kind->deliveries.empty());
            BOOST_CHECK(!kind->statements.empty());
        }
    }
    BOOST_CHECK(find_product_kind("oracle") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_a_kind_should_state_is_warned_of) {
    for (const auto& kind : product_kinds()) {
        auto made = product();
        made.kind = kind.code;
        made.description.clear();
        made.delivery.reset();
        made.form.reset();
        made.statements.clear();
        const auto row = check("statements", made, source());
        BOOST_CHECK(row.result == CheckResult::warned);
        BOOST_CHECK_EQUAL(row.gaps.size(), 3 + kind.statements.size());
        made.delivery = kind.deliveries.front();
        made.form = DataForm::result;
        made.description = "示例";
        for (const auto& statement : kind.statements)
            made.statements.emplace(statement.code, "示例");
        BOOST_CHECK(check("statements", made, source()).result == CheckResult::passed);
    }
}

BOOST_AUTO_TEST_CASE(delivery_and_form_fit_the_kind) {
    auto made = product();
    made.delivery = Delivery::on_site;
    fails("statements", made, source(), "delivery_not_of_kind", "/delivery");
    made = product();
    made.kind = "report";
    fails("statements", made, source(), "form_not_of_kind", "/form");
}

BOOST_AUTO_TEST_CASE(raw_data_never_leaves_and_the_ban_is_cited_where_the_text_has_one) {
    auto made = product();
    made.form = DataForm::raw;
    fails("raw_data", made, source(), "raw_data_barred", "/form");
    const auto cited = check("raw_data", made, source()).error->rule;
    BOOST_CHECK_EQUAL(cited->source, "regulation");
    BOOST_CHECK_EQUAL(cited->article.value_or(""), "4");
}

BOOST_AUTO_TEST_CASE(own_data_names_its_lawful_origin_or_an_approved_import) {
    auto made = product();
    made.lineage[1].origin_document = " ";
    fails("own_origin", made, source(), "own_origin_missing", "/lineage/1/origin_document");
    made.lineage[1].import_case = "cas_1";
    fails("own_origin", made, source(), "import_not_approved", "/lineage/1/import_case");
    BOOST_CHECK(check("own_origin", made, source(), {{"cas_1", false}}).result ==
                CheckResult::failed);
    BOOST_CHECK(check("own_origin", made, source(), {{"cas_1", true}}).result ==
                CheckResult::passed);
}

BOOST_AUTO_TEST_CASE(a_resource_must_be_granted_and_the_refusal_is_told_with_its_reason) {
    auto facts = source();
    facts.granted_in.clear();
    facts.columns.clear();
    fails("grants", product(), facts, "ungranted_resource", "/lineage/0");
    facts.refusals[kCredit] = {"示例局", "超出场景需要", false};
    fails("grants", product(), facts, "resource_refused", "/lineage/0");
    const auto told = check("grants", product(), facts).gaps.front();
    BOOST_CHECK(error_text(told.code, told.args, Language::chinese).find("超出场景需要") !=
                std::string::npos);
    facts.refusals[kCredit].revoked = true;
    fails("grants", product(), facts, "resource_grant_revoked", "/lineage/0");
}

BOOST_AUTO_TEST_CASE(what_is_granted_for_another_purpose_is_not_granted_for_this_one) {
    auto facts = source();
    facts.granted_in = {ScenarioId{9}};
    facts.columns.clear();
    facts.purposes_elsewhere = {Purpose::public_welfare};
    fails("purpose", product(), facts, "purpose_not_granted", "/lineage/0");
    facts.purposes_elsewhere = {Purpose::industry};
    BOOST_CHECK(check("purpose", product(), facts).result == CheckResult::passed);
}

BOOST_AUTO_TEST_CASE(columns_stay_inside_the_grant) {
    auto made = product();
    made.lineage[0].columns.push_back({"phone"});
    fails("columns", made, source(), "column_not_granted", "/lineage/0/columns/2/name");
    auto facts = source();
    facts.column_refusals[{kCredit, "phone"}] = {"示例局", "不必要", false};
    fails("columns", made, facts, "column_refused", "/lineage/0/columns/2/name");
    facts.column_refusals[{kCredit, "phone"}].revoked = true;
    fails("columns", made, facts, "column_grant_revoked", "/lineage/0/columns/2/name");
    made.lineage[0].columns.clear();  // All that is granted.
    BOOST_CHECK(check("columns", made, source()).result == CheckResult::passed);
}

BOOST_AUTO_TEST_CASE(a_column_that_must_be_masked_is_masked) {
    auto made = product();
    made.lineage[0].columns[1].masking = {Masking::generalised};
    fails("masking", made, source(), "column_unmasked", "/lineage/0/columns/1/masking");
    made.lineage[0].columns[1].masking = {Masking::generalised, Masking::pseudonym};
    BOOST_CHECK(check("masking", made, source()).result == CheckResult::passed);
}

BOOST_AUTO_TEST_CASE(sensitive_data_needs_its_proof_and_the_highest_level_never_leaves_in_rows) {
    auto facts = source();
    facts.sensitive = true;
    BOOST_CHECK(check("level", product(), facts).result == CheckResult::passed);
    facts.unlocked = false;
    fails("level", product(), facts, "source_not_unlocked", "/lineage/0");
    facts = source();
    facts.level = Level::l4;
    fails("level", product(), facts, "level_too_high", "/lineage/0");
    auto made = product();
    made.form = DataForm::statistics;
    BOOST_CHECK(check("level", made, facts).result == CheckResult::passed);
    facts.unlocked = false;
    fails("level", made, facts, "source_not_unlocked", "/lineage/0");
}

BOOST_AUTO_TEST_CASE(barred_data_is_refused_however_granted) {
    auto facts = source();
    facts.barred = true;
    fails("barred", product(), facts, "resource_barred", "/lineage/0");
}

BOOST_AUTO_TEST_CASE(all_gaps_of_all_checks_are_told_at_once) {
    auto made = product();
    made.form = DataForm::raw;
    made.lineage[1].origin_document.clear();
    made.lineage[0].columns[1].masking.clear();
    const auto submitted = check_submission(made, {source()}, scenarios(), {}, pack());
    BOOST_REQUIRE(!submitted.ok());
    BOOST_CHECK_EQUAL(submitted.error().code, "raw_data_barred");
    std::vector<std::string> codes;
    for (const auto& field : submitted.error().fields) codes.push_back(field.code);
    BOOST_CHECK(codes == (std::vector<std::string>{"raw_data_barred", "own_origin_missing",
                                                   "column_unmasked"}));
}

BOOST_AUTO_TEST_CASE(own_data_only_needs_no_grant_but_its_origin) {
    auto made = product();
    made.lineage = {{std::nullopt, "", "自采", "100", {}, "示例证明", ""}};
    for (const auto& row : check_list(made, {}, scenarios(), {}, pack())) {
        const bool about_grants = row.code == "grants" || row.code == "columns" ||
                                  row.code == "masking" || row.code == "level" ||
                                  row.code == "purpose" || row.code == "barred" ||
                                  row.code == "resource_registration";
        BOOST_CHECK(row.result ==
                    (about_grants ? CheckResult::not_needed : CheckResult::passed));
    }
}

BOOST_AUTO_TEST_CASE(nobody_answers_for_two_seats_nor_after_recusing) {
    ProductReview given;
    given.reviewed_by_id = UserId{3};
    BOOST_CHECK(check_reviewer({UserId{4}}, {given}, {}).ok());
    BOOST_CHECK_EQUAL(check_reviewer({UserId{3}}, {given}, {}).error().code, "four_eyes");
    BOOST_CHECK_EQUAL(check_reviewer({UserId{4}, UserId{3}}, {given}, {}).error().code,
                      "four_eyes");
    const ProductRecusal recusal{.seat = "expert", .user_id = UserId{5}, .reason = "亲属",
                                 .recused_at = {}};
    BOOST_CHECK_EQUAL(check_reviewer({UserId{5}}, {}, {recusal}).error().code,
                      "reviewer_recused");
    BOOST_CHECK_EQUAL(check_reviewer({UserId{4}, UserId{5}}, {}, {recusal}).error().code,
                      "reviewer_recused");
    BOOST_CHECK(check_reviewer({UserId{4}}, {}, {recusal}).ok());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace product_check_test
