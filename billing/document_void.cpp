#include "billing/document_void.hpp"

namespace yunhe::billing {

Status check_voidable(const Document& document, Money paid, Money written_off) {
    if (document.red) return wrong_state("document_is_red");
    if (!document.standing) return wrong_state("document_not_standing");
    if (!paid.zero()) return wrong_state("document_has_payments", {{"paid", to_text(paid)}});
    if (!written_off.zero()) return wrong_state("document_has_reliefs");
    return Done{};
}

}  // namespace yunhe::billing
