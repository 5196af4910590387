#include "billing/payment_entry_service.hpp"

#include "base/text.hpp"
#include "billing/period_service.hpp"
#include "catalog/offer_case_service.hpp"

namespace yunhe::billing {
namespace {

constexpr std::size_t kEntryDescriptionMax = 400;

std::string_view payment_state_text(const Document& document) {
    if (!document.standing) return "voided";
    return document.ref.book == Book::nontax ? "confirmed" : "issued";
}

std::string cut_description(const std::string& text) {
    const auto characters = code_points(text);
    if (characters.size() <= kEntryDescriptionMax) return text;
    return utf8_of(std::u32string_view(characters).substr(0, kEntryDescriptionMax));
}

}  // namespace

Result<EntryHead> payment_head(db::Transaction& tx, const tenants::Caller& caller, Book book,
                               Date effective_on, std::optional<Period> usage_period,
                               EntrySource source) {
    YUNHE_TRY(period, booking_period(tx, caller.scope, book, effective_on));
    EntryHead head;
    head.book = book;
    head.period = period;
    head.usage_period = usage_period;
    head.booked_at = caller.now;
    head.effective_on = effective_on;
    head.source_kind = std::move(source.kind);
    head.source_id = std::move(source.id);
    head.description = cut_description(source.description);
    return head;
}

void record_payment_step(db::Transaction& tx, const tenants::Caller& caller,
                         const Document& document, std::string_view action, Json details) {
    const auto state = payment_state_text(document);
    const catalog::CaseRef subject{document.ref.book == Book::nontax ? "claim" : "bill",
                                   document.ref.id, title_of(document)};
    catalog::record_step(tx, caller, subject, action, state, state, "", std::move(details));
}

}  // namespace yunhe::billing
