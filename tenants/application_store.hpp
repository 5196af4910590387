/// Applications, their materials, panels and objections in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/application.hpp"
#include "tenants/case_file.hpp"

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
    std::optional<BodyId> department_id;  ///< Those in which this department is asked.
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

/// One part of an uploaded material.
struct MaterialPart {
    std::string material;
    FilePart file;
    std::optional<Date> period_end = {};  ///< Of a report: the last day of its period, as stated.
};
/// Ordered by material and part.
std::vector<MaterialPart> list_material_parts(db::Transaction& tx, TenantScope scope,
                                              ApplicationId id);
std::vector<MaterialPart> list_parts_of_material(db::Transaction& tx, TenantScope scope,
                                                 ApplicationId id, std::string_view material);
/// Replaces this part and removes those after it, so that a new upload never keeps an old tail.
void save_material_part(db::Transaction& tx, TenantScope scope, ApplicationId id,
                        const MaterialPart& part);
/// What the whole file turned out to be.
void save_whole_material(db::Transaction& tx, TenantScope scope, ApplicationId id,
                         std::string_view material, std::string_view media_type,
                         std::string_view whole_digest_hex);
/// Codes of those whose last part is there.
std::vector<std::string> uploaded_materials(const std::vector<MaterialPart>& parts);

/// The panel of one round in the order of the draw, recused experts too.
std::vector<Reviewer> list_reviewers(db::Transaction& tx, TenantScope scope, ApplicationId id,
                                     int round);
std::optional<Reviewer> lock_reviewer(db::Transaction& tx, TenantScope scope, ApplicationId id,
                                      int round, UserId user_id);
/// Sits or sat this user on a panel of the application?
bool was_reviewer(db::Transaction& tx, TenantScope scope, ApplicationId id, UserId user_id);
/// Only a seat of this application, of any round.
std::optional<Reviewer> lock_reviewer_by_id(db::Transaction& tx, TenantScope scope,
                                            ApplicationId id, ReviewerId reviewer_id);
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
