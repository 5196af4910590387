#include "billing/charge_line.hpp"

namespace yunhe::billing {

bool same_subject(const ChargeLine& a, const ChargeLine& b) {
    return a.book == b.book && a.developer_id == b.developer_id && a.order_id == b.order_id &&
           a.agreement_id == b.agreement_id && a.meter == b.meter;
}

}  // namespace yunhe::billing
