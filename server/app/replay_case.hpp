/// A case folder, read and checked: what `yunhe replay` plays.
///
/// The form of the folder is described in tests/cases/README.md. Every column must be known, every
/// code must be defined, every date, period and amount must be well formed; subjects of events and
/// payment codes of receipts are left to the server's judgement.
#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace yunhe::app {

/// Where something stands in the folder. Line 0: the file as a whole.
struct Place {
    std::string file;
    std::size_t line = 0;
};
std::string where(const Place& place);  ///< "orders.csv line 7"

/// The folder isn't a case. `what()` says which line of which file, and why.
class CaseRefused : public std::runtime_error {
public:
    CaseRefused(const Place& place, const std::string& reason)
        : std::runtime_error(where(place) + ": " + reason) {}
};

struct CaseRow {
    Place place;
    std::map<std::string, std::string, std::less<>> cells;

    /// REQUIRES: a column of the file.
    const std::string& operator[](std::string_view column) const;
    bool blank(std::string_view column) const { return (*this)[column].empty(); }
    Date date(std::string_view column) const;  ///< REQUIRES: a date column.
};
using CaseRows = std::vector<CaseRow>;

/// A JSON file with its text, so that a value's line can be told.
struct CaseDocument {
    std::string file;
    std::string text;
    Json value;

    /// The line on which the text first holds `needle` in quotes; the file where it never does.
    Place place_of(std::string_view needle) const;
};

/// One line of events.jsonl, as it stands there.
struct CaseEvent {
    std::size_t line = 0;
    std::string_view text;  ///< Points into Case::event_text.
    Period period;          ///< Of its `time`; where that can't be read, of the event before it.
};

struct CaseUser {
    Place place;
    std::string username;
    std::string role;
    std::string body_code;
};

/// Move-only: events point into the text beside them.
struct Case {
    CaseDocument tenant, notice, prices, plan;
    CaseRows departments, resources, developers, applications, agreements, scenarios, requests;
    CaseRows products, lineage, orders, quality, payment_notices, receipts;
    std::string event_text;
    std::vector<CaseEvent> events;
    std::vector<CaseUser> users;  ///< Of all bodies, in the order of tenant.json.

    Case() = default;
    Case(Case&&) = delete;
    Case& operator=(Case&&) = delete;

    /// REQUIRES: such a row exists (the reader checked it).
    const CaseRow& row_of(const CaseRows& rows, std::string_view column,
                          std::string_view code) const;
    /// Rows in which `column` holds `code`, in the order of the file.
    std::vector<const CaseRow*> rows_of(const CaseRows& rows, std::string_view column,
                                        std::string_view code) const;
    bool has(const CaseRows& rows, std::string_view column, std::string_view code) const;
    /// How many rows, users and price plans there are to play; events aside.
    std::size_t row_count() const;
};

/// Fills an empty case. Throws CaseRefused.
void read_case(const std::filesystem::path& folder, Case& result);

/// "a;b" -> {"a", "b"}; "" -> {}.
std::vector<std::string> pieces(std::string_view text);

}  // namespace yunhe::app
