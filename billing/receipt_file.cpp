#include "billing/receipt_file.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace yunhe::billing {
namespace {

constexpr std::size_t kHeadingWithin = 30;  // Lines above the heading that a bank may print.
constexpr std::size_t kReceiptCodeMax = 64;
constexpr std::size_t kReceiptTextMax = 200;
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

const std::vector<ReceiptColumn> kNoticeColumns = {
    {"period", {"账期", "所属账期", "费款所属期"}, "Period", "必填,如 2026-09。",
     "Required, like 2026-09."},
    {"developer_uscc", {"统一社会信用代码", "缴款人代码", "开发主体信用代码", "缴款人统一社会信用代码"},
     "Credit code", "必填,缴款人的 18 位统一社会信用代码。",
     "Required: the payer's unified social credit code."},
    {"product_code", {"产品编码", "产品代码"}, "Product code", "必填,平台的数据产品编码。",
     "Required: the platform's product code."},
    {"payment_code", {"缴款码"}, "Payment code", "必填,财政系统生成的缴款码,按文本填写。",
     "Required: as the finance system gave it, as text."},
    {"bill_no", {"票据号码", "缴款书号码", "票号"}, "Bill number", "必填,一般缴款书的票据号码,按文本填写。",
     "Required: the number of the payment notice, as text."},
    {"issued_on", {"开具日期", "开票日期"}, "Issued on", "必填,日期,如 2026-10-05。",
     "Required: a date like 2026-10-05."},
    {"due_on", {"缴款期限", "缴款截止日期", "截止日期"}, "Due on", "必填,日期,如 2026-10-20。",
     "Required: a date like 2026-10-20."},
    {"amount", {"金额", "缴款金额", "应缴金额"}, "Amount", "必填,元,最多两位小数。",
     "Required: yuan, at most two decimals."},
};

const std::vector<ReceiptColumn> kTreasuryColumns = {
    {"serial", {"流水号", "交易流水号", "入库流水号"}, "Serial", "必填,财政系统的流水号,按文本填写。",
     "Required: the treasury's own, as text."},
    {"payment_code", {"缴款码"}, "Payment code", "必填,按文本填写;未知的缴款码转入待查。",
     "Required, as text; an unknown one goes to suspense."},
    {"paid_on", {"到账日期", "入库日期", "缴款日期"}, "Paid on", "必填,日期,如 2026-10-12。",
     "Required: a date like 2026-10-12."},
    {"payer", {"缴款人", "付款人", "缴款单位"}, "Payer", "必填,不超过 200 字。",
     "Required, at most 200 characters."},
    {"amount", {"金额", "到账金额", "缴款金额"}, "Amount", "必填,元,最多两位小数。",
     "Required: yuan, at most two decimals."},
};

const std::vector<ReceiptColumn> kBankColumns = {
    {"serial", {"流水号", "交易流水号", "银行流水号"}, "Serial", "必填,银行的交易流水号,按文本填写。",
     "Required: the bank's own, as text."},
    {"payment_code", {"附言", "摘要", "用途", "备注"}, "Remark",
     "付款人填写的附言,其中的账单缴费码(ZD 开头)用于匹配账单。",
     "What the payer wrote; the bill's payment code (ZD...) in it finds the bill."},
    {"paid_on", {"交易日期", "到账日期", "记账日期", "交易时间"}, "Paid on", "必填,日期,如 2026-10-12。",
     "Required: a date like 2026-10-12."},
    {"payer", {"对方户名", "付款人", "付款方户名", "付款人名称", "对方名称"}, "Payer",
     "必填,不超过 200 字。", "Required, at most 200 characters."},
    {"amount", {"收入金额", "贷方发生额", "贷方金额", "收入", "金额"}, "Amount",
     "元,最多两位小数;空白或零的行(支出)不导入。",
     "Yuan, at most two decimals; lines without (what went out) are skipped."},
};

bool is_title(const ReceiptColumn& column, std::string_view title) {
    return lower_case(title) == lower_case(column.en) || lower_case(title) == column.name;
}

/// Where each column stands: by the first of its titles that the heading has.
std::vector<std::size_t> places_in(const CsvRow& heading, std::span<const ReceiptColumn> columns) {
    std::vector<std::size_t> places(columns.size(), kNoColumn);
    std::map<std::string, std::size_t, std::less<>> titles;
    for (std::size_t at = heading.cells.size(); at-- > 0;) {
        auto title = trim(heading.cells[at]);
        while (title.ends_with('*')) title = trim(title.substr(0, title.size() - 1));
        // "金额(元)" and "金额(元)" are amounts too.
        for (const std::string_view unit : {"(元)", "(元)"})
            if (title.ends_with(unit)) title.remove_suffix(unit.size());
        titles[std::string(title)] = at;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (const auto title : columns[i].titles) {
            if (places[i] != kNoColumn) break;
            if (const auto found = titles.find(title); found != titles.end())
                places[i] = found->second;
        }
        for (const auto& [title, at] : titles)
            if (places[i] == kNoColumn && is_title(columns[i], title)) places[i] = at;
    }
    return places;
}

bool complete(const std::vector<std::size_t>& places) {
    return std::ranges::find(places, kNoColumn) == places.end();
}

class ReceiptReader {
public:
    ReceiptReader(ReceiptFileKind kind, std::vector<std::size_t> places)
        : kind_(kind), columns_(receipt_columns(kind)), places_(std::move(places)) {}

