#include "billing/export_service.hpp"

#include <fstream>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "billing/export_sidecar.hpp"
#include "billing/export_store.hpp"
#include "catalog/product_store.hpp"
#include "db/audit_store.hpp"
#include "tenants/body_store.hpp"
#include "tenants/tenant_store.hpp"

namespace yunhe::billing {
namespace {

using tenants::Caller;

constexpr std::uint64_t kProgressRows = 5'000;
/// Setting text takes its time: nobody shall wait for more in a call.
constexpr std::uint64_t kPdfRowsAtOnce = 1'000;

/// A file that grows, with its digest.
class GrowingFile {
public:
    explicit GrowingFile(const std::filesystem::path& path)
        : path_(path), stream_(path, std::ios::binary | std::ios::trunc) {}
    bool add(std::string_view bytes) {
        stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        digest_.add(bytes);
        size_ += bytes.size();
        return static_cast<bool>(stream_);
    }
    void close() {
        stream_.close();
        if (!stream_) throw std::runtime_error(path_.string() + " can't be written");
    }
    std::uint64_t size() const { return size_; }
    std::string digest_hex() const { return crypto::hex(digest_.digest()); }

private:
    std::filesystem::path path_;
    std::ofstream stream_;
    crypto::Sm3 digest_;
    std::uint64_t size_ = 0;
};

/// Counts rows and adds up what is to be added up.
class Totals {
public:
    Totals(const ExportKindRow& row, ExportHeadings headings) {
        for (std::size_t i = 0; i < row.columns.size(); ++i) {
            const auto& column = row.columns[i];
            if (!column.total) continue;
            positions_.push_back(i);
            end.totals.push_back({std::string(column.code),
                                  std::string(heading_of(column, headings == ExportHeadings::en
                                                                     ? ExportHeadings::en
                                                                     : ExportHeadings::zh)),
                                  Money()});
        }
    }
    void add(const std::vector<std::string>& cells, bool counted) {
        ++end.rows;
        if (!counted) return;
        for (std::size_t i = 0; i < positions_.size(); ++i) {
            const auto& cell = cells[positions_[i]];
            if (!cell.empty()) end.totals[i].sum += Money::parse(cell).value();
        }
    }
    ExportEnd end;

private:
    std::vector<std::size_t> positions_;
};

ExportHead head_of(db::Transaction& tx, TenantScope scope, const Export& wanted, Timestamp now) {
    const auto body = tenants::find_body(tx, scope, wanted.body_id);
    return {.wanted = wanted,
            .tenant = tenants::read_tenant(tx, scope).name,
            .body = body ? body->name : std::string(),
            .made_at = now};
}

struct FilterUse {
    std::uint32_t bit;
    const char* name;
    bool used;
};
std::vector<FilterUse> uses_of(const ExportFilter& filter) {
    return {{kFilterPeriods, "period", filter.period_from || filter.period_to},
            {kFilterBook, "book", filter.book.has_value()},
            {kFilterDeveloper, "developer_uscc", !filter.developer_uscc.empty()},
            {kFilterDepartment, "department_code", !filter.department_code.empty()},
            {kFilterProduct, "product_code", !filter.product_code.empty()},
            {kFilterAccount, "account", !filter.account.empty()},
            {kFilterYear, "fiscal_year", filter.fiscal_year.has_value()}};
}

Status check_filters(const ExportKindRow& row, const ExportFilter& filter) {
    for (const auto& use : uses_of(filter)) {
        const auto pointer = std::string("/") + use.name;
        if (use.used && (row.filters & use.bit) == 0) return malformed(pointer, "filter_unfit");
        if (!use.used && (row.required & use.bit) != 0) return malformed(pointer, "missing_field");
    }
    if (filter.period_from && filter.period_to && *filter.period_to < *filter.period_from)
        return malformed("/period_to", "range_reversed");
    return Done{};
}

/// What is named must be there: an export of nothing would look like there is nothing.
Status check_references(db::Transaction& tx, TenantScope scope, const ExportFilter& filter) {
    const auto missing = [&](const char* pointer, const std::string& code) {
        return malformed(pointer, "unknown_reference", {{"code", code}});
    };
    const auto is_body = [&](const std::string& code) {
        return code.empty() || tenants::find_body_by_code(tx, scope, code).has_value();
    };
    if (!is_body(filter.developer_uscc)) return missing("/developer_uscc", filter.developer_uscc);
    if (!is_body(filter.department_code))
        return missing("/department_code", filter.department_code);
    const auto& product = filter.product_code;
    if (!product.empty() && !catalog::find_product_by_code(tx, scope, product))
        return missing("/product_code", product);
    return Done{};
}

/// Sets one's own code, or refuses another's.
Status keep_own(db::Transaction& tx, const Caller& caller, std::string& code) {
    const auto own = tenants::find_body(tx, caller.scope, caller.body_id);
    YUNHE_ASSERT(own.has_value());
    if (!code.empty() && code != own->code) return wrong_party("not_your_object");
    code = own->code;
    return Done{};
}

bool is_department(const Caller& caller) { return caller.role == tenants::Role::department; }

}  // namespace

bool may_export(const Caller& caller, const ExportKindRow& row) {
    if (!caller.may(row.permission)) return false;
    if (caller.is_developer()) return row.developers_own;
    return !is_department(caller) || row.departments_own;
}

Result<ExportFilter> narrow_export(db::Transaction& tx, const Caller& caller, ExportKind kind,
                                   ExportFilter filter) {
    const auto& row = row_of(kind);
    if (!may_export(caller, row)) return Error{Errc::permission, "permission_denied"};
    YUNHE_CHECK(check_filters(row, filter));
    YUNHE_CHECK(check_references(tx, caller.scope, filter));
    if (caller.is_developer()) {
        YUNHE_CHECK(keep_own(tx, caller, filter.developer_uscc));
        filter.published_only = true;
    }
    if (is_department(caller)) YUNHE_CHECK(keep_own(tx, caller, filter.department_code));
    return filter;
}

Result<Export> request_export(db::Transaction& tx, const Caller& caller, const ExportWish& wish,
                              const ExportWorkshop& workshop) {
    const auto& row = row_of(wish.kind);
    if (!may_export(caller, row)) return Error{Errc::permission, "permission_denied"};
    if (!has_format(row, wish.format)) return malformed("/format", "format_unfit");
    YUNHE_TRY(filter, narrow_export(tx, caller, wish.kind, wish.filter));
    Export wanted;
    wanted.id = tx.new_id<ExportId>();
    wanted.kind = wish.kind;
    wanted.format = wish.format;
    wanted.headings = wish.headings.value_or(wish.format == ExportFormat::csv ? row.csv_headings
                                                                              : ExportHeadings::zh);
    wanted.filter = filter;
    wanted.rows_total = count_export_rows(tx, caller.scope, wish.kind, filter);
    if (wish.format == ExportFormat::pdf && wanted.rows_total > kPdfRowsMax)
        return refused_by_system("export_too_long_for_pdf",
                                 {{"rows", std::to_string(wanted.rows_total)},
                                  {"max", std::to_string(kPdfRowsMax)}});
    wanted.number = tx.next_number(caller.scope, "export");
    wanted.body_id = caller.body_id;
    wanted.user_id = caller.user_id;
    wanted.username = caller.username;
    wanted.role = caller.role;
    wanted.requested_at = caller.now;
    wanted.file_name = export_file_name(wanted);
    insert_export(tx, caller.scope, wanted);
    const auto at_once = wish.format == ExportFormat::pdf ? kPdfRowsAtOnce : kExportRowsAtOnce;
    if (wanted.rows_total > at_once) return wanted;
    const auto made = make_file(tx, caller.scope, wanted, caller.now, workshop,
                                [](std::uint64_t) { return true; });
    YUNHE_ASSERT(made.has_value());
    finish_export(tx, caller.scope, wanted, *made, caller.now, real_now(), workshop);
    return wanted;
}

Result<Export> read_own_export(db::Transaction& tx, const Caller& caller, ExportId id) {
    auto found = find_export(tx, caller.scope, id);
    if (!found) return not_found();
    if (found->body_id != caller.body_id) return not_found();
    if (!may_export(caller, row_of(found->kind)))
        return Error{Errc::permission, "permission_denied"};
    return std::move(*found);
}

std::filesystem::path export_path(const std::filesystem::path& data_folder, TenantScope scope,
                                  const Export& wanted) {
    return data_folder / "exports" / std::to_string(scope.tenant().value) /
           (to_text(wanted.id) + "." + std::string(to_text(wanted.format)));
}

std::optional<MadeFile> make_file(db::Transaction& tx, TenantScope scope, const Export& wanted,
                                  Timestamp now, const ExportWorkshop& workshop,
                                  const ExportProgress& progress) {
    const auto path = export_path(workshop.data_folder, scope, wanted);
    std::filesystem::create_directories(path.parent_path());
    auto part = path;
    part += ".part";
    GrowingFile file(part);
    Totals totals(row_of(wanted.kind), wanted.headings);
    const auto writer =
        make_export_writer(head_of(tx, scope, wanted, now),
                           [&](std::string_view bytes) { return file.add(bytes); },
                           path.parent_path());
    struct GivenUp {};
    try {
        each_export_row(tx, scope, wanted.kind, wanted.filter, now,
                        [&](const std::vector<std::string>& cells, bool counted) {
                            writer->row(cells);
                            totals.add(cells, counted);
                            if (totals.end.rows % kProgressRows == 0 &&
                                !progress(totals.end.rows))
                                throw GivenUp{};
                        });
    } catch (const GivenUp&) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        return std::nullopt;
    }
    totals.end.notes = export_notes(tx, scope, wanted.kind, wanted.filter);
    writer->finish(totals.end);
    file.close();
    std::filesystem::rename(part, path);
    return MadeFile{file.size(), file.digest_hex(), std::move(totals.end)};
}

