/// Revoking a grant, suspending a listing: exactly what needs it stops, and those whose it is are
/// told. The search over the same marketplace, and the views that follow it.
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "catalog/entitlement_store.hpp"
#include "catalog/entitlement_view.hpp"
#include "catalog/search_service.hpp"
#include "tenants/tenant_store.hpp"
#include "tests/support/played_tenants.hpp"
#include "tests/support/test_database.hpp"

namespace yunhe::test::chain_stop_test {
namespace {

PlayedTenant& tenant() {
    static PlayedTenant played({.slug = "stops", .letter = 'T', .name = "【止】",
                                .events_max = 100});
    return played;
}

Answer must(const Answer& answer) {
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer.status << " " << answer.text.substr(0, 600));
    return answer;
}

using Codes = std::set<std::string>;

Codes open_things(const std::string& path) {
    Codes codes;
    for (const auto& row : tenant().as("op.admin").rows(path))
        if (row.at("live").get<bool>()) codes.insert(row.at("code"));
    return codes;
}

struct Open {
    Codes products = open_things("/api/v1/products");
    Codes listings = open_things("/api/v1/listings");
    Codes orders = open_things("/api/v1/orders");
};

Codes without(const Codes& all, const Codes& less) {
    Codes gone;
    std::set_difference(all.begin(), all.end(), less.begin(), less.end(),
                        std::inserter(gone, gone.end()));
    return gone;
}

Codes stopped_codes(const Json& stop, std::string_view aggregate) {
    Codes codes;
    for (const auto& item : stop.at("items"))
        if (item.at("aggregate") == aggregate) codes.insert(item.at("code"));
    return codes;
}

std::string grant_path(const std::string& scenario, const std::string& resource) {
    for (const auto& row :
         tenant().as("authority").rows("/api/v1/grants?scenario_code=" + tenant().code(scenario)))
        if (row.at("resource_code") == tenant().code(resource) && row.at("state") == "active")
            return "/api/v1/grants/" + row.at("id").get<std::string>();
    BOOST_FAIL("no grant of " << resource << " in " << scenario);
    return {};
}

Json last_stop() {
    const auto stops = tenant().as("op.admin").rows("/api/v1/chain-stops");
    BOOST_REQUIRE(!stops.empty());
    return must(tenant().as("op.admin").get("/api/v1/chain-stops/" +
                                            stops.back().at("id").get<std::string>())).json;
}

std::size_t told(const std::string& username) {
    std::size_t count = 0;
    for (const auto& todo : tenant().as(username).rows("/api/v1/todos"))
        count += todo.at("task") == "chain_stopped";
    return count;
}

Json found(const std::string& username, const std::string& query) {
    return must(tenant().as(username).get("/api/v1/search?" + query)).json;
}

Codes codes_of(const Json& result) {
    Codes codes;
    for (const auto& hit : result.at("data")) codes.insert(hit.at("code"));
    return codes;
}

std::uint64_t facet_count(const Json& result, std::string_view facet, std::string_view value) {
    for (const auto& one : result.at("facets"))
        if (one.at("facet") == facet)
            for (const auto& count : one.at("values"))
                if (count.at("value") == value) return count.at("count");
    return 0;
}

/// What each order is told at several instants.
std::string judged(const catalog::TenantChains& chains, Timestamp now) {
    std::string text;
    for (const auto& [code, chain] : chains.orders)
        for (const int hours : {-24 * 34, -24, -1, 0, 1, 24 * 400}) {
            const auto denial = catalog::judge(chain, now + std::chrono::hours(hours), "", nullptr,
                                               "calls");
            text += code + (denial ? " " + std::string(to_text(*denial)) : " open") + "\n";
        }
    return text;
}

std::string facts(Timestamp now) {
    return test_database().database().read([&](db::Transaction& tx) -> Result<std::string> {
        return judged(catalog::load_chains(tx, tenant().scope()), now);
    }).value();
}

std::string exact(catalog::EntitlementView& view, Timestamp now) {
    return test_database().database().transact([&](db::Transaction& tx) -> Result<std::string> {
        return judged(*view.pinned_chains(tx, tenant().scope()), now);
    }).value();
}

Timestamp clock_now() {
    const auto shown = must(tenant().as("op.admin").get("/api/v1/clock"));
    return parse_timestamp(shown.json.at("now").get<std::string>()).value();
}

/// Switches that are thrown to and fro.
struct Switches {
    std::string listing;
    std::string agreement;
    std::string hold;
    bool listed = true;
    bool ordered = true;

