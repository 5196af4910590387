/// One file of a department's catalogue on its way in: uploaded in parts, checked line by line,
/// applied as a whole or not at all. Checking and applying are jobs of the
/// ResourceImportWorker. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/text_encoding.hpp"
#include "base/workflow.hpp"
#include "catalog/resource_file.hpp"
#include "tenants/role.hpp"

namespace yunhe::catalog {

struct ResourceImportEntity { static constexpr std::string_view prefix = "rim"; };
using ResourceImportId = Id<ResourceImportEntity>;

enum class ImportState {
    uploading,
    checking,   ///< Waits for the job.
    checked,    ///< Nothing is wrong; what would change can be read.
    faulty,     ///< Can't be applied: the file is unreadable or has lines in error.
    applying,   ///< Waits for the job.
    applied,
    discarded,
};
enum class ImportAction { upload, check, pass, fail, apply, finish, discard };
enum class ImportActor { owner, job };
enum class FileFormat { csv, xlsx };

inline constexpr auto kImportMoves = [] {
    using enum ImportState;
    using enum ImportAction;
    using enum ImportActor;
    using Row = Move<ImportState, ImportAction, ImportActor>;
    return std::array{
        Row{uploading, upload, owner, uploading}, Row{checked, upload, owner, uploading},
        Row{faulty, upload, owner, uploading},    Row{uploading, check, owner, checking},
        Row{checked, check, owner, checking},     Row{faulty, check, owner, checking},
        Row{checking, pass, job, checked},        Row{checking, fail, job, faulty},
        Row{checked, apply, owner, applying},     Row{applying, finish, job, applied},
        Row{applying, fail, job, faulty},         Row{uploading, discard, owner, discarded},
        Row{checked, discard, owner, discarded},  Row{faulty, discard, owner, discarded},
    };
}();

struct ResourceImport {
    ResourceImportId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    BodyId department_id;
    ImportState state = ImportState::uploading;
    int version = 1;
    bool publish = false;  ///< New resources are published at once.
    std::string file_name;
    std::optional<std::string> digest;  ///< SM3 of the whole file.
    std::int64_t size_bytes = 0;
    std::optional<FileFormat> format;
    std::optional<TextEncoding> encoding;  ///< CSV only.
    std::optional<Json> problem;  ///< {code, args}: why the file as a whole couldn't be read.
    int created = 0;              ///< Resources, as the counts below.
    int changed = 0;
    int unchanged = 0;
    int errors = 0;     ///< Lines in error.
    int lines = 0;      ///< Of the file.
    int lines_done = 0; ///< While a job runs.
    UserId user_id;     ///< Who asked for the last step; the job acts in its name.
    std::string username;
    tenants::Role role = tenants::Role::department;
    Timestamp opened_at;
    std::optional<Timestamp> applied_at;
};

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ImportState> =
    yunhe::texts_of(std::pair{yunhe::catalog::ImportState::uploading, "uploading"},
                    std::pair{yunhe::catalog::ImportState::checking, "checking"},
                    std::pair{yunhe::catalog::ImportState::checked, "checked"},
                    std::pair{yunhe::catalog::ImportState::faulty, "faulty"},
                    std::pair{yunhe::catalog::ImportState::applying, "applying"},
                    std::pair{yunhe::catalog::ImportState::applied, "applied"},
                    std::pair{yunhe::catalog::ImportState::discarded, "discarded"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ImportAction> =
    yunhe::texts_of(std::pair{yunhe::catalog::ImportAction::upload, "upload"},
                    std::pair{yunhe::catalog::ImportAction::check, "check"},
                    std::pair{yunhe::catalog::ImportAction::pass, "pass"},
                    std::pair{yunhe::catalog::ImportAction::fail, "fail"},
                    std::pair{yunhe::catalog::ImportAction::apply, "apply"},
                    std::pair{yunhe::catalog::ImportAction::finish, "finish"},
                    std::pair{yunhe::catalog::ImportAction::discard, "discard"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::ImportActor> =
    yunhe::texts_of(std::pair{yunhe::catalog::ImportActor::owner, "owner"},
                    std::pair{yunhe::catalog::ImportActor::job, "job"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::FileFormat> =
    yunhe::texts_of(std::pair{yunhe::catalog::FileFormat::csv, "csv"},
                    std::pair{yunhe::catalog::FileFormat::xlsx, "xlsx"});
