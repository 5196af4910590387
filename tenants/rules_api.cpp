/// Rule packs, as this program knows them and as they stand for the caller's tenant.
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/agreement_service.hpp"
#include "tenants/routes.hpp"
#include "tenants/rule_override_store.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::tenants {
namespace rules_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

constexpr Field kLocalTextFields[] = {field::text("zh", 1000), field::text("en", 1000)};
constexpr Shape kLocalText{"LocalText", kLocalTextFields};

constexpr Field kPackFields[] = {
    field::text("id", 64),
    field::one_of("kind", enum_values<PackKind>),
    field::object("city", kLocalText).nullable(),
    field::object("title", kLocalText),
    field::text("document_no", 200).nullable(),
    field::text("official_document", 300).nullable().about("Publisher and title."),
    field::text("official_site", 300).nullable(),
    field::date("valid_from").nullable(),
    field::date("valid_to").nullable().about("The last day in force."),
    field::text("successor", 64).nullable(),
    field::integer("tiers"),
    field::integer("rule_count"),
};
constexpr Shape kPack{"RulePack", kPackFields};

constexpr Field kRuleFields[] = {
    field::text("key", 64),
    field::one_of("force", enum_values<Force>),
    field::text("article", 64).nullable(),
    field::text("document", 300).nullable().about("National layer: where it stands."),
    field::boolean("verified"),
    field::object("summary", kLocalText),
    field::any("value").nullable().about("Null: the tenant must set it."),
    field::boolean("in_force").about("By the tenant's clock."),
    field::any("tenant_value").nullable().about("What the tenant's policy sets or tightens it to."),
    field::integer("overrides").about(
        "How often a written reason stood in for it in this tenant. Refusals are answered, not "
        "recorded, so they are not counted."),
};
constexpr Shape kRule{"Rule", kRuleFields};

constexpr Field kBasisFields[] = {
    field::text("document", 200),
    field::text("scope", 40),
    field::date("recorded_on"),
    field::date("until"),
};
constexpr Shape kBasis{"RulePackContinuation", kBasisFields};

constexpr Field kWholePackFields[] = {
    field::text("id", 64),
    field::one_of("kind", enum_values<PackKind>),
    field::object("city", kLocalText).nullable(),
    field::object("title", kLocalText),
    field::text("document_no", 200).nullable(),
    field::text("official_document", 300).nullable(),
    field::text("official_site", 300).nullable(),
    field::date("valid_from").nullable(),
    field::date("valid_to").nullable(),
    field::text("successor", 64).nullable(),
    field::integer("tiers"),
    field::integer("rule_count"),
    field::text("digest", 64).about("Which text of the pack: its SM3."),
    field::boolean("in_force").about("By the tenant's clock."),
    field::boolean("applies").about("Is it the tenant's own pack, or the national layer?"),
    field::objects("continuation_bases", kBasis).about(
        "On which new acts stand after the pack's last day; each act names its basis."),
    field::objects("rules", kRule),
};
constexpr Shape kWholePack{"WholeRulePack", kWholePackFields};

Json local_json(const LocalText& text) {
    if (text.zh.empty()) return nullptr;
    return {{"zh", text.zh}, {"en", text.en}};
}
Json text_json(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}
Json date_json(const std::optional<Date>& day) {
    if (!day) return nullptr;
    return to_text(*day);
}

Json pack_json(const RulePack& pack) {
    return {{"id", pack.id},
            {"kind", to_text(pack.kind)},
            {"city", local_json(pack.city)},
            {"title", local_json(pack.title)},
            {"document_no", text_json(pack.document_no)},
            {"official_document", text_json(pack.official_link_name)},
            {"official_site", text_json(pack.official_site)},
            {"valid_from", date_json(pack.valid_from)},
            {"valid_to", date_json(pack.valid_to)},
            {"successor", text_json(pack.successor)},
            {"tiers", pack.tiers},
            {"rule_count", pack.rules.size()}};
}

/// What a tenant has made of a pack.
struct Standing {
    bool in_force = false;
    bool applies = false;
    TenantPolicy policy;
    std::map<std::string, std::uint64_t> overrides;
    std::vector<ContinuationBasis> bases;
};

