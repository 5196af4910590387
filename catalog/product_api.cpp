#include "catalog/certificate_store.hpp"
#include "catalog/entitlement_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/offer_reply_api.hpp"
#include "catalog/product_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/routes.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr Field kSourceBodyFields[] = {
    field::code("resource_code").optional(),
    field::text("own_name").optional().about("The developer's own lawful data; instead of a "
                "resource."),
    field::decimal("weight")};
constexpr Shape kSourceBody{"ProductSourceBody", kSourceBodyFields};
constexpr Field kProductBodyFields[] = {
    field::code("code").optional().about("Given by the maker, else the running number."),
    field::text("name"),
    field::code("kind").about("One of the rule pack's kinds, where it names any."),
    field::texts("scenario_codes", 64).items(50),
    field::objects("lineage", kSourceBody).items(200)};
constexpr Shape kProductBody{"ProductBody", kProductBodyFields};

constexpr std::string_view kDecisions[] = {"pass", "return", "reject"};
constexpr Field kReviewBodyFields[] = {
    field::one_of("decision", kDecisions), field::boolean("no_raw_data"),
    field::boolean("not_reversible"),      field::boolean("only_granted"),
    field::boolean("inside_scenario"),     field::text("opinion", 20000).optional()};
constexpr Shape kReviewBody{"ProductReviewBody", kReviewBodyFields};

ProductDraft draft_of(const Input& body) {
    ProductDraft draft{.code = body.optional_text("code"),
                       .name = body.text("name"),
                       .kind = body.text("kind"),
                       .scenario_codes = body.texts("scenario_codes"),
                       .lineage = {}};
    for (const auto& source : body.objects("lineage"))
        draft.lineage.push_back({source.optional_text("resource_code"),
                                 source.optional_text("own_name"), source.json().at("weight")});
    return draft;
}

Json render(db::Transaction& tx, const Call& call, const Product& product) {
    const auto chains = load_chains(tx, call.caller.scope, product.id);
    OfferNames names(tx, call.caller.scope);
    const auto certificate = find_certificate_of(tx, call.caller.scope, product.id);
    auto json = to_json(product, certificate ? std::optional(certificate->number) : std::nullopt,
                        {names, chains, call.caller.now});
    json["reviews"] = Json::array();
    for (const auto& review :
         list_product_reviews(tx, call.caller.scope, product.id, product.review_round))
        json["reviews"].push_back(to_json(review, names));
    return json;
}

Reply reply_of(int status, Json json, int version) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(json);
    reply.headers.emplace_back("ETag", http::etag(version));
    return reply;
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(product, create_product(tx, call.caller, draft_of(call.body)));
    return reply_of(201, render(tx, call, product), product.version);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto sight = product_sight(call.caller);
    const auto products = list_visible_products(tx, call.caller.scope,
                                                {sight.developer_id, sight.sees_unregistered},
                                                call.page);
    const auto chains = call.context.entitlements.chains(tx, call.caller.scope);
    const auto numbers = certificate_numbers(tx, call.caller.scope, products);
    OfferNames names(tx, call.caller.scope);
    Reply reply;
    reply.body = page_json(
        call.page, products,
        [&](const Product& product) {
            const auto number = numbers.find(product.id);
            return to_json(product,
                           number == numbers.end() ? std::nullopt : std::optional(number->second),
                           {names, *chains, call.caller.now});
        },
        [](const Product& product) { return product.id.value; });
    return reply;
}

Result<Reply> read(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(product, read_visible_product(tx, call.caller, call.path_value("product_code")));
    return reply_of(200, render(tx, call, product), product.version);
}

Result<Reply> edit(const Call& call, db::Transaction& tx) {
    const auto& code = call.path_value("product_code");
    YUNHE_TRY(seen, read_visible_product(tx, call.caller, code));
    if (seen.developer_id != call.caller.body_id) return wrong_party("not_your_object");
    YUNHE_CHECK(http::check_if_match(call, seen.version));
    YUNHE_TRY(product, edit_product(tx, call.caller, code, seen.version, draft_of(call.body)));
    return reply_of(200, render(tx, call, product), product.version);
}

Result<Reply> submit(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    YUNHE_TRY(submitted, submit_product(tx, call.caller, rules, call.path_value("product_code")));
    auto json = render(tx, call, submitted.product);
    json["warnings"] = Json::array();
    for (const auto& warning : submitted.warnings)
        json["warnings"].push_back(
            warning_json(call, warning.code, {{"resource", warning.subject}}));
    return reply_of(200, std::move(json), submitted.product.version);
}

Result<Reply> review(const Call& call, db::Transaction& tx) {
    const auto rules = tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
    ProductReview given;
    given.decision = call.body.enumerator<ProductAction>("decision");
    given.no_raw_data = call.body.boolean("no_raw_data");
    given.not_reversible = call.body.boolean("not_reversible");
    given.only_granted = call.body.boolean("only_granted");
    given.inside_scenario = call.body.boolean("inside_scenario");
    given.opinion = call.body.text_or("opinion", "");
    YUNHE_TRY(product, review_product(tx, call.caller, rules, call.context.signer,
                                      call.path_value("product_code"), std::move(given)));
    return reply_of(200, render(tx, call, product), product.version);
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(product, withdraw_product(tx, call.caller, call.path_value("product_code"),
                                        call.body.text_or("reason", "")));
    return reply_of(200, render(tx, call, product), product.version);
}

Result<Reply> events(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(product, read_visible_product(tx, call.caller, call.path_value("product_code")));
    // Opinions of the review are for the parties and whoever reviews, not for the market.
    const auto sight = product_sight(call.caller);
    if (sight.developer_id != product.developer_id && !sight.sees_unregistered) return not_found();
    Reply reply;
    reply.body = tenants::case_timeline(tx, call.caller.scope, "product", product.id.value);
    return reply;
}

constexpr Route kRoutes[] = {
    {Method::post, "/api/v1/products", Permission::product_write, create, "createProduct",
     "Drafts a product.", {.body = &kProductBody, .reply = &kProduct, .status = 201}},
    {Method::get, "/api/v1/products", Permission::product_read, list, "listProducts",
     "Products: one's own, and those that are registered.", {.page_of = &kProduct}},
    {Method::get, "/api/v1/products/:product_code", Permission::product_read, read, "readProduct",
     "One product, with the answers of its review.", {.reply = &kProduct}},
    {Method::put, "/api/v1/products/:product_code", Permission::product_write, edit, "editProduct",
     "Changes a draft or a returned product.", {.body = &kProductBody, .reply = &kProduct}},
    {Method::post, "/api/v1/products/:product_code/submit", Permission::product_write, submit,
     "submitProduct", "Runs the automatic checks and hands the product in for review.",
     {.reply = &kProduct}},
    {Method::post, "/api/v1/products/:product_code/review", Permission::product_review, review,
     "reviewProduct", "Answers for one seat; the last pass registers and certifies the product.",
     {.body = &kReviewBody, .reply = &kProduct}},
    {Method::post, "/api/v1/products/:product_code/withdraw", Permission::product_write, withdraw,
     "withdrawProduct", "Withdraws a product that isn't registered.",
     {.body = &kReasonBody, .reply = &kProduct}},
    {Method::get, "/api/v1/products/:product_code/events", Permission::product_read, events,
     "listProductEvents", "What happened to the product, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace

std::span<const http::Route> product_routes() { return kRoutes; }

}  // namespace yunhe::catalog
