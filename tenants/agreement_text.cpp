#include <array>

#include "base/text.hpp"
#include "tenants/agreement.hpp"

namespace yunhe::tenants {
namespace {

/// One clause in our own words. `{from}` `{to}` `{fee}` `{fields}` are filled.
struct ClauseText {
    std::string_view code;
    std::string_view text;
};

constexpr auto kClauseTexts = std::to_array<ClauseText>({
    {"rights_and_duties",
     "甲方按本协议提供授权运营平台、技术支持和业务咨询，对乙方的开发利用活动进行指导、审核和评价。"
     "乙方按获准的应用场景提出数据需求，在平台的安全环境内开发数据产品，按期报告应用成效,"
     "并接受甲方和有关主管部门的监督检查。"},
    {"scope", "乙方可在下列领域开展公共数据开发利用：{fields}。"
              "每个应用场景须单独申请并获得批准；未获批准的场景和数据资源不在本协议范围之内。"},
    {"term", "本协议自 {from} 起至 {to} 止，首尾两日均计算在内。双方签字完成之前不得开展开发工作。"
             "期满需要继续的，由乙方在期满之前重新提出申请。"},
    {"service_fee", "服务费用为人民币 {fee} 元。平台使用的其他费用按已公布的价格方案计算,"
                    "账单按月出具。公共数据有偿使用的收入依照非税收入管理规定另行缴纳，不计入服务费用。"},
    {"reasonable_return_method", "乙方的合理收益，以经核定的运营成本、合理利润和税费为基础测算,"
                                 "测算所依据的账目应当真实、完整并可供核查。"},
    {"mode", "授权以应用场景为单位，通过授权运营平台进行。乙方获得的是对数据加工使用的权利,"
             "不得将授权转让或者转授权给他人。"},
    {"security", "乙方对其使用的数据和开发的产品承担安全主体责任，明确数据安全负责人，落实安全制度。"
                 "原始数据不出平台；发现泄露、篡改、滥用或者隐含关系等风险时，应当立即停止处理并报告甲方。"},
    {"prohibited_acts", "乙方不得擅自留存、对外提供或者倒卖数据，不得将数据用于获准场景以外的用途,"
                        "不得尝试还原已脱敏的数据或者识别特定的个人、组织，不得绕开平台获取数据。"},
    {"credit_pledge", "乙方承诺其申请材料真实有效，本单位及法定代表人未被列入失信名单。"
                      "承诺内容发生变化的，应当在五个工作日内告知甲方；违反承诺的，记入信用档案。"},
    {"asset_disposal", "协议终止后，乙方在平台内形成的数据、模型和其他资产，由双方列出清单逐项处置;"
                       "未经同意不得带出平台。"},
    {"exit", "协议期满、终止或者双方同意提前结束的，甲方关闭乙方的平台权限,"
             "乙方删除所持有的相关数据并提交证明，有关日志保存不少于六个月。"},
    {"liability", "一方违反本协议造成损失的，依法承担赔偿责任。乙方违反安全要求或者禁止条款的,"
                  "甲方可以要求限期改正、暂停其权限，直至终止本协议。"},
    {"fee_standard", "有偿使用公共数据的，按批准的收费标准执行；标准调整的，自调整生效之日起按新标准执行。"},
    {"return_or_compensation", "乙方通过其数据产品和服务取得收益；因公共利益需要无偿提供的,"
                               "可依照有关规定申请补偿。"},
});

std::string chinese_date(Date day) {
    const std::chrono::year_month_day civil(day);
    return std::to_string(static_cast<int>(civil.year())) + "年" +
           std::to_string(static_cast<unsigned>(civil.month())) + "月" +
           std::to_string(static_cast<unsigned>(civil.day())) + "日";
}

std::string replaced(std::string text, std::string_view mark, std::string_view value) {
    const auto place = text.find(mark);
    if (place == std::string::npos) return text;
    return text.replace(place, mark.size(), value);
}

std::string filled(std::string_view words, const Agreement& agreement) {
    std::string text(words);
    text = replaced(std::move(text), "{from}", chinese_date(agreement.from));
    text = replaced(std::move(text), "{to}", chinese_date(agreement.to));
    text = replaced(std::move(text), "{fee}", to_text(agreement.service_fee));
    return replaced(std::move(text), "{fields}", join(agreement.fields, "、"));
}

/// A pack may name a clause for which there is no text yet: its title is still a promise to agree.
std::string_view words_of(std::string_view code) {
    for (const auto& clause : kClauseTexts)
        if (clause.code == code) return clause.text;
    return "本条内容由双方依照有关规定另行书面约定，作为本协议的组成部分。";
}

std::string number_line(const Agreement& agreement) {
    return "协议编号:" + std::to_string(agreement.number) + "\n";
}

std::string terms_block(const Agreement& agreement) {
    return "起始日:" + to_text(agreement.from) +
           "\n终止日:" + to_text(agreement.agreed_to.value_or(agreement.to)) +
           "\n服务费用(元):" + to_text(agreement.service_fee) + "\n领域:" +
           one_line(join(agreement.fields, "、")) + "\n";
}

}  // namespace

std::vector<AgreementClause> agreement_clauses(const RulePack& pack, const Agreement& agreement) {
    std::vector<AgreementClause> clauses;
    for (const auto& item : pack.items("agreement_clauses")) {
        const bool paid = pack.flag("paid_use") || agreement.data_use_paid;
        if (item.when == "data_use_paid" && !paid) continue;
        clauses.push_back({item.code, item.title.zh, filled(words_of(item.code), agreement)});
    }
    if (!clauses.empty()) return clauses;
    // The pack lists none: the clauses without which an agreement says nothing.
    const std::pair<const char*, const char*> kBasic[] = {
        {"rights_and_duties", "双方权利义务"}, {"scope", "授权范围"}, {"term", "授权期限"},
        {"security", "安全要求"},              {"exit", "退出机制"},  {"liability", "违约责任"}};
    for (const auto& [code, title] : kBasic)
        clauses.push_back({code, title, filled(words_of(code), agreement)});
    return clauses;
}

std::string render_agreement_text(const Agreement& agreement, const AgreementParties& parties,
                                  const RulePack& pack) {
    std::string text = agreement.kind == AgreementKind::trial ? "公共数据授权试运营协议\n"
                                                              : "公共数据授权开发协议\n";
    const auto line = [&](std::string_view label, std::string_view value) {
        text += std::string(label) + ":" + one_line(value) + "\n";
    };
    text += number_line(agreement);
    line("平台", parties.tenant_name);
    line("甲方", parties.grantor_name);
    line("乙方", parties.developer_name);
    line("乙方统一社会信用代码", parties.developer_uscc);
    line("乙方法定代表人", parties.legal_representative);
    line("依据", pack.title.zh);
    line("规则包", agreement.rule_pack_id + " " + agreement.rule_pack_digest);
    if (agreement.continuation_document) line("延续依据", *agreement.continuation_document);
    text += terms_block(agreement);
    if (agreement.safety_head) line("数据安全首要责任人", *agreement.safety_head);
    if (agreement.override_reason) line("期限超过一般上限的理由", *agreement.override_reason);
    int number = 0;
    for (const auto& clause : agreement.clauses) {
        text += "\n第" + std::to_string(++number) + "条 " + one_line(clause.title) + "\n";
        text += one_line(clause.text) + "\n";
    }
    return text;
}

bool text_states_terms(const Agreement& agreement) {
    const std::string_view text = agreement.canonical_text;
    return text.find("\n" + number_line(agreement)) != std::string_view::npos &&
           text.find("\n" + terms_block(agreement)) != std::string_view::npos;
}

}  // namespace yunhe::tenants
