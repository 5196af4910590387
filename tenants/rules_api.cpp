/// Rule packs, as this program knows them.
#include "http/call.hpp"
#include "http/context.hpp"
#include "tenants/routes.hpp"
#include "tenants/rule_pack.hpp"

namespace yunhe::tenants {
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
};
constexpr Shape kRule{"Rule", kRuleFields};

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

Json rule_json(const Rule& rule) {
    Json json = {{"key", rule.key},
                 {"force", to_text(rule.force)},
                 {"article", nullptr},
                 {"document", text_json(rule.document)},
                 {"verified", rule.verified},
                 {"summary", local_json(rule.summary)},
                 {"value", rule.value}};
    if (rule.article) json["article"] = *rule.article;
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

Result<Reply> show(const Call& call, db::Transaction&) {
    const auto& library = call.context.rule_packs;
    const auto& id = call.path_value("rule_pack_id");
    const auto* pack = id == library.national().id ? &library.national() : library.find(id);
    if (pack == nullptr) return not_found();
    Reply reply;
    reply.body = pack_json(*pack);
    reply.body["rules"] = Json::array();
    for (const auto& rule : pack->rules) reply.body["rules"].push_back(rule_json(rule));
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/rule-packs", Permission::signed_in, list, "listRulePacks",
     "Every regulation that this program knows, and the national layer.", {.page_of = &kPack}},
    {Method::get, "/api/v1/rule-packs/:rule_pack_id", Permission::signed_in, show, "showRulePack",
     "One regulation with its rules, each with article and force.", {.reply = &kWholePack}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const Route> rules_routes() { return kRoutes; }

}  // namespace yunhe::tenants