    Switches() {
        for (const auto& row : tenant().as("op.admin").rows("/api/v1/listings"))
            if (row.at("product_code") == tenant().code("P03"))
                listing = "/api/v1/listings/" + row.at("id").get<std::string>();
        for (const auto& row : tenant().as("op.admin").rows("/api/v1/agreements"))
            if (row.at("developer_uscc") == "91321000100343035N")
                agreement = "/api/v1/agreements/" + row.at("id").get<std::string>();
    }
    void throw_one(unsigned which) {
        const Json reason = {{"reason", "示例"}};
        auto& staff = tenant().as("op.staff");
        if (which % 3 == 0) {
            must(staff.post(listing + (listed ? "/suspend" : "/resume"), reason));
            listed = !listed;
        }
        if (which % 3 == 1) {
            const auto order = "/api/v1/orders/" + tenant().code("O05");
            must(staff.post(order + (ordered ? "/suspend" : "/resume"), reason));
            ordered = !ordered;
        }
        if (which % 3 != 2) return;
        auto& admin = tenant().as("op.admin");
        if (hold.empty()) {
            const auto placed = must(admin.post(
                agreement + "/holds", {{"cause", "inspection"}, {"reason", "检查(示例)"}}));
            hold = "/api/v1/holds/" + placed.json.at("id").get<std::string>();
            return;
        }
        must(admin.post(hold + "/release", reason));
        hold.clear();
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(chain_stops)

// P01 needs R013 in S01. Nothing else does: P02, of the same developer, is made of R001 in S02.
BOOST_AUTO_TEST_CASE(revoking_one_grant_stops_exactly_what_needs_it) {
    const Open before;
    const auto p01 = tenant().code("P01");
    BOOST_TEST_REQUIRE(before.products.contains(p01));
    BOOST_TEST_REQUIRE(before.orders.contains(tenant().code("O01")));
    must(tenant().as("authority").post(grant_path("S01", "R013") + "/revoke",
                                       {{"reason", "源头部门撤回(示例)"}}));
    const Open after;
    BOOST_TEST((without(before.products, after.products) == Codes{p01}));
    const auto orders = without(before.orders, after.orders);
    BOOST_TEST(orders.contains(tenant().code("O01")));
    for (const auto& code : orders)
        BOOST_TEST(must(tenant().as("op.admin").get("/api/v1/orders/" + code))
                           .json.at("product_code") == p01);

    const auto stop = last_stop();
    BOOST_TEST(stop.at("cause") == "grant_revoked");
    BOOST_TEST((stopped_codes(stop, "product") == without(before.products, after.products)));
    BOOST_TEST((stopped_codes(stop, "listing") == without(before.listings, after.listings)));
    BOOST_TEST((stopped_codes(stop, "order") == orders));
    bool noted = false;
    for (const auto& event :
         tenant().as("op.admin").rows("/api/v1/orders/" + tenant().code("O01") + "/events"))
        noted = noted || event.at("action") == "chain_stopped";
    BOOST_TEST(noted);
}

// R014's grant goes too, but P01 is closed already: nothing more stops, and nobody is told twice.
BOOST_AUTO_TEST_CASE(what_is_closed_already_does_not_stop_again) {
    const auto stops = tenant().as("op.admin").rows("/api/v1/chain-stops").size();
    const auto developer = told("dev1");
    must(tenant().as("authority").post(grant_path("S01", "R014") + "/revoke",
                                       {{"reason", "源头部门撤回(示例)"}}));
    BOOST_TEST(tenant().as("op.admin").rows("/api/v1/chain-stops").size() == stops);
    BOOST_TEST(told("dev1") == developer);
}

BOOST_AUTO_TEST_CASE(those_whose_it_is_are_told_until_they_answer) {
    const auto stop = "/api/v1/chain-stops/" + last_stop().at("id").get<std::string>();
    BOOST_TEST(told("dev1") == 1u);
    BOOST_TEST(told("op.staff") == 1u);
    BOOST_TEST(told("dev2") == 0u);
    BOOST_TEST(tenant().as("dev2").get(stop).status == 404);
    BOOST_TEST(tenant().as("dev2").post(stop + "/acknowledge", {{"measure", "x"}}).status == 404);
    BOOST_TEST(tenant().as("dev1").post(stop + "/acknowledge", {{"measure", " "}})
                   .field_code("/measure") == "empty_text");
    const auto seen = must(tenant().as("dev1").post(stop + "/acknowledge",
                                                    {{"measure", "已下线相关接口(示例)"}}));
    // Its own party alone is shown to it.
    BOOST_TEST(seen.json.at("parties").size() == 1u);
    BOOST_TEST(told("dev1") == 0u);
    BOOST_TEST(told("op.staff") == 1u);
    BOOST_TEST(tenant().as("dev1").post(stop + "/acknowledge", {{"measure", "x"}}).code() ==
               "chain_stop_seen");
    must(tenant().as("op.staff").post(stop + "/acknowledge", {{"measure", "已通知(示例)"}}));
    BOOST_TEST(told("op.staff") == 0u);
    const Json parties = must(tenant().as("op.admin").get(stop)).json.at("parties");
    for (const auto& party : parties) BOOST_TEST(!party.at("seen_at").is_null());
}

BOOST_AUTO_TEST_CASE(a_suspended_listing_stops_its_orders_and_opens_again_by_itself) {
    const Open before;
    std::string listing;
    for (const auto& row : tenant().as("op.admin").rows("/api/v1/listings"))
        if (row.at("product_code") == tenant().code("P03"))
            listing = "/api/v1/listings/" + row.at("id").get<std::string>();
    auto& staff = tenant().as("op.staff");
    must(staff.post(listing + "/suspend", {{"reason", "核查(示例)"}}));
    const Open during;
    BOOST_TEST(during.products == before.products);
    const auto stop = last_stop();
    BOOST_TEST(stop.at("cause") == "listing_suspended");
    BOOST_TEST(stopped_codes(stop, "product").empty());
    BOOST_TEST(stopped_codes(stop, "listing").size() == 1u);
    BOOST_TEST((stopped_codes(stop, "order") == without(before.orders, during.orders)));
    must(staff.post(listing + "/resume"));
    const Open again;
    BOOST_TEST(again.orders == before.orders);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(search)

BOOST_AUTO_TEST_CASE(words_find_names_first_and_then_what_is_made_of_them) {
    // 企业信用评分接口 has it in its name; other things have it elsewhere at most.
    const auto result = found("op.admin", "q=" + std::string("信用评分"));
    BOOST_TEST_REQUIRE(!result.at("data").empty());
    const auto& first = result.at("data")[0];
    BOOST_TEST(first.at("code") == tenant().code("P01"));
    BOOST_TEST(first.at("name_hit").get<bool>());
    BOOST_TEST(first.at("highlights")[0].at("from") == 2);
    BOOST_TEST(first.at("highlights")[0].at("length") == 4);
    BOOST_TEST((codes_of(found("op.admin", "q=" + tenant().code("R005"))) ==
                Codes{tenant().code("R005"), tenant().code("P04")}));
    BOOST_TEST(found("op.admin", "q=" + std::string("评")).at("total").get<int>() >= 1);
    BOOST_TEST(found("op.admin", "q=" + std::string("没有这样的词")).at("total") == 0);
    BOOST_TEST(found("op.admin", "q=" + std::string("——")).at("total") == 0);
}

BOOST_AUTO_TEST_CASE(counts_are_what_a_choice_would_find) {
    const auto all = found("op.admin", "limit=1");
    BOOST_TEST(all.at("total").get<std::uint64_t>() ==
               tenant().as("op.admin").rows("/api/v1/resources").size() +
                   tenant().as("op.admin").rows("/api/v1/products").size());
    for (const auto& facet : all.at("facets"))
        for (const auto& value : facet.at("values")) {
            const auto query = facet.at("facet").get<std::string>() + "=" +
                               value.at("value").get<std::string>();
            BOOST_TEST(found("op.admin", query).at("total") == value.at("count"), query);
        }
    const auto resources = found("op.admin", "type=resource&limit=1");
    BOOST_TEST(facet_count(resources, "type", "product") == facet_count(all, "type", "product"));
    BOOST_TEST(facet_count(resources, "kind", "api") == 0u);
}

BOOST_AUTO_TEST_CASE(pages_show_everything_once) {
    Codes seen;
    std::string cursor;
    std::size_t rows = 0;
    std::uint64_t total = 0;
    do {
        const auto page = found("op.admin", "q=" + std::string("企业") + "&limit=3" +
                                                (cursor.empty() ? "" : "&cursor=" + cursor));
        total = page.at("total");
        rows += page.at("data").size();
        seen.merge(codes_of(page));
        cursor = page.at("has_more").get<bool>() ? page.at("next_cursor").get<std::string>() : "";
    } while (!cursor.empty());
    BOOST_TEST(rows == total);
    BOOST_TEST(seen.size() == total);
    BOOST_TEST(total > 3u);
    BOOST_TEST(tenant().as("op.admin").get("/api/v1/search?cursor=nonsense").status == 400);
    BOOST_TEST(tenant().as("op.admin").get("/api/v1/search?limit=201").status == 400);
}

// A draft is its owner's; a new name is found and the old one isn't, in the same moment.
BOOST_AUTO_TEST_CASE(the_index_follows_each_change_and_shows_only_what_may_be_seen) {
    auto& department = tenant().as("dept.d01");
    const auto code = tenant().code("R900");
    Json body = {{"code", code},
                 {"name", "蓝鲸观测台账"},
                 {"field", "海洋"},
                 {"level", "L1"},
                 {"personal", false},
                 {"secret", false},
                 {"origin", "city"},
                 {"openness", "conditional"},
                 {"columns", {{{"name", "whale"}, {"title", "鲸"}}}}};
    const auto made = must(department.post("/api/v1/resources", body));
    const auto query = "q=" + std::string("蓝鲸");
    BOOST_TEST((codes_of(found("dept.d01", query)) == Codes{code}));
    BOOST_TEST(found("op.admin", query).at("total") == 0);
    BOOST_TEST(found("dev1", "field=" + std::string("海洋")).at("total") == 0);
    must(department.post("/api/v1/resources/" + code + "/publish"));
    BOOST_TEST(found("op.admin", query).at("total") == 1);
    BOOST_TEST(found("dev1", "q=WHALE").at("total") == 1);
    body["name"] = "白鲸观测台账";
    const auto version = must(department.get("/api/v1/resources/" + code)).header("ETag");
    must(department.with("If-Match", version).put("/api/v1/resources/" + code, body));
    BOOST_TEST(found("op.admin", query).at("total") == 0);
    BOOST_TEST(found("op.admin", "q=" + std::string("白鲸")).at("total") == 1);

    const Json product = {{"code", tenant().code("P90")},
                          {"name", "鲸鱼指数"},
                          {"kind", "api"},
                          {"scenario_codes", {tenant().code("S03")}},
                          {"lineage", {{{"resource_code", tenant().code("R003")},
                                        {"weight", "100"}}}}};
    const auto drafted = tenant().as("dev2").post("/api/v1/products", product);
    BOOST_REQUIRE_MESSAGE(drafted.ok(), drafted.text);
    const auto words = "q=" + std::string("鲸鱼指数");
    BOOST_TEST(found("dev2", words).at("total") == 1);
    BOOST_TEST(found("dev1", words).at("total") == 0);
    BOOST_TEST(found("op.admin", words).at("total") == 0);
}

BOOST_AUTO_TEST_CASE(the_public_finds_what_is_listed_for_everybody) {
    ApiClient anybody;
    const auto path = "/api/v1/public/" + tenant().slug() + "/search";
    const auto codes = [&] { return codes_of(must(anybody.get(path)).json); };
    BOOST_TEST(codes().contains(tenant().code("P03")));
    for (const auto& code : codes()) BOOST_TEST(code[0] == 'P', code);
    std::string listing;
    for (const auto& row : tenant().as("op.admin").rows("/api/v1/listings"))
        if (row.at("product_code") == tenant().code("P03"))
            listing = "/api/v1/listings/" + row.at("id").get<std::string>();
    auto& staff = tenant().as("op.staff");
    must(staff.post(listing + "/suspend", {{"reason", "核查(示例)"}}));
    BOOST_TEST(!codes().contains(tenant().code("P03")));
    BOOST_TEST(found("dev1", "type=product&limit=200").at("total").get<int>() >= 5);
    must(staff.post(listing + "/resume"));
    BOOST_TEST(codes().contains(tenant().code("P03")));
    BOOST_TEST(anybody.get("/api/v1/search").status == 401);
}

BOOST_AUTO_TEST_CASE(an_index_built_anew_finds_the_same) {
    const std::vector<std::string> queries = {"",
                                              "q=" + std::string("企业"),
                                              "q=" + std::string("信"),
                                              "q=" + std::string("数据"),
                                              "q=R001T",
                                              "type=product",
                                              "type=resource&level=L2",
                                              "department=" + tenant().code("D01")};
    const auto all = [&] {
        std::vector<std::pair<std::uint64_t, Codes>> results;
        for (const auto& query : queries)
            for (const auto* user : {"op.admin", "dev1", "dept.d01"}) {
                const auto result = found(user, query + (query.empty() ? "" : "&") + "limit=200");
                results.emplace_back(result.at("total"), codes_of(result));
            }
        return results;
    };
    const auto before = all();
    const auto built = test_database().database().transact([](db::Transaction& tx) -> Status {
        catalog::rebuild_search_index(tx, tenant().scope());
        return Done{};
    });
    BOOST_TEST(built.ok());
    BOOST_CHECK(all() == before);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(entitlement_views)

// Two views, as on two servers: one is asked in transactions, the other only looks by itself.
BOOST_AUTO_TEST_CASE(after_any_change_every_view_says_what_the_facts_say) {
    catalog::EntitlementView exactly(test_database().database());
    catalog::EntitlementView gateway(test_database().database());
    gateway.recent_chains(tenant().scope());
    Switches switches;
    std::minstd_rand random(20261121);
    for (int step = 0; step < 24; ++step) {
        switches.throw_one(static_cast<unsigned>(random()));
        if (step % 5 == 0)
            must(tenant().as("op.admin").put(
                "/api/v1/clock", {{"now", to_text(clock_now() + std::chrono::minutes(7))}}));
        const auto now = clock_now();
        const auto expected = facts(now);
        BOOST_TEST_REQUIRE(exact(exactly, now) == expected);
        gateway.poll();
        BOOST_TEST_REQUIRE(judged(*gateway.recent_chains(tenant().scope()), now) == expected);
    }
    while (!switches.hold.empty() || !switches.listed || !switches.ordered)
        switches.throw_one(!switches.listed ? 0 : !switches.ordered ? 1 : 2);
}

// Until the transaction that pinned the version ends, nothing that changes a chain commits.
BOOST_AUTO_TEST_CASE(a_pinned_version_stays_until_the_end_of_the_transaction) {
    auto& view = test_application().context().entitlements;
    auto& database = test_database().database();
    std::atomic<bool> raised{false};
    std::thread other;
    const auto done = database.transact([&](db::Transaction& tx) -> Status {
        view.pinned_chains(tx, tenant().scope());
        other = std::thread([&] {
            const auto bumped = database.transact([&](db::Transaction& mine) -> Status {
                tenants::bump_entitlement_version(mine, tenant().scope());
                return Done{};
            });
            raised = bumped.ok();
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        BOOST_TEST(!raised);
        return Done{};
    });
    other.join();
    BOOST_TEST(done.ok());
    BOOST_TEST(raised);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace yunhe::test::chain_stop_test
