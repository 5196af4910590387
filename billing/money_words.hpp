/// Amounts in words (人民币大写), as vouchers and payment documents carry them. Pure.
#pragma once

#include <string>

#include "base/money.hpp"

namespace yunhe::billing {

/// "1680.32" -> "人民币壹仟陆佰捌拾元叁角贰分"; whole yuan and whole jiao end in 整; below zero it begins
/// with 负. Source: 《支付结算办法》 (银发〔1997〕393号) annex 1, "正确填写票据和结算凭证的基本规定".
std::string money_in_words(Money amount);

}  // namespace yunhe::billing
