#include "tenants/tenant_policy.hpp"

#include <algorithm>

#include "base/code_pattern.hpp"
#include "base/decimal.hpp"

namespace yunhe::tenants {
namespace {

struct NumberMember {
    const char* name;
    int TenantPolicy::*member;
    int least;
    int most;
};
constexpr NumberMember kNumbers[] = {
    {"supplement_working_days", &TenantPolicy::supplement_working_days, 1, 60},
    {"panel_size", &TenantPolicy::panel_size, 1, 15},
    {"panel_quorum", &TenantPolicy::panel_quorum, 0, 15},
    {"pass_mark", &TenantPolicy::pass_mark, 0, 100},
    {"disclosure_working_days", &TenantPolicy::disclosure_working_days, 1, 60},
    {"seat_working_days", &TenantPolicy::seat_working_days, 1, 120},
    {"urgent_stop_confirmation_working_days", &TenantPolicy::urgent_stop_confirmation_working_days,
     1, 30},
    {"reapplication_bar_months", &TenantPolicy::reapplication_bar_months, 0, 120},
    {"quality_ticket_working_days", &TenantPolicy::quality_ticket_working_days, 1, 250},
    {"quality_late_points", &TenantPolicy::quality_late_points, 0, 100},
    {"quality_partly_points", &TenantPolicy::quality_partly_points, 0, 100},
    {"quality_unmended_points", &TenantPolicy::quality_unmended_points, 0, 100},
    {"filing_working_days", &TenantPolicy::filing_working_days, 1, 250},
    {"list_check_valid_days", &TenantPolicy::list_check_valid_days, 1, 3660},
    {"incident_working_days", &TenantPolicy::incident_working_days, 1, 250},
    {"report_check_working_days", &TenantPolicy::report_check_working_days, 1, 250},
    {"inspection_working_days", &TenantPolicy::inspection_working_days, 1, 250},
    {"evaluation_working_days", &TenantPolicy::evaluation_working_days, 1, 250},
    {"support_working_days", &TenantPolicy::support_working_days, 1, 250},
    {"complaint_working_days", &TenantPolicy::complaint_working_days, 1, 250},
    {"data_objection_working_days", &TenantPolicy::data_objection_working_days, 1, 250},
    {"trial_days_max", &TenantPolicy::trial_days_max, 1, 3660},
    {"trial_quantity_max", &TenantPolicy::trial_quantity_max, 1, 1'000'000'000},
    {"delisting_notice_days", &TenantPolicy::delisting_notice_days, 0, 366},
    {"bill_due_days", &TenantPolicy::bill_due_days, 0, 366},
    {"dunning_reminder_days", &TenantPolicy::dunning_reminder_days, 1, 366},
    {"dunning_notice_days", &TenantPolicy::dunning_notice_days, 1, 366},
    {"dunning_final_days", &TenantPolicy::dunning_final_days, 1, 366},
    {"dunning_grace_days", &TenantPolicy::dunning_grace_days, 1, 366},
    {"dispute_answer_days", &TenantPolicy::dispute_answer_days, 1, 366},
    {"requests_per_minute", &TenantPolicy::requests_per_minute, 0, 10'000'000},
    {"material_megabytes_max", &TenantPolicy::material_megabytes_max, 1, 200},
};

struct FlagMember {
    const char* name;
    bool TenantPolicy::*member;
};
constexpr FlagMember kFlags[] = {
    {"supplement_round", &TenantPolicy::supplement_round},
    {"province_seat_for_returned_data", &TenantPolicy::province_seat_for_returned_data},
};

constexpr int kMonthsMost = 1200;

Error wrong_type(std::string at, const char* expected) {
    return malformed(std::move(at), "wrong_type", {{"expected", expected}});
}

Error out_of_range(std::string at, int least, int most) {
    return malformed(std::move(at), "out_of_range",
                     {{"min", std::to_string(least)}, {"max", std::to_string(most)}});
}

Error not_one_of(std::string at, std::string_view allowed) {
    return malformed(std::move(at), "not_one_of", {{"allowed", std::string(allowed)}});
}

std::string role_words() {
    std::string words;
    for (const auto word : enum_values<Role>)
        words += (words.empty() ? "" : " ") + std::string(word);
    return words;
}

Error loosens(const RulePack& pack, std::string_view key, std::string_view member) {
    auto error =
        refuse_by_rule(pack, key, "policy_loosens_pack", {{"member", std::string(member)}});
    error.fields.push_back({"/" + pointer_token(member), "policy_loosens_pack", {}});
    return error;
}

bool pack_seats_province(const RulePack& pack) {
    const auto seats = pack.items("data_request_seats");
    return std::ranges::any_of(seats, [](const RuleItem& seat) {
        return seat.role == Role::province && seat.when == "province_returned";
    });
}

Result<ExtraMaterial> read_material(const Json& json, const std::string& at) {
    if (!json.is_object()) return wrong_type(at, "object");
    for (const auto& [name, value] : json.items())
        if (name != "code" && name != "title")
            return malformed(at + "/" + pointer_token(name), "unknown_field");
    if (!json.contains("code") || !json["code"].is_string())
        return wrong_type(at + "/code", "string");
    if (!json.contains("title") || !json["title"].is_object())
        return wrong_type(at + "/title", "object");
    const Json& title = json["title"];
    for (const char* language : {"zh", "en"})
        if (!title.contains(language) || !title[language].is_string() || title[language] == "")
            return malformed(at + "/title/" + language, "missing_field");
    return ExtraMaterial{json["code"].get<std::string>(),
                         {title["zh"].get<std::string>(), title["en"].get<std::string>()}};
}

Status read_materials(const Json& json, TenantPolicy& policy) {
    if (!json.is_array() || json.size() > 50) return wrong_type("/extra_materials", "array");
    std::size_t index = 0;
    for (const auto& entry : json) {
        YUNHE_TRY(material, read_material(entry, "/extra_materials/" + std::to_string(index++)));
        policy.extra_materials.push_back(std::move(material));
    }
    return Done{};
}

constexpr int kQuotaMost = 1'000'000;

Result<int> read_quota(const Json& json, const std::string& at) {
    if (!json.is_number_integer()) return wrong_type(at, "integer");
    const auto wanted = json.get<std::int64_t>();
    if (wanted < 0 || wanted > kQuotaMost) return out_of_range(at, 0, kQuotaMost);
    return static_cast<int>(wanted);
}

Status read_field_quotas(const Json& json, const std::string& at,
                         std::map<std::string, int, std::less<>>& quotas) {
    if (!json.is_object()) return wrong_type(at, "object");
    for (const auto& [field, value] : json.items()) {
        YUNHE_TRY(quota, read_quota(value, at + "/" + pointer_token(field)));
        quotas.emplace(field, quota);
    }
    return Done{};
}

/// {"units": 10, "scenarios": 30, "units_by_field": {"health": 2}, "scenarios_by_field": {...}}
Status read_quotas(const Json& json, Quotas& quotas) {
    if (!json.is_object()) return wrong_type("/quotas", "object");
    for (const auto& [name, value] : json.items()) {
        const auto at = "/quotas/" + pointer_token(name);
        if (name == "units_by_field") {
            YUNHE_CHECK(read_field_quotas(value, at, quotas.units_by_field));
            continue;
        }
        if (name == "scenarios_by_field") {
            YUNHE_CHECK(read_field_quotas(value, at, quotas.scenarios_by_field));
            continue;
        }
        if (name != "units" && name != "scenarios") return malformed(at, "unknown_field");
        YUNHE_TRY(quota, read_quota(value, at));
        (name == "units" ? quotas.units : quotas.scenarios) = quota;
    }
    return Done{};
}

Json quotas_json(const Quotas& quotas) {
    Json json = {{"units_by_field", Json::object()}, {"scenarios_by_field", Json::object()}};
    if (quotas.units) json["units"] = *quotas.units;
    if (quotas.scenarios) json["scenarios"] = *quotas.scenarios;
    for (const auto& [field, quota] : quotas.units_by_field) json["units_by_field"][field] = quota;
    for (const auto& [field, quota] : quotas.scenarios_by_field)
        json["scenarios_by_field"][field] = quota;
    return json;
}

Status read_tax_rate(const Json& json, TenantPolicy& policy) {
    if (!json.is_string()) return wrong_type("/tax_rate", "string");
    const auto text = json.get<std::string>();
    const auto percent = Decimal::parse(text);
    if (!percent.ok()) return malformed("/tax_rate", "bad_decimal");
    if (percent.value().micro > 100'000'000) return malformed("/tax_rate", "bad_percent");
    policy.tax_rate = text;
    return Done{};
}

Status read_code_pattern(const Json& json, TenantPolicy& policy) {
    if (!json.is_string()) return wrong_type("/payment_code_pattern", "string");
    auto text = json.get<std::string>();
    if (!text.empty() && !CodePattern::parse(text).ok())
        return malformed("/payment_code_pattern", "bad_code_pattern");
    policy.payment_code_pattern = std::move(text);
    return Done{};
}

/// A number against the pack's: a ceiling may sink, a floor may rise, a cadence may quicken.
Status check_tightening(const RulePack& pack, const VocabularyEntry& entry, int wanted) {
    const auto fixed = pack.integer(entry.key);
    if (entry.key == "agreement_term_months_max") {
        const auto exact = pack.integer("agreement_term_exact_months");
        if (exact && *exact != wanted)
            return loosens(pack, "agreement_term_exact_months", entry.key);
    }
    if (!fixed || *fixed == wanted) return Done{};
    const bool tighter = (entry.tightening == Tightening::lower && wanted < *fixed) ||
                         (entry.tightening == Tightening::higher && wanted > *fixed);
    if (!tighter) return loosens(pack, entry.key, entry.key);
    return Done{};
}

Status check_word(const VocabularyEntry& entry, const Json& value) {
    const std::string at = "/" + std::string(entry.key);
    if (!value.is_string()) return wrong_type(at, "string");
    const auto word = value.get<std::string>();
    if (entry.shape == ValueShape::role && !from_text<Role>(word))
        return not_one_of(at, role_words());
    if (entry.shape == ValueShape::code && !entry.detail.empty() && !has_word(entry.detail, word))
        return not_one_of(at, entry.detail);
    return Done{};
}

/// A key of the vocabulary. Numbers may tighten; words fill what the pack leaves open.
Status read_key(const RulePack& pack, const VocabularyEntry& entry, const Json& value,
                TenantPolicy& policy) {
    const std::string at = "/" + std::string(entry.key);
    if (entry.shape == ValueShape::integer) {
        if (!value.is_number_integer()) return wrong_type(at, "integer");
        const auto wanted = value.get<std::int64_t>();
        if (wanted < 0 || wanted > kMonthsMost) return out_of_range(at, 0, kMonthsMost);
        YUNHE_CHECK(check_tightening(pack, entry, static_cast<int>(wanted)));
    } else if (entry.shape == ValueShape::code || entry.shape == ValueShape::role ||
               entry.shape == ValueShape::text) {
        YUNHE_CHECK(check_word(entry, value));
        const auto fixed = pack.code(entry.key);
        if (!fixed.empty() && fixed != value.get<std::string>())
            return loosens(pack, entry.key, entry.key);
    } else {
        return malformed(at, "unknown_field");
    }
    policy.values.emplace(entry.key, value);
    return Done{};
}

/// nullopt: `name` is no member of the struct.
std::optional<Status> read_member(const std::string& name, const Json& value,
                                  TenantPolicy& policy) {
    for (const auto& number : kNumbers) {
        if (name != number.name) continue;
        if (!value.is_number_integer()) return wrong_type("/" + name, "integer");
        const auto wanted = value.get<std::int64_t>();
        if (wanted < number.least || wanted > number.most)
            return out_of_range("/" + name, number.least, number.most);
        policy.*number.member = static_cast<int>(wanted);
        return Done{};
    }
    for (const auto& flag : kFlags) {
        if (name != flag.name) continue;
        if (!value.is_boolean()) return wrong_type("/" + name, "boolean");
        policy.*flag.member = value.get<bool>();
        return Done{};
    }
    if (name == "extra_materials") return read_materials(value, policy);
    if (name == "tax_rate") return read_tax_rate(value, policy);
    if (name == "payment_code_pattern") return read_code_pattern(value, policy);
    if (name == "quotas") return read_quotas(value, policy.quotas);
    return std::nullopt;
}

}  // namespace

Result<TenantPolicy> parse_policy(const Json& json, const RulePack& pack) {
    if (!json.is_object()) return wrong_type("", "object");
    TenantPolicy policy;
    for (const auto& [name, value] : json.items()) {
        if (const auto read = read_member(name, value, policy)) {
            YUNHE_CHECK(*read);
            continue;
        }
        const auto* entry = find_vocabulary(name);
        if (entry == nullptr) return malformed("/" + pointer_token(name), "unknown_field");
        YUNHE_CHECK(read_key(pack, *entry, value, policy));
    }
    if (policy.panel_quorum > policy.panel_size)
        return out_of_range("/panel_quorum", 0, policy.panel_size);
    if (pack.flag("supplement_round") && !policy.supplement_round)
        return loosens(pack, "supplement_round", "supplement_round");
    constexpr auto kProvinceSeat = "province_seat_for_returned_data";
    if (pack_seats_province(pack)) {
        if (json.contains(kProvinceSeat) && !policy.province_seat_for_returned_data)
            return loosens(pack, "data_request_seats", kProvinceSeat);
        policy.province_seat_for_returned_data = true;
    }
    return policy;
}

TenantPolicy fitting_policy(const TenantPolicy& policy, const RulePack& pack) {
    TenantPolicy fitting = policy;
    std::erase_if(fitting.values, [&](const auto& value) {
        return !parse_policy(Json{{value.first, value.second}}, pack).ok();
    });
    fitting.supplement_round = policy.supplement_round || pack.flag("supplement_round");
    fitting.province_seat_for_returned_data =
        policy.province_seat_for_returned_data || pack_seats_province(pack);
    return fitting;
}

Json to_json(const TenantPolicy& policy) {
    Json json = Json::object();
    for (const auto& flag : kFlags) json[flag.name] = policy.*flag.member;
    for (const auto& number : kNumbers) json[number.name] = policy.*number.member;
    json["tax_rate"] = policy.tax_rate;
    json["payment_code_pattern"] = policy.payment_code_pattern;
    json["quotas"] = quotas_json(policy.quotas);
    json["extra_materials"] = Json::array();
    for (const auto& material : policy.extra_materials)
        json["extra_materials"].push_back(
            {{"code", material.code},
             {"title", {{"zh", material.title.zh}, {"en", material.title.en}}}});
    for (const auto& [key, value] : policy.values) json[key] = value;
    return json;
}

std::optional<int> effective_integer(const RulePack& pack, const TenantPolicy& policy,
                                     std::string_view key) {
    const auto set = policy.values.find(key);
    if (set != policy.values.end()) return set->second.get<int>();
    return pack.integer(key);
}

std::string effective_code(const RulePack& pack, const TenantPolicy& policy, std::string_view key) {
    const auto set = policy.values.find(key);
    if (set != policy.values.end()) return set->second.get<std::string>();
    return pack.code(key);
}

RuleReference cite_effective(const RulePack& pack, const TenantPolicy& policy,
                             std::string_view key) {
    const auto set = policy.values.find(key);
    const auto* rule = pack.find(key);
    if (set == policy.values.end() || (rule != nullptr && rule->value == set->second))
        return cite(pack, key);
    return {"tenant_policy", std::string(key), {}, {}};
}

Error refuse_by_effective(const RulePack& pack, const TenantPolicy& policy, std::string_view key,
                          std::string code, ErrorArgs args) {
    auto reference = cite_effective(pack, policy, key);
    if (reference.source != "tenant_policy")
        return refuse_by_rule(pack, key, std::move(code), std::move(args));
    return refuse_by_policy(std::string(key), std::move(code), std::move(args));
}

std::vector<std::string> unset_keys(const RulePack& pack, const TenantPolicy& policy) {
    std::vector<std::string> keys;
    for (const auto& rule : pack.rules)
        if (rule.value.is_null() && !policy.values.contains(rule.key)) keys.push_back(rule.key);
    return keys;
}

std::vector<RuleItem> data_request_seats(const RulePack& pack, const TenantPolicy& policy,
                                         bool returned_data) {
    std::vector<RuleItem> seats;
    bool province = false;
    for (auto& seat : pack.items("data_request_seats")) {
        if (seat.when == "province_returned" && !returned_data) continue;
        province = province || seat.role == Role::province;
        seats.push_back(std::move(seat));
    }
    if (returned_data && !province && policy.province_seat_for_returned_data) {
        RuleItem seat;
        seat.code = "province";
        seat.title = {"省级席位", "Provincial seat"};
        seat.role = Role::province;
        seat.per = "request";
        seat.when = "province_returned";
        seats.push_back(std::move(seat));
    }
    return seats;
}

}  // namespace yunhe::tenants
