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

bool may_open(const SmallCaseDefinition& definition, const RulePack& pack, Role role);

/// Whose desk a new case goes to. `opener` and `about` are bodies' kinds.
/// The role is one that a single body has, or the opener's own.
Role handler_role(const SmallCaseDefinition& definition, const RulePack& pack, Role opener_role,
                  BodyKind opener, std::optional<BodyKind> about);

/// What a reader sees of the cases of others.
struct CaseReader {
    BodyId body_id;
    Role role = Role::auditor;
};
/// Its opener, its handler and its subject see a case (drafts of scores aren't the subject's), the
/// authority and the auditor see all, and the operator all but complaints that aren't its to
/// handle.
bool may_see(const SmallCase& small_case, const CaseReader& reader);

}  // namespace yunhe::tenants
