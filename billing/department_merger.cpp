#include "billing/department_merger.hpp"

namespace yunhe::billing {
namespace {

std::string recipient(std::string_view code) { return "department:" + std::string(code); }

}  // namespace

Result<Entry> department_merged(EntryHead head, std::string_view from, std::string_view to,
                                const DepartmentBalances& balances) {
    std::vector<Posting> postings;
    const auto move = [&](const std::string& old_account, const std::string& new_account,
                          Money amount) {
        postings.push_back({old_account, Money() - amount, PostingGroup::memo});
        postings.push_back({new_account, amount, PostingGroup::memo});
    };
    move(attributed_account(recipient(from)), attributed_account(recipient(to)),
         balances.attributed);
    move(allotted_account(recipient(from)), allotted_account(recipient(to)), balances.allotted);
    return check_entry(std::move(head), std::move(postings));
}

}  // namespace yunhe::billing
