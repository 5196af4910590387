#include "tests/support/qr_reader.hpp"

#include <array>

namespace yunhe::test {
namespace {

using catalog::QrCode;

/// Error correction level M (table 9): blocks of one or two lengths of data.
struct Blocks {
    int count_short;
    int length_short;
    int count_long;
    int correction;
};
constexpr std::array<Blocks, 11> kBlocks = {{{},
                                             {1, 16, 0, 10},
                                             {1, 28, 0, 16},
                                             {1, 44, 0, 26},
                                             {2, 32, 0, 18},
                                             {2, 43, 0, 24},
                                             {4, 27, 0, 16},
                                             {4, 31, 0, 18},
                                             {2, 38, 2, 22},
                                             {3, 36, 2, 22},
                                             {4, 43, 1, 26}}};
/// Centres of the alignment patterns (annex E).
constexpr std::array<std::array<int, 3>, 11> kAlignment = {
    {{}, {}, {6, 18}, {6, 22}, {6, 26}, {6, 30}, {6, 34}, {6, 22, 38}, {6, 24, 42}, {6, 26, 46},
     {6, 28, 50}}};

/// Does the module belong to a pattern, to format or version information?
bool reserved(int version, int width, int row, int column) {
    const bool top = row < 9;
    const bool left = column < 9;
    if (top && left) return true;
    if ((top && column >= width - 8) || (left && row >= width - 8)) return true;
    if (row == 6 || column == 6) return true;
    if (version >= 7 && ((row < 6 && column >= width - 11) || (column < 6 && row >= width - 11)))
        return true;
    for (const int y : kAlignment[static_cast<std::size_t>(version)])
        for (const int x : kAlignment[static_cast<std::size_t>(version)]) {
            if (x == 0 || y == 0) continue;
            const bool finder = (y == 6 && (x == 6 || x == width - 7)) ||
                                (x == 6 && y == width - 7);
            if (finder) continue;
            if (std::abs(row - y) <= 2 && std::abs(column - x) <= 2) return true;
        }
    return false;
}

bool masked(int mask, int i, int j) {
    switch (mask) {
        case 0: return (i + j) % 2 == 0;
        case 1: return i % 2 == 0;
        case 2: return j % 3 == 0;
        case 3: return (i + j) % 3 == 0;
        case 4: return (i / 2 + j / 3) % 2 == 0;
        case 5: return i * j % 2 + i * j % 3 == 0;
        case 6: return (i * j % 2 + i * j % 3) % 2 == 0;
        default: return ((i + j) % 2 + i * j % 3) % 2 == 0;
    }
}

/// The mask from the format information beside the upper left finder pattern.
int mask_of(const QrCode& code) {
    const int bits = code.at(8, 2) << 2 | code.at(8, 3) << 1 | static_cast<int>(code.at(8, 4));
    return bits ^ 0b101;
}

/// All codewords in the order in which they stand in the symbol: two columns at a time, upwards and
/// downwards in turn.
std::vector<int> codewords(const QrCode& code, int version) {
    const int mask = mask_of(code);
    std::vector<int> words;
    int word = 0;
    int bits = 0;
    bool upwards = true;
    for (int right = code.width - 1; right > 0; right -= 2) {
        if (right == 6) --right;
        for (int step = 0; step < code.width; ++step) {
            const int row = upwards ? code.width - 1 - step : step;
            for (const int column : {right, right - 1}) {
                if (reserved(version, code.width, row, column)) continue;
                word = word << 1 | static_cast<int>(code.at(row, column) !=
                                                    masked(mask, row, column));
                if (++bits < 8) continue;
                words.push_back(word);
                word = bits = 0;
            }
        }
        upwards = !upwards;
    }
    return words;
}

/// The data of the blocks one after the other; they stand interleaved.
std::vector<int> data_of(const std::vector<int>& words, const Blocks& blocks) {
    const int count = blocks.count_short + blocks.count_long;
    std::vector<std::vector<int>> parts(static_cast<std::size_t>(count));
    std::size_t next = 0;
    for (int i = 0; i <= blocks.length_short; ++i)
        for (int block = 0; block < count; ++block) {
            if (i == blocks.length_short && block < blocks.count_short) continue;
            if (next < words.size())
                parts[static_cast<std::size_t>(block)].push_back(words[next++]);
        }
    std::vector<int> data;
    for (const auto& part : parts) data.insert(data.end(), part.begin(), part.end());
    return data;
}

class Bits {
public:
    explicit Bits(const std::vector<int>& words) : words_(words) {}
    int take(int count) {
        int value = 0;
        for (int i = 0; i < count; ++i, ++at_) {
            const auto index = static_cast<std::size_t>(at_ / 8);
            const int word = index < words_.size() ? words_[index] : 0;
            value = value << 1 | (word >> (7 - at_ % 8) & 1);
        }
        return value;
    }

private:
    const std::vector<int>& words_;
    int at_ = 0;
};

}  // namespace

std::optional<std::string> read_qr(const QrCode& code) {
    const int version = (code.width - 17) / 4;
    if (version < 1 || version > 10 || code.width != 17 + 4 * version) return std::nullopt;
    const auto data = data_of(codewords(code, version), kBlocks[static_cast<std::size_t>(version)]);
    Bits bits(data);
    if (bits.take(4) != 0b0100) return std::nullopt;  // Byte mode.
    const int length = bits.take(version < 10 ? 8 : 16);
    std::string text;
    for (int i = 0; i < length; ++i) text += static_cast<char>(bits.take(8));
    return text;
}

}  // namespace yunhe::test
