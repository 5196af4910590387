/// Accounts in words, for books on paper. Pure.
#pragma once

#include <string>
#include <string_view>

namespace yunhe::billing {

/// "receivable:9132..." and "某某公司" -> "应收款项—某某公司". Without a party's name the rest of the
/// account stands there; an account that isn't known keeps its own name.
std::string account_title(std::string_view account, std::string_view party_name);

}  // namespace yunhe::billing
