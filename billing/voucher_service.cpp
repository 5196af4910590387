#include "billing/voucher_service.hpp"

#include "billing/ledger_period_store.hpp"
#include "catalog/offer_case_service.hpp"
#include "tenants/four_eyes.hpp"

namespace yunhe::billing {
namespace {

bool voucher_made_by(const StoredEntry& entry, const tenants::Hands& hands) {
    for (const auto& name : {entry.names.maker_id, entry.names.booker_id})
        if (name && !tenants::check_four_eyes(hands, *name).ok()) return true;
    return false;
}

void write_voucher_check(db::Transaction& tx, const tenants::Caller& caller,
                         const StoredEntry& entry, const std::string& opinion) {
    insert_voucher_check(tx, caller.scope, entry.id, caller.user_id, caller.now, opinion);
    catalog::record_step(tx, caller,
                         {"voucher", entry.id.value,
                          std::to_string(entry.fiscal_year) + "-" + std::to_string(entry.voucher)},
                         "check", "booked", "checked", opinion);
}

}  // namespace

Result<StoredEntry> check_voucher(db::Transaction& tx, const tenants::Caller& caller,
                                  LedgerEntryId id, const std::string& opinion) {
    auto entry = find_entry(tx, caller.scope, id);
    if (!entry) return not_found();
    if (voucher_made_by(*entry, tenants::hands_of(caller))) return wrong_party("four_eyes");
    // Two people may check at once: the book lets them take turns.
    (void)lock_book(tx, caller.scope, entry->head.book);
    entry = find_entry(tx, caller.scope, id);
    if (entry->names.checker_id) return wrong_state("voucher_checked");
    write_voucher_check(tx, caller, *entry, opinion);
    return find_entry(tx, caller.scope, id).value();
}

CheckedVouchers check_vouchers(db::Transaction& tx, const tenants::Caller& caller, Book book,
                               Period period, const std::string& opinion) {
    (void)lock_book(tx, caller.scope, book);
    const auto hands = tenants::hands_of(caller);
    CheckedVouchers outcome;
    PageRequest page{.after_id = 0, .limit = kPageLimitMax};
    while (true) {
        const auto entries =
            list_entries(tx, caller.scope,
                         {.book = book, .period = period, .unchecked_only = true}, page);
        for (const auto& entry : entries) {
            page.after_id = entry.id.value;
            if (voucher_made_by(entry, hands)) {
                ++outcome.left;
                continue;
            }
            write_voucher_check(tx, caller, entry, opinion);
            ++outcome.checked;
        }
        if (entries.empty()) return outcome;
    }
}

}  // namespace yunhe::billing
