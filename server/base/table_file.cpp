#include "base/table_file.hpp"

#include <utility>

#include "base/spreadsheet.hpp"
#include "base/text.hpp"

namespace yunhe {

Result<TableFile> read_table(std::string_view bytes, std::size_t lines_max) {
    TableFile file;
    if (looks_like_xlsx(bytes)) {
        file.format = TableFormat::xlsx;
        YUNHE_TRY(rows, read_xlsx(bytes, {.lines_max = lines_max + 1}));
        file.rows = std::move(rows);
        return file;
    }
    YUNHE_TRY(decoded, decode_text(bytes));
    file.encoding = decoded.encoding;
    YUNHE_TRY(rows, parse_csv(decoded.text));
    if (rows.size() > lines_max + 1)
        return Error{Errc::malformed, "too_many_lines", {{"max", std::to_string(lines_max)}}};
    file.rows = std::move(rows);
    return file;
}

std::string plain_date(std::string_view text) {
    std::string digits;
    std::vector<std::string> parts;
    text = text.substr(0, text.find(' '));
    for (const char c : text) {
        if (is_digit(c)) {
            digits += c;
            continue;
        }
        if (!digits.empty()) parts.push_back(std::exchange(digits, {}));
    }
    if (!digits.empty()) parts.push_back(digits);
    if (parts.size() == 1 && parts[0].size() == 8)
        parts = {parts[0].substr(0, 4), parts[0].substr(4, 2), parts[0].substr(6)};
    if (parts.size() != 3) return std::string(text);
    for (auto& part : parts)
        if (part.size() == 1) part.insert(0, "0");
    return join(parts, "-");
}

std::optional<Money> plain_amount(std::string_view text) {
    for (const std::string_view sign : {"¥", "¥", "+"})
        if (text.starts_with(sign)) text.remove_prefix(sign.size());
    std::string plain;
    for (const char c : text)
        if (c != ',' && c != ' ') plain += c;
    const auto point = plain.find('.');
    const auto decimals = point == plain.npos ? 0 : plain.size() - point - 1;
    if (point == plain.npos) plain += ".00";
    if (point != plain.npos && decimals == 1) plain += '0';
    // Spreadsheets write more decimals than there are; only zeros may be cut off.
    while (point != plain.npos && plain.size() > point + 3 && plain.back() == '0') plain.pop_back();
    const auto amount = Money::parse(plain);
    if (!amount.ok()) return std::nullopt;
    return amount.value();
}

std::string_view without_defusing(std::string_view text) {
    constexpr std::string_view kFormulaStarts = "=+-@\t\r";
    const bool defused = text.size() > 1 && text[0] == '\'' &&
                         kFormulaStarts.find(text[1]) != std::string_view::npos;
    return defused ? text.substr(1) : text;
}

}  // namespace yunhe
