#include "tenants/material_type.hpp"

#include "base/text.hpp"

namespace yunhe::tenants {
namespace {

using namespace std::string_view_literals;

std::optional<std::string_view> office_type(std::string_view zip) {
    if (zip.find("[Content_Types].xml"sv) == std::string_view::npos) return std::nullopt;
    // Entry names stand in the clear in a ZIP's headers; macros come in a part of their own.
    if (zip.find("vbaProject.bin"sv) != std::string_view::npos) return std::nullopt;
    if (zip.find("word/document.xml"sv) != std::string_view::npos)
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    if (zip.find("xl/workbook.xml"sv) != std::string_view::npos)
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return std::nullopt;
}

bool plain_text(std::string_view content) {
    if (!valid_utf8(content)) return false;
    for (const unsigned char byte : content)
        if ((byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7f)
            return false;
    return true;
}

}  // namespace

std::optional<std::string_view> sniffed_media_type(std::string_view content) {
    if (content.starts_with("%PDF-"sv)) return "application/pdf";
    if (content.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
    if (content.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
    if (content.starts_with("PK\x03\x04"sv)) return office_type(content);
    if (!content.empty() && plain_text(content)) return "text/plain; charset=utf-8";
    return std::nullopt;
}

}  // namespace yunhe::tenants
