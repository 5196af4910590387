#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tenants/embedded_files.hpp"
#include "tenants/rule_pack.hpp"
#include "tenants/tenant_policy.hpp"

namespace rule_pack_test {

using namespace yunhe;
using namespace yunhe::tenants;

namespace {

const RulePackLibrary& library() {
    static const RulePackLibrary packs;
    return packs;
}

const RulePack& pack(const std::string& id) {
    const auto* found = library().find(id);
    BOOST_REQUIRE_MESSAGE(found != nullptr, "no pack " << id);
    return *found;
}

Json raw(const std::string& id) {
    for (const auto& file : embedded_rule_packs())
        if (file.name == id + ".json") return parse_json(file.text).value();
    BOOST_FAIL("no file " << id);
    return {};
}

Json& raw_rule(Json& root, const std::string& key) {
    for (auto& rule : root["rules"])
        if (rule["key"] == key) return rule;
    BOOST_FAIL("no rule " << key);
    return root;
}

std::string pointer_of(const Json& root, const std::string& code) {
    const auto parsed = parse_rule_pack(to_text(root));
    BOOST_REQUIRE(!parsed.ok());
    BOOST_CHECK_EQUAL(parsed.error().code, "rule_pack_invalid");
    for (const auto& field : parsed.error().fields)
        if (field.code == code) return field.pointer;
    return "no " + code;
}

std::string stage_line(const RulePack& pack) {
    std::string line;
    for (const auto& stage : pack.stages()) {
        if (!line.empty()) line += ' ';
        line += to_text(stage.stage);
    }
    return line;
}

Json policy_of(const std::string& text) { return parse_json(text).value(); }

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
    return line;
}

constexpr int kOpen = -1;    // The rule is there, the number is the tenant's.
constexpr int kSilent = -2;  // The text says nothing.

struct NumberRow {
    const char* pack;
    const char* key;
    int value;
    Force force;
    const char* article;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_pack)

BOOST_AUTO_TEST_CASE(five_regulations_and_the_national_layer_are_embedded) {
    std::vector<std::string> ids;
    for (const auto& regulation : library().regulations()) ids.push_back(regulation.id);
    BOOST_CHECK_EQUAL(joined(ids),
                      "hangzhou-2023 ningbo-2023 quzhou-2024 yangzhou-2024 zhoushan-2024");
    BOOST_CHECK(library().find("national") == nullptr);
    BOOST_CHECK(library().national().kind == PackKind::national);
    for (const auto& file : embedded_rule_packs()) {
        if (file.name.starts_with("holidays")) continue;
        BOOST_CHECK_EQUAL(parse_rule_pack(file.text).value().id + ".json", std::string(file.name));
    }
}

BOOST_AUTO_TEST_CASE(every_rule_of_a_regulation_has_article_and_both_summaries) {
    for (const auto& regulation : library().regulations()) {
        BOOST_CHECK_GT(regulation.rules.size(), 50u);
        for (const auto& rule : regulation.rules) {
            BOOST_TEST_CONTEXT(regulation.id << " " << rule.key) {
                BOOST_CHECK(rule.article.has_value());
                BOOST_CHECK(!rule.summary.zh.empty() && !rule.summary.en.empty());
                BOOST_CHECK(find_vocabulary(rule.key) != nullptr);
                BOOST_CHECK(rule.verified);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_national_rule_names_its_document) {
    for (const auto& rule : library().national().rules) BOOST_CHECK(!rule.document.empty());
    BOOST_CHECK(library().national().find("free_purposes")->verified);
    BOOST_CHECK(!library().national().find("log_retention_months_min")->verified);
}

BOOST_AUTO_TEST_CASE(every_key_of_the_vocabulary_is_used_by_some_pack_and_none_twice) {
    std::map<std::string_view, int> uses;
    for (const auto& entry : rule_vocabulary())
        BOOST_CHECK_MESSAGE(uses.emplace(entry.key, 0).second, entry.key << " stands twice");
    for (const auto& regulation : library().regulations())
        for (const auto& rule : regulation.rules) ++uses[find_vocabulary(rule.key)->key];
    for (const auto& rule : library().national().rules) ++uses[find_vocabulary(rule.key)->key];
    for (const auto& [key, count] : uses) BOOST_CHECK_MESSAGE(count > 0, key << " is never used");
}

BOOST_AUTO_TEST_CASE(numbers_stand_as_in_the_five_texts) {
    const NumberRow rows[] = {
        {"yangzhou-2024", "mandate_term_months_max", 24, Force::soft, "8"},
        {"yangzhou-2024", "agreement_term_months_max", 24, Force::soft, "12"},
        {"quzhou-2024", "agreement_term_months_max", 36, Force::soft, "三(五)"},
        {"ningbo-2023", "agreement_term_months_max", 36, Force::soft, "16"},
        {"zhoushan-2024", "agreement_term_months_max", kOpen, Force::hard, "三(五)"},
        {"hangzhou-2023", "agreement_term_months_max", kSilent, Force::hard, ""},
        {"hangzhou-2023", "agreement_term_exact_months", 24, Force::exact, "三(四)3(5)"},
        {"hangzhou-2023", "trial_term_months_max", 6, Force::hard, "三(四)3(5)"},
        {"yangzhou-2024", "trial_term_months_max", kSilent, Force::hard, ""},
        {"hangzhou-2023", "renewal_lead_months", 3, Force::hard, "三(四)3(2)"},
        {"quzhou-2024", "renewal_lead_months", 0, Force::hard, "三(五)"},
        {"yangzhou-2024", "renewal_lead_months", kSilent, Force::hard, ""},
        {"ningbo-2023", "renewal_lead_months", kSilent, Force::hard, ""},
        {"ningbo-2023", "lab_months_max", 6, Force::hard, "12"},
        {"hangzhou-2023", "lab_months_max", kSilent, Force::hard, ""},
        {"yangzhou-2024", "log_retention_months_min", kSilent, Force::hard, ""},
        {"quzhou-2024", "log_retention_months_min", 6, Force::hard, "三(六)"},
        {"hangzhou-2023", "log_retention_months_min", 6, Force::hard, "三(四)3(6)"},
        {"ningbo-2023", "log_retention_months_min", 6, Force::hard, "17"},
        {"zhoushan-2024", "log_retention_months_min", 6, Force::hard, "三(六)"},
        {"quzhou-2024", "incident_free_years_min", 3, Force::hard, "三(二)1"},
        {"yangzhou-2024", "incident_free_years_min", kSilent, Force::hard, ""},
        {"hangzhou-2023", "safety_report_cadence_months", 6, Force::hard, "三(五)6"},
        {"zhoushan-2024", "safety_report_cadence_months", kOpen, Force::hard, "二(五)"},
        {"quzhou-2024", "safety_report_cadence_months", kSilent, Force::hard, ""},
        {"yangzhou-2024", "evaluation_cadence_months", kOpen, Force::hard, "9(五)"},
        {"yangzhou-2024", "mandate_evaluation_cadence_months", 12, Force::hard, "19"},
        {"quzhou-2024", "evaluation_cadence_months", 12, Force::hard, "二(二)5"},
        {"hangzhou-2023", "evaluation_cadence_months", 12, Force::hard, "三(五)8"},
        {"ningbo-2023", "evaluation_cadence_months", 12, Force::hard, "27"},
        {"zhoushan-2024", "evaluation_cadence_months", 12, Force::hard, "二(六)"},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.pack << " " << row.key) {
            const auto* rule = pack(row.pack).find(row.key);
            BOOST_CHECK_EQUAL(rule == nullptr, row.value == kSilent);
            BOOST_CHECK_EQUAL(pack(row.pack).integer(row.key).value_or(rule ? kOpen : kSilent),
                              row.value);
            if (rule == nullptr) continue;
            BOOST_CHECK(rule->force == row.force);
            BOOST_CHECK_EQUAL(*rule->article, row.article);
        }
    }
    BOOST_CHECK_EQUAL(*pack("hangzhou-2023").months("review_validity_months", "basic_safety"), 24);
    BOOST_CHECK_EQUAL(*pack("hangzhou-2023").months("review_validity_months", "technical_security"),
                      24);
    BOOST_CHECK(!pack("yangzhou-2024").months("review_validity_months", "basic_safety"));
}

BOOST_AUTO_TEST_CASE(lists_stand_as_in_the_five_texts) {
    const struct {
        const char* pack;
        const char* key;
        std::size_t size;
    } rows[] = {
        {"yangzhou-2024", "agreement_clauses", 9},
        {"quzhou-2024", "agreement_clauses", 8},
        {"zhoushan-2024", "agreement_clauses", 6},
        {"hangzhou-2023", "agreement_clauses", 0},
        {"ningbo-2023", "agreement_clauses", 0},
        {"yangzhou-2024", "product_kinds", 7},
        {"quzhou-2024", "product_kinds", 6},
        {"ningbo-2023", "product_kinds", 6},
        {"hangzhou-2023", "product_kinds", 0},
        {"zhoushan-2024", "product_kinds", 0},
        {"yangzhou-2024", "fields", 28},
        {"hangzhou-2023", "fields", 28},
        {"hangzhou-2023", "cost_kinds", 5},
        {"zhoushan-2024", "cost_kinds", 5},
        {"ningbo-2023", "cost_kinds", 1},
        {"quzhou-2024", "report_parts", 5},
        {"ningbo-2023", "materials", 5},
        {"yangzhou-2024", "materials", 0},
        {"yangzhou-2024", "list_checks", 3},
        {"ningbo-2023", "review_items", 4},
        {"quzhou-2024", "barred_reasons", 7},
        {"yangzhou-2024", "platform_functions", 5},
        {"hangzhou-2023", "notice_parts", 5},
        {"hangzhou-2023", "exit_reasons", 4},
        {"quzhou-2024", "scenario_criteria", 3},
        {"yangzhou-2024", "data_request_criteria", 3},
        {"hangzhou-2023", "product_review_seats", 3},
        {"ningbo-2023", "product_review_seats", 2},
        {"zhoushan-2024", "product_review_seats", 2},
        {"quzhou-2024", "product_review_seats", 1},
        {"yangzhou-2024", "product_review_seats", 1},
        {"yangzhou-2024", "access_gates", 0},
        {"quzhou-2024", "access_gates", 4},
        {"hangzhou-2023", "access_gates", 2},
        {"ningbo-2023", "access_gates", 4},
        {"zhoushan-2024", "access_gates", 1},
    };
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.pack << " " << row.key)
    BOOST_CHECK_EQUAL(pack(row.pack).list(row.key).size(), row.size);
    const auto& zhoushan = pack("zhoushan-2024");
    BOOST_CHECK_EQUAL(zhoushan.find_item("agreement_clauses", "fee_standard")->when,
                      "data_use_paid");
    BOOST_CHECK_EQUAL(zhoushan.find_item("agreement_clauses", "mode")->when, "");
}

BOOST_AUTO_TEST_CASE(words_stand_as_in_the_five_texts) {
    const struct {
        const char* pack;
        const char* key;
        const char* word;
    } rows[] = {
        {"yangzhou-2024", "grantor_body", "operator"},
        {"quzhou-2024", "grantor_body", "government"},
        {"hangzhou-2023", "grantor_body", "authority"},
        {"ningbo-2023", "grantor_body", ""},
        {"zhoushan-2024", "grantor_body", "government"},
        {"yangzhou-2024", "seal", "coordination_body"},
        {"quzhou-2024", "seal", "government"},
        {"yangzhou-2024", "signatory", "operator_admin"},
        {"hangzhou-2023", "signatory", "data_authority"},
        {"yangzhou-2024", "non_tax", "on"},
        {"quzhou-2024", "non_tax", "explore"},
        {"hangzhou-2023", "non_tax", "explore"},
        {"ningbo-2023", "non_tax", ""},
        {"zhoushan-2024", "non_tax", "explore"},
        {"yangzhou-2024", "source_department_right", "free_trial"},
        {"hangzhou-2023", "source_department_right", "free_use"},
        {"zhoushan-2024", "source_department_right", "free_use"},
        {"quzhou-2024", "source_department_right", ""},
        {"ningbo-2023", "source_department_right", ""},
        {"yangzhou-2024", "annual_report", "after_full_year"},
        {"quzhou-2024", "annual_report", "yearly"},
        {"hangzhou-2023", "annual_report", "after_full_year"},
        {"ningbo-2023", "annual_report", "yearly"},
        {"zhoushan-2024", "annual_report", "yearly"},
        {"yangzhou-2024", "price_rule", "market"},
        {"hangzhou-2023", "price_system_lead", "authority"},
        {"zhoushan-2024", "price_system_lead", "price_department"},
        {"yangzhou-2024", "emergency_plan_maker", "operator"},
        {"quzhou-2024", "emergency_plan_maker", "authority"},
        {"hangzhou-2023", "emergency_plan_maker", "authority"},
        {"ningbo-2023", "emergency_plan_maker", "developer"},
        {"zhoushan-2024", "emergency_plan_maker", ""},
        {"yangzhou-2024", "notice_publisher", "operator_staff"},
        {"zhoushan-2024", "notice_publisher", "data_authority"},
        {"quzhou-2024", "social_data_import_approval", "data_authority"},
        {"yangzhou-2024", "social_data_import_approval", ""},
    };
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.pack << " " << row.key)
    BOOST_CHECK_EQUAL(pack(row.pack).code(row.key), row.word);
    BOOST_CHECK_EQUAL(pack("yangzhou-2024").tiers, 2);
    for (const char* id : {"quzhou-2024", "hangzhou-2023", "ningbo-2023", "zhoushan-2024"})
        BOOST_CHECK_EQUAL(pack(id).tiers, 1);
    BOOST_CHECK(pack("yangzhou-2024").flag("operator_check"));
    BOOST_CHECK(!pack("hangzhou-2023").flag("operator_check"));
    BOOST_CHECK(pack("quzhou-2024").flag("renewal_missing_ends"));
    BOOST_CHECK(!pack("hangzhou-2023").flag("renewal_missing_ends"));
    BOOST_CHECK_EQUAL(joined(pack("yangzhou-2024").list("applicant_kinds")), "legal_person");
    BOOST_CHECK_EQUAL(joined(pack("quzhou-2024").list("applicant_kinds")),
                      "legal_person unincorporated_organisation");
}

BOOST_AUTO_TEST_CASE(admission_runs_in_each_packs_own_order) {
    BOOST_CHECK_EQUAL(stage_line(pack("yangzhou-2024")),
                      "submitted pre_check expert_review disclosed accepted agreement");
    BOOST_CHECK_EQUAL(
        stage_line(pack("quzhou-2024")),
        "submitted pre_check expert_review deliberation government_confirmation filing "
        "disclosed accepted agreement");
    BOOST_CHECK_EQUAL(stage_line(pack("hangzhou-2023")),
                      "submitted pre_check expert_review review_by_members_and_departments "
                      "deliberation disclosed filing accepted agreement");
    BOOST_CHECK_EQUAL(stage_line(pack("ningbo-2023")),
                      "lab submitted pre_check expert_review deliberation government_confirmation "
                      "disclosed filing accepted agreement");
    BOOST_CHECK_EQUAL(stage_line(pack("zhoushan-2024")),
                      "submitted pre_check expert_review deliberation government_confirmation "
                      "disclosed filing accepted agreement");
}

BOOST_AUTO_TEST_CASE(stages_name_who_acts_and_what_they_leave) {
    const auto& yangzhou = pack("yangzhou-2024");
    const auto review = yangzhou.find_stage(StageKind::expert_review);
    BOOST_REQUIRE(review);
    BOOST_CHECK(review->actor == Role::expert);
    BOOST_CHECK(review->opener() == Role::operator_staff &&
                review->concluder() == Role::operator_staff);
    BOOST_CHECK_EQUAL(*review->article, "11(三)");
    BOOST_CHECK(yangzhou.find_stage(StageKind::pre_check)->actor == Role::operator_staff);
    BOOST_CHECK(yangzhou.find_stage(StageKind::accepted)->actor == Role::operator_admin);
    BOOST_CHECK_EQUAL(yangzhou.find_stage(StageKind::disclosed)->discloses, "review_result");
    BOOST_CHECK_EQUAL(pack("quzhou-2024").find_stage(StageKind::disclosed)->discloses,
                      "final_result");
    BOOST_CHECK(yangzhou.stage_after(StageKind::disclosed)->stage == StageKind::accepted);
    BOOST_CHECK(!yangzhou.stage_after(StageKind::agreement));
    BOOST_CHECK(!yangzhou.find_stage(StageKind::deliberation));
    BOOST_CHECK(pack("quzhou-2024").find_stage(StageKind::filing)->gate);
    BOOST_CHECK(!pack("hangzhou-2023").find_stage(StageKind::filing)->gate);
    BOOST_CHECK_EQUAL(pack("ningbo-2023").find_stage(StageKind::lab)->output, "lab_report");
    BOOST_CHECK(pack("hangzhou-2023").find_stage(StageKind::expert_review)->force ==
                Force::optional);
}

BOOST_AUTO_TEST_CASE(only_uncited_stages_are_defaults_of_the_system) {
    std::string uncited;
    for (const auto& regulation : library().regulations())
        for (const auto& stage : regulation.stages()) {
            if (!stage.article)
                uncited += regulation.id + "/" + std::string(to_text(stage.stage)) + " ";
            BOOST_CHECK_EQUAL(cite_stage(regulation, stage).source,
                              stage.article ? "regulation" : "system");
        }
    BOOST_CHECK_EQUAL(uncited, "hangzhou-2023/pre_check zhoushan-2024/pre_check ");
}

BOOST_AUTO_TEST_CASE(yangzhou_conditions_carry_the_articles_of_the_text) {
    const auto& yangzhou = pack("yangzhou-2024");
    BOOST_CHECK_EQUAL(joined(yangzhou.list("conditions")),
                      "good_standing no_blacklist team_and_premises security_head egov_extranet "
                      "security_evaluation");
    const std::map<std::string, std::string> articles = {
        {"good_standing", "10(一)"},     {"no_blacklist", "10(一)"},
        {"team_and_premises", "10(二)"}, {"security_head", "10(三)"},
        {"egov_extranet", "10(四)"},     {"security_evaluation", "10(五)"}};
    for (const auto& [code, article] : articles)
        BOOST_CHECK_EQUAL(*cite_item(yangzhou, "conditions", code).article, article);
    BOOST_CHECK_EQUAL(yangzhou.find_item("fields", "企业登记监管")->code,
                      "enterprise_registration");
    BOOST_CHECK(!yangzhou.find_item("fields", "航天"));
}

BOOST_AUTO_TEST_CASE(only_the_third_bar_of_quzhou_unlocks) {
    const auto& quzhou = pack("quzhou-2024");
    BOOST_CHECK_EQUAL(joined(*quzhou.unlock_proofs("personal")), "anonymised consented");
    BOOST_CHECK_EQUAL(joined(*quzhou.unlock_proofs("commercial_secret")), "desensitised consented");
    BOOST_CHECK_EQUAL(joined(*quzhou.unlock_proofs("confidential_business")),
                      "desensitised consented");
    for (const char* reason : {"national_security", "public_interest", "source_agreement", "law"})
        BOOST_CHECK(quzhou.unlock_proofs(reason)->empty());
    BOOST_CHECK(!pack("yangzhou-2024").unlock_proofs("personal"));
    BOOST_CHECK(pack("yangzhou-2024").unlock_proofs("law")->empty());
}

BOOST_AUTO_TEST_CASE(yangzhou_ended_on_the_fifteenth_of_july) {
    const auto& yangzhou = pack("yangzhou-2024");
    BOOST_CHECK(yangzhou.in_force(parse_date("2024-07-16").value()));
    BOOST_CHECK(!yangzhou.in_force(parse_date("2024-07-15").value()));
    BOOST_CHECK(yangzhou.in_force(parse_date("2026-07-15").value()));
    BOOST_CHECK(yangzhou.has_ended(parse_date("2026-07-16").value()));
    BOOST_CHECK_EQUAL(yangzhou.document_no, "");
    for (const char* id : {"quzhou-2024", "hangzhou-2023", "ningbo-2023", "zhoushan-2024"}) {
        BOOST_CHECK(!pack(id).valid_to);
        BOOST_CHECK(!pack(id).document_no.empty());
    }
    BOOST_CHECK_EQUAL(to_text(*pack("hangzhou-2023").valid_from), "2023-10-05");
    BOOST_CHECK_EQUAL(to_text(*pack("quzhou-2024").valid_from), "2024-07-19");
}

BOOST_AUTO_TEST_CASE(a_strange_pack_is_refused_where_it_is_strange) {
    auto root = raw("quzhou-2024");
    root["colour"] = 1;
    BOOST_CHECK_EQUAL(pointer_of(root, "unknown_field"), "/colour");

    root = raw("quzhou-2024");
    root["rules"][0].erase("article");
    BOOST_CHECK_EQUAL(pointer_of(root, "missing_field"), "/rules/0/article");

    root = raw("quzhou-2024");
    root["rules"][0]["summary"].erase("en");
    BOOST_CHECK_EQUAL(pointer_of(root, "missing_field"), "/rules/0/summary/en");

    root = raw("quzhou-2024");
    root["rules"][0].erase("force");
    BOOST_CHECK_EQUAL(pointer_of(root, "missing_field"), "/rules/0/force");

    root = raw("quzhou-2024");
    root["rules"][0]["value"] = "36";
    BOOST_CHECK_EQUAL(pointer_of(root, "wrong_type"), "/rules/0/value");

    root = raw("quzhou-2024");
    root["rules"][0]["key"] = "agreement_term_weeks";
    BOOST_CHECK_EQUAL(pointer_of(root, "unknown_key"), "/rules/0/key");

    root = raw("quzhou-2024");
    root["rules"][1]["key"] = root["rules"][0]["key"];
    BOOST_CHECK_EQUAL(pointer_of(root, "duplicate"), "/rules/1/key");

    root = raw("quzhou-2024");
    raw_rule(root, "non_tax")["value"] = "perhaps";
    BOOST_CHECK(pointer_of(root, "not_one_of").ends_with("/value"));

    root = raw("quzhou-2024");
    raw_rule(root, "admission_stages")["value"][2]["actor"] = "mayor";
    BOOST_CHECK(pointer_of(root, "not_one_of").ends_with("/value/2/actor"));

    root = raw("quzhou-2024");
    raw_rule(root, "admission_stages")["value"].erase(8);
    BOOST_CHECK(pointer_of(root, "agreement_not_last").ends_with("/value"));

    root = raw("quzhou-2024");
    raw_rule(root, "admission_stages")["value"][1]["article"] = nullptr;
    BOOST_CHECK(pointer_of(root, "citation").ends_with("/value/1/article"));

    root = raw("quzhou-2024");
    raw_rule(root, "barred_reasons")["value"][2]["proofs"][0] = "forgotten";
    BOOST_CHECK(pointer_of(root, "not_one_of").ends_with("/value/2/proofs/0"));

    root = raw("quzhou-2024");
    root["valid_from"] = "2024-02-30";
    BOOST_CHECK_EQUAL(pointer_of(root, "bad_date"), "/valid_from");

    BOOST_CHECK_EQUAL(parse_rule_pack("{").error().code, parse_json("{").error().code);
}

BOOST_AUTO_TEST_CASE(a_refusal_cites_the_rule_or_nothing) {
    const auto by_rule =
        refuse_by_rule(pack("hangzhou-2023"), "renewal_lead_months", "renewal_too_late");
    BOOST_CHECK(by_rule.kind == Errc::rule);
    BOOST_CHECK_EQUAL(by_rule.code, "renewal_too_late");
    BOOST_CHECK_EQUAL(by_rule.rule->source, "regulation");
    BOOST_CHECK_EQUAL(by_rule.rule->rule_pack, "hangzhou-2023");
    BOOST_CHECK_EQUAL(*by_rule.rule->article, "三(四)3(2)");

    const auto silent =
        refuse_by_rule(pack("yangzhou-2024"), "renewal_lead_months", "renewal_too_late");
    BOOST_CHECK_EQUAL(silent.rule->source, "system");
    BOOST_CHECK(!silent.rule->article);
    BOOST_CHECK_EQUAL(silent.rule->rule_pack, "");

    BOOST_CHECK_EQUAL(refuse_by_rule(library().national(), "free_purposes", "x").rule->source,
                      "national");
    BOOST_CHECK_THROW(refuse_by_rule(library().national(), "two_factor_required", "x"),
                      InvariantViolation);
    BOOST_CHECK_EQUAL(refuse_by_policy("pass_mark", "x").rule->source, "tenant_policy");
    BOOST_CHECK_EQUAL(cite_item(pack("ningbo-2023"), "data_request_seats", "authority").source,
                      "system");
    BOOST_CHECK_EQUAL(*cite_item(pack("ningbo-2023"), "data_request_seats", "department").article,
                      "6");
}

BOOST_AUTO_TEST_CASE(asking_for_a_key_by_another_shape_is_a_bug) {
    BOOST_CHECK_THROW((void)pack("yangzhou-2024").integer("conditions"), InvariantViolation);
    BOOST_CHECK_THROW((void)pack("yangzhou-2024").flag("no_such_key"), InvariantViolation);
}

BOOST_AUTO_TEST_CASE(seats_follow_pack_policy_and_the_origin_of_data) {
    const auto none = parse_policy(policy_of("{}"), pack("yangzhou-2024")).value();
    const auto with_province =
        parse_policy(policy_of(R"({"province_seat_for_returned_data": true})"),
                     pack("yangzhou-2024"))
            .value();
    const auto names = [](const std::vector<RuleItem>& seats) {
        std::string line;
        for (const auto& seat : seats)
            line += seat.code + (seat.article ? "(" + *seat.article + ") " : " ");
        return line;
    };
    const auto& yangzhou = pack("yangzhou-2024");
    BOOST_CHECK_EQUAL(names(data_request_seats(yangzhou, none, true)),
                      "authority(15) department(15) ");
    BOOST_CHECK_EQUAL(names(data_request_seats(yangzhou, with_province, true)),
                      "authority(15) department(15) province ");
    BOOST_CHECK_EQUAL(names(data_request_seats(yangzhou, with_province, false)),
                      "authority(15) department(15) ");
    BOOST_CHECK_EQUAL(names(data_request_seats(pack("quzhou-2024"), none, true)),
                      "authority(四(二)) department(四(二)) province(四(二)) ");
    BOOST_CHECK_EQUAL(names(data_request_seats(pack("quzhou-2024"), none, false)),
                      "authority(四(二)) department(四(二)) ");
}

BOOST_AUTO_TEST_CASE(quality_tickets_go_by_the_pack_or_by_its_tiers) {
    BOOST_CHECK_EQUAL(joined(quality_ticket_route(pack("yangzhou-2024"))),
                      "operator_staff department");
    BOOST_CHECK_EQUAL(joined(quality_ticket_route(pack("ningbo-2023"))),
                      "data_authority department");
    BOOST_CHECK_EQUAL(joined(quality_ticket_route(pack("hangzhou-2023"))),
                      "data_authority department");
}

BOOST_AUTO_TEST_CASE(a_policy_sets_what_the_pack_leaves_open) {
    const auto policy = parse_policy(policy_of(R"({
        "supplement_round": true, "panel_size": 5, "pass_mark": 70, "disclosure_working_days": 7,
        "province_seat_for_returned_data": true, "agreement_term_months_max": 30,
        "safety_report_cadence_months": 3,
        "extra_materials": [{"code": "licence", "title": {"zh": "执照", "en": "Licence"}}]})"),
                                     pack("zhoushan-2024"));
    BOOST_REQUIRE(policy.ok());
    BOOST_CHECK_EQUAL(policy.value().panel_size, 5);
    BOOST_CHECK_EQUAL(policy.value().quorum(), 5);
    BOOST_CHECK_EQUAL(policy.value().extra_materials.at(0).code, "licence");
    const auto& zhoushan = pack("zhoushan-2024");
    BOOST_CHECK_EQUAL(*effective_integer(zhoushan, policy.value(), "agreement_term_months_max"),
                      30);
    BOOST_CHECK_EQUAL(*effective_integer(zhoushan, policy.value(), "evaluation_cadence_months"),
                      12);
    BOOST_CHECK_EQUAL(cite_effective(zhoushan, policy.value(), "agreement_term_months_max").source,
                      "tenant_policy");
    BOOST_CHECK_EQUAL(cite_effective(zhoushan, policy.value(), "evaluation_cadence_months").source,
                      "regulation");
    BOOST_CHECK(unset_keys(zhoushan, policy.value()).empty());
    BOOST_CHECK_EQUAL(joined(unset_keys(zhoushan, TenantPolicy{})),
                      "agreement_term_months_max safety_report_cadence_months");

