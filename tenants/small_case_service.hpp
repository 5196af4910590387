/// Opening small cases, acting on them and their files. What may happen is in the definitions.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "db/transaction.hpp"
#include "tenants/caller.hpp"
#include "tenants/case_file_service.hpp"
#include "tenants/rules_service.hpp"
#include "tenants/small_case_kinds.hpp"
#include "tenants/small_case_store.hpp"

namespace yunhe::tenants {

/// The resource that a form names, as the catalogue has it: the API layer looks it up.
struct NamedResource {
    std::string code;
    BodyId department_id;
};

/// What only the catalogue can say of a case whose definition asks for it: the API layer knows.
/// `fields` is the form to be judged: that of the opening, or what is handed in anew.
using CatalogueCheck = std::function<Status(const SmallCase&, const Input& fields)>;

/// Errors: party `not_your_move` (the kind isn't this role's to open), `not_your_object` (another's
/// agreement); not_found (body, agreement, resource named); malformed and rule as the kind's check
/// says; malformed `/agreement_id` `agreement_of_another`; state `no_signed_agreement` (a kind that
/// needs one); those of `check`.
Result<SmallCase> open_small_case(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  const SmallCaseDefinition& definition, const Json& fields,
                                  const std::optional<NamedResource>& resource,
                                  const CatalogueCheck& check);

/// One action by its form. Errors: not_found (also: the case is of another kind, or the caller may
/// not see it); party `not_your_move`, `four_eyes`; state `illegal_transition`, `already_stopped`;
/// malformed `/attachments/n` `unknown_file`, `/agreement_id` `missing_field`; what the kind's
/// check, the catalogue, the hold or the rectification refuses.
Result<SmallCase> act_on_small_case(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                    const SmallCaseDefinition& definition,
                                    const SmallCaseForm& form, SmallCaseId id, const Json& body,
                                    const CatalogueCheck& check);

/// Errors: not_found.
Result<SmallCase> read_visible_small_case(db::Transaction& tx, const Caller& caller,
                                          SmallCaseId id);

/// One part of a file, by those who take part, while the case isn't ended. A whole file stays as it
/// is. Errors: not_found; party `not_your_move`; state `case_ended`, `file_whole`; those of
/// save_case_file.
Result<UploadState> upload_small_case_file(db::Transaction& tx, const Caller& caller,
                                           SmallCaseId id, std::string_view name,
                                           const FileUpload& upload,
                                           const std::filesystem::path& data_folder);
/// Errors: not_found. Throws std::runtime_error where the data folder lost or changed a file.
Result<WholeFile> download_small_case_file(db::Transaction& tx, const Caller& caller,
                                           SmallCaseId id, std::string_view name,
                                           const std::filesystem::path& data_folder);

// What other aggregates ask.

struct EvaluationResult {
    SmallCaseId id;
    std::uint64_t number = 0;
    Date concluded_on;
    std::string score;  ///< 0 to 100, exact: six decimals or n/d.
    std::string grade;  ///< excellent | qualified | unqualified
};
/// The newest confirmed evaluation of the developer, for its re-application.
std::optional<EvaluationResult> latest_evaluation(db::Transaction& tx, TenantScope scope,
                                                  BodyId developer_id);

/// Incidents that were found to be the developer's and happened on or after that day: they count
/// against the years without incident (`incident_free_years_min`).
std::vector<SmallCase> incidents_since(db::Transaction& tx, TenantScope scope, BodyId developer_id,
                                       Date since);

/// What stands in the developer's credit file: recorded or objected to, not revoked or repaired.
std::vector<SmallCase> credit_records_of(db::Transaction& tx, TenantScope scope,
                                         BodyId developer_id);

}  // namespace yunhe::tenants
