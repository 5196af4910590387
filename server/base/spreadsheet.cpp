#include "base/spreadsheet.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <stdexcept>
#include <xlsxwriter.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace yunhe {
namespace {

Error broken() { return {Errc::malformed, "bad_spreadsheet"}; }
Error too_large(const char* what, std::size_t most) {
    return {Errc::malformed, "spreadsheet_too_large",
            {{"what", what}, {"max", std::to_string(most)}}};
}

// The archive.

struct ArchiveCloser {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct EntryCloser {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

class Archive {
public:
    static Result<Archive> open(std::string_view bytes, const SheetLimits& limits) {
        if (bytes.size() > limits.file_bytes_max)
            return too_large("file_bytes", limits.file_bytes_max);
        Archive archive(limits);
        zip_source_t* source =
            zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
        if (source == nullptr) return broken();
        archive.archive_.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
        if (!archive.archive_) {
            zip_source_free(source);
            return broken();
        }
        const auto entries = zip_get_num_entries(archive.archive_.get(), 0);
        if (entries > static_cast<zip_int64_t>(limits.parts_max))
            return too_large("parts", limits.parts_max);
        return archive;
    }

    bool has(const std::string& name) const {
        return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0;
    }

    /// Inflates at most so many bytes, whatever the archive says of itself.
    Result<std::string> part(const std::string& name) const {
        const std::unique_ptr<zip_file_t, EntryCloser> entry(
            zip_fopen(archive_.get(), name.c_str(), 0));
        if (!entry) return broken();
        std::string content;
        std::array<char, 64 * 1024> chunk;
        for (;;) {
            const auto count = zip_fread(entry.get(), chunk.data(), chunk.size());
            if (count < 0) return broken();
            if (count == 0) return content;
            content.append(chunk.data(), static_cast<std::size_t>(count));
            if (content.size() > limits_.part_bytes_max)
                return too_large("part_bytes", limits_.part_bytes_max);
        }
    }

    /// Parsed; pugixml follows no entity but the five of XML and no external part.
    Result<std::unique_ptr<pugi::xml_document>> xml(const std::string& name) const {
        YUNHE_TRY(content, part(name));
        auto document = std::make_unique<pugi::xml_document>();
        const auto parsed = document->load_buffer(content.data(), content.size(),
                                                  pugi::parse_default | pugi::parse_ws_pcdata);
        if (!parsed) return broken();
        return document;
    }

private:
    explicit Archive(const SheetLimits& limits) : limits_(limits) {}
    std::unique_ptr<zip_t, ArchiveCloser> archive_;
    SheetLimits limits_;
};

// Names may carry a prefix ("x:row"), as some programs write them.

std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
    for (const auto inner : node.children())
        if (local_name(inner) == name) return inner;
    return {};
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
    for (const auto one : node.attributes()) {
        const std::string_view whole = one.name();
        const auto colon = whole.find(':');
        if ((colon == std::string_view::npos ? whole : whole.substr(colon + 1)) == name)
            return one.value();
    }
    return {};
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return number;
}

/// What a shared or inline string says: its own text and that of its runs, without phonetics.
std::string rich_text(const pugi::xml_node& node) {
    std::string text;
    for (const auto part : node.children()) {
        if (local_name(part) == "t") text += part.child_value();
        if (local_name(part) == "r") text += child(part, "t").child_value();
    }
    return text;
}

// Number formats: is it a date?

bool built_in_date(int id) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

/// Letters of days, months, years and hours outside of quoted text, brackets and escapes.
bool date_code(std::string_view code) {
    bool quoted = false;
    bool bracketed = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
            continue;
        }
        if (c == '[') bracketed = true;
        if (c == ']') bracketed = false;
        if (!bracketed && std::string_view("dDmMyYhH").find(c) != std::string_view::npos)
            return true;
    }
    return false;
}

/// Which cell styles show their number as a date.
std::set<std::size_t> date_styles(const pugi::xml_document& styles) {
    const auto root = styles.document_element();
    std::map<int, bool> custom;
    for (const auto format : child(root, "numFmts").children())
        if (const auto id = number_of<int>(attribute(format, "numFmtId")))
            custom[*id] = date_code(attribute(format, "formatCode"));
    std::set<std::size_t> dates;
    std::size_t index = 0;
    for (const auto style : child(root, "cellXfs").children()) {
        if (local_name(style) != "xf") continue;
        const auto id = number_of<int>(attribute(style, "numFmtId")).value_or(0);
        const auto own = custom.find(id);
        if (own == custom.end() ? built_in_date(id) : own->second) dates.insert(index);
        ++index;
    }
    return dates;
}

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

