/// Who may be admitted: kinds of applicants and looks at lists.
#include <boost/test/unit_test.hpp>

#include "tenants/list_check.hpp"

namespace yunhe::tenants::list_check_test {
namespace {

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    return *library.find(id);
}
Date day(std::string_view text) { return parse_date(text).value(); }

const TenantPolicy kPolicy;

Developer developer() {
    Developer result;
    result.name = "示例公司";
    result.legal_representative = "示例某";
    return result;
}

std::vector<ListCheck> clean_checks(const Developer& of, std::string_view on) {
    std::vector<ListCheck> checks;
    for (const auto& list : pack("yangzhou-2024").list("list_checks"))
        for (const auto& subject : enum_texts<ListCheckSubject>) {
            ListCheck check;
            check.list = list;
            check.subject = subject.value;
            check.subject_name = name_of_subject(of, subject.value);
            check.checked_on = day(on);
            checks.push_back(check);
        }
    return checks;
}

std::vector<OpenListCheck> open(const Developer& of, const std::vector<ListCheck>& checks,
                                std::string_view today) {
    return open_list_checks(pack("yangzhou-2024"), kPolicy, of, checks, day(today));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(list_checks)

BOOST_AUTO_TEST_CASE(three_lists_for_unit_and_legal_representative) {
    const auto gaps = open(developer(), {}, "2026-04-01");
    BOOST_REQUIRE_EQUAL(gaps.size(), 6U);
    for (const auto& gap : gaps) BOOST_CHECK(gap.gap == ListCheckGap::missing);
    const auto refusal = refuse_by_list_checks(pack("yangzhou-2024"), kPolicy, gaps);
    BOOST_CHECK_EQUAL(refusal.code, "list_check_missing");
    BOOST_CHECK_EQUAL(refusal.rule->source, "regulation");
    BOOST_CHECK_EQUAL(refusal.rule->article.value(), "10(一)");
    BOOST_CHECK(open(developer(), clean_checks(developer(), "2026-03-30"), "2026-04-01").empty());
}

BOOST_AUTO_TEST_CASE(packs_without_lists_leave_nothing_open) {
    for (const auto* id : {"quzhou-2024", "hangzhou-2023", "ningbo-2023", "zhoushan-2024"})
        BOOST_CHECK(
            open_list_checks(pack(id), kPolicy, developer(), {}, day("2026-04-01")).empty());
}

BOOST_AUTO_TEST_CASE(the_newest_look_counts) {
    auto checks = clean_checks(developer(), "2026-03-01");
    checks.push_back(checks.front());
    checks.back().listed = true;
    checks.back().checked_on = day("2026-03-15");
    const auto gaps = open(developer(), checks, "2026-04-01");
    BOOST_REQUIRE_EQUAL(gaps.size(), 1U);
    BOOST_CHECK(gaps[0].gap == ListCheckGap::listed);
    const auto refusal = refuse_by_list_checks(pack("yangzhou-2024"), kPolicy, gaps);
    BOOST_CHECK_EQUAL(refusal.code, "found_on_list");
    BOOST_CHECK_EQUAL(refusal.rule->article.value(), "10(一)");
    checks.push_back(checks.front());
    checks.back().checked_on = day("2026-03-20");
    BOOST_CHECK(open(developer(), checks, "2026-04-01").empty());
}

BOOST_AUTO_TEST_CASE(a_look_grows_old_by_the_policy_not_by_the_regulation) {
    const auto checks = clean_checks(developer(), "2026-03-01");
    const auto last = day("2026-03-01") + std::chrono::days(kPolicy.list_check_valid_days);
    BOOST_CHECK(
        open_list_checks(pack("yangzhou-2024"), kPolicy, developer(), checks, last).empty());
    const auto gaps = open_list_checks(pack("yangzhou-2024"), kPolicy, developer(), checks,
                                       last + std::chrono::days(1));
    BOOST_REQUIRE_EQUAL(gaps.size(), 6U);
    const auto refusal = refuse_by_list_checks(pack("yangzhou-2024"), kPolicy, gaps);
    BOOST_CHECK_EQUAL(refusal.code, "list_check_too_old");
    BOOST_CHECK_EQUAL(refusal.rule->source, "tenant_policy");
    BOOST_CHECK(!refusal.rule->article);
}

BOOST_AUTO_TEST_CASE(a_new_legal_representative_is_looked_up_anew) {
    const auto checks = clean_checks(developer(), "2026-03-01");
    auto changed = developer();
    changed.legal_representative = "另一人";
    const auto gaps = open(changed, checks, "2026-04-01");
    BOOST_REQUIRE_EQUAL(gaps.size(), 3U);
    for (const auto& gap : gaps)
        BOOST_CHECK(gap.subject == ListCheckSubject::legal_representative);
}

BOOST_AUTO_TEST_CASE(the_pack_says_who_may_apply) {
    const auto refused =
        check_applicant_kind(pack("yangzhou-2024"), ApplicantKind::unincorporated_organisation);
    BOOST_REQUIRE(!refused.ok());
    BOOST_CHECK_EQUAL(refused.error().code, "applicant_kind_not_admitted");
    BOOST_CHECK_EQUAL(refused.error().rule->article.value(), "3");
    for (const auto* id : {"quzhou-2024", "hangzhou-2023", "ningbo-2023", "zhoushan-2024"})
        for (const auto& kind : enum_texts<ApplicantKind>)
            BOOST_CHECK(check_applicant_kind(pack(id), kind.value).ok());
    BOOST_CHECK(check_applicant_kind(pack("yangzhou-2024"), ApplicantKind::legal_person).ok());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::list_check_test
