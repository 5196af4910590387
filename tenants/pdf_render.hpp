/// What all our drawings share: owners of the graphics library's objects, text on a page, and a PDF
/// that is written as it grows. Only drawing sources include this (CMakeLists.txt gives them the
/// library's folders); everybody else uses what they offer.
///
/// Needs a font with Chinese characters at run time (Debian: fonts-noto-cjk). Lengths are in
/// points: 72 to the inch. A document belongs to one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/time.hpp"

namespace yunhe::tenants {

inline constexpr double kA4Short = 595.28;
inline constexpr double kA4Long = 841.89;

template <auto Free>
struct PdfFreeing {
    template <class T>
    void operator()(T* object) const { Free(object); }
};
using PdfSurface = std::unique_ptr<cairo_surface_t, PdfFreeing<cairo_surface_destroy>>;
using PdfCairo = std::unique_ptr<cairo_t, PdfFreeing<cairo_destroy>>;
using PdfLayout = std::unique_ptr<PangoLayout, PdfFreeing<g_object_unref>>;
using PdfLayoutIter = std::unique_ptr<PangoLayoutIter, PdfFreeing<pango_layout_iter_free>>;

/// How a text is set.
struct PdfStyle {
    const char* font = "Noto Sans CJK SC 10.5";
    double width = 0;    ///< Lines break there, anywhere if they must; never with a hyphen, which
                         ///< would be read as part of a digest or code.
    double spacing = 0;  ///< Between lines.
    PangoAlignment alignment = PANGO_ALIGN_LEFT;
};
PdfLayout pdf_layout(cairo_t* cairo, const PdfStyle& style, std::string_view text);
double pdf_height(PangoLayout* layout);
/// Shows the text and returns its height.
double pdf_show(cairo_t* cairo, const PdfStyle& style, double x, double y, std::string_view text);

/// Throws std::runtime_error unless all is well.
void pdf_require(cairo_status_t status);

/// Takes the next bytes; false: they can't be kept.
using PdfSink = std::function<bool(std::string_view)>;

struct PdfSheet {
    double width = kA4Short;
    double height = kA4Long;
    std::string title;
    Timestamp made_at;  ///< The file's date.
};
/// A document that goes to its sink page by page: memory doesn't grow with the pages. The same
/// drawing always gives the same bytes.
class PdfFile {
public:
    PdfFile(PdfSink sink, const PdfSheet& sheet);
    PdfFile(const PdfFile&) = delete;
    PdfFile& operator=(const PdfFile&) = delete;
    cairo_t* cairo() { return cairo_.get(); }
    void next_page() { cairo_show_page(cairo_.get()); }
    /// Throws std::runtime_error if anything failed since the beginning.
    void finish();

private:
    static cairo_status_t write(void* self, const unsigned char* bytes, unsigned length);

    PdfSink sink_;
    PdfSurface surface_;
    PdfCairo cairo_;
};

/// A whole document in memory. Throws std::runtime_error if the graphics library fails.
std::string pdf_of(const PdfSheet& sheet, const std::function<void(PdfFile&)>& draw);

}  // namespace yunhe::tenants
