/// Small cases and their files in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/page.hpp"
#include "db/transaction.hpp"
#include "tenants/small_case.hpp"

namespace yunhe::tenants {

std::optional<SmallCase> find_small_case(db::Transaction& tx, TenantScope scope, SmallCaseId id);
std::optional<SmallCase> lock_small_case(db::Transaction& tx, TenantScope scope, SmallCaseId id);

/// What a list shows: everything a reader may see (see `may_see`), narrowed by the filters.
struct SmallCaseFilter {
    BodyId reader_id;
    bool sees_all = false;         ///< Authority, auditor.
    bool is_operator = false;      ///< All but complaints and open evaluations of itself.
    bool reads_board = false;      ///< And what is on the board of demands.
    bool mine = false;             ///< Only what the reader's body opened, handles or is about.
    std::optional<SmallCaseKind> kind = {};
    std::optional<SmallCaseState> state = {};
    std::optional<BodyId> subject_id = {};
    std::optional<AgreementId> agreement_id = {};
};
/// By id, one page.
std::vector<SmallCase> list_small_cases(db::Transaction& tx, TenantScope scope,
                                        const SmallCaseFilter& filter, const PageRequest& page);
/// All cases of a kind about one body, oldest first.
std::vector<SmallCase> list_small_cases_about(db::Transaction& tx, TenantScope scope,
                                              SmallCaseKind kind, BodyId subject_id);

void insert_small_case(db::Transaction& tx, TenantScope scope, const SmallCase& small_case);
/// Saves everything but kind, number, opener and opening time and raises the version by one.
void save_small_case(db::Transaction& tx, TenantScope scope, const SmallCase& small_case);

/// The whole files of a case, by name.
std::vector<SmallCaseFile> list_small_case_files(db::Transaction& tx, TenantScope scope,
                                                 SmallCaseId id);

}  // namespace yunhe::tenants
