/// `yunhe rate` and `yunhe allocate` as streams: JSON in, one line of JSON out for each.
///
/// Input is one object per line; blank lines are skipped; one object may also stand over several
/// lines. A bad one gives `{"error": {"code", "message", "pointer"}}` in its place and the stream
/// goes on: after a line that leaves its object open, at the next line that begins with "{".
/// An object over several lines is at most 1 MiB. Memory does not grow with the stream.
#pragma once

#include <iosfwd>

#include "base/error_text.hpp"

namespace yunhe::billing {

/// Each returns 0, or 1 if any object was bad.
int run_rate(std::istream& input, std::ostream& output, Language language = Language::english);
int run_allocate(std::istream& input, std::ostream& output, Language language = Language::english);

}  // namespace yunhe::billing
