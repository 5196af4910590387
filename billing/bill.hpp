/// The bill (账单): operator income that a developer owes for a period, with tax.
///
/// draft -> reviewed -> issued, or issued from the draft by another person of finance, whose review
/// that is (four eyes). An issued bill's figures never change: what the period turns out to owe
/// beyond or below it stands on a supplement; a wrong one is voided by a red bill. Pure.
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

enum class BillState {
    draft,
    reviewed,  ///< Figures checked by another person of finance.
    issued,
    voided,    ///< Taken back by a red bill.
};
/// It was issued: developers see it, and it never changes.
constexpr bool stays(BillState state) {
    return state == BillState::issued || state == BillState::voided;
}

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
    std::optional<UserId> reviewed_by_id;
    std::optional<Timestamp> reviewed_at;
    std::optional<Date> due_on;          ///< Set when it is issued.
    std::optional<BillId> corrects_id;   ///< On a supplement: the bill whose lines it corrects.
    std::optional<BillId> voids_id;      ///< On a red bill: the bill that it takes back.
};

struct BillInvoiceEntity { static constexpr std::string_view prefix = "inv"; };
using BillInvoiceId = Id<BillInvoiceEntity>;

/// An invoice of the bill as the tax system made it: its number is recorded, never made up here.
struct BillInvoice {
    BillInvoiceId id;
    BillId bill_id;
    std::string invoice_no;  ///< Unique in the tenant.
    Date invoiced_on;
    Money net;  ///< Below zero on a red invoice.
    Money tax;
    UserId recorded_by_id;
    Timestamp recorded_at;
    Money amount() const { return net + tax; }
};

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::BillState> =
    yunhe::texts_of(std::pair{yunhe::billing::BillState::draft, "draft"},
                    std::pair{yunhe::billing::BillState::reviewed, "reviewed"},
                    std::pair{yunhe::billing::BillState::issued, "issued"},
                    std::pair{yunhe::billing::BillState::voided, "voided"});
