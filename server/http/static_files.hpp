/// Serves the console's files from memory: negotiated precompressed variants, strong ETags, 304,
/// and index.html for the console's own paths. Immutable after construction, hence thread-safe.
///
/// "app.js.gz" and "app.js.br" beside "app.js" are its compressed forms, not files of their own.
/// Files below "assets/" carry a hash in their name and may be kept for ever; the rest is asked for
/// again each time (If-None-Match).
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace yunhe::http {

struct StaticFile {
    std::string_view name;  ///< Path without leading slash: "assets/index-1a2b.js".
    std::string_view text;
};

class StaticFiles {
public:
    /// The texts must outlive it. Without an index.html every page says that the console isn't
    /// built.
    explicit StaticFiles(std::span<const StaticFile> files);

    /// GET and HEAD; 404 for a name that isn't there, unless it is a page of the console (accepts
    /// text/html, no dot in the last segment), 405 for other methods.
    Reply operator()(const HttpRequest& request) const;

private:
    struct Entry {
        std::string_view plain;
        std::string_view gzip;
        std::string_view brotli;
        std::string etag;  ///< Without quotes; variants add "-gz", "-br".
    };
    Reply file_reply(const HttpRequest& request, std::string_view name, const Entry& entry) const;

    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace yunhe::http
