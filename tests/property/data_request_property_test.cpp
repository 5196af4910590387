#include <rapidcheck/boost_test.h>

#include <algorithm>

#include "catalog/data_request_workflow.hpp"

namespace yunhe::catalog::data_request_property_test {
namespace {

using tenants::Role;

const tenants::RulePackLibrary& library() {
    static const tenants::RulePackLibrary packs;
    return packs;
}

const Timestamp kNow = parse_timestamp("2026-04-01T01:00:00Z").value();

/// A request for 1..5 resources of up to 3 departments under any pack, its seats just opened.
DataRequest any_request() {
    const auto& packs = library().regulations();
    const auto& pack = packs[*rc::gen::inRange<std::size_t>(0, packs.size())];
    tenants::TenantPolicy policy;
    policy.province_seat_for_returned_data = *rc::gen::arbitrary<bool>();
    DataRequest request;
    request.state = DataRequestState::joint_decision;
    request.access_ends_at = kNow + std::chrono::days(700);
    std::vector<RequestedResource> resources;
    const auto count = *rc::gen::inRange<std::uint64_t>(1, 6);
    for (std::uint64_t i = 0; i < count; ++i) {
        DataRequestItem item;
        item.resource_id = ResourceId{100 + i};
        item.department_id = BodyId{*rc::gen::inRange<std::uint64_t>(10, 13)};
        if (*rc::gen::arbitrary<bool>()) item.origin = Origin::province_returned;
        resources.push_back({item.resource_id, item.department_id, item.origin, {}});
        request.items.push_back(std::move(item));
    }
    request.seats = compute_seats(resources, pack, policy,
                                  {{Role::data_authority, BodyId{1}}, {Role::province, BodyId{2}}},
                                  kNow, tenants::embedded_holidays()).value();
    return request;
}

SeatDecision any_answer() {
    return *rc::gen::element(SeatDecision::agree, SeatDecision::agree,
                             SeatDecision::agree_with_conditions, SeatDecision::refuse,
                             SeatDecision::return_);
}

/// The seats and their resources that may answer now.
std::vector<std::pair<std::size_t, ResourceId>> open_answers(const DataRequest& request) {
    std::vector<std::pair<std::size_t, ResourceId>> open;
    for (std::size_t i = 0; i < request.seats.size(); ++i)
        for (const auto& item : request.seats[i].items)
            if (item.decision == SeatDecision::pending) open.emplace_back(i, item.resource_id);
    return open;
}

bool all_seats_agreed(const DataRequest& request, ResourceId resource_id) {
    bool all = true;
    for (const auto& seat : request.seats)
        for (const auto& item : seat.items)
            if (item.resource_id == resource_id)
                all = all && (item.decision == SeatDecision::agree ||
                              item.decision == SeatDecision::agree_with_conditions);
    return all;
}

/// Random seats answer in random order until the request is concluded; the applicant submits
/// again what was returned.
DataRequestAction decide_at_random(DataRequest& request) {
    const auto& pack = *library().find("yangzhou-2024");
    while (true) {
        if (const auto action = conclusion(request)) return *action;
        const auto open = open_answers(request);
        if (open.empty()) {
            for (auto& seat : request.seats) seat = reopened(std::move(seat), date_of(kNow));
            continue;
        }
        const auto [index, resource_id] = *rc::gen::elementOf(open);
        auto& seat = request.seats[index];
        const SeatAnswer answer{resource_id, any_answer(), "masked", "because", {}};
        RC_ASSERT(check_answers(seat, {answer}, std::nullopt, pack).ok());
        seat = answered(std::move(seat), {answer}, UserId{7}, kNow);
    }
}

}  // namespace

RC_BOOST_PROP(a_resource_is_granted_if_and_only_if_all_its_seats_agreed, ()) {
    auto request = any_request();
    const auto action = decide_at_random(request);
    std::size_t granted = 0;
    for (const auto& item : request.items) {
        const auto outcome = outcome_of(request.seats, item.resource_id);
        RC_ASSERT(outcome != ResourceOutcome::pending);
        RC_ASSERT((outcome == ResourceOutcome::granted) ==
                  all_seats_agreed(request, item.resource_id));
        granted += outcome == ResourceOutcome::granted;
    }
    RC_ASSERT((action == DataRequestAction::conclude_refused) == (granted == 0));
    RC_ASSERT((action == DataRequestAction::conclude_granted) == (granted == request.items.size()));
    RC_ASSERT(next_state(kDataRequestMoves, request.state, action, DataRequestActor::process).ok());
}

RC_BOOST_PROP(every_resource_has_the_authority_and_its_own_department_on_a_seat, ()) {
    const auto request = any_request();
    for (const auto& item : request.items) {
        std::size_t authority = 0;
        std::size_t own = 0;
        std::size_t foreign = 0;
        for (const auto& seat : request.seats)
            for (const auto& answer : seat.items) {
                if (answer.resource_id != item.resource_id) continue;
                authority += seat.role == Role::data_authority;
                own += seat.role == Role::department && seat.body_id == item.department_id;
                foreign += seat.role == Role::department && seat.body_id != item.department_id;
            }
        RC_ASSERT(authority == 1u);
        RC_ASSERT(own == 1u);
        RC_ASSERT(foreign == 0u);
    }
}

RC_BOOST_PROP(a_silent_seat_never_lets_a_request_be_concluded, ()) {
    auto request = any_request();
    decide_at_random(request);
    auto& seat = request.seats[*rc::gen::inRange<std::size_t>(0, request.seats.size())];
    seat.items.front() = {.resource_id = seat.items.front().resource_id};
    RC_ASSERT(!conclusion(request).has_value());
    RC_ASSERT(outcome_of(request.seats, seat.items.front().resource_id) ==
              ResourceOutcome::pending);
    RC_ASSERT(is_overdue(seat, seat.due_on + std::chrono::days(1)));
}

}  // namespace yunhe::catalog::data_request_property_test
