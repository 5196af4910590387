#include <boost/test/unit_test.hpp>

#include "catalog/price_cap.hpp"

namespace price_cap_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

Date day(const char* text) { return parse_date(text).value(); }
Quantity units(const char* text) { return Quantity::parse(text).value(); }
UnitPrice price(const char* text) { return UnitPrice::parse(text).value(); }

CapItem flat_cap(const char* most) {
    return {.meter = "calls", .tiers = {{{}, price(most)}}, .amount_max = {}};
}

PriceCap cap_of(const char* code, const char* from, std::vector<CapItem> items,
                PriceCapState state = PriceCapState::confirmed) {
    PriceCap cap;
    cap.code = code;
    cap.document = "示例文号" + cap.code;
    cap.effective_from = day(from);
    cap.items = std::move(items);
    cap.state = state;
    return cap;
}

Json unit_charge(const char* unit_price) {
    return {{"meter", "calls"},
            {"aggregation", "sum"},
            {"model", "unit"},
            {"unit_price", unit_price}};
}

Json tiered(const char* model, const char* first, const char* second) {
    return {{"meter", "calls"},
            {"aggregation", "sum"},
            {"model", model},
            {"tiers", Json::array({{{"up_to", "1000"}, {"unit_price", first}},
                                   {{"up_to", nullptr}, {"unit_price", second}}})}};
}

std::vector<CapExcess> excesses(const Json& charge, const CapItem& item) {
    return excesses_over_cap(Json::array({charge}), {cap_of("C1", "2026-03-01", {item})},
                             day("2026-03-01"));
}

constexpr PriceCapState kStates[] = {PriceCapState::recorded, PriceCapState::confirmed,
                                     PriceCapState::refused};
constexpr PriceCapAction kActions[] = {PriceCapAction::confirm, PriceCapAction::refuse};

}  // namespace

BOOST_AUTO_TEST_SUITE(price_cap)

BOOST_AUTO_TEST_CASE(only_a_recorded_cap_is_decided) {
    std::size_t allowed = 0;
    for (const auto state : kStates)
        for (const auto action : kActions) {
            const bool moves =
                next_state(kPriceCapMoves, state, action, PriceCapActor::authority).ok();
            BOOST_CHECK_EQUAL(moves, state == PriceCapState::recorded);
            allowed += moves;
        }
    BOOST_CHECK_EQUAL(allowed, kPriceCapMoves.size());
}

BOOST_AUTO_TEST_CASE(a_price_at_the_cap_passes_and_a_millionth_above_does_not) {
    BOOST_CHECK(excesses(unit_charge("0.350000"), flat_cap("0.35")).empty());
    const auto above = excesses(unit_charge("0.350001"), flat_cap("0.35"));
    BOOST_REQUIRE_EQUAL(above.size(), 1u);
    BOOST_CHECK_EQUAL(above[0].what, "unit_price");
    BOOST_CHECK_EQUAL(above[0].asked, "0.350001");
    BOOST_CHECK_EQUAL(above[0].allowed, "0.350000");
    BOOST_CHECK_EQUAL(above[0].cap_code, "C1");
    BOOST_CHECK_EQUAL(above[0].cap_document, "示例文号C1");
}

BOOST_AUTO_TEST_CASE(each_tier_of_a_scale_is_held_against_the_tiers_of_the_cap) {
    const CapItem cap{.meter = "calls",
                      .tiers = {{units("1000"), price("0.40")}, {{}, price("0.30")}},
                      .amount_max = {}};
    BOOST_CHECK(excesses(tiered("graduated", "0.40", "0.30"), cap).empty());
    BOOST_CHECK_EQUAL(excesses(tiered("graduated", "0.41", "0.30"), cap).size(), 1u);
    BOOST_CHECK_EQUAL(excesses(tiered("graduated", "0.40", "0.31"), cap).size(), 1u);
    // One price for all: the cheapest tier of the cap holds.
    BOOST_CHECK_EQUAL(excesses(unit_charge("0.40"), cap).size(), 1u);
    BOOST_CHECK(excesses(unit_charge("0.30"), cap).empty());
}

BOOST_AUTO_TEST_CASE(a_volume_price_holds_for_every_unit_below_it) {
    const CapItem rising{.meter = "calls",
                         .tiers = {{units("1000"), price("0.10")}, {{}, price("0.30")}},
                         .amount_max = {}};
    // Above 1000 units the second price would be asked for the first 1000 too.
    BOOST_CHECK_EQUAL(excesses(tiered("volume", "0.10", "0.30"), rising).size(), 1u);
    BOOST_CHECK(excesses(tiered("graduated", "0.10", "0.30"), rising).empty());
}

