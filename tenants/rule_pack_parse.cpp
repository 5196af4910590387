#include <algorithm>
#include <set>

#include "base/crypto.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::string_view kPackMembers =
    "id kind city title document_no official_link_name official_site valid_from valid_to successor "
    "tiers "
    "note rules";
constexpr std::string_view kRuleMembers = "key value force article summary";
constexpr std::string_view kNationalRuleMembers =
    "key value force article document verified summary";
constexpr std::string_view kItemMembers = "code title article force";
constexpr std::string_view kStageMembers =
    "stage title actor opens concludes participants output decided_by discloses gate article force";
constexpr std::string_view kProofs = "anonymised desensitised consented";
constexpr std::string_view kUnits = "request department product";
constexpr std::string_view kOccasions = "always province_returned data_use_paid";
constexpr std::string_view kDeciders = "coordination government leading_group";
constexpr std::string_view kDisclosures = "review_result final_result";

constexpr int kCountMost = 1200;

template <class E>
std::string all_words() {
    std::string words;
    for (const auto word : enum_values<E>) words += (words.empty() ? "" : " ") + std::string(word);
    return words;
}

bool is_snake_case(std::string_view text) {
    return !text.empty() && text.front() != '_' && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// Collects what is wrong with a pack. Each `check_` looks at one value at one pointer.
class Inspection {
public:
    std::vector<FieldError> wrong;

    void fail(const std::string& at, const char* code, ErrorArgs args = {}) {
        wrong.push_back({at, code, std::move(args)});
    }
    void wrong_type(const std::string& at, const char* expected) {
        fail(at, "wrong_type", {{"expected", expected}});
    }
    void out_of_range(const std::string& at, int least, int most) {
        fail(at, "out_of_range", {{"min", std::to_string(least)}, {"max", std::to_string(most)}});
    }
    void not_one_of(const std::string& at, std::string_view allowed) {
        fail(at, "not_one_of", {{"allowed", std::string(allowed)}});
    }

    bool check_object(const Json& value, std::string_view members, const std::string& at) {
        if (!value.is_object()) {
            wrong_type(at, "object");
            return false;
        }
        for (const auto& [name, member] : value.items())
            if (!has_word(members, name)) fail(at + "/" + pointer_token(name), "unknown_field");
        return true;
    }

    /// Is there a member that isn't null?
    bool present(const Json& object, const char* name) {
        return object.contains(name) && !object[name].is_null();
    }

    void check_required(const Json& object, const char* name, const std::string& at) {
        if (!present(object, name)) fail(at + "/" + name, "missing_field");
    }

    void check_text(const Json& object, const char* name, const std::string& at) {
        if (!present(object, name)) return;
        if (!object[name].is_string() || object[name].get<std::string>().empty())
            wrong_type(at + "/" + name, "text");
    }

    void check_local_text(const Json& object, const char* name, const std::string& at) {
        if (!present(object, name)) return;
        const std::string here = at + "/" + name;
        if (!check_object(object[name], "zh en", here)) return;
        for (const char* language : {"zh", "en"}) {
            check_required(object[name], language, here);
            check_text(object[name], language, here);
        }
    }

    void check_word(const Json& value, std::string_view choices, const std::string& at) {
        if (!value.is_string()) return wrong_type(at, "word");
        const auto word = value.get<std::string>();
        if (choices.empty() ? !is_snake_case(word) : !has_word(choices, word))
            not_one_of(at, choices);
    }

    void check_word_member(const Json& object, const char* name, std::string_view choices,
                           const std::string& at) {
        if (present(object, name)) check_word(object[name], choices, at + "/" + name);
    }

    void check_role(const Json& value, const std::string& at) {
        if (!value.is_string()) return wrong_type(at, "role");
        if (!from_text<Role>(value.get<std::string>())) not_one_of(at, all_words<Role>());
    }

    template <class CheckOne>
    void check_distinct(const Json& value, const std::string& at, CheckOne check_one) {
        if (!value.is_array()) return wrong_type(at, "array");
        std::set<std::string> seen;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::string here = at + "/" + std::to_string(i);
            check_one(value[i], here);
            if (value[i].is_string() && !seen.insert(value[i].get<std::string>()).second)
                fail(here, "duplicate");
        }
    }

    void check_words(const Json& value, std::string_view choices, const std::string& at) {
        check_distinct(value, at, [&](const Json& word, const std::string& here) {
            check_word(word, choices, here);
        });
    }

    void check_roles(const Json& value, const std::string& at) {
        check_distinct(value, at,
                       [&](const Json& role, const std::string& here) { check_role(role, here); });
    }

    void check_count(const Json& value, const std::string& at) {
        if (!value.is_number_integer()) return wrong_type(at, "integer");
        if (value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > kCountMost)
            out_of_range(at, 0, kCountMost);
    }

    /// An article and a force stand together or not at all; `force` may be left out of items, which
    /// then have that of their rule.
    void check_citation(const Json& object, bool force_may_be_absent, const std::string& at) {
        if (!object.contains("article")) fail(at + "/article", "missing_field");
        check_text(object, "article", at);
        check_word_member(object, "force", "exact hard soft principle optional", at);
        const bool cited = present(object, "article");
        const bool forced = present(object, "force");
        if (forced && !cited) fail(at + "/article", "citation");
        if (cited && !forced && !force_may_be_absent) fail(at + "/force", "citation");
    }

    void check_date(const Json& object, const char* name, const std::string& at) {
        if (!present(object, name)) return;
        if (!object[name].is_string()) return wrong_type(at + "/" + name, "date");
        if (!parse_date(object[name].get<std::string>()).ok()) fail(at + "/" + name, "bad_date");
    }

    void check_item(const Json& item, std::string_view detail, const std::string& at) {
        std::string members(kItemMembers);
        for (const char c : " " + std::string(detail))
            if (c != '!') members += c;
        if (!check_object(item, members, at)) return;
        for (const char* name : {"code", "title"}) check_required(item, name, at);
        check_word_member(item, "code", {}, at);
        check_local_text(item, "title", at);
        check_citation(item, true, at);
        for (const char* name : {"role", "per", "when", "proofs"})
            if (has_word(detail, std::string(name) + "!")) check_required(item, name, at);
        if (present(item, "role")) check_role(item["role"], at + "/role");
        check_word_member(item, "per", kUnits, at);
        check_word_member(item, "when", kOccasions, at);
        if (present(item, "proofs")) check_words(item["proofs"], kProofs, at + "/proofs");
        for (const char* name : {"covers_months", "young_below_months"})
            if (present(item, name)) check_count(item[name], at + "/" + name);
        check_local_text(item, "lead", at);
    }

    void check_items(const Json& value, std::string_view detail, const std::string& at) {
        if (!value.is_array() || value.empty()) return wrong_type(at, "array");
        std::set<std::string> codes;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::string here = at + "/" + std::to_string(i);
            check_item(value[i], detail, here);
            if (value[i].is_object() && value[i].contains("code") && value[i]["code"].is_string() &&
                !codes.insert(value[i]["code"].get<std::string>()).second)
                fail(here + "/code", "duplicate");
        }
    }

    void check_stage(const Json& stage, const std::string& at) {
        if (!check_object(stage, kStageMembers, at)) return;
        for (const char* name : {"stage", "title", "actor", "output", "gate"})
            check_required(stage, name, at);
        if (present(stage, "stage") && !(stage["stage"].is_string() &&
                                         from_text<StageKind>(stage["stage"].get<std::string>())))
            not_one_of(at + "/stage", all_words<StageKind>());
        check_local_text(stage, "title", at);
        for (const char* name : {"actor", "opens", "concludes"})
            if (present(stage, name)) check_role(stage[name], at + "/" + name);
        if (present(stage, "participants"))
            check_roles(stage["participants"], at + "/participants");
        check_word_member(stage, "output", {}, at);
        check_word_member(stage, "decided_by", kDeciders, at);
        check_word_member(stage, "discloses", kDisclosures, at);
        if (present(stage, "gate") && !stage["gate"].is_boolean())
            wrong_type(at + "/gate", "boolean");
        check_citation(stage, false, at);
    }

    /// Each kind of stage at most once; the agreement is the last.
    void check_stages(const Json& value, const std::string& at) {
        if (!value.is_array() || value.empty()) return wrong_type(at, "array");
        std::set<std::string> kinds;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::string here = at + "/" + std::to_string(i);
            check_stage(value[i], here);
            if (value[i].is_object() && value[i].contains("stage") &&
                !kinds.insert(to_text(value[i]["stage"])).second)
                fail(here + "/stage", "duplicate");
        }
        if (wrong.empty() && value.back()["stage"] != "agreement") fail(at, "agreement_not_last");
    }

    void check_months_by_subject(const Json& value, const std::string& at) {
        if (!value.is_object() || value.empty()) return wrong_type(at, "object");
        for (const auto& [subject, months] : value.items()) check_count(months, at + "/" + subject);
    }

    void check_month_day(const Json& value, const std::string& at) {
        if (!check_object(value, "month day", at)) return;
        for (const auto& [name, most] : {std::pair{"month", 12}, std::pair{"day", 31}}) {
            if (!value.contains(name) || !value[name].is_number_integer())
                wrong_type(at + "/" + name, "integer");
            else if (value[name].get<int>() < 1 || value[name].get<int>() > most)
                out_of_range(at + "/" + name, 1, most);
        }
    }

    void check_value(const Json& value, const VocabularyEntry& entry, const std::string& at) {
        switch (entry.shape) {
            case ValueShape::flag:
                if (!value.is_boolean()) wrong_type(at, "boolean");
                return;
            case ValueShape::integer: return check_count(value, at);
            case ValueShape::text:
                if (!value.is_string()) wrong_type(at, "text");
                return;
            case ValueShape::code: return check_word(value, entry.detail, at);
            case ValueShape::codes: return check_words(value, entry.detail, at);
            case ValueShape::role: return check_role(value, at);
            case ValueShape::roles: return check_roles(value, at);
            case ValueShape::items: return check_items(value, entry.detail, at);
            case ValueShape::stages: return check_stages(value, at);
            case ValueShape::months_by_subject: return check_months_by_subject(value, at);
            case ValueShape::month_day: return check_month_day(value, at);
        }
    }

    void check_rule(const Json& rule, bool national, const std::string& at) {
        if (!check_object(rule, national ? kNationalRuleMembers : kRuleMembers, at)) return;
        for (const char* name : {"key", "force", "summary"}) check_required(rule, name, at);
        if (!national) check_required(rule, "article", at);
        check_word_member(rule, "force", "exact hard soft principle optional", at);
        check_text(rule, "article", at);
        check_local_text(rule, "summary", at);
        if (national) {
            check_required(rule, "document", at);
            check_text(rule, "document", at);
            if (!rule.contains("verified") || !rule["verified"].is_boolean())
                wrong_type(at + "/verified", "boolean");
        }
        if (!present(rule, "key")) return;
        const auto* entry =
            rule["key"].is_string() ? find_vocabulary(rule["key"].get<std::string>()) : nullptr;
        if (entry == nullptr) return fail(at + "/key", "unknown_key");
        if (!rule.contains("value")) return fail(at + "/value", "missing_field");
        if (!rule["value"].is_null()) check_value(rule["value"], *entry, at + "/value");
    }

    void check_rules(const Json& rules, bool national) {
        if (!rules.is_array()) return wrong_type("/rules", "array");
        std::set<std::string> keys;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const std::string at = "/rules/" + std::to_string(i);
            check_rule(rules[i], national, at);
            if (rules[i].is_object() && rules[i].contains("key") &&
                !keys.insert(to_text(rules[i]["key"])).second)
                fail(at + "/key", "duplicate");
        }
    }

    void check_pack(const Json& root) {
        if (!check_object(root, kPackMembers, "")) return;
        for (const char* name : {"id", "kind", "title", "official_link_name", "rules"})
            check_required(root, name, "");
        for (const char* name :
             {"id", "document_no", "official_link_name", "official_site", "successor"})
            check_text(root, name, "");
        for (const char* name : {"city", "title", "note"}) check_local_text(root, name, "");
        for (const char* name : {"valid_from", "valid_to"}) check_date(root, name, "");
        check_word_member(root, "kind", "regulation national", "");
        const bool national = root.contains("kind") && root["kind"] == "national";
        if (!national) {
            for (const char* name : {"city", "valid_from", "tiers"}) check_required(root, name, "");
            if (present(root, "tiers") && root["tiers"] != 1 && root["tiers"] != 2)
                out_of_range("/tiers", 1, 2);
        }
        if (root.contains("rules")) check_rules(root["rules"], national);
    }
};

