#include "billing/allocation_json.hpp"

#include <algorithm>
#include <set>

#include "billing/json_reader.hpp"

namespace yunhe::billing {
namespace {

/// In this order one mistake comes before another.
constexpr std::string_view kAllocationCodes[] = {
    "unknown_field", "missing_field",     "bad_money",   "negative_pool",
    "bad_plan",      "no_remaining_step", "bad_decimal", "bad_percent"};


void need(const Json& object, std::string_view name, const Place& place, Findings& findings) {
    if (!object.contains(name)) findings.note("missing_field", place.at(name));
}

/// Notes `bad_plan` where an object is due but isn't.
bool is_object(const Json& value, const Place& place, Findings& findings) {
    if (value.is_object()) return true;
    findings.note("bad_plan", place);
    return false;
}

bool is_array(const Json& value, const Place& place, Findings& findings) {
    if (value.is_array()) return true;
    findings.note("bad_plan", place);
    return false;
}

/// Basis or fallback: fields of the basis, none twice, at least one.
std::vector<BasisField> read_basis(const Json& value, const Place& place, Findings& findings) {
    std::vector<BasisField> fields;
    if (!is_array(value, place, findings)) return fields;
    if (value.empty()) findings.note("bad_plan", place);
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto field = value[i].is_string()
                               ? from_text<BasisField>(value[i].get_ref<const std::string&>())
                               : std::nullopt;
        const bool repeated =
            field && std::find(fields.begin(), fields.end(), *field) != fields.end();
        if (!field || repeated)
            findings.note("bad_plan", place.at(i));
        else
            fields.push_back(*field);
    }
    return fields;
}

void read_step_member(const std::string& name, const Json& value, const Place& place, Step& step,
                      Findings& findings) {
    if (name == "to") {
        step.to = read_string(value, "bad_plan", place, findings);
    } else if (name == "fixed") {
        step.kind = StepKind::fixed;
        step.fixed = read_money_not_negative(value, place, findings);
    } else if (name == "percent") {
        step.kind = StepKind::percent;
        step.percent = read_decimal(value, place, findings);
    } else if (name == "remaining") {
        step.kind = StepKind::remaining;
        if (value != true) findings.note("bad_plan", place);
    } else if (name == "basis") {
        step.basis = read_basis(value, place, findings);
    } else if (name == "fallback") {
        step.fallback = read_basis(value, place, findings);
    } else {
        findings.note("unknown_field", place);
    }
}

Step read_step(const Json& value, const Place& place, Findings& findings) {
    Step step;
    step.kind = StepKind::fixed;  // Until a member says otherwise.
    if (!is_object(value, place, findings)) return step;
    for (auto member = value.begin(); member != value.end(); ++member)
        read_step_member(member.key(), member.value(), place.at(member.key()), step, findings);

    need(value, "to", place, findings);
    const auto kinds =
        value.count("fixed") + value.count("percent") + value.count("remaining");
    if (kinds != 1) findings.note("bad_plan", place);
    const bool remaining = value.contains("remaining");
    for (const std::string_view name : {"basis", "fallback"})
        if (!remaining && value.contains(name)) findings.note("bad_plan", place.at(name));
    if (remaining && step.to == kDepartments) need(value, "basis", place, findings);
    return step;
}

void check_recipient(const Step& step, std::set<std::string_view>& seen, const Place& place,
                     Findings& findings) {
    const bool departments_without_rest =
        step.to == kDepartments && step.kind != StepKind::remaining;
    if (step.to.empty() || !seen.insert(step.to).second || departments_without_rest ||
        step.to.starts_with(kDepartmentPrefix))
        findings.note("bad_plan", place.at("to"));
}

/// What no single step shows.
void check_steps(const std::vector<Step>& steps, const Place& place, Findings& findings) {
    std::set<std::string_view> seen;
    WideInt percent_sum = 0;
    bool has_remaining = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Place here = place.at(i);
        check_recipient(steps[i], seen, here, findings);
        percent_sum += steps[i].percent.micro;
        if (steps[i].percent.micro != 0 && percent_sum > kHundredPercent)
            findings.note("bad_percent", here.at("percent"));
        if (steps[i].kind != StepKind::remaining) continue;
        has_remaining = true;
        // Not the last, which is also how a second one shows.
        if (i + 1 != steps.size()) findings.note("bad_plan", here.at("remaining"));
    }
    if (!has_remaining) findings.note("no_remaining_step", place);
}

AllocationPlan read_plan(const Json& value, const Place& place, Findings& findings) {
    AllocationPlan plan;
    if (!is_object(value, place, findings)) return plan;
    for (auto member = value.begin(); member != value.end(); ++member) {
        const Place here = place.at(member.key());
        if (member.key() == "id") {
            plan.id = read_string(member.value(), "bad_plan", here, findings);
        } else if (member.key() == "steps") {
            if (!is_array(member.value(), here, findings)) continue;
            for (std::size_t i = 0; i < member.value().size(); ++i)
                plan.steps.push_back(read_step(member.value()[i], here.at(i), findings));
            check_steps(plan.steps, here, findings);
        } else {
            findings.note("unknown_field", here);
        }
    }
    need(value, "id", place, findings);
    need(value, "steps", place, findings);
    return plan;
}