void finish_export(db::Transaction& tx, TenantScope scope, Export& wanted, const MadeFile& made,
                   Timestamp now, Timestamp real_now, const ExportWorkshop& workshop) {
    wanted.state = ExportState::done;
    wanted.rows_total = made.end.rows;
    wanted.rows_done = made.end.rows;
    wanted.finished_at = now;
    wanted.size_bytes = made.size_bytes;
    wanted.digest_hex = made.digest_hex;
    const auto head = head_of(tx, scope, wanted, now);
    const auto content = statement_text({.wanted = &wanted,
                                         .tenant = head.tenant,
                                         .body = head.body,
                                         .made_at = now,
                                         .rows = made.end.rows,
                                         .totals = made.end.totals,
                                         .notes = made.end.notes});
    // The operator runs the platform and answers for what leaves it.
    const auto home =
        tenants::read_first_body_of_kind(tx, scope, tenants::BodyKind::operator_body);
    const auto signature = workshop.signer.sign(tx, scope, home.id, content, now);
    wanted.sidecar =
        sidecar_text(content, signature.digest_hex, signature.der, signature.public_pem);
    save_export(tx, scope, wanted);
    db::AuditRow audit;
    audit.at_real = real_now;
    audit.at_tenant = now;
    if (wanted.user_id.value != 0) audit.user_id = wanted.user_id;
    audit.body_id = wanted.body_id;
    audit.role = std::string(to_text(wanted.role));
    audit.operation = "makeExport";
    audit.subject = to_text(wanted.id);
    audit.details = {{"kind", std::string(to_text(wanted.kind))},
                     {"format", std::string(to_text(wanted.format))},
                     {"filters", to_json(wanted.filter)},
                     {"rows", made.end.rows},
                     {"digest_sm3", made.digest_hex}};
    db::append_audit(tx, scope, audit);
}

