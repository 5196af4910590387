/// Reads a QR code from its modules, without correcting errors: what a test needs to know that a
/// code says what it should. Byte mode, versions 1 to 10, as in ISO/IEC 18004.
#pragma once

#include <optional>
#include <string>

#include "catalog/certificate_render.hpp"

namespace yunhe::test {

/// nullopt: not such a code.
std::optional<std::string> read_qr(const catalog::QrCode& code);

}  // namespace yunhe::test
