#include "tenants/rule_pack.hpp"

#include <algorithm>

#include "tenants/embedded_files.hpp"

namespace yunhe::tenants {
namespace {

void assert_shape(std::string_view key, ValueShape shape) {
    const auto* entry = find_vocabulary(key);
    YUNHE_ASSERT(entry != nullptr && entry->shape == shape);
}

std::string text_at(const Json& object, const char* name) {
    if (!object.contains(name) || object[name].is_null()) return {};
    return object[name].get<std::string>();
}

std::optional<std::string> optional_text(const Json& object, const char* name) {
    auto text = text_at(object, name);
    if (text.empty()) return std::nullopt;
    return text;
}

template <class E>
std::optional<E> optional_enum(const Json& object, const char* name) {
    const auto text = text_at(object, name);
    if (text.empty()) return std::nullopt;
    return stored_enum<E>(text);
}

std::optional<int> optional_number(const Json& object, const char* name) {
    if (!object.contains(name) || object[name].is_null()) return std::nullopt;
    return object[name].get<int>();
}

LocalText text_pair(const Json& value) { return {text_at(value, "zh"), text_at(value, "en")}; }

RuleItem read_item(const Json& json) {
    RuleItem item;
    item.code = text_at(json, "code");
    item.title = text_pair(json["title"]);
    item.article = optional_text(json, "article");
    item.force = optional_enum<Force>(json, "force");
    item.role = optional_enum<Role>(json, "role");
    item.per = text_at(json, "per");
    item.when = text_at(json, "when");
    if (json.contains("proofs")) item.proofs = json["proofs"].get<std::vector<std::string>>();
    item.covers_months = optional_number(json, "covers_months");
    item.young_below_months = optional_number(json, "young_below_months");
    if (json.contains("lead")) item.lead = text_pair(json["lead"]);
    return item;
}

Stage read_stage(const Json& json) {
    Stage stage;
    stage.stage = stored_enum<StageKind>(text_at(json, "stage"));
    stage.title = text_pair(json["title"]);
    stage.actor = stored_enum<Role>(text_at(json, "actor"));
    stage.opens = optional_enum<Role>(json, "opens");
    stage.concludes = optional_enum<Role>(json, "concludes");
    if (json.contains("participants"))
        for (const auto& role : json["participants"])
            stage.participants.push_back(stored_enum<Role>(role.get<std::string>()));
    stage.output = text_at(json, "output");
    stage.decided_by = text_at(json, "decided_by");
    stage.discloses = text_at(json, "discloses");
    stage.gate = json["gate"].get<bool>();
    stage.article = optional_text(json, "article");
    stage.force = optional_enum<Force>(json, "force");
    return stage;
}

RuleReference by_system(std::string_view rule) { return {"system", std::string(rule), {}, {}}; }

std::string source_of(const RulePack& pack) {
    return pack.kind == PackKind::national ? "national" : "regulation";
}

Error refusal(RuleReference reference, std::string code, ErrorArgs args) {
    return {Errc::rule, std::move(code), std::move(args), {}, std::move(reference)};
}

/// A rule that was never checked against its original may warn but not refuse.
void assert_verified(const RulePack& pack, std::string_view key) {
    const auto* rule = pack.find(key);
    YUNHE_ASSERT(rule == nullptr || rule->verified);
}

}  // namespace

const Rule* RulePack::find(std::string_view key) const {
    const auto found = std::ranges::find(rules, key, &Rule::key);
    return found == rules.end() ? nullptr : &*found;
}

std::optional<int> RulePack::integer(std::string_view key) const {
    assert_shape(key, ValueShape::integer);
    const auto* rule = find(key);
    if (rule == nullptr || rule->value.is_null()) return std::nullopt;
    return rule->value.get<int>();
}

bool RulePack::flag(std::string_view key) const {
    assert_shape(key, ValueShape::flag);
    const auto* rule = find(key);
    return rule != nullptr && rule->value.is_boolean() && rule->value.get<bool>();
}

std::string RulePack::code(std::string_view key) const {
    const auto* rule = find(key);
    if (rule == nullptr || rule->value.is_null()) return {};
    return rule->value.get<std::string>();
}

std::vector<std::string> RulePack::list(std::string_view key) const {
    const auto* rule = find(key);
    std::vector<std::string> words;
    if (rule == nullptr || rule->value.is_null()) return words;
    for (const auto& entry : rule->value)
        words.push_back(entry.is_object() ? text_at(entry, "code") : entry.get<std::string>());
    return words;
}

std::vector<RuleItem> RulePack::items(std::string_view key) const {
    assert_shape(key, ValueShape::items);
    const auto* rule = find(key);
    std::vector<RuleItem> result;
    if (rule == nullptr || rule->value.is_null()) return result;
    for (const auto& item : rule->value) result.push_back(read_item(item));
    return result;
}

std::optional<RuleItem> RulePack::find_item(std::string_view key, std::string_view name) const {
    for (auto& item : items(key))
        if (item.code == name || item.title.zh == name) return std::move(item);
    return std::nullopt;
}

std::optional<int> RulePack::months(std::string_view key, std::string_view subject) const {
    assert_shape(key, ValueShape::months_by_subject);
    const auto* rule = find(key);
    if (rule == nullptr || rule->value.is_null()) return std::nullopt;
    return optional_number(rule->value, std::string(subject).c_str());
}

std::vector<Stage> RulePack::stages() const {
    const auto* rule = find("admission_stages");
    std::vector<Stage> result;
    if (rule == nullptr) return result;
    for (const auto& stage : rule->value) result.push_back(read_stage(stage));
    return result;
}

std::optional<Stage> RulePack::find_stage(StageKind wanted) const {
    for (auto& stage : stages())
        if (stage.stage == wanted) return std::move(stage);
    return std::nullopt;
}

std::optional<Stage> RulePack::stage_after(StageKind after) const {
    auto all = stages();
    const auto here = std::ranges::find(all, after, &Stage::stage);
    YUNHE_ASSERT(here != all.end());
    if (here + 1 == all.end()) return std::nullopt;
    return std::move(*(here + 1));
}

std::optional<std::vector<std::string>> RulePack::unlock_proofs(std::string_view reason) const {
    const auto item = find_item("barred_reasons", reason);
    if (!item) return std::nullopt;
    return item->proofs;
}

RulePackLibrary::RulePackLibrary() {
    for (const auto& file : embedded_rule_packs()) {
        if (file.name.starts_with("holidays")) continue;
        auto pack = parse_rule_pack(file.text);
        YUNHE_ASSERT(pack.ok());
        if (pack.value().kind == PackKind::national)
            national_ = std::move(pack).value();
        else
            regulations_.push_back(std::move(pack).value());
    }
    YUNHE_ASSERT(!national_.id.empty());
    std::ranges::sort(regulations_, {}, &RulePack::id);
}

const RulePack* RulePackLibrary::find(std::string_view id) const {
    const auto found = std::ranges::find(regulations_, id, &RulePack::id);
    return found == regulations_.end() ? nullptr : &*found;
}

RuleReference cite(const RulePack& pack, std::string_view key) {
    const auto* rule = pack.find(key);
    if (rule == nullptr) return by_system(key);
    return {source_of(pack), rule->key, pack.id, rule->article};
}

RuleReference cite_item(const RulePack& pack, std::string_view key, std::string_view item) {
    const auto found = pack.find_item(key, item);
    if (!found || !found->article) return by_system(key);
    return {source_of(pack), std::string(key), pack.id, found->article};
}

RuleReference cite_stage(const RulePack& pack, const Stage& stage) {
    if (!stage.article) return by_system("admission_stages");
    return {source_of(pack), "admission_stages", pack.id, stage.article};
}

Error refuse_by_rule(const RulePack& pack, std::string_view key, std::string code, ErrorArgs args) {
    assert_verified(pack, key);
    return refusal(cite(pack, key), std::move(code), std::move(args));
}

Error refuse_by_item(const RulePack& pack, std::string_view key, std::string_view item,
                     std::string code, ErrorArgs args) {
    assert_verified(pack, key);
    return refusal(cite_item(pack, key, item), std::move(code), std::move(args));
}

Error refuse_by_stage(const RulePack& pack, const Stage& stage, std::string code, ErrorArgs args) {
    return refusal(cite_stage(pack, stage), std::move(code), std::move(args));
}

Error refuse_by_policy(std::string rule, std::string code, ErrorArgs args) {
    return refusal({"tenant_policy", std::move(rule), {}, {}}, std::move(code), std::move(args));
}

std::vector<std::string> quality_ticket_route(const RulePack& pack) {
    auto route = pack.list("quality_ticket_route");
    if (!route.empty()) return route;
    return {pack.tiers == 2 ? "operator_staff" : "data_authority", "department"};
}

}  // namespace yunhe::tenants
