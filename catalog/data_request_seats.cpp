#include "catalog/data_request_seats.hpp"

#include <algorithm>
#include <set>

#include "tenants/seat_escalation.hpp"

namespace yunhe::catalog {
namespace {

/// Columns are answered one by one only where the resource is agreed with conditions.
Status check_column_texts(const SeatAnswer& answer, const std::string& item) {
    if (!answer.columns.empty() && answer.decision != SeatDecision::agree_with_conditions)
        return malformed(item + "/columns", "columns_need_conditions");
    for (std::size_t i = 0; i < answer.columns.size(); ++i) {
        const auto& column = answer.columns[i];
        const auto at = item + "/columns/" + std::to_string(i);
        const bool masks = column.decision == ColumnDecision::mask;
        if (masks && !column.masking) return malformed(at + "/masking", "masking_required");
        if (!masks && column.masking) return malformed(at + "/masking", "masking_not_asked");
        if (column.decision == ColumnDecision::refuse && column.text.empty())
            return malformed(at + "/text", "reason_required");
    }
    return Done{};
}

std::string pointer(std::size_t index, std::string_view member) {
    return "/items/" + std::to_string(index) + std::string(member);
}

const SeatItem* find_item(const Seat& seat, ResourceId id) {
    const auto found = std::ranges::find(seat.items, id, &SeatItem::resource_id);
    return found == seat.items.end() ? nullptr : &*found;
}

bool concerns(const tenants::RuleItem& rule, const RequestedResource& resource) {
    return rule.when != "province_returned" || resource.origin == Origin::province_returned;
}

Seat open_seat(const tenants::RuleItem& rule, BodyId body_id, Timestamp now, Date due_on) {
    Seat seat{.code = rule.code,
              .role = rule.role.value_or(tenants::Role::data_authority),
              .body_id = body_id,
              .article = rule.article,
              .opened_at = now,
              .due_on = due_on};
    return seat;
}

/// One seat for each department, with its own resources.
void add_department_seats(std::vector<Seat>& seats, const tenants::RuleItem& rule,
                          const std::vector<RequestedResource>& resources, Timestamp now,
                          Date due_on) {
    std::vector<Seat> departments;
    for (const auto& resource : resources) {
        if (!concerns(rule, resource)) continue;
        auto seat = std::ranges::find(departments, resource.department_id, &Seat::body_id);
        if (seat == departments.end()) {
            departments.push_back(open_seat(rule, resource.department_id, now, due_on));
            seat = departments.end() - 1;
        }
        seat->items.push_back({.resource_id = resource.id});
    }
    seats.insert(seats.end(), departments.begin(), departments.end());
}

/// One seat for each county to which the data was returned. The text leaves this to rules that it
/// doesn't give (Quzhou 四(二)): the seat is the system's way to heed them, so it cites no article.
void add_county_seats(std::vector<Seat>& seats, const std::vector<RequestedResource>& resources,
                      const tenants::RulePack& pack, Timestamp now, Date due_on) {
    if (pack.find("city_returned_data_handling") == nullptr) return;
    std::vector<Seat> counties;
    for (const auto& resource : resources) {
        if (resource.origin != Origin::city_returned_to_county || !resource.county_id) continue;
        auto seat = std::ranges::find(counties, *resource.county_id, &Seat::body_id);
        if (seat == counties.end()) {
            counties.push_back({.code = "county",
                                .role = tenants::Role::data_authority,
                                .body_id = *resource.county_id,
                                .opened_at = now,
                                .due_on = due_on});
            seat = counties.end() - 1;
        }
        seat->items.push_back({.resource_id = resource.id});
    }
    seats.insert(seats.end(), counties.begin(), counties.end());
}

}  // namespace

Date seat_due_on(const tenants::TenantPolicy& policy, Timestamp now,
                 const tenants::Holidays& holidays) {
    return tenants::add_working_days(date_of(now), policy.seat_working_days, holidays);
}

Result<std::vector<Seat>> compute_seats(const std::vector<RequestedResource>& resources,
                                        const tenants::RulePack& pack,
                                        const tenants::TenantPolicy& policy,
                                        const std::map<tenants::Role, BodyId>& bodies,
                                        Timestamp now, const tenants::Holidays& holidays) {
    const bool returned_data =
        std::ranges::any_of(resources, [](const RequestedResource& resource) {
            return resource.origin == Origin::province_returned;
        });
    const auto due_on = seat_due_on(policy, now, holidays);
    std::vector<Seat> seats;
    std::vector<Seat> departments;
    for (const auto& rule : tenants::data_request_seats(pack, policy, returned_data)) {
        if (rule.per == "department") {
            add_department_seats(departments, rule, resources, now, due_on);
            continue;
        }
        YUNHE_ASSERT(rule.role.has_value());
        const auto body = bodies.find(*rule.role);
        if (body == bodies.end())
            return wrong_state("seat_body_missing", {{"seat", rule.title.zh}});
        auto seat = open_seat(rule, body->second, now, due_on);
        for (const auto& resource : resources)
            if (concerns(rule, resource)) seat.items.push_back({.resource_id = resource.id});
        if (!seat.items.empty()) seats.push_back(std::move(seat));
    }
    seats.insert(seats.end(), departments.begin(), departments.end());
    add_county_seats(seats, resources, pack, now, due_on);
    return seats;
}

bool is_complete(const Seat& seat) {
    return std::ranges::all_of(seat.items, [](const SeatItem& item) {
        return agreed(item.decision) || item.decision == SeatDecision::refuse;
    });
}

bool has_returned(const Seat& seat) {
    return std::ranges::any_of(seat.items, [](const SeatItem& item) {
        return item.decision == SeatDecision::return_;
    });
}

bool is_overdue(const Seat& seat, Date today) {
    const bool silent = std::ranges::any_of(seat.items, [](const SeatItem& item) {
        return item.decision == SeatDecision::pending;
    });
    return silent && seat.due_on < today;
}

Date head_due_on(const Seat& seat, const tenants::Holidays& holidays) {
    return tenants::add_working_days(seat.due_on, tenants::kSeatHeadWorkingDays, holidays);
}

EscalationStage escalation_of(const Seat& seat, Date today, const tenants::Holidays& holidays) {
    if (!is_overdue(seat, today)) return EscalationStage::none;
    return head_due_on(seat, holidays) < today ? EscalationStage::coordination
                                               : EscalationStage::head;
}

Status check_answer_texts(const std::vector<SeatAnswer>& answers) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto& answer = answers[i];
        switch (answer.decision) {
            case SeatDecision::pending:
                return malformed(pointer(i, "/decision"), "not_one_of",
                                 {{"allowed", "agree, agree_with_conditions, refuse, return"}});
            case SeatDecision::refuse:
            case SeatDecision::return_:
                if (answer.opinion.empty())
                    return malformed(pointer(i, "/opinion"), "reason_required");
                break;
            case SeatDecision::agree_with_conditions:
                if (answer.conditions.empty() && answer.columns.empty())
                    return malformed(pointer(i, "/conditions"), "conditions_required");
                break;
            case SeatDecision::agree: break;
        }
        YUNHE_CHECK(check_column_texts(answer, pointer(i, "")));
    }
    return Done{};
}

