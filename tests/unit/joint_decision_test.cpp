/// Columns, counties, recusals and silence in a joint decision.
#include <boost/test/unit_test.hpp>

#include "catalog/change_request.hpp"
#include "catalog/data_request_workflow.hpp"

namespace joint_decision_test {

using namespace yunhe;
using namespace yunhe::catalog;
using tenants::Role;

namespace {

const tenants::RulePack& pack(std::string_view id) {
    static const tenants::RulePackLibrary library;
    return *library.find(id);
}

const Timestamp kNow = parse_timestamp("2026-04-01T01:00:00Z").value();
const ResourceId kResource{101};

std::string field_of(const Status& status) {
    BOOST_REQUIRE(!status.ok() && status.error().fields.size() == 1);
    return status.error().fields[0].pointer + " " + status.error().fields[0].code;
}

DataRequestItem item_with(std::vector<RequestedColumn> columns, ResourceId id = kResource) {
    DataRequestItem item;
    item.resource_id = id;
    item.resource_code = "R" + std::to_string(id.value);
    item.columns = std::move(columns);
    return item;
}

Seat seat_of(const std::string& code, std::uint64_t body) {
    Seat seat;
    seat.code = code;
    seat.body_id = BodyId{body};
    seat.body_name = code;
    seat.items = {{.resource_id = kResource}};
    return seat;
}

/// Two seats on one resource with the columns a, b and c.
DataRequest request_of_two() {
    DataRequest request;
    request.state = DataRequestState::joint_decision;
    request.items = {item_with({{"a", "x"}, {"b", "y"}, {"c", "z"}})};
    request.seats = {seat_of("authority", 1), seat_of("department", 2)};
    return request;
}

SeatAnswer with_columns(std::vector<ColumnAnswer> columns) {
    return {kResource, SeatDecision::agree_with_conditions, "", "", std::move(columns)};
}

std::string line(const std::vector<GrantedColumn>& columns) {
    std::string text;
    for (const auto& column : columns) {
        text += (text.empty() ? "" : " ") + column.name;
        for (const auto masking : column.masking) text += "+" + std::string(to_text(masking));
    }
    return text;
}

Grant grant_of(std::uint64_t id, std::vector<GrantedColumn> columns) {
    Grant grant;
    grant.id = GrantId{id};
    grant.resource_id = kResource;
    grant.from = kNow - std::chrono::days(10);
    grant.to = kNow + std::chrono::days(100);
    grant.columns = std::move(columns);
    return grant;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(joint_decision)

BOOST_AUTO_TEST_CASE(a_column_is_granted_when_no_seat_refuses_it_with_everybodys_masking) {
    auto request = request_of_two();
    request.seats[0] = answered(
        request.seats[0],
        {with_columns({{"a", ColumnDecision::refuse, {}, "not needed"},
                       {"b", ColumnDecision::mask, Masking::suppressed, "last four digits"}})},
        UserId{1}, kNow);
    request.seats[1] = answered(
        request.seats[1], {with_columns({{"b", ColumnDecision::mask, Masking::pseudonym, ""}})},
        UserId{2}, kNow);
    const auto left = columns_left(request.seats, request.items[0]);
    BOOST_CHECK_EQUAL(line(left), "b+suppressed+pseudonym c");
    BOOST_CHECK_EQUAL(left[0].conditions, "authority：last four digits");
    BOOST_CHECK_EQUAL(left[0].purpose, "y");
    BOOST_CHECK(outcome_of(request.seats, kResource) == ResourceOutcome::granted);
}

BOOST_AUTO_TEST_CASE(conditions_of_all_agreeing_seats_stand_on_the_grant) {
    auto request = request_of_two();
    const SeatAnswer first{kResource, SeatDecision::agree_with_conditions, "in the zone only", "",
                           {}};
    request.seats[0] = answered(request.seats[0], {first}, UserId{1}, kNow);
    BOOST_CHECK_EQUAL(conditions_of(request.seats, kResource), "authority：in the zone only");
}

BOOST_AUTO_TEST_CASE(columns_are_answered_only_with_conditions_and_whole) {
    const auto wrong = [](SeatAnswer answer) { return field_of(check_answer_texts({answer})); };
    auto plain = with_columns({{"a", ColumnDecision::agree, {}, ""}});
    BOOST_CHECK(check_answer_texts({plain}).ok());
    plain.decision = SeatDecision::agree;
    BOOST_CHECK_EQUAL(wrong(plain), "/items/0/columns columns_need_conditions");
    BOOST_CHECK_EQUAL(wrong(with_columns({{"a", ColumnDecision::mask, {}, ""}})),
                      "/items/0/columns/0/masking masking_required");
    BOOST_CHECK_EQUAL(
        wrong(with_columns({{"a", ColumnDecision::agree, Masking::synthetic, ""}})),
        "/items/0/columns/0/masking masking_not_asked");
    BOOST_CHECK_EQUAL(wrong(with_columns({{"a", ColumnDecision::refuse, {}, ""}})),
                      "/items/0/columns/0/text reason_required");
    BOOST_CHECK_EQUAL(wrong(with_columns({})), "/items/0/conditions conditions_required");
}

BOOST_AUTO_TEST_CASE(only_columns_that_were_asked_for_are_answered_once_each) {
    const auto request = request_of_two();
    const auto wrong = [&](std::vector<ColumnAnswer> columns) {
        return field_of(check_column_answers(request, request.seats[0],
                                             {with_columns(std::move(columns))}));
    };
    BOOST_CHECK_EQUAL(wrong({{"d", ColumnDecision::agree, {}, ""}}),
                      "/items/0/columns/0/name unknown_column");
    BOOST_CHECK_EQUAL(
        wrong({{"a", ColumnDecision::agree, {}, ""}, {"a", ColumnDecision::agree, {}, ""}}),
        "/items/0/columns/1/name repeated_item");
}

BOOST_AUTO_TEST_CASE(seats_that_leave_no_column_between_them_must_refuse_the_resource) {
    auto request = request_of_two();
    const auto refuse = [](const char* name) {
        return ColumnAnswer{name, ColumnDecision::refuse, {}, "no"};
    };
    const auto first = with_columns({refuse("a"), refuse("b")});
    BOOST_CHECK(check_column_answers(request, request.seats[0], {first}).ok());
    request.seats[0] = answered(request.seats[0], {first}, UserId{1}, kNow);
    BOOST_CHECK_EQUAL(field_of(check_column_answers(request, request.seats[1],
                                                    {with_columns({refuse("c")})})),
                      "/items/0/decision no_column_left");
    BOOST_CHECK(check_column_answers(request, request.seats[1],
                                     {{kResource, SeatDecision::refuse, "", "no", {}}}).ok());
}

BOOST_AUTO_TEST_CASE(a_county_sits_on_what_was_returned_to_it_where_the_text_says_so) {
    const std::vector<RequestedResource> resources = {
        {kResource, BodyId{11}, Origin::city_returned_to_county, BodyId{21}},
        {ResourceId{102}, BodyId{11}, Origin::city, {}},
        {ResourceId{103}, BodyId{12}, Origin::city_returned_to_county, {}}};
    const auto counties = [&](std::string_view pack_id) {
        const auto seats = compute_seats(resources, pack(pack_id), {},
                                         {{Role::data_authority, BodyId{1}},
                                          {Role::province, BodyId{2}}},
                                         kNow, tenants::embedded_holidays()).value();
        std::vector<Seat> found;
        for (const auto& seat : seats)
            if (seat.code == "county") found.push_back(seat);
        return found;
    };
    const auto seats = counties("quzhou-2024");
    BOOST_REQUIRE_EQUAL(seats.size(), 1U);
    BOOST_CHECK(seats[0].body_id == BodyId{21});
    BOOST_REQUIRE_EQUAL(seats[0].items.size(), 1U);
    BOOST_CHECK(seats[0].items[0].resource_id == kResource);
    BOOST_CHECK(!seats[0].article);  // The text itself names no such seat.
    BOOST_CHECK(counties("yangzhou-2024").empty());
}

BOOST_AUTO_TEST_CASE(silence_is_brought_before_the_head_and_then_the_coordination) {
    auto seat = seat_of("department", 2);
    seat.due_on = parse_date("2026-04-15").value();
    const auto& holidays = tenants::embedded_holidays();
    const auto stage = [&](const char* day) {
        return escalation_of(seat, parse_date(day).value(), holidays);
    };
    BOOST_CHECK(stage("2026-04-15") == EscalationStage::none);
    BOOST_CHECK(stage("2026-04-16") == EscalationStage::head);
    BOOST_CHECK_EQUAL(to_text(head_due_on(seat, holidays)), "2026-04-20");
    BOOST_CHECK(stage("2026-04-20") == EscalationStage::head);
    BOOST_CHECK(stage("2026-04-21") == EscalationStage::coordination);
    // However long it stays silent, it never counts as agreed.
    BOOST_CHECK(outcome_of({seat}, kResource) == ResourceOutcome::pending);
    seat.items[0].decision = SeatDecision::refuse;
    BOOST_CHECK(stage("2026-12-31") == EscalationStage::none);
}

BOOST_AUTO_TEST_CASE(who_stepped_back_does_not_answer) {
    auto request = request_of_two();
    request.recusals = {{.body_id = BodyId{2},
                         .user_id = UserId{5},
                         .substitute_id = UserId{6},
                         .reason = "related",
                         .recorded_by_id = UserId{5},
                         .recorded_at = kNow}};
    const auto barred = check_not_recused(request, UserId{5});
    BOOST_REQUIRE(!barred.ok());
    BOOST_CHECK_EQUAL(barred.error().code, "recused");
    BOOST_CHECK(check_not_recused(request, UserId{6}).ok());
}

BOOST_AUTO_TEST_CASE(a_change_asks_only_what_is_new) {
    const auto live = grant_of(1, {{.name = "a", .purpose = "x"},
                                   {.name = "b", .purpose = "y"},
                                   {.name = "c", .purpose = "z"}});
    const auto diff = diff_of({item_with({{"a", "x"}, {"b", "other"}, {"d", "w"}}),
                               item_with({{"a", "x"}}, ResourceId{102})},
                              {live}, kNow);
    BOOST_REQUIRE_EQUAL(diff.asked_anew.size(), 2U);
    BOOST_REQUIRE_EQUAL(diff.asked_anew[0].columns.size(), 2U);
    BOOST_CHECK_EQUAL(diff.asked_anew[0].columns[0].name, "b");
    BOOST_CHECK_EQUAL(diff.asked_anew[0].columns[1].name, "d");
    BOOST_CHECK(diff.asked_anew[1].resource_id == ResourceId{102});
    BOOST_REQUIRE_EQUAL(diff.narrowings.size(), 2U);
    BOOST_CHECK_EQUAL(diff.narrowings[0].column, "b");
    BOOST_CHECK(diff.narrowings[0].cause == NarrowingCause::replaced);
    BOOST_CHECK_EQUAL(diff.narrowings[1].column, "c");
    BOOST_CHECK(diff.narrowings[1].cause == NarrowingCause::given_up);
    BOOST_CHECK(diff_of({item_with({{"a", "x"}, {"b", "y"}, {"c", "z"}})}, {live}, kNow).empty());
}

BOOST_AUTO_TEST_CASE(what_is_given_up_ends_at_once_and_the_last_column_ends_the_grant) {
    auto grant = grant_of(1, {{.name = "a", .purpose = "x"}, {.name = "b", .purpose = "y"}});
    auto diff = diff_of({item_with({{"b", "other"}})}, {grant}, kNow);
    grant = narrowed(grant, diff.narrowings, NarrowingCause::given_up, kNow, "no. 2");
    BOOST_CHECK_EQUAL(line(granted_columns(grant, kNow)), "b");
    BOOST_CHECK_EQUAL(line(granted_columns(grant, kNow - std::chrono::seconds(1))), "a b");
    BOOST_CHECK(!grant.revoked_at);
    BOOST_CHECK(diff.narrowings[0].applied_at.has_value());
    BOOST_CHECK(!diff.narrowings[1].applied_at.has_value());
    const auto later = kNow + std::chrono::hours(1);
    grant = narrowed(grant, diff.narrowings, NarrowingCause::replaced, later, "no. 2");
    BOOST_REQUIRE(grant.revoked_at.has_value());
    BOOST_CHECK(*grant.revoked_at == later);
    BOOST_CHECK(granted_columns(grant, later).empty());
}

BOOST_AUTO_TEST_CASE(a_grant_ends_with_its_consent) {
    tenants::Agreement agreement;
    agreement.from = parse_date("2026-01-01").value();
    agreement.to = parse_date("2027-12-31").value();
    const auto until = parse_date("2026-06-30").value();
    BOOST_CHECK(grant_interval(agreement, kNow, until).to == end_of(until));
    BOOST_CHECK(grant_interval(agreement, kNow).to == end_of(agreement.to));
    BOOST_CHECK(grant_interval(agreement, kNow, parse_date("2026-03-31").value()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace joint_decision_test
