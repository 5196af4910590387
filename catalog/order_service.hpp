/// What happens to orders and their waivers.
#pragma once

#include <optional>
#include <string>

#include "catalog/order.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::catalog {

struct OrderDraft {
    std::optional<std::string> code;  ///< Absent: the running number.
    std::string product_code;
    std::string scenario_code;
    OrderKind kind = OrderKind::paid;
    Date from;
    Date to;  ///< Inclusive.
    /// From developers one of the two: a record, or what finds or makes one. None from departments.
    std::optional<BuyerId> buyer_id;
    std::optional<Buyer> buyer;
    std::optional<WaiverGround> waiver_ground;  ///< Requests the waiver with the order.
    std::optional<std::string> waiver_document;
    std::vector<OrderQuota> quotas = {};
    std::optional<OrderId> follows_id = {};
    std::optional<OrderLink> link = {};
};

/// By the product's developer for a buyer, or by a department for itself. It may be recorded before
/// its own first day. A trial gets the box of its listing, else of the policy. Errors: malformed
/// `/to` bad_interval, `/buyer` missing_field, `not_for_departments`, those of check_buyer below
/// `/buyer`, `/buyer_id` unknown_reference, `/waiver_document` missing_field, `unknown_reference`,
/// those of check_quotas; party `not_your_object`; state `code_taken`, `not_listed` (in this
/// scenario); rule `waiver_does_not_fit`, those of check_source_right and into_box.
Result<Order> record_order(db::Transaction& tx, const tenants::Caller& caller,
                           const tenants::Rules& rules, const OrderDraft& draft);

/// What follows an order: the same product, scenario and buyer; a trial's conversion is paid.
struct FollowDraft {
    std::optional<std::string> code;
    std::optional<Date> from;  ///< Absent: conversion today, renewal the day after the last.
    Date to;                   ///< Inclusive.
    std::vector<OrderQuota> quotas = {};
};
/// By the buyer's side. The trial ends when the operator accepts the paid order. Errors: those of
/// check_follow and record_order; party `not_your_move`; state `followed_already`.
Result<Order> follow_order(db::Transaction& tx, const tenants::Caller& caller,
                           const tenants::Rules& rules, std::string_view code, OrderLink link,
                           const FollowDraft& draft);

/// Asks for a later last day (buyer's side). Errors: not_found; party `not_your_move`; those of
/// check_extension; rule `trial_too_long`.
Result<Order> request_extension(db::Transaction& tx, const tenants::Caller& caller,
                                const tenants::Rules& rules, std::string_view code, Date to,
                                const std::string& reason);
/// By the operator. Errors: not_found; malformed `/reason` reason_required (refusing); state
/// `no_extension_pending`, `order_over`, `not_listed`.
Result<Order> decide_extension(db::Transaction& tx, const tenants::Caller& caller,
                               std::string_view code, bool accept, const std::string& reason);
/// The operator sets the quotas anew, for an order that isn't over; what was used still counts.
/// Errors: not_found; malformed `/reason` reason_required, those of check_quotas; state
/// `order_over`; rule `trial_over_box`.
Result<Order> set_quotas(db::Transaction& tx, const tenants::Caller& caller,
                         const tenants::Rules& rules, std::string_view code,
                         std::vector<OrderQuota> quotas, const std::string& reason);

/// Errors: not_found; party `not_your_object`, `not_your_move`; state `illegal_transition`,
/// `waiver_pending`, `not_listed` (accept); malformed `/reason` reason_required (for all but accept
/// and resume).
Result<Order> act_on_order(db::Transaction& tx, const tenants::Caller& caller,
        std::string_view code,
                           OrderAction action, const std::string& reason);

struct WaiverDraft {
    WaiverGround ground = WaiverGround::approved;
    std::optional<std::string> document;
    std::string limits;
    std::optional<Date> until = {};
    std::vector<WaiverQuota> quotas = {};
};
/// Asks for a waiver (operator_admin). A public purpose needs none: where it fits, it is confirmed
/// by the scenario's own decision. Errors: not_found; malformed `/document` missing_field; state
/// `waiver_exists` (one is requested or confirmed), `order_over`; rule `waiver_does_not_fit`, those
/// of check_source_right; malformed: those of check_waiver_limits.
Result<Order> request_waiver(db::Transaction& tx, const tenants::Caller& caller,
                             const tenants::Rules& rules, std::string_view code,
                             const WaiverDraft& draft);
/// By the collecting unit. Errors: not_found; party `four_eyes`; state `waiver_not_requested`;
/// malformed `/opinion` reason_required (refusing).
Result<Order> decide_waiver(db::Transaction& tx, const tenants::Caller& caller,
        std::string_view code,
                            bool confirm, const std::string& opinion);

/// Errors: not_found (somebody else's order, unless the caller's role sees all).
Result<Order> read_visible_order(db::Transaction& tx, const tenants::Caller& caller,
                                 std::string_view code);

}  // namespace yunhe::catalog
