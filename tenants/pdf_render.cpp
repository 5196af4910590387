#include "tenants/pdf_render.hpp"

#include <stdexcept>

namespace yunhe::tenants {
namespace {

using PdfAttributes = std::unique_ptr<PangoAttrList, PdfFreeing<pango_attr_list_unref>>;
using PdfFont =
    std::unique_ptr<PangoFontDescription, PdfFreeing<pango_font_description_free>>;

}  // namespace

PdfLayout pdf_layout(cairo_t* cairo, const PdfStyle& style, std::string_view text) {
    PdfLayout layout(pango_cairo_create_layout(cairo));
    pango_cairo_context_set_resolution(pango_layout_get_context(layout.get()), 72);
    const PdfAttributes attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout.get(), attributes.get());
    const PdfFont font(pango_font_description_from_string(style.font));
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(style.width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_spacing(layout.get(), static_cast<int>(style.spacing * PANGO_SCALE));
    pango_layout_set_alignment(layout.get(), style.alignment);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
}

double pdf_height(PangoLayout* layout) {
    PangoRectangle logical;
    pango_layout_get_extents(layout, nullptr, &logical);
    return pango_units_to_double(logical.height);
}

double pdf_show(cairo_t* cairo, const PdfStyle& style, double x, double y,
                std::string_view text) {
    const auto layout = pdf_layout(cairo, style, text);
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout(cairo, layout.get());
    return pdf_height(layout.get());
}

void pdf_require(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(std::string("the PDF can't be made: ") +
                                 cairo_status_to_string(status));
}

cairo_status_t PdfFile::write(void* self, const unsigned char* bytes, unsigned length) {
    const auto& sink = static_cast<PdfFile*>(self)->sink_;
    const bool kept = sink({reinterpret_cast<const char*>(bytes), length});
    return kept ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

PdfFile::PdfFile(PdfSink sink, const PdfSheet& sheet)
    : sink_(std::move(sink)),
      surface_(cairo_pdf_surface_create_for_stream(&PdfFile::write, this, sheet.width,
                                                   sheet.height)) {
    const auto date = to_text(sheet.made_at);
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, sheet.title.c_str());
    cairo_.reset(cairo_create(surface_.get()));
}

void PdfFile::finish() {
    pdf_require(cairo_status(cairo_.get()));
    cairo_surface_finish(surface_.get());
    pdf_require(cairo_surface_status(surface_.get()));
}

std::string pdf_of(const PdfSheet& sheet, const std::function<void(PdfFile&)>& draw) {
    std::string bytes;
    PdfFile file(
        [&](std::string_view more) {
            bytes += more;
            return true;
        },
        sheet);
    draw(file);
    file.finish();
    return bytes;
}

}  // namespace yunhe::tenants
