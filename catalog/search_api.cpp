/// One search over what the caller may see of products and resources.
#include "catalog/routes.hpp"
#include "catalog/search_service.hpp"
#include "http/call.hpp"
#include "http/route.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::catalog {
namespace search_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kQuery[] = {
    field::text("q", 200).about("Words: Chinese is found by pairs of characters, Latin words and "
                                "numbers whole. All must stand somewhere. Left out: everything."),
    field::one_of("type", enum_values<SearchType>),
    field::text("kind", 64).about("Of a product."),
    field::text("field", 64),
    field::text("level", 10).about("Of a resource."),
    field::text("openness", 40).about("Of a resource."),
    field::code("department").about("That has the resource, or a resource the product is made "
                                    "of."),
    field::integer("limit", 1, kPageLimitMax),
    field::text("cursor", 64)};

constexpr Field kRangeFields[] = {field::integer("from"), field::integer("length", 1)};
constexpr Shape kRange{"TextRange", kRangeFields};
constexpr Field kHitFields[] = {
    field::one_of("type", enum_values<SearchType>),
    field::text("id", 40),
    field::text("code", 64),
    field::text("name"),
    field::boolean("name_hit").about("All words stand in code or name; such hits come first."),
    field::objects("highlights", kRange).about("Where words stand in the name, in characters.")};
constexpr Shape kHit{"SearchHit", kHitFields};
constexpr Field kValueFields[] = {field::text("value", 64), field::text("label").nullable(),
                                  field::integer("count", 1)};
constexpr Shape kValue{"FacetValue", kValueFields};
constexpr Field kFacetFields[] = {
    field::one_of("facet", enum_values<Facet>),
    field::objects("values", kValue).about("What a choice of each would find under the other "
                                           "filters; most first.")};
constexpr Shape kFacet{"SearchFacet", kFacetFields};
constexpr Field kResultFields[] = {
    field::objects("data", kHit), field::boolean("has_more"),
    field::text("next_cursor", 64).nullable(), field::integer("total"),
    field::objects("facets", kFacet)};
constexpr Shape kResult{"SearchResult", kResultFields};

std::string id_of(const SearchHit& hit) {
    if (hit.type == SearchType::product) return to_text(ProductId{hit.subject_id});
    return to_text(ResourceId{hit.subject_id});
}

Json to_json(const SearchHit& hit) {
    Json highlights = Json::array();
    for (const auto& range : hit.highlights)
        highlights.push_back({{"from", range.from}, {"length", range.length}});
    return {{"type", std::string(to_text(hit.type))},
            {"id", id_of(hit)},
            {"code", hit.code},
            {"name", hit.name},
            {"name_hit", hit.name_hit},
            {"highlights", std::move(highlights)}};
}

Json facets_json(db::Transaction& tx, TenantScope scope, const SearchResult& result) {
    Json facets = Json::array();
    for (const auto& [facet, counts] : result.facets) {
        Json values = Json::array();
        for (const auto& count : counts) {
            Json value = {{"value", count.value}, {"label", nullptr}, {"count", count.count}};
            if (facet == Facet::department)
                if (const auto body = tenants::find_body_by_code(tx, scope, count.value))
                    value["label"] = body->name;
            values.push_back(std::move(value));
        }
        facets.push_back({{"facet", std::string(to_text(facet))}, {"values", std::move(values)}});
    }
    return facets;
}

Result<Reply> find(const Call& call, db::Transaction& tx) {
    const auto limit = call.query.has("limit") ? std::to_string(call.query.integer("limit")) : "";
    YUNHE_TRY(page, parse_page(limit, call.query.text_or("cursor", "")));
    SearchQuery query{.text = call.query.text_or("q", ""), .filters = {}, .page = page};
    for (const auto& entry : enum_texts<Facet>)
        if (const auto value = call.query.optional_text(entry.text))
            query.filters.emplace(entry.value, *value);
    const auto result = search(tx, call.caller, query);
    Reply reply;
    reply.body = page_json(
        page, result.hits, [](const SearchHit& hit) { return to_json(hit); },
        [](const SearchHit& hit) { return hit.position; });
    reply.body["total"] = result.total;
    reply.body["facets"] = facets_json(tx, call.caller.scope, result);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/search", Permission::product_read, find, "search",
     "Finds products and resources by words and facets.", {.query = kQuery, .reply = &kResult}},
    {Method::get, "/api/v1/public/:slug/search", Permission::open, find, "searchPublic",
     "Finds what is listed for everybody.", {.query = kQuery, .reply = &kResult}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace search_api

std::span<const http::Route> search_routes() { return search_api::kRoutes; }

}  // namespace yunhe::catalog
