#include "billing/export_kind.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace yunhe::billing {
namespace export_table {
namespace {

using tenants::Permission;
using enum CellType;

constexpr ExportWord kBookWords[] = {{"operator", "运营收入账"}, {"nontax", "非税收入账"}};
constexpr ExportWord kGroupWords[] = {{"money", "资金"}, {"memo", "备查"}};
constexpr ExportWord kTreatmentWords[] = {{"charged", "计费"}, {"zero_rated", "减免"}};
constexpr ExportWord kGroundWords[] = {{"public_purpose", "公共治理、公益事业用途"},
                                       {"source_trial", "数源单位免费试用"},
                                       {"approved", "经批准减免"}};
constexpr ExportWord kDocumentWords[] = {
    {"draft", "草稿"},       {"reviewed", "已复核"}, {"issued", "已开具"},
    {"submitted", "已提交"}, {"confirmed", "已确认"}, {"voided", "已红冲"}};
constexpr ExportWord kRouteWords[] = {{"budget", "部门预算"},
                                      {"by_local_finance", "本级财政安排"},
                                      {"via_competent", "经主管部门安排"}};
constexpr ExportWord kSuspenseWords[] = {
    {"unknown_code", "缴款码不明"}, {"overpaid", "超额缴款"}, {"not_payable", "单据不可缴款"}};
constexpr ExportWord kPaidWords[] = {
    {"settled", "已核销"}, {"partly_paid", "部分缴纳"}, {"unpaid", "未缴纳"}};
constexpr ExportWord kReliefWords[] = {{"deferral", "缓缴"},
                                       {"instalments", "分期缴纳"},
                                       {"waiver", "减免"},
                                       {"write_off", "核销坏账"}};
constexpr ExportWord kCaseWords[] = {
    {"requested", "待审批"}, {"confirmed", "已批准"}, {"refused", "未批准"},
    {"withdrawn", "已撤回"}, {"revoked", "已撤销"},   {"recorded", "已退付"}};
constexpr ExportWord kDunningWords[] = {
    {"reminder", "提示"}, {"notice", "催缴通知"}, {"final_notice", "最后催缴通知"}};
constexpr ExportWord kSideWords[] = {{"debit", "借"}, {"credit", "贷"}, {"even", "平"}};
constexpr ExportWord kLedgerRowWords[] = {
    {"opening", "期初余额"}, {"posting", "分录"}, {"period", "本期合计"}, {"year", "本年累计"}};

constexpr ExportColumn kAllocationLedger[] = {
    {"usage_period", "使用账期", "Usage period", period},
    {"fiscal_year", "会计年度", "Fiscal year", integer, 8},
    {"product", "产品编码", "Product"},
    {"product_name", "产品名称", "Product name", text, 24},
    {"payer", "缴款单位", "Payer", text, 24},
    {"payer_uscc", "缴款单位统一社会信用代码", "Payer's credit code", code, 20},
    {"claim", "应缴测算单号", "Claim", code},
    {"payment_code", "缴款码", "Payment code", text, 22},
    {"bill_no", "缴款书号", "Payment notice", text, 14},
    {"item_code", "项目编码", "Item code", text},
    {"realised_on", "到账日期", "Realised on", date},
    {"pool", "可安排金额(元)", "Pool", money, 14},
    {"plan", "方案编码", "Plan", text, 14},
    {"plan_document", "方案依据文件", "Plan's document", text, 24},
    {"to", "去向", "To", text, 18},
    {"department_name", "数源单位", "Department", text, 20},
    {"budget_route", "预算安排渠道", "Budget route", code, 14, false, {}, kRouteWords},
    {"resource", "数据资源编码", "Resource"},
    {"resource_name", "数据资源名称", "Resource name", text, 24},
    {"weight", "贡献权重", "Weight", decimal, 10},
    {"usage", "使用量", "Usage", decimal},
    {"quality", "质量系数", "Quality", decimal, 10},
    {"exact_share", "精确份额", "Exact share", decimal, 16},
    {"rounding", "舍入差", "Rounding", decimal},
    {"amount", "测算金额(元)", "Amount", money, 14, true},
    {"run", "测算批次", "Run", id, 18, false, "alr"},
    {"entry", "分录", "Entry", id, 18, false, "ent"},
    {"posted_at", "入账时间", "Posted at", timestamp, 20},
};

constexpr ExportColumn kDepartmentStatement[] = {
    {"department", "数源单位编码", "Department", text},
    {"department_name", "数源单位", "Department name", text, 20},
    {"budget_route", "预算安排渠道", "Budget route", code, 14, false, {}, kRouteWords},
    {"usage_period", "使用账期", "Usage period", period},
    {"product", "产品编码", "Product"},
    {"product_name", "产品名称", "Product name", text, 24},
    {"claim", "应缴测算单号", "Claim", code},
    {"payer", "缴款单位", "Payer", text, 24},
    {"realised_on", "到账日期", "Realised on", date},
    {"pool", "到账金额(元)", "Realised amount", money, 14},
    {"plan", "方案编码", "Plan", text, 14},
    {"plan_document", "方案依据文件", "Plan's document", text, 24},
    {"step", "分配步骤", "Step", text, 18},
    {"resource", "数据资源编码", "Resource"},
    {"resource_name", "数据资源名称", "Resource name", text, 24},
    {"weight", "贡献权重", "Weight", decimal, 10},
    {"usage", "使用量", "Usage", decimal},
    {"quality", "质量系数", "Quality", decimal, 10},
    {"exact_share", "精确份额", "Exact share", decimal, 16},
    {"rounding", "舍入差", "Rounding", decimal},
    {"amount", "测算金额(元)", "Amount", money, 14, true},
    {"run", "测算批次号", "Run", integer, 10},
};

constexpr ExportColumn kChargeLines[] = {
    {"line", "计费明细编号", "Line", id, 18, false, "chl"},
    {"period", "账期", "Period", period},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"developer", "开发主体统一社会信用代码", "Developer", code, 20},
    {"order", "订购编号", "Order"},
    {"product", "产品编码", "Product"},
    {"scenario", "场景编码", "Scenario"},
    {"meter", "计量项", "Meter", text, 16},
    {"quantity", "数量", "Quantity", quantity, 14},
    {"list_amount", "应计金额(元)", "List amount", money, 14, true},
    {"amount", "计费金额(元)", "Amount", money, 14, true},
    {"treatment", "处理方式", "Treatment", code, 10, false, {}, kTreatmentWords},
    {"ground", "减免理由", "Ground", code, 20, false, {}, kGroundWords},
    {"ground_document", "减免依据文件", "Ground's document", text, 20},
    {"plan", "价格方案", "Price plan", text, 14},
    {"bill", "账单", "Bill", id, 18, false, "bil"},
    {"claim", "应缴测算单", "Claim", id, 18, false, "clm"},
    {"corrects", "更正的明细", "Corrects", id, 18, false, "chl"},
};

constexpr ExportColumn kBills[] = {
    {"bill", "账单编号", "Bill", id, 18, false, "bil"},
    {"number", "账单号", "Number", integer, 10},
    {"period", "账期", "Period", period},
    {"developer", "开发主体统一社会信用代码", "Developer", code, 20},
    {"developer_name", "开发主体", "Developer's name", text, 24},
    {"supplement", "补充序号", "Supplement", integer, 10},
    {"state", "状态", "State", code, 10, false, {}, kDocumentWords},
    {"amount", "价税合计(元)", "Amount", money, 14, true},
    {"net", "不含税金额(元)", "Net", money, 14, true},
    {"tax", "税额(元)", "Tax", money, 12, true},
    {"tax_rate", "税率(%)", "Tax rate", decimal, 8},
    {"due_on", "付款期限", "Due on", date},
    {"issued_at", "开具时间", "Issued at", timestamp, 20},
    {"paid", "已收款(元)", "Paid", money, 14, true},
    {"refunded", "已退款(元)", "Refunded", money, 14, true},
    {"invoices", "发票号码", "Invoices", text, 24},
};

constexpr ExportColumn kClaims[] = {
    {"claim", "应缴测算单编号", "Claim", id, 18, false, "clm"},
    {"number", "应缴测算单号", "Number", integer, 10},
    {"period", "使用账期", "Usage period", period},
    {"developer", "缴款单位统一社会信用代码", "Developer", code, 20},
    {"developer_name", "缴款单位", "Developer's name", text, 24},
    {"product", "产品编码", "Product"},
    {"product_name", "产品名称", "Product name", text, 24},
    {"supplement", "补充序号", "Supplement", integer, 10},
    {"state", "状态", "State", code, 10, false, {}, kDocumentWords},
    {"amount", "应缴金额(元)", "Amount", money, 14, true},
    {"confirmed_at", "确认时间", "Confirmed at", timestamp, 20},
    {"payment_code", "缴款码", "Payment code", text, 22},
    {"bill_no", "缴款书号", "Payment notice", text, 14},
    {"due_on", "缴款期限", "Due on", date},
    {"realised", "已到账(元)", "Realised", money, 14, true},
    {"refunded", "已退付(元)", "Refunded", money, 14, true},
    {"document", "执行依据", "Document", text, 24},
};

constexpr ExportColumn kPaymentNotices[] = {
    {"bill_no", "缴款书号", "Payment notice", text, 14},
    {"payment_code", "缴款码", "Payment code", text, 22},
    {"issued_on", "开具日期", "Issued on", date},
    {"due_on", "缴款期限", "Due on", date},
    {"claim", "应缴测算单号", "Claim", integer, 10},
    {"usage_period", "使用账期", "Usage period", period},
    {"developer", "缴款单位统一社会信用代码", "Developer", code, 20},
    {"developer_name", "缴款单位", "Developer's name", text, 24},
    {"product", "产品编码", "Product"},
    {"amount", "开具金额(元)", "Amount", money, 14, true},
    {"paid", "已缴金额(元)", "Paid", money, 14, true},
    {"refunded", "退付金额(元)", "Refunded", money, 14, true},
    {"unpaid", "未缴金额(元)", "Unpaid", money, 14, true},
    {"last_paid_on", "最后到账日期", "Last paid on", date},
    {"state", "核销状态", "State", code, 10, false, {}, kPaidWords},
};

constexpr ExportColumn kReceipts[] = {
    {"receipt", "到账记录编号", "Receipt", id, 18, false, "rcp"},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"serial", "流水号", "Serial", text, 16},
    {"payment_code", "缴款码或附言", "Payment code", text, 22},
    {"paid_on", "到账日期", "Paid on", date},
    {"payer", "缴款人", "Payer", text, 24},
    {"amount", "到账金额(元)", "Amount", money, 14, true},
    {"matched", "已匹配(元)", "Matched", money, 14, true},
    {"unmatched", "转入待查(元)", "Unmatched", money, 14, true},
    {"claim", "应缴测算单号", "Claim", integer, 10},
    {"bill", "账单号", "Bill", integer, 10},
    {"imported_at", "导入时间", "Imported at", timestamp, 20},
    {"imported_by", "导入人", "Imported by", text},
};

