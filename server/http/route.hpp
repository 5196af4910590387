/// Route tables: the single source of dispatch, permissions, openapi.json and the permission
/// matrix.
///
/// One table per `*_api.cpp`:
///     constexpr Route kRoutes[] = {
///         {Method::post, "/api/v1/notices", Permission::notice_manage, create_notice,
///          "createNotice", "Drafts a developer notice.",
///          {.body = &kNoticeBody, .reply = &kNotice, .status = 201}},
///         {Method::get, "/api/v1/notices", Permission::signed_in, list_notices, "listNotices",
///          "Notices, newest first.", {.query = kNoticeFilters, .page_of = &kNotice}},
///     };
///     static_assert(well_formed(kRoutes));
///     std::span<const Route> notice_routes() { return kRoutes; }
#pragma once

#include <span>
#include <string_view>

#include "base/schema.hpp"
#include "db/transaction.hpp"
#include "http/message.hpp"
#include "tenants/permission.hpp"

namespace yunhe::http {

using tenants::Permission;
struct Call;

/// A handler is one of two kinds.
/// - transactional (nearly all): dispatch opens ONE transaction for the call, read-only for GET,
///   else read-write with idempotency row and audit row in it, and commits if the handler's result
///   is ok. The handler may run again (deadlock), so it touches only `tx` and its own locals.
/// - direct: opens its own transactions (sign-in, ingest, gateway check, files).
struct Handler {
    using Transactional = Result<Reply> (*)(const Call&, db::Transaction&);
    using Direct = Result<Reply> (*)(const Call&);
    constexpr Handler(Transactional function) : transactional(function) {}
    constexpr Handler(Direct function) : direct(function) {}
    Transactional transactional = nullptr;
    Direct direct = nullptr;
};

/// How the body arrives.
enum class BodyKind { json, raw };

struct RouteShapes {
    const Shape* body = nullptr;        ///< JSON body; null: none taken (an empty object passes).
    BodyKind body_kind = BodyKind::json;
    std::span<const Field> query =
        {};  ///< Filters besides limit and cursor; all count as optional.
    const Shape* reply = nullptr;       ///< One object ...
    const Shape* page_of = nullptr;     ///< ... or a page {data, has_more, next_cursor} of these.
    int status = 200;                   ///< On success.
    /// No Idempotency-Key asked (session, events, checks, clock).
    bool repeatable = false;
};

struct Route {
    Method method;
    std::string_view path;  ///< "/api/v1/notices/:notice_id/publish"
    Permission permission;
    Handler handler;
    std::string_view operation;  ///< operationId, camelCase, unique.
    std::string_view summary;    ///< One English sentence.
    RouteShapes shapes = {};
};

consteval bool well_formed(std::span<const Route> routes) {
    for (const auto& route : routes) {
        if (!route.path.starts_with("/")) return false;
        if (route.permission == Permission::none) return false;
        if (route.operation.empty() || route.summary.empty()) return false;
        if (route.summary.back() != '.') return false;
        if (route.method == Method::get && route.shapes.body != nullptr) return false;
        if (route.shapes.reply != nullptr && route.shapes.page_of != nullptr) return false;
    }
    return true;
}

}  // namespace yunhe::http
