#include "http/call.hpp"
#include "tenants/json_text_list.hpp"
#include "tenants/review_service.hpp"
#include "tenants/routes.hpp"

namespace yunhe::tenants {
namespace expert_api {
namespace {

using http::Call;
using http::Method;
using http::Permission;
using http::Reply;
using http::Route;

constexpr Field kExpertFields[] = {
    field::id<ExpertId>("id"),
    field::text("username", 64),
    field::texts("topics", 64).about("Empty: every topic."),
    field::timestamp("registered_at"),
};
constexpr Shape kExpert{"Expert", kExpertFields};
constexpr Field kExpertBodyFields[] = {
    field::text("username", 64),
    field::texts("topics", 64).items(100).optional().about("Absent: every topic."),
};
constexpr Shape kExpertBody{"ExpertBody", kExpertBodyFields};

Json to_json(const Expert& expert) {
    return {{"id", to_text(expert.id)},
            {"username", expert.username},
            {"topics", json_of(expert.topics)},
            {"registered_at", to_text(expert.registered_at)}};
}

Result<Reply> register_one(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(expert, register_expert(tx, call.caller, call.body.text("username"),
                                      call.body.texts("topics")));
    return Reply{.status = 201, .body = to_json(expert)};
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto rows = list_experts(tx, call.caller.scope, call.page);
    return Reply{.body = page_json(call.page, rows, [](const Expert& e) { return to_json(e); },
                                   [](const Expert& e) { return e.id.value; })};
}

constexpr Route kRoutes[] = {
    {Method::post,
     "/api/v1/experts",
     Permission::expert_pool_manage,
     register_one,
     "registerExpert",
     "Puts an expert into the pool, or changes its topics.",
     {.body = &kExpertBody, .reply = &kExpert, .status = 201}},
    {Method::get,
     "/api/v1/experts",
     Permission::application_process,
     list,
     "listExperts",
     "Lists the expert pool.",
     {.page_of = &kExpert}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace expert_api

std::span<const http::Route> expert_routes() { return expert_api::kRoutes; }

}  // namespace yunhe::tenants