constexpr ExportColumn kSuspense[] = {
    {"item", "待查编号", "Item", id, 18, false, "sus"},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"serial", "流水号", "Serial", text, 16},
    {"payment_code", "缴款码或附言", "Payment code", text, 22},
    {"payer", "缴款人", "Payer", text, 24},
    {"paid_on", "到账日期", "Paid on", date},
    {"reason", "待查原因", "Reason", code, 14, false, {}, kSuspenseWords},
    {"amount", "待查金额(元)", "Amount", money, 14, true},
    {"settled", "已处理(元)", "Settled", money, 14, true},
    {"open", "未处理(元)", "Open", money, 14, true},
    {"suspended_at", "转入时间", "Suspended at", timestamp, 20},
    {"documents", "处理依据", "Documents", text, 24},
};

constexpr ExportColumn kVouchers[] = {
    {"entry", "分录编号", "Entry", id, 18, false, "ent"},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"fiscal_year", "会计年度", "Fiscal year", integer, 8},
    {"voucher", "凭证号", "Voucher", integer, 8},
    {"period", "账期", "Period", period},
    {"usage_period", "使用账期", "Usage period", period},
    {"effective_on", "业务日期", "Effective on", date},
    {"booked_at", "记账时间", "Booked at", timestamp, 20},
    {"source", "来源单据", "Source", code, 16},
    {"description", "摘要", "Description", text, 28},
    {"account", "科目", "Account", text, 26},
    {"account_name", "科目名称", "Account name", text, 26},
    {"group", "类别", "Group", code, 8, false, {}, kGroupWords},
    {"debit", "借方金额(元)", "Debit", money, 14, true},
    {"credit", "贷方金额(元)", "Credit", money, 14, true},
    {"maker", "制单", "Maker", text, 10},
    {"checker", "审核", "Checker", text, 10},
    {"booker", "记账", "Booker", text, 10},
    {"reverses", "冲销的分录", "Reverses", id, 18, false, "ent"},
    {"corrects", "更正的分录", "Corrects", id, 18, false, "ent"},
};

