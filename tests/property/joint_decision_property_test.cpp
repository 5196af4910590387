/// Random histories of a scenario's joint decisions: returns, recusals, silence, partial decisions,
/// change requests, revocations.
#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <set>

#include "catalog/change_request.hpp"
#include "catalog/data_request_workflow.hpp"

namespace yunhe::catalog::joint_decision_property_test {
namespace {

using tenants::Role;

const Timestamp kStart = parse_timestamp("2026-04-01T01:00:00Z").value();
constexpr std::array<const char*, 4> kColumns = {"a", "b", "c", "d"};

const tenants::RulePack& any_pack() {
    static const tenants::RulePackLibrary packs;
    const auto& all = packs.regulations();
    return all[*rc::gen::inRange<std::size_t>(0, all.size())];
}

/// A resource with some of the columns, each for one of two purposes.
DataRequestItem any_item(std::uint64_t resource) {
    DataRequestItem item;
    item.resource_id = ResourceId{resource};
    item.department_id = BodyId{10 + resource % 3};
    if (resource % 2 == 0) item.origin = Origin::province_returned;
    for (const auto* name : kColumns)
        if (*rc::gen::arbitrary<bool>())
            item.columns.push_back({name, *rc::gen::arbitrary<bool>() ? "x" : "y"});
    if (item.columns.empty()) item.columns.push_back({"a", "x"});
    return item;
}

std::vector<DataRequestItem> any_items() {
    std::vector<DataRequestItem> items;
    for (std::uint64_t resource = 100; resource < 104; ++resource)
        if (*rc::gen::arbitrary<bool>()) items.push_back(any_item(resource));
    if (items.empty()) items.push_back(any_item(100));
    return items;
}

/// One scenario: its requests one after the other, and the grants that came of them. Does what the
/// services do, with the same functions.
class History {
public:
    explicit History(const tenants::RulePack& pack) : pack_(pack) {
        policy_.province_seat_for_returned_data = *rc::gen::arbitrary<bool>();
    }

    void ask(std::vector<DataRequestItem> items, std::vector<Narrowing> narrowings) {
        request_ = {};
        request_.id = DataRequestId{++requests_};
        request_.state = DataRequestState::joint_decision;
        request_.access_ends_at = kStart + std::chrono::days(700);
        request_.items = std::move(items);
        request_.narrowings = std::move(narrowings);
        apply(NarrowingCause::given_up, std::nullopt);
        std::vector<RequestedResource> resources;
        for (const auto& item : request_.items)
            resources.push_back({item.resource_id, item.department_id, item.origin, {}});
        if (!resources.empty())
            request_.seats = compute_seats(resources, pack_, policy_,
                                           {{Role::data_authority, BodyId{1}},
                                            {Role::province, BodyId{2}}},
                                           now_, tenants::embedded_holidays()).value();
    }

    /// One more step; false: all is decided.
    bool step() {
        now_ += std::chrono::hours(*rc::gen::inRange(1, 200));
        if (conclusion(request_) || request_.seats.empty()) return false;
        switch (*rc::gen::inRange(0, 8)) {
            case 0: recuse(); break;
            case 1: revoke(); break;
            case 2: break;  // Silence: time passes, nothing else.
            default: answer_or_amend(); break;
        }
        grant_what_is_complete();
        return true;
    }

    void check() const {
        for (const auto& item : request_.items) {
            if (request_.seats.empty()) break;
            const bool all_agreed = std::ranges::all_of(request_.seats, [&](const Seat& seat) {
                return std::ranges::all_of(seat.items, [&](const SeatItem& answer) {
                    return answer.resource_id != item.resource_id ||
                           answer.decision == SeatDecision::agree ||
                           answer.decision == SeatDecision::agree_with_conditions;
                });
            });
            const auto made = std::ranges::count_if(grants_, [&](const Grant& grant) {
                return grant.request_id == request_.id && grant.resource_id == item.resource_id;
            });
            RC_ASSERT(made == (all_agreed ? 1 : 0));
        }
        for (const auto& seat : request_.seats) {
            for (const auto& answer : seat.items)
                if (answer.decided_by_id)
                    RC_ASSERT(*answer.decided_by_id != UserId{seat.body_id.value * 10} ||
                              !recused_before(seat.body_id, *answer.decided_at));
            // However late, a silent seat has decided nothing.
            if (is_overdue(seat, date_of(now_)))
                RC_ASSERT(escalation_of(seat, date_of(now_), tenants::embedded_holidays()) !=
                          EscalationStage::none);
        }
        for (const auto& grant : grants_) RC_ASSERT(!grant.columns.empty());
    }

