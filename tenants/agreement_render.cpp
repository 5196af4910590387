#include "tenants/agreement_render.hpp"

#include "base/text.hpp"
#include "tenants/pdf_render.hpp"

namespace yunhe::tenants {
namespace {

constexpr double kMargin = 72;
constexpr double kFooterHeight = 36;
constexpr double kTextWidth = kA4Short - 2 * kMargin;
constexpr double kTextBottom = kA4Long - kMargin - kFooterHeight;

enum class Style { title, heading, body, small };

struct Paragraph {
    Style style = Style::body;
    std::string text;
    double space_before = 0;
    double room_needed = 0;  ///< With less left on the page it begins on the next one.
};

struct StyleFont {
    Style style;
    const char* font;
    double spacing;
};
constexpr StyleFont kFonts[] = {
    {Style::title, "Noto Sans CJK SC Bold 18", 8},
    {Style::heading, "Noto Sans CJK SC Bold 11", 4},
    {Style::body, "Noto Sans CJK SC 10.5", 4},
    {Style::small, "Noto Sans CJK SC 7.5", 2},
};

const StyleFont& font_of(Style style) {
    for (const auto& entry : kFonts)
        if (entry.style == style) return entry;
    return kFonts[0];
}

PdfLayout layout_of(cairo_t* cairo, const Paragraph& paragraph) {
    const auto& style = font_of(paragraph.style);
    const bool title = paragraph.style == Style::title;
    return pdf_layout(cairo,
                      {.font = style.font,
                       .width = kTextWidth,
                       .spacing = style.spacing,
                       .alignment = title ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT},
                      paragraph.text);
}

/// Lays paragraphs onto pages, line by line. Without a cairo to draw on (`draw` false) it only
/// counts the pages.
class Pages {
public:
    Pages(cairo_t* cairo, bool draw, int total, std::string digest)
        : cairo_(cairo), draw_(draw), total_(total), digest_(std::move(digest)) {}

    void add(const Paragraph& paragraph) {
        if (y_ > kMargin) y_ += paragraph.space_before;
        if (y_ + paragraph.room_needed > kTextBottom) next_page();
        const auto layout = layout_of(cairo_, paragraph);
        const PdfLayoutIter iter(pango_layout_get_iter(layout.get()));
        do {
            add_line(iter.get(), font_of(paragraph.style).spacing);
        } while (pango_layout_iter_next_line(iter.get()) != 0);
    }

    int finish() {
        end_page();
        return page_;
    }

private:
    void add_line(PangoLayoutIter* iter, double spacing) {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(iter, nullptr, &logical);
        const double height = pango_units_to_double(logical.height);
        if (y_ + height > kTextBottom) next_page();
        if (draw_) {
            const double baseline =
                pango_units_to_double(pango_layout_iter_get_baseline(iter) - logical.y);
            cairo_move_to(cairo_, kMargin + pango_units_to_double(logical.x), y_ + baseline);
            pango_cairo_show_layout_line(cairo_, pango_layout_iter_get_line_readonly(iter));
        }
        y_ += height + spacing;
    }

    void next_page() {
        end_page();
        ++page_;
        y_ = kMargin;
    }

    void end_page() {
        if (!draw_) return;
        const Paragraph number{Style::small, "第 " + std::to_string(page_) + " 页 共 " +
                                                 std::to_string(total_) + " 页"};
        const Paragraph digest{Style::small, "文本摘要(SM3) " + digest_};
        const double top = kA4Long - kMargin - kFooterHeight / 2;
        cairo_set_line_width(cairo_, 0.5);
        cairo_move_to(cairo_, kMargin, top - 4);
        cairo_line_to(cairo_, kA4Short - kMargin, top - 4);
        cairo_stroke(cairo_);
        show_at(digest, top, PANGO_ALIGN_LEFT);
        show_at(number, top + 14, PANGO_ALIGN_CENTER);
        cairo_show_page(cairo_);
    }

    void show_at(const Paragraph& paragraph, double y, PangoAlignment alignment) {
        const auto layout = layout_of(cairo_, paragraph);
        pango_layout_set_alignment(layout.get(), alignment);
        cairo_move_to(cairo_, kMargin, y);
        pango_cairo_show_layout(cairo_, layout.get());
    }

    cairo_t* cairo_;
    bool draw_;
    int total_;
    std::string digest_;
    int page_ = 1;
    double y_ = kMargin;
};

/// "第1条 ..." begins a clause.
bool is_heading(std::string_view line) {
    constexpr std::string_view kFirst = "第";
    const auto blank_at = line.find(' ');
    return line.starts_with(kFirst) && blank_at != std::string_view::npos &&
           line.substr(0, blank_at).ends_with("条");
}

void add_text(const std::string& text, std::vector<Paragraph>& paragraphs) {
    bool first = true;
    double space = 0;
    for (const auto line : split(text, '\n')) {
        if (line.empty()) {
            space = 8;
            continue;
        }
        const auto style = first              ? Style::title
                           : is_heading(line) ? Style::heading
                                              : Style::body;
        const double room = style == Style::heading ? 40 : 0;
        paragraphs.push_back({style, std::string(line), space, room});
        space = first ? 12 : 0;
        first = false;
    }
}

void add_signature(const RenderedSignature& signature, std::vector<Paragraph>& paragraphs) {
    paragraphs.push_back({Style::heading, signature.party, 12, signature.made ? 160.0 : 45.0});
    if (!signature.made) {
        paragraphs.push_back({Style::body, "未签署"});
        return;
    }
    paragraphs.push_back({Style::body, "签署人：" + signature.signatory});
    paragraphs.push_back({Style::body, "签署方式：" + signature.kind + "（SM2，摘要 SM3）"});
    if (!signature.subject.empty())
        paragraphs.push_back({Style::body, "证书主体：" + signature.subject});
    paragraphs.push_back({Style::body, "签署时间：" + signature.signed_at});
    paragraphs.push_back({Style::body, signature.valid ? "验签结果：有效" : "验签结果：无效"});
    paragraphs.push_back({Style::small, "签名值：" + signature.signature});
}

std::vector<Paragraph> paragraphs_of(const AgreementDocument& document) {
    std::vector<Paragraph> paragraphs;
    add_text(document.text, paragraphs);
    paragraphs.push_back({Style::heading, "签署", 24, 200});
    for (const auto& signature : document.signatures) add_signature(signature, paragraphs);
    return paragraphs;
}

int lay_out(cairo_t* cairo, const std::vector<Paragraph>& paragraphs, bool draw, int total,
            const std::string& digest) {
    Pages pages(cairo, draw, total, digest);
    for (const auto& paragraph : paragraphs) pages.add(paragraph);
    return pages.finish();
}

}  // namespace

std::string render_agreement_pdf(const AgreementDocument& document) {
    const auto title = std::string(split(document.text, '\n').front());
    return pdf_of({.title = title, .made_at = document.made_at}, [&](PdfFile& file) {
        const auto paragraphs = paragraphs_of(document);
        const int total = lay_out(file.cairo(), paragraphs, false, 0, document.digest_hex);
        lay_out(file.cairo(), paragraphs, true, total, document.digest_hex);
    });
}

}  // namespace yunhe::tenants