constexpr ExportColumn kVoucherImport[] = {
    {"date", "凭证日期", "Date", date},
    {"fiscal_year", "会计年度", "Fiscal year", integer, 8},
    {"month", "会计期间", "Month", integer, 8},
    {"word", "凭证字", "Word", text, 8},
    {"voucher", "凭证号", "Voucher", integer, 8},
    {"line", "分录序号", "Line", integer, 8},
    {"attachments", "附单据数", "Attachments", integer, 8},
    {"description", "摘要", "Description", text, 28},
    {"account", "科目编码", "Account", text, 26},
    {"account_name", "科目名称", "Account name", text, 26},
    {"currency", "币种", "Currency", code, 8},
    {"debit", "借方金额", "Debit", money, 14, true},
    {"credit", "贷方金额", "Credit", money, 14, true},
    {"party", "往来单位编码", "Party", text, 20},
    {"party_name", "往来单位名称", "Party's name", text, 24},
    {"maker", "制单人", "Maker", text, 10},
    {"checker", "审核人", "Checker", text, 10},
    {"booker", "记账人", "Booker", text, 10},
};

constexpr ExportColumn kDetailLedger[] = {
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"account", "科目", "Account", text, 26},
    {"account_name", "科目名称", "Account name", text, 26},
    {"group", "类别", "Group", code, 8, false, {}, kGroupWords},
    {"row", "行别", "Row", code, 10, false, {}, kLedgerRowWords},
    {"period", "账期", "Period", period},
    {"date", "日期", "Date", date},
    {"voucher", "凭证号", "Voucher", integer, 8},
    {"entry", "分录编号", "Entry", id, 18, false, "ent"},
    {"description", "摘要", "Description", text, 28},
    {"debit", "借方金额(元)", "Debit", money, 14, true},
    {"credit", "贷方金额(元)", "Credit", money, 14, true},
    {"side", "方向", "Side", code, 6, false, {}, kSideWords},
    {"balance", "余额(元)", "Balance", money, 14},
};

