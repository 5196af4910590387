/// Asking for a file of business data, and making it.
#pragma once

#include <filesystem>
#include <functional>

#include "billing/export.hpp"
#include "billing/export_file_port.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/signer_service.hpp"

namespace yunhe::billing {

/// What a job needs beside the database. Files stand in `data_folder/exports/<tenant>/`.
struct ExportWorkshop {
    const tenants::Signer& signer;
    std::filesystem::path data_folder;
};

struct ExportWish {
    ExportKind kind = ExportKind::allocation_ledger;
    ExportFormat format = ExportFormat::xlsx;
    std::optional<ExportHeadings> headings = {};
    ExportFilter filter;
};

/// May this caller have this kind at all? By role; whose rows is decided by narrow_export.
bool may_export(const tenants::Caller& caller, const ExportKindRow& row);

/// The filter as the caller may have it: developers and departments get their own rows only.
/// Errors: `permission_denied`; malformed at the filter's name: `filter_unfit` (the kind doesn't
/// know it), `missing_field`, `range_reversed`, `unknown_reference`; party `not_your_object`.
Result<ExportFilter> narrow_export(db::Transaction& tx, const tenants::Caller& caller,
                                   ExportKind kind, ExportFilter filter);

/// Records the wish. Up to kExportRowsAtOnce rows the file is made here and now, else it waits for
/// the worker. Errors: those of narrow_export; malformed /format `format_unfit`; rule
/// `export_too_long_for_pdf`.
Result<Export> request_export(db::Transaction& tx, const tenants::Caller& caller,
                              const ExportWish& wish, const ExportWorkshop& workshop);

/// Whether the caller may see it and have its file: its own body's, of a kind that its role may
/// have. Errors: not_found, `permission_denied`.
Result<Export> read_own_export(db::Transaction& tx, const tenants::Caller& caller, ExportId id);

/// Where its bytes stand. REQUIRES: done.
std::filesystem::path export_path(const std::filesystem::path& data_folder, TenantScope scope,
                                  const Export& wanted);

/// How many rows are written; called every few thousand. False: give up.
using ExportProgress = std::function<bool(std::uint64_t rows_done)>;

/// The file's bytes and what they add up to, on disk.
struct MadeFile {
    std::uint64_t size_bytes = 0;
    std::string digest_hex;
    ExportEnd end;
};
/// Writes the file of a wish; only reads the database. nullopt: `progress` said to give up.
/// `now` is the tenant's clock.
std::optional<MadeFile> make_file(db::Transaction& tx, TenantScope scope, const Export& wanted,
                                  Timestamp now, const ExportWorkshop& workshop,
                                  const ExportProgress& progress);
/// Signs what was made, keeps it and leaves the audit row of who exported what.
/// REQUIRES: the export is locked and not finished.
void finish_export(db::Transaction& tx, TenantScope scope, Export& wanted, const MadeFile& made,
                   Timestamp now, Timestamp real_now, const ExportWorkshop& workshop);
/// Gives the job up with a code of the error texts.
void fail_export(db::Transaction& tx, TenantScope scope, Export& wanted, std::string_view code,
                 Timestamp now);

/// The rows of a kind through the same writer into memory, for answers that are a file themselves.
std::string export_bytes(db::Transaction& tx, const tenants::Caller& caller, ExportKind kind,
                         ExportFormat format, const ExportFilter& filter);

}  // namespace yunhe::billing
