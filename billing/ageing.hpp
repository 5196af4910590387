/// The ageing of receivables (应收账龄): what each developer owes in each book, by how long it is
/// overdue. Pure.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "billing/document.hpp"
#include "billing/due_terms.hpp"

namespace yunhe::billing {

enum class AgeBucket {
    no_due_date,  ///< The finance system has not set one yet.
    not_due,
    days_1_30,  ///< Overdue so many days.
    days_31_90,
    days_91_180,
    days_181_365,
    over_365,
    credit,  ///< Below zero: red documents that nothing was set off against, and overpaid ones.
};
inline constexpr std::size_t kAgeBuckets = 8;

AgeBucket bucket_of(std::optional<Date> due_on, Money amount, Date at);

/// What is open of a document at the end of a day.
struct OpenDocument {
    Document document;
    Money open;  ///< Not zero.
    DueTerms terms;
};

struct AgeingRow {
    Book book = Book::nontax;
    BodyId developer_id;
    std::string developer_uscc;
    std::string developer_name;
    std::int64_t documents = 0;
    std::array<Money, kAgeBuckets> amounts{};  ///< By AgeBucket.
    Money open;                                ///< Their sum: the receivable of the ledger.
};

/// By book, then credit code; nobody without an open document.
std::vector<AgeingRow> age(const std::vector<OpenDocument>& documents, Date at);

}  // namespace yunhe::billing

template <>
inline constexpr auto yunhe::enum_texts<yunhe::billing::AgeBucket> =
    yunhe::texts_of(std::pair{yunhe::billing::AgeBucket::no_due_date, "no_due_date"},
                    std::pair{yunhe::billing::AgeBucket::not_due, "not_due"},
                    std::pair{yunhe::billing::AgeBucket::days_1_30, "days_1_30"},
                    std::pair{yunhe::billing::AgeBucket::days_31_90, "days_31_90"},
                    std::pair{yunhe::billing::AgeBucket::days_91_180, "days_91_180"},
                    std::pair{yunhe::billing::AgeBucket::days_181_365, "days_181_365"},
                    std::pair{yunhe::billing::AgeBucket::over_365, "over_365"},
                    std::pair{yunhe::billing::AgeBucket::credit, "credit"});
