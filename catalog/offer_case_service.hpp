/// What all acts on products, prices, listings and orders share: case events, desks, codes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/case_store.hpp"
#include "tenants/caller.hpp"

namespace yunhe::catalog {

struct Order;
struct PricePlan;
struct Product;

/// A case by the glossary's word, its raw id and what desks call it.
struct CaseRef {
    std::string aggregate;  ///< product, price_plan, approved_standard, listing, order
    std::uint64_t id = 0;
    std::string title;
};

CaseRef case_of(const Order& order);
CaseRef case_of(const PricePlan& plan);
CaseRef case_of(const Product& product);

/// One step of the case by the caller, now.
void record_step(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject,
                 std::string_view action, std::string_view from, std::string_view to,
                 const std::string& opinion = "", Json details = Json::object());

/// Puts a task on the desks of this role in every body that may have it.
void open_role_todos(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject,
                     std::string_view task, tenants::Role role);
/// Puts a task on one body's desk, for any role there.
void open_body_todo(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject,
                    std::string_view task, BodyId body_id);
void close_task(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject,
                std::string_view task);
void close_case(db::Transaction& tx, const tenants::Caller& caller, const CaseRef& subject);

/// The code that the maker gave, or the next running number of the series that is free.
/// `taken(code)` says whether a code is in use. Errors: state `code_taken`.
template <class Taken>
Result<std::string> code_or_number(db::Transaction& tx, TenantScope scope,
                                   const std::optional<std::string>& given, std::string_view series,
                                   Taken taken) {
    if (given) {
        if (taken(*given)) return wrong_state("code_taken", {{"code", *given}});
        return *given;
    }
    while (true) {
        auto number = std::to_string(tx.next_number(scope, series));
        if (!taken(number)) return number;
    }
}

}  // namespace yunhe::catalog
