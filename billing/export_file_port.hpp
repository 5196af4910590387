/// Writes the files of exports, row by row: memory doesn't grow with the rows. One writer for each
/// format, for every kind.
///
/// - xlsx: amounts and quantities are numbers, ids and codes text; control totals on the last
/// sheet.
/// - csv: UTF-8 with BOM, CRLF, RFC 4180; text that a spreadsheet would run is defused, numbers
///   never; totals stand in the sidecar only.
/// - pdf: a table with its totals; vouchers as forms with their sums in words.
/// - journal: what `hledger check` accepts; budget proposals stand below `memo`.
/// - json: one object with columns, rows, totals; amounts as texts.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "billing/export.hpp"
#include "billing/export_rows_store.hpp"

namespace yunhe::billing {

/// Takes the next bytes; false: they can't be kept.
using ExportSink = std::function<bool(std::string_view)>;

struct ExportHead {
    Export wanted;
    std::string tenant;  ///< Its name.
    std::string body;    ///< Of whom asked.
    Timestamp made_at;
};

struct ExportEnd {
    std::uint64_t rows = 0;
    std::vector<ExportTotal> totals;
    ExportNotes notes;
};

/// Throws std::runtime_error when the sink refuses bytes or a library fails. Not thread-safe.
class ExportWriter {
public:
    virtual ~ExportWriter() = default;
    /// One cell per column of the kind.
    virtual void row(const std::vector<std::string>& cells) = 0;
    /// Call once, last.
    virtual void finish(const ExportEnd& end) = 0;
};

/// `temporary_folder` exists; what is put there is removed again.
std::unique_ptr<ExportWriter> make_export_writer(const ExportHead& head, ExportSink sink,
                                                 const std::filesystem::path& temporary_folder);

/// The media type of a format.
std::string_view media_type_of(ExportFormat format);

}  // namespace yunhe::billing
