/// What happens to orders and their waivers.
#pragma once

#include <optional>
#include <string>

#include "catalog/order.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

struct OrderDraft {
    std::optional<std::string> code;  ///< Absent: the running number.
    std::string product_code;
    std::string scenario_code;
    OrderKind kind = OrderKind::paid;
    Date from;
    Date to;  ///< Inclusive.
    std::optional<std::string> buyer_name;  ///< Needed from developers, absent from departments.
    std::optional<std::string> buyer_uscc;
    std::optional<WaiverGround> waiver_ground;  ///< Requests the waiver with the order.
    std::optional<std::string> waiver_document;
};

/// By the product's developer for a buyer, or by a department for itself. It may be recorded before
/// its own first day. Errors: malformed `/to` bad_interval, `/buyer` missing_field,
/// `not_for_departments`, `/buyer/uscc` bad_uscc, `/waiver_document` missing_field,
/// `unknown_reference`; party `not_your_object`; state `code_taken`, `not_listed` (in this
/// scenario); rule `source_free_for_departments`, `waiver_does_not_fit`.
Result<Order> record_order(db::Transaction& tx, const tenants::Caller& caller,
        const OrderDraft& draft);

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
};
/// Asks for a waiver (operator_admin). A public purpose needs none: where it fits, it is confirmed
/// by the scenario's own decision. Errors: not_found; malformed `/document` missing_field; state
/// `waiver_exists` (one is requested or confirmed), `order_over`; rule `waiver_does_not_fit`.
Result<Order> request_waiver(db::Transaction& tx, const tenants::Caller& caller,
        std::string_view code,
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