constexpr ExportColumn kGeneralLedger[] = {
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"account", "科目", "Account", text, 26},
    {"account_name", "科目名称", "Account name", text, 26},
    {"group", "类别", "Group", code, 8, false, {}, kGroupWords},
    {"period", "账期", "Period", period},
    {"opening", "期初余额(元)", "Opening", money, 14},
    {"debit", "借方发生额(元)", "Debit", money, 14, true},
    {"credit", "贷方发生额(元)", "Credit", money, 14, true},
    {"closing", "期末余额(元)", "Closing", money, 14},
};

constexpr ExportColumn kTrialBalance[] = {
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"account", "科目", "Account", text, 26},
    {"account_name", "科目名称", "Account name", text, 26},
    {"group", "类别", "Group", code, 8, false, {}, kGroupWords},
    {"opening_debit", "期初借方余额(元)", "Opening debit", money, 14, true},
    {"opening_credit", "期初贷方余额(元)", "Opening credit", money, 14, true},
    {"debit", "本期借方发生额(元)", "Debit", money, 14, true},
    {"credit", "本期贷方发生额(元)", "Credit", money, 14, true},
    {"year_debit", "本年借方累计(元)", "Debit of the year", money, 14, true},
    {"year_credit", "本年贷方累计(元)", "Credit of the year", money, 14, true},
    {"closing_debit", "期末借方余额(元)", "Closing debit", money, 14, true},
    {"closing_credit", "期末贷方余额(元)", "Closing credit", money, 14, true},
};

