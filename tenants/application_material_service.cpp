#include <algorithm>

#include "base/crypto.hpp"
#include "db/case_store.hpp"
#include "tenants/application_case_service.hpp"
#include "tenants/application_service.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/laboratory_store.hpp"

namespace yunhe::tenants {
namespace {

constexpr std::int64_t kMegabyte = 1024 * 1024;

std::vector<FilePart> files_of(const std::vector<MaterialPart>& parts) {
    std::vector<FilePart> files;
    for (const auto& part : parts) files.push_back(part.file);
    return files;
}

/// May this material be handed in now, by the applicant?
Status check_open(const Rules& rules, const ApplicationStep& step, const std::string& material) {
    if (std::ranges::find(step.notice.materials, material) == step.notice.materials.end())
        return malformed("/material", "unknown_material", {{"material", material}});
    if (is_laboratory_report(*rules.pack, material))
        return refuse_by_item(*rules.pack, "materials", material, "material_from_laboratory");
    if (step.from != ApplicationState::supplement_requested) return Done{};
    const auto& open = step.application.requested_materials;
    if (std::ranges::find(open, material) == open.end())
        return wrong_state("material_not_open", {{"material", material}});
    return Done{};
}

void record_upload(db::Transaction& tx, const Caller& caller, const ApplicationStep& step,
                   const Json& details) {
    db::record_case_event(tx, caller.scope,
                          {.aggregate = "application",
                           .aggregate_id = step.application.id.value,
                           .action = "upload_material",
                           .from_state = std::string(to_text(step.from)),
                           .to_state = std::string(to_text(step.to)),
                           .actor = case_actor(caller),
                           .at = caller.now,
                           .opinion = "",
                           .details = details});
}

}  // namespace

Result<Application> save_material(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                  ApplicationId id, const MaterialUpload& material_upload,
                                  const std::filesystem::path& data_folder) {
    const auto& [material, period_end, upload] = material_upload;
    YUNHE_TRY(step, begin_step(tx, caller, rules, id, ApplicationAction::edit));
    YUNHE_CHECK(check_open(rules, step, material));
    YUNHE_CHECK(check_part(upload, files_of(list_parts_of_material(tx, caller.scope, id, material)),
                           rules.policy.material_megabytes_max * kMegabyte));
    const MaterialPart part{
        .material = material,
        .file = {.part = upload.part,
                 .last = upload.last,
                 .file_name = upload.file_name.empty() ? material : upload.file_name,
                 .media_type = "",
                 .digest_hex = keep_part(data_folder, upload.content),
                 .whole_digest_hex = {},
                 .size_bytes = static_cast<std::int64_t>(upload.content.size()),
                 .uploaded_at = caller.now},
        .period_end = period_end};
    save_material_part(tx, caller.scope, id, part);
    if (!upload.last) return step.application;

    const auto whole =
        read_parts(data_folder, files_of(list_parts_of_material(tx, caller.scope, id, material)));
    const auto digest_hex = crypto::sm3_hex(whole);
    YUNHE_TRY(media_type, check_whole(upload, whole, digest_hex));
    save_whole_material(tx, caller.scope, id, material, media_type, digest_hex);
    record_upload(tx, caller, step,
                  {{"material", material},
                   {"digest_sm3", digest_hex},
                   {"media_type", media_type},
                   {"size_bytes", whole.size()}});
    return step.application;
}

Result<WholeFile> read_material(db::Transaction& tx, const Caller& caller, const Rules& rules,
                                ApplicationId id, const std::string& material,
                                const std::filesystem::path& data_folder) {
    YUNHE_TRY(application, read_visible_application(tx, caller, id));
    if (is_laboratory_report(*rules.pack, material) && application.laboratory_id) {
        const auto report = read_case_file(
            tx, caller.scope, report_of(*application.laboratory_id), data_folder);
        if (!report) return not_found();
        return *report;
    }
    const auto parts = list_parts_of_material(tx, caller.scope, id, material);
    if (parts.empty() || !parts.back().file.last) return not_found();
    const auto& last = parts.back().file;
    return WholeFile{last.file_name, last.media_type, read_parts(data_folder, files_of(parts))};
}

}  // namespace yunhe::tenants
