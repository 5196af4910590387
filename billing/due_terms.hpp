/// When what is owed is due: the document's own day, a deferral's, or instalments. Pure.
#pragma once

#include <optional>
#include <vector>

#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace yunhe::billing {

struct Instalment {
    Date due_on;
    Money amount;  ///< Above zero.
    friend bool operator==(const Instalment&, const Instalment&) = default;
};

/// [{due_on, amount}], as it is stored and shown.
Json instalments_json(const std::vector<Instalment>& instalments);
/// REQUIRES: what `instalments_json` gave.
std::vector<Instalment> instalments_of(const Json& json);

/// With instalments they count, else the one day. Absent and none: no day is known yet.
struct DueTerms {
    std::optional<Date> due_on;
    std::vector<Instalment> instalments;  ///< By day.
};

/// A part of what is open, with its day.
struct DuePart {
    std::optional<Date> due_on;
    Money amount;
    friend bool operator==(const DuePart&, const DuePart&) = default;
};

/// `open` by days, earliest first: money pays the earliest instalment first, so that what is open
/// are the last ones. Where more is open than the instalments ask for, the rest is due with the
/// first. Nothing for 0; what is below zero is one part without day.
std::vector<DuePart> due_parts(const DueTerms& terms, Money open);

/// The first day on which any of it is due; absent where none is known.
std::optional<Date> first_due(const std::vector<DuePart>& parts);
/// What was due before `today`.
Money overdue_of(const std::vector<DuePart>& parts, Date today);

/// Errors, as malformed below /instalments: `bad_instalments` (none, days not rising or not after
/// `today`, an amount not above zero), `instalments_differ` (args: open; the sum isn't what is
/// open).
Status check_instalments(const std::vector<Instalment>& instalments, Money open, Date today);

}  // namespace yunhe::billing
