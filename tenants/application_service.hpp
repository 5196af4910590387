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
#include "tenants/case_file_service.hpp"
#include "tenants/rules_service.hpp"

namespace yunhe::tenants {

/// Absent members of a draft are empty; of a supplement's edit they stay as they are.
struct ApplicationDraft {
    std::optional<std::string> plan_text = {};
    std::optional<std::string> contact = {};
    std::optional<std::vector<ConditionStatement>> statements = {};
};

/// All errors beside those named: not_found, party, state `illegal_transition`.

/// A draft saves even when it is incomplete. After a withdrawal in the same window, one more
/// application is possible; what the draft leaves out and the materials are copied from the first.
/// After a rejection (or a lapse) the next notice is the next chance. Errors: not_found; state
/// `application_exists`, `reapplication_once`, `reapplication_next_notice`; rule `outside_window`,
/// `reapplication_barred` (after an end for breach).
Result<Application> create_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, std::string_view notice_code,
                                       const ApplicationDraft& draft);
/// A new draft with the texts and materials of one of the developer's own that came to its end
/// without acceptance; absent `notice_code`: to the same notice. Materials that the notice doesn't
/// ask for stay behind. Errors: state `application_not_over`; those of create_application.
Result<Application> copy_application(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     ApplicationId id,
                                     const std::optional<std::string>& notice_code);
/// While a supplement is asked for, only the fields that it names are open. Errors: version; state
/// `field_not_open` (args: field).
Result<Application> edit_application(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                     ApplicationId id, int if_match, const ApplicationDraft& draft);

/// One part of one material's file (tenants/case_file.hpp); all of it may have as many megabytes as
/// the tenant's policy lets. Errors: malformed `/material` (not the notice's), those of check_part
/// and check_whole; state `material_not_open` (a supplement asks for others); rule
/// `material_from_laboratory`.
struct MaterialUpload {
    std::string material;
    std::optional<Date> period_end;  ///< Of a report, with its last part.
    FileUpload file;
};
Result<Application> save_material(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const MaterialUpload& upload,
                                  const std::filesystem::path& data_folder);
/// For its own developer, the offices, the panel, and departments that were asked. Errors:
/// not_found; party. Throws std::runtime_error where the data folder lost or changed a file.
Result<WholeFile> read_material(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                ApplicationId id, const std::string& material,
                                const std::filesystem::path& data_folder);

/// One thing that a complete application has, and the rule that asks for it.
struct CompletenessItem {
    std::string pointer;  ///< `/plan_text`, `/statements/<condition>`, `/materials/<code>`.
    std::string title;    ///< Its Chinese name; for the system's own fields the pointer.
    bool met = false;
    bool gap_allowed = false;  ///< May be submitted without it; the pre-check then asks for it.
    RuleReference rule;
};
/// Rule by rule, in the order of the form: fields, conditions, materials, laboratory.
std::vector<CompletenessItem> completeness_of(db::Transaction& tx, TenantScope scope,
                                              const Rules& rules, const Application& application,
                                              const Notice& notice, Date today);

/// Errors: malformed (unfilled fields); rule `outside_window`, `laboratory_report_missing`,
/// `materials_missing`, `materials_stale` (args: materials; a pointer and the article for each)
/// unless `accept_gaps`, `reapplication_barred`; those of require_pack_in_force (act admission).
Result<Application> submit_application(db::Transaction& tx, const Caller& caller,
                                       const Rules& rules, ApplicationId id, bool accept_gaps);
Result<Application> withdraw_application(db::Transaction& tx, const Caller& caller,
                                         const Rules& rules, ApplicationId id,
                                         const std::string& reason);

enum class PreCheckDecision { pass, supplement, reject };
struct PreCheck {
    PreCheckDecision decision = PreCheckDecision::pass;
    std::vector<std::string> materials;  ///< What to hand in; empty: what is missing.
    std::vector<std::string> fields;     ///< Which fields to mend: pointers (is_field_pointer).
    std::string opinion;
    std::optional<std::string> condition;  ///< Reject: which of the notice's conditions isn't met.
};
/// Errors: rule `materials_missing` (pass), `no_supplement_round` (supplement); malformed
/// /materials, /fields, /condition; state `reason_required` (reject without opinion).
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
