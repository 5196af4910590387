#include "catalog/resource_import_service.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/spreadsheet.hpp"
#include "catalog/offer_case_service.hpp"
#include "catalog/resource_store.hpp"
#include "catalog/search_service.hpp"
#include "tenants/case_actor_service.hpp"
#include "tenants/case_file_store.hpp"

namespace yunhe::catalog {
namespace {

using tenants::Caller;

constexpr std::string_view kImportAggregate = "resource_import";
constexpr std::string_view kFile = "catalogue";
/// Lines in error that a report keeps word for word; the count is of all.
constexpr std::size_t kErrorsPerLineMax = 20;

CaseRef case_of(const ResourceImport& import) {
    return {std::string(kImportAggregate), import.id.value,
            std::to_string(import.number) + " " + import.file_name};
}

tenants::CaseFileKey file_of(ResourceImportId id) { return {kImportAggregate, id.value, kFile}; }

Result<ResourceImport> lock_own(db::Transaction& tx, const Caller& caller, ResourceImportId id) {
    auto import = lock_resource_import(tx, caller.scope, id);
    if (!import || import->department_id != caller.body_id) return not_found();
    return std::move(*import);
}

void act_as(const Caller& caller, ResourceImport& import) {
    import.user_id = caller.user_id;
    import.username = caller.username;
    import.role = caller.role;
}

void forget_report(ResourceImport& import) {
    import.problem.reset();
    import.created = import.changed = import.unchanged = import.errors = import.lines = 0;
}

/// The parts so far, which must be whole.
Result<std::string> whole_file(db::Transaction& tx, TenantScope scope, ResourceImportId id,
                               const std::filesystem::path& data_folder) {
    const auto parts = tenants::list_file_parts(tx, scope, file_of(id));
    if (parts.empty() || !parts.back().last) return wrong_state("file_not_whole");
    return tenants::read_parts(data_folder, parts);
}

Result<std::vector<CsvRow>> rows_of(ResourceImport& import, std::string_view bytes) {
    if (looks_like_xlsx(bytes)) {
        import.format = FileFormat::xlsx;
        import.encoding.reset();
        return read_xlsx(bytes, {.lines_max = kCatalogueLinesMax + 1});
    }
    import.format = FileFormat::csv;
    YUNHE_TRY(decoded, decode_text(bytes));
    import.encoding = decoded.encoding;
    return parse_csv(decoded.text);
}

Json problem_json(const Error& error) {
    Json args = Json::object();
    for (const auto& [name, value] : error.args) args[name] = value;
    return {{"code", error.code}, {"args", std::move(args)}};
}

/// The department's caller as it was when it asked.
Caller caller_of(TenantScope scope, const ResourceImport& import, Timestamp now) {
    return {.scope = scope,
            .now = now,
            .user_id = import.user_id,
            .username = import.username,
            .body_id = import.department_id,
            .body_kind = tenants::BodyKind::department,
            .role = import.role,
            .delegate_for_id = {},
            .api_key_id = {},
            .key_scopes = {}};
}

class Job {
public:
    Job(db::Transaction& tx, const tenants::Rules& rules, Caller caller, ResourceImport import,
        const ImportProgress& progress)
        : tx_(tx), rules_(rules), caller_(std::move(caller)), import_(std::move(import)),
          progress_(progress) {}

    void run(const std::filesystem::path& data_folder) {
        const auto bytes = whole_file(tx_, caller_.scope, import_.id, data_folder);
        // The state says that the file is whole.
        YUNHE_ASSERT(bytes.ok());
        forget_report(import_);
        const auto rows = rows_of(import_, bytes.value());
        if (!rows.ok()) return fail_whole(rows.error());
        auto file = read_catalogue(rows.value());
        if (!file.ok()) return fail_whole(file.error());
        work(file.value());
    }

private:
    void fail_whole(const Error& error) {
        import_.problem = problem_json(error);
        save_import_lines(tx_, caller_.scope, import_.id, {});
        move(ImportAction::fail);
    }

