/// A signature's row, alike for agreements and their amendments.
#pragma once

#include "db/transaction.hpp"
#include "tenants/agreement_store.hpp"

namespace yunhe::tenants {

/// REQUIRES: the columns of agreement_signatures or amendment_signatures but tenant and owner.
AgreementSignature read_signature_row(const db::Row& row);

}  // namespace yunhe::tenants
