/// What kind of file an uploaded material is, judged by its content: names prove nothing. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace yunhe::tenants {

/// pdf, docx, xlsx, png, jpg by their marks, and plain text (valid UTF-8 without control
/// characters); nullopt for anything else, and for nothing.
std::optional<std::string_view> sniffed_media_type(std::string_view content);

}  // namespace yunhe::tenants
