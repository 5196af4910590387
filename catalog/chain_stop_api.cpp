/// Stops of parts of chains: what each closed, who was told, what they do about it.
#include "catalog/chain_effect_service.hpp"
#include "catalog/chain_effect_store.hpp"
#include "catalog/routes.hpp"
#include "http/call.hpp"
#include "http/route.hpp"
#include "tenants/body_store.hpp"

namespace yunhe::catalog {
namespace chain_stop_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kItemFields[] = {
    field::text("aggregate", 64).about("product, listing or order."), field::text("code", 64),
    field::text("scenario_code", 64), field::text("body_code", 64)};
constexpr Shape kItem{"StoppedItem", kItemFields};
constexpr Field kPartyFields[] = {field::text("body_code", 64), field::text("body_name"),
                                  field::text("measure", 2000).nullable(),
                                  field::timestamp("seen_at").nullable()};
constexpr Shape kParty{"StopParty", kPartyFields};
constexpr Field kStopFields[] = {
    field::id<ChainStopId>("id"),
    field::one_of("cause", enum_values<StopCause>),
    field::text("aggregate", 64).about("The case in which it was stopped."),
    field::text("title", 500),
    field::text("reason", 20000),
    field::timestamp("stopped_at").about("Closed from this instant on."),
    field::timestamp("recorded_at"),
    field::objects("items", kItem).optional().about("What it closed, as far as it concerns the "
                                                    "caller."),
    field::objects("parties", kParty).optional()};
constexpr Shape kStop{"ChainStop", kStopFields};

constexpr Field kMeasureFields[] = {field::text("measure", 2000)};
constexpr Shape kMeasure{"ChainStopMeasure", kMeasureFields};

/// Developers and departments see what they were told of; the offices see all.
std::optional<BodyId> own_only(const tenants::Caller& caller) {
    const bool party = caller.is_developer() || caller.body_kind == tenants::BodyKind::department;
    return party ? std::optional(caller.body_id) : std::nullopt;
}

Json to_json(const RecordedStop& stop) {
    return {{"id", to_text(stop.id)},
            {"cause", std::string(to_text(stop.cause))},
            {"aggregate", stop.aggregate},
            {"title", stop.title},
            {"reason", stop.reason},
            {"stopped_at", to_text(stop.at)},
            {"recorded_at", to_text(stop.recorded_at)}};
}

Json whole_json(const Call& call, db::Transaction& tx, const RecordedStop& stop) {
    const auto scope = call.caller.scope;
    const auto own = own_only(call.caller);
    const auto body = [&](BodyId id) { return tenants::find_body(tx, scope, id).value(); };
    auto json = to_json(stop);
    json["items"] = Json::array();
    for (const auto& item : list_stopped_items(tx, scope, stop.id))
        if (!own || item.body_id == *own)
            json["items"].push_back({{"aggregate", item.aggregate},
                                     {"code", item.code},
                                     {"scenario_code", item.scenario_code},
                                     {"body_code", body(item.body_id).code}});
    json["parties"] = Json::array();
    for (const auto& party : list_stop_parties(tx, scope, stop.id)) {
        if (own && party.body_id != *own) continue;
        Json shown = {{"body_code", body(party.body_id).code},
                      {"body_name", body(party.body_id).name},
                      {"measure", nullptr},
                      {"seen_at", nullptr}};
        if (party.measure) shown["measure"] = *party.measure;
        if (party.seen_at) shown["seen_at"] = to_text(*party.seen_at);
        json["parties"].push_back(std::move(shown));
    }
    return json;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto stops = list_chain_stops(tx, call.caller.scope, own_only(call.caller), call.page);
    Reply reply;
    reply.body = page_json(
        call.page, stops, [](const RecordedStop& stop) { return to_json(stop); },
        [](const RecordedStop& stop) { return stop.id.value; });
    return reply;
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ChainStopId>("stop_id"));
    const auto stop = find_chain_stop(tx, call.caller.scope, id);
    if (!stop) return not_found();
    if (const auto own = own_only(call.caller)) {
        const auto parties = list_stop_parties(tx, call.caller.scope, id);
        const bool told = std::any_of(parties.begin(), parties.end(), [&](const StopParty& party) {
            return party.body_id == *own;
        });
        if (!told) return not_found();
    }
    Reply reply;
    reply.body = whole_json(call, tx, *stop);
    return reply;
}

Result<Reply> acknowledge(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(id, call.path_id<ChainStopId>("stop_id"));
    YUNHE_TRY(stop, acknowledge_chain_stop(tx, call.caller, id, call.body.text("measure")));
    Reply reply;
    reply.body = whole_json(call, tx, stop);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/chain-stops", Permission::order_read, list, "listChainStops",
     "What was stopped by a revocation, a suspension or a withdrawal.", {.page_of = &kStop}},
    {Method::get, "/api/v1/chain-stops/:stop_id", Permission::order_read, read, "readChainStop",
     "One stop with everything that it closed.", {.reply = &kStop}},
    {Method::post, "/api/v1/chain-stops/:stop_id/acknowledge", Permission::order_read, acknowledge,
     "acknowledgeChainStop", "Says what one's body does about it; its to-do closes.",
     {.body = &kMeasure, .reply = &kStop}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace chain_stop_api

std::span<const http::Route> chain_stop_routes() { return chain_stop_api::kRoutes; }

}  // namespace yunhe::catalog
