#include "billing/document_case_service.hpp"

namespace yunhe::billing {

catalog::CaseRef case_of(const Bill& bill) {
    return {"bill", bill.id.value, to_text(bill.period) + " " + bill.developer_name};
}

catalog::CaseRef case_of(const Claim& claim) {
    return {"claim", claim.id.value,
            to_text(claim.period) + " " + claim.developer_name + " " + claim.product_code};
}

}  // namespace yunhe::billing
