#include "billing/ledger.hpp"

namespace yunhe::billing {
namespace {

/// Wide enough for any number of amounts.
__extension__ using WideSum = __int128;

/// Postings in the making: always pairs, so that what comes out balances.
class Postings {
public:
    Postings& move(std::string_view debit, std::string_view credit, Money amount,
                   PostingGroup group = PostingGroup::money) {
        list_.push_back({std::string(debit), amount, group});
        list_.push_back({std::string(credit), -amount, group});
        return *this;
    }
    std::vector<Posting> take() { return std::move(list_); }

private:
    std::vector<Posting> list_;
};

std::string account(std::string_view kind, std::string_view of) {
    return std::string(kind) + ":" + std::string(of);
}

Entry entry_in(Book book, EntryHead head, Postings& postings) {
    YUNHE_ASSERT(head.book == book);
    return make_entry(std::move(head), postings.take());
}

Entry transfer(Book book, EntryHead head, std::string_view debit, std::string_view credit,
               Money amount) {
    return entry_in(book, std::move(head), Postings().move(debit, credit, amount));
}

bool balanced(const std::vector<Posting>& postings, PostingGroup group) {
    WideSum sum = 0;
    for (const auto& posting : postings)
        if (posting.group == group) sum += posting.amount.fen();
    return sum == 0;
}

}  // namespace

Result<Entry> check_entry(EntryHead head, std::vector<Posting> postings) {
    std::erase_if(postings, [](const Posting& posting) { return posting.amount.zero(); });
    if (postings.empty()) return refused_by_system("empty_entry");
    for (const auto& posting : postings)
        if (posting.account.empty()) return refused_by_system("unnamed_account");
    if (!balanced(postings, PostingGroup::money) || !balanced(postings, PostingGroup::memo))
        return refused_by_system("unbalanced_entry");
    return Entry(std::move(head), std::move(postings));
}

Entry make_entry(EntryHead head, std::vector<Posting> postings) {
    return check_entry(std::move(head), std::move(postings)).value();
}

Entry reversal(const Entry& entry, EntryHead head) {
    YUNHE_ASSERT(head.book == entry.head().book);
    auto postings = entry.postings();
    for (auto& posting : postings) posting.amount = -posting.amount;
    return make_entry(std::move(head), std::move(postings));
}

std::string receivable_account(std::string_view developer) {
    return account("receivable", developer);
}
std::string attributed_account(std::string_view to) { return account("attributed", to); }
std::string allotted_account(std::string_view to) { return account("allotted", to); }
std::string income_account(std::string_view kind) { return account("income", kind); }
std::string credit_account(std::string_view developer) { return account("credit", developer); }
std::string deposit_account(std::string_view developer) { return account("deposit", developer); }
std::string overshoot_account(std::string_view limit) { return account("overshoot", limit); }

std::span<const AccountKind> account_kinds() {
    constexpr auto money = PostingGroup::money;
    constexpr auto memo = PostingGroup::memo;
    static constexpr AccountKind kKinds[] = {
        {"receivable", Book::nontax, money, true, true, false},
        {"accrued", Book::nontax, money, false, false, false},
        {"treasury", Book::nontax, money, true, false, false},
        {"suspense", Book::nontax, money, false, false, false},
        {"unallocated", Book::nontax, money, false, false, false},
        {"allocated", Book::nontax, money, false, false, true},
        {"proposal", Book::nontax, memo, true, true, false},
        {"attributed", Book::nontax, memo, false, true, false},
        {"allotted", Book::nontax, memo, false, true, false},
        {"receivable", Book::operators, money, true, true, false},
        {"bank", Book::operators, money, true, false, false},
        {"income", Book::operators, money, false, true, true},
        {"tax", Book::operators, money, false, false, false},
        {"suspense", Book::operators, money, false, false, false},
        {"credit", Book::operators, money, false, true, false},
        {"deposit", Book::operators, money, false, true, false},
        {"surplus", Book::operators, money, false, false, false},
        {"overshoot", Book::operators, memo, true, true, false},
    };
    return kKinds;
}

const AccountKind* kind_of_account(Book book, std::string_view name) {
    const auto colon = name.find(':');
    const auto stem = name.substr(0, colon);
    const bool of_somebody = colon != name.npos && colon + 1 < name.size();
    for (const auto& kind : account_kinds())
        if (kind.book == book && kind.name == stem && kind.of_somebody == of_somebody &&
            (of_somebody || colon == name.npos))
            return &kind;
    return nullptr;
}

std::optional<Entry> year_closed(EntryHead head, const std::vector<NamedBalance>& balances) {
    const auto target = head.book == Book::operators ? kSurplus : kTreasury;
    Postings postings;
    bool any = false;
    for (const auto& [name, balance] : balances) {
        const auto* kind = kind_of_account(head.book, name);
        if (kind == nullptr || !kind->yearly || balance.zero()) continue;
        postings.move(target, name, balance);
        any = true;
    }
    if (!any) return std::nullopt;
    return make_entry(std::move(head), postings.take());
}

Entry claim_confirmed(EntryHead head, std::string_view developer, Money amount) {
    return transfer(Book::nontax, std::move(head), receivable_account(developer), kAccrued, amount);
}

Entry receipt_matched(EntryHead head, std::string_view developer, Money amount) {
    return entry_in(Book::nontax, std::move(head),
                    Postings()
                        .move(kTreasury, receivable_account(developer), amount)
                        .move(kAccrued, kUnallocated, amount));
}

Entry receipt_unmatched(EntryHead head, Money amount) {
    return transfer(Book::nontax, std::move(head), kTreasury, kSuspense, amount);
}

Entry suspense_matched(EntryHead head, std::string_view developer, Money amount) {
    return entry_in(Book::nontax, std::move(head),
                    Postings()
                        .move(kSuspense, receivable_account(developer), amount)
                        .move(kAccrued, kUnallocated, amount));
}

Entry suspense_refunded(EntryHead head, Money amount) {
    return transfer(Book::nontax, std::move(head), kSuspense, kTreasury, amount);
}

Entry run_posted(EntryHead head, const std::vector<Part>& parts) {
    Postings postings;
    postings.move(kUnallocated, kAllocated, total_of(parts));
    for (const auto& part : parts)
        postings.move(kProposalPool, attributed_account(part.to), part.amount,
                      PostingGroup::memo);
    return entry_in(Book::nontax, std::move(head), postings);
}

Entry budget_allotted(EntryHead head, std::string_view to, Money amount) {
    return entry_in(Book::nontax, std::move(head),
                    Postings().move(attributed_account(to), allotted_account(to), amount,
                                    PostingGroup::memo));
}

Entry bill_issued(EntryHead head, std::string_view developer,
                  const std::vector<IncomeLine>& lines) {
    YUNHE_ASSERT(head.book == Book::operators);
    Money total;
    Money tax;
    std::vector<Posting> credits;
    for (const auto& line : lines) {
        total += line.amount.net + line.amount.tax;
        tax += line.amount.tax;
        credits.push_back({income_account(line.kind), -line.amount.net});
    }
    credits.push_back({std::string(kTax), -tax});
    credits.insert(credits.begin(), {receivable_account(developer), total});
    return make_entry(std::move(head), std::move(credits));
}

Entry bill_paid(EntryHead head, std::string_view developer, Money amount) {
    return transfer(Book::operators, std::move(head), kBank, receivable_account(developer), amount);
}

Entry payment_unmatched(EntryHead head, Money amount) {
    return transfer(Book::operators, std::move(head), kBank, kSuspense, amount);
}

Entry payment_settled(EntryHead head, std::string_view developer, Money amount) {
    return transfer(Book::operators, std::move(head), kSuspense, receivable_account(developer),
                    amount);
}

Entry deposit_received(EntryHead head, std::string_view developer, Money amount) {
    return transfer(Book::operators, std::move(head), kBank, deposit_account(developer), amount);
}

Entry deposit_applied(EntryHead head, std::string_view developer, Money amount) {
    return transfer(Book::operators, std::move(head), deposit_account(developer),
                    receivable_account(developer), amount);
}

Entry deposit_returned(EntryHead head, std::string_view developer, Money amount) {
    return transfer(Book::operators, std::move(head), deposit_account(developer), kBank, amount);
}

Entry credit_granted(EntryHead head, std::string_view developer, Money amount) {
    return transfer(Book::operators, std::move(head), kSuspense, credit_account(developer), amount);
}

Entry payment_refunded(EntryHead head, Money amount) {
    return transfer(Book::operators, std::move(head), kSuspense, kBank, amount);
}

Entry overshoot_recorded(EntryHead head, std::string_view limit, Money amount) {
    return entry_in(Book::operators, std::move(head),
                    Postings().move(overshoot_account(limit), kOvershootPool, amount,
                                    PostingGroup::memo));
}

Entry credit_applied(EntryHead head, std::string_view developer, Money amount) {
    return transfer(Book::operators, std::move(head), credit_account(developer),
                    receivable_account(developer), amount);
}

}  // namespace yunhe::billing
