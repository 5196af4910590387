/// Dunning (催缴): what is overdue is asked for in three steps, each with its document and a day to
/// pay by. Late fees are never computed here: they are recorded from the documents that impose
/// them. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "billing/document.hpp"
#include "billing/due_terms.hpp"

namespace yunhe::billing {

struct DunningEntity { static constexpr std::string_view prefix = "dun"; };
using DunningId = Id<DunningEntity>;
struct LateFeeEntity { static constexpr std::string_view prefix = "lfe"; };
using LateFeeId = Id<LateFeeEntity>;

enum class DunningStep { reminder, notice, final_notice };

/// From the tenant's policy, in calendar days.
struct DunningPolicy {
    std::array<int, 3> step_days{};  ///< After the due date, by step.
    int grace_days = 0;              ///< Time to pay that each step gives.
};

struct Dunning {
    DunningId id;
    std::uint64_t number = 0;  ///< Running, per tenant.
    DocumentRef document;
    BodyId developer_id;
    DunningStep step = DunningStep::reminder;
    Date due_on;       ///< The day that was missed.
    Money overdue;     ///< What was due by then and is open.
    Date pay_by;
    std::string letter;  ///< Number of the letter (催缴通知书文号).
    std::string text;
    UserId issued_by_id;
    Timestamp issued_at;
};

struct DunningFacts {
    const Document& document;
    std::vector<DuePart> parts;    ///< What is open, by day.
    bool disputed = false;         ///< An open dispute, or an upheld one that isn't corrected.
    std::vector<Dunning> earlier;  ///< Of the document, oldest first.
    Date today;
};

/// The step that is next for what is overdue, and from when it may be taken: the due date and the
/// step's days, but not before the day that the last step gave. A new due date (deferral, next
/// instalment) begins anew. Errors: state `document_not_standing`, `document_is_red`,
/// `under_dispute`, `not_overdue`, `dunning_exhausted`.
struct NextDunning {
    DunningStep step = DunningStep::reminder;
    Date due_on;
    Money overdue;
    Date from;
};
Result<NextDunning> next_dunning(const DunningPolicy& policy, const DunningFacts& facts);

/// A late fee as the document that imposes it says. It isn't part of the document's balance: it is
/// paid by a document of its own.
struct LateFee {
    LateFeeId id;
    std::uint64_t number = 0;
    DocumentRef document;
    BodyId developer_id;
    std::string evidence;  ///< Number of the document that imposes it, unique in the tenant.
    std::string basis;     ///< Which clause or article it rests on, as that document says.
    Money amount;          ///< Above zero.
    Date imposed_on;
    UserId recorded_by_id;
    Timestamp recorded_at;
};
/// Errors: state `document_not_standing`, `document_is_red`; malformed /amount `must_be_positive`,
/// /imposed_on `in_the_future`, `late_fee_not_late` (args: due_on).
Status check_late_fee(const LateFee& fee, const Document& document, std::optional<Date> due_on,
                      Date today);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::DunningStep> =
    yunhe::texts_of(std::pair{yunhe::billing::DunningStep::reminder, "reminder"},
                    std::pair{yunhe::billing::DunningStep::notice, "notice"},
                    std::pair{yunhe::billing::DunningStep::final_notice, "final_notice"});
