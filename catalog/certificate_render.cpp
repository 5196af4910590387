#include "catalog/certificate_render.hpp"

#include <memory>
#include <stdexcept>

#include <qrencode.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "tenants/pdf_render.hpp"

namespace yunhe::catalog {
namespace {

using tenants::PdfFile;

constexpr double kPageWidth = tenants::kA4Short;
constexpr double kPageHeight = tenants::kA4Long;
constexpr double kFrame = 36;
constexpr double kMargin = 72;
constexpr double kTextWidth = kPageWidth - 2 * kMargin;
constexpr double kNameWidth = 116;
constexpr double kCodeSize = 108;
constexpr double kFootTop = kPageHeight - kMargin - 150;

constexpr const char* kTitleFont = "Noto Sans CJK SC Bold 22";
constexpr const char* kHeadingFont = "Noto Sans CJK SC Bold 11";
constexpr const char* kBodyFont = "Noto Sans CJK SC 10.5";
constexpr const char* kSmallFont = "Noto Sans CJK SC 7.5";

using Encoded = std::unique_ptr<QRcode, tenants::PdfFreeing<QRcode_free>>;

struct Block {
    const char* font = kBodyFont;
    double x = kMargin;
    double width = kTextWidth;
    PangoAlignment alignment = PANGO_ALIGN_LEFT;
};

/// Shows the text and returns its height.
double show(cairo_t* cairo, const Block& block, double y, const std::string& text) {
    return tenants::pdf_show(
        cairo, {.font = block.font, .width = block.width, .alignment = block.alignment}, block.x,
        y, text);
}

void draw_frame(cairo_t* cairo) {
    cairo_set_source_rgb(cairo, 0.09, 0.36, 0.55);
    cairo_set_line_width(cairo, 2);
    cairo_rectangle(cairo, kFrame, kFrame, kPageWidth - 2 * kFrame, kPageHeight - 2 * kFrame);
    cairo_stroke(cairo);
    cairo_set_line_width(cairo, 0.5);
    cairo_rectangle(cairo, kFrame + 5, kFrame + 5, kPageWidth - 2 * kFrame - 10,
                    kPageHeight - 2 * kFrame - 10);
    cairo_stroke(cairo);
    cairo_set_source_rgb(cairo, 0, 0, 0);
}

void draw_code(cairo_t* cairo, const QrCode& code, double left, double top) {
    const double module = kCodeSize / code.width;
    for (int row = 0; row < code.width; ++row)
        for (int column = 0; column < code.width; ++column)
            if (code.at(row, column))
                cairo_rectangle(cairo, left + column * module, top + row * module, module, module);
    cairo_fill(cairo);
}

/// The facts of the text, one below the other; what doesn't fit above the foot is in the file.
void draw_facts(cairo_t* cairo, const std::string& content, double y) {
    bool title = true;
    for (const auto line : split(content, '\n')) {
        const auto colon = line.find(':');
        if (title || colon == std::string_view::npos) {
            title = false;
            continue;
        }
        if (y > kFootTop - 24) {
            show(cairo, {.font = kSmallFont}, y, "（其余内容见电子证书）");
            return;
        }
        const Block name{.font = kHeadingFont, .width = kNameWidth};
        const Block value{.x = kMargin + kNameWidth, .width = kTextWidth - kNameWidth};
        const double height = show(cairo, name, y, std::string(line.substr(0, colon)));
        y += std::max(height, show(cairo, value, y, std::string(line.substr(colon + 1)))) + 7;
    }
}

std::string_view state_word(CertificateState state) {
    switch (state) {
        case CertificateState::valid: return "有效";
        case CertificateState::pending: return "尚未生效";
        case CertificateState::superseded: return "已被新版本取代";
        case CertificateState::revoked: return "已撤销";
        case CertificateState::invalid: return "签名无效";
    }
    return "";
}

void draw_foot(cairo_t* cairo, const CertificateDocument& document) {
    const auto code = encode_qr(document.verify_url);
    draw_code(cairo, code, kPageWidth - kMargin - kCodeSize, kFootTop);
    const Block words{.width = kTextWidth - kCodeSize - 24};
    const Block small{.font = kSmallFont, .width = kTextWidth - kCodeSize - 24};
    double y = kFootTop;
    y += show(cairo, words, y,
              "证书状态：" + std::string(state_word(document.state)) + "（截至 " +
                  to_text(date_of(document.made_at)) + "）") + 4;
    y += show(cairo, words, y, "扫描二维码可在线查验本证书的最新状态。") + 8;
    y += show(cairo, small, y, "查验地址 " + document.verify_url) + 4;
    y += show(cairo, small, y, "文本摘要(SM3) " + document.certificate.digest_hex) + 4;
    show(cairo, small, y,
         "签名值(SM2) " + crypto::base64(document.certificate.signature));
}

void draw(cairo_t* cairo, const CertificateDocument& document) {
    const auto& content = document.certificate.content;
    draw_frame(cairo);
    const Block title{.font = kTitleFont, .alignment = PANGO_ALIGN_CENTER};
    show(cairo, title, kMargin + 12, std::string(split(content, '\n').front()));
    draw_facts(cairo, content, kMargin + 72);
    draw_foot(cairo, document);
    if (document.state == CertificateState::valid || document.state == CertificateState::pending)
        return;
    // Nobody should take a paper of something that is over for one that counts.
    cairo_set_source_rgba(cairo, 0.75, 0.1, 0.1, 0.28);
    cairo_translate(cairo, kPageWidth / 2, kPageHeight / 2);
    cairo_rotate(cairo, -0.6);
    const Block stamp{.font = "Noto Sans CJK SC Bold 64",
                      .x = -kPageWidth / 2,
                      .width = kPageWidth,
                      .alignment = PANGO_ALIGN_CENTER};
    show(cairo, stamp, -48, std::string(state_word(document.state)));
}

}  // namespace

QrCode encode_qr(std::string_view text) {
    const std::string bytes(text);
    const Encoded encoded(QRcode_encodeData(static_cast<int>(bytes.size()),
                                            reinterpret_cast<const unsigned char*>(bytes.data()),
                                            0, QR_ECLEVEL_M));
    if (!encoded) throw std::runtime_error("the text doesn't fit into a QR code");
    QrCode code{.width = encoded->width, .dark = {}};
    const auto modules = static_cast<std::size_t>(code.width) * code.width;
    code.dark.reserve(modules);
    // The lowest bit is the colour; the others say what the module is for.
    for (std::size_t i = 0; i < modules; ++i) code.dark.push_back((encoded->data[i] & 1) != 0);
    return code;
}

std::string render_qr_svg(const QrCode& code) {
    constexpr int kQuiet = 4;
    const auto size = std::to_string(code.width + 2 * kQuiet);
    std::string path;
    for (int row = 0; row < code.width; ++row)
        for (int column = 0; column < code.width; ++column)
            if (code.at(row, column))
                path += "M" + std::to_string(column + kQuiet) + " " +
                        std::to_string(row + kQuiet) + "h1v1h-1z";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size +
           "\" shape-rendering=\"crispEdges\">"
           "<rect width=\"" + size + "\" height=\"" + size + "\" fill=\"#fff\"/>"
           "<path fill=\"#000\" d=\"" + path + "\"/></svg>\n";
}

std::string render_certificate_pdf(const CertificateDocument& document) {
    return tenants::pdf_of(
        {.title = document.certificate.number, .made_at = document.made_at}, [&](PdfFile& file) {
            draw(file.cairo(), document);
            file.next_page();
        });
}

}  // namespace yunhe::catalog
