/// The facts without which book nontax is off: the document, the collecting unit (执收单位) and the
/// item (项目) under which non-tax income is collected. Finance records them, the collector confirms
/// (four eyes). Recording again replaces what waits; what is confirmed stays in force until the
/// next confirmation. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "base/workflow.hpp"

namespace yunhe::billing {

struct NonTaxSettingEntity { static constexpr std::string_view prefix = "nts"; };
using NonTaxSettingId = Id<NonTaxSettingEntity>;

enum class NonTaxState {
    recorded,
    confirmed,
    replaced,  ///< Recorded anew before it was confirmed.
};
enum class NonTaxAction { confirm, replace };
enum class NonTaxActor { finance, collector };

inline constexpr auto kNonTaxMoves = [] {
    using Row = Move<NonTaxState, NonTaxAction, NonTaxActor>;
    return std::array{
        Row{NonTaxState::recorded, NonTaxAction::confirm, NonTaxActor::collector,
            NonTaxState::confirmed},
        Row{NonTaxState::recorded, NonTaxAction::replace, NonTaxActor::finance,
            NonTaxState::replaced},
    };
}();

struct NamedCode {
    std::string code;
    std::string name;
    friend bool operator==(const NamedCode&, const NamedCode&) = default;
};

/// What finance enters.
struct NonTaxFacts {
    std::string document;
    NamedCode collecting_unit;
    NamedCode item;
    friend bool operator==(const NonTaxFacts&, const NonTaxFacts&) = default;
};

struct NonTaxSetting {
    NonTaxSettingId id;
    NonTaxFacts facts;
    NonTaxState state = NonTaxState::recorded;
    int version = 1;
    UserId recorded_by_id;
    Timestamp recorded_at;
    std::optional<UserId> confirmed_by_id;
    std::optional<Timestamp> confirmed_at;
};

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::NonTaxState> =
    yunhe::texts_of(std::pair{yunhe::billing::NonTaxState::recorded, "recorded"},
                    std::pair{yunhe::billing::NonTaxState::confirmed, "confirmed"},
                    std::pair{yunhe::billing::NonTaxState::replaced, "replaced"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::NonTaxAction> =
    yunhe::texts_of(std::pair{yunhe::billing::NonTaxAction::confirm, "confirm"},
                    std::pair{yunhe::billing::NonTaxAction::replace, "replace"});
template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::NonTaxActor> =
    yunhe::texts_of(std::pair{yunhe::billing::NonTaxActor::finance, "finance"},
                    std::pair{yunhe::billing::NonTaxActor::collector, "collector"});
