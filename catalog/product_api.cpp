#include "catalog/certificate_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/product_reply_api.hpp"
#include "catalog/product_service.hpp"
#include "catalog/product_store.hpp"
#include "catalog/routes.hpp"
#include "http/context.hpp"
#include "http/etag.hpp"
#include "tenants/case_timeline_service.hpp"

namespace yunhe::catalog {
namespace product_api {
namespace {

using http::Call;
using http::Method;
using http::Reply;
using http::Route;
using tenants::Permission;

constexpr std::string_view kDecisions[] = {"pass", "return", "reject"};
constexpr Field kReviewBodyFields[] = {
    field::one_of("decision", kDecisions), field::boolean("no_raw_data"),
    field::boolean("not_reversible"),      field::boolean("only_granted"),
    field::boolean("inside_scenario"),     field::text("opinion", 20000).optional()};
constexpr Shape kReviewBody{"ProductReviewBody", kReviewBodyFields};

tenants::Rules rules_of(const Call& call, db::Transaction& tx) {
    return tenants::load_rules(tx, call.caller.scope, call.context.rule_packs);
}

Result<Reply> create(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(draft, draft_of(call.body));
    YUNHE_TRY(product, create_product(tx, call.caller, draft));
    return product_reply(201, tx, call, product);
}

Result<Reply> list(const Call& call, db::Transaction& tx) {
    const auto sight = product_sight(call.caller);
    auto products = list_visible_products(tx, call.caller.scope,
                                          {sight.developer_id, sight.sees_unregistered},
                                          call.page);
    for (auto& product : products)
        product = shown_at(tx, call.caller.scope, std::move(product), call.caller.now);
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
    YUNHE_TRY(found, read_visible_product(tx, call.caller, call.path_value("product_code")));
    const auto product = shown_at(tx, call.caller.scope, std::move(found), call.caller.now);
    return product_reply(200, tx, call, product);
}

Result<Reply> edit(const Call& call, db::Transaction& tx) {
    const auto& code = call.path_value("product_code");
    YUNHE_TRY(seen, read_visible_product(tx, call.caller, code));
    if (seen.developer_id != call.caller.body_id) return wrong_party("not_your_object");
    YUNHE_CHECK(http::check_if_match(call, seen.version));
    YUNHE_TRY(draft, draft_of(call.body));
    YUNHE_TRY(product, edit_product(tx, call.caller, code, seen.version, draft));
    return product_reply(200, tx, call, product);
}

Result<Reply> check(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(checks, check_product(tx, call.caller, rules_of(call, tx),
                                    call.path_value("product_code")));
    Reply reply;
    reply.body = to_json(checks, call);
    return reply;
}

Result<Reply> submit(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(submitted, submit_product(tx, call.caller, rules_of(call, tx),
                                        call.path_value("product_code")));
    return product_reply(200, tx, call, submitted.product, submitted.warnings);
}

Result<Reply> recuse(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(product, recuse_from_product(tx, call.caller, rules_of(call, tx),
                                           call.path_value("product_code"),
                                           call.body.text_or("reason", "")));
    return product_reply(200, tx, call, product);
}

Result<Reply> review(const Call& call, db::Transaction& tx) {
    ProductReview given;
    given.decision = call.body.enumerator<ProductAction>("decision");
    given.no_raw_data = call.body.boolean("no_raw_data");
    given.not_reversible = call.body.boolean("not_reversible");
    given.only_granted = call.body.boolean("only_granted");
    given.inside_scenario = call.body.boolean("inside_scenario");
    given.opinion = call.body.text_or("opinion", "");
    YUNHE_TRY(product, review_product(tx, call.caller, rules_of(call, tx), call.context.signer,
                                      call.path_value("product_code"), std::move(given)));
    return product_reply(200, tx, call, product);
}

Result<Reply> withdraw(const Call& call, db::Transaction& tx) {
    YUNHE_TRY(product, withdraw_product(tx, call.caller, call.path_value("product_code"),
                                        call.body.text_or("reason", "")));
    return product_reply(200, tx, call, product);
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
    {Method::post, "/api/v1/products/:product_code/check", Permission::product_read, check,
     "checkProduct", "The automatic checks, each with its result, without handing anything in.",
     {.reply = &kCheckList, .repeatable = true}},
    {Method::post, "/api/v1/products/:product_code/submit", Permission::product_write, submit,
     "submitProduct", "Runs the automatic checks and hands the product in for review.",
     {.reply = &kProduct}},
    {Method::post, "/api/v1/products/:product_code/review", Permission::product_review, review,
     "reviewProduct", "Answers for one seat; the last pass registers and certifies the product.",
     {.body = &kReviewBody, .reply = &kProduct}},
    {Method::post, "/api/v1/products/:product_code/recuse", Permission::product_review, recuse,
     "recuseFromProduct", "Declares a conflict of interest and leaves the seat to a colleague.",
     {.body = &kReasonBody, .reply = &kProduct}},
    {Method::post, "/api/v1/products/:product_code/withdraw", Permission::product_write, withdraw,
     "withdrawProduct", "Withdraws a product that isn't registered.",
     {.body = &kReasonBody, .reply = &kProduct}},
    {Method::get, "/api/v1/products/:product_code/events", Permission::product_read, events,
     "listProductEvents", "What happened to the product, oldest first.",
     {.page_of = &tenants::kCaseEvent}},
};
static_assert(http::well_formed(kRoutes));

}  // namespace
}  // namespace product_api

std::span<const http::Route> product_routes() { return product_api::kRoutes; }

}  // namespace yunhe::catalog
