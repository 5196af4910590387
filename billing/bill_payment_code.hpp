/// What a payer writes into the remark of a bank transfer so that its bill is found: "ZD", the
/// bill's number in at least six digits, two check digits (ISO 7064 mod 97-10). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yunhe::billing {

/// 12 -> "ZD00001262".
std::string bill_payment_code(std::uint64_t number);

/// The number of the one bill that the remark names, whatever stands around the code, in either
/// case. Nothing where there is no right code, or codes of several bills: a slip of the finger must
/// not pay somebody else's bill.
std::optional<std::uint64_t> bill_number_in(std::string_view remark);

}  // namespace yunhe::billing
