/// What goes over when a party merges or splits: agreements with their chains, budget proposals.
#include <boost/test/unit_test.hpp>

#include "billing/department_merger.hpp"
#include "catalog/agreement_succession.hpp"

namespace yunhe::succession_test {
namespace {

using tenants::Agreement;
using tenants::AgreementState;
using tenants::PartyEventKind;

const Date kToday = parse_date("2026-11-21").value();

Agreement agreement(std::uint64_t number, const char* from, const char* to,
                    std::optional<std::uint64_t> renews = {}) {
    Agreement result;
    result.id = tenants::AgreementId{number};
    result.number = number;
    result.from = parse_date(from).value();
    result.to = parse_date(to).value();
    result.state = AgreementState::signed_;
    result.signed_at = start_of(result.from);
    if (renews) result.renews_agreement_id = tenants::AgreementId{*renews};
    return result;
}

tenants::PartyEvent event(PartyEventKind kind, std::vector<std::uint64_t> numbers = {}) {
    tenants::PartyEvent result;
    result.kind = kind;
    result.agreement_numbers = std::move(numbers);
    return result;
}

std::vector<std::uint64_t> moving(const tenants::PartyEvent& happened,
                                  const std::vector<Agreement>& owned) {
    const auto succession = catalog::succeed_agreements(happened, owned, kToday);
    BOOST_REQUIRE(succession.ok());
    std::vector<std::uint64_t> numbers;
    for (const auto& one : succession.value().moving) numbers.push_back(one.number);
    return numbers;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

BOOST_AUTO_TEST_SUITE(succession)

BOOST_AUTO_TEST_CASE(a_merger_takes_what_runs_and_names_what_stays) {
    auto draft = agreement(3, "2027-01-01", "2027-12-31");
    draft.state = AgreementState::drafted;
    draft.signed_at = std::nullopt;
    const std::vector<Agreement> owned{agreement(1, "2024-01-01", "2024-12-31"),
                                       agreement(2, "2026-01-01", "2027-12-31"), draft};
    const auto succession =
        catalog::succeed_agreements(event(PartyEventKind::merger), owned, kToday);
    BOOST_REQUIRE(succession.ok());
    BOOST_REQUIRE_EQUAL(succession.value().moving.size(), 1U);
    BOOST_CHECK_EQUAL(succession.value().moving[0].number, 2U);
    const std::vector<tenants::LeftBehind> left{{"agreement", "1", "over"},
                                                {"agreement", "3", "not_signed"}};
    BOOST_CHECK(succession.value().left_behind == left);
}

BOOST_AUTO_TEST_CASE(what_is_over_goes_with_the_renewal_that_runs) {
    const std::vector<Agreement> owned{agreement(1, "2022-01-01", "2023-12-31"),
                                       agreement(2, "2024-01-01", "2025-12-31", 1),
                                       agreement(3, "2026-01-01", "2027-12-31", 2)};
    BOOST_CHECK((moving(event(PartyEventKind::merger), owned) == Numbers{1, 2, 3}));
    BOOST_CHECK((moving(event(PartyEventKind::split, {3}), owned) == Numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_split_divides_no_chain_and_takes_only_its_own) {
    const std::vector<Agreement> owned{agreement(1, "2025-01-01", "2026-12-31"),
                                       agreement(2, "2027-01-01", "2028-12-31", 1),
                                       agreement(3, "2026-01-01", "2027-12-31")};
    for (const auto& numbers : {Numbers{1}, Numbers{2}, Numbers{2, 3}}) {
        const auto divided = catalog::succeed_agreements(event(PartyEventKind::split, numbers),
                                                         owned, kToday);
        BOOST_REQUIRE(!divided.ok());
        BOOST_CHECK_EQUAL(divided.error().fields.at(0).code, "chain_divided");
    }
    BOOST_CHECK((moving(event(PartyEventKind::split, {1, 2}), owned) == Numbers{1, 2}));
    const auto unknown =
        catalog::succeed_agreements(event(PartyEventKind::split, {9}), owned, kToday);
    BOOST_REQUIRE(!unknown.ok());
    BOOST_CHECK_EQUAL(unknown.error().fields.at(0).code, "unknown_reference");
}

BOOST_AUTO_TEST_CASE(a_merged_departments_proposals_go_over_by_one_balanced_entry) {
    const billing::DepartmentBalances balances{Money::fen(-12345), Money::fen(-55)};
    const auto entry = billing::department_merged({}, "D01", "D02", balances);
    BOOST_REQUIRE(entry.ok());
    const auto memo = billing::PostingGroup::memo;
    const std::vector<billing::Posting> wanted{
        {"attributed:department:D01", Money::fen(12345), memo},
        {"attributed:department:D02", Money::fen(-12345), memo},
        {"allotted:department:D01", Money::fen(55), memo},
        {"allotted:department:D02", Money::fen(-55), memo}};
    BOOST_CHECK(entry.value().postings() == wanted);
    const auto nothing = billing::department_merged({}, "D01", "D02", {});
    BOOST_REQUIRE(!nothing.ok());
    BOOST_CHECK_EQUAL(nothing.error().code, "empty_entry");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::succession_test
