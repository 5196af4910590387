#include "catalog/data_request.hpp"

#include <algorithm>
#include <set>

namespace yunhe::catalog {
namespace {

std::string item_pointer(std::size_t index, std::string_view member) {
    return "/items/" + std::to_string(index) + std::string(member);
}

Status check_columns(const DataRequestItem& item, std::size_t index, const Resource& resource) {
    std::set<std::string_view> asked;
    for (std::size_t i = 0; i < item.columns.size(); ++i) {
        const auto pointer = item_pointer(index, "/columns/") + std::to_string(i) + "/name";
        const auto& name = item.columns[i].name;
        if (!has_column(resource, name))
            return malformed(pointer, "unknown_column",
                             {{"column", name}, {"resource", resource.code}});
        if (!asked.insert(name).second) return malformed(pointer, "repeated_item");
    }
    if (asked.empty())
        return malformed(item_pointer(index, "/columns"), "too_few_items", {{"min", "1"}});
    return Done{};
}

/// Cites the text that wants consent before anything is got (Ningbo 21).
Error consent_missing(std::size_t index, const Resource& resource, const tenants::RulePack& pack) {
    auto error = malformed(item_pointer(index, "/consent"), "consent_missing",
                           {{"resource", resource.code}});
    if (pack.flag("consent_before_access"))
        error.rule = refuse_by_rule(pack, "consent_before_access", error.code).rule;
    return error;
}

/// What this seat says to the resource, if it agreed to it.
const SeatItem* agreed_item(const Seat& seat, ResourceId id) {
    const auto found = std::ranges::find(seat.items, id, &SeatItem::resource_id);
    return found != seat.items.end() && agreed(found->decision) ? &*found : nullptr;
}

void append_line(std::string& lines, const std::string& line) {
    if (line.empty()) return;
    if (!lines.empty()) lines += '\n';
    lines += line;
}

/// "Department: the words"; before the names are read, the words alone.
std::string said_by(const Seat& seat, const std::string& text) {
    if (text.empty() || seat.body_name.empty()) return text;
    return seat.body_name + "：" + text;
}

/// Adds what one seat says to the column; false: it refuses it.
bool take_answer(GrantedColumn& column, const Seat& seat, const SeatItem& answer) {
    const auto said = std::ranges::find(answer.columns, column.name, &ColumnAnswer::name);
    if (said == answer.columns.end()) return true;
    if (said->decision == ColumnDecision::refuse) return false;
    if (said->masking &&
        std::ranges::find(column.masking, *said->masking) == column.masking.end())
        column.masking.push_back(*said->masking);
    append_line(column.conditions, said_by(seat, said->text));
    return true;
}

Status check_named_columns(const DataRequestItem& item, const SeatAnswer& answer,
                           const std::string& pointer) {
    std::set<std::string_view> named;
    for (std::size_t i = 0; i < answer.columns.size(); ++i) {
        const auto& name = answer.columns[i].name;
        const auto at = pointer + "/columns/" + std::to_string(i) + "/name";
        if (std::ranges::find(item.columns, name, &RequestedColumn::name) == item.columns.end())
            return malformed(at, "unknown_column",
                             {{"column", name}, {"resource", item.resource_code}});
        if (!named.insert(name).second) return malformed(at, "repeated_item");
    }
    return Done{};
}

}  // namespace

DataRequestState state_at(const DataRequest& request, Timestamp at) {
    using enum DataRequestState;
    const bool over = request.access_ends_at <= at;
    switch (request.state) {
        case draft:
        case submitted:
        case returned:
        case assessment:
            return over ? lapsed : request.state;
        case joint_decision:
            if (!over) return joint_decision;
            return granted_resources(request).empty() ? lapsed : expired;
        case granted:
        case partly_granted: return over ? expired : request.state;
        case supplied: return over ? expired : active;
        default: return request.state;
    }
}

bool is_live(DataRequestState state) {
    using enum DataRequestState;
    switch (state) {
        case refused:
        case expired:
        case revoked:
        case withdrawn:
        case lapsed:
        case narrowed: return false;
        default: return true;
    }
}

bool is_open(DataRequestState state) {
    using enum DataRequestState;
    switch (state) {
        case draft:
        case submitted:
        case returned:
        case assessment:
        case joint_decision: return true;
        default: return false;
    }
}

bool is_in_force(DataRequestState state) {
    using enum DataRequestState;
    return state == granted || state == partly_granted || state == supplied || state == active;
}

ResourceOutcome outcome_of(const DataRequest& request, ResourceId resource_id) {
    const auto outcome = outcome_of(request.seats, resource_id);
    const bool decided = !is_open(request.state);
    return decided && outcome == ResourceOutcome::pending ? ResourceOutcome::withdrawn : outcome;
}

std::vector<ResourceId> granted_resources(const DataRequest& request) {
    std::vector<ResourceId> ids;
    if (request.seats.empty()) return ids;
    for (const auto& item : request.items)
        if (outcome_of(request.seats, item.resource_id) == ResourceOutcome::granted)
            ids.push_back(item.resource_id);
    return ids;
}

std::vector<GrantedColumn> columns_left(const std::vector<Seat>& seats,
                                        const DataRequestItem& item) {
    std::vector<GrantedColumn> left;
    for (const auto& asked : item.columns) {
        GrantedColumn column{.name = asked.name, .purpose = asked.purpose};
        const bool stays = std::ranges::all_of(seats, [&](const Seat& seat) {
            const auto* answer = agreed_item(seat, item.resource_id);
            return answer == nullptr || take_answer(column, seat, *answer);
        });
        if (stays) left.push_back(std::move(column));
    }
    return left;
}

std::string conditions_of(const std::vector<Seat>& seats, ResourceId resource_id) {
    std::string lines;
    for (const auto& seat : seats)
        if (const auto* answer = agreed_item(seat, resource_id))
            append_line(lines, said_by(seat, answer->conditions));
    return lines;
}

Status check_column_answers(const DataRequest& request, const Seat& seat,
                            const std::vector<SeatAnswer>& answers) {
    auto seats = request.seats;
    for (auto& other : seats)
        if (other.code == seat.code && other.body_id == seat.body_id)
            other = answered(seat, answers, UserId{}, Timestamp{});
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto item = std::ranges::find(request.items, answers[i].resource_id,
                                            &DataRequestItem::resource_id);
        YUNHE_ASSERT(item != request.items.end());
        YUNHE_CHECK(check_named_columns(*item, answers[i], item_pointer(i, "")));
        if (agreed(answers[i].decision) && columns_left(seats, *item).empty())
            return malformed(item_pointer(i, "/decision"), "no_column_left");
    }
    return Done{};
}

