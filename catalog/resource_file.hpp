/// A department's catalogue as a table: one row per column of a resource (信息项). What a row says of
/// the resource itself stands in the resource's first row and may be left empty in those that
/// follow; it must not contradict it. The rows of a resource need not stand together. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"
#include "base/error_text.hpp"
#include "catalog/resource.hpp"

namespace yunhe::catalog {

inline constexpr std::size_t kCatalogueLinesMax = 50'000;  ///< Without the heading.
inline constexpr std::size_t kColumnsOfResourceMax = 500;

/// One column of the table. Headings are read in either language.
struct FileColumn {
    std::string_view name;  ///< In reports.
    std::string_view zh;
    std::string_view en;
    bool required = false;  ///< Its heading must be there.
    std::string_view hint_zh;
    std::string_view hint_en;
    int width = 16;
};
std::span<const FileColumn> file_columns();

enum class LineOutcome { created, changed, unchanged, error };

struct LineError {
    std::string column;  ///< A FileColumn's name; empty: the row as a whole.
    std::string code;    ///< Its text is in base/error_text.cpp.
    ErrorArgs args = {};
};
struct FileLine {
    std::size_t line = 0;  ///< Of the file, from 1.
    std::string resource_code;
    std::string column_name;
    LineOutcome outcome = LineOutcome::unchanged;
    std::vector<LineError> errors;
};

/// A resource as the file has it. Code, department, state and version are not the file's to say.
struct FileResource {
    Resource resource;
    std::vector<std::size_t> lines;  ///< Indexes into `CatalogueFile::lines`.
    bool faulty = false;
};
struct CatalogueFile {
    std::vector<FileLine> lines;
    std::vector<FileResource> resources;  ///< In the order of their first rows.
};

/// Reads the table. Every fault of a cell becomes an error of its line. Errors, of the file as a
/// whole, malformed: `csv_empty`, `file_column_missing` (args: column), `file_column_unknown`
/// (args: column), `csv_column_repeated`, `too_many_lines` (args: max).
Result<CatalogueFile> read_catalogue(const std::vector<CsvRow>& rows);

/// What is there already: the department's own resources, and which codes others hold.
struct KnownResources {
    std::map<std::string, Resource, std::less<>> own;
    std::set<std::string, std::less<>> taken;
};
struct PlannedResource {
    Resource resource;  ///< As it shall be: with code, department, state and next version.
    std::optional<Resource> current;
    bool changes = false;  ///< False: exactly what is there.
};
struct ImportPlan {
    std::vector<PlannedResource> resources;
    std::size_t created = 0;    ///< Resources.
    std::size_t changed = 0;
    std::size_t unchanged = 0;
    std::size_t errors = 0;     ///< Lines in error.
};
/// What applying the file would do; sets the outcome of every line of `file`, and errors where
/// a resource can't be so: those of check_resource; `code_taken`; `resource_retired`.
ImportPlan plan_import(CatalogueFile& file, const KnownResources& known, BodyId department_id,
                       bool publish, const tenants::RulePack& pack);

/// The heading and the rows of resources, as the reader takes them.
std::vector<std::string> file_heading(Language language);
std::vector<std::vector<std::string>> file_rows(const Resource& resource, Language language);
/// What stands in each column, for the template's second sheet.
std::vector<std::vector<std::string>> file_explanations(Language language);

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::LineOutcome> =
    yunhe::texts_of(std::pair{yunhe::catalog::LineOutcome::created, "created"},
                    std::pair{yunhe::catalog::LineOutcome::changed, "changed"},
                    std::pair{yunhe::catalog::LineOutcome::unchanged, "unchanged"},
                    std::pair{yunhe::catalog::LineOutcome::error, "error"});