/// A serial day as the format counts them. The 29th of February 1900, which never was, is day 60.
std::optional<std::string> date_text(std::string_view serial_text, bool since_1904) {
    const auto serial = number_of<double>(serial_text);
    if (!serial || !(*serial >= 0) || *serial > 2'958'465) return std::nullopt;
    auto days = static_cast<std::int64_t>(std::floor(*serial));
    auto seconds = static_cast<std::int64_t>(std::llround((*serial - std::floor(*serial)) * 86400));
    if (seconds == 86400) {
        ++days;
        seconds = 0;
    }
    using namespace std::chrono;
    const sys_days first =
        since_1904 ? sys_days(year(1904) / 1 / 1) : sys_days(year(1899) / 12 / 31);
    const auto shift = !since_1904 && days > 59 ? 1 : 0;
    const year_month_day day(first + std::chrono::days(days - shift));
    auto text = std::to_string(static_cast<int>(day.year())) + "-" +
                two_digits(static_cast<unsigned>(day.month())) + "-" +
                two_digits(static_cast<unsigned>(day.day()));
    if (seconds == 0) return text;
    return text + " " + two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" +
           two_digits(seconds % 60);
}

// The workbook.

/// "C12" -> 2.
std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0;
    std::size_t letters = 0;
    while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z') {
        column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A' + 1);
        if (++letters > 3) return std::nullopt;
    }
    if (letters == 0) return std::nullopt;
    return column - 1;
}

/// Where a relation of the workbook leads, inside the archive.
std::string inside(std::string_view target) {
    if (target.starts_with("/")) return std::string(target.substr(1));
    return "xl/" + std::string(target);
}

struct Workbook {
    std::string sheet_part;
    std::string strings_part;
    std::string styles_part;
    bool since_1904 = false;
};

Result<Workbook> find_parts(const Archive& archive) {
    YUNHE_TRY(book, archive.xml("xl/workbook.xml"));
    YUNHE_TRY(relations, archive.xml("xl/_rels/workbook.xml.rels"));
    std::map<std::string, std::string, std::less<>> targets;
    Workbook workbook;
    for (const auto relation : relations->document_element().children()) {
        if (attribute(relation, "TargetMode") == "External") continue;
        const auto part = inside(attribute(relation, "Target"));
        const auto type = attribute(relation, "Type");
        targets.emplace(attribute(relation, "Id"), part);
        if (type.ends_with("/sharedStrings")) workbook.strings_part = part;
        if (type.ends_with("/styles")) workbook.styles_part = part;
    }
    const auto root = book->document_element();
    const auto flag = attribute(child(root, "workbookPr"), "date1904");
    workbook.since_1904 = flag == "1" || flag == "true";
    for (const auto sheet : child(root, "sheets").children()) {
        const auto state = attribute(sheet, "state");
        if (state == "hidden" || state == "veryHidden") continue;
        // The relation's id, not the sheet's own number: "r:id".
        std::string_view id;
        for (const auto one : sheet.attributes())
            if (std::string_view(one.name()).ends_with(":id")) id = one.value();
        const auto target = targets.find(id);
        if (target == targets.end()) return broken();
        workbook.sheet_part = target->second;
        return workbook;
    }
    return broken();
}

class SheetReader {
public:
    SheetReader(const SheetLimits& limits, bool since_1904)
        : limits_(limits), since_1904_(since_1904) {}

    Status read_parts(const Archive& archive, const Workbook& workbook) {
        if (!workbook.strings_part.empty() && archive.has(workbook.strings_part)) {
            YUNHE_TRY(strings, archive.xml(workbook.strings_part));
            for (const auto entry : strings->document_element().children())
                if (local_name(entry) == "si") strings_.push_back(rich_text(entry));
        }
        if (!workbook.styles_part.empty() && archive.has(workbook.styles_part)) {
            YUNHE_TRY(styles, archive.xml(workbook.styles_part));
            dates_ = date_styles(*styles);
        }
        return Done{};
    }

    Result<std::vector<CsvRow>> rows(const pugi::xml_document& sheet) const {
        std::vector<CsvRow> rows;
        std::size_t line = 0;
        for (const auto node : child(sheet.document_element(), "sheetData").children()) {
            if (local_name(node) != "row") continue;
            const auto given = number_of<std::size_t>(attribute(node, "r"));
            if (given && *given <= line) return broken();
            line = given.value_or(line + 1);
            YUNHE_TRY(cells, row_cells(node));
            if (cells.empty()) continue;
            if (rows.size() == limits_.lines_max) return too_large("lines", limits_.lines_max);
            rows.push_back({line, std::move(cells)});
        }
        return rows;
    }

private:
    Result<std::vector<std::string>> row_cells(const pugi::xml_node& row) const {
        std::vector<std::string> cells;
        std::size_t next = 0;
        for (const auto node : row.children()) {
            if (local_name(node) != "c") continue;
            const auto reference = attribute(node, "r");
            auto column = std::optional(next);
            if (!reference.empty()) column = column_of(reference);
            if (!column || *column < next) return broken();
            next = *column + 1;
            YUNHE_TRY(text, cell_text(node));
            if (text.empty()) continue;
            if (*column >= limits_.columns_max) return too_large("columns", limits_.columns_max);
            cells.resize(*column);
            cells.push_back(std::move(text));
        }
        return cells;
    }