    ReceiptTable read(std::span<const CsvRow> rows) {
        for (const auto& row : rows) read_row(row);
        return std::move(table_);
    }

private:
    std::string_view cell(std::string_view column) const {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i].name != column) continue;
            if (places_[i] >= row_->cells.size()) return {};
            return trim(without_defusing(row_->cells[places_[i]]));
        }
        return {};
    }

    void fault(std::string_view column, std::string refusal, ErrorArgs args = {}) {
        table_.lines.back().errors.push_back(
            {std::string(column), std::move(refusal), std::move(args)});
    }

    std::string text(std::string_view column, std::size_t most) {
        const auto given = cell(column);
        const auto characters = character_count(given);
        if (given.empty()) fault(column, "missing_field");
        else if (!characters || has_control_characters(given)) fault(column, "bad_text");
        else if (*characters > most) fault(column, "too_long", {{"max", std::to_string(most)}});
        else return std::string(given);
        return {};
    }

    Date date(std::string_view column) {
        const auto day = parse_date(plain_date(cell(column)));
        if (day.ok()) return day.value();
        fault(column, cell(column).empty() ? "missing_field" : "bad_date");
        return {};
    }

    Money amount() {
        const auto given = plain_amount(cell("amount"));
        if (given) return *given;
        fault("amount", cell("amount").empty() ? "missing_field" : "bad_money");
        return {};
    }

    bool is_total() const {
        for (const auto& text : row_->cells) {
            const auto first = trim(text);
            if (first.empty()) continue;
            return first.starts_with("合计") || first.starts_with("总计") ||
                   first.starts_with("小计");
        }
        return false;
    }

    /// What went out of the bank account.
    bool has_no_income() const {
        if (kind_ != ReceiptFileKind::bank_receipts) return false;
        const auto given = cell("amount");
        if (given.empty() || given == "-") return true;
        const auto money = plain_amount(given);
        return money && *money <= Money();
    }

    void read_row(const CsvRow& row) {
        if (std::ranges::all_of(row.cells, [](const auto& text) { return blank(text); })) return;
        row_ = &row;
        auto& line = table_.lines.emplace_back();
        line.line = row.line;
        if (is_total() || has_no_income()) {
            line.outcome = ReceiptLineOutcome::skipped;
            return;
        }
        if (kind_ == ReceiptFileKind::payment_notices) read_notice();
        else read_receipt();
        if (!table_.lines.back().errors.empty())
            table_.lines.back().outcome = ReceiptLineOutcome::error;
    }

    void read_receipt() {
        ReceiptRow receipt;
        receipt.serial = text("serial", kReceiptCodeMax);
        const bool bank = kind_ == ReceiptFileKind::bank_receipts;
        // A transfer without remark is money all the same: it goes to suspense.
        if (!bank || !cell("payment_code").empty())
            receipt.payment_code = text("payment_code", bank ? kReceiptTextMax : kReceiptCodeMax);
        receipt.paid_on = date("paid_on");
        receipt.payer = text("payer", kReceiptTextMax);
        receipt.amount = amount();
        auto& line = table_.lines.back();
        line.key = receipt.serial;
        line.amount = receipt.amount;
        if (!line.errors.empty()) return;
        table_.receipts.push_back(std::move(receipt));
        table_.line_of.push_back(table_.lines.size() - 1);
    }

    void read_notice() {
        PaymentNoticeRow notice;
        if (const auto period = parse_period(cell("period")); period.ok())
            notice.period = period.value();
        else fault("period", cell("period").empty() ? "missing_field" : "bad_period");
        notice.developer_uscc = text("developer_uscc", kReceiptCodeMax);
        notice.product_code = text("product_code", kReceiptCodeMax);
        notice.payment_code = text("payment_code", kReceiptCodeMax);
        notice.bill_no = text("bill_no", kReceiptCodeMax);
        notice.issued_on = date("issued_on");
        notice.due_on = date("due_on");
        notice.amount = amount();
        auto& line = table_.lines.back();
        line.key = notice.payment_code;
        line.amount = notice.amount;
        if (!line.errors.empty()) return;
        table_.notices.push_back(std::move(notice));
        table_.line_of.push_back(table_.lines.size() - 1);
    }

    ReceiptFileKind kind_;
    std::span<const ReceiptColumn> columns_;
    std::vector<std::size_t> places_;
    const CsvRow* row_ = nullptr;
    ReceiptTable table_;
};

