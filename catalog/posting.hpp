/// Sets of document numbers as the search index keeps them: cut into blocks of kBlockDocuments, a
/// block as a list while it is short and as a bitmap else. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yunhe::catalog {

inline constexpr std::uint32_t kBlockDocuments = 8192;
inline constexpr std::size_t kBlockWords = kBlockDocuments / 64;

/// Document numbers below `64 * words.size()`.
class DocumentSet {
public:
    DocumentSet() = default;
    explicit DocumentSet(std::uint32_t block_count) : words_(block_count * kBlockWords) {}

    bool contains(std::uint32_t document) const;
    /// REQUIRES: below the size.
    void insert(std::uint32_t document);
    std::uint64_t size() const;
    /// Adds a stored block. REQUIRES: block below the count, bytes made by `block_bytes`.
    void insert_block(std::uint32_t block, std::string_view bytes);

    /// REQUIRES for the three: sets of the same block count.
    DocumentSet& operator&=(const DocumentSet& other);
    DocumentSet& operator|=(const DocumentSet& other);
    DocumentSet& operator-=(const DocumentSet& other);
    std::uint64_t common_size(const DocumentSet& other) const;

    /// The members below `before`, largest first, at most `most`.
    std::vector<std::uint32_t> largest_below(std::uint32_t before, std::size_t most) const;

private:
    std::vector<std::uint64_t> words_;
};

/// The numbers of one block, 0..kBlockDocuments - 1, ascending, as they are stored: two bytes each,
/// or a bitmap of 1024 bytes once that is shorter.
std::string block_bytes(const std::vector<std::uint16_t>& members);
/// REQUIRES: made by `block_bytes`.
std::vector<std::uint16_t> block_members(std::string_view bytes);

}  // namespace yunhe::catalog