Source read_source(const Json& value, const Place& place, Findings& findings) {
    Source source;
    bool has_department = false;
    bool has_resource = false;
    if (!is_object(value, place, findings)) return source;
    for (auto member = value.begin(); member != value.end(); ++member) {
        const std::string& name = member.key();
        const Place here = place.at(name);
        if (name == "department") {
            has_department = true;
            source.department = read_string(member.value(), "bad_plan", here, findings);
        } else if (name == "resource") {
            has_resource = true;
            source.resource = read_string(member.value(), "bad_plan", here, findings);
        } else if (name == "weight") {
            source.weight = read_decimal(member.value(), here, findings);
        } else if (name == "usage") {
            source.usage = read_decimal(member.value(), here, findings);
        } else if (name == "quality") {
            source.quality = read_decimal(member.value(), here, findings);
        } else {
            findings.note("unknown_field", here);
        }
    }
    if (!has_department) findings.note("missing_field", place.at("department"));
    if (!has_resource) findings.note("missing_field", place.at("resource"));
    return source;
}

std::vector<Source> read_sources(const Json& value, const Place& place, Findings& findings) {
    std::vector<Source> sources;
    if (!is_array(value, place, findings)) return sources;
    sources.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i)
        sources.push_back(read_source(value[i], place.at(i), findings));
    return sources;
}

/// Sources are needed for departments, and wrong for a named account.
void check_sources_fit(const Json& value, const AllocationRequest& request, Findings& findings) {
    const Place root;
    for (const auto& step : request.plan.steps) {
        if (step.kind != StepKind::remaining || step.to.empty()) continue;
        if (step.to == kDepartments)
            need(value, "sources", root, findings);
        else if (!request.sources.empty())
            findings.note("bad_plan", root.at("sources"));
    }
}

/// Codes need no escapes, so that most strings go out as they are.
void append_string(std::string& text, std::string_view value) {
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    });
    if (!plain) {
        text += Json(value).dump();
        return;
    }
    text += '"';
    text += value;
    text += '"';
}

void append_amount(std::string& text, std::string_view name, Money amount) {
    text += ",\"";
    text += name;
    text += "\":\"";
    text += to_text(amount);
    text += '"';
}

void append_part(std::string& text, const Part& part) {
    text += "{\"to\":";
    append_string(text, part.to);
    append_amount(text, "amount", part.amount);
    if (!part.resources.empty()) {
        text += ",\"resources\":[";
        for (const auto& resource : part.resources) {
            if (&resource != &part.resources.front()) text += ',';
            text += "{\"resource\":";
            append_string(text, resource.resource);
            append_amount(text, "amount", resource.amount);
            text += '}';
        }
        text += ']';
    }
    text += '}';
}

Json basis_json(const std::vector<BasisField>& fields) {
    Json value = Json::array();
    for (const auto field : fields) value.push_back(std::string(to_text(field)));
    return value;
}

}  // namespace

Result<AllocationPlan> parse_allocation_plan(const Json& value) {
    Findings findings(kAllocationCodes);
    AllocationPlan plan = read_plan(value, Place(), findings);
    if (findings.any()) return findings.error();
    return plan;
}

Result<AllocationRequest> parse_allocation_request(const Json& value) {
    Findings findings(kAllocationCodes);
    AllocationRequest request;
    const Place root;
    if (!is_object(value, root, findings)) return findings.error();
    for (auto member = value.begin(); member != value.end(); ++member) {
        const Place here = root.at(member.key());
        if (member.key() == "pool") {
            request.pool = read_money(member.value(), here, findings);
            if (request.pool.negative()) findings.note("negative_pool", here);
        } else if (member.key() == "plan") {
            request.plan = read_plan(member.value(), here, findings);
        } else if (member.key() == "sources") {
            request.sources = read_sources(member.value(), here, findings);
        } else {
            findings.note("unknown_field", here);
        }
    }
    need(value, "pool", root, findings);
    need(value, "plan", root, findings);
    check_sources_fit(value, request, findings);
    if (findings.any()) return findings.error();
    return request;
}

Json to_json(const AllocationPlan& plan) {
    Json steps = Json::array();
    for (const auto& step : plan.steps) {
        Json value = {{"to", step.to}};
        if (step.kind == StepKind::fixed) value["fixed"] = to_text(step.fixed);
        if (step.kind == StepKind::percent) value["percent"] = to_text(step.percent);
        if (step.kind == StepKind::remaining) value["remaining"] = true;
        if (!step.basis.empty()) value["basis"] = basis_json(step.basis);
        if (!step.fallback.empty()) value["fallback"] = basis_json(step.fallback);
        steps.push_back(std::move(value));
    }
    return {{"id", plan.id}, {"steps", std::move(steps)}};
}

std::string to_json_text(const Allocation& allocation, std::string_view plan_id) {
    std::string text = "{\"pool\":\"" + to_text(allocation.pool) + "\",\"plan\":";
    append_string(text, plan_id);
    text += ",\"parts\":[";
    for (const auto& part : allocation.parts) {
        if (&part != &allocation.parts.front()) text += ',';
        append_part(text, part);
    }
    text += ']';
    append_amount(text, "total", total_of(allocation.parts));
    text += '}';
    return text;
}

}  // namespace yunhe::billing
