/// The consent (授权同意) of those whom a resource points at: one per item of a data request, with its
/// evidence; never several in one (Quzhou 四(二)), and there before the data is got (Ningbo 21).
///
/// A grant ends with the consent: on its last day, or at the instant of its withdrawal. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yunhe::catalog {

struct Consent {
    std::string document;  ///< Number and name of the form or power of attorney.
    /// SM3 of the evidence file, 64 small hexadecimal digits; empty only in what was recorded
    /// before digests were asked for.
    std::string evidence_sm3 = {};
    std::string scope = {};      ///< What was consented to.
    std::uint64_t subjects = 0;  ///< Of how many persons.
    std::optional<Date> obtained_on = {};  ///< Absent: as with `evidence_sm3`.
    std::optional<Date> valid_until = {};  ///< Last day; absent: until it is withdrawn.
    std::optional<Timestamp> withdrawn_at = {};
    std::string withdrawn_reason = {};
};

/// Is the record whole, and does the consent stand on that day? `pointer` is the consent's.
/// Errors, malformed: `/evidence_sm3` bad_digest, `/obtained_on` consent_not_yet,
/// `/valid_until` consent_over, end_before_begin (ends before it was obtained).
Status check_consent(const Consent& consent, const std::string& pointer, Date today);

/// Is it one and the same consent, by its document or its evidence?
bool same_consent(const Consent& a, const Consent& b);

}  // namespace yunhe::catalog
