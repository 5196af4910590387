/// Texts of resources, scenarios, data requests, products, prices, listings and orders.
#include "base/error_text.hpp"

namespace yunhe {
namespace {

constexpr ErrorText kRows[] = {
    {"open_data_not_chargeable", "产品只由无条件开放数据构成，不得收取数据使用费，请撤销该价格方案。",
     "The product is made of unconditionally open data only, so its use can't be charged. Withdraw "
     "the "
     "price plan."},
    {"resource_barred", "数据资源 {resource} 属于禁止授权范围，不能申请。请从申请中删除。",
     "The resource {resource} is barred from authorised operation. Remove it from the request."},
    // Products and certificates.
    {"bad_weight", "权重应为大于 0、不超过六位小数的百分数，如 \"33.333333\",请改正。",
     "A weight is a percentage above 0 with at most six decimals, like \"33.333333\". Correct it."},
    {"weights_not_100", "各来源权重合计为 {sum}，应恰为 100,请调整。",
     "The weights sum to {sum}; they must sum to exactly 100. Adjust them."},
    {"one_source", "每个来源须在数据资源编码与自有数据名称中填且只填一项，请改正。",
     "Each source names either a resource code or own data, and not both. Correct it."},
    {"unknown_reference", "编码 {code} 不存在，请核对。", "Nothing has the code {code}. Check it."},
    {"not_your_scenario", "该应用场景属于其他开发主体，请使用本单位的应用场景。",
     "The scenario belongs to another developer. Use a scenario of your own."},
    {"kind_outside_pack", "产品形态 {kind} 不在适用办法所列范围内，请从列出的形态中选择。",
     "The regulation doesn't list products of the kind {kind}. Choose one that it lists."},
    {"ungranted_resource",
     "数据资源 {resource} 在应用场景 {scenario} 中没有有效授权，请先取得授权或从数据谱系中删除。",
     "The resource {resource} has no live grant in the scenario {scenario}. Obtain the grant first "
     "or "
     "take the resource out of the lineage."},
    {"resource_not_registered",
     "数据资源 {resource} 尚无登记编号，请提醒数源单位按国家规定办理公共数据资源登记。",
     "The resource {resource} has no registration number yet. Remind its department to register it "
     "as "
     "the national rules ask."},
    {"product_not_editable", "产品当前状态为 {state}，不能修改。只有草稿和退回的产品可以修改。",
     "In the state {state} the product can't be changed. Only drafts and returned products can."},
    {"review_not_met", "审核项 {what} 未满足，不能通过。请退回或不予登记，并写明意见。",
     "The answer to {what} is no, so the product can't pass. Return or reject it with an opinion."},
    {"no_seat", "您的角色在该产品的审核席位中没有位置，请由有席位的单位审核。",
     "Your role has no seat in the review of this product. Leave it to those who have one."},
    {"seat_already_answered", "本席位在本轮审核中已给出意见，请等待其他席位。",
     "This seat has already answered in this round. Wait for the other seats."},
    {"product_not_registered", "产品尚未登记，请在登记完成后办理。",
     "The product isn't registered. Do this after its registration."},
    {"scenario_outside_product", "应用场景 {scenario} 不在该产品登记的场景之内，请更换场景。",
     "The product isn't registered for the scenario {scenario}. Choose one of its scenarios."},
    // Prices.
    {"own_data_not_chargeable",
     "产品只由开发主体自有数据构成，不产生公共数据使用费，请撤销该标准或方案。",
     "The product is made of the developer's own data only, so there is no charge for the use of "
     "public "
     "data. Withdraw the standard or plan."},
    {"standard_differs",
     "数据使用费须与核定标准 {standard} 完全一致(产品、场景、计费项和生效日),请按核定标准填写。",
     "The price must equal the approved standard {standard} exactly: product, scenario, charges "
     "and "
     "first day. Fill it in as approved."},
    {"standard_not_confirmed", "核定标准 {standard} 尚未经执收单位确认，请先办理确认。",
     "The collecting unit hasn't confirmed the approved standard {standard}. Have it confirmed "
     "first."},
    {"not_for_operator_fee", "经营服务收费面向全部开发主体，不指定产品和应用场景，请删除此项。",
     "An operator's fee applies to every developer and names no product or scenario. Remove this."},
    {"only_for_data_use", "此项仅用于数据使用费方案，请删除。",
     "Only price plans for data use have this. Remove it."},
    {"meter_does_not_add_up", "承载分配用量的计量项须按求和或计次汇总，请另选计量项。",
     "The meter that carries the usage in allocation must be a sum or a count. Choose another."},
    {"not_first_of_month", "价格自账期首日起生效，请填 {first} 或 {next}。",
     "Prices take effect on the first day of a month. Give {first} or {next}."},
    {"effective_in_past", "价格不得追溯到以往账期，最早可自 {earliest} 起生效，请改正。",
     "Prices don't reach back into past months. The earliest day is {earliest}. Correct it."},
    {"plan_exists", "同一产品、场景和生效日已有批准的价格方案 {plan}，请改用以后月份的生效日。",
     "The plan {plan} is already approved for this product, scenario and day. Choose a later "
     "month."},
    {"meter_charged_twice", "计量项 {meter} 已由同日生效的方案 {plan} 计费，请从本方案中删除。",
     "The plan {plan}, effective on the same day, already charges the meter {meter}. Remove it "
     "here."},
    {"no_price_cap", "未登记上限收费标准，本方案未作上限比对。请及时登记授权方规定的上限。",
     "No price cap is on record, so this plan was not compared with one. Record the cap that the "
     "authorising body set."},
    // Listings.
    {"already_offered", "该产品在应用场景 {scenario} 中已有上架申请或上架记录，请先下架原记录。",
     "The product already stands in a listing for the scenario {scenario}. Take that one down "
     "first."},
    {"price_missing", "应用场景 {scenario} 尚无批准的数据使用费方案，请先完成定价。",
     "No approved price for data use exists in the scenario {scenario}. Have it priced first."},
    {"not_listed", "该产品目前未在此应用场景上架，请在上架后办理。",
     "The product isn't listed in this scenario at present. Do this once it is listed."},
    // Orders and waivers.
    {"not_for_departments", "数源单位以自己的名义订购，无须填写购买方，请删除。",
     "A department buys as itself and names no buyer. Remove this."},
    {"source_free_for_departments", "数源单位免费使用只能由数源单位自行订购，请改用其他订购类型。",
     "Only a department itself can order the free use of source departments. Choose another kind."},
    {"waiver_does_not_fit",
     "减免依据 {ground} "
     "与该订购不符：公共用途限于公共治理和公益场景，数源试用限于数据谱系内数源单位的试用或免费使用,"
     "其余须有批准文件。请改正。",
     "The ground {ground} doesn't fit this order: a public purpose needs a public scenario, a "
     "source "
     "trial a department of the lineage with a trial or free order, anything else an approval. "
     "Correct it."},
    {"waiver_pending", "订购 {order} 的减免尚待执收单位确认，请在确认或不予确认之后再受理。",
     "The waiver of the order {order} waits for the collecting unit. Accept the order once the "
     "waiver "
     "is confirmed or refused."},
    {"waiver_exists", "该订购已有待确认或已确认的减免，无须重复申请。",
     "The order already has a waiver that is requested or confirmed. There is no need to ask "
     "again."},
    {"waiver_not_requested", "该订购没有待确认的减免，请刷新后核对。",
     "The order has no waiver that waits for a decision. Reload and check."},
    {"order_over", "订购当前状态为 {state}，已经终结，不能再办理减免。请另行订购。",
     "The order is over ({state}), so it can't be waived any more. Record a new order."},
    // Denials: why use is not allowed. Also the reasons of quarantine.
    {"unknown_order", "没有此订购，请核对订购编码。", "There is no such order. Check its code."},
    {"wrong_scenario", "用途与订购的应用场景不符，请使用订购时的场景。",
     "The use names another scenario than the order's. Use the order's scenario."},
    {"no_live_agreement", "开发主体当时没有有效的授权开发协议，请先签订或续签协议。",
     "The developer has no agreement in force at that time. Sign or renew it first."},
    {"agreement_on_hold", "授权开发协议已暂停，请待暂停解除后再使用。",
     "The agreement is on hold. Use it again once every hold is released."},
    {"access_gate_unmet", "授权开发协议的开通条件未全部满足，请先补齐人员、预案等开通条件。",
     "A gate that the rules set before access isn't met. Meet all gates first."},
    {"access_suspended",
     "开发主体的使用权限已暂停或未开通，该密钥不能报送用量。此前的用量请由运营主体报送。",
     "The developer has no access now, so its key can't report usage. Have the operator report "
     "what was used before."},
    {"no_live_grant", "数据谱系中有数据资源当时没有有效授权，请先取得授权。",
     "A resource of the lineage has no live grant at that time. Obtain the grant first."},
    {"no_live_product", "产品当时尚未登记，请在登记后使用。",
     "The product isn't registered at that time. Use it after its registration."},
    {"no_live_listing", "产品当时未在该应用场景上架，请在上架后使用。",
     "The product isn't listed in the scenario at that time. Use it while it is listed."},
    {"no_live_order", "订购当时未受理、未开始、已暂停或已结束，请核对订购的起止日期和状态。",
     "The order isn't accepted, has not begun, is suspended or is over at that time. Check its "
     "dates "
     "and state."},
    {"resource_outside_lineage", "涉及的数据资源不在产品的数据谱系内，请核对资源编码。",
     "A resource isn't in the product's lineage. Check the resource codes."},
    {"meter_without_charge", "该计量项在当期价格方案中没有计费项，请核对计量项或补充价格方案。",
     "The price plan of the period has no charge for this meter. Check the meter or add a charge."},
    // Resources, scenarios, data requests, grants.
    {"barred_reason_missing", "禁止开放的资源须注明依据，请填写禁止原因。",
     "A barred resource needs the reason of the bar. Name it."},
    {"barred_reason_not_barred", "该资源未列为禁止开放，请删除禁止原因，或将开放属性改为禁止。",
     "The resource isn't barred. Remove the reason, or set its openness to barred."},
    {"resource_not_published",
     "数据资源 {resource} 尚未发布或已暂停、下架，不能申请，请联系数源单位。",
     "The resource {resource} isn't published, so it can't be requested. Ask its department."},
    {"unlock_proof_missing",
     "数据资源 {resource} "
     "涉及个人信息或商业秘密，须先具备脱敏、匿名化或授权同意证明，请联系数源单位补充。",
     "The resource {resource} holds personal or secret data and lacks a proof that unlocks it. Ask "
     "its department to add one."},
    {"agreement_not_signed", "授权开发协议 {number} 尚未签订，请在双方签署后办理。",
     "Agreement {number} isn't signed yet. Go on once both sides have signed."},
    {"agreement_over", "授权开发协议 {number} 已到期或终止，请先重新申请授权。",
     "Agreement {number} is over. Apply for authorisation again first."},
    {"no_signed_agreement", "贵单位没有已签订的授权开发协议，请先完成准入和签约。",
     "You have no signed agreement. Finish admission and signing first."},
    {"field_outside_agreement", "领域 {field} 不在协议约定的范围({fields})内，请改用协议内的领域。",
     "The field {field} lies outside the agreement ({fields}). Choose one of its fields."},
    {"scenario_has_live_request",
     "应用场景 {scenario} 已有在办或生效的数据需求申请({number} 号),一个场景只能有一件申请。",
     "Scenario {scenario} already has a live request (no. {number}). One scenario has one "
     "request."},
    {"unknown_column", "数据资源 {resource} 没有字段 {column}，请按目录核对。",
     "The resource {resource} has no column {column}. Check the catalogue."},
    {"consent_missing", "数据资源 {resource} 须逐项提供授权同意证明，请填写同意文件。",
     "The resource {resource} needs a consent document of its own. Name it."},
    {"consent_bundled", "同一份同意文件不能用于多项数据资源，请逐项取得并填写。",
     "One consent can't serve several resources. Obtain and name one for each."},
    {"columns_only_fewer", "席位退回后只能减少字段或修改用途，不能增加字段。",
     "After a seat's return columns may only be removed or explained, not added."},
    {"nothing_returned", "没有席位退回的事项，请等待各席位办理。",
     "No seat has returned anything. Wait for the seats to decide."},
    {"not_returned", "该数据资源未被退回，不能修改。",
     "This resource wasn't returned, so it can't be changed."},
    {"seat_body_missing", "席位“{seat}”尚无对应单位，请主管部门先登记该单位。",
     "There is no body yet for the seat {seat}. The authority has to record it first."},
    {"already_assessed", "该角色已出具评估意见，无需重复提交。",
     "This role has assessed the request already. There is nothing left to do."},
    {"conditions_required", "附条件同意须写明条件，请补充。",
     "An agreement with conditions has to name them. Add them."},
    {"resource_not_of_seat", "该数据资源不由本席位审批，请从意见中删除。",
     "This resource isn't decided by your seat. Remove it."},
    {"waits_for_applicant", "该事项已退回申请单位，请等待其重新提交后再审批。",
     "This was returned to the applicant. Wait until it is submitted again."},
    {"seat_has_decided", "本席位已对该数据资源作出决定，不能更改。",
     "Your seat has decided on this resource already. The decision stands."},
    {"assessment_not_met", "评估认为该申请不满足 {criterion} 要求，只能不予同意或退回。",
     "The assessment found {criterion} not met. The request may only be refused or returned."},
    {"not_your_seat", "贵单位在该申请中没有审批席位，请由有席位的单位办理。",
     "Your body has no seat in this request. It is up to the bodies that have one."},
    {"not_granted", "该数据资源未获授权或授权已撤销，不能供给，请从清单中删除。",
     "This resource isn't granted, so it can't be handed over. Remove it."},
    {"already_supplied", "数据资源 {resource} 已供给，请从清单中删除。",
     "The resource {resource} was handed over already. Remove it."},
    {"grant_over", "该授权已处于 {state} 状态，无需撤销。",
     "This grant is already {state}. There is nothing to revoke."},
    {"share_not_offered", "按销售额分成需要经核对的销售报告，该功能尚未开放，请改用其他计价方式。",
     "A share of sales needs checked sales reports, which the platform doesn't take yet. Use "
     "another "
     "model."},
};

}  // namespace

std::span<const ErrorText> catalog_error_texts() { return kRows; }

}  // namespace yunhe
