"""A Giấy khen with a wrong word, torn or lost is replaced by a new one: both papers stay, the old one says so."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.certificates.trial import broken_words, crowded
from awards.models import Certificate
from awards.services.certificates import current_words, items_of, layout_of_decision
from awards.services.decisions import new_token, order_printing
from awards.workflow import CERTIFICATE
from core import audit, transitions
from core.text import clean

LIMITS = {"name": 200, "position": 200, "achievement": 400}
WORDS = {"name": "Họ tên, tên tập thể", "position": "Chức vụ, đơn vị", "achievement": "Dòng thành tích"}


@transaction.atomic
def replace_certificate(
    certificate: Certificate, *, by, reason: str, corrections: Mapping[str, str] | None = None
) -> Certificate:
    """Issues a new paper for the same award under the same register number; returns it, waiting to be printed.

    `corrections` are the words that shall be printed instead (name, position, achievement); those that are as before
    are left out. Raises TransitionDenied, or ValidationError by field.
    """
    certificate = Certificate.objects.select_related("award__decision", "award__nominee").get(pk=certificate.pk)
    CERTIFICATE.check(certificate, "replace", by.roles, reason)
    changed = changed_words(certificate, corrections or {})
    old = transitions.apply(
        CERTIFICATE,
        certificate,
        "replace",
        by=by,
        reason=reason,
        revoked_at=timezone.now(),
        revoke_reason=reason.strip(),
    )
    # what an earlier replacement put right stays right
    new = Certificate(award=old.award, replaces=old, corrections=old.corrections | changed, token=new_token())
    _refuse_unreadable(new)
    new.save()
    audit.append("certificate.corrected", new, by=by, data={"replaces": old.pk, "corrections": changed})
    order_printing(old.award.decision, by=by)
    return new


def changed_words(certificate: Certificate, wanted: Mapping[str, str]) -> dict[str, str]:
    """The words that differ from what the paper says, clean."""
    printed, wrong, changed = current_words(certificate), {}, {}
    for name, typed in wanted.items():
        text = clean(typed)
        if name not in LIMITS or len(text) > LIMITS[name]:
            wrong[name] = f"Ô “{WORDS.get(name, name)}” dài quá {LIMITS.get(name, 0)} ký tự. Viết gọn lại."
        elif not text and name != "position":
            wrong[name] = f"Ô “{WORDS[name]}” cần được điền."
        elif text != printed[name]:
            changed[name] = text
    if wrong:
        raise ValidationError(wrong)
    return changed


def _refuse_unreadable(certificate: Certificate) -> None:
    decision = certificate.award.decision
    (item,), layout = items_of(decision, [certificate]), layout_of_decision(decision)
    wrong = {
        name: "Ô này có từ quá dài phải cắt giữa chừng. Kiểm tra lại dấu cách." for name in broken_words(item, layout)
    }
    for name, _ in crowded(item, layout):
        wrong[name] = "Chữ dài quá nên in ra rất nhỏ. Viết gọn lại."
    if found := {name: sentence for name, sentence in wrong.items() if name in LIMITS}:
        raise ValidationError(found)
