#include <boost/test/unit_test.hpp>

#include "catalog/data_request_workflow.hpp"

namespace data_request_workflow_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

const tenants::RulePackLibrary& library() {
    static const tenants::RulePackLibrary packs;
    return packs;
}

constexpr DataRequestActor kActors[] = {
    DataRequestActor::developer,  DataRequestActor::operator_staff, DataRequestActor::assessor,
    DataRequestActor::seat,       DataRequestActor::data_centre,    DataRequestActor::coordination,
    DataRequestActor::process};

const Date kToday = parse_date("2026-04-01").value();
const Timestamp kEnd = parse_timestamp("2028-03-31T16:00:00Z").value();

DataRequest request_in(DataRequestState state) {
    DataRequest request;
    request.state = state;
    request.access_ends_at = kEnd;
    return request;
}

DataRequestItem item(std::uint64_t resource, std::vector<RequestedColumn> columns) {
    DataRequestItem result;
    result.resource_id = ResourceId{resource};
    result.columns = std::move(columns);
    return result;
}

Resource resource_with(std::vector<std::string> columns) {
    Resource resource;
    resource.code = "R1";
    resource.state = ResourceState::published;
    for (auto& name : columns) resource.columns.push_back({std::move(name), ""});
    return resource;
}

std::string field_of(const Status& status) {
    BOOST_REQUIRE(!status.ok() && status.error().fields.size() == 1);
    return status.error().fields[0].pointer + " " + status.error().fields[0].code;
}

Consent consent(std::string document, char digit) {
    return {.document = std::move(document),
            .evidence_sm3 = std::string(64, digit),
            .scope = "信用核验",
            .subjects = 3,
            .obtained_on = kToday - std::chrono::days(30)};
}

