#include <boost/test/unit_test.hpp>

#include "tenants/review_validity.hpp"

namespace yunhe::tenants::review_validity_test {
namespace {

const RulePack& pack(std::string_view id) {
    static const RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

SubjectReview review(std::string subject, SubjectReviewState state) {
    SubjectReview made;
    made.subject = std::move(subject);
    made.state = state;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(review_validity)

BOOST_AUTO_TEST_CASE(the_pack_names_the_subjects_and_their_terms) {
    const auto subjects = review_subjects(pack("hangzhou-2023"));
    BOOST_REQUIRE_EQUAL(subjects.size(), 4U);
    BOOST_CHECK_EQUAL(subjects[0].subject, "basic_safety");
    BOOST_CHECK_EQUAL(subjects[0].validity_months.value_or(0), 24);
    BOOST_CHECK_EQUAL(subjects[2].subject, "scenario");
    BOOST_CHECK(!subjects[2].validity_months);
    BOOST_CHECK_EQUAL(subjects[3].rule, "network_security_review");
    for (const auto* id : {"yangzhou-2024", "ningbo-2023", "quzhou-2024", "zhoushan-2024"})
        BOOST_CHECK(review_subjects(pack(id)).empty());
    BOOST_CHECK(subject_review_stage(pack("hangzhou-2023")) ==
                StageKind::review_by_members_and_departments);
    BOOST_CHECK(subject_review_stage(pack("yangzhou-2024")) == StageKind::expert_review);
}

BOOST_AUTO_TEST_CASE(two_years_end_on_the_day_before) {
    BOOST_CHECK_EQUAL(to_text(valid_until(parse_date("2026-03-20").value(), 24)), "2028-03-19");
}

BOOST_AUTO_TEST_CASE(the_review_recorded_last_counts) {
    using enum SubjectReviewState;
    const std::vector<SubjectReview> reviews{review("scenario", failed), review("scenario", passed),
                                             review("basic_safety", reused),
                                             review("basic_safety", declined)};
    BOOST_CHECK(is_positive(review_of(reviews, "scenario")));
    BOOST_CHECK(!is_positive(review_of(reviews, "basic_safety")));
    BOOST_CHECK(!is_positive(review_of(reviews, "technical_security")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::tenants::review_validity_test
