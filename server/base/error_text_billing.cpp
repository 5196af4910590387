/// Texts of metering, rating, claims, allocation, ledger, periods and exports.
#include "base/error_text.hpp"

namespace yunhe {
namespace {

constexpr ErrorText kRows[] = {
    // Metering: outcomes of one event.
    {"forbidden_subject", "该密钥不得上报此主体的用量，请使用有权的密钥或核对 subject。",
     "This key may not report usage of that subject. Use an entitled key or check the subject."},
    {"id_reused", "同一来源和标识已用于内容不同的事件，请为新事件使用新标识。",
     "This source and id belong to an event with other content. Give a new event a new id."},
    {"too_old", "事件时间早于 35 天前，不再接收。请通过更正流程补录。",
     "The event is older than 35 days and is no longer taken. Use a correction instead."},
    {"in_future", "事件时间晚于平台时钟 5 分钟以上，请校准发送端时钟。",
     "The event is more than 5 minutes ahead of the platform's clock. Set the sender's clock "
     "right."},
    // Rating.
    {"bad_charge", "计费项不合规则(模型、阶梯、包大小、上下限或天数),请按价格方案说明改正。",
     "The charge breaks a rule (model, tiers, package size, limits or days). Correct it as the "
     "price "
     "plan's manual says."},
    // Allocation.
    {"negative_pool", "待分配金额不能为负，退付请走冲回流程。",
     "The pool can't be negative. Record a refund as a reversal."},
    {"bad_plan", "预算安排方案不合规则，请检查各步骤的去向、方式和依据。",
     "The allocation plan breaks a rule. Check each step's recipient, kind and basis."},
    {"no_remaining_step", "方案必须有且只有一个“剩余部分”步骤并置于最后，请补充。",
     "The plan needs exactly one remaining step, as its last. Add it."},
    {"no_sources", "方案分配给数源单位，但没有给出来源数据，请补充。",
     "The plan shares out to departments but no sources are given. Add them."},
    {"duplicate_resource", "同一数据资源出现多次，请合并为一条。",
     "The same resource stands there more than once. Merge it into one."},
    {"no_basis", "各来源的分配依据均为零，无法计算，请核对权重、用量和质量分，或设置备用依据。",
     "All sources have a basis of zero, so nothing can be shared out. Check weight, usage and "
     "quality, or "
     "set a fallback."},
    {"refund_exceeds_pool", "累计退付 {refund} 元应在 0 与已分配的 {pool} 元之间，请核对退付金额。",
     "The refunds of {refund} yuan in all must lie between 0 and the {pool} yuan that were "
     "allocated. Check the amount."},
    // Payment notices, receipts, suspense.
    {"rows_refused", "导入未执行：有 {count} 处错误，请按所列位置改正后整批重新导入。",
     "Nothing was imported: {count} errors. Correct them as listed and import all rows again."},
    {"no_such_claim", "没有与账期、开发主体和产品相符的已确认应缴测算单，请核对，或先完成确认。",
     "No confirmed claim fits this period, developer and product. Check them, or have the claim "
     "confirmed first."},
    {"amount_differs", "金额与应缴测算单的 {amount} 元不一致，请核对缴款书。",
     "The amount differs from the claim's {amount} yuan. Check the payment notice."},
    {"due_before_issue", "缴款期限早于开具日期，请核对。",
     "The due date is before the date of issue. Check both."},
    {"payment_code_taken", "该缴款码已用于另一份应缴测算单，请核对缴款书。",
     "This payment code belongs to another claim. Check the payment notice."},
    {"claim_has_notice", "该应缴测算单已有缴款书(缴款码 {payment_code}),请核对是否重复开具。",
     "The claim has a payment notice already (payment code {payment_code}). Check whether it was "
     "issued twice."},
    {"serial_reused", "该流水号已导入过内容不同的到账记录，请向财政核对流水号。",
     "This serial came before with other content. Ask the treasury for the right serial."},
    {"must_be_positive", "金额须大于零，请改正。", "The amount must be above zero. Correct it."},
    {"paid_in_future", "到账日期晚于平台当前日期，请核对。",
     "The day of payment lies ahead of the platform's clock. Check it."},
    {"suspense_settled", "该笔待查资金已处理完毕，无需再次处理。",
     "This money in suspense is settled already. Nothing is left to do."},
    {"over_suspense", "处理金额超过待查余额 {open} 元，请减少金额。",
     "Only {open} yuan are left in suspense. Lower the amount."},
    {"over_claim", "转入金额超过该应缴测算单的未缴余额 {open} 元，请减少金额或另选应缴测算单。",
     "Only {open} yuan are open on that claim. Lower the amount or choose another claim."},
    {"only_for_move", "退付不指向应缴测算单，请去掉该字段或改为转入。",
     "A refund names no claim. Leave the field out, or move the money instead."},
    // Allocation plans and runs.
    {"plan_not_first_of_month", "方案自账期首日起生效，请填某月一日。",
     "A plan takes effect with a period. Give the first day of a month."},
    {"cost_without_budget",
     "{to}:非税收入实行收支两条线，不得直接列支成本。请在该步骤写明预算项目和批复文件。",
     "{to}: non-tax income pays no cost directly. Name the budget item and the document in that "
     "step."},
    {"no_such_plan", "没有该编码的预算安排测算方案，请核对。",
     "No allocation plan has this code. Check it."},
    {"no_allocation_plan", "{period} 没有生效的预算安排测算方案，请先拟定并由财政批准。",
     "No allocation plan is in force for {period}. Draft one and have the treasury approve it."},
    {"allocation_refused", "产品 {product} 无法测算({reason}),请核对方案、权重、用量和质量分。",
     "Product {product} can't be allocated ({reason}). Check plan, weights, usage and quality."},
    {"run_outdated", "拟定后到账、用量、质量分或方案有变化，请重新拟定测算批次。",
     "Money, usage, quality or plan changed since the run was drafted. Draft it again."},
    {"period_closed", "账期 {period} 已关账，请记入当前开放账期。",
     "The period {period} is closed. Book it into the open period."},
    // Ledger.
    {"empty_entry", "凭证没有非零金额的分录行，请至少录入一借一贷。",
     "The entry has no amount other than zero. Give it at least one debit and one credit."},
    {"unnamed_account", "有分录行未填科目，请补充。", "A posting names no account. Add it."},
    {"unbalanced_entry", "借贷不平，资金组和备查组须各自平衡，请核对金额。",
     "Debits and credits differ; money and memo postings must each sum to zero. Check the "
     "amounts."},
    // Settlement, bills, claims.
    {"period_not_over", "{period} 尚未结束，请在该月结束后再结算。",
     "{period} is not over. Settle it after the end of the month."},
    {"non_tax_off",
     "非税收入账簿尚未启用。请由财务人员录入依据文件、执收单位和项目编码，并由执收单位确认。",
     "The non-tax book is off. Let finance record the document, collecting unit and item, and the "
     "collecting unit confirm them."},
    {"usage_without_price",
     "{subject} 的计量项 {meter} 有用量但当期没有适用价格，请先补齐价格方案或处理该用量。",
     "{subject} has usage of {meter} but no price in force for the month. Approve a price plan or "
     "settle that usage first."},
    {"sales_report_missing",
     "订购 {order} 的计量项 {meter} 按销售额分成，但没有经核对的销售报告，请先补报。",
     "Order {order} is charged for {meter} by share of sales, but no checked sales report is "
     "there. "
     "File one first."},
    {"aggregation_not_rated",
     "价格方案 {plan} 的计量项 {meter} 采用的汇总方式暂不能结算，请改用求和、计次或最大值。",
     "The platform keeps no totals for the aggregation of {meter} in price plan {plan}. Use sum, "
     "count or max instead."},
    {"quantity_below_billed",
     "{subject} 的计量项 {meter} "
     "现有用量少于已出单用量，不能自动补差，请核对用量后以更正事件处理。",
     "{subject} now has less usage of {meter} than was billed. Check the usage and settle it by a "
     "correction."},

    // Metering.
    {"too_many_events", "一次请求最多 {most} 个事件，请分批上报。",
     "One request takes at most {most} events. Send them in several batches."},
    {"unsupported_version", "仅支持 CloudEvents 1.0,请将 specversion 设为 1.0。",
     "Only CloudEvents 1.0 is taken. Set specversion to 1.0."},
    {"unsupported_type", "仅支持 yunhe.usage 类型的 JSON 事件，请核对 type 与 datacontenttype。",
     "Only JSON events of type yunhe.usage are taken. Check type and datacontenttype."},
    {"event_still_denied", "该事件发生时的授权链仍不完整({code}),请先补正登记，或者作废该事件。",
     "The chain at the event's own time is still broken ({code}). Mend the registration first, or "
     "drop the event."},
    {"quarantine_settled", "该隔离事件已处理，无需再次操作。",
     "This event was settled already. Nothing is left to do."},
    {"quality_frozen", "数据资源 {resource} 本期质量评分已用于过账的测算批次，不能再改。",
     "The score of resource {resource} was used by a posted run and can't change any more."},
    {"nothing_to_confirm", "没有待确认的内容，请核对账期。",
     "Nothing waits for confirmation. Check the period."},
    {"refund_not_offered",
     "待查款项的退付须由财务人员提出、财政部门办理，该流程尚未开放，请先转入应缴。",
     "A refund out of suspense needs finance to prepare it and the treasury to make it; that is "
     "not "
     "offered yet. Move the money to a claim, or leave it in suspense."},
    {"usage_moved", "结算期间有新的用量事件到达，本次未作任何更改，请重试。",
     "Usage events arrived while the period was being rated. Nothing was changed; try again."},
};

}  // namespace

std::span<const ErrorText> billing_error_texts() { return kRows; }

}  // namespace yunhe
