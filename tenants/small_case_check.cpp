#include <algorithm>
#include <set>

#include "tenants/evaluation.hpp"
#include "tenants/small_case_definition.hpp"

namespace yunhe::tenants {
namespace {

Status check_period(const Input& form) {
    if (form.date("period_to") < form.date("period_from"))
        return malformed("/period_to", "bad_interval");
    return Done{};
}

Status check_from_until(const Input& form) {
    if (form.date("until") < form.date("from")) return malformed("/until", "bad_interval");
    return Done{};
}

/// By the pack's own ban; where the text doesn't name it, by the platform's own rule.
Error refuse_export(const RulePack& pack, std::string_view ban) {
    return refuse_by_item(pack, "export_bans", ban, "export_banned");
}

bool holds(const std::vector<std::string>& list, std::string_view item) {
    return std::ranges::find(list, item) != list.end();
}

std::string at(const char* list, std::size_t index, const char* member) {
    return std::string("/") + list + "/" + std::to_string(index) + "/" + member;
}

std::vector<std::string> parts_of(const SmallCase& inspection) {
    return Input(inspection.fields).texts("parts");
}

Status check_findings(const SmallCase& inspection, const std::vector<Input>& findings) {
    const auto parts = parts_of(inspection);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const auto part = findings[i].text("part");
        if (!holds(parts, part))
            return malformed(at("findings", i, "part"), "unknown_inspection_part",
                             {{"part", part}});
        if (!seen.insert(part).second)
            return malformed(at("findings", i, "part"), "repeated_item");
    }
    for (const auto& part : parts)
        if (!seen.contains(part))
            return malformed("/findings", "finding_missing", {{"part", part}});
    return Done{};
}

bool any_deficient(const std::vector<Input>& findings) {
    return std::ranges::any_of(findings, [](const Input& f) { return !f.boolean("conforming"); });
}

}  // namespace

Status check_days(const Shape& form, const Input& fields, Timestamp now) {
    const auto today = date_of(now);
    for (const auto& field : form.fields) {
        if (!fields.has(field.name)) continue;
        const std::string at = "/" + std::string(field.name);
        if (field.type == FieldType::timestamp && fields.timestamp(field.name) > now)
            return malformed(at, "in_the_future");
        if (field.type != FieldType::date) continue;
        const auto day = fields.date(field.name);
        const bool happened = field.name == "happened_on" || field.name == "joined_on" ||
                              field.name == "running_since";
        if (happened && day > today) return malformed(at, "in_the_future");
        if ((field.name == "due_on" || field.name == "until" || field.name == "needed_by") &&
            day < today) return malformed(at, "already_over");
    }
    return Done{};
}

Status check_report(const CaseOpening& opening) { return check_period(opening.fields); }

Status check_annual_report(const CaseOpening& opening) {
    YUNHE_CHECK(check_period(opening.fields));
    const auto wanted = opening.pack.items("report_parts");
    if (wanted.empty()) return Done{};
    std::set<std::string> given;
    const auto parts = opening.fields.objects("parts");
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto code = parts[i].text("code");
        if (!opening.pack.find_item("report_parts", code))
            return malformed(at("parts", i, "code"), "unknown_report_part", {{"part", code}});
        if (!given.insert(code).second)
            return malformed(at("parts", i, "code"), "repeated_item");
    }
    for (const auto& part : wanted)
        if (!given.contains(part.code) && !given.contains(part.title.zh))
            return refuse_by_item(opening.pack, "report_parts", part.code, "report_part_missing",
                                  {{"part", part.title.zh}});
    return Done{};
}

Status check_inspection(const CaseOpening& opening) {
    const auto wanted = opening.pack.list("inspection_parts");
    if (wanted.empty()) return Done{};
    const auto parts = opening.fields.texts("parts");
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (!holds(wanted, parts[i]))
            return malformed("/parts/" + std::to_string(i), "unknown_inspection_part",
                             {{"part", parts[i]}});
    for (const auto& part : wanted)
        if (!holds(parts, part))
            return refuse_by_rule(opening.pack, "inspection_parts", "inspection_part_missing",
                                  {{"part", part}});
    return Done{};
}