    void move(ImportAction action) {
        const auto from = import_.state;
        const auto to = next_state(kImportMoves, from, action, ImportActor::job);
        YUNHE_ASSERT(to.ok());
        import_.state = to.value();
        save_resource_import(tx_, caller_.scope, import_);
        record_step(tx_, caller_, case_of(import_), to_text(action), to_text(from),
                    to_text(import_.state), "",
                    {{"created", import_.created},
                     {"changed", import_.changed},
                     {"unchanged", import_.unchanged},
                     {"errors", import_.errors}});
    }

    void work(CatalogueFile& file) {
        KnownResources known;
        for (auto& resource :
             list_resources_of_department(tx_, caller_.scope, import_.department_id)) {
            auto given = resource.code;
            known.own.emplace(std::move(given), std::move(resource));
        }
        known.taken = resource_codes_of_others(tx_, caller_.scope, import_.department_id);
        const auto plan = plan_import(file, known, import_.department_id, import_.publish,
                                      *rules_.pack);
        import_.created = static_cast<int>(plan.created);
        import_.changed = static_cast<int>(plan.changed);
        import_.unchanged = static_cast<int>(plan.unchanged);
        import_.errors = static_cast<int>(plan.errors);
        import_.lines = static_cast<int>(file.lines.size());
        for (auto& line : file.lines)
            if (line.errors.size() > kErrorsPerLineMax) line.errors.resize(kErrorsPerLineMax);
        save_import_lines(tx_, caller_.scope, import_.id, file.lines);
        if (plan.errors > 0) return move(ImportAction::fail);
        if (import_.state == ImportState::checking) return move(ImportAction::pass);
        apply(plan);
        import_.applied_at = caller_.now;
        move(ImportAction::finish);
    }

    void apply(const ImportPlan& plan) {
        std::vector<Resource> created;
        std::vector<Resource> changed;
        std::vector<VersionOf> versions;
        std::vector<db::CaseEvent> events;
        std::size_t lines = 0;
        for (const auto& planned : plan.resources) {
            lines += planned.resource.columns.size();
            if (!planned.changes) continue;
            auto resource = planned.resource;
            if (!planned.current) {
                resource.id = tx_.new_id<ResourceId>();
                resource.created_at = caller_.now;
                created.push_back(resource);
            }
            if (planned.current) changed.push_back(resource);
            if (resource.state != ResourceState::draft)
                versions.push_back({resource.id,
                                    {.version = resource.version,
                                     .content = version_content(resource),
                                     .changed_by_id = caller_.user_id,
                                     .changed_at = caller_.now}});
            events.push_back(event_of(planned, resource));
        }
        insert_resources(tx_, caller_.scope, created);
        progress_(lines / 2);
        save_resources(tx_, caller_.scope, changed);
        index_resources(tx_, caller_.scope, created);
        index_resources(tx_, caller_.scope, changed);
        insert_resource_versions(tx_, caller_.scope, versions);
        db::record_case_events(tx_, caller_.scope, events);
        progress_(lines);
    }

    db::CaseEvent event_of(const PlannedResource& planned, const Resource& resource) const {
        return {.aggregate = "resource",
                .aggregate_id = resource.id.value,
                .action = planned.current ? "edit" : "create",
                .from_state = planned.current ? std::string(to_text(planned.current->state)) : "",
                .to_state = std::string(to_text(resource.state)),
                .actor = tenants::case_actor(caller_),
                .at = caller_.now,
                .opinion = "",
                .details = {{"import", to_text(import_.id)}, {"version", resource.version}}};
    }