BOOST_AUTO_TEST_CASE(a_package_counts_by_its_price_per_unit) {
    Json package = {{"meter", "calls"},       {"aggregation", "sum"}, {"model", "package"},
                    {"unit_price", "35.000000"}, {"package_size", "100"}};
    BOOST_CHECK(excesses(package, flat_cap("0.35")).empty());
    package["unit_price"] = "35.000001";
    BOOST_CHECK_EQUAL(excesses(package, flat_cap("0.35")).size(), 1u);
}

BOOST_AUTO_TEST_CASE(what_is_owed_whatever_is_used_has_a_cap_of_its_own) {
    auto charge = unit_charge("0.30");
    charge["minimum"] = "100.00";
    auto cap = flat_cap("0.35");
    BOOST_CHECK_EQUAL(excesses(charge, cap).at(0).what, "amount");
    cap.amount_max = Money::fen(10000);
    BOOST_CHECK(excesses(charge, cap).empty());
    const Json fixed = {{"meter", "calls"},
                        {"aggregation", "sum"},
                        {"model", "fixed"},
                        {"amount", "100.01"}};
    BOOST_CHECK_EQUAL(excesses(fixed, cap).size(), 1u);
}

BOOST_AUTO_TEST_CASE(the_confirmed_cap_that_began_last_counts) {
    const std::vector<PriceCap> caps = {
        cap_of("C3", "2026-06-01", {flat_cap("0.20")}),
        cap_of("C1", "2026-01-01", {flat_cap("0.50")}),
        cap_of("C2", "2026-03-01", {flat_cap("0.10")}, PriceCapState::recorded),
        cap_of("C4", "2026-04-01", {flat_cap("0.10")}, PriceCapState::refused)};
    BOOST_CHECK(!cap_in_force(caps, "calls", day("2025-12-31")));
    BOOST_CHECK_EQUAL(cap_in_force(caps, "calls", day("2026-05-31"))->cap->code, "C1");
    BOOST_CHECK_EQUAL(cap_in_force(caps, "calls", day("2026-06-01"))->cap->code, "C3");
    BOOST_CHECK(!cap_in_force(caps, "rows", day("2026-06-01")));
    const auto charges = Json::array({unit_charge("0.35")});
    BOOST_CHECK(excesses_over_cap(charges, caps, day("2026-05-01")).empty());
    BOOST_CHECK_EQUAL(excesses_over_cap(charges, caps, day("2026-06-01")).size(), 1u);
    BOOST_CHECK(meters_without_cap(charges, caps, day("2025-12-01")) ==
                std::vector<std::string>{"calls"});
    BOOST_CHECK(later_cap_days(charges, caps, day("2026-01-01")) ==
                std::vector<Date>{day("2026-06-01")});
}

BOOST_AUTO_TEST_CASE(the_items_of_a_cap_make_sense) {
    const auto code = [](const std::vector<CapItem>& items) {
        const auto checked = check_cap_items(items);
        return checked.ok() ? std::string() : checked.error().fields.at(0).code;
    };
    BOOST_CHECK_EQUAL(code({}), "too_few_items");
    BOOST_CHECK_EQUAL(code({flat_cap("1"), flat_cap("2")}), "repeated_item");
    BOOST_CHECK_EQUAL(code({{.meter = "calls", .tiers = {}, .amount_max = {}}}), "cap_empty");
    BOOST_CHECK_EQUAL(code({{.meter = "calls",
                             .tiers = {{units("10"), price("1")}},
                             .amount_max = {}}}),
                      "tiers_not_open");
    BOOST_CHECK_EQUAL(code({{.meter = "calls",
                             .tiers = {{units("10"), price("1")}, {units("10"), price("1")},
                                       {{}, price("1")}},
                             .amount_max = {}}}),
                      "tiers_not_ascending");
    BOOST_CHECK_EQUAL(code({flat_cap("1")}), "");
}

BOOST_AUTO_TEST_CASE(items_survive_their_stored_form) {
    const std::vector<CapItem> items = {
        {.meter = "calls",
         .tiers = {{units("1000"), price("0.40")}, {{}, price("0.30")}},
         .amount_max = Money::fen(12345)},
        flat_cap("2")};
    BOOST_CHECK(to_json(cap_items_of(to_json(items))) == to_json(items));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace price_cap_test
