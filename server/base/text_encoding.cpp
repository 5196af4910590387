#include "base/text_encoding.hpp"

#include <iconv.h>

#include <cerrno>
#include <stdexcept>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace yunhe {
namespace {


/// One conversion; the descriptor keeps state, so each call has its own.
class Conversion {
public:
    Conversion(const char* to, const char* from) : descriptor_(iconv_open(to, from)) {
        if (descriptor_ == reinterpret_cast<iconv_t>(-1))
            throw std::runtime_error(std::string("this system can't convert ") + from + " to " +
                                     to);
    }
    ~Conversion() { iconv_close(descriptor_); }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;

    /// False where the bytes are none of the source encoding.
    bool run(std::string_view input, std::string& output) {
        constexpr std::size_t kChunk = 64 * 1024;
        auto* at = const_cast<char*>(input.data());
        std::size_t left = input.size();
        while (left > 0) {
            const auto used = output.size();
            output.resize(used + kChunk);
            char* out = output.data() + used;
            std::size_t room = kChunk;
            const auto result = iconv(descriptor_, &at, &left, &out, &room);
            output.resize(output.size() - room);
            if (result == static_cast<std::size_t>(-1) && errno != E2BIG) return false;
        }
        return true;
    }

private:
    iconv_t descriptor_;
};

}  // namespace

Result<DecodedText> decode_text(std::string_view bytes) {
    const Error refusal{Errc::malformed, "bad_encoding"};
    if (bytes.find('\0') != std::string_view::npos) return refusal;
    DecodedText decoded;
    if (valid_utf8(bytes)) {
        if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
        decoded.text = bytes;
        return decoded;
    }
    decoded.encoding = TextEncoding::gb18030;
    decoded.text.reserve(bytes.size() + bytes.size() / 2);
    if (!Conversion("UTF-8", "GB18030").run(bytes, decoded.text)) return refusal;
    if (!valid_utf8(decoded.text)) return refusal;
    return decoded;
}

std::string gb18030_of(std::string_view utf8) {
    std::string bytes;
    const bool whole = Conversion("GB18030", "UTF-8").run(utf8, bytes);
    YUNHE_ASSERT(whole);
    return bytes;
}

}  // namespace yunhe