constexpr ExportColumn kAgeing[] = {
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"developer", "欠款单位统一社会信用代码", "Developer", code, 20},
    {"developer_name", "欠款单位", "Developer's name", text, 24},
    {"documents", "单据数", "Documents", integer, 8},
    {"no_due_date", "未定期限(元)", "No due date", money, 14, true},
    {"not_due", "未到期(元)", "Not due", money, 14, true},
    {"days_1_30", "逾期1-30天(元)", "1-30 days", money, 14, true},
    {"days_31_90", "逾期31-90天(元)", "31-90 days", money, 14, true},
    {"days_91_180", "逾期91-180天(元)", "91-180 days", money, 14, true},
    {"days_181_365", "逾期181-365天(元)", "181-365 days", money, 14, true},
    {"over_365", "逾期1年以上(元)", "Over a year", money, 14, true},
    {"credit", "贷方余额(元)", "Credit balance", money, 14, true},
    {"open", "应收合计(元)", "Open", money, 14, true},
};

constexpr ExportColumn kWaivers[] = {
    {"line", "计费明细编号", "Line", id, 18, false, "chl"},
    {"period", "账期", "Period", period},
    {"developer", "开发主体统一社会信用代码", "Developer", code, 20},
    {"order", "订购编号", "Order"},
    {"product", "产品编码", "Product"},
    {"scenario", "场景编码", "Scenario"},
    {"meter", "计量项", "Meter", text, 16},
    {"quantity", "数量", "Quantity", quantity, 14},
    {"list_amount", "减免金额(元)", "Amount waived", money, 14, true},
    {"ground", "减免理由", "Ground", code, 20, false, {}, kGroundWords},
    {"ground_document", "减免依据文件", "Ground's document", text, 24},
};

constexpr ExportColumn kReliefs[] = {
    {"number", "编号", "Number", integer, 8},
    {"kind", "类别", "Kind", code, 10, false, {}, kReliefWords},
    {"state", "状态", "State", code, 10, false, {}, kCaseWords},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"document", "单据号", "Document", integer, 10},
    {"period", "账期", "Period", period},
    {"developer", "开发主体统一社会信用代码", "Developer", code, 20},
    {"developer_name", "开发主体", "Developer's name", text, 24},
    {"amount", "减免或核销金额(元)", "Amount", money, 14, true},
    {"due_on", "缓缴至", "Deferred to", date},
    {"evidence", "依据文件", "Evidence", text, 24},
    {"reason", "理由", "Reason", text, 28},
    {"requested_by", "申请人", "Requested by", text},
    {"decided_by", "审批人", "Decided by", text},
    {"decided_on", "审批日期", "Decided on", date},
};

constexpr ExportColumn kRefunds[] = {
    {"number", "编号", "Number", integer, 8},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"state", "状态", "State", code, 10, false, {}, kCaseWords},
    {"claim", "应缴测算单号", "Claim", integer, 10},
    {"bill", "账单号", "Bill", integer, 10},
    {"suspense", "待查编号", "Suspense item", id, 18, false, "sus"},
    {"amount", "退付金额(元)", "Amount", money, 14, true},
    {"mirrored", "冲回测算金额(元)", "Taken back of the allocation", money, 14, true},
    {"reason", "理由", "Reason", text, 28},
    {"requested_by", "申请人", "Requested by", text},
    {"requested_at", "申请时间", "Requested at", timestamp, 20},
    {"document", "退付文件", "Document", text, 24},
    {"refunded_on", "退付日期", "Refunded on", date},
    {"recorded_by", "经办人", "Recorded by", text},
};