Status check_evaluation(const CaseOpening& opening) {
    YUNHE_CHECK(check_period(opening.fields));
    const auto indicators = indicators_from(opening.fields);
    YUNHE_CHECK(check_indicators(indicators));
    // The indicators are the authority's: an evaluation by somebody else has its own.
    if (opening.opener_role != Role::data_authority) return Done{};
    for (const auto& wanted : opening.pack.list("evaluation_indicators"))
        if (std::ranges::find(indicators, wanted, &Indicator::code) == indicators.end())
            return refuse_by_rule(opening.pack, "evaluation_indicators", "indicator_missing",
                                  {{"indicator", wanted}});
    return Done{};
}

Status check_channel(const CaseOpening& opening) {
    // What exists is registered so that it can join; only what is new can still be kept from being.
    if (opening.fields.text("origin") != "new") return Done{};
    const bool approved = opening.fields.has("approval_document");
    const bool can_be_approved = opening.pack.flag("new_channel_with_approval");
    if (opening.pack.flag("sole_channel") && !(approved && can_be_approved))
        return refuse_by_rule(opening.pack, "sole_channel",
                              can_be_approved ? "channel_needs_approval" : "channel_barred");
    if (opening.fields.has("third_party") && !approved &&
        opening.pack.flag("outside_agreements_barred"))
        return refuse_by_rule(opening.pack, "outside_agreements_barred", "outside_agreement");
    return Done{};
}

Status check_import(const CaseOpening& opening) {
    constexpr auto kRule = "social_data_import_approval";
    YUNHE_CHECK(check_from_until(opening.fields));
    if (opening.pack.find(kRule) == nullptr) return Done{};
    if (!effective_code(opening.pack, opening.policy, kRule).empty()) return Done{};
    return refuse_by_rule(opening.pack, kRule, "import_approver_unset");
}

Status check_export(const CaseOpening& opening) {
    const auto& form = opening.fields;
    YUNHE_CHECK(check_from_until(form));
    const bool resources = form.has("resource_codes") && !form.texts("resource_codes").empty();
    if (!form.has("product_code") && !resources)
        return malformed("/resource_codes", "too_few_items");
    if (form.text("form") == "raw_data") return refuse_export(opening.pack, "raw_data");
    if (form.text("form") == "reversible_model") return refuse_export(opening.pack, "reversible");
    return Done{};
}

Status check_export_approval(const RulePack& pack, const SmallCase&, const Input& body) {
    if (!body.boolean("no_raw_data")) return refuse_export(pack, "raw_data");
    if (!body.boolean("not_reversible")) return refuse_export(pack, "reversible");
    return Done{};
}

Status check_export_record(const RulePack& pack, const SmallCase& permit, const Input& body) {
    const Input fields(permit.fields);
    const auto scenario = fields.text("scenario_code");
    if (body.text("scenario_code") != scenario)
        return refuse_by_item(pack, "export_bans", "unapproved_scenario",
                              "export_outside_scenario", {{"scenario", scenario}});
    const auto day = date_of(body.timestamp("at"));
    if (day < fields.date("from") || day > fields.date("until"))
        return wrong_state("export_permit_over", {{"from", to_text(fields.date("from"))},
                                                  {"until", to_text(fields.date("until"))}});
    return Done{};
}

Status check_conclusion(const RulePack&, const SmallCase& inspection, const Input& body) {
    const auto findings = body.objects("findings");
    YUNHE_CHECK(check_findings(inspection, findings));
    if (any_deficient(findings)) return malformed("/findings", "deficiency_found");
    return Done{};
}

Status check_deficiencies(const RulePack&, const SmallCase& inspection, const Input& body) {
    const auto findings = body.objects("findings");
    YUNHE_CHECK(check_findings(inspection, findings));
    if (!any_deficient(findings)) return malformed("/findings", "no_deficiency");
    return Done{};
}

Status check_scores(const RulePack&, const SmallCase& evaluation, const Input& body) {
    return check_scores_fit(indicators_from(Input(evaluation.fields)), scores_from(body));
}

}  // namespace yunhe::tenants
