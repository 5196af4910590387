#include "http/dispatch.hpp"

#include <charconv>

#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "db/audit_store.hpp"
#include "db/idempotency.hpp"
#include "http/problem.hpp"
#include "http/request_log.hpp"
#include "tenants/authenticator_service.hpp"

namespace yunhe::http {
namespace {

using tenants::Caller;

constexpr std::size_t kKeyCharactersMax = 255;
constexpr std::string_view kPublicSlug = "slug";
/// What the departure of a reply is called; it is our bug, hence a 500.
constexpr std::string_view kReplyDeparts = "reply_departs_from_schema";

bool reading(Method method) { return method == Method::get || method == Method::head; }

std::string allow_text(const std::vector<Method>& methods) {
    std::string text;
    for (const auto method : methods) {
        if (!text.empty()) text += ", ";
        text += to_text(method);
    }
    return text;
}

std::string_view bearer_of(const HttpRequest& request) {
    const auto value = request.header("authorization");
    if (lower_case(value.substr(0, 7)) != "bearer ") return {};
    return trim(value.substr(7));
}

Status check_media_type(const HttpRequest& request, const Route& route) {
    if (reading(request.method) || request.body.empty()) return Done{};
    if (route.shapes.body_kind == BodyKind::raw) return Done{};
    const auto type = request.header("content-type");
    if (lower_case(trim(type.substr(0, type.find(';')))) == "application/json") return Done{};
    return Error{Errc::unsupported_media_type, "unsupported_media_type",
                 {{"expected", "application/json"}}};
}

Status check_idempotency_key(const HttpRequest& request, const Route& route) {
    if (reading(request.method) || route.shapes.repeatable) return Done{};
    const auto key = request.header("idempotency-key");
    if (key.empty()) return Error{Errc::idempotency_key_missing, "idempotency_key_missing"};
    const auto visible = [](char c) { return c > ' ' && c < 0x7f; };
    if (key.size() <= kKeyCharactersMax && std::all_of(key.begin(), key.end(),
        visible)) return Done{};
    return Error{Errc::malformed, "idempotency_key_bad", {{"max",
        std::to_string(kKeyCharactersMax)}}};
}

Status check_rate(const RateLimit::Decision& decision) {
    if (decision.allowed) return Done{};
    return Error{Errc::too_many_requests, "too_many_requests",
                 {{"seconds", std::to_string(decision.retry_after_seconds)}}};
}

/// A query value as the JSON that its field's type asks for; what can't be converted stays a text,
/// which the check then refuses.
Json query_value(const Field& field, const std::string& text) {
    if (field.type == FieldType::boolean && text == "true") return true;
    if (field.type == FieldType::boolean && text == "false") return false;
    if (field.type == FieldType::texts) return Json::array({text});
    if (field.type != FieldType::integer) return text;
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size()) return text;
    return number;
}

bool paged(const Route& route) {
    if (route.shapes.page_of != nullptr) return true;
    return route.method == Method::get && route.shapes.reply == nullptr;
}

struct QueryReading {
    Json values = Json::object();
    std::string limit;
    std::string cursor;
    std::vector<FieldError> errors;
};

void read_query_value(QueryReading& reading_so_far, const std::string& name,
    const std::string& value,
                      std::span<const Field> fields) {
    auto& values = reading_so_far.values;
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& f) { return f.name == name; });
    if (field == fields.end()) {
        reading_so_far.errors.push_back({"?" + name, "unknown_parameter"});
        return;
    }
    if (!values.contains(name)) {
        values[name] = query_value(*field, value);
        return;
    }
    if (field->type == FieldType::texts) values[name].push_back(value);
    else reading_so_far.errors.push_back({"?" + name, "repeated_parameter"});
}

QueryReading read_query(const HttpRequest& request, const Route& route,
    std::span<const Field> fields) {
    QueryReading result;
    for (const auto& [name, value] : request.query) {
        const bool limit = paged(route) && name == "limit";
        const bool cursor = paged(route) && name == "cursor";
        if (!limit && !cursor) {
            read_query_value(result, name, value, fields);
            continue;
        }
        auto& slot = limit ? result.limit : result.cursor;
        if (!slot.empty()) result.errors.push_back({"?" + name, "repeated_parameter"});
        slot = value;
    }
    for (auto& departure : departures(Shape{"Query", fields}, result.values)) {
        departure.pointer[0] = '?';
        result.errors.push_back(std::move(departure));
    }
    return result;
}

