#include "app/replay_case_checks.hpp"

#include <set>
#include <span>

#include "base/money.hpp"
#include "base/text.hpp"
#include "catalog/order.hpp"
#include "catalog/resource.hpp"
#include "catalog/scenario.hpp"
#include "tenants/role.hpp"

namespace yunhe::app {
namespace {

using Names = std::span<const std::string_view>;

[[noreturn]] void refuse(const Place& place, const std::string& reason) {
    throw CaseRefused(place, reason);
}

/// Members of an object in a JSON file: none unknown, none of the needed ones missing.
void check_members(const CaseDocument& document, const Json& object, const std::string& what,
                   std::initializer_list<std::string_view> needed,
                   std::initializer_list<std::string_view> optional = {}) {
    if (!object.is_object()) refuse({document.file, 0}, what + " must be an object");
    for (const auto& [name, value] : object.items()) {
        const bool known = std::find(needed.begin(), needed.end(), name) != needed.end() ||
                           std::find(optional.begin(), optional.end(), name) != optional.end();
        if (!known) refuse(document.place_of(name), what + " has the unknown member " + name);
    }
    for (const auto name : needed)
        if (!object.contains(name))
            refuse({document.file, 0}, what + " has no member " + std::string(name));
}

const std::string& text_member(const CaseDocument& document, const Json& object,
                               const char* name) {
    const auto& value = object.at(name);
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
        refuse(document.place_of(name), std::string(name) + " must be a text");
    return value.get_ref<const std::string&>();
}

void date_member(const CaseDocument& document, const Json& object, const char* name) {
    const auto& text = text_member(document, object, name);
    if (!parse_date(text).ok()) refuse(document.place_of(text), text + " is no date");
}

void check_codes_unique(const CaseRows& rows, std::string_view column) {
    std::set<std::string_view> seen;
    for (const auto& row : rows) {
        if (row.blank(column)) refuse(row.place, "the column " + std::string(column) + " is empty");
        if (!seen.insert(row[column]).second) refuse(row.place, row[column] + " comes twice");
    }
}

/// Each cell of the column is a code that `others` define in their column.
void check_known(const Case& folder, const CaseRows& rows, std::string_view column,
                 const CaseRows& others, std::string_view other_column) {
    for (const auto& row : rows)
        if (!folder.has(others, other_column, row[column]))
            refuse(row.place, std::string(column) + " " + row[column] + " is unknown");
}

void check_one_of(const CaseRows& rows, std::string_view column, Names allowed,
                  bool may_be_empty = false) {
    for (const auto& row : rows) {
        if (may_be_empty && row.blank(column)) continue;
        if (std::find(allowed.begin(), allowed.end(), row[column]) == allowed.end())
            refuse(row.place, std::string(column) + " " + row[column] + " is unknown");
    }
}

template <class Parse>
void check_form(const CaseRows& rows, std::string_view column, Parse parse,
                const std::string& form) {
    for (const auto& row : rows)
        if (!parse(row[column]).ok())
            refuse(row.place, std::string(column) + " " + row[column] + " is no " + form);
}
void check_dates(const CaseRows& rows, std::initializer_list<std::string_view> columns) {
    for (const auto column : columns)
        check_form(rows, column, [](std::string_view text) { return parse_date(text); }, "date");
}
void check_periods(const CaseRows& rows) {
    check_form(rows, "period", [](std::string_view text) { return parse_period(text); }, "period");
}
void check_amounts(const CaseRows& rows, std::string_view column) {
    check_form(rows, column, [](std::string_view text) { return Money::parse(text); }, "amount");
}

void check_body(Case& folder, const Json& body, std::set<std::string>& codes,
                std::set<std::string>& usernames) {
    const auto& document = folder.tenant;
    check_members(document, body, "a body", {"code", "kind", "name", "users"}, {"area", "uscc"});
    const auto& code = text_member(document, body, "code");
    if (!codes.insert(code).second) refuse(document.place_of(code), code + " comes twice");
    const auto& kind = text_member(document, body, "kind");
    if (!from_text<tenants::BodyKind>(kind))
        refuse(document.place_of(kind), "the kind " + kind + " is unknown");
    if (!body.at("users").is_array() || body.at("users").empty())
        refuse(document.place_of(code), "the body " + code + " has no users");
    for (const auto& user : body.at("users")) {
        check_members(document, user, "a user", {"username", "role"});
        const auto& username = text_member(document, user, "username");
        const auto place = document.place_of(username);
        if (!usernames.insert(username).second) refuse(place, username + " comes twice");
        const auto& role = text_member(document, user, "role");
        if (!from_text<tenants::Role>(role)) refuse(place, "the role " + role + " is unknown");
        folder.users.push_back({place, username, role, code});
    }
}

void check_tenant(Case& folder) {
    const auto& document = folder.tenant;
    const auto& tenant = document.value;
    check_members(document, tenant, "the tenant",
                  {"slug", "name", "rule_pack", "sandbox", "clock", "mandate", "policy", "bodies"},
                  {"continuation_basis", "non_tax"});
    if (tenant.at("sandbox") != Json(true))
        refuse(document.place_of("sandbox"), "only a sandbox has a clock that can be moved");
    const auto& clock = text_member(document, tenant, "clock");
    if (!parse_timestamp(clock).ok()) refuse(document.place_of(clock), clock + " is no timestamp");
    check_members(document, tenant.at("mandate"), "the mandate", {"document", "from", "to"});
    if (tenant.contains("continuation_basis")) {
        const auto& basis = tenant.at("continuation_basis");
        check_members(document, basis, "the continuation basis",
                      {"document", "scope", "recorded_on", "until"});
        date_member(document, basis, "recorded_on");
    }
    if (tenant.contains("non_tax"))
        check_members(document, tenant.at("non_tax"), "non_tax",
                      {"document", "collecting_unit", "item"});
    std::set<std::string> codes;
    std::set<std::string> usernames;
    for (const auto& body : tenant.at("bodies")) check_body(folder, body, codes, usernames);
}

const Json* find_body(const Case& folder, const std::string& code, std::string_view kind) {
    for (const auto& body : folder.tenant.value.at("bodies"))
        if (body.at("code") == code && body.at("kind") == kind) return &body;
    return nullptr;
}

void check_bodies_of_rows(const Case& folder) {
    for (const auto& row : folder.departments)
        if (find_body(folder, row["code"], "department") == nullptr)
            refuse(row.place, "tenant.json has no department " + row["code"]);
    for (const auto& row : folder.developers)
        if (find_body(folder, row["uscc"], "developer") == nullptr)
            refuse(row.place, "tenant.json has no developer " + row["uscc"]);
    for (const auto& body : folder.tenant.value.at("bodies")) {
        const auto code = body.at("code").get<std::string>();
        const auto kind = body.at("kind").get<std::string>();
        if (kind == "developer" && !folder.has(folder.developers, "uscc", code))
            refuse(folder.tenant.place_of(code), "developers.csv has no " + code);
        if (kind == "department" && !folder.has(folder.departments, "code", code))
            refuse(folder.tenant.place_of(code), "departments.csv has no " + code);
    }
}

void check_catalogue(const Case& folder) {
    constexpr std::string_view kFlags[] = {"0", "1"};
    check_codes_unique(folder.departments, "code");
    check_one_of(folder.departments, "department_kind", enum_values<tenants::DepartmentKind>);
    check_codes_unique(folder.resources, "code");
    check_known(folder, folder.resources, "department", folder.departments, "code");
    check_one_of(folder.resources, "personal", kFlags);
    check_one_of(folder.resources, "secret", kFlags);
    check_one_of(folder.resources, "origin", enum_values<catalog::Origin>);
    check_one_of(folder.resources, "openness", enum_values<catalog::Openness>);
    check_codes_unique(folder.developers, "uscc");
}

void check_notice(const Case& folder) {
    const auto& document = folder.notice;
    check_members(document, document.value, "the notice",
                  {"code", "title", "fields", "window_from", "window_to", "published_on",
                   "conditions", "materials", "criteria", "pass_mark"},
                  {"panel_size", "requirements", "mode", "scope"});
    for (const auto* name : {"window_from", "window_to", "published_on"})
        date_member(document, document.value, name);
}

void check_admission(const Case& folder) {
    constexpr std::string_view kOutcomes[] = {"accepted", "rejected"};
    const auto& materials = folder.notice.value.at("materials");
    check_codes_unique(folder.applications, "developer");
    check_known(folder, folder.applications, "developer", folder.developers, "uscc");
    check_dates(folder.applications, {"submitted_on"});
    check_one_of(folder.applications, "outcome", kOutcomes);
    for (const auto& row : folder.applications) {
        for (const auto& material : pieces(row["missing_first"]))
            if (std::find(materials.begin(), materials.end(), Json(material)) == materials.end())
                refuse(row.place, "the notice asks for no material " + material);
        for (const auto& score : pieces(row["expert_scores"]))
            if (score.empty() || score.size() > 3 ||
                score.find_first_not_of("0123456789") != score.npos)
                refuse(row.place, "the score " + score + " is no whole number");
        if (row["outcome"] == "rejected" && row.blank("reason"))
            refuse(row.place, "a rejection needs a reason");
    }
    check_codes_unique(folder.agreements, "developer");
    check_known(folder, folder.agreements, "developer", folder.applications, "developer");
    check_dates(folder.agreements, {"from", "to"});
    check_amounts(folder.agreements, "service_fee");
}

void check_requests(const Case& folder) {
    constexpr std::string_view kOutcomes[] = {"granted", "refused"};
    check_codes_unique(folder.scenarios, "code");
    check_known(folder, folder.scenarios, "developer", folder.agreements, "developer");
    check_one_of(folder.scenarios, "purpose", enum_values<catalog::Purpose>);
    check_known(folder, folder.requests, "scenario", folder.scenarios, "code");
    check_known(folder, folder.requests, "resource", folder.resources, "code");
    check_one_of(folder.requests, "outcome", kOutcomes);
    for (const auto& row : folder.requests) {
        const auto& resource = folder.row_of(folder.resources, "code", row["resource"]);
        const auto columns = pieces(resource["columns"]);
        for (const auto& column : pieces(row["columns"]))
            if (std::find(columns.begin(), columns.end(), column) == columns.end())
                refuse(row.place, row["resource"] + " has no column " + column);
    }
}

void check_scenario_of_product(const Case& folder, const Place& place, const std::string& product,
                               const std::string& scenario) {
    const auto& product_row = folder.row_of(folder.products, "code", product);
    const auto& scenario_row = folder.row_of(folder.scenarios, "code", scenario);
    if (product_row["developer"] != scenario_row["developer"])
        refuse(place, "product " + product + " and scenario " + scenario +
                          " belong to different developers");
}

void check_prices(const Case& folder) {
    constexpr std::string_view kBooks[] = {"nontax", "operator"};
    const auto& document = folder.prices;
    if (!document.value.is_array()) refuse({document.file, 0}, "price plans form a list");
    std::set<std::string> codes;
    for (const auto& price : document.value) {
        check_members(document, price, "a price plan", {"id", "book", "charges"},
                      {"product", "scenario", "allocation_meter"});
        const auto& code = text_member(document, price, "id");
        const auto place = document.place_of(code);
        if (!codes.insert(code).second) refuse(place, code + " comes twice");
        const auto& book = text_member(document, price, "book");
        if (std::find(std::begin(kBooks), std::end(kBooks), book) == std::end(kBooks))
            refuse(place, "the book " + book + " is unknown");
        const bool with_product = price.contains("product");
        if (with_product != price.contains("scenario") || with_product != (book == "nontax"))
            refuse(place, "book nontax goes with product and scenario, book operator without");
        if (!with_product) continue;
        const auto& product = text_member(document, price, "product");
        const auto& scenario = text_member(document, price, "scenario");
        if (!folder.has(folder.products, "code", product))
            refuse(place, "product " + product + " is unknown");
        if (!folder.has(folder.scenarios, "code", scenario))
            refuse(place, "scenario " + scenario + " is unknown");
        check_scenario_of_product(folder, place, product, scenario);
    }
}

void check_offers(const Case& folder) {
    check_codes_unique(folder.products, "code");
    check_known(folder, folder.products, "developer", folder.agreements, "developer");
    check_known(folder, folder.lineage, "product", folder.products, "code");
    check_known(folder, folder.lineage, "resource", folder.resources, "code");
    check_prices(folder);
    check_codes_unique(folder.orders, "code");
    check_known(folder, folder.orders, "product", folder.products, "code");
    check_known(folder, folder.orders, "scenario", folder.scenarios, "code");
    check_one_of(folder.orders, "kind", enum_values<catalog::OrderKind>);
    check_one_of(folder.orders, "waiver_ground", enum_values<catalog::WaiverGround>, true);
    check_dates(folder.orders, {"from", "to"});
    for (const auto& row : folder.orders)
        check_scenario_of_product(folder, row.place, row["product"], row["scenario"]);
}

void check_money(const Case& folder) {
    check_periods(folder.quality);
    check_known(folder, folder.quality, "resource", folder.resources, "code");
    check_periods(folder.payment_notices);
    check_known(folder, folder.payment_notices, "developer", folder.developers, "uscc");
    check_known(folder, folder.payment_notices, "product", folder.products, "code");
    check_dates(folder.payment_notices, {"issued_on", "due_on"});
    check_amounts(folder.payment_notices, "amount");
    check_dates(folder.receipts, {"paid_on"});
    check_amounts(folder.receipts, "amount");
    check_members(folder.plan, folder.plan.value, "the allocation plan",
                  {"id", "source_document", "effective_from", "steps"});
}

}  // namespace

void check_case(Case& folder) {
    check_tenant(folder);
    check_catalogue(folder);
    check_bodies_of_rows(folder);
    check_notice(folder);
    check_admission(folder);
    check_requests(folder);
    check_offers(folder);
    check_money(folder);
}

}  // namespace yunhe::app
