/// Applications, their materials, panels and objections in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/application.hpp"

namespace yunhe::tenants {

std::optional<Application> find_application(db::Transaction& tx, TenantScope scope,
                                            ApplicationId id);
std::optional<Application> lock_application(db::Transaction& tx, TenantScope scope,
                                            ApplicationId id);
/// All applications of one developer to one notice, oldest first.
std::vector<Application> list_applications_to(db::Transaction& tx, TenantScope scope,
                                              NoticeId notice_id, BodyId developer_id);
/// All applications to one notice.
std::vector<Application> list_applications_of_notice(db::Transaction& tx, TenantScope scope,
                                                     NoticeId notice_id);

/// Who looks decides what is there: exactly one of the members, or none for the offices, which see
/// everything but drafts.
struct ApplicationViewer {
    std::optional<BodyId> developer_id;  ///< Its own.
    std::optional<UserId> reviewer_id;   ///< Those on whose panel this expert sits.
};
std::vector<Application> list_applications(db::Transaction& tx, TenantScope scope,
                                           const ApplicationViewer& viewer,
                                           const PageRequest& page);
/// Those whose result is or was public, by id.
std::vector<Application> list_disclosed_applications(db::Transaction& tx, TenantScope scope,
                                                     const PageRequest& page);

void insert_application(db::Transaction& tx, TenantScope scope, const Application& application);
/// Saves everything but number, parties and creation and raises the version by one.
void save_application(db::Transaction& tx, TenantScope scope, const Application& application);

/// One part of an uploaded file. Its bytes lie in the data folder under the digest.
struct MaterialPart {
    std::string material;
    int part = 0;  ///< From 0.
    bool last = false;
    std::string file_name;
    std::string media_type;  ///< Of the whole file; empty until the last part came.
    std::string digest_hex;  ///< SM3 of the part.
    std::int64_t size_bytes = 0;
    Timestamp uploaded_at;
};
/// Ordered by material and part.
std::vector<MaterialPart> list_material_parts(db::Transaction& tx, TenantScope scope,
                                              ApplicationId id);
std::vector<MaterialPart> list_parts_of_material(db::Transaction& tx, TenantScope scope,
                                                 ApplicationId id, std::string_view material);
/// Replaces this part and removes those after it, so that a new upload never keeps an old tail.
void save_material_part(db::Transaction& tx, TenantScope scope, ApplicationId id,
                        const MaterialPart& part);
void save_media_type(db::Transaction& tx, TenantScope scope, ApplicationId id,
                     std::string_view material, std::string_view media_type);
/// Codes of those whose last part is there.
std::vector<std::string> uploaded_materials(const std::vector<MaterialPart>& parts);

/// The panel of one round in the order of the draw, recused experts too.
std::vector<Reviewer> list_reviewers(db::Transaction& tx, TenantScope scope, ApplicationId id,
                                     int round);
std::optional<Reviewer> lock_reviewer(db::Transaction& tx, TenantScope scope, ApplicationId id,
                                      int round, UserId user_id);
/// Sits or sat this user on a panel of the application?
bool was_reviewer(db::Transaction& tx, TenantScope scope, ApplicationId id, UserId user_id);
void insert_reviewer(db::Transaction& tx, TenantScope scope, const Reviewer& reviewer);
void save_reviewer(db::Transaction& tx, TenantScope scope, const Reviewer& reviewer);

std::optional<Objection> find_objection(db::Transaction& tx, TenantScope scope, ObjectionId id);
std::optional<Objection> lock_objection(db::Transaction& tx, TenantScope scope, ObjectionId id);
/// Oldest first.
std::vector<Objection> list_objections(db::Transaction& tx, TenantScope scope, ApplicationId id);
std::uint64_t count_open_objections(db::Transaction& tx, TenantScope scope, ApplicationId id);
void insert_objection(db::Transaction& tx, TenantScope scope, const Objection& objection);
void save_objection(db::Transaction& tx, TenantScope scope, const Objection& objection);

}  // namespace yunhe::tenants
