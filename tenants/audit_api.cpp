/// The audit log of the tenant.
#include <map>

#include "db/audit_store.hpp"
#include "http/call.hpp"
#include "tenants/body_store.hpp"
#include "tenants/routes.hpp"
#include "tenants/user_store.hpp"

namespace yunhe::tenants {
namespace audit_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;

struct AuditRowEntity { static constexpr std::string_view prefix = "aud"; };
using AuditRowId = Id<AuditRowEntity>;

constexpr Field kRowFields[] = {
    field::id<AuditRowId>("id"),
    field::timestamp("at_real"),
    field::timestamp("at_tenant").about("By the tenant's clock."),
    field::text("username", 64).nullable(),
    field::text("acts_for", 64).nullable().about("In whose name, by a delegation (代理)."),
    field::text("body_code", 64).nullable(),
    field::text("role", 64),
    field::text("operation", 100).about("The route's operation id."),
    field::text("request_id", 64).nullable(),
    field::text("subject", 255).nullable(),
    field::any("details"),
    field::integer("seq", 0, std::numeric_limits<std::int64_t>::max()).nullable().about(
        "Its place in the sealed chain; null: not sealed yet."),
    field::text("seal", 512).nullable(),
};
constexpr Shape kRow{"AuditRow", kRowFields};

constexpr Field kFilters[] = {
    field::timestamp("from"), field::timestamp("to"), field::id<UserId>("user_id"),
    field::text("operation", 100), field::text("subject", 255),
};

/// Names of users and bodies, each read once.
class Names {
public:
    Names(db::Transaction& tx, TenantScope scope) : tx_(tx), scope_(scope) {}
    Json user(std::optional<UserId> id) {
        if (!id) return nullptr;
        const auto [entry, fresh] = users_.try_emplace(*id);
        if (!fresh) return entry->second;
        if (const auto user = find_user(tx_, scope_, *id)) entry->second = user->username;
        return entry->second;
    }
    Json body(std::optional<BodyId> id) {
        if (!id) return nullptr;
        const auto [entry, fresh] = bodies_.try_emplace(*id);
        if (!fresh) return entry->second;
        if (const auto body = find_body(tx_, scope_, *id)) entry->second = body->code;
        return entry->second;
    }

private:
    db::Transaction& tx_;
    TenantScope scope_;
    std::map<UserId, Json> users_;
    std::map<BodyId, Json> bodies_;
};

Json text_json(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

Json row_json(const db::AuditRow& row, Names& names) {
    Json json = {{"id", to_text(AuditRowId{row.id})},
                 {"at_real", to_text(row.at_real)},
                 {"at_tenant", to_text(row.at_tenant)},
                 {"username", names.user(row.user_id)},
                 {"acts_for", names.user(row.delegate_for_id)},
                 {"body_code", names.body(row.body_id)},
                 {"role", row.role},
                 {"operation", row.operation},
                 {"request_id", text_json(row.request_id)},
                 {"subject", text_json(row.subject)},
                 {"details", row.details},
                 {"seq", nullptr},
                 {"seal", nullptr}};
    if (row.seq) json["seq"] = *row.seq;
    if (row.seal) json["seal"] = *row.seal;
    return json;
}

/// The operator sees what its own people did: complaints about it, and what the authority does, are
/// not its business. Auditor and authority see all.
std::optional<BodyId> readable_body(const Caller& caller) {
    if (caller.is_operator()) return caller.body_id;
    return std::nullopt;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const db::AuditFilter filter{.from = call.query.optional_timestamp("from"),
                                 .to = call.query.optional_timestamp("to"),
                                 .user_id = call.query.optional_id<UserId>("user_id"),
                                 .body_id = readable_body(call.caller),
                                 .operation = call.query.text_or("operation", ""),
                                 .subject = call.query.text_or("subject", "")};
    Names names(tx, call.caller.scope);
    Reply reply;
    reply.body = page_json(call.page, db::list_audit(tx, call.caller.scope, filter, call.page),
                           [&](const db::AuditRow& row) { return row_json(row, names); },
                           [](const db::AuditRow& row) { return row.id; });
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/audit-rows", Permission::audit_read, list, "listAuditRows",
     "Who changed or read what, oldest first; times filter by real time. The operator sees its own "
     "people's acts only.",
     {.query = kFilters, .page_of = &kRow}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace audit_api

std::span<const http::Route> audit_routes() { return audit_api::kRoutes; }

}  // namespace yunhe::tenants
