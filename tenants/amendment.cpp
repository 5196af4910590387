#include "tenants/amendment.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

/// The word of `list` that names the same field.
std::optional<std::string> word_in(const RulePack& pack, const std::vector<std::string>& list,
                                   const std::string& field) {
    const auto found = std::ranges::find_if(
        list, [&](const std::string& other) { return same_field(pack, field, other); });
    if (found == list.end()) return std::nullopt;
    return *found;
}

Status check_terms(const Amendment& wanted, const Agreement& agreement, Date today) {
    if (wanted.effective_on < std::max(today, agreement.from) ||
        agreement.to < wanted.effective_on)
        return malformed("/effective_on", "amendment_day_outside");
    if (wanted.service_fee && wanted.service_fee->negative())
        return malformed("/service_fee", "negative_fee");
    if (!wanted.to) return Done{};
    if (agreement.to <= *wanted.to) return malformed("/to", "amendment_extends_term");
    if (*wanted.to < wanted.effective_on) return malformed("/to", "bad_interval");
    return Done{};
}

Status take_fields(Amendment& wanted, const std::vector<std::string>& present,
                   const Notice& notice, const RulePack& pack) {
    for (std::size_t i = 0; i < wanted.removed_fields.size(); ++i) {
        const auto word = word_in(pack, present, wanted.removed_fields[i]);
        if (!word)
            return malformed("/removed_fields/" + std::to_string(i), "field_not_in_agreement");
        wanted.removed_fields[i] = *word;
    }
    for (std::size_t i = 0; i < wanted.added_fields.size(); ++i) {
        auto& field = wanted.added_fields[i];
        if (word_in(pack, present, field))
            return malformed("/added_fields/" + std::to_string(i), "field_in_agreement");
        const auto word = word_in(pack, notice.fields, field);
        if (!word) return refused_by_system("field_outside_notice", {{"field", field}});
        field = *word;
    }
    return Done{};
}

std::string fields_line(const std::vector<std::string>& fields) { return join(fields, "、"); }

}  // namespace

AmendmentState state_on(const Amendment& amendment, Date day) {
    const bool begun =
        amendment.state == AmendmentState::signed_ && in_force_from(amendment) <= day;
    return begun ? AmendmentState::in_force : amendment.state;
}

Date in_force_from(const Amendment& amendment) {
    if (!amendment.signed_at) return amendment.effective_on;
    return std::max(amendment.effective_on, date_of(*amendment.signed_at));
}

Result<Amendment> checked_amendment(Amendment wanted, const Agreement& agreement,
                                    const Notice& notice, const RulePack& pack, Date today) {
    YUNHE_CHECK(check_terms(wanted, agreement, today));
    const auto present = terms_on(agreement, agreement.to).fields;
    YUNHE_CHECK(take_fields(wanted, present, notice, pack));
    const bool nothing_left =
        wanted.added_fields.empty() && wanted.removed_fields.size() == present.size();
    if (nothing_left) return malformed("/removed_fields", "no_field_left");
    if (blank(wanted.reason)) return malformed("/reason", "reason_required");
    const bool changes = wanted.to || wanted.service_fee || !wanted.removed_fields.empty() ||
                         !wanted.added_fields.empty();
    if (!changes) return malformed("/effective_on", "nothing_amended");
    wanted.kind =
        wanted.added_fields.empty() ? AmendmentKind::narrower : AmendmentKind::wider;
    return wanted;
}

AmendedTerms amended_terms(const Agreement& agreement, const Amendment& amendment) {
    auto terms = terms_on(agreement, agreement.to);
    terms.number = amendment.number;
    terms.effective_on = in_force_from(amendment);
    terms.to = amendment.to.value_or(agreement.to);
    terms.service_fee = amendment.service_fee.value_or(terms.service_fee);
    std::erase_if(terms.fields, [&](const std::string& field) {
        return std::ranges::find(amendment.removed_fields, field) !=
               amendment.removed_fields.end();
    });
    terms.fields.insert(terms.fields.end(), amendment.added_fields.begin(),
                        amendment.added_fields.end());
    return terms;
}

Role amendment_reviewer(const RulePack& pack) {
    const auto stage = pack.find_stage(StageKind::expert_review);
    if (stage) return stage->concluder();
    return pack.tiers == 2 ? Role::operator_staff : Role::data_authority;
}

std::string render_amendment_text(const Amendment& amendment, const Agreement& agreement,
                                  const AgreementParties& parties) {
    std::string text = "公共数据授权开发协议之补充协议\n";
    const auto line = [&](std::string_view label, const std::string& value) {
        text += std::string(label) + ":" + one_line(value) + "\n";
    };
    line("原协议编号", std::to_string(agreement.number));
    line("补充协议序号", std::to_string(amendment.number));
    line("平台", parties.tenant_name);
    line("甲方", parties.grantor_name);
    line("乙方", parties.developer_name);
    line("乙方统一社会信用代码", parties.developer_uscc);
    line("乙方法定代表人", parties.legal_representative);
    line("规则包", agreement.rule_pack_id + " " + agreement.rule_pack_digest);
    if (amendment.continuation_document) line("延续依据", *amendment.continuation_document);
    line("生效日", to_text(amendment.effective_on));
    if (amendment.to) line("终止日提前至", to_text(*amendment.to));
    if (amendment.service_fee) line("服务费用(元)改为", to_text(*amendment.service_fee));
    if (!amendment.removed_fields.empty())
        line("减少的领域", fields_line(amendment.removed_fields));
    if (!amendment.added_fields.empty()) line("增加的领域", fields_line(amendment.added_fields));
    if (amendment.kind == AmendmentKind::wider) line("审核文件", amendment.review_document);
    line("理由", amendment.reason);
    text += "\n第1条 效力\n本补充协议自生效日起生效；双方签署完成之日晚于生效日的，"
            "自签署完成之日起生效。\n";
    text += "\n第2条 其他条款\n本补充协议未涉及的内容，按原协议执行；"
            "与原协议不一致的，以本补充协议为准。\n";
    if (!amendment.removed_fields.empty() || amendment.to)
        text += "\n第3条 授权的收回\n因领域减少或者期限提前而不再有依据的数据授权，"
                "自其失去依据之时起终止。\n";
    return text;
}

}  // namespace yunhe::tenants
