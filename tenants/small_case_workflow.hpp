/// Who stands how before a small case, and where an action leads it. Pure.
#pragma once

#include <optional>
#include <vector>

#include "tenants/small_case_kinds.hpp"

namespace yunhe::tenants {

/// Do both roles do the same work? The operator's administrator and staff do, and a developer's.
bool same_side(Role one, Role other);

/// As what a user of this body and role stands before the case, in the order of the enum.
std::vector<SmallCaseActor> actors_of(const SmallCase& small_case, BodyId body_id, Role role);

/// The move of the first of `actors` that the kind's table lets. Errors: party `not_your_move`,
/// state `illegal_transition`.
Result<SmallCaseMove> decide(const SmallCaseDefinition& definition, SmallCaseState from,
                             SmallCaseAction action, const std::vector<SmallCaseActor>& actors);

/// Whom the case waits for in this state; nobody at an end or where it rests.
std::optional<SmallCaseActor> waits_for(const SmallCaseDefinition& definition,
                                        SmallCaseState state);
/// No move leads out of it.
bool is_end(const SmallCaseDefinition& definition, SmallCaseState state);
/// Does the kind know the state: its first one, or one that a move leads to?
bool knows(const SmallCaseDefinition& definition, SmallCaseState state);

/// May the outside data of this import be used on that day? It was approved, nobody took that back,
/// and its days aren't over. REQUIRES: a social_data_import.
bool import_in_force(const SmallCase& import, Date day);

bool may_open(const SmallCaseDefinition& definition, const RulePack& pack, Role role);

/// Whose desk a new case goes to. `opener` and `about` are bodies' kinds.
/// The role is one that a single body has, or the opener's own.
Role handler_role(const SmallCaseDefinition& definition, const RulePack& pack,
                  const TenantPolicy& policy, Role opener_role, BodyKind opener,
                  std::optional<BodyKind> about);

/// What a reader sees of the cases of others.
struct CaseReader {
    BodyId body_id;
    Role role = Role::auditor;
};
/// Whose is the board of demands to read: all who trade in data, the authority and the auditor.
bool reads_board(Role role);
/// Its opener, its handler and its subject see a case (drafts of scores aren't the subject's), the
/// authority and the auditor see all, and the operator all but complaints that aren't its to
/// handle (one of itself it sees once it was taken up). What is on a board, everybody sees who
/// reads boards.
bool may_see(const SmallCase& small_case, const CaseReader& reader);

}  // namespace yunhe::tenants
