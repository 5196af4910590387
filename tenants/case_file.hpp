/// Files that come in parts: how a part is checked and what a whole file must be. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yunhe::tenants {

inline constexpr std::size_t kFilePartBytesMax = 512 * 1024;

/// One part as it arrives. Sending part 0 again starts the file anew; a part that was sent before
/// may be sent again, which drops those after it; so an upload that broke off goes on from the part
/// that the answer names.
struct FileUpload {
    int part = 0;      ///< From 0.
    bool last = true;  ///< Closes the file.
    std::string file_name;
    std::string declared_type;  ///< Content-Type, as sent.
    /// SM3 of the whole file in hexadecimal, with the last part; empty: not checked.
    std::string whole_digest_hex;
    std::string_view content;
};

/// A part that is there. Its bytes lie in the data folder under the digest.
struct FilePart {
    int part = 0;
    bool last = false;
    std::string file_name;
    std::string media_type;  ///< Of the whole file; empty until the last part came.
    std::string digest_hex;  ///< SM3 of the part.
    std::optional<std::string> whole_digest_hex;  ///< Of all parts, once the last one came.
    std::int64_t size_bytes = 0;
    Timestamp uploaded_at;
};

/// Errors: malformed `empty_file`, `?part` part_out_of_order (args: next); too_large (args: max).
Status check_part(const FileUpload& upload, const std::vector<FilePart>& present,
                  std::int64_t bytes_max);

/// The media type of a whole file, judged by its content, which its declared type and the ending of
/// its name must not contradict. `application/octet-stream` and no type declare nothing. Errors:
/// malformed `material_type_refused`, `material_type_differs` (args: declared, found), `?digest`
/// digest_differs.
Result<std::string> check_whole(const FileUpload& upload, std::string_view whole,
                                std::string_view whole_digest_hex);

}  // namespace yunhe::tenants
