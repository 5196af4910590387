/// What is open of a bill or claim. Pure.
#pragma once

#include <optional>

#include "billing/due_terms.hpp"

namespace yunhe::billing {

/// All amounts in fen. A red document's are below zero where the other's are above.
struct DocumentBalance {
    Money due_fen;          ///< The document's amount.
    Money paid_fen;         ///< Receipts matched to it, moved out of suspense included.
    Money refunded_fen;     ///< Of that, given back.
    Money written_off_fen;  ///< Waived after the fact or written off, confirmed and not revoked.
    Money offset_fen;       ///< Set off against red documents; below zero on a red one.
    Money open_fen;         ///< due - paid + refunded - written off - offset.
    /// The first day on which any of the open amount is due, by deferral and instalments too.
    std::optional<Date> due_on;
    /// May money be matched to it, up to open_fen? Standing, not red, and something open.
    bool payable = false;
    DueTerms terms;
};

}  // namespace yunhe::billing