Status check_not_recused(const DataRequest& request, UserId user_id) {
    const bool recused = std::ranges::any_of(
        request.recusals, [&](const Recusal& recusal) { return recusal.user_id == user_id; });
    if (recused) return wrong_party("recused");
    return Done{};
}

std::vector<tenants::Role> assessment_roles(const tenants::RulePack& pack) {
    std::vector<tenants::Role> roles;
    for (const auto& text : pack.list("data_request_assessment"))
        roles.push_back(stored_enum<tenants::Role>(text));
    if (roles.empty()) roles = {tenants::Role::data_centre, tenants::Role::expert};
    return roles;
}

bool assessment_complete(const std::vector<Assessment>& assessments,
                         const tenants::RulePack& pack) {
    return std::ranges::all_of(assessment_roles(pack), [&](tenants::Role role) {
        return std::ranges::any_of(assessments,
                                   [&](const auto& made) { return made.role == role; });
    });
}

std::optional<std::string> unmet_criterion(const std::vector<Assessment>& assessments) {
    for (const auto& assessment : assessments) {
        if (!assessment.reasonable.met) return "reasonable";
        if (!assessment.compliant.met) return "compliant";
        if (!assessment.safe.met) return "safe";
    }
    return std::nullopt;
}

Status check_item(const DataRequestItem& item, std::size_t index, const Resource& resource,
                  const tenants::RulePack& pack, Date today) {
    YUNHE_CHECK(check_columns(item, index, resource));
    if (needs_consent(resource, pack) && !item.consent)
        return consent_missing(index, resource, pack);
    if (item.consent)
        YUNHE_CHECK(check_consent(*item.consent, item_pointer(index, "/consent"), today));
    return check_requestable(resource, pack);
}

Status check_items(const std::vector<DataRequestItem>& items, const tenants::RulePack& pack) {
    if (items.empty()) return malformed("/items", "too_few_items", {{"min", "1"}});
    std::set<ResourceId> resources;
    bool bundled = false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!resources.insert(items[i].resource_id).second)
            return malformed(item_pointer(i, "/resource_code"), "repeated_item");
        for (std::size_t j = 0; j < i && items[i].consent; ++j)
            bundled = bundled ||
                      (items[j].consent && same_consent(*items[j].consent, *items[i].consent));
    }
    if (bundled && pack.flag("bundled_consent_barred"))
        return refuse_by_rule(pack, "bundled_consent_barred", "consent_bundled");
    return Done{};
}

Status check_amendment(const DataRequestItem& before, const DataRequestItem& after,
                       std::size_t index) {
    const bool fewer = std::ranges::all_of(after.columns, [&](const RequestedColumn& column) {
        return std::ranges::any_of(before.columns,
                                   [&](const auto& old) { return old.name == column.name; });
    });
    if (fewer) return Done{};
    return malformed(item_pointer(index, "/columns"), "columns_only_fewer");
}

}  // namespace yunhe::catalog
