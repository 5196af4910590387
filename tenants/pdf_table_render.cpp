#include "tenants/pdf_table_render.hpp"

#include <algorithm>

#include "tenants/pdf_render.hpp"

namespace yunhe::tenants {
namespace {

constexpr double kTableMargin = 36;
constexpr double kTableFoot = 24;
constexpr double kCellGap = 3;  ///< Left and right of a cell's text.
constexpr double kA3Long = 1190.55;
constexpr std::size_t kColumnsOfA4 = 14;
constexpr double kVoucherGap = 28;

constexpr const char* kTableTitleFont = "Noto Sans CJK SC Bold 14";
constexpr const char* kTableHeadFont = "Noto Sans CJK SC Bold 7.5";
constexpr const char* kTableCellFont = "Noto Sans CJK SC 7.5";
constexpr const char* kVoucherFont = "Noto Sans CJK SC 9";
constexpr const char* kVoucherHeadFont = "Noto Sans CJK SC Bold 9";

/// A file over a whole page, its columns, and where the next line goes.
struct TablePage {
    TablePage(PdfSink sink, const PdfTableHead& table_head, double width, double height)
        : file(std::move(sink), {.width = width,
                                 .height = height,
                                 .title = table_head.title,
                                 .made_at = table_head.made_at}),
          head(table_head),
          page_width(width),
          page_height(height) {
        int sum = 0;
        for (const auto& column : head.columns) sum += column.width;
        const double room = width - 2 * kTableMargin;
        for (const auto& column : head.columns) widths.push_back(room * column.width / sum);
    }

    double room() const { return page_width - 2 * kTableMargin; }
    double bottom() const { return page_height - kTableMargin - kTableFoot; }

    /// The layouts of one row, made once and filled again for every row.
    std::vector<PdfLayout> row_layouts(const char* font) {
        std::vector<PdfLayout> layouts;
        for (std::size_t i = 0; i < widths.size(); ++i)
            layouts.push_back(pdf_layout(
                file.cairo(),
                {.font = font,
                 .width = widths[i] - 2 * kCellGap,
                 .alignment = head.columns[i].right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT},
                ""));
        return layouts;
    }
    static double fill(std::vector<PdfLayout>& layouts, std::span<const std::string> cells) {
        double height = 0;
        for (std::size_t i = 0; i < layouts.size(); ++i) {
            pango_layout_set_text(layouts[i].get(), cells[i].data(),
                                  static_cast<int>(cells[i].size()));
            height = std::max(height, pdf_height(layouts[i].get()));
        }
        return height + 2;
    }
    void show(const std::vector<PdfLayout>& layouts) {
        double x = kTableMargin;
        for (std::size_t i = 0; i < layouts.size(); ++i) {
            cairo_move_to(file.cairo(), x + kCellGap, y + 1);
            pango_cairo_show_layout(file.cairo(), layouts[i].get());
            x += widths[i];
        }
    }
    void line(double width, double from_y) {
        cairo_set_line_width(file.cairo(), width);
        cairo_move_to(file.cairo(), kTableMargin, from_y);
        cairo_line_to(file.cairo(), page_width - kTableMargin, from_y);
        cairo_stroke(file.cairo());
    }
    /// Lines between the columns of what stands from there to the present height.
    void columns_from(double top) {
        double x = kTableMargin;
        cairo_set_line_width(file.cairo(), 0.4);
        for (std::size_t i = 0; i <= widths.size(); ++i) {
            cairo_move_to(file.cairo(), x, top);
            cairo_line_to(file.cairo(), x, y);
            cairo_stroke(file.cairo());
            if (i < widths.size()) x += widths[i];
        }
    }
    double text(const char* font, double at_y, const std::string& words,
                PangoAlignment alignment) {
        return pdf_show(file.cairo(), {.font = font, .width = room(), .alignment = alignment},
                        kTableMargin, at_y, words);
    }
    void end_page() {
        const double top = page_height - kTableMargin - kTableFoot / 2;
        text(kTableCellFont, top, head.foot, PANGO_ALIGN_LEFT);
        text(kTableCellFont, top, "第 " + std::to_string(number) + " 页", PANGO_ALIGN_RIGHT);
        file.next_page();
        ++number;
        y = kTableMargin;
    }

    PdfFile file;
    PdfTableHead head;
    double page_width;
    double page_height;
    std::vector<double> widths;
    double y = kTableMargin;
    int number = 1;
};

std::vector<std::string> headings_of(const PdfTableHead& head) {
    std::vector<std::string> headings;
    for (const auto& column : head.columns) headings.push_back(column.heading);
    return headings;
}

}  // namespace

struct PdfTable::State {
    State(PdfSink sink, const PdfTableHead& head)
        : page(std::move(sink), head, head.columns.size() > kColumnsOfA4 ? kA3Long : kA4Long,
               head.columns.size() > kColumnsOfA4 ? kA4Long : kA4Short),
          cells(page.row_layouts(kTableCellFont)),
          bold(page.row_layouts(kTableHeadFont)) {
        page.y += page.text(kTableTitleFont, page.y, head.title, PANGO_ALIGN_CENTER) + 4;
        for (const auto& line : head.lines)
            page.y += page.text(kTableCellFont, page.y, line, PANGO_ALIGN_LEFT) + 2;
        begin();
    }
    void begin() {
        top = page.y;
        page.line(0.8, page.y);
        const double height = TablePage::fill(bold, headings_of(page.head));
        page.show(bold);
        page.y += height;
        page.line(0.6, page.y);
    }
    void end() { page.columns_from(top); }
    void add(std::vector<PdfLayout>& layouts, std::span<const std::string> texts) {
        const double height = TablePage::fill(layouts, texts);
        if (page.y + height > page.bottom()) {
            end();
            page.end_page();
            begin();
            if (&layouts == &bold) TablePage::fill(bold, texts);
        }
        page.show(layouts);
        page.y += height;
        page.line(0.3, page.y);
    }

