#include "http/openapi.hpp"

#include <set>

#include "http/dispatch.hpp"

namespace yunhe::http {
namespace {

Json reference(std::string_view name) {
    return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

Json text_schema(const Field& field) {
    return {{"type", "string"}, {"minLength", 1}, {"maxLength", field.length_max}};
}

Json pattern_schema(const char* pattern, const char* example) {
    return {{"type", "string"}, {"pattern", pattern}, {"examples", Json::array({example})}};
}

Json type_schema(const Field& field) {
    switch (field.type) {
        case FieldType::text: return text_schema(field);
        case FieldType::code: return pattern_schema("^[A-Za-z0-9._-]{1,64}$", "price-2026");
        case FieldType::integer:
            return {{"type", "integer"}, {"minimum", field.minimum}, {"maximum", field.maximum}};
        case FieldType::boolean: return {{"type", "boolean"}};
        case FieldType::money: return pattern_schema("^-?(0|[1-9][0-9]*)\\.[0-9]{2}$", "1234.56");
        case FieldType::unit_price:
        case FieldType::quantity:
        case FieldType::decimal:
            return pattern_schema("^(0|[1-9][0-9]*)(\\.[0-9]{1,6})?$", "12.5");
        case FieldType::date: return {{"type", "string"}, {"format", "date"}};
        case FieldType::timestamp: return {{"type", "string"}, {"format", "date-time"}};
        case FieldType::period: return pattern_schema("^[0-9]{4}-(0[1-9]|1[0-2])$", "2026-09");
        case FieldType::id:
            return {{"type", "string"}, {"pattern",
                "^" + std::string(field.id_prefix) + "_[0-9a-z]{13}$"}};
        case FieldType::one_of: return {{"type", "string"}, {"enum", Json(field.values)}};
        case FieldType::object: return reference(field.shape->name);
        case FieldType::texts:
            return {{"type", "array"}, {"uniqueItems", true}, {"maxItems", field.items_max},
                    {"items", text_schema(field)}};
        case FieldType::objects:
            return {{"type", "array"}, {"maxItems", field.items_max}, {"items",
                reference(field.shape->name)}};
        case FieldType::any: return Json::object();
    }
    fail_invariant("every type of field has a schema", __FILE__, __LINE__);
}

Json field_schema(const Field& field) {
    Json schema = type_schema(field);
    if (field.is_nullable && field.type == FieldType::one_of) schema["enum"].push_back(nullptr);
    if (field.is_nullable && schema.contains("type")) schema["type"] = Json::array({schema["type"],
        "null"});
    if (field.is_nullable && schema.contains("$ref"))
        schema = {{"anyOf", Json::array({schema, {{"type", "null"}}})}};
    if (!field.description.empty()) schema["description"] = field.description;
    return schema;
}

Json shape_schema(const Shape& shape) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const auto& field : shape.fields) {
        properties[std::string(field.name)] = field_schema(field);
        if (!field.is_optional) required.push_back(field.name);
    }
    Json schema = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = required;
    return schema;
}

/// Adds `shape` and all that it is made of.
void add_shape(Json& schemas, const Shape& shape) {
    const std::string name(shape.name);
    if (schemas.contains(name)) return;
    schemas[name] = shape_schema(shape);
    for (const auto& field : shape.fields)
        if (field.shape != nullptr) add_shape(schemas, *field.shape);
}

std::string page_name(const Shape& row) { return std::string(row.name) + "Page"; }

void add_page(Json& schemas, const Shape& row) {
    add_shape(schemas, row);
    schemas[page_name(row)] = {
        {"type", "object"},
        {"required", {"data", "has_more", "next_cursor"}},
        {"properties",
         {{"data", {{"type", "array"}, {"items", reference(row.name)}}},
          {"has_more", {{"type", "boolean"}}},
          {"next_cursor", {{"type", {"string", "null"}}}},
          {"total", {{"type", "integer"}, {"description", "Only with include=total."}}}}}};
}

Json problem_schema() {
    const Json text = {{"type", "string"}};
    const Json error = {{"type", "object"},
                        {"required", {"pointer", "code", "detail"}},
                        {"properties", {{"pointer", text}, {"code", text}, {"detail", text}}}};
    return {{"type", "object"},
            {"description", "RFC 9457. `code` is stable. A refusal by a rule names its source."},
            {"required", {"type", "title", "status", "detail", "code", "request_id"}},
            {"properties",
             {{"type", text}, {"title", text}, {"status", {{"type", "integer"}}}, {"detail", text},
              {"code", text}, {"request_id", text}, {"errors", {{"type", "array"}, {"items",
                  error}}},
              {"source", {{"type", "string"},
                          {"enum", {"regulation", "national", "tenant_policy", "system"}}}},
              {"rule", text}, {"rule_pack", text}, {"article", text}}}};
}

/// "/a/:b/c" -> "/a/{b}/c".
std::string openapi_path(std::string_view path) {
    std::string result;
    bool in_parameter = false;
    for (const char c : path) {
        if (c == '/' && in_parameter) {
            result += '}';
            in_parameter = false;
        }
        if (c == ':') {
            result += '{';
            in_parameter = true;
            continue;
        }
        result += c;
    }
    return in_parameter ? result + '}' : result;
}

Json parameter(std::string_view name, std::string_view where, bool required, Json schema) {
    return {{"name", name}, {"in", where}, {"required", required}, {"schema", std::move(schema)}};
}

Json parameters_of(const Route& route) {
    Json list = Json::array();
    const auto path = openapi_path(route.path);
    for (auto open = path.find('{'); open != path.npos; open = path.find('{', open + 1))
        list.push_back(parameter(path.substr(open + 1, path.find('}', open) - open - 1), "path",
            true,
                                 {{"type", "string"}}));
    for (const auto& field : route.shapes.query)
        list.push_back(parameter(field.name, "query", false, field_schema(field)));
    if (route.shapes.page_of != nullptr) {
        list.push_back(parameter("limit", "query", false,
                                 {{"type", "integer"}, {"minimum", 1}, {"maximum",
                                     kPageLimitMax}}));
        list.push_back(parameter("cursor", "query", false, {{"type", "string"}}));
        list.push_back(parameter("include", "query", false, {{"type", "string"}, {"enum",
            {"total"}}}));
    }
    if (route.method != Method::get && !route.shapes.repeatable)
        list.push_back(parameter("Idempotency-Key", "header", true,
                                 {{"type", "string"}, {"minLength", 1}, {"maxLength", 255}}));
    if (route.permission != Permission::open && row_of(route.permission).roles != 0) {
        list.push_back(parameter("X-Act-For", "header", false, {{"type", "string"}}));
        list.back()["description"] = "Sessions only: the id of the colleague in whose name one "
                                     "acts, by a delegation in force.";
    }
    return list;
}

Json responses_of(const Route& route) {
    Json success = {{"description", "Done."}};
    const auto* page = route.shapes.page_of;
    if (route.shapes.reply != nullptr)
        success["content"]["application/json"]["schema"] = reference(route.shapes.reply->name);
    if (page != nullptr) success["content"]["application/json"]["schema"] =
        reference(page_name(*page));
    return {{std::to_string(route.shapes.status), success},
            {"default", {{"$ref", "#/components/responses/Problem"}}}};
}

Json operation_of(const Route& route) {
    const auto& permission = tenants::row_of(route.permission);
    Json operation = {{"operationId", route.operation},
                      {"summary", route.summary},
                      {"x-permission", permission.name},
                      {"parameters", parameters_of(route)},
                      {"responses", responses_of(route)}};
    if (route.permission == Permission::open) operation["security"] = Json::array();
    else if (permission.key_scope.empty())
        operation["security"] = Json::array({{{"session", Json::array()}}});
    if (route.shapes.body != nullptr)
        operation["requestBody"] = {
            {"required", true},
            {"content", {{"application/json", {{"schema", reference(route.shapes.body->name)}}}}}};
    else if (route.shapes.body_kind == BodyKind::raw)
        operation["requestBody"] = {{"required", true},
                                    {"content", {{"*/*", {{"schema", Json::object()}}}}}};
    return operation;
}

Json components_of(std::span<const Route> routes) {
    Json schemas = Json::object();
    schemas["Problem"] = problem_schema();
    for (const auto& route : routes) {
        for (const auto* shape : {route.shapes.body, route.shapes.reply})
            if (shape != nullptr) add_shape(schemas, *shape);
        if (route.shapes.page_of != nullptr) add_page(schemas, *route.shapes.page_of);
    }
    const Json problem_content = {{"application/problem+json", {{"schema", reference("Problem")}}}};
    return {{"schemas", schemas},
            {"responses",
             {{"Problem", {{"description", "Refused or failed."}, {"content", problem_content}}}}},
            {"securitySchemes",
             {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", kSessionCookie}}},
              {"apiKey", {{"type", "http"}, {"scheme", "bearer"}}}}}};
}

std::string lower_text(Method method) {
    std::string text(to_text(method));
    for (auto& c : text) c = static_cast<char>(c + ('a' - 'A'));
    return text;
}

}  // namespace