    /// What may be used now: resource, column, purpose.
    std::set<std::tuple<std::uint64_t, std::string, std::string>> usable() const {
        std::set<std::tuple<std::uint64_t, std::string, std::string>> all;
        for (const auto& grant : grants_)
            for (const auto& column : granted_columns(grant, now_))
                all.emplace(grant.resource_id.value, column.name, column.purpose);
        return all;
    }
    ChangeDiff diff(const std::vector<DataRequestItem>& wished) const {
        return diff_of(wished, grants_, now_);
    }
    const DataRequest& request() const { return request_; }

private:
    bool recused_before(BodyId body, Timestamp at) const {
        return std::ranges::any_of(request_.recusals, [&](const Recusal& recusal) {
            return recusal.body_id == body && recusal.recorded_at < at;
        });
    }
    /// The body's first user, or its second where the first stepped back.
    UserId user_of(BodyId body) const {
        const UserId first{body.value * 10};
        return check_not_recused(request_, first).ok() ? first : UserId{body.value * 10 + 1};
    }
    void recuse() {
        const auto& seat = *rc::gen::elementOf(request_.seats);
        const UserId first{seat.body_id.value * 10};
        if (!check_not_recused(request_, first).ok()) return;
        request_.recusals.push_back({.body_id = seat.body_id,
                                     .user_id = first,
                                     .substitute_id = UserId{first.value + 1},
                                     .reason = "related",
                                     .recorded_by_id = first,
                                     .recorded_at = now_});
    }
    void revoke() {
        for (auto& grant : grants_)
            if (state_at(grant, now_) == GrantState::active && *rc::gen::inRange(0, 4) == 0)
                grant.revoked_at = now_;
    }
    void answer_or_amend() {
        std::vector<std::pair<std::size_t, ResourceId>> open;
        for (std::size_t i = 0; i < request_.seats.size(); ++i)
            for (const auto& item : request_.seats[i].items)
                if (item.decision == SeatDecision::pending) open.emplace_back(i, item.resource_id);
        if (open.empty()) return amend();
        const auto [index, resource_id] = *rc::gen::elementOf(open);
        auto& seat = request_.seats[index];
        auto answer = any_answer(resource_id);
        RC_ASSERT(check_answer_texts({answer}).ok());
        RC_ASSERT(check_answers(seat, {answer}, std::nullopt, pack_).ok());
        if (!check_column_answers(request_, seat, {answer}).ok())
            answer = {resource_id, SeatDecision::refuse, "", "nothing is left", {}};
        seat = answered(std::move(seat), {answer}, user_of(seat.body_id), now_);
    }
    SeatAnswer any_answer(ResourceId resource_id) {
        SeatAnswer answer{resource_id, SeatDecision::agree, "", "because", {}};
        answer.decision = *rc::gen::element(SeatDecision::agree, SeatDecision::agree,
                                            SeatDecision::agree_with_conditions,
                                            SeatDecision::agree_with_conditions,
                                            SeatDecision::refuse, SeatDecision::return_);
        if (answer.decision != SeatDecision::agree_with_conditions) return answer;
        answer.conditions = "in the zone only";
        const auto item =
            std::ranges::find(request_.items, resource_id, &DataRequestItem::resource_id);
        for (const auto& column : item->columns)
            switch (*rc::gen::inRange(0, 4)) {
                case 0: answer.columns.push_back({column.name, ColumnDecision::refuse, {}, "no"});
                    break;
                case 1: answer.columns.push_back({column.name, ColumnDecision::mask,
                                                  Masking::generalised, ""});
                    break;
                default: break;
            }
        return answer;
    }
    /// The applicant takes columns away from what was returned, and hands it back.
    void amend() {
        for (auto& seat : request_.seats) {
            for (const auto& answer : seat.items) {
                if (answer.decision != SeatDecision::return_) continue;
                auto& item = *std::ranges::find(request_.items, answer.resource_id,
                                                &DataRequestItem::resource_id);
                auto fewer = item;
                if (fewer.columns.size() > 1) fewer.columns.pop_back();
                RC_ASSERT(check_amendment(item, fewer, 0).ok());
                item = fewer;
            }
            seat = reopened(std::move(seat), date_of(now_));
        }
    }
    void grant_what_is_complete() {
        for (const auto id : granted_resources(request_)) {
            const bool made = std::ranges::any_of(grants_, [&](const Grant& grant) {
                return grant.request_id == request_.id && grant.resource_id == id;
            });
            if (made) continue;
            Grant grant;
            grant.id = GrantId{grants_.size() + 1};
            grant.request_id = request_.id;
            grant.resource_id = id;
            grant.from = now_;
            grant.to = request_.access_ends_at;
            grant.columns = columns_left(
                request_.seats,
                *std::ranges::find(request_.items, id, &DataRequestItem::resource_id));
            apply(NarrowingCause::replaced, grant);
            grants_.push_back(std::move(grant));
        }
    }
    void apply(NarrowingCause cause, const std::optional<Grant>& by) {
        std::vector<Narrowing> chosen;
        for (const auto& narrowing : request_.narrowings) {
            const bool granted =
                by && narrowing.resource_id == by->resource_id &&
                std::ranges::find(by->columns, narrowing.column, &GrantedColumn::name) !=
                    by->columns.end();
            if (narrowing.cause == cause && (!by || granted)) chosen.push_back(narrowing);
        }
        for (auto& grant : grants_) grant = narrowed(grant, chosen, cause, now_, "change");
    }

