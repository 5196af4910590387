#include <boost/test/unit_test.hpp>

#include "catalog/buyer.hpp"
#include "catalog/order_workflow.hpp"

namespace order_box_test {

using namespace yunhe;
using namespace yunhe::catalog;

namespace {

Date day(const char* text) { return parse_date(text).value(); }
Timestamp at(const char* text) { return parse_timestamp(text).value(); }
Quantity units(const char* text) { return Quantity::parse(text).value(); }

Order order_of(OrderKind kind) {
    Order order;
    order.code = "O1";
    order.kind = kind;
    order.from = day("2026-09-01");
    order.to = day("2026-09-30");
    order.state = OrderState::accepted;
    order.accepted_at = at("2026-08-31T16:00:00Z");
    return order;
}

OrderQuota quota_of(const char* meter, QuotaSpan span, const char* quantity) {
    return {.meter = meter, .span = span, .quantity = units(quantity), .each_event = false};
}

const std::vector<OrderQuota> kCounted = {
    {.meter = "calls", .span = QuotaSpan::period, .quantity = {}, .each_event = false},
    {.meter = "runs", .span = QuotaSpan::period, .quantity = {}, .each_event = true}};

TrialBox box() { return {.days_max = 30, .quantities = {{"calls", units("100")},
                                                        {"runs", units("5")}}}; }

Waiver waiver_until(const char* until) {
    Waiver waiver;
    waiver.until = day(until);
    return waiver;
}

std::string field_code(const Status& status) {
    return status.ok() ? std::string() : status.error().fields.at(0).code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(order_box)

BOOST_AUTO_TEST_CASE(a_trial_gets_the_box_for_every_meter_that_counts) {
    const auto fitted = into_box(order_of(OrderKind::trial), box(), kCounted);
    BOOST_REQUIRE(fitted.ok());
    BOOST_REQUIRE_EQUAL(fitted.value().quotas.size(), 2u);
    for (const auto& quota : fitted.value().quotas) {
        BOOST_CHECK(quota.span == QuotaSpan::order);
        BOOST_CHECK_EQUAL(quota.each_event, quota.meter == "runs");
    }
}

BOOST_AUTO_TEST_CASE(a_trial_is_neither_longer_nor_larger_than_its_box) {
    auto order = order_of(OrderKind::trial);
    BOOST_CHECK(into_box(order, box(), kCounted).ok());
    order.to = day("2026-10-01");
    BOOST_CHECK_EQUAL(into_box(order, box(), kCounted).error().code, "trial_too_long");
    order.to = day("2026-09-30");
    order.quotas = {quota_of("calls", QuotaSpan::order, "100.000001")};
    BOOST_CHECK_EQUAL(into_box(order, box(), kCounted).error().code, "trial_over_box");
    order.quotas = {quota_of("calls", QuotaSpan::order, "40")};
    const auto fitted = into_box(order, box(), kCounted);
    BOOST_REQUIRE(fitted.ok());
    BOOST_CHECK(fitted.value().quotas.at(0).quantity == units("40"));
}

BOOST_AUTO_TEST_CASE(a_trial_ends_by_its_time_or_by_its_box_whichever_is_first) {
    auto order = order_of(OrderKind::trial);
    order.quotas = {quota_of("calls", QuotaSpan::order, "100")};
    BOOST_CHECK(state_on(order, day("2026-09-30")) == OrderState::active);
    BOOST_CHECK(state_on(order, day("2026-10-01")) == OrderState::ended);
    const auto filled = at("2026-09-05T01:00:00Z");
    order.quotas[0].full = {{filled, Timestamp::max()}};
    BOOST_CHECK(state_on(order, day("2026-09-06")) == OrderState::ended);
    BOOST_CHECK(live_at(order, filled - std::chrono::microseconds(1)));
    BOOST_CHECK(!live_at(order, filled));
}

BOOST_AUTO_TEST_CASE(a_full_period_closes_a_paid_order_until_the_next_period_only) {
    auto order = order_of(OrderKind::paid);
    order.to = day("2026-12-31");
    order.quotas = {quota_of("calls", QuotaSpan::period, "100")};
    order.quotas[0].full = {{at("2026-09-05T01:00:00Z"), end_of(period_of(day("2026-09-05")))}};
    const auto later = at("2026-09-20T01:00:00Z");
    BOOST_CHECK(quota_full_at(order, later, "calls"));
    BOOST_CHECK(quota_full_at(order, later, std::nullopt));
    BOOST_CHECK(!quota_full_at(order, later, "rows"));
    BOOST_CHECK(!quota_full_at(order, at("2026-10-01T01:00:00Z"), "calls"));
    BOOST_CHECK(live_at(order, later));
    BOOST_CHECK(state_on(order, day("2026-09-20")) == OrderState::active);
}

BOOST_AUTO_TEST_CASE(quotas_name_meters_that_count_each_once_a_span) {
    std::vector<OrderQuota> quotas = {quota_of("calls", QuotaSpan::period, "5"),
                                      quota_of("calls", QuotaSpan::order, "9"),
                                      quota_of("runs", QuotaSpan::period, "2")};
    BOOST_CHECK(check_quotas(quotas, kCounted).ok());
    BOOST_CHECK(!quotas[0].each_event);
    BOOST_CHECK(quotas[2].each_event);
    quotas[1].span = QuotaSpan::period;
    BOOST_CHECK_EQUAL(field_code(check_quotas(quotas, kCounted)), "repeated_item");
    quotas = {quota_of("peak", QuotaSpan::period, "5")};
    BOOST_CHECK_EQUAL(field_code(check_quotas(quotas, kCounted)), "not_one_of");
    quotas = {quota_of("calls", QuotaSpan::period, "0")};
    BOOST_CHECK_EQUAL(field_code(check_quotas(quotas, kCounted)), "out_of_range");
}

BOOST_AUTO_TEST_CASE(a_waiver_ends_with_a_period_or_with_the_order) {
    auto order = order_of(OrderKind::paid);
    order.to = day("2026-12-15");
    const std::vector<std::string> meters = {"calls"};
    const auto code = [&](const Waiver& waiver) {
        return field_code(check_waiver_limits(order, waiver, meters));
    };
    BOOST_CHECK_EQUAL(code(waiver_until("2026-10-31")), "");
    BOOST_CHECK_EQUAL(code(waiver_until("2026-12-15")), "");
    BOOST_CHECK_EQUAL(code(waiver_until("2026-10-30")), "not_end_of_month");
    BOOST_CHECK_EQUAL(code(waiver_until("2026-08-31")), "before_order");
    auto of_scenario = waiver_until("2026-10-31");
    of_scenario.ground = WaiverGround::public_purpose;
    BOOST_CHECK_EQUAL(code(of_scenario), "not_for_public_purpose");
    Waiver boxed;
    boxed.quotas = {{"calls", units("10")}};
    BOOST_CHECK_EQUAL(code(boxed), "");
    boxed.quotas = {{"rows", units("10")}};
    BOOST_CHECK_EQUAL(code(boxed), "not_one_of");
    boxed.quotas = {{"calls", units("10")}, {"calls", units("10")}};
    BOOST_CHECK_EQUAL(code(boxed), "repeated_item");
    boxed.quotas = {{"calls", units("0")}};
    BOOST_CHECK_EQUAL(code(boxed), "out_of_range");
}

BOOST_AUTO_TEST_CASE(a_waiver_that_ran_out_waives_nothing_any_more) {
    auto order = order_of(OrderKind::paid);
    order.waiver = waiver_until("2026-10-31");
    order.waiver->state = WaiverState::confirmed;
    BOOST_CHECK(waiver_ground(order, Purpose::industry, day("2026-10-01")));
    BOOST_CHECK(!waiver_ground(order, Purpose::industry, day("2026-11-01")));
    BOOST_CHECK(waiver_ground(order, Purpose::public_welfare, day("2026-11-01")));
}

// Every right x buyer x lineage x terms.
BOOST_AUTO_TEST_CASE(a_department_uses_free_by_the_right_its_rules_give) {
    for (const char* right : {"", "free_trial", "free_use"})
        for (const bool department : {false, true})
            for (const bool in_lineage : {false, true})
                for (const bool given_free : {false, true}) {
                    auto order = order_of(OrderKind::source_free);
                    if (department) order.department_id = BodyId{7};
                    const auto fits = check_source_right(order, {right, in_lineage, given_free});
                    const std::string of = right;
                    const bool allowed = department && in_lineage && !of.empty() &&
                                         (of == "free_trial" || given_free);
                    BOOST_CHECK_EQUAL(fits.ok(), allowed);
                }
}

BOOST_AUTO_TEST_CASE(only_what_runs_is_extended_and_only_forward) {
    const auto today = day("2026-09-10");
    auto order = order_of(OrderKind::paid);
    BOOST_CHECK(check_extension(order, day("2026-12-31"), today).ok());
    BOOST_CHECK_EQUAL(field_code(check_extension(order, day("2026-09-30"), today)),
                      "bad_interval");
    order.extend_to = day("2026-12-31");
    BOOST_CHECK_EQUAL(check_extension(order, day("2026-12-31"), today).error().code,
                      "extension_pending");
    order.extend_to.reset();
    for (const auto state : {OrderState::refused, OrderState::cancelled, OrderState::suspended,
                             OrderState::ended}) {
        order.state = state;
        BOOST_CHECK_EQUAL(check_extension(order, day("2026-12-31"), today).error().code,
                          "order_over");
    }
    order.state = OrderState::requested;
    BOOST_CHECK_EQUAL(check_extension(order, day("2026-12-31"), today).error().code,
                      "not_accepted_yet");
    order.state = OrderState::accepted;
    BOOST_CHECK_EQUAL(check_extension(order, day("2026-12-31"), day("2026-10-01")).error().code,
                      "order_over");
}

BOOST_AUTO_TEST_CASE(a_trial_is_converted_and_everything_else_renewed) {
    const auto trial = order_of(OrderKind::trial);
    const auto paid = order_of(OrderKind::paid);
    BOOST_CHECK(check_follow(trial, OrderLink::conversion).ok());
    BOOST_CHECK(check_follow(paid, OrderLink::renewal).ok());
    BOOST_CHECK_EQUAL(check_follow(paid, OrderLink::conversion).error().code, "not_a_trial");
    BOOST_CHECK_EQUAL(check_follow(trial, OrderLink::renewal).error().code, "trial_not_renewed");
    auto never = paid;
    never.accepted_at.reset();
    BOOST_CHECK_EQUAL(check_follow(never, OrderLink::renewal).error().code, "order_over");
}

BOOST_AUTO_TEST_CASE(buyers_have_valid_codes_and_their_contacts_are_masked) {
    Buyer buyer;
    buyer.name = "示例银行";
    BOOST_CHECK(check_buyer(buyer).ok());
    buyer.uscc = "913210001001210103";
    BOOST_CHECK_EQUAL(field_code(check_buyer(buyer)), "bad_uscc");
    buyer.uscc = "913210001001210102";
    BOOST_CHECK(check_buyer(buyer).ok());
    buyer.kind = BuyerKind::individual;
    BOOST_CHECK_EQUAL(field_code(check_buyer(buyer)), "not_for_individuals");
    buyer.uscc.reset();
    for (const char* phone : {"1234", "13800a00000", ""}) {
        buyer.contact_phone = phone;
        BOOST_CHECK_EQUAL(field_code(check_buyer(buyer)), "bad_phone");
    }
    buyer.contact_phone = "+86 514-8000 0000";
    BOOST_CHECK(check_buyer(buyer).ok());
    BOOST_CHECK_EQUAL(masked_contact_name("张三丰"), "张**");
    BOOST_CHECK_EQUAL(masked_phone("13800001234"), "*******1234");
    BOOST_CHECK_EQUAL(masked_phone("12345"), "*****");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace order_box_test
