#include "billing/export_file_port.hpp"

#include <charconv>
#include <fstream>
#include <set>

#include "base/crypto.hpp"
#include "base/csv.hpp"
#include "base/spreadsheet.hpp"
#include "base/text.hpp"
#include "billing/money_words.hpp"
#include "tenants/pdf_table_render.hpp"

namespace yunhe::billing {
namespace export_file {
namespace {

using tenants::PdfColumn;
using tenants::PdfTableHead;
using tenants::PdfVoucher;

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::string_view kTotalsSheet = "控制合计";

/// Collects small pieces for the sink.
class Buffer {
public:
    explicit Buffer(ExportSink sink) : sink_(std::move(sink)) {
        text.reserve(kBufferBytes + 16 * 1024);
    }
    void drain_if_full() {
        if (text.size() >= kBufferBytes) drain();
    }
    void drain() {
        if (!sink_(text)) throw std::runtime_error("the export can't be kept");
        text.clear();
    }
    std::string text;

private:
    ExportSink sink_;
};

std::span<const ExportColumn> columns_of(const ExportHead& head) {
    return row_of(head.wanted.kind).columns;
}

std::string title_of_export(const ExportHead& head) {
    const auto& row = row_of(head.wanted.kind);
    return std::string(head.wanted.headings == ExportHeadings::zh ? row.zh : row.en);
}

/// A state's word where headings are words too.
std::string_view shown(const ExportColumn& column, const std::string& cell,
                       ExportHeadings headings) {
    if (headings != ExportHeadings::zh) return cell;
    for (const auto& word : column.words)
        if (word.code == cell) return word.zh;
    return cell;
}

/// "2026-09-01T01:00:00Z" -> "2026-09-01 09:00:00" in UTC+8, without fractions.
std::string local_time(const std::string& text) {
    if (text.empty()) return text;
    const auto local = std::chrono::floor<std::chrono::seconds>(
        parse_timestamp(text).value() + kChinaOffset);
    auto shown_time = to_text(Timestamp(local));
    shown_time[10] = ' ';
    shown_time.pop_back();
    return shown_time;
}

bool is_figure(CellType type) {
    return type == CellType::money || type == CellType::quantity || type == CellType::decimal ||
           type == CellType::integer;
}

/// As it stands on paper and in spreadsheets.
std::string paper_cell(const ExportColumn& column, const std::string& cell,
                       ExportHeadings headings) {
    if (column.type == CellType::timestamp) return local_time(cell);
    return std::string(shown(column, cell, headings));
}

std::vector<std::string> head_lines(const ExportHead& head) {
    auto lines = filter_lines(head.wanted.filter);
    lines.push_back("单位：" + head.body + "　制表人：" + head.wanted.username + "　制表时间：" +
                    local_time(to_text(head.made_at)) + "　金额单位：元");
    return lines;
}

std::string foot_of(const ExportHead& head) {
    return head.tenant + "　导出编号 " + std::to_string(head.wanted.number) + "　" +
           to_text(head.wanted.id);
}

// --- csv ------------------------------------------------------------------------------------

class CsvExport final : public ExportWriter {
public:
    CsvExport(const ExportHead& head, ExportSink sink)
        : columns_(columns_of(head)),
          headings_(head.wanted.headings),
          buffer_(std::move(sink)),
          writer_(buffer_.text) {
        writer_.byte_order_mark();
        for (const auto& column : columns_) writer_.plain(heading_of(column, headings_));
        writer_.end_row();
    }
    void row(const std::vector<std::string>& cells) override {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto text = shown(columns_[i], cells[i], headings_);
            if (columns_[i].type == CellType::text) writer_.text(text);
            else writer_.plain(text);
        }
        writer_.end_row();
        buffer_.drain_if_full();
    }
    void finish(const ExportEnd&) override { buffer_.drain(); }

private:
    std::span<const ExportColumn> columns_;
    ExportHeadings headings_;
    Buffer buffer_;
    CsvWriter writer_;
};

// --- xlsx -----------------------------------------------------------------------------------

class XlsxExport final : public ExportWriter {
public:
    XlsxExport(const ExportHead& head, ExportSink sink, const std::filesystem::path& folder)
        : head_(head),
          columns_(columns_of(head)),
          sink_(std::move(sink)),
          path_(folder / ("workbook-" + crypto::random_hex(16) + ".xlsx")),
          workbook_(std::make_unique<WorkbookFile>(path_, folder)) {
        std::vector<WorkbookFile::SheetColumn> columns;
        for (const auto& column : columns_)
            columns.push_back({std::string(heading_of(column, head.wanted.headings)), column.width,
                               column.type == CellType::money});
        workbook_->begin_sheet(title_of_export(head), columns);
    }
    ~XlsxExport() override {
        workbook_.reset();
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    void row(const std::vector<std::string>& cells) override {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (is_figure(columns_[i].type)) workbook_->number(cells[i]);
            else workbook_->text(paper_cell(columns_[i], cells[i], head_.wanted.headings));
        }
        workbook_->end_row();
    }
    void finish(const ExportEnd& end) override {
        write_totals(end);
        workbook_->finish();
        workbook_.reset();
        std::ifstream file(path_, std::ios::binary);
        std::string piece(kBufferBytes, '\0');
        while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
               file.gcount() > 0) {
            const auto count = static_cast<std::size_t>(file.gcount());
            if (!sink_(std::string_view(piece).substr(0, count)))
                throw std::runtime_error("the export can't be kept");
        }
        if (file.bad()) throw std::runtime_error("the spreadsheet can't be read again");
    }

private:
    void write_totals(const ExportEnd& end) {
        const WorkbookFile::SheetColumn columns[] = {{"项目", 32}, {"内容", 32, true}};
        workbook_->begin_sheet(std::string(kTotalsSheet), columns);
        const auto line = [&](const std::string& name, const std::string& value) {
            workbook_->text(name);
            workbook_->text(value);
            workbook_->end_row();
        };
        const auto figure = [&](const std::string& name, const std::string& value) {
            workbook_->text(name);
            workbook_->number(value);
            workbook_->end_row();
        };
        line("行数", std::to_string(end.rows));
        for (const auto& total : end.totals) figure(total.heading + " 合计", to_text(total.sum));
        for (const auto& [name, value] : end.notes) figure(name, value);
        for (const auto& words : head_lines(head_)) line("", words);
        line("导出编号", std::to_string(head_.wanted.number));
    }

