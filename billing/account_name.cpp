#include "billing/account_name.hpp"

#include <array>

namespace yunhe::billing {
namespace {

struct AccountWord {
    std::string_view head;
    std::string_view zh;
};
constexpr AccountWord kAccountWords[] = {
    {"receivable", "应收款项"},   {"accrued", "应缴非税收入"},  {"treasury", "国库存款"},
    {"unallocated", "待测算收入"}, {"allocated", "已测算收入"},  {"suspense", "待查款项"},
    {"proposal", "预算建议"},     {"attributed", "测算归属"},   {"allotted", "指标下达"},
    {"bank", "银行存款"},         {"tax", "应交税费"},          {"income", "运营服务收入"},
    {"credit", "预收款项"},       {"deposit", "存入保证金"},    {"overshoot", "超准许收入备查"},
    {"surplus", "累计结余"},      {"opening", "期初结转"},
};

}  // namespace

std::string account_title(std::string_view account, std::string_view party_name) {
    const auto colon = account.find(':');
    const auto head = account.substr(0, colon);
    std::string_view rest = colon == account.npos ? "" : account.substr(colon + 1);
    if (head == "proposal" && rest == "pool") rest = "";
    if (!party_name.empty()) rest = party_name;
    for (const auto& word : kAccountWords) {
        if (word.head != head) continue;
        std::string title(word.zh);
        if (!rest.empty()) title.append("—").append(rest);
        return title;
    }
    return std::string(account);
}

}  // namespace yunhe::billing
