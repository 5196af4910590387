#include "tenants/application.hpp"

#include <algorithm>

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

std::vector<std::string> missing_materials(const std::vector<std::string>& wanted,
                                           const std::vector<std::string>& uploaded) {
    std::vector<std::string> missing;
    for (const auto& material : wanted)
        if (std::ranges::find(uploaded, material) == uploaded.end()) missing.push_back(material);
    return missing;
}

}  // namespace yunhe::tenants