    ExportHead head_;
    std::span<const ExportColumn> columns_;
    ExportSink sink_;
    std::filesystem::path path_;
    std::unique_ptr<WorkbookFile> workbook_;
};

// --- json -----------------------------------------------------------------------------------

Json json_cell(const ExportColumn& column, const std::string& cell) {
    if (cell.empty()) return nullptr;
    if (column.type != CellType::integer) return cell;
    std::int64_t number = 0;
    const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    return read.ec == std::errc() ? Json(number) : Json(cell);
}

class JsonExport final : public ExportWriter {
public:
    JsonExport(const ExportHead& head, ExportSink sink)
        : columns_(columns_of(head)), buffer_(std::move(sink)) {
        Json columns = Json::array();
        for (const auto& column : columns_)
            columns.push_back({{"code", std::string(column.code)},
                               {"zh", std::string(column.zh)},
                               {"en", std::string(column.en)}});
        auto opening = to_text(Json{{"kind", std::string(to_text(head.wanted.kind))},
                                    {"title", title_of_export(head)},
                                    {"export", to_text(head.wanted.id)},
                                    {"tenant", head.tenant},
                                    {"made_at", to_text(head.made_at)},
                                    {"filters", to_json(head.wanted.filter)},
                                    {"columns", std::move(columns)}});
        opening.pop_back();
        buffer_.text += opening + ",\"rows\":[";
    }
    void row(const std::vector<std::string>& cells) override {
        Json object = Json::object();
        for (std::size_t i = 0; i < columns_.size(); ++i)
            object[std::string(columns_[i].code)] = json_cell(columns_[i], cells[i]);
        buffer_.text += first_ ? "\n" : ",\n";
        buffer_.text += to_text(object);
        first_ = false;
        buffer_.drain_if_full();
    }
    void finish(const ExportEnd& end) override {
        Json totals = Json::object();
        for (const auto& total : end.totals) totals[total.column] = to_text(total.sum);
        Json notes = Json::object();
        for (const auto& [name, value] : end.notes) notes[name] = value;
        buffer_.text += "\n],\"row_count\":" + std::to_string(end.rows) +
                        ",\"totals\":" + to_text(totals) + ",\"notes\":" + to_text(notes) + "}\n";
        buffer_.drain();
    }

private:
    std::span<const ExportColumn> columns_;
    Buffer buffer_;
    bool first_ = true;
};

// --- what is made of entries ----------------------------------------------------------------

/// The cells of a voucher's row by name.
class PostingCells {
public:
    explicit PostingCells(std::span<const ExportColumn> columns) {
        for (std::size_t i = 0; i < columns.size(); ++i) at_[columns[i].code] = i;
    }
    const std::string& of(const std::vector<std::string>& cells, std::string_view name) const {
        const auto found = at_.find(name);
        YUNHE_ASSERT(found != at_.end());
        return cells[found->second];
    }

private:
    std::map<std::string_view, std::size_t> at_;
};

/// The day inside the period in which it is booked: a late fact stands on the period's first day.
std::string day_in_period(const std::string& effective_on, const std::string& period_text) {
    const auto period = parse_period(period_text).value();
    const auto day = parse_date(effective_on).value();
    if (day < first_day(period)) return to_text(first_day(period));
    if (day > last_day(period)) return to_text(last_day(period));
    return effective_on;
}

/// One line, without what begins a comment in a journal.
std::string journal_words(std::string_view text) {
    std::string words;
    for (const char c : one_line(text)) {
        if (c == ';') words += "；";
        else words += c;
    }
    return words;
}

class JournalExport final : public ExportWriter {
public:
    JournalExport(const ExportHead& head, ExportSink sink)
        : cells_(columns_of(head)), buffer_(std::move(sink)) {
        buffer_.text += "; " + journal_words(head.tenant + " " + title_of_export(head)) +
                        "\n; " + head.wanted.file_name + " " + to_text(head.made_at) +
                        "\ncommodity 1000.00 CNY\n";
    }
    void row(const std::vector<std::string>& cells) override {
        const auto& entry = cells_.of(cells, "entry");
        if (entry != entry_) begin(cells, entry);
        auto account = cells_.of(cells, "book");
        if (cells_.of(cells, "group") == "memo") account += ":memo";
        account += ":" + journal_words(cells_.of(cells, "account"));
        accounts_.insert(account);
        const auto& credit = cells_.of(cells, "credit");
        const bool debit = credit == "0.00";
        buffer_.text += "    " + account + "  " + (debit ? "" : "-") +
                        (debit ? cells_.of(cells, "debit") : credit) + " CNY\n";
        buffer_.drain_if_full();
    }
    void finish(const ExportEnd&) override {
        buffer_.text += "\n";
        for (const auto& account : accounts_) buffer_.text += "account " + account + "\n";
        buffer_.drain();
    }

private:
    void begin(const std::vector<std::string>& cells, const std::string& entry) {
        entry_ = entry;
        const auto& effective_on = cells_.of(cells, "effective_on");
        const auto& period = cells_.of(cells, "period");
        buffer_.text += "\n" + day_in_period(effective_on, period) + " * (" +
                        cells_.of(cells, "book") + "-" + cells_.of(cells, "fiscal_year") + "-" +
                        cells_.of(cells, "voucher") + ") " +
                        journal_words(cells_.of(cells, "description")) + "\n    ; entry:" + entry +
                        ", period:" + period + ", effective:" + effective_on + "\n";
    }

