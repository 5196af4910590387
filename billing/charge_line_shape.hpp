/// The JSON of a charge line, wherever one is shown. Pure.
#pragma once

#include "base/schema.hpp"
#include "billing/charge_line.hpp"

namespace yunhe::billing {

inline constexpr Field kChargeLineFields[] = {
    field::id<ChargeLineId>("id"),
    field::period("period"),
    field::one_of("book", enum_values<Book>),
    field::text("developer", 64).about("Credit code of who owes it."),
    field::code("order").nullable(),
    field::code("product").nullable(),
    field::code("scenario").nullable(),
    field::text("meter", 64),
    field::text("quantity", 32).about("Decimal; below zero on a line that takes back."),
    field::money("list_amount").about("At list price; on a supplement the difference."),
    field::money("amount").about("Charged; 0.00 if zero-rated."),
    field::one_of("treatment", enum_values<Treatment>),
    field::one_of("ground", enum_values<catalog::WaiverGround>).nullable(),
    field::text("ground_document").nullable(),
    field::code("plan").nullable().about("The price plan; none for a service fee."),
    field::id<ChargeLineId>("corrects_id").nullable().about(
        "On a supplement: the line billed before; on a red document: the line taken back."),
    field::id<BillId>("bill_id").nullable(),
    field::id<ClaimId>("claim_id").nullable(),
};
inline constexpr Shape kChargeLine{"ChargeLine", kChargeLineFields};

Json charge_line_json(const ChargeLine& line);

}  // namespace yunhe::billing
