#include "catalog/product_reply_api.hpp"

#include "base/text.hpp"
#include "catalog/certificate_store.hpp"
#include "catalog/entitlement_store.hpp"
#include "catalog/product_registration_store.hpp"
#include "catalog/product_store.hpp"
#include "catalog/product_workflow.hpp"
#include "http/etag.hpp"

namespace yunhe::catalog {
namespace {

using http::or_null;

template <class E>
Json word_or_null(const std::optional<E>& value) {
    return value ? Json(word(*value)) : Json(nullptr);
}

Json to_json(const UsedColumn& column) {
    Json masking = Json::array();
    for (const auto technique : column.masking) masking.push_back(word(technique));
    return {{"name", column.name}, {"masking", std::move(masking)}};
}

Json to_json(const LineageItem& item) {
    Json columns = Json::array();
    for (const auto& column : item.columns) columns.push_back(to_json(column));
    return {{"resource_code", or_null(item.resource_code)},
            {"own_name", or_null(item.own_name)},
            {"weight", item.weight},
            {"columns", std::move(columns)},
            {"origin_document", or_null(item.origin_document)},
            {"import_case", or_null(item.import_case)}};
}

/// What the version says of itself.
Json content_json(const Product& product) {
    Json statements = Json::object();
    for (const auto& [code, text] : product.statements) statements[code] = text;
    Json lineage = Json::array();
    for (const auto& item : product.lineage) lineage.push_back(to_json(item));
    return {{"name", product.name},
            {"kind", product.kind},
            {"description", or_null(product.description)},
            {"delivery", word_or_null(product.delivery)},
            {"form", word_or_null(product.form)},
            {"statements", std::move(statements)},
            {"lineage", std::move(lineage)},
            {"own_data_only", product.own_data_only()}};
}

Result<std::vector<UsedColumn>> columns_of(const Input& source, const std::string& at) {
    std::vector<UsedColumn> columns;
    if (!source.json().contains("columns")) return columns;
    for (const auto& item : source.objects("columns")) {
        auto& column = columns.emplace_back(UsedColumn{item.text("name")});
        if (!item.json().contains("masking")) continue;
        for (const auto& text : item.texts("masking")) {
            const auto technique = from_text<Masking>(text);
            if (!technique)
                return malformed(
                    at + "/columns/" + std::to_string(columns.size() - 1) + "/masking",
                    "not_one_of",
                    {{"allowed", join({enum_values<Masking>.begin(), enum_values<Masking>.end()},
                                      ", ")}});
            column.masking.push_back(*technique);
        }
    }
    return columns;
}

/// The number of the version that waits for somebody, if the caller may see it.
Json open_version(db::Transaction& tx, const http::Call& call, const Product& product) {
    const auto newest = find_product_version(tx, call.caller.scope, product.code);
    const bool open = newest && is_open(newest->state) && may_see(call.caller, *newest);
    return open ? Json(newest->number) : Json(nullptr);
}

}  // namespace

Result<ProductDraft> draft_of(const Input& body) {
    ProductDraft draft{.code = body.optional_text("code"),
                       .name = body.text("name"),
                       .kind = body.text("kind"),
                       .scenario_codes = body.texts("scenario_codes"),
                       .lineage = {},
                       .description = body.text_or("description", ""),
                       .delivery = body.optional_enumerator<Delivery>("delivery"),
                       .form = body.optional_enumerator<DataForm>("form"),
                       .statements = {},
                       .effective_on = body.optional_date("effective_on")};
    for (const auto& source : body.objects("lineage")) {
        const auto at = "/lineage/" + std::to_string(draft.lineage.size());
        YUNHE_TRY(columns, columns_of(source, at));
        draft.lineage.push_back({source.optional_text("resource_code"),
                                 source.optional_text("own_name"), source.json().at("weight"),
                                 std::move(columns), source.text_or("origin_document", ""),
                                 source.text_or("import_case", "")});
    }
    if (!body.json().contains("statements")) return draft;
    for (const auto& statement : body.objects("statements"))
        if (!draft.statements.emplace(statement.text("code"), statement.text("text")).second)
            return malformed("/statements", "repeated_item");
    return draft;
}

http::Reply product_reply(int status, db::Transaction& tx, const http::Call& call,
                          const Product& product, const std::vector<ProductWarning>& warnings) {
    const auto scope = call.caller.scope;
    const auto chains = load_chains(tx, scope, product.id);
    OfferNames names(tx, scope);
    const auto certificate = find_certificate_of(tx, scope, product);
    http::Reply reply;
    reply.status = status;
    auto& json = reply.body;
    json = to_json(product, certificate ? std::optional(certificate->number) : std::nullopt,
                   {names, chains, call.caller.now});
    json["open_version"] = open_version(tx, call, product);
    json["reviews"] = Json::array();
    for (const auto& review : list_product_reviews(tx, scope, product))
        json["reviews"].push_back(to_json(review, names));
    json["warnings"] = Json::array();
    for (const auto& warning : warnings)
        json["warnings"].push_back(warning_json(call, warning.code, warning.args));
    const auto registrations = list_registrations(tx, scope, product.id);
    json["registrations"] = Json::array();
    for (const auto& registration : registrations)
        json["registrations"].push_back(to_json(registration));
    if (product.state == ProductState::registered)
        for (const auto& code :
             registration_warnings(registrations, date_of(call.caller.now)))
            json["warnings"].push_back(warning_json(call, code, {}));
    reply.headers.emplace_back("ETag", http::etag(product.version));
    return reply;
}

Json to_json(const Product& product, const std::optional<std::string>& certificate_number,
             const Rendering& rendering) {
    auto& names = rendering.names;
    auto json = content_json(product);
    json.update({{"id", to_text(product.id)},
                 {"code", product.code},
                 {"state", word(product.state)},
                 {"version", product.version},
                 {"number", product.number},
                 {"developer_id", to_text(product.developer_id)},
                 {"developer_uscc", names.body_code(product.developer_id)},
                 {"developer_name", names.body_name(product.developer_id)},
                 {"scenario_codes", scenario_codes(product.scenario_ids, names)},
                 {"registered_at", or_null(product.registered_at)},
                 {"effective_on", or_null(product.effective_on)},
                 {"revoked_at", or_null(product.revoked_at)},
                 {"certificate_number", or_null(certificate_number)},
                 {"access", to_json(access_of_product(rendering.chains, product, rendering.now))}});
    put_live(json, judge_offers(rendering.chains, product.id, product.scenario_ids, rendering.now,
                                false));
    return json;
}

Json to_json(const ProductReview& review, OfferNames& names) {
    return {{"seat", review.seat},
            {"round", review.round},
            {"decision", word(review.decision)},
            {"no_raw_data", review.no_raw_data},
            {"not_reversible", review.not_reversible},
            {"only_granted", review.only_granted},
            {"inside_scenario", review.inside_scenario},
            {"opinion", or_null(review.opinion)},
            {"username", names.username(review.reviewed_by_id)},
            {"reviewed_at", to_text(review.reviewed_at)}};
}

Json to_json(const ProductRegistration& registration) {
    return {{"register", word(registration.where)},
            {"number", registration.number},
            {"valid_from", to_text(registration.valid_from)},
            {"valid_to", or_null(registration.valid_to)},
            {"document", or_null(registration.document)},
            {"recorded_at", to_text(registration.recorded_at)}};
}

Json to_json(const CheckList& checks, const http::Call& call) {
    Json rows = Json::array();
    bool passed = true;
    for (const auto& check : checks) {
        passed = passed && check.result != CheckResult::failed;
        Json gaps = Json::array();
        for (const auto& gap : check.gaps)
            gaps.push_back({{"pointer", gap.pointer},
                            {"code", gap.code},
                            {"text", error_text(gap.code, gap.args, call.language)}});
        rows.push_back({{"code", std::string(check.code)},
                        {"result", word(check.result)},
                        {"gaps", std::move(gaps)}});
    }
    return {{"passed", passed}, {"checks", std::move(rows)}};
}

}  // namespace yunhe::catalog