constexpr ExportColumn kDunnings[] = {
    {"number", "编号", "Number", integer, 8},
    {"step", "催缴环节", "Step", code, 14, false, {}, kDunningWords},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"document", "单据号", "Document", integer, 10},
    {"developer", "开发主体统一社会信用代码", "Developer", code, 20},
    {"developer_name", "开发主体", "Developer's name", text, 24},
    {"due_on", "应缴期限", "Due on", date},
    {"overdue", "逾期金额(元)", "Overdue", money, 14, true},
    {"pay_by", "限缴日期", "Pay by", date},
    {"letter", "文书号", "Letter", text, 20},
    {"issued_by", "经办人", "Issued by", text},
    {"issued_at", "发出时间", "Issued at", timestamp, 20},
};

constexpr ExportColumn kCollectionMonths[] = {
    {"period", "月份", "Month", period},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"developer", "缴款单位统一社会信用代码", "Developer", code, 20},
    {"developer_name", "缴款单位", "Developer's name", text, 24},
    {"product", "产品编码", "Product"},
    {"charged", "本月应收(元)", "Charged", money, 14, true},
    {"collected", "本月实收(元)", "Collected", money, 14, true},
    {"refunded", "本月退付(元)", "Refunded", money, 14, true},
    {"relieved", "本月减免核销(元)", "Relieved", money, 14, true},
};
constexpr ExportColumn kCollectionYears[] = {
    {"fiscal_year", "年度", "Year", integer, 8},
    {"book", "账簿", "Book", code, 12, false, {}, kBookWords},
    {"developer", "缴款单位统一社会信用代码", "Developer", code, 20},
    {"developer_name", "缴款单位", "Developer's name", text, 24},
    {"product", "产品编码", "Product"},
    {"charged", "本年应收(元)", "Charged", money, 14, true},
    {"collected", "本年实收(元)", "Collected", money, 14, true},
    {"refunded", "本年退付(元)", "Refunded", money, 14, true},
    {"relieved", "本年减免核销(元)", "Relieved", money, 14, true},
};

constexpr ExportColumn kPack[] = {
    {"table", "表", "Table", text, 26},
    {"code", "编码", "Code", text, 20},
    {"name", "名称", "Name", text, 30},
    {"party", "相关单位", "Party", text, 26},
    {"detail", "说明", "Detail", text, 36},
    {"from", "起", "From", date},
    {"to", "止", "To", date},
    {"count", "数量", "Count", integer},
    {"amount", "金额(元)", "Amount", money, 14},
};

constexpr std::uint32_t kPeriods = kFilterPeriods;
constexpr std::uint32_t kParty = kFilterDeveloper;
constexpr auto kCodes = ExportHeadings::code;

