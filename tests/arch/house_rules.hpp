/// The house rules that a machine can hold. Each takes one file's text and gives its breaches;
/// where a rule has exceptions, they are named by path in house_rules.cpp.
#pragma once

#include <set>

#include "source.hpp"

namespace yunhe::arch {

inline constexpr std::size_t kColumnsMax = 100;
inline constexpr std::size_t kFunctionLinesMax = 70;

Breaches check_columns(const SourceFile& file);
/// From the first line of a function's head to its closing brace. Tables of data don't count.
Breaches check_function_lengths(const SourceFile& file);
/// No float or double, nor a call that gives one. For billing, money and decimals.
Breaches check_no_floating_point(const SourceFile& file);
bool must_be_exact(std::string_view path);
Breaches check_no_clock(const SourceFile& file);
Breaches check_no_catch_all(const SourceFile& file);
Breaches check_column_lists(const SourceFile& file);
/// For files that hold SQL: a statement that names a table other than platform_* names tenant_id.
Breaches check_tenant_in_statements(const SourceFile& file);
/// SQL stands in stores (and server/db) alone.
Breaches check_sql_stays_in_stores(const SourceFile& file);
Breaches check_scope_makers(const SourceFile& file);
Breaches check_no_unfinished_marks(const SourceFile& file);
/// The repository stands alone: no path of a machine or of a folder beside it.
Breaches check_stands_alone(const SourceFile& file);
/// Codes in Error{...} and in calls of the functions that make errors, with no row in the text
/// table.
Breaches check_error_codes(const SourceFile& file);

/// Sources that no CMakeLists.txt builds, and folders of tests/ without a suite.
Breaches check_all_built(const std::vector<SourceFile>& cmake_files,
                         const std::set<std::string>& paths);

}  // namespace yunhe::arch
