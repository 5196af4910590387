#include "billing/allotment_shape.hpp"

namespace yunhe::billing {

Json allotment_json(const Allotment& allotment) {
    return {{"id", to_text(allotment.id)},
            {"number", allotment.number},
            {"version", allotment.version},
            {"department_code", allotment.department_code},
            {"document", allotment.document},
            {"budget_year", allotment.budget_year},
            {"amount", to_text(allotment.amount)},
            {"withdrawn", to_text(allotment.withdrawn)},
            {"spent", to_text(allotment.spent)},
            {"open", to_text(allotment.open())},
            {"purpose", allotment.purpose},
            {"allotted_on", to_text(allotment.allotted_on)},
            {"recorded_at", to_text(allotment.recorded_at)},
            {"entry_id", to_text(LedgerEntryId{allotment.entry_id})}};
}

Json spending_json(const SpendingReport& report) {
    return {{"id", to_text(report.id)},
            {"number", report.number},
            {"version", report.version},
            {"state", to_text(report.state)},
            {"allotment_id", to_text(report.allotment_id)},
            {"document", report.document},
            {"amount", to_text(report.amount)},
            {"purpose", report.purpose},
            {"spent_on", to_text(report.spent_on)},
            {"reported_at", to_text(report.reported_at)}};
}

}  // namespace yunhe::billing
