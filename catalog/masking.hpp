/// How a column is made less telling before it is handed over (脱敏): the families of techniques of
/// GB/T 37964-2019, annex A. Pure.
#pragma once

#include "base/enum_text.hpp"

namespace yunhe::catalog {

enum class Masking {
    statistical,    ///< 统计技术: sampled or aggregated.
    cryptographic,  ///< 密码技术
    suppressed,     ///< 抑制技术: blotted out, wholly or in part.
    pseudonym,      ///< 假名化技术
    generalised,    ///< 泛化技术: rounded, cut off at top and bottom.
    randomised,     ///< 随机化技术: noise, permutation.
    synthetic,      ///< 数据合成技术
};

}  // namespace yunhe::catalog

template <>
inline constexpr auto yunhe::enum_texts<yunhe::catalog::Masking> =
    yunhe::texts_of(std::pair{yunhe::catalog::Masking::statistical, "statistical"},
                    std::pair{yunhe::catalog::Masking::cryptographic, "cryptographic"},
                    std::pair{yunhe::catalog::Masking::suppressed, "suppressed"},
                    std::pair{yunhe::catalog::Masking::pseudonym, "pseudonym"},
                    std::pair{yunhe::catalog::Masking::generalised, "generalised"},
                    std::pair{yunhe::catalog::Masking::randomised, "randomised"},
                    std::pair{yunhe::catalog::Masking::synthetic, "synthetic"});
