/// Opinions of participants, meetings and documents of stages in SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/transaction.hpp"
#include "tenants/deliberation.hpp"

namespace yunhe::tenants {

/// In the order in which they were asked.
std::vector<StageOpinion> list_stage_opinions(db::Transaction& tx, TenantScope scope,
                                              ApplicationId application_id);
/// Those of one stage in one round.
std::vector<StageOpinion> list_opinions_of_stage(db::Transaction& tx, TenantScope scope,
                                                 ApplicationId application_id, int round,
                                                 StageKind stage);
/// Is or was this body asked in any stage of the application?
bool was_asked(db::Transaction& tx, TenantScope scope, ApplicationId application_id,
               BodyId body_id);
void insert_stage_opinion(db::Transaction& tx, TenantScope scope, const StageOpinion& opinion);
/// Saves what was said, by whom and when.
void save_stage_opinion(db::Transaction& tx, TenantScope scope, const StageOpinion& opinion,
                        UserId user_id);

std::optional<Deliberation> find_deliberation(db::Transaction& tx, TenantScope scope,
                                              DeliberationId id);
std::optional<Deliberation> lock_deliberation(db::Transaction& tx, TenantScope scope,
                                              DeliberationId id);
/// Oldest first, of all rounds.
std::vector<Deliberation> list_deliberations(db::Transaction& tx, TenantScope scope,
                                             ApplicationId application_id);
void insert_deliberation(db::Transaction& tx, TenantScope scope, const Deliberation& deliberation);
/// Saves state, record and minutes and raises the version by one.
void save_deliberation(db::Transaction& tx, TenantScope scope, const Deliberation& deliberation);

struct StageDocumentEntity { static constexpr std::string_view prefix = "sdc"; };
using StageDocumentId = Id<StageDocumentEntity>;

/// The document that a stage left behind.
struct StageDocument {
    StageKind stage = StageKind::deliberation;
    int round = 1;
    std::string document;
    Timestamp recorded_at;
};
/// In the order of recording.
std::vector<StageDocument> list_stage_documents(db::Transaction& tx, TenantScope scope,
                                                ApplicationId application_id);
/// A second document of the same stage and round replaces the first (the stage was repeated).
void save_stage_document(db::Transaction& tx, TenantScope scope, ApplicationId application_id,
                         const StageDocument& document);

}  // namespace yunhe::tenants