std::string text_or_empty(const Json& object, const char* name) {
    if (!object.contains(name) || object[name].is_null()) return {};
    return object[name].get<std::string>();
}

LocalText local_text(const Json& object, const char* name) {
    if (!object.contains(name) || object[name].is_null()) return {};
    return {object[name]["zh"].get<std::string>(), object[name]["en"].get<std::string>()};
}

std::optional<Date> date_or_none(const Json& object, const char* name) {
    const auto text = text_or_empty(object, name);
    if (text.empty()) return std::nullopt;
    return parse_date(text).value();
}

/// REQUIRES: an inspected rule.
Rule read_rule(const Json& json) {
    Rule rule;
    rule.key = json["key"].get<std::string>();
    rule.force = stored_enum<Force>(json["force"].get<std::string>());
    if (auto article = text_or_empty(json, "article"); !article.empty())
        rule.article = std::move(article);
    rule.document = text_or_empty(json, "document");
    rule.verified = json.value("verified", true);
    rule.summary = local_text(json, "summary");
    rule.value = json["value"];
    return rule;
}

}  // namespace

Result<RulePack> parse_rule_pack(std::string_view json) {
    YUNHE_TRY(root, parse_json(json));
    Inspection inspection;
    inspection.check_pack(root);
    if (!inspection.wrong.empty())
        return Error{Errc::malformed, "rule_pack_invalid", {}, std::move(inspection.wrong), {}};

    RulePack pack;
    pack.id = root["id"].get<std::string>();
    pack.kind = stored_enum<PackKind>(root["kind"].get<std::string>());
    pack.city = local_text(root, "city");
    pack.title = local_text(root, "title");
    pack.document_no = text_or_empty(root, "document_no");
    pack.official_link_name = text_or_empty(root, "official_link_name");
    pack.official_site = text_or_empty(root, "official_site");
    pack.valid_from = date_or_none(root, "valid_from");
    pack.valid_to = date_or_none(root, "valid_to");
    pack.successor = text_or_empty(root, "successor");
    pack.tiers = root.contains("tiers") && root["tiers"].is_number() ? root["tiers"].get<int>() : 0;
    pack.note = local_text(root, "note");
    for (const auto& rule : root["rules"]) pack.rules.push_back(read_rule(rule));
    pack.text = json;
    pack.digest = crypto::sm3_hex(json);
    return pack;
}

}  // namespace yunhe::tenants
