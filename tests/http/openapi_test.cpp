#include <boost/test/unit_test.hpp>

#include "http/openapi.hpp"

namespace yunhe::http::openapi_test {
namespace {

constexpr Field kItemFields[] = {field::code("code"), field::money("amount").nullable()};
constexpr Shape kItem{"Item", kItemFields};
constexpr Field kBodyFields[] = {field::text("title", 20).about("What it is."),
    field::objects("items", kItem)};
constexpr Shape kThingBody{"ThingBody", kBodyFields};
constexpr Field kThingFields[] = {field::text("id"), field::object("item",
    kItem).nullable().optional()};
constexpr Shape kThing{"Thing", kThingFields};
constexpr Field kFilters[] = {field::date("on")};

Result<Reply> nothing(const Call&) { return Reply{}; }
constexpr Route kRoutes[] = {
    {Method::get, "/api/v1/things", Permission::signed_in, nothing, "listThings", "Lists.",
     {.query = kFilters, .page_of = &kThing}},
    {Method::post, "/api/v1/things/:thing_id/change", Permission::order_write, nothing,
        "changeThing",
     "Changes.", {.body = &kThingBody, .reply = &kThing, .status = 201}},
    {Method::post, "/api/v1/session", Permission::open, nothing, "signIn", "Signs in.",
        {.repeatable = true}},
};
static_assert(well_formed(kRoutes));

void collect_references(const Json& value, std::vector<std::string>& found) {
    if (value.is_object() &&
        value.contains("$ref")) found.push_back(value["$ref"].get<std::string>());
    for (const auto& child : value)
        if (child.is_structured()) collect_references(child, found);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(openapi)

BOOST_AUTO_TEST_CASE(every_reference_leads_somewhere) {
    const auto document = openapi_document(kRoutes);
    std::vector<std::string> references;
    collect_references(document, references);
    BOOST_TEST(references.size() > 5u);
    for (const auto& reference : references) {
        BOOST_REQUIRE(reference.starts_with("#"));
        BOOST_TEST(document.contains(Json::json_pointer(reference.substr(1))), reference);
    }
}

BOOST_AUTO_TEST_CASE(every_route_is_there_with_what_its_table_says) {
    const auto document = openapi_document(kRoutes);
    const auto& change = document["paths"]["/api/v1/things/{thing_id}/change"]["post"];
    BOOST_TEST(change["operationId"].get<std::string>() == "changeThing");
    BOOST_TEST(change["x-permission"].get<std::string>() == "order:write");
    BOOST_TEST(change["responses"].contains("201"));
    BOOST_TEST(change["parameters"][0]["name"].get<std::string>() == "thing_id");
    BOOST_TEST(change["parameters"][1]["name"].get<std::string>() == "Idempotency-Key");
    BOOST_TEST(document["paths"]["/api/v1/things"]["get"]["parameters"].size() == 5u);
    const auto& sign_in = document["paths"]["/api/v1/session"]["post"];
    BOOST_TEST(sign_in["security"].empty());
    BOOST_TEST(sign_in["parameters"].empty());
}

BOOST_AUTO_TEST_CASE(the_matrix_has_a_row_per_route_and_a_column_per_role) {
    const auto text = permission_matrix_markdown(kRoutes);
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 5);
    const auto line = text.substr(text.find("| `POST /api/v1/things"));
    const auto columns = enum_texts<tenants::Role>.size() + 3;
    BOOST_TEST(std::count(line.begin(), line.begin() + long(line.find('\n')),
        '|') == long(columns) + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::http::openapi_test