    PostingCells cells_;
    Buffer buffer_;
    std::string entry_;
    std::set<std::string> accounts_;
};

const PdfColumn kVoucherColumns[] = {
    {"摘要", 26}, {"科目", 30}, {"借方金额(元)", 14, true}, {"贷方金额(元)", 14, true}};

PdfTableHead pdf_head(const ExportHead& head) {
    PdfTableHead pdf;
    pdf.title = title_of_export(head);
    pdf.lines = head_lines(head);
    pdf.foot = foot_of(head);
    pdf.made_at = head.made_at;
    return pdf;
}

class VoucherPdfExport final : public ExportWriter {
public:
    VoucherPdfExport(const ExportHead& head, ExportSink sink)
        : cells_(columns_of(head)), body_(head.body), pdf_(std::move(sink), with_columns(head)) {}

    void row(const std::vector<std::string>& cells) override {
        const auto& entry = cells_.of(cells, "entry");
        if (entry != entry_) begin(cells, entry);
        const bool memo = cells_.of(cells, "group") == "memo";
        const auto debit = Money::parse(cells_.of(cells, "debit")).value();
        const auto credit = Money::parse(cells_.of(cells, "credit")).value();
        voucher_.rows.push_back({cells_.of(cells, "description"),
                                 (memo ? "（备查）" : "") + cells_.of(cells, "account_name"),
                                 debit.zero() ? "" : to_text(debit),
                                 credit.zero() ? "" : to_text(credit)});
        (memo ? memo_ : debit_) += debit;
        if (!memo) credit_ += credit;
    }
    void finish(const ExportEnd&) override {
        end();
        pdf_.finish();
    }

private:
    static PdfTableHead with_columns(const ExportHead& head) {
        auto pdf = pdf_head(head);
        pdf.columns.assign(std::begin(kVoucherColumns), std::end(kVoucherColumns));
        return pdf;
    }
    void begin(const std::vector<std::string>& cells, const std::string& entry) {
        end();
        entry_ = entry;
        voucher_ = {};
        debit_ = credit_ = memo_ = Money();
        const bool nontax = cells_.of(cells, "book") == "nontax";
        voucher_.title = "记账凭证";
        voucher_.left = "单位：" + body_;
        voucher_.middle =
            day_in_period(cells_.of(cells, "effective_on"), cells_.of(cells, "period"));
        voucher_.right = std::string(nontax ? "非税" : "运营") + "字第 " +
                         cells_.of(cells, "voucher") + " 号";
        const auto name = [&](const char* column) {
            const auto& who = cells_.of(cells, column);
            return who.empty() ? std::string("系统") : who;
        };
        voucher_.foot = {"制单：" + name("maker"), "审核：" + name("checker"),
                         "记账：" + name("booker"), "账期：" + cells_.of(cells, "period")};
    }
    void end() {
        if (entry_.empty()) return;
        const bool memo_only = debit_.zero() && credit_.zero();
        const auto debit = memo_only ? memo_ : debit_;
        voucher_.totals = {"合计", "", to_text(debit), to_text(memo_only ? memo_ : credit_)};
        voucher_.words = money_in_words(debit);
        pdf_.add(voucher_);
    }

