#include <charconv>

#include "catalog/certificate_service.hpp"
#include "catalog/certificate_store.hpp"
#include "catalog/product_diff.hpp"
#include "catalog/product_registration_service.hpp"
#include "catalog/product_reply_api.hpp"
#include "catalog/product_store.hpp"
#include "catalog/routes.hpp"
#include "http/context.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {
namespace product_version_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kVersionFields[] = {
    field::integer("number"),
    field::one_of("state", enum_values<ProductState>),
    field::text("kind", 64),
    field::timestamp("registered_at").nullable(),
    field::date("effective_on").nullable().about("As asked for; once registered, its first day."),
    field::timestamp("in_force_from").nullable(),
    field::timestamp("in_force_to").nullable().about("Null: until something ends it."),
    field::text("certificate_number", 64).nullable(),
    field::one_of("certificate_state", enum_values<CertificateState>).nullable()};
constexpr Shape kVersion{"ProductVersion", kVersionFields};

constexpr Field kChangeFields[] = {field::text("pointer", 400), field::any("before"),
                                   field::any("after")};
constexpr Shape kChange{"ProductChange", kChangeFields};
constexpr Field kChangesFields[] = {
    field::integer("number"), field::integer("against"),
    field::objects("changes", kChange).about("Before: the version against which it is held.")};
constexpr Shape kChanges{"ProductChanges", kChangesFields};
constexpr Field kChangesQuery[] = {
    field::text("against", 9).about("Number of a version; default: the one before.")};

constexpr Field kRegistrationBodyFields[] = {
    field::one_of("register", enum_values<Register>), field::text("number", 100),
    field::date("valid_from"), field::date("valid_to").optional().about("Inclusive."),
    field::text("document").optional()};
constexpr Shape kRegistrationBody{"ProductRegistrationBody", kRegistrationBodyFields};

constexpr Field kLabelFields[] = {field::text("code", 64), field::text("zh"), field::text("en")};
constexpr Shape kLabel{"KindStatement", kLabelFields};
constexpr Field kKindFields[] = {
    field::text("code", 64), field::text("zh"), field::text("en"),
    field::texts("deliveries", 40), field::boolean("may_carry_rows"),
    field::objects("statements", kLabel).about("What a product of the kind should state.")};
constexpr Shape kKind{"ProductKind", kKindFields};
constexpr Field kKindsFields[] = {
    field::boolean("limited").about("The text excludes other kinds."),
    field::objects("kinds", kKind)};
constexpr Shape kKinds{"ProductKinds", kKindsFields};

Result<int> number_of(const std::string& text) {
    int number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number < 1) return not_found();
    return number;
}

Result<Product> read_version(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(number, number_of(call.path_value("version_number")));
    return read_visible_product(tx, call.caller, call.path_value("product_code"), number);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(draft, draft_of(call.body));
    YUNHE_TRY(product, create_product_version(tx, call.caller, call.path_value("product_code"),
                                              draft));
    return product_reply(201, tx, call, product);
}

Json version_json(db::Transaction& tx, const Call& call, const Product& version,
                  const LineageVersions& registered) {
    Json json = {{"number", version.number},
                 {"state", std::string(to_text(version.state))},
                 {"kind", version.kind},
                 {"registered_at", http::or_null(version.registered_at)},
                 {"effective_on", http::or_null(version.effective_on)},
                 {"in_force_from", nullptr},
                 {"in_force_to", nullptr},
                 {"certificate_number", nullptr},
                 {"certificate_state", nullptr}};
    for (const auto& entry : registered) {
        if (entry.number != version.number) continue;
        json["in_force_from"] = to_text(entry.in_force.from);
        if (entry.in_force.to != Timestamp::max())
            json["in_force_to"] = to_text(entry.in_force.to);
    }
    const auto certificate = find_certificate_of(tx, call.caller.scope, version);
    if (!certificate) return json;
    const auto read =
        read_certificate(tx, call.caller.scope, certificate->number, call.caller.now);
    json["certificate_number"] = certificate->number;
    json["certificate_state"] = std::string(to_text(read.value().state));
    return json;
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(product, read_visible_product(tx, call.caller, call.path_value("product_code")));
    const auto registered = lineage_versions(tx, call.caller.scope, product.id);
    Json data = Json::array();
    for (const auto& version : list_product_versions(tx, call.caller.scope, product.id))
        if (may_see(call.caller, version))
            data.push_back(version_json(tx, call, version, registered));
    Reply reply;
    reply.body = {{"data", std::move(data)}, {"has_more", false}, {"next_cursor", nullptr}};
    return reply;
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(version, read_version(call, tx));
    return product_reply(200, tx, call, version);
}

