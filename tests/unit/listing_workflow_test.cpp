#include <boost/test/unit_test.hpp>

#include "catalog/listing_workflow.hpp"

namespace listing_workflow_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

Timestamp at(const char* text) { return parse_timestamp(text).value(); }

constexpr ListingState kStates[] = {ListingState::proposed, ListingState::listed,
                                    ListingState::suspended, ListingState::delisted,
                                    ListingState::refused};
constexpr ListingAction kActions[] = {ListingAction::list, ListingAction::refuse,
                                      ListingAction::suspend, ListingAction::resume,
                                      ListingAction::delist,  ListingAction::cut};
constexpr ListingActor kActors[] = {ListingActor::developer, ListingActor::operator_staff};

Listing proposed_from(const char* day) {
    Listing listing;
    listing.from = parse_date(day).value();
    return listing;
}

Listing listed_from(const char* day, const char* now) {
    return apply(proposed_from(day), ListingAction::list, ListingState::listed, at(now));
}

Product registered_product() {
    Product product;
    product.state = ProductState::registered;
    return product;
}

ListingFacts good_facts(const char* code) {
    return {.scenario_id = ScenarioId{1},
            .scenario_code = code,
            .in_product = true,
            .has_price = true,
            .offered_elsewhere = false};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(listing_workflow)

BOOST_AUTO_TEST_CASE(only_moves_in_the_table_succeed) {
    std::size_t allowed = 0;
    for (const auto state : kStates)
        for (const auto action : kActions)
            for (const auto actor : kActors)
                allowed += next_state(kListingMoves, state, action, actor).ok();
    BOOST_CHECK_EQUAL(allowed, kListingMoves.size());
}

BOOST_AUTO_TEST_CASE(a_developer_only_withdraws_from_the_market) {
    for (const auto& move : kListingMoves)
        if (move.actor == ListingActor::developer)
            BOOST_CHECK(move.action == ListingAction::delist);
}

BOOST_AUTO_TEST_CASE(a_listing_that_is_over_stays_over) {
    for (const auto& move : kListingMoves) {
        BOOST_CHECK(is_open(move.from) || move.action == ListingAction::cut);
        if (!is_open(move.from)) BOOST_CHECK(move.to == move.from);
    }
}

BOOST_AUTO_TEST_CASE(orders_that_run_keep_a_delisted_listing_until_its_notice_ends) {
    auto listing = listed_from("2026-09-01", "2026-09-01T01:00:00Z");
    listing = apply(listing, ListingAction::delist, ListingState::delisted,
                    at("2026-09-05T01:00:00Z"), at("2026-10-04T16:00:00Z"));
    BOOST_CHECK(listing.live.at(0).to == at("2026-10-04T16:00:00Z"));
    BOOST_CHECK(listing.delist_on == parse_date("2026-10-05").value());
    listing = apply(listing, ListingAction::cut, ListingState::delisted,
                    at("2026-09-07T01:00:00Z"));
    BOOST_CHECK(listing.live.at(0).to == at("2026-09-07T01:00:00Z"));
}

BOOST_AUTO_TEST_CASE(a_delisting_never_brings_a_suspended_listing_back) {
    auto listing = listed_from("2026-09-01", "2026-09-01T01:00:00Z");
    listing = apply(listing, ListingAction::suspend, ListingState::suspended,
                    at("2026-09-05T00:00:00Z"));
    listing = apply(listing, ListingAction::delist, ListingState::delisted,
                    at("2026-09-06T00:00:00Z"), at("2026-10-05T16:00:00Z"));
    BOOST_CHECK(listing.live.at(0).to == at("2026-09-05T00:00:00Z"));
}

BOOST_AUTO_TEST_CASE(a_scenario_that_joins_or_leaves_is_offered_from_or_until_then_only) {
    auto listing = listed_from("2026-09-01", "2026-09-01T01:00:00Z");
    listing.scenario_ids = {ScenarioId{1}};
    listing.offered = {{ScenarioId{1}, {Timestamp{}, Timestamp::max()}}};
    const auto now = at("2026-09-10T00:00:00Z");
    const auto leave = at("2026-10-01T00:00:00Z");
    listing = apply(listing, ListingChange{.scenario_ids = std::vector{ScenarioId{2}}}, now, leave);
    BOOST_REQUIRE_EQUAL(live_in(listing, ScenarioId{1}).size(), 1u);
    BOOST_CHECK(live_in(listing, ScenarioId{1})[0].to == leave);
    BOOST_CHECK(live_in(listing, ScenarioId{2}).at(0).from == now);
    // It comes back before it left: it never left.
    listing = apply(listing,
                    ListingChange{.scenario_ids = std::vector{ScenarioId{1}, ScenarioId{2}}},
                    at("2026-09-20T00:00:00Z"), leave);
    BOOST_REQUIRE_EQUAL(live_in(listing, ScenarioId{1}).size(), 1u);
    BOOST_CHECK(live_in(listing, ScenarioId{1})[0].to == Timestamp::max());
}

BOOST_AUTO_TEST_CASE(a_change_survives_its_stored_form) {
    const ListingChange change{.scenario_ids = std::vector{ScenarioId{3}},
                               .visibility = ListingVisibility::named,
                               .party_ids = {BodyId{9}},
                               .trial = TrialTerms{30, {{"calls", Quantity{5'000'000}}}},
                               .reason = "示例"};
    BOOST_CHECK(to_json(listing_change_of(to_json(change))) == to_json(change));
    const ListingChange small{.reason = "示例"};
    BOOST_CHECK(to_json(listing_change_of(to_json(small))) == to_json(small));
}

// Every visibility x reader.
BOOST_AUTO_TEST_CASE(a_listing_is_shown_to_those_it_is_for) {
    Listing listing;
    listing.developer_id = BodyId{1};
    listing.party_ids = {BodyId{2}};
    const auto seen = [&](ListingVisibility visibility, std::optional<BodyId> body_id) {
        listing.visibility = visibility;
        return visible_to(listing, body_id);
    };
    for (const auto body : {BodyId{1}, BodyId{2}, BodyId{3}}) {
        BOOST_CHECK(seen(ListingVisibility::everybody, body));
        BOOST_CHECK(seen(ListingVisibility::members, body));
        BOOST_CHECK_EQUAL(seen(ListingVisibility::named, body), body != BodyId{3});
    }
    BOOST_CHECK(seen(ListingVisibility::everybody, std::nullopt));
    BOOST_CHECK(!seen(ListingVisibility::members, std::nullopt));
    BOOST_CHECK(!seen(ListingVisibility::named, std::nullopt));
}

BOOST_AUTO_TEST_CASE(parties_are_named_where_they_count_and_trials_stay_within_the_policy) {
    const Quantity most{100'000'000};
    Listing listing;
    BOOST_CHECK(check_terms(listing, 30, most).ok());
    listing.visibility = ListingVisibility::named;
    BOOST_CHECK(!check_terms(listing, 30, most).ok());
    listing.party_ids = {BodyId{2}};
    BOOST_CHECK(check_terms(listing, 30, most).ok());
    listing.visibility = ListingVisibility::members;
    BOOST_CHECK(!check_terms(listing, 30, most).ok());
    listing.party_ids.clear();
    for (const int days : {0, 31}) {
        listing.trial.days = days;
        BOOST_CHECK(!check_terms(listing, 30, most).ok());
    }
    listing.trial.days = 30;
    listing.trial.quantities = {{"calls", most}};
    BOOST_CHECK(check_terms(listing, 30, most).ok());
    listing.trial.quantities = {{"calls", Quantity{100'000'001}}};
    BOOST_CHECK(!check_terms(listing, 30, most).ok());
}

BOOST_AUTO_TEST_CASE(a_listing_counts_from_midnight_of_the_day_it_is_listed) {
    const auto listing = listed_from("2026-08-01", "2026-09-01T01:00:00Z");
    BOOST_REQUIRE_EQUAL(listing.live.size(), 1u);
    BOOST_CHECK(listing.live[0].from == at("2026-08-31T16:00:00Z"));
    BOOST_CHECK(listing.live[0].to == Timestamp::max());
}

BOOST_AUTO_TEST_CASE(a_listing_does_not_count_before_its_own_day) {
    const auto listing = listed_from("2026-10-01", "2026-09-01T01:00:00Z");
    BOOST_CHECK(listing.live.at(0).from == at("2026-09-30T16:00:00Z"));
}

BOOST_AUTO_TEST_CASE(a_suspension_leaves_a_gap) {
    auto listing = listed_from("2026-09-01", "2026-09-01T01:00:00Z");
    listing = apply(listing, ListingAction::suspend, ListingState::suspended,
                    at("2026-09-05T00:00:00Z"));
    BOOST_CHECK(listing.live.at(0).to == at("2026-09-05T00:00:00Z"));
    listing =
        apply(listing, ListingAction::resume, ListingState::listed, at("2026-09-07T00:00:00Z"));
    BOOST_REQUIRE_EQUAL(listing.live.size(), 2u);
    BOOST_CHECK(listing.live[1].from == at("2026-09-07T00:00:00Z"));
    listing = apply(listing, ListingAction::delist, ListingState::delisted,
                    at("2026-09-09T00:00:00Z"));
    BOOST_CHECK(listing.live[1].to == at("2026-09-09T00:00:00Z"));
}

BOOST_AUTO_TEST_CASE(a_stop_and_restart_at_one_moment_leave_no_gap) {
    const char* now = "2026-09-05T00:00:00Z";
    auto listing = listed_from("2026-09-01", "2026-09-01T01:00:00Z");
    for (int i = 0; i < 3; ++i) {
        listing = apply(listing, ListingAction::suspend, ListingState::suspended, at(now));
        listing = apply(listing, ListingAction::resume, ListingState::listed, at(now));
    }
    BOOST_REQUIRE_EQUAL(listing.live.size(), 1u);
    BOOST_CHECK(listing.live[0].to == Timestamp::max());
}

BOOST_AUTO_TEST_CASE(a_listing_stopped_before_its_first_day_was_never_live) {
    auto listing = listed_from("2026-10-01", "2026-09-01T01:00:00Z");
    listing = apply(listing, ListingAction::suspend, ListingState::suspended,
                    at("2026-09-05T00:00:00Z"));
    BOOST_CHECK(listing.live.empty());
    listing =
        apply(listing, ListingAction::resume, ListingState::listed, at("2026-09-06T00:00:00Z"));
    BOOST_CHECK(listing.live.at(0).from == at("2026-09-30T16:00:00Z"));
}

BOOST_AUTO_TEST_CASE(only_registered_products_are_listed) {
    for (const auto state :
         {ProductState::draft, ProductState::submitted, ProductState::returned,
          ProductState::rejected, ProductState::withdrawn}) {
        auto product = registered_product();
        product.state = state;
        BOOST_CHECK_EQUAL(check_listing(product, true, {good_facts("S1")}).error().code,
                          "product_not_registered");
    }
    BOOST_CHECK(check_listing(registered_product(), true, {good_facts("S1")}).ok());
}

BOOST_AUTO_TEST_CASE(each_scenario_is_the_products_own_priced_and_free) {
    auto foreign = good_facts("S2");
    foreign.in_product = false;
    BOOST_CHECK_EQUAL(
        check_listing(registered_product(), true, {good_facts("S1"), foreign}).error().code,
        "scenario_outside_product");
    auto unpriced = good_facts("S2");
    unpriced.has_price = false;
    BOOST_CHECK_EQUAL(check_listing(registered_product(), true, {unpriced}).error().code,
                      "price_missing");
    BOOST_CHECK(check_listing(registered_product(), false, {unpriced}).ok());
    auto taken = good_facts("S2");
    taken.offered_elsewhere = true;
    BOOST_CHECK_EQUAL(check_listing(registered_product(), true, {taken}).error().code,
                      "already_offered");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace listing_workflow_test