/// "/serial" -> "serial".
void add_line_errors(ReceiptFileLine& line, const std::vector<FieldError>& errors) {
    for (const auto& error : errors)
        line.errors.push_back(
            {error.pointer.empty() ? "" : error.pointer.substr(1), error.code, error.args});
    if (!errors.empty()) line.outcome = ReceiptLineOutcome::error;
}

ReceiptLineOutcome line_outcome(ReceiptOutcome outcome) {
    if (outcome == ReceiptOutcome::matched) return ReceiptLineOutcome::fine;
    if (outcome == ReceiptOutcome::part_matched) return ReceiptLineOutcome::part_matched;
    if (outcome == ReceiptOutcome::suspended) return ReceiptLineOutcome::suspended;
    return ReceiptLineOutcome::known;
}

}  // namespace

std::span<const ReceiptColumn> receipt_columns(ReceiptFileKind kind) {
    if (kind == ReceiptFileKind::payment_notices) return kNoticeColumns;
    return kind == ReceiptFileKind::treasury_receipts ? kTreasuryColumns : kBankColumns;
}

Result<ReceiptTable> read_receipt_file(ReceiptFileKind kind, const std::vector<CsvRow>& rows) {
    if (rows.empty()) return Error{Errc::malformed, "csv_empty"};
    const auto columns = receipt_columns(kind);
    for (std::size_t i = 0; i < std::min(rows.size(), kHeadingWithin); ++i) {
        auto places = places_in(rows[i], columns);
        if (!complete(places)) continue;
        return ReceiptReader(kind, std::move(places)).read(std::span(rows).subspan(i + 1));
    }
    const auto places = places_in(rows.front(), columns);
    const auto missing = std::ranges::find(places, kNoColumn) - places.begin();
    const auto& column = columns[static_cast<std::size_t>(missing)];
    return Error{Errc::malformed, "file_column_missing",
                 {{"column", std::string(column.titles.front())}}};
}

void set_outcomes(ReceiptTable& table, const std::vector<PlannedReceipt>& plans) {
    YUNHE_ASSERT(plans.size() == table.line_of.size());
    for (std::size_t i = 0; i < plans.size(); ++i) {
        auto& line = table.lines[table.line_of[i]];
        line.outcome = line_outcome(plans[i].outcome);
        line.suspended = plans[i].split.suspended;
        add_line_errors(line, plans[i].errors);
    }
}

void set_outcomes(ReceiptTable& table, const std::vector<PlannedNotice>& plans) {
    YUNHE_ASSERT(plans.size() == table.line_of.size());
    for (std::size_t i = 0; i < plans.size(); ++i) {
        auto& line = table.lines[table.line_of[i]];
        line.outcome = plans[i].outcome == ImportOutcome::imported ? ReceiptLineOutcome::fine
                                                                   : ReceiptLineOutcome::known;
        add_line_errors(line, plans[i].errors);
    }
}

ReceiptCounts count_lines(const ReceiptTable& table) {
    ReceiptCounts counts;
    counts.lines = table.lines.size();
    for (const auto& line : table.lines) {
        if (line.outcome == ReceiptLineOutcome::error) ++counts.errors;
        else if (line.outcome == ReceiptLineOutcome::skipped) ++counts.skipped;
        else if (line.outcome == ReceiptLineOutcome::known) ++counts.known;
        else {
            ++counts.fresh;
            counts.amount += line.amount;
            counts.suspended += line.suspended;
        }
    }
    return counts;
}

}  // namespace yunhe::billing
