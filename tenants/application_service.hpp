/// The applicant's and the pre-check's acts on an application (Yangzhou 11(二), 11(三)).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/application.hpp"
#include "tenants/application_store.hpp"
#include "tenants/caller.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

inline constexpr std::size_t kMaterialPartBytesMax = 512 * 1024;
inline constexpr std::int64_t kMaterialBytesMax = 20 * 1024 * 1024;

struct ApplicationDraft {
    std::string plan_text;
    std::string contact;
    std::vector<ConditionStatement> statements;
};

/// All errors beside those named: not_found, party, state `illegal_transition`.

/// A draft saves even when it is incomplete. After a withdrawal in the same window, one more
/// application is possible; what the draft leaves out and the materials are copied from the first.
/// Errors: not_found; state `application_exists`, `reapplication_once`; rule `outside_window`.
Result<Application> create_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, std::string_view notice_code,
                                       const ApplicationDraft& draft);
/// Errors: version.
Result<Application> edit_application(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     ApplicationId id, int if_match, const ApplicationDraft& draft);

/// One part of one material's file, from 0; sending part 0 again starts the file anew. The last
/// part closes the file, whose kind is then judged by its content. The bytes go to
/// `data_folder/files/<first two characters>/<digest>`, so writing them twice changes nothing.
/// Errors: malformed `?part`, `/material` (not the notice's); too_large; malformed
/// `material_type_refused`.
struct MaterialUpload {
    std::string material;
    int part = 0;
    bool last = true;
    std::string file_name;
    std::string_view content;
};
Result<Application> save_material(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const MaterialUpload& upload,
                                  const std::filesystem::path& data_folder);
struct MaterialFile {
    std::string file_name;
    std::string media_type;
    std::string content;
};
/// For its own developer, the offices and the panel. Errors: not_found; party.
/// Throws std::runtime_error where the data folder lost or changed a file.
Result<MaterialFile> read_material(db::Transaction& tx, const Caller& caller, ApplicationId id,
                                   std::string_view material,
                                   const std::filesystem::path& data_folder);

/// Errors: malformed (unfilled fields); rule `outside_window`, `materials_missing` (args:
/// materials) unless `accept_gaps`; those of require_pack_in_force (act admission).
Result<Application> submit_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id, bool accept_gaps);
Result<Application> withdraw_application(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, ApplicationId id,
                                         const std::string& reason);

enum class PreCheckDecision { pass, supplement, reject };
struct PreCheck {
    PreCheckDecision decision = PreCheckDecision::pass;
    std::vector<std::string> materials;  ///< What to hand in; empty: what is missing.
    std::string opinion;
    std::optional<std::string> condition;  ///< Reject: which of the notice's conditions isn't met.
};
/// Errors: rule `materials_missing` (pass), `no_supplement_round` (supplement); malformed
/// /materials, /condition; state `reason_required` (reject without opinion).
Result<Application> pre_check_application(db::Transaction& tx, const Caller& caller,
                                          const Rules& rules, ApplicationId id,
                                          const PreCheck& check);
/// The applicant says that the supplement is complete. Errors: rule `materials_missing`; past the
/// due date the application has lapsed: state `illegal_transition`.
Result<Application> supplement_application(db::Transaction& tx, const Caller& caller,
                                           const Rules& rules, ApplicationId id);

/// What a rejection for this condition of the notice stands on; the system without one.
Result<RuleReference> rule_of_condition(const Rules& rules,
                                        const std::optional<std::string>& condition);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::PreCheckDecision> =
    yunhe::texts_of(std::pair{yunhe::tenants::PreCheckDecision::pass, "pass"},
                    std::pair{yunhe::tenants::PreCheckDecision::supplement, "supplement"},
                    std::pair{yunhe::tenants::PreCheckDecision::reject, "reject"});
