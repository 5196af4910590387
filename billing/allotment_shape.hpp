/// The JSON of allotments and spending reports, wherever they are shown. Pure.
#pragma once

#include "base/schema.hpp"
#include "billing/allotment.hpp"
#include "billing/ledger.hpp"

namespace yunhe::billing {

inline constexpr Field kAllotmentFields[] = {
    field::id<AllotmentId>("id"),
    field::integer("number"),
    field::integer("version"),
    field::code("department_code"),
    field::text("document").about("指标文号"),
    field::integer("budget_year", kBudgetYearMin, kBudgetYearMax),
    field::money("amount"),
    field::money("withdrawn").about("Taken back by the treasury."),
    field::money("spent").about("By standing reports."),
    field::money("open").about("Neither withdrawn nor spent."),
    field::text("purpose", 400),
    field::date("allotted_on"),
    field::timestamp("recorded_at"),
    field::id<LedgerEntryId>("entry_id"),
};
inline constexpr Shape kAllotment{"Allotment", kAllotmentFields};

inline constexpr Field kSpendingFields[] = {
    field::id<SpendingReportId>("id"),
    field::integer("number"),
    field::integer("version"),
    field::one_of("state", enum_values<SpendingState>),
    field::id<AllotmentId>("allotment_id"),
    field::text("document"),
    field::money("amount"),
    field::text("purpose", 400),
    field::date("spent_on"),
    field::timestamp("reported_at"),
};
inline constexpr Shape kSpending{"SpendingReport", kSpendingFields};

Json allotment_json(const Allotment& allotment);
Json spending_json(const SpendingReport& report);

}  // namespace yunhe::billing