    Result<std::string> cell_text(const pugi::xml_node& cell) const {
        const auto type = attribute(cell, "t");
        if (type == "inlineStr") return checked(rich_text(child(cell, "is")));
        const std::string value = child(cell, "v").child_value();
        if (value.empty()) return value;
        if (type == "s") {
            const auto index = number_of<std::size_t>(value);
            if (!index || *index >= strings_.size()) return broken();
            return checked(strings_[*index]);
        }
        if (type == "b") return std::string(value == "1" ? "TRUE" : "FALSE");
        if (type == "str" || type == "e" || type == "d") return checked(value);
        const auto style = number_of<std::size_t>(attribute(cell, "s"));
        if (style && dates_.contains(*style))
            if (auto date = date_text(value, since_1904_)) return std::move(*date);
        return checked(value);
    }

    Result<std::string> checked(std::string text) const {
        const auto characters = character_count(text);
        if (!characters) return broken();
        if (*characters > limits_.cell_characters_max)
            return too_large("cell_characters", limits_.cell_characters_max);
        return text;
    }

    SheetLimits limits_;
    bool since_1904_;
    std::vector<std::string> strings_;
    std::set<std::size_t> dates_;
};

}  // namespace

bool looks_like_xlsx(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

Result<std::vector<CsvRow>> read_xlsx(std::string_view bytes, const SheetLimits& limits) {
    if (!looks_like_xlsx(bytes)) return broken();
    YUNHE_TRY(archive, Archive::open(bytes, limits));
    YUNHE_TRY(workbook, find_parts(archive));
    SheetReader reader(limits, workbook.since_1904);
    YUNHE_CHECK(reader.read_parts(archive, workbook));
    YUNHE_TRY(sheet, archive.xml(workbook.sheet_part));
    return reader.rows(*sheet);
}

namespace {

void write_sheet(lxw_workbook* workbook, const Sheet& sheet, lxw_format* bold, lxw_format* text) {
    auto* target = workbook_add_worksheet(workbook, sheet.name.c_str());
    for (std::size_t i = 0; i < sheet.widths.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        worksheet_set_column(target, column, column, sheet.widths[i], text);
    }
    const auto put = [&](std::size_t line, const std::vector<std::string>& cells,
                         lxw_format* format) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (!cells[i].empty())
                worksheet_write_string(target, static_cast<lxw_row_t>(line),
                                       static_cast<lxw_col_t>(i), cells[i].c_str(), format);
    };
    put(0, sheet.heading, bold);
    std::size_t line = 0;
    for (const auto& row : sheet.rows) put(++line, row, text);
    worksheet_freeze_panes(target, 1, 0);
}

}  // namespace

std::string write_xlsx(std::span<const Sheet> sheets) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("yunhe-" + crypto::random_hex(16) + ".xlsx");
    auto* workbook = workbook_new(path.c_str());
    auto* bold = workbook_add_format(workbook);
    format_set_bold(bold);
    auto* text = workbook_add_format(workbook);
    // "@": what is typed into the cell stays text, so codes keep their zeros.
    format_set_num_format(text, "@");
    for (const auto& sheet : sheets) write_sheet(workbook, sheet, bold, text);
    const auto closed = workbook_close(workbook);
    std::string bytes;
    {
        std::ifstream file(path, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
        if (!file || closed != LXW_NO_ERROR) bytes.clear();
    }
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    if (bytes.empty()) throw std::runtime_error("can't write a spreadsheet to " + path.string());
    return bytes;
}

struct WorkbookFile::State {
    std::filesystem::path path;
    std::string temporary_folder;  ///< The library keeps the pointer.
    lxw_workbook* workbook = nullptr;
    lxw_worksheet* sheet = nullptr;
    lxw_format* bold = nullptr;
    lxw_format* plain = nullptr;
    lxw_format* amount = nullptr;
    std::string name;
    std::vector<SheetColumn> columns;
    int parts = 0;  ///< Sheets of this name.
    std::uint32_t row = 0;
    std::uint16_t column = 0;
};