constexpr std::string_view kIncludes[] = {"total"};

std::vector<Field> query_fields_of(const Route& route) {
    std::vector<Field> fields;
    for (const auto& field : route.shapes.query) fields.push_back(field.optional());
    const auto named = [](const Field& f) { return f.name == "include"; };
    if (route.shapes.page_of != nullptr && std::none_of(fields.begin(), fields.end(), named))
        fields.push_back(field::one_of("include", kIncludes).optional());
    return fields;
}

/// What tells one request from another under the same key (crypto: SM3).
std::string request_hash(const Call& call) {
    std::string text = std::string(to_text(call.request.method)) + "\n" + call.request.path + "\n" +
                       canonical_text(call.query.json()) + "\n";
    const bool parsed = !call.body.json().empty();
    text += parsed ? canonical_text(call.body.json()) : call.request.body;
    return crypto::sm3_hex(text);
}

db::IdempotencyKey idempotency_key_of(const Call& call) {
    db::IdempotencyKey result;
    if (call.caller.scope.tenant() != kPlatformTenant) result.scope = call.caller.scope;
    result.request_hash = request_hash(call);
    result.principal = call.caller.principal();
    // Strangers share one principal: with the hash in it, only who sends the same request again
    // gets the reply again.
    if (call.caller.anonymous) result.principal += ":" + result.request_hash.substr(0, 32);
    result.key = call.request.header("idempotency-key");
    if (result.key.size() > db::kIdempotencyKeyCharactersMax) result.key =
        crypto::sm3_hex(result.key);
    return result;
}

db::StoredReply stored_form(const Reply& reply) {
    YUNHE_ASSERT(!reply.file.has_value());
    db::StoredReply stored;
    stored.status = reply.status;
    Json headers = Json::object();
    for (const auto& [name, value] : reply.headers) headers[name] = value;
    const bool json = !reply.raw && !reply.body.is_discarded();
    stored.headers_json =
        to_text(Json{{"json", json}, {"content_type", reply.content_type}, {"headers", headers}});
    if (json) stored.body = to_text(reply.body);
    else if (reply.raw) stored.body = *reply.raw;
    return stored;
}

Reply replayed(const db::StoredReply& stored) {
    const auto form = parse_json(stored.headers_json).value();
    Reply reply;
    reply.status = stored.status;
    reply.content_type = form.at("content_type").get<std::string>();
    for (const auto& [name, value] : form.at("headers").items())
        reply.headers.emplace_back(name, value.get<std::string>());
    if (form.at("json").get<bool>()) reply.body = parse_json(stored.body).value();
    else if (!stored.body.empty()) reply.raw = stored.body;
    reply.headers.emplace_back("Idempotency-Replayed", "true");
    return reply;
}

db::AuditRow audit_row(const Route& route, const Call& call, const Reply& reply) {
    db::AuditRow row;
    row.at_real = real_now();
    row.at_tenant = call.caller.now;
    if (call.caller.user_id.value != 0) row.user_id = call.caller.user_id;
    if (call.caller.body_id.value != 0) row.body_id = call.caller.body_id;
    row.role = call.caller.anonymous ? "public" : std::string(to_text(call.caller.role));
    row.delegate_for_id = call.caller.delegate_for_id;
    row.operation = route.operation;
    row.request_id = call.request.request_id;
    Json path = Json::object();
    for (const auto& [name, value] : call.path_values) {
        path[std::string(name)] = value;
        row.subject = value;
    }
    if (row.subject.empty() && reply.body.is_object() && reply.body.contains("id") &&
        reply.body.at("id").is_string())
        row.subject = reply.body.at("id").get<std::string>();
    row.details = {{"path", path}, {"body_sm3", crypto::sm3_hex(call.request.body)}, {"status",
        reply.status}};
    if (call.caller.api_key_id) row.details["api_key"] = to_text(*call.caller.api_key_id);
    return row;
}

std::vector<FieldError> page_departures(const Shape& row_shape, const Json& body) {
    if (!body.is_object() || !body.contains("data") || !body.at("data").is_array())
        return {{"/data", "missing_field"}};
    std::vector<FieldError> errors;
    for (const auto* name : {"has_more", "next_cursor"})
        if (!body.contains(name)) errors.push_back({"/" + std::string(name), "missing_field"});
    for (std::size_t i = 0; i < body.at("data").size(); ++i)
        for (auto& error : departures(row_shape, body.at("data")[i], "/data/" + std::to_string(i)))
            errors.push_back(std::move(error));
    return errors;
}