constexpr ExportKindRow kKinds[] = {
    {ExportKind::allocation_ledger, "预算安排测算明细账", "Allocation ledger",
     Permission::allocation_read,
     kPeriods | kFilterDepartment | kFilterProduct | kParty | kFilterYear, 0, false, true,
     kAllocationLedger, false, kCodes},
    {ExportKind::department_statement, "数源单位预算测算明细", "Department statement",
     Permission::allocation_read, kPeriods | kFilterDepartment | kFilterProduct | kFilterYear, 0,
     false, true, kDepartmentStatement},
    {ExportKind::charge_lines, "计费明细", "Charge lines", Permission::charge_read,
     kPeriods | kFilterBook | kParty | kFilterProduct, 0, true, false, kChargeLines},
    {ExportKind::bills, "账单台账", "Bills", Permission::charge_read, kPeriods | kParty, 0, true,
     false, kBills},
    {ExportKind::claims, "应缴测算单台账", "Claims", Permission::charge_read,
     kPeriods | kParty | kFilterProduct, 0, true, false, kClaims},
    {ExportKind::payment_notices, "票据核销表", "Payment notices", Permission::charge_read,
     kPeriods | kParty | kFilterProduct, 0, true, false, kPaymentNotices},
    {ExportKind::receipts, "到账台账", "Receipts", Permission::ledger_read,
     kPeriods | kFilterBook, 0, false, false, kReceipts},
    {ExportKind::suspense, "待查台账", "Suspense", Permission::ledger_read,
     kPeriods | kFilterBook, 0, false, false, kSuspense},
    {ExportKind::vouchers, "记账凭证", "Vouchers", Permission::ledger_read,
     kPeriods | kFilterBook | kFilterAccount | kFilterYear, 0, false, false, kVouchers, true},
    {ExportKind::voucher_import, "凭证导入文件", "Voucher import file", Permission::ledger_read,
     kPeriods | kFilterBook | kFilterYear, 0, false, false, kVoucherImport},
    {ExportKind::detail_ledger, "明细账", "Detail ledger", Permission::ledger_read,
     kPeriods | kFilterBook | kFilterAccount, kPeriods | kFilterBook, false, false,
     kDetailLedger},
    {ExportKind::general_ledger, "总账", "General ledger", Permission::ledger_read,
     kPeriods | kFilterBook | kFilterAccount, 0, false, false, kGeneralLedger},
    {ExportKind::trial_balance, "科目余额表", "Trial balance", Permission::ledger_read,
     kPeriods | kFilterBook | kFilterAccount, kPeriods, false, false, kTrialBalance},
    {ExportKind::receivable_ageing, "应收账龄表", "Receivable ageing", Permission::ledger_read,
     kFilterBook | kParty, 0, false, false, kAgeing},
    {ExportKind::waivers, "减免台账", "Waivers", Permission::charge_read,
     kPeriods | kParty | kFilterProduct, 0, true, false, kWaivers},
    {ExportKind::reliefs, "缓缴减免核销台账", "Reliefs", Permission::charge_read,
     kPeriods | kParty, 0, true, false, kReliefs},
    {ExportKind::refunds, "退付台账", "Refunds", Permission::ledger_read, kFilterBook, 0, false,
     false, kRefunds},
    {ExportKind::dunning, "催缴台账", "Dunning", Permission::charge_read, kParty, 0, true, false,
     kDunnings},
    {ExportKind::collection_months, "收缴月报", "Collection by month", Permission::ledger_read,
     kPeriods | kFilterBook | kParty | kFilterProduct, kPeriods, false, false,
     kCollectionMonths},
    {ExportKind::collection_years, "收缴年报", "Collection by year", Permission::ledger_read,
     kFilterYear | kFilterBook | kParty | kFilterProduct, kFilterYear, false, false,
     kCollectionYears},
    {ExportKind::annual_disclosure, "公共数据授权运营年度披露", "Annual disclosure",
     Permission::ledger_read, kFilterYear, kFilterYear, false, false, kPack},
    {ExportKind::operator_annual_report, "运营机构年度报告附表", "Operator's annual report",
     Permission::ledger_read, kFilterYear, kFilterYear, false, false, kPack},
};

}  // namespace
}  // namespace export_table

const ExportKindRow& row_of(ExportKind kind) {
    const auto found = std::ranges::find(all_export_kinds(), kind, &ExportKindRow::kind);
    YUNHE_ASSERT(found != all_export_kinds().end());
    return *found;
}

std::span<const ExportKindRow> all_export_kinds() { return export_table::kKinds; }

bool has_format(const ExportKindRow& row, ExportFormat format) {
    return format != ExportFormat::journal || row.entries;
}

std::string_view heading_of(const ExportColumn& column, ExportHeadings headings) {
    if (headings == ExportHeadings::code) return column.code;
    return headings == ExportHeadings::zh ? column.zh : column.en;
}

}  // namespace yunhe::billing