void fail_export(db::Transaction& tx, TenantScope scope, Export& wanted, std::string_view code,
                 Timestamp now) {
    wanted.state = ExportState::failed;
    wanted.failure = code;
    wanted.finished_at = now;
    save_export(tx, scope, wanted);
}

std::string export_bytes(db::Transaction& tx, const Caller& caller, ExportKind kind,
                         ExportFormat format, const ExportFilter& filter) {
    Export wanted;
    wanted.kind = kind;
    wanted.format = format;
    wanted.headings = format == ExportFormat::csv ? row_of(kind).csv_headings : ExportHeadings::zh;
    wanted.filter = filter;
    wanted.body_id = caller.body_id;
    wanted.username = caller.username;
    std::string bytes;
    Totals totals(row_of(kind), wanted.headings);
    const auto writer = make_export_writer(
        head_of(tx, caller.scope, wanted, caller.now),
        [&](std::string_view more) {
            bytes += more;
            return true;
        },
        std::filesystem::temp_directory_path());
    each_export_row(tx, caller.scope, kind, filter, caller.now,
                    [&](const std::vector<std::string>& cells, bool counted) {
                        writer->row(cells);
                        totals.add(cells, counted);
                    });
    writer->finish(totals.end);
    return bytes;
}

}  // namespace yunhe::billing