    const tenants::RulePack& pack_;
    tenants::TenantPolicy policy_;
    Timestamp now_ = kStart;
    std::uint64_t requests_ = 0;
    DataRequest request_;
    std::vector<Grant> grants_;
};

}  // namespace

RC_BOOST_PROP(a_grant_exists_if_and_only_if_all_its_seats_agreed, ()) {
    History history(any_pack());
    history.ask(any_items(), {});
    for (int request = 0; request < 3; ++request) {
        for (int steps = 0; steps < 60; ++steps) {
            const bool more = history.step();
            history.check();
            if (!more) break;
        }
        if (!history.request().seats.empty() && !conclusion(history.request())) return;
        auto diff = history.diff(any_items());
        history.ask(std::move(diff.asked_anew), std::move(diff.narrowings));
        history.check();
    }
}

RC_BOOST_PROP(a_change_takes_only_what_is_no_longer_wished_and_adds_nothing_by_itself, ()) {
    History history(any_pack());
    history.ask(any_items(), {});
    for (int steps = 0; steps < 60 && history.step(); ++steps) history.check();
    const auto before = history.usable();
    RC_CLASSIFY(!before.empty(), "something was granted");
    const auto wished = any_items();
    auto diff = history.diff(wished);
    history.ask(diff.asked_anew, diff.narrowings);
    const auto after = history.usable();
    for (const auto& column : after) RC_ASSERT(before.contains(column));
    for (const auto& [resource, name, purpose] : before) {
        const auto item = std::ranges::find(wished, ResourceId{resource},
                                            &DataRequestItem::resource_id);
        const bool named = item != wished.end() &&
                           std::ranges::find(item->columns, name, &RequestedColumn::name) !=
                               item->columns.end();
        RC_ASSERT(after.contains({resource, name, purpose}) == named);
    }
    for (const auto& item : diff.asked_anew)
        for (const auto& column : item.columns)
            RC_ASSERT(!before.contains({item.resource_id.value, column.name, column.purpose}));
}

}  // namespace yunhe::catalog::joint_decision_property_test
