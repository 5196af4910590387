#include "billing/bill_income.hpp"

namespace yunhe::billing {

std::vector<IncomeLine> income_lines(const Bill& bill, const std::vector<ChargeLine>& lines) {
    const auto rate = TaxRate::parse(bill.tax_rate).value();
    std::vector<IncomeLine> income;
    for (const auto& line : lines)
        income.push_back({.kind = line.meter, .amount = split_tax(line.amount, rate)});
    return income;
}

}  // namespace yunhe::billing
