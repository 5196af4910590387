/// Reading JSON whose mistakes have a fixed order of precedence (`yunhe rate`, `yunhe allocate` and
/// the API bodies that share their shapes).
///
/// A reader walks the whole value once, notes everything that is wrong, and goes on with a default
/// in its place; `Findings` keeps the one mistake that comes first in the given order of codes.
/// Pure; not thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"

namespace yunhe::billing {

/// Where a reader stands: a chain of names and positions up to the root, which becomes an RFC 6901
/// pointer only if something is wrong there. A Place refers to its parent and to the name that it
/// was given: it lives on the stack, below both.
class Place {
public:
    Place() = default;
    Place at(std::string_view name) const { return Place(this, name, 0); }
    Place at(std::size_t index) const { return Place(this, {}, index); }
    std::string pointer() const;

private:
    Place(const Place* parent, std::string_view name, std::size_t index)
        : parent_(parent), name_(name), index_(index) {}
    const Place* parent_ = nullptr;
    std::string_view name_;  ///< Empty data pointer = an array's element.
    std::size_t index_ = 0;
};

/// The first mistake, where "first" goes by the order of codes and then by the order of reading.
class Findings {
public:
    /// `order` must outlive this.
    explicit Findings(std::span<const std::string_view> order) : order_(order) {}
    /// REQUIRES: `code` is one of the order's.
    void note(std::string_view code, const Place& place);
    bool any() const { return pointer_.has_value(); }
    /// Malformed `invalid_request` with one field error. REQUIRES: any().
    Error error() const;

private:
    std::span<const std::string_view> order_;
    std::size_t rank_ = 0;
    std::optional<std::string> pointer_;
};

/// The readers below note `bad_money`, `bad_decimal` or `overflow`, also for a wrong JSON type, and
/// then return zero.
Money read_money(const Json& value, const Place& place, Findings& findings);
/// Also notes `bad_money` below zero.
Money read_money_not_negative(const Json& value, const Place& place, Findings& findings);
Quantity read_quantity(const Json& value, const Place& place, Findings& findings);
UnitPrice read_unit_price(const Json& value, const Place& place, Findings& findings);
Decimal read_decimal(const Json& value, const Place& place, Findings& findings);
/// Notes `type_code` if the value isn't a string, and then returns "".
std::string read_string(const Json& value, std::string_view type_code, const Place& place,
                        Findings& findings);

}  // namespace yunhe::billing
