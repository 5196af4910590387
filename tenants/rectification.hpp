/// Rectification (责令改正): a breach is to be put right, in time, with access closed meanwhile where
/// the pack or the authority says so, and with feedback; else the agreement may end.
///
/// Hangzhou 三(四)2(3); Quzhou 六(三): correction, temporary closing, feedback, end. Ningbo 17: the
/// order carries a deadline, and only the city or county mechanism ends a grant. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/enum_text.hpp"
#include "base/time.hpp"
#include "tenants/hold.hpp"

namespace yunhe::tenants {

struct RectificationEntity { static constexpr std::string_view prefix = "rec"; };
using RectificationId = Id<RectificationEntity>;

enum class RectificationState {
    ordered,
    answered,      ///< The developer reported what it did.
    accepted,      ///< Put right.
    not_accepted,  ///< Not put right, or not in time: the ground of an end for breach.
    withdrawn,     ///< The order was wrong.
};

/// A file that proves something, by its digest; the file itself stays with whoever has it.
struct Evidence {
    std::string name;
    std::string sm3;  ///< Hexadecimal, 64 characters.
};

struct Rectification {
    RectificationId id;
    AgreementId agreement_id;
    RectificationState state = RectificationState::ordered;
    int version = 1;
    std::string demand;
    std::optional<Date> due_on;  ///< Inclusive.
    std::optional<HoldId> hold_id;
    std::string source_aggregate;  ///< The case it came from ("inspection"); empty: none.
    std::uint64_t source_id = 0;
    Timestamp opened_at;
    BodyId opened_by_body_id;
    UserId opened_by_user_id;
    std::optional<std::string> feedback;
    std::vector<Evidence> evidence;
    std::optional<Timestamp> answered_at;
    std::optional<std::string> opinion;
    std::optional<Timestamp> decided_at;
};

/// Is the answer still out after the last day? Without a deadline never.
bool is_late(const Rectification& rectification, Date day);

/// Does the pack close access while a breach is put right?
bool closes_meanwhile(const RulePack& pack);
/// Does an end for breach need a rectification that failed first?
bool correction_comes_first(const RulePack& pack);
/// 64 lower-case hexadecimal digits.
bool is_sm3(std::string_view text);

}  // namespace yunhe::tenants

template <>
inline constexpr auto yunhe::enum_texts<yunhe::tenants::RectificationState> = yunhe::texts_of(
    std::pair{yunhe::tenants::RectificationState::ordered, "ordered"},
    std::pair{yunhe::tenants::RectificationState::answered, "answered"},
    std::pair{yunhe::tenants::RectificationState::accepted, "accepted"},
    std::pair{yunhe::tenants::RectificationState::not_accepted, "not_accepted"},
    std::pair{yunhe::tenants::RectificationState::withdrawn, "withdrawn"});
