/// `yunhe ledger verify`: derives every balance again from the entries and compares.
#pragma once

#include "app/serve.hpp"

namespace yunhe::app {

/// Prints what was checked and every difference. Returns 0 when all books agree, else 1.
/// Works beside a running server (it only reads) and starts the private database if none runs.
int verify_ledger(const ServeOptions& options, bool json);

}  // namespace yunhe::app
