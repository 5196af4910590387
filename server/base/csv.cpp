#include "base/csv.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "base/text_encoding.hpp"

namespace yunhe {
namespace {


Error bad_csv(std::size_t line) {
    return {Errc::malformed, "bad_csv", {{"line", std::to_string(line)}}};
}

/// Walks over the text once. Lines are counted by their \n.
class CsvParser {
public:
    explicit CsvParser(std::string_view text) : text_(text) {}

    Result<std::vector<CsvRow>> rows() {
        std::vector<CsvRow> rows;
        while (!done()) {
            if (skip_line_end()) continue;
            CsvRow row{line_, {}};
            do {
                std::string cell;
                const bool taken = peek() == '"' ? take_quoted(cell) : take_unquoted(cell);
                if (!taken) return bad_csv(line_);
                row.cells.push_back(std::move(cell));
            } while (skip_comma());
            if (!done() && !skip_line_end()) return bad_csv(line_);
            rows.push_back(std::move(row));
        }
        return rows;
    }

private:
    bool done() const { return at_ == text_.size(); }
    char peek() const { return done() ? '\0' : text_[at_]; }

    bool skip_comma() {
        if (peek() != ',') return false;
        ++at_;
        return true;
    }

    bool skip_line_end() {
        const auto rest = text_.substr(at_);
        const std::size_t length = rest.starts_with("\r\n") ? 2 : rest.starts_with("\n") ? 1 : 0;
        at_ += length;
        line_ += length > 0 ? 1 : 0;
        return length > 0;
    }

    bool take_unquoted(std::string& cell) {
        const auto end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
        cell = text_.substr(at_, end - at_);
        at_ = end;
        return peek() != '"';
    }

    bool take_quoted(std::string& cell) {
        for (++at_; !done(); ++at_) {
            if (text_[at_] == '\n') ++line_;
            if (text_[at_] != '"') {
                cell += text_[at_];
                continue;
            }
            const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
            if (!doubled) {
                ++at_;
                return true;
            }
            cell += '"';
            ++at_;
        }
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

/// The first line whose bytes are no text; 0 if all are.
std::size_t first_bad_line(std::string_view text) {
    if (valid_utf8(text) && text.find('\0') == std::string_view::npos) return 0;
    std::size_t line = 0;
    for (const auto part : split(text, '\n')) {
        ++line;
        if (!valid_utf8(part) || part.find('\0') != std::string_view::npos) return line;
    }
    return line;
}

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (const auto line = first_bad_line(text); line != 0) return bad_csv(line);
    return CsvParser(text).rows();
}

Result<CsvTable> CsvTable::parse(std::string_view text) {
    YUNHE_TRY(rows, parse_csv(text));
    if (rows.empty()) return Error{Errc::malformed, "csv_empty"};
    CsvTable table;
    for (auto& column : rows.front().cells) {
        if (table.has_column(column))
            return Error{Errc::malformed, "csv_column_repeated", {{"column", column}}};
        table.columns_.push_back(std::move(column));
    }
    rows.erase(rows.begin());
    for (const auto& row : rows) {
        if (row.cells.size() == table.columns_.size()) continue;
        return Error{Errc::malformed, "csv_row_width",
                     {{"line", std::to_string(row.line)},
                      {"cells", std::to_string(row.cells.size())},
                      {"columns", std::to_string(table.columns_.size())}}};
    }
    table.rows_ = std::move(rows);
    return table;
}

bool CsvTable::has_column(std::string_view column) const {
    return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

const std::string& CsvTable::cell(const CsvRow& row, std::string_view column) const {
    const auto found = std::find(columns_.begin(), columns_.end(), column);
    YUNHE_ASSERT(found != columns_.end() && row.cells.size() == columns_.size());
    return row.cells[static_cast<std::size_t>(found - columns_.begin())];
}

void CsvWriter::byte_order_mark() { *target_ += kByteOrderMark; }

void CsvWriter::text(std::string_view value, bool defused) {
    constexpr std::string_view kFormulaStarts = "=+-@\t\r";
    const bool formula =
        !value.empty() && kFormulaStarts.find(value.front()) != std::string_view::npos;
    if (defused && formula) return plain("'" + std::string(value));
    plain(value);
}

void CsvWriter::plain(std::string_view value) {
    if (row_begun_) *target_ += ',';
    row_begun_ = true;
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
        *target_ += value;
        return;
    }
    *target_ += '"';
    for (const char c : value) {
        if (c == '"') *target_ += '"';
        *target_ += c;
    }
    *target_ += '"';
}

void CsvWriter::end_row() {
    *target_ += line_end_ == LineEnd::crlf ? "\r\n" : "\n";
    row_begun_ = false;
}

void CsvWriter::plain_row(std::span<const std::string_view> values) {
    for (const auto value : values) plain(value);
    end_row();
}

}  // namespace yunhe
