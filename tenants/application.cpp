#include "tenants/application.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace yunhe::tenants {

ApplicationState state_on(const Application& application, Date day) {
    const bool late = application.supplement_due_on && *application.supplement_due_on < day;
    if (application.state == ApplicationState::supplement_requested && late)
        return ApplicationState::lapsed;
    return application.state;
}

Status check_complete(const Application& application, const Notice& notice) {
    std::vector<FieldError> errors;
    if (blank(application.plan_text)) errors.push_back({"/plan_text", "empty_text"});
    if (blank(application.contact)) errors.push_back({"/contact", "empty_text"});
    for (const auto& condition : notice.conditions) {
        const auto stated = std::ranges::any_of(application.statements, [&](const auto& statement) {
            return statement.condition == condition && !blank(statement.text);
        });
        if (!stated)
            errors.push_back({"/statements", "missing_statement", {{"condition", condition}}});
    }
    if (errors.empty()) return Done{};
    return Error{Errc::malformed, "invalid_request", {}, std::move(errors), {}};
}

namespace {

std::string statement_on(const Application& application, const std::string& condition) {
    for (const auto& statement : application.statements)
        if (statement.condition == condition) return statement.text;
    return {};
}

}  // namespace

std::vector<std::string> closed_changes(const Application& present, const Application& changed) {
    const auto open = [&](std::string_view pointer) {
        return std::ranges::find(present.requested_fields, pointer) !=
               present.requested_fields.end();
    };
    std::vector<std::string> closed;
    if (present.plan_text != changed.plan_text && !open("/plan_text"))
        closed.push_back("/plan_text");
    if (present.contact != changed.contact && !open("/contact")) closed.push_back("/contact");
    if (open("/statements")) return closed;
    std::set<std::string> conditions;
    for (const auto* side : {&present, &changed})
        for (const auto& statement : side->statements) conditions.insert(statement.condition);
    for (const auto& condition : conditions)
        if (statement_on(present, condition) != statement_on(changed, condition) &&
            !open("/statements/" + condition))
            closed.push_back("/statements/" + condition);
    return closed;
}

bool is_field_pointer(const Notice& notice, std::string_view pointer) {
    constexpr std::string_view kStatements = "/statements";
    if (pointer == "/plan_text" || pointer == "/contact" || pointer == kStatements) return true;
    if (!pointer.starts_with("/statements/")) return false;
    const auto condition = pointer.substr(kStatements.size() + 1);
    return std::ranges::find(notice.conditions, condition) != notice.conditions.end();
}

std::vector<std::string> missing_materials(const std::vector<std::string>& wanted,
                                           const std::vector<std::string>& uploaded) {
    std::vector<std::string> missing;
    for (const auto& material : wanted)
        if (std::ranges::find(uploaded, material) == uploaded.end()) missing.push_back(material);
    return missing;
}

}  // namespace yunhe::tenants
