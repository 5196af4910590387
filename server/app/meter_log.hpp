/// `yunhe meter-log`: the access log of a gateway as usage events (docs/gateway.md).
#pragma once

#include <filesystem>
#include <string>

namespace yunhe::app {

struct MeterLogOptions {
    std::filesystem::path log;
    std::filesystem::path mapping;      ///< JSON: see billing/meter_log.hpp.
    std::string server;                 ///< Base URL; with `key_file`, instead of `out`.
    std::filesystem::path key_file;     ///< An API key with the scope events:write.
    std::filesystem::path out;          ///< Events as JSON lines, appended.
    std::filesystem::path offset_file;  ///< How far the log was read; default: <log>.offset.
    std::filesystem::path bad_file;     ///< Lines that are no events; default: <log>.bad.jsonl.
    bool restart = false;               ///< Begin at the log's beginning again.
};

/// Reads what was written since the last run, in a log that was rotated meanwhile too, and sends
/// it. How far it came is saved after each batch: a run that is broken off goes on where it was,
/// and what the server has already, it knows by the events' ids. A last line without its end is
/// left for the next run. Lines that can't be read and events that the server rejects are reported
/// with their line numbers, go to `bad_file` word for word, and stop nothing.
/// Returns 0; 3 if there were bad lines. Throws std::runtime_error (mapping, files, server, another
/// run on the same log, a log of which a part is gone).
int meter_log(const MeterLogOptions& options);

}  // namespace yunhe::app