    db::Transaction& tx_;
    const tenants::Rules& rules_;
    Caller caller_;
    ResourceImport import_;
    const ImportProgress& progress_;
};

}  // namespace

ResourceImport open_resource_import(db::Transaction& tx, const Caller& caller, bool publish) {
    ResourceImport import;
    import.id = tx.new_id<ResourceImportId>();
    import.number = tx.next_number(caller.scope, kImportAggregate);
    import.department_id = caller.body_id;
    import.publish = publish;
    import.opened_at = caller.now;
    act_as(caller, import);
    insert_resource_import(tx, caller.scope, import);
    record_step(tx, caller, case_of(import), "open", "", to_text(import.state));
    return import;
}

Result<ResourceImport> see_resource_import(db::Transaction& tx, const Caller& caller,
                                           ResourceImportId id) {
    auto import = find_resource_import(tx, caller.scope, id);
    if (!import || import->department_id != caller.body_id) return not_found();
    return std::move(*import);
}

Result<tenants::UploadState> upload_catalogue(db::Transaction& tx, const Caller& caller,
                                              ResourceImportId id,
                                              const tenants::FileUpload& upload,
                                              const std::filesystem::path& data_folder) {
    YUNHE_TRY(import, lock_own(tx, caller, id));
    YUNHE_TRY(to, next_state(kImportMoves, import.state, ImportAction::upload,
                             ImportActor::owner));
    const auto key = file_of(id);
    YUNHE_CHECK(tenants::check_part(upload, tenants::list_file_parts(tx, caller.scope, key),
                                    kCatalogueFileBytesMax));
    tenants::save_file_part(tx, caller.scope, key,
                            {.part = upload.part,
                             .last = upload.last,
                             .file_name = upload.file_name,
                             .media_type = "",
                             .digest_hex = tenants::keep_part(data_folder, upload.content),
                             .whole_digest_hex = {},
                             .size_bytes = static_cast<std::int64_t>(upload.content.size()),
                             .uploaded_at = caller.now});
    import.state = to;
    act_as(caller, import);
    forget_report(import);
    import.digest.reset();
    import.format.reset();
    import.encoding.reset();
    if (!upload.file_name.empty()) import.file_name = upload.file_name;
    tenants::UploadState state{upload.part + 1, upload.last, {}};
    if (upload.last) {
        YUNHE_TRY(whole, whole_file(tx, caller.scope, id, data_folder));
        state.whole_digest_hex = crypto::sm3_hex(whole);
        if (!upload.whole_digest_hex.empty() && upload.whole_digest_hex != state.whole_digest_hex)
            return malformed("?digest", "digest_differs");
        import.digest = state.whole_digest_hex;
        import.size_bytes = static_cast<std::int64_t>(whole.size());
        tenants::save_whole_file(tx, caller.scope, key,
                                 looks_like_xlsx(whole) ? "application/vnd.openxmlformats-"
                                                          "officedocument.spreadsheetml.sheet"
                                                        : "text/csv",
                                 state.whole_digest_hex);
    }
    save_resource_import(tx, caller.scope, import);
    return state;
}

Result<ResourceImport> act_on_resource_import(db::Transaction& tx, const Caller& caller,
                                              ResourceImportId id, ImportAction action) {
    YUNHE_TRY(import, lock_own(tx, caller, id));
    const auto from = import.state;
    YUNHE_TRY(to, next_state(kImportMoves, from, action, ImportActor::owner));
    if (action != ImportAction::discard && !import.digest) return wrong_state("file_not_whole");
    import.state = to;
    act_as(caller, import);
    save_resource_import(tx, caller.scope, import);
    save_import_progress(tx, caller.scope, id, 0);
    record_step(tx, caller, case_of(import), to_text(action), to_text(from), to_text(to));
    return *find_resource_import(tx, caller.scope, id);
}

bool run_resource_import(db::Transaction& tx, TenantScope scope, const tenants::Rules& rules,
                         Timestamp now, ResourceImportId id,
                         const std::filesystem::path& data_folder, const ImportProgress& progress) {
    auto import = lock_resource_import(tx, scope, id);
    if (!import) return false;
    if (import->state != ImportState::checking && import->state != ImportState::applying)
        return false;
    auto caller = caller_of(scope, *import, now);
    Job(tx, rules, std::move(caller), std::move(*import), progress).run(data_folder);
    return true;
}

}  // namespace yunhe::catalog
