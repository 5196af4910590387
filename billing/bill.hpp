/// The bill (账单): operator income that a developer owes for a period, with tax.
///
/// draft -> issued by another person of finance than the one who drafted it (four eyes). An issued
/// bill never changes; what the period turns out to owe beyond it stands on a supplement. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/enum_text.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "billing/tax.hpp"

namespace yunhe::billing {

struct BillEntity { static constexpr std::string_view prefix = "bil"; };
using BillId = Id<BillEntity>;

enum class BillState { draft, issued };

struct Bill {
    BillId id;
    Period period;
    BodyId developer_id;
    std::string developer_uscc;
    std::string developer_name;  ///< As it was when the bill was drafted.
    int supplement = 0;          ///< 0: the period's bill; 1, 2 ...: the differences after it.
    BillState state = BillState::draft;
    int version = 1;
    std::optional<std::uint64_t> number;  ///< Running, given when it is issued.
    Money amount;                         ///< Tax included; below zero only on a supplement.
    Money net;
    Money tax;             ///< net + tax = amount; split per line, then added up.
    std::string tax_rate;  ///< Percent text.
    UserId drafted_by_id;
    Timestamp drafted_at;
    std::optional<UserId> issued_by_id;
    std::optional<Timestamp> issued_at;
    std::optional<std::uint64_t> entry_id;  ///< The ledger entry.
};

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::BillState> =
    yunhe::texts_of(std::pair{yunhe::billing::BillState::draft, "draft"},
                    std::pair{yunhe::billing::BillState::issued, "issued"});
