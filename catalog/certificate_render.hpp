/// The certificate for paper, and the QR code that leads to its verification. Pure bytes: the same
/// arguments always give the same document. Needs a font with Chinese characters at run time
/// (Debian: fonts-noto-cjk). Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "catalog/certificate.hpp"

namespace yunhe::catalog {

/// The modules of a QR code (ISO/IEC 18004), error correction level M, without quiet zone.
struct QrCode {
    int width = 0;
    std::vector<bool> dark;  ///< Row by row, width * width.
    bool at(int row, int column) const {
        return dark[static_cast<std::size_t>(row * width + column)]; }
};
/// Throws std::runtime_error if the text is too long (about 2300 bytes) or empty.
QrCode encode_qr(std::string_view text);
/// An SVG picture with the quiet zone of four modules, without scripts or styles.
std::string render_qr_svg(const QrCode& code);

struct CertificateDocument {
    Certificate certificate;
    CertificateState state = CertificateState::valid;
    std::string verify_url;  ///< In the QR code and below it.
    Timestamp made_at;       ///< Stands in the file as its date, and as that of the state.
};
/// One page of A4. Throws std::runtime_error if the graphics library fails.
std::string render_certificate_pdf(const CertificateDocument& document);

}  // namespace yunhe::catalog