bool connection_lost(const db::SqlError& failure) {
    constexpr int kLost[] = {1040, 1047, 1053, 1205, 1213, 1927, 2002, 2003, 2006, 2013, 2014};
    return std::find(std::begin(kLost), std::end(kLost), failure.code) != std::end(kLost);
}

}  // namespace

/// What the log and the metrics want to know, however the call ends.
struct Dispatcher::Progress {
    const Route* route = nullptr;
    std::uint64_t tenant_id = 0;
    std::uint64_t user_id = 0;
    std::optional<RateLimit::Decision> rate = {};
};

struct Dispatcher::Prepared {
    Json body = Json::object();
    Json query = Json::object();
    PageRequest page;
};

Dispatcher::Dispatcher(std::span<const Route> all, Context& context, DispatchOptions options)
    : routes_(all), context_(context), options_(std::move(options)), router_(all) {
    for (const auto& route : all) query_fields_.push_back(query_fields_of(route));
}

Reply Dispatcher::operator()(const HttpRequest& request) const {
    const auto begin = steady_now();
    Progress progress;
    Reply reply;
    const auto failed = [&](const char* what) {
        spdlog::error("request_id={} operation={} failure=\"{}\"", request.request_id,
                      progress.route != nullptr ? progress.route->operation : "none", what);
    };
    try {
        reply = answer(request, progress);
    } catch (const db::DatabaseUnavailable& failure) {
        failed(failure.what());
        reply = unavailable_problem(request);
    } catch (const db::SqlError& failure) {
        failed(failure.what());
        reply = connection_lost(failure) ? unavailable_problem(request) : internal_problem(request);
    } catch (const std::exception& failure) {
        failed(failure.what());
        reply = internal_problem(request);
    } catch (...) {
        failed("something that is no exception");
        reply = internal_problem(request);
    }
    if (progress.rate) add_rate_headers(reply, *progress.rate);
    const auto duration =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_now() - begin);
    if (options_.metrics != nullptr) options_.metrics->record(progress.route, reply.status,
        duration);
    log_request({request, progress.route != nullptr ? progress.route->path : "none", reply.status,
                 duration, progress.tenant_id, progress.user_id});
    return reply;
}

Reply Dispatcher::answer(const HttpRequest& request, Progress& progress) const {
    const auto match = router_.find(request.method, request.path);
    if (match.route == nullptr) return answer_unrouted(request, match);
    progress.route = match.route;
    auto outcome = run(request, match, progress);
    if (outcome.ok()) return std::move(outcome).value();

    const auto& error = outcome.error();
    const auto language = language_of(request.header("accept-language"));
    const int status = error.code == kReplyDeparts ? 500 : http_status(error.kind);
    return problem_reply(status, error, language, request.request_id);
}

Reply Dispatcher::answer_unrouted(const HttpRequest& request, const Router::Match& match) const {
    const auto language = language_of(request.header("accept-language"));
    if (match.allowed.empty()) {
        if (options_.otherwise &&
            !request.path.starts_with("/api/")) return options_.otherwise(request);
        return problem_reply(not_found(), language, request.request_id);
    }
    Reply reply{.status = 204};
    if (request.method != Method::options)
        reply = problem_reply(405, Error{Errc::malformed, "method_not_allowed"}, language,
                              request.request_id);
    reply.headers.emplace_back("Allow", allow_text(match.allowed));
    return reply;
}

Result<Reply> Dispatcher::run(const HttpRequest& request, const Router::Match& match,
                              Progress& progress) const {
    const Route& route = *match.route;
    YUNHE_CHECK(check_media_type(request, route));
    // Probes (/healthz, /readyz) must never use up what sign-in needs.
    const bool limited = route.permission == Permission::open && route.path.starts_with("/api/");
    if (limited && options_.open_limit != nullptr) {
        progress.rate = options_.open_limit->take(request.remote_address, steady_now());
        YUNHE_CHECK(check_rate(*progress.rate));
    }
    YUNHE_TRY(caller, caller_of(request, match, progress));
    progress.tenant_id = caller.scope.tenant().value;
    progress.user_id = caller.user_id.value;
    if (!caller.may(route.permission)) return Error{Errc::permission, "permission_denied"};
    YUNHE_CHECK(check_idempotency_key(request, route));
    YUNHE_TRY(prepared, prepare(request, route));

    const Call call{request, caller, context_, match.path_values, Input(prepared.body),
                    Input(prepared.query), prepared.page,
                    language_of(request.header("accept-language"))};
    return handle(route, call);
}

