/// The agreement as a PDF for paper: its canonical text, who signed it how and when, numbered
/// pages. Pure bytes: the same arguments always give the same document.
///
/// The PDF shows what was signed; the signatures themselves stand over the canonical UTF-8 text,
/// whose SM3 digest each page carries. Needs a font with Chinese characters at run time (Debian:
/// fonts-noto-cjk). Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace yunhe::tenants {

/// How one side signed, in the document's own words (Chinese).
struct RenderedSignature {
    std::string party;      ///< 甲方 or 乙方, with its name.
    bool made = false;      ///< Not yet signed: the rest is empty.
    std::string signatory;  ///< The user.
    std::string kind;       ///< 平台签名 or 外部签名.
    std::string subject;    ///< Of the certificate; may be empty.
    std::string signed_at;  ///< Local time.
    std::string signature;  ///< DER in Base64.
    bool valid = false;
};

struct AgreementDocument {
    std::string text;  ///< Canonical: its first line is the title.
    std::string digest_hex;
    std::vector<RenderedSignature> signatures;
    Timestamp made_at;  ///< Stands in the file as its date.
};

/// A4. Throws std::runtime_error if the graphics library fails.
std::string render_agreement_pdf(const AgreementDocument& document);

}  // namespace yunhe::tenants
