/// Products, their prices, listings and orders, at the first day of the developer's agreement.
#include "app/replay_play.hpp"
#include "http/client.hpp"

namespace yunhe::app {
namespace {

std::string first_of_month(Date day) { return to_text(first_day(period_of(day))); }

Date day_of_product(const ReplayPlay& play, const std::string& product) {
    const auto& row = play.folder.row_of(play.folder.products, "code", product);
    return play.agreement_of(row["developer"]).date("from");
}

/// The scenarios for which the case has a price or an order, else all of the developer's.
Json scenarios_of(const ReplayPlay& play, const CaseRow& product) {
    Json codes = Json::array();
    const auto add = [&](const Json& code) {
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    };
    for (const auto& price : play.folder.prices.value)
        if (price.contains("product") && price.at("product") == product["code"])
            add(price.at("scenario"));
    for (const auto* order : play.folder.rows_of(play.folder.orders, "product", product["code"]))
        add((*order)["scenario"]);
    if (!codes.empty()) return codes;
    for (const auto* row :
         play.folder.rows_of(play.folder.scenarios, "developer", product["developer"]))
        add((*row)["code"]);
    return codes;
}

/// In how many seats a product is reviewed, and by whom, the pack says; else the keeper alone.
std::vector<std::string> review_roles(const ReplayPlay& play) {
    std::vector<std::string> roles;
    const auto seats = play.rule("product_review_seats");
    if (seats.is_array())
        for (const auto& seat : seats)
            if (seat.contains("role")) roles.push_back(seat.at("role").get<std::string>());
    if (roles.empty()) roles.push_back(play.keeper_role());
    return roles;
}

void register_product(ReplayPlay& play, const CaseRow& row) {
    Json lineage = Json::array();
    for (const auto* source : play.folder.rows_of(play.folder.lineage, "product", row["code"]))
        lineage.push_back(
            {{"resource_code", (*source)["resource"]}, {"weight", (*source)["weight"]}});
    const auto& developer = play.user_of(row["developer"]);
    play.session.post(developer, "/api/v1/products", {row.place, "product"},
                      {{"code", row["code"]},
                       {"name", row["name"]},
                       {"kind", row["kind"]},
                       {"scenario_codes", scenarios_of(play, row)},
                       {"lineage", std::move(lineage)}});
    const auto path = "/api/v1/products/" + http::url_encoded(row["code"]);
    play.session.post(developer, path + "/submit", {row.place, "submit"});
    for (const auto& role : review_roles(play))
        play.session.post(play.user(role), path + "/review", {row.place, "review:" + role},
                          {{"decision", "pass"},
                           {"no_raw_data", true},
                           {"not_reversible", true},
                           {"only_granted", true},
                           {"inside_scenario", true},
                           {"opinion", "合规审核意见" + kSupplied}});
    play.done(row);
}

/// Finance drafts, the operator's administrator approves.
void set_price(ReplayPlay& play, const Json& price, Json plan) {
    const auto code = price.at("id").get<std::string>();
    const auto place = play.folder.prices.place_of(code);
    plan["charges"] = price.at("charges");
    if (price.contains("allocation_meter")) plan["allocation_meter"] = price.at("allocation_meter");
    play.session.post(play.user("finance"), "/api/v1/price-plans", {place, "plan"}, plan);
    play.session.post(play.user("operator_admin"),
                      "/api/v1/price-plans/" + http::url_encoded(code) + "/approve",
                      {place, "approve"});
    play.done(place);
}

/// The approved standard is the plan itself, under the document of the non-tax facts.
void price_data_use(ReplayPlay& play, const Json& price) {
    const auto code = price.at("id").get<std::string>();
    const auto place = play.folder.prices.place_of(code);
    const auto day = day_of_product(play, price.at("product").get<std::string>());
    const auto& tenant = play.folder.tenant.value;
    const auto& source = tenant.contains("non_tax") ? tenant.at("non_tax").at("document")
                                                    : play.folder.plan.value.at("source_document");
    play.session.post(play.user("finance"), "/api/v1/approved-standards", {place, "standard"},
                      {{"code", code},
                       {"product_code", price.at("product")},
                       {"scenario_code", price.at("scenario")},
                       {"document", source},
                       {"effective_from", first_of_month(day)},
                       {"charges", price.at("charges")}});
    play.session.post(play.user("collector"),
                      "/api/v1/approved-standards/" + http::url_encoded(code) + "/confirm",
                      {place, "confirm-standard"});
    set_price(play, price,
              {{"code", code},
               {"kind", "data_use"},
               {"product_code", price.at("product")},
               {"scenario_code", price.at("scenario")},
               {"effective_from", first_of_month(day)},
               {"standard_code", code}});
}

void list_product(ReplayPlay& play, const CaseRow& row) {
    const auto day = play.agreement_of(row["developer"]).date("from");
    const auto listing = play.session.post(play.user_of(row["developer"]), "/api/v1/listings",
                                           {row.place, "listing"},
                                           {{"code", "L-" + row["code"]},
                                            {"product_code", row["code"]},
                                            {"scenario_codes", scenarios_of(play, row)},
                                            {"from", to_text(day)}});
    play.session.post(play.user("operator_staff"),
                      "/api/v1/listings/" + listing.at("id").get<std::string>() + "/list",
                      {row.place, "list"});
}

/// A department buys as itself; for everybody else the product's developer records the order.
void record_order(ReplayPlay& play, const CaseRow& row) {
    const auto& product = play.folder.row_of(play.folder.products, "code", row["product"]);
    Json body = {{"code", row["code"]},
                 {"product_code", row["product"]},
                 {"scenario_code", row["scenario"]},
                 {"kind", row["kind"]},
                 {"from", row["from"]},
                 {"to", row["to"]}};
    const bool department = play.folder.has(play.folder.departments, "code", row["buyer"]);
    if (!department) body["buyer"] = {{"name", row["buyer"]}};
    for (const auto* name : {"waiver_ground", "waiver_document"})
        if (!row.blank(name)) body[name] = row[name];
    const auto& recorder = play.user_of(department ? row["buyer"] : product["developer"]);
    const auto order = play.session.post(recorder, "/api/v1/orders", {row.place, "order"}, body);

    const auto path = "/api/v1/orders/" + http::url_encoded(row["code"]);
    const auto waiver = order.value("waiver", Json());
    if (waiver.is_object() && waiver.value("state", "") == "requested")
        play.session.post(play.user("collector"), path + "/waiver/confirm",
                          {row.place, "confirm-waiver"}, {{"opinion", "同意" + kSupplied}});
    play.session.post(play.user("operator_staff"), path + "/accept", {row.place, "accept"});
    play.done(row);
}

void price_platform(ReplayPlay& play) {
    const auto day = play.first_agreement_day();
    for (const auto& price : play.folder.prices.value)
        if (!price.contains("product"))
            set_price(play, price, {{"code", price.at("id")},
                                    {"kind", "operator_fee"},
                                    {"effective_from", first_of_month(day)}});
}

}  // namespace

void play_offers(ReplayPlay& play) {
    play.agenda.put(office_hour(play.first_agreement_day()), [&play] { price_platform(play); });
    for (const auto& row : play.folder.products)
        play.agenda.put(office_hour(day_of_product(play, row["code"])),
                        [&play, &row] { register_product(play, row); });
    for (const auto& price : play.folder.prices.value)
        if (price.contains("product"))
            play.agenda.put(
                office_hour(day_of_product(play, price.at("product").get<std::string>())),
                [&play, &price] { price_data_use(play, price); });
    for (const auto& row : play.folder.products)
        play.agenda.put(office_hour(day_of_product(play, row["code"])),
                        [&play, &row] { list_product(play, row); });
    for (const auto& row : play.folder.orders)
        play.agenda.put(office_hour(day_of_product(play, row["product"])),
                        [&play, &row] { record_order(play, row); });
}

}  // namespace yunhe::app
