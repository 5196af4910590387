#include <boost/test/unit_test.hpp>

#include "catalog/data_request_workflow.hpp"

namespace data_request_seats_test {

using namespace yunhe;
using namespace yunhe::catalog;
using tenants::Role;

namespace {

const tenants::RulePack& pack(std::string_view id) {
    static const tenants::RulePackLibrary library;
    const auto* found = library.find(id);
    BOOST_REQUIRE(found != nullptr);
    return *found;
}

const Timestamp kNow = parse_timestamp("2026-04-01T01:00:00Z").value();
const BodyId kAuthority{1};
const BodyId kProvince{2};
const std::map<Role, BodyId> kBodies = {{Role::data_authority, kAuthority},
                                        {Role::province, kProvince}};
constexpr SeatDecision kDecisions[] = {SeatDecision::pending, SeatDecision::agree,
                                       SeatDecision::agree_with_conditions, SeatDecision::refuse,
                                       SeatDecision::return_};

/// R1 of department 11, R2 of department 12 (returned by the province), R3 of department 11.
const std::vector<RequestedResource> kResources = {
    {ResourceId{101}, BodyId{11}, Origin::city},
    {ResourceId{102}, BodyId{12}, Origin::province_returned},
    {ResourceId{103}, BodyId{11}, Origin::city}};

Result<std::vector<Seat>> seats_under(std::string_view pack_id, bool policy_province,
                                      const std::vector<RequestedResource>& resources = kResources,
                                      const std::map<Role, BodyId>& bodies = kBodies) {
    tenants::TenantPolicy policy;
    policy.province_seat_for_returned_data = policy_province;
    return compute_seats(resources, pack(pack_id), policy, bodies, kNow,
                         tenants::embedded_holidays());
}

/// "authority:1[101 102 103] department:11[101 103]"
std::string line(const std::vector<Seat>& seats) {
    std::string text;
    for (const auto& seat : seats) {
        if (!text.empty()) text += ' ';
        text += seat.code + ":" + std::to_string(seat.body_id.value) + "[";
        for (const auto& item : seat.items)
            text += (item.resource_id == seat.items.front().resource_id ? "" : " ") +
                    std::to_string(item.resource_id.value);
        text += "]";
    }
    return text;
}

Seat seat_with(SeatDecision decision) {
    Seat seat;
    seat.items = {{.resource_id = ResourceId{101}, .decision = decision}};
    return seat;
}

std::string code_of(const Status& status) { return status.ok() ? "ok" : status.error().code; }
std::string field_of(const Status& status) {
    BOOST_REQUIRE(!status.ok() && status.error().fields.size() == 1);
    return status.error().fields[0].pointer + " " + status.error().fields[0].code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(data_request_seats_of_a_request)

BOOST_AUTO_TEST_CASE(authority_and_each_department_concerned_sit) {
    BOOST_CHECK_EQUAL(line(seats_under("yangzhou-2024", false).value()),
                      "authority:1[101 102 103] department:11[101 103] department:12[102]");
}

BOOST_AUTO_TEST_CASE(the_province_sits_for_returned_data_by_pack_or_policy_and_only_for_that) {
    const auto expected = "authority:1[101 102 103] province:2[102] department:11[101 103] "
                          "department:12[102]";
    BOOST_CHECK_EQUAL(line(seats_under("yangzhou-2024", true).value()), expected);
    for (const auto* id : {"hangzhou-2023", "quzhou-2024", "zhoushan-2024"})
        BOOST_CHECK_EQUAL(line(seats_under(id, false).value()), expected);
    const std::vector<RequestedResource> city_only = {kResources[0], kResources[2]};
    for (const auto* id : {"hangzhou-2023", "quzhou-2024", "zhoushan-2024", "yangzhou-2024"})
        BOOST_CHECK_EQUAL(line(seats_under(id, true, city_only).value()),
                          "authority:1[101 103] department:11[101 103]");
}

BOOST_AUTO_TEST_CASE(a_seat_cites_the_pack_and_one_by_policy_cites_nothing) {
    const auto seats = seats_under("yangzhou-2024", true).value();
    BOOST_CHECK_EQUAL(seats[0].article.value_or(""), "15");
    BOOST_CHECK(!seats[1].article.has_value());
    BOOST_CHECK_EQUAL(seats[2].article.value_or(""), "15");
}

BOOST_AUTO_TEST_CASE(a_seat_without_body_stops_the_request) {
    const auto seats = seats_under("yangzhou-2024", true, kResources,
                                   {{Role::data_authority, kAuthority}});
    BOOST_REQUIRE(!seats.ok());
    BOOST_CHECK_EQUAL(seats.error().code, "seat_body_missing");
    BOOST_CHECK(seats_under("yangzhou-2024", false, kResources,
                            {{Role::data_authority, kAuthority}}).ok());
}

BOOST_AUTO_TEST_CASE(a_seat_is_due_in_working_days_and_a_silent_one_is_overdue_never_agreed) {
    auto seat = seats_under("yangzhou-2024", false).value()[1];
    BOOST_CHECK(seat.due_on == tenants::add_working_days(date_of(kNow), 10,
                                                         tenants::embedded_holidays()));
    BOOST_CHECK(!is_overdue(seat, seat.due_on));
    BOOST_CHECK(is_overdue(seat, seat.due_on + std::chrono::days(1)));
    BOOST_CHECK(!is_complete(seat));
    BOOST_CHECK(outcome_of({seat}, ResourceId{101}) == ResourceOutcome::pending);
    seat = answered(seat, {{.resource_id = ResourceId{101}}, {.resource_id = ResourceId{103}}},
                    UserId{5}, kNow);
    BOOST_CHECK(!is_overdue(seat, seat.due_on + std::chrono::days(1)));
    BOOST_CHECK(is_complete(seat));
}

BOOST_AUTO_TEST_CASE(a_resource_is_granted_if_and_only_if_all_three_seats_agree) {
    for (const auto first : kDecisions)
        for (const auto second : kDecisions)
            for (const auto third : kDecisions) {
                const std::vector<Seat> seats = {seat_with(first), seat_with(second),
                                                 seat_with(third)};
                const auto outcome = outcome_of(seats, ResourceId{101});
                const bool all = agreed(first) && agreed(second) && agreed(third);
                BOOST_CHECK_EQUAL(outcome == ResourceOutcome::granted, all);
                bool complete = true;
                for (const auto& seat : seats) complete = complete && is_complete(seat);
                BOOST_CHECK_EQUAL(outcome == ResourceOutcome::pending, !complete);
            }
}

BOOST_AUTO_TEST_CASE(a_request_is_concluded_when_every_resource_is) {
    DataRequest request;
    request.items.resize(2);
    request.items[0].resource_id = ResourceId{101};
    request.items[1].resource_id = ResourceId{102};
    Seat seat;
    seat.items = {{.resource_id = ResourceId{101}}, {.resource_id = ResourceId{102}}};
    request.seats = {seat};
    const auto after = [&](SeatDecision first, SeatDecision second) {
        request.seats[0].items[0].decision = first;
        request.seats[0].items[1].decision = second;
        return conclusion(request);
    };
    using enum SeatDecision;
    BOOST_CHECK(after(agree, agree_with_conditions) == DataRequestAction::conclude_granted);
    BOOST_CHECK(after(agree, refuse) == DataRequestAction::conclude_partly);
    BOOST_CHECK(after(refuse, refuse) == DataRequestAction::conclude_refused);
    BOOST_CHECK(!after(agree, pending));
    BOOST_CHECK(!after(return_, refuse));
}

BOOST_AUTO_TEST_CASE(refusals_returns_and_conditions_need_words) {
    for (const auto decision : kDecisions) {
        const SeatAnswer bare{.resource_id = ResourceId{101}, .decision = decision};
        const auto status = check_answer_texts({bare});
        using enum SeatDecision;
        if (decision == agree) BOOST_CHECK(status.ok());
        if (decision == pending)
            BOOST_CHECK_EQUAL(field_of(status), "/items/0/decision not_one_of");
        if (decision == refuse || decision == return_)
            BOOST_CHECK_EQUAL(field_of(status), "/items/0/opinion reason_required");
        if (decision == agree_with_conditions)
            BOOST_CHECK_EQUAL(field_of(status), "/items/0/conditions conditions_required");
    }
}

BOOST_AUTO_TEST_CASE(a_seat_answers_once_and_waits_for_what_it_returned) {
    const auto& yangzhou = pack("yangzhou-2024");
    for (const auto decision : kDecisions) {
        const auto status = check_answers(seat_with(decision), {{.resource_id = ResourceId{101}}},
                                          std::nullopt, yangzhou);
        const std::string expected = decision == SeatDecision::pending    ? "ok"
                                     : decision == SeatDecision::return_ ? "waits_for_applicant"
                                                                         : "seat_has_decided";
        BOOST_CHECK_EQUAL(code_of(status), expected);
    }
}

BOOST_AUTO_TEST_CASE(a_seat_answers_for_its_own_resources_and_each_once) {
    const auto& yangzhou = pack("yangzhou-2024");
    const auto seat = seat_with(SeatDecision::pending);
    const SeatAnswer own{.resource_id = ResourceId{101}};
    const SeatAnswer other{.resource_id = ResourceId{102}};
    BOOST_CHECK_EQUAL(field_of(check_answers(seat, {}, {}, yangzhou)), "/items too_few_items");
    BOOST_CHECK_EQUAL(field_of(check_answers(seat, {own, other}, {}, yangzhou)),
                      "/items/1/resource_code resource_not_of_seat");
    BOOST_CHECK_EQUAL(field_of(check_answers(seat, {own, own}, {}, yangzhou)),
                      "/items/1/resource_code repeated_item");
}

BOOST_AUTO_TEST_CASE(what_was_assessed_as_not_met_can_only_be_refused_or_returned) {
    const auto& yangzhou = pack("yangzhou-2024");
    const auto seat = seat_with(SeatDecision::pending);
    for (const auto decision : kDecisions) {
        if (decision == SeatDecision::pending) continue;
        const SeatAnswer answer{ResourceId{101}, decision, "masked", "because"};
        const auto status = check_answers(seat, {answer}, "safe", yangzhou);
        BOOST_CHECK_EQUAL(code_of(status), agreed(decision) ? "assessment_not_met" : "ok");
        if (!status.ok()) BOOST_CHECK_EQUAL(status.error().rule->article.value_or(""), "15");
    }
}

BOOST_AUTO_TEST_CASE(reopening_clears_only_what_was_returned) {
    Seat seat;
    for (std::size_t i = 0; i < std::size(kDecisions); ++i)
        seat.items.push_back({.resource_id = ResourceId{100 + i}, .decision = kDecisions[i]});
    seat.due_on = date_of(kNow);
    const auto later = date_of(kNow) + std::chrono::days(9);
    const auto again = reopened(seat, later);
    BOOST_CHECK(again.due_on == later);
    for (std::size_t i = 0; i < std::size(kDecisions); ++i) {
        const bool returned = kDecisions[i] == SeatDecision::return_;
        BOOST_CHECK(again.items[i].decision == (returned ? SeatDecision::pending : kDecisions[i]));
    }
    BOOST_CHECK(reopened(seat_with(SeatDecision::agree), later).due_on == Date{});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace data_request_seats_test
