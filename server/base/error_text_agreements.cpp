/// Texts of mandates, signatures, amendments, renewals, continuation and party events.
#include "base/error_text.hpp"

namespace yunhe {
namespace {

constexpr ErrorText kAgreementsRows[] = {
    // Mandate.
    {"mandate_suspended", "一级授权已被暂停，暂不得办理新事项。请由数据主管部门先恢复授权。",
     "The operator's mandate is suspended; nothing new may be done. The authority must resume it "
     "first."},
    // Signatures.
    {"certificate_or_key", "请在证书与公钥中任选其一提交，不能都不填或者都填。",
     "Give either a certificate or a public key, not both and not neither."},
    {"bad_certificate", "证书无法读取或者不是 SM2 证书，请提交 PEM 格式的 SM2 证书。",
     "This is no certificate of an SM2 key. Give one in PEM."},
    {"certificate_not_valid_now", "证书不在有效期内，请使用有效的证书重新签名。",
     "The certificate is not valid today. Sign with one that is."},
    {"bad_public_key", "公钥无法读取或者不是 SM2 公钥，请提交 PEM 格式的 SM2 公钥。",
     "This is no public SM2 key. Give one in PEM."},
    {"signature_does_not_verify",
     "签名与协议文本不符。请下载协议文本，以 SM2（摘要 SM3，用户标识 1234567812345678）重新签名。",
     "The signature does not fit the text. Download the text and sign it with SM2, SM3 and the id "
     "1234567812345678."},
    // Terms and renewals.
    {"trial_not_provided", "本地规则没有试运营期的规定，请直接起草正式协议。",
     "The rules here know no trial term. Draft a regular agreement."},
    {"trial_over_limit", "试运营期最长 {months} 个月，请缩短期限。",
     "A trial term has at most {months} months. Shorten it."},
    {"agreement_overlaps", "期限与协议 {number}（{from} 至 {to}）重叠，请调整起止日期。",
     "The term overlaps with agreement {number} ({from} to {to}). Move its days."},
    {"renewal_too_late", "续期申请最迟应在 {last_day} 提出，现已超过。请按新申请办理。",
     "A renewal had to be asked for by {last_day}. Apply anew without naming the agreement."},
    {"renewal_exists", "已有申请对该协议提出续期，请在该申请中办理。",
     "Another application already asks to renew this agreement. Go on with that one."},
    {"agreement_ended_early", "该协议已提前终止，不能续期。请按新申请办理。",
     "The agreement was ended early, so there is nothing to renew. Apply anew."},
    {"renewal_gap", "新协议与原协议之间有空档（{from} 至 {to}），期间不能使用数据。",
     "Between the old and the new agreement lies a gap ({from} to {to}) in which no data can be "
     "used."},
    // Amendments.
    {"amendment_day_outside", "生效日须在今日之后（含今日）且在协议期限之内，请改正。",
     "The day must not lie before today and must lie within the agreement's term. Correct it."},
    {"amendment_extends_term", "补充协议只能提前终止日；需要延长的，请按续期办理。",
     "An amendment can only bring the last day forward. For a longer term ask for a renewal."},
    {"field_not_in_agreement", "协议中没有该领域，请从协议所列领域中选择。",
     "The agreement does not have this field. Choose one that it lists."},
    {"field_in_agreement", "协议中已有该领域，无需增加。",
     "The agreement already has this field. Leave it out."},
    {"no_field_left", "不能减少全部领域；需要全部收回的，请办理终止。",
     "Not all fields can be removed. To take everything back, end the agreement."},
    {"nothing_amended", "补充协议没有任何变更，请至少填写一项。",
     "The amendment changes nothing. Fill in at least one change."},
    {"amendment_open", "该协议还有未办结的补充协议，请先签署或者撤回。",
     "Another amendment of this agreement is still open. Sign it or withdraw it first."},
    {"review_first", "扩大授权范围的补充协议须先经审核同意，请先办理审核。",
     "A wider scope needs a decision of review first. Have it reviewed."},
    {"review_not_needed", "缩小授权范围的补充协议无需审核，请直接送达签署。",
     "A narrower scope needs no review. Offer it."},
    {"amendment_too_late", "补充协议约定的终止日已过，请撤回后重新起草。",
     "The last day that the amendment sets is over. Withdraw it and draft another."},
    // Continuation.
    {"not_a_renewal", "该协议不是续期协议，没有可以延续的授权。请提出数据需求申请。",
     "This agreement renews none, so nothing can go on. File a data request."},
    {"continuation_exists", "已提出延续申请，请等待各席位答复。",
     "The continuation was already asked for. Wait for the seats' answers."},
    {"nothing_to_continue", "原协议没有可以延续的有效授权，请提出数据需求申请。",
     "The renewed agreement has no live grant that could go on. File a data request."},
    // Party events.
    {"party_merged", "乙方已于 {on} 合并（{document}），请与承继单位商定协议的履行或者办理终止。",
     "The developer merged on {on} ({document}). Settle with the successor how the agreement goes "
     "on, or end it."},
    {"party_split", "乙方已于 {on} 分立（{document}），请与各方商定协议的履行或者办理终止。",
     "The developer split on {on} ({document}). Settle with the parties how the agreement goes on, "
     "or end it."},
    {"party_insolvent", "乙方已于 {on} 进入破产程序（{document}），协议已暂停，请研究是否终止。",
     "The developer became insolvent on {on} ({document}). The agreement is on hold; decide "
     "whether to end it."},
    {"party_event_not_of_kind", "该类变更不适用于此类单位，请重新选择变更类型。",
     "This kind of change doesn't apply to this body. Choose another kind."},
    {"happened_in_the_future", "变更日期不得晚于今天，请改正。",
     "The change can't lie after today. Correct the day."},
    {"new_value_needed", "请填写变更后的名称或者法定代表人。",
     "Give the new name or the new legal representative."},
    {"new_value_not_needed", "该类变更不涉及更名，请删除变更后的名称。",
     "This kind of change renames nothing. Leave the new value out."},
    {"successor_needed", "请填写承继单位。", "Name the successor."},
    {"successor_not_of_kind", "承继单位应与原单位属于同一类别，且不得是其本身，请核对。",
     "The successor is another body of the same kind. Check it."},
};

}  // namespace

std::span<const ErrorText> agreement_error_texts() { return kAgreementsRows; }

}  // namespace yunhe