    const auto again = parse_policy(to_json(policy.value()), zhoushan);
    BOOST_REQUIRE(again.ok());
    BOOST_CHECK_EQUAL(to_text(to_json(again.value())), to_text(to_json(policy.value())));
}

BOOST_AUTO_TEST_CASE(a_policy_may_tighten_but_not_loosen_its_pack) {
    const struct {
        const char* pack;
        const char* policy;
        const char* article;
    } rows[] = {
        {"yangzhou-2024", R"({"agreement_term_months_max": 36})", "12"},
        {"yangzhou-2024", R"({"agreement_term_months_max": 12})", nullptr},
        {"hangzhou-2023", R"({"agreement_term_months_max": 12})", "三(四)3(5)"},
        {"hangzhou-2023", R"({"agreement_term_months_max": 24})", nullptr},
        {"hangzhou-2023", R"({"agreement_term_exact_months": 36})", "三(四)3(5)"},
        {"hangzhou-2023", R"({"safety_report_cadence_months": 12})", "三(五)6"},
        {"hangzhou-2023", R"({"safety_report_cadence_months": 3})", nullptr},
        {"ningbo-2023", R"({"log_retention_months_min": 3})", "17"},
        {"ningbo-2023", R"({"log_retention_months_min": 12})", nullptr},
        {"hangzhou-2023", R"({"renewal_lead_months": 2})", "三(四)3(2)"},
        {"quzhou-2024", R"({"renewal_lead_months": 2})", nullptr},
        {"quzhou-2024", R"({"supplement_round": false})", "三(三)1"},
        {"yangzhou-2024", R"({"supplement_round": false})", nullptr},
        {"quzhou-2024", R"({"province_seat_for_returned_data": false})", "四(二)"},
        {"yangzhou-2024", R"({"province_seat_for_returned_data": false})", nullptr},
        {"quzhou-2024", R"({"grantor_body": "operator"})", "三(五)"},
        {"ningbo-2023", R"({"grantor_body": "authority"})", nullptr},
        {"yangzhou-2024", R"({"log_retention_months_min": 6})", nullptr},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.pack << " " << row.policy) {
            const auto policy = parse_policy(policy_of(row.policy), pack(row.pack));
            BOOST_CHECK_EQUAL(policy.ok(), row.article == nullptr);
            if (policy.ok() || row.article == nullptr) continue;
            BOOST_CHECK_EQUAL(policy.error().code, "policy_loosens_pack");
            BOOST_CHECK_EQUAL(policy.error().rule->source, "regulation");
            BOOST_CHECK_EQUAL(*policy.error().rule->article, row.article);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_malformed_policy_is_refused_where_it_is_wrong) {
    const struct {
        const char* policy;
        const char* pointer;
        const char* code;
    } rows[] = {
        {R"({"panel_sise": 3})", "/panel_sise", "unknown_field"},
        {R"({"panel_size": "3"})", "/panel_size", "wrong_type"},
        {R"({"panel_size": 0})", "/panel_size", "out_of_range"},
        {R"({"panel_size": 3, "panel_quorum": 4})", "/panel_quorum", "out_of_range"},
        {R"({"pass_mark": 101})", "/pass_mark", "out_of_range"},
        {R"({"supplement_round": 1})", "/supplement_round", "wrong_type"},
        {R"({"conditions": []})", "/conditions", "unknown_field"},
        {R"({"agreement_term_months_max": -1})", "/agreement_term_months_max", "out_of_range"},
        {R"({"social_data_import_approval": "mayor"})", "/social_data_import_approval",
         "not_one_of"},
        {R"({"extra_materials": [{"code": "a"}]})", "/extra_materials/0/title", "wrong_type"},
        {R"([])", "", "wrong_type"},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.policy) {
            const auto policy = parse_policy(policy_of(row.policy), pack("yangzhou-2024"));
            BOOST_REQUIRE(!policy.ok());
            BOOST_REQUIRE_EQUAL(policy.error().fields.size(), 1u);
            BOOST_CHECK_EQUAL(policy.error().fields[0].pointer, row.pointer);
            BOOST_CHECK_EQUAL(policy.error().fields[0].code, row.code);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rule_pack_test
