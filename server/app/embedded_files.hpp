/// The built console (web-static/dist), as the build put it into the binary.
#pragma once

#include <span>
#include <string_view>

namespace yunhe::app {

struct EmbeddedFile {
    std::string_view name;  ///< Path below web-static/dist, e.g. "assets/index-1a2b.js".
    std::string_view text;
};
std::span<const EmbeddedFile> embedded_console();

}  // namespace yunhe::app