Result<Reply> changes(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(version, read_version(call, tx));
    const auto asked = call.query.optional_text("against");
    YUNHE_TRY(number, asked ? number_of(*asked) : Result<int>(version.number - 1));
    YUNHE_TRY(before, read_visible_product(tx, call.caller, version.code, number));
    Json rows = Json::array();
    for (auto& change : changes_between(before, version))
        rows.push_back({{"pointer", change.pointer},
                        {"before", std::move(change.before)},
                        {"after", std::move(change.after)}});
    Reply reply;
    reply.body = {{"number", version.number}, {"against", number}, {"changes", std::move(rows)}};
    return reply;
}

Result<Reply> record(const Call& call, db::Transaction& tx) {
    ProductRegistration registration;
    registration.where = call.body.enumerator<Register>("register");
    registration.number = call.body.text("number");
    registration.valid_from = call.body.date("valid_from");
    registration.valid_to = call.body.optional_date("valid_to");
    registration.document = call.body.text_or("document", "");
    YUNHE_TRY(product, record_registration(tx, call.caller, call.path_value("product_code"),
                                           std::move(registration)));
    return product_reply(200, tx, call, product);
}

Json kind_json(const tenants::RuleItem& item) {
    Json json = {{"code", item.code},
                 {"zh", item.title.zh},
                 {"en", item.title.en},
                 {"deliveries", Json::array()},
                 {"may_carry_rows", false},
                 {"statements", Json::array()}};
    const auto* kind = find_product_kind(item.code);
    if (kind == nullptr) return json;
    for (const auto way : kind->deliveries)
        json["deliveries"].push_back(std::string(to_text(way)));
    json["may_carry_rows"] = kind->may_carry_rows;
    for (const auto& statement : kind->statements)
        json["statements"].push_back({{"code", std::string(statement.code)},
                                      {"zh", std::string(statement.zh)},
                                      {"en", std::string(statement.en)}});
    return json;
}

Result<Reply> kinds(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    const auto* rule = rules.pack->find("product_kinds");
    const bool limited = rule != nullptr && (rule->force == tenants::Force::hard ||
                                             rule->force == tenants::Force::exact);
    Json rows = Json::array();
    for (const auto& item : rules.pack->items("product_kinds")) rows.push_back(kind_json(item));
    Reply reply;
    reply.body = {{"limited", limited}, {"kinds", std::move(rows)}};
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/products/:product_code/versions", Permission::product_write, create,
     "createProductVersion", "Drafts a new version beside the one in force.",
     {.body = &kProductBody, .reply = &kProduct, .status = 201}},
    {Method::get, "/api/v1/products/:product_code/versions", Permission::product_read, list,
     "listProductVersions", "The versions of a product and when each is in force, oldest first.",
     {.page_of = &kVersion}},
    {Method::get, "/api/v1/products/:product_code/versions/:version_number",
     Permission::product_read, read, "readProductVersion",
     "One version of a product, with the answers of its review.", {.reply = &kProduct}},
    {Method::get, "/api/v1/products/:product_code/versions/:version_number/changes",
     Permission::product_read, changes, "readProductChanges",
     "What a version says otherwise than another.",
     {.query = kChangesQuery, .reply = &kChanges}},
    {Method::post, "/api/v1/products/:product_code/registrations", Permission::product_write,
     record, "recordProductRegistration",
     "Records the number under which a public register knows the product.",
     {.body = &kRegistrationBody, .reply = &kProduct}},
    {Method::get, "/api/v1/product-kinds", Permission::product_read, kinds, "listProductKinds",
     "The kinds of product that the rule pack names, and what each should state.",
     {.reply = &kKinds}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace product_version_api

std::span<const http::Route> product_version_routes() { return product_version_api::kRoutes; }

}  // namespace yunhe::catalog