Json openapi_document(std::span<const Route> routes) {
    Json paths = Json::object();
    for (const auto& route : routes)
        paths[openapi_path(route.path)][lower_text(route.method)] = operation_of(route);
    return {{"openapi", "3.1.0"},
            {"info",
             {{"title", "Yunhe"},
              {"version", "1"},
              {"description", "Authorised operation of public data: admission, catalogue, orders, "
                              "metering and settlement."}}},
            {"security", Json::array({{{"session", Json::array()}}, {{"apiKey", Json::array()}}})},
            {"paths", paths},
            {"components", components_of(routes)}};
}

std::string permission_matrix_markdown(std::span<const Route> routes) {
    std::string head = "| Route | Permission | Key scope |";
    std::string line = "|---|---|---|";
    for (const auto role : enum_texts<tenants::Role>) {
        head += " " + std::string(role.text) + " |";
        line += "---|";
    }
    std::string text = head + "\n" + line + "\n";
    for (const auto& route : routes) {
        const auto& permission = tenants::row_of(route.permission);
        text += "| `" + std::string(to_text(route.method)) + " " + std::string(route.path) + "` | ";
        text += std::string(permission.name) + " | " + std::string(permission.key_scope) + " |";
        for (const auto role : enum_texts<tenants::Role>) {
            const bool open = route.permission == Permission::open;
            text += open || tenants::role_has(role.value, route.permission) ? " yes |" : "  |";
        }
        text += "\n";
    }
    return text;
}

}  // namespace yunhe::http