Status check_answers(const Seat& seat, const std::vector<SeatAnswer>& answers,
                     const std::optional<std::string>& unmet_criterion,
                     const tenants::RulePack& pack) {
    if (answers.empty()) return malformed("/items", "too_few_items", {{"min", "1"}});
    std::set<ResourceId> named;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (find_item(seat, answers[i].resource_id) == nullptr)
            return malformed(pointer(i, "/resource_code"), "resource_not_of_seat");
        if (!named.insert(answers[i].resource_id).second)
            return malformed(pointer(i, "/resource_code"), "repeated_item");
    }
    for (const auto& answer : answers) {
        const auto decision = find_item(seat, answer.resource_id)->decision;
        if (decision == SeatDecision::return_) return wrong_state("waits_for_applicant");
        if (decision != SeatDecision::pending) return wrong_state("seat_has_decided");
    }
    const bool agrees = std::ranges::any_of(
        answers, [](const SeatAnswer& answer) { return agreed(answer.decision); });
    if (!agrees || !unmet_criterion) return Done{};
    return refuse_by_item(pack, "data_request_criteria", *unmet_criterion, "assessment_not_met",
                          {{"criterion", *unmet_criterion}});
}

Seat answered(Seat seat, const std::vector<SeatAnswer>& answers, UserId user_id, Timestamp now) {
    for (const auto& answer : answers) {
        const auto item = std::ranges::find(seat.items, answer.resource_id, &SeatItem::resource_id);
        YUNHE_ASSERT(item != seat.items.end());
        *item = {answer.resource_id, answer.decision, answer.conditions, answer.opinion, user_id,
                 now, answer.columns};
    }
    return seat;
}

Seat reopened(Seat seat, Date due_on) {
    if (!has_returned(seat)) return seat;
    for (auto& item : seat.items)
        if (item.decision == SeatDecision::return_) item = {.resource_id = item.resource_id};
    seat.due_on = due_on;
    return seat;
}

ResourceOutcome outcome_of(const std::vector<Seat>& seats, ResourceId resource_id) {
    bool seated = false;
    bool refused = false;
    for (const auto& seat : seats) {
        const auto* item = find_item(seat, resource_id);
        if (item == nullptr) continue;
        seated = true;
        if (item->decision == SeatDecision::refuse) {
            refused = true;
            continue;
        }
        if (!agreed(item->decision)) return ResourceOutcome::pending;
    }
    YUNHE_ASSERT(seated);
    return refused ? ResourceOutcome::refused : ResourceOutcome::granted;
}

}  // namespace yunhe::catalog
