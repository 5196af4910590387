#include "billing/sales_report.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::billing {
namespace {

constexpr std::size_t kSm3HexDigits = 64;

bool is_digest(const std::string& text) {
    return text.size() == kSm3HexDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Status check_sales_figures(const SalesFigures& figures) {
    if (figures.sales.negative()) return malformed("/sales", "bad_money");
    if (blank(figures.document)) return malformed("/document", "document_required");
    const auto& digest = figures.document_digest_hex;
    if (digest && !is_digest(*digest)) return malformed("/document_digest", "bad_digest");
    return Done{};
}

}  // namespace yunhe::billing