/// A platform administrator stands under no pack.
Standing standing_of(const Call& call, db::Transaction& tx, const RulePack& pack) {
    Standing standing;
    standing.in_force = pack.in_force(date_of(call.caller.now));
    const auto scope = call.caller.scope;
    if (scope.tenant() == kPlatformTenant) return standing;
    const auto rules = load_rules(tx, scope, call.context.rule_packs);
    standing.applies = pack.kind == PackKind::national || rules.pack->id == pack.id;
    if (rules.pack->id != pack.id) return standing;
    standing.policy = rules.policy;
    standing.overrides = count_overrides(tx, scope, pack.id);
    standing.bases = all_continuation_bases(tx, scope);
    return standing;
}

Json rule_json(const Rule& rule, const Standing& standing) {
    const auto set = standing.policy.values.find(rule.key);
    const auto departures = standing.overrides.find(rule.key);
    Json json = {
        {"key", rule.key},
        {"force", to_text(rule.force)},
        {"article", nullptr},
        {"document", text_json(rule.document)},
        {"verified", rule.verified},
        {"summary", local_json(rule.summary)},
        {"value", rule.value},
        {"in_force", standing.in_force},
        {"tenant_value", set == standing.policy.values.end() ? Json(nullptr) : set->second},
        {"overrides", departures == standing.overrides.end() ? 0 : departures->second}};
    if (rule.article) json["article"] = *rule.article;
    return json;
}

Json whole_pack_json(const RulePack& pack, const Standing& standing) {
    auto json = pack_json(pack);
    json["digest"] = pack.digest;
    json["in_force"] = standing.in_force;
    json["applies"] = standing.applies;
    json["continuation_bases"] = Json::array();
    for (const auto& basis : standing.bases)
        json["continuation_bases"].push_back({{"document", basis.document},
                                              {"scope", basis.scope},
                                              {"recorded_on", to_text(basis.recorded_on)},
                                              {"until", to_text(basis.until)}});
    json["rules"] = Json::array();
    for (const auto& rule : pack.rules) json["rules"].push_back(rule_json(rule, standing));
    return json;
}

Result<Reply> list(const Call& call, db::Transaction&) {
    Json data = Json::array();
    for (const auto& pack : call.context.rule_packs.regulations()) data.push_back(pack_json(pack));
    data.push_back(pack_json(call.context.rule_packs.national()));
    Reply reply;
    reply.body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}};
    return reply;
}

Result<Reply> show(const Call& call, db::Transaction& tx) {
    const auto& library = call.context.rule_packs;
    const auto& id = call.path_value("rule_pack_id");
    const auto* pack = id == library.national().id ? &library.national() : library.find(id);
    if (pack == nullptr) return not_found();
    Reply reply;
    reply.body = whole_pack_json(*pack, standing_of(call, tx, *pack));
    return reply;
}

Result<Reply> show_of_agreement(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<AgreementId>("agreement_id"));
    YUNHE_TRY(agreement, read_visible_agreement(tx, call.caller, id));
    const auto today = load_rules(tx, call.caller.scope, call.context.rule_packs);
    const auto rules = rules_under(tx, call.caller.scope, today, agreement.rule_pack_digest);
    auto standing = standing_of(call, tx, *rules.pack);
    standing.policy = rules.policy;
    Reply reply;
    reply.body = whole_pack_json(*rules.pack, standing);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/rule-packs", Permission::signed_in, list, "listRulePacks",
     "Every regulation that this program knows, and the national layer.", {.page_of = &kPack}},
    {Method::get, "/api/v1/rule-packs/:rule_pack_id", Permission::signed_in, show, "showRulePack",
     "One regulation with its rules, each with article, force and what the tenant made of it.",
     {.reply = &kWholePack}},
    {Method::get, "/api/v1/agreements/:agreement_id/rules", Permission::agreement_read,
     show_of_agreement, "showAgreementRules",
     "The rules under which an agreement stands: the text of its pack as it was drafted under, "
     "known by its digest.",
     {.reply = &kWholePack}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace rules_api

std::span<const http::Route> rules_routes() { return rules_api::kRoutes; }

}  // namespace yunhe::tenants