    TablePage page;
    std::vector<PdfLayout> cells;
    std::vector<PdfLayout> bold;
    double top = 0;
};

PdfTable::PdfTable(std::function<bool(std::string_view)> sink, const PdfTableHead& head)
    : state_(std::make_unique<State>(std::move(sink), head)) {}
PdfTable::~PdfTable() = default;

void PdfTable::row(std::span<const std::string> cells) { state_->add(state_->cells, cells); }

void PdfTable::totals(std::span<const std::string> cells) { state_->add(state_->bold, cells); }

void PdfTable::note(const std::string& text) {
    auto& page = state_->page;
    state_->end();
    if (page.y + 16 > page.bottom()) page.end_page();
    page.y += page.text(kTableCellFont, page.y + 4, text, PANGO_ALIGN_LEFT) + 4;
    state_->top = page.y;
}

void PdfTable::finish() {
    state_->end();
    state_->page.end_page();
    state_->page.file.finish();
}

struct PdfVouchers::State {
    State(PdfSink sink, const PdfTableHead& head)
        : page(std::move(sink), head, kA4Short, kA4Long),
          cells(page.row_layouts(kVoucherFont)),
          bold(page.row_layouts(kVoucherHeadFont)) {}

    void row(std::vector<PdfLayout>& layouts, std::span<const std::string> texts) {
        const double height = TablePage::fill(layouts, texts) + 4;
        page.show(layouts);
        page.y += height;
        page.line(0.4, page.y);
    }
    double height_of(const PdfVoucher& voucher) {
        double height = 110;
        for (const auto& texts : voucher.rows) height += TablePage::fill(cells, texts) + 4;
        return height;
    }
    void begin(const PdfVoucher& voucher, bool again) {
        const auto title = voucher.title + (again ? "（续）" : "");
        page.y += page.text(kTableTitleFont, page.y, title, PANGO_ALIGN_CENTER) + 6;
        page.text(kVoucherFont, page.y, voucher.left, PANGO_ALIGN_LEFT);
        page.text(kVoucherFont, page.y, voucher.middle, PANGO_ALIGN_CENTER);
        page.y += page.text(kVoucherFont, page.y, voucher.right, PANGO_ALIGN_RIGHT) + 4;
        top = page.y;
        page.line(0.8, page.y);
        row(bold, headings_of(page.head));
    }
    void foot(const PdfVoucher& voucher) {
        const double x = kTableMargin;
        const double height =
            pdf_show(page.file.cairo(), {.font = kVoucherHeadFont, .width = page.room()},
                     x + kCellGap, page.y + 2, "金额大写：" + voucher.words) + 6;
        page.y += height;
        page.line(0.8, page.y);
        const double part = page.room() / static_cast<double>(voucher.foot.size());
        double line = 0;
        for (std::size_t i = 0; i < voucher.foot.size(); ++i)
            line = std::max(line, pdf_show(page.file.cairo(), {.font = kVoucherFont, .width = part},
                                           x + part * static_cast<double>(i) + kCellGap,
                                           page.y + 4, voucher.foot[i]));
        page.y += line + kVoucherGap;
    }

    TablePage page;
    std::vector<PdfLayout> cells;
    std::vector<PdfLayout> bold;
    double top = 0;
};

PdfVouchers::PdfVouchers(std::function<bool(std::string_view)> sink, const PdfTableHead& head)
    : state_(std::make_unique<State>(std::move(sink), head)) {}
PdfVouchers::~PdfVouchers() = default;

void PdfVouchers::add(const PdfVoucher& voucher) {
    auto& state = *state_;
    auto& page = state.page;
    const double whole = state.height_of(voucher);
    const bool fits_anywhere = whole < page.bottom() - kTableMargin;
    if (page.y > kTableMargin && (!fits_anywhere || page.y + whole > page.bottom()))
        page.end_page();
    state.begin(voucher, false);
    for (const auto& texts : voucher.rows) {
        if (page.y + TablePage::fill(state.cells, texts) + 70 > page.bottom()) {
            page.columns_from(state.top);
            page.end_page();
            state.begin(voucher, true);
        }
        state.row(state.cells, texts);
    }
    state.row(state.bold, voucher.totals);
    page.columns_from(state.top);
    state.foot(voucher);
}

void PdfVouchers::finish() {
    if (state_->page.y > kTableMargin || state_->page.number == 1) state_->page.end_page();
    state_->page.file.finish();
}

}  // namespace yunhe::tenants
