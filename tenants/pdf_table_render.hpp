/// Tables and vouchers for paper, written page by page: memory doesn't grow with the rows. The same
/// calls always give the same bytes. Not thread-safe; lengths are relative widths.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace yunhe::tenants {

struct PdfColumn {
    std::string heading;
    int width = 10;      ///< Relative to the other columns.
    bool right = false;  ///< Figures.
};

struct PdfTableHead {
    std::string title;
    std::vector<std::string> lines;  ///< Below the title: what was asked for.
    std::vector<PdfColumn> columns;
    std::string foot;  ///< On every page, left of its number.
    Timestamp made_at;
};

/// A4 across, A3 across for more than 14 columns; the heading stands on every page.
class PdfTable {
public:
    /// `sink` takes the next bytes; false: they can't be kept.
    PdfTable(std::function<bool(std::string_view)> sink, const PdfTableHead& head);
    ~PdfTable();
    /// One cell per column.
    void row(std::span<const std::string> cells);
    /// The same in bold with a line above.
    void totals(std::span<const std::string> cells);
    void note(const std::string& text);
    /// Call once, last. Throws std::runtime_error if the graphics library or the sink failed.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// One accounting voucher (记账凭证) as a form.
struct PdfVoucher {
    std::string title;
    std::string left;    ///< Above the table: the unit.
    std::string middle;  ///< The date.
    std::string right;   ///< Word and number.
    std::vector<std::vector<std::string>> rows;  ///< One cell per column.
    std::vector<std::string> totals;
    std::string words;              ///< The sum in words.
    std::vector<std::string> foot;  ///< 制单, 审核, 记账 with their names.
};
/// As many to a page of A4 as fit.
class PdfVouchers {
public:
    /// Of `head`, title, foot, columns and time are used.
    PdfVouchers(std::function<bool(std::string_view)> sink, const PdfTableHead& head);
    ~PdfVouchers();
    void add(const PdfVoucher& voucher);
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yunhe::tenants
