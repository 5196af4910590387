/// The one table of error texts: code -> full sentences in Chinese and English that say what to do.
///
/// The rows stand in four files, one per area: error_text_base.cpp (request, schema, money, login),
/// error_text_tenants.cpp, error_text_catalog.cpp, error_text_billing.cpp. To add a code, add a row
///     {"notice_window_over", "公告受理期已于 {closed_on} 结束,请等待下一期公告。",
///      "The notice closed on {closed_on}. Wait for the next notice."},
/// to your area's file. A code stands in one file only. `{name}` is replaced by the error's
/// argument of that name; both languages must use the same names. tests/unit checks the rows,
/// tests/arch that every code in the sources has one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace yunhe {

enum class Language { chinese, english };

struct ErrorText {
    std::string_view code;
    std::string_view chinese;
    std::string_view english;
};

/// The filled sentence. A mark without argument stays as it stands; an unknown code gives the code
/// itself (the tests keep both from happening).
std::string error_text(std::string_view code, const ErrorArgs& args, Language language);
bool has_error_text(std::string_view code);
/// Every row, in the order of the four files.
const std::vector<ErrorText>& all_error_texts();

// The files' tables, joined by error_text.cpp.
std::span<const ErrorText> base_error_texts();
std::span<const ErrorText> tenants_error_texts();
std::span<const ErrorText> agreement_error_texts();
std::span<const ErrorText> catalog_error_texts();
std::span<const ErrorText> billing_error_texts();

}  // namespace yunhe
