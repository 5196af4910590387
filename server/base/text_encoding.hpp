/// Files from departments come in UTF-8 (with or without byte order mark) or in GB 18030. Which it
/// is is judged by the content, never by a name. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/enum_text.hpp"
#include "base/result.hpp"

namespace yunhe {

/// Of UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

enum class TextEncoding { utf8, gb18030 };

struct DecodedText {
    std::string text;  ///< UTF-8 without byte order mark.
    TextEncoding encoding = TextEncoding::utf8;
};

/// Errors: malformed `bad_encoding` for bytes that are neither, or hold a NUL.
Result<DecodedText> decode_text(std::string_view bytes);

/// REQUIRES: valid UTF-8 (every character of it is in GB 18030).
std::string gb18030_of(std::string_view utf8);

}  // namespace yunhe

template <>
inline constexpr auto yunhe::enum_texts<yunhe::TextEncoding> =
    yunhe::texts_of(std::pair{yunhe::TextEncoding::utf8, "utf-8"},
                    std::pair{yunhe::TextEncoding::gb18030, "gb18030"});
