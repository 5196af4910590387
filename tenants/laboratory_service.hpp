/// What happens to laboratories: requested by a developer, started, ended by a report (Ningbo 12).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/case_file_service.hpp"
#include "tenants/laboratory_store.hpp"
#include "tenants/laboratory_workflow.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// All errors beside those named: not_found, party `not_your_object`, `not_your_move`, state
/// `illegal_transition`.

struct NewLaboratory {
    std::string title;
    std::vector<LaboratoryDocument> documents;
};
/// Errors: state `no_laboratory` (the pack has none); rule `laboratory_document_missing`, citing
/// the pack's list; those of require_pack_in_force (act admission).
Result<Laboratory> request_laboratory(db::Transaction& tx, const Caller& caller,
                                      const Rules& rules, const NewLaboratory& request);

/// From today to the last day given; absent: as long as the pack lets it run. It costs nothing
/// where the pack says so: nothing here is ever charged. Errors: malformed `/ends_on` bad_interval;
/// rule `laboratory_too_long`, citing the pack's longest time.
Result<Laboratory> start_laboratory(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    LaboratoryId id, std::optional<Date> ends_on);
Result<Laboratory> refuse_laboratory(db::Transaction& tx, const Caller& caller,
                                     const Rules& rules, LaboratoryId id,
                                     const std::string& reason);
Result<Laboratory> withdraw_laboratory(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, LaboratoryId id,
                                       const std::string& reason);

/// One part of the report's file, by who may issue it. Errors: those of save_case_file.
Result<Laboratory> save_report_part(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    LaboratoryId id, const FileUpload& upload,
                                    const std::filesystem::path& data_folder);
struct LaboratoryReport {
    std::string document;
    std::string conclusion;
};
/// Errors: state `report_file_missing`.
Result<Laboratory> issue_report(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                LaboratoryId id, const LaboratoryReport& report);
/// For its own developer and the offices. Errors: not_found; party.
Result<WholeFile> read_report(db::Transaction& tx, const Caller& caller, LaboratoryId id,
                              const std::filesystem::path& data_folder);

/// May the caller look at it? Errors: not_found; party `not_your_object`.
Result<Laboratory> read_visible_laboratory(db::Transaction& tx, const Caller& caller,
                                           LaboratoryId id);

}  // namespace yunhe::tenants
