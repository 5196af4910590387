/// The claim (非税收入应缴测算单): non-tax income due by our computation.
///
/// draft -> submitted (finance) -> confirmed (collecting unit; four eyes), or returned to draft.
/// The official payment document is the finance system's own and is imported later, never made up
/// here. A submitted or confirmed claim's figures never change: what the period turns out to owe
/// beyond or below it stands on a supplement; a wrong one is voided by a red claim. Yangzhou 16:
/// revenue is managed as income from state resources. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "billing/non_tax.hpp"
#include "catalog/product.hpp"

namespace yunhe::billing {

struct ClaimEntity { static constexpr std::string_view prefix = "clm"; };
using ClaimId = Id<ClaimEntity>;

enum class ClaimState {
    draft,
    submitted,
    confirmed,
    voided,  ///< Taken back by a red claim.
};
/// It was confirmed: developers see it, and it never changes.
constexpr bool stays(ClaimState state) {
    return state == ClaimState::confirmed || state == ClaimState::voided;
}

struct Claim {
    ClaimId id;
    Period period;  ///< Of the use.
    BodyId developer_id;
    std::string developer_uscc;  ///< Names the developer in the ledger: `receivable:<uscc>`.
    std::string developer_name;  ///< As it was when the claim was drafted.
    catalog::ProductId product_id;
    std::string product_code;
    std::string product_name;
    int supplement = 0;  ///< 0: the period's claim; 1, 2 ...: the differences after it.
    ClaimState state = ClaimState::draft;
    int version = 1;
    std::optional<std::uint64_t> number;  ///< Running, given when it is confirmed.
    Money amount;                         ///< Never zero; below zero only on a supplement.
    UserId drafted_by_id;
    Timestamp drafted_at;
    std::optional<UserId> submitted_by_id;
    std::optional<Timestamp> submitted_at;
    std::optional<UserId> confirmed_by_id;
    std::optional<Timestamp> confirmed_at;
    /// Document, collecting unit and item under which it was confirmed.
    std::optional<NonTaxSettingId> non_tax_setting_id;
    /// The basis on which it stands after the rule pack's end, if so. Printed on it.
    std::optional<std::string> continuation_document;
    std::optional<std::uint64_t> entry_id;  ///< The ledger entry.
    std::optional<ClaimId> corrects_id;     ///< On a supplement: the claim whose lines it corrects.
    std::optional<ClaimId> voids_id;        ///< On a red claim: the claim that it takes back.
};

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::ClaimState> =
    yunhe::texts_of(std::pair{yunhe::billing::ClaimState::draft, "draft"},
                    std::pair{yunhe::billing::ClaimState::submitted, "submitted"},
                    std::pair{yunhe::billing::ClaimState::confirmed, "confirmed"},
                    std::pair{yunhe::billing::ClaimState::voided, "voided"});
