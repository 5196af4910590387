/// A correction of usage: one reported fact is taken back, or another stands in its place.
///
/// A CloudEvent of type `yunhe.usage.correction` with an identity of its own. `time` says when the
/// correction was made; `subject` is that of the corrected event; `data` has
///   `action`    void | replace
///   `corrects`  {`id`, `source` (absent: the correction's), `time`}: the event as it was sent
///   `reason`    why, in words
///   `usage`     with replace only: `meter`, `quantity`, `scenario`, `resources`, `property` as in
///   an
///               event's data; all of it takes the place of what was reported.
/// The replacement counts at the time of the corrected event and is judged by the chain at that
/// time. Correcting the same event again corrects what stands in its place by then. Within 35 days
/// of the corrected event's time it takes effect at once when the operator's side sends it; what is
/// later, comes from a developer, or corrects what isn't known or waits itself, waits in quarantine
/// for a person.
/// Pure.
#pragma once

#include <optional>
#include <string>

#include "billing/event.hpp"

namespace yunhe::billing {

enum class CorrectionAction { take_back, replace };

inline constexpr std::size_t kCorrectionReasonMax = 400;

struct UsageCorrection {
    /// Its identity: id, source, subject, time, and with finish_correction day, key and content.
    /// Measures nothing itself.
    UsageEvent event;
    CorrectionAction action = CorrectionAction::take_back;
    std::string corrected_id;
    std::string corrected_source;
    Timestamp corrected_time;
    std::string reason;
    /// With `replace`: finished, under a key that no event has, on the corrected event's day.
    std::optional<UsageEvent> replacement;
    Date corrected_on;            ///< The day of corrected_time in UTC+8.
    ShortDigest corrected_key{};  ///< Of corrected source and id.
};

/// Fills in what follows from the other members.
void finish_correction(UsageCorrection& correction);

/// Why a correction waits for a person, as the code of its quarantine.
inline constexpr std::string_view kCorrectionLate = "correction_late";
inline constexpr std::string_view kCorrectionByDeveloper = "correction_by_developer";
inline constexpr std::string_view kCorrectedEventUnknown = "corrected_event_unknown";
inline constexpr std::string_view kCorrectedEventWaits = "corrected_event_waits";

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::CorrectionAction> =
    yunhe::texts_of(std::pair{yunhe::billing::CorrectionAction::take_back, "void"},
                    std::pair{yunhe::billing::CorrectionAction::replace, "replace"});