    PostingCells cells_;
    std::string body_;
    tenants::PdfVouchers pdf_;
    std::string entry_;
    PdfVoucher voucher_;
    Money debit_, credit_, memo_;
};

// --- pdf ------------------------------------------------------------------------------------

class PdfExport final : public ExportWriter {
public:
    PdfExport(const ExportHead& head, ExportSink sink)
        : columns_(columns_of(head)),
          headings_(head.wanted.headings),
          pdf_(std::move(sink), with_columns(head)),
          cells_(columns_.size()) {}

    void row(const std::vector<std::string>& cells) override {
        for (std::size_t i = 0; i < columns_.size(); ++i)
            cells_[i] = paper_cell(columns_[i], cells[i], headings_);
        pdf_.row(cells_);
    }
    void finish(const ExportEnd& end) override {
        std::ranges::fill(cells_, "");
        cells_[0] = "合计 " + std::to_string(end.rows) + " 行";
        for (const auto& total : end.totals)
            for (std::size_t i = 0; i < columns_.size(); ++i)
                if (columns_[i].code == total.column) cells_[i] = to_text(total.sum);
        pdf_.totals(cells_);
        for (const auto& [name, value] : end.notes) pdf_.note(name + "：" + value);
        pdf_.finish();
    }

private:
    static PdfTableHead with_columns(const ExportHead& head) {
        auto pdf = pdf_head(head);
        for (const auto& column : columns_of(head))
            pdf.columns.push_back({std::string(heading_of(column, head.wanted.headings)),
                                   column.width, is_figure(column.type)});
        return pdf;
    }

    std::span<const ExportColumn> columns_;
    ExportHeadings headings_;
    tenants::PdfTable pdf_;
    std::vector<std::string> cells_;
};

}  // namespace
}  // namespace export_file

std::unique_ptr<ExportWriter> make_export_writer(const ExportHead& head, ExportSink sink,
                                                 const std::filesystem::path& temporary_folder) {
    using namespace export_file;
    switch (head.wanted.format) {
        case ExportFormat::xlsx:
            return std::make_unique<XlsxExport>(head, std::move(sink), temporary_folder);
        case ExportFormat::csv: return std::make_unique<CsvExport>(head, std::move(sink));
        case ExportFormat::json: return std::make_unique<JsonExport>(head, std::move(sink));
        case ExportFormat::journal: return std::make_unique<JournalExport>(head, std::move(sink));
        case ExportFormat::pdf: break;
    }
    if (row_of(head.wanted.kind).entries)
        return std::make_unique<VoucherPdfExport>(head, std::move(sink));
    return std::make_unique<PdfExport>(head, std::move(sink));
}

std::string_view media_type_of(ExportFormat format) {
    switch (format) {
        case ExportFormat::xlsx:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case ExportFormat::csv: return "text/csv; charset=utf-8";
        case ExportFormat::pdf: return "application/pdf";
        case ExportFormat::journal: return "text/plain; charset=utf-8";
        case ExportFormat::json: break;
    }
    return "application/json";
}

}  // namespace yunhe::billing
