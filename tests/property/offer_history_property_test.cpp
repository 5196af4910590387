#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include "catalog/entitlement.hpp"
#include "catalog/listing_workflow.hpp"
#include "catalog/order_workflow.hpp"

namespace offer_history_property_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

constexpr int kDays = 60;
constexpr int kGrants = 3;
const Date kFirst = parse_date("2026-09-01").value();
const ScenarioId kScenario{1};

Date date(int day) { return kFirst + std::chrono::days(day); }
Timestamp midnight(int day) { return start_of(date(day)); }
Timestamp noon(int day) { return midnight(day) + std::chrono::hours(12); }

/// The facts of one chain as the program keeps them, changed by its own moves, and beside them what
/// a bystander would write into a diary: is this link up today?
struct History {
    Listing listing;
    OrderChain chain;
    bool agreement_up = true;
    std::vector<bool> grants_up = std::vector<bool>(kGrants, true);
    bool listed = false;
    int listing_ends = kDays;  ///< First day without it, once it is delisted.
    bool running = false;
    int full_until = 0;        ///< First day on which the period's quota is open again.

    History() {
        listing.from = kFirst;
        listing.scenario_ids = {kScenario};
        listing.offered = {{kScenario, {Timestamp{}, Timestamp::max()}}};
        chain.scenario_code = "S1";
        chain.order.scenario_id = kScenario;
        chain.order.from = kFirst;
        chain.order.to = date(kDays - 10);
        chain.order.quotas = {{.meter = "calls",
                               .span = QuotaSpan::period,
                               .quantity = Quantity{1'000'000},
                               .each_event = false}};
        chain.agreement.open = {{midnight(0), Timestamp::max()}};
        chain.product = {{midnight(0), Timestamp::max()}};
        ChainLineage lineage{.in_force = {Timestamp{}, Timestamp::max()}, .resources = {}};
        for (int i = 0; i < kGrants; ++i)
            lineage.resources.push_back({.id = ResourceId{static_cast<std::uint64_t>(i + 1)},
                                         .code = "R" + std::to_string(i),
                                         .granted = {{midnight(0), Timestamp::max()}}});
        chain.lineage = {std::move(lineage)};
        chain.plans = {{kFirst, {"calls"}}};
    }

    void move_listing(ListingAction action, int day) {
        const auto to = next_state(kListingMoves, listing.state, action,
                                   ListingActor::operator_staff);
        if (!to.ok()) return;
        const int notice = action == ListingAction::delist ? *rc::gen::inRange(0, 9) : 0;
        listing = apply(listing, action, to.value(), midnight(day), midnight(day + notice));
        if (action == ListingAction::list || action == ListingAction::resume) listed = true;
        if (action == ListingAction::suspend) listed = false;
        if (action == ListingAction::delist) listing_ends = day + notice;
        if (action == ListingAction::cut) listing_ends = std::min(listing_ends, day);
    }

    void move_order(OrderAction action, int day) {
        const auto actor = action == OrderAction::cancel ? OrderActor::buyer_side
                                                         : OrderActor::operator_staff;
        const auto to = next_state(kOrderMoves, state_on(chain.order, date(day)), action, actor);
        if (!to.ok()) return;
        chain.order = apply(chain.order, action, to.value(), midnight(day));
        running = action == OrderAction::accept || action == OrderAction::resume;
    }

    void revoke(int day) {
        const auto which = static_cast<std::size_t>(*rc::gen::inRange(0, kGrants));
        auto& granted = chain.lineage[0].resources[which].granted[0];
        granted.to = std::min(granted.to, midnight(day));
        grants_up[which] = false;
    }

    void hold_or_release(int day) {
        agreement_up = !agreement_up;
        auto& open = chain.agreement.open;
        if (agreement_up) open.push_back({midnight(day), Timestamp::max()});
        else open.back().to = midnight(day);
    }

    void fill_quota(int day) {
        const auto end = end_of(period_of(date(day)));
        chain.order.quotas[0].full.push_back({midnight(day), end});
        while (full_until < kDays && (full_until <= day || midnight(full_until) < end))
            ++full_until;
    }

    void step(int day) {
        switch (*rc::gen::inRange(0, 14)) {
            case 0: case 1: return move_listing(ListingAction::list, day);
            case 2: return move_listing(ListingAction::suspend, day);
            case 3: return move_listing(ListingAction::resume, day);
            case 4:
                if (*rc::gen::inRange(0, 4) == 0) move_listing(ListingAction::delist, day);
                return;
            case 5: return move_listing(ListingAction::cut, day);
            case 6: case 7: return move_order(OrderAction::accept, day);
            case 8: return move_order(OrderAction::suspend, day);
            case 9: return move_order(OrderAction::resume, day);
            case 10:
                if (*rc::gen::inRange(0, 6) == 0)
                    move_order(*rc::gen::arbitrary<bool>() ? OrderAction::cancel
                                                           : OrderAction::end,
                               day);
                return;
            case 11:
                if (*rc::gen::inRange(0, 6) == 0) revoke(day);
                return;
            case 12: return hold_or_release(day);
            default:
                if (*rc::gen::inRange(0, 4) == 0) fill_quota(day);
        }
    }

    /// The diary's answer for today.
    bool up(int day) const {
        bool good = agreement_up && listed && day < listing_ends && running;
        for (const bool grant : grants_up) good = good && grant;
        good = good && date(day) <= chain.order.to;
        return good && full_until <= day;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(offer_history_properties)

BOOST_AUTO_TEST_CASE(an_order_was_live_on_exactly_the_days_on_which_every_link_was_up) {
    int live_days = 0;
    BOOST_CHECK(rc::check([&] {
        History history;
        std::vector<bool> diary;
        for (int day = 0; day < kDays; ++day) {
            const int steps = *rc::gen::inRange(0, 3);
            for (int i = 0; i < steps; ++i) history.step(day);
            diary.push_back(history.up(day));
        }
        // Looked at from the end: what happened later changes nothing of what was.
        history.chain.listing = live_in(history.listing, kScenario);
        for (int day = 0; day < kDays; ++day) {
            const bool allowed = !judge(history.chain, noon(day), "S1", nullptr, "calls");
            RC_ASSERT(allowed == diary[static_cast<std::size_t>(day)]);
            live_days += allowed;
        }
    }));
    BOOST_CHECK_GT(live_days, 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace offer_history_property_test
