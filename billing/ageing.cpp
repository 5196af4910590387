#include "billing/ageing.hpp"

#include <map>

namespace yunhe::billing {

AgeBucket bucket_of(std::optional<Date> due_on, Money amount, Date at) {
    if (amount.negative()) return AgeBucket::credit;
    if (!due_on) return AgeBucket::no_due_date;
    const auto days = (at - *due_on).count();
    if (days <= 0) return AgeBucket::not_due;
    if (days <= 30) return AgeBucket::days_1_30;
    if (days <= 90) return AgeBucket::days_31_90;
    if (days <= 180) return AgeBucket::days_91_180;
    return days <= 365 ? AgeBucket::days_181_365 : AgeBucket::over_365;
}

std::vector<AgeingRow> age(const std::vector<OpenDocument>& documents, Date at) {
    std::map<std::pair<std::string_view, std::string>, AgeingRow> rows;
    for (const auto& [document, open, terms] : documents) {
        auto& row = rows[{to_text(document.ref.book), document.developer_uscc}];
        row.book = document.ref.book;
        row.developer_id = document.developer_id;
        row.developer_uscc = document.developer_uscc;
        row.developer_name = document.developer_name;
        row.documents += 1;
        row.open += open;
        for (const auto& part : due_parts(terms, open))
            row.amounts[static_cast<std::size_t>(bucket_of(part.due_on, part.amount, at))] +=
                part.amount;
    }
    std::vector<AgeingRow> sorted;
    for (auto& [key, row] : rows) sorted.push_back(std::move(row));
    return sorted;
}

}  // namespace yunhe::billing