Result<Caller> Dispatcher::caller_of(const HttpRequest& request, const Router::Match& match,
                                     Progress& progress) const {
    if (options_.authenticate) return options_.authenticate(request, *match.route);
    if (match.route->permission == Permission::open) {
        std::string_view slug;
        for (const auto& [name, value] : match.path_values)
            if (name == kPublicSlug) slug = value;
        return tenants::public_caller(context_.database, slug);
    }
    tenants::Credentials credentials;
    credentials.session_token = request.cookie(kSessionCookie);
    credentials.csrf_token = request.header("x-csrf-token");
    credentials.bearer = bearer_of(request);
    credentials.act_for = request.header("x-act-for");
    credentials.changing = !reading(request.method);
    credentials.remote_address = request.remote_address;
    YUNHE_TRY(caller, tenants::authenticate(context_.database, credentials));
    // A key that a script uses too often takes nothing from the others of its body.
    if (caller.api_key_id && caller.requests_per_minute > 0) {
        progress.rate = key_limit_->take(caller.principal(), rate_of(caller.requests_per_minute),
                                         steady_now());
        YUNHE_CHECK(check_rate(*progress.rate));
    }
    return caller;
}

Result<Dispatcher::Prepared> Dispatcher::prepare(const HttpRequest& request,
    const Route& route) const {
    Prepared prepared;
    Error error{Errc::malformed, "invalid_request"};
    if (!reading(request.method) && route.shapes.body_kind == BodyKind::json) {
        static constexpr Shape kNoBody{"NoBody", {}};
        if (!request.body.empty()) {
            YUNHE_TRY(body, parse_json(request.body));
            prepared.body = std::move(body);
        }
        error.fields = departures(route.shapes.body ? *route.shapes.body : kNoBody, prepared.body);
    }
    const auto index = static_cast<std::size_t>(&route - routes_.data());
    auto query = read_query(request, route, query_fields_[index]);
    error.fields.insert(error.fields.end(), query.errors.begin(), query.errors.end());
    auto page = parse_page(query.limit, query.cursor);
    if (!page.ok())
        error.fields.insert(error.fields.end(), page.error().fields.begin(),
            page.error().fields.end());
    if (!error.fields.empty()) return error;
    prepared.query = std::move(query.values);
    prepared.page = page.value();
    return prepared;
}

Result<Reply> Dispatcher::handle(const Route& route, const Call& call) const {
    if (route.handler.direct != nullptr) return checked(route, route.handler.direct(call));
    if (!reading(call.request.method)) return write(route, call);
    return context_.database.read([&](db::Transaction& tx) {
        return checked(route, route.handler.transactional(call, tx));
    });
}

Result<Reply> Dispatcher::write(const Route& route, const Call& call) const {
    const auto key = idempotency_key_of(call);
    return context_.database.transact([&](db::Transaction& tx) -> Result<Reply> {
        if (!route.shapes.repeatable) {
            YUNHE_TRY(stored, db::find_or_claim(tx, key));
            if (stored) return replayed(*stored);
        }
        YUNHE_TRY(reply, checked(route, route.handler.transactional(call, tx)));
        db::append_audit(tx, call.caller.scope, audit_row(route, call, reply));
        if (!route.shapes.repeatable) db::store_reply(tx, key, stored_form(reply));
        return reply;
    });
}

/// With check_replies on, inside the transaction, so that nothing is kept of a call whose reply is
/// wrong.
Result<Reply> Dispatcher::checked(const Route& route, Result<Reply> reply) const {
    if (!options_.check_replies || !reply.ok()) return reply;
    const auto& shapes = route.shapes;
    if (shapes.reply == nullptr && shapes.page_of == nullptr) return reply;
    const auto& raw = reply.value().raw;
    // A file (CSV) instead of the page follows no JSON shape; JSON that was written by hand does.
    if (raw && reply.value().content_type != "application/json") return reply;
    const auto& body = raw ? parse_json(*raw).value() : reply.value().body;
    auto errors = shapes.reply != nullptr ? departures(*shapes.reply, body)
                                          : page_departures(*shapes.page_of, body);
    if (errors.empty()) return reply;
    return Error{Errc::unavailable, std::string(kReplyDeparts), {}, std::move(errors)};
}

}  // namespace yunhe::http