Assessment assessment_of(tenants::Role role, bool safe) {
    Assessment assessment;
    assessment.role = role;
    assessment.reasonable.met = true;
    assessment.compliant.met = true;
    assessment.safe.met = safe;
    return assessment;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(data_request_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t allowed = 0;
    for (const auto& state : enum_texts<DataRequestState>)
        for (const auto& action : enum_texts<DataRequestAction>)
            for (const auto actor : kActors)
                allowed += next_state(kDataRequestMoves, state.value, action.value, actor).ok();
    BOOST_CHECK_EQUAL(allowed, kDataRequestMoves.size());
}

BOOST_AUTO_TEST_CASE(no_move_leads_to_a_state_that_follows_from_dates) {
    for (const auto& move : kDataRequestMoves) {
        BOOST_CHECK(move.to != DataRequestState::lapsed);
        BOOST_CHECK(move.to != DataRequestState::active);
        BOOST_CHECK(move.to != DataRequestState::expired);
    }
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_a_request_that_is_over) {
    for (const auto& state : enum_texts<DataRequestState>) {
        if (is_live(state.value)) continue;
        for (const auto& move : kDataRequestMoves) BOOST_CHECK(move.from != state.value);
    }
}

BOOST_AUTO_TEST_CASE(only_process_concludes_so_no_seat_decides_for_the_others) {
    for (const auto& move : kDataRequestMoves)
        if (move.to == DataRequestState::granted || move.to == DataRequestState::partly_granted)
            BOOST_CHECK(move.actor == DataRequestActor::process ||
                        move.action == DataRequestAction::withdraw_rest);
}

BOOST_AUTO_TEST_CASE(the_coordination_sets_dates_and_meetings_and_decides_nothing) {
    for (const auto& move : kDataRequestMoves) {
        if (move.actor != DataRequestActor::coordination) continue;
        BOOST_CHECK(move.action == DataRequestAction::escalate);
        BOOST_CHECK(move.to == move.from);
    }
}

BOOST_AUTO_TEST_CASE(what_was_granted_before_the_agreement_ended_expires_with_it) {
    auto request = request_in(DataRequestState::joint_decision);
    request.items = {item(1, {{"a", "x"}}), item(2, {{"a", "x"}})};
    Seat seat;
    seat.items = {{.resource_id = ResourceId{1}, .decision = SeatDecision::agree},
                  {.resource_id = ResourceId{2}}};
    request.seats = {seat};
    BOOST_CHECK(state_at(request, kEnd) == DataRequestState::expired);
    BOOST_CHECK(outcome_of(request, ResourceId{2}) == ResourceOutcome::pending);
    request.state = DataRequestState::partly_granted;
    BOOST_CHECK(outcome_of(request, ResourceId{1}) == ResourceOutcome::granted);
    BOOST_CHECK(outcome_of(request, ResourceId{2}) == ResourceOutcome::withdrawn);
}

BOOST_AUTO_TEST_CASE(a_request_is_open_or_in_force_or_over) {
    for (const auto& state : enum_texts<DataRequestState>) {
        const int kinds = is_open(state.value) + is_in_force(state.value) + !is_live(state.value);
        BOOST_CHECK_EQUAL(kinds, 1);
    }
}

BOOST_AUTO_TEST_CASE(what_is_undecided_when_the_agreement_ends_has_lapsed) {
    using enum DataRequestState;
    const auto before = kEnd - std::chrono::microseconds(1);
    for (const auto state : {draft, submitted, returned, assessment, joint_decision}) {
        BOOST_CHECK(state_at(request_in(state), before) == state);
        BOOST_CHECK(state_at(request_in(state), kEnd) == lapsed);
    }
    BOOST_CHECK(state_at(request_in(supplied), before) == active);
    BOOST_CHECK(state_at(request_in(supplied), kEnd) == expired);
    BOOST_CHECK(state_at(request_in(granted), before) == granted);
    BOOST_CHECK(state_at(request_in(partly_granted), kEnd) == expired);
    for (const auto state : {refused, revoked, withdrawn, narrowed})
        BOOST_CHECK(state_at(request_in(state), kEnd) == state);
}

BOOST_AUTO_TEST_CASE(the_operator_checks_in_two_tiers_only) {
    for (const auto& pack : library().regulations())
        BOOST_CHECK_EQUAL(has_operator_check(pack), pack.id == "yangzhou-2024");
}

BOOST_AUTO_TEST_CASE(data_centre_and_expert_both_assess_under_every_pack) {
    using tenants::Role;
    for (const auto& pack : library().regulations()) {
        std::vector<Assessment> made;
        BOOST_CHECK(!assessment_complete(made, pack));
        made.push_back(assessment_of(Role::data_centre, true));
        BOOST_CHECK(!assessment_complete(made, pack));
        made.push_back(assessment_of(Role::expert, true));
        BOOST_CHECK(assessment_complete(made, pack));
    }
}

BOOST_AUTO_TEST_CASE(one_assessor_finding_something_unmet_is_enough) {
    using tenants::Role;
    std::vector<Assessment> made = {assessment_of(Role::data_centre, true)};
    BOOST_CHECK(!unmet_criterion(made));
    made.push_back(assessment_of(Role::expert, false));
    BOOST_CHECK_EQUAL(unmet_criterion(made).value_or(""), "safe");
}

BOOST_AUTO_TEST_CASE(columns_are_asked_for_one_by_one_and_must_exist) {
    const auto& pack = *library().find("yangzhou-2024");
    const auto resource = resource_with({"a", "b"});
    BOOST_CHECK(check_item(item(1, {{"a", "x"}, {"b", "y"}}), 0, resource, pack, kToday).ok());
    const auto wrong = [&](const DataRequestItem& asked, std::size_t index) {
        return field_of(check_item(asked, index, resource, pack, kToday));
    };
    BOOST_CHECK_EQUAL(wrong(item(1, {{"a", "x"}, {"c", "y"}}), 3),
                      "/items/3/columns/1/name unknown_column");
    BOOST_CHECK_EQUAL(wrong(item(1, {{"a", "x"}, {"a", "y"}}), 0),
                      "/items/0/columns/1/name repeated_item");
    BOOST_CHECK_EQUAL(field_of(check_item(item(1, {}), 0, resource, pack, kToday)),
                      "/items/0/columns too_few_items");
}

BOOST_AUTO_TEST_CASE(consent_is_named_per_item_and_not_bundled_where_that_is_barred) {
    auto resource = resource_with({"a"});
    resource.personal = true;
    resource.unlock = Unlock::consented;
    const auto& quzhou = *library().find("quzhou-2024");
    auto first = item(1, {{"a", "x"}});
    BOOST_CHECK_EQUAL(field_of(check_item(first, 0, resource, quzhou, kToday)),
                      "/items/0/consent consent_missing");
    first.consent = consent("同意书1号", 'a');
    BOOST_CHECK(check_item(first, 0, resource, quzhou, kToday).ok());
    auto second = item(2, {{"a", "x"}});
    const auto bundled = [&] { return check_items({first, second}, quzhou); };
    for (const auto& same : {consent("同意书1号", 'b'), consent("同意书2号", 'a')}) {
        second.consent = same;
        BOOST_REQUIRE(!bundled().ok());
        BOOST_CHECK_EQUAL(bundled().error().code, "consent_bundled");
        BOOST_CHECK_EQUAL(bundled().error().rule->article.value_or(""), "四(二)");
        BOOST_CHECK(check_items({first, second}, *library().find("yangzhou-2024")).ok());
    }
    second.consent = consent("同意书2号", 'b');
    BOOST_CHECK(bundled().ok());
}

BOOST_AUTO_TEST_CASE(a_consent_has_evidence_and_stands_on_the_day) {
    const auto wrong = [](auto change) {
        auto given = consent("同意书1号", 'a');
        change(given);
        return field_of(check_consent(given, "/c", kToday));
    };
    BOOST_CHECK(check_consent(consent("同意书1号", 'a'), "/c", kToday).ok());
    BOOST_CHECK_EQUAL(wrong([](Consent& c) { c.evidence_sm3 = "abc"; }),
                      "/c/evidence_sm3 bad_digest");
    BOOST_CHECK_EQUAL(wrong([](Consent& c) { c.obtained_on = kToday + std::chrono::days(1); }),
                      "/c/obtained_on consent_not_yet");
    BOOST_CHECK_EQUAL(wrong([](Consent& c) { c.valid_until = kToday - std::chrono::days(1); }),
                      "/c/valid_until consent_over");
    BOOST_CHECK_EQUAL(wrong([](Consent& c) { c.valid_until = kToday - std::chrono::days(90); }),
                      "/c/valid_until end_before_begin");
    auto last_day = consent("同意书1号", 'a');
    last_day.valid_until = kToday;
    BOOST_CHECK(check_consent(last_day, "/c", kToday).ok());
}

BOOST_AUTO_TEST_CASE(a_resource_stands_once_in_a_request) {
    const auto& pack = *library().find("yangzhou-2024");
    BOOST_CHECK_EQUAL(field_of(check_items({}, pack)), "/items too_few_items");
    BOOST_CHECK_EQUAL(field_of(check_items({item(1, {}), item(2, {}), item(1, {})}, pack)),
                      "/items/2/resource_code repeated_item");
}

BOOST_AUTO_TEST_CASE(after_a_return_columns_may_only_become_fewer) {
    const auto before = item(1, {{"a", "x"}, {"b", "y"}});
    BOOST_CHECK(check_amendment(before, item(1, {{"b", "better explained"}}), 0).ok());
    BOOST_CHECK_EQUAL(field_of(check_amendment(before, item(1, {{"b", "y"}, {"c", "z"}}), 0)),
                      "/items/0/columns columns_only_fewer");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace data_request_workflow_test
