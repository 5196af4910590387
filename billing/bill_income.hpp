/// What a bill's lines are in the operator's book. Pure.
#pragma once

#include <vector>

#include "billing/bill.hpp"
#include "billing/charge_line.hpp"
#include "billing/ledger.hpp"

namespace yunhe::billing {

/// One income line per meter, each split by itself as on the bill.
std::vector<IncomeLine> income_lines(const Bill& bill, const std::vector<ChargeLine>& lines);

}  // namespace yunhe::billing