namespace {

constexpr std::size_t kSheetNameCharacters = 31;
constexpr std::size_t kCellCharacters = 32'767;
constexpr std::size_t kExactDigits = 15;

/// Characters that a sheet's name can't have become blanks.
std::string sheet_name(const std::string& wanted, int part) {
    auto characters = code_points(wanted);
    for (auto& c : characters)
        if (std::u32string_view(U"[]:*?/\\").find(c) != std::u32string_view::npos) c = U' ';
    const auto end = part == 0 ? std::string() : "(" + std::to_string(part + 1) + ")";
    characters.resize(std::min(characters.size(), kSheetNameCharacters - end.size()));
    return utf8_of(characters) + end;
}

/// The number, if the format can hold it digit for digit.
std::optional<double> exact_number(const std::string& value) {
    const auto digits = static_cast<std::size_t>(
        std::count_if(value.begin(), value.end(), [](char c) { return is_digit(c); }));
    if (digits == 0 || digits > kExactDigits) return std::nullopt;
    return number_of<double>(value);
}

}  // namespace

WorkbookFile::WorkbookFile(const std::filesystem::path& file,
                           const std::filesystem::path& temporary_folder)
    : state_(std::make_unique<State>()) {
    state_->path = file;
    state_->temporary_folder = temporary_folder.string();
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = state_->temporary_folder.data();
    options.use_zip64 = LXW_TRUE;
    state_->workbook = workbook_new_opt(file.c_str(), &options);
    if (state_->workbook == nullptr) throw std::runtime_error("can't begin a spreadsheet");
    state_->bold = workbook_add_format(state_->workbook);
    format_set_bold(state_->bold);
    state_->plain = workbook_add_format(state_->workbook);
    format_set_num_format(state_->plain, "@");
    state_->amount = workbook_add_format(state_->workbook);
    format_set_num_format(state_->amount, "#,##0.00");
}

WorkbookFile::~WorkbookFile() {
    if (state_->workbook == nullptr) return;
    // The library has no other way to let go of what it holds.
    workbook_close(state_->workbook);
    std::error_code ignored;
    std::filesystem::remove(state_->path, ignored);
}

void WorkbookFile::begin_sheet(const std::string& name, std::span<const SheetColumn> columns) {
    auto& state = *state_;
    state.parts = name == state.name ? state.parts + 1 : 0;
    state.name = name;
    if (columns.data() != state.columns.data()) state.columns.assign(columns.begin(),
                                                                     columns.end());
    state.sheet =
        workbook_add_worksheet(state.workbook, sheet_name(name, state.parts).c_str());
    if (state.sheet == nullptr) throw std::runtime_error("can't begin a sheet");
    worksheet_freeze_panes(state.sheet, 1, 0);
    for (std::size_t i = 0; i < state.columns.size(); ++i) {
        const auto at = static_cast<lxw_col_t>(i);
        worksheet_set_column(state.sheet, at, at, state.columns[i].width, nullptr);
    }
    for (std::size_t i = 0; i < state.columns.size(); ++i)
        worksheet_write_string(state.sheet, 0, static_cast<lxw_col_t>(i),
                               state.columns[i].heading.c_str(), state.bold);
    state.row = 1;
    state.column = 0;
}

void WorkbookFile::text(const std::string& value) {
    auto& state = *state_;
    const auto column = state.column++;
    if (value.empty()) return;
    const bool fits = value.size() <= kCellCharacters;
    const auto shown =
        fits ? value : utf8_of(code_points(value).substr(0, kCellCharacters));
    if (worksheet_write_string(state.sheet, state.row, column, shown.c_str(), state.plain) !=
        LXW_NO_ERROR)
        throw std::runtime_error("can't write into a spreadsheet");
}

void WorkbookFile::number(const std::string& value) {
    const auto exact = exact_number(value);
    if (!exact) return text(value);
    auto& state = *state_;
    const auto column = state.column++;
    auto* format = state.columns[column].amount ? state.amount : nullptr;
    if (worksheet_write_number(state.sheet, state.row, column, *exact, format) != LXW_NO_ERROR)
        throw std::runtime_error("can't write into a spreadsheet");
}

void WorkbookFile::blank() { ++state_->column; }

void WorkbookFile::end_row() {
    auto& state = *state_;
    state.column = 0;
    if (state.row++ < kRowsOfSheetMax) return;
    begin_sheet(state.name, state.columns);
}

void WorkbookFile::finish() {
    const auto closed = workbook_close(state_->workbook);
    state_->workbook = nullptr;
    if (closed != LXW_NO_ERROR)
        throw std::runtime_error(std::string("can't write a spreadsheet: ") +
                                 lxw_strerror(closed));
}

}  // namespace yunhe
