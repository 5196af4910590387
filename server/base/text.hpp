/// Small questions about text: UTF-8, characters, blanks, credit codes. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yunhe {

/// Number of Unicode code points; nullopt if the text is not valid UTF-8 (RFC 3629: no overlong
/// forms, no surrogates, nothing above U+10FFFF).
std::optional<std::size_t> character_count(std::string_view text);
bool valid_utf8(std::string_view text);
/// The code points. REQUIRES: valid UTF-8.
std::u32string code_points(std::string_view text);
std::string utf8_of(std::u32string_view characters);

/// Without white space (Unicode's, U+3000 included) at both ends. REQUIRES: valid UTF-8.
std::string_view trim(std::string_view text);
/// Nothing but white space, or nothing at all. REQUIRES: valid UTF-8.
bool blank(std::string_view text);
/// Holds a control character (C0, DEL, C1) other than \n and \t. REQUIRES: valid UTF-8.
bool has_control_characters(std::string_view text);

/// "a,,b" -> {"a", "", "b"}; "" -> {""}. The pieces point into `text`.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// ASCII 0 to 9, whatever the locale.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// No line breaks and tabs: what came from people goes into a text of one line per fact.
std::string one_line(std::string_view text);
/// ASCII letters only; for header names and hex.
std::string lower_case(std::string_view text);

/// A unified social credit code (统一社会信用代码): 18 characters of GB 32100-2015's set, division code in
/// digits, right check character.
bool valid_uscc(std::string_view code);

}  // namespace yunhe
